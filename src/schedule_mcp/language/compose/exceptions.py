"""What is left out of a rule."""

from __future__ import annotations

from schedule_mcp.errors import LimitExceeded, UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import either, every, slashed, tree, yearly_range
from schedule_mcp.language.compose.structure.groups import RULES_AT_MOST
from schedule_mcp.language.compose.times import HOUR_S, seconds_of, window_bounds
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import DAY_S, Calendar, Days, Not, Nth, Rule, Weekdays


def rules_without(draft: Composition, rules: list[Rule], index: int) -> list[Rule]:
    for indexes, exception in draft.outline.exceptions:
        if index not in indexes:
            continue
        rules = [left for rule in rules for left in _rule_less(draft.context, rule, exception)]
        if len(rules) > RULES_AT_MOST:
            raise LimitExceeded("too many exceptions", "Make several schedules.")
    return rules


def _rule_less(context: Context, rule: Rule, exception: g.Except) -> list[Rule]:
    days, times = _excluded_parts(context, exception, rule)
    if times is None:
        assert days is not None
        return [Rule(every([rule.days, Not(days)]), rule.times)]
    if exception.other and days is not None:
        within = every([rule.days, days]) if _runs_within(context, rule, days) else days
        context.assume("at the other time on the days named last")
        return [Rule(every([rule.days, Not(days)]), rule.times), Rule(within, tuple(sorted(times)))]
    left = tuple(t for t in rule.times if t not in times)
    if left == rule.times and exception.instead and days is not None and _runs_within(context, rule, days):
        context.assume("at the other time on the days excepted")
        return [
            Rule(every([rule.days, Not(days)]), rule.times),
            Rule(every([rule.days, days]), tuple(sorted(times))),
        ]
    if left == rule.times:
        return [_void_exception(context, rule, days)]
    if days is None:
        return [Rule(rule.days, left)]
    if exception.either and _only_then(context, exception):
        left = tuple(t for t in rule.times if t in times)
    return [
        Rule(every([rule.days, Not(days)]), rule.times),
        *([Rule(every([rule.days, days]), left)] if left else []),
    ]


def _only_then(context: Context, exception: g.Except) -> bool:
    """ "every day at 8am and 10am, but 10am on Sundays": whether only 10am is left, or is left out."""
    if any(isinstance(i, g.Window) for i in exception.items):
        raise UnreadableText("it is not clear when it runs on the days excepted", "Say each day with its times.")
    return context.choose("Only at that time on the days excepted, or not at that time?", (True, False), forced=True)


def _void_exception(context: Context, rule: Rule, days: Days | None) -> Rule:
    """ "weekdays at 9am but not Fridays at 3pm": nothing runs then anyway."""
    ask = "The exception names a time at which nothing runs: is there no run on these days at all?"
    if days is None or not _runs_within(context, rule, days):
        # Nothing could be left out: only the whole remains to be offered.
        context.confirm("The exception names a time at which nothing runs: without it?")
        return rule
    if context.choose(ask, (True, False), forced=True):
        return Rule(every([rule.days, Not(days)]), rule.times)
    return rule


def _runs_within(context: Context, rule: Rule, days: Days) -> bool:
    """Whether some, but not all runs of the rule lie on these days."""
    if isinstance(days, Weekdays) and isinstance(rule.days, Weekdays) and not days.days <= rule.days.days:
        return False
    place = context.place().name
    return all(
        next_fire(Calendar((Rule(every([rule.days, part]), rule.times),), place), context.now) is not None
        for part in (days, Not(days))
    )


def _excluded_parts(context: Context, exception: g.Except, rule: Rule) -> tuple[Days | None, set[int] | None]:
    days: list[Days] = []
    times: set[int] | None = None
    for item in exception.items:
        match item:
            case g.Times(said):
                found = {_excluded_time(context, t, rule) for t in said}
                times = found if times is None else times | found
            case g.Window():
                first, last = window_bounds(item, context, None)
                found = {t for t in rule.times if first <= t <= last or first <= t + DAY_S <= last}
                times = found if times is None else times | found
            case g.Both(items):
                days.append(every(_excluded_days(context, i) for i in items))
            case _:
                days.append(_excluded_days(context, item))
    return (either(days) if days else None), times


def _excluded_time(context: Context, time: g.Time, rule: Rule) -> int:
    if not time.half and not time.exact and not time.midnight:
        hour = time.hour % 12
        both = [h * HOUR_S + time.minute * 60 for h in (hour, hour + 12)]
        within = [t for t in both if t in rule.times]
        if len(within) == 1:
            return within[0]
    return seconds_of(time, context, None, daily=True)


def _excluded_days(context: Context, item: g.Item) -> Days:
    match item:
        case g.OrdWd(positions, among):
            return Nth(positions, among)
        case g.DateRange():
            return _excluded_range(context, item)
        case g.Selector() | g.Modifier():
            return tree(item, context)
    raise UnreadableText("this exception was not understood")


def _excluded_range(context: Context, item: g.DateRange) -> Days:
    """ "except December 24-26": without a year in each year, as "except December 25"."""
    ends = [
        g.Dates((slashed(end, context),)) if isinstance(end, g.SlashDate) else end for end in (item.first, item.last)
    ]
    match ends:
        case [g.Dates(((None, _, _),)) as first, g.Dates(((None, _, _),)) as last]:
            return yearly_range(g.DateRange(first, last))
    return tree(item, context)
