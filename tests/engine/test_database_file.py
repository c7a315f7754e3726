"""The file of the SQLite engine: older versions are brought up to date, copies are whole, nobody else reads it."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.engine.copies import back_up, restore
from schedule_mcp.engine.port import Finished, Room, SchedulesWanted, StoredSchedule
from schedule_mcp.engine.rules import micros
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.sqlite_database import _TABLES_1
from schedule_mcp.errors import InvalidArgument, Unavailable
from schedule_mcp.schedule.model import EVERY_DAY, Calendar, Once, Rule
from schedule_mcp.schedule.stored import to_json
from tests.clock import Clock

HOURLY = Calendar((Rule(EVERY_DAY, tuple(range(0, 86_400, 3600))),), "UTC")
LEASE = timedelta(seconds=30)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def version_1(path: Path, clock: Clock) -> None:
    """A database as version 1 has left it: one schedule that is due in ten minutes with a run that waits for its next
    attempt, one that is over after a failure, one part of a split schedule, and the inbox."""
    at = micros(clock())
    due = micros(datetime(2026, 11, 22, 14, tzinfo=UTC))
    spec = json.dumps(to_json(HOURLY))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_TABLES_1)
        connection.executescript("create index schedule_due on schedule (next_due); pragma user_version = 1;")
        schedules = [
            ("s1", "inbox", "Räport", spec, "active", "do \0 it", '{"catch_up": "all"}', 3, due, at, at),
            ("s2", "inbox", "over", json.dumps(to_json(Once(clock()))), "completed", "", "{}", 1, None, at, at),
            ("p1", "inbox", "split [1/2 ab12]", spec, "paused", "", "{}", 1, None, at, at),
        ]
        connection.executemany("insert into schedule values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", schedules)
        runs = [
            ("s1", 3, at - 60_000_000, "retry", "w1", at + 5_000_000, 1, 0, at, None, "503"),
            ("s2", 1, at, "failed", "w1", at, 1, 0, at, at, "exit code 1"),
        ]
        connection.executemany("insert into occurrence values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", runs)
        connection.execute("insert into inbox values ('s1:3:1', 's1', 'Räport', 'do', ?, ?, 0, 1)", (at, at))
        connection.commit()


def check_version_1_kept(engine: Any, clock: Clock) -> None:
    found = engine.find("s1")
    assert (found.name, found.input, found.generation, found.options) == ("Räport", "do \0 it", 3, {"catch_up": "all"})
    assert found.next_due == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert [each.id for each in engine.page(SchedulesWanted(name="RÄPORT"), 5).schedules] == ["s1"]
    counts = {status: engine.count(SchedulesWanted(status=status)) for status in ("active", "dead", "completed")}
    assert counts == {"active": 1, "dead": 1, "completed": 0}
    assert [each.id for each in engine.named("", "split")] == ["p1"]
    page = engine.inbox(5)
    assert [(each.input, each.read) for each in page.deliveries] == [("do", True)]
    clock.forward(seconds=6)
    (again,) = engine.claim("w2", Room(5), LEASE)
    assert (again.attempt, again.kind) == (2, "due")
    assert engine.finish(again, Finished("done"))
    clock.forward(minutes=10)
    assert [run.schedule_id for run in engine.claim("w2", Room(5), LEASE)] == ["s1"]


def test_a_database_of_version_1_keeps_all_it_has(tmp_path: Path, clock: Clock) -> None:
    version_1(tmp_path / "engine.db", clock)
    with closing(SqliteEngine(tmp_path / "engine.db", clock)) as engine:
        check_version_1_kept(engine, clock)


def test_a_postgres_database_of_version_1_keeps_all_it_has(postgres_url: str, clock: Clock, tmp_path: Path) -> None:
    import psycopg

    from schedule_mcp.engine.postgres import PostgresEngine
    from schedule_mcp.engine.postgres_database import _TABLES_1 as TABLES

    version_1(tmp_path / "old.db", clock)
    with closing(sqlite3.connect(tmp_path / "old.db")) as old, psycopg.connect(postgres_url) as new:
        new.execute(TABLES)
        for table, text in (("schedule", 5), ("occurrence", None), ("inbox", 3)):
            for row in old.execute(f"select * from {table}").fetchall():
                values = list(row)
                if text is not None:
                    values[text] = json.dumps(values[text])
                if table == "inbox":
                    values[7] = bool(values[7])
                new.execute(f"insert into schedule_mcp.{table} values ({', '.join(['%s'] * len(row))})", values)
        new.commit()
    with closing(PostgresEngine(postgres_url, clock)) as engine:
        check_version_1_kept(engine, clock)


def test_many_that_open_an_old_database_at_once_bring_it_up_to_date_once(tmp_path: Path, clock: Clock) -> None:
    version_1(tmp_path / "engine.db", clock)
    engines = [SqliteEngine(tmp_path / "engine.db", clock) for _ in range(6)]
    found: list[int] = []
    threads = [threading.Thread(target=lambda e=e: found.append(len(e.all()))) for e in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3] * 6
    for engine in engines:
        engine.close()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(tmp_path / "engine.db")) as connection:
        connection.execute("pragma user_version = 99")
    with (
        closing(SqliteEngine(tmp_path / "engine.db", clock)) as engine,
        pytest.raises(Unavailable, match="newer version"),
    ):
        engine.all()


# -- who may read it -------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions on Windows")
def test_only_their_user_reads_the_database_and_its_folder(tmp_path: Path, clock: Clock) -> None:
    before = os.umask(0)
    try:
        folder = tmp_path / "data"
        with closing(SqliteEngine(folder / "engine.db", clock)) as engine:
            engine.alive("w1", "worker")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
        assert modes == {"data": 0o700, "engine.db": 0o600, "engine.db-wal": 0o600, "engine.db-shm": 0o600}
        (folder / "engine.db").chmod(0o644)
        with closing(SqliteEngine(folder / "engine.db", clock)) as engine:
            engine.all()
        assert stat.S_IMODE((folder / "engine.db").stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_link_in_the_place_of_a_database_is_not_followed(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "engine.db").symlink_to(tmp_path / "elsewhere")
    with closing(SqliteEngine(tmp_path / "engine.db", clock)) as engine, pytest.raises(Unavailable, match="is a link"):
        engine.all()
    assert (tmp_path / "elsewhere").read_bytes() == b""


# -- copies ----------------------------------------------------------------------------------------------------


@pytest.fixture
def engine(tmp_path: Path, clock: Clock) -> Iterator[SqliteEngine]:
    with closing(SqliteEngine(tmp_path / "engine.db", clock)) as made:
        made.arm(StoredSchedule("s1", "inbox", "one", HOURLY, "active"))
        yield made


def test_a_copy_of_a_live_database_is_whole_and_comes_back(engine: SqliteEngine, tmp_path: Path, clock: Clock) -> None:
    copy = tmp_path / "copy.db"
    assert back_up(engine.path, copy) == 1
    assert not copy.with_name("copy.db-wal").exists()
    engine.arm(StoredSchedule("s2", "inbox", "two", HOURLY, "active"))
    assert restore(copy, engine.path) == 1
    assert [each.id for each in engine.all()] == ["s1"]
    assert [path.name for path in tmp_path.glob("*before*")] == ["engine.db.before-restore"]
    with closing(SqliteEngine(tmp_path / "engine.db.before-restore", clock)) as before:
        assert [each.id for each in before.all()] == ["s1", "s2"]


def test_what_is_no_copy_changes_nothing(engine: SqliteEngine, tmp_path: Path) -> None:
    broken, foreign, newer = (tmp_path / name for name in ("broken", "foreign", "newer"))
    broken.write_bytes(b"no database at all, but long enough to be one" * 50)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("create table other (x)")
    back_up(engine.path, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("pragma user_version = 99")
    for file in (broken, foreign, newer, tmp_path / "absent"):
        with pytest.raises(InvalidArgument):
            restore(file, engine.path)
    with pytest.raises(InvalidArgument, match="is there already"):
        back_up(engine.path, broken)
    with pytest.raises(InvalidArgument, match="no database"):
        back_up(tmp_path / "absent", tmp_path / "new")
    assert [each.id for each in engine.all()] == ["s1"]
    assert list(tmp_path.glob("*before*")) == []


def test_the_size_is_bounded_over_many_runs(tmp_path: Path, clock: Clock) -> None:
    from schedule_mcp.engine.tables import Kept

    with closing(SqliteEngine(tmp_path / "engine.db", clock, Kept(runs=300, inbox=300))) as engine:
        sizes = []
        for i in range(30):
            engine.arm(StoredSchedule(f"s{i}", "inbox", "n", HOURLY, "active", "x" * 200))
        for _ in range(6):
            for _ in range(20):
                clock.forward(hours=1)
                runs = engine.claim("w1", Room(64), LEASE)
                engine.finish_all([(run, Finished("done", to_inbox=True)) for run in runs])
            engine.tidy()
            with engine.write() as tx:
                pages = tx.row("pragma page_count")[0]
            sizes.append(pages)
        assert sizes[-1] == sizes[-2] <= sizes[1] * 1.2
        assert replace(engine.inbox(1), deliveries=[], after="", dropped=0).total == 300
