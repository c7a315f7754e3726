"""A union of rules on the wall clock, with its window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from schedule_mcp.errors import ImpossibleSchedule, UnreadableText
from schedule_mcp.language.compose.days import either, every, on, one_date
from schedule_mcp.language.compose.limits import STARTS
from schedule_mcp.language.compose.rules import Rules
from schedule_mcp.language.compose.structure.groups import Group
from schedule_mcp.language.compose.times import seconds_of
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


class Calendars(Rules):
    """Makes calendars."""

    def calendar(self) -> Schedule:
        self.agree_on_repeating()
        self.set_window()
        rules: list[Rule] = []
        groups = list(enumerate(self.made.groups))
        for index, group in sorted(groups, key=lambda pair: _is_rest(pair[1])):
            if _is_rest(group):
                self.place_rest(group, rules, index)
            found = self.rules(group)
            if group.joint == "," and not self.made.also:
                rules = self.instead(rules, found[0])
            rules.extend(self.without(found, index))
        rules = [r for r in dict.fromkeys(rules) if r.times]
        self.check_count(self.made.groups, len({t for r in rules for t in r.times}))
        clock = RUNNING_CLOCK if self.running else SPOKEN_CLOCK
        for said in self.made.clock:
            gap = Gap.SKIP if said.gap else clock.gap
            clock = Clock(gap, Overlap.BOTH if said.overlap else clock.overlap)
        schedule = self.with_nights(Calendar(tuple(rules), self.context.place().name, clock, self.start, self.until))
        if next_fire(schedule, self.context.now) is None:
            raise ImpossibleSchedule("it never runs", "Check the days, the exceptions and the bounds.")
        return self.limited(schedule)

    def instead(self, rules: list[Rule], narrow: Rule) -> list[Rule]:
        """ "daily at 9am, weekends at 10am": whether 9am is left out on weekends is open."""
        wide = [rule for rule in rules if _lies_within(narrow.days, rule.days) and rule.times != narrow.times]
        ask = "On the days named last, only at the time named last, or at the other time as well?"
        if not wide or not self.context.choose(ask, (True, False), forced=True):
            return rules
        return [Rule(every([r.days, Not(narrow.days)]), r.times) if r in wide else r for r in rules]

    def place_rest(self, group: Group, rules: list[Rule], index: int) -> None:
        """ "Saturdays at 10am, all other days at 8am": the days without the rules so far."""
        excepted = any(index in indexes for indexes, _ in self.made.exceptions)
        if bool(rules) == excepted:
            raise UnreadableText("it is not clear which the other days are", "Name the days.")
        named = [Not(either(r.days for r in rules))] if rules else []
        for chosen in group.selectors:
            for k, item in enumerate(chosen):
                if isinstance(item, g.Rest):
                    kind = Weekdays(item.base.days) if item.base else EVERY_DAY
                    chosen[k] = g.Tree(every([kind, *named]))
        left = Rule(every(self.days_of(chosen) for chosen in group.selectors), (0,))
        if next_fire(Calendar((left,), self.context.place().name), self.context.now) is None:
            raise UnreadableText("no other days are left", "Name the days.")

    def agree_on_repeating(self) -> None:
        """ "tomorrow at 9am and Friday at 10am": whether Friday is once or every week is open."""
        if len(self.made.groups) < 2:
            return
        if self.all_single():
            return
        items = [i for group in self.made.groups for c in group.selectors for i in c]
        once = [i for i in items if isinstance(i, g.Ref | g.NextDay | g.DayOf | g.Span | g.EndOf | g.Instant)]
        lone = [i for i in items if isinstance(i, g.Wd) and not i.recurring and i.singles == 1]
        if lone and once:
            if not self.context.choose("Once on the weekday named, or every week?", (True, False), forced=True):
                return
            for group in self.made.groups:
                group.selectors = [
                    [g.Tree(on(self.coming(i, group))) if i in lone else i for i in c] for c in group.selectors
                ]
        elif lone:
            self.context.assume("every week on these days")

    def all_single(self) -> bool:
        """ "December 24 at 9am and December 26 at noon", "Monday at 8am and Tuesday at noon, just once"."""
        groups = self.made.groups
        items = [i for group in groups for c in group.selectors for i in c]
        dates = all(isinstance(i, g.Dates) and not (i.every or i.open) for i in items)
        days = all(isinstance(i, g.Dates | g.Wd) and not getattr(i, "recurring", False) for i in items)
        paced = any(x.paces or x.modifiers or x.clock_pace or not x.selectors for x in groups)
        if paced or self.made.repeating or not (dates or (days and self.made.count == 1)):
            return False
        if self.made.count == 1:
            self.made.count = None
        for group in groups:
            group.selectors = [
                [g.Tree(on(self.coming(c[0], group)) if len(c) == 1 else either(map(on, self.agreed(c))))]
                for c in group.selectors
            ]
        return True

    def coming(self, item: g.Wd | g.Dates, group: Group) -> date:
        """The day, or the next such day where its times are over today."""
        day, now = one_date(item, self.context), self.context.local_now()
        certain = all(t.half or t.exact for t in group.times)
        if day != now.date() or not group.times or not certain:
            return day
        last = max(seconds_of(t, self.context, group.part, daily=False) for t in group.times)
        over = datetime.combine(day, datetime.min.time()) + timedelta(seconds=last) <= now
        return one_date(item, self.context, after=day + timedelta(days=1)) if over else day

    def set_window(self) -> None:
        for group in self.made.groups:
            if not group.has_times and group.part is None and group.clock_pace is None:
                self.borrow_times(group)
        bounds, self.made.bounds = self.made.bounds, []
        for bound in bounds:
            if self.time_only(bound) and self.windowed(bound):
                continue
            self.made.bounds.append(bound)
        for group in self.made.groups:
            self.close_window(group)
        for bound in sorted(self.made.bounds, key=lambda b: b.edge not in STARTS):
            if bound.edge in STARTS:
                self.set_start(bound)
            elif bound.edge == "counted":
                raise UnreadableText("only an interval is counted from an instant")
            else:
                if self.time_only(bound) and not self.runs_through():
                    raise UnreadableText("an end at a clock time needs a date", "Say for example 'until May 8'.")
                until = self.moment_until(bound)
                self.until = until if self.until is None else min(self.until, until)

    def runs_through(self) -> bool:
        """Whether minutes of the hour are said and no days: a clock time bounds the whole, not each day."""
        return all(x.minutes is not None and not x.has_days for x in self.made.groups)

    def borrow_times(self, group: Group) -> None:
        """A group without times takes those of a bound: "every other day starting tomorrow at 9am"."""
        timed = [b for b in self.made.bounds if self.time_is_lent(b)]
        if timed and not any(x.has_times for x in self.made.groups):
            bound = timed[0]
            group.times = [t for i in bound.items if isinstance(i, g.Times) for t in i.times]
            rest = tuple(i for i in bound.items if not isinstance(i, g.Times))
            self.made.bounds = [b for b in self.made.bounds if b is not bound]
            if rest:
                self.made.bounds.append(replace(bound, items=rest))

    def time_is_lent(self, bound: g.Bound) -> bool:
        """Whether the time of a bound is that of the runs: in "until Friday at 9am", not in "until 9am on Friday"."""
        if bound.edge == "start":
            return any(isinstance(i, g.Times) for i in bound.items)
        last = bound.items[-1]
        return len(bound.items) > 1 and isinstance(last, g.Times) and not last.times[0].midnight

    def windowed(self, bound: g.Bound) -> bool:
        """Whether "starting at 6am" or "before noon" bounds each day of a pace."""
        paced = [x for x in self.made.groups if x.clock_pace is not None or x.minutes is not None]
        if len(paced) != 1 or (paced[0].window not in (None,) and (paced[0].window.first and paced[0].window.last)):
            return False
        group, time = paced[0], bound.items[0].times[0]
        if not group.has_days:
            # "every hour at :30 until 4am" ends at the next 4am.
            return False
        window = group.window or g.Window(None, None)
        if bound.edge in ("start", "after"):
            group.window = replace(window, first=time)
        else:
            group.window = replace(window, last=time, last_included=bound.edge != "before")
        return True

    def close_window(self, group: Group) -> None:
        if group.window is None:
            return
        if group.window.first is None:
            group.window = replace(group.window, first=g.Time(0, exact=True))
            self.context.assume("from 00:00 on")
        if group.window.last is None:
            group.window = replace(group.window, last=g.Time(24, exact=True), last_included=False)
            self.context.assume("to the end of the day")

    def set_start(self, bound: g.Bound) -> None:
        item = bound.items[0]
        if isinstance(item, g.Now):
            return
        if isinstance(item, g.Instant):
            self.start = item.at
            self.first_day = self.start_day = item.at.astimezone(self.context.place().tzinfo).date()
            return
        day, seconds = self.point(bound)
        if day is None and self.runs_through():
            self.start = self.next_clock(seconds or 0)
            return
        if day is None:
            raise UnreadableText("a start at a clock time needs a date", "Say for example 'starting May 8'.")
        if bound.edge == "after" and seconds is None:
            day += timedelta(days=1)
        self.first_day = day
        days = [i.day if isinstance(i, g.DayOf) else i for i in bound.items]
        if any(isinstance(i, g.Nearest | g.Wd | g.Dates | g.SlashDate | g.Ref | g.NextDay | g.Dom) for i in days):
            self.start_day = day
        self.start = self.wall(day, seconds or 0)
