"""An outline to a schedule."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.calendars import Calendars
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.model import Schedule


class Composer(Calendars):
    """Puts an outline together within a context: a moment, an interval or a calendar."""

    def schedule(self) -> Schedule:
        self.settle_zone()
        made = self.made
        if not made.groups:
            made.groups.append(Group())
        if len(made.groups) == 1:
            alone = self.single(made.groups[0])
            if alone is not None:
                return alone
        return self.calendar()

    def settle_zone(self) -> None:
        if self.made.zone is None:
            return
        hit = self.made.zone.hit
        names = tuple(n for n in dict.fromkeys((hit.zone, *hit.ambiguous)) if n)
        name = names[0]
        if hit.ambiguous:
            name = self.context.choose("Which time zone is meant: " + ", ".join(names) + "?", names)
        requested = self.context.zone_name
        self.context.zone_name = name
        if (
            requested is not None
            and requested != name
            and any(isinstance(i, g.Ref) for group in self.made.groups for chosen in group.selectors for i in chosen)
        ):
            self.other_date(requested)

    def other_date(self, requested: str) -> None:
        """ "tomorrow" said in one zone, the time in another: asked where their dates differ."""
        here, there = Context(self.context.now, requested).today(), self.context.today()
        if here == there:
            return
        refs = [i for group in self.made.groups for chosen in group.selectors for i in chosen if isinstance(i, g.Ref)]
        shift = self.context.choose(
            f"It is {here} in {requested} but {there} in {self.context.zone_name}: counted from which date?",
            ((here - there).days, 0),
            forced=True,
        )
        for group in self.made.groups:
            group.selectors = [
                [replace(i, days=i.days + shift) if i in refs else i for i in c] for c in group.selectors
            ]

    def single(self, group: Group) -> Schedule | None:
        if len(group.selectors) == 1 and len(group.selectors[0]) == 1:
            item = group.selectors[0][0]
            counted = isinstance(item, g.Span) and item.base is None
            if (counted or isinstance(item, g.Instant)) and (group.modifiers or (group.part and not counted)):
                raise UnreadableText("a moment and a span of time contradict each other", "Say one of them.")
            if isinstance(item, g.Instant) and not group.has_times and not self.repeats(group):
                return self.once_at(item.at)
            if isinstance(item, g.Span) and item.base is None and not group.paces and group.clock_pace is None:
                exact = self.in_span(item, group)
                if exact is not None:
                    return exact
        if group.clock_pace is not None and not group.selectors and not group.modifiers:
            interval = self.interval(group)
            if interval is not None:
                return interval
        if self.repeats(group):
            return None
        return self.once(group)
