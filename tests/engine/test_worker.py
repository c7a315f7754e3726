"""Workers: who is held for dead, and what becomes of the runs of those that are."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schedule_mcp.engine.port import Room, StoredSchedule
from schedule_mcp.engine.rules import Silence
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker, start_thread
from schedule_mcp.errors import Unavailable
from schedule_mcp.schedule.model import Once
from tests.clock import Clock


def test_silence_is_judged_by_listening_not_by_clocks() -> None:
    at = [0.0]
    silence = Silence(30.0, lambda: at[0])
    behind, ahead, second = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), timedelta(seconds=1)
    for at[0] in (0.0, 10.0, 20.0):
        assert silence.dead({"behind": behind, "ahead": ahead + at[0] * second}) == {}
    at[0] = 30.0
    assert silence.dead({"behind": behind, "ahead": ahead + 30 * second, "late": behind}) == {"behind": behind}
    for at[0] in (40.0, 50.0):
        assert silence.dead({"behind": behind + second, "late": behind}) == {}
    at[0] = 60.0
    assert silence.dead({"behind": behind + second, "late": behind}) == {"late": behind}


def test_of_a_time_without_listening_little_counts() -> None:
    at, word = [0.0], datetime(2026, 1, 1, tzinfo=UTC)
    silence = Silence(30.0, lambda: at[0])
    for at[0] in (0.0, 5_000.0, 5_005.0, 5_010.0):
        assert silence.dead({"w1": word}) == {}
    for at[0] in (6_000.0, 7_000.0):
        found = silence.dead({"w1": word})
    assert found == {"w1": word}


def test_a_worker_takes_over_from_one_that_fell_silent(tmp_path: Path) -> None:
    clock, steady = Clock(), [0.0]
    engine = SqliteEngine(tmp_path / "engine.db", clock)
    slow = {"inbox": Target(command=("true",), timeout_s=3_600)}
    dead, heir = Worker(engine, slow, clock), Worker(engine, {}, clock)
    heir._silence = Silence(30.0, lambda: steady[0])
    engine.arm(StoredSchedule("s1", "inbox", "n", Once(clock() + timedelta(seconds=1)), "active"))
    dead._beat()
    clock.forward(seconds=1)
    assert len(engine.claim(dead.id, Room(1), dead.lease)) == 1
    for _ in range(8):
        heir.run_once()
        clock.forward(seconds=5)
        steady[0] += 5
    assert [(past.status, past.attempt) for past in engine.history("s1", 5)] == [("done", 2)]
    assert list(engine.workers()) == [heir.id]
    engine.close()


def test_a_run_whose_end_could_not_be_stored_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    engine = SqliteEngine(tmp_path / "engine.db", clock)
    worker = Worker(engine, {}, clock)
    engine.arm(StoredSchedule("s1", "inbox", "n", Once(clock() + timedelta(seconds=1)), "active", "hello"))
    clock.forward(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "finish_all", _out_of_reach)
        with pytest.raises(Unavailable):
            worker.run_once()
    clock.forward(seconds=20)
    worker.run_once()
    assert [(past.status, past.attempt) for past in engine.history("s1", 5)] == [("done", 2)]
    assert [each.input for each in engine.inbox(5).deliveries] == ["hello"]
    engine.close()


def test_a_worker_that_is_stopped_is_not_held_for_alive(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path / "engine.db", Clock())
    thread, stop = start_thread(Worker(engine, {}, Clock()))
    while not engine.alive():
        stop.wait(0.01)
    stop.set()
    thread.join(10)
    assert list(engine.alive()) == []
    engine.close()


def test_an_engine_may_be_closed_under_threads_that_use_it(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path / "engine.db", Clock())
    stop, died = threading.Event(), []

    def use() -> None:
        while not stop.is_set():
            try:
                engine.alive("w", "worker")
                engine.all()
            except Unavailable:
                continue
            except Exception as error:
                died.append(error)
                raise

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        engine.close()
        stop.wait(0.005)
    stop.set()
    for thread in threads:
        thread.join(20)
    engine.close()
    assert died == []


def _out_of_reach(*_: object) -> None:
    raise Unavailable("the local database cannot be used: disk I/O error")
