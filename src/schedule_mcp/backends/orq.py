"""orq.ai: schedules of an agent, in UTC, an hour apart at least.

Two contracts: the wide one of its older documents (six cron fields, `@every`, `@at`) and the narrow one of its later
SDKs (full hours, daily or on one weekday). With `contract = "auto"` the narrow form is sent where it is one object,
else the wide one; a server that refuses the expression is remembered as narrow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from schedule_mcp.backends.base import (
    Backend,
    Capabilities,
    Change,
    Draft,
    Encoding,
    NotReadBack,
    PastRun,
    Record,
    refuse_overwriting,
)
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.http import (
    HttpClient,
    agent_named,
    client_of,
    id_made,
    id_of,
    instant_of,
    list_of,
    object_of,
    unless_changed,
    utc_text,
    whole,
)
from schedule_mcp.backends.proofs import check_live_window
from schedule_mcp.backends.unreadable import records_of
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import NATS, ORQ_NARROW
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import (
    BackendError,
    ConfigError,
    InputError,
    InvalidArgument,
    Rejected,
    Unsupported,
)
from schedule_mcp.outside.text import one_line
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Interval, Once

MINIMUM_S = 3600
GROUP_KEY = "schedule_mcp_group"

_OPTIONS: Mapping[str, str] = {
    "agent_tag": "pin a version of the agent",
    "variables": "object of variables for the agent",
    "metadata": "object of texts",
    "memory_entity_id": "id of the memory",
}

_PAYLOAD = frozenset({"input", "variables", "metadata", "memory_entity_id"})

CAPABILITIES = Capabilities(
    kind="orq",
    title="orq.ai",
    timings=("once", "interval", "cron"),
    dialects=("nats", "orq_narrow"),
    zones="UTC",
    minimum_cadence_s=MINIMUM_S,
    creates_paused=False,
    options=_OPTIONS,
    runs_now=True,
    notes=(
        "Runs are in UTC and an hour apart at least; later servers take full hours only.",
        "It cannot create a schedule paused: it is created and paused at once afterwards.",
        "It names no next run, so only expression and state can be compared after a write.",
    ),
)


class Orq(Backend):
    """Schedules of an orq.ai agent."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        name: str,
        client: HttpClient,
        *,
        agent_id: str = "",
        contract: str = "auto",
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.client = client
        self.contract = contract
        self._now = now
        self._is_narrow = contract == "narrow"

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> Orq:
        """The backend of a configuration table; raises `ConfigError`."""
        contract = str(settings.get("contract", "auto"))
        if contract not in ("auto", "wide", "narrow"):
            raise ConfigError(f"backend '{name}': contract is '{contract}'", "Use auto, wide or narrow.")
        table = {"base_url": "https://api.orq.ai", **settings}
        agent = str(settings.get("agent_id", ""))
        return cls(name, client_of(name, table, now), agent_id=agent, contract=contract, now=now)

    # -- timing --------------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        del options
        if self.contract == "wide":
            return encode(_wide(), schedule, now=now, accept=accept)
        narrow: Encoding | None = None
        refusal: Unsupported | None = None
        try:
            narrow = encode(_narrow(), schedule, now=now, accept=accept)
        except Unsupported as error:
            refusal = error
        if self._is_narrow or (narrow is not None and len(narrow.members) == 1):
            if narrow is None:
                assert refusal is not None
                raise refusal
            return narrow
        try:
            return encode(_wide(), schedule, now=now, accept=accept)
        except Unsupported:
            if narrow is None:
                raise
            return narrow

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        del input
        for key, value in options.items():
            if key not in _OPTIONS:
                raise InvalidArgument(f"orq.ai has no option '{key[:40]}'", f"Its options: {', '.join(_OPTIONS)}.")
            if not isinstance(value, dict if key in ("variables", "metadata") else str):
                raise InvalidArgument(f"option '{key}' cannot be {str(value)[:40]!r}", f"It is: {_OPTIONS[key]}.")

    # -- calls ---------------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        check_live_window(CAPABILITIES.title, draft, self._now())
        body = {
            "display_name": draft.name,
            **draft.member.timing,
            "payload": _payload({}, draft.input, draft.options, draft.group_key),
        }
        if draft.options.get("agent_tag"):
            body["agent_tag"] = draft.options["agent_tag"]
        try:
            answer = self._call("POST", agent, operation="create", json=body)
        except Rejected as error:
            self._learn(error, draft.member.timing)
            raise
        made = id_made(answer, self.name, "_id")
        if draft.enabled:
            return self.read_back(agent, made)
        try:
            return self.pause(agent, made)
        except BackendError as error:
            # It is there and runs; whoever sent it looks, pauses it or takes it back.
            raise NotReadBack(made, error) from None

    def _learn(self, error: Rejected, timing: Mapping[str, Any]) -> None:
        """Remember a server of the narrow contract, and let the caller encode once more."""
        of_type = timing.get("type") != "cron" and "type" in f"{error.details.get('code')} {error.message}".lower()
        is_it = error.details.get("code") == "invalid_expression" or of_type
        if self.contract != "auto" or self._is_narrow or error.details.get("status") != 400 or not is_it:
            return
        try:
            meant(str(timing.get("expression")), ORQ_NARROW)
        except InputError:
            self._is_narrow = True
            error.details["re_encode"] = True

    def get(self, agent: str, schedule_id: str) -> Record:
        return self._record(agent, self._raw(agent, schedule_id))

    def list(self, agent: str) -> Sequence[Record]:
        rows = list_of(self._call("GET", agent, operation="list"), self.name, "schedules")
        return records_of(rows, lambda raw: self._record(agent, raw), agent or self.agent_id)

    def update(self, agent: str, current: Record, change: Change) -> Record:
        raw, answer = unless_changed(lambda: self._merged(agent, current, change))
        after = self.read_back(agent, current.id, self._answered(agent, answer))
        renewed = change.member is not None and change.member.timing.get("expression") != raw.get("expression")
        if renewed and raw.get("generation") is not None and after.raw.get("generation") == raw.get("generation"):
            doubt = "orq.ai stored it, but its generation stayed the same, so the old timing may still run"
            return replace(after, doubt=doubt)
        return after

    def _merged(self, agent: str, current: Record, change: Change) -> tuple[Mapping[str, Any], Any]:
        """Send a change; returns the record from which it was made, and the answer."""
        raw = self._raw(agent, current.id)
        refuse_overwriting(self._record(agent, raw), current, change, self.name)
        body: dict[str, Any] = {}
        if change.name is not None:
            body["display_name"] = change.name
        if change.member is not None:
            body |= change.member.timing
            if current.status == "completed":
                body["is_active"] = True
        if change.input is not None or change.options is not None:
            stored = raw.get("payload")
            held = stored if isinstance(stored, Mapping) else {}
            body["payload"] = _payload(held, change.input, change.options or {}, current.group_key)
            if (change.options or {}).get("agent_tag"):
                body["agent_tag"] = (change.options or {})["agent_tag"]
        try:
            answer = self._patched(agent, current.id, "update", body)
        except Rejected as error:
            if change.member is not None:
                self._learn(error, change.member.timing)
            raise
        return raw, answer

    def restore(self, agent: str, previous: Record) -> Record:
        raw = self._raw(agent, previous.id)
        body = _restored(previous, raw)
        unless_changed(lambda: self._patched(agent, previous.id, "update", body))
        return self.read_back(agent, previous.id)

    def _patched(self, agent: str, schedule_id: str, operation: str, body: Mapping[str, Any]) -> Any:
        return self._call("PATCH", agent, schedule_id, operation=operation, json=body, if_unchanged=True)

    def pause(self, agent: str, schedule_id: str) -> Record:
        self._call("PATCH", agent, schedule_id, operation="pause", json={"is_active": False})
        return self.read_back(agent, schedule_id)

    def resume(self, agent: str, schedule_id: str) -> Record:
        self._call("PATCH", agent, schedule_id, operation="resume", json={"is_active": True})
        return self.read_back(agent, schedule_id)

    def delete(self, agent: str, schedule_id: str) -> None:
        self._call("DELETE", agent, schedule_id, operation="delete")

    def run_now(self, agent: str, schedule_id: str) -> PastRun:
        """The run is taken with 202 and begins some seconds later; the cadence stays. A paused schedule makes none."""
        try:
            answer = self._call("POST", agent, schedule_id, "execution", operation="run_now")
        except Rejected as error:
            if error.details.get("code") == "schedule_inactive":
                raise Unsupported(
                    f"{self.capabilities.title} makes no run of a schedule that is paused", "", reason="run_now"
                ) from None
            raise
        told = object_of(answer, self.name, "run_now").get("status", "triggered")
        return PastRun(None, one_line(str(told)), kind="manual")

    def _call(
        self, method: str, agent: str, *more: str, operation: str, json: Any = None, if_unchanged: bool = False
    ) -> Any:
        segments = ["v3", "agents", agent_named(agent, self.agent_id), "schedules", *more]
        return self.client.request(method, segments, operation=operation, json=json, if_unchanged=if_unchanged)

    def _raw(self, agent: str, schedule_id: str) -> dict[str, Any]:
        return object_of(self._call("GET", agent, schedule_id, operation="get"), self.name, "get")

    def _answered(self, agent: str, answer: Any) -> Record | None:
        raw = whole(answer, "_id", "expression")
        return None if raw is None else self._record(agent, raw)

    # -- records -------------------------------------------------------------------------------------------------

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        payload = raw.get("payload")
        held: Mapping[str, Any] = payload if isinstance(payload, Mapping) else {}
        schedule, unreadable = _decoded(raw)
        # A past time that is switched on again would fire at once, so a paused run that was missed is over as well.
        over = isinstance(schedule, Once) and (schedule.at <= self._now() or bool(raw.get("trigger_count")))
        over = over and not raw.get("is_active")
        spoken = held.get("input")
        options = {key: held[key] for key in ("variables", "metadata", "memory_entity_id") if held.get(key)}
        metadata = held.get("metadata") if isinstance(held.get("metadata"), Mapping) else {}
        own = {key: value for key, value in (metadata or {}).items() if key != GROUP_KEY}
        options.pop("metadata", None)
        options |= {"metadata": own} if own else {}
        if raw.get("agent_tag"):
            options["agent_tag"] = raw["agent_tag"]
        return Record(
            id=id_of(raw, self.name, "_id"),
            agent=str(raw.get("agent_key") or agent or self.agent_id),
            name=str(raw.get("display_name") or ""),
            status="completed" if over else "active" if raw.get("is_active") else "paused",
            timing={"type": raw.get("type"), "expression": raw.get("expression")},
            schedule=schedule,
            unreadable=unreadable,
            input=spoken if isinstance(spoken, str) else json.dumps(spoken) if spoken else "",
            options=options,
            group_key=str((metadata or {}).get(GROUP_KEY, "")),
            others={key: value for key, value in held.items() if key not in _PAYLOAD and value is not None},
            created=str(raw.get("created") or ""),
            raw=raw,
        )


