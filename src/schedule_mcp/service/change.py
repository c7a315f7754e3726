"""Changing what is there: update, pause, resume, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from schedule_mcp.answers.structured import row_json
from schedule_mcp.backends.base import Backend, Change, Record
from schedule_mcp.engine.part_names import member_name
from schedule_mcp.errors import Conflict, InvalidArgument, Rejected, ScheduleError, Unsupported, VerificationFailed
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import Planned
from schedule_mcp.records.groups import Group, check_own_name, free_key, gathered, keys_of, part_of
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.service.arguments import checked_input, checked_name, checked_options
from schedule_mcp.service.base import Desk, incomplete_text, keeps_timing
from schedule_mcp.service.held import Held, compared, held_of, undo_of
from schedule_mcp.writes.members import Written, deleted, drafts_of, replace_members, switched, update_all


@dataclass(frozen=True)
class Wanted:
    """What an update changes besides the timing; empty values stay as they are."""

    name: str = ""
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def before(self, row: Row) -> dict[str, Any]:
        """What is named here as the row has it."""
        first = records_of(row)[0]
        found: dict[str, Any] = {"name": row.name} if self.name else {}
        found |= {"input": first.input} if self.input else {}
        if self.options:
            found["options"] = {key: first.options.get(key) for key in self.options}
        return found


class Changing(Desk):
    """The verbs on a schedule that exists."""

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
        check_own_name(name)
        _check_update(name, when, timezone, input, own, accept, plan)
        handle, row = self.directory.resolve(schedule_id)
        chosen = self.backends[handle.backend]
        self.policy.check_write("update", handle.backend, handle.agent)
        now = self._now()
        first = records_of(row)[0]
        if own or input:
            chosen.check_options({**first.options, **own}, input or first.input)
        planned, new = None, None
        held = held_of(handle, row, chosen, self.notes, self.timezone)
        said: dict[str, Any] = {}
        settled = self._settled(when, timezone, plan, now, held)
        if isinstance(settled, dict):
            return settled
        when, timezone, plan = settled
        if when or timezone:
            said = {"when": when, "timezone": timezone, "accept": accept, "options": {**first.options, **own}}
            said["held"] = held
            made = self._plan(chosen, now=now, plan=plan, verb="update", **said)
            if isinstance(made, dict):
                return made
            new = made
            kept = row.status in ("active", "paused") and keeps_timing(row, made, now)
            planned = None if kept else made
        change = Wanted(
            name if name != row.name else "",
            input if input != first.input else "",
            {key: value for key, value in own.items() if key not in first.options or first.options[key] != value},
        )
        if planned is None and change == Wanted():
            return {"status": "unchanged", "schedule": row_json(handle.backend, row, now)}
        with self._writing(handle.backend):
            try:
                return self._update(held, planned, change, now)
            except Rejected as refusal:
                if planned is None and new is not None:
                    # The stored timing could not be said again, and here it is said anew.
                    return self._update(held, new, change, now)
                if planned is None or not refusal.details.get("re_encode"):
                    raise
                # The backend has shown by its refusal which of its contracts it keeps.
                again = self._plan(chosen, now=planned.read_at, verb="update", **said)
                if isinstance(again, dict) or again.encoding.members == planned.encoding.members:
                    raise
                return self._update(held, again, change, now)

    def _update(self, held: Held, planned: Planned | None, change: Wanted, now: datetime) -> dict[str, Any]:
        handle, row = held.handle, held.row
        chosen = self.backends[handle.backend]
        with self._noted("update", handle, planned.digest if planned else ""):
            if planned is None or (isinstance(row, Record) and len(planned.encoding.members) == 1):
                written = self._in_place(chosen, handle, row, planned, change, now)
            else:
                written = self._regrouped(chosen, handle, row, planned, change, now)
        changed = gathered(written.records)[0]
        if planned is not None:
            answer = self._written_answer(planned, "updated", changed, written, now) | compared(held, planned, now)
        else:
            answer = {
                "status": "updated",
                "schedule": row_json(handle.backend, changed, now),
                "verified": written.verdict.to_json(),
            }
        undo = undo_of(held, answer["schedule"]["id"], planned is not None, change.before(row), chosen, now)
        return answer | ({"undo": undo} if undo else {})

    def _in_place(
        self, chosen: Backend, handle: Handle, row: Row, planned: Planned | None, change: Wanted, now: datetime
    ) -> Written:
        member = planned.encoding.members[0] if planned else None
        accepted = bool(planned and planned.encoding.differences)
        changes = []
        for record in records_of(row):
            part = part_of(record) if isinstance(row, Group) else None
            name = change.name
            if name and part is not None:
                name = member_name(name, part.number, part.count, part.key)
            wanted = Change(name or None, member, change.input or None, change.options or None)
            changes.append((record, wanted))
        return update_all(chosen, handle.agent, changes, now, accepted)

    def _regrouped(
        self, chosen: Backend, handle: Handle, row: Row, planned: Planned, change: Wanted, now: datetime
    ) -> Written:
        records = records_of(row)
        # Of a paused group of single runs some may be over; a group that is over as a whole is meant to run again.
        statuses = {record.status for record in records}
        drafts = drafts_of(
            change.name or row.name,
            planned.encoding.members,
            # A group keeps its key, so that its handle stays and members that keep their timing stay as they are.
            row.key if isinstance(row, Group) else self._free_key(chosen, handle.agent, planned),
            input=change.input or records[0].input,
            options={**records[0].options, **change.options},
            enabled="active" in statuses or statuses == {"completed"},
        )
        return replace_members(chosen, handle.agent, records, drafts, now, bool(planned.encoding.differences))

    def _free_key(self, chosen: Backend, agent: str, planned: Planned) -> str:
        if len(planned.encoding.members) == 1:
            return ""
        return free_key(planned.digest, keys_of(gathered(chosen.list(agent))))

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
                incomplete_text(handle, row) + ".",
                backend=handle.backend,
                operation=verb,
            )
        done: list[Record] = []
        records = records_of(row)
        with self._writing(handle.backend), self._noted(verb, handle, ""):
            for record in records:
                try:
                    is_so = record.status in (wanted, "completed")
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


def _check_update(
    name: str,
    when: str,
    timezone: str,
    input: str,
    options: Mapping[str, Any],
    accept: str | list[str],
    plan: str,
) -> None:
    if not (name or when or input or options or timezone):
        raise InvalidArgument(
            "nothing to change was named", "Name at least one of name, when, timezone, input, options."
        )
    for argument, value in (("accept", accept), ("plan", plan)):
        if value and not (when or timezone):
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
        names = ", ".join(f"{quoted(record.name)} is {record.status}" for record in wrong)
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
