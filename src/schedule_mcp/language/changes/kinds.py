"""What a change of a schedule says: one small value for each kind of statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schedule_mcp.errors import InputError
from schedule_mcp.schedule.model import Days, Schedule, Unit


class ImpossibleChange(InputError):
    """The schedule has not what the change speaks of; the hint says what would work."""

    code = "impossible_change"


@dataclass(frozen=True)
class NewTimes:
    """Other times of the day (seconds after midnight) on the same days; `only` where it is said that no other stays."""

    times: tuple[int, ...]
    only: bool = False


@dataclass(frozen=True)
class NewDays:
    """Other days at the same times."""

    days: Days
    paced: bool = False
    """Whether a pace such as "every other week" is said with them."""


@dataclass(frozen=True)
class OneDay:
    """A single date, at the same times or at the one named; `weekly` are the days where they may come again."""

    day: date
    time: int | None = None
    weekly: Days | None = None


@dataclass(frozen=True)
class Later:
    """So much later, or earlier where it is negative: months and days on the calendar, the rest on the clock."""

    days: int = 0
    seconds: int = 0
    months: int = 0


@dataclass(frozen=True)
class Extra:
    """Days, times or both beside those that there are; None or () takes those that there are."""

    days: Days | None = None
    times: tuple[int, ...] = ()


@dataclass(frozen=True)
class Less:
    """Days, times or times on days that go; None means all of them."""

    days: Days | None = None
    times: tuple[int, ...] | None = None


@dataclass(frozen=True)
class SkipRuns:
    """The next runs are left out."""

    count: int = 1


@dataclass(frozen=True)
class Within:
    """Only the days that also lie here: "only in December"."""

    days: Days


@dataclass(frozen=True)
class NewBounds:
    """Another start, another end, or none any more."""

    start: datetime | None = None
    until: datetime | None = None
    count: int | None = None
    """So many runs more."""
    no_start: bool = False
    no_end: bool = False


@dataclass(frozen=True)
class InZone:
    """Another zone: the same wall times there, or the same instants."""

    zone: str
    same_instants: bool = False


@dataclass(frozen=True)
class NewPace:
    """Every n units of time within the day, or every n days, weeks, months or years."""

    every: timedelta | None = None
    n: int = 0
    unit: Unit = Unit.DAY


@dataclass(frozen=True)
class Whole:
    """A sentence of its own, which replaces days and times."""

    schedule: Schedule
    exact: bool = False
    """Whether it says all: nothing of the old one stays."""
    phased: bool = False
    """Whether it says itself from which day it is counted."""


Edit = NewTimes | NewDays | OneDay | Later | Extra | Less | SkipRuns | Within | NewBounds | InZone | NewPace | Whole


@dataclass(frozen=True)
class Change:
    """What is to be done to a schedule, in order; without edits nothing."""

    edits: tuple[Edit, ...] = ()
    zone: str = "UTC"
    """The zone in which it was said, for what has none of its own."""
    sense: str = ""
    """As in `Option`, where it is one of several changes that may be meant."""
