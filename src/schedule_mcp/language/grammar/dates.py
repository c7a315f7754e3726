"""Dates, months and ranges of them."""

from __future__ import annotations

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import (
    Ask,
    DateRange,
    Dates,
    DayOf,
    Dom,
    EndOf,
    Item,
    MonthSet,
    PointDay,
    Scoped,
    ThisPeriod,
    Wd,
)
from schedule_mcp.language.grammar.months import (
    YearMonthDay,
    check_date,
    day_number_follows,
    read_days_before_month,
    read_months,
    read_year,
    take_day_number,
    take_of_each_year,
)
from schedule_mcp.language.grammar.nth import read_scope
from schedule_mcp.language.grammar.recursion import inner_day
from schedule_mcp.language.grammar.weekdays import weekday_range
from schedule_mcp.language.lexicon import K, Trait
from schedule_mcp.schedule.model import EVERY_WEEKDAY

_NUMBER_OF_ANOTHER = frozenset(
    {K.MERIDIEM, K.TIMES, K.UNIT, K.OCLOCK, K.PAST, K.TO, K.DASH, K.AND, K.HALF_PAST, K.DAY_PART, K.HUNDRED}
)
"""What makes a number before it none of a day."""
_DATES_AT_MOST = 64
"""Dates that one list holds."""


def read_date_words(c: Cursor, every: bool) -> list[Item]:
    """Dates: "December 24, 2026", "24 December", "March 1st and June 5", "May 10 to May 13"."""
    listed = read_days_before_month(c, every)
    if listed:
        return listed
    if c.at(K.NUMBER) and (c.at(K.TO, 1) or c.at(K.DASH, 1)) and not c.reading_one_end:
        numbered = _read_numbered_range(c, between=False)
        if numbered:
            return numbered
    first = _read_one_date(c)
    if first is None:
        return []
    if c.reading_one_end:
        return [Dates((first,), every or take_of_each_year(c))]
    if c.at(K.TO) or c.at(K.DASH):
        ranged = _read_dates_to(c, first, every)
        if ranged:
            return ranged
    dates = _read_dates_from(c, first)
    for year, month, day in dates:
        check_date(c, year, month, day)
    years = {d[0] for d in dates} - {None}
    if len(years) == 1 and dates[-1][0] is not None:
        # "March 1 and June 5, 2027"
        dates = [(dates[-1][0], m, d) for _, m, d in dates]
    return [Dates(tuple(dates), every or take_of_each_year(c))]


def _read_dates_to(c: Cursor, first: YearMonthDay, every: bool) -> list[Item]:
    """The end of "May 10 to May 13", "May 10 - 13"."""
    before = c.i
    c.i += 1
    last = _read_one_date(c)
    # "el 4 de julio a las 10 de la mañana": the word for "to" is one for "at" as well.
    timed = c.at(K.MERIDIEM, 1) or c.at(K.OCLOCK, 1) or K.AT in c.kinds[before]
    if last is None and day_number_follows(c) and not timed:
        last = (first[0], first[1], take_day_number(c))
    if last is None:
        c.i = before
        return []
    if every:
        raise c.refuse("a range of dates that comes again is not read", "Name the days of the month.")
    return [DateRange(Dates((first,)), Dates((last,)))]


def _read_dates_from(c: Cursor, first: YearMonthDay) -> list[YearMonthDay]:
    """ "March 1st and June 5", "March 1, 5 and 9"."""
    dates = [first]
    while len(dates) < _DATES_AT_MOST:
        before = c.i
        while c.take(K.COMMA, K.AND) or (c.at(K.ON) and not c.at(K.FROM) and c.take(K.ON)):
            pass
        following = _read_date_after(c, dates[-1]) if c.i > before else None
        if following is None:
            c.i = before
            break
        dates.append(following)
    return dates


def _read_date_after(c: Cursor, last: YearMonthDay) -> YearMonthDay | None:
    """A date, or a day in the month of the one before it."""
    found = _read_one_date(c)
    counted = c.at_any((K.MERIDIEM, K.TIMES, K.UNIT, K.OCLOCK), 1)
    if found is None and day_number_follows(c) and not counted:
        return last[0], last[1], take_day_number(c)
    return found


