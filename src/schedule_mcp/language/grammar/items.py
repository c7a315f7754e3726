"""What parts of a phrase say, before anything is put together: one small value for each kind of statement.

An `Item` is one of a closed set. What an item counts as is its base type: a `Selector` names days by itself (of which a
`SingleDay` comes once), a `Modifier` narrows days, a `TimeItem` says when on a day, a `Limit` bounds the whole. Where
items are told apart one by one, a `match` ends in `assert_never`, so that the type checker names every place that a new
kind of item concerns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from schedule_mcp.language.lexicon import ZoneHit
from schedule_mcp.schedule.model import AllOf, AnyOf, Between, Days, Months, Nth, NumberedWeeks, Period, Weekdays


class Selector:
    """Names days by itself."""


class SingleDay(Selector):
    """Names one day that does not come again, or the moment itself."""


class Modifier:
    """Narrows days that are named beside it, or all days."""


class TimeItem:
    """Says when on a day."""


class Limit:
    """Holds for the whole: from when, until when, how often, except when."""


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
    named: bool = False
    """Whether "noon" or "midnight" was said."""
    is_open_twelve: bool = False
    """Whether it is 12 or later, without am or pm, beside a word for the night, of people who count to twelve."""


@dataclass(frozen=True)
class Wd(Selector):
    days: frozenset[int]
    recurring: bool
    singles: int = 1
    either: bool = False
    """Whether "or" joined them."""
    weekend: bool = False
    each: bool = False
    """Whether "every" was said before it."""
    led: bool = False
    """Whether "on" was: "on Monday and Wednesday", of which each may be one day."""
    listed: tuple[Wd, ...] = field(default=(), compare=False, repr=False)
    """The same one by one, where signs or words part them."""


@dataclass(frozen=True)
class OrdWd(Selector):
    """An n-th weekday without a period: "every 3rd Friday" (`every`), "on the second Tuesday"."""

    positions: frozenset[int]
    among: frozenset[int]
    every: bool


@dataclass(frozen=True)
class Scoped(Selector):
    """N-th days of a period."""

    positions: frozenset[int]
    among: frozenset[int]
    of: Period


@dataclass(frozen=True)
class Dom(Selector):
    """Days of the month without a period."""

    days: frozenset[int]
    every: bool = False


@dataclass(frozen=True)
class Dates(Selector):
    """(year or None, month, day) each."""

    dates: tuple[tuple[int | None, int, int], ...]
    every: bool = False
    open: bool = False
    """Whether every year or once is open: "the 5th of January, April and July"."""


@dataclass(frozen=True)
class SlashDate(Selector):
    first: int
    second: int
    year: int
    every: bool = False
    """Whether "every" was said before it: "every 12/25"."""


@dataclass(frozen=True)
class Beside(Selector):
    """The last such weekday before a date, or the first one after it."""

    day: int
    date: Dates
    sign: int


@dataclass(frozen=True)
class Tree(Selector):
    """Days in canonical words."""

    days: Days


@dataclass(frozen=True)
class Rest(Selector):
    """The days that are named nowhere else, of `base` where some kind of day is said."""

    base: Wd | None = None


@dataclass(frozen=True)
class Ref(SingleDay):
    """A day counted from today."""

    days: int


@dataclass(frozen=True)
class NextDay(SingleDay):
    """ "next Friday" (`word` next), "this Friday", or the first Friday after today (later)."""

    day: int
    word: str


@dataclass(frozen=True)
class Span(SingleDay):
    """Durations said together: (n, unit) each; after `base` (an item) or now."""

    parts: tuple[tuple[float, str], ...]
    base: PointDay | None = None
    ago: bool = False


@dataclass(frozen=True)
class EndOf(SingleDay):
    """The last (or first) day of a unit or a month."""

    unit: str
    month: int | None = None
    year: int | None = None
    first: bool = False
    ahead: int = 0
    """1 for the end of the next one."""


@dataclass(frozen=True)
class DayOf(SingleDay):
    """The day of a certain week, month or year: "Tuesday of next week"."""

    day: PointDay
    period: ThisPeriod


@dataclass(frozen=True)
class NextOf(SingleDay):
    """The first to come of days that move: "Good Friday at noon"."""

    days: Days


@dataclass(frozen=True)
class Instant(SingleDay):
    at: datetime


@dataclass(frozen=True)
class MonthSet(Modifier):
    months: frozenset[int]
    year: int | None = None
    every: bool = False


@dataclass(frozen=True)
class DateRange(Modifier):
    first: PointDay
    last: PointDay


@dataclass(frozen=True)
class WeekParity(Modifier):
    """The weeks with an even, or an odd ISO number."""

    even: bool


@dataclass(frozen=True)
class Rolled(Modifier):
    """A day that is off is moved to the next business day, or to the one before."""

    off: Days
    later: bool


@dataclass(frozen=True)
class ThisPeriod(Modifier):
    unit: str
    next: int = 0
    """How many ahead: 1 for the next one."""
    month: int = 0
    """The month of "this September"."""


@dataclass(frozen=True)
class Times(TimeItem):
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Window(TimeItem):
    first: Time | None
    last: Time | None
    last_included: bool = True


@dataclass(frozen=True)
class Minutes(TimeItem):
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Bound(Limit):
    """`edge` is start, until, before or after; `items` are a day and a time."""

    edge: str
    items: tuple[BoundItem, ...]


@dataclass(frozen=True)
class Lasting(Limit):
    span: Span
    from_now: bool


@dataclass(frozen=True)
class Count(Limit):
    n: int
    unit: str | None = None
    """None counts runs, "date" the days on which it runs; else so many of each unit."""


@dataclass(frozen=True)
class Except(Limit):
    items: tuple[Item, ...]
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
class Now:
    pass


@dataclass(frozen=True)
class Nearest:
    """The first day to come for which all of these hold: "until the last Friday of November"."""

    items: tuple[DayItem, ...]


@dataclass(frozen=True)
class Both:
    """Day items that must hold together."""

    items: tuple[DayItem, ...]


@dataclass(frozen=True)
class ZoneItem:
    hit: ZoneHit


@dataclass(frozen=True)
class Local:
    pass


@dataclass(frozen=True)
class ClockRule:
    gap: str | None
    overlap: str | None


@dataclass(frozen=True)
class Ask:
    """Something that must be asked: the question and its answers, each a whole text or items in place of this one."""

    ask: str
    choices: Answers = ()


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


PointDay: TypeAlias = (
    NextOf | Wd | Dom | Dates | SlashDate | Ref | NextDay | Span | EndOf | DayOf | MonthSet | ThisPeriod
)
"""What may be one end of a range or of a bound."""
DayItem: TypeAlias = (
    Wd
    | OrdWd
    | Scoped
    | Dom
    | Dates
    | SlashDate
    | Beside
    | Tree
    | Rest
    | Ref
    | NextDay
    | Span
    | EndOf
    | DayOf
    | NextOf
    | Instant
    | MonthSet
    | DateRange
    | ThisPeriod
    | WeekParity
    | Rolled
)
"""What says on which days: every selector and every modifier."""
BoundItem: TypeAlias = DayItem | Nearest | Now | Times
"""What a bound is made of."""
Item: TypeAlias = (
    DayItem
    | Times
    | Window
    | Minutes
    | Pace
    | DayPart
    | Bound
    | Lasting
    | Count
    | Except
    | Now
    | Nearest
    | Both
    | ZoneItem
    | Local
    | ClockRule
    | Ask
    | Repeating
    | Also
    | Only
    | Sep
)

Answers: TypeAlias = tuple[str | tuple[Item, ...], ...]
"""What would answer a question, as in `Ask`."""


def tree_of(item: Item) -> Days | None:
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
        case WeekParity(even):
            return NumberedWeeks(even)
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
