"""Boxes of dates and products of times as the text of a cron expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

from schedule_mcp.cron.cells import longest_of
from schedule_mcp.cron.dialects import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    MONTH_NAMES,
    SECOND,
    WEEKDAY,
    WEEKDAY_NAMES,
    YEAR,
    DayRule,
    Dialect,
)
from schedule_mcp.schedule.model import EVERY_WEEKDAY

EVERY_DAY_OF_MONTH = frozenset(range(1, 32))
_PROGRESSION_AT_LEAST = 4
_LONG_PROGRESSION = 6
"""Within a longer list shorter ones are easier to read as they are."""


@dataclass(frozen=True)
class Product:
    """All times with one of these hours, minutes and seconds."""

    hours: frozenset[int]
    minutes: frozenset[int]
    seconds: frozenset[int]


@dataclass(frozen=True)
class Box:
    """Months x days of the month x weekdays (Monday = 0); with `either` the days or the weekdays."""

    months: frozenset[int]
    days: frozenset[int]
    weekdays: frozenset[int]
    either: bool = False
    last: bool = False
    """The last day of the month besides `days`."""
    special: tuple[str, str] | None = None
    """(field, text) of a day that is no plain number, such as `L` or `6#3`."""
    years: frozenset[int] = frozenset()
    """The years; none for all."""

    @property
    def restricts_days(self) -> bool:
        return self.last or self.days != EVERY_DAY_OF_MONTH

    @property
    def restricts_weekdays(self) -> bool:
        return self.weekdays != EVERY_WEEKDAY

    @property
    def starred(self) -> tuple[str, str] | None:
        """(field, text) where one of the two day fields has a spelling that begins with `*`: one that holds the
        1st (`*/31` at least) or Sunday (`*/7` at least); other values follow in the list."""
        longest = longest_of(self.months)
        days = _with_star({day for day in self.days if day <= longest}, 1, longest, 31)
        from_sunday = {(day + 1) % 7 for day in self.weekdays}
        weekdays = _with_star(from_sunday, 0, 6, 7)
        if days is not None and ("," not in days or weekdays is None or "," in weekdays):
            return DAY, days
        return None if weekdays is None else (WEEKDAY, weekdays)


def _with_star(values: Set[int], low: int, high: int, largest: int) -> str | None:
    """
    >>> _with_star({1, 16}, 1, 29, 31), _with_star({0, 1, 3, 6}, 0, 6, 7), _with_star({2}, 1, 31, 31)
    ('*/15', '*/3,1', None)
    """
    for step in range(2, largest + 1):
        steps = set(range(low, high + 1, step))
        if steps <= values:
            return ",".join(filter(None, [f"*/{step}", _runs(sorted(values - steps), str)]))
    return None


def print_expression(box: Box, product: Product, spoken: Dialect, *, is_running: bool | None = None) -> str:
    """The text. Where `is_running` is given, minute or hour begins with `*` or does not, if there is such a spelling.

    >>> from schedule_mcp.cron.dialects import VIXIE
    >>> print_expression(Box(frozenset(range(1, 13)), EVERY_DAY_OF_MONTH, frozenset(range(5))),
    ...                  Product(frozenset({9}), frozenset({0, 30}), frozenset({0})), VIXIE)
    '*/30 9 * * 1-5'
    """
    day, weekday = _day_fields(box, spoken)
    if len(product.hours) == 24:
        is_running = None  # No other spelling of all hours would be understood.
    minute, hour = (
        _clock_field(values, size, is_running) for values, size in ((product.minutes, 60), (product.hours, 24))
    )
    if is_running and not (minute + hour).count("*"):
        # Engines do not agree on steps of 60 minutes or 24 hours.
        starred = _with_star(product.minutes, 0, 59, 59), _with_star(product.hours, 0, 23, 23)
        minute, hour = starred[0] or minute, (not starred[0] and starred[1]) or hour
    texts = {
        SECOND: _clock_field(product.seconds, 60, None),
        MINUTE: minute,
        HOUR: hour,
        DAY: day,
        MONTH: _months(box.months),
        WEEKDAY: weekday,
        YEAR: _numbers(sorted(box.years)) if box.years else "*",
    }
    return " ".join(texts[name] for name in spoken.fields)


def _day_fields(box: Box, spoken: Dialect) -> tuple[str, str]:
    if box.special is not None:
        return _fields_with(box.special, "?", "?")
    day = _days(box, spoken) if box.restricts_days else "*"
    weekday = _weekdays(box.weekdays, spoken) if box.restricts_weekdays else "*"
    if spoken.day_rule is DayRule.ONE:
        return (day, "?") if weekday == "*" else ("?", weekday)
    both = box.restricts_days and box.restricts_weekdays
    if both and not box.either and spoken.day_rule is DayRule.OR and box.starred is not None:
        return _fields_with(box.starred, day, weekday)
    return day, weekday


def _fields_with(field: tuple[str, str], day: str, weekday: str) -> tuple[str, str]:
    name, text = field
    return (text, weekday) if name == DAY else (day, text)


def _days(box: Box, spoken: Dialect) -> str:
    days = sorted(box.days)
    if box.last:
        return ",".join([*([_numbers(days)] if days else []), spoken.last_word])
    # Not every engine that may be behind an undisclosed one is known to take a step in a day field.
    return _runs(days, str) if spoken.common_core else _numbers(days)


def _clock_field(values: frozenset[int], size: int, is_running: bool | None) -> str:
    """Minutes, hours or seconds; `*/n` where it is even over the whole field, unless no `*` may begin it."""
    if is_running is False:
        return _numbers(sorted(values))
    if len(values) == size:
        return "*"
    is_even = 0 in values and len(values) > 1 and size % len(values) == 0
    step = size // len(values)
    return f"*/{step}" if is_even and values == frozenset(range(0, size, step)) else _numbers(sorted(values))


def _months(months: frozenset[int]) -> str:
    return "*" if len(months) == len(MONTH_NAMES) else _numbers(sorted(months))


def _weekdays(weekdays: frozenset[int], spoken: Dialect) -> str:
    if spoken.weekday_names_only:
        # Sunday begins the week for one engine and ends it for another, so it never ends a range.
        before_sunday = _runs(sorted(weekdays - {6}), lambda n: WEEKDAY_NAMES[n])
        return ",".join(filter(None, [before_sunday, "sun" if 6 in weekdays else ""]))
    return _runs(sorted(spoken.number_of(day) for day in weekdays), str)


def _numbers(values: Sequence[int]) -> str:
    """
    >>> _numbers([9, 11, 13, 15, 17]), _numbers([1, 2, 3, 7]), _numbers([5, 20]), _numbers([3, *range(10, 50, 5)])
    ('9-17/2', '1-3,7', '5,20', '3,10-45/5')
    """
    parts: list[str] = []
    loose: list[int] = []
    rest = list(values)
    while rest:
        count, step = _progression(rest)
        is_whole = count == len(values) and count >= _PROGRESSION_AT_LEAST
        if step > 1 and (is_whole or count >= _LONG_PROGRESSION):
            parts.extend([_runs(loose, str)] if loose else [])
            parts.append(f"{rest[0]}-{rest[count - 1]}/{step}")
            rest, loose = rest[count:], []
        else:
            loose.append(rest.pop(0))
    return ",".join([*parts, _runs(loose, str)] if loose else parts)


def _progression(values: Sequence[int]) -> tuple[int, int]:
    """How many of the first values have one distance, and that distance."""
    if len(values) < 2:
        return 1, 1
    step = values[1] - values[0]
    count = next((i + 1 for i, (a, b) in enumerate(pairwise(values)) if b - a != step), len(values))
    return count, step


def _runs(values: Sequence[int], name: Callable[[int], str]) -> str:
    """Ascending values with three or more in a row as a range."""
    return ",".join(_run([v for _, v in group], name) for _, group in groupby(enumerate(values), _distance))


def _distance(pair: tuple[int, int]) -> int:
    return pair[1] - pair[0]


def _run(values: Sequence[int], name: Callable[[int], str]) -> str:
    if len(values) > 2:
        return f"{name(values[0])}-{name(values[-1])}"
    return ",".join(map(name, values))
