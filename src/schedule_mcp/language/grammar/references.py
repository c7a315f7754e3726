"""Days named by their distance or their place: "tomorrow", "next week", "2026-06-05", "the end of the month"."""

from __future__ import annotations

from schedule_mcp.language.grammar.clock import is_dotted_date
from schedule_mcp.language.grammar.cursor import JOINTS, PERIODS, Cursor
from schedule_mcp.language.grammar.dates import read_day_of
from schedule_mcp.language.grammar.items import (
    Ask,
    DateRange,
    Dates,
    DayOf,
    DayPart,
    EndOf,
    Item,
    NextDay,
    NextOf,
    Pace,
    Ref,
    Scoped,
    Sep,
    SlashDate,
    Span,
    ThisPeriod,
    Tree,
    Wd,
    WeekParity,
)
from schedule_mcp.language.grammar.months import check_date, read_year, take_of_each_year
from schedule_mcp.language.lexicon import Ahead, K, Trait
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WEEKEND


def read_reference(c: Cursor, every: bool) -> list[Item]:
    """Days by distance or place: "tomorrow", "this Friday", "next month", "3/4/2027", "in odd weeks"."""
    if c.at(K.DAY_REF):
        days = c.value(K.DAY_REF)
        c.i += 1
        return read_later_than(c, Ref(days)) or [Ref(days)]
    if c.at(K.DAY_AND_PART):
        days, part = c.value(K.DAY_AND_PART)
        c.i += 1
        return [Ref(days), DayPart(part)]
    near = _read_near_period(c)
    if near:
        return _read_day_of_excepted(c, near) or (read_day_of(c, near) if c.at(K.MONTH) else near)
    if c.at(K.NEXT) or c.at(K.THIS):
        found = _read_this_set_or_month(c)
        if found:
            return found
    if c.at(K.WEEK_PARITY):
        return _read_week_parity(c)
    if c.at(K.DATE):
        return _read_written_dates(c)
    if c.at(K.SLASHED):
        return _read_slashed_date(c, every)
    if c.at(K.OFFSET_NUMBER) and is_dotted_date(c):
        day, month = c.value(K.OFFSET_NUMBER)
        check_date(c, None, month, day)
        c.i += 1
        return [Dates(((None, month, day),), every)]
    if c.at(K.MOVABLE):
        return _read_movable(c, every)
    if c.at(K.SEASON_DAY):
        month, day = c.value(K.SEASON_DAY)
        c.i += 1
        return [Dates(((read_year(c), month, day),), every)]
    return []


def _read_movable(c: Cursor, every: bool) -> list[Item]:
    """ "every Easter Monday"; without "every" the next one, but each of them in an exception."""
    days = c.value(K.MOVABLE)
    c.i += 1
    each = every or c.nested or c.excepting or c.excluding or take_of_each_year(c) or _is_yearly(c)
    return [Tree(days) if each else NextOf(days)]


def _is_yearly(c: Cursor) -> bool:
    """Whether "every year" or "yearly" was said before."""
    return any(isinstance(item, Pace) and item.unit == "year" for item in c.found)


def _read_day_of_excepted(c: Cursor, near: list[Item]) -> list[Item]:
    """The one day of 来週の月曜日以外, 下周一除外, which is left out by itself."""
    if not (c.excepting and c.has(Trait.POSTPOSED)):
        return []
    begin = c.i
    c.take(K.OF)
    found = read_day_of(c, near)
    if found and isinstance(found[0], DayOf):
        return found
    c.i = begin
    return []


def _read_week_parity(c: Cursor) -> list[Item]:
    """ "in even weeks", "every odd week"."""
    weeks = WeekParity(c.value(K.WEEK_PARITY))
    c.i += 1
    return [weeks] if c.nested or c.excepting else [weeks, Pace(1, "week")]


def _read_this_set_or_month(c: Cursor) -> list[Item]:
    """ "this weekend", of which a day must be named, and "this March"."""
    word = "next" if c.at(K.NEXT) else "this"
    if c.at(K.DAY_SET, 1):
        days = c.value(K.DAY_SET, 1)[0]
        c.i += 2
        names = ("Saturday", "Sunday") if days == WEEKEND else ("Monday", "Friday")
        answers = c.said_instead(c.i - 2, *(f"{word} {name}" for name in names))
        return [Ask(f"Which day exactly does '{word} …' mean?", answers)]
    if word == "this" and c.at(K.MONTH, 1):
        month = c.value(K.MONTH, 1)
        c.i += 2
        return [ThisPeriod("month", month=month)]
    return []


