"""The n-th day of a period, and days of the month."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.dates import DateReader
from schedule_mcp.language.items import Ask, Dom, MonthSet, OrdWd, Pace, Scoped, Sep, ThisPeriod, Tree
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WEEKEND, AnyOf, Nth, Period

PERIODS = {"week": Period.WEEK, "month": Period.MONTH, "quarter": Period.QUARTER, "year": Period.YEAR}
_MOST = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}


class NthReader(DateReader):
    """Reads ordinals and what they count within."""

    def positions(self) -> list[int]:
        """ "1st", "first and third", "1st to 7th", "2nd-to-last": ordinals in a row."""
        found: list[int] = []
        while self.at(K.ORDINAL):
            if found and K.ORDINAL in self.kinds[self.i - 1] and self.at(K.WEEKDAY):
                # The "quarta" of "primeira quarta".
                break
            n = self.value(K.ORDINAL)
            at = self.i
            self.i += 1
            dash = 1 if self.at(K.DASH) else 0
            if n > 0 and self.at(K.TO, dash) and self.at(K.ORDINAL, dash + 1 + (1 if self.at(K.DASH, dash + 1) else 0)):
                ahead = dash + 1 + self.at(K.DASH, dash + 1)
                last = self.value(K.ORDINAL, ahead)
                if last == -1:
                    found.append(-n)
                    self.i += ahead + 1
                elif n < last <= 366:
                    found.extend(range(n, last + 1))
                    self.i += ahead + 1
                else:
                    self.i = at
                    return []
            elif n > 0 and dash and self.at(K.ORDINAL, 1) and n < self.value(K.ORDINAL, 1) <= 366:
                found.extend(range(n, self.value(K.ORDINAL, 1) + 1))
                self.i += 2
            else:
                found.append(n)
            ahead = self.beyond((*JOINTS, K.ARTICLE, K.ON))
            if self.pointing:
                # "starting the 3rd, on the first Monday of each month"
                break
            if ahead and self.at(K.ORDINAL, ahead) and (self.at(K.COMMA) or self.at(K.AND)):
                self.i += ahead
        return found

    def nth(self, every: bool) -> list[Any]:
        """ "the first Monday of the month", "the 15th", "last business day of each quarter"."""
        if not self.at(K.ORDINAL) or (self.at(K.WEEKDAY) and not self._counts_weekdays()):
            return []
        counted = self.first_days(every) or (self.days_before_month(every) if self.written_ordinal() else [])
        if counted:
            return counted
        positions = self.positions()
        if not positions:
            return []
        if not self.at(K.ORDINAL) and self.at(K.UNIT) and self.value(K.UNIT) == "day":
            several = self.at(K.SEVERAL) and not every and len(positions) == 1 and abs(positions[0]) == 1
            self.i += 1
            return self.how_many(positions[0]) if several else self.scope(positions, EVERY_WEEKDAY, True, every)
        if self.text(self.i) in ("weekend", "weekends") and self.lexicon.code == "en":
            self.i += 1
            answers = self.said_instead(self.i - 1, "Saturday", "Sunday")
            self.scope(positions, WEEKEND, True, every)
            return [Ask("Which day of that weekend?", answers)]
        if self.at(K.WEEKDAY) or self.at(K.DAY_SET):
            days = self.weekdays(single=True)
            assert days is not None
            among = self._or_weekdays(days.days)
            if self._another_ordinal_follows():
                return self.two_ordinals(positions, among)
            return self.scope(positions, among, True, every)
        if self.text(self.i) in ("one", "ones") and self.at(K.OF, 1) and (named_before := self.last_weekdays()):
            # "every Tuesday except the second one of the month"
            self.i += 1
            return self.scope(positions, named_before, True, every)
        return self.scope(positions, EVERY_WEEKDAY, False, every)

    def _counts_weekdays(self) -> bool:
        """Whether the word for a weekday counts days: the "segunda" of "segunda terça do mês"."""
        if self.at(K.WEEKDAY, 1) or self.at(K.UNIT, 1) or self.another_nth_follows():
            return True
        return self.at(K.DAY_SET, 1) and not self.value(K.DAY_SET, 1)[1]

    def last_weekdays(self) -> frozenset[int] | None:
        """The weekdays said so far, where they are one word."""
        said = [m.get(K.WEEKDAY) or m.get(K.DAY_SET) for m in self.kinds[: self.i] if K.WEEKDAY in m or K.DAY_SET in m]
        if len(said) != 1 or said[0] is None:
            return None
        days = said[0][0]
        return frozenset({days}) if isinstance(days, int) else frozenset(days)

    def how_many(self, sign: int) -> list[Any]:
        """ "les derniers jours du mois"."""
        begin = self.i
        choices = []
        for n in (2, 3, 5):
            self.i = begin
            choices.append(tuple(self.scope([sign * k for k in range(1, n + 1)], EVERY_WEEKDAY, True, False)))
        return [Ask("How many of these days?", tuple(choices))]

    def another_nth_follows(self) -> bool:
        """Whether the "segunda" of "segunda e quarta terça do mês" is an ordinal."""
        ahead = 1
        if not self.at(K.AND, ahead):
            return False
        ahead += 1
        while self.at(K.ON, ahead) or self.at(K.ARTICLE, ahead):
            ahead += 1
        return self.at(K.ORDINAL, ahead) and self.at(K.WEEKDAY, ahead + 1)

    def first_days(self, every: bool) -> list[Any]:
        """ "the first 3 business days of each month", "the last five days of the quarter"."""
        begin = self.i
        swapped = self.at(K.NUMBER) and self.at(K.ORDINAL, 1)
        if not swapped and not self.at(K.NUMBER, 1):
            return []
        # "les 3 premiers jours"
        n = self.number() if swapped else None
        sign = self.value(K.ORDINAL)
        if sign not in (1, -1):
            self.i = begin
            return []
        self.i += 1
        n = n if swapped else self.number()
        if n is None or n != int(n) or not 2 <= n <= 366:
            self.i = begin
            return []
        if self.at(K.UNIT) and self.value(K.UNIT) == "day":
            self.i += 1
            among = EVERY_WEEKDAY
        elif self.at(K.WEEKDAY) or self.at(K.DAY_SET):
            days = self.weekdays(single=True)
            assert days is not None
            among = days.days
        else:
            self.i = begin
            return []
        found = self.scope([sign * k for k in range(1, int(n) + 1)], among, True, every)
        if not isinstance(found[0], Scoped):
            raise self.refuse("of which period?", "Say for example 'of the month'.")
        return found

    def _or_weekdays(self, among: frozenset[int]) -> frozenset[int]:
        """ "last Tuesday or Friday" is one set of days."""
        while self.at(K.OR) and self.at(K.WEEKDAY, 1):
            among |= {self.value(K.WEEKDAY, 1)[0]}
            self.i += 2
        return among

    def _another_ordinal_follows(self) -> bool:
        """ "last Tuesday and last Thursday" are two statements."""
        ahead = 2 if self.at(K.ARTICLE, 1) else 1
        days = self.at(K.WEEKDAY, ahead + 1) or self.at(K.DAY_SET, ahead + 1)
        return self.at(K.AND) and self.at(K.ORDINAL, ahead) and days

    def two_ordinals(self, positions: list[int], among: frozenset[int]) -> list[Any]:
        parts = [(frozenset(positions), among)]
        while self.at(K.AND):
            before = self.i
            self.i += 1
            self.take(K.ARTICLE)
            more = self.positions()
            days = self.weekdays(single=True)
            if not more or days is None:
                # "第二个周四和最后一个工作日和7号"
                self.i = before
                break
            parts.append((frozenset(more), self._or_weekdays(days.days)))
        last = self.scope(list(parts[-1][0]), parts[-1][1], True, True)
        if len(last) < 1 or not isinstance(last[0], Scoped):
            # "monthly on the first Monday and the third Friday"
            placed = [OrdWd(p, a, every=False) for p, a in parts]
            return [item for one in placed for item in (Sep("and"), one)][1:]
        of = last[0].of
        return [Tree(AnyOf(tuple(Nth(p, a, of) for p, a in parts))), *last[1:]]

    def scope(self, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Any]:
        """What an ordinal counts within: "of the month", "of every other quarter", "in November"."""
        if named and self.at(K.BEFORE):
            raise self.refuse()
        before = self.i
        found = self._within(positions, among, named, every)
        if found:
            return found
        self.i = before
        if self.at(K.MONTH) and not named:
            months = self.months()
            return self.dated(positions, months, self.year(), every)
        if named and among != EVERY_WEEKDAY:
            return [OrdWd(frozenset(positions), among, every)]
        if named:
            return [Dom(frozenset(positions), every)]
        if max(positions) < 0:
            raise self.refuse("the last of what?", "Say for example 'the last day of the month'.")
        return self.dom(positions, every)

    def _within(self, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Any]:
        """ "of the month", "of every other quarter", "in November", "of 2027"."""
        started = self.text(self.i) == "from" and self.at(K.MONTH, 1)
        led = not started and self.take(K.OF, K.IN)
        self.take(K.ARTICLE)
        each = self.take(K.EVERY)
        n = self._every_so_many(each)
        # "am 5. nächsten Monats"
        genitive = self.lexicon.code == "de" and self.at(K.NEXT) and self.at(K.UNIT, 1)
        if not (led or each or genitive):
            return []
        coming: list[Any] = []
        if (self.at(K.THIS) or self.at(K.NEXT)) and self.at(K.UNIT, 1):
            coming = [ThisPeriod(self.value(K.UNIT, 1), self.at(K.NEXT))]
            self.i += 1
        if self.at(K.UNIT) and self.value(K.UNIT) in PERIODS:
            return self._within_period(positions, among, coming, n)
        year = self.year() if named else None
        if year:
            self.check(positions, among, Period.YEAR)
            return [Scoped(frozenset(positions), among, Period.YEAR), MonthSet(frozenset(range(1, 13)), year)]
        return self._within_months(positions, among, named, every or each) if self.at(K.MONTH) else []

    def _every_so_many(self, each: bool) -> int:
        """The 2 of "every other month", the 3 of "every 3 months", "every third month"; 0 where none is said."""
        n = 2 if self.take(K.OTHER) else 0
        if not each or not self.at(K.UNIT, 1):
            return n
        if self.at(K.NUMBER):
            n = self.whole()
        elif self.at(K.ORDINAL) and self.value(K.ORDINAL) > 0:
            n = self.value(K.ORDINAL)
            self.i += 1
        return n

    def _within_period(self, positions: list[int], among: frozenset[int], coming: list[Any], n: int) -> list[Any]:
        """The month of "the 3rd day of the month", "do mês que vem"."""
        unit = self.value(K.UNIT)
        self.i += 1
        if self.lexicon.code != "en" and self.take(K.NEXT):
            coming = [*coming, ThisPeriod(unit, True)]
        self.check(positions, among, PERIODS[unit])
        paced = [Pace(n, unit)] if n else []
        return [Scoped(frozenset(positions), among, PERIODS[unit]), *coming, *paced]

    def _within_months(self, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Any]:
        """The months of "the last Friday in May and June", "the 3rd of May 2027"."""
        months = self.months()
        year = self.year()
        if not named:
            return self.dated(positions, months, year, every)
        self.check(positions, among, Period.MONTH)
        scoped = Scoped(frozenset(positions), among, Period.MONTH)
        return [scoped, MonthSet(frozenset(months), year, every or len(months) > 1)]

    def check(self, positions: list[int], among: frozenset[int], of: Period) -> None:
        most = most_of(among, of)
        wrong = [p for p in positions if not 1 <= abs(p) <= most]
        if wrong:
            raise self.refuse(f"a {of.value} has no such day as number {wrong[0]}", f"It has at most {most} of them.")

    def dom(self, positions: list[int], every: bool) -> list[Any]:
        wrong = [p for p in positions if not (1 <= p <= 31 or -31 <= p < 0)]
        if wrong:
            raise self.refuse(f"no month has a day {wrong[0]}", "Days of the month are 1 to 31.")
        return [Dom(frozenset(positions), every)]

    def hour_follows(self) -> bool:
        """Whether a word for "to" that is one for "at" too stands before an hour: "dia 5 às 9h"."""
        if not self.at(K.AT):
            return False
        return not self.at(K.NUMBER, 1) or self.at_any((K.OCLOCK, K.DAY_PART, K.HALF_PAST, K.MERIDIEM), 2)

    def day_numbers(self, every: bool) -> list[Any]:
        """ "day 28", "days 1 through 5 [of each month]", "the 15th"."""
        if self.at(K.ORDINAL):
            return self.nth(every=every)
        marked = self.at(K.ORDINAL, 1) and self.lexicon.code != "en"
        if not (self.at(K.UNIT) and self.value(K.UNIT) == "day" and (self.at(K.NUMBER, 1) or marked)):
            return []
        self.i += 1
        found: list[int] = []
        while True:
            n = self.take_day() if marked and self.at(K.ORDINAL) else self.whole()
            ends = every and self.at(K.UNTIL) and self.lexicon.code != "en"
            if (self.at(K.TO) and not ends and not self.hour_follows()) or self.at(K.DASH):
                self.i += 1
                last = self.whole()
                if not n < last <= 366:
                    raise self.refuse("the range of days runs backwards")
                found.extend(range(n, last + 1))
            else:
                found.append(n)
            ahead = self.beyond(JOINTS)
            counted = self.at(K.MERIDIEM, ahead + 1) or self.at(K.TIMES, ahead + 1)
            if not ahead or not self.at(K.NUMBER, ahead) or counted:
                break
            self.i += ahead
        if len(found) > 400:
            raise self.refuse("too many days")
        return self.scope(found, EVERY_WEEKDAY, False, every)

    def numbered_span(self) -> list[Any]:
        """ "del 1 al 5 de cada mes", "vom 1. bis zum 5. jedes Monats": days of every month from one to another."""
        if self.lexicon.code == "en":
            return []
        self.to_number(K.FROM)
        if not self.take(K.FROM, K.START, K.OF):
            return []
        first = self.numbered_day()
        if first is None or not self.take(K.TO, K.UNTIL, K.DASH):
            return []
        last = self.numbered_day()
        if last is None or not self.each_month_follows():
            return []
        if not first < last:
            raise self.refuse("the range of days runs backwards")
        return self.dom(list(range(first, last + 1)), True)

    def to_number(self, *before: str) -> None:
        """To where a number or one of these follows: past "los días", "de"."""
        begin = self.i
        while (self.at(K.ON) or self.at(K.ARTICLE)) and not self.at_any(before):
            self.i += 1
        if self.at(K.UNIT) and self.value(K.UNIT) == "day":
            self.i += 1
        if not (self.day_number_at() or self.at_any(before)):
            self.i = begin

    def numbered_day(self) -> int | None:
        self.to_number()
        return self.take_day() if self.day_number_at() else None

    def each_month_follows(self) -> bool:
        self.take(K.OF)
        self.skip(K.ARTICLE, K.EVERY)
        if not (self.at(K.UNIT) and self.value(K.UNIT) == "month"):
            return False
        self.i += 1
        return True


def most_of(among: frozenset[int], of: Period) -> int:
    """How many days on these weekdays a period has at most."""
    weeks = {Period.WEEK: 1, Period.MONTH: 5, Period.QUARTER: 14, Period.YEAR: 53}[of]
    return min(weeks * len(among), _MOST[of])
