"""Schedules as answers show them: one row for each schedule or group, text from outside cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, PastRun
from schedule_mcp.language import describe
from schedule_mcp.outside.text import cleaned, one_line
from schedule_mcp.planning.planner import Asked, Planned, place_of
from schedule_mcp.planning.remarks import remarks
from schedule_mcp.records.groups import Group
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.fire_times import wall_time
from schedule_mcp.schedule.zones import zone, zone_data_version

_DETAIL_SHOWN = 2_000


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
    for record in records_of(row):
        if record.resumes is not None:
            found["resumes"] = run_json(record.resumes, place_of(row.schedule, "UTC"))
        if record.reason:
            found["reason"] = one_line(record.reason)
        if record.last_run:
            found["last_run"] = one_line(record.last_run)
    return found


def _next_run(row: Row, now: datetime) -> datetime | None:
    """The next run of what is active, ours where the timing can be read, else the backend's."""
    running = [record for record in records_of(row) if record.status == "active"]
    found = [r.next_run if r.schedule is None else next(fires(r.schedule, after=now), None) for r in running]
    return min((run for run in found if run is not None), default=None)


def timing_shown(timing: Mapping[str, Any], schedule: Schedule | None) -> dict[str, Any]:
    """Timing fields as they are sent; a schedule that is held whole is its canonical sentence, since its JSON may list
    every second of a day."""
    shown = dict(timing)
    if schedule is not None and isinstance(timing.get("schedule"), Mapping):
        shown["schedule"] = describe(schedule)
    return shown


def past_json(run: PastRun, place: str) -> dict[str, Any]:
    """A past run with the instants that are known of it."""
    found: dict[str, Any] = {"status": one_line(run.status)}
    for key, instant in (("due", run.due), ("started", run.started), ("finished", run.finished)):
        if instant is not None:
            found[key] = run_json(instant, place)
    if run.detail:
        found["detail"] = cleaned(run.detail)[:_DETAIL_SHOWN]
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


DIFFERENCES_SHOWN = 20


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def run_json(run: datetime, place: str) -> dict[str, str]:
    """A run as {"utc", "local"}, the local time with weekday and offset."""
    local = wall_time(run, zone(place))
    clock = local.isoformat(" ", "seconds")
    shown = clock[:19] if local.second else clock[:16]
    utc = clock if local.tzinfo is UTC else run.astimezone(UTC).isoformat("T", "seconds")
    return {
        "utc": f"{utc[:10]}T{utc[11:19]}Z",
        "local": f"{_WEEKDAYS[local.weekday()]} {shown} {clock[19:25]}",
    }


def plan_answer(planned: Planned, status: str, show: int, now: datetime) -> dict[str, Any]:
    """The structured answer of preview, create and update; absent keys are left out."""
    encoding, reading = planned.encoding, planned.reading
    answer: dict[str, Any] = {
        "status": status,
        "understood": describe(planned.schedule),
        "timezone": planned.zone,
        "zone_data": zone_data_version(),
        "next_runs": [run_json(run, planned.zone) for run in islice(planned.runs(now), show)],
        "assumptions": [*reading.assumptions, *remarks(planned.schedule, now), *encoding.notes],
        "warnings": [*reading.warnings, *encoding.warnings],
        "differences": [d.to_json() for d in encoding.differences[:DIFFERENCES_SHOWN]],
        "backend": planned.backend.name,
        "kind": planned.backend.capabilities.kind,
        "plan": planned.name,
        "sends": [timing_shown(member.timing, member.schedule) for member in encoding.members],
    }
    count = len(encoding.members)
    if count > 1:
        answer["assumptions"].append(f"held as {count} schedules that never run at once")
    return {key: value for key, value in answer.items() if value not in ("", [], None)}


def question_answer(asked: Asked, now: datetime) -> dict[str, Any]:
    """The answer `needs_answer` with its options as arguments ready to send."""
    question, place = asked.question, asked.place
    options = []
    for option in question.options:
        found: dict[str, Any] = {"arguments": dict(option.arguments)}
        first = next(fires(option.schedule, after=now), None)
        if first is not None:
            found["first_run"] = run_json(first, option.arguments.get("timezone") or place_of(option.schedule, place))
        options.append(found)
    return {"status": "needs_answer", "question": {"ask": question.ask, "options": options}}
