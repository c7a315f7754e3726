"""Timers of systemd, as `systemctl cat NAME.timer` prints them or as their files are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath

from schedule_mcp.errors import InvalidExpression, ScheduleError
from schedule_mcp.language import read
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.service.moving.entry import Entry

SHORT = {
    "minutely": "*-*-* *:*:00",
    "hourly": "*-*-* *:00:00",
    "daily": "*-*-* 00:00:00",
    "weekly": "Mon *-*-* 00:00:00",
    "monthly": "*-*-01 00:00:00",
    "quarterly": "*-01,04,07,10-01 00:00:00",
    "semiannually": "*-01,07-01 00:00:00",
    "yearly": "*-01-01 00:00:00",
    "annually": "*-01-01 00:00:00",
}
"""What systemd.time(7) says these words mean; in other places they leave the time of the day open."""

_SINCE = ("OnActiveSec", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec")


@dataclass
class _Unit:
    name: str
    calendars: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def entries(text: str, name: str, timezone: str, now: datetime) -> Iterator[Entry]:
    """The timers of a file; several follow one another where systemctl names each by a line "# /path/NAME.timer"."""
    for unit in _units(text, name):
        try:
            yield _entry(unit, timezone, now)
        except ScheduleError as error:
            yield Entry(unit.name, refusal=error)


def _units(text: str, name: str) -> Iterator[_Unit]:
    unit, section = _Unit(PurePath(name).name), ""
    for raw in re.sub(r"\\\n", " ", text).splitlines():
        line = raw.strip()
        heading = re.fullmatch(r"[#;]\s*(/\S+\.timer)", line)
        if heading and unit.settings | dict.fromkeys(unit.calendars + unit.other, ""):
            yield unit
            unit = _Unit(PurePath(heading[1]).name)
        elif heading:
            unit.name = PurePath(heading[1]).name
        elif line.startswith("["):
            section = line.strip("[]")
        elif section and line and line[0] not in "#;":
            key, _, value = (part.strip() for part in line.partition("="))
            _note(unit, section, key, value)
    yield unit


def _note(unit: _Unit, section: str, key: str, value: str) -> None:
    if section == "Timer" and key == "OnCalendar":
        # An empty one takes back all before it, also those of OnBootSec and the like.
        if value:
            unit.calendars.append(value)
        else:
            unit.calendars, unit.other = [], []
    elif section == "Timer" and key in _SINCE:
        unit.other.append(key)
    elif section in ("Timer", "Unit"):
        unit.settings[key] = value


def _entry(unit: _Unit, timezone: str, now: datetime) -> Entry:
    if unit.other:
        raise InvalidExpression(
            f"{unit.other[0]} counts from an event of this machine", "Say the times in words, and create it by them."
        )
    if not unit.calendars:
        raise InvalidExpression("it has no OnCalendar", "Give a .timer file, or what `systemctl cat` prints.")
    found = [_read(text, timezone, now) for text in unit.calendars]
    starts = unit.settings.get("Unit") or unit.name.removesuffix(".timer") + ".service"
    notes = [f"it started {one_line(starts)}"]
    if unit.settings.get("RandomizedDelaySec", "0") not in ("0", "0s", ""):
        notes.append("RandomizedDelaySec is left out: it runs right at its time")
    return Entry(
        unit.name,
        one_line(unit.settings.get("Description") or unit.name.removesuffix(".timer"), 200),
        schedule=_joined(found),
        input=f"systemctl start {one_line(starts)}",
        notes=tuple(notes),
    )


def _read(text: str, timezone: str, now: datetime) -> Schedule:
    reading = read(f"OnCalendar={SHORT.get(text.lower(), text)}", now=now, timezone=timezone or None)
    if reading.schedule is None:
        asked = "" if reading.question is None else reading.question.ask
        raise InvalidExpression(f"{quoted(text)} leaves something open: {asked}", "Give the zone with --timezone.")
    return reading.schedule


def _joined(found: list[Schedule]) -> Schedule:
    """One schedule of all: systemd starts a unit once where two of them fall together."""
    first, *rest = found
    for each in rest:
        alike = (
            isinstance(first, Calendar)
            and isinstance(each, Calendar)
            and (first.zone, first.clock, first.start, first.until) == (each.zone, each.clock, each.start, each.until)
        )
        if not alike:
            raise InvalidExpression(
                "its OnCalendar lines have several zones or clocks, and are no one schedule", "Make one timer of each."
            )
        assert isinstance(first, Calendar)
        assert isinstance(each, Calendar)
        first = replace(first, rules=first.rules + each.rules)
    return first
