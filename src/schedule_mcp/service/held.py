"""A schedule that exists, as its words are to be read beside it: what was said of it, its zone, and how to undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from schedule_mcp.answers.structured import run_json
from schedule_mcp.backends.base import Backend
from schedule_mcp.errors import InputError, PolicyError, Unsupported
from schedule_mcp.language import Option, Question, Reading, read
from schedule_mcp.language.changes import in_full, revise, says_times, stays, zone_of
from schedule_mcp.planning.alternatives import Place
from schedule_mcp.planning.planner import Planned, place_of
from schedule_mcp.records.groups import Group
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import Schedule, fires, same
from schedule_mcp.schedule.edits import date_at, is_dated, parts_of, tidied
from schedule_mcp.schedule.model import Between, Calendar, Not, Once, Rule
from schedule_mcp.schedule.stored import from_json, to_json
from schedule_mcp.schedule.zones import same_zone, zone
from schedule_mcp.writes.notes import Notes

RUNS_SHOWN = 3
_INPUT_SHOWN = 2_000
_NAMES_AT_MOST = 6
_OPTIONS_AT_MOST = 4


@dataclass(frozen=True)
class Held:
    """A row with what is known of what it means.

    `schedule` is None where the timing cannot be read as one meaning. `zone` is the one in which it was said, ""
    where that is not known: a backend without zones keeps none, and an instant has none of its own.
    """

    handle: Handle
    row: Row
    schedule: Schedule | None
    zone: str


def held_of(handle: Handle, row: Row, backend: Backend, notes: Notes, otherwise: str) -> Held:
    """What is known of a row: what was said, as long as the backend holds what was sent then."""
    noted = notes.found("said", str(handle))
    if noted is not None and noted["timing"] == _timing(row):
        said = from_json(noted["schedule"])
        if isinstance(said, Once) and noted["zone"]:
            said = Once(said.at.astimezone(zone(noted["zone"]).tzinfo))
        return Held(handle, row, said, noted["zone"])
    if row.status == "incomplete":
        return Held(handle, row, None, zone_of(records_of(row)[0].schedule))
    schedule = row.schedule if row.schedule is not None else _as_dates(row, otherwise or "UTC")
    own = backend.capabilities.zones == "per schedule" and isinstance(schedule, Calendar)
    return Held(handle, row, schedule, zone_of(schedule) if own else "")


def reading_beside(held: Held, when: str, *, now: datetime, timezone: str, default: str) -> Reading:
    """What words mean of a schedule; times for which no zone is known are asked about.

    Args:
        timezone: The zone that the call names, "" for none.
        default: The configured one.
    """
    schedule = held.schedule
    known = timezone or held.zone
    plainly = partial(revise, when, schedule, now=now)
    if known or schedule is None or not default or not when:
        return plainly(timezone=timezone or held.zone, default=default)
    stored = zone_of(schedule) or default
    if same_zone(stored, default) or not says_times(when, schedule, now=now, timezone=stored):
        return plainly(default=default)
    return either([plainly(timezone=default), plainly(timezone=stored)], (default, stored), now)


def either(readings: Sequence[Reading], zones: Sequence[str], now: datetime) -> Reading:
    """One of several readings, each in its zone: asked where they differ."""
    found = [
        option
        for reading in readings
        for option in (
            reading.question.options
            if reading.question
            else (Option({"when": in_full(reading.schedule)}, reading.schedule),)
            if reading.schedule
            else ()
        )
    ]
    kept: list[Option] = []
    for option in found:
        if not any(same(option.schedule, other.schedule, after=now) for other in kept):
            kept.append(option)
    if len(kept) == 1 and all(reading.schedule is not None for reading in readings):
        return readings[0]
    ask = f"In which time zone: {' or '.join(zones)}? What is stored does not tell."
    more = [reading.question.ask for reading in readings if reading.question]
    return Reading(
        zone=zones[0], question=Question(" ".join(dict.fromkeys([ask, *more])), tuple(kept[:_OPTIONS_AT_MOST]))
    )


def remember(handle: Handle, row: Row, said: Schedule, place: str, notes: Notes) -> None:
    """Note what was said where the backend's record does not tell: its zone, or a union of single runs."""
    told = row.schedule is not None and type(row.schedule) is type(said) and zone_of(row.schedule) == zone_of(said)
    if told and not isinstance(said, Once):
        notes.drop("said", str(handle))
        return
    notes.keep("said", str(handle), {"schedule": to_json(said), "zone": place, "timing": _timing(row)})


