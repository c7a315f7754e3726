"""A word that exists is never taken for another; one that does not is repaired where it can only be one."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import read
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.reader import sentences_of
from schedule_mcp.language.tokens.places import folded, zone_vocabulary
from schedule_mcp.language.tokens.spelling import english_words
from schedule_mcp.schedule import Schedule, same

NOW = datetime(2026, 11, 23, 10, 7, tzinfo=UTC)

EXISTING = """
dairy at 9am | on the 3rd of marsh at 10am | every match 5 at 9am | weakly on Monday at 9am | very day at 9am
every mouth on the 1st at 9am | every minuet | every fry at 9am | every sundae at 9am | every day at noun
every even day at lunch | hourly at minuet 5 | every money at 9am | every tidy at 9am | every day except sundry at 9am
every weed at 9am on Mondays | every daft at 9am | first money of the month at 9am | every day form Monday at 9am
""".replace("\n", " | ").split(" | ")

REPAIRED = {
    "every thrusday at 9am": "every Thursday at 9am",
    "evry day at 8am": "every day at 8am",
    "every 15 mintues": "every 15 minutes",
    "every day exept Sunday at 8am": "every day except Sunday at 8am",
    "lsat day of the month 6pm": "last day of the month 6pm",
}

SENTENCES = """
every Monday at 9am | every weekday at 10:30 | every day at noon | every day at midnight | tomorrow at 3pm
every 15 minutes | every two hours | the first Friday of the month at 9am | the last day of the month at 6pm
every January 5 at 9am | every March 3 at noon | weekly on Tuesday at 9am | daily at 8:15am | monthly on the 3rd at 9am
every other Wednesday at 4pm | every Sunday evening at 7 | every morning at 8 | weekends at 11am | hourly at minute 5
every Thursday except December 24 at 9am | every day until Friday at 9am | starting Monday every day at 9am
every 10 minutes between 9am and 5pm | on Saturday at 10am | next week on Monday at 9am | in twenty minutes
every quarter on the first at 9am | every year on July 4 at noon | twice a day at 9am and 5pm | in three days at 9am
every second Tuesday of the month at 9am | the third Thursday of November at 8am | every half hour | tonight at 9
every April and October on the 1st at 9am | the next three Fridays at 9am | at 9am on business days
every hour on Saturdays | every week on Friday at 5pm | on the fourteenth of February at 9am
""".replace("\n", " | ").split(" | ")
WORDS_TRIED = 1_500
SEED = 20_261_129


def schedule_of(text: str) -> Schedule | None:
    try:
        return read(text, now=NOW, timezone="UTC").schedule
    except InputError:
        return None


@pytest.mark.parametrize("text", [text.strip() for text in EXISTING if text.strip()])
def test_a_word_that_exists_is_not_taken_for_a_word_of_time(text: str) -> None:
    assert schedule_of(text) is None


@pytest.mark.parametrize(("text", "meant"), REPAIRED.items(), ids=REPAIRED)
def test_a_word_that_does_not_exist_is_repaired(text: str, meant: str) -> None:
    found, wanted = schedule_of(text), schedule_of(meant)
    assert found is not None
    assert wanted is not None
    assert same(found, wanted, after=NOW)


def replaced(words: list[str]) -> list[tuple[str, str]]:
    """Sentences with one word of time replaced, each by each of `words`, beside the sentence."""
    found = []
    for text in (text.strip() for text in SENTENCES if text.strip()):
        parts = text.split()
        for k, part in enumerate(parts):
            if part.isalpha() and part.lower() in ENGLISH.table and len(part) > 2:
                found += [(text, " ".join([*parts[:k], word, *parts[k + 1 :]])) for word in words]
    return found


def names_place(text: str, changed: str) -> bool:
    """Whether the word is a place, which says where and not when: "Minsk at minute 5" for "hourly at minute 5"."""
    return any(folded(word) in zone_vocabulary() for word in set(changed.split()) - set(text.split()))


@pytest.mark.slow
def test_no_common_word_in_the_place_of_a_word_of_time_fires_as_that_word() -> None:
    """A seeded sample; `python -m tests.campaigns.word_swaps` tries all words that are near a word of time."""
    chance = random.Random(SEED)
    known = set(ENGLISH.table).union(*(lexicon.words for lexicon in other_languages()))
    words = chance.sample(sorted(english_words() - known), WORDS_TRIED)
    wanted = {text: schedule_of(text) for text in SENTENCES}
    wrong = []
    for text, changed in chance.sample(replaced(words), 12_000):
        found = schedule_of(changed)
        before = wanted.get(text) or schedule_of(text)
        alike = found is not None and before is not None and same(found, before, after=NOW)
        if alike and not names_place(text, changed):
            wrong.append(changed)
    sentences_of.cache_clear()
    assert wrong == []
