"""The instants at which a schedule fires.

Everything is counted in whole seconds since 1970 (UTC). Dates come from the set bits of the normal form, so
there is no search: a schedule that never fires says so at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise, repeat, takewhile

from schedule_mcp.schedule.days import FIRST_DATE, chunks, date_set
from schedule_mcp.schedule.model import DAY_S, Calendar, Clock, Gap, Interval, Once, Overlap, Rule, Schedule
from schedule_mcp.schedule.times import NormalForm, all_dates_of, normal_form, times_of
from schedule_mcp.schedule.zones import Segment, Zone, zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = FIRST_DATE.toordinal() - EPOCH.toordinal()
"""2000-01-01 in days since 1970."""

END_OF_TIME = datetime(2400, 1, 1, tzinfo=UTC)

_EDGE_S = 2 * DAY_S
"""Within so many seconds of a clock change a date is resolved time by time (Apia once skipped a whole day)."""


def fires(schedule: Schedule, *, after: datetime) -> Iterator[datetime]:
    """The instants later than `after` at which the schedule fires: aware, in UTC, ascending, to the end of 2399.

    An interval with free phase counts from `after`.
    """
    match schedule:
        case Once(at):
            return iter([at.astimezone(UTC)] if at > after else [])
        case Interval():
            return _interval_fires(schedule, after)
        case Calendar():
            return _calendar_fires(schedule, after)


def next_fire(schedule: Schedule, after: datetime) -> datetime | None:
    """The first instant later than `after`, or None."""
    # One schedule is asked several times on its way from words to a plan, each time as of the same instant.
    last, last_after, first = _asked[0]
    if last is schedule and last_after is after:
        return first
    first = next(fires(schedule, after=after), None)
    _asked[0] = (schedule, after, first)
    return first


_asked: list[tuple[Schedule | None, datetime | None, datetime | None]] = [(None, None, None)]


def epoch_seconds(instant: datetime) -> int:
    """Seconds since 1970, rounded down."""
    since = instant - EPOCH
    return since.days * DAY_S + since.seconds


def instant_of(seconds: int) -> datetime:
    """The aware UTC time of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


LAST = epoch_seconds(END_OF_TIME) - 1


def _interval_fires(schedule: Interval, after: datetime) -> Iterator[datetime]:
    anchor = schedule.anchor or schedule.start
    begin = after if schedule.start is None else max(after, schedule.start - timedelta.resolution)
    if anchor is None:
        anchor = begin
    elif schedule.anchor is not None and schedule.start is None:
        # The anchor is the first run, not the middle of an endless past.
        begin = max(begin, anchor - timedelta.resolution)
    anchor = anchor.astimezone(UTC)
    first = (begin - anchor) // schedule.every + 1
    end = END_OF_TIME - timedelta.resolution
    if schedule.until is not None:
        end = min(end, schedule.until)
    if (end - anchor) // schedule.every < first:
        return iter(())
    return takewhile(lambda t: t <= end, (anchor + n * schedule.every for n in count(first)))


def _calendar_fires(schedule: Calendar, after: datetime) -> Iterator[datetime]:
    begin = epoch_seconds(after) + 1
    if schedule.start is not None:
        begin = max(begin, epoch_seconds(schedule.start - timedelta.resolution) + 1)
    end = LAST
    if schedule.until is not None:
        end = min(end, epoch_seconds(schedule.until))
    instants = _dates_fire(_rules_dated_times(schedule.rules, begin), zone(schedule.zone), schedule.clock, begin, end)
    return map(datetime.fromtimestamp, instants, repeat(UTC))


def form_fires(form: NormalForm, place: Zone, clock: Clock, begin: int, end: int) -> Iterator[int]:
    """The instants of a normal form with begin <= instant <= end, in seconds since 1970, ascending."""
    return _dates_fire(_dated_times(form, _first_date(begin)), place, clock, begin, end)


def _first_date(begin: int) -> int:
    # An offset is less than a day, and a gap can move a run by a day.
    return begin // DAY_S - FIRST_DAY - 2


def _rules_dated_times(rules: tuple[Rule, ...], begin: int) -> Iterator[tuple[int, Sequence[int]]]:
    if len(rules) == 1 and rules[0].times and rules[0].times[-1] < DAY_S:
        # One rule within the day is its own normal form; this spares a set of 86,400 bits.
        return dates_with(date_set(rules[0].days), rules[0].times, _first_date(begin))
    return _dated_times(normal_form(rules), _first_date(begin))


def _dates_fire(
    dated_times: Iterator[tuple[int, Sequence[int]]], place: Zone, clock: Clock, begin: int, end: int
) -> Iterator[int]:
    if begin > end:
        return
    stretch = place.segment_at(begin)
    edge: list[int] = []  # wall times near a clock change
    for date_index, times in dated_times:
        midnight = (FIRST_DAY + date_index) * DAY_S
        if midnight - _EDGE_S > end:
            break
        if not stretch.start + _EDGE_S <= midnight - stretch.offset < stretch.end - _EDGE_S:
            stretch = place.segment_at(midnight - place.offset_at(midnight))
        is_at_edge = not stretch.start + _EDGE_S <= midnight - stretch.offset < stretch.end - _EDGE_S
        if edge and (not is_at_edge or midnight > edge[-1] + 2 * _EDGE_S):
            yield from (t for t in resolved(place, clock, edge) if begin <= t <= end)
            edge = []
        if is_at_edge:
            edge.extend([midnight + t for t in times])
            continue
        base = midnight - stretch.offset
        if base < begin or base + DAY_S > end:
            times = times[bisect_left(times, begin - base) : bisect_right(times, end - base)]
        for t in times:
            yield base + t
    yield from (t for t in resolved(place, clock, edge) if begin <= t <= end)


