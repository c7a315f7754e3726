"""How often, how many times, for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schedule_mcp.language.grammar.days import DayReader
from schedule_mcp.language.items import Ask, Count, Dates, Dom, Lasting, NextDay, Pace, Ref, Span, Time, Times, Tree, Wd
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import Every, Unit

Amounts = tuple[tuple[float, str], ...]
"""Numbers with their units."""
_UNIT = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_ONE_WEEK: Amounts = ((1, "week"),)
_FIFTEEN_DAYS: Amounts = ((15, "day"),)
_FORTNIGHT: tuple[Amounts, ...] = (((14, "day"),), _FIFTEEN_DAYS)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
CLOCK_UNITS = ("second", "minute", "hour")


class PaceReader(DayReader):
    """Reads paces, counts and durations."""

    def pace(self) -> list[Any]:
        """ "every 2 hours", "daily", "once a week", "every other Friday"."""
        if self.at(K.COUNT) and self.value(K.COUNT) == 1:
            if self.at(K.PER, 1) and self.at(K.UNIT, 2):
                self.i += 2
                return [Pace(*self.unit(1))]
            # "once every 2 weeks"
            self.i += self.at(K.EVERY, 1)
        if self.at(K.FREQUENCY):
            n, unit = self.value(K.FREQUENCY)
            self.i += 1
            return [Pace(n, unit, spoken=False)]
        before = self.i
        parts = self.span()
        if parts and self.take(K.EVERY_AFTER):
            return self.pace_of(parts)
        self.i = before
        if self.at(K.OTHER) and self.value(K.OTHER) and (self.at(K.UNIT, 1) or self.at(K.WEEKDAY, 1)):
            self.i += 1
            return self.every_other()
        begin = self.i
        if self.at(K.IN) and self.at(K.EVERY, 1) and self.at(K.UNIT, 2):
            # "in every month"
            self.i += 1
        return self._every(begin) if self.take(K.EVERY) else []

    def _every(self, begin: int) -> list[Any]:
        """What follows the "every" said at `begin`: "other day", "few hours", "hour", "15 days", "3rd day"."""
        if self.take(K.OTHER):
            return self.every_other()
        if self.take(K.FEW):
            unit = self.value(K.UNIT) if self.at(K.UNIT) else "hour"
            self.take(K.UNIT, K.WEEKDAY, K.DAY_SET)
            return [Ask("How often exactly?", self.said_instead(begin, *(f"every {n} {unit}s" for n in (2, 3, 5))))]
        self.take(K.ARTICLE)
        counts = self.at(K.ORDINAL) and self.at_any((K.UNIT, K.WEEKDAY, K.DAY_SET, K.AND, K.COMMA, K.OF), 1)
        if self.at(K.UNIT) and not counts:
            first = self.unit(1)
            return self.pace_of((first, *self.more_amounts(first[1])))
        parts = self.span()
        if parts in _FORTNIGHT and self.weekday_beside(begin):
            return [Pace(2, "week")]
        if parts == _FIFTEEN_DAYS and self._counted_inclusively(parts):
            ask = "Does that mean every two weeks, as people say it, or every 15 days?"
            return [Ask(ask, ((Pace(14, "day"),), (Pace(15, "day"),)))]
        return self.pace_of(parts) if parts else self.every_ordinal()

    def _counted_inclusively(self, parts: Amounts) -> bool:
        """ "acht Tage", "quinze jours": days that may be counted with both ends."""
        return len(parts) == 1 and parts[0][1] == "day" and parts[0][0] in self.lexicon.inclusive_days

    def weekday_beside(self, begin: int) -> bool:
        """Whether "cada 15 días" stands beside a weekday: "los domingos cada 15 días"."""
        ahead = 0
        while self.at_any((K.ON, K.ARTICLE, K.AT, K.COMMA), ahead) and not self.at(K.WEEKDAY, ahead):
            ahead += 1
        beside = self.at(K.WEEKDAY, ahead) or (begin > 0 and K.WEEKDAY in self.kinds[begin - 1])
        return beside and 15 in self.lexicon.inclusive_days

    def more_amounts(self, unit: str) -> Amounts:
        """What follows "every hour": "and 15 minutes"."""
        before = self.i
        if unit in CLOCK_UNITS and self.take(K.AND) and self.at(K.NUMBER):
            parts = self.span()
            finer = parts and all(CLOCK_UNITS.index(u) < CLOCK_UNITS.index(unit) for _, u in parts if u in CLOCK_UNITS)
            if finer and not self.at_any((K.PAST, K.PAST_EACH_HOUR, K.TO_EACH_HOUR, K.BEFORE, K.AFTER)):
                return parts
        self.i = before
        return ()

    def pace_of(self, parts: Amounts) -> list[Any]:
        if any(n <= 0 for n, _ in parts):
            raise self.refuse("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
        if len(parts) == 1:
            n, unit = parts[0]
            if self.counted():
                return [self.counted_tree(n, unit)]
            return [Pace(n, unit)]
        if any(unit not in CLOCK_UNITS for _, unit in parts):
            raise self.refuse("days and hours together are no interval", "Say it in hours.")
        return [Pace(sum(n * _SECONDS[u] for n, u in parts), "second")]

    def counted(self) -> bool:
        return self.at(K.COUNTED_FROM) and self.at(K.DATE, 1)

    def counted_tree(self, n: float, unit: str) -> Tree:
        anchor = self.value(K.DATE, 1)
        self.i += 2
        if n != int(n) or n < 1 or unit not in _UNIT or n > 10**6:
            raise self.refuse("only whole days, weeks, months and years are counted from a date")
        return Tree(Every(int(n), _UNIT[unit], anchor))

    def every_other(self) -> list[Any]:
        if self.at(K.UNIT):
            return [Pace(*self.unit(2))]
        if self.at(K.DAY_SET) and self.value(K.DAY_SET)[0] != frozenset({5, 6}):
            self.i += 1
            answers = self.said_instead(self.i - 3, "every Monday, Wednesday and Friday", "every other day")
            return [Ask("Does that mean every second of the working days, or every second day?", answers)]
        begin = self.i
        days = self.weekdays()
        if days is None:
            raise self.refuse()
        if any(K.EVERY in meanings for meanings in self.kinds[begin : self.i]):
            # "every other Monday and every Friday"
            raise self.refuse("it is not clear which of these days are every other week", "Make two schedules of it.")
        return [Pace(2, "week"), replace(days, recurring=True)]

    def every_ordinal(self) -> list[Any]:
        """ "every 3rd day", "every second Tuesday", "every 15th of the month"."""
        if self.at(K.ORDINAL) and self.at(K.UNIT, 1):
            n = self.value(K.ORDINAL)
            at = self.i
            scoped = self.nth(every=True)
            if scoped and not isinstance(scoped[0], Dom):
                return scoped
            self.i = at + 1
            if n < 1:
                raise self.refuse()
            amount = self.unit(n)
            return self.pace_of((amount,))
        if (
            self.at(K.NUMBER)
            and not self.at(K.ORDINAL)
            and self.at(K.WEEKDAY, 1)
            and self.value(K.NUMBER) not in (0, 0.5)
        ):
            at = self.i
            n = self.number()
            days = self.weekdays()
            assert days is not None
            ask = f"Does that mean every {n} weeks, or how often?"
            if self.lexicon.code != "en":
                days = replace(days, recurring=True)
                return [Ask(ask, ((Pace(n or 1, "week"), days), (days,)))]
            names = " and ".join(t.text for t in self.tokens[at + 1 : self.i])
            answers = self.said_instead(at - 1, f"every {n} weeks on {names}", f"every {names}")
            return [Ask(ask, answers)]
        if self.at(K.DAY_PART):
            return [Pace(1, "day"), *self.parted_times(every=True)]
        return self.day(every=True)

    def count(self) -> list[Any]:
        if self.at(K.COUNT) and self.value(K.COUNT) == 1:
            if self.lexicon.code != "en" or self.at_any((K.PER, K.EVERY, K.FREQUENCY, K.UNIT), 1):
                return []
            self.i += 1
            return [Count(1, "day") if self.weekdays_follow() else Count(1)]
        return self.counting()

    def weekdays_follow(self) -> bool:
        """ "on Mondays", "every Monday", "on weekdays"."""
        ahead = 1 if self.at(K.ON) or self.at(K.EVERY) else 0
        here = self.kinds[self.i + ahead]
        plural = (here.get(K.WEEKDAY) or here.get(K.DAY_SET) or (None, False))[1]
        return bool(ahead) and (plural or (self.at(K.EVERY) and K.WEEKDAY in here))

    def counting(self) -> list[Any]:
        """ "twice a day", "3 times a week", "4 times", "10 runs", "the next 3 Fridays"."""
        if self.at(K.FOR) and self.at(K.NEXT, 1) and self.at(K.NUMBER, 2) and not self.at(K.UNIT, 3):
            self.i += 1
        if self.at(K.NEXT) and self.at(K.NUMBER, 1):
            return self._next_counted()
        in_all = self._in_all()
        if self.at(K.TIMES) and self.text(self.i) == "x" and self.at(K.NUMBER, 1):
            # "x5"
            self.i += 1
            return [Count(self.whole())]
        worded = self.at(K.COUNT)
        n = self._times_said()
        if n is None:
            return []
        if self.take(K.IN_ALL) or (worded and self.take(K.ONLY)) or in_all:
            return [Count(n)]
        return self._times_each(n, worded=worded)

    def _next_counted(self) -> list[Any]:
        """ "next 3 Fridays", "next 5 days", "next 3 times"."""
        self.i += 1
        n = self.whole()
        if self.at(K.WEEKDAY) or self.at(K.DAY_SET):
            return self.next_weekdays(n)
        if self.at(K.UNIT):
            return self.next_units(n)
        return [Count(n)] if self.take(K.TIMES) else []

    def _in_all(self) -> bool:
        """Past the "in all" of "in all 5 times", the "for" of "per tre volte", the "up to" of "up to 5 times"."""
        if self.at(K.IN_ALL, 1):
            self.take(K.FOR)
        numbered = self.at(K.NUMBER, 1) and self.at(K.TIMES, 2)
        in_all = self.take(K.IN_ALL) or ((numbered or self.at(K.COUNT, 1)) and self.take(K.FOR))
        if self.at(K.NUMBER, 1) and self.at(K.TIMES, 2):
            self.take(K.AT_MOST)
        return in_all

    def _times_said(self) -> int | None:
        """The 2 of "twice", the 5 of "5 times"."""
        if self.at(K.COUNT):
            n: int = self.value(K.COUNT)
            self.i += 1
            return n
        before = self.i
        if self.number() is None or not (self.at(K.TIMES) or self.at(K.IN_ALL)):
            return None
        self.i = before
        n = self.whole()
        self.take(K.TIMES)
        return n

    def _times_each(self, n: int, *, worded: bool) -> list[Any]:
        """What follows "twice" or "3 times": "a day", "/day", "daily", "on Mondays", or nothing."""
        if (self.at(K.PER) or self.at(K.EVERY) or self.text(self.i) == "/") and self.at(K.UNIT, 1):
            self.i += 1
            _, unit = self.unit(1)
            return [Pace(1, unit)] if n == 1 else [Count(n, unit), Pace(1, unit)]
        if self.at(K.FREQUENCY):
            _, unit = self.value(K.FREQUENCY)
            self.i += 1
            return [Count(n, unit), Pace(1, unit)]
        each = self.at(K.EVERY) and (self.at(K.WEEKDAY, 1) or self.at(K.DAY_SET, 1))
        if each or (worded and self.weekdays_follow()):
            # "twice on Mondays", "three times every Saturday"
            return [Count(n, "day")]
        if worded:
            answers = self.said_instead(self.i - 1, f"{n} times", f"{n} times a day", f"{n} times a week")
            return [Ask("That many runs in all, or so many in each period?", answers)]
        return [Count(n)]

    def shifted_time(self, parts: Amounts) -> list[Any]:
        """ "half an hour before midnight", "3 hours after noon"."""
        if any(unit not in CLOCK_UNITS for _, unit in parts):
            return []
        sign = -1 if self.at(K.BEFORE) else 1
        self.i += 1
        base = self.time(bare=False)
        if base is None or not (base.half or base.exact):
            return []
        hour = base.hour % 12 + (12 if base.half == "pm" else 0) if base.half else base.hour
        shift = sum(n * _SECONDS[u] for n, u in parts)
        seconds = (hour * 3600 + base.minute * 60 + base.second + sign * int(shift)) % 86400
        return [Times((Time(seconds // 3600, seconds % 3600 // 60, seconds % 60, exact=True),))]

    def coming(self) -> list[Any]:
        """ "in den nächsten 3 Tagen": for three days from now."""
        begin = self.i
        if self.lexicon.code != "en" and self.take(K.IN, K.FOR):
            self.skip(K.ARTICLE)
            n = self.whole() if self.at(K.NUMBER) and self.at(K.NEXT, 1) else 0
            if self.take(K.NEXT):
                n = n or (self.whole() if self.at(K.NUMBER) else 0)
                if n and self.at(K.UNIT):
                    return [Lasting(Span((self.unit(n),)), True)]
        self.i = begin
        return []

    def lasting(self) -> list[Any]:
        """ "for 5 days", "for the next two weeks", "in 45 minutes", "a week from Friday"."""
        coming = self.coming()
        if coming:
            return coming
        if self.take(K.FOR):
            return self._for_span()
        if self.at(K.IN) and self.at(K.FEW, 1) and self.at(K.UNIT, 2):
            self.i += 3
            unit = self.value(K.UNIT, -1)
            return [Ask("How long exactly?", self.said_instead(self.i - 3, *(f"in {n} {unit}s" for n in (2, 3, 5))))]
        if self.take(K.IN):
            return self._in_span()
        parts = self.span()
        return self._span_from(parts) if parts else []

    def _for_span(self) -> list[Any]:
        """What follows "for": "5 days", "the next two weeks"."""
        from_now = self.take(K.NEXT)
        if not self.at(K.UNIT, 1):
            self.take(K.ARTICLE)
        from_now = self.take(K.NEXT) or from_now
        parts = self.span()
        if not parts and from_now and self.at(K.UNIT):
            parts = (self.unit(1),)
        return [Lasting(Span(parts), from_now)] if parts else []

    def _in_span(self) -> list[Any]:
        """What follows "in": "45 minutes", "acht Tagen"."""
        parts = self.span()
        if self._counted_inclusively(parts):
            ((n, _),) = parts
            weeks = (Span(((n - 1, "day"),)),)
            return [Ask(f"Does that mean in {n - 1:g} days, as people say it, or in {n:g}?", (weeks, (Span(parts),)))]
        return (self._from_now(parts) or [Span(parts)]) if parts else []

    def _span_from(self, parts: Amounts) -> list[Any]:
        """What follows a span: "before Easter", "from now", "ago", "from Friday", "lang"."""
        if self.at(K.BEFORE) or self.at(K.AFTER):
            begin = self.i
            for reader in (self.shifted_days, self.shifted_time):
                found = reader(parts)
                if found:
                    return found
                self.i = begin
        if parts == _ONE_WEEK and self.lexicon.code == "en":
            found = self._week_on(parts)
            if found:
                return found
        if self.take(K.FOR_AFTER):
            return [Lasting(Span(parts), False)]
        if self.take(K.FROM, K.AFTER):
            return self._after_day(parts)
        return self._from_now(parts)

    def _from_now(self, parts: Amounts) -> list[Any]:
        """ "from now", "ago"."""
        if self.take(K.FROM_NOW):
            return [Span(parts)]
        return [Span(parts, ago=True)] if self.take(K.AGO) else []

    def _week_on(self, parts: Amounts) -> list[Any]:
        """The day of "a week on Thursday", "a week tomorrow"."""
        begin = self.i
        self.take(K.ON)
        match self.day() if self.at(K.WEEKDAY) or self.at(K.DAY_REF) else []:
            case [Ref() | Wd(recurring=False, singles=1) as base]:
                return [Span(parts, base=base)]
        self.i = begin
        return []

    def _after_day(self, parts: Amounts) -> list[Any]:
        """The day of "a week from Friday", "two days after 5 June"."""
        if self.take(K.NOW):
            return [Span(parts)]
        match self.day():
            case [Wd() | Ref() | Dates() | NextDay() as base]:
                return [Span(parts, base=base)]
        raise self.refuse()
