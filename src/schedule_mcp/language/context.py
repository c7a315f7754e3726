"""Where a reading happens: the instant, the zone, and the decisions that words leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from schedule_mcp.errors import ImpossibleSchedule
from schedule_mcp.schedule.zones import Zone, zone

T = TypeVar("T")
ZONE_ASKED = "In which time zone?"


class NeedsAnswer(Exception):
    """Must be asked; `choices` would answer it, as those of `Ask` do."""

    def __init__(self, ask: str, choices: Sequence[Any] = ()) -> None:
        super().__init__(ask)
        self.ask = ask
        self.choices = tuple(choices)


@dataclass
class Context:
    """One attempt at a reading: open decisions take the option that `choices` names, else the first."""

    now: datetime
    zone_name: str | None
    choices: tuple[int, ...] = ()
    asked: list[tuple[str, int]] = field(default_factory=list)
    forced: bool = False
    """Whether something must be asked even when only one option is left."""
    zone_was_asked: bool = False
    offered: int | None = None
    """The decision whose answers are offered, with the usual answer to all others."""
    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def choose(self, ask: str, options: Sequence[T], *, forced: bool = False) -> T:
        """One of the options; the question is remembered."""
        k = len(self.asked)
        self.asked.append((ask, len(options)))
        self.forced |= forced
        return options[self.choices[k] if k < len(self.choices) and self.choices[k] < len(options) else 0]

    def confirm(self, ask: str) -> None:
        """Asks although one answer alone is possible: what it leads to must be agreed to."""
        self.choose(ask, (True,), forced=True)

    def assume(self, text: str) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def place(self) -> Zone:
        """The zone; asked for when none is known."""
        if self.zone_name is None:
            self.zone_name = self.choose(ZONE_ASKED, ("UTC",), forced=True)
            self.zone_was_asked = True
        return zone(self.zone_name)

    def local_now(self) -> datetime:
        """Now on the clocks of the zone, without a zone."""
        return self.now.astimezone(self.place().tzinfo).replace(tzinfo=None)

    def today(self) -> date:
        return self.local_now().date()

    def instant(self, wall: datetime, *, ask: bool = True) -> datetime:
        """The instant of a wall time; one that does not exist or comes twice is asked about."""
        place = self.place()
        around = [place.offset_at(int((wall.replace(tzinfo=UTC) + timedelta(days=d)).timestamp())) for d in (-1, 1)]
        found = []
        for offset in dict.fromkeys(around):
            at = wall.replace(tzinfo=UTC) - timedelta(seconds=offset)
            if at.astimezone(place.tzinfo).replace(tzinfo=None) == wall:
                found.append(at)
        found.sort()
        if len(found) == 1 or (found and not ask):
            return found[0].astimezone(place.tzinfo)
        options = found or sorted(wall.replace(tzinfo=UTC) - timedelta(seconds=o) for o in set(around))
        why = "comes twice" if found else "does not exist"
        if not ask:
            return options[0].astimezone(place.tzinfo)
        return self.choose(
            f"{wall:%Y-%m-%d %H:%M} {why} in {place.name} because the clocks change: which instant?", options
        ).astimezone(place.tzinfo)


def checked_date(year: int, month: int, day: int) -> date:
    """The date.

    Raises:
        ImpossibleSchedule: there is none.
    """
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleSchedule(
            f"there is no date {year}-{month:02}-{day:02}", "Check the day and the month."
        ) from None
