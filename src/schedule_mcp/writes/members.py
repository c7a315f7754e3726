"""Writing a plan to a backend: all members or none, each compared with what the backend made of it.

What fails in the middle is taken back, and where that fails too, every part is told: what became of it, and which
call mends it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from schedule_mcp.backends.base import Change, Draft, Member, Record
from schedule_mcp.engine.part_names import member_name
from schedule_mcp.errors import OutcomeUnknown, ScheduleError, VerificationFailed
from schedule_mcp.outside.text import quoted
from schedule_mcp.writes.journal import part_key
from schedule_mcp.writes.outcome import Effect
from schedule_mcp.writes.verdict import UNVERIFIED, Verdict, content_faults, lost_fields, update_faults, verdict, worst
from schedule_mcp.writes.writer import Writer


@dataclass(frozen=True)
class Written:
    """The records of a plan as the backend holds them, and the verdict on the least good of them."""

    records: tuple[Record, ...]
    verdict: Verdict


@dataclass
class Parts:
    """What became of each object of a schedule, to be told when not all went well."""

    states: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def set(self, record: Record, state: str) -> None:
        self.states[record.id] = state
        self.names[record.id] = record.name

    def missing(self, name: str, state: str) -> None:
        """A part that has no id, since it is not known to be there."""
        self.states[name], self.names[name] = state, name

    def told(self) -> list[str]:
        return [
            f"{quoted(self.names[key])} {state}"
            if key == self.names[key]
            else f"{quoted(self.names[key])} (id {key}) {state}"
            for key, state in self.states.items()
        ]

    def tell(self, error: ScheduleError, mend: str) -> ScheduleError:
        """The error with what became of each part, and the call that mends it."""
        error.details["parts"] = self.told()
        error.hint = f"{error.hint} The parts: {'; '.join(self.told())}. {mend}".strip()
        return error


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


def _verdict_of(writer: Writer, effect: Effect, draft: Draft, accepted: bool) -> Verdict:
    if effect.outcome == "unverified" or effect.record is None:
        return UNVERIFIED
    faults = content_faults(effect.record, draft, writer.agent or writer.backend.agent_id)
    return verdict(effect.record, draft.member, draft.enabled, writer.now, accepted, faults)


def _switched_to(effect: Effect, switched: Effect) -> Effect:
    """A made object after its switch: not verified where one of the two was not."""
    if "unverified" in (effect.outcome, switched.outcome):
        return Effect("unverified", switched.record or effect.record)
    return switched


# -- creating ------------------------------------------------------------------------------------------------


def create_members(writer: Writer, drafts: Sequence[Draft], known: Collection[str], accepted: bool) -> Written:
    """Create all members, or none: what was made is deleted when a later one fails.

    Several members are made paused where the backend can, and enabled when all are there and right.
    """
    can_pause_first = writer.backend.capabilities.creates_paused
    paused_first = len(drafts) > 1 and can_pause_first
    made: list[Effect] = []
    for number, draft in enumerate(drafts):
        effect = writer.create(replace(draft, enabled=draft.enabled and not paused_first), known)
        if not effect.is_done:
            raise _taken_back(writer, made, effect, drafts[number:])
        made.append(effect)
        if not draft.enabled and effect.record is not None and effect.record.status == "active":
            # Some backends make it active, and pause it afterwards.
            made[-1] = _switch_made(writer, made, drafts, number, "paused")
    if paused_first:
        held = [_verdict_of(writer, e, replace(d, enabled=False), accepted) for e, d in zip(made, drafts, strict=True)]
        if (found := worst(held)).problem:
            raise _made_otherwise(writer, made, found, drafts)
        for number, draft in enumerate(drafts):
            if draft.enabled:
                made[number] = _switch_made(writer, made, drafts, number, "active")
    found = worst([_verdict_of(writer, e, d, accepted) for e, d in zip(made, drafts, strict=True)])
    if found.problem:
        raise _paused_wrong(writer, [e.record for e in made if e.record], found, "create")
    return Written(tuple(e.record for e in made if e.record), found)


def _switch_made(writer: Writer, made: list[Effect], drafts: Sequence[Draft], number: int, wanted: Any) -> Effect:
    record = made[number].record
    assert record is not None
    switched = writer.switch(record, wanted)
    if not switched.is_done:
        raise _taken_back(writer, made, switched, drafts[len(made) :])
    return _switched_to(made[number], switched)


def _taken_back(writer: Writer, made: Sequence[Effect], failed: Effect, rest: Sequence[Draft]) -> ScheduleError:
    """The error to raise after a failure, with everything that was made deleted again as far as that goes."""
    error = failed.error or OutcomeUnknown("the outcome is unknown", backend=writer.backend.name)
    parts, left = Parts(), []
    for effect in made:
        assert effect.record is not None
        undone = writer.delete(effect.record)
        parts.set(effect.record, _DELETED[undone.outcome])
        left += [] if undone.outcome == "done" else [effect.record.name]
    if rest and failed.outcome == "unknown" and not any(failed.record is e.record for e in made):
        # What does not show yet may still arrive, under this name.
        parts.missing(rest[0].name, "may still appear")
    if not made and len(rest) == 1:
        return error
    for draft in rest[1:] if failed.outcome == "unknown" else rest:
        parts.missing(draft.name, "was not made")
    if left:
        error.details["left"] = left
        mend = "delete_schedule removes what is left."
    else:
        mend = "Nothing of it is left." if failed.outcome != "unknown" else "Delete what still appears."
    return parts.tell(error, mend)


_DELETED = {
    "done": "was removed again",
    "unverified": "was removed again, as the backend says",
    "unknown": "may be LEFT: its removal could not be seen",
    "not_done": "is LEFT: it could not be removed",
}


def _made_otherwise(
    writer: Writer, made: Sequence[Effect], found: Verdict, drafts: Sequence[Draft]
) -> VerificationFailed:
    error = VerificationFailed(
        f"the backend made something else of '{drafts[0].name}': {found.problem}",
        "",
        backend=writer.backend.name,
        operation="create",
        details={"ids": [e.record.id for e in made if e.record]},
    )
    _taken_back(writer, made, Effect("not_done", error=error), ())
    return error


def _paused_wrong(writer: Writer, made: Sequence[Record], found: Verdict, operation: str) -> VerificationFailed:
    """A schedule that is not as it was said is paused, and both sides are told."""
    stopped = [writer.switch(record, "paused").outcome == "done" for record in made]
    done = "It was paused" if all(stopped) else "It could NOT be paused and may run"
    names = ", ".join(f"'{record.name}' (id {record.id})" for record in made)
    return VerificationFailed(
        f"the backend made something else of what was sent: {found.problem}",
        f"{done}: {names}. Look at it with get_schedule; delete it or correct it.",
        backend=writer.backend.name,
        operation=operation,
        details={"ids": [record.id for record in made]},
    )


# -- changing ------------------------------------------------------------------------------------------------


def update_all(writer: Writer, changes: Sequence[tuple[Record, Change]], accepted: bool) -> Written:
    """Change the objects of one schedule in place; when one fails, those before it get their records back."""
    done: list[tuple[Record, Record, Change]] = []
    written: list[Written] = []
    for number, (previous, change) in enumerate(changes):
        try:
            written.append(update_one(writer, previous, change, accepted))
        except ScheduleError as error:
            if len(changes) == 1:
                raise
            parts = Parts()
            for before, after, earlier in done:
                parts.set(before, put_back(writer, before, after, earlier))
            parts.set(previous, "is as the error says")
            for rest, _ in changes[number + 1 :]:
                parts.set(rest, "is as it was")
            raise parts.tell(error, "The same call completes it.") from None
        done.append((previous, written[-1].records[0], change))
    return Written(tuple(r for each in written for r in each.records), worst([each.verdict for each in written]))


def update_one(writer: Writer, previous: Record, change: Change, accepted: bool) -> Written:
    """Change one object; when the backend makes something else of it, its previous record is written back."""
    effect = writer.update(previous, change)
    if not effect.is_done:
        assert effect.error is not None
        raise effect.error
    assert effect.record is not None
    if effect.outcome == "unverified":
        return Written((effect.record,), UNVERIFIED)
    found = _verdict_on_change(writer, effect.record, previous, change, accepted)
    if found.problem:
        raise VerificationFailed(
            f"the backend made something else of the change: {found.problem}",
            f"It {put_back(writer, previous, effect.record, change)}; look at it with get_schedule.",
            backend=writer.backend.name,
            operation="update",
        )
    return Written((effect.record,), found)


def _verdict_on_change(writer: Writer, record: Record, previous: Record, change: Change, accepted: bool) -> Verdict:
    faults, notes = update_faults(record, previous, change)
    enabled = previous.status == "active" or (previous.status == "completed" and change.member is not None)
    if record.status != previous.status and {record.status, previous.status} <= {"active", "paused"}:
        # No update says whether it runs, so this was another's doing.
        enabled = record.status == "active"
        notes.append(f"it is now {record.status}, which this call did not change")
    member = change.member
    if member is None and previous.schedule is not None:
        member = Member(previous.timing, previous.schedule, previous.tolerance)
    if change.member is None and dict(record.timing) != dict(previous.timing) and not _is_same(writer, record, member):
        notes.append(f"the timing was {dict(previous.timing)} and is now {dict(record.timing)}, by another hand")
        member = None
    if member is None:
        problem = "; ".join(faults)
        return Verdict(True, True, "not compared", problem, not faults, notes=tuple(notes))
    found = verdict(record, member, enabled, writer.now, accepted, faults)
    return replace(found, notes=tuple(notes))


def _is_same(writer: Writer, record: Record, member: Member | None) -> bool:
    if member is None:
        return False
    return verdict(record, member, True, writer.now, accepted=True).expression


def put_back(writer: Writer, previous: Record, written: Record, change: Change) -> str:
    """Give a record back what a change took, and nothing that another has written since; says how that went."""
    try:
        now = writer.backend.get(writer.agent, previous.id)
    except ScheduleError as error:
        return f"could NOT be put back: it cannot be read ({error.message})"
    ours = [what for what, value in _fields(change).items() if value is not None]
    theirs = [what for what in ours if not _is_ours(what, now, written)]
    mine = [what for what in ours if what not in theirs and getattr(now, what) != getattr(previous, what)]
    kept = f"; its {' and '.join(theirs)} was changed by another since and stays" if theirs else ""
    if not mine:
        return f"is as another left it{kept}" if theirs else "is as it was before"
    back = replace(now, **{what: getattr(previous, what) for what in mine})
    if "timing" in mine:
        back = replace(back, schedule=previous.schedule, tolerance=previous.tolerance)
    effect = writer.put_back(back)
    if effect.outcome != "done":
        told = effect.error.message if effect.error else "no look was possible"
        return f"could NOT be put back ({told}){kept}"
    restored = effect.record
    if restored is None or any(getattr(restored, what) != getattr(previous, what) for what in mine):
        return f"was written back as it was before, but the backend holds something else{kept}"
    return f"was written back as it was before{kept}"


def _fields(change: Change) -> dict[str, Any]:
    return {"name": change.name, "input": change.input, "options": change.options, "timing": change.member}


def _is_ours(what: str, now: Record, written: Record) -> bool:
    """Whether what a record holds now is what our write made of it, as far as that can be seen."""
    if getattr(now, what) != getattr(written, what):
        return False
    told = written.answered
    # The write's own answer showed something else than a look did: another wrote in between.
    return told is None or getattr(told, what) == getattr(written, what)


def replace_members(
    writer: Writer,
    previous: Sequence[Record],
    drafts: Sequence[Draft],
    known: Collection[str],
    accepted: bool,
) -> Written:
    """Turn the objects of a schedule into others: unchanged ones stay, the rest is changed in place, then made or
    deleted. Paused first and resumed last, so that no half-done schedule runs; undone when a part fails."""
    return _Replacement(writer, previous, drafts, known, accepted).run()


class _Replacement:
    """One such change: what was done so far is what has to be undone."""

    def __init__(
        self,
        writer: Writer,
        previous: Sequence[Record],
        drafts: Sequence[Draft],
        known: Collection[str],
        accepted: bool,
    ) -> None:
        self.writer, self.drafts, self.known, self.accepted = writer, drafts, known, accepted
        self.previous = previous
        self.pairs, self.spare, self.missing = _matched(previous, drafts)
        self.active = [record for record in previous if record.status == "active"]
        self.paused: dict[str, Record] = {}
        self.touched: set[str] = set()
        self.changed: list[tuple[Record, Record, Change]] = []
        self.made: list[Effect] = []
        self.is_verified = True

    def run(self) -> Written:
        try:
            records = self._prepared()
        except ScheduleError as error:
            raise self._undone(error) from None
        return self._finished(records)

    def _prepared(self) -> list[Record]:
        for record in self.active:
            self.touched.add(record.id)
            self.paused[record.id] = self._done(self.writer.switch(record, "paused"), record.name)
        records = [self._in_place(record, draft) for record, draft in self.pairs]
        make_paused = self.writer.backend.capabilities.creates_paused
        for draft in self.missing:
            effect = self.writer.create(replace(draft, enabled=draft.enabled and not make_paused), self.known)
            if not effect.is_done:
                self._done(effect, draft.name)
            self.made.append(effect)
            if not draft.enabled and effect.record is not None and effect.record.status == "active":
                self._done(self.writer.switch(self._done(effect), "paused"), draft.name)
        wanted = [replace(draft, enabled=False) for _, draft in self.pairs]
        held = [
            _verdict_of(self.writer, Effect("done", r), d, self.accepted) for r, d in zip(records, wanted, strict=True)
        ]
        for effect, draft in zip(self.made, self.missing, strict=True):
            enabled = draft.enabled and not make_paused
            held.append(_verdict_of(self.writer, effect, replace(draft, enabled=enabled), self.accepted))
        found = worst(held)
        if found.problem and self.is_verified:
            raise VerificationFailed(
                f"the backend made something else of it: {found.problem}", "", backend=self.writer.backend.name
            )
        return [*records, *[self._done(effect) for effect in self.made]]

    def _in_place(self, record: Record, draft: Draft) -> Record:
        change = _change_to(record, draft)
        held = self.paused.get(record.id, record)
        if change is None:
            return held
        effect = self.writer.update(held, change)
        if effect.is_done and effect.record is not None:
            self.changed.append((record, effect.record, change))
        held = self._done(effect, record.name)
        if effect.outcome == "done" and (lost := lost_fields(held, record)):
            raise VerificationFailed("; ".join(lost), "", backend=self.writer.backend.name)
        # A single run that was over runs again with its new time.
        return self._done(self.writer.switch(held, "paused")) if held.status == "active" else held

    def _done(self, effect: Effect, name: str = "") -> Record:
        if not effect.is_done or effect.record is None:
            error = effect.error or OutcomeUnknown("the outcome is unknown", backend=self.writer.backend.name)
            if name:
                error.details["part"] = name
            if effect.outcome == "unknown":
                error.details["unseen"] = name or (effect.record.name if effect.record else "")
            raise error
        self.is_verified = self.is_verified and effect.outcome == "done"
        return effect.record

    def _finished(self, records: list[Record]) -> Written:
        """The last part: old objects go, the new ones run."""
        wanted = [*[draft for _, draft in self.pairs], *self.missing]
        enabled = self.drafts[0].enabled
        parts = Parts()
        for record in records:
            parts.set(record, f"is {record.status}")
        for record in self.spare:
            parts.set(record, "is still there, paused")
        try:
            for record in self.spare:
                effect = self.writer.delete(record)
                if not effect.is_done:
                    self._done(effect, record.name)
                parts.set(record, "was removed")
            if enabled:
                for number, record in enumerate(records):
                    if record.status == "active":
                        continue
                    records[number] = self._done(self.writer.switch(record, "active"), record.name)
                    parts.set(record, "is active")
        except ScheduleError as error:
            raise parts.tell(error, "The change is half done; the same call completes it.") from None
        if not self.is_verified:
            return Written(tuple(records), UNVERIFIED)
        found = worst(
            [
                _verdict_of(self.writer, Effect("done", r), d, self.accepted)
                for r, d in zip(records, wanted, strict=True)
            ]
        )
        if found.problem:
            raise _paused_wrong(self.writer, records, found, "update")
        return Written(tuple(records), found)

    def _undone(self, error: ScheduleError) -> ScheduleError:
        """Put the previous objects back, and tell how that went."""
        parts = Parts()
        for record in self.previous:
            parts.set(record, "is as it was")
        left = False
        for effect in self.made:
            if effect.record is not None:
                undone = self.writer.delete(effect.record)
                parts.set(effect.record, _DELETED[undone.outcome])
                left |= undone.outcome != "done"
        for before, after, change in self.changed:
            state = put_back(self.writer, before, after, change)
            parts.set(before, state)
            left |= "NOT" in state or "something else" in state
        for record in self.active:
            if record.id in self.touched:
                switched = self.writer.switch(record, "active")
                if switched.outcome != "done":
                    left = True
                    parts.set(record, "could NOT be resumed: it is paused")
        unseen = error.details.get("unseen")
        if unseen:
            parts.missing(str(unseen), "may still change or appear")
        if left or unseen:
            return parts.tell(error, "It could NOT all be put back as it was; the same call completes it.")
        error.hint = f"{error.hint} The schedule was put back as it was.".strip()
        return error


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
