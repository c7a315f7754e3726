"""Months, years and the days before them: "May and June", "2027", "12, 13 and 14 February"."""

from __future__ import annotations

from datetime import date

from schedule_mcp.language.grammar.cursor import JOINTS, Cursor
from schedule_mcp.language.grammar.items import Dates, Dom, Item, ThisPeriod
from schedule_mcp.language.lexicon import K, Trait

YearMonthDay = tuple[int | None, int, int]


def read_year(c: Cursor) -> int | None:
    before = c.i
    c.take(K.COMMA, K.OF)
    if c.at(K.NUMBER) and len(c.tokens[c.i].text) == 4 and c.tokens[c.i].text.isdigit():
        year = int(c.value(K.NUMBER))
        placed = c.at(K.OF, 2) and c.at(K.ZONE, 3)
        if (placed or not c.at(K.UNIT, 1)) and not c.at(K.TIMES, 1):
            c.i += 1
            if not 1970 <= year <= 2399:
                raise c.refuse(f"the year {year} is outside 2000 to 2399")
            return year
    year = _read_spoken_year(c)
    if year:
        return year
    c.i = before
    return None


def _read_spoken_year(c: Cursor) -> int:
    """ "twenty twenty-eight", "two thousand and twenty eight"; 0 where none is said."""
    if not c.has(Trait.CANONICAL) or not c.at(K.NUMBER) or c.text(c.i).isdigit():
        return 0
    century = c.value(K.NUMBER)
    if century not in (20, 2000):
        return 0
    begin = c.i
    c.i += 1
    c.take(K.DASH)
    if century == 2000:
        c.take(K.AND)
    spelled = c.at(K.NUMBER) and not c.text(c.i).isdigit()
    n = c.number() if spelled else 0
    if n is None or n != int(n) or not (10 <= n < 100 or (century == 2000 and 0 <= n < 100)):
        c.i = begin
        return 0
    return 2000 + int(n)


def dates_in_months(c: Cursor, positions: list[int], months: list[int], year: int | None, every: bool) -> list[Item]:
    if any(p < 1 for p in positions):
        raise c.refuse()
    for m in months:
        for p in positions:
            check_date(c, year, m, p)
    dates = tuple((year, m, p) for m in months for p in positions)
    every = every or (year is None and take_of_each_year(c))
    return [Dates(dates, every, open=len(months) > 1 and year is None and not every)]


def check_date(c: Cursor, year: int | None, month: int, day: int) -> None:
    try:
        date(year if year and year >= 1970 else 2000, month, day)
    except ValueError:
        raise c.refuse(f"there is no day {day} in month {month}" + (f" of {year}" if year else "")) from None


def read_months(c: Cursor) -> list[int]:
    """ "May", "June to August", "March, June and September"."""
    found: list[int] = []
    while c.at(K.MONTH):
        found.extend(_read_month_or_range(c))
        ahead = c.beyond(JOINTS)
        if (c.reading_one_end and not ahead) or not c.at(K.MONTH, ahead) or _day_of_month_follows(c, ahead + 1):
            break
        c.i += ahead
    return found


def _read_month_or_range(c: Cursor) -> list[int]:
    month = c.value(K.MONTH)
    c.i += 1
    ranged = (c.at(K.TO) or c.at(K.DASH)) and c.at(K.MONTH, 1) and not c.reading_one_end
    if not ranged or c.at(K.NUMBER, 2) or c.at(K.ORDINAL, 2):
        return [month]
    last = c.value(K.MONTH, 1)
    c.i += 2
    return [(month - 1 + k) % 12 + 1 for k in range((last - month) % 12 + 1)]


def _day_of_month_follows(c: Cursor, ahead: int) -> bool:
    """Whether the month before is that of a date: "May and June 5", not "May and June 5pm"."""
    timed = c.at_any((K.MERIDIEM, K.PAST, K.OCLOCK, K.TIMES), ahead + 1)
    numbered = c.at(K.NUMBER, ahead) and c.text(c.i + ahead).isdigit() and not timed
    return numbered or c.at(K.ORDINAL, ahead)


def take_of_each_year(c: Cursor) -> bool:
    """ "il 14 ottobre di ogni anno"."""
    begin = c.i
    if c.has(Trait.DAYS_OF_PERIODS) and c.take(K.OF):
        c.skip(K.EVERY)
        if c.at(K.UNIT) and c.value(K.UNIT) == "year":
            c.i += 1
            return True
    c.i = begin
    return False


def read_days_before_month(c: Cursor, every: bool) -> list[Item]:
    """ "12, 13 and 14 February", "1 of jan, april and july", "el 1 y el 16 de cada mes"."""
    begin = c.i
    days: list[int] = []
    while day_number_follows(c) and (not c.at(K.ORDINAL) or is_written_ordinal(c)):
        days.append(take_day_number(c))
        joined = c.i
        c.skip(K.COMMA, K.AND)
        if joined == c.i:
            break
        c.skip(K.ARTICLE, K.ON)
    led = c.take(K.OF)
    if led and days and c.has(Trait.DAYS_OF_PERIODS) and max(days) <= 31:
        c.take(K.EVERY)
        ahead = c.take_periods_ahead()
        if c.at(K.UNIT) and c.value(K.UNIT) == "month":
            c.i += 1
            # "el 5 del mes que viene", "il 5 del prossimo mese"
            ahead = ahead or c.take_periods_ahead()
            return [Dom(frozenset(days)), ThisPeriod("month", ahead)] if ahead else [Dom(frozenset(days), True)]
    if days and c.at(K.MONTH) and not c.reading_one_end:
        months = read_months(c)
        if len(days) > 1 or (led and len(months) > 1):
            return dates_in_months(c, days, months, read_year(c), every)
    c.i = begin
    return []


def is_written_ordinal(c: Cursor) -> bool:
    """The "1er" of "les 1er, 14 et 16 de chaque mois"."""
    return c.has(Trait.WRITTEN_ORDINALS) and c.text(c.i)[:1].isdigit()


def day_number_follows(c: Cursor) -> bool:
    ordinal = c.at(K.ORDINAL) and c.value(K.ORDINAL) > 0
    # "toda segunda de julho" is no date.
    return (ordinal and not c.at(K.WEEKDAY)) or (
        c.at(K.NUMBER) and c.tokens[c.i].text.isdigit() and len(c.tokens[c.i].text) <= 2
    )


def take_day_number(c: Cursor) -> int:
    day = c.value(K.ORDINAL) if c.at(K.ORDINAL) else c.value(K.NUMBER)
    c.i += 1
    return int(day)
