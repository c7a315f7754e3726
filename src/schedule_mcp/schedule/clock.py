"""How engines meet clock changes, and where that differs from what a schedule says.

Differences are looked for at the zone's changes only: a schedule without a wall time in a skipped or doubled
hour cannot differ, whatever the engine does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schedule_mcp.schedule.days import DATE_COUNT, date_of
from schedule_mcp.schedule.fire_times import FIRST_DAY, epoch_seconds, gap_is_skipped, instant_of, is_lost_in_gap
from schedule_mcp.schedule.model import DAY_S, Calendar, Clock, Gap, Overlap
from schedule_mcp.schedule.times import NormalForm, normal_form, times_of
from schedule_mcp.schedule.zones import Transition, zone

HORIZON = timedelta(days=3653)
"""How far clock changes are compared."""


@dataclass(frozen=True)
class ClockDifference:
    """One clock change at which an engine does otherwise.

    `kind` is "dst_gap" or "dst_overlap", `date` the local date of the wall times concerned. `ours` are the
    instants that only the schedule has, `theirs` those that only the engine has (aware, UTC, ascending).
    """

    kind: str
    date: date
    ours: tuple[datetime, ...]
    theirs: tuple[datetime, ...]


def clock_differences(
    calendar: Calendar, engine: Clock, *, after: datetime, horizon: timedelta = HORIZON
) -> list[ClockDifference]:
    """Where the engine does otherwise than the calendar says, from `after` for the horizon, in order."""
    if calendar.clock == engine:
        return []
    form, place = normal_form(calendar.rules), zone(calendar.zone)
    begin, end = _reach(calendar, after, horizon)
    found = []
    for change in place.transitions_between(begin - 2 * DAY_S, end + 2 * DAY_S):
        walls = list(walls_at(form, change))
        if not walls:
            continue
        said = {t for t in runs_at_change(form, change, calendar.clock, walls) if begin < t <= end}
        done = {t for t in runs_at_change(form, change, engine, walls) if begin < t <= end}
        if said != done:
            kind = "dst_gap" if change.after > change.before else "dst_overlap"
            found.append(
                ClockDifference(
                    kind,
                    date_of(walls[0] // DAY_S - FIRST_DAY),
                    tuple(map(instant_of, sorted(said - done))),
                    tuple(map(instant_of, sorted(done - said))),
                )
            )
    return found


def _reach(calendar: Calendar, after: datetime, horizon: timedelta) -> tuple[int, int]:
    begin, end = epoch_seconds(after), epoch_seconds(after + horizon)
    if calendar.start is not None:
        begin = max(begin, epoch_seconds(calendar.start - timedelta.resolution))
    if calendar.until is not None:
        end = min(end, epoch_seconds(calendar.until))
    return begin, end


def walls_at(form: NormalForm, change: Transition) -> Iterator[int]:
    """The wall times of the rules that a change skips or doubles, in seconds as if they were UTC, ascending."""
    low = change.at + min(change.before, change.after)
    high = change.at + max(change.before, change.after)
    yield from _walls_between(form, low, high)


def _walls_between(form: NormalForm, low: int, high: int) -> Iterator[int]:
    for day in range(low // DAY_S, (high - 1) // DAY_S + 1):
        index, midnight = day - FIRST_DAY, day * DAY_S
        if not 0 <= index < DATE_COUNT:
            continue
        start, end = max(low - midnight, 0), min(high - midnight, DAY_S)
        times = 0
        for dates, time_bits in form.items():
            if dates >> index & 1:
                times |= time_bits >> start & ((1 << (end - start)) - 1)
        yield from (midnight + start + t for t in times_of(times))


def runs_at_change(form: NormalForm, change: Transition, engine: Clock, walls: list[int]) -> set[int]:
    """The instants near one change at which an engine runs the rules, as far as engines can differ there."""
    if change.after < change.before:
        first = {wall - change.before for wall in walls}
        second = {wall - change.after for wall in walls}
        return {
            Overlap.FIRST: first,
            Overlap.SECOND: second,
            Overlap.BOTH: first | second,
        }[engine.overlap]
    gap_s = change.after - change.before
    # Every engine runs what regularly falls within one length of the gap after it; most of it is said and done.
    end = change.at + change.after
    regular = regular_after(form, change)
    if gap_is_skipped(engine, change.at + change.before, gap_s):
        return regular
    if engine.gap is Gap.AFTER:
        return regular | {change.at}
    if engine.gap is Gap.SHIFT:
        return regular | {wall - change.before for wall in walls}
    start = change.at + change.before
    if is_lost_in_gap(walls[0], _last_wall_before(form, start), start, end):
        return regular
    shifted = walls[0] - change.before
    return {t for t in regular if t > shifted} | {shifted}


def regular_after(form: NormalForm, change: Transition) -> set[int]:
    """The instants of the wall times within one length of a gap after it."""
    end = change.at + change.after
    return {wall - change.after for wall in _walls_between(form, end, 2 * end - change.at - change.before)}


def _last_wall_before(form: NormalForm, wall: int) -> int | None:
    """The last wall time of the rules earlier on the day of a wall time."""
    day, time = divmod(wall, DAY_S)
    index = day - FIRST_DAY
    earlier = 0
    for dates, times in form.items():
        if 0 <= index < DATE_COUNT and dates >> index & 1:
            earlier |= times & ((1 << time) - 1)
    return day * DAY_S + earlier.bit_length() - 1 if earlier else None
