"""Positions with months of their own, one after the other: "first Monday of January and third Thursday of July"."""

from __future__ import annotations

from schedule_mcp.language.grammar.items import Item, MonthSet, Scoped, Sep, Tree
from schedule_mcp.schedule.model import AllOf, AnyOf, Days, Months, Nth, Period

_PLACED = 2
_EACH = 3
"""A position, its months and what joins it to the next one."""


def with_scopes(items: list[Item]) -> tuple[list[Item], tuple[str, ...]]:
    """The items with such a row as one set of days, and what was assumed: it comes every year."""
    for begin in range(len(items)):
        end, days = _row(items, begin)
        if len(days) > 1:
            made = [*items[:begin], Tree(AnyOf(tuple(days))), *items[end:]]
            yearly = all(not isinstance(item, MonthSet) for item in made)
            return (made, ("every year",)) if yearly else (items, ())
    return items, ()


def _row(items: list[Item], begin: int) -> tuple[int, list[Days]]:
    """Where a row of positions, each with its months, ends that begins here, and the days of each."""
    days: list[Days] = []
    end = k = begin
    while k + 1 < len(items):
        placed = _placed(items[k], items[k + 1])
        if placed is None:
            break
        days.append(placed)
        end = k + _PLACED
        if not (end < len(items) and isinstance(items[end], Sep)):
            break
        k += _EACH
    return end, days


def _placed(position: Item, months: Item) -> Days | None:
    match position, months:
        case Scoped(positions, among, Period.MONTH), MonthSet(of, None):
            return AllOf((Months(of), Nth(positions, among)))
    return None
