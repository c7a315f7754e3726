"""OpenClaw: the jobs of its gateway over the plugin `admin-http-rpc`, of which only the `cron.*` methods are called.

Every call is a POST to one path. A job carries a key of ours (`declarationKey`), so a create that is sent twice makes
one job; a change names the revision that it was made from. The gateway's own jobs are neither shown nor touched.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, TypeVar

from schedule_mcp.backends.base import (
    Backend,
    Capabilities,
    Change,
    Draft,
    Encoding,
    Member,
    PastRun,
    Record,
    refuse_overwriting,
)
from schedule_mcp.backends.described import finding as findings
from schedule_mcp.backends.encoding import encode
from schedule_mcp.backends.http import (
    ATTEMPTS,
    TIME_FORMATS,
    Answer,
    HttpClient,
    agent_named,
    client_of,
    id_made,
    id_of,
    instant_of,
    list_of,
    utc_text,
    whole,
)
from schedule_mcp.backends.unreadable import ODD, records_of
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import OPENCLAW, Dialect
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import (
    BackendError,
    Conflict,
    InputError,
    InvalidArgument,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedResponse,
    Unsupported,
)
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.schedule import Schedule, same
from schedule_mcp.schedule.model import Calendar, Interval, Once

KEY = "schedule-mcp:"
"""How the keys begin under which jobs are declared by us."""
SWITCH_ON = "openclaw plugins enable admin-http-rpc"

_PATH = ("api", "v1", "admin", "rpc")
_PAGE = 200
_PAGES_AT_MOST = 50
_KEYS_TRIED = 8
_AT_MOST_AHEAD = timedelta(days=3_650)
_RECEIPT = timedelta(minutes=2)
"""How far the first run of an interval may be off: it is counted from the gateway's receipt of the call."""
_DROPPED = "authority closed before dispatching"
"""What the history says of a run whose request had ended before the queue came to it: with HTTP, each."""
_STATUS_HOLDS = timedelta(minutes=5)
_LOOKS_FOR_A_RUN_S = (0.2, 0.5, 1.0, 2.0)

_TURN, _EVENT, _COMMAND, _SCRIPT = "agentTurn", "systemEvent", "command", "script"
_INPUT_AT = {_TURN: "message", _EVENT: "text"}
"""Where the input is, by the kind of a job's payload."""
_OF_JOB = ("sessionTarget", "wakeMode", "delivery")
_OF_PAYLOAD = ("model", "thinking", "timeoutSeconds")
_OPTIONS: Mapping[str, str] = {
    "delivery": 'object: where the answer goes, such as {"mode": "none"}; the setting `delivery` by default',
    "sessionTarget": "isolated (default), main (the input becomes an event of the main session) or session:NAME",
    "wakeMode": "now (default) or next-heartbeat",
    "model": "the model of the agent's turn",
    "thinking": "its level of thinking",
    "timeoutSeconds": "how long the turn may take",
}
_OWN = frozenset(
    {
        "id",
        "agentId",
        "effectiveAgentId",
        "name",
        "enabled",
        "createdAtMs",
        "updatedAtMs",
        "schedule",
        "payload",
        "state",
    }
    | {"configRevision", "nextRunAtMs", "declarationKey", "deleteAfterRun", "deliveryPreview", *_OF_JOB}
)

_GONE, _CHANGED = "CRON_JOB_NOT_FOUND", "CRON_JOB_CHANGED"
_ANSWERS = (
    Answer(400, "not_found", (_GONE,)),
    Answer(400, "conflict", (_CHANGED,)),
    Answer(503, "rate_limited", ("rate limit exceeded",)),
)

CAPABILITIES = Capabilities(
    kind="openclaw",
    title="OpenClaw",
    timings=("once", "interval", "cron"),
    dialects=("openclaw",),
    names_next_run=True,
    history=True,
    runs_now=True,
    input="text",
    input_required=True,
    options=_OPTIONS,
    notes=(
        f"Its plugin admin-http-rpc must be on: `{SWITCH_ON}` on its machine, then a restart of the gateway.",
        "An interval is counted from the start of the run before, so the lateness of its runs adds up.",
        "It takes 30 creates a minute.",
        "OpenClaw 2026.9.6 drops a run that is asked for over HTTP; that is seen and refused.",
    ),
)

Rows = list[dict[str, Any]]
_Done = TypeVar("_Done")
_read_ms = TIME_FORMATS["epoch_ms"].read


