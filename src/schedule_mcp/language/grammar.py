"""Tokens to items: what each part of a phrase says, before anything is put together.

An item is one statement (times, a window, a pace, days, a bound …). The parser reads items in any order until every
token is consumed; `compose.py` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.lexicon import K, Lexicon
from schedule_mcp.language.tokens import Token
from schedule_mcp.schedule.model import (
    EVERY_WEEKDAY,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Days,
    Every,
    Months,
    Not,
    Nth,
    Period,
    Unit,
    Weekdays,
)

DEPTH_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Time:
    """A clock time as said; `half` is "am", "pm" or None, `exact` where it is a 24-hour time."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str | None = None
    exact: bool = False
    part: tuple[int, int] | None = None
    days: int = 0
    place: int = 0
    midnight: bool = False


@dataclass(frozen=True)
class Times:
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Window:
    first: Time | None
    last: Time | None
    last_included: bool = True


@dataclass(frozen=True)
class Pace:
    """Every n units; n as a fraction where people say "1.5 hours"."""

    n: float
    unit: str
    spoken: bool = True


@dataclass(frozen=True)
class DayPart:
    hours: tuple[int, int]


@dataclass(frozen=True)
class Minutes:
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Count:
    n: int
    unit: str | None = None


@dataclass(frozen=True)
class Wd:
    days: frozenset[int]
    recurring: bool
    singles: int = 1
    either: bool = False
    """Whether "or" joined them."""
    weekend: bool = False


@dataclass(frozen=True)
class OrdWd:
    """An n-th weekday without a period: "every 3rd Friday" (`every`), "on the second Tuesday"."""

    positions: frozenset[int]
    among: frozenset[int]
    every: bool


@dataclass(frozen=True)
class Scoped:
    """N-th days of a period."""

    positions: frozenset[int]
    among: frozenset[int]
    of: Period
    among_all: bool = True


@dataclass(frozen=True)
class Dom:
    """Days of the month without a period."""

    days: frozenset[int]
    every: bool = False


@dataclass(frozen=True)
class MonthSet:
    months: frozenset[int]
    year: int | None = None
    every: bool = False


@dataclass(frozen=True)
class Dates:
    """(year or None, month, day) each."""

    dates: tuple[tuple[int | None, int, int], ...]
    every: bool = False


@dataclass(frozen=True)
class SlashDate:
    first: int
    second: int
    year: int


@dataclass(frozen=True)
class DateRange:
    first: Any
    last: Any


@dataclass(frozen=True)
class Ref:
    """A day counted from today."""

    days: int


@dataclass(frozen=True)
class NextDay:
    """ "next Friday" (`word` next) or "this Friday"."""

    day: int
    word: str


@dataclass(frozen=True)
class Span:
    """Durations said together: (n, unit) each; after `base` (an item) or now."""

    parts: tuple[tuple[float, str], ...]
    base: Any = None
    ago: bool = False


@dataclass(frozen=True)
class EndOf:
    """The last (or first) day of a unit or a month."""

    unit: str
    month: int | None = None
    year: int | None = None
    first: bool = False


@dataclass(frozen=True)
class ThisPeriod:
    unit: str
    next: bool = False


@dataclass(frozen=True)
class Instant:
    at: datetime


@dataclass(frozen=True)
class Now:
    pass


@dataclass(frozen=True)
class Bound:
    """`edge` is start, until, before or after; `items` are a day and a time."""

    edge: str
    items: tuple[Any, ...]


@dataclass(frozen=True)
class Lasting:
    span: Span
    from_now: bool


@dataclass(frozen=True)
class Except:
    items: tuple[Any, ...]


@dataclass(frozen=True)
class ZoneItem:
    hit: Any


@dataclass(frozen=True)
class Local:
    pass


@dataclass(frozen=True)
class ClockRule:
    gap: str | None
    overlap: str | None


@dataclass(frozen=True)
class Tree:
    """Days in canonical words."""

    days: Days


@dataclass(frozen=True)
class Ask:
    """Something that must be asked: the question and texts that answer it."""

    ask: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Only:
    pass


@dataclass(frozen=True)
class Sep:
    """A sign or a word between statements: "," ";" or "and"."""

    sign: str


_FACTORS: dict[str, tuple[float, str]] = {
    "fortnight": (2, "week"),
    "half hour": (30, "minute"),
    "quarter hour": (15, "minute"),
    "three quarters": (45, "minute"),
}
_UNIT = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_PERIODS = {"week": Period.WEEK, "month": Period.MONTH, "quarter": Period.QUARTER, "year": Period.YEAR}
_MOST = {Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}
CLOCK_UNITS = ("second", "minute", "hour")


