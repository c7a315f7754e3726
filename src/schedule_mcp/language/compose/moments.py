"""Single moments: a date and a time, or a span from now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import takewhile
from typing import Any

from schedule_mcp.errors import ImpossibleSchedule, LimitExceeded, UnreadableText
from schedule_mcp.language.compose.days import either, every, on, one_date, period_of, shifted, this_period, tree
from schedule_mcp.language.compose.structure.clauses import SECONDS
from schedule_mcp.language.compose.structure.groups import Group, Outline
from schedule_mcp.language.compose.times import HOUR_S, seconds_of
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import DAY_S, EVERY_DAY, Calendar, Days, Nth, Once, Rule, Schedule

_LENGTHS = ("week", "month", "quarter", "year")
MOST_S = 400 * 366 * DAY_S


class Moments:
    """Decides what happens once."""

    def __init__(self, made: Outline, context: Context) -> None:
        self.made = made
        self.context = context
        self.running = False
        self.start: datetime | None = None
        self.until: datetime | None = None
        self.first_day: date | None = None
        self.each_month = False
        """Whether "the first Friday" was settled to be that of every month."""
        self.start_day: date | None = None
        """The day of the start where it was named, and not only its week or month."""

    def once_at(self, at: datetime) -> Once:
        if at <= self.context.now:
            raise ImpossibleSchedule(f"{at:%Y-%m-%d %H:%M} is in the past", "Name a time to come.")
        if at.year > 2399:
            raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.")
        self.no_bounds()
        return Once(at)

    def no_bounds(self) -> None:
        if self.made.bounds or self.made.exceptions or self.made.lasting or (self.made.count or 1) > 1:
            raise UnreadableText("a single time has no start, end or exception", "Say how often it repeats.")

    def in_span(self, item: g.Span, group: Group) -> Once | None:
        if group.has_times or group.part:
            if any(u in SECONDS for _, u in item.parts) and not item.ago:
                raise UnreadableText("a duration in hours and a clock time contradict each other", "Say one of them.")
            return None
        return self.once_at(self.after_span(item))

    def after_span(self, item: g.Span) -> datetime:
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
        at = self.context.now
        if days:
            wall = self.context.local_now()
            at = self.context.instant(datetime.combine(shifted(wall.date(), days), wall.time()))
            self.context.assume("at the same time of day as now")
        elif self.context.zone_name is not None:
            at = at.astimezone(self.context.place().tzinfo)
        # Arithmetic on an aware datetime would move its clock, not its instant.
        zone = at.tzinfo
        return (at.astimezone(UTC) + timedelta(microseconds=int(seconds * 1_000_000))).astimezone(zone)

    def step(self, pace: g.Pace) -> timedelta:
        seconds = Fraction(str(pace.n)) * SECONDS[pace.unit]
        if seconds <= 0:
            raise ImpossibleSchedule("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
        if seconds > MOST_S:
            raise LimitExceeded("the interval is longer than 400 years")
        micros = seconds * 1_000_000
        if micros.denominator != 1 or seconds < 1:
            raise ImpossibleSchedule("an interval must be at least one second", "Say for example 'every 5 seconds'.")
        return timedelta(microseconds=int(micros))

    def repeats(self, group: Group) -> bool:
        """Whether it comes again; asked where days with a month or an ordinal leave that open."""
        if group.paces or group.clock_pace or group.minutes is not None or group.window or group.per:
            return True
        if group.each_part or self.made.daily:
            return True
        items = [i for chosen in group.selectors for i in chosen]
        if self.made.count == 1 and items and all(isinstance(i, g.Wd) and not i.recurring for i in items):
            # "Tuesday and Friday at 9am, just once"
            return False
        by_days = self.repeats_by_days(group, items)
        if by_days is not None:
            return by_days
        if self.made.repeating:
            if items and all(isinstance(i, g.Wd) for i in items):
                self.context.assume("every week on these days")
                return True
            raise UnreadableText("it is said to repeat, but not how often", "Say for example 'every week'.")
        single = (g.Ref, g.NextDay, g.DayOf, g.EndOf, g.Span, g.SlashDate, g.Instant, g.Beside)
        if any(isinstance(i, single) or (isinstance(i, g.Dates) and any(d[0] is None for d in i.dates)) for i in items):
            return False
        return self.repeats_by_bounds(group, items)

    def repeats_by_days(self, group: Group, items: list[Any]) -> bool | None:
        """What the days say by themselves; None where they say nothing."""
        months = [m for m in group.modifiers if isinstance(m, g.MonthSet)]
        one_month = any(len(m.months) == 1 and not m.every and m.year is None for m in months)
        if any(isinstance(i, g.Scoped) for i in items) and one_month:
            return self.context.choose("Every year, or once?", (True, False), forced=True)
        several = any(isinstance(i, g.OrdWd) and len(i.positions) > 1 for i in items)
        if several or any(isinstance(i, g.Scoped | g.Tree | g.Rest) for i in items):
            return True
        if any(isinstance(i, g.Wd) and (i.recurring or i.singles > 1) for i in items):
            if any(isinstance(i, g.Wd) and not i.recurring for i in items):
                self.context.assume("every week on these days")
            return True
        if any(getattr(i, "every", False) for i in (*items, *group.modifiers)):
            return True
        if any(isinstance(i, g.Dates) and i.open for i in items):
            return self.context.choose("Every year, or once?", (True, False), forced=True)
        if any(isinstance(i, g.OrdWd) and i.positions != {-1} for i in items) and not group.modifiers:
            self.each_month = self.context.choose("Of every month, or once?", (True, False), forced=True)
            return self.each_month
        if months and items:
            return any(isinstance(i, g.Wd | g.OrdWd) for i in items)
        if any(isinstance(m, g.DateRange) for m in group.modifiers):
            return True
        if any(isinstance(i, g.Dom) and len(i.days) > 1 for i in items):
            self.context.assume("every month on these days")
            return True
        return None

    def repeats_by_bounds(self, group: Group, items: list[Any]) -> bool:
        """What has an end, a duration, a count or an exception comes again."""
        lasting = self.made.lasting
        if lasting is not None and group.times and not items and all(u not in SECONDS for _, u in lasting.span.parts):
            # "at 9am for the next 10 days"
            return True
        bounded = (
            (self.made.count is not None and self.made.count > 1)
            or bool(self.made.lasting or self.made.exceptions)
            or any(b.edge in ("until", "through", "before") for b in self.made.bounds)
        )
        if (group.habitual or self.made.each_time) and not items and not group.modifiers:
            # Of several times it is asked further on.
            alone = len(group.times) < 2
            return bounded or (alone and self.context.choose("Every day, or once?", (True, False), forced=True))
        return bounded and bool(items or group.modifiers or (self.made.count and not self.made.exceptions))

    def once(self, group: Group) -> Schedule | None:
        self.no_bounds()
        if any(isinstance(m, g.ThisPeriod) for m in group.modifiers) and not group.selectors:
            self.choose_day(group)
        days = self.dates(group)
        if not group.times:
            self.ask_time(group)
        now = self.context.local_now()
        named = bool(group.selectors)
        found: list[datetime] = []
        for time in group.times:
            seconds = seconds_of(time, self.context, group.part, daily=not named)
            for day in days if days else [now.date()]:
                wall = datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds)
                if not days and wall <= now:
                    wall += timedelta(days=1)
                item = self.slipping(group, day) if wall <= now and days else None
                if item is not None:
                    following = one_date(item, self.context, after=self.context.today() + timedelta(days=1))
                    wall = datetime.combine(following, wall.time())
                found.append(wall)
        if len(found) == 1:
            return self.once_at(self.context.instant(found[0]))
        if not named and self.context.choose("Every day at these times, or once?", (True, False), forced=True):
            seconds_each = {w.hour * HOUR_S + w.minute * 60 + w.second for w in found}
            return Calendar((Rule(EVERY_DAY, tuple(sorted(seconds_each))),), self.context.place().name)
        rules = tuple(
            Rule(on(w.date()), (w.hour * HOUR_S + w.minute * 60 + w.second,)) for w in sorted(set(found)) if w > now
        )
        if not rules:
            raise ImpossibleSchedule("that is in the past", "Name a time to come.")
        if over := sorted({wall for wall in found if wall <= now}):
            self.context.warnings.append(f"{over[0]:%Y-%m-%d %H:%M} is over and left out")
        return Calendar(rules, self.context.place().name)

    def choose_day(self, group: Group) -> None:
        """ "next week at 9am": on one of its days."""
        period = next(m for m in group.modifiers if isinstance(m, g.ThisPeriod))
        first, last = this_period(period, self.context)
        if len(group.modifiers) > 1 or period.unit not in ("week", "month"):
            raise UnreadableText("which day of that period?", "Name the day.")
        usual = (first, first + timedelta(days=4 if period.unit == "week" else 14), last)
        ahead = [day for day in dict.fromkeys(usual) if day > self.context.today()]
        if not ahead:
            raise UnreadableText("which day of that period?", "Name the day.")
        day = self.context.choose(f"Which day of that {period.unit}?", ahead, forced=True)
        group.selectors, group.modifiers = [[g.Dates(((day.year, day.month, day.day),))]], []

    def slipping(self, group: Group, day: date) -> Any:
        """What names this day, if it means the next such day where this one is over."""
        for chosen in group.selectors if not group.modifiers else ():
            item = chosen[0]
            single = isinstance(item, g.Wd | g.Dom) or (
                isinstance(item, g.Dates) and len(item.dates) == 1 and item.dates[0][0] is None
            )
            if isinstance(item, g.Wd) and day.weekday() in item.days:
                item = replace(item, days=frozenset({day.weekday()}))
            if len(chosen) == 1 and single and one_date(item, self.context) == day:
                return item
        return None

    def dates(self, group: Group) -> list[date]:
        """The dates of a moment; several statements about one must agree."""
        if any(isinstance(i, g.OrdWd | g.Scoped) for chosen in group.selectors for i in chosen):
            return self.nth_dates(group)
        found: list[date] = []
        for chosen in group.selectors:
            found.extend(self.agreed(chosen))
        if group.modifiers:
            found = self.within(group, found)
        return sorted(set(found))

    def agreed(self, chosen: list[Any]) -> list[date]:
        firm = [i for i in chosen if not isinstance(i, g.Wd)]
        loose = [i for i in chosen if isinstance(i, g.Wd)]
        if any(i.either for i in loose):
            raise UnreadableText("'or' leaves open which day is meant", "Say 'and', or name one of them.")
        if not firm:
            if len(loose) > 1:
                raise UnreadableText("two different weekdays are named for one run", "Join them with 'and'.")
            return [one_date(replace(loose[0], days=frozenset({day})), self.context) for day in loose[0].days]
        days: list[date] = []
        for item in firm:
            if isinstance(item, g.Dates) and len(item.dates) > 1:
                these = [one_date(g.Dates((d,)), self.context) for d in item.dates]
            elif isinstance(item, g.Dom) and loose:
                return [self.weekday_and_day(loose[0], item)]
            elif isinstance(item, g.Beside):
                these = [self.nearest(tree(item, self.context))]
            else:
                these = [one_date(item, self.context)]
            if days and days != these:
                raise UnreadableText("two different dates are named for one run", "Name one.")
            days = these
        for weekdays in loose:
            for day in days:
                if day.weekday() not in weekdays.days:
                    raise ImpossibleSchedule(f"{day} is a {day:%A}", "Check the weekday and the date.")
        return days

    def weekday_and_day(self, weekdays: g.Wd, dom: g.Dom) -> date:
        return self.nearest(every([tree(weekdays, self.context), Nth(dom.days)]))

    def within(self, group: Group, days: list[date]) -> list[date]:
        """ "on the 5th in March": a day within a month."""
        doms = [i for chosen in group.selectors for i in chosen if isinstance(i, g.Dom)]
        months = [m for m in group.modifiers if isinstance(m, g.MonthSet) and len(m.months) == 1]
        if (
            len(doms) == 1
            and len(doms[0].days) == 1
            and len(months) == len(group.modifiers) == 1
            and min(doms[0].days) > 0
        ):
            (month,) = months[0].months
            return [one_date(g.Dates(((months[0].year, month, min(doms[0].days)),)), self.context)]
        if len(doms) == 1 and len(doms[0].days) == 1 and len(group.modifiers) == 1:
            (period,) = group.modifiers
            if isinstance(period, g.ThisPeriod) and period.unit == "month":
                return [self.nearest(every([tree(period, self.context), Nth(doms[0].days)]))]
        if days and any(isinstance(m, g.ThisPeriod) for m in group.modifiers):
            first, last = this_period(group.modifiers[0], self.context)
            weekdays = [i for c in group.selectors for i in c if isinstance(i, g.Wd)]
            if weekdays and len(group.modifiers) == 1:
                day = first + timedelta(days=(min(weekdays[0].days) - first.weekday()) % 7)
                if first <= day <= last and group.modifiers[0].unit == "week":
                    return [self.that_is(day, [i for c in group.selectors for i in c if not isinstance(i, g.Wd)])]
        raise UnreadableText("which day is meant was not understood", "Name a date such as 2026-12-24.")

    def that_is(self, day: date, items: list[Any]) -> date:
        """The day, if what else is said of it holds: "next week Tuesday the 3rd"."""
        return self.nearest(every([on(day), *(tree(i, self.context) for i in items)])) if items else day

    def nth_dates(self, group: Group) -> list[date]:
        """The first such day to come, or all of one period where several are said."""
        if any(isinstance(i, g.OrdWd) and i.positions == {-1} for c in group.selectors for i in c):
            raise ImpossibleSchedule("that is in the past", "Say 'the last Friday of the month' for every month.")
        days = [every(self.nth_tree(i) for i in chosen) for chosen in group.selectors]
        meant = every([either(days), *(tree(m, self.context) for m in group.modifiers)])
        first = self.nearest(meant)
        items = [i for chosen in group.selectors for i in chosen if isinstance(i, g.OrdWd | g.Scoped)]
        if sum(len(i.positions) for i in items) == 1:
            return [first]
        unit = max((i.of.value for i in items if isinstance(i, g.Scoped)), key=_LENGTHS.index, default="month")
        _, last = period_of(unit, first, 0)
        runs = fires(Calendar((Rule(meant, (DAY_S - 1,)),), self.context.place().name), after=self.context.now)
        dates = (run.astimezone(self.context.place().tzinfo).date() for run in runs)
        return list(takewhile(lambda day: day <= last, dates))

    def nth_tree(self, item: Any) -> Days:
        return Nth(item.positions, item.among) if isinstance(item, g.OrdWd) else tree(item, self.context)

    def nearest(self, days: Days) -> date:
        """The first such date that is not over."""
        first = next_fire(Calendar((Rule(days, (DAY_S - 1,)),), self.context.place().name), self.context.now)
        if first is None:
            raise ImpossibleSchedule("there is no such day", "Check the weekday and the date.")
        return first.astimezone(self.context.place().tzinfo).date()

    def ask_time(self, group: Group) -> None:
        """Takes the time of day from a start, else asks for it."""
        for k, bound in enumerate(self.made.bounds if len(self.made.groups) == 1 else ()):
            timed = [i for i in bound.items if isinstance(i, g.Times)]
            if bound.edge == "start" and timed and len(timed) < len(bound.items):
                group.times = list(timed[0].times)
                self.made.bounds[k] = replace(bound, items=tuple(i for i in bound.items if i not in timed))
                return
        hours: Sequence[int] = (9, 12, 18)
        if group.part is not None:
            first, end = group.part
            hours = [h for h in (8, 9, 10, 13, 15, 17, 19, 20, 21, 22) if max(first, 5) <= h < end][:3]
            if len(hours) < 2:
                hours = range(first or 1, min(end, 24))[:3]
        hour = self.context.choose("At what time of day?", hours, forced=True)
        group.times = [g.Time(hour, 0, exact=True)]
