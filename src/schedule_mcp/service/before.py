"""Records as they were before a change: kept in the notes of the data directory for 30 days, so as to be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from schedule_mcp.backends.base import Record
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import Schedule
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
        "schedule": _packed(held.schedule),
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
    """A record as JSON; timing that is the schedule itself is kept once."""
    is_whole = record.schedule is not None and dict(record.timing) == {"schedule": to_json(record.schedule)}
    return {
        "id": record.id,
        "name": record.name,
        "timing": None if is_whole else dict(record.timing),
        "schedule": _packed(record.schedule),
        "input": record.input,
        "options": dict(record.options),
        "resumes": None if record.resumes is None else record.resumes.isoformat(),
    }


def _packed(schedule: Schedule | None) -> Any:
    """A schedule as JSON, in which many times of a day are runs of them: a day has 86,400 seconds."""
    if schedule is None:
        return None
    value = to_json(schedule)
    rules = [rule | {"times": _runs(rule["times"])} for rule in value.get("rules", ()) if "times" in rule]
    return value | {"rules": rules} if rules else value


def _runs(times: Sequence[int]) -> list[list[int]]:
    """
    >>> _runs([0, 60, 120, 500])
    [[0, 120, 60], [500, 500, 1]]
    """
    found: list[list[int]] = []
    for second in times:
        last = found[-1] if found else None
        if last is not None and (last[0] == last[1] or second - last[1] == last[2]):
            last[1:] = [second, second - last[1]]
        else:
            found.append([second, second, 1])
    return found


def unpacked(value: Any) -> Schedule | None:
    """The schedule that was kept."""
    if value is None:
        return None
    rules = [
        rule | {"times": [s for first, last, step in rule["times"] for s in range(first, last + 1, step)]}
        for rule in value.get("rules", ())
    ]
    return from_json(value | {"rules": rules} if rules else value)


def untouched(row: Row, noted: dict[str, Any]) -> bool:
    """Whether a schedule is as the change has left it; whether it is paused does not count."""
    after = {each["id"]: {**each, "resumes": None} for each in noted["after"]}
    return not after or after == {record.id: {**kept(record), "resumes": None} for record in records_of(row)}


def as_before(row: Row, noted: dict[str, Any]) -> dict[str, Record]:
    """The records as they were, by id, where the same objects hold the schedule now; else {}."""
    held = {record.id: record for record in records_of(row)}
    if {each["id"] for each in noted["records"]} != set(held):
        return {}
    return {each["id"]: _as_kept(held[each["id"]], each) for each in noted["records"]}


def _as_kept(record: Record, value: dict[str, Any]) -> Record:
    schedule = unpacked(value["schedule"])
    timing = value["timing"]
    if timing is None and schedule is not None:
        timing = {"schedule": to_json(schedule)}
    return replace(
        record, name=value["name"], timing=timing, schedule=schedule, input=value["input"], options=value["options"]
    )
