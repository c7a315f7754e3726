"""Starts, ends, durations and counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby, islice
from typing import TypeVar

from schedule_mcp.errors import ImpossibleSchedule, LimitExceeded, UnreadableText
from schedule_mcp.language.compose.composition import Composition
from schedule_mcp.language.compose.days import one_date, shifted, this_period
from schedule_mcp.language.compose.moments import MOST_S, moment_after
from schedule_mcp.language.compose.structure.clauses import SECONDS
from schedule_mcp.language.compose.times import HOUR_S, seconds_of
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import DAY_S, Calendar, Interval, Schedule

COUNT_AT_MOST = 10_000
S = TypeVar("S", bound="Interval | Calendar")
STARTS = ("start", "after")


def time_only(bound: g.Bound) -> bool:
    return all(isinstance(i, g.Times) for i in bound.items)


def one_start(draft: Composition) -> g.Bound | None:
    """The start, put together where its day and its time are said apart: "from June 1, starting at 3am"."""
    found = [b for b in dict.fromkeys(draft.outline.bounds) if b.edge in STARTS]
    timed = [b for b in found if time_only(b)]
    dated = [b for b in found if b not in timed]
    apart = len(found) == 2 and len(timed) == 1 and found[0].edge == found[1].edge
    if apart and not any(isinstance(i, g.Times | g.Instant | g.Now) for i in dated[0].items):
        return replace(dated[0], items=(*dated[0].items, *timed[0].items))
    if len(found) > 1:
        raise UnreadableText("two different starts are said", "Say one.")
    return found[0] if found else None


def interval_start(context: Context, bound: g.Bound) -> datetime | None:
    if isinstance(bound.items[0], g.Now):
        return context.now
    if isinstance(bound.items[0], g.Instant):
        return bound.items[0].at
    day, seconds = point_of(context, bound)
    if day is None:
        return next_clock(context, seconds or 0)
    if seconds is None:
        if any(isinstance(i, g.Span) for i in bound.items):
            return _span_moment(context, bound)
        wall = context.local_now()
        at_now = wall.hour * HOUR_S + wall.minute * 60 + wall.second
        seconds = context.choose(f"At what time on {day} does it start?", (0, at_now))
    return instant_at(context, day, seconds)


def _span_moment(context: Context, bound: g.Bound) -> datetime:
    if not isinstance(bound.items[0], g.Span):
        raise UnreadableText("this start was not understood")
    return moment_after(context, bound.items[0])


def next_clock(context: Context, seconds: int) -> datetime:
    """The next moment at which the clock shows so many seconds."""
    today = context.today()
    for ahead in range(3):
        at = instant_at(context, today + timedelta(days=ahead), seconds)
        if at > context.now:
            return at
    raise ImpossibleSchedule("there is no such time ahead")


def instant_at(context: Context, day: date, seconds: int) -> datetime:
    return context.instant(datetime.combine(day, datetime.min.time()) + timedelta(seconds=seconds), ask=False)


def point_of(context: Context, bound: g.Bound, after: date | None = None) -> tuple[date | None, int | None]:
    """The date and the seconds of a bound; an end lies after its start: "starting Monday until Friday"."""
    day, seconds = None, None
    dated = [i for i in bound.items if not isinstance(i, g.Times)]
    timed = [i for i in bound.items if isinstance(i, g.Times)]
    weekdays = [i for i in dated if isinstance(i, g.Wd)] if len(dated) > 1 else []
    for item in dated:
        if item in weekdays:
            continue
        if isinstance(item, g.Span) and any(u in SECONDS for _, u in item.parts):
            wall = moment_after(context, item).astimezone(context.place().tzinfo)
            return wall.date(), wall.hour * HOUR_S + wall.minute * 60 + wall.second
        found = one_date(item, context, after)
        if isinstance(item, g.Wd) and found == context.today() and not timed:
            found = context.choose(
                f"Does that mean today or {found + timedelta(days=7)}?", (found, found + timedelta(days=7))
            )
        if day is not None and day != found:
            raise UnreadableText(f"{day} and {found} are two different dates", "Name one.")
        day = found
    for item in weekdays:
        if day is None:
            raise UnreadableText("two different weekdays are named", "Name one.")
        if day.weekday() not in item.days:
            raise ImpossibleSchedule(f"{day} is a {day:%A}", "Check the weekday and the date.")
    if timed:
        seconds = seconds_of(timed[0].times[0], context, None, daily=True)
    return day, seconds


def moment_until(draft: Composition, bound: g.Bound) -> datetime:
    before = bound.edge == "before"
    item = bound.items[0]
    after = max(draft.first_day, draft.context.today()) if draft.first_day is not None else None
    if isinstance(item, g.Instant | g.Now):
        at = item.at if isinstance(item, g.Instant) else draft.context.now
    elif isinstance(item, g.ThisPeriod) and len(bound.items) == 1:
        first, last = this_period(item, draft.context)
        if not before:
            first = (
                draft.context.choose("Is that period included?", (last + timedelta(days=1), first))
                if item.next and bound.edge != "through"
                else last + timedelta(days=1)
            )
        return instant_at(draft.context, first, 0) - timedelta(seconds=1)
    elif (named := _months_of(bound)) is not None:
        item, months = named
        first = one_date(item, draft.context, after)
        if not before:
            following = shifted(first, [(len(months), "month")])
            if bound.edge == "through":
                return instant_at(draft.context, following, 0) - timedelta(seconds=1)
            period = "month" if len(months) == 1 else "year"
            ask = f"Up to the beginning or to the end of that {period}?"
            first = draft.context.choose(ask, (following, first))
        return instant_at(draft.context, first, 0) - timedelta(seconds=1)
    else:
        day, seconds = point_of(draft.context, bound, after)
        if day is None:
            at = next_clock(draft.context, seconds or 0)
        elif seconds is None:
            ends = day if before else day + timedelta(days=1)
            return instant_at(draft.context, ends, 0) - timedelta(seconds=1)
        else:
            at = instant_at(draft.context, day, seconds)
    return at - timedelta(seconds=1) if before else at


def _months_of(bound: g.Bound) -> tuple[g.MonthSet | g.DayOf, frozenset[int]] | None:
    """The months that a bound names without a day: "until March", "until March of next year"."""
    match bound.items:
        case [g.MonthSet(months) | g.DayOf(g.MonthSet(months)) as item]:
            return item, months
    return None


def with_limits(draft: Composition, schedule: Interval | Calendar) -> Schedule:
    """The schedule with duration and count as its end."""
    lasting, count = draft.outline.lasting, draft.outline.count
    if lasting is not None:
        schedule = replace(schedule, until=_earlier(schedule.until, _lasting_end(draft, schedule, lasting)))
        schedule = with_nights(draft.context, schedule)
    if count is not None:
        if count > COUNT_AT_MOST:
            raise LimitExceeded(f"at most {COUNT_AT_MOST} runs are counted", "Name an end date.")
        runs, count = _counted_runs(draft, schedule, count)
        if not runs:
            raise ImpossibleSchedule("it never runs", "Check the days and the bounds.")
        if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
            schedule = replace(schedule, anchor=runs[0])
        if len(runs) == count:
            schedule = replace(schedule, until=runs[-1])
            said = "1 run, at" if count == 1 else f"{count} runs, the last at"
            draft.context.assume(f"{said} {_shown(draft.context, runs[-1])}")
        else:
            draft.context.warnings.append(f"only {len(runs)} runs lie within the stated end")
    if next_fire(schedule, draft.context.now) is None:
        raise ImpossibleSchedule("it ends before it starts", "Check the start and the end.")
    if schedule.until is not None and schedule.until <= draft.context.now:
        raise ImpossibleSchedule("it ends before it starts", "Name an end to come.")
    return schedule


def with_nights(context: Context, schedule: S) -> S:
    """A night belongs to the day on which it begins, also on the first and the last day of bounds."""
    times = [t for rule in schedule.rules for t in rule.times] if isinstance(schedule, Calendar) else []
    first, tail = min(times, default=0), max(times, default=0) - DAY_S
    if not 0 <= tail < first < DAY_S:
        return schedule
    place = context.place().tzinfo
    if schedule.start is not None and (begin := schedule.start.astimezone(place)).time() == time.min:
        schedule = replace(schedule, start=instant_at(context, begin.date(), first))
    if schedule.until is not None and (end := schedule.until.astimezone(place)).time() == time(23, 59, 59):
        schedule = replace(schedule, until=instant_at(context, end.date() + timedelta(days=1), tail))
    return schedule


def _counted_runs(draft: Composition, schedule: Interval | Calendar, count: int) -> tuple[list[datetime], int]:
    """The first runs, so many or those of so many days, and how many they should be."""
    following = fires(schedule, after=draft.context.now)
    if not draft.outline.counted:
        return list(islice(following, count)), count
    place = draft.context.place().tzinfo

    def counted(run: datetime) -> date:
        day = run.astimezone(place).date()
        return day - timedelta(days=day.weekday()) if draft.outline.counted == "weekend" else day

    days = groupby(following, key=counted)
    runs = [run for _, of_day in islice(days, count) for run in islice(of_day, COUNT_AT_MOST)]
    return runs, len(runs)


def _shown(context: Context, at: datetime) -> str:
    if context.zone_name is not None:
        at = at.astimezone(context.place().tzinfo)
    return f"{at:%Y-%m-%d %H:%M}"


def _earlier(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)


def _lasting_end(draft: Composition, schedule: Interval | Calendar, lasting: g.Lasting) -> datetime:
    parts = lasting.span.parts
    if not parts or any(n <= 0 for n, _ in parts):
        raise UnreadableText("a duration must be longer than zero")
    if any(u in SECONDS for _, u in parts):
        if not isinstance(schedule, Interval) or not all(u in SECONDS for _, u in parts):
            raise UnreadableText("how long it goes on was not understood", "Say it in days.")
        seconds = sum(Fraction(str(n)) * SECONDS[u] for n, u in parts)
        if seconds > MOST_S:
            raise ImpossibleSchedule("that is too far ahead")
        return max(draft.context.now, schedule.anchor or draft.context.now) + timedelta(seconds=float(seconds))
    if lasting.from_now or isinstance(schedule, Interval):
        wall = draft.context.local_now()
        if isinstance(schedule, Interval) and schedule.anchor and schedule.anchor > draft.context.now:
            wall = schedule.anchor.astimezone(draft.context.place().tzinfo).replace(tzinfo=None)
        return draft.context.instant(datetime.combine(shifted(wall.date(), parts), wall.time()), ask=False)
    first = next_fire(schedule, draft.context.now)
    if first is None:
        raise ImpossibleSchedule("it never runs", "Check the days and the bounds.")
    day = first.astimezone(draft.context.place().tzinfo).date()
    if draft.first_day is not None:
        day = max(draft.first_day, draft.context.today())
    ends = [instant_at(draft.context, shifted(day, parts), 0) - timedelta(seconds=1)]
    if draft.first_day is None:
        # Six weeks from the first run or from now: asked only where a run lies between them.
        now = draft.context.local_now()
        ends.append(draft.context.instant(datetime.combine(shifted(now.date(), parts), now.time()), ask=False))
    end = draft.context.choose("Counted from the first run, or from now?", ends)
    draft.context.assume(f"the last possible day is {end.astimezone(draft.context.place().tzinfo):%Y-%m-%d}")
    return end
