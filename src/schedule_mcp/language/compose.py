"""Items to a schedule: groups of days and times, bounds, exceptions, once or again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any

from schedule_mcp.errors import ImpossibleSchedule, LimitExceeded, UnreadableText
from schedule_mcp.language import items as g
from schedule_mcp.language.clocktimes import HOUR_S, grid, seconds_of, window_bounds
from schedule_mcp.language.context import Context, NeedsAnswer
from schedule_mcp.language.daywords import either, every, on, one_date, period_of, shifted, tree
from schedule_mcp.schedule.fires import fires, next_fire
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    AllOf,
    Between,
    Calendar,
    Clock,
    Days,
    Every,
    Gap,
    Interval,
    Not,
    Nth,
    Once,
    Overlap,
    Period,
    Rule,
    Schedule,
    Unit,
)

RULES_AT_MOST = 32
COUNT_AT_MOST = 100_000
_SELECTORS = (
    g.Wd,
    g.OrdWd,
    g.Scoped,
    g.Dom,
    g.Dates,
    g.SlashDate,
    g.Tree,
    g.Ref,
    g.NextDay,
    g.EndOf,
    g.Span,
    g.Instant,
)
_MODIFIERS = (g.MonthSet, g.DateRange, g.ThisPeriod)
_SECONDS = {"second": 1, "minute": 60, "hour": HOUR_S}
_OTHER_UNITS = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_MOST_S = 400 * 366 * DAY_S


@dataclass
class Group:
    """Days and times that belong together."""

    selectors: list[list[Any]] = field(default_factory=list)
    """Any of these; each is a list of items that must all hold."""
    modifiers: list[Any] = field(default_factory=list)
    paces: list[g.Pace] = field(default_factory=list)
    clock_pace: g.Pace | None = None
    times: list[g.Time] = field(default_factory=list)
    window: g.Window | None = None
    minutes: tuple[int, ...] | None = None
    part: tuple[int, int] | None = None
    per: g.Count | None = None

    @property
    def has_days(self) -> bool:
        return bool(self.selectors or self.modifiers or self.paces)

    @property
    def has_times(self) -> bool:
        return bool(self.times or self.window or self.clock_pace or self.minutes is not None)


@dataclass
class Outline:
    """A whole phrase: groups, and what holds for all of them."""

    groups: list[Group] = field(default_factory=list)
    exceptions: list[tuple[range, g.Except]] = field(default_factory=list)
    bounds: list[g.Bound] = field(default_factory=list)
    lasting: g.Lasting | None = None
    count: int | None = None
    clock: list[g.ClockRule] = field(default_factory=list)
    zone: Any = None


def outline(items: Sequence[Any]) -> Outline:
    """Sorts items into groups.

    Raises:
        UnreadableText: one thing is said twice, differently.
    """
    made = Outline()
    part: list[Any] = []
    for item in [*items, g.Sep(";")]:
        match item:
            case g.Ask(ask, choices):
                raise NeedsAnswer(ask, choices)
            case g.Sep(";"):
                _close_part(part, made)
                part = []
            case g.ZoneItem():
                if made.zone is not None and made.zone != item:
                    raise UnreadableText("two time zones are named", "Name one.")
                made.zone = item
            case g.Local():
                pass
            case g.ClockRule():
                made.clock.append(item)
            case g.Bound():
                made.bounds.append(item)
            case g.Lasting():
                made.lasting = _once_only(made.lasting, item, "duration")
            case g.Count(n, None):
                made.count = _once_only(made.count, n, "count")
            case _:
                part.append(item)
    return made


def _once_only(old: Any, new: Any, what: str) -> Any:
    if old is not None and old != new:
        raise UnreadableText(f"two different {what}s are said", "Say one.")
    return new


def _close_part(part: list[Any], made: Outline) -> None:
    groups: list[Group] = []
    exceptions: list[g.Except] = []
    current = Group()
    joined = ""
    only = False
    for item in part:
        if isinstance(item, g.Sep):
            joined = "and" if item.sign == "and" or joined == "and" else ","
            continue
        if isinstance(item, g.Only):
            only = True
            continue
        if isinstance(item, g.Except):
            exceptions.append(_with_times_given_back(current, item))
            joined = ""
            continue
        if _begins_group(current, item, joined):
            groups.append(current)
            current = Group()
        _add(current, item, "only" if only else joined)
        joined, only = "", False
    if current.has_days or current.has_times or current.part or current.per:
        groups.append(current)
    _settle(groups)
    indexes = range(len(made.groups), len(made.groups) + len(groups))
    made.groups.extend(groups)
    made.exceptions.extend((indexes if groups else range(RULES_AT_MOST), e) for e in exceptions)
    if len(made.groups) > RULES_AT_MOST:
        raise LimitExceeded(f"more than {RULES_AT_MOST} rules in one description", "Make several schedules.")


def _with_times_given_back(group: Group, exception: g.Except) -> g.Except:
    """A time after an exception is that of the runs where none was said before: "every day but Saturday at 7pm"."""
    times = [i for i in exception.items if isinstance(i, g.Times)]
    if group.has_times or not times or len(times) == len(exception.items):
        return exception
    group.times.extend(t for item in times for t in item.times)
    return g.Except(tuple(i for i in exception.items if not isinstance(i, g.Times)))


def _settle(groups: list[Group]) -> None:
    """Modifiers and a zone after the last pair hold for all pairs."""
    for k in range(len(groups) - 1, 0, -1):
        group = groups[k]
        if not group.has_times and not group.selectors and not group.part and not group.per:
            for other in groups[:k]:
                other.modifiers += group.modifiers
                other.paces += group.paces
            del groups[k]


def _is_time(item: Any) -> bool:
    return isinstance(item, g.Times | g.Window | g.Minutes) or (isinstance(item, g.Pace) and item.unit in _SECONDS)


def _begins_group(current: Group, item: Any, joined: str) -> bool:
    """Whether an item starts another pair of days and times."""
    if not (current.has_days and current.has_times):
        return False
    if not joined:
        return False
    if (isinstance(item, g.Pace) and item.unit in ("week", "month", "year", "quarter")) or isinstance(item, _MODIFIERS):
        return False
    is_dated = isinstance(item, g.Dates) and all(year for year, _, _ in item.dates)
    if joined == "," and is_dated and len(current.selectors) == 1 and isinstance(current.selectors[0][-1], g.Wd):
        return False
    if isinstance(item, (_SELECTORS, g.Pace)):
        return not (isinstance(item, g.Pace) and item.unit == "day" and not current.selectors and item in current.paces)
    return (
        _is_time(item) and joined == "and" and not (isinstance(item, g.Times) and current.times and not current.window)
    )


def _add(group: Group, item: Any, joined: str) -> None:
    match item:
        case g.Times(times):
            group.times.extend(times)
        case g.Window():
            group.window = _once_only(group.window, item, "window")
        case g.Minutes(minutes):
            group.minutes = tuple(sorted({*(group.minutes or ()), *minutes}))
        case g.DayPart(hours):
            group.part = _once_only(group.part, hours, "part of the day")
        case g.Pace() if item.unit in _SECONDS:
            group.clock_pace = _once_only(group.clock_pace, item, "interval")
        case g.Pace():
            if item not in group.paces:
                group.paces.append(item)
        case g.Count():
            group.per = _once_only(group.per, item, "count")
        case _ if isinstance(item, _MODIFIERS):
            group.modifiers.append(item)
        case _:
            _add_selector(group, item, joined)


def _add_selector(group: Group, item: Any, joined: str) -> None:
    if not group.selectors or joined == "and":
        group.selectors.append([item])
    elif joined == ",":
        last = group.selectors[-1][-1]
        if isinstance(last, g.Wd | g.Dates) and isinstance(item, g.Dates | g.Ref | g.Wd | g.SlashDate):
            group.selectors[-1].append(item)
        else:
            raise UnreadableText(
                "it is not clear how these days belong together", "Join them with 'and', or make separate sentences."
            )
    else:
        for chosen in group.selectors:
            chosen.append(item)


# From groups to a schedule


class Composer:
    """Puts an outline together within a context."""

    def __init__(self, made: Outline, context: Context) -> None:
        self.made = made
        self.context = context
        self.running = False
        self.start: datetime | None = None
        self.until: datetime | None = None
        self.first_day: date | None = None
        self.borrowed = False

    def schedule(self) -> Schedule:
        self.settle_zone()
        made = self.made
        if not made.groups:
            made.groups.append(Group())
        if len(made.groups) == 1:
            alone = self.single(made.groups[0])
            if alone is not None:
                return alone
        return self.calendar()

    def settle_zone(self) -> None:
        if self.made.zone is None:
            return
        hit = self.made.zone.hit
        names = tuple(n for n in dict.fromkeys((hit.zone, *hit.ambiguous)) if n)
        name = names[0]
        if hit.ambiguous:
            name = self.context.choose("Which time zone is meant: " + ", ".join(names) + "?", names)
        requested = self.context.zone_name
        self.context.zone_name = name
        if (
            requested is not None
            and requested != name
            and any(isinstance(i, g.Ref) for group in self.made.groups for chosen in group.selectors for i in chosen)
        ):
            self.other_date(requested)

    def other_date(self, requested: str) -> None:
        """ "tomorrow" said in one zone, the time in another: asked where their dates differ."""
        here, there = Context(self.context.now, requested).today(), self.context.today()
        if here == there:
            return
        refs = [i for group in self.made.groups for chosen in group.selectors for i in chosen if isinstance(i, g.Ref)]
        shift = self.context.choose(
            f"It is {here} in {requested} but {there} in {self.context.zone_name}: counted from which date?",
            ((here - there).days, 0),
        )
        for group in self.made.groups:
            group.selectors = [
                [replace(i, days=i.days + shift) if i in refs else i for i in c] for c in group.selectors
            ]

    # One moment, or elapsed time

    def single(self, group: Group) -> Schedule | None:
        if len(group.selectors) == 1 and len(group.selectors[0]) == 1:
            item = group.selectors[0][0]
            if isinstance(item, g.Instant) and not group.has_times and not self.repeats(group):
                return self.once_at(item.at)
            if isinstance(item, g.Span) and item.base is None and not group.paces and group.clock_pace is None:
                exact = self.in_span(item, group)
                if exact is not None:
                    return exact
        if group.clock_pace is not None and not group.selectors and not group.modifiers:
            interval = self.interval(group)
            if interval is not None:
                return interval
        if self.repeats(group):
            return None
        return self.once(group)

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
        if item.ago:
            raise ImpossibleSchedule("that is in the past", "Name a time to come.")
        clock = [(n, u) for n, u in item.parts if u in _SECONDS]
        days = [(n, u) for n, u in item.parts if u not in _SECONDS]
        if group.has_times or group.part:
            if clock:
                raise UnreadableText("a duration in hours and a clock time contradict each other", "Say one of them.")
            return None
        seconds = sum(Fraction(str(n)) * _SECONDS[u] for n, u in clock)
        if seconds > _MOST_S:
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
        return self.once_at((at.astimezone(UTC) + timedelta(microseconds=int(seconds * 1_000_000))).astimezone(zone))

    def interval(self, group: Group) -> Schedule | None:
        """Elapsed time, where nothing ties it to the clock or to days."""
        pace = group.clock_pace
        assert pace is not None
        windowed = any(p.unit == "day" for p in group.paces)
        if group.window or group.minutes is not None or group.times or group.part or self.made.exceptions or group.per:
            return None
        if any(p.unit != "day" or p.n != 1 for p in group.paces):
            raise UnreadableText("two intervals are said", "Say one.")
        if windowed and any(self.time_only(b) for b in self.made.bounds):
            return None
        every_s = self.step(pace)
        anchor, start, until = None, None, None
        for bound in self.made.bounds:
            if bound.edge == "counted":
                anchor = bound.items[0].at
            elif bound.edge in ("start", "after"):
                start = self.interval_start(bound)
            else:
                until = self.moment_until(bound)
        if anchor is None and start is not None and start > self.context.now - timedelta(days=40_000):
            anchor, start = start, None
        interval = Interval(every_s, anchor, start, until)
        return self.limited(interval)

    def step(self, pace: g.Pace) -> timedelta:
        seconds = Fraction(str(pace.n)) * _SECONDS[pace.unit]
        if seconds <= 0:
            raise ImpossibleSchedule("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
        if seconds > _MOST_S:
            raise LimitExceeded("the interval is longer than 400 years")
        micros = seconds * 1_000_000
        if micros.denominator != 1 or seconds < 1:
            raise ImpossibleSchedule("an interval must be at least one second", "Say for example 'every 5 seconds'.")
        return timedelta(microseconds=int(micros))

    def time_only(self, bound: g.Bound) -> bool:
        return all(isinstance(i, g.Times) for i in bound.items)

    def interval_start(self, bound: g.Bound) -> datetime | None:
        if isinstance(bound.items[0], g.Now):
            return self.context.now
        if isinstance(bound.items[0], g.Instant):
            return bound.items[0].at
        day, seconds = self.point(bound)
        if day is None:
            return self.next_clock(seconds or 0)
        if seconds is None:
            if any(isinstance(i, g.Span) for i in bound.items):
                return self.span_moment(bound)
            wall = self.context.local_now()
            at_now = wall.hour * HOUR_S + wall.minute * 60 + wall.second
            seconds = self.context.choose(f"At what time on {day} does it start?", (0, at_now))
        return self.wall(day, seconds)

    def span_moment(self, bound: g.Bound) -> datetime:
        inner = self.in_span(bound.items[0], Group()) if isinstance(bound.items[0], g.Span) else None
        if inner is None:
            raise UnreadableText("this start was not understood")
        return inner.at

    def next_clock(self, seconds: int) -> datetime:
        """The next moment at which the clock shows so many seconds."""
        today = self.context.today()
        for ahead in range(3):
            at = self.wall(today + timedelta(days=ahead), seconds)
            if at > self.context.now:
                return at
        raise ImpossibleSchedule("there is no such time ahead")

    def wall(self, day: date, seconds: int) -> datetime:
        return self.context.instant(datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds), ask=False)

    def point(self, bound: g.Bound) -> tuple[date | None, int | None]:
        """The date and the seconds of a bound."""
        day, seconds = None, None
        dated = [i for i in bound.items if not isinstance(i, g.Times)]
        timed = [i for i in bound.items if isinstance(i, g.Times)]
        for item in dated:
            if isinstance(item, g.Span) and any(u in _SECONDS for _, u in item.parts):
                moment = self.in_span(item, Group())
                assert moment is not None
                wall = moment.at.astimezone(self.context.place().tzinfo)
                return wall.date(), wall.hour * HOUR_S + wall.minute * 60 + wall.second
            found = one_date(item, self.context)
            if isinstance(item, g.Wd) and found == self.context.today() and not timed:
                found = self.context.choose(
                    f"Does that mean today or {found + timedelta(days=7)}?", (found, found + timedelta(days=7))
                )
            if day is not None and day != found:
                raise UnreadableText(f"{day} and {found} are two different dates", "Name one.")
            day = found
        if timed:
            seconds = seconds_of(timed[0].times[0], self.context, None, daily=True)
        return day, seconds

    def moment_until(self, bound: g.Bound) -> datetime:
        before = bound.edge == "before"
        item = bound.items[0]
        if isinstance(item, g.Instant | g.Now):
            at = item.at if isinstance(item, g.Instant) else self.context.now
        elif isinstance(item, g.ThisPeriod) and len(bound.items) == 1:
            first, last = period_of(item.unit, self.context.today(), 1 if item.next else 0)
            if not before:
                first = (
                    self.context.choose("Is that period included?", (last + timedelta(days=1), first))
                    if item.next
                    else last + timedelta(days=1)
                )
            return self.wall(first, 0) - timedelta(seconds=1)
        elif isinstance(item, g.MonthSet) and len(bound.items) == 1:
            first = one_date(item, self.context)
            if not before:
                following = shifted(first, [(1, "month")])
                first = self.context.choose("Up to the beginning or to the end of that month?", (following, first))
            return self.wall(first, 0) - timedelta(seconds=1)
        else:
            day, seconds = self.point(bound)
            if day is None:
                at = self.next_clock(seconds or 0)
            elif seconds is None:
                ends = day if before else day + timedelta(days=1)
                return self.wall(ends, 0) - timedelta(seconds=1)
            else:
                at = self.wall(day, seconds)
        return at - timedelta(seconds=1) if before else at

    def limited(self, schedule: Interval | Calendar) -> Schedule:
        """The schedule with duration and count as its end."""
        lasting, count = self.made.lasting, self.made.count
        if lasting is not None:
            schedule = replace(schedule, until=self.earlier(schedule.until, self.lasting_end(schedule, lasting)))
        if count is not None:
            if count > COUNT_AT_MOST:
                raise LimitExceeded(f"at most {COUNT_AT_MOST} runs are counted", "Name an end date.")
            runs = list(islice(fires(schedule, after=self.context.now), count))
            if not runs:
                raise ImpossibleSchedule("it never runs", "Check the days and the bounds.")
            if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
                schedule = replace(schedule, anchor=runs[0])
            if len(runs) == count:
                schedule = replace(schedule, until=runs[-1])
                self.context.assume(f"{count} runs, the last at {self.shown(runs[-1])}")
            else:
                self.context.warnings.append(f"only {len(runs)} runs lie within the stated end")
        if isinstance(schedule, Interval) and next_fire(schedule, self.context.now) is None:
            raise ImpossibleSchedule("it ends before it starts", "Check the start and the end.")
        if schedule.until is not None and schedule.until <= self.context.now:
            raise ImpossibleSchedule("it ends before it starts", "Name an end to come.")
        return schedule

    def shown(self, at: datetime) -> str:
        if self.context.zone_name is not None:
            at = at.astimezone(self.context.place().tzinfo)
        return f"{at:%Y-%m-%d %H:%M}"

    def earlier(self, one: datetime | None, other: datetime) -> datetime:
        return other if one is None else min(one, other)

    def lasting_end(self, schedule: Interval | Calendar, lasting: g.Lasting) -> datetime:
        parts = lasting.span.parts
        if not parts or any(n <= 0 for n, _ in parts):
            raise UnreadableText("a duration must be longer than zero")
        if any(u in _SECONDS for _, u in parts):
            if not isinstance(schedule, Interval) or not all(u in _SECONDS for _, u in parts):
                raise UnreadableText("how long it goes on was not understood", "Say it in days.")
            seconds = sum(Fraction(str(n)) * _SECONDS[u] for n, u in parts)
            if seconds > _MOST_S:
                raise ImpossibleSchedule("that is too far ahead")
            return max(self.context.now, schedule.anchor or self.context.now) + timedelta(seconds=float(seconds))
        if lasting.from_now or isinstance(schedule, Interval):
            wall = self.context.local_now()
            if isinstance(schedule, Interval) and schedule.anchor and schedule.anchor > self.context.now:
                wall = schedule.anchor.astimezone(self.context.place().tzinfo).replace(tzinfo=None)
            return self.context.instant(datetime.combine(shifted(wall.date(), parts), wall.time()), ask=False)
        first = next_fire(schedule, self.context.now)
        if first is None:
            raise ImpossibleSchedule("it never runs", "Check the days and the bounds.")
        day = first.astimezone(self.context.place().tzinfo).date()
        if self.first_day is not None:
            day = max(self.first_day, self.context.today())
        end = self.wall(shifted(day, parts), 0) - timedelta(seconds=1)
        self.context.assume(f"the last possible day is {shifted(day, parts) - timedelta(days=1)}")
        return end

    # Repeats or not

    def repeats(self, group: Group) -> bool:
        if group.paces or group.clock_pace or group.minutes is not None or group.window or group.per:
            return True
        items = [i for chosen in group.selectors for i in chosen]
        if any(isinstance(i, g.Scoped) for i in items) and any(
            isinstance(m, g.MonthSet) and len(m.months) == 1 and not m.every and m.year is None for m in group.modifiers
        ):
            raise NeedsAnswer("every year, or once?")
        if any(isinstance(i, g.Scoped | g.Tree) or (isinstance(i, g.OrdWd) and len(i.positions) > 1) for i in items):
            return True
        if any(isinstance(i, g.Wd) and (i.recurring or i.singles > 1) for i in items):
            if any(isinstance(i, g.Wd) and not i.recurring for i in items):
                self.context.assume("every week on these days")
            return True
        if any(getattr(i, "every", False) for i in (*items, *group.modifiers)):
            return True
        if any(isinstance(m, g.MonthSet) and items for m in group.modifiers):
            return any(isinstance(i, g.Wd | g.OrdWd) for i in items)
        if any(isinstance(m, g.DateRange) for m in group.modifiers):
            return True
        if any(isinstance(i, g.Dom) and len(i.days) > 1 for i in items):
            self.context.assume("every month on these days")
            return True
        single = (g.Ref, g.NextDay, g.EndOf, g.Span, g.SlashDate, g.Instant)
        if any(isinstance(i, single) or (isinstance(i, g.Dates) and any(d[0] is None for d in i.dates)) for i in items):
            return False
        bounded = (self.made.count is not None and self.made.count > 1) or self.made.lasting or self.made.exceptions
        if bounded or any(b.edge in ("until", "before") for b in self.made.bounds):
            return bool(items or group.modifiers or self.made.count)
        return False

    def once(self, group: Group) -> Schedule | None:
        self.no_bounds()
        if any(isinstance(m, g.ThisPeriod) for m in group.modifiers) and not group.selectors:
            raise UnreadableText("which day of that period?", "Name the day.")
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
                if self.may_slip(group) and wall <= now:
                    wall = self.slipped(group, wall)
                found.append(wall)
        if len(found) == 1:
            return self.once_at(self.context.instant(found[0]))
        if not named:
            raise NeedsAnswer("once at these times, or every day?", ())
        rules = tuple(
            Rule(on(w.date()), (w.hour * HOUR_S + w.minute * 60 + w.second,)) for w in sorted(set(found)) if w > now
        )
        if not rules:
            raise ImpossibleSchedule("that is in the past", "Name a time to come.")
        return Calendar(rules, self.context.place().name)

    def may_slip(self, group: Group) -> bool:
        """Whether a passed moment today means the next such day."""
        items = [i for chosen in group.selectors for i in chosen]
        return (
            len(items) == 1
            and not group.modifiers
            and (
                isinstance(items[0], g.Wd | g.Dom)
                or (isinstance(items[0], g.Dates) and len(items[0].dates) == 1 and items[0].dates[0][0] is None)
            )
        )

    def slipped(self, group: Group, wall: datetime) -> datetime:
        item = group.selectors[0][0]
        following = one_date(item, self.context, after=self.context.today() + timedelta(days=1))
        return datetime.combine(following, wall.time())

    def dates(self, group: Group) -> list[date]:
        """The dates of a moment; several statements about one must agree."""
        if any(isinstance(i, g.OrdWd) for chosen in group.selectors for i in chosen):
            return self.nth_date(group)
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
            raise NeedsAnswer("'or' leaves open which day is meant")
        if not firm:
            if len(loose) > 1:
                raise UnreadableText("two different weekdays are named for one run", "Join them with 'and'.")
            return [one_date(loose[0], self.context)]
        days: list[date] = []
        for item in firm:
            if isinstance(item, g.Dates) and len(item.dates) > 1:
                these = [one_date(g.Dates((d,)), self.context) for d in item.dates]
            elif isinstance(item, g.Dom) and loose:
                return [self.weekday_and_day(loose[0], item)]
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
        rule = Rule(every([tree(weekdays, self.context), Nth(dom.days)]), (DAY_S - 1,))
        first = next_fire(Calendar((rule,), self.context.place().name), self.context.now)
        if first is None:
            raise ImpossibleSchedule("there is no such day")
        return first.astimezone(self.context.place().tzinfo).date()

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
        if days and any(isinstance(m, g.ThisPeriod) for m in group.modifiers):
            first, last = period_of(group.modifiers[0].unit, self.context.today(), 1 if group.modifiers[0].next else 0)
            weekdays = [i for c in group.selectors for i in c if isinstance(i, g.Wd)]
            if weekdays and len(group.modifiers) == 1:
                day = first + timedelta(days=(min(weekdays[0].days) - first.weekday()) % 7)
                if first <= day <= last and group.modifiers[0].unit == "week":
                    return [day]
        raise UnreadableText("which day is meant was not understood", "Name a date such as 2026-12-24.")

    def nth_date(self, group: Group) -> list[date]:
        if any(isinstance(i, g.OrdWd) and i.positions == {-1} for c in group.selectors for i in c):
            raise ImpossibleSchedule("that is in the past", "Say 'the last Friday of the month' for every month.")
        raise NeedsAnswer("of which month: every month, or one only?", ())

    def ask_time(self, group: Group) -> None:
        """Takes the time of day from a start, else asks for it."""
        for k, bound in enumerate(self.made.bounds):
            timed = [i for i in bound.items if isinstance(i, g.Times)]
            if bound.edge == "start" and timed and len(timed) < len(bound.items):
                group.times = list(timed[0].times)
                self.made.bounds[k] = replace(bound, items=tuple(i for i in bound.items if i not in timed))
                return
        hours: Sequence[int] = (9, 12, 18)
        if group.part is not None:
            first, end = group.part
            hours = [h for h in (8, 9, 10, 13, 15, 17, 19, 20, 21, 22) if max(first, 5) <= h < end][:3]
        hour = self.context.choose("At what time of day?", hours, forced=True)
        group.times = [g.Time(hour, 0, exact=True)]

    # Calendars

    def calendar(self) -> Schedule:
        self.agree_on_repeating()
        self.set_window()
        rules: list[Rule] = []
        for index, group in enumerate(self.made.groups):
            found = self.rules(group)
            rules.extend(self.without(found, index))
        rules = [r for r in rules if r.times]
        clock = RUNNING_CLOCK if self.running else SPOKEN_CLOCK
        for said in self.made.clock:
            gap = Gap.SKIP if said.gap else clock.gap
            clock = Clock(gap, Overlap.BOTH if said.overlap else clock.overlap)
        schedule = Calendar(tuple(rules), self.context.place().name, clock, self.start, self.until)
        if next_fire(schedule, self.context.now) is None:
            raise ImpossibleSchedule("it never runs", "Check the days, the exceptions and the bounds.")
        return self.limited(schedule)

    def agree_on_repeating(self) -> None:
        """ "tomorrow at 9am and Friday at 10am": whether Friday is once or every week is open."""
        if len(self.made.groups) < 2:
            return
        items = [i for group in self.made.groups for c in group.selectors for i in c]
        once = [i for i in items if isinstance(i, g.Ref | g.NextDay | g.Span | g.EndOf | g.Instant)]
        lone = [i for i in items if isinstance(i, g.Wd) and not i.recurring and i.singles == 1]
        if lone and once:
            raise NeedsAnswer("once on the weekday named, or every week?")
        if lone:
            self.context.assume("every week on these days")

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
        for bound in self.made.bounds:
            if bound.edge in ("start", "after"):
                self.set_start(bound)
            elif bound.edge == "counted":
                raise UnreadableText("only an interval is counted from an instant")
            else:
                if self.time_only(bound):
                    raise UnreadableText("an end at a clock time needs a date", "Say for example 'until May 8'.")
                self.until = (
                    self.moment_until(bound) if self.until is None else min(self.until, self.moment_until(bound))
                )

    def borrow_times(self, group: Group) -> None:
        """A group without times takes those of a start: "every other day starting tomorrow at 9am"."""
        timed = [b for b in self.made.bounds if b.edge == "start" and any(isinstance(i, g.Times) for i in b.items)]
        if timed and not any(x.has_times for x in self.made.groups):
            bound = timed[0]
            group.times = [t for i in bound.items if isinstance(i, g.Times) for t in i.times]
            rest = tuple(i for i in bound.items if not isinstance(i, g.Times))
            self.made.bounds = [b for b in self.made.bounds if b is not bound]
            if rest:
                self.made.bounds.append(replace(bound, items=rest))

    def windowed(self, bound: g.Bound) -> bool:
        """Whether "starting at 6am" or "before noon" bounds each day of a pace."""
        paced = [x for x in self.made.groups if x.clock_pace is not None or x.minutes is not None]
        if len(paced) != 1 or (paced[0].window not in (None,) and (paced[0].window.first and paced[0].window.last)):
            return False
        group, time = paced[0], bound.items[0].times[0]
        window = group.window or g.Window(None, None)
        if bound.edge in ("start", "after"):
            group.window = replace(window, first=time)
        else:
            group.window = replace(window, last=time, last_included=bound.edge == "until")
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
            self.first_day = item.at.astimezone(self.context.place().tzinfo).date()
            return
        day, seconds = self.point(bound)
        if day is None:
            raise UnreadableText("a start at a clock time needs a date", "Say for example 'starting May 8'.")
        if bound.edge == "after" and seconds is None:
            day += timedelta(days=1)
        self.first_day = day
        self.start = self.wall(day, seconds or 0)

    def rules(self, group: Group) -> list[Rule]:
        days = self.days(group)
        times = self.times(group, days)
        paced = [p for p in group.paces if p.n != 1]
        if paced:
            days = self.phased(group, paced, days, times)
        if group.per is not None:
            self.check_per(group, days, times)
        return [Rule(days, times)]

    def check_per(self, group: Group, days: Days, times: tuple[int, ...]) -> None:
        assert group.per is not None
        n, unit = group.per.n, group.per.unit
        named = sum(
            len(i.days)
            if isinstance(i, g.Wd | g.Dom)
            else len(i.positions)
            if isinstance(i, g.Scoped | g.OrdWd)
            else len(i.dates)
            if isinstance(i, g.Dates)
            else 1
            for c in group.selectors
            for i in c
        )
        have = len(times) if unit == "day" else named
        if have != n:
            raise NeedsAnswer(f"{n} times a {unit}, but {have} are named: when exactly?", ())

    def days(self, group: Group) -> Days:
        units = {p.unit for p in group.paces}
        items = [i for c in group.selectors for i in c]
        plain = [i for i in items if isinstance(i, g.Wd)]
        if plain and len(plain) == len(items):
            if units & {"month", "quarter", "year"}:
                raise NeedsAnswer("on which of these weekdays in that period: the first, the last, or all of them?")
            if "day" in units and group.clock_pace is None and any(i.singles == 1 for i in plain):
                raise NeedsAnswer("every day, or only on the weekday named?")
        if units & {"day", "week"} and group.clock_pace is None and not units & {"month", "quarter", "year"}:
            numbered = (isinstance(i, g.Dom | g.Scoped) and getattr(i, "of", None) is not Period.WEEK for i in items)
            if items and all(numbered):
                raise NeedsAnswer("every day or week, or only on the days named?")
        if any(isinstance(i, g.OrdWd) for c in group.selectors for i in c):
            self.place_ordinals(group, units)
        selected = [every(tree(i, self.context) for i in chosen) for chosen in group.selectors]
        if "quarter" in units or "year" in units:
            selected = self.in_longer(group, units, selected)
        parts: list[Days] = [either(selected)] if selected else []
        for modifier in group.modifiers:
            parts.append(tree(modifier, self.context))
        if not selected:
            self.need_days(group, units)
        return every(parts) if parts else EVERY_DAY

    def place_ordinals(self, group: Group, units: set[str]) -> None:
        of = Period.YEAR if units == {"year"} else Period.QUARTER if "quarter" in units else Period.MONTH
        settled = bool(units & {"month", "quarter", "year"}) or any(isinstance(m, g.MonthSet) for m in group.modifiers)
        for chosen in group.selectors:
            for k, item in enumerate(chosen):
                if isinstance(item, g.OrdWd):
                    if not settled and len(item.positions) == 1 and not item.positions <= {1, -1, -2, -3}:
                        raise NeedsAnswer("the n-th of each month, or every n weeks?", ())
                    if not settled:
                        if not item.every and len(item.positions) == 1:
                            raise NeedsAnswer("of every month, or once?", ())
                        self.context.assume("counted within each month")
                    chosen[k] = g.Scoped(item.positions, item.among, Period.MONTH if group.modifiers else of)

    def in_longer(self, group: Group, units: set[str], selected: list[Days]) -> list[Days]:
        """ "quarterly on the 1st", "yearly on …"."""
        items = [i for c in group.selectors for i in c]
        if "quarter" in units:
            if not items:
                raise NeedsAnswer("On which day of the quarter?", ())
            placed: list[Days] = []
            for item in items:
                if isinstance(item, g.Dom):
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
                    raise NeedsAnswer("On which day of the quarter?", ())
            return placed
        if any(isinstance(i, g.Wd | g.Dom) for i in items) and not group.modifiers:
            raise NeedsAnswer("On which day of the year?", ())
        return selected

    def need_days(self, group: Group, units: set[str]) -> None:
        if group.clock_pace is not None or group.minutes is not None:
            return
        for unit in ("week", "month", "quarter", "year"):
            if unit in units:
                if "day" in units and not any(p.n != 1 for p in group.paces):
                    continue
                self.ask_day(group, unit)
        if not units and not group.modifiers:
            self.need_frequency(group)

    def ask_day(self, group: Group, unit: str) -> None:
        if unit == "week":
            raise NeedsAnswer("On which day of the week?", ("Monday", "Friday"))
        raise NeedsAnswer(f"On which day of the {unit}?", ())

    def need_frequency(self, group: Group) -> None:
        if group.times and not group.window:
            self.context.assume("every day")
            return
        if group.part is not None or group.window is not None:
            raise NeedsAnswer("How often?", ())
        raise UnreadableText("it is not said how often or on which days", "Say for example 'every day at 9am'.")

    def times(self, group: Group, days: Days) -> tuple[int, ...]:
        daily = days == EVERY_DAY and all(p.n == 1 or p.unit == "day" for p in group.paces)
        if group.clock_pace is not None or group.minutes is not None:
            if group.times:
                raise UnreadableText("an interval and clock times contradict each other", "Say one of them.")
            return self.paced_times(group)
        if group.window is not None:
            raise NeedsAnswer("how often within that window?", ())
        if not group.times:
            self.ask_time(group)
        found = [seconds_of(t, self.context, group.part, daily=daily) for t in group.times]
        if len(found) > 1_000:
            raise LimitExceeded("too many times")
        return tuple(sorted(set(found)))

    def paced_times(self, group: Group) -> tuple[int, ...]:
        pace = group.clock_pace or g.Pace(1, "hour")
        step = self.step(pace)
        seconds = int(step.total_seconds())
        if step != timedelta(seconds=seconds):
            raise UnreadableText("within a day only whole seconds are counted")
        if group.part is not None and group.window is None:
            raise NeedsAnswer("from when to when exactly?", ())
        if group.minutes is not None:
            return self.minute_times(group, seconds)
        if group.window is not None:
            first, last = window_bounds(group.window, self.context, group.part)
            if seconds > last - first and group.window.last_included:
                self.context.warnings.append("the interval is longer than the window")
            return grid(first, last, seconds)
        if DAY_S % seconds:
            self.context.assume("counted from 00:00 on each of these days")
        self.running = len(self.made.groups) == 1
        return grid(0, DAY_S - 1, seconds)

    def minute_times(self, group: Group, seconds: int) -> tuple[int, ...]:
        assert group.minutes is not None
        if seconds % HOUR_S or DAY_S % seconds:
            raise UnreadableText("minutes of the hour go with whole hours that divide a day", "Say the clock times.")
        first, last = 0, DAY_S - 1
        self.running = len(self.made.groups) == 1
        hours = seconds // HOUR_S
        offset = 0
        if group.window is not None:
            first, last = window_bounds(group.window, self.context, group.part)
            offset = first // HOUR_S
        elif hours > 1:
            offset = self.context.choose("Counted from which hour?", tuple(range(min(hours, 4))))
        found = [h * HOUR_S + m * 60 for h in range(offset, 48, hours) for m in group.minutes]
        return tuple(t for t in sorted(found) if first <= t <= last)

    def phased(self, group: Group, paced: list[g.Pace], days: Days, times: tuple[int, ...]) -> Days:
        """Every n-th day, week, month or year, counted from the first match."""
        if len(paced) > 1:
            raise UnreadableText("two intervals are said", "Say one.")
        pace = paced[0]
        n, unit = pace.n, pace.unit
        if n == 0.5 and unit == "month":
            if len([d for c in group.selectors for i in c if isinstance(i, g.Dom) for d in i.days]) != 2:
                raise NeedsAnswer("On which two days of the month?", ())
            return days
        if unit == "quarter":
            n, unit = n * 3, "month"
            raise NeedsAnswer("On which dates exactly?", ())
        if n != int(n) or n < 1 or n > 100_000:
            raise UnreadableText(f"every {n:g} {unit}s is not a whole number", "Say it in hours or days.")
        items = [i for c in group.selectors for i in c]
        dates = [d for i in items if isinstance(i, g.Dates) for d in i.dates]
        if unit == "month" and dates:
            if (len(dates) * n == 12 and len(dates) == len(items)) or len(dates) * n == 12:
                return days
            raise NeedsAnswer("these dates do not fit the interval: on which dates?", ())
        if not pace.spoken and n == 2 and unit == "week" and sum(len(i.days) for i in items if isinstance(i, g.Wd)) > 1:
            raise NeedsAnswer("every two weeks on these days, or twice a week?", ())
        if unit == "week" and not any(isinstance(i, g.Wd | g.Tree) for i in items):
            raise NeedsAnswer("On which day of the week?", ())
        if unit == "day" and group.selectors:
            raise NeedsAnswer("every few days, or on the days named?", ())
        anchor = self.first_match(days, times)
        self.context.assume(f"counted from {anchor} (a {anchor:%A})")
        return every([days, Every(int(n), _OTHER_UNITS[unit], anchor)])

    def first_match(self, days: Days, times: tuple[int, ...]) -> date:
        after = self.context.now
        if self.start is not None:
            after = max(after, self.start - timedelta(seconds=1))
        today = after.astimezone(self.context.place().tzinfo)
        if days == EVERY_DAY and len(times) == 1 and times[0] < DAY_S:
            passed = today.hour * HOUR_S + today.minute * 60 + today.second >= times[0]
            return today.date() + timedelta(days=1 if passed else 0)
        first = next_fire(Calendar((Rule(days, times),), self.context.place().name), after)
        if first is None:
            raise ImpossibleSchedule("it never runs", "Check the days.")
        local = first.astimezone(self.context.place().tzinfo)
        if all(t >= DAY_S for t in times):
            local -= timedelta(days=1)
        return local.date()

    # Exceptions

    def without(self, rules: list[Rule], index: int) -> list[Rule]:
        for indexes, exception in self.made.exceptions:
            if index not in indexes:
                continue
            rules = [left for rule in rules for left in self.less(rule, exception)]
            if len(rules) > RULES_AT_MOST:
                raise LimitExceeded("too many exceptions", "Make several schedules.")
        return rules

    def less(self, rule: Rule, exception: g.Except) -> list[Rule]:
        days, times = self.excluded(exception, rule)
        if times is None:
            assert days is not None
            return [Rule(every([rule.days, Not(days)]), rule.times)]
        left = tuple(t for t in rule.times if t not in times)
        if left == rule.times:
            raise NeedsAnswer(
                "the exception names a time at which nothing runs: another time on these days, or no run?"
            )
        if days is None:
            return [Rule(rule.days, left)]
        return [
            Rule(every([rule.days, Not(days)]), rule.times),
            *([Rule(every([rule.days, days]), left)] if left else []),
        ]

    def excluded(self, exception: g.Except, rule: Rule) -> tuple[Days | None, set[int] | None]:
        days: list[Days] = []
        times: set[int] | None = None
        for item in exception.items:
            match item:
                case g.Times(said):
                    found = {self.excluded_time(t, rule) for t in said}
                    times = found if times is None else times | found
                case g.Window():
                    first, last = window_bounds(item, self.context, None)
                    found = {t for t in rule.times if first <= t <= last or first <= t + DAY_S <= last}
                    times = found if times is None else times | found
                case Both(items):
                    days.append(every(self.excluded_days(i) for i in items))
                case _:
                    days.append(self.excluded_days(item))
        return (either(days) if days else None), times

    def excluded_time(self, time: g.Time, rule: Rule) -> int:
        if not time.half and not time.exact and not time.midnight:
            hour = time.hour % 12
            both = [h * HOUR_S + time.minute * 60 for h in (hour, hour + 12)]
            within = [t for t in both if t in rule.times]
            if len(within) == 1:
                return within[0]
        return seconds_of(time, self.context, None, daily=True)

    def excluded_days(self, item: Any) -> Days:
        if isinstance(item, g.Pace):
            raise UnreadableText("this exception was not understood")
        if isinstance(item, g.OrdWd):
            return Nth(item.positions, item.among)
        if isinstance(item, g.Dates | g.SlashDate | g.Dom | g.Wd | g.MonthSet):
            return tree(item, self.context)
        return tree(item, self.context)


Both = g.Both
__all__ = ["AllOf", "Between", "Composer", "Outline", "outline"]
