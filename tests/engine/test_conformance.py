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

from schedule_mcp.engine.port import Engine, Finished, StoredSchedule
from schedule_mcp.engine.rules import firing, rearmed
from schedule_mcp.engine.setup import open_engine
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.errors import Unavailable
from schedule_mcp.schedule.fire_times import fires
from schedule_mcp.schedule.model import EVERY_DAY, Calendar, Interval, Once, Rule, Schedule
from tests.clock import Clock

LEASE = timedelta(seconds=30)
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
    assert list(engine.claim("w1", 10, LEASE)) == []
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", 10, LEASE)
    assert (run.due, run.input, run.attempt, run.missed) == (clock(), "do it", 1, 0)
    assert list(engine.claim("w2", 10, LEASE)) == []
    assert engine.finish(run, Finished("done", "well"))
    assert [(past.status, past.detail) for past in engine.history("s1", 5)] == [("done", "well")]
    assert engine.next_due() == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_a_dead_workers_run_is_taken_over_under_the_same_id(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (first,) = engine.claim("dead", 10, LEASE)
    clock.forward(seconds=29)
    assert list(engine.claim("w2", 10, LEASE)) == []
    clock.forward(seconds=2)
    (second,) = engine.claim("w2", 10, LEASE)
    assert (second.id, second.attempt) == (first.id, 2)
    assert not engine.finish(first, Finished("done"))
    assert engine.finish(second, Finished("done"))


def test_nothing_fires_after_a_pause(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", 10, LEASE)
    engine.finish(run, Finished("retry", "503", clock() + timedelta(seconds=5)))
    engine.arm(stored(status="paused"))
    clock.forward(hours=3)
    assert list(engine.claim("w1", 10, LEASE)) == []
    assert engine.next_due() is None
    assert engine.arm(stored()).next_due == datetime(2026, 11, 22, 18, tzinfo=UTC)


def test_a_retry_comes_at_its_time(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(seconds=1))))
    clock.forward(seconds=1)
    (run,) = engine.claim("w1", 10, LEASE)
    engine.finish(run, Finished("retry", "503", clock() + timedelta(seconds=5)))
    assert list(engine.claim("w1", 10, LEASE)) == []
    clock.forward(seconds=5)
    (again,) = engine.claim("w1", 10, LEASE)
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
    runs = engine.claim("w1", 10, LEASE)
    assert [(f"{run.due:%H:%M}", run.missed) for run in runs] == claimed
    if options.get("catch_up") == "all":
        assert [f"{run.due:%H:%M}" for _ in range(3) for run in engine.claim("w1", 10, LEASE)] == [
            "15:00",
            "16:00",
            "17:00",
        ]


def test_an_overlapping_run_is_skipped_on_request(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(options={"overlap": "skip"}))
    clock.forward(minutes=10)
    assert len(engine.claim("w1", 10, timedelta(hours=2))) == 1
    clock.forward(hours=1)
    assert list(engine.claim("w1", 10, LEASE)) == []
    assert [past.status for past in engine.history("s1", 5)] == ["skipped", "running"]


def test_a_change_of_name_keeps_what_is_due(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    engine.arm(stored(name="other"))
    assert [run.name for run in engine.claim("w1", 10, LEASE)] == ["other"]


def test_once_completes(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Once(clock() + timedelta(seconds=3))))
    clock.forward(seconds=3)
    assert len(engine.claim("w1", 10, LEASE)) == 1
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
    engine.claim("w1", 10, LEASE)
    assert engine.cancel("s1")
    clock.forward(hours=2)
    assert list(engine.claim("w1", 10, LEASE)) == []
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
    (first,) = engine.claim("w1", 10, timedelta(hours=1))
    assert list(engine.claim("w2", 10, LEASE)) == []
    assert engine.bury("w1", word)
    (second,) = engine.claim("w2", 10, LEASE)
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
    (run,) = engine.claim("w1", 10, LEASE)
    engine.deliver(run)
    engine.deliver(run)
    assert [(d.input, d.read) for d in engine.inbox(5, mark_read=True)] == [("do it", False)]
    assert [d.read for d in engine.inbox(5, schedule_id="s1")] == [True]
    assert list(engine.inbox(5, schedule_id="s2")) == []


