"""The format of `export`: one JSON object a line, with the timing as words and as the exact value.

{"schedule_mcp": 1, "name", "when", "timing", "timezone", "status", "input", "options", "backend", "kind", "agent"}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schedule_mcp.backends.base import Backend, Record
from schedule_mcp.errors import InvalidArgument, ScheduleError
from schedule_mcp.language import describe
from schedule_mcp.outside.secrets import redacted
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import place_of
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.stored import from_json, to_json
from schedule_mcp.service.moving.entry import Entry

VERSION = 1
LINE_AT_MOST = 1_000_000
"""Characters of one line."""

_KEYS = ("name", "when", "timezone", "status", "input", "backend", "kind", "agent")
_KNOWN = ("schedule_mcp", *_KEYS, "timing", "options", "resumes", "secrets_removed", "unreadable", "stored")


def exported(name: str, backend: Backend, row: Row) -> Iterator[dict[str, Any]]:
    """The objects of one schedule: one, or one for each part where the parts have no common meaning."""
    records = records_of(row)
    if row.schedule is not None:
        yield _object(name, backend, row.name, records[0], row.schedule, str(row.status))
        return
    for record in records:
        yield _object(name, backend, row.name, record, record.schedule, str(record.status))


def _object(
    name: str, backend: Backend, called: str, record: Record, schedule: Schedule | None, status: str
) -> dict[str, Any]:
    found: dict[str, Any] = {"schedule_mcp": VERSION, "name": called}
    if schedule is not None:
        found |= {"when": describe(schedule), "timing": to_json(schedule), "timezone": place_of(schedule, "UTC")}
    else:
        found |= {"unreadable": record.unreadable, "stored": dict(record.timing)}
    found |= {"status": status, "input": record.input, "options": dict(record.options)}
    found |= {"backend": name, "kind": backend.capabilities.kind, "agent": record.agent}
    if record.resumes is not None:
        found["resumes"] = record.resumes.isoformat()
    return _without_secrets(found)


def _without_secrets(found: dict[str, Any]) -> dict[str, Any]:
    """A secret of the configuration is not written to a file; the line then says so, and is not imported as it is."""
    text = json.dumps(found)
    if redacted(text) == text:
        return found
    return {**json.loads(redacted(text)), "secrets_removed": True}


def line_of(found: Mapping[str, Any]) -> str:
    """The object as one line of ASCII."""
    return json.dumps(found, separators=(",", ":")) + "\n"


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """What the lines say; a bad one is an entry with its refusal. Blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"line {number}"
            try:
                yield _entry(place, line)
            except ScheduleError as error:
                yield Entry(place, refusal=error)


def _entry(place: str, line: str) -> Entry:
    found = _checked(line)
    values = {key: found.get(key, "") for key in _KEYS}
    status = values["status"] or "active"
    notes = []
    if "resumes" in found:
        notes.append(f"its pause was to end at {found['resumes']}: here it is paused without end")
    if status not in ("active", "paused", "incomplete"):
        return Entry(place, values["name"], passed_over=f"it is {status}, nothing of it is left to run")
    return Entry(
        place,
        values["name"],
        values["when"],
        values["timezone"],
        _timing(found.get("timing")),
        values["input"],
        found.get("options") or {},
        values["kind"],
        values["backend"],
        values["agent"],
        status != "paused",
        tuple(notes),
    )


def _checked(line: str) -> dict[str, Any]:
    found: Any = None
    if len(line) <= LINE_AT_MOST:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, dict):
        raise InvalidArgument("the line is no JSON object", "Take it as `schedule-mcp export` writes it.")
    for key in found:
        if key not in _KNOWN:
            raise InvalidArgument(f"there is no field {quoted(key)}", f"Known: {', '.join(_KNOWN)}.")
    version = found.get("schedule_mcp", VERSION)
    if version != VERSION:
        raise InvalidArgument(f"the line is of version {quoted(version)}", "Import it with a newer schedule-mcp.")
    if found.get("secrets_removed"):
        raise InvalidArgument(
            "a secret was taken out of this line", "Put it back in its place and remove `secrets_removed`."
        )
    if found.get("unreadable"):
        raise InvalidArgument(
            f"its timing could not be read as one meaning ({quoted(found['unreadable'])})", "Add `when` in words."
        )
    for key in _KEYS:
        if not isinstance(found.get(key, ""), str):
            raise InvalidArgument(f"`{key}` is no text", "Write it as `schedule-mcp export` does.")
    if not isinstance(found.get("options") or {}, dict):
        raise InvalidArgument("`options` is no object", "Write it as `schedule-mcp export` does.")
    return found


def _timing(value: Any) -> Schedule | None:
    if value is None:
        return None
    try:
        return from_json(value)
    except Exception:  # noqa: BLE001 - whatever is wrong with a value from a file
        raise InvalidArgument("`timing` is no timing of ours", "Leave it out, so that `when` is read.") from None
