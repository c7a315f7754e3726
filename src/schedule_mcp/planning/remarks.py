"""What a person should know of a schedule besides its sentence: days that do not always exist, times that a change of
the clocks moves, drops or doubles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from schedule_mcp.schedule.days import FIRST_ORDINAL, date_of, date_set
from schedule_mcp.schedule.english import WEEKDAYS, ordinal
from schedule_mcp.schedule.fire_times import epoch_seconds, instant_of
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_WEEKDAY,
    AllOf,
    AnyOf,
    Calendar,
    Days,
    Gap,
    Months,
    Nth,
    Overlap,
    Period,
    Schedule,
)
from schedule_mcp.schedule.zones import Transition, zone

_EPOCH_ORDINAL = datetime(1970, 1, 1).toordinal()  # noqa: DTZ001 - a date
_LOOKED_AHEAD = timedelta(days=366)
_GRID = 13
"""With so many times a day nobody waits for each of them."""
_LENGTHS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_ALL_MONTHS = frozenset(_LENGTHS)


def remarks(schedule: Schedule, after: datetime) -> tuple[str, ...]:
    """Sentences on a schedule, each without its full stop; none where nothing is remarkable.

    Args:
        schedule: What was read.
        after: The year from here on is looked at for changes of the clocks.
    """
    if not isinstance(schedule, Calendar):
        return ()
    found = [text for rule in schedule.rules for text in _missing_days(rule.days, _ALL_MONTHS)]
    return tuple(dict.fromkeys([*found, *_clock_changes(schedule, after)]))


# -- days --------------------------------------------------------------------------------------------------


def _missing_days(days: Days, months: frozenset[int]) -> Iterator[str]:
    """Days that some of these months lack."""
    match days:
        case AllOf(parts):
            for part in parts:
                months = months & part.months if isinstance(part, Months) else months
            for part in parts:
                yield from _missing_days(part, months)
        case AnyOf(parts):
            for part in parts:
                yield from _missing_days(part, months)
        case Nth(positions, among, Period.MONTH) if among == EVERY_WEEKDAY:
            for day in sorted(p for p in positions if p in (29, 30, 31)):
                yield from _missing_date(day, months)
        case Nth(positions, among, Period.MONTH) if len(among) == 1 and 5 in positions:
            yield f"only in months that have a fifth {WEEKDAYS[min(among)]}"


def _missing_date(day: int, months: frozenset[int]) -> Iterator[str]:
    lacking = {month for month in months if _LENGTHS[month] < day}
    if day == 29 and lacking == {2}:
        yield "29 February exists in leap years only" if months == {2} else "in February only in leap years"
    elif lacking:
        yield f"only in months that have a {ordinal(day)}"


# -- clock changes -------------------------------------------------------------------------------------------


def _clock_changes(schedule: Calendar, after: datetime) -> Iterator[str]:
    """The first time within a year that does not exist, and the first that comes twice."""
    place = zone(schedule.zone)
    rules = [(date_set(rule.days), rule.times) for rule in schedule.rules if len(rule.times) < _GRID]
    begin = max(after, schedule.start) if schedule.start else after
    end = min(begin + _LOOKED_AHEAD, schedule.until) if schedule.until else begin + _LOOKED_AHEAD
    kinds: set[bool] = set()
    for change in place.transitions_between(epoch_seconds(begin), epoch_seconds(end)):
        forward = change.after > change.before
        wall = None if forward in kinds else _first_wall_time(rules, change)
        if wall is not None:
            kinds.add(forward)
            yield _said(schedule, change, wall)


def _first_wall_time(rules: list[tuple[int, tuple[int, ...]]], change: Transition) -> int | None:
    """The first wall time of the rules that a change skips or doubles, in seconds since 1970 as if it were UTC."""
    low, high = sorted((change.at + change.before, change.at + change.after))
    found = []
    for dates, times in rules:
        for time in times:
            day = (low - time) // DAY_S + (1 if (low - time) % DAY_S else 0)
            index = day + _EPOCH_ORDINAL - FIRST_ORDINAL
            if index >= 0 and day * DAY_S + time < high and dates >> index & 1:
                found.append(day * DAY_S + time)
    return min(found, default=None)


def _said(schedule: Calendar, change: Transition, wall: int) -> str:
    date = date_of(wall // DAY_S + _EPOCH_ORDINAL - FIRST_ORDINAL)
    said = f"{wall % DAY_S // 3600:02}:{wall % 3600 // 60:02}"
    if change.after > change.before:
        then = instant_of(change.at + change.after)
        runs = "nothing runs then" if schedule.clock.gap is Gap.SKIP else f"it runs at {then:%H:%M}"
        return f"on {date} clocks go forward and {said} does not exist: {runs}"
    runs = "both times" if schedule.clock.overlap is Overlap.BOTH else "the first time"
    return f"on {date} clocks go back and {said} comes twice: it runs {runs}"
