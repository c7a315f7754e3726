"""Items to a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.calendars import calendar_of
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.holidays import with_known_holidays
from schedule_mcp.language.compose.intervals import interval_of
from schedule_mcp.language.compose.moments import once_after_span, once_at, once_on, repeats
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.structure.outline import outline
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.model import Schedule


def schedule_of(items: Sequence[g.Item], context: Context) -> Schedule:
    """What items mean within a context: a moment, an interval or a calendar."""
    return with_known_holidays(_schedule_of(items, context), context)


def _schedule_of(items: Sequence[g.Item], context: Context) -> Schedule:
    draft = Composition(outline(items), context)
    _settle_zone(draft)
    made = draft.outline
    if not made.groups:
        made.groups.append(Group())
    if len(made.groups) == 1:
        alone = _schedule_of_single(draft, made.groups[0])
        if alone is not None:
            return alone
    return calendar_of(draft)


def _settle_zone(draft: Composition) -> None:
    if draft.outline.zone is None:
        return
    hit = draft.outline.zone.hit
    names = tuple(n for n in dict.fromkeys((hit.zone, *hit.ambiguous)) if n)
    name = names[0]
    if hit.ambiguous:
        name = draft.context.choose("Which time zone is meant: " + ", ".join(names) + "?", names)
    requested = draft.context.zone_name
    draft.context.zone_name = name
    if (
        requested is not None
        and requested != name
        and any(isinstance(i, g.Ref) for group in draft.outline.groups for chosen in group.selectors for i in chosen)
    ):
        _other_date(draft, requested)


def _other_date(draft: Composition, requested: str) -> None:
    """ "tomorrow" said in one zone, the time in another: asked where their dates differ."""
    here, there = Context(draft.context.now, requested).today(), draft.context.today()
    if here == there:
        return
    refs = [i for group in draft.outline.groups for chosen in group.selectors for i in chosen if isinstance(i, g.Ref)]
    shift = draft.context.choose(
        f"It is {here} in {requested} but {there} in {draft.context.zone_name}: counted from which date?",
        ((here - there).days, 0),
        forced=True,
    )
    for group in draft.outline.groups:
        group.selectors = [[replace(i, days=i.days + shift) if i in refs else i for i in c] for c in group.selectors]


def _schedule_of_single(draft: Composition, group: Group) -> Schedule | None:
    if len(group.selectors) == 1 and len(group.selectors[0]) == 1:
        item = group.selectors[0][0]
        counted = isinstance(item, g.Span) and item.base is None
        if (counted or isinstance(item, g.Instant)) and (group.modifiers or (group.part and not counted)):
            raise UnreadableText("a moment and a span of time contradict each other", "Say one of them.")
        if isinstance(item, g.Instant) and not group.has_times and not repeats(draft, group):
            return once_at(draft, item.at)
        if isinstance(item, g.Span) and item.base is None and not group.paces and group.clock_pace is None:
            exact = once_after_span(draft, item, group)
            if exact is not None:
                return exact
    if group.clock_pace is not None and not group.selectors and not group.modifiers:
        interval = interval_of(draft, group)
        if interval is not None:
            return interval
    if repeats(draft, group):
        return None
    return once_on(draft, group)
