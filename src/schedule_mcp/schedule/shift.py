"""Moving a calendar to a zone with a fixed offset: exact where every run within the horizon has one offset.

Then its times shift and its dates rotate. Otherwise the offsets and a date for each are the reason why it
cannot be moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from schedule_mcp.schedule.clock import HORIZON, walls_at
from schedule_mcp.schedule.days import date_of, rotate
from schedule_mcp.schedule.fire_times import FIRST_DAY, dates_with, epoch_seconds
from schedule_mcp.schedule.model import DAY_S, Calendar
from schedule_mcp.schedule.times import ALL_TIMES, NormalForm, from_rectangles, normal_form, times_of
from schedule_mcp.schedule.zones import Segment, Transition, Zone, zone


@dataclass(frozen=True)
class Drift:
    """Why a calendar has no one offset: each offset (seconds) with the first date of a run that has it, and the date
    of a clock change that falls on a run. Where there is neither, nothing runs within the horizon.
    """

    offsets: tuple[tuple[int, date], ...]
    change_on: date | None = None


def to_offset(
    calendar: Calendar, target: str = "UTC", *, after: datetime, horizon: timedelta = HORIZON
) -> NormalForm | Drift:
    """The calendar's rules on the clock of `target`, a zone of fixed offset, exact from `after` for the horizon."""
    place, goal = zone(calendar.zone), zone(target)
    if goal.fixed_offset is None:
        raise ValueError(f"{target} has no fixed offset")
    begin = after if calendar.start is None else max(after, calendar.start)
    end = after + horizon if calendar.until is None else min(after + horizon, calendar.until)
    stretches = _stretches(place, epoch_seconds(begin), epoch_seconds(end) + 1)
    moved: list[tuple[int, int]] = []
    seen: dict[int, date] = {}
    for dates, times in normal_form(calendar.rules).items():
        one = _one_offset(dates, times_of(times), stretches, seen)
        change_on = _hit_change(dates, times, stretches)
        if one is None or change_on is not None:
            return Drift(tuple(sorted(seen.items(), key=lambda pair: pair[1])), change_on)
        moved.extend(shifted(dates, times, goal.fixed_offset - one))
    return from_rectangles(moved)


def shifted(dates: int, times: int, by: int) -> list[tuple[int, int]]:
    """(dates, times) moved by so many seconds (less than a day either way), as rectangles of whole days."""
    moved = times << DAY_S + by
    parts = [(-1, moved & ALL_TIMES), (0, moved >> DAY_S & ALL_TIMES), (1, moved >> 2 * DAY_S)]
    return [(rotate(dates, days), part) for days, part in parts if part]


def _stretches(place: Zone, begin: int, end: int) -> list[Segment]:
    found = []
    start, offset = begin, place.offset_at(begin)
    for change in place.transitions_between(begin + 1, end):
        found.append(Segment(start, change.at, offset))
        start, offset = change.at, change.after
    return [*found, Segment(start, end, offset)]


def _one_offset(dates: int, times: Sequence[int], stretches: list[Segment], seen: dict[int, date]) -> int | None:
    """The offset of all runs on the stretches; None where there are several or none. Notes the first of each."""
    own: set[int] = set()
    for stretch in stretches:
        first = _first_run_date(dates, times, stretch)
        if first is not None:
            own.add(stretch.offset)
            seen[stretch.offset] = min(first, seen.get(stretch.offset, first))
    return own.pop() if len(own) == 1 else None


def _first_run_date(dates: int, times: Sequence[int], stretch: Segment) -> date | None:
    start, end = stretch.start + stretch.offset, stretch.end + stretch.offset
    for index, _ in dates_with(dates, times, start // DAY_S - FIRST_DAY):
        midnight = (index + FIRST_DAY) * DAY_S
        if midnight >= end:
            break
        later = times[bisect_left(times, start - midnight) :]
        if later and midnight + later[0] < end:
            return date_of(index)
    return None


def _hit_change(dates: int, times: int, stretches: list[Segment]) -> date | None:
    """A date whose wall times of a clock change (skipped or doubled) hold a run."""
    for earlier, later in pairwise(stretches):
        for wall in walls_at({dates: times}, Transition(later.start, earlier.offset, later.offset)):
            return date_of(wall // DAY_S - FIRST_DAY)
    return None


def horizon_end(after: datetime, horizon: timedelta = HORIZON) -> date:
    """The date up to which a comparison over the horizon holds."""
    return (after + horizon).astimezone(UTC).date()
