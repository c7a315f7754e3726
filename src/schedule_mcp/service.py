"""The main path, one method for each verb: read, plan, journal, send, verify, answer.

Methods take the arguments of the tools and return the structured answers as plain dictionaries, or raise the
errors of the tree. They are synchronous and thread-safe as far as their backends are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from schedule_mcp.alternatives import alternatives
from schedule_mcp.arguments import (
    checked_accept,
    checked_count,
    checked_input,
    checked_instant,
    checked_name,
    checked_options,
    checked_when,
    checked_zone,
)
from schedule_mcp.backends.base import Backend, Capabilities, Change, Record
from schedule_mcp.errors import (
    BackendError,
    InvalidArgument,
    NotFound,
    OutcomeUnknown,
    Rejected,
    ScheduleError,
    Unsupported,
    quoted,
)
from schedule_mcp.groups import Group, gathered, part_of
from schedule_mcp.handles import GROUP, Handle, parse_handle
from schedule_mcp.journal import Journal, natural_key
from schedule_mcp.language import describe, read
from schedule_mcp.planning import Asked, Planned, plan_answer, plan_for, question_answer, run_json
from schedule_mcp.policy import CRON_AT_MOST, Policy, check_length
from schedule_mcp.schedule import fires, same
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.schedule.zones import zone_data_version
from schedule_mcp.writing import (
    Written,
    create_members,
    drafts_of,
    replace_members,
    settle_unknown,
    update_one,
)

Row = Record | Group
STATUSES = ("active", "paused", "completed", "incomplete", "dead")


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
        self.backends = dict(backends)
        self.default_backend = default_backend
        self.timezone = timezone or ""
        self.policy = policy
        self.journal = journal
        self._now = now

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
        now = checked_instant(as_of, self._now())
        show = checked_count("show", show)
        current: tuple[Handle, Row] | None = None
        if schedule_id:
            current = self._resolve(schedule_id)
            backend = current[0].backend
        chosen = self._backend(backend)
        del agent_id  # the timing does not depend on it
        planned = self._plan(chosen, when, timezone, accept, {}, now)
        if isinstance(planned, dict):
            return planned
        answer = plan_answer(planned, "ok", show, now)
        if current is not None:
            answer["current"] = self._row_json(current[0].backend, current[1], now)
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
        now = checked_instant(as_of, self._now())
        place = checked_zone(timezone) or self.timezone or "UTC"
        of_default = self._dialect_of(self.default_backend)
        found = explain(
            expression,
            dialect=(self._dialect_of(backend) if backend else dialect) or "vixie",
            timezone=place,
            as_of=now,
            show=checked_count("show", show),
            backend_dialect=of_default,
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
        """One schedule, with its next runs and, on request, past ones."""
        now = self._now()
        handle, row = self._resolve(schedule_id)
        backend = self.backends[handle.backend]
        schedule = self._row_json(handle.backend, row, now)
        first = _records(row)[0]
        schedule["input"] = first.input
        schedule["options"] = dict(first.options)
        schedule["stored"] = [dict(record.timing) for record in _records(row)]
        answer: dict[str, Any] = {"status": "ok", "zone_data": zone_data_version(), "schedule": schedule}
        if row.schedule is not None and row.status == "active":
            place = _place_of(row)
            answer["next_runs"] = [run_json(run, place) for run in islice(fires(row.schedule, after=now), 5)]
        if who := backend.who_fires():
            answer["fires"] = who
        if isinstance(row, Group) and row.status == "incomplete":
            answer["warnings"] = [self._incomplete(handle, row)]
        if runs:
            count = checked_count("runs", runs, 100)
            past = [run for record in _records(row) for run in backend.runs(handle.agent, record.id, count)]
            past.sort(key=lambda run: run.due or run.started or now, reverse=True)
            answer["runs"] = [_past_json(run, _place_of(row)) for run in past[:count]]
            if not past and not backend.capabilities.history:
                answer["warnings"] = [*answer.get("warnings", []), "this backend keeps no history of runs"]
        return answer

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
        limit = checked_count("limit", limit, 100)
        offset = _cursor(cursor)
        names = [self._backend(backend).name] if backend else list(self.backends)
        rows: list[tuple[str, Row]] = []
        warnings = []
        for each in names:
            try:
                rows.extend((each, row) for row in self._rows(each, agent_id))
            except BackendError as error:
                if backend:
                    raise
                warnings.append(f"{each} could not be listed: {error}")
        wanted = [
            (each, row)
            for each, row in rows
            if (not status or row.status == status) and name.casefold() in row.name.casefold()
        ]
        now = self._now()
        page = wanted[offset : offset + limit]
        answer: dict[str, Any] = {
            "status": "ok",
            "total": len(wanted),
            "schedules": [self._row_json(each, row, now) for each, row in page],
        }
        if offset + limit < len(wanted):
            answer["next_cursor"] = str(offset + limit)
        if warnings:
            answer["warnings"] = warnings
        return answer

    def list_backends(self) -> dict[str, Any]:
        """The configured backends with what each kind can hold."""
        found = []
        for name, backend in self.backends.items():
            row = {"name": name, "agent_id": backend.agent_id, "default": name == self.default_backend}
            row |= capabilities_json(backend.capabilities)
            if who := backend.who_fires():
                row["fires"] = who
            found.append(row)
        return {
            "status": "ok",
            "read_only": self.policy.read_only,
            "timezone": self.timezone or "none: words must name one, or it is asked",
            "zone_data": zone_data_version(),
            "backends": found,
        }

    # -- writing ---------------------------------------------------------------------------------------------

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
        chosen = self._backend(backend)
        agent = agent_id or chosen.agent_id
        self.policy.check_write("create", chosen.name, agent)
        chosen.check_options(own, input)
        now = self._now()
        planned = self._plan(chosen, when, timezone, accept, own, now, plan)
        if isinstance(planned, dict):
            return planned
        existing = self._existing(chosen, agent, name, planned, input, now)
        if existing is not None:
            return self._written_answer(planned, "exists", agent, existing, now)
        return self._create(planned, agent, name, input, own, enabled, now)

    def _create(
        self,
        planned: Planned,
        agent: str,
        name: str,
        input: str,
        options: Mapping[str, Any],
        enabled: bool,
        now: datetime,
    ) -> dict[str, Any]:
        chosen = planned.backend
        drafts = drafts_of(name, planned.encoding.members, planned.key, input=input, options=options, enabled=enabled)
        timing = [dict(draft.member.timing) for draft in drafts]
        entry = self.journal.begin(
            "create", chosen.name, natural_key(chosen.name, agent, name, timing, input), planned.digest
        )
        accepted = bool(planned.encoding.differences)
        try:
            written = create_members(chosen, agent, drafts, now, accepted)
        except OutcomeUnknown as error:
            found = settle_unknown(chosen, agent, drafts, error)
            if len(found) != len(drafts):
                self.journal.settle(entry, "unknown", {"error": error.code})
                return self._unknown(planned, name, found, error, now)
            row: Row = gathered(found)[0]
            self.journal.settle(entry, "done", {"found": [r.id for r in found]})
            return self._written_answer(planned, "created", agent, row, now)
        except Rejected as error:
            self.journal.settle(entry, "failed", {"error": error.code})
            if not error.details.get("re_encode"):
                raise
            return self._create_again(planned, agent, name, input, options, enabled, now)
        except ScheduleError as error:
            self.journal.settle(entry, "failed", {"error": error.code, "left": error.details.get("left", [])})
            raise
        self.journal.settle(entry, "done", {"ids": [record.id for record in written.records]})
        row = gathered(written.records)[0]
        answer = self._written_answer(planned, "created", agent, row, now)
        answer["verified"] = written.verdict.to_json()
        return answer

    def _create_again(
        self,
        planned: Planned,
        agent: str,
        name: str,
        input: str,
        options: Mapping[str, Any],
        enabled: bool,
        now: datetime,
    ) -> dict[str, Any]:
        """Once more after the backend has shown which of its contracts it keeps."""
        chosen = planned.backend
        encoding = chosen.encode(planned.schedule, now=planned.read_at, accept=planned.accept, options=options)
        if encoding.members == planned.encoding.members:
            raise Rejected(
                "the backend refused the timing, and there is no other way to write it",
                "Choose another time.",
                backend=chosen.name,
                operation="create",
            )
        return self._create(replace(planned, encoding=encoding), agent, name, input, options, enabled, now)

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
        own = checked_options(options) if options else None
        if not (name or when or input or own):
            raise InvalidArgument(
                "nothing to change was named",
                "Name at least one of name, when, input, options; a zone goes with `when`.",
            )
        if timezone and not when:
            raise InvalidArgument("a zone alone changes nothing", "Say `when` again, in the new zone.")
        handle, row = self._resolve(schedule_id)
        chosen = self.backends[handle.backend]
        self.policy.check_write("update", handle.backend, handle.agent)
        now = self._now()
        first = _records(row)[0]
        if own or input:
            chosen.check_options({**first.options, **(own or {})}, checked_input(input) or first.input)
        planned: Planned | None = None
        if when:
            made = self._plan(chosen, when, timezone, accept, own or first.options, now, plan)
            if isinstance(made, dict):
                return made
            planned = made
            if (
                row.schedule is not None
                and row.status != "incomplete"
                and same(row.schedule, planned.schedule, after=now)
            ):
                planned = None
        new_name = checked_name(name) if name and name != row.name else ""
        if planned is None and not new_name and (not input or input == first.input) and not own:
            return {"status": "unchanged", "schedule": self._row_json(handle.backend, row, now)}
        return self._update(handle, row, planned, new_name, checked_input(input), own, now)

    def _update(
        self,
        handle: Handle,
        row: Row,
        planned: Planned | None,
        name: str,
        input: str,
        options: Mapping[str, Any] | None,
        now: datetime,
    ) -> dict[str, Any]:
        chosen = self.backends[handle.backend]
        digest = planned.digest if planned else ""
        entry = self.journal.begin("update", handle.backend, str(handle), digest)
        try:
            if planned is None or (isinstance(row, Record) and len(planned.encoding.members) == 1):
                written = self._update_in_place(chosen, handle, row, planned, name, input, options, now)
            else:
                written = self._regroup(chosen, handle, row, planned, name, input, options, now)
        except OutcomeUnknown as error:
            self.journal.settle(entry, "unknown", {"error": error.code})
            raise
        except ScheduleError as error:
            self.journal.settle(entry, "failed", {"error": error.code})
            raise
        self.journal.settle(entry, "done", {"ids": [record.id for record in written.records]})
        changed = gathered(written.records)[0]
        if planned is not None:
            answer = self._written_answer(planned, "updated", handle.agent, changed, now)
        else:
            answer = {"status": "updated", "schedule": self._row_json(handle.backend, changed, now)}
        answer["verified"] = written.verdict.to_json()
        return answer

    def _update_in_place(
        self,
        chosen: Backend,
        handle: Handle,
        row: Row,
        planned: Planned | None,
        name: str,
        input: str,
        options: Mapping[str, Any] | None,
        now: datetime,
    ) -> Written:
        member = planned.encoding.members[0] if planned else None
        accepted = bool(planned and planned.encoding.differences)
        written = []
        for record in _records(row):
            part = part_of(record)
            new_name = record.name.replace(part.name, name, 1) if part and name else name
            change = Change(new_name or None, member, input or None, options)
            written.append(update_one(chosen, handle.agent, record, change, now, accepted))
        return Written(tuple(r for w in written for r in w.records), written[0].verdict)

    def _regroup(
        self,
        chosen: Backend,
        handle: Handle,
        row: Row,
        planned: Planned,
        name: str,
        input: str,
        options: Mapping[str, Any] | None,
        now: datetime,
    ) -> Written:
        records = _records(row)
        drafts = drafts_of(
            name or row.name,
            planned.encoding.members,
            planned.key,
            input=input or records[0].input,
            options={**records[0].options, **(options or {})},
            enabled=any(record.status == "active" for record in records),
        )
        accepted = bool(planned.encoding.differences)
        return replace_members(chosen, handle.agent, records, drafts, now, accepted)

    def pause(self, schedule_id: str) -> dict[str, Any]:
        """Stop further runs; what runs already is not stopped."""
        return self._switch(schedule_id, "pause", "paused")

    def resume(self, schedule_id: str) -> dict[str, Any]:
        """Let a paused schedule run again."""
        return self._switch(schedule_id, "resume", "active")

    def _switch(self, schedule_id: str, verb: str, wanted: str) -> dict[str, Any]:
        handle, row = self._resolve(schedule_id)
        backend = self.backends[handle.backend]
        self.policy.check_write(verb, handle.backend, handle.agent)
        if not backend.capabilities.can_pause:
            raise Unsupported(
                f"{backend.capabilities.title} cannot {verb} a schedule",
                "Delete it and create it anew.",
                reason="pause",
            )
        now = self._now()
        if row.status == wanted:
            return {"status": "unchanged", "schedule": self._row_json(handle.backend, row, now)}
        entry = self.journal.begin(verb, handle.backend, str(handle), "")
        done: list[Record] = []
        try:
            for record in _records(row):
                call = backend.pause if verb == "pause" else backend.resume
                done.append(record if record.status == wanted else call(handle.agent, record.id))
        except ScheduleError as error:
            self.journal.settle(
                entry, "unknown" if isinstance(error, OutcomeUnknown) else "failed", {"done": len(done)}
            )
            if done:
                error.hint = f"{error.hint} {len(done)} of {len(_records(row))} parts are {wanted}; repeat the call."
            raise
        self.journal.settle(entry, "done")
        answer: dict[str, Any] = {
            "status": "updated",
            "schedule": self._row_json(handle.backend, gathered(done)[0], now),
        }
        if verb == "resume" and (who := backend.who_fires()):
            answer["fires"] = who
        return answer

    def delete(self, schedule_id: str, name: str) -> dict[str, Any]:
        """Delete a schedule for good; `name` must be its name."""
        handle, row = self._resolve(schedule_id)
        backend = self.backends[handle.backend]
        self.policy.check_write("delete", handle.backend, handle.agent)
        if name != row.name:
            raise InvalidArgument(
                f"the schedule {quoted(schedule_id)} is named {quoted(row.name)}, not {quoted(name)}",
                "Nothing was deleted. Send the name of the schedule that is meant.",
            )
        entry = self.journal.begin("delete", handle.backend, str(handle), "")
        try:
            for record in _records(row):
                try:
                    backend.delete(handle.agent, record.id)
                except NotFound:
                    continue
        except ScheduleError as error:
            self.journal.settle(entry, "unknown" if isinstance(error, OutcomeUnknown) else "failed")
            raise
        self.journal.settle(entry, "done")
        return {"status": "ok", "schedule": {"id": str(handle), "name": row.name, "status": "deleted"}}

    # -- parts -----------------------------------------------------------------------------------------------

    def _backend(self, name: str) -> Backend:
        chosen = self.backends.get(name or self.default_backend)
        if chosen is None:
            raise InvalidArgument(
                f"there is no backend {quoted(name or self.default_backend)}",
                f"Configured: {', '.join(self.backends) or 'none'}.",
            )
        return chosen

    def _dialect_of(self, backend: str) -> str | None:
        dialects = self._backend(backend).capabilities.dialects
        return dialects[0] if dialects else None

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
        schedule: Any,
        refusal: Unsupported,
        options: Mapping[str, Any],
        accept: frozenset[str],
        now: datetime,
    ) -> list[dict[str, Any]]:
        def tried(backend: Backend) -> Callable[[Any, frozenset[str]], object]:
            return lambda s, names: backend.encode(s, now=now, accept=names, options=options)

        others = {name: tried(b) for name, b in self.backends.items() if b is not chosen}
        return alternatives(schedule, refusal, tried(chosen), others, accept)

    def _rows(self, backend: str, agent: str) -> list[Row]:
        chosen = self.backends[backend]
        return gathered(chosen.list(agent or chosen.agent_id))

    def _existing(
        self, chosen: Backend, agent: str, name: str, planned: Planned, input: str, now: datetime
    ) -> Row | None:
        """A schedule of this name, input and timing that the backend has already."""
        for row in gathered(chosen.list(agent)):
            if row.name != name or _records(row)[0].input != input or row.status in ("completed", "dead", "incomplete"):
                continue
            held = [dict(record.timing) for record in _records(row)]
            sent = [dict(member.timing) for member in planned.encoding.members]
            if held == sent or (row.schedule is not None and same(row.schedule, planned.schedule, after=now)):
                return row
        return None

    def _resolve(self, schedule_id: str) -> tuple[Handle, Row]:
        """The schedule of a handle, of an exact unique name, or of a unique native id."""
        text = schedule_id.strip()
        check_length("schedule_id", text, 1_000)
        handle = parse_handle(text)
        if handle is not None and handle.backend in self.backends:
            return self._at(handle)
        found: list[tuple[Handle, Row]] = []
        failures = []
        for name in self.backends:
            try:
                for row in self._rows(name, ""):
                    if text and (text == row.name or any(text == record.id for record in _records(row))):
                        found.append((self._handle(name, row), row))
            except BackendError as error:
                failures.append(f"{name} could not be asked ({error.code})")
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(str(handle) for handle, _ in found[:8])
            raise InvalidArgument(f"{quoted(text)} names {len(found)} schedules", f"Use one of the ids: {listed}.")
        hint = " ".join(["Take an id from list_schedules.", *failures])
        raise NotFound(f"there is no schedule {quoted(text)}", hint, operation="get")

    def _at(self, handle: Handle) -> tuple[Handle, Row]:
        backend = self.backends[handle.backend]
        if not handle.group_key:
            return handle, backend.get(handle.agent, handle.native)
        for row in gathered(backend.list(handle.agent)):
            if isinstance(row, Group) and row.key == handle.group_key:
                return handle, row
        raise NotFound(
            f"there is no schedule {quoted(str(handle))}", "Take an id from list_schedules.", backend=handle.backend
        )

    def _handle(self, backend: str, row: Row) -> Handle:
        native = f"{GROUP}{row.key}" if isinstance(row, Group) else row.id
        return Handle(backend, row.agent, native)

    def _row_json(self, backend: str, row: Row, now: datetime) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": str(self._handle(backend, row)),
            "name": row.name,
            "status": row.status,
            "when": _when_of(row),
        }
        next_run = next(fires(row.schedule, after=now), None) if row.schedule is not None else row.next_run
        if row.status == "active" and next_run is not None:
            found["next_run"] = run_json(next_run, _place_of(row))
        if isinstance(row, Group):
            found["members"] = len(row.members)
        return found

    def _written_answer(self, planned: Planned, status: str, agent: str, row: Row, now: datetime) -> dict[str, Any]:
        answer = plan_answer(planned, status, 5, now)
        answer["schedule"] = self._row_json(planned.backend.name, row, now)
        del agent
        return answer

    def _unknown(
        self, planned: Planned, name: str, found: Sequence[Record], error: OutcomeUnknown, now: datetime
    ) -> dict[str, Any]:
        answer = plan_answer(planned, "unknown", 5, now)
        held = f"{len(found)} of {len(planned.encoding.members)} parts were found" if found else "it was not found yet"
        answer["warnings"] = [
            *answer.get("warnings", []),
            f"the outcome is unknown ({error.message}); {held}. Do not repeat the call: look with list_schedules "
            f"(name {quoted(name)}) first, and create it only if it is still not there.",
        ]
        return answer

    def _incomplete(self, handle: Handle, group: Group) -> str:
        missing = ", ".join(map(str, group.missing))
        what = f"part {missing} of {group.count} is gone" if missing else "its parts differ in status or number"
        return (
            f"this schedule is held as {group.count} parts and {what}; update_schedule with schedule_id {handle} and "
            "the whole `when` completes it, pause_schedule or delete_schedule applies to all parts"
        )


def _records(row: Row) -> tuple[Record, ...]:
    return row.members if isinstance(row, Group) else (row,)


def _when_of(row: Row) -> str:
    if row.schedule is not None:
        return describe(row.schedule)
    if isinstance(row, Group):
        parts = [describe(m.schedule) if m.schedule else m.unreadable for m in row.members]
        return "; ".join(parts)
    return f"not readable as one meaning: {row.unreadable}"


def _place_of(row: Row) -> str:
    return row.schedule.zone if isinstance(row.schedule, Calendar) else "UTC"


def _past_json(run: Any, place: str) -> dict[str, Any]:
    found: dict[str, Any] = {"status": run.status}
    for key in ("due", "started", "finished"):
        instant = getattr(run, key)
        if instant is not None:
            found[key] = run_json(instant, place)
    if run.detail:
        found["detail"] = run.detail[:2_000]
    return found


def _cursor(cursor: str) -> int:
    if not cursor:
        return 0
    if not cursor.isdecimal() or not cursor.isascii() or len(cursor) > 9:
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return int(cursor)


def capabilities_json(capabilities: Capabilities) -> dict[str, Any]:
    """What a kind of backend can hold, as the answer of list_backends shows it."""
    found: dict[str, Any] = {
        "kind": capabilities.kind,
        "title": capabilities.title,
        "timings": list(capabilities.timings),
        "zones": capabilities.zones,
        "creates_paused": capabilities.creates_paused,
        "names_next_run": capabilities.names_next_run,
        "history": capabilities.history,
        "input": capabilities.input + (" (required)" if capabilities.input_required else ""),
    }
    if capabilities.dialects:
        found["cron_dialects"] = list(capabilities.dialects)
    if capabilities.minimum_cadence_s:
        found["minimum_cadence_s"] = capabilities.minimum_cadence_s
    if capabilities.options:
        found["options"] = dict(capabilities.options)
    if capabilities.notes:
        found["notes"] = list(capabilities.notes)
    return found
