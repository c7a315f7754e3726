"""Dates, months and ranges of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.weekdays import WeekdayReader, weekday_range
from schedule_mcp.language.items import (
    DateRange,
    Dates,
    DayOf,
    Dom,
    EndOf,
    MonthSet,
    NextDay,
    Ref,
    Scoped,
    SlashDate,
    Span,
    ThisPeriod,
    Wd,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import EVERY_WEEKDAY

YearMonthDay = tuple[int | None, int, int]
_DATES_AT_MOST = 64
"""Dates that one list holds."""


class DateReader(WeekdayReader):
    """Reads dates."""

    def year(self) -> int | None:
        before = self.i
        self.take(K.COMMA, K.OF)
        if self.at(K.NUMBER) and len(self.tokens[self.i].text) == 4 and self.tokens[self.i].text.isdigit():
            year = int(self.value(K.NUMBER))
            placed = self.at(K.OF, 2) and self.at(K.ZONE, 3)
            if (placed or not self.at(K.UNIT, 1)) and not self.at(K.TIMES, 1):
                self.i += 1
                if not 1970 <= year <= 2399:
                    raise self.refuse(f"the year {year} is outside 2000 to 2399")
                return year
        self.i = before
        return None

    def dated(self, positions: list[int], months: list[int], year: int | None, every: bool) -> list[Any]:
        if any(p < 1 for p in positions):
            raise self.refuse()
        for m in months:
            for p in positions:
                self.check_date(year, m, p)
        dates = tuple((year, m, p) for m in months for p in positions)
        every = every or (year is None and self.of_each_year())
        return [Dates(dates, every, open=len(months) > 1 and year is None and not every)]

    def check_date(self, year: int | None, month: int, day: int) -> None:
        try:
            date(year if year and year >= 1970 else 2000, month, day)
        except ValueError:
            raise self.refuse(f"there is no day {day} in month {month}" + (f" of {year}" if year else "")) from None

    def months(self) -> list[int]:
        """ "May", "June to August", "March, June and September"."""
        found: list[int] = []
        while self.at(K.MONTH):
            found.extend(self._month_or_range())
            ahead = self.beyond(JOINTS)
            if (self.pointing and not ahead) or not self.at(K.MONTH, ahead) or self._day_of_month_at(ahead + 1):
                break
            self.i += ahead
        return found

    def _month_or_range(self) -> list[int]:
        month = self.value(K.MONTH)
        self.i += 1
        ranged = (self.at(K.TO) or self.at(K.DASH)) and self.at(K.MONTH, 1) and not self.pointing
        if not ranged or self.at(K.NUMBER, 2) or self.at(K.ORDINAL, 2):
            return [month]
        last = self.value(K.MONTH, 1)
        self.i += 2
        return [(month - 1 + k) % 12 + 1 for k in range((last - month) % 12 + 1)]

    def _day_of_month_at(self, ahead: int) -> bool:
        """Whether the month before is that of a date: "May and June 5", not "May and June 5pm"."""
        timed = self.at_any((K.MERIDIEM, K.PAST, K.OCLOCK, K.TIMES), ahead + 1)
        numbered = self.at(K.NUMBER, ahead) and self.text(self.i + ahead).isdigit() and not timed
        return numbered or self.at(K.ORDINAL, ahead)

    def date_words(self, every: bool) -> list[Any]:
        """ "December 24, 2026", "24 December", "March 1st and June 5", "May 10 to May 13"."""
        listed = self.days_before_month(every)
        if listed:
            return listed
        if self.at(K.NUMBER) and (self.at(K.TO, 1) or self.at(K.DASH, 1)) and not self.pointing:
            numbered = self.numbered_range(between=False)
            if numbered:
                return numbered
        first = self.one_date()
        if first is None:
            return []
        if self.pointing:
            return [Dates((first,), every or self.of_each_year())]
        if self.at(K.TO) or self.at(K.DASH):
            ranged = self._dates_to(first, every)
            if ranged:
                return ranged
        dates = self._dates_from(first)
        for year, month, day in dates:
            self.check_date(year, month, day)
        years = {d[0] for d in dates} - {None}
        if len(years) == 1 and dates[-1][0] is not None:
            # "March 1 and June 5, 2027"
            dates = [(dates[-1][0], m, d) for _, m, d in dates]
        return [Dates(tuple(dates), every or self.of_each_year())]

    def _dates_to(self, first: YearMonthDay, every: bool) -> list[Any]:
        """The end of "May 10 to May 13", "May 10 - 13"."""
        before = self.i
        self.i += 1
        last = self.one_date()
        # "el 4 de julio a las 10 de la mañana": the word for "to" is one for "at" as well.
        timed = self.at(K.MERIDIEM, 1) or self.at(K.OCLOCK, 1) or K.AT in self.kinds[before]
        if last is None and self.day_number_at() and not timed:
            last = (first[0], first[1], self.take_day())
        if last is None:
            self.i = before
            return []
        if every:
            raise self.refuse("a range of dates that comes again is not read", "Name the days of the month.")
        return [DateRange(Dates((first,)), Dates((last,)))]

    def _dates_from(self, first: YearMonthDay) -> list[YearMonthDay]:
        """ "March 1st and June 5", "March 1, 5 and 9"."""
        dates = [first]
        while len(dates) < _DATES_AT_MOST:
            before = self.i
            while self.take(K.COMMA, K.AND) or (self.at(K.ON) and not self.at(K.FROM) and self.take(K.ON)):
                pass
            following = self._date_after(dates[-1]) if self.i > before else None
            if following is None:
                self.i = before
                break
            dates.append(following)
        return dates

    def _date_after(self, last: YearMonthDay) -> YearMonthDay | None:
        """A date, or a day in the month of the one before it."""
        found = self.one_date()
        counted = self.at_any((K.MERIDIEM, K.TIMES, K.UNIT, K.OCLOCK), 1)
        if found is None and self.day_number_at() and not counted:
            return last[0], last[1], self.take_day()
        return found

    def of_each_year(self) -> bool:
        """ "il 14 ottobre di ogni anno"."""
        begin = self.i
        if self.lexicon.code != "en" and self.take(K.OF):
            self.skip(K.EVERY)
            if self.at(K.UNIT) and self.value(K.UNIT) == "year":
                self.i += 1
                return True
        self.i = begin
        return False

    def days_before_month(self, every: bool) -> list[Any]:
        """ "12, 13 and 14 February", "1 of jan, april and july", "el 1 y el 16 de cada mes"."""
        begin = self.i
        days: list[int] = []
        while self.day_number_at() and (not self.at(K.ORDINAL) or self.written_ordinal()):
            days.append(self.take_day())
            joined = self.i
            self.skip(K.COMMA, K.AND)
            if joined == self.i:
                break
            self.skip(K.ARTICLE, K.ON)
        led = self.take(K.OF)
        if led and days and self.lexicon.code != "en" and max(days) <= 31:
            self.take(K.EVERY)
            before = self.take(K.NEXT)
            if self.at(K.UNIT) and self.value(K.UNIT) == "month":
                self.i += 1
                # "el 5 del mes que viene", "il 5 del prossimo mese"
                coming = before or self.take(K.NEXT)
                return [Dom(frozenset(days)), ThisPeriod("month", True)] if coming else [Dom(frozenset(days), True)]
        if days and self.at(K.MONTH) and not self.pointing:
            months = self.months()
            if len(days) > 1 or (led and len(months) > 1):
                return self.dated(days, months, self.year(), every)
        self.i = begin
        return []

    def written_ordinal(self) -> bool:
        """The "1er" of "les 1er, 14 et 16 de chaque mois"."""
        return self.lexicon.code != "en" and not self.lexicon.postposed and self.text(self.i)[:1].isdigit()

    def day_number_at(self) -> bool:
        ordinal = self.at(K.ORDINAL) and self.value(K.ORDINAL) > 0
        # "toda segunda de julho" is no date.
        return (ordinal and (self.lexicon.code != "pt" or not self.at(K.WEEKDAY))) or (
            self.at(K.NUMBER) and self.tokens[self.i].text.isdigit() and len(self.tokens[self.i].text) <= 2
        )

    def take_day(self) -> int:
        day = self.value(K.ORDINAL) if self.at(K.ORDINAL) else self.value(K.NUMBER)
        self.i += 1
        return int(day)

    def one_date(self) -> YearMonthDay | None:
        before = self.i
        if self.at(K.MONTH):
            month = self.value(K.MONTH)
            self.i += 1
            self.take(K.ARTICLE)
            counted = self.at(K.MERIDIEM, 1) or self.at(K.TIMES, 1)
            nth = self.at(K.ORDINAL) and (self.at(K.WEEKDAY, 1) or self.at(K.UNIT, 1))
            if self.day_number_at() and not counted and not nth:
                return self.checked(self.take_day(), month)
        elif self.day_number_at():
            day = self.take_day()
            self.take(K.OF)
            joined = self.at(K.COMMA, 1) or self.at(K.AND, 1)
            another = joined and (self.at(K.MONTH, 2) or (self.at(K.AND, 2) and self.at(K.MONTH, 3)))
            if self.at(K.MONTH) and (self.pointing or not another):
                month = self.value(K.MONTH)
                self.i += 1
                return self.checked(day, month)
        self.i = before
        return None

    def checked(self, day: int, month: int) -> YearMonthDay:
        year = self.year()
        self.check_date(year, month, day)
        return year, month, day

    def month_words(self, every: bool) -> list[Any]:
        if self.at(K.NUMBER) and self.i > 0 and (K.IN in self.kinds[self.i - 1] or self.year_as_bound()):
            year = self.year()
            return [MonthSet(frozenset(range(1, 13)), year)] if year else []
        if not self.at(K.MONTH):
            return []
        months = self.months()
        return [MonthSet(frozenset(months), self.year(), every)]

    def year_as_bound(self) -> bool:
        """Whether "until 2030" can be no time of day."""
        paced = ("second", "minute", "hour")
        clocked = any(
            m.get(K.UNIT) in paced or (K.FREQUENCY in m and m[K.FREQUENCY][1] in paced) for m in self.kinds[: self.end]
        )
        return self.pointing and not (clocked and int(self.value(K.NUMBER)) % 100 < 60)

    def date_range(self) -> list[Any]:
        """ "from May 10 to May 13", "between 2026-01-01 and 2026-02-03"."""
        between = self.at(K.BETWEEN)
        self.i += 1
        numbered = self.numbered_range(between=between)
        if numbered:
            return numbered
        first = self.bare_day(between=between) or self.point_day()
        if not first:
            return []
        if not (self.take(K.AND) if between else self.take(K.TO, K.DASH, K.UNTIL)):
            return []
        last = self.point_day() if not self.at(K.EVERY) else []
        if not last or (isinstance(last[0], Wd) and last[0].recurring and not isinstance(first[0], Wd)):
            # "from July 2 - every Sunday" has no end.
            return []
        if isinstance(first[0], Dom) and isinstance(last[0], Dates) and self.lexicon.code != "en":
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

    def numbered_range(self, *, between: bool) -> list[Any]:
        """What follows "from": "10 to 18 November", "the 5th through the 8th of every month"."""
        begin = self.i
        self.take(K.ARTICLE)
        ordinal = self.at(K.ORDINAL)
        first = self.take_day() if self.day_number_at() else 0
        joined = first and (self.take(K.AND) if between else self.take(K.TO, K.DASH, K.UNTIL))
        self.take(K.ARTICLE)
        last = self.take_day() if joined and self.day_number_at() else 0
        # "from 9 to 11 in January" are hours.
        placed = self.at(K.MONTH) or self.text(self.i) == "of" or (ordinal and self.at(K.OF))
        if self.lexicon.code == "en" and first < last <= 31 and placed:
            match self.scope(list(range(first, last + 1)), EVERY_WEEKDAY, False, False):
                case [Dates(dates, False, False)]:
                    return [DateRange(Dates(dates[:1]), Dates(dates[-1:]))]
                case [Dates() | Scoped(), *_] as found:
                    return found
        self.i = begin
        return []

    def scope(self, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Any]:
        raise NotImplementedError

    def bare_day(self, *, between: bool) -> list[Any]:
        """The 1 of "del 1 al 5 de enero", "entre el 1 y el 5 de enero"."""
        begin = self.i
        self.take(K.ARTICLE)
        ahead = self.beyond((K.ARTICLE, K.ON), 2)
        follows = self.at(K.AND, 1) if between else self.at(K.TO, 1) or self.at(K.UNTIL, 1)
        dated = self.at(K.MONTH, ahead + 1) or (self.at(K.OF, ahead + 1) and self.at(K.MONTH, ahead + 2))
        if self.lexicon.code != "en" and self.day_number_at() and follows and self.at(K.NUMBER, ahead) and dated:
            return [Dom(frozenset({self.take_day()}))]
        self.i = begin
        return []

    def point_day(self) -> list[Any]:
        self.skip(K.ON)
        self.pointing = True
        try:
            found = self.day_of(self.day(single=True))
        finally:
            self.pointing = False
        if len(found) == 1 and isinstance(
            found[0], DayOf | Wd | Ref | Dates | NextDay | EndOf | SlashDate | MonthSet | ThisPeriod | Dom | Span
        ):
            return found
        return []

    def day_of(self, found: list[Any]) -> list[Any]:
        """ "next week Tuesday", "下个月1号": the one day of a period that was just read."""
        if not (len(found) == 1 and isinstance(found[0], ThisPeriod) and found[0].unit in ("week", "month", "year")):
            return found
        begin = self.i
        if not (self.at(K.WEEKDAY) or self.at(K.ORDINAL) or self.at(K.MONTH)):
            return found
        days = self.day(single=True)
        single = len(days) == 1 and isinstance(days[0], Wd | Dom | Dates | MonthSet)
        if not single or getattr(days[0], "recurring", False) or getattr(days[0], "every", False):
            self.i = begin
            return found
        return [DayOf(days[0], found[0])]
