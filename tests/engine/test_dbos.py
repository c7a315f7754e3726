"""Workers as processes on one Postgres, by the real clock: shared load, kill -9, restarts, lost connections."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from schedule_mcp.engine.port import StoredSchedule
from schedule_mcp.schedule.model import Interval, Once, Schedule

if TYPE_CHECKING:
    from schedule_mcp.engine.postgres import PostgresEngine

TOP = Path(__file__).parents[2]
pytestmark = pytest.mark.real


def now() -> datetime:
    return datetime.now(UTC)


def until(holds: Callable[[], Any], within_s: float = 60.0) -> Any:
    """What `holds` returns as soon as it is true."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


class Crew:
    """Workers on one database, and what they delivered."""

    def __init__(self, url: str, log: Path, engine: PostgresEngine) -> None:
        self.url = url
        self.log = log
        self.engine = engine
        self.processes: list[subprocess.Popen[bytes]] = []

    def hire(self, count: int = 1, *, hold_s: float = 0.0, dies: bool = False) -> list[subprocess.Popen[bytes]]:
        """Start workers, and wait until they are heard of."""
        command = [sys.executable, "-m", "tests.engine.worker_process", self.url, str(self.log), str(hold_s)]
        before = set(self.engine.workers())
        hired = [subprocess.Popen([*command, *(["dies"] if dies else [])], cwd=TOP) for _ in range(count)]
        self.processes += hired
        until(lambda: len(set(self.engine.workers()) - before) == count)
        return hired

    def arm(self, count: int, schedule: Schedule, **options: str) -> None:
        for i in range(count):
            self.engine.arm(StoredSchedule(f"s{i}", "report", "n", schedule, "active", options=options))

    def lines(self, word: str) -> list[list[str]]:
        """The lines of the log that begin so: word, id, worker, time."""
        text = self.log.read_text() if self.log.exists() else ""
        return [line.split() for line in text.splitlines() if line.startswith(word)]

    def ended(self, count: int) -> list[tuple[str, int]]:
        """(status, attempt) of the latest run of every schedule, once all of them are done."""
        past = [self.engine.history(f"s{i}", 1) for i in range(count)]
        found = [(each[0].status, each[0].attempt) for each in past if each]
        return found if [status for status, _ in found] == ["done"] * count else []

    def dismiss(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def crew(postgres_url: str, tmp_path: Path) -> Iterator[Crew]:
    from schedule_mcp.engine.postgres import PostgresEngine

    engine = PostgresEngine(postgres_url, now)
    made = Crew(postgres_url, tmp_path / "log", engine)
    yield made
    made.dismiss()
    engine.close()


def test_two_workers_share_what_is_due_and_each_run_is_made_once(crew: Crew) -> None:
    crew.hire(2, hold_s=0.2)
    at = now() + timedelta(seconds=3)
    crew.arm(60, Once(at))
    until(lambda: crew.ended(60))
    begun = crew.lines("begin")
    assert len(begun) == len({run for _, run, _, _ in begun}) == 60
    assert min(Counter(worker for _, _, worker, _ in begun).values()) >= 10
    assert min(float(when) for _, _, _, when in begun) >= at.timestamp()
    for process in crew.processes:
        process.terminate()
    assert [process.wait(10) for process in crew.processes] == [0, 0]
    assert crew.engine.workers() == {}


def test_runs_of_a_worker_killed_in_the_middle_are_made_by_another_under_the_same_ids(crew: Crew) -> None:
    victim, _ = crew.hire(2, hold_s=0.8)
    crew.arm(32, Once(now() + timedelta(seconds=1)))
    until(lambda: len(crew.lines("begin")) == 32)
    victim.kill()
    results = until(lambda: crew.ended(32))
    begun = [run for _, run, _, _ in crew.lines("begin")]
    repeated = [run for run, times in Counter(begun).items() if times > 1]
    assert len(set(begun)) == 32
    assert len(repeated) == Counter(attempt for _, attempt in results)[2] > 0
    assert max(Counter(begun).values()) == 2


def test_a_delivery_that_ended_before_its_worker_died_is_not_repeated(crew: Crew) -> None:
    crew.hire(dies=True)
    crew.arm(1, Once(now() + timedelta(seconds=1)))
    until(lambda: crew.processes[0].poll() is not None)
    crew.hire()
    assert until(lambda: crew.ended(1)) == [("done", 2)]
    assert len(crew.lines("begin")) == len(crew.lines("end")) == 1


def test_what_came_due_while_no_worker_ran_is_made_up_for_as_each_schedule_wants(crew: Crew) -> None:
    start = now().replace(microsecond=0) - timedelta(minutes=10)
    often = Interval(timedelta(minutes=2), anchor=start, until=start + timedelta(minutes=4))
    crew.engine.now = lambda: start - timedelta(seconds=1)
    for catch_up in ("latest", "all", "skip"):
        options = {"catch_up": catch_up}
        crew.engine.arm(StoredSchedule(catch_up, "report", "n", often, "active", options=options))
    crew.engine.now = now
    crew.hire()
    until(lambda: all(each.status == "completed" for each in crew.engine.all()))
    until(lambda: len(crew.lines("end")) == 4)
    expected = {"latest": [("done", 2)], "all": [("done", 0)] * 3, "skip": [("missed", 2)]}

    def happened() -> dict[str, list[tuple[str, int]]]:
        return {name: [(run.status, run.missed) for run in crew.engine.history(name, 9)] for name in expected}

    until(lambda: happened() == expected)


def test_a_worker_outlives_the_loss_of_its_connections_and_of_its_queue(crew: Crew) -> None:
    crew.hire()
    crew.arm(1, Interval(timedelta(seconds=1)))
    until(lambda: crew.lines("end"))
    with crew.engine.database.transaction() as tx:
        tx.rows(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        tx.run("delete from schedule_mcp_dbos.workflow_status")
    made = len(crew.lines("end"))
    until(lambda: len(crew.lines("end")) >= made + 2)
    assert crew.processes[0].poll() is None


def test_a_thousand_schedules_cost_no_thread_each_and_a_burst_is_made_once(crew: Crew) -> None:
    crew.arm(1, Once(now() + timedelta(days=30)))
    with crew.engine.database.transaction() as tx:
        tx.run(
            "insert into @schedules (id, agent, name, spec, status, input, options, generation, next_due, created, "
            "updated, wake) select 'far' || i, agent, name, spec, status, input, options, generation, next_due, "
            "created, updated, wake from @schedules, generate_series(1, 1000) i"
        )
    (process,) = crew.hire()
    crew.arm(100, Once(now() + timedelta(seconds=5)))
    until(lambda: crew.ended(100))
    begun = [run for _, run, _, _ in crew.lines("begin")]
    assert len(begun) == len(set(begun)) == 100
    assert len(crew.engine.all()) == 1_100
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        threads = next(line for line in status.read_text().splitlines() if line.startswith("Threads:"))
        assert int(threads.split()[1]) < 60
