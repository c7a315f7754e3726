"""Boxes of dates and products of times as the text of a cron expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from schedule_mcp.cron.dialects import MONTH_NAMES, WEEKDAY_NAMES, DayRule, Dialect
from schedule_mcp.schedule.model import EVERY_WEEKDAY

_ALL_DAYS = frozenset(range(1, 32))
_PROGRESSION_AT_LEAST = 4


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
    """The last day of the month instead of `days`."""

    @property
    def restricts_days(self) -> bool:
        return self.last or self.days != _ALL_DAYS

    @property
    def restricts_weekdays(self) -> bool:
        return self.weekdays != EVERY_WEEKDAY

    @property
    def star_step(self) -> tuple[str, int] | None:
        """("day", k) or ("weekday", k) where a field of this box is `*/k`."""
        for step in range(2, 32):
            if self.days == frozenset(range(1, 32, step)):
                return "day", step
        for step in range(2, 8):
            if self.weekdays == frozenset((n - 1) % 7 for n in range(0, 7, step)):
                return "weekday", step
        return None


def print_expression(box: Box, product: Product, spoken: Dialect) -> str:
    """
    >>> from schedule_mcp.cron.dialects import VIXIE
    >>> print_expression(Box(frozenset(range(1, 13)), _ALL_DAYS, frozenset(range(5))),
    ...                  Product(frozenset({9}), frozenset({0, 30}), frozenset({0})), VIXIE)
    '0,30 9 * * 1-5'
    """
    day, weekday = _day_fields(box, spoken)
    fields = [_clock_field(product.minutes, 60), _clock_field(product.hours, 24), day, _months(box.months), weekday]
    if spoken.has_seconds:
        fields.insert(0, _clock_field(product.seconds, 60))
    if spoken.fields[-1] == "year":
        fields.append("*")
    return " ".join(fields)


def _day_fields(box: Box, spoken: Dialect) -> tuple[str, str]:
    day = "last" if box.last else _days(box.days, spoken) if box.restricts_days else "*"
    weekday = _weekdays(box.weekdays, spoken) if box.restricts_weekdays else "*"
    if spoken.day_rule is DayRule.ONE:
        return (day, "?") if weekday == "*" else ("?", weekday)
    both = box.restricts_days and box.restricts_weekdays
    if both and not box.either and spoken.day_rule is DayRule.OR and box.star_step is not None:
        name, step = box.star_step
        return (f"*/{step}", weekday) if name == "day" else (day, f"*/{step}")
    return day, weekday


def _days(days: frozenset[int], spoken: Dialect) -> str:
    # Not every engine that may be behind an undisclosed one is known to take a step in a day field.
    return _runs(sorted(days), str) if spoken.common_core else _numbers(sorted(days))


def _clock_field(values: frozenset[int], size: int) -> str:
    """Minutes, hours or seconds; `*/n` where it is even over the whole field."""
    if len(values) == size:
        return "*"
    if 0 in values and len(values) > 1 and size % len(values) == 0:
        step = size // len(values)
        if values == frozenset(range(0, size, step)):
            return f"*/{step}"
    return _numbers(sorted(values))


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
    >>> _numbers([9, 11, 13, 15, 17]), _numbers([1, 2, 3, 7]), _numbers([5, 20])
    ('9-17/2', '1-3,7', '5,20')
    """
    if len(values) >= _PROGRESSION_AT_LEAST:
        step = values[1] - values[0]
        if step > 1 and all(b - a == step for a, b in pairwise(values)):
            return f"{values[0]}-{values[-1]}/{step}"
    return _runs(values, str)


def _runs(values: Sequence[int], name: Callable[[int], str]) -> str:
    """Ascending values with three or more in a row as a range."""
    return ",".join(_run([v for _, v in group], name) for _, group in groupby(enumerate(values), _distance))


def _distance(pair: tuple[int, int]) -> int:
    return pair[1] - pair[0]


def _run(values: Sequence[int], name: Callable[[int], str]) -> str:
    if len(values) > 2:
        return f"{name(values[0])}-{name(values[-1])}"
    return ",".join(map(name, values))
