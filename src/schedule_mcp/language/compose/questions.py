"""What words leave open about days and times, settled by a choice: each option is a schedule of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import every, tree
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.times import HOUR_S, window_bounds
from schedule_mcp.language.context import Context, NeedsAnswer
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.model import WORKDAYS, Days, Months, Nth, Period, Weekdays

_PERIODS = {"week": Period.WEEK, "month": Period.MONTH, "quarter": Period.QUARTER, "year": Period.YEAR}
_HOURS = {
    2: ((9, 17), (8, 20)),
    3: ((8, 13, 18), (9, 12, 17)),
    4: ((6, 12, 18, 22), (8, 12, 16, 20)),
}
_ORDER = ("day", "week", "month", "quarter", "year")
_WEEKDAY_SETS = {
    2: ({0, 3}, {1, 4}),
    3: ({0, 2, 4}, {1, 3, 5}),
    4: ({0, 1, 3, 4}, {0, 2, 4, 6}),
    5: (WORKDAYS,),
    6: ({0, 1, 2, 3, 4, 5},),
    7: ({0, 1, 2, 3, 4, 5, 6},),
}
_DATE_SETS = {2: ({1, 15}, {15, -1}), 3: ({1, 11, 21}, {1, 10, 20}), 4: ({1, 8, 15, 22},)}
_WINDOWS = {
    0: ((6, 12), (8, 12)),
    1: ((6, 12), (8, 12)),
    4: ((6, 12), (8, 12)),
    11: ((11, 14), (12, 14)),
    12: ((12, 18), (13, 17)),
    16: ((17, 21), (18, 22)),
    18: ((22, 30), (20, 30)),
    20: ((22, 30), (20, 30)),
    6: ((8, 18), (9, 17)),
}
"""First hour of a part of the day to windows that people mean by it."""
_FIVE_MINUTES_S = 300
_PACES = (g.Pace(1, "hour"), g.Pace(30, "minute"), g.Pace(15, "minute"))


def _hours_spread(n: int) -> tuple[tuple[int, ...], ...]:
    """So many hours of a day: evenly round the clock where they divide it, and over the day from 8 on."""
    around = [tuple(range(0, 24, 24 // n))] if 24 % n == 0 else []
    step = max(1, 12 // (n - 1))
    begin = min(8, 24 - n)
    return (*around, *([] if n == 24 else [tuple(range(begin, begin + n * step, step))]))


def _days_spread(n: int, unit: str) -> Sequence[Days]:
    """So many days of a week, a month or a year, as people choose them."""
    if unit == "week":
        return [Weekdays(frozenset(days)) for days in _WEEKDAY_SETS.get(n, ())]
    if unit == "month" and n <= 28:
        spread = ({1 + 28 * k // n for k in range(n)},)
        return [Nth(frozenset(days)) for days in _DATE_SETS.get(n, spread)]
    if unit == "year" and n > 0 and 12 % n == 0:
        months = Months(frozenset(range(1, 13, 12 // n)))
        return [every([months, Nth(frozenset({day}))]) for day in (1, 15)]
    return []


def hour(n: int) -> g.Time:
    return g.Time(n, exact=True)


def settle(draft: Composition, group: Group) -> None:
    units = {p.unit for p in group.paces}
    _check_frequencies(draft.context, group, units)
    units = {p.unit for p in group.paces}
    if group.per is not None and len(draft.outline.groups) == 1:
        _settle_count(draft.context, group, group.per)
    _settle_weekdays(draft.context, group, units)
    units = {p.unit for p in group.paces}
    if any(isinstance(i, g.OrdWd) for c in group.selectors for i in c):
        _place_ordinals(draft, group, units)
    if not group.selectors and not (units & {"day"} and not any(p.n != 1 for p in group.paces)):
        _settle_day(draft, group, units)
    _settle_month(draft.context, group)
    _settle_phase(draft.context, group)
    if group.window is not None and not (group.clock_pace or group.minutes is not None or group.times):
        group.clock_pace = draft.context.choose("How often within that window?", _PACES, forced=True)
    if group.part is not None and group.window is None and (group.clock_pace or group.minutes is not None):
        _settle_part(draft.context, group, group.part)


def _check_frequencies(context: Context, group: Group, units: set[str]) -> None:
    """Two frequencies, or one together with a single date."""
    items = [i for c in group.selectors for i in c]
    longer = units - {"day"}
    if len({(p.n, p.unit) for p in group.paces}) > len(units):
        raise UnreadableText("two different frequencies are said", "Say one.")
    clocked = group.clock_pace is not None or group.minutes is not None
    if clocked and longer and not items and not group.modifiers:
        raise UnreadableText("two different frequencies are said", "Say one.")
    if _longer_than_said(group, items, units):
        raise UnreadableText("two different frequencies are said", "Say one.")
    dated = bool(group.modifiers) or any(isinstance(i, g.Dates) for i in items)
    if len(longer) > 1 and not (dated and "year" in longer):
        raise UnreadableText("two different frequencies are said", "Say one.")
    if not items and not clocked and units == {"day", "week"} and any(not p.spoken for p in group.paces):
        # "daily weekly at 9am"
        unit = context.choose("Every day, or every week?", ("day", "week"), forced=True)
        group.paces = [p for p in group.paces if p.unit == unit]
        return
    if "day" in units and longer & {"month", "quarter"}:
        raise UnreadableText("two different frequencies are said", "Say one.")
    if "day" in units and "year" in longer and not dated and not items:
        raise UnreadableText("two different frequencies are said", "Say one.")
    if units and any(isinstance(i, g.SingleDay) for i in items):
        raise UnreadableText(
            "a single day and a frequency are said",
            "Say from when it repeats: 'every day at 9am starting tomorrow'.",
        )
    short = any(p.n == 1 and p.unit in ("day", "week", "month") for p in group.paces)
    if short and group.clock_pace is None and any(isinstance(i, g.Dates) for i in items):
        raise UnreadableText("a date and a frequency contradict each other", "Say one of them.")


def _longer_than_said(group: Group, items: list[g.DayItem], units: set[str]) -> bool:
    """ "yearly … this week", "every month on the first day of each quarter", "quarterly … from May 1 to May 9"."""
    longest = max((_ORDER.index(u) for u in units), default=0)
    near = [_ORDER.index(m.unit) for m in group.modifiers if isinstance(m, g.ThisPeriod) and m.unit in _ORDER]
    ranged = any(isinstance(m, g.DateRange) for m in group.modifiers) and units & {"month", "quarter"}
    counted = [_ORDER.index(i.of.value) for i in items if isinstance(i, g.Scoped)]
    wider = bool(units & {"month", "quarter"}) and any(k > longest for k in counted)
    return any(k < longest for k in near) or bool("day" in units and ranged) or wider


def _settle_count(context: Context, group: Group, per: g.Count) -> None:
    """ "twice a day", "3 times a week" must name that many times or days; nothing named is asked for."""
    n, unit = per.n, per.unit
    said = {"day": group.times, "hour": group.minutes or ()}.get(unit or "")
    have = named([group]) if said is None else len(said)
    if have == n or group.counted_by_pace:
        return
    if unit == "day" and group.clock_pace:
        raise UnreadableText(f"{n} times a day and the interval do not agree", "Say one of them.")
    often = f"{n} times {'an' if unit == 'hour' else 'a'} {unit}"
    ask = f"{often}, but {have} named: when exactly?" if have else f"When exactly, {often}?"
    if unit == "day" and group.window is not None and not have and 2 <= n <= 24:
        first, last = window_bounds(group.window, context, group.part)
        step = (last - first) // (n - 1)
        spread = tuple((first + k * step) // _FIVE_MINUTES_S * _FIVE_MINUTES_S for k in range(n))
        chosen = context.choose(f"When exactly, {often} within that window?", (spread,), forced=True)
        group.times = [g.Time(t // HOUR_S % 24, t % HOUR_S // 60, exact=True) for t in chosen]
        group.window = None
    elif have:
        # So many are named, another number is said: only those named can be offered.
        context.confirm(ask)
    elif unit == "day" and 2 <= n <= 24:
        chosen = context.choose(ask, _HOURS.get(n) or _hours_spread(n), forced=True)
        group.times = [hour(h) for h in chosen]
    elif unit == "hour" and n > 0 and 60 % n == 0:
        context.confirm(ask)
        group.minutes = tuple(range(0, 60, 60 // n))
    elif unit is not None and (sets := _days_spread(n, unit)):
        group.selectors = [[g.Tree(context.choose(ask, sets, forced=True))]]
    else:
        raise NeedsAnswer(ask)


def _settle_weekdays(context: Context, group: Group, units: set[str]) -> None:
    """ "monthly on Monday", "daily on Friday": which of them."""
    items = [i for c in group.selectors for i in c]
    plain = [i for i in items if isinstance(i, g.Wd)]
    if plain and len(plain) == len(items):
        longer = [u for u in ("year", "quarter", "month") if u in units]
        if longer[:1] == ["year"] and group.modifiers:
            # "every year from June to August, every Monday"
            longer = [] if all(i.recurring for i in plain) else ["month"]
        if longer == ["month"] and group.clock_pace is not None and all(i.recurring for i in plain):
            # "every 10 minutes Monday through Friday every month"
            group.paces = [p for p in group.paces if p.unit != "month"]
        elif longer:
            among = frozenset(d for i in plain for d in i.days)
            of = _PERIODS[longer[0]]
            options: tuple[Days, ...] = (
                Nth(frozenset({1}), among, of),
                Nth(frozenset({-1}), among, of),
                Weekdays(among),
            )
            ask = f"Which of these weekdays in the {longer[0]}: the first, the last, or all of them?"
            group.selectors = [[g.Tree(context.choose(ask, options, forced=True))]]
        elif "day" in units and group.clock_pace is None and any(i.singles == 1 or i.each for i in plain):
            _settle_named_or_paced(context, group, "Every day, or only on the weekday named?")
    elif units & {"day", "week"} and group.clock_pace is None and not units & {"month", "quarter", "year"}:
        numbered = (isinstance(i, g.Dom) or (isinstance(i, g.Scoped) and i.of is not Period.WEEK) for i in items)
        if units == {"day"} and _in_a_row(items):
            # "every day from the 25th to the last"
            group.paces = []
        elif items and all(numbered):
            _settle_named_or_paced(context, group, "Every day or week, or only on the days named?")


def _in_a_row(items: list[g.DayItem]) -> bool:
    """Whether days of the month follow each other, three at least."""
    days = sorted(items[0].days) if len(items) == 1 and isinstance(items[0], g.Dom) else []
    return len(days) > 2 and days[0] > 0 and days == list(range(days[0], days[-1] + 1))


def _settle_named_or_paced(context: Context, group: Group, ask: str) -> None:
    if context.choose(ask, (True, False), forced=True):
        group.paces = []
    else:
        group.selectors = []


def _place_ordinals(draft: Composition, group: Group, units: set[str]) -> None:
    """What "every 3rd Friday" counts within."""
    of = Period.YEAR if units == {"year"} else Period.QUARTER if "quarter" in units else Period.MONTH
    by_month = [m for m in group.modifiers if isinstance(m, g.MonthSet)]
    for_one = bool(by_month) and all(len(m.months) == 1 for m in by_month)
    several = sum(isinstance(i, g.OrdWd) for chosen in group.selectors for i in chosen) > 1
    for chosen in group.selectors:
        for k, item in enumerate(chosen):
            if not isinstance(item, g.OrdWd):
                continue
            chosen[k] = g.Scoped(item.positions, item.among, Period.MONTH if group.modifiers else of)
            if units & {"month", "quarter", "year"} or for_one or (by_month and not item.every):
                # "every 3rd Friday from September to November" may still be every three weeks.
                continue
            weekly = item.every or (len(item.among) == 1 and not several)
            if weekly and len(item.positions) == 1 and not item.positions <= {1, -1, -2, -3}:
                (n,) = item.positions
                if not draft.context.choose(
                    f"Number {n} of each month, or every {n} weeks?", (True, False), forced=True
                ):
                    chosen[k] = g.Wd(item.among, recurring=True)
                    group.paces.append(g.Pace(n, "week"))
                    continue
            elif not item.every and len(item.positions) == 1 and not (draft.each_month or several):
                draft.context.confirm("Of every month?")
            draft.context.assume("counted within each month")


def _settle_day(draft: Composition, group: Group, units: set[str]) -> None:
    """ "every week", "monthly", "quarterly", "every year": the day, from the start or asked for."""
    if group.clock_pace is not None or group.minutes is not None or any(p.n == 0.5 for p in group.paces):
        return
    for unit in ("week", "month", "quarter", "year"):
        if unit not in units or (unit == "year" and any(isinstance(m, g.DateRange) for m in group.modifiers)):
            continue
        if any(isinstance(m, g.MonthSet) for m in group.modifiers):
            unit = "month"
        if len(units) == 1 and draft.start_day is not None and unit != "quarter":
            draft.context.assume(f"on the day of the start, {draft.start_day} (a {draft.start_day:%A})")
            days = _days_like_start(draft, unit)[0]
        else:
            ask = f"On which day of the {unit}: one of these, or name another day?"
            usual = _days_like_start(draft, unit)
            draft.context.offered = len(draft.context.asked)
            days = draft.context.choose(ask, usual, forced=True)
        group.selectors.append([g.Tree(days)])
        return


def _settle_month(context: Context, group: Group) -> None:
    """ "every May at 9am": on one of its days, or on each."""
    months = [m for m in group.modifiers if isinstance(m, g.MonthSet) and m.every and m.year is None]
    paced = group.paces or group.clock_pace is not None or group.minutes is not None or group.window is not None
    if not months or len(months) < len(group.modifiers) or group.selectors or paced:
        return
    first, last = Nth(frozenset({1})), Nth(frozenset({-1}))
    context.offered = len(context.asked)
    days = context.choose("On which day of that month?", (first, None, last), forced=True)
    if days is not None:
        group.selectors.append([g.Tree(days)])


def _days_like_start(draft: Composition, unit: str) -> tuple[Days, ...]:
    """Days of a period: that of the start or of today, then the usual ones."""
    day = draft.start_day or draft.context.today()
    if unit == "week":
        return tuple(Weekdays(frozenset({k})) for k in dict.fromkeys((day.weekday(), 0, 4, 2)))
    if unit == "month":
        return tuple(Nth(frozenset({k})) for k in dict.fromkeys((day.day, 1, -1)))
    if unit == "quarter":
        return Nth(frozenset({1}), of=Period.QUARTER), Nth(frozenset({-1}), of=Period.QUARTER)
    pairs = dict.fromkeys(((day.month, day.day), (1, 1), (12, 31)))
    return tuple(every([Months(frozenset({m})), Nth(frozenset({d}))]) for m, d in pairs)


def _settle_phase(context: Context, group: Group) -> None:
    """ "biweekly on Tuesday and Thursday", "bimonthly on the 1st and 15th", "every 3 days on Monday"."""
    items = [i for c in group.selectors for i in c]
    named_days = {
        "week": sum(len(i.days) for i in items if isinstance(i, g.Wd)),
        "month": sum(len(i.days) for i in items if isinstance(i, g.Dom)),
    }
    for k, pace in enumerate(group.paces):
        twice = not pace.spoken and pace.n == 2 and named_days.get(pace.unit, 0) > 1
        if twice and not context.choose(
            f"Every two {pace.unit}s on these days, or every {pace.unit}?", (True, False), forced=True
        ):
            group.paces[k] = replace(pace, n=1)
        elif pace.n != 1 and pace.unit == "day" and group.selectors:
            _settle_named_or_paced(context, group, f"Every {pace.n:g} days, or on the days named?")


def _settle_part(context: Context, group: Group, part: tuple[int, int]) -> None:
    """ "every hour in the morning": from when to when."""
    windows = _WINDOWS.get(part[0], (part,))
    first, last = context.choose("From when to when exactly?", windows, forced=True)
    group.window, group.part = g.Window(hour(first), hour(last % 24)), None


def days_of_all(context: Context, chosen: list[g.DayItem]) -> Days:
    return every(tree(i, context) for i in chosen)


def named(groups: list[Group]) -> int:
    """How many days are named."""
    count = 0
    for item in (i for group in groups for chosen in group.selectors for i in chosen):
        match item:
            case g.Wd(days=days) | g.Dom(days=days):
                count += len(days)
            case g.Scoped(positions=positions) | g.OrdWd(positions=positions):
                count += len(positions)
            case g.Dates(dates=dates):
                count += len(dates)
            case _:
                count += 1
    return count
