"""A language is a table: one row for each kind of words, and no key with two values."""

from __future__ import annotations

import pytest

from schedule_mcp.language.lexicon import K, table
from schedule_mcp.language.lexicon.forms import chat_words


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
