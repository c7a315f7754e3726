"""Creating: look whether it is there, note it, send it, compare what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from schedule_mcp.answers.structured import plan_answer, when_of
from schedule_mcp.errors import Conflict, OutcomeUnknown, Rejected, ScheduleError
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import Asked, Heard, Planned
from schedule_mcp.records.groups import Group, check_own_name, free_key, gathered, keys_of
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.model import Once
from schedule_mcp.service import asking
from schedule_mcp.service.arguments import checked_agent, checked_input, checked_name, checked_options
from schedule_mcp.service.asking import answer_plan
from schedule_mcp.service.base import BROKEN_OFF_WITHIN, RUNS_SHOWN, Desk, Terms, incomplete_text, keeps_timing
from schedule_mcp.service.calls import Create
from schedule_mcp.writes.journal import Entry, State, natural_key
from schedule_mcp.writes.members import Written, create_members, drafts_of, replace_members
from schedule_mcp.writes.twins import settle_twins
from schedule_mcp.writes.verdict import same_text
from schedule_mcp.writes.writer import Writer

SETTLED_AFTER = timedelta(minutes=1)
"""A create whose outcome is unknown may still arrive within this time; until then it is not sent again."""


_TWINS_NAMED = 3


@dataclass(frozen=True)
class Request:
    """What a create asks for, with what plans it once more."""

    planned: Planned
    agent: str
    name: str
    input: str
    options: Mapping[str, Any]
    enabled: bool
    heard: Heard
    terms: Terms
    again: bool = False

    @property
    def natural_key(self) -> str:
        timing = [dict(member.timing) for member in self.planned.encoding.members]
        return natural_key(self.planned.backend.name, self.agent, self.name, timing, self.input)

    @property
    def outline(self) -> dict[str, Any]:
        """What is kept of it in the journal from the start: relative words have another timing each time, and a repeat
        after a kill must still be known."""
        return {
            "name": self.name,
            "agent": self.agent,
            "words": _digest([self.heard.when, self.heard.timezone, self.input]),
            "timing": _digests([member.timing for member in self.planned.encoding.members]),
            "at": _instants([member.schedule for member in self.planned.encoding.members]),
            "enabled": self.enabled,
        }


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _instants(schedules: Sequence[Schedule | None]) -> list[str]:
    """The instants of single runs, which a backend may spell otherwise than they were sent; [] of anything else."""
    found = [each.at.astimezone(UTC).isoformat() for each in schedules if isinstance(each, Once)]
    return sorted(found) if len(found) == len(schedules) else []


def _digests(timings: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(_digest(dict(timing)) for timing in timings)


class Creating(Desk):
    """One verb: create."""

    def create(self, call: Create) -> dict[str, Any]:
        """Create a schedule, or say that it exists already; it is read back and compared before it is reported."""
        name, input, own = checked_name(call.name), checked_input(call.input), checked_options(call.options)
        check_own_name(name)
        chosen = self.directory.backend(call.backend)
        agent = checked_agent(call.agent_id) or chosen.agent_id
        self.policy.check_write("create", chosen.name, agent)
        chosen.check_options(own, input)
        now = self._now()
        heard = call.heard
        if heard is None:
            settled = self._settled(call.when, call.timezone, call.plan, now, about=f"create {name}")
            if isinstance(settled, dict):
                return settled
            heard = self._hear(*settled, now)
            call = replace(call, plan=settled[2])
        # The plan of a question is settled with its answer.
        terms = Terms("create", chosen, own, call.accept, "" if answer_plan(call.plan) else call.plan, input)
        planned = self._plan(heard, terms, now)
        if isinstance(planned, Asked):
            answer = self._question(planned, heard, None, now)
            asking.await_answer(f"create {name}", answer["question"].get("plan", ""), self.notes)
            return answer
        request = Request(planned, agent, name, input, own, call.enabled, heard, terms)
        with self.call(chosen.name), self._writing(chosen.name):
            rows = gathered(chosen.named(request.agent, request.name))
            return self._existing(request, rows, now) or self._beside(request, rows, self._create(request, rows, now))

    def _beside(self, request: Request, rows: Sequence[Row], answer: dict[str, Any]) -> dict[str, Any]:
        """The answer, with the others of this name, which differ in time or input: one of them may have been meant."""
        others = [row for row in rows if row.name == request.name and row.status in ("active", "paused")]
        if answer["status"] != "created" or not others:
            return answer
        backend = request.planned.backend.name
        told = [
            f"there is another named {quoted(row.name)} ({handle_of(backend, row)}, {row.status}): {when_of(row)}; "
            "both stay. If that one was to be changed, delete this one and use update_schedule"
            for row in others[:_TWINS_NAMED]
        ]
        return answer | {"warnings": [*told, *answer.get("warnings", [])]}

    def _create(self, request: Request, rows: list[Row], now: datetime) -> dict[str, Any]:
        planned, chosen = request.planned, request.planned.backend
        taken = keys_of(rows)
        if len(planned.encoding.members) > 1 and chosen.capabilities.finds_by_name:
            taken = keys_of(gathered(chosen.parts(request.agent)))
        drafts = drafts_of(
            request.name,
            planned.encoding.members,
            free_key(request.natural_key, taken),
            input=request.input,
            options=request.options,
            enabled=request.enabled,
            natural_key=request.natural_key,
        )
        entry = self.journal.begin(
            "create",
            chosen.name,
            request.natural_key,
            planned.digest,
            request.outline,
            objects=len(drafts),
            pace=self.policy.pace,
        )
        known = {record.id for row in rows for record in records_of(row)}
        writer = self._writer(chosen, request.agent, now)
        try:
            written = create_members(writer, drafts, known, bool(planned.encoding.differences))
        except OutcomeUnknown as error:
            self.journal.settle(entry, "unknown", {"error": error.code, **error.details})
            return self._unknown(request, f"{error.message}. {error.hint}", now)
        except ScheduleError as error:
            # While something of it is left, the line stays open.
            state: State = "unknown" if error.details.get("left") else "failed"
            self.journal.settle(entry, state, {"error": error.code, **error.details})
            if not isinstance(error, Rejected) or not error.details.get("re_encode"):
                raise
            return self._create_again(request, rows, error, now)
        ids = [record.id for record in written.records]
        self.journal.settle(entry, "done" if written.verdict.read_back else "unknown", {"ids": ids})
        return self._without_twins(writer, request, written, known, now)

    def _without_twins(
        self, writer: Writer, request: Request, written: Written, known: Collection[str], now: datetime
    ) -> dict[str, Any]:
        """The answer, after a look for equal ones that came at the same moment: from another host, or from a request
        that was carried out twice."""
        found = settle_twins(writer, written, known)
        if found.winner is not None:
            return self._exists(request, found.winner, now, [])
        answer = self._written_answer(request.planned, "created", gathered(written.records)[0], written, now)
        if found.told:
            answer["warnings"] = [*found.told, *answer.get("warnings", [])]
        return answer

    def _create_again(self, request: Request, rows: list[Row], refusal: Rejected, now: datetime) -> dict[str, Any]:
        """Once more, after the backend has shown by its refusal which of its contracts it keeps."""
        before = request.planned
        planned = self._plan(request.heard, replace(request.terms, plan=""), before.read_at)
        if isinstance(planned, Asked) or planned.encoding.members == before.encoding.members or request.again:
            raise refusal
        return self._create(replace(request, planned=planned, again=True), rows, now)

    def _existing(self, request: Request, rows: list[Row], now: datetime) -> dict[str, Any] | None:
        """The answer when the backend has this schedule already, or may be about to have it."""
        named = [row for row in rows if row.name == request.name and _has_input(row, request.input)]
        for row in named:
            if row.status in ("active", "paused") and keeps_timing(row, request.planned, now):
                return self._finished(request, row, now) or self._exists(request, row, now, [])
        earlier = self._earlier(request, now)
        for row in named:
            made = next((entry for entry in earlier if _is_made_by(row, entry, request)), None)
            if made is not None:
                # The same words, a moment later: what they meant then is what they were to mean.
                self.journal.settle(made.id, "done", {"looked": True})
                told = "an earlier call with the same words has created it; its time is counted from then"
                return self._exists(request, row, now, [told])
        answer = self._may_arrive(request, earlier, now)
        if answer is not None:
            return answer
        broken = [row for row in named if isinstance(row, Group) and row.status == "incomplete"]
        for row in broken:
            if isinstance(row, Group) and _is_part_of(row, request.planned):
                return self._completed(request, row, rows, earlier, now)
        # That it is not there now does not tell that it never arrived: it may have been changed or deleted since.
        return None

    def _finished(self, request: Request, row: Row, now: datetime) -> dict[str, Any] | None:
        """The end of a create that was broken off: all is there, and its state is not yet what was asked for."""
        broken_off = [entry for entry in self._earlier(request, now) if self._is_broken_off(entry, request, now)]
        self.journal.settle_all(request.natural_key)
        wanted: Literal["active", "paused"] = "active" if request.enabled else "paused"
        if not broken_off or row.status == wanted:
            return None
        writer = self._writer(request.planned.backend, request.agent, now)
        with self._noted("create", handle_of(writer.backend.name, row), request.planned.digest, row):
            effects = self._each(
                row, lambda record: writer.switch(record, wanted), lambda r: r.status == wanted, f"is {wanted}"
            )
        records = [effect.record for effect in effects if effect.record is not None]
        answer = self._written_answer(request.planned, "created", gathered(records)[0], None, now)
        told = f"an earlier call with the same content was broken off before it was {wanted}; it is now"
        return answer | {"warnings": [told, *answer.get("warnings", [])]}

    def _is_broken_off(self, entry: Entry, request: Request, now: datetime) -> bool:
        """Whether a call of the same content never came to its end, so lately that nobody else will have changed it."""
        return (
            entry.state != "done"
            and entry.natural_key == request.natural_key
            and entry.outline.get("enabled") == request.enabled
            and now - entry.began < BROKEN_OFF_WITHIN
        )

    def _may_arrive(self, request: Request, earlier: Sequence[Entry], now: datetime) -> dict[str, Any] | None:
        """Unknown, while what an earlier call has sent may still arrive."""
        for entry in earlier:
            settled = entry.began + SETTLED_AFTER
            if entry.state != "done" and now < settled:
                problem = f"an earlier call with the same content may still arrive until {settled:%H:%M:%S} UTC"
                return self._unknown(request, problem, now)
        return None

    def _completed(
        self, request: Request, group: Group, rows: list[Row], earlier: Sequence[Entry], now: datetime
    ) -> dict[str, Any]:
        """A group of which an earlier call has left some parts: the rest is made, where they are certainly ours."""
        chosen = request.planned.backend
        if not any(entry.natural_key == request.natural_key for entry in earlier):
            raise Conflict(
                "parts of this schedule exist already",
                incomplete_text(handle_of(chosen.name, group), group) + ".",
                backend=chosen.name,
                operation="create",
            )
        drafts = drafts_of(
            request.name,
            request.planned.encoding.members,
            group.key,
            input=request.input,
            options=request.options,
            enabled=request.enabled,
            natural_key=request.natural_key,
        )
        known = {record.id for row in rows for record in records_of(row)}
        writer = self._writer(chosen, request.agent, now)
        accepted = bool(request.planned.encoding.differences)
        with self._noted("create", handle_of(chosen.name, group), request.planned.digest, group):
            written = replace_members(writer, group.members, drafts, known, accepted)
        self.journal.settle_all(request.natural_key)
        answer = self._written_answer(request.planned, "created", gathered(written.records)[0], written, now)
        told = f"an earlier call had left {len(group.members)} of {len(drafts)} parts; it is whole now"
        answer["warnings"] = [told, *answer.get("warnings", [])]
        return answer

    def _exists(self, request: Request, row: Row, now: datetime, told: Sequence[str]) -> dict[str, Any]:
        """The answer `exists`, with everything that is otherwise than this call asks for."""
        answer = self._written_answer(request.planned, "exists", row, None, now)
        warnings = [*told]
        first = records_of(row)[0]
        differs = {
            key: {"asked": value, "held": first.options.get(key)}
            for key, value in request.options.items()
            if first.options.get(key) != value and key not in first.timing
        }
        if differs:
            answer["differs"] = {"options": differs}
            warnings.append(
                f"it is held with other options ({', '.join(sorted(differs))}): update_schedule changes them"
            )
        if row.status == "paused" and request.enabled:
            answer.setdefault("differs", {})["status"] = {"asked": "active", "held": "paused"}
            warnings.append("it is paused: resume_schedule lets it run")
        if row.status == "active" and not request.enabled:
            answer.setdefault("differs", {})["status"] = {"asked": "paused", "held": "active"}
            warnings.append("it is active: pause_schedule stops it")
        if warnings:
            answer["warnings"] = [*warnings, *answer.get("warnings", [])]
        return answer

    def _earlier(self, request: Request, now: datetime) -> list[Entry]:
        """Creates of the same schedule whose outcome is not known, or whose answer a client may not have got."""
        backend, outline, key = request.planned.backend.name, request.outline, request.natural_key
        open_entries = [entry for entry in self.journal.unsettled() if entry.verb == "create"]
        begun = self.journal.begun_since("create", backend, now - SETTLED_AFTER, key, request.name)
        lately = [entry for entry in begun if entry.state == "done"]
        return [
            entry
            for entry in [*open_entries, *lately]
            if entry.backend == backend
            and (entry.natural_key == key or _is_of(entry.outline, outline, entry.state == "done"))
        ]

    def _unknown(self, request: Request, problem: str, now: datetime) -> dict[str, Any]:
        answer = plan_answer(request.planned, "unknown", RUNS_SHOWN, now)
        advice = (
            f"{problem.strip()} It is not known whether the schedule was created. Do not repeat the call now: in a "
            f"minute look with list_schedules (name {quoted(request.name)}), and create it only if it is not there."
        )
        answer["warnings"] = [advice, *answer.get("warnings", [])]
        return answer


def _has_input(row: Row, input: str) -> bool:
    return same_text(records_of(row)[0].input, input)


def _is_of(earlier: Mapping[str, Any], outline: Mapping[str, Any], same_words: bool) -> bool:
    """Whether an earlier create is of the same name and agent, and of the same words where that is asked."""
    keys = ("name", "agent", "words") if same_words else ("name", "agent")
    return bool(earlier) and all(earlier.get(key) == outline[key] for key in keys)


def _is_made_by(row: Row, entry: Entry, request: Request) -> bool:
    """Whether a row is what an earlier call of the same words has made."""
    outline = entry.outline
    if row.status not in ("active", "paused") or outline.get("words") != request.outline["words"]:
        return False
    if {record.id for record in records_of(row)} & set(outline.get("ids") or ()):
        return True
    at = _instants([record.schedule for record in records_of(row)])
    return bool(at and at == outline.get("at")) or (
        _digests([record.timing for record in records_of(row)]) == outline.get("timing")
    )


def _is_part_of(group: Group, planned: Planned) -> bool:
    """Whether what is left of a group belongs to this plan."""
    wanted = [dict(member.timing) for member in planned.encoding.members]
    return all(any(dict(m.timing).items() >= w.items() for w in wanted) for m in group.members)
