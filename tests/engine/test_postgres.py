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
from schedule_mcp.engine.port import StoredSchedule
from schedule_mcp.engine.setup import open_engine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker
from schedule_mcp.errors import ConfigError, Unavailable
from schedule_mcp.schedule.model import Interval
from tests.clock import Clock

if TYPE_CHECKING:
    from schedule_mcp.engine.postgres import PostgresEngine

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


def test_a_process_that_records_for_one_database_still_delivers_for_the_second(
    engine: PostgresEngine, clock: Clock
) -> None:
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
