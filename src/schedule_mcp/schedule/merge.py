"""Fewer rules with the same meaning, so that a union reads as a person would say it."""

from __future__ import annotations

from collections.abc import Iterable

from schedule_mcp.schedule.model import Days, Months, Nth, Rule, Weekdays


def merged(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules of the same days joined into one with all their times, then rules of the same times into one with all
    their days, where one day set says both. The runs stay the same.

    >>> merged([Rule(Weekdays(frozenset({day})), (50400,)) for day in (0, 1)])
    (Rule(days=Weekdays(days=frozenset({0, 1})), times=(50400,)),)
    """
    by_days: dict[Days, set[int]] = {}
    for rule in rules:
        by_days.setdefault(rule.days, set()).update(rule.times)
    found: list[Rule] = []
    for days, times in by_days.items():
        rule = Rule(days, tuple(sorted(times)))
        for index, other in enumerate(found):
            both = _both(other.days, days) if other.times == rule.times else None
            if both is not None:
                found[index] = Rule(both, rule.times)
                break
        else:
            found.append(rule)
    return tuple(found)


def _both(one: Days, other: Days) -> Days | None:
    """One node that means either of two; None where no single node does."""
    match one, other:
        case Weekdays(a), Weekdays(b):
            return Weekdays(a | b)
        case Months(a), Months(b):
            return Months(a | b)
        case Nth(a, among, of), Nth(b, also_among, also_of) if (among, of) == (also_among, also_of):
            return Nth(a | b, among, of)
    return None
