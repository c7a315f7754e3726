"""Forms that a language makes of its words by rule, spelled out for a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def forms(patterns: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """Every pattern of "a {}|b {}" with every word in its places.

    >>> forms("los {}|cada {}", {"lunes|lun": (0, True)})
    {'los lunes|los lun|cada lunes|cada lun': (0, True)}
    """
    return {
        "|".join(
            pattern.format(*[word] * pattern.count("{}")) for pattern in patterns.split("|") for word in key.split("|")
        ): value
        for key, value in words.items()
    }


def without_marks(table: Mapping[str, Any], marked: str, plain: str) -> dict[str, Any]:
    """The table with every key as keyboards without these letters have it as well: "taglich", "sroda"."""
    letters = str.maketrans(marked, plain)
    return {**{key.translate(letters): meanings for key, meanings in table.items()}, **table}


def every_nth(patterns: str, days: Iterable[str], n: int = 2) -> dict[str, tuple[int, int]]:
    """The patterns with the weekdays, Monday first, as (weekday, n): every n-th one."""
    return forms(patterns, {day: (k, n) for k, day in enumerate(days)})


def compounds(pattern: str, units: Iterable[str], tens: Mapping[str, int]) -> dict[str, int]:
    """Numbers that one word says from its units, one first, and its tens.

    >>> compounds("{unit}und{ten}", ["ein", "zwei"], {"zwanzig": 20})
    {'einundzwanzig': 21, 'zweiundzwanzig': 22}
    """
    return {
        "|".join(pattern.format(unit=unit, ten=ten) for unit in spelled.split("|")): n + k
        for ten, n in tens.items()
        for k, spelled in enumerate(units, start=1)
    }


_THINGS = (
    "job|script|scraper|agent|workflow|backup|bot|pipeline|crawler|cron|cron job|cronjob|newsletter|report|e-mail|"
    "email|mail|export|import|query|batch|test|tests|dashboard|digest"
)
"""What is to run, where it is named alike in every language."""


def words(text: str) -> list[str]:
    """Keys between bars, over lines."""
    return [" ".join(word.split()) for word in text.split("|") if word.strip()]


def task_words(nouns: str) -> list[str]:
    """What is to run, in a language and as every language names it."""
    return list(dict.fromkeys(words(f"{_THINGS}|{nouns}")))


def chat_words(*, verbs: str, owners: str, nouns: str, rest: str = "") -> list[str]:
    """Words of a chat that carry no time: a closed list, so that a word that might matter is never passed over.

    What is to run is named by a verb and by a noun with its owner ("lance mon script").

    >>> chat_words(verbs="lance", owners="mon", nouns="rapport")[-1]
    'mon rapport'
    """
    things = task_words(nouns)
    owned = [f"{owner} {thing}" for owner in words(owners) for thing in things]
    return list(dict.fromkeys([*words(verbs), *things, *words(rest), *owned]))
