"""The port of the local engine: what is stored, and the calls that make it fire.

An occurrence is identified by (schedule, generation, due). Pausing, resuming or changing a schedule begins a new
generation, so that nothing armed before can fire afterwards. Delivery is at least once, under a stable id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from schedule_mcp.outside.secrets import redacted
from schedule_mcp.schedule import Schedule

ScheduleStatus = Literal["active", "paused", "completed"]
RunKind = Literal["due", "manual"]
"""Of the calendar, or asked for by `run_now`."""

RUN_STATUSES = ("waiting", "running", "retry", "done", "failed", "missed", "skipped", "cancelled")
DEAD = frozenset({"failed", "missed", "skipped", "cancelled"})
"""Runs that ended without being made; they can be replayed."""

HISTORY_KEPT = 100
"""Occurrences kept for each schedule."""


@dataclass(frozen=True)
class StoredSchedule:
    """A schedule as the engine holds it. `next_due` is None while it is not armed."""

    id: str
    agent: str
    name: str
    schedule: Schedule
    status: ScheduleStatus
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    generation: int = 1
    next_due: datetime | None = None
    created: datetime | None = None
    updated: datetime | None = None
    resumes: datetime | None = None
    """While it is paused: when it becomes active by itself."""
    reason: str = ""
    """Why it is paused, where nobody paused it."""
    last_run: str = ""
    """The status of its latest run, "" before the first."""


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
    kind: RunKind = "due"
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for every attempt, so that a receiver can tell repeats."""
        return run_id(self.schedule_id, self.generation, self.due, self.kind)


def run_id(schedule_id: str, generation: int, due: datetime, kind: RunKind) -> str:
    """SCHEDULE:GENERATION:SECONDS, and for a run that was asked for SCHEDULE:GENERATION:manual-SECONDS.MICROSECONDS."""
    seconds = int(due.timestamp())
    last = f"manual-{seconds}.{due.microsecond:06}" if kind == "manual" else str(seconds)
    return f"{schedule_id}:{generation}:{last}"


@dataclass(frozen=True)
class Finished:
    """How an attempt ended: "done", "failed" for good, or "retry" at an instant."""

    status: Literal["done", "failed", "retry"]
    detail: str = ""
    retry_at: datetime | None = None
    to_inbox: bool = False
    """The run is put into the inbox, once, together with this end."""

    def __post_init__(self) -> None:
        # What a command printed or a server answered is kept, and may hold what was given to it.
        object.__setattr__(self, "detail", redacted(self.detail))


@dataclass(frozen=True)
class Past:
    """A run in the history."""

    id: str
    schedule_id: str
    name: str
    agent: str
    kind: RunKind
    due: datetime
    status: str
    attempt: int
    missed: int
    started: datetime | None
    finished: datetime | None
    detail: str


@dataclass(frozen=True)
class RunsWanted:
    """Which past runs: of these statuses (empty: all), due in [since, until), of an agent, of a schedule."""

    statuses: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    agent: str = ""
    schedule_id: str = ""
    failed_first: bool = False
    """Failed ones before all others; else the latest first."""


@dataclass(frozen=True)
class RunsPage:
    """Some of the wanted runs; `after` continues them and is "" at the end, `total` counts all that are wanted."""

    runs: Sequence[Past]
    total: int
    after: str = ""


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
class InboxPage:
    """Some of what the inbox holds, latest first; `total` and `unread` count all of it that was asked for."""

    deliveries: Sequence[Delivery]
    total: int
    unread: int
    after: str = ""
    """Continues the page; "" at the end."""
    dropped: int = 0
    """Unread runs that were dropped because the inbox was full, over its whole life."""


@dataclass(frozen=True)
class SchedulesWanted:
    """Which schedules: of an agent, of a status, with a name that contains a text (any case)."""

    agent: str = ""
    status: str = ""
    name: str = ""


@dataclass(frozen=True)
class SchedulesPage:
    """Some schedules in the order of creation; parts of split schedules come in `parted`, all of them, on each page."""

    schedules: Sequence[StoredSchedule]
    total: int
    """Of those that are no parts."""
    after: str = ""


@dataclass(frozen=True)
class Room:
    """What a worker can take now: runs of agents that it knows, and not all of them of one agent."""

    limit: int
    agents: Collection[str] | None = None
    """The agents that it knows; None for all."""
    share: int = 0
    """The most that this worker runs of one agent at a time; 0 is no limit."""
    at_once: Mapping[str, int] = field(default_factory=dict)
    """The most that all workers together run of an agent at a time."""
    kept: Collection[str] = ()
    """The agents whose runs go on under a keeper when their worker dies."""
    host: str = ""
    """Where those keepers are."""


@dataclass(frozen=True)
class WorkerSeen:
    """A worker that was heard of lately; `kind` is "server" or "worker"."""

    id: str
    kind: str
    started: datetime
    seen: datetime


@dataclass(frozen=True)
class Event:
    """What became of a run, for people who want to be told: it was made, it failed for good, or nobody made it."""

    what: Literal["fired", "failed", "missed"]
    run: str
    schedule: str
    name: str
    agent: str
    due: datetime
    detail: str = ""
    missed: int = 0
    """Runs before this one that nobody made; of "missed", how many were missed in all."""


