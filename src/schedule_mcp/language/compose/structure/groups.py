"""Days and times that belong together, and what holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.compose.structure.clauses import SECONDS
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.model import DAY_S

RULES_AT_MOST = 32
T = TypeVar("T")


@dataclass
class Group:
    """Days and times that belong together."""

    selectors: list[list[g.DayItem]] = field(default_factory=list)
    """Any of these; each is a list of items that must all hold."""
    modifiers: list[g.DayItem] = field(default_factory=list)
    paces: list[g.Pace] = field(default_factory=list)
    clock_pace: g.Pace | None = None
    times: list[g.Time] = field(default_factory=list)
    window: g.Window | None = None
    minutes: tuple[int, ...] | None = None
    part: tuple[int, int] | None = None
    each_part: bool = False
    """Whether the part of the day is in the plural: "mornings"."""
    habitual: bool = False
    """Whether the part of the day stands by itself and may mean every day: "abends um 8"."""
    times_first: bool = False
    """Whether its times precede its days: "9am on weekdays"."""
    leads: bool = False
    """Whether a month or a range of dates precedes its days and times."""
    leading: list[g.DayItem] = field(default_factory=list)
    """Months and ranges that precede its days and times and are separated from them by a sign."""
    parted: str = ""
    """The sign that separates what precedes from its days and times."""
    trailing: bool = False
    """Whether a pace, a month or a range of dates follows its days and times."""
    set_off: bool = False
    """Whether a comma stands before what follows."""
    per: g.Count | None = None
    joint: str = ""
    """What separates it from the pair before it: a comma or "and"."""

    @property
    def counted_by_pace(self) -> bool:
        """Whether the count says the same as the pace: "four times a day, every 6 hours"."""
        per, pace = self.per, self.clock_pace
        if per is None or pace is None or per.unit != "day":
            return False
        return per.n * pace.n * SECONDS[pace.unit] == DAY_S

    @property
    def has_days(self) -> bool:
        return bool(self.selectors or self.modifiers or self.paces)

    @property
    def only_times(self) -> bool:
        paced = self.clock_pace or self.window or self.minutes is not None or self.part or self.per
        return bool(self.times) and not self.has_days and not paced

    @property
    def has_times(self) -> bool:
        return bool(self.times or self.window or self.clock_pace or self.minutes is not None)


@dataclass
class Outline:
    """A whole phrase: groups, and what holds for all of them."""

    groups: list[Group] = field(default_factory=list)
    exceptions: list[tuple[range, g.Except]] = field(default_factory=list)
    bounds: list[g.Bound] = field(default_factory=list)
    lasting: g.Lasting | None = None
    count: int | None = None
    counted: str = ""
    """Whether the count is of days and not of runs: "the next two Fridays at 9am and 5pm"."""
    clock: list[g.ClockRule] = field(default_factory=list)
    also: bool = False
    """Whether a word such as "also" keeps what precedes."""
    shared: bool = False
    """Whether an exception beside several parts may hold for all."""
    repeating: bool = False
    daily: bool = False
    """Whether a plural part of the day comes with its time: "por las mañanas a las 8"."""
    each_time: bool = False
    """Whether a word such as "jeweils" stood before a time."""
    zone: g.ZoneItem | None = None


def once_only(old: T | None, new: T, what: str) -> T:
    if old is not None and old != new:
        raise UnreadableText(f"two different {what}s are said", "Say one.")
    return new
