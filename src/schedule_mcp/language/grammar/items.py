"""What parts of a phrase say, before anything is put together: one small value for each kind of statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schedule_mcp.schedule.model import AllOf, AnyOf, Between, Days, Months, Nth, Period, Weekdays


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
    every: bool = False
    """Whether the plural was said: "mornings"."""
    habitual: bool = False
    """Whether it was said by itself, so that every one may be meant: "le matin à 8h", "abends um 8"."""


@dataclass(frozen=True)
class Minutes:
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Count:
    n: int
    unit: str | None = None
    """None counts runs, "date" the days on which it runs; else so many of each unit."""


@dataclass(frozen=True)
class Wd:
    days: frozenset[int]
    recurring: bool
    singles: int = 1
    either: bool = False
    """Whether "or" joined them."""
    weekend: bool = False
    each: bool = False
    """Whether "every" was said before it."""
    listed: tuple[Wd, ...] = field(default=(), compare=False, repr=False)
    """The same one by one, where signs or words part them."""


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
    open: bool = False
    """Whether every year or once is open: "the 5th of January, April and July"."""


@dataclass(frozen=True)
class SlashDate:
    first: int
    second: int
    year: int
    every: bool = False
    """Whether "every" was said before it: "every 12/25"."""


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
    ahead: int = 0
    """1 for the end of the next one."""


@dataclass(frozen=True)
class ThisPeriod:
    unit: str
    next: int = 0
    """How many ahead: 1 for the next one."""
    month: int = 0
    """The month of "this September"."""


@dataclass(frozen=True)
class DayOf:
    """The day of a certain week, month or year: "Tuesday of next week"."""

    day: Any
    period: ThisPeriod


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
    instead: bool = False
    """Whether a time in it may replace another: "every day at 8am, but 10am on Sundays"."""
    either: bool = False
    """Whether it may do so even where it is one of the times: "at 8am and 10am, but 10am on Sundays"."""
    other: bool = False
    """Whether days and their other time are said, nothing is left out: "aber sonntags um 11 Uhr"."""
    cut: int = 0
    """After so many of the items a comma stood alone: what follows may be the days of the runs."""
    led: bool = False
    """Whether "on" or "in" followed that comma."""


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
class Rest:
    """The days that are named nowhere else, of `base` where some kind of day is said."""

    base: Wd | None = None


@dataclass(frozen=True)
class Nearest:
    """The first day to come for which all of these hold: "until the last Friday of November"."""

    items: tuple[Any, ...]


@dataclass(frozen=True)
class Beside:
    """The last such weekday before a date, or the first one after it."""

    day: int
    date: Dates
    sign: int


@dataclass(frozen=True)
class Tree:
    """Days in canonical words."""

    days: Days


@dataclass(frozen=True)
class Ask:
    """Something that must be asked: the question and its answers, each a whole text or items in place of this one."""

    ask: str
    choices: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Repeating:
    """It is said to come again, not how often."""

    surely: bool = True
    """False where each of the runs that are named may be meant: "jeweils um 9 Uhr"."""
    daily: bool = False
    """Whether a plural said it: "por las mañanas"."""


@dataclass(frozen=True)
class Also:
    """It is said that nothing said before is taken back."""


@dataclass(frozen=True)
class Only:
    pass


@dataclass(frozen=True)
class Sep:
    """A sign or a word between statements: "," ";" or "and"."""

    sign: str


@dataclass(frozen=True)
class Both:
    """Day items that must hold together."""

    items: tuple[Any, ...]


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
        case Dates(((None, m, d),), True):
            return AllOf((Months(frozenset({m})), Nth(frozenset({d}))))
        case Dates(dates) if all(y for y, _, _ in dates):
            parts = tuple(Between(date(y, m, d), date(y, m, d)) for y, m, d in dates if y)
            return parts[0] if len(parts) == 1 else AnyOf(parts)
    return None
