"""The main path on every backend over every temper: one schedule and one group through their whole lives, each step by
a process that has nothing but the backend's own list."""

from __future__ import annotations

from typing import Any

import pytest

from schedule_mcp.errors import Conflict, ScheduleError
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import TEMPERS, Bench, bench, identity

pytestmark = pytest.mark.slow


def fresh(case: Bench) -> Service:
    """A process without a journal."""
    case.backend.name = case.kind
    return Service(
        {case.kind: case.backend},
        default_backend=case.kind,
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, case.clock),
        now=case.clock,
    )


@pytest.fixture(params=TEMPERS, ids=identity)
def case(request: pytest.FixtureRequest) -> Bench:
    kind, temper = request.param
    return bench(kind, temper)


NAMES = {"orq": "display_name", "agno": "description", "http": "title"}


def rename_by_hand(case: Bench, old: str, new: str) -> None:
    """Change the name of the first record at the backend itself."""
    first = held(case)[0]
    first = first["metadata"] if case.kind == "langgraph" else first
    key = NAMES.get(case.kind, "name")
    first[key] = first[key].replace(old, new)


def held(case: Bench) -> list[dict[str, Any]]:
    """The fields of the stored records, where the names are."""
    return [record.get("data", record) for record in case.stub.records.values()]


SPLIT = {"orq": "every Monday and Tuesday at 14:00"}


def split_of(case: Bench) -> tuple[str, int]:
    if case.kind == "orq" and not getattr(case.stub, "narrow", False):
        return "every day at 9:15am and 17:30", 2
    return SPLIT.get(case.kind, "every day at 9:15am and 17:30"), 2


def test_one_schedule(case: Bench) -> None:
    made = fresh(case).create(calls.Create("report", "every day at 9am", input=case.input))
    handle = made["schedule"]["id"]
    assert made["status"] == "created"
    assert made["verified"]["expression"]
    assert made["verified"]["enabled"]
    assert fresh(case).create(calls.Create("report", "every day at 9am", input=case.input))["status"] == "exists"
    assert fresh(case).get(handle)["schedule"]["when"] == "every day at 09:00 (UTC)"
    assert fresh(case).update(calls.Update(handle, name="other"))["schedule"]["name"] == "other"
    assert fresh(case).pause(handle)["schedule"]["status"] == "paused"
    assert fresh(case).update(calls.Update(handle, when="every day at 10am"))["schedule"]["status"] == "paused"
    assert fresh(case).resume("other")["schedule"]["status"] == "active"
    shown = fresh(case).get(handle)
    assert (shown["schedule"]["when"], shown["schedule"]["input"]) == ("every day at 10:00 (UTC)", case.input)
    assert fresh(case).list_schedules(calls.List(status="active"))["total"] == 1
    fresh(case).delete(handle, "other")
    assert case.stub.records == {}


def test_one_group(case: Bench) -> None:
    when, parts = split_of(case)
    made = fresh(case).create(calls.Create("report", when, input=case.input))
    handle = made["schedule"]["id"]
    assert (made["schedule"]["parts"], len(case.stub.records)) == (parts, parts)
    assert fresh(case).create(calls.Create("report", when, input=case.input))["status"] == "exists"
    (row,) = fresh(case).list_schedules()["schedules"]
    assert (row["id"], row["name"], row["status"]) == (handle, "report", "active")
    assert fresh(case).pause(handle)["schedule"]["status"] == "paused"
    assert fresh(case).resume(handle)["schedule"]["status"] == "active"
    assert fresh(case).update(calls.Update(handle, name="other"))["schedule"]["name"] == "other"
    case.stub.records.popitem()
    (row,) = fresh(case).list_schedules(calls.List(status="incomplete"))["schedules"]
    with pytest.raises(Conflict):
        fresh(case).create(calls.Create("other", when, input=case.input))
    whole = fresh(case).update(calls.Update(row["id"], when=when))
    assert (whole["schedule"]["status"], whole["schedule"]["id"]) == ("active", handle)
    assert len(case.stub.records) == parts
    fresh(case).delete(handle, "other")
    assert case.stub.records == {}


SINGLE = [each for each in TEMPERS if each[0] not in ("agentscope", "langgraph", "agno") and not each[1].get("narrow")]
"""Those that can hold a single run."""


def paused_then_missed(case: Bench, when: str) -> str:
    handle: str = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    assert fresh(case).pause(handle)["schedule"]["status"] == "paused"
    case.clock.forward(days=20)
    return handle


@pytest.mark.parametrize("case", SINGLE, ids=identity, indirect=True)
def test_a_single_run_that_was_missed_while_paused_is_over_and_runs_with_a_new_time_only(case: Bench) -> None:
    handle = paused_then_missed(case, "2026-12-01T09:00:00Z")
    before = [dict(each) for each in held(case)]
    assert fresh(case).get(handle)["schedule"]["status"] == "completed"
    with pytest.raises(Conflict, match="will not run again"):
        fresh(case).resume(handle)
    assert held(case) == before
    changed = fresh(case).update(calls.Update(handle, when="2027-01-01T09:00:00Z"))
    assert changed["schedule"]["status"] == "active"
    assert changed["verified"]["enabled"]


