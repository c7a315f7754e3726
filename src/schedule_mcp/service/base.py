"""What all verbs share: the backends, the policy, the journal, one write at a time, and the way to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Literal

from schedule_mcp.answers.structured import plan_answer, question_answer, row_json
from schedule_mcp.backends.base import Backend, Member, Record
from schedule_mcp.backends.deadline import CALL_AT_MOST_S, call_within, share_s
from schedule_mcp.backends.encoding import union_is
from schedule_mcp.errors import InputError, OutcomeUnknown, PolicyError, ScheduleError, Unavailable, Unsupported
from schedule_mcp.language import Reading, read
from schedule_mcp.language.changes import in_full, is_part
from schedule_mcp.language.context import ZONE_ASKED
from schedule_mcp.language.tokens.holidays import with_default_place
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.planning.alternatives import Place, alternatives
from schedule_mcp.planning.kinds import difference_of
from schedule_mcp.planning.planner import Asked, Heard, Planned, instant_of_reading, plan_for
from schedule_mcp.policy.rules import Policy
from schedule_mcp.records.directory import Directory
from schedule_mcp.records.groups import Group
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.schedule import Schedule, same
from schedule_mcp.schedule.zones import same_zone
from schedule_mcp.service import asking
from schedule_mcp.service.arguments import checked_accept, checked_when, checked_zone
from schedule_mcp.service.held import (
    Held,
    held_of,
    hint_to_leave_out,
    mark_unheld,
    reading_beside,
    remember,
    useful,
)
from schedule_mcp.writes.journal import Entry, Journal
from schedule_mcp.writes.locks import only_writer
from schedule_mcp.writes.members import Parts, Written
from schedule_mcp.writes.notes import Notes
from schedule_mcp.writes.outcome import Effect
from schedule_mcp.writes.verdict import Verdict
from schedule_mcp.writes.writer import Writer

Verb = Literal["preview", "create", "update"]

_CALL_TIMES = 5
"""A call may take so many times what a single request may, and less than a minute."""

RUNS_SHOWN = 5

BROKEN_OFF_WITHIN = timedelta(minutes=10)
"""The state that a broken-off call has left is put right within this time; later a person may have chosen it."""

_FAILED = {"not_done": "is as it was", "unknown": "may be either: its last write is unknown"}
_COMPARED_RUN_BY_RUN = 8


@dataclass(frozen=True)
class Premises:
    """What the service was made from: which configuration is in force, and data that none of its backends opens."""

    said: str = ""
    leftovers: Callable[[], Sequence[str]] = tuple
    """Sentences, found anew at each call."""


@dataclass(frozen=True)
class Terms:
    """Under which terms words become a plan: the backend and its options, what is accepted, the plan that is named."""

    verb: Verb
    backend: Backend
    options: Mapping[str, Any]
    accept: str | list[str] = ""
    plan: str = ""
    input: str | None = None
    changes: Schedule | None = None
    """The schedule that the words change, where they change one."""


class Desk:
    """One configured service; the verbs are in the classes that derive from it."""

    def __init__(
        self,
        backends: Mapping[str, Backend],
        *,
        default_backend: str,
        timezone: str | None,
        policy: Policy,
        journal: Journal,
        now: Callable[[], datetime],
        notes: Notes | None = None,
        premises: Premises | None = None,
        holidays: str = "",
    ) -> None:
        self.directory = Directory(backends, default_backend)
        self.backends = self.directory.backends
        self.timezone = checked_zone(timezone or "")
        self.holidays = holidays
        """The place whose public holidays are meant where words name none, "" for none."""
        self.policy = policy
        self.journal = journal
        self.notes = notes or Notes(None, now)
        self.premises = premises or Premises()
        self._now = now
        self._locks = {name: Lock() for name in self.backends}

    def close(self) -> None:
        """Close the backends, the journal and the notes."""
        for backend in self.backends.values():
            backend.close()
        self.journal.close()
        self.notes.close()

    @contextmanager
    def call(self, backend: str = "") -> Iterator[None]:
        """One deadline over all that a call asks of its backends, whatever they do."""
        asked = [self.backends[backend]] if backend in self.backends else list(self.backends.values())
        with call_within(_CALL_TIMES * max((each.timeout_s for each in asked), default=CALL_AT_MOST_S)):
            yield

    @contextmanager
    def _writing(self, backend: str) -> Iterator[None]:
        """One write at a time to a backend, over all processes on the data directory, so that looking and writing
        belong together."""
        within_s = max(share_s(CALL_AT_MOST_S), 0.0)
        if not self._locks[backend].acquire(timeout=within_s):
            raise Unavailable(
                f"another call has been writing to '{backend}' for {within_s:.0f} seconds",
                "Nothing was sent by this call.",
                backend=backend,
            )
        try:
            with only_writer(self.journal.folder, backend, within_s):
                yield
        finally:
            self._locks[backend].release()

    def _writer(self, backend: Backend, agent: str, now: datetime) -> Writer:
        return Writer(backend, agent, now, self.journal.trace)

    @contextmanager
    def _noted(self, verb: str, handle: Handle, digest: str, row: Row, enabled: bool | None = None) -> Iterator[None]:
        """The journal around a write; `enabled` is whether the schedule runs, where the write pauses it meanwhile."""
        key = str(handle)
        outline: dict[str, Any] = {"name": row.name, "agent": handle.agent}
        outline |= {"ids": [record.id for record in records_of(row)]}
        outline |= {} if enabled is None else {"enabled": enabled}
        entry = self.journal.begin(verb, handle.backend, key, digest, outline)
        try:
            yield
        except ScheduleError as error:
            # While its parts are not as they were, the line stays open: the next call ends what this one began.
            is_open = isinstance(error, OutcomeUnknown) or "parts" in error.details
            self.journal.settle(entry, "unknown" if is_open else "failed", {"error": error.code, **error.details})
            raise
        self.journal.settle(entry, "done")
        self.journal.settle_all(key)

    def _was_running(self, handle: Handle, row: Row, now: datetime) -> list[Entry]:
        """The broken-off changes that have paused what was active, so lately that nobody else will have done it."""
        ids = {record.id for record in records_of(row)}
        return [
            entry
            for entry in self.journal.unsettled()
            if (entry.verb, entry.backend) == ("update", handle.backend)
            and entry.outline.get("enabled")
            and ids & set(entry.outline.get("ids", ()))
            and now - entry.began < BROKEN_OFF_WITHIN
        ]

    def heard(
        self, when: str, timezone: str = "", plan: str = "", schedule_id: str = "", name: str = ""
    ) -> tuple[Heard | None, dict[str, Any]]:
        """What words mean now, and the answer that asks back, {} where nothing is open.

        Args:
            schedule_id: The schedule that the words are said of.
            name: The name of one that is to be created.
        """
        now, held, about = self._now(), None, f"create {name}" if name else ""
        if schedule_id:
            handle, row = self.directory.resolve(schedule_id)
            held, about = held_of(handle, row, self.backends[handle.backend], self.notes, self.timezone), str(handle)
        settled = self._settled(when, timezone, plan, now, held, about)
        if isinstance(settled, dict):
            return None, settled
        heard = self._hear(*settled, now, held)
        answer = self._question(heard.asked, heard, held, now) if heard.asked else {}
        asking.await_answer(about, answer.get("question", {}).get("plan", ""), self.notes)
        return heard, answer

    def _hear(self, when: str, timezone: str, plan: str, now: datetime, held: Held | None = None) -> Heard:
        """The words as of now, or of the plan's instant; said of a schedule that exists, they keep what they leave."""
        own = checked_zone(timezone)
        zone = own or (held.zone if held else "") or self.timezone
        if when or held is None:
            checked_when(when)
        instant = instant_of_reading(plan, now)
        said = with_default_place(when, self.holidays) if self.holidays else when
        if held is None:
            reading = read(said, now=instant, timezone=zone or None)
        else:
            reading = reading_beside(held, said, now=instant, timezone=own, default=self.timezone)
        if own and reading.zone and not same_zone(own, reading.zone):
            note = f"the words name {reading.zone}, which goes before the argument `timezone` ({own})"
            reading = replace(reading, assumptions=(*reading.assumptions, note))
        return Heard(when, timezone, zone, instant, reading)

    def _plan(self, heard: Heard, terms: Terms, now: datetime) -> Planned | Asked:
        """The plan, or what must be asked first; refusals by the backend come with alternatives."""
        names = checked_accept(terms.accept)
        try:
            return plan_for(
                heard,
                backend=terms.backend,
                accept=names,
                options=terms.options,
                policy=self.policy,
                now=now,
                plan=terms.plan,
            )
        except Unsupported as refusal:
            assert heard.reading.schedule is not None
            here = self._place(terms.backend, terms.options, heard.read_at)
            others = {} if terms.verb == "update" else self._others(terms, heard.read_at)
            asked = heard.reading.schedule
            found = alternatives(asked, refusal, here, others, names, now=heard.read_at)
            if terms.changes is not None:
                found = useful(found, terms.changes)
                refusal.hint = f"{refusal.hint} {hint_to_leave_out(terms.changes, asked)}".strip()
            told = [(offer, difference_of(asked, offer, heard.read_at)) for offer in found]
            told.sort(key=lambda each: bool(each[1]))
            # Another timing is not the one that a plan names.
            refusal.alternatives = [offer | ({"plan": ""} if terms.plan else {}) for offer, _ in told]
            refusal.differs = [why for _, why in told]
            raise

    def _question(self, asked: Asked, heard: Heard, held: Held | None, now: datetime) -> dict[str, Any]:
        """The answer that asks back, under a name by which it can be answered in any words."""
        return self._asked(asked, heard.when, heard.timezone, held, now)

    def _asked(self, asked: Asked, when: str, timezone: str, held: Held | None, now: datetime) -> dict[str, Any]:
        about, at = "" if held is None else str(held.handle), now.astimezone(UTC).replace(microsecond=0)
        answer = question_answer(asked, now)
        if held is not None:
            options = records_of(held.row)[0].options
            mark_unheld(answer, asked.question, self._place(self.backends[held.handle.backend], options, now))
        open_one = asking.Asked(asked.question, when, timezone, asked.place, about, at)
        if name := asking.keep(open_one, self.notes):
            answer["question"]["plan"] = name
            asking.await_answer(about, name, self.notes)
        return answer

    def _settled(
        self, when: str, timezone: str, plan: str, now: datetime, held: Held | None = None, about: str = ""
    ) -> tuple[str, str, str] | dict[str, Any]:
        """`when`, `timezone` and `plan`, as an answer to a question makes them where they are one; or it asks again.

        Args:
            about: What a question may be open about, which a part of a sentence without a plan is likely to answer.
        """
        open_one = asking.pending(about, now, self.notes) if when and about and not plan else ""
        if open_one and is_part(when, now=now, timezone=timezone or self.timezone):
            answered = self._settled(when, timezone, open_one, now, held)
            return answered if isinstance(answered, tuple) else (when, timezone, plan)
        if not plan.startswith(asking.PREFIX):
            return when, timezone, plan
        asked = asking.kept(plan, "" if held is None else str(held.handle), now, self.notes)
        own = checked_zone(timezone)
        if checked_when(when).strip() == asked.words.strip():
            # Sent again as it was, perhaps with the zone that was missing: this is no answer in words.
            return when, timezone, ""

        def again(words: str, place: str) -> Reading:
            named = checked_zone(place) or own or asked.timezone
            if held is None:
                return read(words, now=asked.at, timezone=named or self.timezone or None)
            return reading_beside(held, words, now=asked.at, timezone=named, default=self.timezone)

        reading = asking.answer_to(asked, when, again)
        if reading.schedule is not None:
            return in_full(reading.schedule), "", ""
        assert reading.question is not None
        words, place = reading.question.words or asked.words, asked.timezone
        if reading.zone and ZONE_ASKED not in asked.question.ask + reading.question.ask:
            place = reading.zone
        answer = self._asked(Asked(reading.question, reading.zone or asked.zone), words, place, held, now)
        if reading.question == asked.question:
            answer["question"]["not_understood"] = one_line(when)
        return answer

    def _place(self, backend: Backend, options: Mapping[str, Any], now: datetime) -> Place:
        """What a backend and the policy make of a schedule."""

        def tried(schedule: Schedule, names: frozenset[str]) -> object:
            self.policy.check_cadence(schedule, now)
            return backend.encode(schedule, now=now, accept=names, options=options)

        return tried

    def _others(self, terms: Terms, now: datetime) -> dict[str, Place]:
        """The other backends that would take the call: its options, its input, the operator's leave."""
        found = {}
        for name, backend in self.backends.items():
            if backend is terms.backend:
                continue
            try:
                if terms.input is not None or terms.options:
                    backend.check_options(terms.options, terms.input or "")
                if terms.verb == "create":
                    self.policy.check_write("create", name, backend.agent_id)
            except (InputError, PolicyError):
                continue
            found[name] = self._place(backend, terms.options, now)
        return found

    def _each(
        self, row: Row, act: Callable[[Record], Effect], already: Callable[[Record], bool], state: str
    ) -> list[Effect]:
        """Do something with each part of a schedule; when one fails, what became of each is told."""
        effects: list[Effect] = []
        records = records_of(row)
        for record in records:
            effect = Effect("done", record) if already(record) else act(record)
            effects.append(effect)
            if effect.is_done:
                continue
            assert effect.error is not None
            if len(records) == 1:
                raise effect.error
            parts = Parts()
            for done, each in zip(effects, records, strict=False):
                parts.set(each, state if done.is_done else _FAILED[done.outcome])
            for rest in records[len(effects) :]:
                parts.set(rest, f"is {rest.status}, as it was")
            effect.error.details["parts_done"] = len(effects) - 1
            raise parts.tell(effect.error, "The same call completes it.")
        return effects

    def _written_answer(
        self, planned: Planned, status: str, row: Row, written: Written | None, now: datetime
    ) -> dict[str, Any]:
        answer = plan_answer(planned, status, RUNS_SHOWN, now)
        answer["schedule"] = row_json(planned.backend.name, row, now)
        handle = handle_of(planned.backend.name, row)
        remember(handle, row, planned.schedule, planned.zone, self.notes)
        for about in (str(handle), f"create {row.name}"):
            self.notes.drop("pending", about)
        if written is not None:
            answer |= verified(answer, written.verdict)
        if does := planned.backend.each_run(records_of(row)[0].agent):
            answer["each_run"] = one_line(does, 1_000)
        if status == "created" and (who := planned.backend.who_fires()):
            answer["fires"] = who
        return answer


