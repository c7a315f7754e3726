"""AgentScope: five-field cron in a zone of its own, APScheduler inside; the input is the prompt.

Weekdays are sent as names only, because their numbers changed meaning between two patch releases. Both day
fields must match (AND). What APScheduler may lose after a spring clock change is predicted and needs consent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, Change, Draft, Encoding, PastRun, Record, Status
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.http import (
    HttpClient,
    agent_named,
    auth_headers,
    client_of,
    id_made,
    id_of,
    instant_of,
    list_of,
    whole,
)
from schedule_mcp.backends.unreadable import records_of
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import AGENTSCOPE, AGENTSCOPE_MONDAY0
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import BackendError, ConfigError, InputError, InvalidArgument, NotFound
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Schedule, next_fire, same
from schedule_mcp.schedule.fire_times import epoch_seconds
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.schedule.zones import zone

_PERMISSIONS = ("default", "accept_edits", "explore", "bypass", "dont_ask")
_OPTIONS: Mapping[str, str] = {
    "stateful": "true: one session for all runs; false (default): a new one for each",
    "permission_mode": f"one of {', '.join(_PERMISSIONS)}; dont_ask by default",
}

_OWN = frozenset(
    {*_OPTIONS, "name", "description", "cron_expression", "timezone", "enabled", "id", "agent_id", "created_at"}
    | {"updated_at", "started_at", "ended_at", "user_id"}
)

CAPABILITIES = Capabilities(
    kind="agentscope",
    title="AgentScope",
    timings=("cron",),
    dialects=("agentscope",),
    history=True,
    input="text",
    input_required=True,
    options=_OPTIONS,
    notes=(
        "The input is the prompt that the agent gets at each run.",
        "Runs that come due while its server is down are lost.",
        "It names no next run, so only expression, zone and state can be compared after a write.",
    ),
)


class AgentScope(Backend):
    """Schedules of an AgentScope service."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        name: str,
        client: HttpClient,
        *,
        agent_id: str = "",
        chat_model: Mapping[str, Any] | None = None,
        weekday_numbering: str = "auto",
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.client = client
        self.chat_model = dict(chat_model or {})
        self.weekday_numbering = weekday_numbering
        self._now = now
        self._version: tuple[int, ...] | None = None

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> AgentScope:
        """The backend of a configuration table; raises `ConfigError`."""
        numbering = str(settings.get("weekday_numbering", "auto"))
        if numbering not in ("auto", "sunday0", "monday0"):
            raise ConfigError(f"backend '{name}': weekday_numbering is '{numbering}'", "Use auto, sunday0 or monday0.")
        headers = {"x-user-id": str(settings.get("user_id", "")), **auth_headers(settings)}
        return cls(
            name,
            client_of(name, settings, now, headers),
            agent_id=str(settings.get("agent_id", "")),
            chat_model=settings.get("chat_model"),
            weekday_numbering=numbering,
            now=now,
        )

    # -- timing --------------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        del options
        form = Form(
            CAPABILITIES.title,
            AGENTSCOPE,
            cron=lambda expression, place: {"cron_expression": expression, "timezone": place},
        )
        return encode(form, schedule, now=now, accept=accept)

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        for key, value in options.items():
            if key not in _OPTIONS:
                raise InvalidArgument(f"AgentScope has no option '{key[:40]}'", f"Its options: {', '.join(_OPTIONS)}.")
            if not (isinstance(value, bool) if key == "stateful" else value in _PERMISSIONS):
                raise InvalidArgument(f"option '{key}' cannot be {str(value)[:40]!r}", f"It is: {_OPTIONS[key]}.")
        if not input.strip():
            raise InvalidArgument(
                f"{self.name} needs an input: it is the prompt of each run", "Say in `input` what the agent should do."
            )

    # -- calls ---------------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        if not self.chat_model:
            raise ConfigError(
                f"backend '{self.name}' has no chat_model, and AgentScope wants one for each schedule",
                "The operator can set chat_model for this backend.",
            )
        body = {
            "name": draft.name,
            "description": draft.input,
            "agent_id": agent_named(agent, self.agent_id),
            "chat_model_config": self.chat_model,
            "enabled": draft.enabled,
            **draft.member.timing,
            **draft.options,
        }
        answer = self.client.request("POST", ["schedule"], operation="create", json=body, trailing_slash=True)
        return self.read_back(agent, id_made(answer, self.name, "schedule_id"))

    def get(self, agent: str, schedule_id: str) -> Record:
        for raw in self._all():
            # All schedules of the user are listed; one of another agent is not this agent's.
            if str(raw.get("id")) == schedule_id and agent in ("", raw.get("agent_id")):
                return self._record(raw)
        raise NotFound(
            f"{self.name} has no schedule {quoted(schedule_id)}",
            "Take an id from list_schedules.",
            backend=self.name,
            operation="get",
        )

    def list(self, agent: str) -> Sequence[Record]:
        wanted = agent or self.agent_id
        rows = [raw for raw in self._all() if not wanted or raw.get("agent_id", wanted) == wanted]
        return records_of(rows, self._record, wanted)

    def _all(self) -> Sequence[dict[str, Any]]:
        answer = self.client.request("GET", ["schedule"], operation="list", trailing_slash=True)
        return list_of(answer, self.name, "schedules")

    def update(self, agent: str, current: Record, change: Change) -> Record:
        body: dict[str, Any] = {}
        if change.name is not None:
            body["name"] = change.name
        if change.input is not None:
            body["description"] = change.input
        if change.member is not None:
            body |= change.member.timing
        body |= change.options or {}
        return self._patched(agent, current.id, body, "update")

    def pause(self, agent: str, schedule_id: str) -> Record:
        return self._patched(agent, schedule_id, {"enabled": False}, "pause")

    def resume(self, agent: str, schedule_id: str) -> Record:
        return self._patched(agent, schedule_id, {"enabled": True}, "resume")

    def _patched(self, agent: str, schedule_id: str, body: Mapping[str, Any], operation: str) -> Record:
        answer = self.client.request("PATCH", ["schedule", schedule_id], operation=operation, json=body)
        raw = whole(answer, "id", "data")
        return self.read_back(agent, schedule_id, None if raw is None else self._record(raw))

    def delete(self, agent: str, schedule_id: str) -> None:
        self.client.request("DELETE", ["schedule", schedule_id], operation="delete")

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        answer = self.client.request("GET", ["schedule", schedule_id, "sessions"], operation="runs")
        rows = list_of(answer, self.name, "sessions")[:limit]
        return [
            PastRun(None, "started", instant_of(row.get("created_at")), detail=str(row.get("id", ""))) for row in rows
        ]

    # -- records -------------------------------------------------------------------------------------------------

    def _record(self, raw: Mapping[str, Any]) -> Record:
        data = raw.get("data")
        held: Mapping[str, Any] = data if isinstance(data, Mapping) else raw
        schedule, unreadable = self._decoded(held)
        name = str(held.get("name") or "")
        notes = () if name else ("AgentScope never runs a schedule with an empty name",)
        return Record(
            id=id_of(raw, self.name),
            agent=str(raw.get("agent_id") or self.agent_id),
            name=name,
            status=_status(held, schedule, self._now()),
            timing={key: held.get(key) for key in ("cron_expression", "timezone")},
            schedule=schedule,
            unreadable=unreadable,
            input=str(held.get("description") or ""),
            options={key: held[key] for key in _OPTIONS if held.get(key) is not None},
            notes=notes,
            others={key: value for key, value in held.items() if key not in _OWN and value is not None},
            created=str(raw.get("created_at") or ""),
            raw=raw,
        )

    def _decoded(self, held: Mapping[str, Any]) -> tuple[Schedule | None, str]:
        text, place = str(held.get("cron_expression") or ""), str(held.get("timezone") or "UTC")
        try:
            found = self._parsed(text, place)
        except InputError as error:
            return None, str(error)
        if found is None:
            return None, f"'{text}' has weekday numbers, and their meaning depends on the server's version"
        start, until = _started(held, found.zone), instant_of(held.get("ended_at"))
        if start is not None and start > self._now():
            found = replace(found, start=start)
        return (replace(found, until=until) if until is not None else found), ""

    def _parsed(self, text: str, place: str) -> Calendar | None:
        weekday = text.split()[4] if len(text.split()) == 5 else ""
        if not re.search(r"\d", weekday.partition("/")[0]) and "/" not in weekday:
            # Names follow APScheduler's own order, Monday first, in every version.
            return _calendar(meant(text, AGENTSCOPE_MONDAY0, place))
        numbering = self._numbering()
        if numbering == "monday0":
            return _calendar(meant(text, AGENTSCOPE_MONDAY0, place))
        sunday = _calendar(meant(text, AGENTSCOPE, place))
        if numbering == "sunday0":
            return sunday
        try:
            monday = _calendar(meant(text, AGENTSCOPE_MONDAY0, place))
        except InputError:
            return None
        return sunday if same(sunday, monday, after=self._now()) else None

    def _numbering(self) -> str:
        if self.weekday_numbering != "auto":
            return self.weekday_numbering
        if self._version is None:
            self._version = self._asked_version()
        if not self._version:
            return "unknown"
        return "sunday0" if self._version >= (2, 0, 9) else "monday0"

    def _asked_version(self) -> tuple[int, ...]:
        try:
            answer = self.client.request("GET", ["health"], operation="health")
        except BackendError:
            return ()
        text = str(answer.get("version", "")) if isinstance(answer, dict) else ""
        match = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
        return tuple(map(int, match.groups())) if match else ()

    def check(self) -> str:
        count = len(self._all())
        version = self._asked_version()
        named = ".".join(map(str, version)) if version else "unknown"
        return f"reachable; {count} schedules; version {named}, weekday numbering {self._numbering()}"


def _status(held: Mapping[str, Any], schedule: Schedule | None, now: datetime) -> Status:
    """AgentScope takes a schedule without a name or without a date (30 February), and never runs it."""
    over = schedule is not None and next_fire(schedule, now) is None
    if not held.get("name") or (over and not held.get("ended_at")):
        return "dead"
    return "completed" if over else "active" if held.get("enabled", True) else "paused"


def _started(held: Mapping[str, Any], place: str) -> datetime | None:
    """When a record begins to run. Up to 2.0.9 it is the server's wall time, read in the zone of the schedule."""
    text = held.get("started_at")
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1970 <= found.year < 2400:
        return None
    if found.tzinfo is None:
        # Zones west of the server lose the runs of their first hours so.
        wall = found.replace(tzinfo=UTC)
        return wall - timedelta(seconds=zone(place).offset_at(epoch_seconds(wall)))
    return found.astimezone(UTC)


def _calendar(schedule: Any) -> Calendar:
    assert isinstance(schedule, Calendar)
    return schedule
