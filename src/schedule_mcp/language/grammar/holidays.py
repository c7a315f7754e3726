"""Public holidays, and days that are moved off them: "on US federal holidays", "if that is a holiday, the next day"."""

from __future__ import annotations

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import Item, Rolled, Tree
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import WEEKEND, AnyOf, Days, Holidays, Weekdays


def read_holidays(c: Cursor) -> list[Item]:
    """Public holidays, of the place that is named: "on public holidays in Germany", "every bank holiday"."""
    if c.at(K.ROLLED):
        return [_rolled(c)]
    begin = c.i
    c.skip(K.ON, K.EVERY, K.ARTICLE)
    if not c.at(K.HOLIDAYS):
        c.i = begin
        return []
    place = c.value(K.HOLIDAYS) or ""
    c.i += 1
    return [Tree(Holidays(place))]


def _rolled(c: Cursor) -> Rolled:
    place, step = c.value(K.ROLLED)
    c.i += 1
    off: Days = Weekdays(WEEKEND)
    if place is not None:
        # The next business day is no Saturday either.
        off = AnyOf((off, Holidays(place)))
    return Rolled(off, step > 0)
