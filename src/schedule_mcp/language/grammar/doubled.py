"""What two statements say together: a clock time beside its name, a window told by its two ends.

"12:00 noon" is one time and "12:15 midnight" none; "after 2pm and before 3pm" is a window of each day.
"""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.items import Ask, Bound, Item, Pace, Selector, Sep, Time, Times, Window

_NOON_H = 12
_OPENING = frozenset({"start", "after"})
_CLOSING = frozenset({"until", "before"})
_PACES_OF_A_DAY = frozenset({"second", "minute", "hour"})
_TWO_TIMES = "Two times are said, one of them by its name: which is meant, or both?"


def with_doubled(items: list[Item]) -> list[Item]:
    """The items, where two of them say one thing, as that; asked where they do not agree."""
    return _with_windows(_with_named_times(items))


def _with_named_times(items: list[Item]) -> list[Item]:
    """ "12:00 noon", "12 Uhr Mitternacht"; "noon meeting every day at 2pm" is asked about."""
    at = [k for k, item in enumerate(items) if isinstance(item, Times)]
    if len(at) != 2:
        return items
    one, other = at
    first, second = items[one], items[other]
    assert isinstance(first, Times)
    assert isinstance(second, Times)
    if any(isinstance(item, Sep) for item in items[one + 1 : other]) or not (
        _is_named(first) != _is_named(second) and len(first.times) == len(second.times) == 1
    ):
        return items
    named, clock = (first, second) if _is_named(first) else (second, first)
    adjacent = other == one + 1
    if adjacent and _is_same(named.times[0], clock.times[0]):
        return [*items[:one], named, *items[other + 1 :]]
    days = [item for item in items if isinstance(item, Selector)]
    if not adjacent and len(days) > 1:
        # Pairs of days and times: "weekdays noon weekends 6pm".
        return items
    rest = [item for k, item in enumerate(items) if k not in at]
    both = Times((*first.times, *second.times))
    answers: tuple[Times, ...] = (clock, named, both)
    if adjacent and named.times[0].midnight and clock.times[0].hour == _NOON_H:
        # "12:15 midnight"
        answers = (Times((replace(clock.times[0], hour=0, half=None, exact=True),)), *answers)
    return [*rest, Ask(_TWO_TIMES, tuple((answer,) for answer in answers))]


def _is_named(times: Times) -> bool:
    return any(time.named for time in times.times)


def _is_same(named: Time, clock: Time) -> bool:
    """Whether a clock time on the full hour is noon, or midnight, on a clock of 12 or of 24 hours."""
    if clock.minute or clock.second:
        return False
    if named.midnight:
        return clock.hour in (0, 24) or (clock.hour == _NOON_H and clock.half != "pm")
    return clock.hour == _NOON_H and clock.half != "am"


def _with_windows(items: list[Item]) -> list[Item]:
    """ "every 5 minutes after 2pm and before 3pm": from the one time to the other on each day."""
    bounds = [item for item in items if isinstance(item, Bound)]
    if len(bounds) != 2 or not any(isinstance(i, Pace) and i.unit in _PACES_OF_A_DAY for i in items):
        return items
    first = next((b for b in bounds if b.edge in _OPENING), None)
    last = next((b for b in bounds if b.edge in _CLOSING), None)
    if first is None or last is None or not (_is_time_alone(first) and _is_time_alone(last)):
        return items
    (begin,), (end,) = first.items, last.items
    assert isinstance(begin, Times)
    assert isinstance(end, Times)
    window = Window(begin.times[0], _sharing_half(begin.times[0], end.times[0]), last.edge != "before")
    at = min(items.index(first), items.index(last))
    rest = [item for item in _without_joint_between(items, first, last) if item not in bounds]
    if (first.edge, last.edge) != ("start", "until"):
        return [*rest[:at], window, *rest[at:]]
    ask = "Between these times on each day, or once, from the one to the other?"
    return [*rest[:at], Ask(ask, ((window,), (first, last))), *rest[at:]]


def _sharing_half(first: Time, last: Time) -> Time:
    """The end of a window, which shares "am" or "pm" with its beginning where only that says it."""
    open_end = not last.half and not last.exact and not last.midnight and last.part is None
    return replace(last, half=first.half) if open_end and first.half and last.hour > first.hour else last


def _is_time_alone(bound: Bound) -> bool:
    return len(bound.items) == 1 and isinstance(bound.items[0], Times) and len(bound.items[0].times) == 1


def _without_joint_between(items: list[Item], first: Bound, last: Bound) -> list[Item]:
    begin, end = sorted((items.index(first), items.index(last)))
    return [item for k, item in enumerate(items) if not (begin < k < end and isinstance(item, Sep))]
