"""Moving a schedule to another backend or agent: made there, checked, then deleted here, so that it is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from schedule_mcp.backends.base import Backend
from schedule_mcp.errors import Conflict, InvalidArgument, ScheduleError, VerificationFailed
from schedule_mcp.language import Reading
from schedule_mcp.language.changes import in_full
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import Heard
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import Schedule
from schedule_mcp.service.arguments import checked_agent, checked_input, checked_name, checked_options
from schedule_mcp.service.calls import Create, Update
from schedule_mcp.service.create import Creating
from schedule_mcp.service.held import Held, held_of
from schedule_mcp.service.running import Running


class Relocating(Creating, Running):
    """An update that names another backend or agent."""

    def update(self, call: Update) -> dict[str, Any]:
        """Change what is named and nothing else; another backend or agent moves the schedule there."""
        if not (call.backend or call.agent_id):
            return super().update(call)
        handle, row = self.directory.resolve(call.schedule_id)
        target = self.directory.backend(call.backend or handle.backend)
        agent = checked_agent(call.agent_id) or (handle.agent if target.name == handle.backend else target.agent_id)
        if (target.name, agent) == (handle.backend, handle.agent):
            if any((call.name, call.when, call.timezone, call.input, call.options)):
                return super().update(replace(call, backend="", agent_id=""))
            raise InvalidArgument(
                f"{quoted(row.name)} is on '{target.name}', agent {quoted(agent)} already", "There is nothing to move."
            )
        self.policy.check_write("update", handle.backend, handle.agent)
        return self._moved(handle, row, target, agent, call)

    def _moved(self, handle: Handle, row: Row, target: Backend, agent: str, call: Update) -> dict[str, Any]:
        now = self._now()
        source = self.backends[handle.backend]
        first = records_of(row)[0]
        held = held_of(handle, row, source, self.notes, self.timezone)
        if row.status not in ("active", "paused") or held.schedule is None:
            raise Conflict(
                f"{quoted(row.name)} is {row.status if held.schedule is not None else 'not readable'}, so it cannot be "
                "moved as it is",
                "Mend it first with update_schedule and the whole `when`, or create it anew there.",
                backend=handle.backend,
                operation="update",
            )
        heard = self._heard_of_move(held, held.schedule, call, now)
        if isinstance(heard, dict):
            return heard
        same_kind = source.capabilities.kind == target.capabilities.kind
        options = {**(first.options if same_kind else {}), **checked_options(call.options)}
        paused_first = target.capabilities.creates_paused
        made = self._made_there(
            Create(
                checked_name(call.name) if call.name else row.name,
                heard.when,
                backend=target.name,
                agent_id=agent,
                input=checked_input(call.input) or first.input,
                enabled=row.status == "active" and not paused_first,
                options=options,
                accept=call.accept,
                heard=heard,
            )
        )
        new = str(made["schedule"]["id"])
        self._deleted_here(handle, row, new, made)
        warnings = made.get("warnings", [])
        if row.status == "active" and made["schedule"]["status"] == "paused":
            made["schedule"], told = self._resumed_there(new, made["schedule"])
            warnings = [*told, *warnings]
        elif first.resumes is not None and target.capabilities.pauses_until and first.resumes > now:
            made["schedule"] = self.pause(new, first.resumes.isoformat())["schedule"]
        answer = made | {"status": "moved", "was": {"when": in_full(held.schedule), "id": str(handle)}}
        answer.pop("differs", None)
        answer["undo"] = {"schedule_id": new, "backend": handle.backend, "agent_id": handle.agent}
        return answer | ({"warnings": warnings} if warnings else {})

    def _heard_of_move(self, held: Held, schedule: Schedule, call: Update, now: datetime) -> Heard | dict[str, Any]:
        if not (call.when or call.timezone):
            return heard_as_held(schedule, held.zone or self.timezone, now)
        settled = self._settled(call.when, call.timezone, call.plan, now, held, str(held.handle))
        if isinstance(settled, dict):
            return settled
        heard = self._hear(*settled, now, held)
        return self._question(heard.asked, heard, held, now) if heard.asked else heard

    def _made_there(self, create: Create) -> dict[str, Any]:
        """The answer of a create that was read back; what is not certain moves nothing."""
        made = self.create(create)
        certain = made["status"] == "exists" or (made["status"] == "created" and made["verified"]["expression"])
        if not certain or "schedule" not in made:
            raise VerificationFailed(
                f"whether {quoted(create.name)} is on '{create.backend}' is not certain, so it was not deleted here",
                "It is where it was. Look with list_schedules, and move it again when both answer.",
                backend=create.backend,
                operation="update",
            )
        return made

    def _deleted_here(self, handle: Handle, row: Row, new: str, made: dict[str, Any]) -> None:
        """Delete the old one, where it is still as it was; else the new one goes again."""
        try:
            with self._resolved("delete", str(handle)) as (_, current):
                if [dict(r.timing) for r in records_of(current)] != [dict(r.timing) for r in records_of(row)]:
                    raise Conflict(
                        f"another has changed {quoted(row.name)} at the same moment",
                        "Read it again, then move it.",
                        backend=handle.backend,
                        operation="update",
                    )
                self._deleted(handle, current, str(handle), current.name)
        except ScheduleError as error:
            if made["status"] == "created":
                error.hint = f"{error.hint} {self._taken_away(new, made)}".strip()
            raise

    def _taken_away(self, new: str, made: dict[str, Any]) -> str:
        try:
            self.delete(new, made["schedule"]["name"])
        except ScheduleError:
            return (
                f"It is still here, and what was made there ({new}) could not be removed: delete_schedule removes it."
            )
        return "It is still here as it was, and what was made there was removed again."

    def _resumed_there(self, new: str, schedule: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        try:
            resumed: dict[str, Any] = self.resume(new)["schedule"]
        except ScheduleError as error:
            told = f"it is there, PAUSED, since resuming it failed ({error.message}): resume_schedule {new} lets it run"
            return schedule, [told]
        return resumed, []


def heard_as_held(schedule: Schedule, zone: str, now: datetime) -> Heard:
    """A schedule that is held, as if its own sentence had just been read."""
    return Heard(in_full(schedule), "", zone, now, Reading(schedule, zone or None))
