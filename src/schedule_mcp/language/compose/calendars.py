"""A union of rules on the wall clock, with its window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from schedule_mcp.errors import ImpossibleSchedule, UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import either, every, on, one_date
from schedule_mcp.language.compose.exceptions import rules_without
from schedule_mcp.language.compose.limits import (
    STARTS,
    instant_at,
    moment_until,
    next_clock,
    point_of,
    time_only,
    with_limits,
    with_nights,
)
from schedule_mcp.language.compose.moments import agreed_dates
from schedule_mcp.language.compose.questions import days_of_all
from schedule_mcp.language.compose.rules import check_count, rules_of
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.times import seconds_of
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    EVERY_WEEKDAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    Calendar,
    Clock,
    Days,
    Gap,
    Not,
    Overlap,
    Rule,
    Schedule,
    Weekdays,
)


def _lies_within(narrow: Days, wide: Days) -> bool:
    """Whether some weekdays are a part of others."""
    whole = EVERY_WEEKDAY if wide == EVERY_DAY else wide.days if isinstance(wide, Weekdays) else frozenset()
    return isinstance(narrow, Weekdays) and narrow.days < whole


def _is_rest(group: Group) -> bool:
    return any(isinstance(i, g.Rest) for chosen in group.selectors for i in chosen)


def calendar_of(draft: Composition) -> Schedule:
    _agree_on_repeating(draft)
    _place_bounds(draft)
    rules: list[Rule] = []
    groups = list(enumerate(draft.outline.groups))
    for index, group in sorted(groups, key=lambda pair: _is_rest(pair[1])):
        if _is_rest(group):
            _place_rest(draft, group, rules, index)
        found = rules_of(draft, group)
        if group.joint == "," and not draft.outline.also:
            rules = _replaced_by_narrower(draft.context, rules, found[0])
        rules.extend(rules_without(draft, found, index))
    rules = [r for r in dict.fromkeys(rules) if r.times]
    check_count(draft.context, draft.outline.groups, len({t for r in rules for t in r.times}))
    clock = RUNNING_CLOCK if draft.running else SPOKEN_CLOCK
    for said in draft.outline.clock:
        gap = Gap.SKIP if said.gap else clock.gap
        clock = Clock(gap, Overlap.BOTH if said.overlap else clock.overlap)
    schedule = with_nights(
        draft.context, Calendar(tuple(rules), draft.context.place().name, clock, draft.start, draft.until)
    )
    if next_fire(schedule, draft.context.now) is None:
        raise ImpossibleSchedule("it never runs", "Check the days, the exceptions and the bounds.")
    return with_limits(draft, schedule)


def _replaced_by_narrower(context: Context, rules: list[Rule], narrow: Rule) -> list[Rule]:
    """ "daily at 9am, weekends at 10am": whether 9am is left out on weekends is open."""
    wide = [rule for rule in rules if _lies_within(narrow.days, rule.days) and rule.times != narrow.times]
    ask = "On the days named last, only at the time named last, or at the other time as well?"
    if not wide or not context.choose(ask, (True, False), forced=True):
        return rules
    return [Rule(every([r.days, Not(narrow.days)]), r.times) if r in wide else r for r in rules]


def _place_rest(draft: Composition, group: Group, rules: list[Rule], index: int) -> None:
    """ "Saturdays at 10am, all other days at 8am": the days without the rules so far."""
    excepted = any(index in indexes for indexes, _ in draft.outline.exceptions)
    if bool(rules) == excepted:
        raise UnreadableText("it is not clear which the other days are", "Name the days.")
    named = [Not(either(r.days for r in rules))] if rules else []
    for chosen in group.selectors:
        for k, item in enumerate(chosen):
            if isinstance(item, g.Rest):
                kind = Weekdays(item.base.days) if item.base else EVERY_DAY
                chosen[k] = g.Tree(every([kind, *named]))
    left = Rule(every(days_of_all(draft.context, chosen) for chosen in group.selectors), (0,))
    if next_fire(Calendar((left,), draft.context.place().name), draft.context.now) is None:
        raise UnreadableText("no other days are left", "Name the days.")


def _agree_on_repeating(draft: Composition) -> None:
    """ "tomorrow at 9am and Friday at 10am": whether Friday is once or every week is open."""
    if len(draft.outline.groups) < 2:
        return
    if _settle_single_days(draft):
        return
    items = [i for group in draft.outline.groups for c in group.selectors for i in c]
    once = [i for i in items if isinstance(i, g.SingleDay)]
    lone = [i for i in items if isinstance(i, g.Wd) and not i.recurring and i.singles == 1]
    if lone and once:
        # "Tomorrow at 9am and Friday at 2pm" are two days to come; beside a date the weekday may be each one.
        near = all(isinstance(i, g.Ref | g.NextDay) for i in once) and not any(i.listed[1:] for i in lone)
        ask = "Once on the weekday named, or every week?"
        if not near and not draft.context.choose(ask, (True, False), forced=True):
            return
        if near:
            draft.context.assume("once on the weekday named")
        for group in draft.outline.groups:
            group.selectors = [
                [g.Tree(on(_coming_day(draft.context, i, group))) if i in lone else i for i in c]
                for c in group.selectors
            ]
    elif lone:
        draft.context.assume("every week on these days")


def _settle_single_days(draft: Composition) -> bool:
    """ "December 24 at 9am and December 26 at noon", "Monday at 8am and Tuesday at noon, just once"."""
    groups = draft.outline.groups
    items = [i for group in groups for c in group.selectors for i in c]
    dates = all(isinstance(i, g.Dates) and not (i.every or i.open) for i in items)
    days = all(isinstance(i, g.Dates) or (isinstance(i, g.Wd) and not i.recurring) for i in items)
    paced = any(x.paces or x.modifiers or x.clock_pace or not x.selectors for x in groups)
    if paced or draft.outline.repeating or not (dates or (days and draft.outline.count == 1)):
        return False
    if draft.outline.count == 1:
        draft.outline.count = None
    for group in groups:
        group.selectors = [[g.Tree(_single_days(draft.context, chosen, group))] for chosen in group.selectors]
    return True


def _single_days(context: Context, chosen: list[g.DayItem], group: Group) -> Days:
    match chosen:
        case [g.Wd() | g.Dates() as day]:
            return on(_coming_day(context, day, group))
    return either(map(on, agreed_dates(context, chosen)))


def _coming_day(context: Context, item: g.Wd | g.Dates, group: Group) -> date:
    """The day, or the next such day where its times are over today."""
    day, now = one_date(item, context), context.local_now()
    certain = all(t.half or t.exact for t in group.times)
    if day != now.date() or not group.times or not certain:
        return day
    last = max(seconds_of(t, context, group.part, daily=False) for t in group.times)
    over = datetime.combine(day, datetime.min.time()) + timedelta(seconds=last) <= now
    return one_date(item, context, after=day + timedelta(days=1)) if over else day


def _place_bounds(draft: Composition) -> None:
    for group in draft.outline.groups:
        if not group.has_times and group.part is None and group.clock_pace is None:
            _borrow_times(draft, group)
    bounds, draft.outline.bounds = draft.outline.bounds, []
    for bound in bounds:
        if time_only(bound) and _bounds_window(draft, bound):
            continue
        draft.outline.bounds.append(bound)
    for group in draft.outline.groups:
        _close_window(draft.context, group)
    for bound in sorted(draft.outline.bounds, key=lambda b: b.edge not in STARTS):
        if bound.edge in STARTS:
            _set_start(draft, bound)
        elif bound.edge == "counted":
            raise UnreadableText("only an interval is counted from an instant")
        else:
            if time_only(bound) and not _runs_through(draft):
                raise UnreadableText("an end at a clock time needs a date", "Say for example 'until May 8'.")
            until = moment_until(draft, bound)
            draft.until = until if draft.until is None else min(draft.until, until)


def _runs_through(draft: Composition) -> bool:
    """Whether minutes of the hour are said and no days: a clock time bounds the whole, not each day."""
    return all(x.minutes is not None and not x.has_days for x in draft.outline.groups)


def _borrow_times(draft: Composition, group: Group) -> None:
    """A group without times takes those of a bound: "every other day starting tomorrow at 9am"."""
    timed = [b for b in draft.outline.bounds if _gives_time_to_runs(b)]
    if timed and not any(x.has_times for x in draft.outline.groups):
        bound = timed[0]
        group.times = [t for i in bound.items if isinstance(i, g.Times) for t in i.times]
        rest = tuple(i for i in bound.items if not isinstance(i, g.Times))
        draft.outline.bounds = [b for b in draft.outline.bounds if b is not bound]
        if rest:
            draft.outline.bounds.append(replace(bound, items=rest))


def _gives_time_to_runs(bound: g.Bound) -> bool:
    """Whether the time of a bound is that of the runs: in "until Friday at 9am", not in "until 9am on Friday"."""
    if bound.edge == "start":
        return any(isinstance(i, g.Times) for i in bound.items)
    last = bound.items[-1]
    return len(bound.items) > 1 and isinstance(last, g.Times) and not last.times[0].midnight


def _bounds_window(draft: Composition, bound: g.Bound) -> bool:
    """Whether "starting at 6am" or "before noon" bounds each day of a pace."""
    paced = [x for x in draft.outline.groups if x.clock_pace is not None or x.minutes is not None]
    times = [t for i in bound.items if isinstance(i, g.Times) for t in i.times]
    if len(paced) != 1 or not times:
        return False
    group, time = paced[0], times[0]
    if group.window is not None and group.window.first and group.window.last:
        return False
    if not group.has_days:
        # "every hour at :30 until 4am" ends at the next 4am.
        return False
    window = group.window or g.Window(None, None)
    if bound.edge in ("start", "after"):
        group.window = replace(window, first=time)
    else:
        group.window = replace(window, last=time, last_included=bound.edge != "before")
    return True


def _close_window(context: Context, group: Group) -> None:
    if group.window is None:
        return
    if group.window.first is None:
        group.window = replace(group.window, first=g.Time(0, exact=True))
        context.assume("from 00:00 on")
    if group.window.last is None:
        group.window = replace(group.window, last=g.Time(24, exact=True), last_included=False)
        context.assume("to the end of the day")


def _set_start(draft: Composition, bound: g.Bound) -> None:
    item = bound.items[0]
    if isinstance(item, g.Now):
        return
    if isinstance(item, g.Instant):
        draft.start = item.at
        draft.first_day = draft.start_day = item.at.astimezone(draft.context.place().tzinfo).date()
        return
    day, seconds = point_of(draft.context, bound)
    if day is None and _runs_through(draft):
        draft.start = next_clock(draft.context, seconds or 0)
        return
    if day is None:
        raise UnreadableText("a start at a clock time needs a date", "Say for example 'starting May 8'.")
    if bound.edge == "after" and seconds is None:
        day += timedelta(days=1)
    draft.first_day = day
    days = [i.day if isinstance(i, g.DayOf) else i for i in bound.items]
    if any(isinstance(i, g.Nearest | g.Wd | g.Dates | g.SlashDate | g.Ref | g.NextDay | g.Dom) for i in days):
        draft.start_day = day
    draft.start = instant_at(draft.context, day, seconds or 0)
