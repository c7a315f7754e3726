"""Date sets as cells (month, day of month, weekday): what a cron expression without years can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from schedule_mcp.schedule.days import DATE_COUNT, FIRST_DATE, date_of

Cells = Mapping[int, tuple[int, ...]]
"""Month (1-12) to a mask of weekdays (bit 0 = Monday) for each day of the month that it can have."""

LONGEST = dict.fromkeys((1, 3, 5, 7, 8, 10, 12), 31) | dict.fromkeys((4, 6, 9, 11), 30) | {2: 29}
"""Days that each month can have."""

ALL_WEEKDAYS = 0b1111111
ALL_MONTHS = frozenset(range(1, 13))


class Refusal(Exception):
    """No expression exists: a stable word and the reason as the end of a sentence."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason
        self.why = why


def needs_both_days() -> Refusal:
    """The reason of engines that cannot join the two day fields."""
    return Refusal("day_and_weekday", "it needs a day of the month and a weekday together")


_YEAR_BYTES = 47
"""Enough for 366 bits that begin anywhere in a byte."""

YearKind = tuple[int, int]
"""(days, weekday of 1 January): all that cron can know of a year."""


@lru_cache(maxsize=1)
def years() -> tuple[tuple[int, int, YearKind], ...]:
    """(first bit, days, kind) of each of the 400 years."""
    found = []
    for year in range(2000, 2400):
        first = date(year, 1, 1)
        days = (date(year, 12, 31) - first).days + 1
        found.append(((first - FIRST_DATE).days, days, (days, first.weekday())))
    return tuple(found)


@lru_cache(maxsize=16)
def _months_of_kind(kind: YearKind) -> tuple[tuple[int, int, int, int], ...]:
    """(month, days before it, days, weekday of its first) of each month of a year of this kind."""
    start = next(start for start, _, other in years() if other == kind)
    found, before = [], 0
    for month in range(1, 13):
        days = 29 if month == 2 and kind[0] == 366 else LONGEST[month] - (month == 2)
        found.append((month, before, days, date_of(start + before).weekday()))
        before += days
    return tuple(found)


def patterns_of(dates: int, first_year: int = 2000) -> dict[YearKind, int]:
    """The dates of each kind of year, as bits from 1 January.

    Raises:
        Refusal: two years of one kind differ, from `first_year` on.
    """
    patterns: dict[YearKind, int] = {}
    data = dates.to_bytes(DATE_COUNT // 8 + _YEAR_BYTES, "little")
    for start, days, kind in years()[first_year - 2000 :]:
        # Shifting all of the set 400 times would take five times as long.
        at = start >> 3
        year = int.from_bytes(data[at : at + _YEAR_BYTES], "little")
        pattern = year >> (start & 7) & ((1 << days) - 1)
        if patterns.setdefault(kind, pattern) != pattern:
            raise Refusal("phase", "it depends on counting from a date or on single dates, which cron cannot")
    return patterns


def cells_of(dates: int) -> Cells:
    """The cells of a date set.

    Raises:
        Refusal: years of one kind differ ("phase"), or days of one cell do ("month_length").
    """
    return _cells_of_patterns(tuple(sorted(patterns_of(dates).items())))


@lru_cache(maxsize=64)
def _cells_of_patterns(patterns: tuple[tuple[YearKind, int], ...]) -> Cells:
    inside: dict[tuple[int, int], int] = {}  # (month, weekday of its first) to days as bits
    outside: dict[tuple[int, int], int] = {}
    for kind, pattern in patterns:
        for month, before, days, first in _months_of_kind(kind):
            mask = (1 << days) - 1
            found = pattern >> before & mask
            inside[month, first] = inside.get((month, first), 0) | found
            outside[month, first] = outside.get((month, first), 0) | found ^ mask
    cells: dict[int, tuple[int, ...]] = {}
    for (month, first), found in sorted(inside.items()):
        if both := found & outside[month, first]:
            raise Refusal("month_length", _month_length_reason(month, (both & -both).bit_length()))
        if found:
            row = cells.get(month, (0,) * LONGEST[month])
            cells[month] = tuple(mask | (found >> d & 1) << (first + d) % 7 for d, mask in enumerate(row))
    return cells


def _month_length_reason(month: int, day: int) -> str:
    named = f"{day} {date(2001, month, 1):%B}"
    return f"it depends on the length of the month or year (the {named} is in it in some years only)"


def longest_of(months: Iterable[int]) -> int:
    """The most days that any of these months can have."""
    return max(LONGEST[month] for month in months)
