"""Statements about days: weekdays, references such as "tomorrow", canonical trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from schedule_mcp.language.grammar.cursor import JOINTS, Cursor
from schedule_mcp.language.grammar.dates import read_date_range, read_date_words, read_month_words, read_point_day
from schedule_mcp.language.grammar.holidays import read_holidays
from schedule_mcp.language.grammar.items import (
    Beside,
    Dates,
    DayPart,
    Dom,
    Item,
    NextDay,
    Pace,
    Ref,
    SlashDate,
    Span,
    Tree,
    Wd,
    tree_of,
)
from schedule_mcp.language.grammar.months import day_number_follows, take_day_number
from schedule_mcp.language.grammar.nth import days_of_month, read_day_numbers, read_first_days, read_nth
from schedule_mcp.language.grammar.pace import read_next_units, read_next_weekdays, read_pace
from schedule_mcp.language.grammar.references import read_ending, read_later_than, read_of_week, read_reference
from schedule_mcp.language.grammar.shifts import read_beside_nth
from schedule_mcp.language.grammar.weekdays import read_weekdays
from schedule_mcp.language.lexicon import K, Trait
from schedule_mcp.schedule.model import AllOf, AnyOf, Days, Not

DEPTH_AT_MOST = 40
_DAYS_AT_MOST = 31
_PLAIN = frozenset({K.WEEKDAY, K.DAY_SET})
"""What a statement about plain weekdays begins with."""
_AFTER_DAY_NUMBER = (K.AT, K.AND, K.COMMA, K.OF, K.START, K.UNTIL, K.EXCEPT, K.OPEN, K.FOR)


def read_day(c: Cursor, every: bool = False, single: bool = False) -> list[Item]:
    """On which days: "weekdays", "Monday to Friday", "next Tuesday", "the last Friday of the month"."""
    if c.at(K.OPEN) and not c.at(K.ZONE, 1):
        return [Tree(read_tree(c))]
    if c.at(K.BETWEEN) or c.at(K.FROM):
        before = c.i
        found = read_date_range(c)
        if found:
            return found
        c.i = before
    begin = c.i
    _skip_on(c)
    every = c.take(K.EVERY) or every
    if every and c.at(K.UNIT) and not c.at(K.ORDINAL):
        return []
    numbers = _read_bare_numbers(c, led=every or c.i > begin)
    if numbers:
        return numbers
    if c.at(K.NUMBER):
        found = _read_counted_days(c, every)
        if found:
            return found
    if c.at(K.WEEKDAY_AND_PART):
        (weekday, plural), part = c.value(K.WEEKDAY_AND_PART)
        c.i += 1
        return [Wd(frozenset({weekday}), plural or every), DayPart(part)]
    if c.at(K.ALTERNATE_WEEKDAY):
        return _read_alternate_weekday(c)
    plain = c.kinds[c.i].keys() <= _PLAIN and not c.at(K.NEXT, 1) and not (c.at(K.AFTER, 1) and c.at(K.NEXT, 2))
    found = [] if plain else _read_by_readers(c, every, single)
    if found:
        return found
    days = read_weekdays(c, single=single)
    if days is not None and days.singles > 1 and K.ON in c.kinds[begin]:
        days = replace(days, led=True)
    return [] if days is None else _read_weekday_tail(c, days, every)


def _read_bare_numbers(c: Cursor, *, led: bool) -> list[Item]:
    """The days of "every 2, 15 and 27 at 9am": numbers after "every" or "on", with their time after them."""
    begin, days = c.i, list[int]()
    while led and c.has(Trait.CANONICAL) and day_number_follows(c) and not c.at(K.ORDINAL):
        days.append(take_day_number(c))
        ahead = c.beyond(JOINTS)
        if not ahead or not c.at(K.NUMBER, ahead):
            break
        c.i += ahead
    if len(days) > 1 and max(days) <= _DAYS_AT_MOST and c.at(K.AT) and c.time_follows(1):
        return [Dom(frozenset(days), True)]
    c.i = begin
    return []


def _skip_on(c: Cursor) -> None:
    """Past the "on the" of "on the 15th", the "in the" of "in the first week"."""
    if not c.at(K.IN):
        c.skip(K.ON, K.ARTICLE)
    if c.take(K.IN):
        c.skip(K.ARTICLE)


def _read_counted_days(c: Cursor, every: bool) -> list[Item]:
    """ "les 3 prochains samedis", "les 3 premiers jours du mois"."""
    if c.at(K.NEXT, 1):
        found = _read_coming_days(c)
        if found:
            return found
    if c.has(Trait.NUMBER_BEFORE_ORDINAL) and c.at(K.ORDINAL, 1) and not c.at(K.ORDINAL):
        found = read_first_days(c, every)
        if found:
            return found
    if c.at(K.WEEKDAY, 1) and c.at(K.FROM_NOW, 2):
        # "two Sundays from now"
        weeks, day = c.whole() - 1, NextDay(c.value(K.WEEKDAY)[0], "later")
        c.i += 2
        return [Span(((weeks, "week"),), base=day)] if weeks else [day]
    if c.at(K.ALTERNATE_AFTER, 2) and c.value(K.NUMBER) == 1:
        # The first word of "un fin de semana sí y otro no" counts nothing.
        c.i += 1
    return []


def _read_coming_days(c: Cursor) -> list[Item]:
    """ "les 3 prochains samedis", "les 3 prochains jours"."""
    if c.at_any((K.WEEKDAY, K.DAY_SET), 2):
        n = c.whole()
        c.i += 1
        return read_next_weekdays(c, n)
    if not c.has(Trait.NEXT_AFTER_NOUN) or not c.at(K.UNIT, 2) or c.at(K.ORDINAL):
        return []
    n = c.whole()
    c.i += 1
    return read_next_units(c, n)


def _read_alternate_weekday(c: Cursor) -> list[Item]:
    """ "cada lunes alterno", "jeden zweiten Montag"."""
    weekday, n = c.value(K.ALTERNATE_WEEKDAY)
    c.i += 1
    if _another_weekday_follows(c):
        raise c.refuse("it is not clear which of these days come every other week", "Say each with its time.")
    return [Pace(n, "week"), Wd(frozenset({weekday}), True)]


def _read_by_readers(c: Cursor, every: bool, single: bool) -> list[Item]:
    """What the first of the readers finds that begins here."""
    for reader in DAY_READERS:
        before = c.i
        found = reader(c, every)
        if found:
            if not single and not c.nested and not c.excluding and c.take(K.OR):
                raise c.refuse("'or' leaves open which of them is meant", "Say 'and', or name one of them.")
            if every and any(map(_comes_once, found)):
                raise c.refuse("a single day does not come again", "Leave 'every' out, or name a day that does.")
            return found
        c.i = before
    return []


def _read_weekday_tail(c: Cursor, days: Wd, every: bool) -> list[Item]:
    """What follows weekdays: "before Christmas", "the 5th of October", "of next week"."""
    one = not every and (not days.recurring or K.SINGULAR in c.kinds[c.i - 1])
    days = replace(days, recurring=days.recurring or every, each=every)
    beside = _read_beside_date(c, days) or _read_week_later(c, days)
    if beside:
        return beside
    if one and days.singles == 1 and _month_date_follows(c):
        # "le lundi" comes every week, "le lundi 5 octobre" once.
        days = replace(days, recurring=False)
    if c.at(K.ALTERNATE_AFTER):
        n = c.value(K.ALTERNATE_AFTER)
        c.i += 1
        return [Pace(n, "week"), replace(days, recurring=True)]
    if _beside_follows(c) and not c.reading_one_end:
        return read_beside_nth(c, days)
    found = _read_one_weekday_tail(c, days, one=one) if days.singles == 1 else []
    if found:
        return found
    if c.at(K.OF) and not c.at(K.FROM) and c.at(K.MONTH, 1) and c.has(Trait.CANONICAL) and not c.reading_one_end:
        # "on Wednesdays of March"
        c.i += 1
        return [days]
    if c.at(K.OF) and not c.at(K.FROM) and c.at(K.EVERY, 1) and c.at(K.MONTH, 2) and c.has(Trait.CANONICAL):
        # "every Friday of every December"
        c.i += 2
        return [days]
    week = read_of_week(c)
    if week:
        return [replace(days, recurring=False), *week]
    return [days, *_read_numbers_beside(c, days, every)]


def _read_one_weekday_tail(c: Cursor, days: Wd, *, one: bool) -> list[Item]:
    """ "le mardi 12 à 9h", "Montag Morgen", "Montag in einer Woche"."""
    if _number_at_hour_follows(c):
        return [replace(days, recurring=not one), Dom(frozenset({take_day_number(c)}), not one)]
    if c.has(Trait.PART_AFTER_WEEKDAY) and c.at(K.DAY_REF) and c.at(K.DAY_PART):
        part = c.value(K.DAY_PART)
        c.i += 1
        return [days, DayPart(part)]
    return [] if days.recurring else read_later_than(c, days)


def _read_numbers_beside(c: Cursor, days: Wd, every: bool) -> list[Item]:
    """The number of "Friday the 13th"."""
    if days.singles != 1 or not (c.at(K.ARTICLE) and c.at(K.ORDINAL, 1)):
        return []
    if c.at(K.WEEKDAY, 1) or c.at(K.UNIT, 2) or c.at(K.WEEKDAY, 2):
        return []
    c.i += 1
    numbers = read_day_numbers(c, every=every)
    if not numbers:
        raise c.refuse()
    if isinstance(numbers[0], Dom):
        return [replace(numbers[0], every=every or days.recurring)]
    return numbers


def _read_beside_date(c: Cursor, days: Wd) -> list[Item]:
    """ "the Monday before Christmas", "Friday after June 5"."""
    if days.recurring or days.singles != 1 or not (c.at(K.BEFORE) or c.at(K.AFTER)) or c.reading_one_end:
        return []
    if any(isinstance(i, Pace) and i.unit != "year" for i in c.found):
        # "every 3 weeks on Thursday before 13 October" has an end.
        return []
    begin = c.i
    sign = -1 if c.at(K.BEFORE) else 1
    c.i += 1
    found = read_point_day(c)
    if len(found) == 1 and isinstance(found[0], Dates):
        (day,) = days.days
        return [Beside(day, found[0], sign)]
    c.i = begin
    return []


def _read_week_later(c: Cursor, days: Wd) -> list[Item]:
    """ "Thursday week": a week after Thursday."""
    alone = not days.recurring and days.singles == 1 and not c.reading_one_end
    week = c.at(K.UNIT) and c.value(K.UNIT) == "week" and not c.at(K.SEVERAL)
    if not c.has(Trait.WEEK_BESIDE_DAY) or not week or not alone or c.at(K.OF, 1):
        return []
    c.i += 1
    return [Span(((1, "week"),), base=days)]


def _number_at_hour_follows(c: Cursor) -> bool:
    numbered = day_number_follows(c) and not c.at(K.WEEKDAY) and not c.at(K.UNIT, 1)
    if not c.has(Trait.NUMBER_AFTER_WEEKDAY) or not (numbered and c.at(K.AT, 1) and c.time_follows(2)):
        return False
    if c.at(K.NUMBER, 2) and c.at(K.TO, 1) and c.value(K.TO, 1):
        # "segunda 9 às 17" is from nine to five.
        return c.at(K.NUMBER) and int(c.value(K.NUMBER)) > c.value(K.NUMBER, 2)
    return True


def _month_date_follows(c: Cursor) -> bool:
    led = 1 if c.at(K.ARTICLE) or c.at(K.COMMA) else 0
    dated = c.at(K.NUMBER, led) or c.at(K.ORDINAL, led)
    return c.at(K.DATE, led) or (dated and (c.at(K.MONTH, led + 1) or c.at(K.MONTH, led + 2)))


def _another_weekday_follows(c: Cursor) -> bool:
    ahead = c.beyond(JOINTS)
    begin = ahead
    while begin and c.at_any((K.ON, K.ARTICLE, K.EVERY), ahead) and not c.at(K.WEEKDAY, ahead):
        ahead += 1
    return bool(begin) and c.at_any((K.WEEKDAY, K.DAY_SET, K.ALTERNATE_WEEKDAY), ahead)


def read_day_at_hour(c: Cursor) -> list[Item]:
    """Days before a time whose "at" is "to" as well: "il 5 alle 9:00", "le 5 et le 20 à 9h"."""
    if c.at(K.AT) or c.at(K.WEEKDAY):
        return []
    c.i += 1
    days: set[int] = set()
    while day_number_follows(c) and not c.at(K.ORDINAL):
        days.add(take_day_number(c))
        joined = c.take(K.AND, K.COMMA)
        if c.at(K.AT) and c.at(K.TO):
            return days_of_month(c, sorted(days), False)
        if not joined:
            break
        c.take(K.ON, K.ARTICLE)
    return []


def read_every_day_number(c: Cursor) -> list[Item]:
    """A day of every month, with the word for every day: "todo dia 5 às 9h"."""
    if not c.has(Trait.EVERY_DAY_NUMBER) or not (c.at(K.UNIT, 1) and c.value(K.UNIT, 1) == "day"):
        return []
    if not (c.at(K.NUMBER, 2) or c.at(K.ORDINAL, 2)) or not (c.i + 3 >= c.end or c.at_any(_AFTER_DAY_NUMBER, 3)):
        return []
    if c.at(K.DAY_PART, 3) or c.at(K.DAY_PART, 4):
        return []
    c.i += 1
    return read_day_numbers(c, every=True)


def _beside_follows(c: Cursor) -> bool:
    ahead = 2 if c.at(K.ARTICLE, 1) else 1
    return c.at(K.AFTER) or (c.at(K.BEFORE) and c.at(K.ORDINAL, ahead))


def read_tree(c: Cursor, depth: int = 0) -> Days:
    if depth > DEPTH_AT_MOST:
        raise c.refuse("the parentheses are nested too deep")
    c.i += 1
    c.nested += 1
    try:
        return _read_inside_parentheses(c, depth)
    finally:
        c.nested -= 1


def _read_inside_parentheses(c: Cursor, depth: int) -> Days:
    """What follows the opening parenthesis, up to the closing one."""
    tree = _read_operand(c, depth)
    while not c.take(K.CLOSE):
        if c.take(K.OR):
            tree = _any(tree, _read_operand(c, depth))
        elif c.take(K.ONLY):
            c.skip(K.ON, K.IN)
            tree = _all(tree, _read_operand(c, depth))
        elif c.take(K.EXCEPT):
            tree = _all(tree, Not(_read_operand(c, depth)))
        else:
            raise c.refuse()
    return tree


def _read_operand(c: Cursor, depth: int) -> Days:
    if c.at(K.OPEN):
        return read_tree(c, depth + 1)
    if c.take(K.NEVER):
        return AnyOf(())
    found = read_holidays(c) or (read_pace(c) if c.at(K.EVERY) else read_day(c, single=False))
    if len(found) != 1:
        raise c.refuse()
    tree = tree_of(found[0])
    if tree is None:
        raise c.refuse()
    return tree


def _any(one: Days, other: Days) -> Days:
    return AnyOf((*(one.parts if isinstance(one, AnyOf) else (one,)), other))


def _all(one: Days, other: Days) -> Days:
    return AllOf((*(one.parts if isinstance(one, AllOf) else (one,)), other))


def _comes_once(item: Item) -> bool:
    """Tomorrow, next Monday, a date with its year."""
    dated = isinstance(item, Dates) and all(year is not None for year, _, _ in item.dates)
    return dated or isinstance(item, Ref | NextDay) or (isinstance(item, SlashDate) and item.year > 0)


DAY_READERS: tuple[Callable[[Cursor, bool], list[Item]], ...] = (
    read_reference,
    read_ending,
    read_nth,
    read_date_words,
    read_month_words,
    read_day_numbers,
)
"""What tells a day other than by weekdays, in the order in which they are tried."""
