"""Writing a plan to a backend: all members or none, each compared with what the backend made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from schedule_mcp.backends.base import Backend, Change, Draft, Member, Record
from schedule_mcp.errors import BackendError, NotFound, OutcomeUnknown, ScheduleError, VerificationFailed
from schedule_mcp.groups import member_name
from schedule_mcp.schedule import fires, same

_DUE_WITHIN = timedelta(minutes=1)
"""A run that is due within this time of a write may already be past when the backend answers."""


@dataclass(frozen=True)
class Verdict:
    """What comparing a record with what was sent found."""

    expression: bool
    enabled: bool
    next_run: str
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"expression": self.expression, "enabled": self.enabled, "next_run": self.next_run}


def verdict(record: Record, member: Member, enabled: bool, now: datetime, accepted: bool) -> Verdict:
    """Compare a record, as read back, with the member that was sent."""
    changed = sorted(key for key, value in member.timing.items() if record.timing.get(key) != value)
    # A backend may spell the same timing otherwise; what it means counts.
    alike = not changed or (record.schedule is not None and same(record.schedule, member.schedule, after=now))
    is_enabled = (record.status == "active") == enabled or record.status == "completed"
    next_run, problem = _next_run(record, member, enabled, now, accepted)
    if not alike:
        sent = {key: member.timing[key] for key in changed}
        held = {key: record.timing.get(key) for key in changed}
        problem = f"sent {sent}, the backend holds {held}"
    elif not is_enabled:
        problem = f"it should be {'active' if enabled else 'paused'}, the backend says {record.status}"
    return Verdict(alike, is_enabled, next_run, problem)


def _next_run(record: Record, member: Member, enabled: bool, now: datetime, accepted: bool) -> tuple[str, str]:
    if not enabled or record.next_run is None:
        return "not named by the backend", ""
    ours = [run.replace(microsecond=0) for run in islice(fires(member.schedule, after=now - _DUE_WITHIN), 4)]
    theirs = record.next_run.replace(microsecond=0)
    possible = [run for run in ours if run <= now + _DUE_WITHIN] + [run for run in ours if run > now + _DUE_WITHIN][:1]
    if theirs in possible:
        return "equal", ""
    if accepted:
        return "accepted difference", ""
    expected = f"{possible[-1]:%Y-%m-%d %H:%M:%S} UTC" if possible else "no run"
    return "differs", f"the next run should be {expected}, the backend says {theirs:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True)
class Written:
    """The records of a plan as the backend holds them, and the verdict on the least good of them."""

    records: tuple[Record, ...]
    verdict: Verdict


def create_members(backend: Backend, agent: str, drafts: Sequence[Draft], now: datetime, accepted: bool) -> Written:
    """Create all members, or none: what was made is deleted when a later one fails.

    Several members are made paused where the backend can, and enabled when all are there and right.
    """
    paused_first = len(drafts) > 1 and backend.capabilities.creates_paused
    made: list[Record] = []
    try:
        for draft in drafts:
            first = Draft(draft.name, draft.member, draft.input, draft.options, False, draft.group_key)
            made.append(backend.create(agent, first if paused_first else draft))
        if paused_first:
            for record, draft in zip(made, drafts, strict=True):
                _checked(backend, record, verdict(record, draft.member, False, now, accepted))
            if drafts[0].enabled:
                made = [backend.resume(agent, record.id) for record in made]
    except ScheduleError as error:
        if made:
            _take_back(backend, agent, made, error)
        raise
    verdicts = [verdict(r, d.member, d.enabled, now, accepted) for r, d in zip(made, drafts, strict=True)]
    worst = next((v for v in verdicts if v.problem), verdicts[0])
    if worst.problem:
        _pause_wrong(backend, agent, made, worst)
    return Written(tuple(made), worst)


def _checked(backend: Backend, record: Record, found: Verdict) -> None:
    if found.problem:
        raise VerificationFailed(
            f"the backend made something else of '{record.name}': {found.problem}",
            "Nothing of this schedule was left active.",
            backend=backend.name,
            operation="create",
        )


def _take_back(backend: Backend, agent: str, made: Sequence[Record], error: ScheduleError) -> None:
    """Delete what was made before a failure; what cannot be deleted is named in the error."""
    left = []
    for record in made:
        try:
            backend.delete(agent, record.id)
        except NotFound:
            continue
        except BackendError:
            left.append(f"'{record.name}' (id {record.id})")
    if left:
        error.details["left"] = left
        error.hint = f"{error.hint} These were created and could not be deleted again: {', '.join(left)}.".strip()


def _pause_wrong(backend: Backend, agent: str, made: Sequence[Record], found: Verdict) -> None:
    """A new schedule that is not as it was said is paused, and both sides are told."""
    done = "It was paused"
    for record in made:
        try:
            backend.pause(agent, record.id)
        except BackendError:
            done = "It could NOT be paused and may run"
    names = ", ".join(f"'{record.name}' (id {record.id})" for record in made)
    raise VerificationFailed(
        f"created, but the backend made something else of it: {found.problem}",
        f"{done}: {names}. Look at it with get_schedule; delete it or correct it.",
        backend=backend.name,
        operation="create",
        details={"ids": [record.id for record in made]},
    )


def drafts_of(
    name: str,
    members: Sequence[Member],
    key: str,
    *,
    input: str,
    options: Mapping[str, Any],
    enabled: bool,
) -> list[Draft]:
    """The objects to create: one under its own name, several as the members of a group."""
    count = len(members)
    if count == 1:
        return [Draft(name, members[0], input, options, enabled)]
    return [
        Draft(member_name(name, number, count, key), member, input, options, enabled, key)
        for number, member in enumerate(members, 1)
    ]


def update_one(
    backend: Backend, agent: str, previous: Record, change: Change, now: datetime, accepted: bool
) -> Written:
    """Change one object; when the backend makes something else of it, its previous record is written back."""
    record = backend.update(agent, previous, change)
    member = change.member or Member(previous.timing, previous.schedule) if previous.schedule else change.member
    if member is None:
        return Written((record,), Verdict(True, True, "not compared: the stored timing has no one meaning"))
    found = verdict(record, member, previous.status == "active", now, accepted)
    if not found.problem:
        return Written((record,), found)
    try:
        backend.restore(agent, previous)
        state = "The previous record was written back"
    except BackendError as error:
        state = f"The previous record could NOT be written back ({error.message})"
    raise VerificationFailed(
        f"the backend made something else of the change: {found.problem}",
        f"{state}; look at it with get_schedule.",
        backend=backend.name,
        operation="update",
    )


def replace_members(
    backend: Backend, agent: str, previous: Sequence[Record], drafts: Sequence[Draft], now: datetime, accepted: bool
) -> Written:
    """Turn the objects of a schedule into others: unchanged timings stay, the rest is changed in place, then made
    or deleted. Paused first and resumed last, so that no half-done schedule runs."""
    enabled = drafts[0].enabled
    for record in previous:
        if record.status == "active":
            backend.pause(agent, record.id)
    pairs, spare, missing = _matched(previous, drafts)
    while spare and missing:
        pairs.append((spare.pop(0), missing.pop(0)))
    records = [
        backend.update(agent, record, Change(draft.name, draft.member, draft.input, draft.options))
        for record, draft in pairs
    ]
    for draft in missing:
        pairs.append((previous[0], draft))
        made = Draft(draft.name, draft.member, draft.input, draft.options, False, draft.group_key)
        records.append(backend.create(agent, made))
    for record in spare:
        backend.delete(agent, record.id)
    if enabled:
        records = [backend.resume(agent, record.id) for record in records]
    verdicts = [verdict(r, d.member, enabled, now, accepted) for r, (_, d) in zip(records, pairs, strict=True)]
    worst = next((v for v in verdicts if v.problem), verdicts[0])
    if worst.problem:
        _pause_wrong(backend, agent, records, worst)
    return Written(tuple(records), worst)


def _matched(
    previous: Sequence[Record], drafts: Sequence[Draft]
) -> tuple[list[tuple[Record, Draft]], list[Record], list[Draft]]:
    spare, missing = list(previous), []
    pairs: list[tuple[Record, Draft]] = []
    for draft in drafts:
        twin = next((r for r in spare if dict(r.timing) == dict(draft.member.timing)), None)
        if twin is None:
            missing.append(draft)
        else:
            spare.remove(twin)
            pairs.append((twin, draft))
    return pairs, spare, missing


def settle_unknown(backend: Backend, agent: str, drafts: Sequence[Draft], error: OutcomeUnknown) -> list[Record]:
    """Look whether a create whose outcome is unknown was applied; the records found, maybe none."""
    try:
        held = backend.list(agent)
    except BackendError:
        raise error from None
    names = {draft.name for draft in drafts}
    return [record for record in held if record.name in names]
