"""Starts, ends and the rest of the days."""

from __future__ import annotations

from collections.abc import Sequence

from schedule_mcp.language.grammar.clock import read_time
from schedule_mcp.language.grammar.cursor import JOINTS, Cursor
from schedule_mcp.language.grammar.dates import read_date_range, read_point_day
from schedule_mcp.language.grammar.items import (
    Bound,
    BoundItem,
    Count,
    Dates,
    Instant,
    Item,
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
from schedule_mcp.language.grammar.nth import read_nth
from schedule_mcp.language.grammar.pace import read_lasting
from schedule_mcp.language.grammar.timelists import read_with_day_part
from schedule_mcp.language.grammar.timing import days_of_a_month_follow
from schedule_mcp.language.grammar.weekdays import read_weekdays
from schedule_mcp.language.lexicon import End, K, Others, Trait


def read_rest(c: Cursor) -> list[Item]:
    """The days not named elsewhere: "all other days", "otherwise every day", "the rest of the week"."""
    c.take(K.FOR, K.ON)
    if not c.at(K.REST):
        return []
    kind = c.value(K.REST)
    c.i += 1
    if kind is Others.OF_PERIOD and c.at(K.UNIT) and c.value(K.UNIT) != "day":
        c.i += 1
        return [Bound("until", (ThisPeriod(c.value(K.UNIT, -1)),))]
    if kind is Others.ALONE:
        c.take(K.COMMA)
        if (c.at(K.FREQUENCY) and c.value(K.FREQUENCY) == (1, "day")) or (
            c.at(K.EVERY) and c.at(K.UNIT, 1) and c.value(K.UNIT, 1) == "day" and c.take(K.EVERY)
        ):
            c.i += 1
        return [Rest()]
    if c.at(K.UNIT) and c.value(K.UNIT) == "day":
        c.i += 1
        return [Rest()]
    days = read_weekdays(c)
    if days is None:
        raise c.refuse()
    return [Rest(days)]


def read_onwards(c: Cursor) -> list[Item]:
    """A start after its day: "June 5 onwards", "next Monday onwards"."""
    if not any(K.ONWARDS in meanings for meanings in c.kinds[c.i : c.end]):
        return []
    found = read_point_day(c)
    return [Bound("start", tuple(found))] if found and c.take(K.ONWARDS) else []


def read_bound(c: Cursor) -> list[Item]:
    """A start or an end: "starting June 1", "until Friday", "before 5pm", "stop after 3 runs"."""
    if c.at(K.FROM_NOW) and c.value(K.FROM_NOW):
        c.i += 1
        c.take(K.ON)
        return [Bound("start", (Now(),))]
    if c.at(K.START):
        return [*(_read_from_moment(c) if c.at(K.FROM) and c.time_follows(1) else _read_start(c))]
    if c.at(K.UNTIL) and c.at(K.NUMBER, 1) and c.at(K.TIMES, 2):
        # "stop after 3 runs"
        c.i += 1
        n = c.whole()
        c.i += 1
        return [Count(n)]
    if c.at(K.UNTIL) or c.at(K.BEFORE):
        return [*_read_end(c)]
    glued = c.i + 2 < c.end and c.at(K.OCLOCK, 2) and c.tokens[c.i + 2].glued and c.has(Trait.HOUR_WORD_IS_CLOCK)
    if c.at(K.AFTER) and (glued or not c.at(K.UNIT, 2)):
        c.i += 1
        return [*read_edge(c, "after")]
    if c.at(K.COUNTED_FROM) and c.at(K.INSTANT, 1):
        at = c.value(K.INSTANT, 1)
        c.i += 2
        return [Bound("counted", (Instant(at),))]
    return [*read_edge(c, "start")] if c.take(K.COUNTED_FROM) else []


def _read_from_moment(c: Cursor) -> list[Bound]:
    """ "from 10am today": a moment, while "from 10am to 4pm" is a window."""
    c.i += 1
    if days_of_a_month_follow(c):
        return []
    found = read_edge(c, "start")
    windowed = c.at_any((K.TO, K.DASH, K.UNTIL, K.BEFORE))
    dated = any(isinstance(i, Ref | Dates) for bound in found for i in bound.items)
    return found if dated or not windowed else []


def _read_start(c: Cursor) -> list[Bound]:
    """ "starting June 1", "from Monday on", "starting in two weeks"."""
    begin = c.i
    if c.at(K.FROM):
        ranged = read_date_range(c)
        c.i = begin
        if ranged:
            return []
    within = bool(c.value(K.START)) or c.at(K.IN, 1)
    c.i += 1
    c.skip(K.ON, K.AT, K.FROM, K.IN)
    found = (_read_after_span(c) if within else []) or read_edge(c, "start")
    if found and c.at(K.ON) and (c.i + 1 >= c.end or c.at(K.COMMA, 1)):
        # "from Monday on"
        c.i += 1
    c.take(K.ONWARDS)
    return found


def _read_end(c: Cursor) -> list[Bound]:
    """ "until Friday", "through June 5", "before noon", "until the day before March 1"."""
    edge = "before" if c.at(K.BEFORE) else "through" if c.value(K.UNTIL) is End.INCLUDED else "until"
    c.i += 1
    c.skip(K.ON, K.AT)
    if edge != "before" and (c.at(K.BEFORE) or _take_day_before(c)):
        edge = "before"
        c.i += 1
    return read_edge(c, edge)


def _take_day_before(c: Cursor) -> bool:
    """Stands before "before" in "until the day before March 1"."""
    ahead = 1 if c.at(K.ARTICLE) else 0
    if not (c.at(K.UNIT, ahead) and c.value(K.UNIT, ahead) == "day" and c.at(K.BEFORE, ahead + 1)):
        return False
    c.i += ahead + 1
    return True


def _read_after_span(c: Cursor) -> list[Bound]:
    """ "starting in two weeks"."""
    begin = c.i
    parts = c.span()
    if parts and not c.at_any((K.FROM, K.AFTER, K.BEFORE, K.FROM_NOW)):
        return [Bound("start", (Span(parts),))]
    c.i = begin
    return []


def read_edge(c: Cursor, edge: str) -> list[Bound]:
    """A point in time after "starting", "until" …: a day, a time, or both."""
    if c.take(K.NOW):
        return [Bound(edge, (Now(),))]
    if c.at(K.INSTANT):
        at = c.value(K.INSTANT)
        c.i += 1
        return [Bound(edge, (Instant(at),))]
    begin = c.i
    items = read_lasting(c) if not c.at(K.FOR) else []
    if not items:
        c.i = begin
        items = _read_edge_items(c)
    parts = tuple(i for i in items if isinstance(i, BoundItem))
    if len(parts) < len(items):
        raise c.refuse()
    return [Bound(edge, parts)] if parts else []


def _read_edge_items(c: Cursor) -> list[Item]:
    """ "Friday, July 17 at 9am", "5pm today": days and a time in either order."""
    items: list[Item] = []
    timed = c.i
    for _ in range(3):
        before = c.i
        found = _read_edge_day(c, items)
        if not found and not any(isinstance(x, Times) for x in items):
            timed = c.i = before
            found = _read_edge_time(c)
        if not found:
            c.i = before
            break
        items.extend(found)
    if len(items) > 1 and isinstance(items[-1], Times) and _more_times_follow(c):
        # "starting June 1 at 9am and 5pm": the times are those of the runs.
        c.i = timed
        items.pop()
    return items


def _read_edge_day(c: Cursor, items: list[Item]) -> Sequence[Item]:
    """A day after what was read of the edge: "Friday", "July 17", "the last Friday of November"."""
    if not all(isinstance(x, Times | Wd) for x in items):
        return []
    begin = c.i
    found = read_point_day(c) or _read_nth_day(c, begin)
    if not found or _comes_again(found[0], after_time=bool(items)):
        # "until 5pm on weekdays" bounds each of these days.
        return []
    if isinstance(found[0], Wd):
        if any(isinstance(x, Wd) for x in items):
            return []
        # "starting Friday, July 17": a weekday and its date.
        if c.at(K.COMMA) and (c.at(K.DATE, 1) or c.at(K.MONTH, 1)):
            c.i += 1
    return found


def _read_edge_time(c: Cursor) -> list[Item]:
    """The time of "until 5pm", "until Friday at noon"."""
    c.take(K.AT)
    found = read_time(c, bare=True)
    return [] if found is None else [Times(tuple(read_with_day_part(c, [found])))]


def _read_nth_day(c: Cursor, begin: int) -> list[Nearest]:
    """ "until the last Friday of November"."""
    c.i = begin
    c.skip(K.ON, K.ARTICLE)
    found = read_nth(c, every=False)
    recurring = any(K.EVERY in meanings for meanings in c.kinds[begin : c.i])
    match found:
        case [Scoped(positions) as day, *rest] if len(positions) == 1 and not recurring:
            within = [i for i in rest if isinstance(i, MonthSet | ThisPeriod)]
            if len(within) == len(rest):
                return [Nearest((day, *within))]
    c.i = begin
    return []


def _more_times_follow(c: Cursor) -> bool:
    ahead = c.beyond(JOINTS)
    led = bool(ahead) and c.at(K.AT, ahead)
    ahead += led
    spoken = led and (c.at(K.PAST_HOUR, ahead) or c.at(K.HALF_TO, ahead))
    timed = spoken or (
        c.time_follows(ahead)
        and (led or c.at_any((K.HHMM, K.CLOCK, K.OFFSET_NUMBER), ahead) or _half_follows(c, ahead))
    )
    return bool(ahead) and timed


def _half_follows(c: Cursor, ahead: int) -> bool:
    return c.at(K.NUMBER, ahead) and (c.at(K.MERIDIEM, ahead + 1) or c.at(K.OCLOCK, ahead + 1))


def _comes_again(item: Item, *, after_time: bool) -> bool:
    """Whether a day is no point in time: weekdays, Fridays, and after a clock time a month."""
    if isinstance(item, Wd):
        return item.recurring or item.singles > 1
    return after_time and isinstance(item, MonthSet)
