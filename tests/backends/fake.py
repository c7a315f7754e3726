"""A backend in a dictionary, strict about what it is sent and able to misbehave on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, Change, Draft, Encoding, Record
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron import dialect, parse
from schedule_mcp.errors import InvalidArgument, NotFound, OutcomeUnknown, Rejected, Unavailable
from schedule_mcp.schedule import Once, Schedule, next_fire


class FakeBackend(Backend):
    """Cron of one dialect and single instants. Every request is counted in `calls`, in order.

    Faults: `fail` maps a verb to errors for its next calls (None lets one pass); with `applied` the request takes
    effect before the error. `alter` changes a record before it is stored.
    """

    def __init__(
        self,
        name: str,
        now: Callable[[], datetime],
        *,
        agent_id: str = "a1",
        dialect_name: str = "vixie",
        zone: str | None = None,
        creates_paused: bool = True,
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.capabilities = Capabilities(
            kind="fake",
            title="the fake backend",
            timings=("once", "cron"),
            dialects=(dialect_name,),
            names_next_run=True,
            creates_paused=creates_paused,
            options={"speed": "how fast"},
        )
        self.form = Form(
            "the fake backend",
            dialect(dialect_name),
            lambda expression, place: {"cron": expression, "zone": place},
            once=lambda at: {"at": at.isoformat()},
            zone=zone,
        )
        self._now = now
        self.held: dict[str, Record] = {}
        self.calls: list[tuple[str, str]] = []
        self.fail: dict[str, list[Exception | None]] = {}
        self.applied = False
        self.alter: Callable[[Record], Record] = lambda record: record
        self._next = 1
        self.waited = 0.0

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        del options
        return encode(self.form, schedule, now=now, accept=accept)

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        del input
        if set(options) - {"speed"}:
            raise InvalidArgument("no such option")

    def create(self, agent: str, draft: Draft) -> Record:
        self._require(agent)

        def apply() -> Record:
            record = Record(
                str(self._next),
                agent,
                draft.name,
                "active" if draft.enabled else "paused",
                dict(draft.member.timing),
                input=draft.input,
                options=dict(draft.options),
                names_next_run=True,
            )
            self._next += 1
            return self._store(self.alter(record))

        return self._request("create", draft.name, apply)

    def get(self, agent: str, schedule_id: str) -> Record:
        self._require(agent)
        return self._request("get", schedule_id, lambda: self._shown(self._record(schedule_id)))

    def list(self, agent: str) -> Sequence[Record]:
        self._require(agent)
        return self._request("list", "", lambda: [self._shown(r) for r in self.held.values()])

    def update(self, agent: str, current: Record, change: Change) -> Record:
        self._require(agent)

        def apply() -> Record:
            stored = self._record(current.id)
            changed = replace(
                stored,
                name=stored.name if change.name is None else change.name,
                timing=stored.timing if change.member is None else dict(change.member.timing),
                input=stored.input if change.input is None else change.input,
                options=stored.options if change.options is None else dict(change.options),
            )
            return self._store(self.alter(changed))

        return self._request("update", current.id, apply)

    def pause(self, agent: str, schedule_id: str) -> Record:
        self._require(agent)
        return self._request("pause", schedule_id, lambda: self._set_status(schedule_id, "paused"))

    def resume(self, agent: str, schedule_id: str) -> Record:
        self._require(agent)
        return self._request("resume", schedule_id, lambda: self._set_status(schedule_id, "active"))

    def delete(self, agent: str, schedule_id: str) -> None:
        self._require(agent)

        def apply() -> None:
            self._record(schedule_id)
            del self.held[schedule_id]

        self._request("delete", schedule_id, apply)

    def wait(self, seconds: float) -> None:
        self.waited += seconds

    # -- inside ----------------------------------------------------------------------------------------------

    def _request(self, verb: str, what: str, apply: Callable[[], Any]) -> Any:
        self.calls.append((verb, what))
        queue = self.fail.get(verb, [])
        error = queue.pop(0) if queue else None
        if error is not None:
            if self.applied:
                apply()
            raise error
        return apply()

    def _require(self, agent: str) -> None:
        assert agent == self.agent_id, f"asked for agent {agent!r}"

    def _record(self, schedule_id: str) -> Record:
        if schedule_id not in self.held:
            raise NotFound(f"no schedule {schedule_id}", backend=self.name)
        return self.held[schedule_id]

    def _set_status(self, schedule_id: str, status: Any) -> Record:
        return self._store(replace(self._record(schedule_id), status=status))

    def _store(self, record: Record) -> Record:
        self.held[record.id] = record
        return self._shown(record)

    def _shown(self, record: Record) -> Record:
        """With what the stored timing means, and with the next run of an active schedule."""
        timing = record.timing
        if "at" in timing:
            schedule: Schedule = Once(datetime.fromisoformat(timing["at"]))
        elif "cron" in timing:
            schedule = parse(timing["cron"], self.form.dialect, timing["zone"])
        else:
            return replace(record, unreadable="a timing that nobody knows")
        next_run = record.next_run
        if next_run is None and record.status == "active":
            next_run = next_fire(schedule, self._now())
        return replace(record, schedule=schedule, next_run=next_run)

    def writes(self) -> list[tuple[str, str]]:
        """The requests that change something."""
        return [call for call in self.calls if call[0] not in ("get", "list")]


def unknown() -> OutcomeUnknown:
    return OutcomeUnknown("the connection broke", "Look before repeating.", operation="create")


def unavailable() -> Unavailable:
    return Unavailable("the backend is down", "Try again later.")


def rejected() -> Rejected:
    return Rejected("400 from the backend", "Change the request.")