class OpenClaw(Backend):
    """Jobs of an agent of an OpenClaw gateway."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        name: str,
        client: HttpClient,
        *,
        agent_id: str = "main",
        delivery: Mapping[str, Any] | None = None,
        session_target: str = "isolated",
        spoken: Dialect | None = OPENCLAW,
        source: str = "",
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.client = client
        self.delivery = delivery
        self.session_target = session_target
        self.spoken = spoken
        self._source = source
        self._now = now
        self._status_at: datetime | None = None
        self._is_off = False
        self._drops_runs = False

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> OpenClaw:
        """The backend of a configuration table."""
        client = client_of(name, settings, now)
        client.answers = _ANSWERS
        # Another release may have another engine; what was seen of this gateway goes before what is known of one.
        proved = findings.read(str(settings.get("data_dir", "")), name, str(settings.get("base_url", "")))
        return cls(
            name,
            client,
            agent_id=str(settings.get("agent_id", "main")),
            delivery=settings.get("delivery"),
            session_target=str(settings.get("session_target", "isolated")),
            spoken=proved.dialect if proved else OPENCLAW,
            source=f"proved on {proved.at}" if proved else "as release 2026.9.6",
            now=now,
        )

    # -- timing --------------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        if self.spoken is None and not isinstance(schedule, Once):
            raise Unsupported(
                "a proof has shown that this gateway reads cron in no way that is known",
                f"Look at what schedule-mcp doctor --prove {self.name} says.",
                reason="engine",
            )
        form = Form(
            CAPABILITIES.title,
            self.spoken or OPENCLAW,
            cron=_cron,
            once=lambda at: _at(at, now),
            interval=_every,
        )
        found = _encoded(form, schedule, now, accept)
        counted = [m for m in found.members if isinstance(m.schedule, Interval)]
        members = tuple(replace(m, tolerance=_RECEIPT) if m in counted else m for m in found.members)
        notes = (CAPABILITIES.notes[1],) if counted else ()
        return replace(found, members=members, notes=(*found.notes, *notes, self._told_delivery(options)))

    def _told_delivery(self, options: Mapping[str, Any]) -> str:
        if options.get("sessionTarget", self.session_target) == "main":
            return "each run is an event of the agent's main session, which answers where it always does"
        delivery = options.get("delivery") or self.delivery or {}
        mode = delivery.get("mode", "announce")
        if mode == "none":
            return "the answers of the runs are sent nowhere; they are in OpenClaw's history"
        goal = delivery.get("to") or delivery.get("channel") or "the chat that it last heard from"
        return f"the answers of the runs go to {one_line(str(goal))} (delivery {one_line(str(mode))})"

    def cron_timing(self, expression: str, zone: str) -> Mapping[str, Any] | None:
        return _cron(expression, zone)

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        for key, value in options.items():
            if key not in _OPTIONS:
                raise InvalidArgument(f"OpenClaw has no option {quoted(key)}", f"Its options: {', '.join(_OPTIONS)}.")
            if not _is_right(key, value):
                raise InvalidArgument(f"option '{key}' cannot be {quoted(value)}", f"It is: {_OPTIONS[key]}.")
        if not input.strip():
            raise InvalidArgument(
                f"{self.name} needs an input: it is the message that the agent gets at each run",
                "Say in `input` what the agent should do.",
            )

    # -- calls ---------------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        named = agent_named(agent, self.agent_id)
        body = self._body(named, draft)
        # Where nobody asks for the same twice, a request may still arrive twice: then a key of its own is enough.
        body["declarationKey"] = f"{KEY}{token_hex(16)}"
        if draft.key:
            body["declarationKey"], twin = self._key_for(named, draft)
            if twin is not None:
                return twin
        try:
            answer = self._call("cron.add", body, operation="create")
        except OutcomeUnknown as error:
            if error.details.get("status") == 503:
                error.hint = f"OpenClaw also answers so where it has no agent {quoted(named)}. {error.hint}"
            raise
        made = answer.get("job", answer) if isinstance(answer, dict) else answer
        return self.read_back(agent, id_made(made, self.name))

    def _key_for(self, agent: str, draft: Draft) -> tuple[str, Record | None]:
        """A key that no other job has, or the job that was made under it for the same request.

        The gateway changes the job of a key that it knows. So a job that has become another one since, by a change of
        its timing or its name, keeps its key, and the new one gets the next.
        """
        held = {str(raw.get("declarationKey")): raw for raw in self._rows(agent)}
        wanted = (draft.name, draft.input, dict(draft.member.timing))
        for number in range(1, _KEYS_TRIED + 1):
            key = f"{KEY}{draft.key}" + (f":{number}" if number > 1 else "")
            if key not in held:
                return key, None
            record = self._record(agent, held[key])
            timing = {name: record.timing.get(name) for name in draft.member.timing}
            if (record.name, record.input, timing) == wanted:
                return key, record
        raise Conflict(
            f"{self.name} has {_KEYS_TRIED} jobs that were made by the same words and changed since",
            "Choose another name.",
            backend=self.name,
            operation="create",
        )

    def _body(self, agent: str, draft: Draft) -> dict[str, Any]:
        own = draft.options
        target = own.get("sessionTarget", self.session_target)
        kind = _EVENT if target == "main" else _TURN
        payload: dict[str, Any] = {"kind": kind, _INPUT_AT[kind]: draft.input}
        if kind == _TURN:
            payload |= {key: own[key] for key in _OF_PAYLOAD if key in own}
        body = {
            "name": draft.name,
            "enabled": draft.enabled,
            "agentId": agent,
            "sessionTarget": target,
            "wakeMode": own.get("wakeMode", "now"),
            "payload": payload,
            "schedule": dict(draft.member.timing),
        }
        delivery = own.get("delivery", self.delivery)
        if delivery is not None and kind == _TURN:
            body["delivery"] = dict(delivery)
        # Without it a job that ran once is gone, and nobody could tell it from one that was deleted.
        return body | ({"deleteAfterRun": False} if _is_once(draft.member) else {})

    def get(self, agent: str, schedule_id: str) -> Record:
        return self._record(agent, self._raw(agent, schedule_id))

    def _raw(self, agent: str, schedule_id: str) -> dict[str, Any]:
        """The job of an id, if it is of this agent and none of the gateway's own."""
        wanted = agent_named(agent, self.agent_id)
        if not schedule_id.strip() or len(schedule_id) > 200:
            raise InvalidArgument(f"{quoted(schedule_id)} cannot be an id", "Take an id from list_schedules.")
        raw = self._call("cron.get", {"id": schedule_id}, operation="get")
        if not isinstance(raw, dict) or raw.get("id") != schedule_id or "schedule" not in raw:
            raise UnexpectedResponse(
                f"{self.name} answered get without the job that was asked for",
                "The gateway may be of another version, or base_url may lead elsewhere.",
                backend=self.name,
                operation="get",
            )
        # A job without an agent belongs to the gateway's default one, which the list alone names.
        if _is_anybodys(raw) and (
            raw.get("agentId") == wanted
            or (raw.get("agentId") is None and any(row.get("id") == schedule_id for row in self._rows(wanted)))
        ):
            return raw
        raise NotFound(
            f"{self.name} has no schedule {quoted(schedule_id)}",
            "Take an id from list_schedules.",
            backend=self.name,
            operation="get",
        )

    def list(self, agent: str) -> Sequence[Record]:
        wanted = agent_named(agent, self.agent_id)
        rows = [raw for raw in self._rows(wanted) if not raw or _is_anybodys(raw)]
        return records_of(rows, lambda raw: self._record(agent, raw), wanted)

    def _rows(self, agent: str) -> Rows:
        """All jobs of an agent as they came, the gateway's own among them."""
        found: dict[str, dict[str, Any]] = {}
        odd: Rows = []
        for page in self._pages(agent):
            for raw in page:
                if raw.get("id"):
                    found.setdefault(str(raw["id"]), raw)
                else:
                    odd.append(raw)
        by_age = sorted(found.values(), key=lambda raw: str(raw.get("createdAtMs") or ""))
        return [*by_age, *odd]

    def _pages(self, agent: str) -> Iterator[Rows]:
        offset: Any = 0
        for _ in range(_PAGES_AT_MOST):
            params = {"agentId": agent, "includeDisabled": True, "limit": _PAGE, "offset": offset}
            answer = self._call("cron.list", params, operation="list")
            if not isinstance(answer, dict) or "jobs" not in answer:
                raise UnexpectedResponse(
                    f"{self.name} answered list without jobs",
                    "The gateway may be of another version, or base_url may lead elsewhere.",
                    backend=self.name,
                    operation="list",
                )
            yield list_of(answer, self.name, "jobs")
            following = answer.get("nextOffset")
            if not answer.get("hasMore") or not isinstance(following, int) or following <= offset:
                return
            offset = following

    def update(self, agent: str, current: Record, change: Change) -> Record:
        answer = self._unless_changed(lambda: self._merged(agent, current, change))
        return self.read_back(agent, current.id, self._answered(agent, answer))

    def _merged(self, agent: str, current: Record, change: Change) -> Any:
        raw = self._raw(agent, current.id)
        refuse_overwriting(self._record(agent, raw), current, change, self.name)
        patch: dict[str, Any] = {}
        if change.name is not None:
            patch["name"] = change.name
        if change.member is not None:
            patch["schedule"] = dict(change.member.timing)
            if _is_once(change.member):
                patch["deleteAfterRun"] = False
            if current.status == "completed":
                patch["enabled"] = True
        patch |= {key: value for key, value in (change.options or {}).items() if key in _OF_JOB}
        payload = self._payload(raw, change)
        if payload:
            patch["payload"] = payload
        return self._patched(raw, patch, "update") if patch else None

    def _payload(self, raw: Mapping[str, Any], change: Change) -> dict[str, Any]:
        """The changed part of a payload, which must name its kind; {} where nothing of it changes."""
        held = raw["payload"]
        own = change.options or {}
        kind = held.get("kind")
        wanted = kind
        if "sessionTarget" in own and kind in _INPUT_AT:
            wanted = _EVENT if own["sessionTarget"] == "main" else _TURN
        if change.input is not None and wanted not in _INPUT_AT:
            raise Rejected(
                f"this job runs a {one_line(str(kind))}, and what it runs is not changed from here",
                "Change it in OpenClaw itself.",
                backend=self.name,
                operation="update",
            )
        payload: dict[str, Any] = {}
        if change.input is not None or wanted != kind:
            payload[_INPUT_AT[wanted]] = held.get(_INPUT_AT.get(kind, ""), "") if change.input is None else change.input
        payload |= {key: own[key] for key in _OF_PAYLOAD if key in own and wanted == _TURN}
        return {"kind": wanted, **payload} if payload else {}

    def _patched(self, raw: Mapping[str, Any], patch: Mapping[str, Any], operation: str) -> Any:
        """Send a change of a job as it was read: another change in between makes it a `Conflict`."""
        params: dict[str, Any] = {"id": raw["id"], "patch": dict(patch)}
        if raw.get("configRevision"):
            params["expectedConfigRevision"] = raw["configRevision"]
        return self._call("cron.update", params, operation=operation)

    def _unless_changed(self, attempt: Callable[[], _Done]) -> _Done:
        """Read, merge and write; anew where another wrote in between."""
        for _ in range(ATTEMPTS - 1):
            try:
                return attempt()
            except Conflict as conflict:
                if conflict.details.get("code") != _CHANGED:
                    raise
        return attempt()

    def pause(self, agent: str, schedule_id: str) -> Record:
        return self._switched(agent, schedule_id, False)

    def resume(self, agent: str, schedule_id: str) -> Record:
        return self._switched(agent, schedule_id, True)

    def _switched(self, agent: str, schedule_id: str, enabled: bool) -> Record:
        def attempt() -> Any:
            raw = self._raw(agent, schedule_id)
            record = self._record(agent, raw)
            if enabled and isinstance(record.schedule, Once) and record.schedule.at <= self._now():
                raise Rejected(
                    f"the single run of {quoted(record.name)} was due at {record.schedule.at:%Y-%m-%d %H:%M} UTC; "
                    "resumed now it would run at once",
                    "Give it a new `when` with update_schedule.",
                    backend=self.name,
                )
            return self._patched(raw, {"enabled": enabled}, "resume" if enabled else "pause")

        answer = self._unless_changed(attempt)
        return self.read_back(agent, schedule_id, self._answered(agent, answer))

    def restore(self, agent: str, previous: Record) -> Record:
        def attempt() -> None:
            raw = self._raw(agent, previous.id)
            patch: dict[str, Any] = {"name": previous.name, "schedule": dict(previous.timing)}
            patch |= {key: value for key, value in previous.options.items() if key in _OF_JOB}
            if isinstance(previous.schedule, Once):
                patch["deleteAfterRun"] = bool(previous.raw.get("deleteAfterRun"))
            payload = previous.raw.get("payload")
            if isinstance(payload, Mapping) and dict(payload) != raw.get("payload"):
                patch["payload"] = dict(payload)
            self._patched(raw, patch, "restore")

        self._unless_changed(attempt)
        return self.read_back(agent, previous.id)

    def delete(self, agent: str, schedule_id: str) -> None:
        # An id alone names no agent, and the gateway's own jobs have ids too.
        self._raw(agent, schedule_id)
        self._call("cron.remove", {"id": schedule_id}, operation="delete")

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        self._raw(agent, schedule_id)
        return [_past(row) for row in self._entries(schedule_id, limit)]

    def _entries(self, schedule_id: str, limit: int) -> Rows:
        params = {"id": schedule_id, "limit": max(1, min(limit, _PAGE))}
        return list_of(self._call("cron.runs", params, operation="runs"), self.name, "entries")

    def run_now(self, agent: str, schedule_id: str) -> PastRun:
        self._raw(agent, schedule_id)
        if self._drops_runs:
            raise _dropped()
        answer = self._call("cron.run", {"id": schedule_id, "mode": "force"}, operation="run_now")
        run_id = answer.get("runId") if isinstance(answer, dict) else None
        if not run_id:
            raise Rejected(
                f"{self.name} did not queue a run", "It may be running already.", backend=self.name, operation="run_now"
            )
        # It is queued, and the queue may drop it: only the history tells.
        for seconds in _LOOKS_FOR_A_RUN_S:
            self.wait(seconds)
            row = next((row for row in self._entries(schedule_id, 20) if row.get("runId") == run_id), None)
            if row is not None and _DROPPED in str(row.get("error")):
                self._drops_runs = True
                raise _dropped()
            if row is not None:
                return _past(row)
        return PastRun(None, "queued", id=str(run_id), kind="manual")

    def who_fires(self) -> str:
        now = self._now()
        if self._status_at is None or not timedelta(0) <= now - self._status_at < _STATUS_HOLDS:
            try:
                status = self._call("cron.status", {}, operation="status")
            except BackendError:
                # Whether it can be reached is told by the call that needs it.
                return ""
            self._is_off = isinstance(status, dict) and status.get("enabled") is False
            self._status_at = now
        if self._is_off:
            return f"nobody: the cron of {self.name} is switched off (cron.enabled or OPENCLAW_SKIP_CRON)"
        return ""

    def check(self) -> str:
        count = len(self.list(self.agent_id))
        cron = f"cron as {self.spoken.name if self.spoken else 'nothing known'} ({self._source})"
        return "; ".join(filter(None, [f"reachable; {count} schedules", cron, self.who_fires()]))

    # -- requests ------------------------------------------------------------------------------------------------

    def _call(self, method: str, params: Mapping[str, Any], *, operation: str) -> Any:
        """The payload of one call.

        Raises:
            Unavailable: the plugin is off; the hint says how it is switched on.
        """
        reads = method in ("cron.list", "cron.get", "cron.runs", "cron.status")
        body = {"method": method, "params": dict(params)}
        # An update names the revision that it was made from, so a second one cannot undo what came between.
        repeatable = method in ("cron.update", "cron.remove")
        try:
            answer = self.client.request(
                "POST", _PATH, operation=operation, json=body, reads=reads, repeatable=repeatable
            )
        except NotFound as error:
            if error.details.get("code") == _GONE:
                raise
            raise self._off(operation, reads) from None
        except RateLimited as error:
            error.hint = f"{error.hint} OpenClaw takes 30 creates a minute."
            raise
        if isinstance(answer, dict) and answer.get("ok") is True:
            return answer.get("payload")
        if not reads:
            # Whether it was done shows in a look at the job.
            return None
        raise UnexpectedResponse(
            f"{self.name} answered {operation} otherwise than its admin RPC does",
            "The gateway may be of another version, or base_url may lead elsewhere.",
            backend=self.name,
            operation=operation,
        )

    def _off(self, operation: str, reads: bool) -> BackendError:
        told = f"{self.name} has no admin RPC at this address: OpenClaw's plugin admin-http-rpc is off"
        hint = f"On the machine of the gateway run `{SWITCH_ON}`, restart the gateway, and check base_url."
        kind = Unavailable if reads else OutcomeUnknown
        error = kind(told, hint, backend=self.name, operation=operation, details={"status": 404})
        error.is_write = not reads
        return error

    def _answered(self, agent: str, answer: Any) -> Record | None:
        """The record that the answer to a write shows."""
        raw = whole(answer, "id", "schedule", "payload")
        try:
            return None if raw is None else self._record(agent, raw)
        except (BackendError, InputError, *ODD):
            return None

    # -- records -------------------------------------------------------------------------------------------------

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        stored, payload, state = raw["schedule"], raw["payload"], raw.get("state") or {}
        schedule, unreadable = _decoded(stored)
        enabled = bool(raw.get("enabled"))
        ran = state.get("lastRunAtMs") is not None
        over = isinstance(schedule, Once) and not enabled and (ran or schedule.at <= self._now())
        disabled = state.get("autoDisabled") or {}
        next_run = _read_ms(raw.get("nextRunAtMs", state.get("nextRunAtMs")))
        return Record(
            id=id_of(raw, self.name),
            agent=str(raw.get("agentId") or raw.get("effectiveAgentId") or agent or self.agent_id),
            name=str(raw.get("name") or ""),
            status="completed" if over else "active" if enabled else "paused",
            timing=_timing(stored),
            schedule=schedule,
            unreadable=unreadable,
            input=_input(payload),
            options=_held_options(raw),
            next_run=next_run if enabled else None,
            names_next_run=enabled,
            notes=tuple(_notes(raw)),
            doubt=_doubt(raw),
            tolerance=_RECEIPT if isinstance(schedule, Interval) else timedelta(0),
            others={key: value for key, value in raw.items() if key not in _OWN and not key.startswith("last")},
            created=str(raw.get("createdAtMs") or ""),
            raw=raw,
            reason="" if enabled or not disabled else _why_off(disabled),
            last_run=_last_run(state),
        )


