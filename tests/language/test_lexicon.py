"""A language is a table: one row for each kind of words, and no key with two values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.language import read
from schedule_mcp.language.lexicon import K, Lexicon, parts, table
from schedule_mcp.language.lexicon.forms import chat_words
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.schedule.model import Calendar


def test_rows_become_meanings_of_keys() -> None:
    made = table((K.MONTH, {"jan|january": 1}, {"feb": 2}), (K.EVERY, ["each|every"]))
    assert made == {"jan": {K.MONTH: 1}, "january": {K.MONTH: 1}, "feb": {K.MONTH: 2}, "each": {K.EVERY: None}} | {
        "every": {K.EVERY: None}
    }


def test_a_kind_has_one_row() -> None:
    with pytest.raises(ValueError, match="month"):
        table((K.MONTH, {"jan": 1}), (K.MONTH, {"feb": 2}))


@pytest.mark.parametrize("value", [1, 2])
def test_a_key_is_written_once(value: int) -> None:
    with pytest.raises(ValueError, match="jan"):
        table((K.MONTH, {"jan": 1}, {"jan": value}))


def test_what_is_to_run_is_named_with_and_without_its_owner() -> None:
    words = chat_words(verbs="lance | relance", owners="mon", nouns="rapport | rapport", rest="merci")
    assert {"lance", "relance", "rapport", "mon rapport", "mon script", "merci"} <= set(words)
    assert len(words) == len(set(words))


LANGUAGES = (ENGLISH, *other_languages())
NAMED_PARTS = {value for name, value in vars(parts).items() if name.isupper()}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_spans_of_the_parts_of_the_day_have_one_name_for_all_languages(language: Lexicon) -> None:
    for meanings in language.table.values():
        if K.DAY_PART in meanings:
            assert meanings[K.DAY_PART] in NAMED_PARTS
        for kind in (K.DAY_AND_PART, K.WEEKDAY_AND_PART):
            assert kind not in meanings or meanings[kind][1] in NAMED_PARTS


@pytest.mark.parametrize(
    ("plain", "compound"),
    [
        ("jeden Morgen um 3", "jeden Montagmorgen um 3"),
        ("jeden Abend um 11", "jeden Montagabend um 11"),
        ("elke ochtend om 3 uur", "elke maandagochtend om 3 uur"),
    ],
)
def test_a_compound_names_the_part_that_its_word_names(plain: str, compound: str) -> None:
    now = datetime(2026, 5, 6, 12, tzinfo=UTC)
    daily, weekly = (read(text, now=now, timezone="Europe/Berlin").schedule for text in (plain, compound))
    assert isinstance(daily, Calendar)
    assert isinstance(weekly, Calendar)
    assert daily.rules[0].times == weekly.rules[0].times
