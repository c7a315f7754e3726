"""The backend of a description: its calls, its records, and what every write is careful about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
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
    refuse_overwriting,
)
from schedule_mcp.backends.described.configured import check_settings, description_of, dialect_of, headers_of
from schedule_mcp.backends.described.description import CONFIGURED, Call, Description
from schedule_mcp.backends.described.records import Parts, Records, object_of_text
from schedule_mcp.backends.described.templates import filled, holes, joined, part_at, put_at
from schedule_mcp.backends.described.timing import TimingFields
from schedule_mcp.backends.http import (
    DEADLINE_S,
    TIME_FORMATS,
    HttpClient,
    agent_named,
    list_of,
    put_whole,
    unless_changed,
)
from schedule_mcp.backends.proofs import check_live_window
from schedule_mcp.backends.unreadable import records_of
from schedule_mcp.cron.dialects import Dialect, dialect
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

_PAGES_AT_MOST = 500
_NAMES_TRIED = 4
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


class _Unshown(dict[str, Any]):
    """The operator's settings: among them are secrets, which no representation of the backend may show."""

    def __repr__(self) -> str:
        return "{…}"


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
        self._settings = _Unshown(settings or {})
        self._now = now
        self._records = Records(name, description, self._fields, self._settings, now)
        self.capabilities = capabilities_of(description, self._fields.dialect.name)

    @classmethod
    def from_config(cls, name: str, settings: Mapping[str, Any], *, now: Callable[[], datetime]) -> Described:
        """The backend of a configuration table; raises `ConfigError`."""
        found = description_of(name, settings)
        place = str(settings.get("cron_timezone", ""))
        try:
            place = canonical_name(place) if place else ""
        except InputError as error:
            raise ConfigError(f"backend '{name}': cron_timezone: {error.message}", error.hint) from None
        if place and found.zone != CONFIGURED:
            raise ConfigError(
                f"backend '{name}': {found.title} has cron_timezone, but its zones are: {found.zone}", "Leave it out."
            )
        spoken, source = dialect_of(name, settings, found)
        base_url = str(settings.get("base_url") or found.base_url).rstrip("/").removesuffix(found.base_url_without)
        if not base_url:
            raise ConfigError(f"backend '{name}' has no base_url", "Write base_url = 'https://HOST/…'.")
        check_settings(name, settings, found)
        client = HttpClient(
            name,
            base_url,
            headers_of(found, settings),
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
            object_of_text(input)

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
        for path, value, _ in self._records.name_parts(draft.name, key, {}):
            put_at(body, path, value)
        if draft.input and "input" in self.description.fields:
            held = self.description.fields["input"]
            put_at(body, held.sent, self._records.input_value(held, draft.input))
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
            if self._records.is_of(agent, raw):
                return raw
        else:
            for raw in self._rows(agent):
                if self._records.id(raw) == schedule_id and self._records.is_of(agent, raw):
                    return raw
        raise NotFound(
            f"{self.name} has no schedule {quoted(schedule_id)}",
            "Take an id from list_schedules.",
            backend=self.name,
            operation="get",
        )

    def list(self, agent: str) -> Sequence[Record]:
        wanted = agent or self.agent_id
        rows = [raw for raw in self._rows(agent) if not raw or self._records.is_of(wanted, raw)]
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
                found.setdefault(self._records.key(raw), raw)
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
            changes += self._records.name_parts(change.name, "", raw)
        if change.input is not None and "input" in self.description.fields:
            held = self.description.fields["input"]
            changes.append((held.sent, self._records.input_value(held, change.input), held.held))
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
        others = {key: value for key, value in body.items() if key in self._records.others(raw)}
        known = {key: value for key, value in body.items() if key not in others}
        return put_whole(
            lambda record: self._call(verb, agent, schedule_id, body=record, if_unchanged=True), known, others
        )

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
        name = quoted(self._records.name_of(raw))
        if self._records.told_state(raw) == "completed":
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

    def _record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        return self._records.record(agent or self.agent_id, raw)

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
