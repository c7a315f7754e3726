"""How often, how many times, for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schedule_mcp.language.grammar.days import DayReader
from schedule_mcp.language.items import Ask, Count, Dates, Dom, Lasting, NextDay, Pace, Ref, Span, Time, Times, Tree, Wd
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import Every, Unit

_UNIT = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_FORTNIGHT: tuple[tuple[tuple[float, str], ...], ...] = (((14, "day"),), ((15, "day"),))
_IDIOMS: dict[str, tuple[tuple[tuple[float, str], ...], ...]] = {
    "de": (((8, "day"),),),
    **dict.fromkeys(("es", "fr", "pt", "it"), (((8, "day"),), ((15, "day"),))),
}
"""Days that are counted with both ends, so that eight of them are a week."""
CLOCK_UNITS = ("second", "minute", "hour")


class PaceReader(DayReader):
    """Reads paces, counts and durations."""

    def pace(self) -> list[Any]:
        if (
            self.at(K.COUNT)
            and self.value(K.COUNT) == 1
            and (self.at(K.EVERY, 1) or (self.at(K.PER, 1) and self.at(K.UNIT, 2)))
        ):
            self.i += 1
            if self.take(K.PER):
                return [Pace(*self.unit(1))]
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
        if not self.take(K.EVERY):
            return []
        if self.take(K.OTHER):
            return self.every_other()
        if self.take(K.FEW):
            unit = self.value(K.UNIT) if self.at(K.UNIT) else "hour"
            self.take(K.UNIT, K.WEEKDAY, K.DAY_SET)
            return [Ask("How often exactly?", self.said_instead(begin, *(f"every {n} {unit}s" for n in (2, 3, 5))))]
        self.take(K.ARTICLE)
        before = self.i
        counts = self.at(K.ORDINAL) and any(self.at(k, 1) for k in (K.UNIT, K.WEEKDAY, K.DAY_SET, K.AND, K.COMMA, K.OF))
        if self.at(K.UNIT) and not counts:
            first = self.unit(1)
            if self.counted():
                return [self.counted_tree(*first)]
            return self.pace_of((first, *self.more_amounts(first[1])))
        parts = self.span()
        if parts in _FORTNIGHT and self.weekday_beside(begin):
            return [Pace(2, "week")]
        if parts == _FORTNIGHT[1] and self.lexicon.code in _IDIOMS and self.lexicon.code != "de":
            ask = "Does that mean every two weeks, as people say it, or every 15 days?"
            return [Ask(ask, ((Pace(14, "day"),), (Pace(15, "day"),)))]
        if parts:
            return self.pace_of(parts)
        self.i = before
        return self.every_ordinal()

    def weekday_beside(self, begin: int) -> bool:
        """Whether "cada 15 días" stands beside a weekday: "los domingos cada 15 días"."""
        ahead = 0
        while any(self.at(k, ahead) for k in (K.ON, K.ARTICLE, K.AT, K.COMMA)) and not self.at(K.WEEKDAY, ahead):
            ahead += 1
        beside = self.at(K.WEEKDAY, ahead) or (begin > 0 and K.WEEKDAY in self.kinds[begin - 1])
        return beside and self.lexicon.code in ("es", "fr", "pt", "it")

    def more_amounts(self, unit: str) -> tuple[tuple[float, str], ...]:
        """What follows "every hour": "and 15 minutes"."""
        before = self.i
        if unit in CLOCK_UNITS and self.take(K.AND) and self.at(K.NUMBER):
            parts = self.span()
            finer = parts and all(CLOCK_UNITS.index(u) < CLOCK_UNITS.index(unit) for _, u in parts if u in CLOCK_UNITS)
            if finer and not any(self.at(k) for k in (K.PAST, K.PAST_EACH_HOUR, K.TO_EACH_HOUR, K.BEFORE, K.AFTER)):
                return parts
        self.i = before
        return ()

    def pace_of(self, parts: tuple[tuple[float, str], ...]) -> list[Any]:
        if any(n <= 0 for n, _ in parts):
            raise self.refuse("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
        if len(parts) == 1:
            n, unit = parts[0]
            if self.counted():
                return [self.counted_tree(n, unit)]
            return [Pace(n, unit)]
        if any(unit not in CLOCK_UNITS for _, unit in parts):
            raise self.refuse("days and hours together are no interval", "Say it in hours.")
        return [Pace(sum(n * {"second": 1, "minute": 60, "hour": 3600}[u] for n, u in parts), "second")]

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
            if self.counted():
                return [self.counted_tree(*amount)]
            return [Pace(*amount)]
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
            if self.lexicon.code != "en" or any(self.at(k, 1) for k in (K.PER, K.EVERY, K.FREQUENCY, K.UNIT)):
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
            self.i += 1
            n = self.whole()
            if self.at(K.WEEKDAY) or self.at(K.DAY_SET):
                days = self.weekdays()
                assert days is not None
                return [replace(days, recurring=True), Count(n, "date")]
            if self.at(K.UNIT):
                unit = self.value(K.UNIT)
                self.i += 1
                lasting = Lasting(Span(((n, unit),)), True)
                said = self.lexicon.code != "en" and self.frequency_said()
                return [lasting] if said else [Pace(1, "day"), lasting]
            if self.take(K.TIMES):
                return [Count(n)]
            return []
        self.take(K.FOR) if self.at(K.IN_ALL, 1) else None
        in_all = self.take(K.IN_ALL) or (self.at(K.NUMBER, 1) and self.at(K.TIMES, 2) and self.take(K.FOR))
        # "per tre volte"
        in_all = in_all or (self.at(K.COUNT, 1) and self.take(K.FOR))
        self.take(K.AT_MOST) if self.at(K.NUMBER, 1) and self.at(K.TIMES, 2) else None
        if self.at(K.TIMES) and self.text(self.i) == "x" and self.at(K.NUMBER, 1):
            # "x5"
            self.i += 1
            return [Count(self.whole())]
        if self.at(K.COUNT):
            n = self.value(K.COUNT)
            self.i += 1
            if self.take(K.ONLY, K.IN_ALL) or in_all:
                return [Count(n)]
        elif self.at(K.NUMBER):
            before = self.i
            if self.number() is None or not (self.at(K.TIMES) or self.at(K.IN_ALL)):
                return []
            self.i = before
            n = self.whole()
            self.take(K.TIMES)
            if self.take(K.IN_ALL) or in_all:
                return [Count(n)]
        else:
            return []
        # "twice a day", "2x/day"
        if (self.at(K.PER) or self.at(K.EVERY) or self.text(self.i) == "/") and self.at(K.UNIT, 1):
            self.i += 1
            _, unit = self.unit(1)
            return [Pace(1, unit)] if n == 1 else [Count(n, unit), Pace(1, unit)]
        if self.at(K.FREQUENCY) and not in_all:
            _, unit = self.value(K.FREQUENCY)
            self.i += 1
            return [Count(n, unit), Pace(1, unit)]
        each = self.at(K.EVERY) and (self.at(K.WEEKDAY, 1) or self.at(K.DAY_SET, 1)) and not in_all
        if each or (K.COUNT in self.kinds[self.i - 1] and self.weekdays_follow()):
            # "twice on Mondays", "three times every Saturday"
            return [Count(n, "day")]
        if K.COUNT in self.kinds[self.i - 1]:
            answers = self.said_instead(self.i - 1, f"{n} times", f"{n} times a day", f"{n} times a week")
            return [Ask("That many runs in all, or so many in each period?", answers)]
        return [Count(n)]

    def shifted_time(self, parts: tuple[tuple[float, str], ...]) -> list[Any]:
        """ "half an hour before midnight", "3 hours after noon"."""
        if any(unit not in CLOCK_UNITS for _, unit in parts):
            return []
        sign = -1 if self.at(K.BEFORE) else 1
        self.i += 1
        base = self.time(bare=False)
        if base is None or not (base.half or base.exact):
            return []
        hour = base.hour % 12 + (12 if base.half == "pm" else 0) if base.half else base.hour
        shift = sum(n * {"second": 1, "minute": 60, "hour": 3600}[u] for n, u in parts)
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
        if self.at(K.FOR):
            self.i += 1
            from_now = self.take(K.NEXT)
            self.take(K.ARTICLE) if not self.at(K.UNIT, 1) else None
            from_now = self.take(K.NEXT) or from_now
            parts = self.span()
            if not parts and from_now and self.at(K.UNIT):
                parts = (self.unit(1),)
            return [Lasting(Span(parts), from_now)] if parts else []
        if self.at(K.IN) and self.at(K.FEW, 1) and self.at(K.UNIT, 2):
            self.i += 3
            unit = self.value(K.UNIT, -1)
            return [Ask("How long exactly?", self.said_instead(self.i - 3, *(f"in {n} {unit}s" for n in (2, 3, 5))))]
        led = self.take(K.IN)
        parts = self.span()
        if led and parts in _IDIOMS.get(self.lexicon.code, ()):
            ((n, _),) = parts
            weeks = (Span(((n - 1, "day"),)),)
            return [Ask(f"Does that mean in {n - 1:g} days, as people say it, or in {n:g}?", (weeks, (Span(parts),)))]
        if not parts:
            return []
        if not led and (self.at(K.BEFORE) or self.at(K.AFTER)):
            begin = self.i
            found = self.shifted_days(parts)
            if found:
                return found
            self.i = begin
            found = self.shifted_time(parts)
            if found:
                return found
            self.i = begin
        if not led and len(parts) == 1 and parts[0] == (1.0, "week") and self.lexicon.code == "en":
            begin = self.i
            self.take(K.ON)
            base = self.day() if self.at(K.WEEKDAY) or self.at(K.DAY_REF) else []
            single = [
                i for i in base if isinstance(i, Ref) or (isinstance(i, Wd) and not i.recurring and i.singles == 1)
            ]
            if len(base) == len(single) == 1:
                # "a week on Thursday", "a week tomorrow"
                return [Span(parts, base=base[0])]
            self.i = begin
        if not led and self.take(K.FOR_AFTER):
            return [Lasting(Span(parts), False)]
        if self.take(K.FROM_NOW):
            return [Span(parts)]
        if self.take(K.AGO):
            return [Span(parts, ago=True)]
        if (self.at(K.FROM) or self.at(K.AFTER)) and not led:
            self.i += 1
            if self.take(K.NOW):
                return [Span(parts)]
            base = self.day()
            if len(base) == 1 and isinstance(base[0], Wd | Ref | Dates | NextDay):
                return [Span(parts, base=base[0])]
            raise self.refuse()
        return [Span(parts)] if led else []
