"""Which half of the day hours are in: what the whole text says of a time that says neither am nor pm.

A time that can only be one of 24 hours (13:00, 0:15, 09:30) makes all of the text one of 24 hours: "between 9 and 17".
Where nothing does, "1:30" is as open as "at 3" in a language whose people count to twelve; "9:30" is the morning, which
is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import Bound, BoundItem, Except, Item, Time, Times, Window
from schedule_mcp.language.lexicon import K, Trait

_OPEN_UNTIL_H = 6
_MORNING_UNTIL_H = 11
_NOON_H = 12


def with_halves(items: list[Item], c: Cursor) -> tuple[list[Item], tuple[str, ...]]:
    """The items with every time settled that the text settles, and what was assumed of them."""
    times: list[Time] = []

    def seen(time: Time) -> Time:
        times.append(time)
        return time

    for item in items:
        _mapped(item, seen)
    if any(_counts_to_24(time, c) for time in times):
        return [_mapped(item, _exact) for item in items], ()
    if not c.has(Trait.CANONICAL):
        return items, ()
    if any(K.DAY_PART in kinds or K.DAY_AND_PART in kinds for kinds in c.kinds[: c.end]):
        return [_mapped(item, _with_open_twelve) for item in items], ()
    assumed = [t for t in times if _is_loose(t, c) and _OPEN_UNTIL_H < t.hour <= _MORNING_UNTIL_H]
    notes = tuple(dict.fromkeys(f"read {t.hour}:{t.minute:02} as {t.hour:02}:{t.minute:02}" for t in assumed))
    return [_mapped(item, lambda t: _opened(t, c)) for item in items], notes


def _counts_to_24(time: Time, c: Cursor) -> bool:
    """Whether a time can only be one on a clock of 24 hours."""
    if time.half or time.named or time.part is not None:
        return False
    text = c.text(time.place)
    written = text[:1].isdigit()
    return written and (time.hour > _NOON_H or text.startswith("0"))


def _exact(time: Time) -> Time:
    open_hour = not (time.half or time.exact or time.midnight) and time.part is None
    return replace(time, exact=True) if open_hour else time


def _with_open_twelve(time: Time) -> Time:
    settled = time.half or time.midnight or time.named
    return time if settled or time.hour != _NOON_H else replace(time, is_open_twelve=True)


def _is_loose(time: Time, c: Cursor) -> bool:
    """Whether it is written as "9:30", with nothing beside it that settles the half of the day."""
    settled = time.half or time.midnight or time.named or time.part is not None
    return not settled and ":" in c.text(time.place) and not c.text(time.place).startswith("0")


def _opened(time: Time, c: Cursor) -> Time:
    loose = _is_loose(time, c) and 1 <= time.hour <= _OPEN_UNTIL_H
    return replace(time, exact=False) if loose else time


def _mapped(item: Item, change: Callable[[Time], Time]) -> Item:
    """The item with every clock time in it changed."""
    match item:
        case Times(times):
            return Times(tuple(map(change, times)))
        case Window(first, last):
            return replace(item, first=first and change(first), last=last and change(last))
        case Bound(_, inner):
            return replace(item, items=tuple(_timed(each, change) for each in inner))
        case Except(items=inner):
            return replace(item, items=tuple(_mapped(each, change) for each in inner))
    return item


def _timed(item: BoundItem, change: Callable[[Time], Time]) -> BoundItem:
    return Times(tuple(map(change, item.times))) if isinstance(item, Times) else item
