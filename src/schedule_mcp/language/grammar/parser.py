"""Whole phrases: statements in any order until every token is consumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar.exceptions import ExceptionReader
from schedule_mcp.language.grammar.nth import PERIODS
from schedule_mcp.language.grammar.postposed import reordered
from schedule_mcp.language.items import (
    Also,
    Ask,
    Bound,
    ClockRule,
    Count,
    DateRange,
    Dates,
    Dom,
    Except,
    Lasting,
    Local,
    MonthSet,
    Only,
    Pace,
    Ref,
    Repeating,
    Sep,
    Times,
    Tree,
    Wd,
    Window,
    ZoneItem,
)
from schedule_mcp.language.lexicon import K, Lexicon
from schedule_mcp.language.tokens import Token
from schedule_mcp.schedule.model import AnyOf, Between, Months


class Parser(ExceptionReader):
    """Recursive descent over tokens."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        super().__init__(reordered(tokens) if lexicon.postposed else tokens, lexicon)

    loose = 0
    """How many parentheses are open that only part what they hold from the rest."""

    def items(self) -> list[Any]:
        while self.i < self.end:
            before = self.i
            said = self.statement()
            self.found.extend(said)
            self.opening = self.opening and not any(map(_fixes_days, said))
            if self.i == before:
                raise self.refuse()
        if self.loose:
            raise self.refuse("a parenthesis is not closed")
        return [*self.found, Also()] if self.also and self.found else self.found

    def narrow_by_last(self) -> None:
        """ "every day at 9am, weekdays only" narrows like "only on weekdays"; "Mondays only, 8am" says nothing more."""
        if len(self.found) > 1 and isinstance(self.found[-1], Wd) and isinstance(self.found[-2], Sep):
            self.found.insert(len(self.found) - 1, Only())

    def statement(self) -> list[Any]:
        if self.take(K.COMMA):
            return [Sep(":" if self.text(self.i - 1) == ":" else ",")]
        if self.at(K.OPEN) or (self.loose and self.at(K.CLOSE)):
            return self.parenthesis()
        if self.take(K.SEMICOLON):
            return [Sep(";")]
        here = self.kinds[self.i]
        for reader, beginnings in READERS:
            if beginnings.isdisjoint(here):
                continue
            before = self.i
            found: list[Any] = reader(self)
            if found and self.at(K.EXCLUDED):
                return self.excluded(found)
            if found:
                return self.but_then(found) or found
            self.i = before
        if self.take(K.AND):
            return [Sep("," if self.text(self.i - 1) == "/" else "and")]
        if self.at(K.DASH) and (self.i > 0 or not self.time_follows(1)) and self.spaced(self.i):
            self.i += 1
            return [Sep(",")]
        if (
            self.at(K.AT)
            or self.at(K.ON)
            or self.at(K.ARTICLE)
            or (self.at(K.FOR) and not _SET_FOR.isdisjoint(self.kinds[self.i + 1]))
            or (self.at(K.OF) and self.lexicon.postposed)
        ):
            return self.preposition()
        return []

    def but_then(self, found: list[Any]) -> list[Any]:
        """ "sonntags aber um 11 Uhr": another time on these days."""
        begin = self.i
        if self.opening or not (self.at(K.EXCEPT) and self.value(K.EXCEPT) == "other" and isinstance(found[0], Wd)):
            return []
        self.i += 1
        led = self.take(K.AT)
        times = self.time_list(bare=led)
        if led and times:
            return [Except((*found, Times(tuple(times))), instead=True, other=True)]
        self.i = begin
        return []

    def of_day(self) -> list[Any]:
        """ "chaque lundi de juillet", "a las 9:00 del 5 de mayo", "do dia 1 de julho ao dia 31 de agosto"."""
        begin = self.i
        if self.lexicon.postposed or self.lexicon.code == "en":
            return []
        found = self.date_range() if self.at(K.UNIT, 1) else []
        if not found:
            self.i = begin + 1
            if self.at(K.MONTH):
                return [MonthSet(frozenset(self.months()), self.year())]
            found = self.day()
        if found and all(isinstance(item, DateRange | Dates | Dom | Wd | Ref) for item in found):
            return found
        self.i = begin
        return []

    def parenthesis(self) -> list[Any]:
        """Canonical days or a zone in parentheses; around anything else they part it from the rest like commas."""
        if self.take(K.CLOSE):
            self.loose -= 1
            return [Sep(",")]
        if self.at(K.WEEKDAY, 1) and self.at(K.CLOSE, 2):
            # "December 25 (Friday)"
            self.i += 1
            found = self.day()
            self.i += 1
            return found
        before = self.i
        try:
            found = self.zone() or self.day()
        except UnreadableText:
            self.i, self.nested, self.excluding = before + 1, 0, False
            self.loose += 1
            return [Sep(",")]
        if not found:
            raise self.refuse()
        return _as_said(found)

    def preposition(self) -> list[Any]:
        """A preposition that belongs to what follows."""
        if self.text(self.i) == "@" and self.at(K.FREQUENCY, 1):
            raise self.refuse(
                "'@' makes this a whole schedule", "Say it in words, for example 'every hour until Friday'."
            )
        begin = self.i
        for _ in range(3):
            if self.at(K.ARTICLE) and self.at(K.UNIT, 1) and (self.at(K.BEFORE, 2) or self.at(K.AFTER, 2)):
                # "on the day before the last Friday"
                break
            self.take(K.AT, K.ON, K.ARTICLE, K.OF, K.FOR)
        beside = self.at(K.UNIT, 1) and (self.at(K.BEFORE, 2) or self.at(K.AFTER, 2))
        led = self.at(K.AT) or self.at(K.ON) or (self.at(K.ARTICLE) and not beside)
        if self.i in (begin, self.end) or led:
            raise self.refuse()
        return self.statement()

    def special(self) -> list[Any]:
        if self.at(K.CLOCK_RULE):
            rule = ClockRule(*self.value(K.CLOCK_RULE))
            self.i += 1
            return [rule]
        if self.at(K.VAGUE_FREQUENCY):
            readings = self.value(K.VAGUE_FREQUENCY)
            self.i += 1
            meant = [f"every {n} {u}s" for n, u in readings]
            answers = self.said_instead(self.i - 1, *meant)
            return [Ask("Does that mean " + " or ".join(meant) + "?", answers)]
        if self.at(K.FEW):
            begin = self.i
            self.i += 1
            self.take(K.TIMES)
            unit = ""
            if (self.take(K.PER) or self.take(K.EVERY)) and self.at(K.UNIT):
                unit = self.unit(1)[1]
            return [Ask("How often exactly?", self.said_instead(begin, *_OFTEN.get(unit, _OFTEN["day"])))]
        if self.at(K.REPEATING) and not self.at(K.AT):
            self.i += 1
            return [Repeating()]
        if self.take(K.END_OF_DAY):
            hours = ("at 17:00", "at 18:00", "at 23:59")
            return [Ask("When exactly is the end of the day?", self.said_instead(self.i - 1, *hours))]
        if self.take(K.BUSINESS_HOURS):
            spans = ("from 9am to 5pm on weekdays", "from 8am to 6pm on weekdays", "from 9am to 5pm")
            return [Ask("Which hours and days are meant?", self.said_instead(self.i - 1, *spans))]
        if self.take(K.ONLY):
            if self.i >= self.end or self.at(K.COMMA):
                self.narrow_by_last()
                return [Sep(",")]
            if self.at(K.NUMBER) and self.at(K.TIMES, 1):
                return self.counting()
            self.skip(K.ON, K.IN)
            year = self.year()
            return [Only(), *([MonthSet(frozenset(range(1, 13)), year)] if year else [])]
        if self.take(K.NEVER):
            return [Tree(AnyOf(()))]
        return []

    def zone(self) -> list[Any]:
        before = self.i
        opened = self.take(K.OPEN)
        if not opened:
            if self.text(self.i) == "all":
                # "all times UTC"
                self.i += 1
                self.take(K.TIMES)
            self.skip(K.IN, K.ARTICLE)
        self.time_of_place()
        if self.take(K.LOCAL_TIME):
            found: Any = Local()
        elif self.at(K.ZONE):
            found = ZoneItem(self.value(K.ZONE))
            self.i += 1
            self.take(K.TIME_WORD)
        else:
            self.i = before
            return []
        if opened and not self.take(K.CLOSE):
            self.i = before
            return []
        return [found]

    def time_of_place(self) -> None:
        """The words before a place: "hora de" Madrid, "heure de" Paris, "horário de" Brasília."""
        before = self.i
        hour = self.at(K.UNIT) and self.value(K.UNIT) == "hour"
        if self.lexicon.code != "en" and (self.take(K.TIME_WORD) or (hour and self.take(K.UNIT))):
            self.skip(K.OF, K.ON, K.ARTICLE)
        if self.i == before and self.at(K.OF) and self.at(K.ZONE, 1) and before and K.OCLOCK in self.kinds[before - 1]:
            # "às 9 horas de Brasília"
            self.i += 1
        if not self.at(K.ZONE):
            self.i = before