def _timing(row: Row) -> list[Any]:
    # As it comes back from JSON, so that both compare.
    import json

    timings: list[Any] = json.loads(json.dumps([dict(r.timing) for r in records_of(row)], default=str))
    return timings


def _as_dates(row: Row, name: str) -> Schedule | None:
    """Single runs held one by one as the dates that they are."""
    if not isinstance(row, Group):
        return None
    rules, place = [], zone(name)
    for record in row.members:
        if not isinstance(record.schedule, Once):
            return None
        day, second = date_at(record.schedule.at, place)
        rules.append(Rule(Between(day, day), (second,)))
    return Calendar(tidied(rules), place.name)


def was_json(schedule: Schedule, place: str, now: datetime) -> dict[str, Any]:
    """What a schedule did before: its canonical sentence and next runs."""
    shown = place_of(schedule, place or "UTC")
    runs = [run_json(run, shown) for run in islice(fires(schedule, after=now), RUNS_SHOWN)]
    return {"when": in_full(schedule)} | ({"next_runs": runs} if runs else {})


def moves_zone(held: Held, planned: Planned) -> bool:
    """Whether the same instants are to be held in another zone, by a backend that keeps zones."""
    if planned.backend.capabilities.zones != "per schedule" or not isinstance(held.row.schedule, Calendar):
        return False
    new = planned.schedule
    return isinstance(new, Calendar) and not same_zone(held.row.schedule.zone, new.zone)


def compared(held: Held, planned: Planned, now: datetime) -> dict[str, Any]:
    """What it was, and what of it stays."""
    if held.schedule is None:
        return {}
    kept = list(stays(held.schedule, planned.schedule))
    return {"was": was_json(held.schedule, held.zone, now)} | ({"stays": kept} if kept else {})


def mark_unheld(answer: dict[str, Any], question: Question, tried: Place) -> None:
    """Note beside each option that the backend would refuse that it would, and why."""
    for shown, option in zip(answer["question"]["options"], question.options, strict=True):
        try:
            tried(option.schedule, frozenset())
        except Unsupported as refusal:
            shown["refused_here"] = refusal.reason
        except PolicyError:
            shown["refused_here"] = "policy"


def useful(offers: Sequence[Mapping[str, Any]], schedule: Schedule) -> list[dict[str, Any]]:
    """Alternatives but for the schedule as it is."""
    return [dict(offer) for offer in offers if offer.get("when") != in_full(schedule)]


def hint_to_leave_out(old: Schedule, new: Schedule) -> str:
    """How runs are left out on a backend that has no exceptions: where the change was to leave some out."""
    if not isinstance(old, Calendar) or not isinstance(new, Calendar):
        return ""
    before = {part for rule in old.rules for part in parts_of(rule.days)}
    added = [p for rule in new.rules for p in parts_of(rule.days) if p not in before and isinstance(p, Not)]
    if not any(is_dated(part.part) for part in added):
        return ""
    return "To leave out runs here, pause_schedule before them and resume_schedule after them."


def undo_of(
    held: Held,
    changed_id: str,
    retimed: bool,
    before: Mapping[str, Any],
    backend: Backend,
    now: datetime,
) -> dict[str, Any]:
    """The arguments of update_schedule that take a change back; {} where none do.

    Args:
        before: The name, input and options that were changed, as they were.
    """
    arguments: dict[str, Any] = {"schedule_id": changed_id}
    if retimed:
        if held.schedule is None or not _reads_back(held.schedule, now):
            return {}
        arguments["when"] = in_full(held.schedule)
        options = {**records_of(held.row)[0].options, **before.get("options", {})}
        names = needed(held.schedule, backend, options, now)
        arguments |= {"accept": names} if names else {}
    for key, value in before.items():
        if not value or (isinstance(value, str) and len(value) > _INPUT_SHOWN):
            return {}
        arguments[key] = value
    return arguments


def _reads_back(schedule: Schedule, now: datetime) -> bool:
    if next(fires(schedule, after=now), None) is None:
        return False
    try:
        found = read(in_full(schedule), now=now).schedule
    except InputError:
        return False
    return found is not None and same(found, schedule, after=now)


def needed(schedule: Schedule, backend: Backend, options: Mapping[str, Any], now: datetime) -> list[str]:
    """The differences that have to be accepted for a timing, as they were when it was made."""
    names: frozenset[str] = frozenset()
    for _ in range(_NAMES_AT_MOST):
        try:
            backend.encode(schedule, now=now, accept=names, options=options)
            break
        except (Unsupported, InputError) as refusal:
            accept = getattr(refusal, "accept", ())
            if not accept or names >= set(accept):
                break
            names |= set(accept)
    return sorted(names)
