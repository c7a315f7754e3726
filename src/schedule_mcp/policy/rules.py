"""What the operator allows, in one place, and the limits of input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, pairwise, takewhile

from schedule_mcp.errors import NotAllowed, ReadOnly
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.clock import HORIZON
from schedule_mcp.schedule.days import dates_from, dates_until, rotate
from schedule_mcp.schedule.fire_times import epoch_seconds, instant_of
from schedule_mcp.schedule.model import DAY_S, Calendar, Interval
from schedule_mcp.schedule.times import normal_form, times_of
from schedule_mcp.schedule.zones import zone

_RUNS_LOOKED_AT = 2_000
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Pace:
    """The objects that may be created on each backend within a minute, over all processes on a data directory: an
    agent in a loop must not flood what may cost money. 0 is no limit."""

    def __init__(self, at_most: int = 0) -> None:
        self.at_most = at_most

    def check(self, backend: str, made: Sequence[tuple[datetime, int]], more: int) -> None:
        """Refuse `more` objects after those that were made within the last minute, oldest first."""
        count = sum(objects for _, objects in made)
        if not self.at_most or count + more <= self.at_most:
            return
        if more > self.at_most:
            hint = "Ask the operator to raise creates_per_minute, or say it as fewer schedules."
        else:
            hint = (
                f"Ask the person whether so many are meant; the next may be created at {made[0][0] + _MINUTE:%H:%M:%S} "
                "UTC."
            )
        raise NotAllowed(
            f"create was refused: {count} schedules were created on '{backend}' within a minute, and this would make "
            f"{more} more; the operator's limit is {self.at_most}",
            hint,
        )


@dataclass(frozen=True)
class Policy:
    """The operator's limits. A list that is not given allows everything, an empty one nothing."""

    read_only: bool = False
    allowed_backends: frozenset[str] | None = None
    allowed_agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Backend name to the agents that may be written to; all of a backend that is not named here."""
    minimum_cadence: timedelta = timedelta(0)
    """The least time between two runs of one schedule."""
    pace: Pace = field(default_factory=Pace)

    def check_write(self, operation: str, backend: str, agent: str) -> None:
        """Refuse a write that the operator does not allow."""
        if self.read_only:
            raise ReadOnly(operation)
        if self.allowed_backends is not None and backend not in self.allowed_backends:
            raise NotAllowed(
                f"{operation} was refused: the operator does not allow writes to the backend '{backend}'",
                f"Allowed: {_listed(self.allowed_backends)}.",
            )
        agents = self.allowed_agents.get(backend)
        if agents is not None and agent not in agents:
            raise NotAllowed(
                f"{operation} was refused: the operator does not allow the agent '{agent}' on '{backend}'",
                f"Allowed: {_listed(agents)}.",
            )

    def check_cadence(self, schedule: Schedule, after: datetime) -> None:
        """Refuse a schedule that runs more often than the operator allows."""
        if not self.minimum_cadence:
            return
        shortest = shortest_gap(schedule, after)
        if shortest is not None and shortest < self.minimum_cadence:
            raise NotAllowed(
                f"this would run again after {_seconds(shortest)}; the operator's least time between runs is "
                f"{_seconds(self.minimum_cadence)}",
                "Choose a slower cadence.",
            )


def shortest_gap(schedule: Schedule, after: datetime) -> timedelta | None:
    """The shortest time between two runs within the horizon; None with fewer than two runs."""
    if isinstance(schedule, Interval):
        return schedule.every
    if not isinstance(schedule, Calendar):
        return None
    soon = islice(fires(schedule, after=after), _RUNS_LOOKED_AT)
    found = [later - earlier for earlier, later in pairwise(soon)]
    found += _gaps_by_the_clock(schedule, after)
    for change in _changes_within(schedule, after):
        around = takewhile(
            lambda run, end=change + _DAY: run <= end,  # type: ignore[misc]
            fires(schedule, after=max(after, change - _DAY)),
        )
        found += [later - earlier for earlier, later in pairwise(around)]
    return min(found, default=None)


def _gaps_by_the_clock(schedule: Calendar, after: datetime) -> Iterator[timedelta]:
    """The shortest distances by the clock within a day, and from one day to the next, for each kind of day."""
    first = max(after, schedule.start) if schedule.start is not None else after
    last = after + HORIZON if schedule.until is None else min(schedule.until, after + HORIZON)
    if first > last:
        return
    # A date in the schedule's zone may be a day off the one in UTC.
    span = dates_from((first + _DAY).date()) & dates_until((last - _DAY).date())
    kinds = [(dates & span, times_of(times)) for dates, times in normal_form(schedule.rules).items() if dates & span]
    for dates, times in kinds:
        if len(times) > 1:
            yield timedelta(seconds=min(later - earlier for earlier, later in pairwise(times)))
        for others, starts in kinds:
            if rotate(dates, 1) & others:
                yield timedelta(seconds=DAY_S + starts[0] - times[-1])


def _changes_within(schedule: Calendar, after: datetime) -> Iterator[datetime]:
    """The clock changes of the horizon, where what is an hour apart by the clock may run at once."""
    begin, end = epoch_seconds(after), epoch_seconds(after + HORIZON)
    for change in zone(schedule.zone).transitions_between(begin, end):
        yield instant_of(change.at)


def _seconds(duration: timedelta) -> str:
    seconds = duration.total_seconds()
    return f"{seconds:g} seconds"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
