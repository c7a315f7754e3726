"""Writing a plan to a backend: all members or none, each compared with what the backend made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal

from schedule_mcp.backends.base import Backend, Change, Draft, Member, Record
from schedule_mcp.engine.part_names import member_name
from schedule_mcp.errors import BackendError, NotFound, OutcomeUnknown, ScheduleError, VerificationFailed
from schedule_mcp.schedule import fires, next_fire, same
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.writes.journal import part_key

_DUE_WITHIN = timedelta(minutes=1)
"""A run that is due within this time of a write may already be past when the backend answers."""


@dataclass(frozen=True)
class Verdict:
    """What comparing a record with what was sent found; `problem` is "" when nothing is wrong."""

    expression: bool
    enabled: bool
    next_run: str
    problem: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"expression": self.expression, "enabled": self.enabled, "next_run": self.next_run}


@dataclass(frozen=True)
class Written:
    """The records of a plan as the backend holds them, and the verdict on the least good of them."""

    records: tuple[Record, ...]
    verdict: Verdict


def verdict(record: Record, member: Member, enabled: bool, now: datetime, accepted: bool) -> Verdict:
    """Compare a record, as read back, with the member that was sent."""
    changed = sorted(key for key, value in member.timing.items() if record.timing.get(key) != value)
    # A backend may spell the same timing otherwise; what it means counts.
    alike = not changed or (record.schedule is not None and same(record.schedule, member.schedule, after=now))
    alike = alike or (bool(member.tolerance) and record.timing.get("type") == member.timing.get("type"))
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
    return Verdict(alike, is_enabled, next_run, problem)


def _next_run(record: Record, member: Member, enabled: bool, now: datetime, accepted: bool) -> tuple[str, str]:
    theirs = record.next_run
    if theirs is None and isinstance(record.schedule, Calendar) and record.schedule.start is not None:
        # The record itself says that its first runs are cut off.
        theirs = next_fire(record.schedule, now)
    if not enabled or theirs is None:
        return "not named by the backend", ""
    ours = [run.replace(microsecond=0) for run in islice(fires(member.schedule, after=now - _DUE_WITHIN), 200)]
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


def drafts_of(
    name: str,
    members: Sequence[Member],
    key: str,
    *,
    input: str,
    options: Mapping[str, Any],
    enabled: bool,
    natural_key: str = "",
) -> list[Draft]:
    """The objects to create: one under its own name, several as the members of a group."""
    count = len(members)
    if count == 1:
        return [Draft(name, members[0], input, options, enabled, key=natural_key)]
    return [
        Draft(
            member_name(name, number, count, key), member, input, options, enabled, key, part_key(natural_key, number)
        )
        for number, member in enumerate(members, 1)
    ]


# -- creating ------------------------------------------------------------------------------------------------


def create_members(backend: Backend, agent: str, drafts: Sequence[Draft], now: datetime, accepted: bool) -> Written:
    """Create all members, or none: what was made is deleted when a later one fails.

    Several members are made paused where the backend can, and enabled when all are there and right.
    """
    paused_first = len(drafts) > 1 and backend.capabilities.creates_paused
    made: list[Record] = []
    try:
        for draft in drafts:
            made.append(_created(backend, agent, replace(draft, enabled=draft.enabled and not paused_first), now))
        if paused_first:
            _check_all(backend, made, drafts, False, now, accepted)
            if drafts[0].enabled:
                made = [switched(backend, agent, record, "active") for record in made]
    except ScheduleError as error:
        if made:
            _say_what_is_left(error, _deleted(backend, agent, made))
        if isinstance(error, OutcomeUnknown) and len(drafts) > 1:
            name = drafts[min(len(made), len(drafts) - 1)].name
            error.hint = f"{error.hint} A part named '{name}' may still appear; delete it then.".strip()
        raise
    worst = _worst([verdict(r, d.member, d.enabled, now, accepted) for r, d in zip(made, drafts, strict=True)])
    if worst.problem:
        raise _paused_wrong(backend, agent, made, worst, "create")
    return Written(tuple(made), worst)


def _created(backend: Backend, agent: str, draft: Draft, now: datetime) -> Record:
    try:
        return backend.create(agent, draft)
    except OutcomeUnknown:
        found = _applied_create(backend, agent, draft, now)
        if found is None:
            raise
        return found


def _applied_create(backend: Backend, agent: str, draft: Draft, now: datetime) -> Record | None:
    """The record of a create whose outcome is unknown, where a look at the backend finds it."""
    try:
        held = backend.list(agent)
    except BackendError:
        return None
    for record in held:
        if (record.name, record.input) == (draft.name, draft.input) and record.status in ("active", "paused"):
            found = verdict(record, draft.member, draft.enabled, now, accepted=True)
            if found.expression:
                return record
    return None


def switched(backend: Backend, agent: str, record: Record, wanted: Literal["active", "paused"]) -> Record:
    """Pause or resume one object; an unknown outcome is settled by a look."""
    try:
        return backend.pause(agent, record.id) if wanted == "paused" else backend.resume(agent, record.id)
    except OutcomeUnknown as error:
        found = _looked_at(backend, agent, record.id, error)
        if found.status != wanted:
            raise
        return found


def deleted(backend: Backend, agent: str, record: Record) -> None:
    """Delete one object; one that is gone already is deleted, and an unknown outcome is settled by a look."""
    try:
        backend.delete(agent, record.id)
    except NotFound:
        return
    except OutcomeUnknown as error:
        try:
            _looked_at(backend, agent, record.id, error)
        except NotFound:
            return
        raise


def _looked_at(backend: Backend, agent: str, schedule_id: str, error: OutcomeUnknown) -> Record:
    try:
        return backend.get(agent, schedule_id)
    except NotFound:
        raise
    except BackendError:
        raise error from None


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    return next((v for v in verdicts if v.problem), verdicts[0])


def _check_all(
    backend: Backend,
    records: Sequence[Record],
    drafts: Sequence[Draft],
    enabled: bool,
    now: datetime,
    accepted: bool,
) -> None:
    for record, draft in zip(records, drafts, strict=True):
        found = verdict(record, draft.member, enabled, now, accepted)
        if found.problem:
            raise VerificationFailed(
                f"the backend made something else of '{record.name}': {found.problem}",
                "Nothing of this was left active.",
                backend=backend.name,
                details={"ids": [record.id]},
            )


def _deleted(backend: Backend, agent: str, made: Sequence[Record]) -> list[str]:
    """Delete what was made before a failure; returns what could not be deleted."""
    left = []
    for record in made:
        try:
            deleted(backend, agent, record)
        except ScheduleError:
            left.append(f"'{record.name}' (id {record.id})")
    return left


def _say_what_is_left(error: ScheduleError, left: Sequence[str]) -> None:
    if left:
        error.details["left"] = list(left)
        error.hint = f"{error.hint} These were created and could not be deleted again: {', '.join(left)}.".strip()


def _paused_wrong(
    backend: Backend, agent: str, made: Sequence[Record], found: Verdict, operation: str
) -> VerificationFailed:
    """A schedule that is not as it was said is paused, and both sides are told."""
    done = "It was paused"
    for record in made:
        try:
            switched(backend, agent, record, "paused")
        except ScheduleError:
            done = "It could NOT be paused and may run"
    names = ", ".join(f"'{record.name}' (id {record.id})" for record in made)
    return VerificationFailed(
        f"the backend made something else of what was sent: {found.problem}",
        f"{done}: {names}. Look at it with get_schedule; delete it or correct it.",
        backend=backend.name,
        operation=operation,
        details={"ids": [record.id for record in made]},
    )


# -- changing ------------------------------------------------------------------------------------------------


def update_all(
    backend: Backend, agent: str, changes: Sequence[tuple[Record, Change]], now: datetime, accepted: bool
) -> Written:
    """Change the objects of one schedule in place; when one fails, those before it get their records back."""
    done: list[Record] = []
    written: list[Written] = []
    for previous, change in changes:
        try:
            written.append(update_one(backend, agent, previous, change, now, accepted))
        except ScheduleError as error:
            if done:
                states = {_written_back(backend, agent, record) for record in done}
                error.hint = f"{error.hint} The other parts: {'; '.join(sorted(states))}.".strip()
            raise
        done.append(previous)
    records = tuple(record for each in written for record in each.records)
    return Written(records, _worst([each.verdict for each in written]))


def update_one(
    backend: Backend, agent: str, previous: Record, change: Change, now: datetime, accepted: bool
) -> Written:
    """Change one object; when the backend makes something else of it, its previous record is written back."""
    record = _updated(backend, agent, previous, change)
    member = change.member
    if member is None and previous.schedule is not None:
        member = Member(previous.timing, previous.schedule, previous.tolerance)
    enabled = previous.status == "active" or (previous.status in ("completed", "dead") and change.member is not None)
    if member is not None:
        found = verdict(record, member, enabled, now, accepted)
    else:
        kept = dict(record.timing) == dict(previous.timing)
        problem = "" if kept else f"the timing was {dict(previous.timing)} and is now {dict(record.timing)}"
        found = Verdict(kept, True, "not compared: the stored timing has no one meaning", problem)
    if found.problem:
        state = _written_back(backend, agent, previous)
        raise VerificationFailed(
            f"the backend made something else of the change: {found.problem}",
            f"{state}; look at it with get_schedule.",
            backend=backend.name,
            operation="update",
        )
    return Written((record,), found)


def _updated(backend: Backend, agent: str, previous: Record, change: Change) -> Record:
    try:
        return backend.update(agent, previous, change)
    except OutcomeUnknown as error:
        found = _looked_at(backend, agent, previous.id, error)
        if not _is_applied(found, change):
            raise
        return found


def _is_applied(record: Record, change: Change) -> bool:
    return (
        change.name in (None, record.name)
        and change.input in (None, record.input)
        and (change.member is None or all(record.timing.get(k) == v for k, v in change.member.timing.items()))
        and (change.options is None or all(record.options.get(k) == v for k, v in change.options.items()))
    )


def _written_back(backend: Backend, agent: str, previous: Record) -> str:
    """Write a previous record back and compare; says how that went."""
    try:
        restored = backend.restore(agent, previous)
    except ScheduleError as error:
        return f"The previous record could NOT be written back ({error.message})"
    if dict(restored.timing) != dict(previous.timing) or restored.name != previous.name:
        return "The previous record was written back, but the backend holds something else"
    return "The previous record was written back"


def replace_members(
    backend: Backend, agent: str, previous: Sequence[Record], drafts: Sequence[Draft], now: datetime, accepted: bool
) -> Written:
    """Turn the objects of a schedule into others: unchanged ones stay, the rest is changed in place, then made or
    deleted. Paused first and resumed last, so that no half-done schedule runs; undone when a part fails."""
    pairs, spare, missing = _matched(previous, drafts)
    active = [record for record in previous if record.status == "active"]
    changed: list[Record] = []
    made: list[Record] = []
    records: list[Record] = []
    make_paused = backend.capabilities.creates_paused
    try:
        paused = {record.id: switched(backend, agent, record, "paused") for record in active}
        for record, draft in pairs:
            change = _change_to(record, draft)
            held = paused.get(record.id, record)
            if change is not None:
                changed.append(record)
                held = _updated(backend, agent, held, change)
                # A single run that was over runs again with its new time.
                held = switched(backend, agent, held, "paused") if held.status == "active" else held
            records.append(held)
        for draft in missing:
            made.append(_created(backend, agent, replace(draft, enabled=draft.enabled and not make_paused), now))
        wanted = [draft for _, draft in pairs]
        _check_all(backend, records, wanted, False, now, accepted)
        _check_all(backend, made, missing, drafts[0].enabled and not make_paused, now, accepted)
    except ScheduleError as error:
        error.hint = f"{error.hint} {_undone(backend, agent, changed, made, active)}".strip()
        raise
    return _finished(backend, agent, [*records, *made], [*wanted, *missing], spare, now, accepted)


def _finished(
    backend: Backend,
    agent: str,
    records: list[Record],
    drafts: Sequence[Draft],
    spare: Sequence[Record],
    now: datetime,
    accepted: bool,
) -> Written:
    """The last part of a replacement: old objects go, the new ones run."""
    enabled = drafts[0].enabled
    try:
        for record in spare:
            deleted(backend, agent, record)
        if enabled:
            records = [switched(backend, agent, record, "active") for record in records]
    except ScheduleError as error:
        error.hint = f"{error.hint} The change is half done; repeat the same call to complete it.".strip()
        raise
    worst = _worst([verdict(r, d.member, enabled, now, accepted) for r, d in zip(records, drafts, strict=True)])
    if worst.problem:
        raise _paused_wrong(backend, agent, records, worst, "update")
    return Written(tuple(records), worst)


def _undone(
    backend: Backend, agent: str, changed: Sequence[Record], made: Sequence[Record], active: Sequence[Record]
) -> str:
    """Put the previous objects back; says how that went."""
    left = _deleted(backend, agent, made)
    for record in changed:
        state = _written_back(backend, agent, record)
        if state != "The previous record was written back":
            left.append(f"'{record.name}' (id {record.id})")
    for record in active:
        try:
            switched(backend, agent, record, "active")
        except ScheduleError:
            left.append(f"'{record.name}' (id {record.id})")
    if left:
        return (
            f"It could NOT all be put back as it was: {', '.join(dict.fromkeys(left))}; repeat the call to complete it."
        )
    return "The schedule was put back as it was."


def _change_to(record: Record, draft: Draft) -> Change | None:
    """What makes a record into a draft; None where it is one."""
    timing_differs = any(record.timing.get(key) != value for key, value in draft.member.timing.items())
    options_differ = any(record.options.get(key) != value for key, value in draft.options.items())
    change = Change(
        None if record.name == draft.name else draft.name,
        draft.member if timing_differs else None,
        None if record.input == draft.input else draft.input,
        draft.options if options_differ else None,
    )
    return None if change == Change() else change


def _matched(
    previous: Sequence[Record], drafts: Sequence[Draft]
) -> tuple[list[tuple[Record, Draft]], list[Record], list[Draft]]:
    """Pairs of equal timing first, then any; and what is left over on each side."""
    spare, missing = list(previous), []
    pairs: list[tuple[Record, Draft]] = []
    for draft in drafts:
        twin = next((r for r in spare if dict(r.timing) == dict(draft.member.timing)), None)
        if twin is None:
            missing.append(draft)
        else:
            spare.remove(twin)
            pairs.append((twin, draft))
    while spare and missing:
        pairs.append((spare.pop(0), missing.pop(0)))
    return pairs, spare, missing
