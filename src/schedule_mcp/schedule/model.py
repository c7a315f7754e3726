"""The one value that everything meets in: a schedule.

`Once` is an instant, `Interval` is elapsed time, `Calendar` is wall-clock time: a union of rules, each
*days x times*. Days are a tree of nine node types that means a set of local dates between 2000-01-01 and
2399-12-31 (`days.py` evaluates it). Weekdays are counted from Monday = 0 everywhere inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

EVERY_WEEKDAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

DAY_S = 86_400
"""Seconds of a wall-clock day."""

TIME_END = 2 * DAY_S
"""Times of a rule lie in 0 .. TIME_END - 1: 25:00 is 01:00 of the following day."""


class Period(Enum):
    """What `Nth` counts within."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Unit(Enum):
    """What `Every` counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Gap(Enum):
    """A wall time that does not exist: run at the first instant after the gap, or not at all."""

    AFTER = "after"
    SKIP = "skip"
    SHIFT = "shift"
    """Each such time runs later by the length of the gap: 02:30 at 03:30 (croniter 6 with pytz, Java)."""
    SHIFT_FIRST = "shift_first"
    """The first such time runs later by the length of the gap, and what comes before that is lost; nothing stands
    for it where there was a run in the hour before (APScheduler)."""


class Overlap(Enum):
    """A wall time that comes twice: run the first time, both times, or the second time (Quartz)."""

    FIRST = "first"
    BOTH = "both"
    SECOND = "second"


@dataclass(frozen=True)
class Weekdays:
    """Every date on one of these weekdays (Monday = 0)."""

    days: frozenset[int]


@dataclass(frozen=True)
class Months:
    """Every date in one of these months (January = 1)."""

    months: frozenset[int]


@dataclass(frozen=True)
class Nth:
    """The n-th days of a period: the 15th, the last Friday, the third business day, the last day of a quarter.

    Positions count from 1, or from -1 backwards, among the dates of the period on the weekdays `among`.
    A period that has no such date has no day.
    """

    positions: frozenset[int]
    among: frozenset[int] = EVERY_WEEKDAY
    of: Period = Period.MONTH


@dataclass(frozen=True)
class Every:
    """Every n-th unit, in phase with the unit that holds the anchor, in both directions; weeks begin on Monday.

    For `Unit.DAY` these are single dates; for the others all dates of the unit.
    """

    n: int
    unit: Unit
    anchor: date


@dataclass(frozen=True)
class NumberedWeeks:
    """All dates of the weeks whose ISO 8601 number is even, or odd.

    A year of 53 weeks ends and the next begins with an odd one, so that this is no rhythm of two weeks.
    """

    even: bool


@dataclass(frozen=True)
class Between:
    """All dates from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Holidays:
    """The public holidays of a place ("DE", "DE-BY", "NYSE"), as far as they are known: see `public_holidays`."""

    place: str


@dataclass(frozen=True)
class Moved:
    """The days of `days`, each that is a day off moved to the nearest one that is none: after it, or before it."""

    days: Days
    off: Days
    later: bool


@dataclass(frozen=True)
class AllOf:
    """The dates that all parts share; without parts, every date."""

    parts: tuple[Days, ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """The dates of any part; without parts, no date."""

    parts: tuple[Days, ...] = ()


@dataclass(frozen=True)
class Not:
    """The dates that the part lacks."""

    part: Days


Days = Weekdays | Months | Nth | Every | NumberedWeeks | Holidays | Moved | Between | AllOf | AnyOf | Not

EVERY_DAY = AllOf()


@dataclass(frozen=True)
class Rule:
    """On these days at these times (seconds after local midnight of the day, ascending, 0 .. TIME_END - 1)."""

    days: Days
    times: tuple[int, ...]


@dataclass(frozen=True)
class Clock:
    """How a wall time meets a clock change. What people say needs the first two values of `gap` and `overlap` only;
    the rest is what some engine does."""

    gap: Gap = Gap.AFTER
    overlap: Overlap = Overlap.FIRST
    longest_gap_s: int | None = None
    """Gaps longer than this are skipped whatever `gap` says (Debian's cron: three hours)."""
    skips_midnight_gaps: bool = False
    """A gap that begins at midnight is skipped whatever `gap` says (APScheduler)."""


SPOKEN_CLOCK = Clock(Gap.AFTER, Overlap.FIRST)
"""Words, ISO 8601, RRULE and cron with fixed minute and hour."""

RUNNING_CLOCK = Clock(Gap.SKIP, Overlap.BOTH)
"""The clock as it really runs: "every hour at :15" and cron whose minute or hour field begins with `*`."""


@dataclass(frozen=True, eq=False)
class Once:
    """One instant (aware)."""

    at: datetime

    def __eq__(self, other: object) -> bool:
        # Two datetimes of one zone compare by their wall time, which comes twice when the clocks go back.
        return isinstance(other, Once) and self.at.astimezone(UTC) == other.at.astimezone(UTC)

    def __hash__(self) -> int:
        return hash(self.at.astimezone(UTC))


@dataclass(frozen=True)
class Interval:
    """Elapsed time between runs; the anchor is itself a run. Without an anchor the phase is free.

    `start` and `until` (aware, both included) bound the runs.
    """

    every: timedelta
    anchor: datetime | None = None
    start: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Calendar:
    """Wall-clock time: the union of the rules, in an IANA zone or a fixed offset such as "+05:30".

    `start` and `until` (aware, both included) bound the runs.
    """

    rules: tuple[Rule, ...]
    zone: str
    clock: Clock = SPOKEN_CLOCK
    start: datetime | None = None
    until: datetime | None = None


Schedule = Once | Interval | Calendar