def _fixes_days(item: Any) -> bool:
    """Whether it says on which days: "every month" does not."""
    longer = isinstance(item, Pace) and item.unit in PERIODS
    return not longer and not isinstance(item, _NO_DAYS)


def _as_said(found: list[Any]) -> list[Any]:
    """A month or a range of dates alone in parentheses narrows the rest like one without them."""
    match found:
        case [Tree(Between(first, last))] if first != last:
            ends = [Dates(((day.year, day.month, day.day),)) for day in (first, last)]
            return [DateRange(*ends)]
        case [Tree(Months(months))]:
            return [MonthSet(months)]
    return found


_SET_FOR = {K.WEEKDAY, K.DAY_SET, K.EVERY, K.DAY_REF, K.HHMM, K.CLOCK, K.DATE, K.MONTH}
"""What may follow "schedule it for"."""
_NO_DAYS = (Sep, Bound, Lasting, Count, Except, Times, Window, ZoneItem)
_OFTEN = {
    "": ("every 3 hours", "every 6 hours", "every Monday and Thursday", "every Monday, Wednesday and Friday"),
    "day": ("every hour", "every 3 hours", "every 6 hours"),
    "week": ("every Monday and Thursday", "every Monday, Wednesday and Friday"),
    "month": ("on the 1st and 15th of every month", "every Monday"),
}
"""Answers to "several times", by what they are counted in."""
_ASKED = {K.VAGUE_FREQUENCY, K.BUSINESS_HOURS, K.END_OF_DAY}
_AMOUNTS = {K.NUMBER, K.OFFSET_NUMBER, K.ARTICLE, K.PER, K.UNIT}
_PARTS = {K.MINUTE_OF, K.ON_THE_HOUR, K.MINUTE, K.DAY_REF, K.DAY_PART, K.INSTANT}
_TIMES = {K.NUMBER, K.CLOCK, K.HHMM, K.OFFSET_NUMBER, K.PAST_HOUR, K.HALF_TO}
_DAYS = {
    *(K.OPEN, K.BETWEEN, K.FROM, K.ON, K.ARTICLE, K.IN, K.EVERY, K.DAY_REF, K.NEXT, K.THIS, K.DATE, K.SLASHED),
    *(K.SEASON_DAY, K.LAST_DAY, K.FIRST_DAY, K.UNIT, K.END, K.BEGINNING, K.ORDINAL, K.WEEKDAY, K.NUMBER, K.MONTH),
    *(K.OFFSET_NUMBER, K.DAY_SET, K.ALTERNATE_WEEKDAY, K.DAY_AND_PART, K.WEEKDAY_AND_PART),
}
READERS: tuple[tuple[Callable[[Parser], list[Any]], frozenset[str]], ...] = tuple(
    (reader, frozenset(kinds))
    for reader, kinds in (
        (
            Parser.special,
            {K.CLOCK_RULE, K.VAGUE_FREQUENCY, K.FEW, K.ONLY, K.NEVER, K.BUSINESS_HOURS, K.END_OF_DAY, K.REPEATING},
        ),
        (Parser.exception, {K.NOT, K.EXCEPT}),
        (Parser.rest, {K.REST, K.FOR, K.ON}),
        (Parser.onwards, _DAYS),
        (Parser.numbered_span, {K.FROM, K.START, K.OF, K.ON, K.ARTICLE, K.UNIT}),
        (Parser.bound, {K.START, K.UNTIL, K.BEFORE, K.AFTER, K.COUNTED_FROM, K.FROM_NOW}),
        (Parser.lasting, {K.FOR, K.IN, *_AMOUNTS}),
        (Parser.count, {K.NEXT, K.FOR, K.COUNT, K.NUMBER, K.AT_MOST, K.TIMES, K.IN_ALL}),
        (Parser.day_at_hour, {K.ON, K.ARTICLE}),
        (Parser.window, {K.BETWEEN, K.FROM, K.AT, K.ON, K.IN, *_TIMES}),
        (Parser.every_day_number, {K.EVERY}),
        (Parser.pace, {K.COUNT, K.FREQUENCY, K.EVERY, K.OTHER, K.IN, *_AMOUNTS}),
        (
            Parser.timing,
            {
                K.AT,
                K.MINUTE_OF,
                K.ON_THE_HOUR,
                K.MINUTE,
                K.UNIT,
                K.DAY_REF,
                K.DAY_PART,
                K.ARTICLE,
                K.INSTANT,
                K.IN,
                *_TIMES,
            },
        ),
        (Parser.day, _DAYS),
        (Parser.of_day, {K.OF}),
        (Parser.zone, {K.OPEN, K.EVERY, K.IN, K.ARTICLE, K.LOCAL_TIME, K.ZONE, K.TIME_WORD, K.UNIT, K.OF}),
    )
)
"""In the order in which they are tried, with the kinds that a statement of each may begin with."""
