"""Whether two schedules fire at the same instants.

Calendars in one zone are compared by their normal forms, so equality is proved to the end of 2399, not sampled.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from schedule_mcp.schedule.clock import HORIZON, clock_differences
from schedule_mcp.schedule.days import ALL_DATES, DATE_COUNT, LAST_DATE, date_of, dates_from, index_of
from schedule_mcp.schedule.fire_times import EPOCH, FIRST_DAY, LAST, epoch_seconds, fires, form_fires
from schedule_mcp.schedule.model import DAY_S, EVERY_DAY, RUNNING_CLOCK, Calendar, Interval, Once, Rule, Schedule
from schedule_mcp.schedule.times import NormalForm, masked, normal_form
from schedule_mcp.schedule.zones import same_zone, zone

_COUNTED_AT_MOST = 20_000
"""Schedules that end within so many runs are compared run by run."""


def equal(one: Calendar, other: Calendar) -> bool:
    """Whether two calendars are the same value: zone, clock, window and normal form."""
    return (
        one.clock == other.clock
        and one.start == other.start
        and one.until == other.until
        and same_zone(one.zone, other.zone)
        and normal_form(one.rules) == normal_form(other.rules)
    )


def same(one: Schedule, other: Schedule, *, after: datetime) -> bool:
    """Whether both fire at the same instants later than `after`; a free phase matches any phase.

    Calendars of two zones that have clock changes are equal only when they end; so are pairs of kinds that
    cannot mean the same.
    """
    if one == other:
        return True
    ends = [_ends(s) for s in (one, other)]
    if any(ends):
        return _same_counted(one, other, after)
    if isinstance(one, Interval) and isinstance(other, Interval):
        return _same_intervals(one, other, after)
    if isinstance(one, Interval) and isinstance(other, Calendar):
        return _interval_is_calendar(one, other, after)
    if isinstance(one, Calendar) and isinstance(other, Interval):
        return _interval_is_calendar(other, one, after)
    if isinstance(one, Calendar) and isinstance(other, Calendar):
        return _same_calendars(one, other, after)
    return False


def _ends(schedule: Schedule) -> bool:
    return isinstance(schedule, Once) or schedule.until is not None


def _same_counted(one: Schedule, other: Schedule, after: datetime) -> bool:
    pairs = zip_longest(fires(one, after=after), fires(other, after=after))
    counted = 0
    for ours, theirs in islice(pairs, _COUNTED_AT_MOST):
        if ours != theirs:
            return False
        counted += 1
    if counted < _COUNTED_AT_MOST:
        return True
    if isinstance(one, Once) or isinstance(other, Once) or one.until != other.until:
        return False
    return same(replace(one, until=None), replace(other, until=None), after=after)


def _same_intervals(one: Interval, other: Interval, after: datetime) -> bool:
    if one.every != other.every:
        return False
    if (one.anchor or one.start) is None or (other.anchor or other.start) is None:
        return one.start == other.start or max(one.start or EPOCH, other.start or EPOCH) <= after
    return next(fires(one, after=after), None) == next(fires(other, after=after), None)


def _interval_is_calendar(interval: Interval, calendar: Calendar, after: datetime) -> bool:
    as_interval = calendar_as_interval(calendar, after)
    return as_interval is not None and _same_intervals(interval, as_interval, after)


def calendar_as_interval(calendar: Calendar, after: datetime) -> Interval | None:
    """The calendar as an anchored interval, where it is one: evenly spaced times of every day, on a clock that
    the zone's changes cannot disturb. The anchor is the first run later than `after`."""
    form = normal_form(calendar.rules)
    first = next(fires(calendar, after=after), None)
    if first is None or len(form) != 1 or set(form) != {(1 << DATE_COUNT) - 1}:
        return None
    times = next(iter(form.values()))
    step = DAY_S // times.bit_count()
    last = times.bit_length() - 1
    if DAY_S % step or times != _grid(step, last % step):
        return None
    return Interval(timedelta(seconds=step), first, until=calendar.until) if _is_even(calendar, step, first) else None


def _grid(step: int, offset: int) -> int:
    return sum(1 << t for t in range(offset, DAY_S, step))


def _is_even(calendar: Calendar, step: int, first: datetime) -> bool:
    """Whether clock changes leave a grid as it is: they move it by whole steps, and it is met as the clock runs."""
    begin = epoch_seconds(first)
    changes = zone(calendar.zone).transitions_between(begin, begin + int(HORIZON.total_seconds()))
    moved = any((change.after - change.before) % step for change in changes)
    return not moved and not clock_differences(calendar, RUNNING_CLOCK, after=first - timedelta.resolution)


def interval_as_calendar(interval: Interval, phase: datetime | None = None) -> Calendar | None:
    """The interval as a calendar of its clock times in UTC, where it divides 24 hours and counts whole seconds.

    A free phase is put on round times, or on `phase` when it is given.
    """
    every = int(interval.every.total_seconds())
    anchor = interval.anchor or interval.start or phase or EPOCH
    if interval.every != timedelta(seconds=every) or every < 1 or DAY_S % every or anchor.microsecond:
        return None
    first = (epoch_seconds(anchor) % DAY_S) % every
    start = interval.start if interval.start is not None else interval.anchor
    rule = Rule(EVERY_DAY, tuple(range(first, DAY_S, every)))
    return Calendar((rule,), "UTC", start=start, until=interval.until)


def _same_calendars(one: Calendar, other: Calendar, after: datetime) -> bool:
    first = next(fires(one, after=after), None)
    if first != next(fires(other, after=after), None):
        return False
    if first is None:
        return True
    if not same_zone(one.zone, other.zone):
        as_intervals = calendar_as_interval(one, after), calendar_as_interval(other, after)
        return None not in as_intervals and as_intervals[0] == as_intervals[1]
    place = zone(one.zone)
    place, begin = zone(one.zone), epoch_seconds(first)
    # Dates before the first run are out of reach, and the last date is so in part. Their runs are compared.
    day = date_of((begin + place.offset_at(begin)) // DAY_S - FIRST_DAY)
    inside = dates_from(day + timedelta(days=1)) & ~(1 << index_of(LAST_DATE))
    forms = normal_form(one.rules), normal_form(other.rules)
    if masked(forms[0], inside) != masked(forms[1], inside):
        return False
    edges = [masked(form, ALL_DATES ^ inside) for form in forms]
    return _runs(edges[0], one, begin) == _runs(edges[1], other, begin) and not clock_differences(
        one, other.clock, after=first - timedelta.resolution
    )


def _runs(form: NormalForm, calendar: Calendar, begin: int) -> list[int]:
    return list(form_fires(form, zone(calendar.zone), calendar.clock, begin, LAST))
