"""Records as a description says that a server holds them, and the names and inputs that go into them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.backends.base import Record, Status
from schedule_mcp.backends.described.description import Description, Field
from schedule_mcp.backends.described.templates import filled, matched, part_at
from schedule_mcp.backends.described.timing import RECEIPT, TimingFields
from schedule_mcp.backends.http import TIME_FORMATS
from schedule_mcp.backends.naming import slug
from schedule_mcp.errors import InvalidArgument, UnexpectedResponse
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Once

Names = list[str]
Parts = list[tuple[Sequence[str], Any, Sequence[str]]]
"""What a call sends: where to, what, and where a record holds it."""

_GROUP = re.compile(r"(?s)(.*) \[([1-9]\d?/[1-9]\d? [0-9a-f]{4})\]")


class Records:
    """Reads the records of one backend."""

    def __init__(
        self,
        backend: str,
        description: Description,
        fields: TimingFields,
        settings: Mapping[str, Any],
        now: Callable[[], datetime],
    ) -> None:
        self.name = backend
        self.description = description
        self._fields = fields
        self._settings = settings
        self._now = now

    def key(self, raw: Mapping[str, Any]) -> str:
        """What a row is told from others by: its id, else all of it."""
        try:
            return self.id(raw)
        except UnexpectedResponse:
            return repr(raw)

    def id(self, raw: Mapping[str, Any]) -> str:
        found = part_at(raw, self.description.fields["id"].held)
        if found in (None, "") or isinstance(found, dict | list):
            raise UnexpectedResponse(
                f"{self.name} sent a schedule without an id", "Look with list_schedules.", backend=self.name
            )
        return str(found)

    def record(self, agent: str, raw: Mapping[str, Any]) -> Record:
        stored = self._fields.stored(raw, self._now())
        fields = self.description.fields
        next_run = fields.get("next_run")
        told = part_at(raw, next_run.held) if next_run else None
        status, doubt = self._status(raw, stored.schedule)
        match = _GROUP.fullmatch(self.name_of(raw))
        return Record(
            id=self.id(raw),
            agent=self._handle_agent(agent, raw),
            name=self.name_of(raw),
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
            others=self.others(raw),
            created=next((str(raw[key]) for key in ("created_at", "createdAt", "created") if raw.get(key)), ""),
            raw=raw,
        )

    def others(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record that the description does not name."""
        description = self.description
        known = {path[0] for field in description.fields.values() for path in (field.held, field.sent) if path}
        known |= {option.at[0] for option in description.options.values() if option.at}
        known |= {key for forms in description.states.values() for form in forms for key in form}
        known |= {*self._fields.keys, *description.answer_only}
        return {key: value for key, value in raw.items() if key not in known and value is not None}

    def _options(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        held = {name: part_at(raw, option.at) for name, option in self.description.options.items() if option.at}
        return {name: value for name, value in held.items() if value not in (None, "")}

    def told_state(self, raw: Mapping[str, Any]) -> Status | None:
        states: tuple[Status, ...] = ("completed", "paused", "active")
        for state in states:
            if any(matched(form, raw, {}) for form in self.description.states[state]):
                return state
        return None

    def _status(self, raw: Mapping[str, Any], schedule: Schedule | None) -> tuple[Status, str]:
        """The state of a record, and what is odd about it."""
        told = self.told_state(raw)
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
        return agent if agent in names or not names else names[0]

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

    def is_of(self, agent: str, raw: Mapping[str, Any]) -> bool:
        return not agent or "agent" not in self.description.fields or agent in self._agents_of(raw)

    def name_of(self, raw: Mapping[str, Any]) -> str:
        fields, unique = self.description.fields, self.description.slug
        name = part_at(raw, fields["name"].held)
        if not name and unique is not None:
            name = part_at(raw, unique.at)
        if not isinstance(name, str | int | float):
            return ""
        group = part_at(raw, fields["group"].held) if "group" in fields else None
        return f"{name} [{group}]" if isinstance(group, str) and group else str(name)

    def name_parts(self, name: str, key: str, raw: Mapping[str, Any]) -> Parts:
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

    def input_value(self, field: Field, input: str) -> Any:
        form = self._input_form(field)
        value: Any = object_of_text(input) if self.description.input == "json object" and input else input
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


def object_of_text(input: str) -> Any:
    try:
        found = json.loads(input)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidArgument("the input is no JSON object", 'Send input such as {"key": "value"}.')
    return found
