"""Sequentum: schedules of a web agent, RunOnce, RunEvery and CRON in a zone of their own.

PUT is treated as replacing: read, merge, write, read back. Its cron engine is not disclosed, so only what all
candidates read alike is sent. `localSchedule` is made by the server; it is read and shown, not sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import Backend, Capabilities, Change, Draft, Encoding, Record, refuse_overwriting
from schedule_mcp.backends.encoding import encode, keeps_offset
from schedule_mcp.backends.http import (
    HttpClient,
    agent_named,
    client_of,
    id_made,
    id_of,
    instant_of,
    list_of,
    object_of,
    put_whole,
    unless_changed,
    utc_text,
    whole,
)
from schedule_mcp.backends.unreadable import records_of
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron.dialects import SEQUENTUM
from schedule_mcp.cron.text import meant
from schedule_mcp.errors import InputError, InvalidArgument, Rejected, Unsupported
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Schedule, next_fire, same
from schedule_mcp.schedule.fire_times import EPOCH, wall_time
from schedule_mcp.schedule.model import AllOf, Calendar, Every, Interval, Nth, Once, Rule, Unit
from schedule_mcp.schedule.zones import zone

RUN_ONCE, RUN_EVERY, CRON = 1, 2, 3
_TYPE_NAMES = {"runonce": RUN_ONCE, "runevery": RUN_EVERY, "cron": CRON}
MINUTES, HOURS, DAYS, WEEKS, MONTHS = 1, 2, 3, 4, 5
_ELAPSED = {MINUTES: timedelta(minutes=1), HOURS: timedelta(hours=1)}

_SOONEST = timedelta(minutes=2)
"""A single run must lie a minute ahead by the server's clock; another minute for clocks that differ."""

_OPTIONS: Mapping[str, str] = {
    "parallelism": "number of input splits, 1-50",
    "parallelMaxConcurrency": "runs at once, from 1",
    "parallelExport": "Combined or Separated",
    "proxyPoolId": "id of a proxy pool",
    "serverGroupId": "id of a server group",
    "logLevel": "Fatal, Error, Warning or Info",
    "logMode": "Text or TextAndHtml",
    "isExclusive": "true or false",
    "isWaitOnFailure": "true or false",
}
_CHOICES = {
    "parallelExport": ("Combined", "Separated"),
    "logLevel": ("Fatal", "Error", "Warning", "Info"),
    "logMode": ("Text", "TextAndHtml"),
}
_WRITABLE = ("name", "isEnabled", "inputParameters", "timezone", *_OPTIONS)
_TIMING = (
    "schedule",
    "cronExpression",
    "localSchedule",
    "scheduleType",
    "startTime",
    "runEveryCount",
    "runEveryPeriod",
)
_ANSWER_ONLY = frozenset(
    {
        *("id", "configId", "configName", "nextRunTime", "created", "updated", "tag", "startedBy", "serverId"),
        *("httpVersion", "saveContentCache", "spaceId", "lastRun", "lastRunTime", "lastRunStatus"),
    }
)
"""Fields that the server makes itself and refuses or passes over in a request."""

CAPABILITIES = Capabilities(
    kind="sequentum",
    title="Sequentum",
    timings=("once", "interval", "cron"),
    dialects=("sequentum",),
    names_next_run=True,
    input="json object",
    options=_OPTIONS,
    notes=(
        "Only one of day-of-month and day-of-week may be restricted.",
        "Intervals are sent in minutes or hours with their first run; days by elapsed time as hours.",
        "A change made in the console between reading and writing is lost: there is no version to check.",
    ),
)


