"""The backend of a description: its calls, its records, and what every write is careful about."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import (
    Backend,
    Capabilities,
    Change,
    Draft,
    Encoding,
    Member,
    NotReadBack,
    PastRun,
    Record,
    Status,
    refuse_overwriting,
)
from schedule_mcp.backends.described import finding as findings
from schedule_mcp.backends.described.description import CONFIGURED, Call, Description, Field, described, preset
from schedule_mcp.backends.described.templates import filled, holes, joined, matched, part_at, put_at
from schedule_mcp.backends.described.timing import RECEIPT, TimingFields
from schedule_mcp.backends.http import (
    DEADLINE_S,
    TIME_FORMATS,
    HttpClient,
    agent_named,
    list_of,
    put_whole,
    unless_changed,
)
from schedule_mcp.backends.naming import slug
from schedule_mcp.backends.proofs import check_live_window
from schedule_mcp.backends.unreadable import records_of
from schedule_mcp.cron.dialects import DIALECTS, Dialect, dialect
from schedule_mcp.errors import (
    BackendError,
    ConfigError,
    Conflict,
    InputError,
    InvalidArgument,
    NotFound,
    OutcomeUnknown,
    Rejected,
    UnexpectedResponse,
    Unsupported,
)
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Once
from schedule_mcp.schedule.zones import canonical_name

Rows = list[dict[str, Any]]
Names = list[str]
Parts = list[tuple[Sequence[str], Any, Sequence[str]]]
"""What a call sends: where to, what, and where a record holds it."""

_PAGES_AT_MOST = 500
_NAMES_TRIED = 4
_GROUP = re.compile(r"(?s)(.*) \[([1-9]\d?/[1-9]\d? [0-9a-f]{4})\]")
_TYPES = {"text": str, "number": (int, float), "flag": bool, "object": dict}
_NOT_NAMED = "this server names no next run, so a run is not verified after a write"


def capabilities_of(description: Description, dialect: str = "") -> Capabilities:
    """What a description says that its backend can hold."""
    timings = tuple("delayed" if kind == "delay" else kind for kind, t in description.timings.items() if t.sends)
    zones = {"per schedule": "per schedule", CONFIGURED: "one, configured"}.get(description.zone, description.zone)
    return Capabilities(
        kind=description.kind,
        title=description.title,
        timings=timings,
        dialects=(dialect or description.dialect,),
        zones=zones,
        minimum_cadence_s=description.least_s,
        creates_paused=description.creates_paused,
        names_next_run="next_run" in description.fields,
        history="runs" in description.calls,
        lists_all_agents="agent" in description.fields,
        input=description.input,
        input_required=description.input_required,
        options={name: option.about for name, option in description.options.items()},
        notes=(*description.notes, *(() if "next_run" in description.fields else (f"{_NOT_NAMED.capitalize()}.",))),
    )


class Described(Backend):
    """Schedules of an API that a description describes."""

    def __init__(
        self,
        name: str,
        client: HttpClient,
        description: Description,
        *,
        agent_id: str = "",
        spoken: Dialect | None = None,
        source: str = "",
        cron_timezone: str = "",
        settings: Mapping[str, Any] | None = None,
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self.client = client
        self.description = description
        self.agent_id = description.agent or agent_id
        self.source = source
        self._speaks_cron = spoken is not None
        self._fields = TimingFields(description, spoken or dialect("common"), cron_timezone)
        self._settings = settings or {}
        self._now = now
        self.capabilities = capabilities_of(description, self._fields.dialect.name)

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> Described:
        """The backend of a configuration table; raises `ConfigError`."""
        found = _description(name, settings)
        place = str(settings.get("cron_timezone", ""))
        try:
            place = canonical_name(place) if place else ""
        except InputError as error:
            raise ConfigError(f"backend '{name}': cron_timezone: {error.message}", error.hint) from None
        if place and found.zone != CONFIGURED:
            raise ConfigError(
                f"backend '{name}': {found.title} has cron_timezone, but its zones are: {found.zone}", "Leave it out."
            )
        spoken, source = _dialect(name, settings, found)
        base_url = str(settings.get("base_url") or found.base_url).rstrip("/").removesuffix(found.base_url_without)
        if not base_url:
            raise ConfigError(f"backend '{name}' has no base_url", "Write base_url = 'https://HOST/…'.")
        _check_settings(name, settings, found)
        client = HttpClient(
            name,
            base_url,
            _headers(found, settings),
            float(settings.get("timeout_s", DEADLINE_S)),
            found.answers,
            now=now,
        )
        return cls(
            name,
            client,
            found,
            agent_id=str(settings.get("agent_id", "")),
            spoken=spoken,
            source=source,
            cron_timezone=place,
            settings=settings,
            now=now,
        )

    # -- timing --------------------------------------------------------------------------------------------------

    def encode(
        self, schedule: Schedule, *, now: datetime, accept: frozenset[str], options: Mapping[str, Any]
    ) -> Encoding:
        if not self._speaks_cron and not isinstance(schedule, Once):
            raise Unsupported(
                f"a proof has shown that {self.description.title} reads cron in no way that is known",
                f"Look at what schedule-mcp doctor --prove {self.name} says.",
                reason="engine",
            )
        encoding = self._fields.encode(schedule, now=now, accept=accept, options=options)
        if "next_run" in self.description.fields:
            return encoding
        return replace(encoding, notes=(*encoding.notes, _NOT_NAMED))

    def cron_timing(self, expression: str, zone: str) -> Mapping[str, Any] | None:
        if "next_run" not in self.description.fields or "cron" not in self.capabilities.timings:
            return None
        return self._fields.cron(expression, zone)

    @property
    def cron_zone(self) -> str:
        return self._fields.zone or ""

    def check_options(self, options: Mapping[str, Any], input: str) -> None:
        held, title = self.description.options, self.description.title
        for key, value in options.items():
            if key not in held:
                known = f"Its options: {', '.join(held)}." if held else "It has no options."
                raise InvalidArgument(f"{title} has no option {quoted(key)}", known)
            option = held[key]
            is_it = isinstance(value, _TYPES[option.type]) and isinstance(value, bool) == (option.type == "flag")  # type: ignore[arg-type]
            if not is_it or value == "" or (option.choices and value not in option.choices):
                raise InvalidArgument(f"option '{key}' cannot be {quoted(value)}", f"It is: {option.about}.")
        self._check_input(input)

    def _check_input(self, input: str) -> None:
        kind = self.description.input
        if input and kind == "none":
            raise InvalidArgument(f"{self.name} cannot hand an input to its runs", "Leave input out.")
        if self.description.input_required and not input.strip():
            raise InvalidArgument(
                f"{self.name} needs an input: it is what each run gets", "Say in `input` what the agent should do."
            )
        if input and kind == "json object":
            _object_of_text(input)

    # -- calls ---------------------------------------------------------------------------------------------------

    def create(self, agent: str, draft: Draft) -> Record:
        self._check_name(draft.name)
        if not self.description.creates_paused:
            check_live_window(self.description.title, draft, self._now())
        made = self._made(agent, draft)
        if isinstance(made, Record):
            return made
        if draft.enabled or self.description.creates_paused:
            return self.read_back(agent, made)
        try:
            self._paused_at_once(agent, made)
        except BackendError as error:
            # It is there and runs; whoever sent it looks, pauses it or takes it back.
            raise NotReadBack(made, error) from None
        return self.read_back(agent, made)

    def _paused_at_once(self, agent: str, schedule_id: str) -> None:
        """Pause what was just made: without a look at it first where that is not needed, since the look may fail."""
        call = self.description.calls["pause"]
        if call.replaces or call.with_timing:
            self.pause(agent, schedule_id)
        else:
            self._call("pause", agent, schedule_id)

    def _made(self, agent: str, draft: Draft) -> str | Record:
        """The id of what was made; the record where the server has it already under its unique name."""
        unique = self.description.slug
        for number in range(_NAMES_TRIED if unique else 1):
            key = draft.key[8 * number :] if draft.key else ""
            body = self._create_body(agent, draft, key)
            try:
                answer = self._call("create", agent, body=body)
            except Conflict:
                if unique is None:
                    raise
                twin = self._twin(agent, draft, str(part_at(body, unique.at)))
                if twin is not None:
                    return twin
                continue
            return self._made_id(answer)
        raise Conflict(
            f"{self.name} has other schedules under every name tried for {quoted(draft.name)}",
            "Choose another name.",
            backend=self.name,
            operation="create",
        )

    def _twin(self, agent: str, draft: Draft, named: str) -> Record | None:
        """The record of the same request under a unique name, where another call has made it."""
        unique = self.description.slug
        assert unique is not None
        for record in self.list(agent):
            if str(part_at(record.raw, unique.at)) != named:
                continue
            wanted = (draft.name, draft.input, dict(draft.member.timing))
            return record if (record.name, record.input, dict(record.timing)) == wanted else None
        return None

    def _made_id(self, answer: Any) -> str:
        call = self.description.calls["create"]
        found = part_at(self._object(answer, call), call.id or self.description.fields["id"].held)
        if found in (None, "") or isinstance(found, dict | list):
            raise OutcomeUnknown(
                f"{self.name} answered create without the id of a schedule; whether it was made is unknown",
                "Look with list_schedules before you repeat it. The server may be of another version.",
                backend=self.name,
                operation="create",
            )
        return str(found)

    def _create_body(self, agent: str, draft: Draft, key: str) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for path, value, _ in self._name_parts(draft.name, key, {}):
            put_at(body, path, value)
        if draft.input and "input" in self.description.fields:
            held = self.description.fields["input"]
            put_at(body, held.sent, self._input_value(held, draft.input))
        if "agent" in self.description.fields:
            of = self.description.fields["agent"]
            named = self._agent(agent)
            put_at(body, of.sent, named if of.form is None else filled(of.form, {"agent": named}))
        for path, value in self._option_values(draft.options):
            put_at(body, path, value)
        if self.description.creates_paused:
            body = joined(body, dict(self.description.states["active" if draft.enabled else "paused"][0]))
        return {**body, **self._fields.now_of(draft.member, self._now())}

    def _option_values(self, options: Mapping[str, Any]) -> Iterable[tuple[Sequence[str], Any]]:
        for name, option in self.description.options.items():
            if not option.at:
                continue
            value = options.get(name)
            if value is None and option.setting:
                value = part_at(self._settings, option.setting)
            if value is None and option.required:
                setting = f"set {'.'.join(option.setting)} for this backend, or name {name} in options."
                raise ConfigError(
                    f"backend '{self.name}' has no {name}, and a schedule needs one: {option.about}",
                    f"The operator can {setting}",
                )
            if value is not None:
                yield option.at, value

    def get(self, agent: str, schedule_id: str) -> Record:
        return self._record(agent, self._raw(agent, schedule_id))

    def _raw(self, agent: str, schedule_id: str) -> dict[str, Any]:
        call = self.description.calls.get("get")
        if call is not None:
            raw = self._record_of(self._object(self._call("get", agent, schedule_id), call), "get")
            if self._is_of(agent, raw):
                return raw
        else:
            for raw in self._rows(agent):
                if self._id(raw) == schedule_id and self._is_of(agent, raw):
                    return raw
        raise NotFound(
            f"{self.name} has no schedule {quoted(schedule_id)}",
            "Take an id from list_schedules.",
            backend=self.name,
            operation="get",
        )

    def list(self, agent: str) -> Sequence[Record]:
        wanted = agent or self.agent_id
        rows = [raw for raw in self._rows(agent) if not raw or self._is_of(wanted, raw)]
        return records_of(rows, lambda raw: self._record(agent, raw), agent or self.agent_id)

    def _rows(self, agent: str) -> Rows:
        call = self.description.calls["list"]
        pages, found = call.pages, dict[str, dict[str, Any]]()
        more: dict[str, Any] = {}
        for number in range(1, _PAGES_AT_MOST + 1):
            answer = self._call("list", agent, more=more)
            rows = self._list(answer, call)
            known = len(found)
            for raw in rows:
                found.setdefault(self._key(raw), raw)
            if pages is None or len(found) == known:
                break
            if pages.total:
                total = part_at(answer, pages.total)
                # Where a total is described and not told, there are no pages: what came is all.
                if not isinstance(total, int) or len(found) >= total:
                    break
            following: Any = {"offset": len(found), "number": number + 1, "cursor": part_at(answer, pages.next)}[
                pages.by
            ]
            if following in (None, ""):
                break
            more = {**pages.then, pages.parameter: following}
        else:
            raise UnexpectedResponse(
                f"{self.name} sent {_PAGES_AT_MOST} pages of schedules and has more",
                "Look for the schedule by its id.",
                backend=self.name,
                operation="list",
            )
        return list(found.values())

    def update(self, agent: str, current: Record, change: Change) -> Record:
        if change.name is not None:
            self._check_name(change.name)
        answer = unless_changed(lambda: self._merged(agent, current, change))
        again = change.member is not None and current.status == "completed"
        if again and not self._state_by_update:
            return self._switched("resume", agent, current.id)
        return self.read_back(agent, current.id, self._answered(agent, answer, "update"))

    def _answered(self, agent: str, answer: Any, verb: str) -> Record | None:
        """The record that the answer to a write shows, where it shows a whole one."""
        try:
            return self._record(agent, self._record_of(self._object(answer, self.description.calls[verb]), verb))
        except (BackendError, InputError):
            return None

    def _merged(self, agent: str, current: Record, change: Change) -> Any:
        raw = self._raw(agent, current.id)
        refuse_overwriting(self._record(agent, raw), current, change, self.name)
        changes: Parts = []
        if change.name is not None:
            changes += self._name_parts(change.name, "", raw)
        if change.input is not None and "input" in self.description.fields:
            held = self.description.fields["input"]
            changes.append((held.sent, self._input_value(held, change.input), held.held))
        for name, value in (change.options or {}).items():
            option = self.description.options.get(name)
            if option is not None and option.at:
                changes.append((option.at, value, option.at))
        body = self._body("update", raw, changes, change.member)
        again = change.member is not None and current.status == "completed"
        if again and self._state_by_update:
            body = joined(body, dict(self.description.states["active"][0]))
        return self._put("update", agent, current.id, body, raw) if body else None

    def _put(self, verb: str, agent: str, schedule_id: str, body: dict[str, Any], raw: Mapping[str, Any]) -> Any:
        """Send a change; where it replaces, with the fields of other hands, as long as the server takes them."""
        if not self.description.calls[verb].replaces:
            return self._call(verb, agent, schedule_id, body=body)
        others = {key: value for key, value in body.items() if key in self._others(raw)}
        known = {key: value for key, value in body.items() if key not in others}
        return put_whole(
            lambda record: self._call(verb, agent, schedule_id, body=record, if_unchanged=True), known, others
        )

    def _others(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record that the description does not name."""
        description = self.description
        known = {path[0] for field in description.fields.values() for path in (field.held, field.sent) if path}
        known |= {option.at[0] for option in description.options.values() if option.at}
        known |= {key for forms in description.states.values() for form in forms for key in form}
        known |= {*self._fields.keys, *description.answer_only}
        return {key: value for key, value in raw.items() if key not in known and value is not None}

    @property
    def _state_by_update(self) -> bool:
        """Whether the state of a record is a field that an update may set."""
        pause, update = self.description.calls["pause"], self.description.calls["update"]
        return (pause.method, pause.path) == (update.method, update.path)

    def _body(
        self,
        verb: str,
        raw: Mapping[str, Any],
        changes: Sequence[tuple[Sequence[str], Any, Sequence[str]]],
        member: Member | None,
    ) -> dict[str, Any]:
        """What a change sends: the changed fields with what stands beside them, or all of a record where it replaces.

        A field within an object is sent with the rest of that object, whether the server merges objects or not.
        """
        body = self._whole(raw) if self.description.calls[verb].replaces else {}
        for sent, value, held in changes:
            if len(sent) > 1 and sent[0] not in body:
                around = part_at(raw, held[: len(held) - len(sent) + 1])
                body[sent[0]] = joined(around, {}) if isinstance(around, Mapping) else {}
            put_at(body, sent, joined(part_at(raw, held), value))
        if member is None:
            return body
        if self.description.calls[verb].replaces:
            body = {key: value for key, value in body.items() if key not in self._fields.keys}
        return {**body, **self._fields.now_of(member, self._now())}

    def _whole(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """All of a record that a call that replaces has to name so that nothing is lost, fields of other hands too."""
        body = {key: joined(value, value) for key, value in raw.items() if key not in self.description.answer_only}
        for field in self.description.fields.values():
            if field.sent != field.held and (value := part_at(raw, field.held)) is not None:
                put_at(body, field.sent, value)
        stored = self._fields.stored(raw, self._now())
        if not stored.is_whole:
            return {key: value for key, value in body.items() if value is not None}
        body = {key: value for key, value in body.items() if key not in self._fields.keys and value is not None}
        return {**body, **stored.timing}

    def pause(self, agent: str, schedule_id: str) -> Record:
        return self._switched("pause", agent, schedule_id)

    def resume(self, agent: str, schedule_id: str) -> Record:
        return self._switched("resume", agent, schedule_id)

    def _switched(self, verb: str, agent: str, schedule_id: str) -> Record:
        answer = unless_changed(lambda: self._switch(verb, agent, schedule_id))
        return self.read_back(agent, schedule_id, self._answered(agent, answer, verb))

    def _switch(self, verb: str, agent: str, schedule_id: str) -> Any:
        raw = self._raw(agent, schedule_id)
        stored = self._fields.stored(raw, self._now())
        name = quoted(self._name(raw))
        if self._told_state(raw) == "completed":
            raise Rejected(f"the schedule {name} has run and is over", "Create a new one.", backend=self.name)
        if verb == "resume" and isinstance(stored.schedule, Once) and stored.schedule.at <= self._now():
            raise Rejected(
                f"the single run of {name} was due at {stored.schedule.at:%Y-%m-%d %H:%M} UTC; resumed now it might "
                "run at once",
                "Give it a new `when` with update_schedule.",
                backend=self.name,
            )
        call = self.description.calls[verb]
        body: dict[str, Any] = self._whole(raw) if call.replaces else {}
        if call.with_timing and stored.schedule is not None:
            body |= stored.timing
        return self._put(verb, agent, schedule_id, body, raw)

    def delete(self, agent: str, schedule_id: str) -> None:
        if self.description.has_agents and "{agent}" not in self.description.calls["delete"].path:
            # Its path names no agent, so one of another agent must not be met by its id.
            self._raw(agent, schedule_id)
        self._call("delete", agent, schedule_id)

    def restore(self, agent: str, previous: Record) -> Record:
        known = {k: v for k, v in previous.options.items() if k in self.description.options}
        return super().restore(agent, replace(previous, options=known))

    def runs(self, agent: str, schedule_id: str, limit: int) -> Sequence[PastRun]:
        call = self.description.calls.get("runs")
        if call is None:
            return ()
        answer = self._call("runs", agent, schedule_id)
        read = TIME_FORMATS[call.times].read
        found = []
        for row in self._list(self._object(answer, call) if call.object else answer, call, absent_is_empty=True):
            part = {name: part_at(row, path) for name, path in call.columns.items()}
            due, started, finished = (read(part.get(name)) for name in ("due", "started", "finished"))
            detail = part.get("detail")
            found.append(
                PastRun(due, str(part.get("status") or ""), started, finished, "" if detail is None else str(detail))
            )
        now = self._now()
        return sorted(found, key=lambda run: run.due or run.started or now, reverse=True)[:limit]

    def check(self) -> str:
        count = len(self.list(self.agent_id))
        return f"reachable; {count} schedules; cron as {self._fields.dialect.name} ({self.source})"

    # -- requests ------------------------------------------------------------------------------------------------

    def _call(
        self,
        verb: str,
        agent: str,
        schedule_id: str = "",
        *,
        body: Mapping[str, Any] | None = None,
        more: Mapping[str, Any] | None = None,
        if_unchanged: bool = False,
    ) -> Any:
        """One call of the description; `more` are the parameters of a page."""
        call = self.description.calls[verb]
        values: dict[str, Any] = {"agent": self._agent(agent), "id": schedule_id, "fields": dict(body or {})}
        params = dict(filled(call.params, values))
        sent = self._sent(call, body, values)
        if more and call.pages is not None:
            if call.pages.in_body:
                sent = {**(sent or {}), **more}
            else:
                params |= more
        segments = [filled(segment, values) for segment in call.path]
        return self.client.request(
            call.method,
            [str(segment) for segment in segments],
            operation=verb,
            json=sent,
            params=params or None,
            trailing_slash=call.trailing_slash,
            reads=verb in ("list", "get", "runs"),
            if_unchanged=if_unchanged,
        )

    def _sent(self, call: Call, body: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Any:
        constant = None if call.body is None else filled(call.body, values)
        if call.body is not None and "fields" in holes(call.body):
            return constant
        if not body:
            return constant
        return dict(body) if constant is None else joined(dict(body), constant)

    def _agent(self, agent: str) -> str:
        fixed = self.description.agent
        if not fixed:
            return agent_named(agent, self.agent_id)
        if agent not in ("", fixed):
            raise InvalidArgument(f"{self.description.title} has no agents", "Leave agent_id out.")
        return fixed

    def _object(self, answer: Any, call: Call) -> Any:
        for path in call.object:
            found = part_at(answer, path)
            if isinstance(found, dict):
                return found
        return answer

    def _record_of(self, found: Any, verb: str) -> dict[str, Any]:
        """A record with an id, else what came is no answer of this API."""
        if isinstance(found, dict) and part_at(found, self.description.fields["id"].held) not in (None, ""):
            return found
        raise UnexpectedResponse(
            f"{self.name} answered {verb} without a schedule as it is described",
            "The server may be of another version, or base_url may lead elsewhere.",
            backend=self.name,
            operation=verb,
        )

    def _list(self, answer: Any, call: Call, absent_is_empty: bool = False) -> Rows:
        for path in call.rows:
            found = part_at(answer, path)
            if found is not None:
                return list_of(found, self.name)
        # An empty list may be told as null, but something must be told.
        told = any(path[-1] in (part_at(answer, path[:-1]) or {}) for path in call.rows)
        if told or (absent_is_empty and call.rows and isinstance(answer, dict)):
            return []
        return list_of(answer, self.name)

    # -- records -------------------------------------------------------------------------------------------------

    def _key(self, raw: Mapping[str, Any]) -> str:
        """What a row is told from others by: its id, else all of it."""
        try:
            return self._id(raw)
        except UnexpectedResponse:
            return repr(raw)

    def _id(self, raw: Mapping[str, Any]) -> str:
        found = part_at(raw, self.description.fields["id"].held)
        if found in (None, "") or isinstance(found, dict | list):
            raise UnexpectedResponse(
                f"{self.name} sent a schedule without an id", "Look with list_schedules.", backend=self.name
            )
        return str(found)

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        stored = self._fields.stored(raw, self._now())
        fields = self.description.fields
        next_run = fields.get("next_run")
        told = part_at(raw, next_run.held) if next_run else None
        status, doubt = self._status(raw, stored.schedule)
        match = _GROUP.fullmatch(self._name(raw))
        return Record(
            id=self._id(raw),
            agent=self._handle_agent(agent, raw),
            name=self._name(raw),
            status=status,
            timing=stored.timing,
            schedule=stored.schedule,
            unreadable=stored.unreadable,
            input=self._input(raw),
            options=self._options(raw),
            next_run=TIME_FORMATS[self.description.next_run].read(told),
            names_next_run=next_run is not None and next_run.held[-1] in (part_at(raw, next_run.held[:-1]) or {}),
            group_key=match[2].partition(" ")[2] if match else "",
            tolerance=RECEIPT if stored.kind == "delay" else timedelta(0),
            doubt=doubt,
            notes=(doubt,) if doubt else (),
            others=self._others(raw),
            created=next((str(raw[key]) for key in ("created_at", "createdAt", "created") if raw.get(key)), ""),
            raw=raw,
        )

    def _options(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        held = {name: part_at(raw, option.at) for name, option in self.description.options.items() if option.at}
        return {name: value for name, value in held.items() if value not in (None, "")}

    def _told_state(self, raw: Mapping[str, Any]) -> Status | None:
        states: tuple[Status, ...] = ("completed", "paused", "active")
        for state in states:
            if any(matched(form, raw, {}) for form in self.description.states[state]):
                return state
        return None

    def _status(self, raw: Mapping[str, Any], schedule: Schedule | None) -> tuple[Status, str]:
        """The state of a record, and what is odd about it."""
        told = self._told_state(raw)
        last_run = self.description.fields.get("last_run")
        has_run = last_run is not None and bool(part_at(raw, last_run.held))
        if isinstance(schedule, Once) and schedule.at <= self._now() and (has_run or told == "paused"):
            return "completed", ""
        if told is not None:
            return told, ""
        keys = {key for forms in self.description.states.values() for form in forms for key in form}
        shown = {key: raw[key] for key in sorted(keys) if raw.get(key) is not None}
        if not shown:
            return "active", ""
        return "active", f"its state {quoted(json.dumps(shown, default=str))} is none that is described"

    def _handle_agent(self, agent: str, raw: Mapping[str, Any]) -> str:
        names = self._agents_of(raw)
        wanted = agent or self.agent_id
        return wanted if wanted in names or not names else names[0]

    def _agents_of(self, raw: Mapping[str, Any]) -> Names:
        """The names of the agent that a record holds."""
        field = self.description.fields.get("agent")
        names: Names = []
        for path in (field.held, *field.also) if field else ():
            found: dict[str, Any] = {}
            form = "{agent}" if field is None or field.form is None else field.form
            if matched(form, part_at(raw, path), found) and isinstance(found["agent"], str | int):
                names.append(str(found["agent"]))
        return names

    def _is_of(self, agent: str, raw: Mapping[str, Any]) -> bool:
        return not agent or "agent" not in self.description.fields or agent in self._agents_of(raw)

    def _name(self, raw: Mapping[str, Any]) -> str:
        fields, unique = self.description.fields, self.description.slug
        name = part_at(raw, fields["name"].held)
        if not name and unique is not None:
            name = part_at(raw, unique.at)
        if not isinstance(name, str | int | float):
            return ""
        group = part_at(raw, fields["group"].held) if "group" in fields else None
        return f"{name} [{group}]" if isinstance(group, str) and group else str(name)

    def _name_parts(self, name: str, key: str, raw: Mapping[str, Any]) -> Parts:
        """Where a name goes: as it is, the part of a group beside it, and in ASCII where names are unique."""
        fields, unique = self.description.fields, self.description.slug
        parts: Parts = []
        told = name
        if "group" in fields:
            match = _GROUP.fullmatch(name)
            told = match[1] if match else name
            group = fields["group"]
            if match or part_at(raw, group.held) is not None:
                parts.append((group.sent, match[2] if match else "", group.held))
        parts.append((fields["name"].sent, told, fields["name"].held))
        if unique is not None:
            # The end of the unique name stays, whatever the name is changed to.
            kept = key or str(part_at(raw, unique.at) or "").rpartition("-")[2]
            parts.append((unique.at, slug(name, kept, unique.at_most), unique.at))
        return parts

    def _check_name(self, name: str) -> None:
        pattern, at_most = self.description.name_pattern, self.description.name_at_most
        if pattern and not re.fullmatch(pattern, name):
            raise InvalidArgument(
                f"{self.description.title} takes no name such as {quoted(name)}", f"Its names are: {pattern}"
            )
        if at_most and len(name) > at_most:
            raise InvalidArgument(
                f"{self.description.title} takes names of {at_most} characters at most", "Choose a shorter one."
            )

    def _input_value(self, field: Field, input: str) -> Any:
        form = self._input_form(field)
        value: Any = _object_of_text(input) if self.description.input == "json object" and input else input
        return value if form is None else filled(form, {"input": value})

    def _input_form(self, field: Field) -> Any:
        return self._settings.get("input_template") or field.form

    def _input(self, raw: Mapping[str, Any]) -> str:
        field = self.description.fields.get("input")
        held = part_at(raw, field.held) if field else None
        if field is None or held is None:
            return ""
        form, found = self._input_form(field), dict[str, Any]()
        value = held if form is None else found.get("input") if matched(form, held, found) else held
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _object_of_text(input: str) -> Any:
    try:
        found = json.loads(input)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidArgument("the input is no JSON object", 'Send input such as {"key": "value"}.')
    return found


def _description(name: str, settings: Mapping[str, Any]) -> Description:
    if settings["kind"] != "http":
        return preset(str(settings["kind"]))
    if not settings.get("description"):
        raise ConfigError(
            f"backend '{name}' has no description", f"Write [backends.{name}.description] by docs/http-backend.md."
        )
    return described(settings["description"], f"the description of backend '{name}'")


def _dialect(name: str, settings: Mapping[str, Any], found: Description) -> tuple[Dialect | None, str]:
    """The dialect to write in, and who says so: the operator, a proof, the description."""
    asked = settings.get("dialect")
    if asked is not None:
        if asked not in DIALECTS:
            raise ConfigError(
                f"backend '{name}': there is no dialect '{str(asked)[:40]}'",
                f"Use one of: {', '.join(sorted(DIALECTS))}.",
            )
        return dialect(str(asked)), "set by the operator"
    base_url = str(settings.get("base_url") or found.base_url)
    proved = findings.read(str(settings.get("data_dir", "")), name, base_url)
    if proved is not None:
        return proved.dialect, f"proved on {proved.at}"
    said = "nobody has named its engine" if found.dialect == "common" else "as described"
    return dialect(found.dialect), f"{said}; not proved: schedule-mcp doctor --prove {name}"


def _check_settings(name: str, settings: Mapping[str, Any], found: Description) -> None:
    """A table of the operator whose parts are options must name them all, and nothing else."""
    tables: dict[str, set[str]] = {}
    for option in found.options.values():
        if len(option.setting) == 2:
            tables.setdefault(option.setting[0], set()).add(option.setting[1])
    for key, wanted in tables.items():
        held = settings.get(key)
        if held and set(held) != wanted:
            raise ConfigError(f"backend '{name}': {key} needs {' and '.join(sorted(wanted))}", "See the README.")
    form = settings.get("input_template")
    if form is not None and ("input" not in found.fields or set(holes(form)) != {"input"}):
        raise ConfigError(
            f"backend '{name}': input_template has no hole {{input}} alone, or {found.title} has no input",
            'Write input_template = { prompt = "{input}" }.',
        )


def _headers(found: Description, settings: Mapping[str, Any]) -> dict[str, str]:
    headers = {str(key): str(value) for key, value in settings.get("headers", {}).items()}
    if settings.get("bearer_token"):
        headers["Authorization"] = f"Bearer {settings['bearer_token']}"
    elif settings.get("api_key"):
        headers[found.key_header] = found.key_value.replace("{key}", str(settings["api_key"]))
    return headers