def _encoded(form: Form, schedule: Schedule, now: datetime, accept: frozenset[str]) -> Encoding:
    """On the clock of the schedule's zone; where that clock loses runs at a change, on UTC if that says the same: an
    hourly schedule has no run in the second of two equal hours, and in UTC no hour comes twice."""
    try:
        return encode(form, schedule, now=now, accept=accept)
    except Unsupported as refusal:
        if refusal.reason != "clock_change" or accept or not isinstance(schedule, Calendar):
            raise
        in_utc = replace(schedule, zone="UTC")
        if not same(schedule, in_utc, after=now):
            raise
        return encode(form, in_utc, now=now, accept=accept)


def _is_right(key: str, value: Any) -> bool:
    if key == "delivery":
        return isinstance(value, Mapping) and isinstance(value.get("mode"), str)
    if key == "timeoutSeconds":
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if not isinstance(value, str) or not value.strip():
        return False
    if key == "wakeMode":
        return value in ("now", "next-heartbeat")
    return key != "sessionTarget" or value in ("isolated", "main") or bool(value.removeprefix("session:") != value)


def _cron(expression: str, zone: str) -> Mapping[str, Any]:
    # Seconds may be left out, and people know five fields. Without `staggerMs` the gateway moves full hours.
    fields = expression.split()
    text = " ".join(fields[1:]) if len(fields) == 6 and fields[0] == "0" else expression
    return {"kind": "cron", "expr": text, "tz": zone, "staggerMs": 0}