class Sequentum(Backend):
    """Schedules of Sequentum agents."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        name: str,
        client: HttpClient,
        *,
        agent_id: str = "",
        send_local_schedule: bool = False,
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.agent_id = agent_id
        self.client = client
        self.send_local_schedule = send_local_schedule
        self._now = now
        self._keeps_utc = False
        """Whether this server was seen to hold a cron of another zone in UTC; then only UTC is sent."""

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> Sequentum:
        """The backend of a configuration table: `api_key` is sent as "ApiKey …", `bearer_token` as "Bearer …"."""
        headers = {str(k): str(v) for k, v in settings.get("headers", {}).items()}
        if settings.get("bearer_token"):
            headers["Authorization"] = f"Bearer {settings['bearer_token']}"
        elif settings.get("api_key"):
            headers["Authorization"] = f"ApiKey {settings['api_key']}"
        return cls(
            name,
            client_of(name, settings, now, headers),
            agent_id=str(settings.get("agent_id", "")),
            send_local_schedule=bool(settings.get("send_local_schedule", False)),
            now=now,
        )

    # -- timing --------------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        del options
        if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
            # The backend would choose the phase; then nobody could name the next run.
            schedule = replace(schedule, anchor=now.astimezone(UTC).replace(microsecond=0) + schedule.every)

        def once(at: datetime) -> Mapping[str, Any]:
            if at < now + _SOONEST:
                raise Unsupported(
                    f"{CAPABILITIES.title} takes single runs from two minutes ahead only",
                    "Choose a later time.",
                    reason="too_soon",
                )
            return {"scheduleType": RUN_ONCE, "startTime": utc_text(at), "timezone": "UTC"}

        form = Form(
            CAPABILITIES.title,
            SEQUENTUM,
            cron=self._cron,
            once=once,
            interval=lambda interval: _run_every(interval, now),
            zone="UTC" if self._keeps_utc else None,
        )
        return encode(form, schedule, now=now, accept=accept)

    def _cron(self, expression: str, zone: str) -> Mapping[str, Any]:
        timing = {"scheduleType": CRON, "cronExpression": expression, "timezone": zone}
        return timing | ({"localSchedule": expression} if self.send_local_schedule else {})

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        for key, value in options.items():
            _check_option(key, value)
        if input and not _is_json_object(input):
            raise InvalidArgument(
                f"{self.name} takes its input as the JSON text of an object, and this is none",
                'Write an object such as {"url": "https://example.com"}.',
            )

    # -- calls ---------------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        body: dict[str, Any] = {"name": draft.name, **draft.member.timing, "isEnabled": draft.enabled}
        if draft.input:
            body["inputParameters"] = draft.input
        body |= draft.options
        answer = self._call("POST", agent, operation="create", json=body)
        made = _folded(object_of(answer, self.name, "create")) if isinstance(answer, dict) else answer
        return self.read_back(agent, id_made(made, self.name))

    def get(self, agent: str, schedule_id: str) -> Record:
        return self._record(agent, self._raw(agent, schedule_id))

    def list(self, agent: str) -> Sequence[Record]:
        answer = self._call("GET", agent, operation="list")
        rows = list_of(answer, self.name, "items", "schedules", "data")
        return records_of(rows, lambda raw: self._record(agent, _folded(raw)), agent or self.agent_id)

    def update(self, agent: str, current: Record, change: Change) -> Record:
        answer = unless_changed(lambda: self._merged(agent, current, change))
        return self.read_back(agent, current.id, self._answered(agent, answer))

    def _answered(self, agent: str, answer: Any) -> Record | None:
        raw = whole(_folded(answer) if isinstance(answer, dict) else answer, "id", "scheduleType")
        return None if raw is None else self._record(agent, raw)

    def _merged(self, agent: str, current: Record, change: Change) -> Any:
        raw = self._raw(agent, current.id)
        refuse_overwriting(self._record(agent, raw), current, change, self.name)
        body = {key: raw[key] for key in _WRITABLE if raw.get(key) is not None}
        body |= self._stored_timing(raw) if change.member is None else dict(change.member.timing)
        if change.name is not None:
            body["name"] = change.name
        if change.input is not None:
            body["inputParameters"] = change.input
        body |= change.options or {}
        # A single run that is over may have been switched off by it; with a new time it is meant to run.
        renewed = change.member is not None and current.status == "completed"
        body["isEnabled"] = bool(raw.get("isEnabled")) or renewed

        def put(record: dict[str, Any]) -> Any:
            return self._call("PUT", agent, current.id, operation="update", json=record, if_unchanged=True)

        return put_whole(put, body, _others(raw))

    def _stored_timing(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The timing fields that leave the stored timing as it is when everything is replaced."""
        kind = _type_of(raw)
        if kind == CRON:
            if not raw.get("schedule"):
                raise self._not_repeatable(raw, "its cron expression is not in the answer")
            if _drifts(raw, self._now()):
                raise self._not_repeatable(raw, "the server holds it in another zone than it shows")
            text = raw["localSchedule"] if _is_shifted(raw) else raw["schedule"]
            return {"scheduleType": CRON, "cronExpression": text, "timezone": raw.get("timezone") or "UTC"}
        if kind == RUN_EVERY:
            timing = {key: raw[key] for key in ("runEveryCount", "runEveryPeriod") if raw.get(key) is not None}
            at = self._kept_phase(raw)
            return {"scheduleType": RUN_EVERY, **timing, **({"startTime": utc_text(at)} if at else {})}
        at = instant_of(raw.get("startTime"))
        if kind != RUN_ONCE or at is None or at < self._now():
            raise self._not_repeatable(raw, "it has run already, or its kind is unknown")
        return {"scheduleType": RUN_ONCE, "startTime": utc_text(at)}

    def _kept_phase(self, raw: Mapping[str, Any]) -> datetime | None:
        """A start that keeps the phase: one in the past is refused by the server, so it is the next run."""
        soonest = self._now() + _SOONEST
        known = [instant_of(raw.get(key)) for key in ("nextRunTime", "startTime")]
        ahead = next((at for at in known if at is not None and at > soonest), None)
        if ahead is not None or not any(known):
            return ahead
        schedule = _decoded_interval(raw, self._now())[0]
        following = next_fire(schedule, soonest) if schedule is not None else None
        if following is None:
            raise self._not_repeatable(raw, "the server does not name its next run")
        return following

    def _not_repeatable(self, raw: Mapping[str, Any], why: str) -> Rejected:
        return Rejected(
            f"{quoted(raw.get('name'))} cannot be changed without naming its timing anew: {why}",
            "Send `when` as well; nothing was changed.",
            backend=self.name,
            operation="update",
        )

    def pause(self, agent: str, schedule_id: str) -> Record:
        self._call("POST", agent, schedule_id, "disable", operation="pause")
        return self.read_back(agent, schedule_id)

    def resume(self, agent: str, schedule_id: str) -> Record:
        self._call("POST", agent, schedule_id, "enable", operation="resume")
        return self.read_back(agent, schedule_id)

    def delete(self, agent: str, schedule_id: str) -> None:
        self._call("DELETE", agent, schedule_id, operation="delete")

    def _call(
        self, method: str, agent: str, *more: str, operation: str, json: Any = None, if_unchanged: bool = False
    ) -> Any:
        segments = ["api", "v1", "agent", agent_named(agent, self.agent_id), "schedules", *more]
        return self.client.request(method, segments, operation=operation, json=json, if_unchanged=if_unchanged)

    def _raw(self, agent: str, schedule_id: str) -> dict[str, Any]:
        return _folded(object_of(self._call("GET", agent, schedule_id, operation="get"), self.name, "get"))

    # -- records -------------------------------------------------------------------------------------------------

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        schedule, unreadable = _decoded(raw, self._now())
        next_run = instant_of(raw.get("nextRunTime"))
        over = _type_of(raw) == RUN_ONCE and isinstance(schedule, Once) and schedule.at <= self._now()
        enabled = bool(raw.get("isEnabled"))
        # Some servers name the next run of what is switched off; a single run that was missed meanwhile is over.
        over = over and (next_run is None or not enabled)
        notes = [f"localSchedule: {raw['localSchedule']}"] if raw.get("localSchedule") else []
        doubt = ""
        if _drifts(raw, self._now()):
            self._keeps_utc = True
            doubt = (
                f"the server holds '{raw['schedule']}' in UTC beside '{raw['localSchedule']}' in "
                f"{raw.get('timezone')}, so it may run an hour off when clocks change"
            )
            notes.append(doubt)
        return Record(
            id=id_of(raw, self.name),
            # The path's agent may be passed over by the server; the record's own is what counts.
            agent=str(raw.get("configId") or agent or self.agent_id),
            name=str(raw.get("name") or ""),
            status="completed" if over else "active" if enabled else "paused",
            timing=_timing(raw),
            schedule=schedule,
            unreadable=unreadable,
            input=str(raw.get("inputParameters") or ""),
            options={key: raw[key] for key in _OPTIONS if raw.get(key) is not None},
            next_run=next_run,
            names_next_run=next_run is not None,
            notes=tuple(notes),
            doubt=doubt,
            others=_others(raw),
            created=str(raw.get("created") or ""),
            raw=raw,
        )


