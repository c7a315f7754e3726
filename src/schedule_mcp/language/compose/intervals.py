"""Elapsed time, where nothing ties it to the clock or to days."""

from __future__ import annotations

from datetime import timedelta

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.limits import STARTS, interval_start, moment_until, one_start, time_only, with_limits
from schedule_mcp.language.compose.moments import step_of
from schedule_mcp.language.compose.structure.clauses import SECONDS
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.model import Interval, Schedule


def interval_of(draft: Composition, group: Group) -> Schedule | None:
    """Elapsed time, where nothing ties it to the clock or to days."""
    pace = group.clock_pace
    assert pace is not None
    windowed = any(p.unit == "day" for p in group.paces)
    if group.window or group.minutes is not None or group.times or group.part or draft.outline.exceptions:
        return None
    if group.per is not None and not group.counted_by_pace:
        return None
    if any(p.unit != "day" or p.n != 1 for p in group.paces):
        raise UnreadableText("two intervals are said", "Say one.")
    if windowed and any(time_only(b) for b in draft.outline.bounds):
        return None
    lasting = draft.outline.lasting
    if windowed and lasting is not None and any(u in SECONDS for _, u in lasting.span.parts):
        raise UnreadableText("for how long on each day, or once?", "Say from when to when it runs each day.")
    every_s = step_of(pace)
    anchor, until = None, None
    begins = one_start(draft)
    start = interval_start(draft.context, begins) if begins is not None else None
    if start is not None and draft.context.zone_name is not None:
        draft.first_day = start.astimezone(draft.context.place().tzinfo).date()
    for bound in draft.outline.bounds:
        if bound.edge == "counted":
            (counted,) = bound.items
            assert isinstance(counted, g.Instant)
            anchor = counted.at
        elif bound.edge not in STARTS:
            if until is not None:
                raise UnreadableText("two different ends are said", "Say one.")
            until = moment_until(draft, bound)
    if anchor is None and start is not None and start > draft.context.now - timedelta(days=40_000):
        anchor, start = start, None
    interval = Interval(every_s, anchor, start, until)
    return with_limits(draft, interval)
