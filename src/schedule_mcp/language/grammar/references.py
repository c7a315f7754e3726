"""Days told by where they lie: "tomorrow", "next week", "2026-06-05", "the end of the month"."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.nth import PERIODS
from schedule_mcp.language.grammar.shifts import ShiftReader
from schedule_mcp.language.items import (
    Ask,
    DateRange,
    Dates,
    DayPart,
    EndOf,
    NextDay,
    Ref,
    Scoped,
    Sep,
    SlashDate,
    Span,
    ThisPeriod,
    Wd,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WEEKEND

_LATER_BY_IN = frozenset({"de", "nl"})
"""Languages where "Monday in two weeks" is two weeks after Monday."""


class ReferenceReader(ShiftReader):
    """Reads references to days."""

    def reference(self, every: bool) -> list[Any]:
        """ "tomorrow", "this Friday", "next month", "2026-06-05", "3/4/2027", "New Year's Eve"."""
        if self.at(K.DAY_REF) and not (self.at(K.DAY_PART) and self.lexicon.code == "en"):
            days = self.value(K.DAY_REF)
            self.i += 1
            return self.later_than(Ref(days)) or [Ref(days)]
        if self.at(K.DAY_AND_PART):
            days, part = self.value(K.DAY_AND_PART)
            self.i += 1
            return [Ref(days), DayPart(part)]
        near = self.near_period()
        if near:
            return self.day_of(near) if self.at(K.MONTH) else near
        if self.at(K.NEXT) or self.at(K.THIS):
            found = self._this_set_or_month()
            if found:
                return found
        if self.at(K.DATE):
            return self._written_dates()
        if self.at(K.SLASHED):
            return self._slashed_date(every)
        if self.at(K.OFFSET_NUMBER) and self.dotted_date():
            day, month = self.value(K.OFFSET_NUMBER)
            self.check_date(None, month, day)
            self.i += 1
            return [Dates(((None, month, day),), every)]
        if self.at(K.SEASON_DAY):
            month, day = self.value(K.SEASON_DAY)
            self.i += 1
            return [Dates(((self.year(), month, day),), every)]
        return []

    def _this_set_or_month(self) -> list[Any]:
        """ "this weekend", of which a day must be named, and "this March"."""
        word = "next" if self.at(K.NEXT) else "this"
        if self.at(K.DAY_SET, 1):
            days = self.value(K.DAY_SET, 1)[0]
            self.i += 2
            names = ("Saturday", "Sunday") if days == WEEKEND else ("Monday", "Friday")
            answers = self.said_instead(self.i - 2, *(f"{word} {name}" for name in names))
            return [Ask(f"Which day exactly does '{word} …' mean?", answers)]
        if word == "this" and self.at(K.MONTH, 1):
            month = self.value(K.MONTH, 1)
            self.i += 2
            return [ThisPeriod("month", month=month)]
        return []

    def _written_dates(self) -> list[Any]:
        """ "2026-06-05", "2026-06-05 to 2026-06-09", "2026-06-05, 2026-07-05 and 2026-08-05"."""
        dates = [self._written_date()]
        if (self.at(K.TO) or self.at(K.DASH)) and self.at(K.DATE, 1) and not self.pointing:
            self.i += 1
            return [DateRange(Dates(tuple(dates)), Dates((self._written_date(),)))]
        while not self.pointing:
            ahead = self.beyond(JOINTS)
            if not ahead or not self.at(K.DATE, ahead):
                break
            self.i += ahead
            dates.append(self._written_date())
        return [Dates(tuple(dates))]

    def _written_date(self) -> tuple[int, int, int]:
        day = self.value(K.DATE)
        self.i += 1
        return day.year, day.month, day.day

    def _slashed_date(self, every: bool) -> list[Any]:
        """ "3/4/2027", "am 3.12."."""
        first, second, year = self.value(K.SLASHED)
        dotted = self.text(self.i).endswith(".") and self.lexicon.day_first
        self.i += 1
        if not dotted:
            return [SlashDate(first, second, year, every)]
        self.check_date(None, second, first)
        return [Dates(((None, second, first),), every)]

    def later_than(self, base: Ref | Wd) -> list[Any]:
        """ "Montag in einer Woche", "vandaag over twee weken"."""
        begin = self.i
        if self.lexicon.code in _LATER_BY_IN and self.take(K.IN):
            parts = self.span()
            if parts and all(unit in ("day", "week", "month") for _, unit in parts):
                return [Span(parts, base=base)]
        self.i = begin
        return []

    def near_period(self) -> list[Any]:
        """ "next week", "this Friday", with the word before its noun or after it: "la semaine prochaine"."""
        before = self.at(K.NEXT) or self.at(K.THIS)
        after = self.lexicon.next_after_noun and self.at(K.NEXT, 1) and not self.at(K.UNIT, 2)
        if not before and not after:
            return []
        word = "next" if self.at(K.NEXT) or not before else "this"
        noun = 1 if before else 0
        ahead = (self.value(K.NEXT, 0 if before else 1) or 1) if word == "next" else 0
        if self.at(K.WEEKDAY, noun) and ahead < 2:
            day = self.value(K.WEEKDAY, noun)[0]
            if word == "next" and self.value(K.NEXT, 0 if before else 1) == 0:
                word = "this"
            self.i += 2
            return [NextDay(day, word), *(self.more_next_days(word) if before else ())]
        if self.at(K.UNIT, noun):
            unit = self.value(K.UNIT, noun)
            self.i += 2
            return [ThisPeriod(unit, ahead)]
        return []

    def more_next_days(self, word: str) -> list[Any]:
        """The Tuesday of "next Monday and Tuesday"."""
        found: list[Any] = []
        while not (self.pointing or self.excepting or self.nested):
            ahead = self.beyond(JOINTS)
            if not ahead or not self.at(K.WEEKDAY, ahead) or self.value(K.WEEKDAY, ahead)[1]:
                break
            self.i += ahead + 1
            found += [Sep("and"), NextDay(self.value(K.WEEKDAY, -1)[0], word)]
        return found

    def of_week(self) -> list[Any]:
        """ "vendredi de la semaine prochaine", "sexta da semana que vem": the week that a weekday lies in."""
        begin = self.i
        if self.lexicon.code != "en" and self.take(K.OF):
            self.take(K.ARTICLE)
            found = self.near_period()
            if found and isinstance(found[0], ThisPeriod) and found[0].unit == "week":
                return found
        self.i = begin
        return []

    def ending(self, every: bool) -> list[Any]:
        """ "end of the month", "beginning of each quarter"."""
        begin = self.i - (1 if self.i and K.EVERY in self.kinds[self.i - 1] else 0)
        if self.at(K.LAST_DAY) or self.at(K.FIRST_DAY):
            return self._edge_day_of(every)
        if self.at(K.UNIT) and self.at(K.END, 1 + self.at(K.DASH, 1)):
            # "month-end"
            unit = self.value(K.UNIT)
            self.i += 2 + self.at(K.DASH, 1)
            return self.edge_of(unit, begin, every=every, first=False)
        if not (self.at(K.END) or self.at(K.BEGINNING)):
            return []
        first = self.at(K.BEGINNING)
        self.i += 1
        self.skip(K.OF)
        self.skip(K.ARTICLE)
        this = self.take(K.THIS)
        following = not this and self.take(K.NEXT)
        every = self.take(K.EVERY) or every
        if self.at(K.MONTH):
            month = self.value(K.MONTH)
            self.i += 1
            return [EndOf("month", month, self.year(), first)]
        if not self.at(K.UNIT):
            return []
        unit = self.value(K.UNIT)
        self.i += 1
        if this or following:
            return [EndOf(unit, None, 1, first, int(following))]
        return self.edge_of(unit, begin, every=every, first=first)

    def _edge_day_of(self, every: bool) -> list[Any]:
        """ "last day of the month", "am Monatsletzten des Quartals"."""
        first = not self.at(K.LAST_DAY)
        unit = self.value(K.FIRST_DAY if first else K.LAST_DAY) or "month"
        self.i += 1
        if self.pointing and not every and self.lexicon.code != "en":
            return [EndOf(unit, None, None, first)]
        if self.at(K.OF) and (self.at(K.UNIT, 1) or self.at(K.UNIT, 2)):
            self.i += 1
            self.take(K.ARTICLE, K.EVERY)
            if not self.at(K.UNIT) or self.value(K.UNIT) not in PERIODS:
                raise self.refuse()
            unit = self.value(K.UNIT)
            self.i += 1
        return [Scoped(frozenset({1 if first else -1}), EVERY_WEEKDAY, PERIODS[unit])]

    def edge_of(self, unit: str, begin: int, *, every: bool, first: bool) -> list[Any]:
        """The end (or beginning) of a period: of each one where it is said or nothing speaks of one only."""
        if unit not in PERIODS or unit == "week":
            if self.pointing and not every:
                return [EndOf(unit, None, None, first)]
            if not every:
                return self.ask_edge(unit, begin, first=first)
            if unit == "week":
                names = ("Monday", "Sunday") if first else ("Friday", "Saturday", "Sunday")
                answers = self.said_instead(begin, *(f"every {name}" for name in names))
                return [Ask(f"Which day {'begins' if first else 'ends'} the week?", answers)]
            hours = ("00:00", "09:00") if first else ("17:00", "18:00", "23:59")
            answers = self.said_instead(begin, *(f"every {unit} at {hour}" for hour in hours))
            return [Ask(f"When exactly is the {'beginning' if first else 'end'} of the {unit}?", answers)]
        if self.pointing and not every:
            return [EndOf(unit, None, None, first)]
        return [Scoped(frozenset({1 if first else -1}), EVERY_WEEKDAY, PERIODS[unit])]

    def ask_edge(self, unit: str, begin: int, *, first: bool) -> list[Any]:
        """ "end of the week", "end of day": once, on a day or at a time that is not said."""
        edge = "beginning" if first else "end"
        if unit == "week":
            names = ("Monday", "Sunday") if first else ("Friday", "Sunday")
            return [Ask(f"Which day is the {edge} of the week?", self.said_instead(begin, *(f"on {n}" for n in names)))]
        hours = ("at 08:00", "at 09:00") if first else ("at 17:00", "at 18:00", "at 23:59")
        return [Ask(f"When exactly is the {edge} of the {unit}?", self.said_instead(begin, *hours))]
