"""Comparing a record, as read back, with everything that was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from schedule_mcp.backends.base import Change, Draft, Member, Record
from schedule_mcp.schedule import fires, next_fire, same
from schedule_mcp.schedule.model import Calendar, Once

_DUE_WITHIN = timedelta(minutes=1)
"""A run that is due within this time of a write may already be past when the backend answers."""

_SHOWN = 80


@dataclass(frozen=True)
class Verdict:
    """What comparing a record with what was sent found; `problem` is "" when nothing is wrong, `notes` say what else
    is otherwise than before and was not ours to change."""

    expression: bool
    enabled: bool
    next_run: str
    problem: str = ""
    content: bool = True
    """Name, input, options and agent."""
    read_back: bool = True
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        found = {"expression": self.expression, "enabled": self.enabled, "next_run": self.next_run}
        found["content"] = self.content
        return found if self.read_back else {**found, "read_back": False}


UNVERIFIED = Verdict(False, False, "not read back", content=False, read_back=False)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The least good of the verdicts on the parts of a schedule, with the notes of all."""
    least = next((v for v in verdicts if v.problem), next((v for v in verdicts if not v.read_back), verdicts[0]))
    notes = tuple(dict.fromkeys(note for v in verdicts for note in v.notes))
    return Verdict(
        least.expression, least.enabled, least.next_run, least.problem, least.content, least.read_back, notes
    )


def verdict(
    record: Record, member: Member, enabled: bool, now: datetime, accepted: bool, content: Sequence[str] = ()
) -> Verdict:
    """Compare a record with the member that was sent; `content` are the faults of the rest of it."""
    changed = sorted(key for key, value in member.timing.items() if record.timing.get(key) != value)
    # A backend may spell the same timing otherwise; what it means counts.
    alike = not changed or (record.schedule is not None and same(record.schedule, member.schedule, after=now))
    is_counted = bool(member.tolerance) and isinstance(member.schedule, Once)
    alike = alike or (is_counted and record.timing.get("type") == member.timing.get("type"))
    is_enabled = (record.status == "active") == enabled or record.status == "completed"
    next_run, problem = _next_run(record, member, enabled, now, accepted)
    if record.doubt and not accepted:
        problem = "; ".join(filter(None, [problem, record.doubt]))
    if not alike:
        sent = {key: member.timing[key] for key in changed}
        held = {key: record.timing.get(key) for key in changed}
        problem = "; ".join(filter(None, [f"sent {sent}, the backend holds {held}", problem]))
    elif not is_enabled:
        problem = f"it should be {'active' if enabled else 'paused'}, the backend says {record.status}"
    problem = "; ".join(filter(None, [problem, *content]))
    return Verdict(alike, is_enabled, next_run, problem, not content)


def content_faults(record: Record, draft: Draft, agent: str) -> list[str]:
    """What of name, input, options and agent a backend holds otherwise than a draft says."""
    faults = []
    if record.name.strip() != draft.name.strip():
        faults.append(_otherwise("name", draft.name, record.name))
    if not same_text(record.input, draft.input):
        faults.append(_otherwise("input", draft.input, record.input))
    faults += option_faults(record, draft.options)
    if agent and record.agent and record.agent != agent:
        faults.append(_otherwise("agent", agent, record.agent))
    return faults


def option_faults(record: Record, options: Mapping[str, Any]) -> list[str]:
    """The options that a backend holds otherwise than they were sent; those that it never shows are not compared."""
    return [
        _otherwise(f"option {key}", value, record.options.get(key))
        for key, value in options.items()
        if (record.options.get(key) or None) != (value or None) and not _is_timing(record, key)
    ]


def update_faults(record: Record, previous: Record, change: Change) -> tuple[list[str], list[str]]:
    """(faults, notes) of an update: what was to change and did not, or went lost; what else is otherwise."""
    faults: list[str] = []
    notes: list[str] = []
    for what, held, before, wanted in (
        ("name", record.name, previous.name, change.name),
        ("input", record.input, previous.input, change.input),
    ):
        if wanted is not None and not same_text(held, wanted):
            faults.append(_otherwise(what, wanted, held))
        elif wanted is None and not same_text(held, before):
            (notes if held else faults).append(_not_ours(what, before, held))
    faults += option_faults(record, change.options or {})
    for key, value in previous.options.items():
        if key not in (change.options or {}) and record.options.get(key) != value:
            (notes if record.options.get(key) else faults).append(
                _not_ours(f"option {key}", value, record.options.get(key))
            )
    return [*faults, *lost_fields(record, previous)], notes


def lost_fields(record: Record, previous: Record) -> list[str]:
    """The fields of other hands that a record had and has no more."""
    lost = [key for key in previous.others if record.others.get(key) is None]
    return [f"the field {key} went lost" for key in sorted(lost)]


def _is_timing(record: Record, key: str) -> bool:
    return key in record.timing


def _otherwise(what: str, sent: Any, held: Any) -> str:
    return f"{what} was sent as {_short(sent)}, the backend holds {_short(held)}"


def _not_ours(what: str, before: Any, held: Any) -> str:
    return f"{what} was {_short(before)} and is now {_short(held)}, which this call did not change"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def same_text(held: str, sent: str) -> bool:
    """Whether two inputs are the same text, or the same JSON value: servers write objects anew."""
    if held == sent or held.strip() == sent.strip():
        return True
    try:
        return bool(json.loads(held) == json.loads(sent))
    except (ValueError, RecursionError):
        return False


def _next_run(record: Record, member: Member, enabled: bool, now: datetime, accepted: bool) -> tuple[str, str]:
    theirs = record.next_run
    if theirs is None and isinstance(record.schedule, Calendar) and record.schedule.start is not None:
        # The record itself says that its first runs are cut off.
        theirs = next_fire(record.schedule, now)
    if not enabled or theirs is None:
        return "not named by the backend", ""
    ours = []
    for run in islice(fires(member.schedule, after=now - _DUE_WITHIN), 200):
        ours.append(run.replace(microsecond=0))
        if run > now + _DUE_WITHIN + timedelta(seconds=1):
            break
    theirs = theirs.replace(microsecond=0)
    soon = [run for run in ours if run <= now + _DUE_WITHIN]
    possible = [*soon, *[run for run in ours if run > now + _DUE_WITHIN][:1]]
    if theirs in possible:
        return "equal", ""
    if any(abs(theirs - run) <= member.tolerance for run in possible):
        return "equal within a minute", ""
    if accepted:
        return "accepted difference", ""
    expected = next((run for run in possible if run > now), None)
    named = f"{expected:%Y-%m-%d %H:%M:%S} UTC" if expected else "none"
    return "differs", f"the next run should be {named}, the backend says {theirs:%Y-%m-%d %H:%M:%S} UTC"