def _read_one_date(c: Cursor) -> YearMonthDay | None:
    before = c.i
    if c.at(K.MONTH):
        month = c.value(K.MONTH)
        c.i += 1
        c.take(K.ARTICLE)
        counted = c.at(K.MERIDIEM, 1) or c.at(K.TIMES, 1)
        nth = c.at(K.ORDINAL) and (c.at(K.WEEKDAY, 1) or c.at(K.UNIT, 1))
        if day_number_follows(c) and not counted and not nth:
            return _read_year_of_date(c, take_day_number(c), month)
        spelled = _spelled_day(c)
        if spelled:
            return _read_year_of_date(c, spelled, month)
    elif day_number_follows(c):
        day = take_day_number(c)
        c.take(K.OF)
        joined = c.at(K.COMMA, 1) or c.at(K.AND, 1)
        another = joined and (c.at(K.MONTH, 2) or (c.at(K.AND, 2) and c.at(K.MONTH, 3)))
        if c.at(K.MONTH) and (c.reading_one_end or not another):
            month = c.value(K.MONTH)
            c.i += 1
            return _read_year_of_date(c, day, month)
    c.i = before
    return None


def _spelled_day(c: Cursor) -> int:
    """The four of "february four", the twenty-one of "may twenty one"; 0 where the number may be another's."""
    if not c.has(Trait.CANONICAL) or not c.at(K.NUMBER) or c.text(c.i).isdigit():
        return 0
    begin, n = c.i, c.number()
    if n is not None and n == int(n) and 1 <= n <= 31 and not c.at_any(_NUMBER_OF_ANOTHER):
        return int(n)
    c.i = begin
    return 0


def _read_year_of_date(c: Cursor, day: int, month: int) -> YearMonthDay:
    year = read_year(c)
    check_date(c, year, month, day)
    return year, month, day


def read_month_words(c: Cursor, every: bool) -> list[Item]:
    """Months: "in May", "June to August", "March, June and September"."""
    if c.at(K.NUMBER) and c.i > 0 and (K.IN in c.kinds[c.i - 1] or _is_year_of_bound(c)):
        year = read_year(c)
        return [MonthSet(frozenset(range(1, 13)), year)] if year else []
    if not c.at(K.MONTH):
        return []
    months = read_months(c)
    return [MonthSet(frozenset(months), read_year(c), every)]


def _is_year_of_bound(c: Cursor) -> bool:
    """Whether "until 2030" can be no time of day."""
    paced = ("second", "minute", "hour")
    clocked = any(m.get(K.UNIT) in paced or (K.FREQUENCY in m and m[K.FREQUENCY][1] in paced) for m in c.kinds[: c.end])
    return c.reading_one_end and not (clocked and int(c.value(K.NUMBER)) % 100 < 60)


def read_date_range(c: Cursor) -> list[Item]:
    """ "from May 10 to May 13", "between 2026-01-01 and 2026-02-03"."""
    between = c.at(K.BETWEEN)
    c.i += 1
    numbered = _read_numbered_range(c, between=between)
    if numbered:
        return numbered
    first = _read_bare_day(c, between=between) or read_point_day(c)
    if not first:
        return []
    if not (c.take(K.AND) if between else c.take(K.TO, K.DASH, K.UNTIL)):
        return []
    last = read_point_day(c) if not c.at(K.EVERY) else []
    if not last or (isinstance(last[0], Wd) and last[0].recurring and not isinstance(first[0], Wd)):
        # "from July 2 - every Sunday" has no end.
        return []
    if isinstance(first[0], Dom) and isinstance(last[0], Dates) and c.has(Trait.MONTH_ENDS_RANGE):
        # "du 1er au 5 janvier": both in that month.
        ((year, month, _),) = last[0].dates
        first = [Dates(((year, month, min(first[0].days)),))]
    if isinstance(first[0], Dom) and isinstance(last[0], Wd):
        return []
    if isinstance(first[0], Wd) and isinstance(last[0], Wd):
        return [weekday_range(first[0], last[0])]
    if (
        isinstance(first[0], MonthSet)
        and isinstance(last[0], MonthSet)
        and len(first[0].months) == len(last[0].months) == 1
        and not first[0].year
    ):
        (a,), (b,) = first[0].months, last[0].months
        return [MonthSet(frozenset((a - 1 + k) % 12 + 1 for k in range((b - a) % 12 + 1)), last[0].year)]
    return [DateRange(first[0], last[0])]


