"""Lists of clock times, and what is said of all of them: "8, 13 und 19 Uhr", "1, 3 & 5pm"."""

from __future__ import annotations

from dataclasses import replace

from schedule_mcp.language.grammar.clock import NOON_H, halved, read_joined_minute, read_time
from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.items import Ask, Item, Time, Times
from schedule_mcp.language.lexicon import K, Trait


def read_time_list(c: Cursor, *, bare: bool) -> list[Time]:
    first = read_time(c, bare=bare)
    if first is None:
        return []
    times = [first]
    while True:
        before = c.i
        joined = False
        while c.take(K.COMMA, K.AND):
            joined = True
        if c.at(K.AT) and joined:
            c.i += 1
        if c.at(K.OR):
            c.i = before
            break
        following = read_time(c, bare=True) if joined else None
        if following is None or (c.at(K.OF) and c.at(K.MONTH, 1)):
            c.i = before
            break
        times.append(following)
    times = with_oclock(c, _with_halves(times))
    if c.has(Trait.COUNTS_TO_24) and not c.at(K.DAY_PART):
        times = _on_24_hours(times)
    return read_with_day_part(c, times)


def with_oclock(c: Cursor, times: list[Time]) -> list[Time]:
    """ "um 8, 13 und 19 Uhr": what stands after the last hour holds for all, "um 8 und 9 Uhr abends" as well."""
    if c.has(Trait.OCLOCK_IS_24H) and K.OCLOCK in c.kinds[c.i - 1] and not c.at(K.DAY_PART):
        return [t if t.half or t.midnight else replace(t, exact=True) for t in times]
    return times


def read_with_day_part(c: Cursor, times: list[Time]) -> list[Time]:
    before = c.i
    c.skip(K.IN, K.OF, K.ARTICLE)
    # "a las 9 por las noches": a plural says that it comes again.
    other = c.at(K.DAY_REF) or c.at(K.EACH_PART)
    if (
        c.at(K.DAY_PART)
        and not other
        and not (c.i == before and c.at(K.WEEKDAY, 1) and c.has(Trait.PART_BEFORE_WEEKDAY))
    ):
        part = c.value(K.DAY_PART)
        c.i += 1
        if not c.has(Trait.COUNTS_TO_24):
            return [replace(t, part=part) if t is times[-1] or _may_lie_in(t, part) else t for t in times]
        sure = [c.text(t.place).startswith("0") for t in times]
        return _sharing_part(times, part, sure)
    c.i = before
    return times


def read_hour_or_minute(c: Cursor) -> list[Item]:
    """ "a las 8 y 20": twenty past eight, or at eight and at twenty."""
    ends = (K.OCLOCK, K.UNIT, K.TIMES, K.MONTH, K.HALF_PAST, K.AND, K.COMMA, K.AT)
    numbers = c.at(K.NUMBER) and c.at(K.AND, 1) and c.at(K.NUMBER, 2)
    if not c.has(Trait.JOINS_MINUTES) or not numbers or c.at_any(ends, 3):
        return []
    hour, other = c.value(K.NUMBER), c.value(K.NUMBER, 2)
    if not (0 < hour <= 24 and 0 < other <= 24 and hour == int(hour) and other == int(other)):
        return []
    place = c.i
    c.i += 1
    if read_joined_minute(c, digits=c.text(place).isdigit()) is not None:
        c.i = place
        return []
    c.i += 2
    after = c.i
    one = read_with_day_part(c, [halved(c, int(hour), int(other), place=place, said_24h=False)])
    c.i = after
    both = read_with_day_part(c, [Time(int(h), place=place, exact=h > NOON_H) for h in (hour, other)])
    ask = f"Does that mean {hour}:{other:02}, or at {hour} and at {other} o'clock?"
    return [Ask(ask, ((Times(tuple(one)),), (Times(tuple(both)),)))]


def _may_lie_in(time: Time, part: tuple[int, int]) -> bool:
    """Whether a time before that of a part of the day shares the part: "van 9 uur tot 5 uur 's middags" begins at 9."""
    return not time.half and any(part[0] <= hour < part[1] for hour in range(time.hour % 12, 36, 12))


def _on_24_hours(times: list[Time]) -> list[Time]:
    """ "alle 8, alle 12 e alle 18": before an hour after noon in order, hours count to 24."""
    last = times[-1]
    hours = [t.hour for t in times]
    if not (last.exact and last.hour > NOON_H and hours == sorted(hours)) or any(t.half or t.part for t in times):
        return times
    return [replace(t, exact=True) for t in times]


def _sharing_part(times: list[Time], part: tuple[int, int], sure: list[bool]) -> list[Time]:
    """Times before that of a part of the day share the part, "a las 3 y a las 5 de la tarde"; one that is whole by
    itself, "8h", is open where it would still be the earlier one: "às 8h e às 11 da noite"."""
    found = [replace(times[-1], part=part)]
    after = _within(times[-1], part) or (part[1], 0)
    for time, known in zip(times[-2::-1], sure[-2::-1], strict=True):
        here = _within(time, part)
        if time.midnight or known or here is None:
            settled = time
        elif not time.exact:
            settled = replace(time, part=part)
        elif here < after and 0 < time.hour < NOON_H and here[0] % 24 != time.hour:
            settled = replace(time, exact=False)
        else:
            settled = time
        after = here if here and settled is not time else (time.hour, time.minute)
        found.insert(0, settled)
    return found


def _within(time: Time, part: tuple[int, int]) -> tuple[int, int] | None:
    """Hour and minute of a time on a 12-hour clock in a part of the day; None where it cannot lie there."""
    hours = (h for h in range(time.hour % 12, 36, 12) if part[0] <= h < part[1])
    hour = None if time.half else next(hours, None)
    return None if hour is None else (hour, time.minute)


def _with_halves(times: list[Time]) -> list[Time]:
    """A trailing am or pm covers the bare hours before it where the order holds."""
    for k in range(len(times) - 2, -1, -1):
        here, after = times[k], times[k + 1]
        if not here.half and not here.exact and after.half and here.hour % 12 < after.hour % 12 and not here.midnight:
            times[k] = replace(here, half=after.half)
    return times