def _read_written_dates(c: Cursor) -> list[Item]:
    """ "2026-06-05", "2026-06-05 to 2026-06-09", "2026-06-05, 2026-07-05 and 2026-08-05"."""
    dates = [_read_written_date(c)]
    if (c.at(K.TO) or c.at(K.DASH)) and c.at(K.DATE, 1) and not c.reading_one_end:
        c.i += 1
        return [DateRange(Dates(tuple(dates)), Dates((_read_written_date(c),)))]
    while not c.reading_one_end:
        ahead = c.beyond(JOINTS)
        if not ahead or not c.at(K.DATE, ahead):
            break
        c.i += ahead
        dates.append(_read_written_date(c))
    return [Dates(tuple(dates))]


def _read_written_date(c: Cursor) -> tuple[int, int, int]:
    day = c.value(K.DATE)
    c.i += 1
    return day.year, day.month, day.day


def _read_slashed_date(c: Cursor, every: bool) -> list[Item]:
    """ "3/4/2027", "am 3.12."."""
    first, second, year = c.value(K.SLASHED)
    dotted = c.text(c.i).endswith(".") and c.has(Trait.DAY_FIRST)
    c.i += 1
    if not dotted:
        return [SlashDate(first, second, year, every)]
    check_date(c, None, second, first)
    return [Dates(((None, second, first),), every)]


def read_later_than(c: Cursor, base: Ref | Wd) -> list[Item]:
    """ "Montag in einer Woche", "vandaag over twee weken"."""
    begin = c.i
    if c.has(Trait.LATER_BY_IN) and c.take(K.IN):
        parts = c.span()
        if parts and all(unit in ("day", "week", "month") for _, unit in parts):
            return [Span(parts, base=base)]
    c.i = begin
    return []


def _read_near_period(c: Cursor) -> list[Item]:
    """ "next week", "this Friday", with the word before its noun or after it: "la semaine prochaine"."""
    later = _read_after_next(c)
    if later:
        return later
    before = c.at(K.NEXT) or c.at(K.THIS)
    after = c.has(Trait.NEXT_AFTER_NOUN) and c.at(K.NEXT, 1) and not c.at(K.UNIT, 2)
    if not before and not after:
        return []
    word = "next" if c.at(K.NEXT) or not before else "this"
    noun = 1 if before else 0
    which = c.value(K.NEXT, 0 if before else 1) if word == "next" else None
    if c.at(K.WEEKDAY, noun) and which is not Ahead.AFTER_NEXT:
        day = c.value(K.WEEKDAY, noun)[0]
        if which is Ahead.COMING:
            word = "this"
        c.i += 2
        return [NextDay(day, word), *(_read_more_next_days(c, word) if before else ())]
    if c.at(K.WEEKDAY, noun):
        # "übernächsten Freitag"
        day = c.value(K.WEEKDAY, noun)[0]
        c.i += 2
        return [Span(((1, "week"),), base=NextDay(day, "next"))]
    if c.at(K.UNIT, noun):
        unit = c.value(K.UNIT, noun)
        c.i += 2
        return [ThisPeriod(unit, which.periods if which else 0)]
    return []


def _read_after_next(c: Cursor) -> list[Item]:
    """ "the week after next", "the Friday after next"."""
    if not (c.at(K.AFTER, 1) and c.at(K.NEXT, 2)) or c.at_any((K.UNIT, K.WEEKDAY, K.NUMBER, K.DAY_SET), 3):
        return []
    found: list[Item] = []
    if c.at(K.UNIT) and c.value(K.UNIT) in PERIODS:
        found = [ThisPeriod(c.value(K.UNIT), 2)]
    elif c.at(K.WEEKDAY) and not c.value(K.WEEKDAY)[1]:
        found = [Span(((1, "week"),), base=NextDay(c.value(K.WEEKDAY)[0], "next"))]
    c.i += 3 if found else 0
    return found


def _read_more_next_days(c: Cursor, word: str) -> list[Item]:
    """The Tuesday of "next Monday and Tuesday"."""
    found: list[Item] = []
    while not (c.reading_one_end or c.excepting or c.nested):
        ahead = c.beyond(JOINTS)
        if not ahead or not c.at(K.WEEKDAY, ahead) or c.value(K.WEEKDAY, ahead)[1]:
            break
        c.i += ahead + 1
        found += [Sep("and"), NextDay(c.value(K.WEEKDAY, -1)[0], word)]
    return found


