"""Writing single objects: each verb sends, looks, and leaves two lines in the trace."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from schedule_mcp.backends.base import Backend, Change, Draft, NotReadBack, Record
from schedule_mcp.engine.part_names import part_named
from schedule_mcp.errors import BackendError, NotFound, ScheduleError
from schedule_mcp.outside.text import quoted
from schedule_mcp.writes.outcome import Effect, Look, carried_out
from schedule_mcp.writes.trace import Trace
from schedule_mcp.writes.verdict import option_faults, verdict


@dataclass(frozen=True)
class Writer:
    """Writes to one agent of a backend. Every method returns an `Effect` and raises nothing of the backend."""

    backend: Backend
    agent: str
    now: datetime
    trace: Trace

    def create(self, draft: Draft, known: Collection[str]) -> Effect:
        """Make one object; `known` are the ids that were there before."""

        def shows(record: Record | None) -> bool:
            return record is not None and record.name == draft.name and self._runs_as(record, draft)

        def send() -> Record:
            return self.backend.create(self.agent, draft)

        def find(taken: str) -> Record | None:
            if taken:
                return self._found(taken)
            held = self.backend.named(self.agent, part.name if (part := part_named(draft.name)) else draft.name)
            return next((r for r in held if r.id not in known and shows(r)), None)

        look = Look(find, shows, lambda record: record is not None)
        sends = {"timing": dict(draft.member.timing), "options": dict(draft.options), "enabled": draft.enabled}
        effect = self._traced("create", "", draft.name, sends, lambda: carried_out(self.backend, send, look))
        if effect.outcome == "unverified":
            return replace(effect, record=self._as_sent(draft, effect.schedule_id))
        return effect

    def _runs_as(self, record: Record, draft: Draft) -> bool:
        return verdict(record, draft.member, draft.enabled, self.now, accepted=True).expression

    def _as_sent(self, draft: Draft, schedule_id: str) -> Record:
        """What should be there, where no look was possible."""
        return Record(
            schedule_id or "?",
            self.agent or self.backend.agent_id,
            draft.name,
            "active" if draft.enabled else "paused",
            dict(draft.member.timing),
            draft.member.schedule,
            input=draft.input,
            options=dict(draft.options),
            group_key=draft.group_key,
        )

    def update(self, previous: Record, change: Change) -> Effect:
        """Change one object."""

        def shows(record: Record | None) -> bool:
            return record is not None and not self._unlike(record, change)

        def differs(record: Record | None) -> bool:
            return record is not None and any(
                getattr(record, what) != getattr(previous, what) for what in self._unlike(record, change)
            )

        look = Look(lambda _: self._found(previous.id), shows, differs)
        sends = {
            "name": change.name,
            "timing": None if change.member is None else dict(change.member.timing),
            "options": None if change.options is None else dict(change.options),
        }

        def send() -> Record:
            return self.backend.update(self.agent, previous, change)

        effect = self._traced(
            "update", previous.id, previous.name, sends, lambda: self._unless_gone(previous, send, look)
        )
        return replace(effect, record=self._changed(previous, change)) if effect.outcome == "unverified" else effect

    def _unlike(self, record: Record, change: Change) -> list[str]:
        """The fields of a record in which a change does not show."""
        found = []
        if change.name is not None and record.name != change.name:
            found.append("name")
        if change.input is not None and record.input != change.input:
            found.append("input")
        if option_faults(record, change.options or {}):
            found.append("options")
        if change.member is not None:
            compared = verdict(record, change.member, True, self.now, accepted=True)
            found += [] if compared.expression else ["timing"]
        return found

    def _changed(self, previous: Record, change: Change) -> Record:
        return replace(
            previous,
            name=previous.name if change.name is None else change.name,
            input=previous.input if change.input is None else change.input,
            options={**previous.options, **(change.options or {})},
            timing=previous.timing if change.member is None else dict(change.member.timing),
            schedule=previous.schedule if change.member is None else change.member.schedule,
        )

    def put_back(self, previous: Record) -> Effect:
        """Write a previous record back."""

        def shows(record: Record | None) -> bool:
            return (
                record is not None
                and dict(record.timing) == dict(previous.timing)
                and (record.name, record.input) == (previous.name, previous.input)
            )

        look = Look(lambda _: self._found(previous.id), shows, lambda record: record is not None)

        def send() -> Record:
            return self.backend.restore(self.agent, previous)

        sends = {"timing": dict(previous.timing), "name": previous.name}
        return self._traced(
            "put_back", previous.id, previous.name, sends, lambda: self._unless_gone(previous, send, look)
        )

    def switch(self, record: Record, wanted: Literal["active", "paused"]) -> Effect:
        """Pause or resume one object."""
        act: Callable[[str, str], Record] = self.backend.pause if wanted == "paused" else self.backend.resume

        def shows(found: Record | None) -> bool:
            return found is not None and found.status in (wanted, "completed")

        look = Look(lambda _: self._found(record.id), shows)

        def send() -> Record:
            return act(self.agent, record.id)

        verb = "pause" if wanted == "paused" else "resume"
        effect = self._traced(verb, record.id, record.name, wanted, lambda: self._unless_gone(record, send, look))
        return replace(effect, record=replace(record, status=wanted)) if effect.outcome == "unverified" else effect

    def pause_until(self, record: Record, instant: datetime) -> Effect:
        """Pause one object until an instant."""

        def shows(found: Record | None) -> bool:
            return found is not None and found.resumes == instant

        def send() -> Record:
            return self.backend.pause_until(self.agent, record.id, instant)

        look = Look(lambda _: self._found(record.id), shows)
        sends = instant.isoformat()
        return self._traced("pause", record.id, record.name, sends, lambda: self._unless_gone(record, send, look))

    def delete(self, record: Record) -> Effect:
        """Delete one object; one that is gone already is deleted."""

        def send() -> Record | None:
            try:
                self.backend.delete(self.agent, record.id)
            except NotFound as error:
                # Some look before they delete; that a read finds nothing is not enough to say that it is gone.
                if error.is_write or self._found(record.id) is not None:
                    raise
                return None
            # What a server only says that it deleted would run on.
            try:
                return self._found(record.id, certain=False)
            except BackendError as error:
                raise NotReadBack(record.id, error) from None

        look = Look(lambda _: self._found(record.id), lambda found: found is None)
        return self._traced("delete", record.id, record.name, None, lambda: carried_out(self.backend, send, look))

    # -- inside ------------------------------------------------------------------------------------------------

    def _found(self, schedule_id: str, certain: bool = True) -> Record | None:
        """The object, or None where it is gone: with `certain` a 404 alone does not say so, the list must as well."""
        try:
            return self.backend.get(self.agent, schedule_id)
        except NotFound:
            if not certain:
                return None
        return next((r for r in self.backend.named(self.agent, schedule_id) if r.id == schedule_id), None)

    def _unless_gone(self, record: Record, send: Callable[[], Record], look: Look) -> Effect:
        """What becomes of a change; of what is gone nothing can be changed."""
        effect = carried_out(self.backend, send, look)
        if effect.outcome != "unknown" or not isinstance(effect.error, ScheduleError):
            return effect
        try:
            is_gone = self._found(record.id) is None
        except ScheduleError:
            return effect
        if not is_gone:
            return effect
        error = NotFound(
            f"{quoted(record.name)} is gone: another deleted it",
            "Take an id from list_schedules.",
            backend=self.backend.name,
        )
        return Effect("not_done", error=error)

    def _traced(self, verb: str, schedule_id: str, name: str, sends: Any, act: Callable[[], Effect]) -> Effect:
        try:
            line = self.trace.before(verb, self.backend.name, self.agent, schedule_id, name, sends)
        except ScheduleError as error:
            return Effect("not_done", error=error)
        effect = act()
        found = effect.record.id if effect.record else effect.schedule_id
        self.trace.after(line, effect.outcome, schedule_id or found)
        return effect
