"""What a phrase says, put in order: bounds, zone and counts of the whole, groups of days and times."""

from __future__ import annotations

from collections.abc import Sequence

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.structure.clauses import parts_of
from schedule_mcp.language.compose.structure.grouping import close_part
from schedule_mcp.language.compose.structure.groups import Outline, once_only
from schedule_mcp.language.compose.structure.sharing import check_parts
from schedule_mcp.language.context import NeedsAnswer
from schedule_mcp.language.grammar import items as g


def outline(items: Sequence[g.Item]) -> Outline:
    """Sorts items into groups.

    Raises:
        UnreadableText: one thing is said twice, differently.
    """
    made = Outline()
    parts = parts_of(items)
    for part in parts:
        kept: list[g.Item] = []
        between: list[int] = []
        for item in part:
            _sort(item, made, kept, between)
        close_part(kept, made, between, alone=len(parts) == 1)
    check_parts(made, len(parts))
    return made


def _sort(item: g.Item, made: Outline, kept: list[g.Item], between: list[int]) -> None:
    """What holds for the whole goes to the outline, with its place between the rest; days and times are kept."""
    match item:
        case g.Ask(ask, choices):
            raise NeedsAnswer(ask, choices)
        case g.ZoneItem():
            if made.zone is not None and made.zone != item:
                raise UnreadableText("two time zones are named", "Name one.")
            made.zone = item
        case g.Also():
            made.also = True
        case g.Local():
            pass
        case g.ClockRule():
            made.clock.append(item)
        case g.Bound():
            _check_bound(made, item)
            made.bounds.append(item)
            between.append(len(kept))
        case g.Repeating(surely, daily):
            made.repeating |= surely
            made.each_time |= not surely
            made.daily |= daily
        case g.Lasting():
            between.append(len(kept))
            made.lasting = once_only(made.lasting, item, "duration")
        case g.Count(n, None | "date" | "weekend" as unit):
            between.append(len(kept))
            made.count = once_only(made.count, n, "count")
            made.counted = unit or ""
        case _:
            kept.append(item)


def _check_bound(made: Outline, bound: g.Bound) -> None:
    """Two starts or two ends that differ."""
    side = {"start": 0, "after": 0, "until": 1, "through": 1, "before": 1}
    for other in made.bounds:
        alike = side.get(other.edge) == side.get(bound.edge) and _dated(other) == _dated(bound)
        if alike and other.items != bound.items:
            raise UnreadableText("two different starts or ends are said", "Say one.")


def _dated(bound: g.Bound) -> bool:
    return any(not isinstance(i, g.Times) for i in bound.items)
