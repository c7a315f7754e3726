"""What every engine promises: nothing due is lost, nothing fires after a pause, a dead worker's runs are taken over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.engine.port import (
    Engine,
    Finished,
    InboxPage,
    Room,
    RunsWanted,
    SchedulesWanted,
    StoredSchedule,
    Telling,
)
from schedule_mcp.engine.rules import Ongoing, firing, rearmed, wake_of
from schedule_mcp.engine.setup import open_engine
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.tables import Kept
from schedule_mcp.errors import Conflict, InvalidArgument, Unavailable
from schedule_mcp.schedule.fire_times import fires
from schedule_mcp.schedule.model import EVERY_DAY, Calendar, Interval, Once, Rule, Schedule
from tests.clock import Clock

LEASE = timedelta(seconds=30)
TO_INBOX = Finished("done", to_inbox=True)
HOURLY = Calendar((Rule(EVERY_DAY, tuple(range(0, 86_400, 3600))),), "UTC")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Engine]:
    database = "sqlite:///" + str(tmp_path / "engine.db")
    if request.param == "postgres":
        database = request.getfixturevalue("postgres_url")
    made = open_engine("here", {"database": database}, clock)
    yield made
    made.close()


def stored(schedule: Schedule = HOURLY, **more: Any) -> StoredSchedule:
    return replace(StoredSchedule("s1", "inbox", "report", schedule, "active", "do it"), **more)


def test_a_due_run_is_claimed_once_and_the_next_is_armed(engine: Engine, clock: Clock) -> None:
    assert engine.arm(stored()).next_due == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert (run.due, run.input, run.attempt, run.missed) == (clock(), "do it", 1, 0)
    assert list(engine.claim("w2", Room(10), LEASE)) == []
    assert engine.finish(run, Finished("done", "well"))
    assert [(past.status, past.detail) for past in engine.history("s1", 5)] == [("done", "well")]
    assert engine.next_due() == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_a_dead_workers_run_is_taken_over_under_the_same_id(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (first,) = engine.claim("dead", Room(10), LEASE)
    clock.forward(seconds=29)
    assert list(engine.claim("w2", Room(10), LEASE)) == []
    clock.forward(seconds=2)
    (second,) = engine.claim("w2", Room(10), LEASE)
    assert (second.id, second.attempt) == (first.id, 2)
    assert not engine.finish(first, Finished("done"))
    assert engine.finish(second, Finished("done"))


def test_nothing_fires_after_a_pause(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", Room(10), LEASE)
    engine.finish(run, Finished("retry", "503", clock() + timedelta(seconds=5)))
    engine.arm(stored(status="paused"))
    clock.forward(hours=3)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    assert engine.next_due() is None
    assert engine.arm(stored()).next_due == datetime(2026, 11, 22, 18, tzinfo=UTC)


def test_a_retry_comes_at_its_time(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(seconds=1))))
    clock.forward(seconds=1)
    (run,) = engine.claim("w1", Room(10), LEASE)
    engine.finish(run, Finished("retry", "503", clock() + timedelta(seconds=5)))
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    clock.forward(seconds=5)
    (again,) = engine.claim("w1", Room(10), LEASE)
    assert again.attempt == 2


@pytest.mark.parametrize(
    ("options", "claimed"),
    [({}, [("17:00", 3)]), ({"catch_up": "all"}, [("14:00", 0)]), ({"catch_up": "skip"}, [])],
)
def test_missed_runs_follow_the_catch_up_policy(
    engine: Engine, clock: Clock, options: dict[str, str], claimed: list[tuple[str, int]]
) -> None:
    engine.arm(stored(options=options))
    clock.forward(hours=3, minutes=15)
    runs = engine.claim("w1", Room(10), LEASE)
    assert [(f"{run.due:%H:%M}", run.missed) for run in runs] == claimed
    if options.get("catch_up") == "all":
        assert [f"{run.due:%H:%M}" for _ in range(3) for run in engine.claim("w1", Room(10), LEASE)] == [
            "15:00",
            "16:00",
            "17:00",
        ]


def test_an_overlapping_run_is_skipped_on_request(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(options={"overlap": "skip"}))
    clock.forward(minutes=10)
    assert len(engine.claim("w1", Room(10), timedelta(hours=2))) == 1
    clock.forward(hours=1)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    assert [past.status for past in engine.history("s1", 5)] == ["skipped", "running"]


def test_a_change_of_name_keeps_what_is_due(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    engine.arm(stored(name="other"))
    assert [run.name for run in engine.claim("w1", Room(10), LEASE)] == ["other"]


def test_once_completes(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(seconds=3))))
    clock.forward(seconds=3)
    assert len(engine.claim("w1", Room(10), LEASE)) == 1
    found = engine.find("s1")
    assert found is not None
    assert (found.status, found.next_due) == ("completed", None)


def test_a_free_phase_counts_from_when_it_is_armed(engine: Engine, clock: Clock) -> None:
    armed = engine.arm(stored(Interval(timedelta(minutes=45))))
    assert armed.next_due == clock() + timedelta(minutes=45)
    clock.forward(minutes=30)
    assert engine.arm(stored(armed.schedule, name="other")).next_due == armed.next_due


def test_cancel_forgets_everything(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    engine.claim("w1", Room(10), LEASE)
    assert engine.cancel("s1")
    clock.forward(hours=2)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    assert not engine.cancel("s1")


def test_workers_are_seen_while_they_live(engine: Engine, clock: Clock) -> None:
    engine.alive("w1", "worker")
    clock.forward(seconds=10)
    assert [worker.id for worker in engine.alive("w2", "server")] == ["w1", "w2"]
    clock.forward(seconds=10)
    assert [worker.id for worker in engine.alive()] == ["w2"]


def test_a_buried_workers_run_goes_to_another_long_before_its_lease_ends(engine: Engine, clock: Clock) -> None:
    engine.alive("w1", "worker")
    word = clock()
    engine.arm(stored())
    clock.forward(minutes=10)
    (first,) = engine.claim("w1", Room(10), timedelta(hours=1))
    assert list(engine.claim("w2", Room(10), LEASE)) == []
    assert engine.bury("w1", word)
    (second,) = engine.claim("w2", Room(10), LEASE)
    assert (second.id, second.attempt) == (first.id, 2)
    assert not engine.finish(first, Finished("done"))


def test_a_worker_that_was_heard_of_meanwhile_is_not_buried(engine: Engine, clock: Clock) -> None:
    engine.alive("w1", "worker")
    word = clock()
    clock.forward(seconds=5)
    engine.alive("w1", "worker")
    assert not engine.bury("w1", word)
    assert dict(engine.workers()) == {"w1": clock()}


def test_the_inbox_takes_a_repeat_once(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert engine.finish(run, TO_INBOX)
    assert not engine.finish(run, TO_INBOX)
    page = engine.inbox(5)
    assert [(d.id, d.input, d.read) for d in page.deliveries] == [(run.id, "do it", False)]
    assert engine.delivery(run.id) == page.deliveries[0]
    assert engine.inbox(5, schedule_id="s2") == InboxPage([], 0, 0)


def test_history_is_bounded(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Interval(timedelta(seconds=1))))
    for _ in range(150):
        clock.forward(seconds=1)
        for run in engine.claim("w1", Room(10), LEASE):
            engine.finish(run, Finished("done"))
    assert len(engine.history("s1", 1_000)) <= 101


def test_eight_threads_claim_each_run_once(engine: Engine, clock: Clock) -> None:
    for i in range(60):
        engine.arm(StoredSchedule(f"s{i}", "inbox", "n", HOURLY, "active"))
    clock.forward(minutes=10)
    claimed: list[str] = []

    def work(name: str) -> None:
        for _ in range(10):
            claimed.extend(run.id for run in engine.claim(name, Room(3), LEASE))

    threads = [threading.Thread(target=work, args=(f"w{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 60


def test_a_late_one_time_run_survives_a_new_name(engine: Engine, clock: Clock) -> None:
    once = Once(clock() + timedelta(seconds=3))
    engine.arm(stored(once))
    clock.forward(minutes=5)
    assert engine.arm(stored(once, name="other")).status == "active"
    assert [(run.name, run.due) for run in engine.claim("w1", Room(10), LEASE)] == [("other", once.at)]


def test_a_clock_set_back_makes_no_run_twice(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    due = []
    for hours in (0, 1, 0, -1, 0, 0, 1, 1):
        clock.forward(hours=hours, minutes=10)
        for run in engine.claim("w1", Room(10), LEASE):
            engine.finish(run, Finished("done"))
            due.append(f"{run.due:%H:%M}")
    assert due == ["14:00", "15:00", "16:00", "17:00"]


def test_a_clock_set_back_makes_no_run_twice_after_a_pause_either(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    assert len(engine.claim("w1", Room(10), LEASE)) == 1
    clock.forward(minutes=-5)
    engine.arm(stored(status="paused"))
    assert engine.arm(stored()).next_due == datetime(2026, 11, 22, 15, tzinfo=UTC)
    other = Calendar((Rule(EVERY_DAY, (50_400,)),), "UTC")
    assert engine.arm(stored(other)).next_due == datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_a_clock_set_forward_counts_what_was_passed_over(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(days=400)
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert (run.due, run.missed) == (clock().replace(minute=0), 400 * 24 - 1)
    found = engine.find("s1")
    assert found is not None
    assert found.next_due == clock().replace(minute=0) + timedelta(hours=1)


@given(times=st.lists(st.integers(1, 7_200), min_size=1, max_size=12))
def test_what_is_claimed_is_what_the_calendar_says(times: list[int]) -> None:
    """Without a store: the rule that both engines follow, however irregularly a worker asks."""
    clock = Clock()
    value = Calendar((Rule(EVERY_DAY, tuple(range(0, 86_400, 900))),), "America/New_York")
    armed = rearmed(stored(value, options={"catch_up": "all"}), None, None, clock())
    begun, made = clock(), []
    for seconds in times:
        clock.forward(seconds=seconds)
        while armed.next_due is not None and armed.next_due <= clock():
            run = firing(armed, clock(), Ongoing)
            made.append(run.due)
            armed = replace(armed, next_due=run.following)
    assert made == list(takewhile(lambda at: at <= clock(), fires(value, after=begun)))


# -- runs that are asked for, pauses that end, what happened --------------------------------------------------


@pytest.mark.parametrize("status", ["active", "paused"])
def test_run_now_makes_one_run_besides_the_calendar(engine: Engine, clock: Clock, status: str) -> None:
    armed = engine.arm(stored(status=status))
    first, second = engine.run_now("s1"), engine.run_now("s1")
    assert first is not None
    assert second is not None
    assert (first.kind, first.status, first.due, first.started) == ("manual", "waiting", clock(), None)
    claimed = engine.claim("w1", Room(10), LEASE)
    assert [(run.kind, run.input, run.attempt) for run in claimed] == [("manual", "do it", 1)] * 2
    assert [run.id for run in claimed] == [first.id, second.id]
    assert len({first.id, second.id}) == 2
    for run in claimed:
        assert engine.finish(run, TO_INBOX)
    assert {each.id for each in engine.inbox(5).deliveries} == {first.id, second.id}
    found = engine.find("s1")
    assert found is not None
    assert (found.status, found.next_due, found.generation) == (status, armed.next_due, 1)
    assert [past.kind for past in engine.history("s1", 5)] == ["manual", "manual"]
    assert engine.run_now("s2") is None


def test_what_was_asked_for_survives_a_change_but_is_not_tried_again_after_a_pause(
    engine: Engine, clock: Clock
) -> None:
    engine.arm(stored())
    engine.run_now("s1")
    engine.arm(stored(name="other"))
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert run.name == "other"
    engine.finish(run, Finished("retry", "503", clock() + timedelta(seconds=5)))
    engine.arm(stored(status="paused"))
    clock.forward(hours=2)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    assert [past.status for past in engine.history("s1", 5)] == ["cancelled"]


def test_a_manual_run_of_a_dead_worker_is_taken_over_while_the_schedule_is_paused(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(status="paused"))
    engine.run_now("s1")
    (first,) = engine.claim("dead", Room(10), LEASE)
    clock.forward(seconds=31)
    (second,) = engine.claim("w2", Room(10), LEASE)
    assert (second.id, second.attempt) == (first.id, 2)


@pytest.mark.parametrize(
    ("until", "first"),
    [
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), "17:00"),
        (datetime(2026, 11, 22, 17, 0, 0, 1, tzinfo=UTC), "18:00"),
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), "17:00"),
    ],
)
def test_a_pause_until_an_instant_ends_exactly_then(engine: Engine, clock: Clock, until: datetime, first: str) -> None:
    engine.arm(stored())
    paused = engine.pause_until("s1", until)
    assert paused is not None
    assert (paused.status, paused.resumes) == ("paused", until)
    clock.time = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    assert engine.find("s1") == paused
    assert engine.count(SchedulesWanted(status="paused")) == 1
    clock.time = until
    found = engine.find("s1")
    assert found is not None
    assert (found.status, found.resumes, f"{found.next_due:%H:%M}") == ("active", None, first)
    assert engine.count(SchedulesWanted(status="active")) == 1
    clock.time = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    runs = engine.claim("w1", Room(10), LEASE)
    assert [run.missed for run in runs] == [1 if first == "17:00" else 0]
    assert engine.pause_until("s2", until) is None


def test_a_pause_that_is_changed_or_ended_early_forgets_its_end(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    paused = engine.pause_until("s1", clock() + timedelta(hours=5))
    assert paused is not None
    renamed = engine.arm(replace(paused, name="other"))
    assert (renamed.resumes, renamed.next_due) == (paused.resumes, paused.next_due)
    resumed = engine.arm(replace(renamed, status="active", resumes=None))
    assert (resumed.resumes, resumed.next_due) == (None, datetime(2026, 11, 22, 14, tzinfo=UTC))
    engine.pause_until("s1", clock() + timedelta(hours=5))
    for_good = engine.arm(replace(resumed, status="paused", resumes=None))
    clock.forward(hours=6)
    assert for_good.next_due is None
    assert list(engine.claim("w1", Room(10), LEASE)) == []


def test_a_pause_over_the_last_run_completes(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(minutes=1))))
    engine.pause_until("s1", clock() + timedelta(hours=1))
    clock.forward(hours=1)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    found = engine.find("s1")
    assert found is not None
    assert found.status == "completed"


def test_a_failed_run_shows_in_its_schedule_and_the_status_filter(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(minutes=1))))
    clock.forward(minutes=1)
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert [s.last_run for s in engine.all()] == ["running"]
    engine.finish(run, Finished("failed", "exit code 1"))
    assert [s.last_run for s in engine.all()] == ["failed"]
    counted = {status: engine.count(SchedulesWanted(status=status)) for status in ("completed", "dead", "active")}
    assert counted == {"completed": 0, "dead": 1, "active": 0}


def test_a_dead_run_is_made_again_under_its_id(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", Room(10), LEASE)
    with pytest.raises(Conflict, match="is running"):
        engine.replay(run.id)
    engine.finish(run, Finished("failed", "exit code 1"))
    engine.arm(stored(status="paused"))
    again = engine.replay(run.id)
    assert again is not None
    assert (again.id, again.status, again.attempt) == (run.id, "waiting", 0)
    (second,) = engine.claim("w2", Room(10), LEASE)
    assert (second.id, second.attempt) == (run.id, 1)
    engine.finish(second, Finished("done"))
    with pytest.raises(Conflict, match="is done"):
        engine.replay(run.id)


@pytest.mark.parametrize("run", ["", "s1", "s1:1:x", "s1:1:99", "s1:one:99", "s1:1:manual-99", "a:b:c:d", "s1:1:²"])
def test_an_id_that_is_of_no_run_finds_none(engine: Engine, run: str) -> None:
    engine.arm(stored())
    assert engine.replay(run) is None
    assert engine.delivery(run) is None


def test_past_runs_over_all_schedules_come_in_pages(engine: Engine, clock: Clock) -> None:
    for i in range(6):
        engine.arm(stored(id=f"s{i}", agent=f"agent{i % 2}"))
    for _ in range(3):
        clock.forward(hours=1)
        for run in engine.claim("w1", Room(10), LEASE):
            bad = run.schedule_id == "s1"
            engine.finish(run, Finished("failed" if bad else "done"))

    def pages(wanted: RunsWanted) -> list[tuple[str, str]]:
        found, after = [], ""
        while True:
            page = engine.runs(wanted, 4, after)
            found += [(run.id, run.status) for run in page.runs]
            after = page.after
            if not after:
                assert page.total == len(found)
                return found

    assert len(set(pages(RunsWanted()))) == len(pages(RunsWanted())) == 18
    assert {status for _, status in pages(RunsWanted(statuses=("failed",)))} == {"failed"}
    first = [status for _, status in pages(RunsWanted(failed_first=True))]
    assert first == ["failed"] * 3 + ["done"] * 15
    assert sorted(pages(RunsWanted(failed_first=True))) == sorted(pages(RunsWanted()))
    assert len(pages(RunsWanted(since=clock().replace(minute=0)))) == 6
    assert len(pages(RunsWanted(until=clock().replace(minute=0)))) == 12
    assert {run.split(":")[0] for run, _ in pages(RunsWanted(agent="agent1"))} == {"s1", "s3", "s5"}
    assert len(pages(RunsWanted(schedule_id="s2"))) == 3


def test_the_inbox_pages_and_marks_read_only_what_is_acknowledged(engine: Engine, clock: Clock) -> None:
    for i in range(2):
        engine.arm(stored(id=f"s{i}"))
    for _ in range(4):
        clock.forward(hours=1)
        for run in engine.claim("w1", Room(10), LEASE):
            engine.finish(run, TO_INBOX)
    first = engine.inbox(5)
    second = engine.inbox(5, after=first.after)
    assert (first.total, first.unread, second.after) == (8, 8, "")
    ids = [each.id for each in (*first.deliveries, *second.deliveries)]
    assert len(set(ids)) == 8
    assert engine.inbox(5) == first
    assert engine.acknowledge([ids[0], ids[1], "no such"]) == 2
    assert engine.acknowledge([ids[0]]) == 0
    assert (engine.unread(), engine.unread("s0"), engine.unread("s2")) == (6, 3, 0)
    waiting = engine.inbox(10, unread=True)
    assert [each.id for each in waiting.deliveries] == ids[2:]
    assert (waiting.total, waiting.unread) == (6, 6)
    assert [each.read for each in engine.inbox(2).deliveries] == [True, True]


@pytest.mark.parametrize("cursor", ["x", "1", "1.2.", "-", "1.²", "99999999999999999999.1"])
def test_a_cursor_that_is_none_is_refused(engine: Engine, cursor: str) -> None:
    with pytest.raises(InvalidArgument, match="cursor"):
        engine.page(SchedulesWanted(), 5, cursor)
    with pytest.raises(InvalidArgument, match="cursor"):
        engine.runs(RunsWanted(), 5, cursor)


# -- what a schedule asks for ----------------------------------------------------------------------------------


def test_a_run_that_is_to_wait_begins_when_the_one_before_has_ended(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(options={"overlap": "queue"}))
    clock.forward(minutes=10)
    (first,) = engine.claim("w1", Room(10), timedelta(hours=9))
    for _ in range(2):
        clock.forward(hours=1)
        assert list(engine.claim("w1", Room(10), timedelta(hours=9))) == []
    assert [past.status for past in engine.history("s1", 5)] == ["waiting", "waiting", "running"]
    assert engine.next_due() == datetime(2026, 11, 22, 17, tzinfo=UTC)
    engine.finish(first, Finished("failed"))
    (second,) = engine.claim("w1", Room(10), LEASE)
    assert (f"{second.due:%H:%M}", second.attempt) == ("15:00", 1)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    engine.finish(second, Finished("done"))
    (third,) = engine.claim("w1", Room(10), LEASE)
    assert f"{third.due:%H:%M}" == "16:00"


def test_a_queue_has_an_end_and_says_so(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Interval(timedelta(seconds=1)), options={"overlap": "queue"}))
    for _ in range(103):
        clock.forward(seconds=1)
        engine.claim("w1", Room(10), timedelta(hours=9))
    latest = engine.history("s1", 1)[0]
    assert (latest.status, latest.detail) == ("skipped", "100 runs of it wait already")


def test_failures_in_a_row_pause_a_schedule_with_the_reason(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(options={"pause_after_failures": 3}))
    for status in ("failed", "failed", "done", "failed", "failed", "failed"):
        assert engine.find("s1").status == "active"  # type: ignore[union-attr]
        clock.forward(hours=1)
        (run,) = engine.claim("w1", Room(10), LEASE)
        engine.finish(run, Finished(status, "exit code 2\nmore"))  # type: ignore[arg-type]
    paused = engine.find("s1")
    assert paused is not None
    assert (paused.status, paused.reason) == ("paused", "3 failed runs in a row; the last: exit code 2")
    clock.forward(hours=3)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    resumed = engine.arm(replace(paused, status="active"))
    assert (resumed.status, resumed.reason) == ("active", "")


@pytest.mark.parametrize(
    ("options", "made", "missed"),
    [
        ({"catch_up": "all", "catch_up_window_s": 7_200}, ["16:00", "17:00"], ["15:00"]),
        ({"catch_up": "latest", "catch_up_window_s": 7_200}, ["17:00"], []),
        ({"catch_up": "latest", "catch_up_window_s": 600}, [], ["17:00"]),
    ],
)
def test_what_was_missed_before_the_window_is_recorded_and_not_made(
    engine: Engine, clock: Clock, options: dict[str, Any], made: list[str], missed: list[str]
) -> None:
    engine.arm(stored(options=options))
    clock.forward(hours=3, minutes=30)
    runs = [run for _ in range(5) for run in engine.claim("w1", Room(10), LEASE)]
    assert [f"{run.due:%H:%M}" for run in runs] == made
    assert [f"{past.due:%H:%M}" for past in engine.history("s1", 9) if past.status == "missed"] == missed
    # People are told of those once.
    assert isinstance(engine, Telling)
    assert [(event.what, f"{event.due:%H:%M}") for event in engine.settled()] == [("missed", due) for due in missed]
    assert list(engine.settled()) == []


@given(jitter=st.integers(1, 86_400), name=st.text("abcdef0123456789", min_size=1))
def test_jitter_keeps_the_order_of_runs_and_never_makes_one_early(jitter: int, name: str) -> None:
    clock = Clock()
    armed = rearmed(stored(id=name, options={"jitter_s": jitter, "catch_up": "all"}), None, None, clock())
    for _ in range(6):
        wake, due = wake_of(armed), armed.next_due
        assert wake is not None
        assert due is not None
        following = due + timedelta(hours=1)
        assert due <= wake < min(following, due + timedelta(seconds=jitter))
        assert wake_of(armed) == wake
        made = firing(armed, wake, Ongoing)
        assert (made.due, made.status) == (due, "running")
        armed = replace(armed, next_due=made.following)


def test_a_run_with_jitter_is_claimed_when_it_begins_and_told_as_it_is_due(engine: Engine, clock: Clock) -> None:
    armed = engine.arm(stored(options={"jitter_s": 600}))
    wake = wake_of(armed)
    assert wake is not None
    assert engine.next_due() == wake
    clock.time = wake - timedelta(microseconds=1)
    assert list(engine.claim("w1", Room(10), LEASE)) == []
    clock.time = wake
    assert [run.due for run in engine.claim("w1", Room(10), LEASE)] == [armed.next_due]


def test_a_lease_is_longer_than_the_time_that_a_schedule_asks_for(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(options={"timeout_s": 7_200}))
    clock.forward(minutes=10)
    assert len(engine.claim("w1", Room(10), LEASE)) == 1
    clock.forward(minutes=45)
    assert list(engine.claim("w2", Room(10), LEASE)) == []


# -- room ------------------------------------------------------------------------------------------------------


def test_a_worker_leaves_the_runs_of_agents_that_it_does_not_know(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    engine.arm(stored(id="s2", agent="coder"))
    engine.run_now("s2")
    assert engine.next_due(["report"]) is None
    clock.forward(minutes=10)
    assert [run.agent for run in engine.claim("w1", Room(10, ["inbox", "report"]), LEASE)] == ["inbox"]
    assert [run.agent for run in engine.claim("w2", Room(10, ["coder"]), LEASE)] == ["coder", "coder"]


def test_one_agent_gets_its_share_and_those_behind_it_get_theirs(engine: Engine, clock: Clock) -> None:
    for i in range(20):
        engine.arm(stored(id=f"slow{i:02}", agent="slow"))
    for i in range(3):
        engine.arm(stored(HOURLY, id=f"other{i}", agent="other"))
    clock.forward(minutes=10)
    room = Room(16, None, 8, {"other": 2})
    claimed = [run.agent for run in engine.claim("w1", room, LEASE)]
    assert (claimed.count("slow"), claimed.count("other")) == (8, 2)
    assert list(engine.claim("w1", room, LEASE)) == []
    second = [run.agent for run in engine.claim("w2", room, LEASE)]
    assert (second.count("slow"), second.count("other")) == (8, 0)
    assert engine.overdue() == (5, datetime(2026, 11, 22, 14, tzinfo=UTC))


def test_several_ends_are_settled_at_once(engine: Engine, clock: Clock) -> None:
    for i in range(5):
        engine.arm(stored(id=f"s{i}"))
    clock.forward(minutes=10)
    runs = list(engine.claim("w1", Room(10), LEASE))
    stale = replace(runs[0], worker="w2")
    ends = [(stale, TO_INBOX), *((run, TO_INBOX) for run in reversed(runs))]
    assert list(engine.finish_all(ends)) == [False, *[True] * 5]
    assert engine.unread() == 5


# -- what is kept ----------------------------------------------------------------------------------------------


def test_old_runs_go_and_the_inbox_keeps_its_size(engine: Engine, clock: Clock) -> None:
    engine.kept = Kept(runs=10, inbox=6, age=timedelta(days=2))  # type: ignore[attr-defined]
    engine.arm(stored())
    ids = []
    for _ in range(20):
        clock.forward(hours=1)
        for run in engine.claim("w1", Room(10), LEASE):
            engine.finish(run, TO_INBOX)
            ids.append(run.id)
    engine.acknowledge(ids[-2:])
    engine.tidy()
    assert [past.id for past in engine.history("s1", 50)] == ids[:-11:-1]
    page = engine.inbox(50)
    # Those that were read went first; then the oldest, which nobody had read, and that is told.
    assert [each.id for each in page.deliveries] == ids[-3:-9:-1]
    assert page.dropped == 12
    engine.acknowledge(ids)
    clock.forward(days=3)
    engine.tidy()
    assert (engine.inbox(50).total, engine.runs(RunsWanted(), 50).total) == (0, 0)


# -- finding -------------------------------------------------------------------------------------------------


def test_schedules_are_found_by_name_agent_status_and_page(engine: Engine, clock: Clock) -> None:
    for i in range(7):
        clock.forward(seconds=i % 2)
        status = "paused" if i == 3 else "active"
        engine.arm(stored(id=f"s{i}", name=f"Räport {i}", agent=f"agent{i % 2}", status=status))
    engine.arm(stored(id="p1", name="split [1/2 ab12]"))
    engine.arm(stored(id="p2", name="split [2/2 ab12]"))

    def found(wanted: SchedulesWanted) -> list[str]:
        ids, after = [], ""
        while True:
            page = engine.page(wanted, 2, after)
            ids += [each.id for each in page.schedules]
            after = page.after
            assert page.total == engine.count(wanted)
            if not after:
                assert page.total == len(ids)
                return ids

    assert found(SchedulesWanted()) == [f"s{i}" for i in range(7)]
    assert found(SchedulesWanted(agent="agent1")) == ["s1", "s3", "s5"]
    assert found(SchedulesWanted(status="paused", agent="agent1")) == ["s3"]
    assert found(SchedulesWanted(name="RÄPORT 4")) == ["s4"]
    assert found(SchedulesWanted(name="%")) == []
    assert [each.id for each in engine.named("", "Räport 2")] == ["s2"]
    assert [each.id for each in engine.named("agent1", "Räport 2")] == []
    assert [each.id for each in engine.named("inbox", "split")] == ["p1", "p2"]
    assert [each.id for each in engine.parts("", "ab12")] == ["p1", "p2"]
    assert [each.id for each in engine.parts("inbox")] == ["p1", "p2"]


def test_texts_of_every_kind_come_back_as_they_were(engine: Engine, clock: Clock) -> None:
    text = "räport \0 \x1b 🕘 '; drop table schedule; --\n%s"
    engine.arm(stored(input=text, options={"catch_up": "all"}))
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", Room(10), LEASE)
    assert run.input == text
    assert engine.finish(run, Finished("failed", f"exit code 1\n{text}", to_inbox=True))
    assert engine.inbox(1).deliveries[0].input == text
    assert engine.history("s1", 1)[0].detail.startswith("exit code 1\nräport ")


def test_three_hundred_due_at_once_come_a_handful_at_a_time(engine: Engine, clock: Clock) -> None:
    for i in range(300):
        engine.arm(StoredSchedule(f"s{i}", "inbox", "n", HOURLY, "active"))
    clock.forward(minutes=10)
    turns = [len(engine.claim("w1", Room(16), LEASE)) for _ in range(10)]
    assert turns == [16] * 10
    assert len(engine.all()) == 300


def test_a_file_that_is_no_database_is_reported(tmp_path: Path, clock: Clock) -> None:
    broken = SqliteEngine(tmp_path, clock)
    with pytest.raises(Unavailable):
        broken.arm(stored())
    broken.close()
