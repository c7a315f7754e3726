"""Undo: the last change of a schedule, or its deletion, is taken back with the record as it was.

What another has changed since stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schedule_mcp.answers.structured import row_json
from schedule_mcp.backends.base import Record
from schedule_mcp.errors import Conflict, NotFound, Unsupported
from schedule_mcp.outside.text import quoted
from schedule_mcp.records.groups import gathered
from schedule_mcp.records.handles import Handle, parse_handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.service.before import as_before, deleted_as, keep_before, unpacked, untouched
from schedule_mcp.service.calls import Create, Update
from schedule_mcp.service.held import held_of, needed
from schedule_mcp.service.relocating import Relocating, heard_as_held
from schedule_mcp.writes.notes import UNDO_KEPT


class Undoing(Relocating):
    """One verb: undo."""

    def undo(self, schedule_id: str) -> dict[str, Any]:
        """Take the last change of a schedule back, or bring a deleted one back; a second undo does it again."""
        key = self._key_of(schedule_id)
        noted, handle = self.notes.found("undo", key), parse_handle(key)
        if noted is None or handle is None or handle.backend not in self.backends:
            raise _nothing(
                f"no change of {quoted(schedule_id)} is kept that could be undone",
                "Changes and deletions by this server are kept for 30 days; delete_schedule takes a create back.",
            )
        if self._now() - datetime.fromisoformat(noted["at"]) > UNDO_KEPT:
            raise _nothing(f"the last change of {quoted(schedule_id)} is older than 30 days", "Say it anew.")
        if noted["verb"] == "run":
            raise _nothing("a run that was begun cannot be undone", "It has changed nothing of the timing.")
        if noted["verb"] == "delete":
            return self._made_again(handle, noted)
        if noted["verb"] == "update":
            return self._changed_back(handle, noted)
        return self._switched_back(handle, noted)

    def _key_of(self, schedule_id: str) -> str:
        handle = self.directory.handle_in(schedule_id)
        if handle is not None:
            return str(handle)
        try:
            return str(self.directory.resolve(schedule_id)[0])
        except NotFound:
            if not (deleted := deleted_as(schedule_id.strip(), self.notes)):
                raise
            return deleted

    def _made_again(self, handle: Handle, noted: Mapping[str, Any]) -> dict[str, Any]:
        """Create a deleted schedule anew, as it was."""
        backend, now = self.backends[handle.backend], self._now()
        schedule, first = unpacked(noted["schedule"]), noted["records"][0]
        if schedule is None:
            raise _nothing("its timing could not be read as one meaning, so it cannot be made again", "Say it anew.")
        resumes = None if first["resumes"] is None else datetime.fromisoformat(first["resumes"])
        stays_paused = noted["status"] == "paused" and (resumes is None or resumes > now)
        answer = self.create(
            Create(
                noted["name"],
                "as it was",
                backend=handle.backend,
                agent_id=handle.agent,
                input=first["input"],
                enabled=not stays_paused,
                options=first["options"],
                accept=needed(schedule, backend, first["options"], now),
                heard=heard_as_held(schedule, noted["zone"] or self.timezone, now),
            )
        )
        if answer["status"] not in ("created", "exists"):
            return answer
        if resumes is not None and stays_paused:
            answer["schedule"] = self.pause(answer["schedule"]["id"], resumes.isoformat())["schedule"]
        self.notes.drop("undo", str(handle))
        told = "it was deleted and is made again, under a new id"
        return answer | {"warnings": [told, *answer.get("warnings", [])]}

    def _changed_back(self, handle: Handle, noted: dict[str, Any]) -> dict[str, Any]:
        with self._resolved("update", str(handle)) as (_, row):
            if not untouched(row, noted):
                raise Conflict(
                    f"{quoted(row.name)} was changed since by another, and undo would overwrite that",
                    "Nothing was changed. Look with get_schedule, and say with update_schedule what it should be.",
                    backend=handle.backend,
                    operation="update",
                )
            if before := as_before(row, noted):
                return self._put_back(handle, row, before)
        return self._said_again(handle, noted)

    def _put_back(self, handle: Handle, row: Row, before: Mapping[str, Record]) -> dict[str, Any]:
        """The records as they were, byte for byte."""
        backend, now = self.backends[handle.backend], self._now()
        writer = self._writer(backend, handle.agent, now)
        held = held_of(handle, row, backend, self.notes, self.timezone)
        with self._noted("update", handle, "", row):
            effects = self._each(
                row, lambda record: writer.put_back(before[record.id]), lambda _: False, "is as it was"
            )
        records = [effect.record or before[each.id] for effect, each in zip(effects, records_of(row), strict=True)]
        was, changed = row_json(handle.backend, row, now), row_json(handle.backend, gathered(records)[0], now)
        answer: dict[str, Any] = {"status": "undone", "schedule": changed}
        if was["when"] != changed["when"]:
            answer |= {"was": {"when": was["when"]}, "understood": changed["when"]}
        if keep_before("update", held, now, self.notes, after=records):
            answer["undo_schedule"] = {"schedule_id": str(handle)}
        return answer

    def _said_again(self, handle: Handle, noted: Mapping[str, Any]) -> dict[str, Any]:
        """Where other objects hold it now: an update with the whole sentence as it was."""
        schedule, first = unpacked(noted["schedule"]), noted["records"][0]
        if schedule is None:
            raise _nothing("its timing before could not be read, and it is held as other objects now", "Say it anew.")
        backend, now = self.backends[handle.backend], self._now()
        answer = self.update(
            Update(
                str(handle),
                name=noted["name"],
                when=heard_as_held(schedule, noted["zone"], now).when,
                input=first["input"],
                accept=needed(schedule, backend, first["options"], now),
            )
        )
        return answer | ({"status": "undone"} if answer["status"] == "updated" else {})

    def _switched_back(self, handle: Handle, noted: Mapping[str, Any]) -> dict[str, Any]:
        """A pause or its end, taken back."""
        if noted["status"] == "active":
            return self.resume(str(handle))
        resumes = noted["records"][0]["resumes"]
        still = resumes is not None and datetime.fromisoformat(resumes) > self._now()
        return self.pause(str(handle), resumes if still else "")


def _nothing(what: str, hint: str) -> Unsupported:
    return Unsupported(what, hint, reason="undo")