def _read_numbered_range(c: Cursor, *, between: bool) -> list[Item]:
    """What follows "from": "10 to 18 November", "the 5th through the 8th of every month"."""
    begin = c.i
    c.take(K.ARTICLE)
    ordinal = c.at(K.ORDINAL)
    first = take_day_number(c) if day_number_follows(c) else 0
    joined = first and (c.take(K.AND) if between else c.take(K.TO, K.DASH, K.UNTIL))
    c.take(K.ARTICLE)
    to_last: list[Item] = [Dom(frozenset(range(first, 32)), True)]
    if joined and ordinal and _take_last_day_of_each(c):
        return to_last
    if joined and ordinal and c.at(K.END) and not c.reading_one_end:
        this = read_point_day(c)
        if this and isinstance(this[0], EndOf) and this[0] == EndOf("month"):
            ask = "Up to the end of every month, or of this one?"
            return [Ask(ask, (tuple(to_last), (DateRange(Dom(frozenset({first})), this[0]),)))]
        c.i = begin
        return []
    last = take_day_number(c) if joined and day_number_follows(c) else 0
    # "from 9 to 11 in January" are hours.
    placed = c.at(K.MONTH) or (c.at(K.OF) and (ordinal or not c.at_any((K.IN, K.FROM))))
    if c.has(Trait.NUMBERED_RANGES) and first < last <= 31 and placed:
        match read_scope(c, list(range(first, last + 1)), EVERY_WEEKDAY, False, False):
            case [Dates(dates, False, False)]:
                return [DateRange(Dates(dates[:1]), Dates(dates[-1:]))]
            case [Dates() | Scoped(), *_] as found:
                return found
    c.i = begin
    return []


def _take_last_day_of_each(c: Cursor) -> bool:
    """The end of "from the 25th to the last", "… to the last day of each month", "… to the end of every month"."""
    begin = c.i
    if c.at(K.ORDINAL) and c.value(K.ORDINAL) == -1:
        c.i += 1
        day = c.at(K.UNIT) and c.value(K.UNIT) == "day"
        c.i += int(day)
        alone = not day and not c.at_any((K.WEEKDAY, K.DAY_SET, K.UNIT, K.OF, K.IN, K.MONTH, K.ORDINAL, K.NUMBER))
        if alone or (c.take(K.OF) and _take_month(c, of_each=False)):
            return True
    elif c.take(K.END):
        c.take(K.OF)
        if _take_month(c, of_each=True):
            return True
    c.i = begin
    return False


def _take_month(c: Cursor, *, of_each: bool) -> bool:
    """Past "the month", "each month"; `of_each` where "the month" may be this one alone."""
    c.take(K.ARTICLE)
    each = c.take(K.EVERY)
    if c.at(K.UNIT) and c.value(K.UNIT) == "month" and (each or not of_each):
        c.i += 1
        return True
    return False


def _read_bare_day(c: Cursor, *, between: bool) -> list[PointDay]:
    """The 1 of "del 1 al 5 de enero", "entre el 1 y el 5 de enero"."""
    begin = c.i
    c.take(K.ARTICLE)
    ahead = c.beyond((K.ARTICLE, K.ON), 2)
    follows = c.at(K.AND, 1) if between else c.at(K.TO, 1) or c.at(K.UNTIL, 1)
    dated = c.at(K.MONTH, ahead + 1) or (c.at(K.OF, ahead + 1) and c.at(K.MONTH, ahead + 2))
    if c.has(Trait.MONTH_ENDS_RANGE) and day_number_follows(c) and follows and c.at(K.NUMBER, ahead) and dated:
        return [Dom(frozenset({take_day_number(c)}))]
    c.i = begin
    return []


def read_point_day(c: Cursor) -> list[PointDay]:
    """One day or one period, as an end of a range or of a bound: "Friday", "July 17", "next month"."""
    c.skip(K.ON)
    c.reading_one_end = True
    try:
        found = read_day_of(c, inner_day(c, single=True))
    finally:
        c.reading_one_end = False
    match found:
        case [day] if isinstance(day, PointDay):
            return [day]
    return []


def read_day_of(c: Cursor, found: list[Item]) -> list[Item]:
    """ "next week Tuesday", "下个月1号": the one day of a period that was just read."""
    if not (len(found) == 1 and isinstance(found[0], ThisPeriod) and found[0].unit in ("week", "month", "year")):
        return found
    begin = c.i
    if not (c.at(K.WEEKDAY) or c.at(K.ORDINAL) or c.at(K.MONTH)):
        return found
    match inner_day(c, single=True):
        case [Wd(recurring=False) | Dom(every=False) | Dates(every=False) | MonthSet(every=False) as day]:
            return [DayOf(day, found[0])]
    c.i = begin
    return found
