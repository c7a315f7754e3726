"""A stateful campaign over the service and the embedded backend, with faults at every call of the backend.

After each step what is held (looked at behind the service's back) must be what the answer said: created means that
it is there once, a refusal that nothing changed, unknown that it may be either. No step may make a duplicate.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.errors import OutcomeUnknown, Rejected, ScheduleError, Unavailable
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.service.create import SETTLED_AFTER
from schedule_mcp.writes.journal import Journal
from tests.clock import Clock

NAMES = ("report", "backup", "mail")
WHENS = ("every day at noon", "every weekday at 9am New York time", "every 90 minutes", "in 3 hours", "0 9 13 * 5")
FAULTS = (
    "none",
    "none",
    "none",
    "refused",
    "rejected",
    "lost-before",
    "lost-after",
    "late",
    "crash-before",
    "crash-after",
)
WRITES = ("create", "update", "pause", "resume", "delete")


class Crash(BaseException):
    """The process dies here."""


class Faulty(LocalBackend):
    """The embedded backend behind a network that fails: the next write meets the fault that is set."""

    fault = "none"
    pending: list[Callable[[], Any]]

    def _meet(self, apply: Callable[[], Any]) -> Any:
        fault, self.fault = self.fault, "none"
        if fault == "refused":
            raise Unavailable("the backend is down", "Try again later.")
        if fault == "rejected":
            raise Rejected("400 from the backend", "Change the request.")
        if fault == "crash-before":
            raise Crash
        if fault == "late":
            self.pending.append(apply)
        if fault in ("lost-before", "late"):
            raise OutcomeUnknown("the connection broke", "Look before repeating.")
        done = apply()
        if fault == "lost-after":
            raise OutcomeUnknown("the connection broke", "Look before repeating.")
        if fault == "crash-after":
            raise Crash
        return done

    def create(self, *given: Any) -> Any:
        return self._meet(lambda: super(Faulty, self).create(*given))

    def update(self, *given: Any) -> Any:
        return self._meet(lambda: super(Faulty, self).update(*given))

    def pause(self, *given: Any) -> Any:
        return self._meet(lambda: super(Faulty, self).pause(*given))

    def resume(self, *given: Any) -> Any:
        return self._meet(lambda: super(Faulty, self).resume(*given))

    def delete(self, *given: Any) -> Any:
        return self._meet(lambda: super(Faulty, self).delete(*given))


@dataclass(frozen=True)
class Row:
    """What is held of a schedule, without what each write changes."""

    name: str
    when: str
    input: str
    status: str


class Campaign(RuleBasedStateMachine):
    """One person's agent that calls, repeats, gives up and starts again, over a backend that fails."""

    faults_met: ClassVar[Counter[str]] = Counter()

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="campaign-"))
        self.clock = Clock()
        self.pending: list[tuple[Any, Callable[[], Any]]] = []
        self.changes = 0
        self.open()

    def open(self) -> None:
        """A new process over the same files."""
        self.engine = SqliteEngine(self.folder / "local.db", self.clock)
        self.backend = Faulty("local", self.engine, agents={}, agent_id="inbox")
        self.backend.pending = []
        self.journal = Journal(self.folder / "journal.db", self.clock)
        self.service = Service(
            {"local": self.backend},
            default_backend="local",
            timezone="Europe/Berlin",
            policy=Policy(),
            journal=self.journal,
            now=self.clock,
        )

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.close()
            shutil.rmtree(self.folder)

    def close(self) -> None:
        self.engine.close()
        self.journal.close()

    # -- the truth -------------------------------------------------------------------------------------------

    def held(self) -> dict[str, Row]:
        from schedule_mcp.language import describe

        return {s.id: Row(s.name, describe(s.schedule), s.input, s.status) for s in self.engine.all()}

    def step(self, fault: str, call: Callable[[], Mapping[str, Any]]) -> None:
        """One call under a fault, and the comparison of its answer with the truth before and after."""
        before = self.held()
        self.backend.fault = fault
        answer: Mapping[str, Any] = {}
        error: BaseException | None = None
        try:
            answer = call()
        except (ScheduleError, Crash) as caught:
            error = caught
        if self.backend.fault != fault or fault == "none":
            self.faults_met[fault] += 1
        self.backend.fault = "none"
        self.pending.extend((self.clock.time, apply) for apply in self.backend.pending)
        self.backend.pending = []
        after = self.held()
        self.changes += before != after
        self.compare(answer, error, before, after)
        if isinstance(error, Crash):
            self.close()
            self.open()

    def compare(
        self, answer: Mapping[str, Any], error: BaseException | None, before: dict[str, Row], after: dict[str, Row]
    ) -> None:
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert len(changed) <= 1
        if isinstance(error, Crash | OutcomeUnknown) or answer.get("status") == "unknown":
            return
        if error is not None or answer["status"] in ("unchanged", "exists", "needs_answer"):
            assert not changed
            return
        schedule = answer["schedule"]
        key = schedule["id"].rsplit("/", 1)[-1]
        if schedule["status"] == "deleted":
            assert changed == {key}
            assert key not in after
            return
        assert changed == {key}
        assert (after[key].name, after[key].status) == (schedule["name"], schedule["status"])
        assert (answer["status"] == "created") is (key not in before)

    # -- what happens ----------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(NAMES), when=st.sampled_from(WHENS), on=st.booleans(), fault=st.sampled_from(FAULTS))
    def create(self, name: str, when: str, on: bool, fault: str) -> None:
        self.step(fault, lambda: self.service.create(calls.Create(name, when, input=f"do {name}", enabled=on)))

    @rule(name=st.sampled_from(NAMES), when=st.sampled_from(WHENS), times=st.integers(2, 4))
    def create_again_and_again_after_a_lost_answer(self, name: str, when: str, times: int) -> None:
        for fault in ("late", "none", "none", "none")[:times]:
            self.step(fault, lambda: self.service.create(calls.Create(name, when, input=f"do {name}")))

    @precondition(lambda self: self.engine.all())
    @rule(data=st.data(), when=st.sampled_from(WHENS), fault=st.sampled_from(FAULTS))
    def update(self, data: st.DataObject, when: str, fault: str) -> None:
        chosen = self.chosen(data)
        # An update may make two of one name, timing and input; here each input holds its schedule's own id.
        self.step(fault, lambda: self.service.update(calls.Update(chosen, when=when, input=f"changed {chosen}")))

    @precondition(lambda self: self.engine.all())
    @rule(data=st.data(), verb=st.sampled_from(("pause", "resume")), fault=st.sampled_from(FAULTS))
    def switch(self, data: st.DataObject, verb: str, fault: str) -> None:
        chosen = self.chosen(data)
        self.step(fault, lambda: getattr(self.service, verb)(chosen))

    @precondition(lambda self: self.engine.all())
    @rule(data=st.data(), right=st.booleans(), fault=st.sampled_from(FAULTS))
    def delete(self, data: st.DataObject, right: bool, fault: str) -> None:
        chosen = self.chosen(data)
        name = next(s.name for s in self.engine.all() if chosen.endswith(s.id))
        self.step(fault, lambda: self.service.delete(chosen, name if right else "another"))

    @rule(minutes=st.sampled_from((0.2, 1, 5, 300)))
    def wait(self, minutes: float) -> None:
        """Time passes; what was on its way arrives within the time that the service waits for it."""
        still = []
        for sent, apply in self.pending:
            if self.clock.time + timedelta(minutes=minutes) < sent + SETTLED_AFTER * 0.9:
                still.append((sent, apply))
                continue
            with suppress(ScheduleError):
                apply()
                self.changes += 1
        self.pending = still
        self.clock.forward(minutes=minutes)

    @rule()
    def begin_anew(self) -> None:
        self.close()
        self.open()

    def chosen(self, data: st.DataObject) -> str:
        ids = [f"local/inbox/{s.id}" for s in self.engine.all()]
        return ids[data.draw(st.integers(0, len(ids) - 1))]

    # -- what always holds -----------------------------------------------------------------------------------

    @invariant()
    def the_list_is_the_truth(self) -> None:
        if hasattr(self, "engine"):
            rows = self.service.list_schedules(calls.List(limit=100))["schedules"]
            assert {row["id"].rsplit("/", 1)[-1]: (row["name"], row["status"]) for row in rows} == {
                key: (row.name, row.status) for key, row in self.held().items()
            }

    @invariant()
    def nothing_is_there_twice(self) -> None:
        if hasattr(self, "engine"):
            live = Counter((r.name, r.when, r.input) for r in self.held().values() if r.status in ("active", "paused"))
            assert all(count == 1 for count in live.values()), live

    @invariant()
    def every_change_has_a_line_in_the_journal(self) -> None:
        if hasattr(self, "engine"):
            states = Counter(entry.state for entry in self.journal.entries(10_000))
            assert states.total() - states["failed"] >= self.changes, (states, self.changes)


TestFaults = Campaign.TestCase
TestFaults.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def test_a_database_that_fails_in_the_middle_is_reported_as_unavailable(tmp_path: Path) -> None:
    clock = Clock()
    engine = SqliteEngine(tmp_path / "local.db", clock)
    backend = LocalBackend("local", engine, agents={}, agent_id="inbox")
    service = Service(
        {"local": backend},
        default_backend="local",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, clock),
        now=clock,
    )
    service.create(calls.Create("kept", "every day at noon"))
    connection, _ = engine.database._connection()
    connection.execute(f"pragma max_page_count = {connection.execute('pragma page_count').fetchone()[0]}")
    with pytest.raises(Unavailable, match="full"):
        service.create(calls.Create("big", "every day at noon", input="x" * 60_000))
    assert [row["name"] for row in service.list_schedules()["schedules"]] == ["kept"]
    engine.close()
