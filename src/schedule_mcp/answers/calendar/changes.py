"""What is told of clock changes: that the clocks change on a day, and what becomes of runs then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from schedule_mcp.schedule.clock import walls_at
from schedule_mcp.schedule.fire_times import gap_is_skipped, instant_of, wall_time
from schedule_mcp.schedule.model import DAY_S, Calendar, Overlap
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import Transition, Zone, zone

_NAMED_AT_MOST = 4
"""Times of a schedule that are told one by one."""


def changes_on(name: str, place: Zone, day: date, *, alone: bool) -> Iterator[str]:
    """The clock changes of a zone that fall on a date of the view's zone `place`, a sentence each."""
    for change in _on(name, place, day):
        way = "forward" if change.after > change.before else "back"
        where = "" if alone else f" ({name})"
        yield f"clocks go {way} {_clock(change.at + change.before)} → {_clock(change.at + change.after)}{where}"


def moved_on(schedule: Calendar, place: Zone, day: date) -> Iterator[str]:
    """What clock changes of that date do to the runs of a schedule, a sentence each."""
    for change in _on(schedule.zone, place, day):
        walls = list(walls_at(normal_form(schedule.rules), change))
        if not walls or not _is_within(schedule, change):
            continue
        told = ", ".join(map(_clock, walls[:_NAMED_AT_MOST]))
        times = told if len(walls) <= _NAMED_AT_MOST else f"{told} and {len(walls) - _NAMED_AT_MOST} more"
        if change.after < change.before:
            often = "both times" if schedule.clock.overlap is Overlap.BOTH else "once"
            yield f"{times} {_verb(walls, 'comes', 'come')} twice, runs {often}"
        elif gap_is_skipped(schedule.clock, change.at + change.before, change.after - change.before):
            yield f"{times} {_verb(walls, 'does', 'do')} not exist, no run"
        else:
            there = _clock(change.at + change.after)
            yield f"{times} {_verb(walls, 'does', 'do')} not exist, runs at {there}"


def _is_within(schedule: Calendar, change: Transition) -> bool:
    at = instant_of(change.at)
    return (schedule.start is None or schedule.start <= at) and (schedule.until is None or at <= schedule.until)


def _verb(walls: list[int], one: str, many: str) -> str:
    return one if len(walls) == 1 else many


def _on(name: str, place: Zone, day: date) -> Iterator[Transition]:
    low = (day.toordinal() - date(1970, 1, 1).toordinal() - 1) * DAY_S
    for change in zone(name).transitions_between(low, low + 3 * DAY_S):
        if wall_time(instant_of(change.at), place).date() == day:
            yield change


def _clock(wall: int) -> str:
    hour, minute = divmod(wall % DAY_S // 60, 60)
    return f"{hour:02}:{minute:02}"