@pytest.mark.parametrize("case", SINGLE, ids=identity, indirect=True)
def test_resuming_single_runs_leaves_those_that_were_missed(case: Bench) -> None:
    handle = paused_then_missed(case, "on december 1 2026 and december 30 2026 at 9am UTC")
    assert fresh(case).get(handle)["schedule"]["status"] == "paused"
    first, _ = held(case)
    before = dict(first)
    assert fresh(case).resume(handle)["schedule"]["status"] == "active"
    assert held(case)[0] == before
    assert fresh(case).pause(handle)["schedule"]["status"] == "paused"
    changed = fresh(case).update(calls.Update(handle, when="on january 7 2027 and january 9 2027 at 9am UTC"))
    assert (changed["schedule"]["status"], len(case.stub.records)) == ("paused", 2)


@pytest.mark.parametrize("case", SINGLE, ids=identity, indirect=True)
def test_single_runs_of_which_some_are_over_are_renamed_with_their_times_said_again(case: Bench) -> None:
    when = "on december 1 2026 and december 30 2026 at 9am UTC"
    handle = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    case.clock.forward(days=20)
    changed = fresh(case).update(calls.Update(handle, name="other", when="on december 30 2026 at 9am UTC"))
    (row,) = fresh(case).list_schedules()["schedules"]
    assert (changed["schedule"]["name"], row["name"], row["status"]) == ("other", "other", "active")
    (run,) = fresh(case).get(row["id"])["next_runs"]
    assert run["utc"] == "2026-12-30T09:00:00Z"


@pytest.mark.parametrize("case", SINGLE, ids=identity, indirect=True)
def test_single_runs_get_new_times_when_some_are_over(case: Bench) -> None:
    when = "on december 1 2026 and december 30 2026 at 9am UTC"
    handle = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    case.clock.forward(days=20)
    changed = fresh(case).update(calls.Update(handle, when="on january 7 2027 and january 9 2027 at 9am UTC"))
    assert (changed["schedule"]["status"], len(case.stub.records)) == ("active", 2)
    assert changed["next_runs"][0]["utc"] == "2027-01-07T09:00:00Z"


def test_a_member_that_a_hand_paused_is_incomplete_until_resumed(case: Bench) -> None:
    when, _ = split_of(case)
    handle = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    first = next(iter(case.backend.list("")))
    case.backend.pause("", first.id)
    shown = fresh(case).get(handle)
    assert shown["schedule"]["status"] == "incomplete"
    assert "differ in status" in shown["warnings"][-1]
    assert fresh(case).resume(handle)["schedule"]["status"] == "active"


def test_two_groups_of_one_timing_keep_apart(case: Bench) -> None:
    when, parts = split_of(case)
    one = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    two = fresh(case).create(calls.Create("backup", when, input=case.input))["schedule"]["id"]
    assert one != two
    assert fresh(case).get(two)["schedule"]["name"] == "backup"
    fresh(case).delete(two, "backup")
    assert fresh(case).get(one)["schedule"]["parts"] == parts == len(case.stub.records)


def test_a_group_that_cannot_be_completed_is_taken_back(case: Bench) -> None:
    when, _ = split_of(case)
    original = case.backend.create
    made: list[str] = []

    def failing(agent: str, draft: Any) -> Any:
        if made:
            raise ScheduleError("no more")
        made.append(draft.name)
        return original(agent, draft)

    case.backend.create = failing  # type: ignore[method-assign]
    with pytest.raises(ScheduleError, match="no more"):
        fresh(case).create(calls.Create("report", when, input=case.input))
    assert case.stub.records == {}


def test_a_half_renamed_group_is_one_group_and_is_mended_by_the_same_call(case: Bench) -> None:
    """As a process leaves it that was killed between two parts."""
    when, parts = split_of(case)
    handle = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    rename_by_hand(case, "report", "other")
    (row,) = fresh(case).list_schedules()["schedules"]
    assert (row["id"], row["status"], row["parts"]) == (handle, "incomplete", parts)
    mended = fresh(case).update(calls.Update(handle, name="other", when=when))["schedule"]
    assert (mended["status"], mended["name"], mended["parts"]) == ("active", "other", parts)
    assert all(record.name.startswith("other [") for record in case.backend.list(""))


def test_a_rename_that_fails_at_a_part_is_undone(case: Bench) -> None:
    when, _ = split_of(case)
    handle = fresh(case).create(calls.Create("report", when, input=case.input))["schedule"]["id"]
    original = case.backend.update
    done: list[str] = []

    def failing(agent: str, current: Any, change: Any) -> Any:
        if len(done) == 1 and change.name and change.name.startswith("other"):
            raise ScheduleError("no more")
        done.append(current.id)
        return original(agent, current, change)

    case.backend.update = failing  # type: ignore[method-assign]
    with pytest.raises(ScheduleError, match="no more"):
        fresh(case).update(calls.Update(handle, name="other"))
    case.backend.update = original  # type: ignore[method-assign]
    (row,) = fresh(case).list_schedules()["schedules"]
    assert (row["name"], row["status"]) == ("report", "active")
