"""The seam between the service and a scheduling backend: one file per backend implements `Backend`.

A backend knows its own dialect, fields and calls, and nothing of other backends, of alternatives, of names of
groups or of the journal. Timing goes in as a `Schedule` and comes out as members: the fields of each object
that will be created, with the part of the schedule that it carries.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from schedule_mcp.backends.differences import Difference
from schedule_mcp.errors import BackendError, Conflict, Unsupported
from schedule_mcp.schedule.model import Schedule

Status = Literal["active", "paused", "completed", "incomplete", "dead", "unreadable"]


@dataclass(frozen=True)
class Capabilities:
    """What a kind of backend can hold, as data; `list_backends` shows it and the README prints it."""

    kind: str
    title: str
    timings: tuple[str, ...]
    """Of "once", "interval", "cron"; "any" for a backend that holds every schedule as it is."""
    dialects: tuple[str, ...] = ()
    """Names of `cron.dialects` that it speaks, the preferred one first."""
    zones: str = "per schedule"
    """"per schedule", or "one, configured"."""
    minimum_cadence_s: int = 0
    """The least number of seconds between two runs; 0 where it sets none."""
    creates_paused: bool = True
    can_pause: bool = True
    names_next_run: bool = False
    history: bool = False
    runs_now: bool = False
    """Whether it can make a run besides the timing, at once."""
    pauses_until: bool = False
    """Whether a pause can end by itself at an instant."""
    finds_by_name: bool = False
    """Whether `named`, `parts` and `page` cost the same however much is stored."""
    lists_all_agents: bool = False
    """Whether `list("")` gives the records of all agents."""
    window: tuple[str, ...] = ()
    """Of "start", "until": the bounds that it can hold itself."""
    input: Literal["text", "json object", "none"] = "text"
    input_required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    """Its own fields that `options` may set, each with a few words."""
    notes: tuple[str, ...] = ()
    """What a careful user should know, a sentence each."""


@dataclass(frozen=True)
class Member:
    """One object at the backend: the timing fields exactly as they are sent, and the runs they stand for."""

    timing: Mapping[str, Any]
    schedule: Schedule
    tolerance: timedelta = timedelta(0)
    """How far the backend's run may be off because it counts from the moment at which it gets the call."""


@dataclass(frozen=True)
class Encoding:
    """A schedule as one object or as several that share no instant.

    `differences` lists what the engine does otherwise within the horizon; each kind in it was accepted.
    """

    members: tuple[Member, ...]
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """A schedule as a backend holds it.

    `schedule` is None where its timing cannot be read as one meaning; `unreadable` then says why. `timing` are
    the stored timing fields, comparable with `Member.timing`; `next_run` is the backend's own.
    """

    id: str
    agent: str
    name: str
    status: Status
    timing: Mapping[str, Any]
    schedule: Schedule | None = None
    unreadable: str = ""
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    next_run: datetime | None = None
    names_next_run: bool = False
    """Whether the record itself said when it runs next, or that it never does."""
    notes: tuple[str, ...] = ()
    group_key: str = ""
    """The key of the split group where the backend keeps it outside the name (orq's metadata)."""
    tolerance: timedelta = timedelta(0)
    """How far a write may move its run, as in `Member`."""
    doubt: str = ""
    """Why the stored timing may run otherwise than it reads; a write that comes back so has failed."""
    others: Mapping[str, Any] = field(default_factory=dict)
    """Fields that no document names: other hands put them there, and a write that replaces sends them back."""
    answered: Record | None = field(default=None, compare=False)
    """The record as the write's own answer showed it; what a read shows otherwise came from another hand."""
    created: str = ""
    """When the backend made it, as it writes that; of two equal ones the earlier stays."""
    raw: Mapping[str, Any] = field(default_factory=dict)
    resumes: datetime | None = None
    """While it is paused: when it becomes active by itself."""
    reason: str = ""
    """Why it is paused, where nobody paused it."""
    last_run: str = ""
    """How its latest run ended, or that it goes on; "" where there was none or the backend does not tell."""


