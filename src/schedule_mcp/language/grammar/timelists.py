"""Lists of clock times, and what is said of all of them: "8, 13 und 19 Uhr", "1, 3 & 5pm"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from schedule_mcp.language.grammar.clock import NOON_H, ClockReader
from schedule_mcp.language.items import Ask, Time, Times
from schedule_mcp.language.lexicon import K


class TimeListReader(ClockReader):
    """Reads times of a day that are said together."""

    def time_list(self, *, bare: bool) -> list[Time]:
        first = self.time(bare=bare)
        if first is None:
            return []
        times = [first]
        while True:
            before = self.i
            joined = False
            while self.take(K.COMMA, K.AND):
                joined = True
            if self.at(K.AT) and joined:
                self.i += 1
            if self.at(K.OR):
                self.i = before
                break
            following = self.time(bare=True) if joined else None
            if following is None or (self.at(K.OF) and self.at(K.MONTH, 1)):
                self.i = before
                break
            times.append(following)
        times = self.with_oclock(_with_halves(times))
        if self.lexicon.code != "en" and not self.at(K.DAY_PART):
            times = _on_24_hours(times)
        return self.with_day_part(times)

    def with_oclock(self, times: list[Time]) -> list[Time]:
        """ "um 8, 13 und 19 Uhr": what stands after the last hour holds for all, "um 8 und 9 Uhr abends" as well."""
        if self.lexicon.oclock_is_24h and K.OCLOCK in self.kinds[self.i - 1] and not self.at(K.DAY_PART):
            return [t if t.half or t.midnight else replace(t, exact=True) for t in times]
        return times

    def with_day_part(self, times: list[Time]) -> list[Time]:
        before = self.i
        self.skip(K.IN, K.OF, K.ARTICLE)
        # "a las 9 por las noches": a plural says that it comes again.
        other = self.at(K.DAY_REF) or self.at(K.EACH_PART)
        if (
            self.at(K.DAY_PART)
            and not other
            and not (self.i == before and self.at(K.WEEKDAY, 1) and self.lexicon.code == "en")
        ):
            part = self.value(K.DAY_PART)
            self.i += 1
            if self.lexicon.code == "en":
                return [replace(t, part=part) if t is times[-1] or _may_lie_in(t, part) else t for t in times]
            sure = [self.text(t.place).startswith("0") for t in times]
            return _sharing_part(times, part, sure)
        self.i = before
        return times

    def hour_or_minute(self) -> list[Any]:
        """ "a las 8 y 20": twenty past eight, or at eight and at twenty."""
        ends = (K.OCLOCK, K.UNIT, K.TIMES, K.MONTH, K.HALF_PAST, K.AND, K.COMMA, K.AT)
        numbers = self.at(K.NUMBER) and self.at(K.AND, 1) and self.at(K.NUMBER, 2)
        if not self.lexicon.joins_minutes or not numbers or self.at_any(ends, 3):
            return []
        hour, other = self.value(K.NUMBER), self.value(K.NUMBER, 2)
        if not (0 < hour <= 24 and 0 < other <= 24 and hour == int(hour) and other == int(other)):
            return []
        place = self.i
        self.i += 1
        if self.joined_minute(digits=self.text(place).isdigit()) is not None:
            self.i = place
            return []
        self.i += 2
        after = self.i
        one = self.with_day_part([self.halved(int(hour), int(other), place=place, said_24h=False)])
        self.i = after
        both = self.with_day_part([Time(int(h), place=place, exact=h > NOON_H) for h in (hour, other)])
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
