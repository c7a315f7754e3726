"""Uranus ("Schedules API"): once, delayed and cron schedules that start a workflow; no zone field.

Its documents contradict each other on envelopes and say nothing about the zone of cron, so the zone is the
operator's to configure, both envelopes are read, and every write is read back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, Change, Draft, Encoding, Member, PastRun, Record
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.http import (
    DEADLINE_S,
    HttpClient,
    agent_named,
    auth_headers,
    id_of,
    instant_of,
    list_of,
    object_of,
    utc_text,
)
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import URANUS
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import ConfigError, InputError, InvalidArgument, Rejected, Unsupported
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Once
from schedule_mcp.schedule.zones import canonical_name

_OPTIONS: Mapping[str, str] = {
    "callback_type": "what a run starts, such as workflow; the configured callback by default",
    "callback_id": "its id",
    "type": "delayed: a single run is counted in seconds from the server's receipt of the call",
}
_DELAY_TOLERANCE = timedelta(minutes=1)

CAPABILITIES = Capabilities(
    kind="uranus",
    title="Uranus",
    timings=("once", "delayed", "cron"),
    dialects=("uranus",),
    zones="one, configured",
    names_next_run=True,
    history=True,
    input="none",
    options=_OPTIONS,
    notes=(
        "Cron runs on the clock of cron_timezone in the configuration; without it recurring schedules are refused.",
        "A run starts the configured callback; it gets no input.",
        "A single run is sent as an instant; with the option type=delayed as seconds from the server's receipt.",
    ),
)

_WRITABLE = ("name", "type", "cron_expression", "next_run", "delay_seconds", "callback_type", "callback_id", "status")
_CALLBACK = ("callback_type", "callback_id")
_PAGE = 50
_PAGES_AT_MOST = 200


class Uranus(Backend):
    """Schedules of a Uranus dashboard."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        name: str,
        client: HttpClient,
        *,
        agent_id: str = "",
        cron_timezone: str = "",
        callback: Mapping[str, str] | None = None,
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.client = client
        self.cron_timezone = cron_timezone
        self.callback = dict(callback or {})
        self._now = now

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> Uranus:
        """The backend of a configuration table; raises `ConfigError`."""
        place = str(settings.get("cron_timezone", ""))
        try:
            place = canonical_name(place) if place else ""
        except InputError as error:
            raise ConfigError(f"backend '{name}': cron_timezone: {error.message}", error.hint) from None
        callback = settings.get("callback", {})
        if callback and set(callback) != {"type", "id"}:
            raise ConfigError(f"backend '{name}': callback needs type and id", "See the README's configuration.")
        client = HttpClient(
            name,
            str(settings.get("base_url", "")).rstrip("/").removesuffix("/api"),
            auth_headers(settings),
            float(settings.get("timeout_s", DEADLINE_S)),
            now=now,
        )
        return cls(
            name,
            client,
            agent_id=str(settings.get("agent_id", "")),
            cron_timezone=place,
            callback=callback,
            now=now,
        )

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        if not self.cron_timezone and not isinstance(schedule, Once):
            raise Unsupported(
                f"{self.name} has no zone for recurring schedules: Uranus does not say on which clock its cron runs",
                "The operator can set cron_timezone for this backend.",
                reason="zone",
            )
        form = Form(
            CAPABILITIES.title,
            URANUS,
            cron=lambda expression, _: {"type": "cron", "cron_expression": expression},
            once=lambda at: {"type": "once", "next_run": utc_text(at)},
            zone=self.cron_timezone or "UTC",
        )
        encoding = encode(form, schedule, now=now, accept=accept)
        return _delayed(encoding, now) if options.get("type") == "delayed" else encoding

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        for key, value in options.items():
            if key not in _OPTIONS:
                raise InvalidArgument(f"Uranus has no option {quoted(key)}", f"Its options: {', '.join(_OPTIONS)}.")
            if not isinstance(value, str) or not value or (key == "type" and value != "delayed"):
                raise InvalidArgument(f"option '{key}' cannot be {quoted(value)}", f"It is: {_OPTIONS[key]}.")
        if input:
            raise InvalidArgument(
                f"{self.name} cannot hand an input to its callback", "Leave input out; the workflow has its own."
            )

    def create(self, agent: str, draft: Draft) -> Record:
        body = {"name": draft.name, **self._timing_now(draft.member), **self._callback_fields(draft.options)}
        body["status"] = "active" if draft.enabled else "paused"
        made = object_of(self._call("POST", agent, operation="create", json=body), self.name, "create")
        return self.get(agent, id_of(made, self.name))

    def get(self, agent: str, schedule_id: str) -> Record:
        return self._record(agent, self._raw(agent, schedule_id))

    def list(self, agent: str) -> Sequence[Record]:
        found: list[dict[str, Any]] = []
        for _ in range(_PAGES_AT_MOST):
            # The first request says nothing of pages: not every server is said to have them.
            params = {"limit": _PAGE, "offset": len(found)} if found else None
            answer = self._call("GET", agent, operation="list", params=params)
            rows = list_of(answer, self.name, "schedules", "data")
            known = {row.get("id") for row in found}
            found.extend(row for row in rows if row.get("id") not in known)
            meta = answer.get("meta") if isinstance(answer, dict) else None
            total = meta.get("total") if isinstance(meta, dict) else None
            # Without a total the documents promise no pages: what came is all.
            if not isinstance(total, int) or not rows or len(found) >= total:
                break
        return [self._record(agent, raw) for raw in found]

    def update(self, agent: str, current: Record, change: Change) -> Record:
        raw = self._raw(agent, current.id)
        body = self._writable(raw)
        if change.member is not None:
            for key in ("cron_expression", "next_run", "delay_seconds"):
                body.pop(key, None)
            body |= self._timing_now(change.member)
            if current.status == "completed":
                body["status"] = "active"
        if change.name is not None:
            body["name"] = change.name
        body |= {key: value for key, value in (change.options or {}).items() if key != "type"}
        self._call("PUT", agent, current.id, operation="update", json=body)
        return self.get(agent, current.id)

    def _writable(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """All that a PUT may have to name so that nothing is lost where it replaces."""
        body = {key: raw[key] for key in _WRITABLE if raw.get(key) is not None}
        due = instant_of(raw.get("next_run"))
        if body.get("type") != "once":
            # For cron this is the backend's own answer, and for a delay the seconds say it.
            body.pop("next_run", None)
        if body.get("type") == "delayed" and due is not None:
            # The server may count again from this call, so it gets what is left.
            body["delay_seconds"] = _seconds_until(due, self._now())
        return body

    def _timing_now(self, member: Member) -> dict[str, Any]:
        """The fields of a member; a delay counts from this call, and the plan may be minutes old."""
        timing = dict(member.timing)
        if timing.get("type") == "delayed" and isinstance(member.schedule, Once):
            timing["delay_seconds"] = _seconds_until(member.schedule.at, self._now())
        return timing

    def pause(self, agent: str, schedule_id: str) -> Record:
        return self._with_status(agent, schedule_id, "paused")

    def resume(self, agent: str, schedule_id: str) -> Record:
        return self._with_status(agent, schedule_id, "active")

    def _with_status(self, agent: str, schedule_id: str, status: str) -> Record:
        raw = self._raw(agent, schedule_id)
        if raw.get("status") == "completed":
            raise Rejected(
                f"the schedule {quoted(raw.get('name'))} has run and is over", "Create a new one.", backend=self.name
            )
        due = instant_of(raw.get("next_run"))
        if status == "active" and raw.get("type") != "cron" and due is not None and due <= self._now():
            raise Rejected(
                f"the single run of {quoted(raw.get('name'))} was due at {due:%Y-%m-%d %H:%M} UTC; resumed now it "
                "might run at once",
                "Give it a new `when` with update_schedule.",
                backend=self.name,
            )
        self._call("PUT", agent, schedule_id, operation="update", json={**self._writable(raw), "status": status})
        return self.get(agent, schedule_id)

    def delete(self, agent: str, schedule_id: str) -> None:
        self._call("DELETE", agent, schedule_id, operation="delete")

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        executions = self._raw(agent, schedule_id).get("executions")
        rows = [each for each in executions if isinstance(each, dict)] if isinstance(executions, list) else []
        found = [PastRun(instant_of(row.get("executed_at")), str(row.get("status", ""))) for row in rows]
        return sorted(found, key=lambda run: run.due or self._now(), reverse=True)[:limit]

    # -- calls and records ---------------------------------------------------------------------------------------

    def _call(
        self,
        method: str,
        agent: str,
        *more: str,
        operation: str,
        json: Any = None,
        params: Mapping[str, str | int] | None = None,
    ) -> Any:
        segments = ["api", "agents", agent_named(agent, self.agent_id), "schedules", *more]
        return self.client.request(method, segments, operation=operation, json=json, params=params)

    def _raw(self, agent: str, schedule_id: str) -> dict[str, Any]:
        return object_of(self._call("GET", agent, schedule_id, operation="get"), self.name, "get")

    def _callback_fields(self, options: Mapping[str, Any]) -> dict[str, str]:
        configured = {f"callback_{key}": value for key, value in self.callback.items()}
        found = {**configured, **{key: options[key] for key in _CALLBACK if options.get(key)}}
        if set(found) != set(_CALLBACK):
            raise ConfigError(
                f"backend '{self.name}' has no callback, so a run would start nothing",
                "The operator can set callback for this backend, or name callback_type and callback_id in options.",
            )
        return found

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        schedule, unreadable = self._decoded(raw)
        status = str(raw.get("status") or "active")
        if isinstance(schedule, Once) and schedule.at <= self._now() and (raw.get("last_run") or status == "paused"):
            status = "completed"
        keys = ("type", "cron_expression") if raw.get("type") == "cron" else ("type", "next_run")
        timing = {key: raw[key] for key in keys if raw.get(key) is not None}
        return Record(
            id=id_of(raw, self.name),
            agent=agent or self.agent_id,
            name=str(raw.get("name") or ""),
            status="completed" if status == "completed" else "paused" if status == "paused" else "active",
            timing=timing,
            schedule=schedule,
            unreadable=unreadable,
            options={key: raw[key] for key in _CALLBACK if raw.get(key)},
            next_run=instant_of(raw.get("next_run")),
            names_next_run="next_run" in raw,
            tolerance=_DELAY_TOLERANCE if raw.get("type") == "delayed" else timedelta(0),
            raw=raw,
        )

    def _decoded(self, raw: Mapping[str, Any]) -> tuple[Schedule | None, str]:
        if raw.get("type") in ("once", "delayed"):
            at = instant_of(raw.get("next_run")) or instant_of(raw.get("last_run"))
            return (Once(at), "") if at else (None, "a run without a time")
        if not self.cron_timezone:
            return None, f"cron '{raw.get('cron_expression')}' on a clock that nobody names (cron_timezone is not set)"
        try:
            return meant(str(raw.get("cron_expression") or ""), URANUS, self.cron_timezone), ""
        except InputError as error:
            return None, str(error)


def _delayed(encoding: Encoding, now: datetime) -> Encoding:
    """Single runs as delays."""
    members = []
    for member in encoding.members:
        if not isinstance(member.schedule, Once):
            raise Unsupported("only a single run can be delayed", "Leave the option out.", reason="delayed")
        timing = {"type": "delayed", "delay_seconds": _seconds_until(member.schedule.at, now)}
        members.append(Member(timing, member.schedule, _DELAY_TOLERANCE))
    return replace(encoding, members=tuple(members))


def _seconds_until(at: datetime, now: datetime) -> int:
    return max(round((at - now).total_seconds()), 1)
