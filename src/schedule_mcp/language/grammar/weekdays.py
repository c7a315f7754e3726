"""Weekdays: one, a range or a list of them."""

from __future__ import annotations

from schedule_mcp.language.grammar.cursor import JOINTS, Cursor
from schedule_mcp.language.grammar.items import Wd
from schedule_mcp.language.lexicon import K, Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS


def read_weekdays(c: Cursor, *, single: bool = False) -> Wd | None:
    """A weekday, a range or a list of them."""
    if not (c.at(K.WEEKDAY) or c.at(K.DAY_SET)):
        return None
    found: frozenset[int] = frozenset()
    recurring, singles, either, weekend = False, 0, False, False
    listed: list[Wd] = []
    unparted = False
    while True:
        alone = c.at(K.WEEKDAY)
        one = _read_one_weekday(c, ranges=not single)
        listed.append(one)
        found |= one.days
        recurring |= one.recurring
        weekend |= one.weekend
        singles += one.singles
        if single:
            break
        ahead = c.beyond((*JOINTS, K.OR))
        if ahead and c.at(K.EVERY, ahead) and (c.at(K.WEEKDAY, ahead + 1)):
            ahead += 1
        if ahead and c.at(K.ON, ahead) and c.at(K.WEEKDAY, ahead + 1):
            ahead += 1
        if not ahead and alone and c.at(K.WEEKDAY) and not c.at(K.ORDINAL) and not c.reading_one_end:
            # "every mon wed fri"
            unparted = True
            continue
        if not ahead or not (c.at(K.WEEKDAY, ahead) or c.at(K.DAY_SET, ahead)):
            break
        both = c.at(K.NOT, ahead + 1) and any(c.at(K.AND, k) for k in range(ahead))
        if (c.at(K.EXCLUDED, ahead + 1) and not both) or (c.excepting and ahead and _is_led_by_comma(c, ahead)):
            break
        ranged = c.at(K.DAY_SET, ahead) or c.at(K.TO, ahead + 1)
        if c.excepting and c.opening and ranged and not any(c.at(K.AND, k) for k in range(ahead)):
            # "sauf le lundi, en semaine à 9h"
            break
        either |= any(c.at(K.OR, k) for k in range(ahead))
        c.i += ahead
    return Wd(found, recurring, singles, either, weekend, listed=() if either or unparted else tuple(listed))


def _is_led_by_comma(c: Cursor, ahead: int) -> bool:
    """Whether only a comma leads to the next of the days left out: they may be over."""
    joined = any(c.at(K.AND, k) or c.at(K.OR, k) for k in range(ahead))
    return c.has(Trait.COMMA_MAY_END_EXCEPTION) and not joined and not c.nested


def _read_one_weekday(c: Cursor, *, ranges: bool) -> Wd:
    if c.at(K.DAY_SET):
        days, plural = c.value(K.DAY_SET)
        c.i += 1
        return Wd(days, plural or days == WORKDAYS, 2, weekend=days == WEEKEND and not plural)
    day, plural = c.value(K.WEEKDAY)
    c.i += 1
    if ranges and (c.at(K.TO) or c.at(K.DASH)) and c.at(K.WEEKDAY, 1):
        last, last_plural = c.value(K.WEEKDAY, 1)
        c.i += 2
        return weekday_range(Wd(frozenset({day}), plural), Wd(frozenset({last}), last_plural))
    return Wd(frozenset({day}), plural)


def weekday_range(first: Wd, last: Wd) -> Wd:
    (a,), (b,) = tuple(first.days)[:1], tuple(last.days)[:1]
    return Wd(frozenset((a + k) % 7 for k in range((b - a) % 7 + 1)), True, 2)
