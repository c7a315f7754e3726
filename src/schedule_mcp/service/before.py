"""Records as they were before a change: kept in the notes of the data directory for 30 days, so as to be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from schedule_mcp.backends.base import Record
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule.stored import from_json, to_json
from schedule_mcp.service.held import Held
from schedule_mcp.writes.notes import Notes


def keep_before(
    verb: str, held: Held, now: datetime, notes: Notes, new: Handle | None = None, after: Sequence[Record] = ()
) -> bool:
    """Note a schedule as it was before a verb was done; whether that could be done.

    Args:
        new: Its handle since then, where it has another.
        after: Its records since then; what differs from them at an undo, another has changed.
    """
    value: dict[str, Any] = {
        "verb": verb,
        "at": now.astimezone(UTC).isoformat(),
        "name": held.row.name,
        "status": held.row.status,
        "records": [kept(record) for record in records_of(held.row)],
        "schedule": None if held.schedule is None else to_json(held.schedule),
        "zone": held.zone,
        "after": [kept(record) for record in after],
    }
    old, key = str(held.handle), str(new or held.handle)
    if key != old:
        notes.drop("undo", old)
    if not notes.keep("undo", key, value):
        notes.drop("undo", key)
        return False
    if verb == "delete":
        notes.keep("undo", f"deleted {held.row.name}", {"handle": key})
    return True


def keep_run(handle: Handle, now: datetime, notes: Notes) -> None:
    """Note that the last thing done was a run, which no undo takes back."""
    notes.keep("undo", str(handle), {"verb": "run", "at": now.astimezone(UTC).isoformat()})


def deleted_as(name: str, notes: Notes) -> str:
    """The handle of the last schedule of a name that was deleted, "" for none."""
    noted = notes.found("undo", f"deleted {name}")
    return "" if noted is None else str(noted["handle"])


def kept(record: Record) -> dict[str, Any]:
    """A record as JSON."""
    return {
        "id": record.id,
        "name": record.name,
        "timing": dict(record.timing),
        "schedule": None if record.schedule is None else to_json(record.schedule),
        "input": record.input,
        "options": dict(record.options),
        "resumes": None if record.resumes is None else record.resumes.isoformat(),
    }


def untouched(row: Row, noted: dict[str, Any]) -> bool:
    """Whether a schedule is as the change has left it; whether it is paused does not count."""
    after = {each["id"]: {**each, "resumes": None} for each in noted["after"]}
    return not after or after == {record.id: {**kept(record), "resumes": None} for record in records_of(row)}


def as_before(row: Row, noted: dict[str, Any]) -> dict[str, Record]:
    """The records as they were, by id, where the same objects hold the schedule now; else {}."""
    held = {record.id: record for record in records_of(row)}
    if {each["id"] for each in noted["records"]} != set(held):
        return {}
    return {
        each["id"]: replace(
            held[each["id"]],
            name=each["name"],
            timing=each["timing"],
            schedule=None if each["schedule"] is None else from_json(each["schedule"]),
            input=each["input"],
            options=each["options"],
        )
        for each in noted["records"]
    }
