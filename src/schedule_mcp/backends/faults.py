"""What an engine does wrong at clock changes, predicted date by date from the faults that its dialect names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from schedule_mcp.backends.differences import Difference
from schedule_mcp.cron.dialects import Dialect, Fault
from schedule_mcp.schedule.clock import HORIZON
from schedule_mcp.schedule.fire_times import epoch_seconds, form_fires, instant_of, wall_time
from schedule_mcp.schedule.model import DAY_S, SPOKEN_CLOCK, Calendar
from schedule_mcp.schedule.times import NormalForm, normal_form
from schedule_mcp.schedule.zones import Transition, Zone, zone

_RUNS_AFTER_A_CHANGE = 60
"""Runs that are looked at for a search to be right again: hourly ones of two days and more."""


def fault_differences(dialect: Dialect, part: Calendar, text: str, now: datetime) -> list[Difference]:
    """What the faults of a dialect do to these runs within the horizon, of kind "engine_may_skip" or
    "engine_may_shift", each date once."""
    found: dict[tuple[str, str], Difference] = {}
    for fault in dialect.faults:
        if fault.offset_before:
            for difference in _offset_before(part, now):
                found.setdefault((difference.kind, difference.date), difference)
        for difference in _lost(fault, part, text, now):
            found.setdefault((difference.kind, difference.date), difference)
    return list(found.values())


def _changes(part: Calendar, now: datetime) -> Iterator[Transition]:
    start = epoch_seconds(now)
    yield from zone(part.zone).transitions_between(start, start + int(HORIZON.total_seconds()))


def _lost(fault: Fault, part: Calendar, text: str, now: datetime) -> Iterator[Difference]:
    """The changes after which an engine may lose a run."""
    earliest = min(t for rule in part.rules for t in rule.times)
    is_hourly = text.split()[1:] == ["*"] * 4
    for change in _changes(part, now):
        shift = change.after - change.before
        # A search from one hour to the next never jumps over a change of whole hours.
        jumps = not (is_hourly and shift % 3600 == 0 and (change.at + change.before) % 3600 == 0)
        at_midnight = shift > 0 and (change.at + change.before) % DAY_S == 0
        if (
            (fault.early_runs and shift > earliest and jumps)
            or (fault.odd_changes and shift % 3600 != 0)
            or (fault.midnight_changes and at_midnight)
        ):
            day = datetime.fromtimestamp(change.at, UTC).date()
            time = f"{earliest // 3600:02d}:{earliest % 3600 // 60:02d}"
            theirs = "the engine may lose the first run after this change"
            yield Difference("engine_may_skip", str(day), f"said for {time}", theirs)


def _offset_before(part: Calendar, now: datetime) -> Iterator[Difference]:
    """The dates on which `next_with_offset_before` leads elsewhere than the calendar."""
    form, place = normal_form(part.rules), zone(part.zone)
    start = epoch_seconds(now)
    end = start + int(HORIZON.total_seconds())
    reached = start
    for change in _changes(part, now):
        if change.at < reached:
            continue
        # Up to the change a search is right, so it may begin at the last run before it.
        near = max(start, change.at - 400 * DAY_S)
        run = max(form_fires(form, place, part.clock, near + 1, change.at), default=near)
        for _ in range(_RUNS_AFTER_A_CHANGE):
            expected = next(form_fires(form, place, part.clock, run + 1, end), None)
            theirs = next_with_offset_before(form, place, run)
            if theirs is None or expected is None or expected > end:
                break
            if theirs != expected:
                yield _told(expected, theirs, place)
            run = reached = theirs
            if theirs == expected and theirs > change.at + DAY_S:
                break


def next_with_offset_before(form: NormalForm, place: Zone, after: int) -> int | None:
    """The run that croniter up to 6.0.0 finds after an instant (seconds since 1970), with zoneinfo.

    It finds the right wall time, and where that is on another day it corrects it by the difference of the offsets
    then and now and reads the result as a wall time again.
    """
    offset = place.offset_at(after)
    to_midnight = (24 - (after + offset) % DAY_S // 3600) * 3600
    for wall in form_fires(form, zone("UTC"), SPOKEN_CLOCK, after + offset + 1, after + offset + 40 * 366 * DAY_S):
        lag = _offset_at_wall(place, wall) - offset
        elapsed = wall - after - offset
        is_corrected = elapsed >= to_midnight if lag > 0 else elapsed - lag >= to_midnight
        corrected = wall - lag if is_corrected else wall
        found = corrected - _offset_at_wall(place, corrected)
        if found > after:
            return found
    return None


def _offset_at_wall(place: Zone, wall: int) -> int:
    """The offset of a wall time as zoneinfo sees it: the earlier one of a doubled or a missing time."""
    offset = place.offset_at(wall - 2 * DAY_S)
    for change in place.transitions_between(wall - 2 * DAY_S, wall + 2 * DAY_S):
        if wall >= change.at + max(change.before, change.after):
            offset = change.after
    return offset


def _told(expected: int, theirs: int, place: Zone) -> Difference:
    said, done = (f"{wall_time(instant_of(t), place):%Y-%m-%d %H:%M %z}" for t in (expected, theirs))
    return Difference(
        "engine_may_shift", done[:10], f"said to run at {said[11:]} ({said[:10]})", f"the engine runs at {done[11:]}"
    )
