"""What only the engine on Postgres has: a queue in its tables, the burial of silent workers, and its refusals."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from schedule_mcp.engine import setup
from schedule_mcp.engine.port import Finished, StoredSchedule
from schedule_mcp.engine.setup import open_engine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker
from schedule_mcp.errors import ConfigError, Unavailable
from schedule_mcp.schedule.model import Interval, Once
from tests.clock import Clock

if TYPE_CHECKING:
    from schedule_mcp.engine.postgres import PostgresEngine
    from schedule_mcp.engine.postgres_waiting import Due

LEASE = timedelta(seconds=30)
EVERY_MINUTE = StoredSchedule("s1", "inbox", "report", Interval(timedelta(minutes=1)), "active", "do it")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(postgres_url: str, clock: Clock) -> Iterator[PostgresEngine]:
    from schedule_mcp.engine.postgres import PostgresEngine

    made = PostgresEngine(postgres_url, clock)
    yield made
    made.close()


def queue(engine: PostgresEngine, limit: int = 50) -> list[Due]:
    with engine.waiting.leading() as tx:
        assert tx is not None
        return list(engine.waiting.queue(tx, limit))


# -- the queue -----------------------------------------------------------------------------------------------


def test_what_is_due_is_queued_once(engine: PostgresEngine, clock: Clock) -> None:
    engine.arm(EVERY_MINUTE)
    assert engine.waiting.next_to_queue() == clock() + timedelta(minutes=1)
    assert queue(engine) == []
    clock.forward(minutes=1)
    (due,) = queue(engine)
    assert (due.schedule, due.generation, due.due) == ("s1", 1, clock())
    assert queue(engine) == []
    assert engine.waiting.next_to_queue() is None


def test_what_was_queued_and_lost_is_queued_again_under_another_name(engine: PostgresEngine, clock: Clock) -> None:
    def overdue() -> list[Due]:
        with engine.waiting.leading() as tx:
            assert tx is not None
            return list(engine.waiting.overdue(tx, 50, timedelta(seconds=60)))

    engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    (first,) = queue(engine)
    clock.forward(seconds=59)
    assert overdue() == []
    clock.forward(seconds=1)
    assert overdue() == [first]
    assert overdue() == []
    with engine.database.transaction() as tx:
        engine.waiting.requeue(tx, first)
    (second,) = queue(engine)
    assert second.name != first.name
    assert replace(second, name=first.name) == first


def test_of_two_that_begin_one_run_one_gets_it(engine: PostgresEngine, clock: Clock) -> None:
    engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    (due,) = queue(engine)
    begun = engine.begin(due, "w1", LEASE)
    assert begun is not None
    assert begun.worker == "w1"
    assert engine.begin(due, "w2", LEASE) is None
    assert engine.finish(begun, Finished("done"))
    assert engine.begin(due, "w2", LEASE) is None
    assert [past.attempt for past in engine.history("s1", 5)] == [1]


@pytest.mark.parametrize("change", ["paused", "renamed", "deleted"])
def test_what_is_queued_does_not_fire_after_a_change(engine: PostgresEngine, clock: Clock, change: str) -> None:
    armed = engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    (due,) = queue(engine)
    if change == "deleted":
        engine.cancel("s1")
    else:
        engine.arm(replace(armed, name="new", status="paused" if change == "paused" else "active"))
    assert engine.begin(due, "w1", LEASE) is None
    # A run that was due before a change of the name alone is made under the new one.
    assert [each.generation for each in queue(engine)] == ([2] if change == "renamed" else [])


def test_a_worker_whose_clock_is_behind_begins_nothing_early(engine: PostgresEngine, clock: Clock) -> None:
    engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    (due,) = queue(engine)
    clock.forward(seconds=-2)
    assert engine.begin(due, "w1", LEASE) is None
    clock.forward(seconds=2)
    assert engine.begin(due, "w1", LEASE) is not None


def test_a_retry_is_queued_at_its_time(engine: PostgresEngine, clock: Clock) -> None:
    engine.arm(replace(EVERY_MINUTE, schedule=Once(clock() + timedelta(seconds=1))))
    clock.forward(seconds=1)
    (due,) = queue(engine)
    begun = engine.begin(due, "w1", LEASE)
    assert begun is not None
    engine.finish(begun, Finished("retry", "503", clock() + timedelta(seconds=5)))
    assert queue(engine) == []
    assert engine.waiting.next_to_queue() == clock() + timedelta(seconds=5)
    clock.forward(seconds=5)
    (again,) = queue(engine)
    assert again.name != due.name
    second = engine.begin(again, "w2", LEASE)
    assert second is not None
    assert (second.id, second.attempt) == (begun.id, 2)


def test_queueing_takes_no_more_than_its_limit(engine: PostgresEngine, clock: Clock) -> None:
    for i in range(120):
        engine.arm(replace(EVERY_MINUTE, id=f"s{i}"))
    clock.forward(minutes=1)
    assert [len(queue(engine)) for _ in range(4)] == [50, 50, 20, 0]


def test_one_worker_leads_at_a_time(engine: PostgresEngine) -> None:
    with engine.waiting.leading() as first:
        with engine.waiting.leading() as second:
            assert second is None
        assert first is not None
    with engine.waiting.leading() as third:
        assert third is not None


# -- workers that die ----------------------------------------------------------------------------------------


def test_a_resumed_workflow_begins_the_run_of_a_buried_worker(engine: PostgresEngine, clock: Clock) -> None:
    engine.alive("w1", "worker")
    word = clock()
    engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    (due,) = queue(engine)
    first = engine.begin(due, "w1", timedelta(hours=1))
    assert first is not None
    with engine.waiting.leading() as tx:
        assert tx is not None
        assert engine.buried(tx, "w1", word)
    second = engine.begin(due, "w2", LEASE)
    assert second is not None
    assert (second.id, second.attempt) == (first.id, 2)
    assert not engine.finish(first, Finished("done"))


# -- what is refused, and what is said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("mysql://u:hunter2@host/db", "'mysql' is no known kind"),
        ("just words hunter2", "it is no known kind"),
        ("postgresql://u:hunter2@host:port/db", "the URL cannot be read"),
        ("postgresql://u:hunter2@host", "the URL names no database"),
        (7, "database is no text"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(database: object, said: str) -> None:
    pytest.importorskip("sqlalchemy")
    with pytest.raises(ConfigError, match=said) as caught:
        open_engine("here", {"database": database}, Clock())
    assert "hunter2" not in str(caught.value)
    assert "postgresql://USER:PASSWORD@HOST/NAME" in str(caught.value)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "find_spec", lambda name: None if name in ("dbos", "psycopg") else object())
    with pytest.raises(ConfigError) as caught:
        open_engine("here", {"database": "postgresql://u:hunter2@host/db"}, Clock())
    assert "dbos and psycopg must be installed" in str(caught.value)
    assert "pip install 'schedule-mcp[postgres]'" in str(caught.value)


def test_a_server_that_does_not_answer_is_unavailable_and_its_password_is_not_said() -> None:
    pytest.importorskip("dbos")
    engine = open_engine("here", {"database": "postgresql://u:hunter2@127.0.0.1:1/db"}, Clock())
    with pytest.raises(Unavailable) as caught:
        engine.all()
    assert "hunter2" not in str(caught.value)
    engine.close()


def test_a_database_of_a_newer_version_is_left_alone(engine: PostgresEngine, postgres_url: str) -> None:
    with engine.database.transaction() as tx:
        tx.run("update schedule_mcp.version set version = 99")
    newer = open_engine("here", {"database": postgres_url}, Clock())
    with pytest.raises(Unavailable, match="newer version"):
        newer.arm(EVERY_MINUTE)
    newer.close()


def test_a_refused_statement_says_why_and_not_what_was_stored(engine: PostgresEngine) -> None:
    with pytest.raises(Unavailable) as caught:
        engine.arm(replace(EVERY_MINUTE, name="secret\0name"))
    assert "secret" not in str(caught.value)


def test_sqlite_loads_nothing_of_postgres() -> None:
    code = (
        "import sys, datetime, tempfile; from schedule_mcp.config.build import build_backend;"
        "d = tempfile.mkdtemp();"
        "b = build_backend('local', {'kind': 'local', 'data_dir': d}, lambda: datetime.datetime.now(datetime.UTC));"
        "import schedule_mcp.engine.worker; b.check(); b.close();"
        "print([m for m in sys.modules if m.split('.')[0] in ('dbos', 'sqlalchemy', 'psycopg')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_process_that_drives_one_database_asks_the_second(engine: PostgresEngine, clock: Clock) -> None:
    from schedule_mcp.engine import dbos

    engine.arm(EVERY_MINUTE)
    clock.forward(minutes=1)
    done, stop = threading.Event(), threading.Event()

    def post(*_: object) -> int:
        done.set()
        return 204

    worker = Worker(engine, {"inbox": Target(url="https://example.com")}, clock, post=post)
    with dbos._one_at_a_time:
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        assert done.wait(10)
        stop.set()
        thread.join(10)
    assert [past.status for past in engine.history("s1", 5)] == ["done"]
