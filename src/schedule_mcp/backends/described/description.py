"""A description of a scheduling API, checked: every key known, every hole with a value, every verb there."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from schedule_mcp.backends.described.templates import Template, holes
from schedule_mcp.backends.http import TIME_FORMATS, Answer, Meaning
from schedule_mcp.cron.dialects import DIALECTS
from schedule_mcp.errors import ConfigError, InputError
from schedule_mcp.schedule.zones import canonical_name

Path = tuple[str, ...]
"""Keys from the outside to the inside."""
TimingKind = Literal["once", "delay", "interval", "cron"]
TIMING_KINDS: tuple[TimingKind, ...] = ("once", "delay", "interval", "cron")

PRESETS = ("hermes", "langgraph", "agno", "uranus")
CONFIGURED = "configured"

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REQUIRED_CALLS = ("list", "create", "update", "pause", "resume", "delete")
_CALLS = (*_REQUIRED_CALLS, "get", "runs")
_EVERY = ("every_s", "every_ms", "every_min", "every_h", "every_iso", "every_go")
_TIMING_HOLES: Mapping[TimingKind, tuple[str, ...]] = {
    "once": ("instant",),
    "delay": ("delay_s",),
    "interval": (*_EVERY, "anchor"),
    "cron": ("expression", "zone"),
}
_HELD_HOLES: Mapping[TimingKind, tuple[str, ...]] = {**_TIMING_HOLES, "delay": ("instant",)}


@dataclass(frozen=True)
class Pages:
    """How a list goes on: by `offset`, by page `number` or by `cursor`; the name of that parameter."""

    by: Literal["offset", "number", "cursor"]
    parameter: str
    in_body: bool = False
    then: Mapping[str, Any] = field(default_factory=dict)
    """Parameters that go along from the second page on."""
    total: Path = ()
    """Where the answer says how many there are."""
    next: Path = ()
    """Where the answer names the next cursor."""


@dataclass(frozen=True)
class Call:
    """One call of the API."""

    method: str
    path: Path
    trailing_slash: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Template = None
    """What is sent besides the fields of the call; with a hole `{fields}` the fields go there."""
    object: tuple[Path, ...] = ()
    """Where an answer may hold the record; without any, or where none is there, the answer itself."""
    rows: tuple[Path, ...] = ()
    """Where an answer may hold the rows of a list; else the answer itself."""
    id: Path = ()
    """Where a create's answer holds the id; else where a record does."""
    pages: Pages | None = None
    replaces: bool = False
    """The call replaces the record, so it gets all of it."""
    with_timing: bool = False
    """The call gets the stored timing along, so that the server computes its next run anew."""
    columns: Mapping[str, Path] = field(default_factory=dict)
    """For past runs: due, started, finished, status and detail of a row."""
    times: str = "iso"


@dataclass(frozen=True)
class Field:
    """Where a value is sent and where a record holds it; `form` is a template around it, None for the bare value."""

    sent: Path
    held: Path
    form: Template = None
    also: tuple[Path, ...] = ()
    """Where else a record may hold it, for the agent: one of an assistant has a name and an id."""


@dataclass(frozen=True)
class Timing:
    """One kind of timing: the template of its fields as sent, and those in which a record may hold it."""

    kind: TimingKind
    sent: Template
    held: tuple[Template, ...]
    option: Mapping[str, str] = field(default_factory=dict)
    """The option whose value asks for this kind instead of `once`."""

    @property
    def sends(self) -> bool:
        return self.sent is not None


@dataclass(frozen=True)
class Option:
    """A field of the backend's own that `options` may set."""

    name: str
    about: str
    at: Path = ()
    type: Literal["text", "number", "flag", "object"] = "text"
    choices: tuple[str, ...] = ()
    setting: Path = ()
    """Where the operator's table names a value for it."""
    required: bool = False


@dataclass(frozen=True)
class Slug:
    """A second name, unique and in ASCII, beside the real one."""

    at: Path
    at_most: int


