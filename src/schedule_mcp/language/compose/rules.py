"""Days and times of a group, as rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from schedule_mcp.errors import ImpossibleSchedule, LimitExceeded, UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import either, every, tree, yearly_range
from schedule_mcp.language.compose.moments import ask_time, step_of
from schedule_mcp.language.compose.questions import days_of_all, named, settle
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.times import HOUR_S, grid, seconds_of, window_bounds
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    Calendar,
    Days,
    Every,
    Months,
    Moved,
    Nth,
    Period,
    Rule,
    Unit,
    Weekdays,
)

_SUNDAY = 6
_LATE_IN_WEEK = 4
_OTHER_UNITS = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}


def _of_months(days: Days) -> bool:
    """Whether days are counted within another period than a quarter."""
    return not isinstance(days, Weekdays) and not (isinstance(days, Nth) and days.of is Period.QUARTER)


def rules_of(draft: Composition, group: Group) -> list[Rule]:
    settle(draft, group)
    days = _days_of_group(draft.context, group)
    times = _times_of_group(draft, group, days)
    paced = [p for p in group.paces if p.n != 1]
    if paced:
        days = _with_phase(draft, group, paced, days, times)
    return [Rule(days, times)]


def check_count(context: Context, groups: list[Group], times: int) -> None:
    """ "twice a month: 1st at 9am and 16th at 5pm": as many as are said."""
    counted = [x.per for x in groups if x.per is not None]
    if not counted or len(groups) == 1:
        return
    per = counted[0]
    if len(counted) == len(groups) and all(len(x.times) == c.n for x, c in zip(groups, counted, strict=True)):
        return
    have = times if per.unit == "day" else named(groups)
    if have != per.n:
        ask = f"{per.n} times a {per.unit}, but {have} are named: only those named?"
        context.confirm(ask)


def _days_of_group(context: Context, group: Group) -> Days:
    units = {p.unit for p in group.paces}
    selected = [days_of_all(context, chosen) for chosen in group.selectors]
    if "quarter" in units or "year" in units:
        selected = _in_longer(context, group, units, selected)
    parts: list[Days] = [either(selected)] if selected else []
    rolled = [modifier for modifier in group.modifiers if isinstance(modifier, g.Rolled)]
    for modifier in group.modifiers:
        if isinstance(modifier, g.Rolled):
            continue
        if "year" in units and isinstance(modifier, g.DateRange):
            parts.append(yearly_range(modifier))
        else:
            parts.append(tree(modifier, context))
    if not selected and not units and not group.modifiers:
        _check_frequency(context, group)
    days = every(parts) if parts else EVERY_DAY
    return _rolled(group, days, rolled) if rolled else days


def _rolled(group: Group, days: Days, rolled: list[g.Rolled]) -> Days:
    """The days, moved where they are days off."""
    if len(set(rolled)) > 1 or any(p.n != 1 for p in group.paces) or days == EVERY_DAY:
        raise UnreadableText("what is moved to a business day is not clear", "Say one day or date that is moved.")
    return Moved(days, rolled[0].off, rolled[0].later)


def _in_longer(context: Context, group: Group, units: set[str], selected: list[Days]) -> list[Days]:
    """ "quarterly on the 1st", "yearly on …"."""
    items = [i for c in group.selectors for i in c]
    if "quarter" in units:
        placed: list[Days] = []
        for item in items:
            if isinstance(item, g.Tree) and not _of_months(item.days):
                placed.append(item.days)
            elif isinstance(item, g.Dom):
                placed.append(Nth(item.days, of=Period.QUARTER))
            elif (isinstance(item, g.Scoped) and item.of is Period.QUARTER) or (
                isinstance(item, g.Scoped)
                and item.of is Period.MONTH
                and item.positions <= {1, -1}
                and len(items) == 1
                and item.among != frozenset(range(7))
            ):
                placed.append(Nth(item.positions, item.among, Period.QUARTER))
            else:
                edges = Nth(frozenset({1}), of=Period.QUARTER), Nth(frozenset({-1}), of=Period.QUARTER)
                return [context.choose("On which day of the quarter?", edges, forced=True)]
        return placed
    shorter = any(isinstance(i, g.Wd | g.Dom) or (isinstance(i, g.Scoped) and i.of is not Period.YEAR) for i in items)
    if shorter and not group.modifiers:
        months = dict.fromkeys((context.today().month, 1, 12))
        placed = [every([either(selected), Months(frozenset({month}))]) for month in months]
        return [context.choose("In which month of the year?", placed, forced=True)]
    return selected


def _check_frequency(context: Context, group: Group) -> None:
    if group.clock_pace is not None or group.minutes is not None:
        return
    if group.times:
        context.assume("every day")
        return
    if group.part is not None:
        context.choose("How often?", ("every day",), forced=True)
        return
    raise UnreadableText("it is not said how often or on which days", "Say for example 'every day at 9am'.")


def _times_of_group(draft: Composition, group: Group, days: Days) -> tuple[int, ...]:
    daily = (days == EVERY_DAY or not group.selectors) and all(p.n == 1 or p.unit == "day" for p in group.paces)
    if group.clock_pace is not None or group.minutes is not None:
        if group.times:
            raise UnreadableText("an interval and clock times contradict each other", "Say one of them.")
        return _paced_times(draft, group)
    if group.window is not None:
        raise UnreadableText("a window and clock times contradict each other", "Say one of them.")
    if not group.times:
        ask_time(draft, group)
    found = [seconds_of(t, draft.context, group.part, daily=daily) for t in group.times]
    if len(found) > 1_000:
        raise LimitExceeded("too many times")
    certain = {at for at, said in zip(found, group.times, strict=True) if said.exact}
    if draft.context.asked and any(a in certain and not t.exact for a, t in zip(found, group.times, strict=True)):
        # "at 8 and 20:00": were 8 in the evening, one time would have been said twice.
        raise ImpossibleSchedule("one time is said twice")
    return tuple(sorted(set(found)))


def _paced_times(draft: Composition, group: Group) -> tuple[int, ...]:
    pace = group.clock_pace or g.Pace(1, "hour")
    step = step_of(pace)
    seconds = int(step.total_seconds())
    if step != timedelta(seconds=seconds):
        raise UnreadableText("within a day only whole seconds are counted")
    if group.minutes is not None:
        return _minute_times(draft, group, seconds)
    if group.window is not None:
        first, last = window_bounds(group.window, draft.context, group.part)
        if seconds > last - first and group.window.last_included:
            draft.context.warnings.append("the interval is longer than the window")
        return grid(first, last, seconds)
    if seconds >= DAY_S:
        raise UnreadableText("an interval of a day or more does not go with days", "Say one of them.")
    if DAY_S % seconds:
        draft.context.assume("counted from 00:00 on each of these days")
    draft.running = len(draft.outline.groups) == 1
    return grid(0, DAY_S - 1, seconds)


def _minute_times(draft: Composition, group: Group, seconds: int) -> tuple[int, ...]:
    assert group.minutes is not None
    if seconds % HOUR_S or DAY_S % seconds:
        raise UnreadableText("minutes of the hour go with whole hours that divide a day", "Say the clock times.")
    first, last = 0, DAY_S - 1
    draft.running = len(draft.outline.groups) == 1
    hours = seconds // HOUR_S
    offset = 0
    if group.window is not None:
        first, last = window_bounds(group.window, draft.context, group.part)
        offset = first // HOUR_S
    elif hours > 1:
        offset = draft.context.choose("Counted from which hour?", tuple(range(min(hours, 4))))
    found = [h * HOUR_S + m * 60 for h in range(offset, 48, hours) for m in group.minutes]
    return tuple(t for t in sorted(found) if first <= t <= last)


def _with_phase(draft: Composition, group: Group, paced: list[g.Pace], days: Days, times: tuple[int, ...]) -> Days:
    """Every n-th day, week, month or year, counted from the first match."""
    if len(paced) > 1:
        raise UnreadableText("two intervals are said", "Say one.")
    pace = paced[0]
    n, unit = (6.0, "month") if (pace.n, pace.unit) == (0.5, "year") else (pace.n, pace.unit)
    if n == 0.5 and unit == "month":
        if len([d for c in group.selectors for i in c if isinstance(i, g.Dom) for d in i.days]) == 2:
            return days
        pairs = (Nth(frozenset({1, 15})), Nth(frozenset({15, -1})))
        return draft.context.choose("On which two days of the month?", pairs, forced=True)
    if unit == "quarter":
        n, unit = n * 3, "month"
    if n != int(n) or n < 1 or n > 100_000:
        raise UnreadableText(f"every {n:g} {unit}s is not a whole number", "Say it in hours or days.")
    items = [i for c in group.selectors for i in c]
    dates = [d for i in items if isinstance(i, g.Dates) for d in i.dates]
    if unit == "month" and dates:
        if len(dates) * n == 12:
            return days
        return _dates_apart(draft.context, dates, int(n), days)
    named = [m for m in group.modifiers if not (isinstance(m, g.MonthSet) and m.year is None)]
    if draft.start_day is not None and len(named) < len(group.modifiers):
        # "every 10 days starting September 1, only in March" counts from the start.
        anchor = _first_match(draft, _days_of_group(draft.context, replace(group, modifiers=named)), times)
    else:
        anchor = _first_match(draft, days, times)
    draft.context.assume(f"counted from {anchor} (a {anchor:%A})")
    apart = _of_weeks_from_sunday(draft.context, int(n), unit, anchor, items, days)
    if apart is not None:
        return apart
    return every([days, Every(int(n), _OTHER_UNITS[unit], anchor)])


def _of_weeks_from_sunday(
    context: Context, n: int, unit: str, anchor: date, items: list[g.DayItem], days: Days
) -> Days | None:
    """ "every 2 weeks on Sunday and Monday": whether the Sunday begins its week; None where nothing is open."""
    named = frozenset(day for i in items if isinstance(i, g.Wd) for day in i.days)
    if unit != "week" or _SUNDAY not in named or not any(day < _LATE_IN_WEEK for day in named):
        return None
    from_monday = every([days, Every(n, Unit.WEEK, anchor)])
    # The Sunday that begins the week of the anchor lies in the week before it, counted from Monday.
    sunday = anchor if anchor.weekday() == _SUNDAY else anchor - timedelta(days=anchor.weekday() + 1)
    begins = every([Weekdays(frozenset({_SUNDAY})), Every(n, Unit.WEEK, sunday)])
    others = every([Weekdays(named - {_SUNDAY}), Every(n, Unit.WEEK, sunday + timedelta(days=1))])
    of_weeks = either([begins, others])
    from_sunday = of_weeks if days == Weekdays(named) else every([days, of_weeks])
    ask = "Does the week begin on Monday or on Sunday?"
    return context.choose(ask, (from_monday, from_sunday), forced=True)


def _dates_apart(context: Context, dates: list[tuple[int | None, int, int]], months: int, days: Days) -> Days:
    """ "every 6 months on January 1": that date and those so many months from it, or that date alone."""
    ask = "These dates do not fit the interval: on which dates?"
    if len(dates) != 1 or 12 % months:
        return context.choose(ask, (days,), forced=True)
    _, month, day = dates[0]
    others = frozenset((month - 1 + k) % 12 + 1 for k in range(0, 12, months))
    return context.choose(ask, (every([Months(others), Nth(frozenset({day}))]), days), forced=True)


def _first_match(draft: Composition, days: Days, times: tuple[int, ...]) -> date:
    after = draft.context.now
    if draft.start is not None:
        begin = draft.start - timedelta(seconds=1)
        # A day named as the start counts even when it is over: "every 3 days starting 2026-05-01".
        after = begin if draft.start_day is not None else max(after, begin)
    today = after.astimezone(draft.context.place().tzinfo)
    if days == EVERY_DAY and len(times) == 1 and times[0] < DAY_S:
        passed = today.hour * HOUR_S + today.minute * 60 + today.second >= times[0]
        return today.date() + timedelta(days=1 if passed else 0)
    first = next_fire(Calendar((Rule(days, times),), draft.context.place().name), after)
    if first is None:
        raise ImpossibleSchedule("it never runs", "Check the days.")
    local = first.astimezone(draft.context.place().tzinfo)
    if all(t >= DAY_S for t in times):
        local -= timedelta(days=1)
    return local.date()