def _others(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a PUT must name besides, or it is gone; the start of a cron is among it, since no timing of ours has one."""
    known = {*_WRITABLE, *_TIMING, *_ANSWER_ONLY}
    found = {key: value for key, value in raw.items() if key not in known and value is not None}
    if _type_of(raw) == CRON and raw.get("startTime"):
        found["startTime"] = raw["startTime"]
    return found


def _is_json_object(text: str) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        # NaN and Infinity are Python's, not JSON's.
        return isinstance(json.loads(text, parse_constant=refuse), dict)
    except (ValueError, RecursionError):
        return False


def _check_option(key: str, value: Any) -> None:
    if key not in _OPTIONS:
        raise InvalidArgument(f"Sequentum has no option '{key[:40]}'", f"Its options: {', '.join(_OPTIONS)}.")
    if key in _CHOICES:
        right = value in _CHOICES[key]
    elif key.startswith("is"):
        right = isinstance(value, bool)
    else:
        most = 50 if key == "parallelism" else 2**31 - 1
        right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
    if not right:
        raise InvalidArgument(f"option '{key}' cannot be {str(value)[:40]!r}", f"It is: {_OPTIONS[key]}.")


def _run_every(interval: Interval, now: datetime) -> Mapping[str, Any]:
    minutes, rest = divmod(interval.every, timedelta(minutes=1))
    first = next_fire(interval, now)
    if rest or not minutes or first is None or first.microsecond:
        raise Unsupported("Sequentum counts intervals in whole minutes", "Choose whole minutes.", reason="interval")
    count, period = (minutes // 60, HOURS) if minutes % 60 == 0 else (minutes, MINUTES)
    return {
        "scheduleType": RUN_EVERY,
        "runEveryCount": count,
        "runEveryPeriod": period,
        "startTime": utc_text(first),
        "timezone": "UTC",
    }


def _folded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Keys as documented: the server binds names without regard to their case."""
    known = {
        key.lower(): key
        for key in (
            *_WRITABLE,
            *_TIMING,
            *_ANSWER_ONLY,
        )
    }
    found = {known.get(key.lower(), key): value for key, value in raw.items()}
    # An answer calls it `schedule`; some servers echo the request's name.
    if not found.get("schedule") and found.get("cronExpression"):
        found["schedule"] = found["cronExpression"]
    return found


def _type_of(raw: Mapping[str, Any]) -> int | None:
    kind = raw.get("scheduleType")
    if isinstance(kind, str):
        return _TYPE_NAMES.get(kind.lower()) or (int(kind) if kind.isdecimal() else None)
    if isinstance(kind, int):
        return kind
    return CRON if raw.get("schedule") else RUN_EVERY if raw.get("runEveryCount") else None


def _is_shifted(raw: Mapping[str, Any]) -> bool:
    """Whether the server holds another expression (a UTC form) beside the one in the zone."""
    stored, local = str(raw.get("schedule") or ""), str(raw.get("localSchedule") or "")
    if _type_of(raw) != CRON or not stored or not local or stored == local:
        return False
    try:
        held, shown = (meant(text, SEQUENTUM, "UTC") for text in (stored, local))
    except InputError:
        # Words, such as "Every day at 09:00 AM": nothing can be compared.
        return False
    return not same(held, shown, after=EPOCH)


def _drifts(raw: Mapping[str, Any], now: datetime) -> bool:
    """Whether such a UTC form leaves the wall time when clocks change; in other zones both say the same."""
    place = str(raw.get("timezone") or "UTC")
    try:
        return _is_shifted(raw) and not keeps_offset(place, now)
    except InputError:
        return _is_shifted(raw)


def _timing(raw: Mapping[str, Any]) -> dict[str, Any]:
    kind = _type_of(raw)
    found: dict[str, Any] = {"scheduleType": kind, "timezone": raw.get("timezone") or "UTC"}
    if kind == CRON:
        found["cronExpression"] = raw.get("schedule")
    else:
        for key in ("runEveryCount", "runEveryPeriod") if kind == RUN_EVERY else ():
            found[key] = raw.get(key)
        at = instant_of(raw.get("startTime"))
        if at is not None:
            found["startTime"] = utc_text(at)
    return found


def _decoded(raw: Mapping[str, Any], now: datetime) -> tuple[Schedule | None, str]:
    kind = _type_of(raw)
    if kind == RUN_ONCE:
        at = instant_of(raw.get("startTime") or raw.get("nextRunTime"))
        return (Once(at), "") if at else (None, "a single run without a time")
    if kind == RUN_EVERY:
        return _decoded_interval(raw, now)
    if kind == CRON:
        text = str(
            (raw.get("localSchedule") if _is_shifted(raw) else raw.get("schedule")) or raw.get("localSchedule") or ""
        )
        try:
            return meant(text, SEQUENTUM, str(raw.get("timezone") or "UTC")), ""
        except InputError as error:
            return None, str(error)
    return None, f"schedule type {raw.get('scheduleType')} is not documented"


def _decoded_interval(raw: Mapping[str, Any], now: datetime) -> tuple[Schedule | None, str]:
    count, period = raw.get("runEveryCount"), raw.get("runEveryPeriod")
    anchor = instant_of(raw.get("nextRunTime")) or instant_of(raw.get("startTime"))
    if not isinstance(count, int) or count < 1:
        return None, f"runs every {count} of period {period}"
    step = _ELAPSED.get(period) if isinstance(period, int) else None
    if step is None and _has_no_changes(str(raw.get("timezone") or ""), now):
        # Without clock changes a day is 24 hours, whichever way the server counts.
        if period == MONTHS:
            return _decoded_months(count, anchor, str(raw.get("timezone")))
        step = {DAYS: timedelta(days=1), WEEKS: timedelta(weeks=1)}.get(period) if isinstance(period, int) else None
    if step is None:
        names = {DAYS: "days", WEEKS: "weeks", MONTHS: "months"}
        said = names.get(period, f"units of the undocumented period {period}") if isinstance(period, int) else period
        return None, f"every {count} {said}: whether by the clock or by elapsed time is not documented"
    return Interval(count * step, anchor), ""


def _has_no_changes(place: str, now: datetime) -> bool:
    try:
        return bool(place) and keeps_offset(place, now)
    except InputError:
        return False


def _decoded_months(count: int, anchor: datetime | None, place: str) -> tuple[Schedule | None, str]:
    wall = wall_time(anchor, zone(place)) if anchor is not None else None
    if wall is None or wall.day > 28:
        return None, f"every {count} months: what becomes of a day that a month lacks is not documented"
    days = AllOf((Nth(frozenset({wall.day})), Every(count, Unit.MONTH, wall.date())))
    time = wall.hour * 3600 + wall.minute * 60 + wall.second
    return Calendar((Rule(days, (time,)),), place, start=anchor), ""
