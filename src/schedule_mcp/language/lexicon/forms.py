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


def without_umlauts(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with every key as keyboards without umlauts have it as well: "taglich"."""
    plain = str.maketrans("äöü", "aou")
    return {**{key.translate(plain): meanings for key, meanings in table.items()}, **table}


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
