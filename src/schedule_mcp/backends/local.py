"""The embedded backend: it holds every schedule exactly, and its workers fire it.

Timing is the schedule itself as JSON, so there is nothing to encode and nothing that an engine could do
otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from schedule_mcp.backends.base import (
    Backend,
    Capabilities,
    Change,
    Draft,
    Encoding,
    Member,
    Page,
    PastRun,
    Record,
    Wanted,
)
from schedule_mcp.backends.encoding import without_idle_bounds
from schedule_mcp.engine.part_names import part_named
from schedule_mcp.engine.policies import OPTIONS, check_options
from schedule_mcp.engine.port import (
    Delivery,
    Engine,
    InboxPage,
    Past,
    RunsPage,
    RunsWanted,
    SchedulesWanted,
    StoredSchedule,
)
from schedule_mcp.errors import ImpossibleSchedule, InvalidArgument, NotFound
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import next_fire
from schedule_mcp.schedule.model import Interval, Schedule
from schedule_mcp.schedule.stored import from_json, to_json

INBOX = "inbox"
"""The agent that always exists: its runs wait until somebody reads them."""

WAITS = "waits in the inbox of this server until it is read"

CAPABILITIES = Capabilities(
    kind="local",
    title="the embedded scheduler",
    timings=("any",),
    names_next_run=True,
    history=True,
    runs_now=True,
    pauses_until=True,
    finds_by_name=True,
    lists_all_agents=True,
    window=("start", "until"),
    options=OPTIONS,
    notes=(
        "Schedules fire while a server or a worker (`schedule-mcp worker`) runs on the same database.",
        "A run is delivered at least once, under an id that repeats keep.",
    ),
)


class LocalBackend(Backend):
    """Schedules in the embedded engine; `agents` are the names that the operator configured besides the inbox."""

    def __init__(
        self,
        name: str,
        engine: Engine,
        *,
        agents: Collection[str] = (),
        agent_id: str = INBOX,
        each_run: Callable[[str], str] | None = None,
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.capabilities = CAPABILITIES
        self.engine = engine
        self.agents = (INBOX, *sorted(set(agents) - {INBOX}))
        self._each_run = each_run
        self._agent(agent_id)

    # -- timing ----------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        del options
        if accept:
            raise InvalidArgument(
                f"accept names '{min(accept)[:40]}', but here nothing differs from what is said", "Leave it out."
            )
        kept = _phased(without_idle_bounds(schedule, now), now)
        if next_fire(kept, now) is None:
            raise ImpossibleSchedule("this schedule has no run in the future", "Name a time that is still to come.")
        return Encoding((Member({"schedule": to_json(kept)}, kept),))

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        del input
        check_options(options)

    # -- calls -----------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        stored = StoredSchedule(
            uuid.uuid4().hex[:12],
            self._agent(agent),
            draft.name,
            draft.member.schedule,
            "active" if draft.enabled else "paused",
            draft.input,
            dict(draft.options),
        )
        self.engine.arm(stored)
        return self.get(agent, stored.id)

    def get(self, agent: str, schedule_id: str) -> Record:
        return _record(self._find(agent, schedule_id))

    def list(self, agent: str) -> Sequence[Record]:
        return [_record(stored) for stored in self.engine.all(agent)]

    def named(self, agent: str, name: str) -> Sequence[Record]:
        found = {stored.id: stored for stored in self.engine.named(agent, name)}
        # What carries the key of a part belongs to it, whatever it is named.
        for key in {part.key for stored in found.values() if (part := part_named(stored.name))}:
            found |= {stored.id: stored for stored in self.engine.parts(agent, key)}
        same_id = self.engine.find(name)
        if same_id is not None and agent in ("", same_id.agent):
            found[same_id.id] = same_id
        return [_record(stored) for stored in found.values()]

    def parts(self, agent: str, key: str = "") -> Sequence[Record]:
        return [_record(stored) for stored in self.engine.parts(agent, key)]

    def page(self, wanted: Wanted, limit: int, after: str = "") -> Page:
        asked = SchedulesWanted(wanted.agent, wanted.status, wanted.name)
        if limit == 0:
            return Page((), self.engine.count(asked))
        found = self.engine.page(asked, limit, after)
        return Page([_record(stored) for stored in found.schedules], found.total, found.after)

    def update(self, agent: str, current: Record, change: Change) -> Record:
        stored = self._find(agent, current.id)
        changed = replace(
            stored,
            name=stored.name if change.name is None else change.name,
            input=stored.input if change.input is None else change.input,
            options=dict(stored.options if change.options is None else {**stored.options, **change.options}),
        )
        if change.member is not None:
            changed = replace(changed, schedule=change.member.schedule)
            if changed.status == "completed":
                changed = replace(changed, status="active")
        self.engine.arm(changed)
        return self.get(agent, current.id)

    def pause(self, agent: str, schedule_id: str) -> Record:
        stored = self._find(agent, schedule_id)
        if stored.status == "active":
            self.engine.arm(replace(stored, status="paused"))
        elif stored.resumes is not None:
            # Paused without end from now on.
            self.engine.arm(replace(stored, resumes=None))
        return self.get(agent, schedule_id)

    def resume(self, agent: str, schedule_id: str) -> Record:
        stored = self._find(agent, schedule_id)
        if stored.status == "paused":
            self.engine.arm(replace(stored, status="active", resumes=None))
        return self.get(agent, schedule_id)

    def delete(self, agent: str, schedule_id: str) -> None:
        self._find(agent, schedule_id)
        self.engine.cancel(schedule_id)

    def restore(self, agent: str, previous: Record) -> Record:
        stored = self._find(agent, previous.id)
        self.engine.arm(
            replace(
                stored,
                name=previous.name,
                schedule=from_json(previous.timing["schedule"]),
                input=previous.input,
                options=dict(previous.options),
            )
        )
        return self.get(agent, previous.id)

    def pause_until(self, agent: str, schedule_id: str, instant: datetime) -> Record:
        self._find(agent, schedule_id)
        paused = self.engine.pause_until(schedule_id, instant)
        if paused is None:
            raise self._none(schedule_id)
        return _record(paused)

    # -- runs ------------------------------------------------------------------------------------------------

    def run_now(self, agent: str, schedule_id: str) -> PastRun:
        self._find(agent, schedule_id)
        run = self.engine.run_now(schedule_id)
        if run is None:
            raise self._none(schedule_id)
        return past_run(run)

    def replay(self, run: str) -> PastRun:
        """Make a run again that failed, was missed, skipped or cancelled, under its id."""
        found = self.engine.replay(run)
        if found is None:
            raise NotFound(
                f"there is no run {quoted(run)} on '{self.name}'", "Take an id from the past runs.", backend=self.name
            )
        return past_run(found)

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        self._find(agent, schedule_id)
        return [past_run(past) for past in self.engine.history(schedule_id, limit)]

    def past_runs(self, wanted: RunsWanted, limit: int, after: str = "") -> RunsPage:
        """Past runs over all schedules."""
        return self.engine.runs(wanted, limit, after)

    def inbox(self, limit: int, *, schedule_id: str = "", unread: bool = False, after: str = "") -> InboxPage:
        """Runs that wait in the inbox, latest first; reading marks nothing."""
        return self.engine.inbox(limit, schedule_id=schedule_id, unread=unread, after=after)

    def delivery(self, run: str) -> Delivery | None:
        """The run of an id in the inbox."""
        return self.engine.delivery(run)

    def acknowledge(self, runs: Collection[str]) -> int:
        """Mark runs in the inbox as read; how many of them were unread."""
        return self.engine.acknowledge(runs)

    def unread(self, schedule_id: str = "") -> int:
        """How many runs in the inbox are unread."""
        return self.engine.unread(schedule_id)

    # -- who fires -------------------------------------------------------------------------------------------

    def each_run(self, agent: str) -> str:
        return WAITS if self._each_run is None else self._each_run(agent)

    def who_fires(self) -> str:
        workers = self.engine.alive()
        standing = [worker for worker in workers if worker.kind == "worker"]
        if standing:
            return f"a worker fires these schedules; it runs since {standing[0].started:%Y-%m-%d %H:%M} UTC"
        who = "while this server runs" if workers else "once a server or worker runs"
        return (
            f"these schedules fire {who}; of runs missed meanwhile the latest is made up for (option catch_up). "
            "`schedule-mcp worker` keeps them firing without a client"
        )

    def check(self) -> str:
        held = self.engine.count(SchedulesWanted()) + len(self.engine.parts(""))
        workers = self.engine.alive()
        due, since = self.engine.overdue()
        late = "" if since is None else f"; {due} are due and not begun, the first since {since:%Y-%m-%d %H:%M:%S} UTC"
        alive = f"{len(workers)} workers alive" if workers else "no worker is alive"
        return f"{held} schedules; {alive}{late}; {self.engine.unread()} unread in the inbox"

    def close(self) -> None:
        self.engine.close()

    def _agent(self, agent: str) -> str:
        if (agent or self.agent_id) not in self.agents:
            raise InvalidArgument(
                f"the embedded scheduler has no agent {quoted(agent)}",
                f"Configured: {', '.join(self.agents)}. The operator adds others to the configuration file.",
            )
        return agent or self.agent_id

    def _find(self, agent: str, schedule_id: str) -> StoredSchedule:
        stored = self.engine.find(schedule_id)
        if stored is None or (agent and stored.agent != agent):
            raise self._none(schedule_id)
        return stored

    def _none(self, schedule_id: str) -> NotFound:
        return NotFound(
            f"there is no schedule {quoted(schedule_id)} on '{self.name}'",
            "Take an id from list_schedules.",
            backend=self.name,
            operation="get",
        )


def _phased(schedule: Schedule, now: datetime) -> Schedule:
    """A free phase counts from now, in whole seconds, so that a plan names the runs that will be made."""
    if isinstance(schedule, Interval) and schedule.anchor is None:
        return replace(schedule, anchor=now.astimezone(UTC).replace(microsecond=0) + schedule.every)
    return schedule


def _record(stored: StoredSchedule) -> Record:
    return Record(
        stored.id,
        stored.agent,
        stored.name,
        # Over, and its last run failed: that is not what completed means.
        "dead" if stored.status == "completed" and stored.last_run == "failed" else stored.status,
        {"schedule": to_json(stored.schedule)},
        stored.schedule,
        input=stored.input,
        options=dict(stored.options),
        next_run=stored.next_due,
        names_next_run=True,
        resumes=stored.resumes,
        reason=stored.reason,
        last_run=stored.last_run,
    )


def past_run(past: Past) -> PastRun:
    """A run of the engine as the seam has it."""
    return PastRun(
        *(past.due, past.status, past.started, past.finished, _detail(past.detail, past.missed, past.attempt)),
        *(past.id, past.kind, past.attempt),
    )


def _detail(detail: str, missed: int, attempt: int) -> str:
    parts = [detail] if detail else []
    if missed:
        parts.append(f"stands for {missed} missed runs before it")
    if attempt > 1:
        parts.append(f"attempt {attempt}")
    return "; ".join(parts)
