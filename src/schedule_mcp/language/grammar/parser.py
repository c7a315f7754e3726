"""Whole phrases: statements in any order until every token is consumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar.bounds import read_bound, read_onwards, read_rest
from schedule_mcp.language.grammar.cursor import PERIODS, Cursor
from schedule_mcp.language.grammar.dates import read_date_range
from schedule_mcp.language.grammar.days import read_day, read_day_at_hour, read_every_day_number
from schedule_mcp.language.grammar.doubled import with_doubled
from schedule_mcp.language.grammar.exceptions import read_exception, read_excluded
from schedule_mcp.language.grammar.halves import with_halves
from schedule_mcp.language.grammar.holidays import read_holidays
from schedule_mcp.language.grammar.items import (
    Also,
    Ask,
    ClockRule,
    DateRange,
    Dates,
    DayItem,
    Dom,
    Except,
    Item,
    Limit,
    Local,
    MonthSet,
    Only,
    Pace,
    Ref,
    Repeating,
    Sep,
    Span,
    TimeItem,
    Times,
    Tree,
    Wd,
    ZoneItem,
)
from schedule_mcp.language.grammar.minutes import read_named_minutes
from schedule_mcp.language.grammar.months import read_months, read_year
from schedule_mcp.language.grammar.nth import read_numbered_span
from schedule_mcp.language.grammar.pace import read_count, read_counting, read_lasting, read_pace
from schedule_mcp.language.grammar.reorder.statements import reordered
from schedule_mcp.language.grammar.scopes import with_scopes
from schedule_mcp.language.grammar.timelists import read_time_list
from schedule_mcp.language.grammar.timing import read_timing, read_window
from schedule_mcp.language.lexicon import Exclusion, K, Lexicon, Trait
from schedule_mcp.language.tokens.text import Token
from schedule_mcp.schedule.model import AnyOf, Between, Months


def _read_items(c: Cursor) -> list[Item]:
    if c.end > 1 and c.text(0) == "+" and c.at(K.AND) and c.at(K.NUMBER, 1):
        # "+2h"
        c.i = 1
    while c.i < c.end:
        before = c.i
        said = _read_statement(c)
        c.found.extend(said)
        c.opening = c.opening and not any(map(_fixes_days, said))
        if c.i == before:
            raise c.refuse()
    if c.loose:
        raise c.refuse("a parenthesis is not closed")
    return [*c.found, Also()] if c.also and c.found else c.found


def _narrow_by_last(c: Cursor) -> None:
    """ "every day at 9am, weekdays only" narrows like "only on weekdays"; "Mondays only, 8am" says nothing more."""
    if len(c.found) > 1 and isinstance(c.found[-1], Wd) and isinstance(c.found[-2], Sep):
        c.found.insert(len(c.found) - 1, Only())


def _read_statement(c: Cursor) -> list[Item]:
    if c.take(K.COMMA):
        return [Sep(":" if c.text(c.i - 1) == ":" else ",")]
    if c.at(K.OPEN) or (c.loose and c.at(K.CLOSE)):
        return _read_parenthesis(c)
    if c.take(K.SEMICOLON):
        return [Sep(";")]
    here = c.kinds[c.i]
    for reader, beginnings in STATEMENTS:
        if beginnings.isdisjoint(here):
            continue
        before = c.i
        found: list[Item] = reader(c)
        if found and c.at(K.EXCLUDED) and (not c.at(K.NOT) or _is_over(c, found)):
            return read_excluded(c, found)
        if found:
            return _read_but_then(c, found) or found
        c.i = before
    if c.take(K.AND):
        return [Sep("," if c.text(c.i - 1) == "/" else "and")]
    if c.at(K.DASH) and (c.i > 0 or not c.time_follows(1)) and c.spaced(c.i):
        c.i += 1
        return [Sep(",")]
    if c.at(K.AT) or c.at(K.ON) or c.at(K.ARTICLE) or _is_set_for(c) or (c.at(K.OF) and c.has(Trait.POSTPOSED)):
        return _read_preposition(c)
    return []


def _is_set_for(c: Cursor) -> bool:
    """ "for 7am", "schedule it for Monday"."""
    timed = c.at(K.NUMBER, 1) and c.at(K.MERIDIEM, 2)
    return c.at(K.FOR) and (timed or not _SET_FOR.isdisjoint(c.kinds[c.i + 1]))


def _is_over(c: Cursor, found: list[Item]) -> bool:
    """Whether a "not" belongs to the days before it: "freitags nicht", not "Montag nicht um 9"."""
    ends = c.i + 1 == c.end or c.at_any((K.COMMA, K.SEMICOLON, K.AND, K.CLOSE), 1)
    return ends and all(isinstance(item, DayItem) for item in found)


def _read_but_then(c: Cursor, found: list[Item]) -> list[Item]:
    """ "sonntags aber um 11 Uhr": another time on these days."""
    begin = c.i
    if c.opening or not (c.at(K.EXCEPT) and c.value(K.EXCEPT) is Exclusion.OTHER_TIME and isinstance(found[0], Wd)):
        return []
    c.i += 1
    led = c.take(K.AT)
    times = read_time_list(c, bare=led)
    if led and times:
        return [Except((*found, Times(tuple(times))), instead=True, other=True)]
    c.i = begin
    return []


def _read_of_day(c: Cursor) -> list[Item]:
    """A day or a month after "of": "de juillet", "del 5 de mayo"."""
    begin = c.i
    monthly = c.at_any((K.EVERY, K.ARTICLE), 1) and c.kinds[c.i + 2].get(K.UNIT) == "month"
    timed = bool(c.found) and isinstance(c.found[-1], Times)
    if monthly and timed and any(isinstance(item, Dom) for item in c.found):
        # "on the 1st at 8am and the 15th at 6pm of every month"
        c.found[:] = [replace(item, every=True) if isinstance(item, Dom) else item for item in c.found]
        c.i += 3
        return [Sep(",")]
    if not c.has(Trait.OF_LEADS_DAY):
        return []
    found = read_date_range(c) if c.at(K.UNIT, 1) else []
    if not found:
        c.i = begin + 1
        if c.at(K.MONTH):
            return [MonthSet(frozenset(read_months(c)), read_year(c))]
        found = read_day(c)
    if found and all(isinstance(item, DateRange | Dates | Dom | Wd | Ref) for item in found):
        return found
    c.i = begin
    return []


def _read_parenthesis(c: Cursor) -> list[Item]:
    """Canonical days or a zone in parentheses; around anything else they part it from the rest like commas."""
    if c.take(K.CLOSE):
        c.loose -= 1
        return [Sep(",")]
    if c.at(K.WEEKDAY, 1) and c.at(K.CLOSE, 2):
        # "December 25 (Friday)"
        c.i += 1
        found = read_day(c)
        c.i += 1
        return found
    before = c.i
    try:
        found = _read_zone(c) or read_day(c)
    except UnreadableText:
        c.i = before + 1
        c.loose += 1
        return [Sep(",")]
    if not found:
        raise c.refuse()
    return _as_said(found)


def _read_preposition(c: Cursor) -> list[Item]:
    """A preposition that belongs to what follows."""
    if c.text(c.i) == "@" and c.at(K.FREQUENCY, 1):
        raise c.refuse("'@' makes this a whole schedule", "Say it in words, for example 'every hour until Friday'.")
    begin = c.i
    for _ in range(3):
        if c.at(K.ARTICLE) and c.at(K.UNIT, 1) and (c.at(K.BEFORE, 2) or c.at(K.AFTER, 2)):
            # "on the day before the last Friday"
            break
        c.take(K.AT, K.ON, K.ARTICLE, K.OF, K.FOR)
    beside = c.at(K.UNIT, 1) and (c.at(K.BEFORE, 2) or c.at(K.AFTER, 2))
    led = c.at(K.AT) or c.at(K.ON) or (c.at(K.ARTICLE) and not beside)
    if c.i in (begin, c.end) or led:
        raise c.refuse()
    return _read_statement(c)


def _read_special(c: Cursor) -> list[Item]:
    """What is always asked about or stands by itself: "biannually", "several times a day", "never"."""
    if c.at(K.CLOCK_RULE):
        rule = ClockRule(*c.value(K.CLOCK_RULE))
        c.i += 1
        return [rule]
    if c.at(K.VAGUE_FREQUENCY):
        readings = c.value(K.VAGUE_FREQUENCY)
        c.i += 1
        meant = [f"every {n} {u}s" for n, u in readings]
        answers = c.said_instead(c.i - 1, *meant)
        return [Ask("Does that mean " + " or ".join(meant) + "?", answers)]
    if c.at(K.FEW):
        begin = c.i
        c.i += 1
        c.take(K.TIMES)
        unit = ""
        if (c.take(K.PER) or c.take(K.EVERY)) and c.at(K.UNIT):
            unit = c.unit(1)[1]
        return [Ask("How often exactly?", c.said_instead(begin, *_OFTEN.get(unit, _OFTEN["day"])))]
    if c.at(K.REPEATING) and not c.at(K.AT):
        c.i += 1
        return [Repeating()]
    if c.take(K.END_OF_DAY):
        hours = ("at 17:00", "at 18:00", "at 23:59")
        return [Ask("When exactly is the end of the day?", c.said_instead(c.i - 1, *hours))]
    if c.take(K.BUSINESS_HOURS):
        spans = ("from 9am to 5pm on weekdays", "from 8am to 6pm on weekdays", "from 9am to 5pm")
        return [Ask("Which hours and days are meant?", c.said_instead(c.i - 1, *spans))]
    if c.take(K.ONLY):
        if c.i >= c.end or c.at(K.COMMA):
            _narrow_by_last(c)
            return [Sep(",")]
        if c.at(K.NUMBER) and c.at(K.TIMES, 1):
            return read_counting(c)
        c.skip(K.ON, K.IN)
        year = read_year(c)
        return [Only(), *([MonthSet(frozenset(range(1, 13)), year)] if year else [])]
    if c.take(K.NEVER):
        return [Tree(AnyOf(()))]
    if c.at(K.NOW) and c.i == 0 and c.end == 1:
        c.i += 1
        soon = (((1, "minute"),), ((5, "minute"),))
        return [Ask("A run lies in the future: how soon?", tuple((Span(parts),) for parts in soon))]
    return []


def _read_zone(c: Cursor) -> list[Item]:
    """A time zone: "New York time", "in Tokyo", "UTC", "all times UTC", "local time"."""
    before = c.i
    opened = c.take(K.OPEN)
    if not opened:
        if c.take(K.ALL_TIMES):
            # "all times UTC"
            c.take(K.TIMES)
        c.skip(K.IN, K.ARTICLE)
    _skip_time_of_place(c)
    if c.take(K.LOCAL_TIME):
        found: Local | ZoneItem = Local()
    elif c.at(K.ZONE):
        found = ZoneItem(c.value(K.ZONE))
        c.i += 1
        c.take(K.TIME_WORD)
    else:
        c.i = before
        return []
    if opened and not c.take(K.CLOSE):
        c.i = before
        return []
    return [found]


def _skip_time_of_place(c: Cursor) -> None:
    """The words before a place: "hora de" Madrid, "heure de" Paris, "horário de" Brasília."""
    before = c.i
    hour = c.at(K.UNIT) and c.value(K.UNIT) == "hour"
    if c.has(Trait.TIME_OF_PLACE) and (c.take(K.TIME_WORD) or (hour and c.take(K.UNIT))):
        c.skip(K.OF, K.ON, K.ARTICLE)
    if c.i == before and c.at(K.OF) and c.at(K.ZONE, 1) and before and K.OCLOCK in c.kinds[before - 1]:
        # "às 9 horas de Brasília"
        c.i += 1
    if not c.at(K.ZONE):
        c.i = before


def _fixes_days(item: Item) -> bool:
    """Whether it says on which days: "every month" does not."""
    longer = isinstance(item, Pace) and item.unit in PERIODS
    return not longer and not isinstance(item, _NO_DAYS)


def _as_said(found: list[Item]) -> list[Item]:
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
_NO_DAYS = (Sep, Limit, TimeItem, ZoneItem)
_OFTEN = {
    "": ("every 3 hours", "every 6 hours", "every Monday and Thursday", "every Monday, Wednesday and Friday"),
    "day": ("every hour", "every 3 hours", "every 6 hours"),
    "week": ("every Monday and Thursday", "every Monday, Wednesday and Friday"),
    "month": ("on the 1st and 15th of every month", "every Monday"),
}
"""Answers to "several times", by what they are counted in."""
_AMOUNTS = (K.NUMBER, K.OFFSET_NUMBER, K.ARTICLE, K.PER, K.UNIT)
_TIMES = (K.NUMBER, K.CLOCK, K.HHMM, K.OFFSET_NUMBER, K.PAST_HOUR, K.HALF_TO)
_DAYS = (
    *(K.OPEN, K.BETWEEN, K.FROM, K.ON, K.ARTICLE, K.IN, K.EVERY, K.DAY_REF, K.NEXT, K.THIS, K.DATE, K.SLASHED),
    *(
        K.SEASON_DAY,
        K.MOVABLE,
        K.LAST_DAY,
        K.FIRST_DAY,
        K.UNIT,
        K.END,
        K.BEGINNING,
        K.ORDINAL,
        K.WEEKDAY,
        K.NUMBER,
        K.MONTH,
    ),
    *(K.OFFSET_NUMBER, K.DAY_SET, K.ALTERNATE_WEEKDAY, K.DAY_AND_PART, K.WEEKDAY_AND_PART, K.WEEK_PARITY),
)


class Statement(NamedTuple):
    """A kind of statement: what reads it, and the kinds of words that it may begin with."""

    reader: Callable[[Cursor], list[Item]]
    beginnings: frozenset[str]


def _statement(reader: Callable[[Cursor], list[Item]], *beginnings: str) -> Statement:
    return Statement(reader, frozenset(beginnings))


STATEMENTS = (
    _statement(
        _read_special,
        *(K.CLOCK_RULE, K.VAGUE_FREQUENCY, K.FEW, K.ONLY, K.NEVER, K.BUSINESS_HOURS, K.END_OF_DAY, K.REPEATING, K.NOW),
    ),
    _statement(read_exception, K.NOT, K.EXCEPT),
    _statement(read_holidays, K.ROLLED, K.HOLIDAYS, K.ON, K.EVERY, K.ARTICLE),
    _statement(read_rest, K.REST, K.FOR, K.ON),
    _statement(read_onwards, *_DAYS),
    _statement(read_numbered_span, K.FROM, K.START, K.OF, K.ON, K.ARTICLE, K.UNIT),
    _statement(read_bound, K.START, K.UNTIL, K.BEFORE, K.AFTER, K.COUNTED_FROM, K.FROM_NOW),
    _statement(read_lasting, K.FOR, K.IN, *_AMOUNTS),
    _statement(read_count, K.NEXT, K.FOR, K.COUNT, K.NUMBER, K.AT_MOST, K.TIMES, K.IN_ALL),
    _statement(read_day_at_hour, K.ON, K.ARTICLE),
    _statement(read_window, K.BETWEEN, K.FROM, K.AT, K.ON, K.IN, *_TIMES),
    _statement(read_every_day_number, K.EVERY),
    _statement(read_pace, K.COUNT, K.FREQUENCY, K.EVERY, K.OTHER, K.IN, *_AMOUNTS),
    _statement(read_named_minutes, K.ON, K.ORDINAL, K.NUMBER),
    _statement(
        read_timing,
        *(K.AT, K.MINUTE_OF, K.ON_THE_HOUR, K.MINUTE, K.UNIT, K.DAY_REF, K.DAY_PART, K.ARTICLE, K.INSTANT, K.IN),
        *_TIMES,
    ),
    _statement(read_day, *_DAYS),
    _statement(_read_of_day, K.OF),
    _statement(_read_zone, K.OPEN, K.EVERY, K.IN, K.ARTICLE, K.LOCAL_TIME, K.ZONE, K.TIME_WORD, K.UNIT, K.OF),
)
"""In the order in which they are tried."""


def parse(tokens: list[Token], lexicon: Lexicon) -> tuple[list[Item], tuple[str, ...]]:
    """The items of a whole phrase, and what was assumed of its words."""
    cursor = Cursor(reordered(tokens) if lexicon.has(Trait.POSTPOSED) else tokens, lexicon)
    items, of_scopes = with_scopes(_read_items(cursor))
    items, of_hours = with_halves(with_doubled(items), cursor)
    return items, (*of_scopes, *of_hours)
