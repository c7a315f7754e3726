"""The port of the local engine: what is stored, and the calls that make it fire.

An occurrence is identified by (schedule, generation, due). Pausing, resuming or changing a schedule begins a new
generation, so that nothing armed before can fire afterwards. Delivery is at least once, under a stable id.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, runtime_checkable

from schedule_mcp.schedule import Schedule

CatchUp = Literal["latest", "all", "skip"]
OverlapPolicy = Literal["allow", "skip"]

OPTIONS: Mapping[str, str] = {
    "catch_up": "runs missed while no worker ran: 'latest' (default: one run for all of them), 'all', 'skip'",
    "overlap": "a run that is due while the one before is still going: 'allow' (default) or 'skip'",
}

CATCH_UP_DEFAULT: CatchUp = "latest"
OVERLAP_DEFAULT: OverlapPolicy = "allow"
LATE_AFTER = timedelta(seconds=60)
"""A run that is later than this counts as missed."""

HISTORY_KEPT = 100
"""Occurrences kept for each schedule."""


@dataclass(frozen=True)
class StoredSchedule:
    """A schedule as the engine holds it. `next_due` is None while it is not armed."""

    id: str
    agent: str
    name: str
    schedule: Schedule
    status: Literal["active", "paused", "completed"]
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    generation: int = 1
    next_due: datetime | None = None
    created: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True)
class Occurrence:
    """One run that a worker has claimed."""

    schedule_id: str
    generation: int
    due: datetime
    attempt: int
    worker: str
    agent: str
    name: str
    input: str
    missed: int = 0
    """Runs before this one that nobody ran, and that this one stands for."""

    @property
    def id(self) -> str:
        """The same for every attempt, so that a receiver can tell repeats."""
        return f"{self.schedule_id}:{self.generation}:{int(self.due.timestamp())}"


@dataclass(frozen=True)
class Finished:
    """How an attempt ended: "done", "failed" for good, or "retry" at an instant."""

    status: Literal["done", "failed", "retry"]
    detail: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True)
class Past:
    """An occurrence in the history."""

    due: datetime
    status: str
    attempt: int
    missed: int
    started: datetime | None
    finished: datetime | None
    detail: str


@dataclass(frozen=True)
class Delivery:
    """A run in the inbox."""

    id: str
    schedule_id: str
    name: str
    input: str
    due: datetime
    delivered: datetime
    missed: int
    read: bool


@dataclass(frozen=True)
class WorkerSeen:
    """A worker that was heard of lately; `kind` is "server" or "worker"."""

    id: str
    kind: str
    started: datetime
    seen: datetime


class Engine(Protocol):
    """Five calls that fire (arm, cancel, claim, finish, alive), two for the dead, and the store beneath them."""

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        """Store a schedule and arm its next run when it is active; a free phase counts from now."""

    def cancel(self, schedule_id: str) -> bool:
        """Delete a schedule with everything that is armed; whether there was one."""

    def claim(self, worker: str, limit: int, lease: timedelta) -> Sequence[Occurrence]:
        """What is due now, or whose lease ran out, now held by this worker."""

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        """Settle an attempt; False when the worker no longer holds it."""

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        """The workers heard of lately; with a name, note that this one is alive."""

    def workers(self) -> Mapping[str, datetime]:
        """Every worker that neither left nor was buried, and when it was heard of."""

    def bury(self, worker: str, seen: datetime) -> bool:
        """End the leases of a worker that was not heard of since `seen`; False when it was."""

    def find(self, schedule_id: str) -> StoredSchedule | None: ...

    def all(self, agent: str = "") -> Sequence[StoredSchedule]: ...

    def next_due(self) -> datetime | None:
        """When something is due next, over all schedules."""

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]: ...

    def deliver(self, occurrence: Occurrence) -> None:
        """Put a run into the inbox; repeated, it changes nothing."""

    def inbox(self, limit: int, *, schedule_id: str = "", mark_read: bool = False) -> Sequence[Delivery]:
        """Runs in the inbox, latest first."""

    def close(self) -> None: ...


class Runner(Protocol):
    """A worker, as an engine sees it that hands out runs by itself."""

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def lease(self) -> timedelta:
        """Longer than any delivery of this worker takes."""

    def attempt(self, occurrence: Occurrence) -> Finished:
        """Deliver a run that this worker holds; raises nothing."""

    def settle(self, occurrence: Occurrence, how: Finished) -> None:
        """Tell the engine how the attempt ended."""


@runtime_checkable
class SelfDriven(Protocol):
    """An engine that calls the worker when something is due, where the others are asked."""

    def drive(self, runner: Runner, stop: threading.Event) -> bool:
        """Hand runs to the worker until `stop` is set; False at once where this process cannot, and it has to ask."""
