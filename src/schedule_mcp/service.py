"""The main path, one method for each verb: read, plan, journal, send, verify, answer.

Methods take the arguments of the tools and return the structured answers as plain dictionaries, or raise the
errors of the tree. They are synchronous and thread-safe as far as their backends are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from threading import Lock
from typing import Any, Literal, Protocol, runtime_checkable

from schedule_mcp.alternatives import alternatives
from schedule_mcp.arguments import (
    checked_accept,
    checked_agent,
    checked_count,
    checked_input,
    checked_instant,
    checked_name,
    checked_options,
    checked_when,
    checked_zone,
)
from schedule_mcp.backends.base import Backend, Change, Record
from schedule_mcp.engine.port import Delivery
from schedule_mcp.errors import (
    BackendError,
    Conflict,
    InvalidArgument,
    OutcomeUnknown,
    Rejected,
    ScheduleError,
    Unsupported,
    VerificationFailed,
    quoted,
)
from schedule_mcp.groups import Group, gathered, member_name, part_of
from schedule_mcp.handles import Handle
from schedule_mcp.journal import Journal, natural_key
from schedule_mcp.language import read
from schedule_mcp.lookup import Directory
from schedule_mcp.planning import Asked, Planned, plan_answer, plan_for, question_answer, run_json
from schedule_mcp.policy import CRON_AT_MOST, Policy, check_length
from schedule_mcp.rows import Row, backends_json, cleaned, handle_of, past_json, place_of, records_of, row_json
from schedule_mcp.schedule import Schedule, fires, same
from schedule_mcp.schedule.zones import zone_data_version
from schedule_mcp.writing import Written, create_members, deleted, drafts_of, replace_members, switched, update_one

STATUSES = ("active", "paused", "completed", "incomplete", "dead")
LISTED_AT_MOST = 100
SETTLED_AFTER = timedelta(minutes=1)
"""A create whose outcome is unknown may still arrive within this time; until then it is not sent again."""

_RUNS_SHOWN = 5


@runtime_checkable
class HasInbox(Protocol):
    """A backend whose runs may wait to be read."""

    def inbox(self, limit: int, *, schedule_id: str = "", mark_read: bool = False) -> Sequence[Delivery]: ...


@dataclass(frozen=True)
class _Request:
    """What a create asks for."""

    planned: Planned
    agent: str
    name: str
    input: str
    options: Mapping[str, Any]
    enabled: bool
    again: bool = False

    @property
    def natural_key(self) -> str:
        timing = [dict(member.timing) for member in self.planned.encoding.members]
        return natural_key(self.planned.backend.name, self.agent, self.name, timing, self.input)


@dataclass(frozen=True)
class _Change:
    """What an update changes besides the timing; empty values stay as they are."""

    name: str = ""
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


class Service:
    """Schedules over all configured backends."""

    def __init__(
        self,
        backends: Mapping[str, Backend],
        *,
        default_backend: str,
        timezone: str | None,
        policy: Policy,
        journal: Journal,
        now: Callable[[], datetime],
    ) -> None:
        self.directory = Directory(backends, default_backend)
        self.backends = self.directory.backends
        self.timezone = checked_zone(timezone or "")
        self.policy = policy
        self.journal = journal
        self._now = now
        self._locks = {name: Lock() for name in self.backends}

    # -- looking ---------------------------------------------------------------------------------------------

    def preview(
        self,
        when: str,
        timezone: str = "",
        backend: str = "",
        agent_id: str = "",
        accept: str | list[str] = "",
        show: int = 5,
        as_of: str = "",
        schedule_id: str = "",
    ) -> dict[str, Any]:
        """What would be sent and when it would run; with `schedule_id`, next to what that schedule does now."""
        del agent_id  # the timing does not depend on it
        now = checked_instant(as_of, self._now())
        show = checked_count("show", show)
        current: tuple[Handle, Row] | None = None
        options: Mapping[str, Any] = {}
        if schedule_id:
            current = self.directory.resolve(schedule_id)
            if backend and backend != current[0].backend:
                raise InvalidArgument(
                    f"{quoted(schedule_id)} is on '{current[0].backend}', not on {quoted(backend)}",
                    "Leave `backend` out.",
                )
            backend, options = current[0].backend, records_of(current[1])[0].options
        planned = self._plan(self.directory.backend(backend), when, timezone, accept, options, now)
        if isinstance(planned, dict):
            return planned
        answer = plan_answer(planned, "ok", show, now)
        if current is not None:
            answer["current"] = row_json(current[0].backend, current[1], now)
            answer["changes_timing"] = not _keeps_timing(current[1], planned.schedule, now)
        return answer

    def explain(
        self,
        expression: str,
        dialect: str = "",
        backend: str = "",
        timezone: str = "",
        show: int = 5,
        as_of: str = "",
    ) -> dict[str, Any]:
        """What a cron expression does, in a named dialect or as a backend reads it."""
        from schedule_mcp.explain import explain

        check_length("expression", expression, CRON_AT_MOST)
        if dialect and backend:
            raise InvalidArgument("`dialect` and `backend` were both given", "Name one of them.")
        found = explain(
            expression,
            dialect=(self.directory.dialect_of(backend) if backend else dialect) or "vixie",
            timezone=checked_zone(timezone) or self.timezone or "UTC",
            as_of=checked_instant(as_of, self._now()),
            show=checked_count("show", show),
            backend_dialect=self.directory.dialect_of() or None,
        )
        answer: dict[str, Any] = {
            "status": "ok",
            "understood": found.sentence,
            "dialect": found.dialect,
            "timezone": found.timezone,
            "zone_data": zone_data_version(),
            "points": list(found.points),
            "next_runs": [run_json(run, found.timezone) for run in found.next_runs],
            "spellings": found.spellings,
        }
        if found.runs_per_year is not None:
            answer["runs_per_year"] = {"least": found.runs_per_year[0], "most": found.runs_per_year[1]}
        if found.smallest_gap_s is not None:
            answer["gap_s"] = {"smallest": found.smallest_gap_s, "largest": found.largest_gap_s}
        return answer

    def get(self, schedule_id: str, runs: int = 0) -> dict[str, Any]:
        """One schedule, with its next runs and, on request, past ones; and what waits of it in the inbox."""
        checked_count("runs", runs, LISTED_AT_MOST, least=0)
        now = self._now()
        handle, row = self.directory.resolve(schedule_id)
        backend = self.backends[handle.backend]
        records = records_of(row)
        schedule = row_json(handle.backend, row, now)
        schedule["input"] = cleaned(records[0].input)
        schedule["options"] = cleaned(dict(records[0].options))
        schedule["stored"] = [cleaned(dict(record.timing)) for record in records]
        answer: dict[str, Any] = {"status": "ok", "zone_data": zone_data_version(), "schedule": schedule}
        if row.schedule is not None and row.status == "active":
            upcoming = islice(fires(row.schedule, after=now), _RUNS_SHOWN)
            answer["next_runs"] = [run_json(run, place_of(row)) for run in upcoming]
        if who := backend.who_fires():
            answer["fires"] = who
        warnings = [note for record in records for note in record.notes]
        if isinstance(row, Group) and row.status == "incomplete":
            warnings.append(_incomplete(handle, row))
        if runs:
            past = self._past(backend, handle, records, runs)
            answer["runs"] = [past_json(run, place_of(row)) for run in past]
            if not past and not backend.capabilities.history:
                warnings.append("this backend keeps no history of runs")
        if warnings:
            answer["warnings"] = list(dict.fromkeys(map(cleaned, warnings)))
        if isinstance(backend, HasInbox):
            waiting = backend.inbox(_RUNS_SHOWN, schedule_id=records[0].id)
            answer |= {"inbox": [_delivery_json(each) for each in waiting]} if waiting else {}
        return answer

    def _past(self, backend: Backend, handle: Handle, records: Sequence[Record], count: int) -> list[Any]:
        past = [run for record in records for run in backend.runs(handle.agent, record.id, count)]
        past.sort(key=lambda run: run.due or run.started or datetime.min.replace(tzinfo=UTC), reverse=True)
        return past[:count]

    def inbox(self, limit: int = 20, mark_read: bool = False) -> dict[str, Any]:
        """Runs that wait in the inboxes of the embedded backends, latest first."""
        checked_count("limit", limit, LISTED_AT_MOST)
        found: list[dict[str, Any]] = []
        for name, backend in self.backends.items():
            if isinstance(backend, HasInbox):
                found.extend({"backend": name, **_delivery_json(d)} for d in backend.inbox(limit, mark_read=mark_read))
        found.sort(key=lambda row: str(row["due"]["utc"]), reverse=True)
        return {"status": "ok", "inbox": found[:limit]}

    def list_schedules(
        self,
        backend: str = "",
        agent_id: str = "",
        status: str = "",
        name: str = "",
        limit: int = 20,
        cursor: str = "",
    ) -> dict[str, Any]:
        """Rows of all configured backends, or of one; a backend that fails is named in `warnings`."""
        if status and status not in STATUSES:
            raise InvalidArgument(f"there is no status {quoted(status)}", f"Use one of: {', '.join(STATUSES)}.")
        checked_count("limit", limit, LISTED_AT_MOST)
        offset = _cursor(cursor)
        rows: list[tuple[str, Row]] = []
        warnings = []
        for each in [self.directory.backend(backend).name] if backend else self.backends:
            try:
                rows.extend((each, row) for row in self.directory.rows(each, agent_id))
            except BackendError as error:
                if backend:
                    raise
                warnings.append(f"'{each}' could not be listed, its schedules are missing here: {error}")
        wanted = [
            (each, row)
            for each, row in rows
            if (not status or row.status == status) and name.casefold() in row.name.casefold()
        ]
        now = self._now()
        page = [row_json(each, row, now) for each, row in wanted[offset : offset + limit]]
        answer: dict[str, Any] = {"status": "ok", "total": len(wanted), "schedules": page}
        if offset + limit < len(wanted):
            answer["next_cursor"] = str(offset + limit)
        if warnings:
            answer["warnings"] = warnings
        return answer

    def list_backends(self) -> dict[str, Any]:
        """The configured backends with what each kind can hold."""
        return backends_json(self.backends, self.directory.default, self.timezone, self.policy.read_only)

    # -- creating --------------------------------------------------------------------------------------------

    def create(
        self,
        name: str,
        when: str,
        timezone: str = "",
        backend: str = "",
        agent_id: str = "",
        input: str = "",
        enabled: bool = True,
        options: Mapping[str, Any] | str = "",
        accept: str | list[str] = "",
        plan: str = "",
    ) -> dict[str, Any]:
        """Create a schedule, or say that it exists already; it is read back and compared before it is reported."""
        name, input, own = checked_name(name), checked_input(input), checked_options(options)
        chosen = self.directory.backend(backend)
        agent = checked_agent(agent_id) or chosen.agent_id
        self.policy.check_write("create", chosen.name, agent)
        chosen.check_options(own, input)
        now = self._now()
        planned = self._plan(chosen, when, timezone, accept, own, now, plan)
        if isinstance(planned, dict):
            return planned
        request = _Request(planned, agent, name, input, own, enabled)
        with self._writing(chosen.name):
            return self._existing(request, now) or self._create(request, now)

    def _create(self, request: _Request, now: datetime) -> dict[str, Any]:
        planned, chosen = request.planned, request.planned.backend
        drafts = drafts_of(
            request.name,
            planned.encoding.members,
            planned.key,
            input=request.input,
            options=request.options,
            enabled=request.enabled,
        )
        entry = self.journal.begin("create", chosen.name, request.natural_key, planned.digest)
        try:
            written = create_members(chosen, request.agent, drafts, now, bool(planned.encoding.differences))
        except OutcomeUnknown as error:
            self.journal.settle(entry, "unknown", {"error": error.code, **error.details})
            return self._unknown(request, f"{error.message}. {error.hint}", now)
        except Rejected as error:
            self.journal.settle(entry, "failed", {"error": error.code, **error.details})
            if not error.details.get("re_encode"):
                raise
            return self._create_again(request, error, now)
        except ScheduleError as error:
            self.journal.settle(entry, "failed", {"error": error.code, **error.details})
            raise
        self.journal.settle(entry, "done", {"ids": [record.id for record in written.records]})
        return self._written_answer(planned, "created", gathered(written.records)[0], written, now)

    def _create_again(self, request: _Request, refusal: Rejected, now: datetime) -> dict[str, Any]:
        """Once more, after the backend has shown by its refusal which of its contracts it keeps."""
        planned = request.planned
        encoding = planned.backend.encode(
            planned.schedule, now=planned.read_at, accept=planned.accept, options=request.options
        )
        if encoding.members == planned.encoding.members or request.again:
            raise refusal
        return self._create(replace(request, planned=replace(planned, encoding=encoding), again=True), now)

    def _existing(self, request: _Request, now: datetime) -> dict[str, Any] | None:
        """The answer when the backend has this schedule already, or may be about to have it."""
        chosen, key = request.planned.backend, request.natural_key
        for row in gathered(chosen.list(request.agent)):
            if row.name != request.name or records_of(row)[0].input != request.input:
                continue
            if row.status == "incomplete" and isinstance(row, Group) and row.key == request.planned.key:
                raise Conflict(
                    "parts of this schedule exist already",
                    _incomplete(handle_of(chosen.name, row), row) + ".",
                    backend=chosen.name,
                    operation="create",
                )
            if row.status in ("active", "paused") and _keeps_timing(row, request.planned.schedule, now):
                self._settle_earlier(key, "done")
                return self._written_answer(request.planned, "exists", row, None, now)
        for earlier in self.journal.unsettled(key):
            settled = datetime.fromisoformat(earlier.at) + SETTLED_AFTER
            if now < settled:
                problem = f"an earlier call with the same content may still arrive until {settled:%H:%M:%S} UTC"
                return self._unknown(request, problem, now)
        self._settle_earlier(key, "failed")
        return None

    def _settle_earlier(self, key: str, state: Literal["done", "failed"]) -> None:
        for entry in self.journal.unsettled(key):
            self.journal.settle(entry.id, state, {"looked": True})

    def _unknown(self, request: _Request, problem: str, now: datetime) -> dict[str, Any]:
        answer = plan_answer(request.planned, "unknown", _RUNS_SHOWN, now)
        advice = (
            f"{problem.strip()} It is not known whether the schedule was created. Do not repeat the call now: in a "
            f"minute look with list_schedules (name {quoted(request.name)}), and create it only if it is not there."
        )
        answer["warnings"] = [advice, *answer.get("warnings", [])]
        return answer

    # -- changing --------------------------------------------------------------------------------------------

    def update(
        self,
        schedule_id: str,
        name: str = "",
        when: str = "",
        timezone: str = "",
        input: str = "",
        options: Mapping[str, Any] | str = "",
        accept: str | list[str] = "",
        plan: str = "",
    ) -> dict[str, Any]:
        """Change what is named and nothing else; without `when` the stored timing stays byte for byte."""
        own = checked_options(options)
        name, input = checked_name(name) if name else "", checked_input(input)
        _check_update(name, when, timezone, input, own, accept, plan)
        handle, row = self.directory.resolve(schedule_id)
        chosen = self.backends[handle.backend]
        self.policy.check_write("update", handle.backend, handle.agent)
        now = self._now()
        first = records_of(row)[0]
        if own or input:
            chosen.check_options({**first.options, **own}, input or first.input)
        planned: Planned | None = None
        if when:
            made = self._plan(chosen, when, timezone, accept, {**first.options, **own}, now, plan)
            if isinstance(made, dict):
                return made
            planned = made if row.status != "active" or not _keeps_timing(row, made.schedule, now) else None
            if row.status == "paused" and _keeps_timing(row, made.schedule, now):
                planned = None
        change = _Change(
            name if name != row.name else "",
            input if input != first.input else "",
            {key: value for key, value in own.items() if key not in first.options or first.options[key] != value},
        )
        if planned is None and change == _Change():
            return {"status": "unchanged", "schedule": row_json(handle.backend, row, now)}
        with self._writing(handle.backend):
            return self._update(handle, row, planned, change, now)

    def _update(
        self, handle: Handle, row: Row, planned: Planned | None, change: _Change, now: datetime
    ) -> dict[str, Any]:
        chosen = self.backends[handle.backend]
        with self._noted("update", handle, planned.digest if planned else ""):
            if planned is None or (isinstance(row, Record) and len(planned.encoding.members) == 1):
                written = self._in_place(chosen, handle, row, planned, change, now)
            else:
                written = self._regrouped(chosen, handle, row, planned, change, now)
        changed = gathered(written.records)[0]
        if planned is not None:
            return self._written_answer(planned, "updated", changed, written, now)
        return {
            "status": "updated",
            "schedule": row_json(handle.backend, changed, now),
            "verified": written.verdict.to_json(),
        }

    def _in_place(
        self, chosen: Backend, handle: Handle, row: Row, planned: Planned | None, change: _Change, now: datetime
    ) -> Written:
        member = planned.encoding.members[0] if planned else None
        accepted = bool(planned and planned.encoding.differences)
        written = []
        for record in records_of(row):
            part = part_of(record) if isinstance(row, Group) else None
            name = change.name
            if name and part is not None:
                name = member_name(name, part.number, part.count, part.key)
            wanted = Change(name or None, member, change.input or None, change.options or None)
            written.append(update_one(chosen, handle.agent, record, wanted, now, accepted))
        return Written(tuple(r for w in written for r in w.records), written[0].verdict)

    def _regrouped(
        self, chosen: Backend, handle: Handle, row: Row, planned: Planned, change: _Change, now: datetime
    ) -> Written:
        records = records_of(row)
        drafts = drafts_of(
            change.name or row.name,
            planned.encoding.members,
            # A group keeps its key, so that its handle stays and members that keep their timing stay as they are.
            row.key if isinstance(row, Group) else planned.key,
            input=change.input or records[0].input,
            options={**records[0].options, **change.options},
            enabled=any(record.status in ("active", "completed") for record in records),
        )
        return replace_members(chosen, handle.agent, records, drafts, now, bool(planned.encoding.differences))

    def pause(self, schedule_id: str) -> dict[str, Any]:
        """Stop further runs; what runs already is not stopped."""
        return self._switch(schedule_id, "pause", "paused")

    def resume(self, schedule_id: str) -> dict[str, Any]:
        """Let a paused schedule run again."""
        return self._switch(schedule_id, "resume", "active")

    def _switch(
        self, schedule_id: str, verb: Literal["pause", "resume"], wanted: Literal["paused", "active"]
    ) -> dict[str, Any]:
        handle, row = self.directory.resolve(schedule_id)
        backend = self.backends[handle.backend]
        self.policy.check_write(verb, handle.backend, handle.agent)
        _check_switch(backend, row, verb)
        now = self._now()
        if row.status == wanted:
            return {"status": "unchanged", "schedule": row_json(handle.backend, row, now)}
        if verb == "resume" and isinstance(row, Group) and (row.missing or len(row.members) != row.count):
            raise Conflict(
                f"{quoted(row.name)} is not whole, so it was not resumed",
                _incomplete(handle, row) + ".",
                backend=handle.backend,
                operation=verb,
            )
        done: list[Record] = []
        records = records_of(row)
        with self._writing(handle.backend), self._noted(verb, handle, ""):
            for record in records:
                try:
                    is_so = record.status == wanted
                    done.append(record if is_so else switched(backend, handle.agent, record, wanted))
                except ScheduleError as error:
                    _say_how_far(error, len(done), len(records), wanted)
                    raise
        answer = {"status": "updated", "schedule": row_json(handle.backend, gathered(done)[0], now)}
        _check_switched(backend, done, verb, wanted)
        if verb == "resume" and (who := backend.who_fires()):
            answer["fires"] = who
        return answer

    def delete(self, schedule_id: str, name: str) -> dict[str, Any]:
        """Delete a schedule for good; `name` must be its name."""
        handle, row = self.directory.resolve(schedule_id)
        backend = self.backends[handle.backend]
        self.policy.check_write("delete", handle.backend, handle.agent)
        if name.strip() != row.name.strip():
            raise InvalidArgument(
                f"the schedule {quoted(schedule_id)} is named {quoted(row.name)}, not {quoted(name)}",
                "Nothing was deleted. Send the name of the schedule that is meant.",
            )
        records = records_of(row)
        with self._writing(handle.backend), self._noted("delete", handle, ""):
            for number, record in enumerate(records):
                try:
                    deleted(backend, handle.agent, record)
                except ScheduleError as error:
                    _say_how_far(error, number, len(records), "deleted")
                    raise
        return {"status": "ok", "schedule": {"id": str(handle), "name": row.name, "status": "deleted"}}

    # -- parts -----------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, backend: str) -> Iterator[None]:
        """One write at a time to a backend, so that looking and writing belong together."""
        with self._locks[backend]:
            yield

    @contextmanager
    def _noted(self, verb: str, handle: Handle, digest: str) -> Iterator[None]:
        """The journal around a write."""
        entry = self.journal.begin(verb, handle.backend, str(handle), digest)
        try:
            yield
        except ScheduleError as error:
            unknown = isinstance(error, OutcomeUnknown)
            self.journal.settle(entry, "unknown" if unknown else "failed", {"error": error.code})
            raise
        self.journal.settle(entry, "done")

    def _plan(
        self,
        chosen: Backend,
        when: str,
        timezone: str,
        accept: str | list[str],
        options: Mapping[str, Any],
        now: datetime,
        plan: str = "",
    ) -> Planned | dict[str, Any]:
        """The plan, or the answer that asks back; refusals by the backend come with alternatives."""
        place, names = checked_zone(timezone) or self.timezone, checked_accept(accept)
        checked_when(when)
        try:
            return plan_for(
                when,
                timezone=place,
                backend=chosen,
                accept=names,
                options=options,
                policy=self.policy,
                now=now,
                plan=plan,
            )
        except Asked as asked:
            return question_answer(asked.question, now)
        except Unsupported as refusal:
            reading = read(when, now=now, timezone=place or None)
            if reading.schedule is not None:
                refusal.alternatives = self._alternatives(chosen, reading.schedule, refusal, options, names, now)
            raise

    def _alternatives(
        self,
        chosen: Backend,
        schedule: Schedule,
        refusal: Unsupported,
        options: Mapping[str, Any],
        accept: frozenset[str],
        now: datetime,
    ) -> list[dict[str, Any]]:
        def tried(backend: Backend, own: Mapping[str, Any]) -> Callable[[Schedule, frozenset[str]], object]:
            return lambda s, names: backend.encode(s, now=now, accept=names, options=own)

        others = {name: tried(b, {}) for name, b in self.backends.items() if b is not chosen}
        return alternatives(schedule, refusal, tried(chosen, options), others, accept, now=now)

    def _written_answer(
        self, planned: Planned, status: str, row: Row, written: Written | None, now: datetime
    ) -> dict[str, Any]:
        answer = plan_answer(planned, status, _RUNS_SHOWN, now)
        answer["schedule"] = row_json(planned.backend.name, row, now)
        if written is not None:
            answer["verified"] = written.verdict.to_json()
        if who := planned.backend.who_fires():
            answer["fires"] = who
        return answer


def _keeps_timing(row: Row, schedule: Schedule, now: datetime) -> bool:
    """Whether a row, as it is held, already runs as a schedule says."""
    return row.schedule is not None and row.status != "incomplete" and same(row.schedule, schedule, after=now)


def _check_update(
    name: str,
    when: str,
    timezone: str,
    input: str,
    options: Mapping[str, Any],
    accept: str | list[str],
    plan: str,
) -> None:
    if not (name or when or input or options):
        hint = "Name at least one of name, when, input, options."
        if timezone:
            hint = "A zone alone changes nothing: say `when` again, in the new zone."
        raise InvalidArgument("nothing to change was named", hint)
    for argument, value in (("timezone", timezone), ("accept", accept), ("plan", plan)):
        if value and not when:
            raise InvalidArgument(f"`{argument}` goes with `when`, and `when` was not given", "Say `when` again.")


def _check_switch(backend: Backend, row: Row, verb: str) -> None:
    if not backend.capabilities.can_pause:
        raise Unsupported(
            f"{backend.capabilities.title} cannot {verb} a schedule", "Delete it and create it anew.", reason="pause"
        )
    if row.status in ("completed", "dead"):
        raise Conflict(
            f"{quoted(row.name)} is {row.status} and will not run again, so there is nothing to {verb}",
            "Give it a new `when` with update_schedule, or create another.",
            backend=backend.name,
            operation=verb,
        )


def _check_switched(backend: Backend, records: Sequence[Record], verb: str, wanted: str) -> None:
    wrong = [record for record in records if record.status not in (wanted, "completed")]
    if wrong:
        names = ", ".join(f"'{record.name}' is {record.status}" for record in wrong)
        raise VerificationFailed(
            f"the backend took the {verb}, but {names}",
            "Repeat the call, and look with get_schedule.",
            backend=backend.name,
            operation=verb,
        )


def _say_how_far(error: ScheduleError, done: int, count: int, state: str) -> None:
    if count > 1:
        error.details["parts_done"] = done
        error.hint = f"{error.hint} {done} of {count} parts are {state}; repeat the call to complete it.".strip()


def _incomplete(handle: Handle, group: Group) -> str:
    missing = ", ".join(map(str, group.missing))
    if missing:
        what = f"part {missing} of {group.count} is gone"
    elif len(group.members) != group.count:
        what = f"there are {len(group.members)} of them"
    else:
        what = "they differ in status: " + ", ".join(f"part {i} {m.status}" for i, m in enumerate(group.members, 1))
    return (
        f"this schedule is held as {group.count} parts and {what}. update_schedule with schedule_id {handle} and the "
        "whole `when` completes it; pause_schedule and delete_schedule apply to all parts"
    )


def _delivery_json(delivery: Delivery) -> dict[str, Any]:
    found = {
        "name": delivery.name,
        "due": run_json(delivery.due, "UTC"),
        "input": delivery.input,
        "read": delivery.read,
        "id": delivery.id,
    }
    return found | ({"missed_before": delivery.missed} if delivery.missed else {})


def _cursor(cursor: str) -> int:
    if not cursor:
        return 0
    if not cursor.isdecimal() or not cursor.isascii() or len(cursor) > 9:
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return int(cursor)