@dataclass(frozen=True)
class Draft:
    """What is to be created."""

    name: str
    member: Member
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True
    group_key: str = ""
    key: str = ""
    """The same for each call that asks for the same object, else another: hexadecimal digits, for backends whose names
    are unique or that take a key of idempotency. "" where nobody asks for the same twice."""


@dataclass(frozen=True)
class Change:
    """What an update names; None leaves the stored value as it is, byte for byte."""

    name: str | None = None
    member: Member | None = None
    input: str | None = None
    options: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class PastRun:
    """A run that the backend remembers."""

    due: datetime | None
    status: str
    started: datetime | None = None
    finished: datetime | None = None
    detail: str = ""
    id: str = ""
    kind: str = ""
    """"due" of the timing or "manual", where the backend tells."""
    attempt: int = 0
    """Counted from 1; 0 where the backend does not tell, or none was made."""


class NotReadBack(Exception):
    """The backend took a write, and then the record could not be read: `cause` says why. A failed read-back is no
    failed write, so this is no error of the tree; `writes.outcome` decides what it means."""

    def __init__(self, schedule_id: str, cause: BackendError) -> None:
        super().__init__(schedule_id)
        self.schedule_id = schedule_id
        self.cause = cause


@dataclass(frozen=True)
class Wanted:
    """Which schedules a list asks for: of an agent, of a status, with a name that contains a text in any case."""

    agent: str = ""
    status: str = ""
    name: str = ""


@dataclass(frozen=True)
class Page:
    """Some of the wanted records that are no parts of split schedules, in the order of their creation."""

    records: Sequence[Record]
    total: int
    """Of all that are wanted and no parts."""
    after: str = ""
    """Continues the page; "" at the end."""