def test_history_is_bounded(engine: Engine, clock: Clock) -> None:
    engine.arm(stored(Interval(timedelta(seconds=1))))
    for _ in range(150):
        clock.forward(seconds=1)
        for run in engine.claim("w1", 10, LEASE):
            engine.finish(run, Finished("done"))
    assert len(engine.history("s1", 1_000)) <= 101


def test_eight_threads_claim_each_run_once(engine: Engine, clock: Clock) -> None:
    for i in range(60):
        engine.arm(StoredSchedule(f"s{i}", "inbox", "n", HOURLY, "active"))
    clock.forward(minutes=10)
    claimed: list[str] = []

    def work(name: str) -> None:
        for _ in range(10):
            claimed.extend(run.id for run in engine.claim(name, 3, LEASE))

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
    assert [(run.name, run.due) for run in engine.claim("w1", 10, LEASE)] == [("other", once.at)]


def test_a_clock_set_back_makes_no_run_twice(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    due = []
    for hours in (0, 1, 0, -1, 0, 0, 1, 1):
        clock.forward(hours=hours, minutes=10)
        for run in engine.claim("w1", 10, LEASE):
            engine.finish(run, Finished("done"))
            due.append(f"{run.due:%H:%M}")
    assert due == ["14:00", "15:00", "16:00", "17:00"]


def test_a_clock_set_back_makes_no_run_twice_after_a_pause_either(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(minutes=10)
    assert len(engine.claim("w1", 10, LEASE)) == 1
    clock.forward(minutes=-5)
    engine.arm(stored(status="paused"))
    assert engine.arm(stored()).next_due == datetime(2026, 11, 22, 15, tzinfo=UTC)
    other = Calendar((Rule(EVERY_DAY, (50_400,)),), "UTC")
    assert engine.arm(stored(other)).next_due == datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_a_clock_set_forward_counts_what_was_passed_over(engine: Engine, clock: Clock) -> None:
    engine.arm(stored())
    clock.forward(days=400)
    (run,) = engine.claim("w1", 10, LEASE)
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
            run = firing(armed, clock(), lambda: False)
            made.append(run.due)
            armed = replace(armed, next_due=run.following)
    assert made == list(takewhile(lambda at: at <= clock(), fires(value, after=begun)))


def test_texts_of_every_kind_come_back_as_they_were(engine: Engine, clock: Clock) -> None:
    text = "räport \0 \x1b 🕘 '; drop table schedule; --\n%s"
    engine.arm(stored(input=text, options={"catch_up": "all"}))
    clock.forward(minutes=10)
    (run,) = engine.claim("w1", 10, LEASE)
    assert run.input == text
    engine.deliver(run)
    assert engine.inbox(1)[0].input == text
    assert engine.finish(run, Finished("failed", f"exit code 1\n{text}"))
    assert engine.history("s1", 1)[0].detail.startswith("exit code 1\nräport ")


def test_three_hundred_due_at_once_come_a_handful_at_a_time(engine: Engine, clock: Clock) -> None:
    for i in range(300):
        engine.arm(StoredSchedule(f"s{i}", "inbox", "n", HOURLY, "active"))
    clock.forward(minutes=10)
    turns = [len(engine.claim("w1", 16, LEASE)) for _ in range(10)]
    assert turns == [16] * 10
    assert len(engine.all()) == 300


def test_a_file_that_is_no_database_is_reported(tmp_path: Path, clock: Clock) -> None:
    broken = SqliteEngine(tmp_path, clock)
    with pytest.raises(Unavailable):
        broken.arm(stored())
    broken.close()
