"""Changing what is there: update, pause, resume, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from schedule_mcp.answers.structured import row_json
from schedule_mcp.backends.base import Backend, Change, Record
from schedule_mcp.engine.part_names import KEY_LENGTH, member_name
from schedule_mcp.errors import Conflict, InvalidArgument, NotFound, OutcomeUnknown, Rejected, Unsupported
from schedule_mcp.language.changes import in_full
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import Asked, Planned
from schedule_mcp.records.groups import Group, check_own_name, free_key, gathered, keys_of, part_of
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.service.arguments import checked_input, checked_name, checked_options
from schedule_mcp.service.base import Desk, Terms, incomplete_text, keeps_timing, verified
from schedule_mcp.service.before import keep_before
from schedule_mcp.service.calls import Update
from schedule_mcp.service.held import Held, compared, held_of, moves_zone, remember, undo_of
from schedule_mcp.writes.journal import Entry
from schedule_mcp.writes.members import Written, drafts_of, replace_members, update_all
from schedule_mcp.writes.verdict import UNVERIFIED
from schedule_mcp.writes.writer import Writer


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

    def update(self, call: Update) -> dict[str, Any]:
        """Change what is named and nothing else; without `when` the stored timing stays byte for byte."""
        own = checked_options(call.options)
        name, input = checked_name(call.name) if call.name else "", checked_input(call.input)
        check_own_name(name)
        _check_update(call, own)
        with self._resolved("update", call.schedule_id) as (handle, row):
            return self._updated(handle, row, Wanted(name, input, own), call)

    @contextmanager
    def _resolved(self, verb: str, schedule_id: str) -> Iterator[tuple[Handle, Row]]:
        """The schedule that is meant, as it is while nobody else of this data directory writes, within the deadline
        of a call."""
        handle = self.directory.handle_in(schedule_id)
        with self.call(handle.backend if handle else ""):
            if handle is None:
                handle, _ = self.directory.resolve(schedule_id)
            with self._writing(handle.backend):
                found = self.directory.at(handle)
                self.policy.check_write(verb, found[0].backend, found[0].agent)
                yield found

    def _updated(self, handle: Handle, row: Row, wanted: Wanted, call: Update) -> dict[str, Any]:
        chosen = self.backends[handle.backend]
        input, own = wanted.input, wanted.options
        now = self._now()
        first = records_of(row)[0]
        if own or input:
            chosen.check_options({**first.options, **own}, input or first.input)
        planned, new = None, None
        held, heard = held_of(handle, row, chosen, self.notes, self.timezone), None
        settled = self._settled(call.when, call.timezone, call.plan, now, held, str(handle))
        if isinstance(settled, dict):
            return settled
        when, timezone, plan = settled
        terms = Terms("update", chosen, {**first.options, **own}, call.accept, plan, changes=held.schedule)
        if when or timezone:
            heard = self._hear(when, timezone, plan, now, held)
            made = self._plan(heard, terms, now)
            if isinstance(made, Asked):
                return self._question(made, heard, held, now)
            new = made
            kept = row.status in ("active", "paused") and keeps_timing(row, made, now)
            planned = None if kept and not moves_zone(held, made) else made
            if planned is None:
                remember(handle, row, made.schedule, made.zone, self.notes)
        change = _still_to_change(row, wanted)
        if planned is None and change == Wanted():
            if row.status == "paused" and (broken_off := self._was_running(handle, row, now)):
                return self._resumed(handle, row, broken_off, now)
            return {"status": "unchanged", "schedule": row_json(handle.backend, row, now)}
        try:
            return self._update(held, planned, change, now)
        except Rejected as refusal:
            if planned is None and new is not None:
                # The stored timing could not be said again, and here it is said anew.
                return self._update(held, new, change, now)
            if planned is None or heard is None or not refusal.details.get("re_encode"):
                raise
            # The backend has shown by its refusal which of its contracts it keeps.
            again = self._plan(heard, replace(terms, plan=""), planned.read_at)
            if isinstance(again, Asked) or again.encoding.members == planned.encoding.members:
                raise
            return self._update(held, again, change, now)

    def _update(self, held: Held, planned: Planned | None, change: Wanted, now: datetime) -> dict[str, Any]:
        try:
            return self._written(held, planned, change, now)
        except OutcomeUnknown as error:
            if planned is not None:
                # Words such as "an hour later" would be done twice; the sentence that they make would not.
                error.hint = f"{error.hint} To repeat it, send the whole sentence below and not the change.".strip()
                error.alternatives = [{"when": in_full(planned.schedule)}]
            raise

    def _written(self, held: Held, planned: Planned | None, change: Wanted, now: datetime) -> dict[str, Any]:
        handle, row = held.handle, held.row
        chosen = self.backends[handle.backend]
        writer = self._writer(chosen, handle.agent, now)
        broken_off = self._was_running(handle, row, now)
        digest = planned.digest if planned else ""
        if planned is None or (isinstance(row, Record) and len(planned.encoding.members) == 1):
            with self._noted("update", handle, digest, row):
                written = _in_place(writer, row, planned, change)
        else:
            enabled = bool(broken_off) or _runs_afterwards(row)
            with self._noted("update", handle, digest, row, enabled):
                written = self._regrouped(writer, row, planned, change, enabled)
            self._settle(broken_off)
        changed = gathered(written.records)[0]
        answer: dict[str, Any] = {"status": "updated", "schedule": row_json(handle.backend, changed, now)}
        if planned is not None:
            answer = self._written_answer(planned, "updated", changed, written, now) | compared(held, planned, now)
        else:
            answer |= verified(answer, written.verdict)
        if keep_before("update", held, now, self.notes, handle_of(handle.backend, changed), written.records):
            answer["undo_schedule"] = {"schedule_id": answer["schedule"]["id"]}
        undo = undo_of(held, answer["schedule"]["id"], planned is not None, change.before(row), chosen, now)
        return answer | ({"undo": undo} if undo else {})

    def _resumed(self, handle: Handle, row: Row, broken_off: Sequence[Entry], now: datetime) -> dict[str, Any]:
        """The end of a change that was broken off: all is as it was asked for, only still paused."""
        writer = self._writer(self.backends[handle.backend], handle.agent, now)
        with self._noted("resume", handle, "", row):
            effects = self._each(row, lambda record: writer.switch(record, "active"), _ALREADY["active"], "is active")
        self._settle(broken_off)
        done = [effect.record for effect in effects if effect.record is not None]
        told = "an earlier call was broken off while it was paused for the change; it is active again"
        return {
            "status": "updated",
            "schedule": row_json(handle.backend, gathered(done)[0], now),
            "warnings": [told],
        }

    def _settle(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self.journal.settle(entry.id, "done", {"looked": True})

    def _regrouped(self, writer: Writer, row: Row, planned: Planned, change: Wanted, enabled: bool) -> Written:
        held = gathered(writer.backend.list(writer.agent)) if len(planned.encoding.members) > 1 else []
        # What an earlier call of the same change has left is part of it.
        left = self._left_behind(row, planned, held)
        records = (*records_of(row), *(left.members if left is not None else ()))
        taken = keys_of(each for each in held if each is not left)
        drafts = drafts_of(
            change.name or row.name,
            planned.encoding.members,
            # A group keeps its key, so that its handle stays and members that keep their timing stay as they are.
            row.key if isinstance(row, Group) else free_key(planned.digest, taken),
            input=change.input or records[0].input,
            options={**records[0].options, **change.options},
            enabled=enabled,
        )
        known = {record.id for each in held for record in records_of(each)}
        return replace_members(writer, records, drafts, known, bool(planned.encoding.differences))

    def _left_behind(self, row: Row, planned: Planned, held: Sequence[Row]) -> Group | None:
        """The parts that a broken-off split of this schedule has made, where the journal knows of one."""
        ids = {record.id for record in records_of(row)}
        lines = [entry for entry in self.journal.unsettled() if ids & set(entry.outline.get("ids", ()))]
        if isinstance(row, Group) or not any(entry.verb == "update" for entry in lines):
            return None
        for each in held:
            if isinstance(each, Group) and each.key == planned.digest[:KEY_LENGTH] and not ids & _ids(each):
                return each
        return None

    def resume(self, schedule_id: str) -> dict[str, Any]:
        """Let a paused schedule run again."""
        return self._switch(schedule_id, "resume", "active")

    def _switch(
        self, schedule_id: str, verb: Literal["pause", "resume"], wanted: Literal["paused", "active"]
    ) -> dict[str, Any]:
        with self._resolved(verb, schedule_id) as (handle, row):
            backend, now = self.backends[handle.backend], self._now()
            check_switch(backend, row, verb)
            if row.status == wanted and not (verb == "pause" and any(r.resumes for r in records_of(row))):
                return {"status": "unchanged", "schedule": row_json(handle.backend, row, now)}
            if verb == "resume" and isinstance(row, Group) and (row.missing or len(row.members) != row.count):
                raise Conflict(
                    f"{quoted(row.name)} is not whole, so it was not resumed",
                    incomplete_text(handle, row) + ".",
                    backend=handle.backend,
                    operation=verb,
                )
            with self._noted(verb, handle, "", row):
                effects = self._each(
                    row,
                    lambda record: self._writer(backend, handle.agent, now).switch(record, wanted),
                    _ALREADY[wanted],
                    f"is {wanted}",
                )
        keep_before(verb, held_of(handle, row, backend, self.notes, self.timezone), now, self.notes)
        done = [effect.record for effect in effects if effect.record is not None]
        answer: dict[str, Any] = {
            "status": "updated",
            "schedule": row_json(handle.backend, gathered(done)[0], now),
        }
        if any(effect.outcome == "unverified" for effect in effects):
            answer |= verified(answer, UNVERIFIED)
        if verb == "resume" and (who := backend.who_fires()):
            answer["fires"] = who
        return answer

    def delete(self, schedule_id: str, name: str) -> dict[str, Any]:
        """Delete a schedule for good; `name` must be its name. One that this host has deleted stays deleted."""
        is_there = False
        try:
            with self._resolved("delete", schedule_id) as (handle, row):
                is_there = True
                return self._deleted(handle, row, schedule_id, name)
        except NotFound:
            handle_named = self.directory.handle_in(schedule_id)
            # What was there a moment ago and is not found on the way is not deleted by that.
            if is_there or not self.journal.has_deleted(str(handle_named or schedule_id.strip())):
                raise
            found = {"id": str(handle_named or schedule_id), "name": name.strip(), "status": "deleted"}
            return {"status": "deleted", "schedule": found, "warnings": ["it was gone already"]}

    def _deleted(self, handle: Handle, row: Row, schedule_id: str, name: str) -> dict[str, Any]:
        if name.strip() != row.name.strip():
            raise InvalidArgument(
                f"the schedule {quoted(schedule_id)} is named {quoted(row.name)}, not {quoted(name)}",
                "Nothing was deleted. Send the name of the schedule that is meant.",
            )
        backend, now = self.backends[handle.backend], self._now()
        writer = self._writer(backend, handle.agent, now)
        held = held_of(handle, row, backend, self.notes, self.timezone)
        with self._noted("delete", handle, "", row):
            effects = self._each(row, writer.delete, lambda _: False, "is deleted")
        answer: dict[str, Any] = {
            "status": "deleted",
            "schedule": {"id": str(handle), "name": row.name, "status": "deleted"},
        }
        if keep_before("delete", held, now, self.notes) and held.schedule is not None:
            answer["undo_schedule"] = {"schedule_id": str(handle)}
        if any(effect.outcome == "unverified" for effect in effects):
            answer["warnings"] = [
                "the backend says that it is deleted, but no look was possible: look with get_schedule"
            ]
        return answer


def _ids(row: Row) -> set[str]:
    return {record.id for record in records_of(row)}


def _runs_afterwards(row: Row) -> bool:
    """Of a paused group of single runs some may be over; a group that is over as a whole is meant to run again."""
    statuses = {record.status for record in records_of(row)}
    return "active" in statuses or statuses == {"completed"}


_ALREADY: Mapping[str, Callable[[Record], bool]] = {
    "paused": lambda record: record.status == "completed" or (record.status == "paused" and record.resumes is None),
    "active": lambda record: record.status in ("active", "completed"),
}


def _still_to_change(row: Row, wanted: Wanted) -> Wanted:
    """What of a change is not so already, in all parts: an earlier call may have changed some of them."""
    records = records_of(row)
    names = {part.name if isinstance(row, Group) and (part := part_of(record)) else record.name for record in records}
    return Wanted(
        wanted.name if names != {wanted.name} else "",
        wanted.input if {record.input for record in records} != {wanted.input} else "",
        {
            key: value
            for key, value in wanted.options.items()
            if any(key not in record.options or record.options[key] != value for record in records)
        },
    )


def _in_place(writer: Writer, row: Row, planned: Planned | None, change: Wanted) -> Written:
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
    return update_all(writer, changes, accepted)


def _check_update(call: Update, options: Mapping[str, Any]) -> None:
    if not (call.name or call.when or call.input or options or call.timezone):
        raise InvalidArgument(
            "nothing to change was named", "Name at least one of name, when, timezone, input, options."
        )
    for argument, value in (("accept", call.accept), ("plan", call.plan)):
        if value and not (call.when or call.timezone):
            raise InvalidArgument(f"`{argument}` goes with `when`, and `when` was not given", "Say `when` again.")


def check_switch(backend: Backend, row: Row, verb: str) -> None:
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
