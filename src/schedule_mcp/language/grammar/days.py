"""Statements about days: weekdays, references such as "tomorrow", canonical trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.references import ReferenceReader
from schedule_mcp.language.items import (
    Beside,
    Count,
    Dates,
    DayPart,
    Dom,
    Lasting,
    NextDay,
    Pace,
    Ref,
    SlashDate,
    Span,
    Tree,
    Wd,
    tree_of,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import AllOf, AnyOf, Days, Not

DEPTH_AT_MOST = 40
_PLAIN = frozenset({K.WEEKDAY, K.DAY_SET})
"""What a statement about plain weekdays begins with."""
_PART_AFTER_WEEKDAY = frozenset({"de", "nl"})
"""Languages where "Montag Morgen" is Monday in the morning, not Monday and tomorrow."""
_NUMBERED_EVERY_DAY = frozenset({"es", "pt", "it"})
"""Languages where "every day 5" is the 5th of every month."""
_AFTER_DAY_NUMBER = (K.AT, K.AND, K.COMMA, K.OF, K.START, K.UNTIL, K.EXCEPT, K.OPEN, K.FOR)


class DayReader(ReferenceReader):
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
        self._skip_on()
        every = self.take(K.EVERY) or every
        if every and self.at(K.UNIT) and not self.at(K.ORDINAL):
            return []
        if self.at(K.NUMBER):
            found = self._counted_days(every)
            if found:
                return found
        if self.at(K.WEEKDAY_AND_PART):
            (weekday, plural), part = self.value(K.WEEKDAY_AND_PART)
            self.i += 1
            return [Wd(frozenset({weekday}), plural or every), DayPart(part)]
        if self.at(K.ALTERNATE_WEEKDAY):
            return self._alternate_weekday()
        plain = self.kinds[self.i].keys() <= _PLAIN and not self.at(K.NEXT, 1)
        found = [] if plain else self._by_readers(every, single)
        if found:
            return found
        days = self.weekdays(single=single)
        return [] if days is None else self.weekday_tail(days, every)

    def _skip_on(self) -> None:
        """Past the "on the" of "on the 15th", the "in the" of "in the first week"."""
        if not self.at(K.IN):
            self.skip(K.ON, K.ARTICLE)
        if self.take(K.IN):
            self.skip(K.ARTICLE)

    def _counted_days(self, every: bool) -> list[Any]:
        """ "les 3 prochains samedis", "les 3 premiers jours du mois"."""
        if self.at(K.NEXT, 1):
            found = self._coming_days()
            if found:
                return found
        if self.lexicon.code != "en" and self.at(K.ORDINAL, 1) and not self.at(K.ORDINAL):
            found = self.first_days(every)
            if found:
                return found
        if self.at(K.ALTERNATE_AFTER, 2) and self.value(K.NUMBER) == 1:
            # The first word of "un fin de semana sí y otro no" counts nothing.
            self.i += 1
        return []

    def _coming_days(self) -> list[Any]:
        """ "les 3 prochains samedis", "les 3 prochains jours"."""
        if self.at(K.WEEKDAY, 2):
            n = self.whole()
            self.i += 1
            return self.next_weekdays(n)
        if not self.lexicon.next_after_noun or not self.at(K.UNIT, 2) or self.at(K.ORDINAL):
            return []
        n = self.whole()
        self.i += 1
        return self.next_units(n)

    def next_weekdays(self, n: int) -> list[Any]:
        """The Fridays of "the next 3 Fridays"."""
        days = self.weekdays()
        assert days is not None
        return [replace(days, recurring=True), Count(n, "date")]

    def next_units(self, n: int) -> list[Any]:
        """The days of "the next 3 days": on each of them, unless something else says how often."""
        lasting = Lasting(Span((self.unit(n),)), True)
        said = self.lexicon.code != "en" and self.frequency_said()
        return [lasting] if said else [Pace(1, "day"), lasting]

    def _alternate_weekday(self) -> list[Any]:
        """ "cada lunes alterno", "jeden zweiten Montag"."""
        weekday, n = self.value(K.ALTERNATE_WEEKDAY)
        self.i += 1
        if self.another_weekday_follows():
            raise self.refuse("it is not clear which of these days come every other week", "Say each with its time.")
        return [Pace(n, "week"), Wd(frozenset({weekday}), True)]

    def _by_readers(self, every: bool, single: bool) -> list[Any]:
        """What the first of the readers finds that begins here."""
        for reader in self.day_readers:
            before = self.i
            found = reader(every=every)
            if found:
                if not single and not self.nested and not self.excluding and self.take(K.OR):
                    raise self.refuse("'or' leaves open which of them is meant", "Say 'and', or name one of them.")
                if every and any(map(_comes_once, found)):
                    raise self.refuse("a single day does not come again", "Leave 'every' out, or name a day that does.")
                return found
            self.i = before
        return []

    @cached_property
    def day_readers(self) -> tuple[Callable[..., list[Any]], ...]:
        return (self.reference, self.ending, self.nth, self.date_words, self.month_words, self.day_numbers)

    def weekday_tail(self, days: Wd, every: bool) -> list[Any]:
        """What follows weekdays: "before Christmas", "the 5th of October", "of next week"."""
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
        found = self._one_weekday_tail(days, one=one) if days.singles == 1 else []
        if found:
            return found
        week = self.of_week()
        if week:
            return [replace(days, recurring=False), *week]
        return [days, *self._numbers_beside(days, every)]

    def _one_weekday_tail(self, days: Wd, *, one: bool) -> list[Any]:
        """ "le mardi 12 à 9h", "Montag Morgen", "Montag in einer Woche"."""
        if self.numbered_at_hour():
            return [replace(days, recurring=not one), Dom(frozenset({self.take_day()}), not one)]
        if self.lexicon.code in _PART_AFTER_WEEKDAY and self.at(K.DAY_REF) and self.at(K.DAY_PART):
            part = self.value(K.DAY_PART)
            self.i += 1
            return [days, DayPart(part)]
        return [] if days.recurring else self.later_than(days)

    def _numbers_beside(self, days: Wd, every: bool) -> list[Any]:
        """The number of "Friday the 13th"."""
        if days.singles != 1 or not (self.at(K.ARTICLE) and self.at(K.ORDINAL, 1)):
            return []
        if self.at(K.WEEKDAY, 1) or self.at(K.UNIT, 2) or self.at(K.WEEKDAY, 2):
            return []
        self.i += 1
        numbers = self.day_numbers(every=every)
        if not numbers:
            raise self.refuse()
        if isinstance(numbers[0], Dom):
            return [replace(numbers[0], every=every or days.recurring)]
        return numbers

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

    def month_date_follows(self) -> bool:
        led = 1 if self.at(K.ARTICLE) or self.at(K.COMMA) else 0
        dated = self.at(K.NUMBER, led) or self.at(K.ORDINAL, led)
        return self.at(K.DATE, led) or (dated and (self.at(K.MONTH, led + 1) or self.at(K.MONTH, led + 2)))

    def another_weekday_follows(self) -> bool:
        ahead = self.beyond(JOINTS)
        begin = ahead
        while begin and self.at_any((K.ON, K.ARTICLE, K.EVERY), ahead) and not self.at(K.WEEKDAY, ahead):
            ahead += 1
        return bool(begin) and self.at_any((K.WEEKDAY, K.DAY_SET, K.ALTERNATE_WEEKDAY), ahead)

    def day_at_hour(self) -> list[Any]:
        """ "il 5 alle 9:00", "le 5 et le 20 à 9h": where the word for "at" is one for "to" as well, no window."""
        if self.lexicon.code == "en" or self.at(K.AT) or self.at(K.WEEKDAY):
            return []
        self.i += 1
        days: set[int] = set()
        while self.day_number_at() and not self.at(K.ORDINAL):
            days.add(self.take_day())
            joined = self.take(K.AND, K.COMMA)
            if self.at(K.AT) and self.at(K.TO):
                return self.dom(sorted(days), False)
            if not joined:
                break
            self.take(K.ON, K.ARTICLE)
        return []

    def every_day_number(self) -> list[Any]:
        """ "todo dia 5 às 9h": that day of every month, while "todo dia" alone is every day."""
        if self.lexicon.code not in _NUMBERED_EVERY_DAY or not (self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "day"):
            return []
        if not (self.at(K.NUMBER, 2) or self.at(K.ORDINAL, 2)) or not (
            self.i + 3 >= self.end or self.at_any(_AFTER_DAY_NUMBER, 3)
        ):
            return []
        if self.at(K.DAY_PART, 3) or self.at(K.DAY_PART, 4):
            return []
        self.i += 1
        return self.day_numbers(every=True)

    def beside_follows(self) -> bool:
        ahead = 2 if self.at(K.ARTICLE, 1) else 1
        return self.at(K.AFTER) or (self.at(K.BEFORE) and self.at(K.ORDINAL, ahead))

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


def _comes_once(item: Any) -> bool:
    """Tomorrow, next Monday, a date with its year."""
    dated = isinstance(item, Dates) and all(year is not None for year, _, _ in item.dates)
    return dated or isinstance(item, Ref | NextDay) or (isinstance(item, SlashDate) and item.year > 0)