def read_of_week(c: Cursor) -> list[Item]:
    """ "vendredi de la semaine prochaine", "sexta da semana que vem": the week that a weekday lies in."""
    begin = c.i
    if (c.has(Trait.DAYS_OF_PERIODS) or c.has(Trait.CANONICAL)) and c.take(K.OF):
        c.take(K.ARTICLE)
        found = _read_near_period(c)
        if found and isinstance(found[0], ThisPeriod) and found[0].unit == "week":
            return found
    c.i = begin
    return []


def read_ending(c: Cursor, every: bool) -> list[Item]:
    """The edge of a period: "end of the month", "beginning of each quarter"."""
    begin = c.i - (1 if c.i and K.EVERY in c.kinds[c.i - 1] else 0)
    if c.at(K.LAST_DAY) or c.at(K.FIRST_DAY):
        return _read_edge_day_of(c, every)
    if c.at(K.UNIT) and c.at(K.END, 1 + c.at(K.DASH, 1)):
        # "month-end"
        unit = c.value(K.UNIT)
        c.i += 2 + c.at(K.DASH, 1)
        return _read_edge_of(c, unit, begin, every=every, first=False)
    if not (c.at(K.END) or c.at(K.BEGINNING)):
        return []
    first = c.at(K.BEGINNING)
    c.i += 1
    c.skip(K.OF)
    c.skip(K.ARTICLE)
    this = c.take(K.THIS)
    ahead = 0 if this else c.take_periods_ahead()
    every = c.take(K.EVERY) or every
    if c.at(K.MONTH):
        month = c.value(K.MONTH)
        c.i += 1
        return [EndOf("month", month, read_year(c), first)]
    if not c.at(K.UNIT):
        return []
    unit = c.value(K.UNIT)
    c.i += 1
    if this or ahead:
        return [EndOf(unit, None, 1, first, ahead)]
    return _read_edge_of(c, unit, begin, every=every, first=first)


def _read_edge_day_of(c: Cursor, every: bool) -> list[Item]:
    """ "last day of the month", "am Monatsletzten des Quartals"."""
    first = not c.at(K.LAST_DAY)
    unit = c.value(K.FIRST_DAY if first else K.LAST_DAY) or "month"
    c.i += 1
    if c.reading_one_end and not every:
        return [EndOf(unit, None, None, first)]
    if c.at(K.OF) and (c.at(K.UNIT, 1) or c.at(K.UNIT, 2)):
        c.i += 1
        c.take(K.ARTICLE, K.EVERY)
        if not c.at(K.UNIT) or c.value(K.UNIT) not in PERIODS:
            raise c.refuse()
        unit = c.value(K.UNIT)
        c.i += 1
    return [Scoped(frozenset({1 if first else -1}), EVERY_WEEKDAY, PERIODS[unit])]


def _read_edge_of(c: Cursor, unit: str, begin: int, *, every: bool, first: bool) -> list[Item]:
    """The end (or beginning) of a period: of each one where it is said or nothing speaks of one only."""
    if unit not in PERIODS or unit == "week":
        if c.reading_one_end and not every:
            return [EndOf(unit, None, None, first)]
        if not every:
            return _read_ask_edge(c, unit, begin, first=first)
        if unit == "week":
            names = ("Monday", "Sunday") if first else ("Friday", "Saturday", "Sunday")
            answers = c.said_instead(begin, *(f"every {name}" for name in names))
            return [Ask(f"Which day {'begins' if first else 'ends'} the week?", answers)]
        hours = ("00:00", "09:00") if first else ("17:00", "18:00", "23:59")
        answers = c.said_instead(begin, *(f"every {unit} at {hour}" for hour in hours))
        return [Ask(f"When exactly is the {'beginning' if first else 'end'} of the {unit}?", answers)]
    if c.reading_one_end and not every:
        return [EndOf(unit, None, None, first)]
    return [Scoped(frozenset({1 if first else -1}), EVERY_WEEKDAY, PERIODS[unit])]


def _read_ask_edge(c: Cursor, unit: str, begin: int, *, first: bool) -> list[Item]:
    """ "end of the week", "end of day": once, on a day or at a time that is not said."""
    edge = "beginning" if first else "end"
    if unit == "week":
        names = ("Monday", "Sunday") if first else ("Friday", "Sunday")
        return [Ask(f"Which day is the {edge} of the week?", c.said_instead(begin, *(f"on {n}" for n in names)))]
    hours = ("at 08:00", "at 09:00") if first else ("at 17:00", "at 18:00", "at 23:59")
    return [Ask(f"When exactly is the {edge} of the {unit}?", c.said_instead(begin, *hours))]
