"""Exceptions: "except weekends", "but not on the 1st", "Thursdays excluded"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar.bounds import BoundReader
from schedule_mcp.language.items import (
    Ask,
    Both,
    Bound,
    DateRange,
    Dates,
    Dom,
    Except,
    MonthSet,
    NextDay,
    OrdWd,
    Pace,
    Ref,
    Scoped,
    Sep,
    ThisPeriod,
    Time,
    Times,
    Tree,
    Wd,
    Window,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import AllOf


@dataclass(frozen=True, slots=True)
class _Joint:
    """How a day or a time is joined to those before it in a list of what is left out."""

    begin: int
    listed: bool
    """By a sign or a word,"""
    by_comma: bool
    """and only by a comma."""
    led: bool
    """Whether "on" or "in" follows,"""
    at: bool
    """ "at","""
    ranged: bool
    """or "from"."""


def _timed(items: Iterable[Any]) -> bool:
    return any(isinstance(i, Times | Window) for i in items)


class ExceptionReader(BoundReader):
    """Reads exceptions."""

    def exception(self) -> list[Any]:
        """ "except weekends", "but not on the 1st", "no 5pm run on Fridays"."""
        begin, word = self.i, None
        if self.at(K.NOT) and (self.time_follows(1) or not _NOT_ON.isdisjoint(self.kinds[self.i + 1])):
            self.i += 1
        elif self.at(K.EXCEPT):
            word = self.value(K.EXCEPT)
            self.i += 1
            if word in ("but", "other") and self.bound_follows():
                return [Sep(",")]
        else:
            return []
        if self.at(K.UNTIL) or self.at(K.BEFORE) or self.at(K.AFTER):
            return self.excepted_bound()
        self.skip(K.ON, K.FOR)
        if self.take(K.HOLIDAYS):
            return self.which_holidays(begin)
        either = self.day_until()
        if either:
            return either
        found = self.excepted_list()
        if found is None:
            return self.which_holidays(begin)
        if word == "other" and not all(_is_another_time(one.items) for one in found):
            raise self.refuse(
                "it is not clear what differs on these days", "Say them with their time, or leave them out."
            )
        return [replace(one, instead=bool(word), either=word == "but", other=word == "other") for one in found]

    def excepted_list(self) -> list[Except] | None:
        """What follows "except", or None where holidays are among it."""
        items: list[Any] = []
        closed: list[Except] = []
        cut, led = 0, False
        while self.i < self.end and len(items) + len(closed) < 64:
            joint = self.joint(first=not items)
            if self.at(K.HOLIDAYS, 1):
                self.take(K.ARTICLE)
            if self.take(K.HOLIDAYS):
                return None
            joined = self.i > joint.begin
            self.excluding = True
            found = self.excepted(items, joined)
            self.excluding = False
            if not found or (items and self.is_over(items, found, joint)):
                self.i = joint.begin
                break
            if joint.by_comma and items and not cut and self.lexicon.code == "en":
                cut, led = len(items), joint.led
            found = [replace(i, either=False) if isinstance(i, Wd) else i for i in found]
            timed, after_time = _timed(found), _timed(items)
            if joint.listed and ((timed and not _timed(items[-1:])) or (after_time and not timed)):
                # "except Fridays at 5pm and Mondays at 9am": each with its own time.
                closed.append(Except(tuple(items)))
                items = []
            if len(found) > 1 and not timed:
                # "the fourth Thursday of November" is one statement.
                found = [Both(tuple(found))]
            _add_excepted(items, found, joined=joined)
            self.take(K.TIMES)
        if not items:
            raise self.refuse()
        if closed or _timed(items[:cut]):
            cut = 0
        return [*closed, Except(tuple(items), cut=cut, led=led)]

    def joint(self, *, first: bool) -> _Joint:
        """Takes what joins a day or a time to those before it in a list of what is left out."""
        begin = self.i
        while not first and self.text(self.i) != ":" and self.take(K.COMMA, K.AND, K.OR):
            pass
        listed = self.i > begin
        by_comma = listed and not any(K.AND in k or K.OR in k for k in self.kinds[begin : self.i])
        led = self.at(K.ON) or self.at(K.IN)
        while self.at(K.ON) and not self.at(K.FROM):
            self.i += 1
        ranged = self.at(K.FROM) or self.at(K.BETWEEN)
        return _Joint(begin, listed, by_comma, led, self.at(K.AT), ranged)

    def is_over(self, items: list[Any], found: list[Any], joint: _Joint) -> bool:
        """Whether what was found after some of what is left out belongs to the runs."""
        last, after_comma = items[-1], joint.by_comma or not joint.listed
        if joint.ranged and isinstance(found[0], DateRange) and after_comma:
            if joint.by_comma or isinstance(last, Wd):
                raise self.refuse("it is not clear what these dates belong to", "Say them before the exception.")
            # "except in August from 2026-06-01 to 2026-12-31"
            return True
        timed = _timed(found)
        if joint.listed and timed and not _timed([last]) and (joint.by_comma or joint.at):
            # A time after a day and a comma is that of the runs.
            return True
        if joint.by_comma and not timed and _timed(items) and not self.days_said():
            # "not 6am on Fridays, Monday to Friday at 6am and 9am"
            return True
        opens = self.opening and self.lexicon.code != "en"
        if opens and self.opens_the_rest(last, found[0], joint.begin, listed=joint.listed):
            # "salvo en agosto los lunes a las 9:00": these are the days on which it runs.
            return True
        if not joint.listed and isinstance(found[0], Wd | Scoped | Dom | OrdWd) and isinstance(last, Dates | Scoped):
            if self.days_said():
                raise self.refuse("it is not clear what these days belong to", "Join them with 'and'.")
            # "except 2026-12-12 Wednesdays at noon"
            return True
        # "not in December, this month only"
        return joint.by_comma and self.at(K.ONLY)

    def days_said(self) -> bool:
        return any(isinstance(i, _DAYS_SAID) or (isinstance(i, Pace) and i.unit == "day") for i in self.found)

    def bound_follows(self) -> bool:
        """ "but starting Monday", "but until Friday": nothing is left out."""
        bound = (self.at(K.START) and not self.at(K.FROM)) or self.at(K.UNTIL) or self.at(K.BEFORE)
        return bound and (self.at(K.TIMES, 2) or not self.time_follows(1))

    def excepted_bound(self) -> list[Any]:
        """ "except until Friday", "except before 9am": what is left lies on the other side."""
        edge = "before" if self.at(K.BEFORE) else "after" if self.at(K.AFTER) else "until"
        self.i += 1
        found = self.edge(edge)
        times = [i for i in found[0].items if isinstance(i, Times)] if found else []
        if not times and found:
            return [Bound({"until": "after", "before": "start", "after": "through"}[edge], found[0].items)]
        if not found or len(times) != len(found[0].items) or edge == "until" or len(times[0].times) != 1:
            raise self.refuse()
        (time,) = times[0].times
        if edge == "before":
            return [Except((Window(Time(0, exact=True), time, False),))]
        return [Except((Window(replace(time, second=time.second + 1), Time(24, exact=True), False),))]

    def excluded(self, found: list[Any]) -> list[Any]:
        """ "Thursdays excluded": an exception after its days."""
        self.i += 1
        if not all(isinstance(i, _DAYS_SAID) for i in found):
            raise self.refuse()
        return [Except((Both(tuple(found)),) if len(found) > 1 else tuple(found))]

    def day_until(self) -> list[Any]:
        """ "behalve op 11 september t/m 14 oktober": whether the end is that of the exception or of the whole."""
        begin = self.i
        first = self.point_day() if self.lexicon.code != "en" and not self.at(K.FROM) else []
        if first and isinstance(first[0], Dates) and self.at(K.UNTIL) and self.at(K.TO):
            self.i += 1
            last = self.point_day()
            if last and isinstance(last[0], Dates):
                ask = "Is everything between these dates left out, or only the first of them until the second?"
                ranged = (Except((DateRange(first[0], last[0]),)),)
                return [Ask(ask, (ranged, (Except(tuple(first)), Bound("until", tuple(last)))))]
        self.i = begin
        return []

    def opens_the_rest(self, item: Any, following: Any, begin: int, *, listed: bool) -> bool:
        """Whether days read since `begin`, after an exception that opens the phrase, are those of the runs."""
        if self.lexicon.postposed or not isinstance(following, Wd | Scoped | OrdWd | Dom | Tree):
            return False
        read = self.kinds[begin : self.i]
        if listed and any(K.AND in kinds for kinds in read[:1]):
            return False
        several = any(k in kinds for kinds in read for k in (K.DAY_SET, K.FROM, K.TO, K.DASH))
        return not listed or several or type(item) is not type(following)

    def which_holidays(self, begin: int) -> list[Any]:
        ask = "Which holidays? No holiday calendar is known: name the dates, or leave the exception out."
        return [Ask(ask, self.said_instead(begin, "", "except January 1 and December 25"))]

    def excepted_tree(self) -> list[Any]:
        """Canonical days in parentheses, unless they part off another clause: "except Sundays (until June 5)"."""
        begin, nested = self.i, self.nested
        try:
            return [Tree(self.tree())]
        except UnreadableText:
            self.i, self.nested = begin, nested
            return []

    def excepted(self, items: list[Any], joined: bool) -> list[Any]:
        if self.at(K.OPEN):
            zoned = self.at(K.ZONE, 1) or self.at(K.TIME_WORD, 1) or self.at(K.UNIT, 1) or self.at(K.LOCAL_TIME, 1)
            return [] if zoned or (items and not joined) else self.excepted_tree()
        if self.at(K.AFTER) or self.at(K.BEFORE):
            return []
        if items and (self.at(K.EVERY) or (joined and (self.at(K.UNTIL) or self.at(K.START) or self.at(K.EXCEPT)))):
            # "sauf le dimanche tous les jours à 9h"
            return []
        begin = self.i
        for reader in (self.numbered_span, self.window):
            found = reader()
            if found:
                return found
            self.i = begin
        if self.at(K.CLOCK, 1) or self.at(K.HHMM, 1) or self.at(K.NUMBER, 1):
            self.take(K.ARTICLE)
        at = self.i
        self.take(K.AT)
        times = self.time_list(bare=self.i > at)
        if times:
            # "except the 4pm one on Fridays"
            self.i += self.text(self.i) in ("one", "ones")
            return [Times(tuple(times))]
        self.i = at
        if self.at(K.EVERY) and (self.at(K.UNIT, 1) or self.at(K.NUMBER, 1) or self.at(K.ORDINAL, 1)):
            found = self.pace()
            if found == [Pace(1, "day")]:
                return [Tree(AllOf(()))]
            return found if len(found) == 1 and isinstance(found[0], Tree | Scoped | OrdWd | Dom) else []
        word = self.text(self.i + (1 if self.at(K.ARTICLE) else 0))
        self.excepting = True
        try:
            found = self.day(every=self.take(K.EVERY))
        finally:
            self.excepting = False
        alone = len(found) == 1 and isinstance(found[0], Dom) and not found[0].every
        if alone and word.isalpha() and not self.lexicon.postposed:
            raise self.refuse(f"the {word} of what?", "Say for example 'except the first Monday of the month'.")
        return found


_NOT_ON = frozenset(
    {K.ON, K.IN, K.WEEKDAY, K.DAY_SET, K.HOLIDAYS, K.TIMES, K.MONTH, K.DATE, K.SEASON_DAY, K.DAY_REF, K.NEXT, K.THIS}
)
"""What a bare "not" or "no" may stand before."""
_DAYS_SAID = (Wd, Dates, Dom, Scoped, OrdWd, MonthSet, DateRange, Ref, NextDay, ThisPeriod, Tree)


def _is_another_time(items: tuple[Any, ...]) -> bool:
    timed = [isinstance(item, Times) for item in items]
    return any(timed) and not all(timed)


def _add_excepted(items: list[Any], found: list[Any], *, joined: bool) -> None:
    """Adds days or times to those that are left out; days that are not joined must hold together."""
    if items and not joined and not any(isinstance(i, Times | Window) for i in (items[-1], *found)):
        held = items[-1].items if isinstance(items[-1], Both) else (items[-1],)
        if isinstance(held[-1], Wd) and isinstance(found[0], Wd):
            # "except Monday and Wednesday weekends"
            raise UnreadableText("it is not clear which of these days are excepted", "Join them with 'and'.")
        items[-1] = Both((*held, *found))
    else:
        items.extend(found)
