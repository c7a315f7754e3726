"""What the operator allows, in one place, and the limits of input."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, pairwise
from threading import Lock

from schedule_mcp.errors import NotAllowed, ReadOnly
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.model import Interval

_RUNS_LOOKED_AT = 2_000
_MINUTE = timedelta(minutes=1)


class Pace:
    """Creates on each backend within the last minute: an agent in a loop must not flood what may cost money."""

    def __init__(self, at_most: int = 0) -> None:
        self.at_most = at_most
        self._made: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def admit(self, backend: str, now: datetime) -> None:
        """Count a create, or refuse it; without a limit everything is admitted."""
        if not self.at_most:
            return
        with self._lock:
            made = self._made.setdefault(backend, deque())
            while made and made[0] <= now - _MINUTE:
                made.popleft()
            if len(made) >= self.at_most:
                raise NotAllowed(
                    f"create was refused: {len(made)} schedules were created on '{backend}' within a minute, which is "
                    "the operator's limit",
                    f"Ask the person whether so many are meant; the next may be created at "
                    f"{made[0] + _MINUTE:%H:%M:%S} UTC.",
                )
            made.append(now)


@dataclass(frozen=True)
class Policy:
    """The operator's limits; the empty sets allow everything."""

    read_only: bool = False
    allowed_backends: frozenset[str] = frozenset()
    allowed_agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Backend name to the agents that may be written to."""
    minimum_cadence: timedelta = timedelta(0)
    """The least time between two runs of one schedule."""
    pace: Pace = field(default_factory=Pace)

    def check_write(self, operation: str, backend: str, agent: str) -> None:
        """Refuse a write that the operator does not allow."""
        if self.read_only:
            raise ReadOnly(operation)
        if self.allowed_backends and backend not in self.allowed_backends:
            raise NotAllowed(
                f"{operation} was refused: the operator does not allow writes to the backend '{backend}'",
                f"Allowed: {_listed(self.allowed_backends)}.",
            )
        agents = self.allowed_agents.get(backend)
        if agents and agent not in agents:
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
    """The shortest time between two of the next 2,000 runs; None with fewer than two runs."""
    if isinstance(schedule, Interval):
        return schedule.every
    runs = islice(fires(schedule, after=after), _RUNS_LOOKED_AT)
    return min((later - earlier for earlier, later in pairwise(runs)), default=None)


def _seconds(duration: timedelta) -> str:
    seconds = duration.total_seconds()
    return f"{seconds:g} seconds"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