@dataclass(frozen=True)
class Description:
    """A whole description."""

    kind: str
    title: str
    calls: Mapping[str, Call]
    fields: Mapping[str, Field]
    states: Mapping[str, tuple[Template, ...]]
    timings: Mapping[TimingKind, Timing]
    dialect: str
    zone: str
    """"per schedule", "configured", or the name of the one zone."""
    instants: str
    next_run: str
    agent: str = ""
    """The name that stands for the agent where the server has none."""
    base_url: str = ""
    base_url_without: str = ""
    key_header: str = "Authorization"
    key_value: str = "Bearer {key}"
    input: Literal["text", "none", "json object"] = "none"
    input_required: bool = False
    creates_paused: bool = True
    least_s: int = 0
    answer_only: frozenset[str] = frozenset()
    slug: Slug | None = None
    name_pattern: str = ""
    name_at_most: int = 0
    options: Mapping[str, Option] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_agents(self) -> bool:
        """Whether the agent is part of any call."""
        return not self.agent


class _Table:
    """A table that is read key by key; `done` refuses what was not asked for."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, Mapping):
            raise _wrong(where, "is no table", "Write { … }.")
        self.value, self.where = value, where
        self._asked: set[str] = set()

    def take(self, key: str, default: Any = None) -> Any:
        self._asked.add(key)
        return self.value.get(key, default)

    def text(self, key: str, default: str | None = None, *, among: Iterable[str] = ()) -> str:
        found = self.take(key, default)
        if found is None:
            raise _wrong(self.where, f"has no {key}", f"Write {key} = '…'.")
        if not isinstance(found, str) or (not found and default is None) or (found and not found.isprintable()):
            raise _wrong(self.where, f"has a {key} that is no text of one line", f"Write {key} = '…'.")
        allowed = tuple(among)
        if allowed and found not in allowed and found != default:
            raise _wrong(self.where, f"has the {key} '{found[:40]}'", f"Use one of: {', '.join(allowed)}.")
        return found

    def flag(self, key: str, default: bool) -> bool:
        found = self.take(key, default)
        if not isinstance(found, bool):
            raise _wrong(self.where, f"has a {key} that is neither true nor false", f"Write {key} = true.")
        return found

    def number(self, key: str, default: int) -> int:
        found = self.take(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise _wrong(self.where, f"has a {key} that is no whole number from 0", f"Write {key} = 60.")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.take(key, [])
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
            raise _wrong(self.where, f"has a {key} that is no text and no list of texts", f"Write {key} = ['…'].")
        return tuple(found)

    def path(self, key: str) -> Path:
        return _path(self.text(key, ""), f"{self.where}.{key}")

    def paths(self, key: str) -> tuple[Path, ...]:
        return tuple(_path(each, f"{self.where}.{key}") for each in self.texts(key))

    def table(self, key: str, default: Any = None) -> _Table:
        return _Table(self.take(key, default), f"{self.where}.{key}")

    def template(self, key: str, allowed: Iterable[str], *, of: type = dict) -> Template:
        found = self.take(key)
        if found is not None and not isinstance(found, of):
            raise _wrong(self.where, f"has a {key} that is no table", f"Write {key} = {{ … }}.")
        _check_holes(found, allowed, f"{self.where}.{key}")
        return found

    def done(self) -> None:
        for key in self.value:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), 1)
                hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(self._asked))}."
                raise _wrong(self.where, f"has an unknown setting '{key[:60]}'", hint)


def _wrong(where: str, what: str, hint: str) -> ConfigError:
    return ConfigError(f"{where} {what}", f"{hint} The language is in docs/http-backend.md.")


def _path(text: str, where: str) -> Path:
    parts = tuple(text.split(".")) if text else ()
    if not all(parts):
        raise _wrong(where, f"is '{text[:60]}', which is no path of keys", "Write 'outer.inner'.")
    return parts


def _check_holes(template: Template, allowed: Iterable[str], where: str) -> None:
    known = tuple(allowed)
    for hole in holes(template):
        if hole not in known:
            named = f"Known here: {', '.join('{' + each + '}' for each in known)}." if known else "None is known here."
            raise _wrong(where, f"has a hole {{{hole}}} that gets no value", named)


@cache
def preset(kind: str) -> Description:
    """The description of a preset of the package."""
    text = files("schedule_mcp.backends.described").joinpath("presets", f"{kind}.toml").read_text(encoding="utf-8")
    return described(tomllib.loads(text), f"the preset {kind}", kind)


def described(value: Any, where: str, kind: str = "http") -> Description:
    """The description that a table holds.

    Raises:
        ConfigError: with the place of what is wrong and what to write instead.
    """
    top = _Table(value, where)
    agent = top.text("agent", "")
    calls = _calls(top.table("calls"))
    fields = _fields(top.table("fields"))
    timing = top.table("timing")
    timings = _timings(timing)
    names = top.table("names", {})
    slug = names.table("slug") if names.take("slug") is not None else None
    key = top.table("key", {})
    found = Description(
        kind=kind,
        title=top.text("title"),
        calls=calls,
        fields=fields,
        states=_states(top.table("states")),
        timings=timings,
        dialect=timing.text("dialect", "common", among=DIALECTS),
        zone=_zone(timing, timings),
        instants=timing.text("instants", "iso", among=TIME_FORMATS),
        next_run=timing.text("next_run", "iso", among=TIME_FORMATS),
        agent=agent,
        base_url=top.text("base_url", ""),
        base_url_without=top.text("base_url_without", ""),
        key_header=key.text("header", "Authorization"),
        key_value=key.text("value", "Bearer {key}"),
        input=_input(top, fields),
        input_required=top.flag("input_required", False),
        creates_paused=top.flag("creates_paused", True),
        least_s=timing.number("least_s", 0),
        answer_only=frozenset(top.texts("answer_only")),
        slug=_slug(slug) if slug else None,
        name_pattern=_pattern(names),
        name_at_most=names.number("at_most", 0),
        options=_options(top.table("options", {})),
        answers=_answers(top.take("answers", []), f"{where}.answers"),
        notes=top.texts("notes"),
    )
    for table in (timing, names, key, *([slug] if slug else []), top):
        table.done()
    _check_whole(found, where)
    return found


def _check_whole(found: Description, where: str) -> None:
    """What no part shows by itself."""
    spoken = {hole for call in found.calls.values() for hole in (*holes(list(call.path)), *holes(call.body))}
    agents = "agent" in spoken or "agent" in found.fields
    if found.agent and agents:
        raise _wrong(where, "names an agent for a server without agents, and its calls have {agent}", "Leave one out.")
    if not found.agent and not agents:
        hint = "Write agent = 'NAME' at the top for a server without agents."
        raise _wrong(where, "names no {agent} in any path or body", hint)
    if "{key}" not in found.key_value:
        raise _wrong(f"{where}.key", "has a value without {key}", "Write value = 'Bearer {key}'.")
    for timing in found.timings.values():
        for option in timing.option:
            if option not in found.options:
                raise _wrong(
                    f"{where}.timing.{timing.kind}", f"asks for an option '{option}' that is not described", ""
                )
    if any(call.replaces for call in found.calls.values()) and not found.answer_only:
        raise _wrong(where, "has a call that replaces and no answer_only", "Name the fields that only answers have.")


def _calls(table: _Table) -> dict[str, Call]:
    found = {name: _call(name, table.table(name)) for name in _CALLS if table.take(name) is not None}
    table.done()
    missing = [name for name in _REQUIRED_CALLS if name not in found]
    if missing:
        raise _wrong(table.where, f"has no {missing[0]}", f"All of these are needed: {', '.join(_REQUIRED_CALLS)}.")
    return found


def _call(name: str, table: _Table) -> Call:
    of_one = name not in ("list", "create")
    path = table.text("path")
    segments = tuple(path.removeprefix("/").removesuffix("/").split("/"))
    values = ("agent", "id") if of_one else ("agent",)
    if not path.startswith("/") or not all(segments) or any("?" in each or "#" in each for each in segments):
        raise _wrong(table.where, f"has the path '{path[:60]}'", "Write '/segment/{id}', parameters in params.")
    for segment in segments:
        if any(holes(segment)) and not re.fullmatch(r"\{[a-z]+\}", segment):
            raise _wrong(table.where, f"has a hole within the segment '{segment[:60]}'", "Write it as a whole segment.")
    _check_holes(list(segments), values, f"{table.where}.path")
    rows = name in ("list", "runs")
    body = table.template("body", (*values, "fields"))
    call = Call(
        method=table.text("method", among=_METHODS),
        path=segments,
        trailing_slash=path.endswith("/") and path != "/",
        params=table.template("params", ("agent",)) or {},
        body=body,
        object=table.paths("object"),
        rows=table.paths("rows") if rows else (),
        id=table.path("id") if name == "create" else (),
        pages=_pages(table.table("pages")) if name == "list" and table.take("pages") is not None else None,
        replaces=table.flag("replaces", False) if name in ("update", "pause", "resume") else False,
        with_timing=table.flag("with_timing", False) if name in ("pause", "resume") else False,
        columns=_columns(table) if name == "runs" else {},
        times=table.text("times", "iso", among=TIME_FORMATS) if name == "runs" else "iso",
    )
    table.done()
    if of_one and "id" not in {*holes(list(segments)), *holes(body)}:
        raise _wrong(table.where, "names no {id} in its path or body", "Write path = '/jobs/{id}'.")
    return call


def _columns(table: _Table) -> dict[str, Path]:
    names = ("due", "started", "finished", "status", "detail")
    return {name: path for name in names if (path := table.path(name))}


def _pages(table: _Table) -> Pages:
    ways: tuple[Literal["offset", "number", "cursor"], ...] = ("offset", "number", "cursor")
    chosen = [by for by in ways if table.take(by) is not None]
    if len(chosen) != 1:
        raise _wrong(table.where, "needs one of offset, number and cursor", "Write offset = 'offset'.")
    then = table.take("then", {})
    found = Pages(
        chosen[0],
        table.text(chosen[0]),
        table.flag("in_body", False),
        dict(_Table(then, f"{table.where}.then").value),
        table.path("total"),
        table.path("next"),
    )
    table.done()
    if found.by == "cursor" and not found.next:
        raise _wrong(
            table.where, "has a cursor and no next", "Say where the answer names the next one: next = 'meta.next'."
        )
    return found


def _fields(table: _Table) -> dict[str, Field]:
    names = ("id", "name", "input", "next_run", "last_run", "agent", "group")
    hole = {"input": "input", "agent": "agent"}
    found = {n: _field(table, n, hole.get(n, "")) for n in names if table.take(n) is not None}
    table.done()
    for name in ("id", "name"):
        if name not in found:
            raise _wrong(table.where, f"has no {name}", f"Write {name} = '{name}'.")
    return found


def _field(table: _Table, name: str, hole: str) -> Field:
    value = table.take(name)
    where = f"{table.where}.{name}"
    if isinstance(value, str):
        path = _path(value, where)
        return Field(path, path)
    one = _Table(value, where)
    sent = one.path("at")
    if not sent:
        raise _wrong(where, "has no at", "Write at = 'path.of.keys'.")
    form = one.take("form") if hole else None
    if form is not None:
        _check_holes(form, (hole,), f"{where}.form")
        if hole not in holes(form):
            raise _wrong(where, f"has a form without {{{hole}}}", f"Write {{{hole}}} where the value goes.")
    held = one.paths("held") or (sent,)
    found = Field(sent, held[0], form, held[1:])
    one.done()
    if found.also and name != "agent":
        raise _wrong(where, "is held in two places", "Only the agent may be.")
    return found


def _states(table: _Table) -> dict[str, tuple[Template, ...]]:
    found: dict[str, tuple[Template, ...]] = {}
    for name in ("active", "paused", "completed"):
        value = table.take(name)
        forms = value if isinstance(value, list) else [value] if value is not None else []
        if not all(isinstance(form, Mapping) and form for form in forms):
            raise _wrong(
                f"{table.where}.{name}", "is no table of fields", "Write { status = 'on' }, or a list of such."
            )
        _check_holes(forms, (), f"{table.where}.{name}")
        found[name] = tuple(forms)
    table.done()
    for name in ("active", "paused"):
        if not found[name]:
            raise _wrong(table.where, f"does not say how a record looks that is {name}", f"Write {name} = {{ … }}.")
    return found


def _timings(table: _Table) -> dict[TimingKind, Timing]:
    found: dict[TimingKind, Timing] = {}
    for kind in TIMING_KINDS:
        if table.take(kind) is None:
            continue
        one = table.table(kind)
        sent = one.template("sent", _TIMING_HOLES[kind])
        held = one.take("held")
        forms = held if isinstance(held, list) else [held if held is not None else sent]
        for form in forms:
            if not isinstance(form, Mapping):
                raise _wrong(one.where, "has neither sent nor held fields", "Write sent = { … }.")
            _check_holes(form, _HELD_HOLES[kind], f"{one.where}.held")
            _check_has(form, kind, _HELD_HOLES[kind], f"{one.where}.held")
        if sent is not None:
            _check_has(sent, kind, _TIMING_HOLES[kind], f"{one.where}.sent")
        option = dict(one.table("option", {}).value) if kind == "delay" else {}
        found[kind] = Timing(kind, sent, tuple(forms), option)
        one.done()
    if not any(timing.sends for timing in found.values()):
        raise _wrong(table.where, "has no timing that can be sent", "Write [timing.cron] sent = { … }.")
    return found


def _check_has(form: Template, kind: TimingKind, known: tuple[str, ...], where: str) -> None:
    named = set(holes(form))
    wanted = set(_EVERY) if kind == "interval" else {known[0]}
    if not named & wanted:
        raise _wrong(where, f"has no hole for the timing of {kind}", f"One of: {', '.join(sorted(wanted))}.")
    if len(named & set(_EVERY)) > 1:
        raise _wrong(where, "has two holes for one length", "Leave one out.")


def _zone(table: _Table, timings: Mapping[TimingKind, Timing]) -> str:
    named = table.text("zone", "")
    cron = timings.get("cron")
    if cron is None:
        return "UTC"
    if "zone" in holes(cron.sent if cron.sends else cron.held[0]):
        if named:
            raise _wrong(table.where, "has a zone and a hole {zone}", "Leave one out.")
        return "per schedule"
    if not named:
        hint = "Write {zone} where the zone goes, or zone = 'configured' or a name."
        raise _wrong(table.where, "does not say on which clock its cron runs", hint)
    if named == CONFIGURED:
        return named
    try:
        return canonical_name(named)
    except InputError as error:
        raise _wrong(table.where, f"has the zone '{named[:60]}': {error.message}", error.hint) from None


def _input(top: _Table, fields: Mapping[str, Field]) -> Literal["text", "none", "json object"]:
    kinds: tuple[Literal["text", "none", "json object"], ...] = ("text", "none", "json object")
    found = top.text("input", "text" if "input" in fields else "none", among=kinds)
    if (found != "none") != ("input" in fields):
        raise _wrong(top.where, f"has the input '{found}' and {'a' if 'input' in fields else 'no'} field for it", "")
    return next(kind for kind in kinds if kind == found)


def _slug(table: _Table) -> Slug:
    at = table.path("at")
    if not at:
        raise _wrong(table.where, "has no at", "Write at = 'name'.")
    return Slug(at, table.number("at_most", 64))


def _pattern(names: _Table) -> str:
    found = names.text("pattern", "")
    try:
        re.compile(found)
    except re.error as error:
        raise _wrong(names.where, f"has a pattern that is none: {error}", "Write a regular expression.") from None
    return found


def _options(table: _Table) -> dict[str, Option]:
    types: tuple[Literal["text", "number", "flag", "object"], ...] = ("text", "number", "flag", "object")
    found: dict[str, Option] = {}
    for name in table.value:
        one = table.table(name)
        kind = one.text("type", "text", among=types)
        found[name] = Option(
            name,
            one.text("about"),
            one.path("at"),
            next(each for each in types if each == kind),
            one.texts("choices"),
            one.path("setting"),
            one.flag("required", False),
        )
        one.done()
    table.done()
    return found


def _answers(value: Any, where: str) -> tuple[Answer, ...]:
    meanings: tuple[Meaning, ...] = ("refused", "not_found", "conflict", "not_authorized", "rate_limited")
    if not isinstance(value, list):
        raise _wrong(where, "is no list", "Write [[answers]].")
    found = []
    for number, each in enumerate(value, 1):
        one = _Table(each, f"{where} ({number})")
        status = one.number("status", 0)
        means = one.text("means", among=meanings)
        found.append(Answer(status, next(m for m in meanings if m == means), one.texts("says")))
        one.done()
        if not 200 <= status <= 599:
            raise _wrong(one.where, f"has the status {status}", "Write status = 500.")
        if 200 <= status < 300 and not found[-1].says:
            raise _wrong(one.where, "takes every success for a failure", "Write says = ['…'].")
    return tuple(found)