def _at(at: datetime, now: datetime) -> Mapping[str, Any]:
    if at - now > _AT_MOST_AHEAD:
        raise Unsupported(
            "OpenClaw takes single runs of the next 10 years only", "Name a nearer time.", reason="horizon"
        )
    return {"kind": "at", "at": _at_text(at)}


def _at_text(at: datetime) -> str:
    """To the second, or to the millisecond where it has any."""
    milliseconds = at.microsecond // 1000
    return utc_text(at).removesuffix("Z") + (f".{milliseconds:03d}Z" if milliseconds else "Z")


def _every(interval: Interval) -> Mapping[str, Any]:
    if interval.anchor is not None or interval.start is not None:
        raise Unsupported(
            "OpenClaw counts an interval from the start of the run before, and this one has a start of its own",
            "Leave the start out, or name times of the day.",
            reason="phase",
        )
    return {"kind": "every", "everyMs": int(interval.every / timedelta(milliseconds=1))}


def _is_once(member: Member) -> bool:
    return member.timing.get("kind") == "at"


def _is_anybodys(raw: Mapping[str, Any]) -> bool:
    """Whether a job is one that a person or we made, and none that the gateway or a plugin keeps under a key."""
    payload = raw.get("payload")
    kind = payload.get("kind") if isinstance(payload, Mapping) else None
    declared = raw.get("declarationKey")
    return kind in (_TURN, _EVENT, _COMMAND, _SCRIPT) and (declared is None or str(declared).startswith(KEY))