def verified(answer: Mapping[str, Any], verdict: Verdict) -> dict[str, Any]:
    """What an answer says about the check of what was written."""
    warnings = list(verdict.notes)
    if not verdict.read_back:
        handle = answer.get("schedule", {}).get("id", "")
        warnings.insert(
            0,
            "the backend took it, but it could not be read back, so nothing of it is verified: look with get_schedule "
            f"({handle}) before you rely on it, and do not repeat the call",
        )
    found: dict[str, Any] = {"verified": verdict.to_json()}
    if warnings:
        found["warnings"] = [*warnings, *answer.get("warnings", [])]
    return found


def keeps_timing(row: Row, planned: Planned, now: datetime) -> bool:
    """Whether a row, as it is held, already runs as the plan says."""
    if row.status == "incomplete":
        return False
    return _runs_as(row, planned.schedule, now) or _held_as(row, planned.encoding.members, now)


def _held_as(row: Row, members: Sequence[Member], now: datetime) -> bool:
    """Whether a row is what the plan would send: where that is moved to UTC, it is the said timing to the horizon."""
    records = records_of(row)
    return len(records) == len(members) and all(
        any(r.schedule is not None and same(r.schedule, m.schedule, after=now) for m in members) for r in records
    )


def _runs_as(row: Row, schedule: Schedule, now: datetime) -> bool:
    if row.schedule is not None:
        return same(row.schedule, schedule, after=now)
    # Parts without one common value, such as a few single runs, are compared by their instants.
    members = [Member(r.timing, r.schedule) for r in records_of(row) if r.schedule is not None]
    return len(members) == len(records_of(row)) > 0 and union_is(members, schedule, now)


def incomplete_text(handle: Handle, group: Group) -> str:
    """What is not whole about a group, and the calls that mend it."""
    missing = ", ".join(map(str, group.missing))
    if missing:
        what = f"part {missing} of {group.count} is gone or has another name"
    elif len(group.members) != group.count:
        what = f"there are {len(group.members)} of them"
    elif len({member.status for member in group.members}) > 1:
        what = "they differ in status: " + ", ".join(f"part {i} {m.status}" for i, m in enumerate(group.members, 1))
    else:
        what = "they differ in name: " + ", ".join(quoted(member.name) for member in group.members)
    return (
        f"this schedule is held as {group.count} parts and {what}. update_schedule with schedule_id {handle} and the "
        "whole `when` completes it; pause_schedule and delete_schedule apply to all parts. A part that was renamed "
        "by hand is no longer found: delete it, or it runs besides"
    )
