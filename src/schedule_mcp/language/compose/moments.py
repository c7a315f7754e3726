"""Single moments: a date and a time, or a span from now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import takewhile

from schedule_mcp.errors import ImpossibleSchedule, LimitExceeded, UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import either, every, on, one_date, period_of, shifted, this_period, tree
from schedule_mcp.language.compose.structure.clauses import SECONDS
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.times import HOUR_S, seconds_of
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import DAY_S, EVERY_DAY, Calendar, Days, Nth, Once, Rule, Schedule

_LENGTHS = ("week", "month", "quarter", "year")
MOST_S = 400 * 366 * DAY_S


def once_at(draft: Composition, at: datetime) -> Once:
    if at <= draft.context.now:
        raise ImpossibleSchedule(f"{at:%Y-%m-%d %H:%M} is in the past", "Name a time to come.")
    if at.year > 2399:
        raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.")
    _refuse_bounds(draft)
    return Once(at)


def _refuse_bounds(draft: Composition) -> None:
    if draft.outline.bounds or draft.outline.exceptions or draft.outline.lasting or (draft.outline.count or 1) > 1:
        raise UnreadableText("a single time has no start, end or exception", "Say how often it repeats.")


def once_after_span(draft: Composition, item: g.Span, group: Group) -> Once | None:
    if group.has_times or group.part:
        if any(u in SECONDS for _, u in item.parts) and not item.ago:
            raise UnreadableText("a duration in hours and a clock time contradict each other", "Say one of them.")
        return None
    return once_at(draft, moment_after(draft.context, item))


def moment_after(context: Context, item: g.Span) -> datetime:
    """The moment so long after now."""
    if item.ago:
        raise ImpossibleSchedule("that is in the past", "Name a time to come.")
    clock = [(n, u) for n, u in item.parts if u in SECONDS]
    days = [(n, u) for n, u in item.parts if u not in SECONDS]
    seconds = sum(Fraction(str(n)) * SECONDS[u] for n, u in clock)
    if seconds > MOST_S:
        raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.")
    if not seconds and not days:
        raise ImpossibleSchedule("that is now, not later", "Name a time to come.")
    at = context.now
    if days:
        wall = context.local_now()
        at = context.instant(datetime.combine(shifted(wall.date(), days), wall.time()))
        context.assume("at the same time of day as now")
    elif context.zone_name is not None:
        at = at.astimezone(context.place().tzinfo)
    # Arithmetic on an aware datetime would move its clock, not its instant.
    zone = at.tzinfo
    return (at.astimezone(UTC) + timedelta(microseconds=int(seconds * 1_000_000))).astimezone(zone)


def step_of(pace: g.Pace) -> timedelta:
    seconds = Fraction(str(pace.n)) * SECONDS[pace.unit]
    if seconds <= 0:
        raise ImpossibleSchedule("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
    if seconds > MOST_S:
        raise LimitExceeded("the interval is longer than 400 years")
    micros = seconds * 1_000_000
    if micros.denominator != 1 or seconds < 1:
        raise ImpossibleSchedule("an interval must be at least one second", "Say for example 'every 5 seconds'.")
    return timedelta(microseconds=int(micros))


def repeats(draft: Composition, group: Group) -> bool:
    """Whether it comes again; asked where days with a month or an ordinal leave that open."""
    if group.paces or group.clock_pace or group.minutes is not None or group.window or group.per:
        return True
    if group.each_part or draft.outline.daily:
        return True
    items = [i for chosen in group.selectors for i in chosen]
    if draft.outline.count == 1 and items and all(isinstance(i, g.Wd) and not i.recurring for i in items):
        # "Tuesday and Friday at 9am, just once"
        return False
    by_days = _repeats_by_days(draft, group, items)
    if by_days is not None:
        return by_days
    if draft.outline.repeating:
        if items and all(isinstance(i, g.Wd) for i in items):
            draft.context.assume("every week on these days")
            return True
        raise UnreadableText("it is said to repeat, but not how often", "Say for example 'every week'.")
    single = (g.SingleDay, g.SlashDate, g.Beside)
    if any(isinstance(i, single) or (isinstance(i, g.Dates) and any(d[0] is None for d in i.dates)) for i in items):
        return False
    return _repeats_by_bounds(draft, group, items)


def _repeats_by_days(draft: Composition, group: Group, items: list[g.DayItem]) -> bool | None:
    """What the days say by themselves; None where they say nothing."""
    months = [m for m in group.modifiers if isinstance(m, g.MonthSet)]
    one_month = any(len(m.months) == 1 and not m.every and m.year is None for m in months)
    if any(isinstance(i, g.Scoped) for i in items) and one_month:
        return draft.context.choose("Every year, or once?", (True, False), forced=True)
    several = any(isinstance(i, g.OrdWd) and len(i.positions) > 1 for i in items)
    several |= sum(isinstance(i, g.OrdWd) for i in items) > 1 and not group.modifiers
    if several or any(isinstance(i, g.Scoped | g.Tree | g.Rest) for i in items):
        return True
    if any(isinstance(i, g.Wd) and (i.recurring or i.singles > 1) for i in items):
        if draft.outline.repeating or not any(isinstance(i, g.Wd) and not i.recurring for i in items):
            return True
        bounded = draft.outline.bounds or draft.outline.lasting or draft.outline.count or draft.outline.exceptions
        alike = all(isinstance(i, g.Wd) and not (i.recurring or i.weekend or i.either) for i in items)
        led = group.times_first or any(isinstance(i, g.Wd) and i.led for i in items)
        if not bounded and alike and led and group.times:
            return draft.context.choose("Every week on these days, or once on each?", (True, False), forced=True)
        draft.context.assume("every week on these days")
        return True
    if any(getattr(i, "every", False) for i in (*items, *group.modifiers)):
        return True
    if any(isinstance(i, g.Dates) and i.open for i in items):
        return draft.context.choose("Every year, or once?", (True, False), forced=True)
    if any(isinstance(i, g.OrdWd) and i.positions != {-1} for i in items) and not group.modifiers:
        draft.each_month = draft.context.choose("Of every month, or once?", (True, False), forced=True)
        return draft.each_month
    if months and items:
        return any(isinstance(i, g.Wd | g.OrdWd) for i in items)
    if any(isinstance(m, g.DateRange) for m in group.modifiers):
        return True
    if any(isinstance(i, g.Dom) and len(i.days) > 1 for i in items):
        draft.context.assume("every month on these days")
        return True
    return None


def _repeats_by_bounds(draft: Composition, group: Group, items: list[g.DayItem]) -> bool:
    """What has an end, a duration, a count or an exception comes again."""
    lasting = draft.outline.lasting
    if lasting is not None and group.times and not items and all(u not in SECONDS for _, u in lasting.span.parts):
        # "at 9am for the next 10 days"
        return True
    bounded = (
        (draft.outline.count is not None and draft.outline.count > 1)
        or bool(draft.outline.lasting or draft.outline.exceptions)
        or any(b.edge in ("until", "through", "before") for b in draft.outline.bounds)
    )
    if (group.habitual or draft.outline.each_time) and not items and not group.modifiers:
        # Of several times it is asked further on.
        alone = len(group.times) < 2
        return bounded or (alone and draft.context.choose("Every day, or once?", (True, False), forced=True))
    return bounded and bool(items or group.modifiers or (draft.outline.count and not draft.outline.exceptions))


def once_on(draft: Composition, group: Group) -> Schedule | None:
    _refuse_bounds(draft)
    if any(isinstance(m, g.ThisPeriod) for m in group.modifiers) and not group.selectors:
        _choose_day(draft.context, group)
    days = _dates_of(draft.context, group)
    if not group.times:
        ask_time(draft, group)
    now = draft.context.local_now()
    named = bool(group.selectors)
    found: list[datetime] = []
    for time in group.times:
        seconds = seconds_of(time, draft.context, group.part, daily=not named)
        for day in days if days else [now.date()]:
            wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
            if not days and wall <= now:
                wall += timedelta(days=1)
            item = _item_of_next_day(draft.context, group, day) if wall <= now and days else None
            if item is not None:
                following = one_date(item, draft.context, after=draft.context.today() + timedelta(days=1))
                wall = datetime.combine(following, wall.time())
            found.append(wall)
    if len(found) == 1:
        return once_at(draft, draft.context.instant(found[0]))
    if not named and draft.context.choose("Every day at these times, or once?", (True, False), forced=True):
        seconds_each = {w.hour * HOUR_S + w.minute * 60 + w.second for w in found}
        return Calendar((Rule(EVERY_DAY, tuple(sorted(seconds_each))),), draft.context.place().name)
    rules = tuple(
        Rule(on(w.date()), (w.hour * HOUR_S + w.minute * 60 + w.second,)) for w in sorted(set(found)) if w > now
    )
    if not rules:
        raise ImpossibleSchedule("that is in the past", "Name a time to come.")
    if over := sorted({wall for wall in found if wall <= now}):
        draft.context.warnings.append(f"{over[0]:%Y-%m-%d %H:%M} is over and left out")
    return Calendar(rules, draft.context.place().name)


def _choose_day(context: Context, group: Group) -> None:
    """ "next week at 9am": on one of its days."""
    period = next(m for m in group.modifiers if isinstance(m, g.ThisPeriod))
    first, last = this_period(period, context)
    if len(group.modifiers) > 1 or period.unit not in ("week", "month"):
        raise UnreadableText("which day of that period?", "Name the day.")
    usual = (first, first + timedelta(days=4 if period.unit == "week" else 14), last)
    ahead = [day for day in dict.fromkeys(usual) if day > context.today()]
    if not ahead:
        raise UnreadableText("which day of that period?", "Name the day.")
    day = context.choose(f"Which day of that {period.unit}?", ahead, forced=True)
    group.selectors, group.modifiers = [[g.Dates(((day.year, day.month, day.day),))]], []


def _item_of_next_day(context: Context, group: Group, day: date) -> g.DayItem | None:
    """What names this day, if it means the next such day where this one is over."""
    for chosen in group.selectors if not group.modifiers else ():
        item = chosen[0]
        single = isinstance(item, g.Wd | g.Dom) or (
            isinstance(item, g.Dates) and len(item.dates) == 1 and item.dates[0][0] is None
        )
        if isinstance(item, g.Wd) and day.weekday() in item.days:
            item = replace(item, days=frozenset({day.weekday()}))
        if len(chosen) == 1 and single and one_date(item, context) == day:
            return item
    return None


def _dates_of(context: Context, group: Group) -> list[date]:
    """The dates of a moment; several statements about one must agree."""
    if any(isinstance(i, g.OrdWd | g.Scoped) for chosen in group.selectors for i in chosen):
        return _nth_dates(context, group)
    found: list[date] = []
    for chosen in group.selectors:
        found.extend(agreed_dates(context, chosen))
    if group.modifiers:
        found = _dates_within(context, group, found)
    return sorted(set(found))


def agreed_dates(context: Context, chosen: list[g.DayItem]) -> list[date]:
    firm = [i for i in chosen if not isinstance(i, g.Wd)]
    loose = [i for i in chosen if isinstance(i, g.Wd)]
    if any(i.either for i in loose):
        raise UnreadableText("'or' leaves open which day is meant", "Say 'and', or name one of them.")
    if not firm:
        if len(loose) > 1:
            raise UnreadableText("two different weekdays are named for one run", "Join them with 'and'.")
        return [one_date(replace(loose[0], days=frozenset({day})), context) for day in loose[0].days]
    days: list[date] = []
    for item in firm:
        if isinstance(item, g.Dates) and len(item.dates) > 1:
            these = [one_date(g.Dates((d,)), context) for d in item.dates]
        elif isinstance(item, g.Dom) and loose:
            return [_weekday_and_day(context, loose[0], item)]
        elif isinstance(item, g.Beside):
            these = [_next_such_day(context, tree(item, context))]
        else:
            these = [one_date(item, context)]
        if days and days != these:
            raise UnreadableText("two different dates are named for one run", "Name one.")
        days = these
    for weekdays in loose:
        for day in days:
            if day.weekday() not in weekdays.days:
                raise ImpossibleSchedule(f"{day} is a {day:%A}", "Check the weekday and the date.")
    return days


def _weekday_and_day(context: Context, weekdays: g.Wd, dom: g.Dom) -> date:
    return _next_such_day(context, every([tree(weekdays, context), Nth(dom.days)]))


def _dates_within(context: Context, group: Group, days: list[date]) -> list[date]:
    """ "on the 5th in March": a day within a month."""
    doms = [i for chosen in group.selectors for i in chosen if isinstance(i, g.Dom)]
    months = [m for m in group.modifiers if isinstance(m, g.MonthSet) and len(m.months) == 1]
    if len(doms) == 1 and len(doms[0].days) == 1 and len(months) == len(group.modifiers) == 1 and min(doms[0].days) > 0:
        (month,) = months[0].months
        return [one_date(g.Dates(((months[0].year, month, min(doms[0].days)),)), context)]
    if len(doms) == 1 and len(doms[0].days) == 1 and len(group.modifiers) == 1:
        (period,) = group.modifiers
        if isinstance(period, g.ThisPeriod) and period.unit == "month":
            return [_next_such_day(context, every([tree(period, context), Nth(doms[0].days)]))]
    match group.modifiers:
        case [g.ThisPeriod(unit="week") as week] if days:
            first, last = this_period(week, context)
            weekdays = [i for c in group.selectors for i in c if isinstance(i, g.Wd)]
            others = [i for c in group.selectors for i in c if not isinstance(i, g.Wd)]
            day = first + timedelta(days=(min(weekdays[0].days) - first.weekday()) % 7) if weekdays else None
            if day is not None and first <= day <= last:
                return [_checked_day(context, day, others)]
    raise UnreadableText("which day is meant was not understood", "Name a date such as 2026-12-24.")


def _checked_day(context: Context, day: date, items: Sequence[g.DayItem]) -> date:
    """The day, if what else is said of it holds: "next week Tuesday the 3rd"."""
    return _next_such_day(context, every([on(day), *(tree(i, context) for i in items)])) if items else day


def _nth_dates(context: Context, group: Group) -> list[date]:
    """The first such day to come, or all of one period where several are said."""
    within = any(isinstance(m, g.ThisPeriod) and m.unit in ("month", "quarter", "year") for m in group.modifiers)
    if not within and any(isinstance(i, g.OrdWd) and i.positions == {-1} for c in group.selectors for i in c):
        raise ImpossibleSchedule("that is in the past", "Say 'the last Friday of the month' for every month.")
    days = [every(_nth_days(context, i) for i in chosen) for chosen in group.selectors]
    meant = every([either(days), *(tree(m, context) for m in group.modifiers)])
    try:
        first = _next_such_day(context, meant)
    except ImpossibleSchedule:
        if not within:
            raise
        raise ImpossibleSchedule("that day of the period named is over", "Name a later one.") from None
    items = [i for chosen in group.selectors for i in chosen if isinstance(i, g.OrdWd | g.Scoped)]
    if sum(len(i.positions) for i in items) == 1:
        return [first]
    unit = max((i.of.value for i in items if isinstance(i, g.Scoped)), key=_LENGTHS.index, default="month")
    _, last = period_of(unit, first, 0)
    runs = fires(Calendar((Rule(meant, (DAY_S - 1,)),), context.place().name), after=context.now)
    dates = (run.astimezone(context.place().tzinfo).date() for run in runs)
    return list(takewhile(lambda day: day <= last, dates))


def _nth_days(context: Context, item: g.DayItem) -> Days:
    return Nth(item.positions, item.among) if isinstance(item, g.OrdWd) else tree(item, context)


def _next_such_day(context: Context, days: Days) -> date:
    """The first such date that is not over."""
    first = next_fire(Calendar((Rule(days, (DAY_S - 1,)),), context.place().name), context.now)
    if first is None:
        raise ImpossibleSchedule("there is no such day", "Check the weekday and the date.")
    return first.astimezone(context.place().tzinfo).date()


def ask_time(draft: Composition, group: Group) -> None:
    """Takes the time of day from a start, else asks for it."""
    for k, bound in enumerate(draft.outline.bounds if len(draft.outline.groups) == 1 else ()):
        timed = [i for i in bound.items if isinstance(i, g.Times)]
        if bound.edge == "start" and timed and len(timed) < len(bound.items):
            group.times = list(timed[0].times)
            draft.outline.bounds[k] = replace(bound, items=tuple(i for i in bound.items if i not in timed))
            return
    hours: Sequence[int] = (9, 12, 18)
    if group.part is not None:
        first, end = group.part
        hours = [h for h in (8, 9, 10, 13, 15, 17, 19, 20, 21, 22) if max(first, 5) <= h < end][:3]
        if len(hours) < 2:
            hours = range(first or 1, min(end, 24))[:3]
    hour = draft.context.choose("At what time of day?", hours, forced=True)
    group.times = [g.Time(hour, 0, exact=True)]