def _timing(stored: Mapping[str, Any]) -> dict[str, Any]:
    timing = dict(stored)
    at = instant_of(timing.get("at")) if timing.get("kind") == "at" else None
    return timing | ({"at": _at_text(at)} if at else {})


def _decoded(stored: Mapping[str, Any]) -> tuple[Schedule | None, str]:
    kind = stored.get("kind")
    if kind == "at":
        at = instant_of(stored.get("at"))
        return (Once(at), "") if at else (None, f"{quoted(stored.get('at'))} is no time")
    if kind == "every":
        return Interval(timedelta(milliseconds=stored["everyMs"])), ""
    if kind != "cron":
        return None, f"it runs at no times but by {one_line(str(kind))}"
    if not stored.get("tz"):
        return None, "it names no zone: it runs on the clock of the gateway's machine"
    try:
        return meant(str(stored["expr"]), OPENCLAW, str(stored["tz"])), ""
    except InputError as error:
        return None, error.message


def _input(payload: Mapping[str, Any]) -> str:
    kind = payload.get("kind")
    if kind == _COMMAND:
        return shlex.join(payload["argv"])
    return str(payload.get("script" if kind == _SCRIPT else _INPUT_AT.get(str(kind), ""), ""))


def _held_options(raw: Mapping[str, Any]) -> dict[str, Any]:
    payload = raw["payload"]
    found = {key: raw[key] for key in _OF_JOB if raw.get(key) is not None}
    return found | {key: payload[key] for key in _OF_PAYLOAD if payload.get(key) is not None}


