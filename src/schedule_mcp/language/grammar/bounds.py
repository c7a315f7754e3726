"""Starts, ends and exceptions."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.grammar.pace import PaceReader
from schedule_mcp.language.items import (
    Ask,
    Both,
    Bound,
    Dates,
    Dom,
    Except,
    Instant,
    MonthSet,
    Now,
    OrdWd,
    Pace,
    Ref,
    Scoped,
    Times,
    Tree,
    Wd,
    Window,
)
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import AllOf


class BoundReader(PaceReader):
    """Reads bounds and exceptions."""

    def bound(self) -> list[Any]:
        if self.at(K.START) and self.at(K.FROM) and self.time_follows(1):
            # "from 10am today": a moment, while "from 10am to 4pm" is a window.
            self.i += 1
            found = self.edge("start")
            windowed = any(self.at(k) for k in (K.TO, K.DASH, K.UNTIL, K.BEFORE))
            dated = bool(found) and any(isinstance(i, Ref | Dates) for i in found[0].items)
            return found if dated or not windowed else []
        if self.at(K.START):
            begin = self.i
            if self.at(K.FROM):
                ranged = self.date_range()
                self.i = begin
                if ranged:
                    return []
            self.i += 1
            self.skip(K.ON, K.AT, K.FROM, K.IN)
            return self.edge("start")
        if self.at(K.UNTIL) or self.at(K.BEFORE):
            edge = "before" if self.at(K.BEFORE) else "through" if self.value(K.UNTIL) else "until"
            self.i += 1
            self.skip(K.ON, K.AT)
            if self.at(K.BEFORE):
                edge = "before"
                self.i += 1
            return self.edge(edge)
        if self.at(K.AFTER) and not self.at(K.UNIT, 2):
            self.i += 1
            return self.edge("after")
        if self.at(K.COUNTED_FROM) and self.at(K.INSTANT, 1):
            at = self.value(K.INSTANT, 1)
            self.i += 2
            return [Bound("counted", (Instant(at),))]
        return []

    def edge(self, edge: str) -> list[Any]:
        """A point in time after "starting", "until" …: a day, a time, or both."""
        if self.take(K.NOW):
            return [Bound(edge, (Now(),))]
        if self.at(K.INSTANT):
            at = self.value(K.INSTANT)
            self.i += 1
            return [Bound(edge, (Instant(at),))]
        parts = self.lasting() if not self.at(K.FOR) else []
        if parts:
            return [Bound(edge, tuple(parts))]
        items: list[Any] = []
        timed = self.i
        for _ in range(3):
            before = self.i
            # "starting Friday, July 17": a weekday and its date.
            ranged = self.point_day() if all(isinstance(x, Times | Wd) for x in items) else []
            if ranged and _comes_again(ranged[0], after_time=bool(items)):
                # "until 5pm on weekdays" bounds each of these days.
                self.i = before
                break
            if ranged:
                items.extend(ranged)
                if self.at(K.COMMA) and (self.at(K.DATE, 1) or self.at(K.MONTH, 1)) and isinstance(ranged[0], Wd):
                    self.i += 1
                continue
            self.i = before
            if not any(isinstance(x, Times) for x in items):
                timed = self.i
                self.take(K.AT)
                found = self.time(bare=True)
                if found is not None:
                    items.extend([Times(tuple(self.with_day_part([found])))])
                    continue
            self.i = before
            break
        if not items:
            return []
        if len(items) > 1 and isinstance(items[-1], Times) and self.more_times_follow():
            # "starting June 1 at 9am and 5pm": the times are those of the runs.
            self.i = timed
            items.pop()
        return [Bound(edge, tuple(items))]

    def more_times_follow(self) -> bool:
        ahead = 0
        while self.at(K.AND, ahead) or self.at(K.COMMA, ahead):
            ahead += 1
        timed = self.time_follows(ahead) and (self.at(K.HHMM, ahead) or self.at(K.CLOCK, ahead) or self.half_in(ahead))
        return bool(ahead) and timed

    def half_in(self, ahead: int) -> bool:
        return self.at(K.NUMBER, ahead) and (self.at(K.MERIDIEM, ahead + 1) or self.at(K.OCLOCK, ahead + 1))

    def exception(self) -> list[Any]:
        """ "except weekends", "but not on the 1st", "no 5pm run on Fridays"."""
        begin, instead = self.i, False
        if self.at(K.NOT) and (
            self.time_follows(1)
            or self.at(K.ON, 1)
            or self.at(K.IN, 1)
            or self.at(K.WEEKDAY, 1)
            or self.at(K.DAY_SET, 1)
            or self.at(K.HOLIDAYS, 1)
            or self.at(K.TIMES, 1)
        ):
            self.i += 1
        elif self.at(K.EXCEPT):
            instead = bool(self.value(K.EXCEPT))
            self.i += 1
        else:
            return []
        self.skip(K.ON, K.FOR)
        if self.take(K.HOLIDAYS):
            return self.which_holidays(begin)
        items: list[Any] = []
        closed: list[Any] = []
        while self.i < self.end and len(items) + len(closed) < 64:
            before = self.i
            if items:
                while self.take(K.COMMA, K.AND, K.OR):
                    pass
            listed = self.i > before
            by_comma = listed and not any(K.AND in k for k in self.kinds[before : self.i])
            self.skip(K.ON)
            if self.take(K.HOLIDAYS):
                return self.which_holidays(begin)
            joined = self.i > before
            at = self.at(K.AT)
            found = self.excepted(items, joined)
            timed = any(isinstance(i, Times | Window) for i in found)
            after_day = bool(items) and listed and timed and not isinstance(items[-1], Times | Window)
            if not found or (after_day and (by_comma or at)):
                # A time after a day and a comma is that of the runs.
                self.i = before
                break
            if after_day or (listed and not timed and any(isinstance(i, Times | Window) for i in items)):
                # "except Fridays at 5pm and Mondays at 9am": each with its own time.
                closed.append(Except(tuple(items), instead))
                items = []
            if len(found) > 1 and not any(isinstance(i, Times | Window) for i in found):
                # "the fourth Thursday of November" is one statement.
                found = [Both(tuple(found))]
            if items and not joined and not any(isinstance(i, Times | Window) for i in (items[-1], *found)):
                held = items[-1].items if isinstance(items[-1], Both) else (items[-1],)
                items[-1] = Both((*held, *found))
            else:
                items.extend(found)
            self.take(K.TIMES)
        if not items:
            raise self.refuse()
        return [*closed, Except(tuple(items), instead)]

    def which_holidays(self, begin: int) -> list[Any]:
        ask = "Which holidays? No holiday calendar is known: name the dates, or leave the exception out."
        return [Ask(ask, self.said_instead(begin, ""))]

    def excepted(self, items: list[Any], joined: bool) -> list[Any]:
        if self.at(K.OPEN):
            return [] if self.at(K.ZONE, 1) else [Tree(self.tree())]
        if self.at(K.AFTER) or self.at(K.BEFORE):
            return []
        if items and joined and (self.at(K.EVERY) or self.at(K.UNTIL) or self.at(K.START) or self.at(K.EXCEPT)):
            return []
        begin = self.i
        window = self.window()
        if window:
            return window
        self.i = begin
        self.take(K.ARTICLE) if self.at(K.CLOCK, 1) or self.at(K.HHMM, 1) or self.at(K.NUMBER, 1) else None
        at = self.i
        self.take(K.AT)
        times = self.time_list(bare=self.i > at)
        if times:
            return [Times(tuple(times))]
        self.i = at
        if self.at(K.EVERY) and (self.at(K.UNIT, 1) or self.at(K.NUMBER, 1) or self.at(K.ORDINAL, 1)):
            found = self.pace()
            if found == [Pace(1, "day")]:
                return [Tree(AllOf(()))]
            return found if len(found) == 1 and isinstance(found[0], Tree | Scoped | OrdWd | Dom) else []
        word = self.text(self.i + (1 if self.at(K.ARTICLE) else 0))
        found = self.day(every=self.take(K.EVERY))
        if len(found) == 1 and isinstance(found[0], Dom) and word.isalpha() and self.lexicon.code == "en":
            raise self.refuse(f"the {word} of what?", "Say for example 'except the first Monday of the month'.")
        return found


def _comes_again(item: Any, *, after_time: bool) -> bool:
    """Whether a day is no point in time: weekdays, Fridays, and after a clock time a month."""
    if isinstance(item, Wd):
        return item.recurring or item.singles > 1
    return after_time and isinstance(item, MonthSet)
