"""Whether two schedules fire at the same instants.

Calendars in one zone are compared by their normal forms, so equality is proved to the end of 2399, not sampled.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, zip_longest

from schedule_mcp.schedule.days import DATE_COUNT, dates_from, dates_until
from schedule_mcp.schedule.fires import EPOCH, FIRST_DAY, epoch_seconds, fires, form_fires
from schedule_mcp.schedule.model import DAY_S, EVERY_DAY, Calendar, Clock, Interval, Once, Rule, Schedule
from schedule_mcp.schedule.times import masked, normal_form
from schedule_mcp.schedule.zones import Zone, same_zone, zone

_COUNTED_AT_MOST = 20_000
"""Schedules that end within so many runs are compared run by run."""

HORIZON = timedelta(days=3653)
"""How far clock changes are compared."""


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
    offset = (times & -times).bit_length() - 1
    if DAY_S % step or times != _grid(step, offset):
        return None
    interval = Interval(timedelta(seconds=step), first, until=calendar.until)
    place = zone(calendar.zone)
    if place.fixed_offset is None and not _same_at_changes(interval, calendar, place, after):
        return None
    return interval


def _grid(step: int, offset: int) -> int:
    return sum(1 << t for t in range(offset % step, DAY_S, step))


def _same_at_changes(interval: Interval, calendar: Calendar, place: Zone, after: datetime) -> bool:
    start, end = epoch_seconds(after), epoch_seconds(after + HORIZON)
    for change in place.transitions_between(start, end):
        around = datetime.fromtimestamp(change.at - 2 * DAY_S, UTC)
        if around < after:
            around = after
        until = datetime.fromtimestamp(change.at + 2 * DAY_S, UTC)
        ours = list(fires(replace(interval, until=until), after=around))
        if ours != list(fires(replace(calendar, until=until), after=around)):
            return False
    return True


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
    # Dates before the first run are out of reach; the first run's own date is compared by the runs of two days.
    day = (epoch_seconds(first) + place.offset_at(epoch_seconds(first))) // DAY_S - FIRST_DAY
    later = dates_from(_date(day + 2)) & dates_until(_date(DATE_COUNT - 2))
    if masked(normal_form(one.rules), later) != masked(normal_form(other.rules), later):
        return False
    near = epoch_seconds(first)
    return _window(one, place, near, near + 3 * DAY_S) == _window(other, place, near, near + 3 * DAY_S) and (
        one.clock == other.clock or _clocks_agree(one, other.clock, place, near)
    )


def _date(index: int) -> datetime:
    return EPOCH + timedelta(days=FIRST_DAY + index)


def _window(calendar: Calendar, place: Zone, begin: int, end: int) -> list[int]:
    return list(form_fires(normal_form(calendar.rules), place, calendar.clock, begin, end))


def _clocks_agree(calendar: Calendar, clock: Clock, place: Zone, begin: int) -> bool:
    other = replace(calendar, clock=clock)
    for change in place.transitions_between(begin, begin + int(HORIZON.total_seconds())):
        low, high = max(begin, change.at - 2 * DAY_S), change.at + 2 * DAY_S
        if _window(calendar, place, low, high) != _window(other, place, low, high):
            return False
    return True