def _notes(raw: Mapping[str, Any]) -> Iterator[str]:
    if raw["payload"].get("kind") in (_COMMAND, _SCRIPT):
        yield f"it runs a {raw['payload']['kind']} of the gateway's machine, shown as its input"
    if raw["schedule"].get("kind") == "every":
        yield CAPABILITIES.notes[1]
    if doubt := _doubt(raw):
        yield doubt


def _doubt(raw: Mapping[str, Any]) -> str:
    """Why a job may run otherwise than its timing says."""
    stored = raw["schedule"]
    stagger = stored.get("staggerMs")
    if stored.get("kind") == "cron" and stagger:
        return f"OpenClaw moves its runs by up to {stagger / 1000:g} seconds (staggerMs)"
    if raw.get("trigger"):
        return "a script of its own decides at each time whether it runs (trigger)"
    if raw.get("pacing"):
        return "its runs may choose when the next one is (pacing)"
    return ""


def _why_off(disabled: Mapping[str, Any]) -> str:
    count = disabled.get("consecutiveErrors")
    what = {"consecutive-failures": "runs failed", "schedule-errors": "times could not be computed"}
    return f"OpenClaw switched it off: {count} {what.get(str(disabled.get('reason')), 'errors')} in a row"


def _dropped() -> Unsupported:
    return Unsupported(
        "this release of OpenClaw drops a run that is asked for over HTTP before it begins",
        "Create a single run for the next minute instead.",
        reason="run_now",
    )


_ENDS = {"ok": "done", "succeeded": "done", "error": "failed"}


def _last_run(state: Mapping[str, Any]) -> str:
    if state.get("runningAtMs") is not None:
        return "running"
    ended = str(state.get("lastRunStatus") or state.get("lastStatus") or "")
    return _ENDS.get(ended, ended)


def _past(row: Mapping[str, Any]) -> PastRun:
    started, took = _read_ms(row.get("runAtMs")), row.get("durationMs")
    run_id, ended = str(row.get("runId") or ""), str(row.get("status") or row.get("completionStatus") or "")
    return PastRun(
        due=None,
        status=_ENDS.get(ended, ended),
        started=started.astimezone(UTC) if started else None,
        finished=started + timedelta(milliseconds=took) if started and isinstance(took, int | float) else None,
        detail=str(row.get("error") or row.get("summary") or ""),
        id=run_id,
        kind="manual" if run_id.startswith("manual:") else "due",
    )