class Backend(ABC):
    """A configured backend.

    All calls are synchronous, keep the deadline of the configuration and raise only errors of the tree:
    `Unavailable` when a write certainly did not happen, `OutcomeUnknown` when it may have. The only exception is
    `NotReadBack`, by `read_back`, after a write that was taken.
    """

    name: str
    """Its name in the configuration."""
    agent_id: str
    """The configured agent, "" when there is none."""
    capabilities: Capabilities

    @property
    def timeout_s(self) -> float:
        """The seconds that one request may take."""
        client = getattr(self, "client", None)
        return float(getattr(client, "deadline_s", 10.0))

    @abstractmethod
    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        """The schedule as this backend's timing fields, exactly.

        Raises:
            Unsupported: with a stable reason, and in `accept` the name that would lift it.
        """

    @abstractmethod
    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        """Refuse options and input that the backend would refuse (`InvalidArgument`)."""

    @abstractmethod
    def create(self, agent: str, draft: Draft) -> Record:
        """Create one object and return the record as read back."""

    @abstractmethod
    def get(self, agent: str, schedule_id: str) -> Record:
        """One record.

        Raises:
            NotFound: the backend has none of this id.
        """

    @abstractmethod
    def list(self, agent: str) -> Sequence[Record]:
        """All records of an agent, all pages."""

    def named(self, agent: str, name: str) -> Sequence[Record]:
        """Records of an agent; among them at least all of this name or id, and all parts of a schedule so named.

        A backend that finds by name does not read the others (`finds_by_name`).
        """
        del name
        return self.list(agent)

    def parts(self, agent: str, key: str = "") -> Sequence[Record]:
        """Records of an agent; among them at least all parts of split schedules, of one key or of all."""
        del key
        return self.list(agent)

    def page(self, wanted: Wanted, limit: int, after: str = "") -> Page | None:
        """A page by the backend's own filters; None where it has none, so that all records are to be read."""
        del wanted, limit, after
        return None

    @abstractmethod
    def update(self, agent: str, current: Record, change: Change) -> Record:
        """Change one object; what the change does not name stays as `current` has it. Returns it as read back."""

    @abstractmethod
    def pause(self, agent: str, schedule_id: str) -> Record:
        """Stop further runs; already paused is no error."""

    @abstractmethod
    def resume(self, agent: str, schedule_id: str) -> Record:
        """Let it run again; already active is no error."""

    @abstractmethod
    def delete(self, agent: str, schedule_id: str) -> None:
        """Delete it for good.

        Raises:
            NotFound: it is gone already.
        """

    def run_now(self, agent: str, schedule_id: str) -> PastRun:
        """Make a run besides the timing, paused or not; the run as it stands now.

        Raises:
            Unsupported: the backend cannot.
        """
        raise Unsupported(
            f"{self.capabilities.title} makes no run besides the timing",
            "Create a schedule for the next minute instead.",
            reason="run_now",
        )

    def pause_until(self, agent: str, schedule_id: str, instant: datetime) -> Record:
        """Pause until an instant, exactly: a run that is due right then is made.

        Raises:
            Unsupported: the backend cannot.
        """
        raise Unsupported(
            f"{self.capabilities.title} cannot end a pause by itself",
            "Pause it, and resume it when it shall run again.",
            reason="pause_until",
        )

    def read_back(self, agent: str, schedule_id: str, answered: Record | None = None) -> Record:
        """The record after a write that the backend took, with what its answer showed.

        Raises:
            NotReadBack: it cannot be read now.
        """
        try:
            return replace(self.get(agent, schedule_id), answered=answered)
        except BackendError as error:
            raise NotReadBack(schedule_id, error) from None

    def wait(self, seconds: float) -> None:
        """Let time pass before another look: what was written may show a moment later."""
        time.sleep(seconds)

    def restore(self, agent: str, previous: Record) -> Record:
        """Write a previous record back after an update that the backend made something else of."""
        current = self.get(agent, previous.id)
        member = None if previous.schedule is None else Member(previous.timing, previous.schedule)
        change = Change(previous.name, member, previous.input, previous.options)
        return self.update(agent, current, change)

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        """The last runs, latest first; empty where the backend keeps no history."""
        del agent, schedule_id, limit
        return ()

    def cron_timing(self, expression: str, zone: str) -> Mapping[str, Any] | None:
        """The timing fields of a cron text as it stands, unproved: for a look at what the engine makes of it.

        None where the backend has no cron or names no next run, so that there is nothing to look at.
        """
        del expression, zone
        return None

    @property
    def cron_zone(self) -> str:
        """The one zone in which its cron runs; "" where each schedule has its own."""
        return ""

    def each_run(self, agent: str) -> str:
        """What a run of an agent will do and who is told of it, where that is known here: an end of "each run …"."""
        del agent
        return ""

    def who_fires(self) -> str:
        """A sentence about who runs the schedules, where that is in doubt; else empty."""
        return ""

    def check(self) -> str:
        """Look whether the backend can be reached with these credentials; a short sentence about it.

        Raises:
            BackendError: it cannot.
        """
        self.list(self.agent_id)
        return "reachable"

    def close(self) -> None:  # noqa: B027 - most backends hold nothing open
        """Give back what the backend holds open."""


def refuse_overwriting(held: Record, made_from: Record, change: Change, backend: str) -> None:
    """Refuse a change of what another has changed since it was read.

    Raises:
        Conflict: with both values.
    """
    for what, theirs, before, ours in (
        ("name", held.name, made_from.name, change.name),
        ("input", held.input, made_from.input, change.input),
        ("timing", dict(held.timing), dict(made_from.timing), None if change.member is None else ()),
    ):
        if ours is not None and theirs not in (before, ours):
            raise Conflict(
                f"another has changed the {what} at the same moment: it was {str(before)[:100]!r} and is now "
                f"{str(theirs)[:100]!r}",
                "Nothing was changed. Read the schedule again, then decide.",
                backend=backend,
                operation="update",
            )