def events_of(occurrence: Occurrence, status: str, detail: str) -> Sequence[Event]:
    """What is to be told when a run comes to a status; nothing while it will be tried again."""
    run, missed = occurrence.id, occurrence.missed
    whose = (run, occurrence.schedule_id, occurrence.name, occurrence.agent, occurrence.due)
    if status in ("missed", "skipped"):
        return [Event("missed", *whose, detail or "no worker ran when it was due", missed + 1)]
    found = [Event("missed", *whose, "made up for by the run that was due last", missed)] if missed else []
    if status in ("done", "failed"):
        return [*found, Event("fired" if status == "done" else "failed", *whose, detail, missed)]
    return []


@runtime_checkable
class Telling(Protocol):
    """An engine that settles some runs itself, without an attempt by the worker that asks."""

    def settled(self) -> Sequence[Event]:
        """What became of such runs since the last call."""


class Engine(Protocol):
    """Calls that fire (arm, cancel, claim, finish, alive), two for the dead, the store beneath them, what happened."""

    folder: Path | None
    """Where the keepers of commands leave their files."""

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        """Store a schedule and arm its next run when it is active; a free phase counts from now."""

    def cancel(self, schedule_id: str) -> bool:
        """Delete a schedule with everything that is armed; whether there was one."""

    def run_now(self, schedule_id: str) -> Past | None:
        """Have a schedule run once besides its calendar, paused or not, as soon as a worker is free.

        It is recorded as "manual" and arms nothing. None when there is no such schedule.
        """

    def pause_until(self, schedule_id: str, instant: datetime) -> StoredSchedule | None:
        """Pause a schedule until an instant: a run that is due right then is made, none before it.

        None when there is no such schedule.
        """

    def replay(self, run: str) -> Past | None:
        """Make a dead run again, under its id; None when there is no run of this id.

        Raises:
            Conflict: the run is not dead.
        """

    def claim(self, worker: str, room: Room, lease: timedelta) -> Sequence[Occurrence]:
        """What is due now, or whose lease ran out, now held by this worker."""

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        """Settle an attempt; False when the worker no longer holds it."""

    def finish_all(self, ended: Sequence[tuple[Occurrence, Finished]]) -> Sequence[bool]:
        """Settle several attempts at the cost of one."""

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        """The workers heard of lately; with a name, note that this one is alive."""

    def workers(self) -> Mapping[str, datetime]:
        """Every worker that neither left nor was buried, and when it was heard of."""

    def bury(self, worker: str, seen: datetime) -> bool:
        """End the leases of a worker that was not heard of since `seen`; False when it was."""

    def find(self, schedule_id: str) -> StoredSchedule | None: ...

    def all(self, agent: str = "") -> Sequence[StoredSchedule]: ...

    def named(self, agent: str, name: str) -> Sequence[StoredSchedule]:
        """The schedules of exactly this name, and the parts of split ones of it; of all agents where none is named."""

    def parts(self, agent: str, key: str = "") -> Sequence[StoredSchedule]:
        """The parts of the split schedule of a key, or of all split schedules."""

    def page(self, wanted: SchedulesWanted, limit: int, after: str = "") -> SchedulesPage:
        """Schedules that are no parts of others, in the order of their creation."""

    def count(self, wanted: SchedulesWanted) -> int:
        """How many schedules there are that are no parts of others."""

    def next_due(self, agents: Collection[str] | None = None) -> datetime | None:
        """When something is to be done next, over all schedules or those of some agents."""

    def overdue(self) -> tuple[int, datetime | None]:
        """How many schedules are due and not begun, and since when the first of them waits."""

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]: ...

    def runs(self, wanted: RunsWanted, limit: int, after: str = "") -> RunsPage:
        """Past runs over all schedules.

        Raises:
            InvalidArgument: `after` is not of a page.
        """

    def inbox(self, limit: int, *, schedule_id: str = "", unread: bool = False, after: str = "") -> InboxPage:
        """Runs in the inbox, latest first; reading marks nothing.

        Raises:
            InvalidArgument: `after` is not of a page.
        """

    def delivery(self, run: str) -> Delivery | None:
        """The run of an id in the inbox."""

    def acknowledge(self, runs: Collection[str]) -> int:
        """Mark runs in the inbox as read; how many of them were unread."""

    def unread(self, schedule_id: str = "") -> int:
        """How many runs in the inbox are unread."""

    def tidy(self) -> None:
        """Forget what is older or more than is kept; cheap when there is nothing to do."""

    def close(self) -> None: ...


class Runner(Protocol):
    """A worker, as an engine sees it that records its deliveries."""

    @property
    def id(self) -> str: ...

    def attempt(self, occurrence: Occurrence) -> Finished:
        """Deliver a run that this worker holds; raises nothing."""


@runtime_checkable
class Recording(Protocol):
    """An engine that keeps a record of each delivery, so that one that ended is not repeated when its worker dies."""

    def prepare(self, worker: str, due_in_s: float | None) -> None:
        """Make ready for what is due so soon, or rest when nothing is."""

    def recorded(self, runner: Runner, occurrence: Occurrence) -> Finished:
        """Deliver a run, or tell how an attempt before ended that nobody could tell."""

    def stop_recording(self) -> None: ...
