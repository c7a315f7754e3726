"""Starts, ends and the rest of the days."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.grammar.cursor import JOINTS
from schedule_mcp.language.grammar.pace import PaceReader
from schedule_mcp.language.items import (
    Bound,
    Count,
    Dates,
    Instant,
    MonthSet,
    Nearest,
    Now,
    Ref,
    Rest,
    Scoped,
    Span,
    ThisPeriod,
    Times,
    Wd,
)
from schedule_mcp.language.lexicon import K


class BoundReader(PaceReader):
    """Reads bounds."""

    def rest(self) -> list[Any]:
        """ "all other days", "otherwise every day", "for the rest of the week"."""
        self.take(K.FOR, K.ON)
        if not self.at(K.REST):
            return []
        kind = self.value(K.REST)
        self.i += 1
        if kind and self.at(K.UNIT) and self.value(K.UNIT) != "day":
            self.i += 1
            return [Bound("until", (ThisPeriod(self.value(K.UNIT, -1)),))]
        if kind is False:
            self.take(K.COMMA)
            if (self.at(K.FREQUENCY) and self.value(K.FREQUENCY) == (1, "day")) or (
                self.at(K.EVERY) and self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "day" and self.take(K.EVERY)
            ):
                self.i += 1
            return [Rest()]
        if self.at(K.UNIT) and self.value(K.UNIT) == "day":
            self.i += 1
            return [Rest()]
        days = self.weekdays()
        if days is None:
            raise self.refuse()
        return [Rest(days)]

    def onwards(self) -> list[Any]:
        """ "June 5 onwards", "next Monday onwards"."""
        if not any(K.ONWARDS in meanings for meanings in self.kinds[self.i : self.end]):
            return []
        found = self.point_day()
        return [Bound("start", tuple(found))] if found and self.take(K.ONWARDS) else []

    def bound(self) -> list[Any]:
        """ "starting June 1", "until Friday", "before 5pm", "after Christmas", "stop after 3 runs"."""
        if self.text(self.i) == "from now":
            self.i += 1
            self.take(K.ON)
            return [Bound("start", (Now(),))]
        if self.at(K.START):
            return self._from_moment() if self.at(K.FROM) and self.time_follows(1) else self._start()
        if self.at(K.UNTIL) and self.at(K.NUMBER, 1) and self.at(K.TIMES, 2):
            # "stop after 3 runs"
            self.i += 1
            n = self.whole()
            self.i += 1
            return [Count(n)]
        if self.at(K.UNTIL) or self.at(K.BEFORE):
            return self._end()
        if self.at(K.AFTER) and not self.at(K.UNIT, 2):
            self.i += 1
            return self.edge("after")
        if self.at(K.COUNTED_FROM) and self.at(K.INSTANT, 1):
            at = self.value(K.INSTANT, 1)
            self.i += 2
            return [Bound("counted", (Instant(at),))]
        return self.edge("start") if self.take(K.COUNTED_FROM) else []

    def _from_moment(self) -> list[Any]:
        """ "from 10am today": a moment, while "from 10am to 4pm" is a window."""
        self.i += 1
        if self.days_of_a_month():
            return []
        found = self.edge("start")
        windowed = self.at_any((K.TO, K.DASH, K.UNTIL, K.BEFORE))
        dated = bool(found) and any(isinstance(i, Ref | Dates) for i in found[0].items)
        return found if dated or not windowed else []

    def _start(self) -> list[Any]:
        """ "starting June 1", "from Monday on", "starting in two weeks"."""
        begin = self.i
        if self.at(K.FROM):
            ranged = self.date_range()
            self.i = begin
            if ranged:
                return []
        within = self.text(self.i).endswith(" in") or self.at(K.IN, 1)
        self.i += 1
        self.skip(K.ON, K.AT, K.FROM, K.IN)
        found = (self.after_span() if within else []) or self.edge("start")
        if found and self.at(K.ON) and (self.i + 1 >= self.end or self.at(K.COMMA, 1)):
            # "from Monday on"
            self.i += 1
        self.take(K.ONWARDS)
        return found

    def _end(self) -> list[Any]:
        """ "until Friday", "through June 5", "before noon", "until the day before March 1"."""
        edge = "before" if self.at(K.BEFORE) else "through" if self.value(K.UNTIL) else "until"
        self.i += 1
        self.skip(K.ON, K.AT)
        if edge != "before" and (self.at(K.BEFORE) or self.day_before()):
            edge = "before"
            self.i += 1
        return self.edge(edge)

    def day_before(self) -> bool:
        """Stands before "before" in "until the day before March 1"."""
        ahead = 1 if self.at(K.ARTICLE) else 0
        if not (self.at(K.UNIT, ahead) and self.value(K.UNIT, ahead) == "day" and self.at(K.BEFORE, ahead + 1)):
            return False
        self.i += ahead + 1
        return True

    def after_span(self) -> list[Any]:
        """ "starting in two weeks"."""
        begin = self.i
        parts = self.span()
        if parts and not self.at_any((K.FROM, K.AFTER, K.BEFORE, K.FROM_NOW)):
            return [Bound("start", (Span(parts),))]
        self.i = begin
        return []

    def edge(self, edge: str) -> list[Any]:
        """A point in time after "starting", "until" …: a day, a time, or both."""
        if self.take(K.NOW):
            return [Bound(edge, (Now(),))]
        if self.at(K.INSTANT):
            at = self.value(K.INSTANT)
            self.i += 1
            return [Bound(edge, (Instant(at),))]
        begin = self.i
        items = self.lasting() if not self.at(K.FOR) else []
        if not items:
            self.i = begin
            items = self._edge_items()
        return [Bound(edge, tuple(items))] if items else []

    def _edge_items(self) -> list[Any]:
        """ "Friday, July 17 at 9am", "5pm today": days and a time in either order."""
        items: list[Any] = []
        timed = self.i
        for _ in range(3):
            before = self.i
            found = self._edge_day(items)
            if not found and not any(isinstance(x, Times) for x in items):
                timed = self.i = before
                found = self._edge_time()
            if not found:
                self.i = before
                break
            items.extend(found)
        if len(items) > 1 and isinstance(items[-1], Times) and self.more_times_follow():
            # "starting June 1 at 9am and 5pm": the times are those of the runs.
            self.i = timed
            items.pop()
        return items

    def _edge_day(self, items: list[Any]) -> list[Any]:
        """A day after what was read of the edge: "Friday", "July 17", "the last Friday of November"."""
        if not all(isinstance(x, Times | Wd) for x in items):
            return []
        begin = self.i
        found = self.point_day() or self.nth_day(begin)
        if not found or _comes_again(found[0], after_time=bool(items)):
            # "until 5pm on weekdays" bounds each of these days.
            return []
        if isinstance(found[0], Wd):
            if any(isinstance(x, Wd) for x in items):
                return []
            # "starting Friday, July 17": a weekday and its date.
            if self.at(K.COMMA) and (self.at(K.DATE, 1) or self.at(K.MONTH, 1)):
                self.i += 1
        return found

    def _edge_time(self) -> list[Any]:
        """The time of "until 5pm", "until Friday at noon"."""
        self.take(K.AT)
        found = self.time(bare=True)
        return [] if found is None else [Times(tuple(self.with_day_part([found])))]

    def nth_day(self, begin: int) -> list[Any]:
        """ "until the last Friday of November"."""
        self.i = begin
        self.skip(K.ON, K.ARTICLE)
        found = self.nth(every=False)
        recurring = any(K.EVERY in meanings for meanings in self.kinds[begin : self.i])
        match found:
            case [Scoped(positions), *rest] if len(positions) == 1 and not recurring:
                if all(isinstance(i, MonthSet | ThisPeriod) for i in rest):
                    return [Nearest(tuple(found))]
        self.i = begin
        return []

    def more_times_follow(self) -> bool:
        ahead = self.beyond(JOINTS)
        led = bool(ahead) and self.at(K.AT, ahead)
        ahead += led
        spoken = led and (self.at(K.PAST_HOUR, ahead) or self.at(K.HALF_TO, ahead))
        timed = spoken or (
            self.time_follows(ahead)
            and (led or self.at_any((K.HHMM, K.CLOCK, K.OFFSET_NUMBER), ahead) or self.half_in(ahead))
        )
        return bool(ahead) and timed

    def half_in(self, ahead: int) -> bool:
        return self.at(K.NUMBER, ahead) and (self.at(K.MERIDIEM, ahead + 1) or self.at(K.OCLOCK, ahead + 1))


def _comes_again(item: Any, *, after_time: bool) -> bool:
    """Whether a day is no point in time: weekdays, Fridays, and after a clock time a month."""
    if isinstance(item, Wd):
        return item.recurring or item.singles > 1
    return after_time and isinstance(item, MonthSet)
