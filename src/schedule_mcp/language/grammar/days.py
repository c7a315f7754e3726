"""Statements about days: weekdays, references such as "tomorrow", canonical trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from schedule_mcp.language.grammar.nth import PERIODS
from schedule_mcp.language.grammar.shifts import ShiftReader
from schedule_mcp.language.items import (
    Ask,
    Beside,
    Count,
    DateRange,
    Dates,
    DayPart,
    Dom,
    EndOf,
    Lasting,
    NextDay,
    Pace,
    Ref,
    Scoped,
    Sep,
    SlashDate,
    Span,
    ThisPeriod,
    Tree,
    Wd,
    tree_of,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WEEKEND, AllOf, AnyOf, Days, Not

DEPTH_AT_MOST = 40
_PLAIN = frozenset({K.WEEKDAY, K.DAY_SET})
"""What a statement about plain weekdays begins with."""
_AFTER_DAY_NUMBER = (K.AT, K.AND, K.COMMA, K.OF, K.START, K.UNTIL, K.EXCEPT, K.OPEN, K.FOR)
_NEXT_COMES_AFTER = frozenset({"es", "fr", "pt", "it"})


class DayReader(ShiftReader):
    """Reads one statement about days."""

    def day(self, every: bool = False, single: bool = False) -> list[Any]:
        """One statement about days."""
        if self.at(K.OPEN) and not self.at(K.ZONE, 1):
            return [Tree(self.tree())]
        if self.at(K.BETWEEN) or self.at(K.FROM):
            before = self.i
            found = self.date_range()
            if found:
                return found
            self.i = before
        self.skip(K.ON, K.ARTICLE) if not self.at(K.IN) else None
        if self.at(K.IN):
            self.i += 1
            self.skip(K.ARTICLE)
        every = self.take(K.EVERY) or every
        if every and self.at(K.UNIT) and not self.at(K.ORDINAL):
            return []
        if self.at(K.NUMBER) and self.at(K.NEXT, 1) and self.at(K.WEEKDAY, 2):
            # "les 3 prochains samedis"
            n = self.whole()
            self.i += 1
            few = self.weekdays()
            return [replace(few, recurring=True), Count(n, "date")] if few else []
        coming = self.at(K.NUMBER) and not self.at(K.ORDINAL) and self.at(K.NEXT, 1)
        if coming and self.lexicon.code in _NEXT_COMES_AFTER and self.at(K.UNIT, 2):
            # "les 3 prochains jours"
            n = self.whole()
            self.i += 1
            lasting = Lasting(Span((self.unit(n),)), True)
            return [lasting] if self.frequency_said() else [Pace(1, "day"), lasting]
        if self.lexicon.code != "en" and self.at(K.NUMBER) and not self.at(K.ORDINAL) and self.at(K.ORDINAL, 1):
            counted = self.first_days(every)
            if counted:
                return counted
        if (
            self.lexicon.code != "en"
            and self.at(K.NUMBER)
            and self.at(K.ALTERNATE_AFTER, 2)
            and self.value(K.NUMBER) == 1
        ):
            # "un fin de semana sí y otro no"
            self.i += 1
        if self.at(K.WEEKDAY_AND_PART):
            (weekday, plural), part = self.value(K.WEEKDAY_AND_PART)
            self.i += 1
            return [Wd(frozenset({weekday}), plural or every), DayPart(part)]
        if self.at(K.ALTERNATE_WEEKDAY):
            weekday, n = self.value(K.ALTERNATE_WEEKDAY)
            self.i += 1
            if self.another_weekday_follows():
                raise self.refuse(
                    "it is not clear which of these days come every other week", "Say each with its time."
                )
            return [Pace(n, "week"), Wd(frozenset({weekday}), True)]
        plain = self.kinds[self.i].keys() <= _PLAIN and not self.at(K.NEXT, 1)
        for reader in () if plain else self.day_readers:
            before = self.i
            found = reader(every=every)
            if found:
                if not single and not self.nested and not self.excluding and self.take(K.OR):
                    raise self.refuse("'or' leaves open which of them is meant", "Say 'and', or name one of them.")
                return found
            self.i = before
        days = self.weekdays(single=single)
        if days is not None:
            return self.weekday_tail(days, every)
        return []

    @cached_property
    def day_readers(self) -> tuple[Callable[..., list[Any]], ...]:
        return (self.reference, self.ending, self.nth, self.date_words, self.month_words, self.day_numbers)

    def weekday_tail(self, days: Wd, every: bool) -> list[Any]:
        one = not every and (not days.recurring or K.SINGULAR in self.kinds[self.i - 1])
        days = replace(days, recurring=days.recurring or every, each=every)
        beside = self.beside_date(days) or self.week_later(days)
        if beside:
            return beside
        if one and self.lexicon.code != "en" and days.singles == 1 and self.month_date_follows():
            # "le lundi" comes every week, "le lundi 5 octobre" once.
            days = replace(days, recurring=False)
        if self.at(K.ALTERNATE_AFTER):
            n = self.value(K.ALTERNATE_AFTER)
            self.i += 1
            return [Pace(n, "week"), replace(days, recurring=True)]
        if self.beside_follows() and not self.pointing:
            return self.beside_nth(days)
        if self.numbered_at_hour() and days.singles == 1:
            # "le mardi 12 à 9h"
            return [replace(days, recurring=not one), Dom(frozenset({self.take_day()}), not one)]
        if self.lexicon.code in ("de", "nl") and self.at(K.DAY_REF) and self.at(K.DAY_PART) and days.singles == 1:
            # "Montag Morgen"
            part = self.value(K.DAY_PART)
            self.i += 1
            return [days, DayPart(part)]
        later = self.later_than(days) if days.singles == 1 and not days.recurring else []
        if later:
            return later
        week = self.of_week()
        if week:
            return [replace(days, recurring=False), *week]
        found: list[Any] = [days]
        if (
            self.at(K.ARTICLE)
            and self.at(K.ORDINAL, 1)
            and not self.at(K.WEEKDAY, 1)
            and not self.at(K.UNIT, 2)
            and not self.at(K.WEEKDAY, 2)
            and days.singles == 1
        ):
            self.i += 1
            numbers = self.day_numbers(every=every)
            if not numbers:
                raise self.refuse()
            if isinstance(numbers[0], Dom):
                found.append(replace(numbers[0], every=every or days.recurring))
            else:
                found.extend(numbers)
        return found

    def beside_date(self, days: Wd) -> list[Any]:
        """ "the Monday before Christmas", "Friday after June 5"."""
        if days.recurring or days.singles != 1 or not (self.at(K.BEFORE) or self.at(K.AFTER)) or self.pointing:
            return []
        if any(isinstance(i, Pace) and i.unit != "year" for i in self.found):
            # "every 3 weeks on Thursday before 13 October" has an end.
            return []
        begin = self.i
        sign = -1 if self.at(K.BEFORE) else 1
        self.i += 1
        found = self.point_day()
        if len(found) == 1 and isinstance(found[0], Dates):
            (day,) = days.days
            return [Beside(day, found[0], sign)]
        self.i = begin
        return []

    def week_later(self, days: Wd) -> list[Any]:
        """ "Thursday week": a week after Thursday."""
        alone = not days.recurring and days.singles == 1 and not self.pointing
        if self.lexicon.code != "en" or self.text(self.i) != "week" or not alone or self.at(K.OF, 1):
            return []
        self.i += 1
        return [Span(((1, "week"),), base=days)]

    def numbered_at_hour(self) -> bool:
        numbered = self.day_number_at() and not self.at(K.WEEKDAY) and not self.at(K.UNIT, 1)
        if self.lexicon.code == "en" or not (numbered and self.at(K.AT, 1) and self.time_follows(2)):
            return False
        if self.at(K.NUMBER, 2) and (self.lexicon.code == "pt" or self.text(self.i + 1) == "a"):
            # "segunda 9 às 17" is from nine to five.
            return self.at(K.NUMBER) and int(self.value(K.NUMBER)) > self.value(K.NUMBER, 2)
        return True

    def later_than(self, base: Ref | Wd) -> list[Any]:
        """ "Montag in einer Woche", "vandaag over twee weken"."""
        begin = self.i
        if self.lexicon.code in ("de", "nl") and self.take(K.IN):
            parts = self.span()
            if parts and all(unit in ("day", "week", "month") for _, unit in parts):
                return [Span(parts, base=base)]
        self.i = begin
        return []

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

    def near_period(self) -> list[Any]:
        """ "next week", "this Friday", with the word before its noun or after it: "la semaine prochaine"."""
        before = self.at(K.NEXT) or self.at(K.THIS)
        if not before and not (
            self.at(K.NEXT, 1) and self.lexicon.code in _NEXT_COMES_AFTER and not self.at(K.UNIT, 2)
        ):
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
            ahead = 0
            while self.at(K.AND, ahead) or self.at(K.COMMA, ahead):
                ahead += 1
            if not ahead or not self.at(K.WEEKDAY, ahead) or self.value(K.WEEKDAY, ahead)[1]:
                break
            self.i += ahead + 1
            found += [Sep("and"), NextDay(self.value(K.WEEKDAY, -1)[0], word)]
        return found

    def month_date_follows(self) -> bool:
        led = 1 if self.at(K.ARTICLE) or self.at(K.COMMA) else 0
        dated = self.at(K.NUMBER, led) or self.at(K.ORDINAL, led)
        return self.at(K.DATE, led) or (dated and (self.at(K.MONTH, led + 1) or self.at(K.MONTH, led + 2)))

    def another_weekday_follows(self) -> bool:
        ahead = 0
        while any(self.at(k, ahead) for k in (K.AND, K.COMMA)):
            ahead += 1
        begin = ahead
        while begin and any(self.at(k, ahead) for k in (K.ON, K.ARTICLE, K.EVERY)) and not self.at(K.WEEKDAY, ahead):
            ahead += 1
        return bool(begin) and any(self.at(k, ahead) for k in (K.WEEKDAY, K.DAY_SET, K.ALTERNATE_WEEKDAY))

    def day_at_hour(self) -> list[Any]:
        """ "il 5 alle 9:00", "le 5 et le 20 à 9h": where the word for "at" is one for "to" as well, no window."""
        if self.lexicon.code == "en" or self.at(K.AT) or self.at(K.WEEKDAY):
            return []
        self.i += 1
        days: set[int] = set()
        while self.day_number_at() and not self.at(K.ORDINAL):
            days.add(self.take_day())
            if self.at(K.AT) and self.at(K.TO):
                return self.dom(sorted(days), False)
            if not self.take(K.AND, K.COMMA):
                break
            if self.at(K.AT) and self.at(K.TO):
                return self.dom(sorted(days), False)
            self.take(K.ON, K.ARTICLE)
        return []

    def every_day_number(self) -> list[Any]:
        """ "todo dia 5 às 9h": that day of every month, while "todo dia" alone is every day."""
        if self.lexicon.code not in ("es", "pt", "it") or not (self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "day"):
            return []
        if not (self.at(K.NUMBER, 2) or self.at(K.ORDINAL, 2)) or not (
            self.i + 3 >= self.end or any(self.at(k, 3) for k in _AFTER_DAY_NUMBER)
        ):
            return []
        if self.at(K.DAY_PART, 3) or self.at(K.DAY_PART, 4):
            return []
        self.i += 1
        return self.day_numbers(every=True)

    def beside_follows(self) -> bool:
        ahead = 2 if self.at(K.ARTICLE, 1) else 1
        return self.at(K.AFTER) or (self.at(K.BEFORE) and self.at(K.ORDINAL, ahead))

    def reference(self, every: bool) -> list[Any]:
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
            word = "next" if self.at(K.NEXT) else "this"
            if self.at(K.DAY_SET, 1):
                self.i += 2
                names = (
                    ("Saturday", "Sunday") if self.kinds[self.i - 1][K.DAY_SET][0] == WEEKEND else ("Monday", "Friday")
                )
                answers = self.said_instead(self.i - 2, *(f"{word} {name}" for name in names))
                return [Ask(f"Which day exactly does '{word} …' mean?", answers)]
            if word == "this" and self.at(K.MONTH, 1):
                month = self.value(K.MONTH, 1)
                self.i += 2
                return [ThisPeriod("month", month=month)]
        if self.at(K.DATE):
            days = self.value(K.DATE)
            self.i += 1
            dates = [(days.year, days.month, days.day)]
            if (self.at(K.TO) or self.at(K.DASH)) and self.at(K.DATE, 1) and not self.pointing:
                last = self.value(K.DATE, 1)
                self.i += 2
                return [DateRange(Dates(tuple(dates)), Dates(((last.year, last.month, last.day),)))]
            while True:
                ahead = 0
                while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                    ahead += 1
                if not ahead or not self.at(K.DATE, ahead) or self.pointing:
                    break
                self.i += ahead
                other = self.value(K.DATE)
                dates.append((other.year, other.month, other.day))
                self.i += 1
            return [Dates(tuple(dates))]
        if self.at(K.SLASHED):
            first, second, year = self.value(K.SLASHED)
            dotted = self.text(self.i).endswith(".") and self.lexicon.day_first
            self.i += 1
            if dotted:
                # "am 3.12."
                self.check_date(None, second, first)
                return [Dates(((None, second, first),), every)]
            return [SlashDate(first, second, year)]
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

    def ending(self, every: bool) -> list[Any]:
        """ "end of the month", "beginning of each quarter"."""
        begin = self.i - (1 if self.i and K.EVERY in self.kinds[self.i - 1] else 0)
        if self.at(K.LAST_DAY) or self.at(K.FIRST_DAY):
            position = -1 if self.at(K.LAST_DAY) else 1
            unit = self.value(K.LAST_DAY if position < 0 else K.FIRST_DAY) or "month"
            self.i += 1
            if self.pointing and not every and self.lexicon.code != "en":
                return [EndOf(unit, None, None, position > 0)]
            if self.at(K.OF) and (self.at(K.UNIT, 1) or self.at(K.UNIT, 2)):
                self.i += 1
                self.take(K.ARTICLE, K.EVERY)
                if self.at(K.UNIT) and self.value(K.UNIT) in PERIODS:
                    of = PERIODS[self.value(K.UNIT)]
                    self.i += 1
                    return [Scoped(frozenset({position}), EVERY_WEEKDAY, of)]
                raise self.refuse()
            return [Scoped(frozenset({position}), EVERY_WEEKDAY, PERIODS[unit])]
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

    # Canonical trees in parentheses: "(A or B and only C except D)"

    def tree(self, depth: int = 0) -> Days:
        if depth > DEPTH_AT_MOST:
            raise self.refuse("the parentheses are nested too deep")
        self.i += 1
        self.nested += 1
        tree = self.operand(depth)
        while not self.take(K.CLOSE):
            if self.take(K.OR):
                tree = _any(tree, self.operand(depth))
            elif self.take(K.ONLY):
                self.skip(K.ON, K.IN)
                tree = _all(tree, self.operand(depth))
            elif self.take(K.EXCEPT):
                tree = _all(tree, Not(self.operand(depth)))
            else:
                raise self.refuse()
        self.nested -= 1
        return tree

    def operand(self, depth: int) -> Days:
        if self.at(K.OPEN):
            return self.tree(depth + 1)
        if self.take(K.NEVER):
            return AnyOf(())
        found = self.pace() if self.at(K.EVERY) else self.day(single=False)
        if len(found) != 1:
            raise self.refuse()
        tree = tree_of(found[0])
        if tree is None:
            raise self.refuse()
        return tree


def _any(one: Days, other: Days) -> Days:
    return AnyOf((*(one.parts if isinstance(one, AnyOf) else (one,)), other))


def _all(one: Days, other: Days) -> Days:
    return AllOf((*(one.parts if isinstance(one, AllOf) else (one,)), other))
