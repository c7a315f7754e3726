"""Exceptions: "except weekends", "but not on the 1st", "Thursdays excluded"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar.bounds import read_edge
from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.dates import read_point_day
from schedule_mcp.language.grammar.days import read_day, read_tree
from schedule_mcp.language.grammar.holidays import read_holidays
from schedule_mcp.language.grammar.items import (
    Ask,
    Both,
    Bound,
    DateRange,
    Dates,
    DayItem,
    Dom,
    Except,
    Item,
    OrdWd,
    Pace,
    Scoped,
    Sep,
    Time,
    Times,
    Tree,
    Wd,
    Window,
)
from schedule_mcp.language.grammar.nth import read_numbered_span
from schedule_mcp.language.grammar.pace import read_pace
from schedule_mcp.language.grammar.timelists import read_time_list
from schedule_mcp.language.grammar.timing import read_window
from schedule_mcp.language.lexicon import Exclusion, K, Trait
from schedule_mcp.schedule.model import AllOf


@dataclass(frozen=True, slots=True)
class _Joint:
    """How a day or a time is joined to those before it in a list of what is left out."""

    begin: int
    listed: bool
    """Whether a sign or a word joins it."""
    by_comma: bool
    """Whether a comma alone does."""
    on: bool
    """Whether "on" or "in" follows."""
    at: bool
    """Whether "at" follows."""
    ranged: bool
    """Whether "from" or "between" follows."""


def _timed(items: Iterable[Item]) -> bool:
    return any(isinstance(i, Times | Window) for i in items)


def read_exception(c: Cursor) -> list[Item]:
    """What is left out: "except weekends", "but not on the 1st", "no 5pm run on Fridays"."""
    exclusion = Exclusion.PLAIN
    if c.at(K.NOT) and (c.time_follows(1) or not _NOT_ON.isdisjoint(c.kinds[c.i + 1])):
        c.i += 1
    elif c.at(K.EXCEPT):
        exclusion = c.value(K.EXCEPT)
        c.i += 1
        if exclusion in (Exclusion.INSTEAD_OR_ALONE, Exclusion.OTHER_TIME) and _bound_follows(c):
            return [Sep(",")]
    else:
        return []
    if c.at(K.UNTIL) or c.at(K.BEFORE) or c.at(K.AFTER):
        return _read_excepted_bound(c)
    c.skip(K.ON, K.FOR)
    either = _read_day_until(c)
    if either:
        return either
    found = _read_excepted_list(c)
    if exclusion is Exclusion.OTHER_TIME and not all(_is_another_time(one.items) for one in found):
        raise c.refuse("it is not clear what differs on these days", "Say them with their time, or leave them out.")
    return [
        replace(
            one,
            instead=exclusion is not Exclusion.PLAIN,
            either=exclusion is Exclusion.INSTEAD_OR_ALONE,
            other=exclusion is Exclusion.OTHER_TIME,
        )
        for one in found
    ]


def _read_excepted_list(c: Cursor) -> list[Except]:
    """What follows "except"."""
    items: list[Item] = []
    closed: list[Except] = []
    cut, led = 0, False
    while c.i < c.end and len(items) + len(closed) < 64:
        joint = _take_joint(c, first=not items)
        joined = c.i > joint.begin
        c.excluding = True
        try:
            found = _read_excepted(c, items, joined)
        finally:
            c.excluding = False
        if not found or (items and _is_over(c, items, found, joint)):
            c.i = joint.begin
            break
        if joint.by_comma and items and not cut and c.has(Trait.COMMA_MAY_END_EXCEPTION):
            cut, led = len(items), joint.on
        found = [replace(i, either=False) if isinstance(i, Wd) else i for i in found]
        timed, after_time = _timed(found), _timed(items)
        if joint.listed and ((timed and not _timed(items[-1:])) or (after_time and not timed)):
            # "except Fridays at 5pm and Mondays at 9am": each with its own time.
            closed.append(Except(tuple(items)))
            items = []
        if len(found) > 1 and not timed:
            # "the fourth Thursday of November" is one statement.
            found = [Both(_as_days(c, found))]
        _add_excepted(c, items, found, joined=joined)
        c.take(K.TIMES)
    if not items:
        raise c.refuse()
    if closed or _timed(items[:cut]):
        cut = 0
    return [*closed, Except(tuple(items), cut=cut, led=led)]


def _take_joint(c: Cursor, *, first: bool) -> _Joint:
    """Takes what joins a day or a time to those before it in a list of what is left out."""
    begin = c.i
    while not first and c.text(c.i) != ":" and c.take(K.COMMA, K.AND, K.OR):
        pass
    listed = c.i > begin
    by_comma = listed and not any(K.AND in k or K.OR in k for k in c.kinds[begin : c.i])
    led = c.at(K.ON) or c.at(K.IN)
    while c.at(K.ON) and not c.at(K.FROM):
        c.i += 1
    ranged = c.at(K.FROM) or c.at(K.BETWEEN)
    return _Joint(begin, listed, by_comma, led, c.at(K.AT), ranged)


def _is_over(c: Cursor, items: list[Item], found: list[Item], joint: _Joint) -> bool:
    """Whether what was found after some of what is left out belongs to the runs."""
    last, after_comma = items[-1], joint.by_comma or not joint.listed
    if joint.ranged and isinstance(found[0], DateRange) and after_comma:
        if joint.by_comma or isinstance(last, Wd):
            raise c.refuse("it is not clear what these dates belong to", "Say them before the exception.")
        # "except in August from 2026-06-01 to 2026-12-31"
        return True
    timed = _timed(found)
    if joint.listed and timed and not _timed([last]) and (joint.by_comma or joint.at):
        # A time after a day and a comma is that of the runs.
        return True
    if joint.by_comma and not timed and _timed(items) and not _are_days_said(c):
        # "not 6am on Fridays, Monday to Friday at 6am and 9am"
        return True
    opens = c.opening and c.has(Trait.EXCEPTION_MAY_OPEN)
    if opens and _opens_the_rest(c, last, found[0], joint.begin, listed=joint.listed):
        # "salvo en agosto los lunes a las 9:00": these are the days on which it runs.
        return True
    if not joint.listed and isinstance(found[0], Wd | Scoped | Dom | OrdWd) and isinstance(last, Dates | Scoped):
        if _are_days_said(c):
            raise c.refuse("it is not clear what these days belong to", "Join them with 'and'.")
        # "except 2026-12-12 Wednesdays at noon"
        return True
    # "not in December, this month only"
    return joint.by_comma and c.at(K.ONLY)


def _are_days_said(c: Cursor) -> bool:
    return any(isinstance(i, DayItem) or (isinstance(i, Pace) and i.unit == "day") for i in c.found)


def _bound_follows(c: Cursor) -> bool:
    """ "but starting Monday", "but until Friday": nothing is left out."""
    bound = (c.at(K.START) and not c.at(K.FROM)) or c.at(K.UNTIL) or c.at(K.BEFORE)
    return bound and (c.at(K.TIMES, 2) or not c.time_follows(1))


def _read_excepted_bound(c: Cursor) -> list[Item]:
    """ "except until Friday", "except before 9am": what is left lies on the other side."""
    edge = "before" if c.at(K.BEFORE) else "after" if c.at(K.AFTER) else "until"
    c.i += 1
    found = read_edge(c, edge)
    if not found:
        raise c.refuse()
    items = found[0].items
    times = [i for i in items if isinstance(i, Times)]
    if not times:
        return [Bound({"until": "after", "before": "start", "after": "through"}[edge], items)]
    if len(times) != len(items) or edge == "until" or len(times[0].times) != 1:
        raise c.refuse()
    (time,) = times[0].times
    if edge == "before":
        return [Except((Window(Time(0, exact=True), time, False),))]
    return [Except((Window(replace(time, second=time.second + 1), Time(24, exact=True), False),))]


def read_excluded(c: Cursor, found: list[Item]) -> list[Item]:
    """ "Thursdays excluded": an exception after its days."""
    c.i += 1
    days = _as_days(c, found)
    return [Except((Both(days),) if len(days) > 1 else days)]


def _read_day_until(c: Cursor) -> list[Item]:
    """ "behalve op 11 september t/m 14 oktober": whether the end is that of the exception or of the whole."""
    begin = c.i
    first = read_point_day(c) if c.has(Trait.EXCEPTED_END_IS_OPEN) and not c.at(K.FROM) else []
    if first and isinstance(first[0], Dates) and c.at(K.UNTIL) and c.at(K.TO):
        c.i += 1
        last = read_point_day(c)
        if last and isinstance(last[0], Dates):
            ask = "Is everything between these dates left out, or only the first of them until the second?"
            ranged = (Except((DateRange(first[0], last[0]),)),)
            return [Ask(ask, (ranged, (Except(tuple(first)), Bound("until", tuple(last)))))]
    c.i = begin
    return []


def _opens_the_rest(c: Cursor, item: Item, following: Item, begin: int, *, listed: bool) -> bool:
    """Whether days read since `begin`, after an exception that opens the phrase, are those of the runs."""
    if c.has(Trait.POSTPOSED) or not isinstance(following, Wd | Scoped | OrdWd | Dom | Tree):
        return False
    read = c.kinds[begin : c.i]
    if listed and any(K.AND in kinds for kinds in read[:1]):
        return False
    several = any(k in kinds for kinds in read for k in (K.DAY_SET, K.FROM, K.TO, K.DASH))
    return not listed or several or type(item) is not type(following)


def _read_excepted_tree(c: Cursor) -> list[Item]:
    """Canonical days in parentheses, unless they part off another clause: "except Sundays (until June 5)"."""
    begin = c.i
    try:
        return [Tree(read_tree(c))]
    except UnreadableText:
        c.i = begin
        return []


def _read_excepted(c: Cursor, items: list[Item], joined: bool) -> list[Item]:
    if c.at(K.HOLIDAYS) or (c.at_any((K.ARTICLE, K.ON, K.EVERY)) and c.at(K.HOLIDAYS, 1)):
        return read_holidays(c)
    if c.at(K.OPEN):
        zoned = c.at(K.ZONE, 1) or c.at(K.TIME_WORD, 1) or c.at(K.UNIT, 1) or c.at(K.LOCAL_TIME, 1)
        return [] if zoned or (items and not joined) else _read_excepted_tree(c)
    if c.at(K.AFTER) or c.at(K.BEFORE):
        return []
    if items and (c.at(K.EVERY) or (joined and (c.at(K.UNTIL) or c.at(K.START) or c.at(K.EXCEPT)))):
        # "sauf le dimanche tous les jours à 9h"
        return []
    begin = c.i
    for reader in (read_numbered_span, read_window):
        found = reader(c)
        if found:
            return found
        c.i = begin
    if c.at(K.CLOCK, 1) or c.at(K.HHMM, 1) or c.at(K.NUMBER, 1):
        c.take(K.ARTICLE)
    at = c.i
    c.take(K.AT)
    times = read_time_list(c, bare=c.i > at)
    if times:
        # "except the 4pm one on Fridays"
        c.take(K.ONE)
        return [Times(tuple(times))]
    c.i = at
    if c.at(K.EVERY) and (c.at(K.UNIT, 1) or c.at(K.NUMBER, 1) or c.at(K.ORDINAL, 1)):
        found = read_pace(c)
        if found == [Pace(1, "day")]:
            return [Tree(AllOf(()))]
        return found if len(found) == 1 and isinstance(found[0], Tree | Scoped | OrdWd | Dom) else []
    word = c.text(c.i + (1 if c.at(K.ARTICLE) else 0))
    c.excepting = True
    try:
        found = read_day(c, every=c.take(K.EVERY))
    finally:
        c.excepting = False
    alone = len(found) == 1 and isinstance(found[0], Dom) and not found[0].every
    if alone and word.isalpha() and not c.has(Trait.POSTPOSED):
        raise c.refuse(f"the {word} of what?", "Say for example 'except the first Monday of the month'.")
    return found


_NOT_ON = frozenset(
    {
        K.ON,
        K.IN,
        K.WEEKDAY,
        K.DAY_SET,
        K.HOLIDAYS,
        K.MOVABLE,
        K.TIMES,
        K.MONTH,
        K.DATE,
        K.SEASON_DAY,
        K.DAY_REF,
        K.NEXT,
        K.THIS,
    }
)
"""What a bare "not" or "no" may stand before."""


def _as_days(c: Cursor, items: Sequence[Item]) -> tuple[DayItem, ...]:
    days = tuple(i for i in items if isinstance(i, DayItem))
    if len(days) < len(items):
        raise c.refuse()
    return days


def _is_another_time(items: tuple[Item, ...]) -> bool:
    timed = [isinstance(item, Times) for item in items]
    return any(timed) and not all(timed)


def _add_excepted(c: Cursor, items: list[Item], found: list[Item], *, joined: bool) -> None:
    """Adds days or times to those that are left out; days that are not joined must hold together."""
    if items and not joined and not any(isinstance(i, Times | Window) for i in (items[-1], *found)):
        held = items[-1].items if isinstance(items[-1], Both) else _as_days(c, items[-1:])
        if isinstance(held[-1], Wd) and isinstance(found[0], Wd):
            # "except Monday and Wednesday weekends"
            raise UnreadableText("it is not clear which of these days are excepted", "Join them with 'and'.")
        items[-1] = Both((*held, *_as_days(c, found)))
    else:
        items.extend(found)