class Parser:
    """Recursive descent over tokens; every method either consumes what it returns or leaves the place as it was."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        self.tokens = [t for t in tokens if not (K.FILLER in t.meanings and len(t.meanings) == 1)]
        self.lexicon = lexicon
        self.i = 0
        self.nested = 0
        """How many parentheses are open."""
        self.pointing = False
        """Whether one end of a range or a bound is read, which is no range itself."""
        self.kinds = [t.meanings for t in self.tokens] + [{K.UNKNOWN: None}] * 6
        self.end = len(self.tokens)

    # Looking and taking

    def at(self, kind: str, ahead: int = 0) -> bool:
        return kind in self.kinds[self.i + ahead] if self.i + ahead < self.end else False

    def text(self, i: int) -> str:
        return self.tokens[i].text if i < self.end else ""

    def value(self, kind: str, ahead: int = 0) -> Any:
        return self.kinds[self.i + ahead][kind]

    def take(self, *kinds: str) -> bool:
        here = self.kinds[self.i]
        if self.i < self.end and any(k in here for k in kinds):
            self.i += 1
            return True
        return False

    def skip(self, *kinds: str) -> None:
        while self.take(*kinds):
            pass

    def refuse(self, why: str = "", hint: str = "") -> UnreadableText:
        part = " ".join(t.text for t in self.tokens[self.i : self.i + 4]) if self.i < self.end else ""
        message = why or (f"this part was not understood: '{part}'" if part else "the text ends too early")
        return UnreadableText(message, hint or "Say it another way, for example 'every weekday at 9am'.", part=part)

    # Statements

    def items(self) -> list[Any]:
        found: list[Any] = []
        while self.i < self.end:
            before = self.i
            found.extend(self.statement())
            if self.i == before:
                raise self.refuse()
        return found

    def statement(self) -> list[Any]:
        if self.take(K.COMMA):
            return [Sep(",")]
        if self.take(K.SEMICOLON):
            return [Sep(";")]
        for reader in (
            self.special,
            self.exception,
            self.bound,
            self.lasting,
            self.count,
            self.window,
            self.pace,
            self.timing,
            self.day,
            self.zone,
        ):
            before = self.i
            found = reader()
            if found:
                return found
            self.i = before
        if self.take(K.AND):
            return [Sep("and")]
        if self.at(K.DASH) and self.i > 0 and self.spaced(self.i):
            self.i += 1
            return [Sep(",")]
        if (
            self.at(K.AT)
            or self.at(K.ON)
            or self.at(K.ARTICLE)
            or (self.at(K.OF) and self.lexicon.code in ("ja", "zh"))
        ):
            return self.preposition()
        return []

    def spaced(self, i: int) -> bool:
        return i + 1 < self.end and self.tokens[i + 1].start > self.tokens[i].start + 1

    def preposition(self) -> list[Any]:
        """A preposition that belongs to what follows."""
        for _ in range(3):
            self.take(K.AT, K.ON, K.ARTICLE, K.OF)
        if self.i >= self.end or self.at(K.AT) or self.at(K.ON) or self.at(K.ARTICLE):
            raise self.refuse()
        return self.statement()

    def special(self) -> list[Any]:
        if self.at(K.CLOCK_RULE):
            rule = ClockRule(*self.value(K.CLOCK_RULE))
            self.i += 1
            return [rule]
        if self.at(K.VAGUE_FREQUENCY):
            readings = self.value(K.VAGUE_FREQUENCY)
            self.i += 1
            return [Ask("does that mean " + " or ".join(f"every {n} {u}s" for n, u in readings) + "?")]
        if self.at(K.FEW):
            self.i += 1
            self.take(K.TIMES)
            if self.take(K.PER) or self.take(K.EVERY):
                self.take(K.UNIT)
            return [Ask("how often exactly?", ("every 3 hours", "every 6 hours"))]
        if self.take(K.ONLY):
            self.skip(K.ON, K.IN)
            return [Only()]
        if self.take(K.NEVER):
            return [Tree(AnyOf(()))]
        return []

    # Numbers

    def number(self) -> float | None:
        if self.at(K.OFFSET_NUMBER):
            whole, part = self.value(K.OFFSET_NUMBER)
            text = self.tokens[self.i].text
            self.i += 1
            return float(text) if text.replace(".", "").isdigit() else float(f"{whole}.{part}")
        if not self.at(K.NUMBER):
            return None
        digits = self.tokens[self.i].text.isdigit()
        n = self.value(K.NUMBER)
        self.i += 1
        if digits:
            return float(n) if isinstance(n, float) else n
        if isinstance(n, int) and 20 <= n < 100 and n % 10 == 0:
            ahead = 1 if self.at(K.DASH) else 0
            if self.at(K.NUMBER, ahead) and not self.tokens[self.i + ahead].text.isdigit():
                unit = self.value(K.NUMBER, ahead)
                if isinstance(unit, int) and 0 < unit < 10:
                    self.i += ahead + 1
                    return n + unit
        return n  # type: ignore[no-any-return]

    def amount(self) -> tuple[float, str] | None:
        """A number and its unit: "3 days", "an hour", "half an hour"."""
        before = self.i
        n = self.number()
        if n is None and (self.take(K.ARTICLE) or self.take(K.PER)):
            n = 1
        if n is None and self.at(K.UNIT) and self.value(K.UNIT) in _FACTORS:
            n = 1
        if n is not None and self.at(K.UNIT):
            return self.unit(n)
        self.i = before
        return None

    def unit(self, n: float) -> tuple[float, str]:
        unit = self.value(K.UNIT)
        self.i += 1
        if unit in _FACTORS:
            factor, unit = _FACTORS[unit]
            n *= factor
        if self.at(K.AND) and self.at(K.NUMBER, 1) and self.value(K.NUMBER, 1) == 0.5 and not self.at(K.UNIT, 2):
            self.i += 2
            n += 0.5
        return n, unit

    def span(self) -> tuple[tuple[float, str], ...]:
        """Amounts said together: "1h30m", "2 hours and 15 minutes"."""
        parts: list[tuple[float, str]] = []
        while len(parts) < 6:
            before = self.i
            if parts:
                self.take(K.AND)
            amount = self.amount()
            if amount is None or (parts and not _finer(amount[1], parts[-1][1])):
                self.i = before
                break
            parts.append(amount)
        return tuple(parts)

    # Times

    def time(self, *, bare: bool) -> Time | None:
        before = self.i
        found = self.clock_time(bare=bare)
        if found is None:
            self.i = before
            return None
        if self.take(K.NEXT_DAY):
            found = replace(found, days=1)
        return found

    def clock_time(self, *, bare: bool) -> Time | None:
        place = self.i
        if self.at(K.CLOCK):
            seconds = self.value(K.CLOCK)
            self.i += 1
            return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place, midnight=seconds == 0)
        if self.at(K.PAST_HOUR) and not self.at(K.UNIT, 1) and (self.at(K.NUMBER, 1) or self.at(K.CLOCK, 1)):
            shift = self.value(K.PAST_HOUR)
            self.i += 1
            return self.shifted(shift, place)
        if self.at(K.HALF_TO) and self.at(K.NUMBER, 1):
            self.i += 1
            return self.shifted(-30, place)
        if self.at(K.HHMM):
            return self.hhmm(place)
        if self.at(K.OFFSET_NUMBER):
            return self.dotted(place)
        if not self.at(K.NUMBER):
            return None
        return self.hour(place, bare=bare)

    def shifted(self, minutes: int, place: int) -> Time | None:
        if self.at(K.CLOCK):
            seconds = (self.value(K.CLOCK) + minutes * 60) % 86400
            self.i += 1
            return Time(seconds // 3600, seconds % 3600 // 60, exact=True, place=place)
        base = self.hour(place, bare=True)
        if base is None or base.minute:
            return None
        hour = base.hour
        if minutes < 0:
            if base.half and hour == 12:
                return replace(base, hour=11, minute=60 + minutes, half="pm" if base.half == "am" else "am")
            hour = 12 if hour == 1 and not base.exact else (hour - 1) % 24
            if base.half and base.hour == 1:
                return replace(base, hour=12, minute=60 + minutes)
        return replace(base, hour=hour, minute=minutes % 60)

    def hhmm(self, place: int) -> Time:
        hour, minute, second = (*self.value(K.HHMM), 0)[:3]
        self.i += 1
        self.take(K.OCLOCK)
        return self.halved(Time(hour, minute, second, place=place), said_24h=True)

    def dotted(self, place: int) -> Time | None:
        text = self.tokens[self.i].text
        whole, _, part = text.partition(".")
        if len(part) != 2 or len(whole) > 2:
            return None
        if not (self.at(K.MERIDIEM, 1) or self.at(K.OCLOCK, 1) or self.lexicon.dotted_clock) or (
            self.at(K.UNIT, 1) and not self.at(K.OCLOCK, 1)
        ):
            return None
        self.i += 1
        self.take(K.OCLOCK)
        return self.halved(Time(int(whole), int(part), place=place), said_24h=True)

    def hour(self, place: int, *, bare: bool) -> Time | None:
        digits = self.tokens[self.i].text.isdigit()
        minutes = self.minutes_past(place) if not digits or self.at(K.UNIT, 1) or self.at(K.PAST, 1) else None
        if minutes is not None:
            return minutes
        text = self.tokens[self.i].text
        n = self.number()
        if n is None or n != int(n):
            return None
        hour = int(n)
        if self.at(K.OCLOCK) and not (self.lexicon.code == "en" and self.at(K.UNIT)):
            self.i += 1
            return self.after_oclock(hour, place)
        minute = 0
        if self.at(K.HALF_PAST):
            minute = self.value(K.HALF_PAST)
            self.i += 1
            if minute < 0:
                hour, minute = hour - 1, minute + 60
            return self.halved(Time(hour, minute, place=place), said_24h=False)
        if self.at_half():
            return self.halved(Time(hour, 0, place=place), said_24h=False)
        if (
            not bare
            or self.at(K.UNIT)
            or self.at(K.TIMES)
            or self.at(K.MONTH)
            or (self.at(K.OF) and self.at(K.MONTH, 1))
        ):
            return None
        if digits and len(text) == 4 and bare and text.isdigit():
            return None
        if not 0 <= hour <= 24:
            raise self.refuse(f"there is no hour {hour}", "Hours are 0 to 23, or 1 to 12 with am or pm.")
        return Time(
            hour, 0, exact=hour == 0 or hour > 12 or text.startswith("0") or self.lexicon.bare_hour_is_24h, place=place
        )

    def minutes_past(self, place: int) -> Time | None:
        before = self.i
        n = self.number()
        self.at(K.UNIT) and self.value(K.UNIT) == "minute" and self.take(K.UNIT)
        sign = 1 if self.take(K.PAST) else -1 if self.take(K.TO) else 0
        plausible = n in (5, 10, 15, 20, 25) or self.text(before + 1) in ("minutes", "min")
        if (
            n is not None
            and n == int(n)
            and sign
            and plausible
            and 0 < n < 60
            and (self.at(K.NUMBER) or self.at(K.CLOCK))
        ):
            digits = self.tokens[self.i].text.isdigit()
            wordy = not self.text(before).isdigit() or self.text(before + 1) in ("minutes", "min", "past")
            if wordy or not digits:
                found = self.shifted(sign * int(n), place)
                if found is not None:
                    return found
        self.i = before
        return None

    def after_oclock(self, hour: int, place: int) -> Time:
        minute = 0
        if self.at(K.HALF_PAST):
            minute = self.value(K.HALF_PAST)
            self.i += 1
            if minute < 0:
                hour, minute = hour - 1, minute + 60
        elif self.at(K.NUMBER) and (
            self.tokens[self.i].glued
            or (self.at(K.UNIT, 1) and self.value(K.UNIT, 1) == "minute")
            or (
                len(self.tokens[self.i].text) == 2
                and self.lexicon.oclock_is_24h
                and not self.at(K.UNIT, 1)
                and self.tokens[self.i].text.isdigit()
            )
        ):
            minute = int(self.value(K.NUMBER))
            self.i += 1
            if self.at(K.UNIT) and self.value(K.UNIT) == "minute":
                self.i += 1
        if not 0 <= minute < 60:
            raise self.refuse(f"there is no minute {minute}", "Minutes are 0 to 59.")
        found = Time(hour, minute, place=place)
        return self.halved(found, said_24h=self.lexicon.oclock_is_24h)

    def at_half(self) -> bool:
        return self.at(K.MERIDIEM) and (len(self.tokens[self.i].text) > 1 or self.tokens[self.i].glued)

    def halved(self, time: Time, *, said_24h: bool) -> Time:
        if not (0 <= time.minute < 60 and 0 <= time.second < 60 and 0 <= time.hour <= 24):
            raise self.refuse(f"there is no time {time.hour}:{time.minute:02}", "Hours are 0 to 23, minutes 0 to 59.")
        if self.at_half():
            half = self.value(K.MERIDIEM)
            self.i += 1
            if not 1 <= time.hour <= 12:
                raise self.refuse(f"there is no {time.hour}{half}", "With am or pm the hour is 1 to 12.")
            return replace(time, half=half)
        if time.hour == 24 and (time.minute or time.second):
            raise self.refuse(f"there is no time 24:{time.minute:02}", "The day ends at 24:00.")
        return replace(time, exact=said_24h or time.hour == 0 or time.hour > 12)

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
        return self.with_day_part(_with_halves(times))

    def with_day_part(self, times: list[Time]) -> list[Time]:
        before = self.i
        self.skip(K.IN, K.OF, K.ARTICLE)
        if self.at(K.DAY_PART) and not self.at(K.DAY_REF) and not (self.i == before and self.at(K.WEEKDAY, 1)):
            part = self.value(K.DAY_PART)
            self.i += 1
            return [t if t.half else replace(t, part=part) for t in times]
        self.i = before
        return times

    def timing(self) -> list[Any]:
        """Times of a day, minutes of the hour, parts of the day, an instant."""
        begin = self.i
        minutes = self.past_hour_minutes()
        if minutes:
            return minutes
        self.i = begin
        if self.at(K.DAY_REF) and self.at(K.DAY_PART) and self.lexicon.code != "en":
            return []
        if self.at(K.DAY_REF) and self.at(K.DAY_PART):
            found = [Ref(self.value(K.DAY_REF)), DayPart(self.value(K.DAY_PART))]
            self.i += 1
            return found
        led = False
        if self.at(K.AT):
            self.i += 1
            led = True
        self.take(K.ARTICLE) if self.at(K.CLOCK, 1) else None
        after_part = self.i > 0 and K.DAY_PART in self.kinds[self.i - 1]
        listed = self.i > 0 and K.COMMA in self.kinds[self.i - 1] and not self.at(K.NUMBER)
        if self.at(K.INSTANT):
            at = self.value(K.INSTANT)
            self.i += 1
            return [Instant(at)]
        before_part = self.at(K.NUMBER) and self.at(K.DAY_PART, 1) and not self.at(K.DAY_REF, 1)
        times = self.time_list(bare=led or after_part or listed or before_part)
        if times:
            return [Times(tuple(times))]
        if self.at(K.DAY_PART) or (self.at(K.IN) and self.at(K.DAY_PART, 1)):
            self.skip(K.IN)
            part = self.value(K.DAY_PART)
            self.i += 1
            return [DayPart(part)]
        return []

    def past_hour_minutes(self) -> list[Any]:
        """ "at :15", "on the hour", "at 15 minutes past every hour"."""
        self.take(K.AT)
        if self.at(K.ON_THE_HOUR) and not (self.at(K.PAST_HOUR) and (self.at(K.NUMBER, 1) or self.at(K.CLOCK, 1))):
            minutes = set(self.value(K.ON_THE_HOUR))
            self.i += 1
            self.take(K.PAST_EACH_HOUR)
            if self.at(K.AND) and self.at(K.ON_THE_HOUR, 1):
                minutes |= set(self.value(K.ON_THE_HOUR, 1))
                self.i += 2
            return [Minutes(tuple(sorted(minutes)))]
        if self.at(K.MINUTE):
            found: list[int] = []
            while self.at(K.MINUTE):
                found.append(self.value(K.MINUTE)[0])
                self.i += 1
                ahead = 0
                while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                    ahead += 1
                if ahead and self.at(K.MINUTE, ahead):
                    self.i += ahead
            self.take(K.PAST_EACH_HOUR)
            return self.minutes_item(found)
        found = []
        while self.at(K.NUMBER):
            found.append(int(self.number() or 0))
            if self.at(K.UNIT) and self.value(K.UNIT) == "minute":
                self.i += 1
            if self.take(K.PAST_EACH_HOUR):
                return self.minutes_item(found)
            if not self.take(K.AND, K.COMMA):
                break
        return []

    def minutes_item(self, found: list[int]) -> list[Any]:
        if any(not 0 <= m < 60 for m in found):
            raise self.refuse("a minute of the hour is 0 to 59")
        return [Minutes(tuple(sorted(set(found))))]

    def window(self) -> list[Any]:
        """ "from 9am to 5pm", "between 22:00 and 02:00", "9-17"."""
        led = self.take(K.BETWEEN, K.FROM)
        self.take(K.AT)
        first = self.time(bare=True)
        if first is None:
            return []
        ends_before = False
        if not led and not (self.at(K.TO) or self.at(K.DASH)):
            return []
        if self.at(K.BEFORE):
            ends_before = True
            self.i += 1
        elif not self.take(K.TO, K.DASH, K.AND, K.UNTIL):
            return []
        self.skip(K.AT)
        last = self.time(bare=True)
        if last is None:
            return []
        first, last = self.window_halves(first, last)
        first, last = self.with_day_part([first, last])
        return [Window(first, last, not ends_before)]

    def window_halves(self, first: Time, last: Time) -> tuple[Time, Time]:
        if last.half and not first.half and not first.exact and first.hour < last.hour and last.hour != 12:
            return replace(first, half=last.half), last
        return first, last

    # Pace and counts

    def pace(self) -> list[Any]:
        if (
            self.at(K.COUNT)
            and self.value(K.COUNT) == 1
            and (self.at(K.EVERY, 1) or (self.at(K.PER, 1) and self.at(K.UNIT, 2)))
        ):
            self.i += 1
            if self.take(K.PER):
                return [Pace(*self.unit(1))]
        if self.at(K.FREQUENCY):
            n, unit = self.value(K.FREQUENCY)
            self.i += 1
            return [Pace(n, unit)]
        before = self.i
        parts = self.span()
        if parts and self.take(K.EVERY_AFTER):
            return self.pace_of(parts)
        self.i = before
        if not self.take(K.EVERY):
            return []
        if self.take(K.OTHER):
            return self.every_other()
        self.take(K.ARTICLE)
        before = self.i
        counts = self.at(K.ORDINAL) and any(self.at(k, 1) for k in (K.UNIT, K.WEEKDAY, K.DAY_SET, K.AND, K.COMMA, K.OF))
        if self.at(K.UNIT) and not counts:
            n, unit = self.unit(1)
            if self.counted():
                return [self.counted_tree(n, unit)]
            return [Pace(n, unit)]
        parts = self.span()
        if parts:
            return self.pace_of(parts)
        self.i = before
        return self.every_ordinal()

    def pace_of(self, parts: tuple[tuple[float, str], ...]) -> list[Any]:
        if any(n <= 0 for n, _ in parts):
            raise self.refuse("an interval must be longer than zero", "Say for example 'every 5 minutes'.")
        if len(parts) == 1:
            n, unit = parts[0]
            if self.counted():
                return [self.counted_tree(n, unit)]
            return [Pace(n, unit)]
        if any(unit not in CLOCK_UNITS for _, unit in parts):
            raise self.refuse("days and hours together are no interval", "Say it in hours.")
        return [Pace(sum(n * {"second": 1, "minute": 60, "hour": 3600}[u] for n, u in parts), "second")]

    def counted(self) -> bool:
        return self.at(K.COUNTED_FROM) and self.at(K.DATE, 1)

    def counted_tree(self, n: float, unit: str) -> Tree:
        anchor = self.value(K.DATE, 1)
        self.i += 2
        if n != int(n) or n < 1 or unit not in _UNIT or n > 10**6:
            raise self.refuse("only whole days, weeks, months and years are counted from a date")
        return Tree(Every(int(n), _UNIT[unit], anchor))

    def every_other(self) -> list[Any]:
        if self.at(K.UNIT):
            return [Pace(*self.unit(2))]
        if self.at(K.DAY_SET) and self.value(K.DAY_SET)[0] != frozenset({5, 6}):
            self.i += 1
            return [Ask("does that mean every second of the working days, or every second day?")]
        days = self.weekdays()
        if days is None:
            raise self.refuse()
        return [Pace(2, "week"), replace(days, recurring=True)]

    def every_ordinal(self) -> list[Any]:
        """ "every 3rd day", "every second Tuesday", "every 15th of the month"."""
        if self.at(K.ORDINAL) and self.at(K.UNIT, 1):
            n = self.value(K.ORDINAL)
            at = self.i
            scoped = self.nth(every=True)
            if scoped and not isinstance(scoped[0], Dom):
                return scoped
            self.i = at + 1
            if n < 1:
                raise self.refuse()
            amount = self.unit(n)
            if self.counted():
                return [self.counted_tree(*amount)]
            return [Pace(*amount)]
        if self.at(K.NUMBER) and self.at(K.WEEKDAY, 1) and self.value(K.NUMBER) not in (0, 0.5):
            n = self.number()
            days = self.weekdays()
            assert days is not None
            return [Ask(f"does that mean every {n} weeks, or how often?")]
        if self.at(K.DAY_PART):
            part = self.value(K.DAY_PART)
            self.i += 1
            return [Pace(1, "day"), DayPart(part)]
        return self.day(every=True)

    def count(self) -> list[Any]:
        if self.at(K.COUNT) and self.value(K.COUNT) == 1:
            return []
        return self.counting()

    def counting(self) -> list[Any]:
        """ "twice a day", "3 times a week", "4 times", "10 runs", "the next 3 Fridays"."""
        if self.at(K.NEXT) and self.at(K.NUMBER, 1):
            self.i += 1
            n = self.whole()
            if self.at(K.WEEKDAY) or self.at(K.DAY_SET):
                days = self.weekdays()
                assert days is not None
                return [replace(days, recurring=True), Count(n)]
            if self.at(K.UNIT):
                unit = self.value(K.UNIT)
                self.i += 1
                return (
                    [Pace(1, "day"), Lasting(Span(((n, unit),)), True)] if unit != "day" else [Pace(1, "day"), Count(n)]
                )
            if self.take(K.TIMES):
                return [Count(n)]
            return []
        self.take(K.FOR) if self.at(K.NUMBER, 1) and (self.at(K.TIMES, 2)) else None
        if self.at(K.COUNT):
            n = self.value(K.COUNT)
            self.i += 1
        elif self.at(K.NUMBER):
            n = self.whole()
            if not self.take(K.TIMES):
                return []
        else:
            return []
        if (self.at(K.PER) or self.at(K.EVERY)) and self.at(K.UNIT, 1):
            self.i += 1
            _, unit = self.unit(1)
            return [Pace(1, unit)] if n == 1 else [Count(n, unit), Pace(1, unit)]
        if self.at(K.FREQUENCY):
            _, unit = self.value(K.FREQUENCY)
            self.i += 1
            return [Count(n, unit), Pace(1, unit)]
        if K.COUNT in self.kinds[self.i - 1]:
            return [Ask("that many runs in all, or so many in each period?")]
        return [Count(n)]

    def whole(self) -> int:
        n = self.number()
        if n is None or n != int(n) or n < 1:
            raise self.refuse("a count must be a whole number from 1 on")
        return int(n)

    def lasting(self) -> list[Any]:
        """ "for 5 days", "for the next two weeks", "in 45 minutes", "a week from Friday"."""
        if self.at(K.FOR):
            self.i += 1
            from_now = self.take(K.NEXT)
            self.take(K.ARTICLE) if not self.at(K.UNIT, 1) else None
            from_now = self.take(K.NEXT) or from_now
            parts = self.span()
            if not parts and from_now and self.at(K.UNIT):
                parts = (self.unit(1),)
            return [Lasting(Span(parts), from_now)] if parts else []
        led = self.take(K.IN)
        parts = self.span()
        if not parts:
            return []
        if self.take(K.FROM_NOW):
            return [Span(parts)]
        if self.take(K.AGO):
            return [Span(parts, ago=True)]
        if (self.at(K.FROM) or self.at(K.AFTER)) and not led:
            self.i += 1
            if self.take(K.NOW):
                return [Span(parts)]
            base = self.day()
            if len(base) == 1 and isinstance(base[0], Wd | Ref | Dates | NextDay):
                return [Span(parts, base=base[0])]
            raise self.refuse()
        return [Span(parts)] if led else []

    # Bounds

    def bound(self) -> list[Any]:
        if self.at(K.START) and not (self.at(K.FROM) and self.time_follows(1)):
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
            edge = "before" if self.at(K.BEFORE) else "until"
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

    def time_follows(self, ahead: int) -> bool:
        return (
            any(self.at(k, ahead) for k in (K.HHMM, K.CLOCK))
            or (self.at(K.NUMBER, ahead) and not self.at(K.MONTH, ahead + 1))
            or self.at(K.OFFSET_NUMBER, ahead)
        )

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
        for _ in range(3):
            before = self.i
            ranged = self.point_day() if not any(isinstance(x, Times) is False for x in items) else []
            if ranged:
                items.extend(ranged)
                if self.at(K.COMMA) and (self.at(K.DATE, 1) or self.at(K.MONTH, 1)) and isinstance(ranged[0], Wd):
                    self.i += 1
                continue
            self.i = before
            if not any(isinstance(x, Times) for x in items):
                self.take(K.AT)
                found = self.time(bare=True)
                if found is not None:
                    items.extend([Times(tuple(self.with_day_part([found])))])
                    continue
            self.i = before
            break
        if not items:
            return []
        return [Bound(edge, tuple(items))]

    def point_day(self) -> list[Any]:
        self.skip(K.ON)
        self.pointing = True
        try:
            found = self.day(single=True)
        finally:
            self.pointing = False
        if len(found) == 1 and isinstance(
            found[0], Wd | Ref | Dates | NextDay | EndOf | SlashDate | MonthSet | ThisPeriod | Dom | Span
        ):
            return found
        return []

    def exception(self) -> list[Any]:
        """ "except weekends", "but not on the 1st", "no 5pm run on Fridays"."""
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
        elif not self.take(K.EXCEPT):
            return []
        self.skip(K.ON, K.FOR)
        if self.take(K.HOLIDAYS):
            return [Ask("which holidays? No holiday calendar is known: name the dates, or leave the exception out")]
        items: list[Any] = []
        while self.i < self.end and len(items) < 64:
            before = self.i
            if items:
                while self.take(K.COMMA, K.AND, K.OR):
                    pass
            self.skip(K.ON)
            if self.take(K.HOLIDAYS):
                return [Ask("which holidays? No holiday calendar is known: name the dates, or leave the exception out")]
            joined = self.i > before
            found = self.excepted(items, joined)
            if not found:
                self.i = before
                break
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
        return [Except(tuple(items))]

    def excepted(self, items: list[Any], joined: bool) -> list[Any]:
        if self.at(K.OPEN):
            return [] if self.at(K.ZONE, 1) else [Tree(self.tree())]
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
        return self.day(every=self.take(K.EVERY))

    # Days

    def day(self, every: bool = False, single: bool = False) -> list[Any]:
        """One statement about days."""
        if self.at(K.OPEN) and not self.at(K.ZONE, 1):
            return [Tree(self.tree())]
        if self.at(K.BETWEEN) or self.at(K.FROM):
            found = self.date_range()
            if found:
                return found
        self.skip(K.ON, K.ARTICLE) if not self.at(K.IN) else None
        if self.at(K.IN):
            self.i += 1
            self.skip(K.ARTICLE)
        every = self.take(K.EVERY) or every
        if every and self.at(K.UNIT) and not self.at(K.ORDINAL):
            return []
        for reader in (self.reference, self.ending, self.nth, self.date_words, self.month_words, self.day_numbers):
            before = self.i
            found = reader(every=every)
            if found:
                if not single and not self.nested and self.take(K.OR):
                    raise self.refuse("'or' leaves open which of them is meant", "Say 'and', or name one of them.")
                return found
            self.i = before
        days = self.weekdays(single=single)
        if days is not None:
            return self.weekday_tail(days, every)
        return []

    def weekday_tail(self, days: Wd, every: bool) -> list[Any]:
        days = replace(days, recurring=days.recurring or every)
        if self.at(K.ALTERNATE_AFTER):
            n = self.value(K.ALTERNATE_AFTER)
            self.i += 1
            return [Pace(n, "week"), replace(days, recurring=True)]
        if self.at(K.AFTER) and not self.pointing:
            return self.after_nth(days)
        found: list[Any] = [days]
        if (
            self.at(K.ARTICLE)
            and self.at(K.ORDINAL, 1)
            and not self.at(K.UNIT, 2)
            and not self.at(K.WEEKDAY, 2)
            and days.singles == 1
        ):
            self.i += 1
            numbers = self.day_numbers(every=every)
            if not numbers:
                raise self.refuse()
            if isinstance(numbers[0], Dom):
                found.append(replace(numbers[0], every=every or days.recurring))
            else:
                found.extend(numbers)
        return found

    def after_nth(self, days: Wd) -> list[Any]:
        """ "the Monday after the first Sunday of the month"."""
        begin = self.i
        self.i += 1
        self.take(K.ARTICLE)
        found = self.nth(every=False)
        match found:
            case [Scoped(positions, among, Period.MONTH), *rest] if len(positions) == len(among) == days.singles == 1:
                (n,), (base,), (day,) = positions, among, days.days
                later = (day - base - 1) % 7 + 1
                if n > 0 and 7 * n + later <= 28:
                    dates = frozenset(range(7 * (n - 1) + 1 + later, 7 * n + later + 1))
                    return [Tree(AllOf((Weekdays(days.days), Nth(dates)))), *rest]
        self.i = begin
        if found:
            raise self.refuse()
        return [days]

    def reference(self, every: bool) -> list[Any]:
        if self.at(K.DAY_REF) and not (self.at(K.DAY_PART) and self.lexicon.code == "en"):
            days = self.value(K.DAY_REF)
            self.i += 1
            return [Ref(days)]
        if self.at(K.NEXT) or self.at(K.THIS):
            word = "next" if self.at(K.NEXT) else "this"
            if self.at(K.WEEKDAY, 1):
                day = self.value(K.WEEKDAY, 1)[0]
                self.i += 2
                return [NextDay(day, word)]
            if self.at(K.UNIT, 1):
                unit = self.value(K.UNIT, 1)
                self.i += 2
                return [ThisPeriod(unit, word == "next")]
            if self.at(K.DAY_SET, 1):
                self.i += 2
                return [Ask(f"which days exactly does '{word} …' mean?")]
            if word == "this" and self.at(K.MONTH, 1):
                self.i += 1
        if self.at(K.DATE):
            days = self.value(K.DATE)
            self.i += 1
            dates = [(days.year, days.month, days.day)]
            while True:
                ahead = 0
                while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                    ahead += 1
                if not ahead or not self.at(K.DATE, ahead) or self.pointing:
                    break
                self.i += ahead
                other = self.value(K.DATE)
                dates.append((other.year, other.month, other.day))
                self.i += 1
            return [Dates(tuple(dates))]
        if self.at(K.SLASHED):
            first, second, year = self.value(K.SLASHED)
            self.i += 1
            return [SlashDate(first, second, year)]
        if self.at(K.SEASON_DAY):
            month, day = self.value(K.SEASON_DAY)
            self.i += 1
            return [Dates(((self.year(), month, day),), every)]
        return []

    def year(self) -> int | None:
        before = self.i
        self.take(K.COMMA, K.OF)
        if self.at(K.NUMBER) and len(self.tokens[self.i].text) == 4 and self.tokens[self.i].text.isdigit():
            year = int(self.value(K.NUMBER))
            if not self.at(K.UNIT, 1) and not self.at(K.TIMES, 1):
                self.i += 1
                if not 1970 <= year <= 2399:
                    raise self.refuse(f"the year {year} is outside 2000 to 2399")
                return year
        self.i = before
        return None

    def ending(self, every: bool) -> list[Any]:
        """ "end of the month", "beginning of each quarter"."""
        if self.at(K.LAST_DAY) or self.at(K.FIRST_DAY):
            position = -1 if self.at(K.LAST_DAY) else 1
            self.i += 1
            if self.at(K.OF) and (self.at(K.UNIT, 1) or self.at(K.UNIT, 2)):
                self.i += 1
                self.take(K.ARTICLE, K.EVERY)
                if self.at(K.UNIT) and self.value(K.UNIT) in _PERIODS:
                    of = _PERIODS[self.value(K.UNIT)]
                    self.i += 1
                    return [Scoped(frozenset({position}), EVERY_WEEKDAY, of)]
                raise self.refuse()
            return [Scoped(frozenset({position}), EVERY_WEEKDAY, Period.MONTH)]
        if not (self.at(K.END) or self.at(K.BEGINNING)):
            return []
        first = self.at(K.BEGINNING)
        self.i += 1
        self.skip(K.OF)
        self.skip(K.ARTICLE)
        this = self.take(K.THIS)
        repeated = self.take(K.EVERY) or every
        if self.at(K.MONTH):
            month = self.value(K.MONTH)
            self.i += 1
            return [EndOf("month", month, self.year(), first)]
        if not self.at(K.UNIT):
            return []
        unit = self.value(K.UNIT)
        self.i += 1
        if repeated:
            if unit == "week":
                return [Ask("which day ends (or begins) the week: Friday, Saturday, Sunday or Monday?")]
            if unit in _PERIODS:
                return [Scoped(frozenset({1 if first else -1}), EVERY_WEEKDAY, _PERIODS[unit])]
            return [Ask(f"when exactly is the {'beginning' if first else 'end'} of the {unit}?")]
        return [EndOf(unit, None, 1 if this else None, first)]

    # The n-th

    def positions(self) -> list[int]:
        """ "1st", "first and third", "1st to 7th", "2nd-to-last": ordinals in a row."""
        found: list[int] = []
        while self.at(K.ORDINAL):
            n = self.value(K.ORDINAL)
            at = self.i
            self.i += 1
            dash = 1 if self.at(K.DASH) else 0
            if n > 0 and self.at(K.TO, dash) and self.at(K.ORDINAL, dash + 1 + (1 if self.at(K.DASH, dash + 1) else 0)):
                ahead = dash + 1 + (1 if self.at(K.DASH, dash + 1) else 0)
                last = self.value(K.ORDINAL, ahead)
                if last == -1:
                    found.append(-n)
                    self.i += ahead + 1
                elif n < last <= 366:
                    found.extend(range(n, last + 1))
                    self.i += ahead + 1
                else:
                    self.i = at
                    return []
            elif n > 0 and dash and self.at(K.ORDINAL, 1) and n < self.value(K.ORDINAL, 1) <= 366:
                found.extend(range(n, self.value(K.ORDINAL, 1) + 1))
                self.i += 2
            else:
                found.append(n)
            ahead = 0
            while self.at(K.COMMA, ahead) or self.at(K.AND, ahead) or self.at(K.ARTICLE, ahead) or self.at(K.ON, ahead):
                ahead += 1
            if ahead and self.at(K.ORDINAL, ahead) and (self.at(K.COMMA) or self.at(K.AND)):
                self.i += ahead
        return found

    def nth(self, every: bool) -> list[Any]:
        if not self.at(K.ORDINAL):
            return []
        if self.at(K.WEEKDAY) and not (self.at(K.WEEKDAY, 1) or self.at(K.DAY_SET, 1) or self.at(K.UNIT, 1)):
            return []
        positions = self.positions()
        if not positions:
            return []
        if self.at(K.ORDINAL) is False and self.at(K.UNIT) and self.value(K.UNIT) == "day":
            self.i += 1
            among, named = EVERY_WEEKDAY, True
        elif self.at(K.WEEKDAY) or self.at(K.DAY_SET):
            days = self.weekdays(single=True)
            assert days is not None
            among, named = days.days, True
            among = self.more_weekdays(among, positions)
            if among is None:
                return self.two_ordinals(positions, days.days)
        else:
            among, named = EVERY_WEEKDAY, False
        return self.scope(positions, among, named, every)

    def more_weekdays(self, among: frozenset[int], positions: list[int]) -> Any:
        """ "last Tuesday or Friday" is one set; "last Tuesday and last Thursday" are two statements."""
        while self.at(K.OR) and self.at(K.WEEKDAY, 1):
            among |= {self.value(K.WEEKDAY, 1)[0]}
            self.i += 2
        ahead = 1 if self.at(K.AND) else 0
        ahead += 1 if ahead and self.at(K.ARTICLE, ahead) else 0
        if ahead and self.at(K.ORDINAL, ahead) and (self.at(K.WEEKDAY, ahead + 1) or self.at(K.DAY_SET, ahead + 1)):
            return None
        return among

    def two_ordinals(self, positions: list[int], among: frozenset[int]) -> list[Any]:
        parts = [(frozenset(positions), among)]
        while self.at(K.AND):
            self.i += 1
            self.take(K.ARTICLE)
            more = self.positions()
            days = self.weekdays(single=True)
            if not more or days is None:
                raise self.refuse()
            parts.append((frozenset(more), days.days))
        last = self.scope(list(parts[-1][0]), parts[-1][1], True, True)
        if len(last) < 1 or not isinstance(last[0], Scoped):
            raise self.refuse("of which period?", "Say for example 'of the month'.")
        of = last[0].of
        return [Tree(AnyOf(tuple(Nth(p, a, of) for p, a in parts))), *last[1:]]

    def scope(self, positions: list[int], among: frozenset[int], named: bool, every: bool) -> list[Any]:
        """What an ordinal counts within: "of the month", "of every other quarter", "in November"."""
        before = self.i
        extra: list[Any] = []
        if self.take(K.AFTER) or (self.at(K.PAST) and self.take(K.PAST)):
            self.i = before
        if named and self.at(K.BEFORE):
            raise self.refuse()
        led = self.take(K.OF) or self.take(K.IN)
        self.take(K.ARTICLE)
        each = self.take(K.EVERY)
        other = self.take(K.OTHER)
        n = None
        if each and self.at(K.NUMBER) and self.at(K.UNIT, 1):
            n = self.whole()
        if each and self.at(K.ORDINAL) and self.at(K.UNIT, 1) and self.value(K.ORDINAL) > 0:
            n = self.value(K.ORDINAL)
            self.i += 1
        if led or each:
            following = self.at(K.THIS) or self.at(K.NEXT)
            if following and self.at(K.UNIT, 1):
                extra.append(ThisPeriod(self.value(K.UNIT, 1), self.at(K.NEXT)))
                self.i += 1
            if self.at(K.UNIT) and self.value(K.UNIT) in _PERIODS:
                unit = self.value(K.UNIT)
                of = _PERIODS[unit]
                self.i += 1
                self.check(positions, among, of)
                if other or n:
                    extra.append(Pace(n or 2, unit))
                return [Scoped(frozenset(positions), among, of), *extra]
            if self.at(K.MONTH):
                months = self.months()
                year = self.year()
                if not named:
                    return self.dated(positions, months, year, every or each)
                self.check(positions, among, Period.MONTH)
                scoped = Scoped(frozenset(positions), among, Period.MONTH)
                return [scoped, MonthSet(frozenset(months), year, every or each or len(months) > 1)]
        self.i = before
        if self.at(K.MONTH) and not named:
            months = self.months()
            return self.dated(positions, months, self.year(), every)
        if named and among != EVERY_WEEKDAY:
            return [OrdWd(frozenset(positions), among, every)]
        if named:
            return [Dom(frozenset(positions), every)]
        return self.dom(positions, every)

    def check(self, positions: list[int], among: frozenset[int], of: Period) -> None:
        most = most_of(among, of)
        wrong = [p for p in positions if not 1 <= abs(p) <= most]
        if wrong:
            raise self.refuse(f"a {of.value} has no such day as number {wrong[0]}", f"It has at most {most} of them.")

    def dated(self, positions: list[int], months: list[int], year: int | None, every: bool) -> list[Any]:
        if any(p < 1 for p in positions):
            raise self.refuse()
        for m in months:
            for p in positions:
                self.check_date(year, m, p)
        return [
            Dates(
                tuple((year, m, p) for m in months for p in positions),
                every or (len(months) > 1 and year is None and every),
            )
        ]

    def check_date(self, year: int | None, month: int, day: int) -> None:
        try:
            date(year if year and year >= 1970 else 2000, month, day)
        except ValueError:
            raise self.refuse(f"there is no day {day} in month {month}" + (f" of {year}" if year else "")) from None

    def dom(self, positions: list[int], every: bool) -> list[Any]:
        wrong = [p for p in positions if not (1 <= p <= 31 or -31 <= p < 0)]
        if wrong:
            raise self.refuse(f"no month has a day {wrong[0]}", "Days of the month are 1 to 31.")
        return [Dom(frozenset(positions), every)]

    def day_numbers(self, every: bool) -> list[Any]:
        """ "day 28", "days 1 through 5 [of each month]", "the 15th"."""
        if self.at(K.ORDINAL):
            return self.nth(every=every)
        if not (self.at(K.UNIT) and self.value(K.UNIT) == "day" and self.at(K.NUMBER, 1)):
            return []
        self.i += 1
        found: list[int] = []
        while True:
            n = self.whole()
            if self.at(K.TO) or self.at(K.DASH):
                self.i += 1
                last = self.whole()
                if not n < last <= 366:
                    raise self.refuse("the range of days runs backwards")
                found.extend(range(n, last + 1))
            else:
                found.append(n)
            ahead = 0
            while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                ahead += 1
            if not ahead or not self.at(K.NUMBER, ahead) or self.at(K.MERIDIEM, ahead + 1):
                break
            self.i += ahead
        if len(found) > 400:
            raise self.refuse("too many days")
        return self.scope(found, EVERY_WEEKDAY, False, every)

    # Dates and months

    def months(self) -> list[int]:
        found: list[int] = []
        while self.at(K.MONTH):
            month = self.value(K.MONTH)
            self.i += 1
            if (
                (self.at(K.TO) or self.at(K.DASH))
                and self.at(K.MONTH, 1)
                and not self.at(K.NUMBER, 2)
                and not self.at(K.ORDINAL, 2)
            ):
                last = self.value(K.MONTH, 1)
                self.i += 2
                found.extend((month - 1 + k) % 12 + 1 for k in range((last - month) % 12 + 1))
            else:
                found.append(month)
            ahead = 0
            while self.at(K.COMMA, ahead) or self.at(K.AND, ahead):
                ahead += 1
            if (
                ahead
                and self.at(K.MONTH, ahead)
                and not (self.at(K.NUMBER, ahead + 1) and not self.at(K.COMMA, ahead + 1))
                and not self.at(K.ORDINAL, ahead + 1)
            ):
                self.i += ahead
            else:
                break
        return found

    def date_words(self, every: bool) -> list[Any]:
        """ "December 24, 2026", "24 December", "March 1st and June 5", "May 10 to May 13"."""
        first = self.one_date()
        if first is None:
            return []
        dates = [first]
        if (self.at(K.TO) or self.at(K.DASH)) and not self.pointing:
            before = self.i
            self.i += 1
            last = self.one_date()
            if last is None and self.day_number_at() and not self.at(K.MERIDIEM, 1):
                last = (first[0], first[1], self.take_day())
            if last is not None:
                return [DateRange(Dates((first,)), Dates((last,)))]
            self.i = before
        while len(dates) < 64 and not self.pointing:
            before = self.i
            while self.take(K.COMMA, K.AND, K.ON):
                pass
            if self.i == before:
                break
            following = self.one_date()
            if (
                following is None
                and self.day_number_at()
                and not self.at(K.MERIDIEM, 1)
                and not self.at(K.TIMES, 1)
                and not self.at(K.UNIT, 1)
                and not self.at(K.OCLOCK, 1)
            ):
                following = (dates[-1][0], dates[-1][1], self.take_day())
            if following is None:
                self.i = before
                break
            dates.append(following)
        for year, month, day in dates:
            self.check_date(year, month, day)
        years = {d[0] for d in dates} - {None}
        if len(years) == 1 and dates[-1][0] is not None:
            dates = [(dates[-1][0], m, d) for _, m, d in dates]
        return [Dates(tuple(dates), every)]

    def day_number_at(self) -> bool:
        return (self.at(K.ORDINAL) and self.value(K.ORDINAL) > 0) or (
            self.at(K.NUMBER) and self.tokens[self.i].text.isdigit() and len(self.tokens[self.i].text) <= 2
        )

    def take_day(self) -> int:
        day = self.value(K.ORDINAL) if self.at(K.ORDINAL) else self.value(K.NUMBER)
        self.i += 1
        return int(day)

    def one_date(self) -> tuple[int | None, int, int] | None:
        before = self.i
        if self.at(K.MONTH):
            month = self.value(K.MONTH)
            self.i += 1
            self.take(K.ARTICLE)
            if (
                self.day_number_at()
                and not self.at(K.MERIDIEM, 1)
                and not (self.at(K.ORDINAL) and (self.at(K.WEEKDAY, 1) or self.at(K.UNIT, 1)))
            ):
                return self.checked(self.take_day(), month)
        elif self.day_number_at():
            day = self.take_day()
            self.take(K.OF)
            if self.at(K.MONTH) and not (
                (self.at(K.COMMA, 1) or self.at(K.AND, 1))
                and (self.at(K.MONTH, 2) or (self.at(K.AND, 2) and self.at(K.MONTH, 3)))
            ):
                month = self.value(K.MONTH)
                self.i += 1
                return self.checked(day, month)
        self.i = before
        return None

    def checked(self, day: int, month: int) -> tuple[int | None, int, int]:
        year = self.year()
        self.check_date(year, month, day)
        return year, month, day

    def month_words(self, every: bool) -> list[Any]:
        if self.at(K.NUMBER) and self.i > 0 and K.IN in self.kinds[self.i - 1]:
            year = self.year()
            return [MonthSet(frozenset(range(1, 13)), year)] if year else []
        if not self.at(K.MONTH):
            return []
        months = self.months()
        return [MonthSet(frozenset(months), self.year(), every)]

    def date_range(self) -> list[Any]:
        """ "from May 10 to May 13", "between 2026-01-01 and 2026-02-03"."""
        between = self.at(K.BETWEEN)
        self.i += 1
        first = self.point_day()
        if not first:
            return []
        if not (self.take(K.AND) if between else self.take(K.TO, K.DASH, K.UNTIL)):
            return []
        last = self.point_day()
        if not last:
            return []
        if isinstance(first[0], Wd) and isinstance(last[0], Wd):
            return [_weekday_range(first[0], last[0])]
        if (
            isinstance(first[0], MonthSet)
            and isinstance(last[0], MonthSet)
            and len(first[0].months) == len(last[0].months) == 1
            and not first[0].year
        ):
            (a,), (b,) = first[0].months, last[0].months
            return [MonthSet(frozenset((a - 1 + k) % 12 + 1 for k in range((b - a) % 12 + 1)), last[0].year)]
        return [DateRange(first[0], last[0])]

    # Weekdays

    def weekdays(self, *, single: bool = False) -> Wd | None:
        """A weekday, a range or a list of them."""
        if not (self.at(K.WEEKDAY) or self.at(K.DAY_SET)):
            return None
        found: frozenset[int] = frozenset()
        recurring, singles, either, weekend = False, 0, False, False
        while True:
            one = self.one_weekday(ranges=not single)
            found |= one.days
            recurring |= one.recurring
            weekend |= one.weekend
            singles += one.singles
            if single:
                break
            ahead = 0
            while self.at(K.COMMA, ahead) or self.at(K.AND, ahead) or self.at(K.OR, ahead):
                ahead += 1
            if ahead and self.at(K.EVERY, ahead) and (self.at(K.WEEKDAY, ahead + 1)):
                ahead += 1
            if ahead and self.at(K.ON, ahead) and self.at(K.WEEKDAY, ahead + 1):
                ahead += 1
            if not ahead or not (self.at(K.WEEKDAY, ahead) or self.at(K.DAY_SET, ahead)):
                break
            either |= any(self.at(K.OR, k) for k in range(ahead))
            self.i += ahead
        return Wd(found, recurring, singles, either, weekend)

    def one_weekday(self, *, ranges: bool) -> Wd:
        if self.at(K.DAY_SET):
            days, plural = self.value(K.DAY_SET)
            self.i += 1
            weekend = days != WORKDAYS and not plural
            return Wd(days, plural or days == WORKDAYS, 2, weekend=weekend)
        day, plural = self.value(K.WEEKDAY)
        self.i += 1
        if ranges and (self.at(K.TO) or self.at(K.DASH)) and self.at(K.WEEKDAY, 1):
            last, last_plural = self.value(K.WEEKDAY, 1)
            self.i += 2
            return _weekday_range(Wd(frozenset({day}), plural), Wd(frozenset({last}), last_plural))
        return Wd(frozenset({day}), plural)

    # Canonical trees in parentheses: "(A or B and only C except D)"

    def tree(self, depth: int = 0) -> Days:
        if depth > DEPTH_AT_MOST:
            raise self.refuse("the parentheses are nested too deep")
        self.i += 1
        self.nested += 1
        tree = self.operand(depth)
        while not self.take(K.CLOSE):
            if self.take(K.OR):
                tree = _any(tree, self.operand(depth))
            elif self.take(K.ONLY):
                self.skip(K.ON, K.IN)
                tree = _all(tree, self.operand(depth))
            elif self.take(K.EXCEPT):
                tree = _all(tree, Not(self.operand(depth)))
            else:
                raise self.refuse()
        self.nested -= 1
        return tree

    def operand(self, depth: int) -> Days:
        if self.at(K.OPEN):
            return self.tree(depth + 1)
        if self.take(K.NEVER):
            return AnyOf(())
        found = self.pace() if self.at(K.EVERY) else self.day(single=False)
        if len(found) != 1:
            raise self.refuse()
        tree = tree_of(found[0])
        if tree is None:
            raise self.refuse()
        return tree

    # Zones

    def zone(self) -> list[Any]:
        before = self.i
        opened = self.take(K.OPEN)
        if not opened:
            self.skip(K.IN, K.ARTICLE)
        if self.take(K.LOCAL_TIME):
            found: Any = Local()
        elif self.at(K.ZONE):
            found = ZoneItem(self.value(K.ZONE))
            self.i += 1
            self.take(K.TIME_WORD)
        else:
            self.i = before
            return []
        if opened and not self.take(K.CLOSE):
            self.i = before
            return []
        return [found]


def most_of(among: frozenset[int], of: Period) -> int:
    """How many days on these weekdays a period has at most."""
    weeks = {Period.WEEK: 1, Period.MONTH: 5, Period.QUARTER: 14, Period.YEAR: 53}[of]
    return min(weeks * len(among), _MOST[of])


def tree_of(item: Any) -> Days | None:
    """The days that an item means by itself in canonical words, or None."""
    match item:
        case Tree(days):
            return days
        case Wd(days=days):
            return Weekdays(days)
        case Scoped(positions, among, of):
            return Nth(positions, among, of)
        case MonthSet(months, None):
            return Months(months)
        case Pace(1, "day"):
            return AllOf(())
        case DateRange(Dates(((int() as y, m, d),)), Dates(((int() as y2, m2, d2),))):
            return Between(date(y, m, d), date(y2, m2, d2))
        case Dates(dates) if all(y for y, _, _ in dates):
            parts = tuple(Between(date(y, m, d), date(y, m, d)) for y, m, d in dates if y)
            return parts[0] if len(parts) == 1 else AnyOf(parts)
    return None


def _any(one: Days, other: Days) -> Days:
    return AnyOf((*(one.parts if isinstance(one, AnyOf) else (one,)), other))


def _all(one: Days, other: Days) -> Days:
    return AllOf((*(one.parts if isinstance(one, AllOf) else (one,)), other))


def _finer(unit: str, than: str) -> bool:
    order = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
    return order.index(unit) > order.index(than)


def _weekday_range(first: Wd, last: Wd) -> Wd:
    (a,), (b,) = tuple(first.days)[:1], tuple(last.days)[:1]
    return Wd(frozenset((a + k) % 7 for k in range((b - a) % 7 + 1)), True, 2)


def _with_halves(times: list[Time]) -> list[Time]:
    """A trailing am or pm covers the bare hours before it where the order holds."""
    for k in range(len(times) - 2, -1, -1):
        here, after = times[k], times[k + 1]
        if not here.half and not here.exact and after.half and here.hour % 12 < after.hour % 12 and not here.midnight:
            times[k] = replace(here, half=after.half)
    return times


@dataclass(frozen=True)
class Both:
    """Day items that must hold together."""

    items: tuple[Any, ...]