def _cron(expression: str, zone: str) -> Mapping[str, Any]:
    del zone
    return {"type": "cron", "expression": expression}


def _every(interval: Interval) -> Mapping[str, Any]:
    seconds = int(interval.every.total_seconds())
    if interval.anchor is not None or interval.start is not None or interval.every.microseconds:
        raise Unsupported(
            "orq.ai counts an interval from its creation, and this one has a start",
            "Leave the start out, or name times of the day.",
            reason="phase",
        )
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (left, "s"))
    return {"type": "interval", "expression": "@every " + "".join(f"{n}{unit}" for n, unit in parts if n)}


def _wide() -> Form:
    return Form(
        CAPABILITIES.title,
        NATS,
        cron=_cron,
        once=lambda at: {"type": "once", "expression": f"@at {utc_text(at)}"},
        interval=_every,
        zone="UTC",
        minimum_cadence_s=MINIMUM_S,
    )


def _narrow() -> Form:
    return Form(CAPABILITIES.title, ORQ_NARROW, cron=_cron, zone="UTC", minimum_cadence_s=MINIMUM_S)


def _payload(held: Mapping[str, Any], input: str | None, options: Mapping[str, Any], group_key: str) -> dict[str, Any]:
    """The whole payload: whether PATCH merges it is not documented."""
    payload = dict(held)
    if input is not None:
        payload["input"] = input
    for key in ("variables", "metadata", "memory_entity_id"):
        if key in options:
            payload[key] = options[key]
    if group_key:
        payload["metadata"] = {**(payload.get("metadata") or {}), GROUP_KEY: group_key}
    return payload


def _restored(previous: Record, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A PATCH that gives a record its own fields back and leaves those of other hands as they are now; an absent
    value cannot be sent, so it stays."""
    stored = raw.get("payload")
    payload = dict(stored if isinstance(stored, Mapping) else {})
    for key in ("variables", "metadata", "memory_entity_id"):
        payload.pop(key, None)
    payload = _payload(payload, previous.input, previous.options, previous.group_key)
    body = {"display_name": previous.name, **previous.timing, "payload": payload}
    tag = previous.options.get("agent_tag")
    return body | ({"agent_tag": tag} if tag else {})


def _decoded(raw: Mapping[str, Any]) -> tuple[Schedule | None, str]:
    text = str(raw.get("expression") or "")
    if text.startswith("@at "):
        at = instant_of(text.removeprefix("@at ").strip())
        return (Once(at), "") if at else (None, f"'{text}' is no time")
    try:
        return meant(text, NATS, "UTC"), ""
    except InputError as error:
        return None, str(error)
