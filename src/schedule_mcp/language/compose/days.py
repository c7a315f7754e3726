"""Day items to trees of days, and to dates."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from dateutil.relativedelta import relativedelta

from schedule_mcp.errors import ImpossibleSchedule, UnreadableText
from schedule_mcp.language.context import Context, checked_date
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import (
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Days,
    Months,
    Nth,
    NumberedWeeks,
    Rule,
    Weekdays,
)


def every(parts: Iterable[Days]) -> Days:
    """The dates that all parts share."""
    kept = [p for p in dict.fromkeys(parts) if p != AllOf(())]
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept))


def either(parts: Iterable[Days]) -> Days:
    """The dates of any part."""
    kept = list(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def on(day: date) -> Days:
    return Between(day, day)


def slashed(item: g.SlashDate, context: Context) -> tuple[int | None, int, int]:
    """A date of numbers: 25/12 and 12/25 can be one thing only, 03/04 is asked about."""
    first, second, year = item.first, item.second, item.year or None
    if first == second and first <= 12:
        return year, first, second
    if first > 12 and second <= 12:
        return year, second, first
    if second > 12 and first <= 12:
        return year, first, second
    if first > 12:
        raise UnreadableText(f"there is no date {first}/{second}", "Write it as 2026-12-25.")
    names = [f"{calendar.month_name[m]} {d}" for m, d in ((second, first), (first, second))]
    return context.choose(
        f"Does {first}/{second} mean {names[0]} or {names[1]}?",
        ((year, second, first), (year, first, second)),
        forced=True,
    )


def tree(item: g.DayItem, context: Context) -> Days:
    """The days of an item that repeat, or that lie in a stated year."""
    match item:
        case g.Tree(days):
            return days
        case g.Wd():
            if item.either:
                one_each = (frozenset({d}) for d in sorted(item.days))
                ask = "'or' leaves open which day is meant: all of them, or one?"
                return Weekdays(context.choose(ask, (item.days, *one_each)[:4], forced=True))
            return Weekdays(item.days)
        case g.Scoped(positions, among, of):
            return Nth(positions, among, of)
        case g.OrdWd():
            return _nth_weekday(item, context)
        case g.Dom(days):
            return Nth(days)
        case g.MonthSet(months, year):
            if year is None:
                return Months(months)
            whole = Between(date(year, 1, 1), date(year, 12, 31))
            return every([whole, *([] if len(months) == 12 else [Months(months)])])
        case g.SlashDate():
            return tree(g.Dates((slashed(item, context),)), context)
        case g.Dates(dates):
            return either(
                on(checked_date(y, m, d)) if y else every([Months(frozenset({m})), Nth(frozenset({d}))])
                for y, m, d in dates
            )
        case g.DateRange(first, last):
            return _date_range(first, last, context)
        case g.WeekParity(even):
            context.assume("weeks count by their ISO 8601 number; after a year of 53 weeks two odd ones meet")
            return NumberedWeeks(even)
        case g.ThisPeriod():
            return Between(*this_period(item, context))
        case g.Rolled():
            raise UnreadableText("what is moved to a business day was not said")
        case g.Beside():
            return beside(item)
        case g.Ref() | g.NextDay() | g.DayOf() | g.EndOf() | g.Span() | g.NextOf():
            return on(one_date(item, context))
        case g.Instant() | g.Rest():
            raise UnreadableText("these days were not understood")
        case _:
            assert_never(item)


def beside(item: g.Beside) -> Days:
    """The last such weekday before each of these dates, or the first one after it."""
    ((year, month, day),) = item.date.dates
    nearest = range(1, 8) if item.sign > 0 else range(-7, 0)
    around = [checked_date(year or 2023, month, day) + timedelta(days=k) for k in nearest]
    days = either(on(d) if year else every([Months(frozenset({d.month})), Nth(frozenset({d.day}))]) for d in around)
    return every([Weekdays(frozenset({item.day})), days])


def _nth_weekday(item: g.OrdWd, context: Context) -> Days:
    of_month = Nth(item.positions, item.among)
    if item.positions <= {1, -1, -2, -3}:
        context.assume("counted within each month")
        return of_month
    return of_month


def _date_range(first: g.PointDay, last: g.PointDay, context: Context) -> Days:
    if isinstance(first, g.Dates) and isinstance(last, g.Dates):
        (y1, m1, d1), (y2, m2, d2) = first.dates[0], last.dates[0]
        y1 = y1 or (y2 if y2 and (m1, d1) <= (m2, d2) else y2 - 1 if y2 else None)
        if y1 is None:
            begin = next_date(m1, d1, context.today())
            end = next_date(m2, d2, begin)
            running = next_date(m2, d2, context.today())
            if running < begin:
                # Today lies within the range.
                begin, end = context.today(), running
        else:
            begin = checked_date(y1, m1, d1)
            end = checked_date(y2, m2, d2) if y2 else next_date(m2, d2, begin)
    else:
        begin = one_date(first, context)
        end = one_date(last, context, after=begin)
    if end < begin:
        raise ImpossibleSchedule("the range of dates ends before it begins", "Swap the dates.")
    return Between(begin, end)


def yearly_range(item: g.DateRange) -> Days:
    """The days from one date to another of each year, over its end as well."""
    if not (isinstance(item.first, g.Dates) and isinstance(item.last, g.Dates)):
        raise UnreadableText("which days of each year are meant was not understood", "Name both dates.")
    (first_year, first_month, first_day), (last_year, last_month, last_day) = item.first.dates[0], item.last.dates[0]
    if first_year or last_year:
        raise UnreadableText("a year and 'every year' contradict each other", "Say one of them.")
    if first_month == last_month and first_day <= last_day:
        return every([Months(frozenset({first_month})), Nth(frozenset(range(first_day, last_day + 1)))])
    between = frozenset((first_month + k) % 12 + 1 for k in range((last_month - first_month - 1) % 12))
    begins = every([Months(frozenset({first_month})), Nth(frozenset(range(first_day, 32)))])
    ends = every([Months(frozenset({last_month})), Nth(frozenset(range(1, last_day + 1)))])
    return either([begins, *([Months(between)] if between else []), ends])


def next_date(month: int, day: int, today: date) -> date:
    """The first such date from today on."""
    for year in range(today.year, today.year + 9) if 1 <= month <= 12 and day >= 1 else ():
        if day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found >= today:
                return found
    raise ImpossibleSchedule(f"there is no date {month:02}-{day:02}")


def next_weekday(days: frozenset[int], today: date) -> date:
    return next(today + timedelta(days=k) for k in range(7) if (today + timedelta(days=k)).weekday() in days)


def period_of(unit: str, today: date, ahead: int) -> tuple[date, date]:
    """First and last date of this (0), the next (1) or a later week, month, quarter or year."""
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return first, first + timedelta(days=6)
    if unit == "day":
        return today + timedelta(days=ahead), today + timedelta(days=ahead)
    length = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if length is None:
        raise UnreadableText(f"'this {unit}' is no span of days")
    months = (today.year * 12 + today.month - 1) // length * length + ahead * length
    after = months + length
    return date(months // 12, months % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def this_period(item: g.ThisPeriod, context: Context) -> tuple[date, date]:
    """First and last date of "this week", "next month", "this September"."""
    today = context.today()
    if item.month:
        first = _month_from(item.month, today)
        return first, first + relativedelta(months=1, days=-1)
    return period_of(item.unit, today, item.next)


def shifted(day: date, parts: Iterable[tuple[float, str]]) -> date:
    """The date so many days, weeks, months or years later."""
    for n, unit in parts:
        if unit in ("year", "quarter") and n != int(n):
            n, unit = n * (12 if unit == "year" else 3), "month"
        if n != int(n) or unit not in ("day", "week", "month", "quarter", "year"):
            raise UnreadableText(f"{n:g} {unit}s are no whole days", "Say it in days.")
        whole = int(n)
        if whole > 200_000:
            raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.")
        steps = {
            "day": {"days": whole},
            "week": {"weeks": whole},
            "month": {"months": whole},
            "quarter": {"months": 3 * whole},
            "year": {"years": whole},
        }[unit]
        try:
            day = day + relativedelta(**steps)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.") from None
    if day.year > 2399:
        raise ImpossibleSchedule("that is too far ahead", "Dates up to 2399 are known.")
    return day


def one_date(item: g.DayItem | g.Nearest | g.Now, context: Context, after: date | None = None) -> date:
    """The single date that an item names, from today (or `after`) on."""
    today = context.today()
    base = after or today
    match item:
        case g.Ref(days):
            return _request_day(days, context)
        case g.Span(parts, None, ago):
            if ago:
                raise ImpossibleSchedule("that is in the past", "Name a time to come.")
            return shifted(today, parts)
        case g.Span(parts, start) if start is not None:
            return shifted(one_date(start, context), parts)
        case g.NextDay(day, word):
            return _next_day(day, word, context)
        case g.Wd(days=days):
            return next_weekday(days, base)
        case g.SlashDate():
            return one_date(g.Dates((slashed(item, context),)), context, after)
        case g.Dates(((year, month, day), *more)) if not more:
            return checked_date(year, month, day) if year else next_date(month, day, base)
        case g.Dom(days) if len(days) == 1:
            return _next_day_of_month(min(days), base)
        case g.Nearest(items):
            meant = Rule(every(tree(i, context) for i in items), (0,))
            eve = datetime.combine(base, time(0), UTC) - timedelta(seconds=1)
            following = next_fire(Calendar((meant,), "UTC"), eve)
            if following is None:
                raise ImpossibleSchedule("there is no such day", "Check the weekday and the date.")
            return following.date()
        case g.EndOf(unit, month, year, first, ahead):
            if month is not None:
                of_month = date(year, month, 1) if year and year > 1 else _month_from(month, today)
                return of_month if first else of_month + relativedelta(months=1, days=-1)
            begin, last = period_of(unit, today, ahead)
            return begin if first else last
        case g.NextOf(days):
            eve = datetime.combine(after or context.today(), time()) - timedelta(seconds=1)
            following = next_fire(Calendar((Rule(days, (0,)),), "UTC"), eve.replace(tzinfo=UTC))
            if following is None:
                raise ImpossibleSchedule("there is no such day ahead", "Name the date.")
            return following.date()
        case g.ThisPeriod():
            return this_period(item, context)[0]
        case g.DayOf(day, period):
            return _day_of(day, *this_period(period, context), context)
        case g.MonthSet(months, year) if len(months) == 1 or (year and len(months) == 12):
            return date(year, min(months), 1) if year else _month_from(min(months), base, running=False)
        case g.Wd() | g.OrdWd() | g.Scoped() | g.Dom() | g.Dates() | g.Beside() | g.Tree() | g.Rest():
            raise _not_a_date()
        case g.Span() | g.Instant() | g.MonthSet() | g.DateRange() | g.WeekParity() | g.Now() | g.Rolled():
            raise _not_a_date()
        case _:
            assert_never(item)


def _not_a_date() -> UnreadableText:
    return UnreadableText("this is not a single date", "Name one date, for example 2026-12-24.")


def _day_of(day: g.PointDay, first: date, last: date, context: Context) -> date:
    found = one_date(day, context, after=first)
    if found > last:
        raise ImpossibleSchedule(f"there is no such day between {first} and {last}", "Name the date.")
    return found


def _month_from(month: int, today: date, *, running: bool = True) -> date:
    year = today.year
    first = date(year, month, 1)
    if month < today.month or (not running and first < today):
        first = date(year + 1, month, 1)
    return first


def _next_day_of_month(day: int, base: date) -> date:
    month = date(base.year, base.month, 1)
    for _ in range(12):
        length = calendar.monthrange(month.year, month.month)[1]
        number = day if day > 0 else length + 1 + day
        if 1 <= number <= length and month.replace(day=number) >= base:
            return month.replace(day=number)
        month += relativedelta(months=1)
    raise ImpossibleSchedule(f"no month has a day {day}")


def _request_day(days: int, context: Context) -> date:
    """ "tomorrow" where the clocks are, which may be another date than where the words were said."""
    return context.today() + timedelta(days=days)


def _next_day(day: int, word: str, context: Context) -> date:
    today = context.today()
    coming = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    if word == "later":
        return coming
    if word == "this":
        in_this_week = today - timedelta(days=today.weekday()) + timedelta(days=day)
        return in_this_week if in_this_week >= today else coming
    of_next_week = today - timedelta(days=today.weekday()) + timedelta(days=7 + day)
    if coming == of_next_week:
        return coming
    return context.choose(f"Does 'next' mean {coming} or {of_next_week}?", (coming, of_next_week))