def _dated_times(form: NormalForm, first_date: int) -> Iterator[tuple[int, Sequence[int]]]:
    """(date, its times in ascending order) for every date of a normal form from `first_date` on."""
    entries = [(dates, times_of(times)) for dates, times in form.items()]
    if len(entries) == 1:
        yield from dates_with(*entries[0], first_date)
        return
    merged: dict[int, Sequence[int]] = {}
    for start, chunk in chunks(all_dates_of(form), first_date):
        parts = [dates >> start & ((1 << 512) - 1) for dates, _ in entries]
        while chunk:
            low = chunk & -chunk
            chunk ^= low
            date_index = start + low.bit_length() - 1
            held = sum(1 << i for i, part in enumerate(parts) if part & low)
            if held not in merged:
                merged[held] = sorted(t for i, (_, times) in enumerate(entries) if held >> i & 1 for t in times)
            yield date_index, merged[held]


def dates_with(dates: int, times: Sequence[int], first_date: int) -> Iterator[tuple[int, Sequence[int]]]:
    """(date, the times) for every date of a set from `first_date` on."""
    for start, chunk in chunks(dates, first_date):
        while chunk:
            low = chunk & -chunk
            chunk ^= low
            yield start + low.bit_length() - 1, times


def resolved(place: Zone, clock: Clock, wall_times: Iterable[int]) -> list[int]:
    """The instants of ascending wall times (seconds since 1970 as if they were UTC) under a clock rule, ascending."""
    found: set[int] = set()
    shifted: dict[int, int | None] = {}  # end of a gap to the one run that stands for it, if any does
    segments: list[Segment] = []
    covered = (0, 0)
    previous: int | None = None
    for wall in wall_times:
        if not covered[0] <= wall < covered[1]:
            covered = (wall, wall + DAY_S)
            segments = _segments_around(place, wall - _EDGE_S, wall + DAY_S + _EDGE_S)
        hits = [wall - s.offset for s in segments if s.start <= wall - s.offset < s.end]
        if hits:
            found.update(_of_repeated(hits, clock.overlap))
            previous = wall
            continue
        earlier, later = _around_gap(wall, segments)
        if gap_is_skipped(clock, earlier.end + earlier.offset, later.offset - earlier.offset):
            continue
        if clock.gap is Gap.AFTER:
            found.add(later.start)
        elif clock.gap is Gap.SHIFT:
            found.add(wall - earlier.offset)
        elif later.start not in shifted:
            gap = earlier.end + earlier.offset, later.start + later.offset
            lost = is_lost_in_gap(wall, previous, *gap)
            shifted[later.start] = None if lost else wall - earlier.offset
    for end_of_gap, run in shifted.items():
        if run is not None:
            found = {t for t in found if not end_of_gap <= t < run} | {run}
    return sorted(found)


def _of_repeated(hits: list[int], overlap: Overlap) -> list[int]:
    if overlap is Overlap.BOTH:
        return hits
    return [min(hits) if overlap is Overlap.FIRST else max(hits)]


def _around_gap(wall: int, segments: Sequence[Segment]) -> tuple[Segment, Segment]:
    """The segments on both sides of a wall time that does not exist: it lies before the gap by the later offset and
    after it by the earlier one."""
    return next(
        (earlier, later)
        for earlier, later in pairwise(segments)
        if earlier.end + earlier.offset <= wall < later.start + later.offset
    )


def is_lost_in_gap(wall: int, previous: int | None, start: int, end: int) -> bool:
    """Whether `Gap.SHIFT_FIRST` loses the first missing wall time of a gap, given the last one before it.

    APScheduler looks for the next run in the hour after the last one, and where that hour begins in the gap the
    search comes out behind it.
    """
    if previous is None or previous // DAY_S != wall // DAY_S:
        return False
    next_hour = (previous // 3600 + 1) * 3600
    return start <= next_hour < end and wall >= next_hour


def gap_is_skipped(clock: Clock, wall_start: int, length_s: int) -> bool:
    """Whether a clock runs nothing in place of the wall times of a gap, which begins at a wall time."""
    if clock.gap is Gap.SKIP or (clock.longest_gap_s is not None and length_s > clock.longest_gap_s):
        return True
    return clock.skips_midnight_gaps and wall_start % DAY_S == 0


def _segments_around(place: Zone, start: int, end: int) -> list[Segment]:
    edges = place.transitions_between(start, end)
    if not edges:
        return [Segment(start, end, place.offset_at(start))]
    starts = [start, *(t.at for t in edges)]
    ends = [*(t.at for t in edges), end]
    offsets = [edges[0].before, *(t.after for t in edges)]
    return [Segment(s, e, o) for s, e, o in zip(starts, ends, offsets, strict=True)]


def wall_time(instant: datetime, place: Zone) -> datetime:
    """The instant on the clocks of a zone."""
    return instant.astimezone(place.tzinfo)
