"""Schedules as answers show them: one row for each schedule or group, text from outside cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, PastRun, Record
from schedule_mcp.groups import Group
from schedule_mcp.handles import GROUP, Handle
from schedule_mcp.language import describe
from schedule_mcp.planning import place_of, run_json
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.zones import zone_data_version

Row = Record | Group

_NAME_SHOWN = 240
_DETAIL_SHOWN = 2_000
_TEXT_SHOWN = 64_000


def records_of(row: Row) -> tuple[Record, ...]:
    return row.members if isinstance(row, Group) else (row,)


def handle_of(backend: str, row: Row) -> Handle:
    native = f"{GROUP}{row.key}" if isinstance(row, Group) else row.id
    return Handle(backend, row.agent, native)


def one_line(text: str, at_most: int = _NAME_SHOWN) -> str:
    """Text from outside on one line: no control or formatting characters, cut."""
    cleaned = "".join(c if c.isprintable() else " " for c in text)
    return cleaned if len(cleaned) <= at_most else cleaned[: at_most - 1] + "…"


def cleaned(value: Any) -> Any:
    """A JSON value from outside whose texts keep line breaks and tabs, but no other control characters."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() or c in "\n\t" else " " for c in value[:_TEXT_SHOWN])
    if isinstance(value, Mapping):
        return {one_line(str(key)): cleaned(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(held) for held in value]
    return value


def when_of(row: Row) -> str:
    """A row's timing in words, each part of a group by itself where they have no common meaning."""
    if row.schedule is not None:
        return describe(row.schedule)
    said = [
        describe(r.schedule) if r.schedule is not None else f"not readable as one meaning ({one_line(r.unreadable)})"
        for r in records_of(row)
    ]
    return "; ".join(said)


def row_json(backend: str, row: Row, now: datetime) -> dict[str, Any]:
    """The row of a list: id, name, status, timing in words, next run, and the number of a group's parts."""
    found: dict[str, Any] = {
        "id": str(handle_of(backend, row)),
        "name": one_line(row.name),
        "status": row.status,
        "when": when_of(row),
    }
    next_run = _next_run(row, now)
    if next_run is not None:
        found["next_run"] = run_json(next_run, place_of(row.schedule, "UTC"))
    if isinstance(row, Group):
        found["parts"] = len(row.members)
    return found


def _next_run(row: Row, now: datetime) -> datetime | None:
    """The next run of what is active, ours where the timing can be read, else the backend's."""
    running = [record for record in records_of(row) if record.status == "active"]
    found = [r.next_run if r.schedule is None else next(fires(r.schedule, after=now), None) for r in running]
    return min((run for run in found if run is not None), default=None)


def past_json(run: PastRun, place: str) -> dict[str, Any]:
    """A past run with the instants that are known of it."""
    found: dict[str, Any] = {"status": one_line(run.status)}
    for key, instant in (("due", run.due), ("started", run.started), ("finished", run.finished)):
        if instant is not None:
            found[key] = run_json(instant, place)
    if run.detail:
        found["detail"] = cleaned(run.detail[:_DETAIL_SHOWN])
    return found


def capabilities_json(capabilities: Capabilities) -> dict[str, Any]:
    """What a kind of backend can hold; absent keys are left out."""
    found: dict[str, Any] = {
        "kind": capabilities.kind,
        "title": capabilities.title,
        "timings": list(capabilities.timings),
        "zones": capabilities.zones,
        "creates_paused": capabilities.creates_paused,
        "names_next_run": capabilities.names_next_run,
        "history": capabilities.history,
        "input": capabilities.input + (" (required)" if capabilities.input_required else ""),
        "cron_dialects": list(capabilities.dialects),
        "minimum_cadence_s": capabilities.minimum_cadence_s,
        "options": dict(capabilities.options),
        "notes": list(capabilities.notes),
    }
    return {key: value for key, value in found.items() if value not in ([], {}, 0) or value is False}


def backends_json(backends: Mapping[str, Backend], default: str, timezone: str, read_only: bool) -> dict[str, Any]:
    """The answer of list_backends."""
    rows = []
    for name, backend in backends.items():
        row = {"name": name, "agent_id": backend.agent_id, "default": name == default}
        row |= capabilities_json(backend.capabilities)
        if who := backend.who_fires():
            row["fires"] = who
        rows.append(row)
    return {
        "status": "ok",
        "read_only": read_only,
        "timezone": timezone or "none: words must name one, or it is asked",
        "zone_data": zone_data_version(),
        "backends": rows,
    }
