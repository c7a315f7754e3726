"""Proofs about an engine before anything is sent to it: clock changes, horizon, cadence, a second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

from schedule_mcp.backends.base import Draft
from schedule_mcp.backends.differences import Difference
from schedule_mcp.backends.faults import fault_differences
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import DayRule, Dialect
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule import fires, next_fire
from schedule_mcp.schedule.clock import HORIZON, clock_differences, regular_after, runs_at_change, walls_at
from schedule_mcp.schedule.fire_times import epoch_seconds, form_fires, instant_of, wall_time
from schedule_mcp.schedule.model import DAY_S, SPOKEN_CLOCK, Calendar, Clock, Interval, Once, Schedule
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import Transition, zone

_SECOND_OPINION_RUNS = 12
_CADENCE_RUNS = 3_000


def engine_differences(form: Form, part: Calendar, text: str, now: datetime) -> list[Difference]:
    found: dict[tuple[str, str], Difference] = {}
    place = zone(part.zone)
    for reading in form.dialect.readings:
        if any(fault.offset_before for fault in reading.faults):
            # What such an engine does at a change is predicted run by run, skipped and doubled times included.
            continue
        engine = parse_fields(text, reading).engine_clock
        for d in clock_differences(part, engine, after=now):
            ours = f"said to run at {_clock_times(d.ours, place)}" if d.ours else "said not to run"
            theirs = f"the engine runs at {_clock_times(d.theirs, place)}" if d.theirs else "the engine does not run"
            found.setdefault((d.kind, str(d.date)), Difference(d.kind, str(d.date), ours, theirs))
    faults = [d for reading in form.dialect.readings for d in fault_differences(reading, part, text, now)]
    return [*found.values(), *faults]


def meetings(form: Form, parts: Sequence[tuple[Calendar, str]], now: datetime) -> list[Difference]:
    """The spring changes at which objects that share no wall time run at one instant: 02:30 and 03:00, on an engine
    that runs a missing time right after the gap."""
    found: dict[str, Difference] = {}
    start = epoch_seconds(now)
    if len(parts) < 2:
        return []
    place = zone(parts[0][0].zone)
    for change in place.transitions_between(start, start + int(HORIZON.total_seconds())):
        if change.after < change.before:
            continue
        walls = [list(walls_at(normal_form(part.rules), change)) for part, _ in parts]
        if not any(walls):
            continue
        for reading in form.dialect.readings:
            runs = [
                t
                for (part, text), missing in zip(parts, walls, strict=True)
                for t in _runs_near(part, change, parse_fields(text, reading).engine_clock, missing)
            ]
            twice = sorted({t for t in runs if runs.count(t) > 1})
            if twice:
                at = wall_time(instant_of(twice[0]), place)
                ours = f"said to run once at {at:%H:%M %z}"
                found.setdefault(f"{at:%Y-%m-%d}", Difference("dst_gap", f"{at:%Y-%m-%d}", ours, "it runs twice then"))
    return list(found.values())


def _runs_near(part: Calendar, change: Transition, engine: Clock, missing: list[int]) -> set[int]:
    """The instants at which an engine runs a part within one length of a gap after it."""
    form = normal_form(part.rules)
    if missing:
        return runs_at_change(form, change, engine, missing)
    return regular_after(form, change)


def _clock_times(instants: Sequence[datetime], place: Any) -> str:
    return ", ".join(f"{wall_time(t, place):%H:%M %z}" for t in instants[:4])


def check_horizon(form: Form, part: Calendar, text: str, now: datetime) -> None:
    years = form.dialect.horizon_years
    if years is None:
        return
    previous = now
    for run in islice(fires(part, after=now), 4):
        if run - previous > timedelta(days=365 * years):
            raise Unsupported(
                f"{form.title} looks {years} years ahead, and from {previous:%Y-%m-%d} the next run of '{text}' "
                f"is on {run:%Y-%m-%d}",
                reason="horizon",
            )
        previous = run


def second_opinion(dialect: Dialect, text: str, now: datetime) -> None:
    """Compare the next runs with croniter, an evaluator that shares no code with ours, clock changes aside."""
    from croniter import croniter

    reading = dialect.readings[0]
    fields = text.split()
    if "year" in reading.fields:
        return
    start = now.astimezone(UTC).replace(microsecond=0)
    theirs = croniter(
        " ".join("L" if f == "last" else f for f in fields),
        start,
        day_or=reading.day_rule is DayRule.OR,
        second_at_beginning=len(fields) == 6,
        implement_cron_bug=reading.name == "vixie",
    )
    rules = normal_form(calendar_of(parse_fields(text, reading), "UTC").rules)
    begin = epoch_seconds(start) + 1
    horizon = begin + 40 * 366 * DAY_S
    ours = islice(form_fires(rules, zone("UTC"), SPOKEN_CLOCK, begin, horizon), _SECOND_OPINION_RUNS)
    for run in ours:
        if epoch_seconds(theirs.get_next(datetime)) != run:
            raise Unsupported(
                f"two evaluators disagree about '{text}' near {instant_of(run):%Y-%m-%d}, so it is not sent",
                "This is a fault of the program: please report it with the words that were used.",
                reason="second_opinion",
            )


LIVE_WINDOW = timedelta(minutes=2)


def check_live_window(title: str, draft: Draft, now: datetime) -> None:
    """What is created paused where that is two calls is active for a moment: no run may come due in it."""
    first = None if draft.enabled else next_fire(draft.member.schedule, now)
    if first is not None and first - now < LIVE_WINDOW:
        raise Unsupported(
            f"{title} cannot create a schedule paused, and this one would run at {first:%H:%M} UTC before it is",
            f"Send the call again after {first:%H:%M} UTC.",
            reason="live_window",
        )


def check_cadence(form: Form, schedule: Schedule, now: datetime) -> None:
    """The runs of a whole group together must keep the backend's minimum."""
    least = max(form.minimum_cadence_s, form.dialect.minimum_cadence_s)
    if not least or isinstance(schedule, Once):
        return
    if isinstance(schedule, Interval):
        shortest: timedelta | None = schedule.every
    else:
        runs = islice(fires(schedule, after=now), _CADENCE_RUNS)
        shortest = min((b - a for a, b in pairwise(runs)), default=None)
    if shortest is not None and shortest < timedelta(seconds=least):
        raise Unsupported(
            f"{form.title} needs at least {least / 60:g} minutes between two runs; "
            f"this would run again after {shortest.total_seconds() / 60:g}",
            "Choose a slower cadence.",
            reason="cadence",
            details={"minimum_s": least},
        )
