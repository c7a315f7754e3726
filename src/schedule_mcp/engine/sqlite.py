"""The engine on SQLite: one file, any number of workers in any number of processes.

One transaction claims what is due or whose lease ran out, writes the occurrence and arms the next run. An
expired lease is the whole hand-over: a worker that died needs no other care.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schedule_mcp.engine.port import (
    CATCH_UP_DEFAULT,
    HISTORY_KEPT,
    LATE_AFTER,
    OVERLAP_DEFAULT,
    Delivery,
    Finished,
    Occurrence,
    Past,
    StoredSchedule,
    WorkerSeen,
)
from schedule_mcp.errors import Unavailable
from schedule_mcp.schedule import next_fire
from schedule_mcp.schedule.fires import fires
from schedule_mcp.schedule.model import Interval, Once, Schedule
from schedule_mcp.schedule.stored import from_json, to_json

SCHEMA_VERSION = 1
_BUSY_S = 10.0
_SEEN_WITHIN = timedelta(seconds=15)
_MISSED_COUNTED = 10_000

_SCHEMA = """
create table if not exists schedule (
    id text primary key, agent text not null, name text not null, spec text not null, status text not null,
    input text not null, options text not null, generation integer not null, next_due integer,
    created integer not null, updated integer not null
);
create index if not exists schedule_due on schedule (next_due) where next_due is not null;
create table if not exists occurrence (
    schedule text not null, generation integer not null, due integer not null, status text not null,
    worker text not null, lease integer not null, attempt integer not null, missed integer not null,
    started integer not null, finished integer, detail text not null default '',
    primary key (schedule, generation, due)
) without rowid;
create index if not exists occurrence_open on occurrence (lease) where status in ('running', 'retry');
create table if not exists inbox (
    id text primary key, schedule text not null, name text not null, input text not null,
    due integer not null, delivered integer not null, missed integer not null, read integer not null default 0
);
create table if not exists worker (
    id text primary key, kind text not null, started integer not null, seen integer not null
);
"""


class SqliteEngine:
    """The engine in a file; every thread has a connection of its own."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self._now = now
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    # -- connections -----------------------------------------------------------------------------------------

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            found = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
            found.row_factory = sqlite3.Row
            found.execute("pragma journal_mode = wal")
            found.execute("pragma synchronous = normal")
            self._prepare(found)
            self._local.connection = found
            with self._lock:
                self._connections.append(found)
        return found

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            connection.close()
            raise Unavailable(f"the database {self.path.name} was written by a newer version", "Update schedule-mcp.")
        if version < SCHEMA_VERSION:
            with closing(connection.executescript(_SCHEMA)):
                connection.execute(f"pragma user_version = {SCHEMA_VERSION}")

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from its beginning."""
        connection = self._begun()
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    def _begun(self) -> sqlite3.Connection:
        try:
            connection = self._connection()
            connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise Unavailable(f"the local database cannot be used: {error}", "Check the data directory.") from None
        return connection

    def close(self) -> None:
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

    # -- the store -------------------------------------------------------------------------------------------

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        now = self._now()
        value = _anchored(schedule.schedule, now)
        spec = json.dumps(to_json(value))
        due = next_fire(value, now) if schedule.status == "active" else None
        status = "completed" if schedule.status == "active" and due is None else schedule.status
        with self._write() as connection:
            query = "select generation, created, spec, next_due from schedule where id = ?"
            row = connection.execute(query, (schedule.id,)).fetchone()
            if due is not None and row is not None and row["next_due"] is not None and row["spec"] == spec:
                # Only a name or an input changed: what is due and not yet claimed stays due.
                due = _instant(row["next_due"])
            generation = 1 if row is None else row["generation"] + 1
            created = _micros(now) if row is None else row["created"]
            connection.execute(
                "insert or replace into schedule values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    schedule.id,
                    schedule.agent,
                    schedule.name,
                    spec,
                    status,
                    schedule.input,
                    json.dumps(dict(schedule.options)),
                    generation,
                    _micros_or_none(due),
                    created,
                    _micros(now),
                ),
            )
            connection.execute(
                "update occurrence set status = 'cancelled', finished = ? "
                "where schedule = ? and status = 'retry' and generation < ?",
                (_micros(now), schedule.id, generation),
            )
        return replace(
            schedule,
            schedule=value,
            status=status,
            generation=generation,
            next_due=due,
            created=_instant(created),
            updated=now,
        )

    def cancel(self, schedule_id: str) -> bool:
        with self._write() as connection:
            gone = connection.execute("delete from schedule where id = ?", (schedule_id,)).rowcount > 0
            connection.execute("delete from occurrence where schedule = ?", (schedule_id,))
        return gone

    def find(self, schedule_id: str) -> StoredSchedule | None:
        row = self._connection().execute("select * from schedule where id = ?", (schedule_id,)).fetchone()
        return None if row is None else _stored(row)

    def all(self, agent: str = "") -> Sequence[StoredSchedule]:
        query = "select * from schedule where ? = '' or agent = ? order by created, rowid"
        return [_stored(row) for row in self._connection().execute(query, (agent, agent))]

    # -- firing ----------------------------------------------------------------------------------------------

    def claim(self, worker: str, limit: int, lease: timedelta) -> Sequence[Occurrence]:
        now = self._now()
        with self._write() as connection:
            taken = self._take_over(connection, worker, limit, now, lease)
            due = connection.execute(
                "select * from schedule where next_due <= ? order by next_due limit ?",
                (_micros(now), limit - len(taken)),
            ).fetchall()
            claimed = [self._fire(connection, _stored(row), worker, now, lease) for row in due]
        return [*taken, *(occurrence for occurrence in claimed if occurrence is not None)]

    def _fire(
        self, connection: sqlite3.Connection, stored: StoredSchedule, worker: str, now: datetime, lease: timedelta
    ) -> Occurrence | None:
        """Write the occurrence that is due and arm the next; None where the policies say not to run it."""
        due, missed, following = _due_now(stored, now)
        status = "running"
        if due + LATE_AFTER < now and _option(stored, "catch_up", CATCH_UP_DEFAULT) == "skip":
            status = "missed"
        elif _option(stored, "overlap", OVERLAP_DEFAULT) == "skip" and self._is_running(connection, stored.id, now):
            status = "skipped"
        ended = None if status == "running" else _micros(now)
        connection.execute(
            "insert or ignore into occurrence values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, '')",
            (
                stored.id,
                stored.generation,
                _micros(due),
                status,
                worker,
                _micros(now + lease),
                missed,
                _micros(now),
                ended,
            ),
        )
        connection.execute(
            "update schedule set next_due = ?, status = ? where id = ?",
            (_micros_or_none(following), "active" if following else "completed", stored.id),
        )
        self._forget_old(connection, stored.id)
        if status != "running":
            return None
        return Occurrence(stored.id, stored.generation, due, 1, worker, stored.agent, stored.name, stored.input, missed)

    def _take_over(
        self, connection: sqlite3.Connection, worker: str, limit: int, now: datetime, lease: timedelta
    ) -> list[Occurrence]:
        """Occurrences whose worker died, or whose time to try again has come."""
        rows = connection.execute(
            "select o.*, s.agent, s.name, s.input, s.generation as current, s.status as state from occurrence o "
            "join schedule s on s.id = o.schedule "
            "where o.status in ('running', 'retry') and o.lease <= ? order by o.lease limit ?",
            (_micros(now), limit),
        ).fetchall()
        taken = []
        for row in rows:
            key = (row["schedule"], row["generation"], row["due"])
            if row["generation"] != row["current"] or row["state"] == "paused":
                connection.execute(
                    "update occurrence set status = 'cancelled', finished = ? "
                    "where schedule = ? and generation = ? and due = ?",
                    (_micros(now), *key),
                )
                continue
            connection.execute(
                "update occurrence set status = 'running', worker = ?, lease = ?, attempt = attempt + 1 "
                "where schedule = ? and generation = ? and due = ?",
                (worker, _micros(now + lease), *key),
            )
            taken.append(
                Occurrence(
                    row["schedule"],
                    row["generation"],
                    _instant(row["due"]),
                    row["attempt"] + 1,
                    worker,
                    row["agent"],
                    row["name"],
                    row["input"],
                    row["missed"],
                )
            )
        return taken

    def _is_running(self, connection: sqlite3.Connection, schedule_id: str, now: datetime) -> bool:
        query = "select 1 from occurrence where schedule = ? and status in ('running', 'retry') and lease > ? limit 1"
        return connection.execute(query, (schedule_id, _micros(now))).fetchone() is not None

    def _forget_old(self, connection: sqlite3.Connection, schedule_id: str) -> None:
        connection.execute(
            "delete from occurrence where schedule = ? and finished is not null and due < ("
            "select min(due) from (select due from occurrence where schedule = ? order by due desc limit ?))",
            (schedule_id, schedule_id, HISTORY_KEPT),
        )

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        now = self._now()
        lease = how.retry_at if how.status == "retry" and how.retry_at is not None else now
        ended = None if how.status == "retry" else _micros(now)
        with self._write() as connection:
            changed = connection.execute(
                "update occurrence set status = ?, detail = ?, lease = ?, finished = ? where schedule = ? "
                "and generation = ? and due = ? and worker = ? and attempt = ? and status = 'running'",
                (
                    how.status,
                    how.detail[:4_000],
                    _micros(lease),
                    ended,
                    occurrence.schedule_id,
                    occurrence.generation,
                    _micros(occurrence.due),
                    occurrence.worker,
                    occurrence.attempt,
                ),
            ).rowcount
        return changed > 0

    def next_due(self) -> datetime | None:
        row = (
            self._connection()
            .execute(
                "select min(at) from (select min(next_due) as at from schedule where next_due is not null "
                "union all select min(lease) from occurrence where status in ('running', 'retry'))"
            )
            .fetchone()
        )
        return None if row[0] is None else _instant(row[0])

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        now = self._now()
        if worker:
            with self._write() as connection:
                connection.execute(
                    "insert into worker values (?, ?, ?, ?) on conflict (id) do update set seen = excluded.seen",
                    (worker, kind, _micros(now), _micros(now)),
                )
                connection.execute("delete from worker where seen < ?", (_micros(now - timedelta(days=1)),))
        rows = self._connection().execute(
            "select * from worker where seen >= ? order by started", (_micros(now - _SEEN_WITHIN),)
        )
        return [WorkerSeen(r["id"], r["kind"], _instant(r["started"]), _instant(r["seen"])) for r in rows]

    # -- what happened ---------------------------------------------------------------------------------------

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]:
        rows = self._connection().execute(
            "select * from occurrence where schedule = ? order by due desc limit ?", (schedule_id, limit)
        )
        return [
            Past(
                _instant(r["due"]),
                r["status"],
                r["attempt"],
                r["missed"],
                _instant(r["started"]),
                None if r["finished"] is None else _instant(r["finished"]),
                r["detail"],
            )
            for r in rows
        ]

    def deliver(self, occurrence: Occurrence) -> None:
        with self._write() as connection:
            connection.execute(
                "insert or ignore into inbox values (?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    occurrence.id,
                    occurrence.schedule_id,
                    occurrence.name,
                    occurrence.input,
                    _micros(occurrence.due),
                    _micros(self._now()),
                    occurrence.missed,
                ),
            )

    def inbox(self, limit: int, *, schedule_id: str = "", mark_read: bool = False) -> Sequence[Delivery]:
        with self._write() as connection:
            rows = connection.execute(
                "select * from inbox where ? = '' or schedule = ? order by due desc, id desc limit ?",
                (schedule_id, schedule_id, limit),
            ).fetchall()
            if mark_read:
                connection.executemany("update inbox set read = 1 where id = ?", [(row["id"],) for row in rows])
        return [
            Delivery(
                r["id"],
                r["schedule"],
                r["name"],
                r["input"],
                _instant(r["due"]),
                _instant(r["delivered"]),
                r["missed"],
                bool(r["read"]),
            )
            for r in rows
        ]


def _anchored(schedule: Schedule, now: datetime) -> Schedule:
    """An interval of free phase counts from when it is armed first."""
    if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
        return replace(schedule, anchor=now.astimezone(UTC) + schedule.every)
    return schedule


def _due_now(stored: StoredSchedule, now: datetime) -> tuple[datetime, int, datetime | None]:
    """(the run to make now, how many earlier ones it stands for, the run after it)."""
    due = stored.next_due
    assert due is not None
    if isinstance(stored.schedule, Once):
        return due, 0, None
    if _option(stored, "catch_up", CATCH_UP_DEFAULT) == "all":
        return due, 0, next_fire(stored.schedule, due)
    missed = 0
    for following in fires(stored.schedule, after=due):
        if following > now:
            return due, missed, following
        due, missed = following, missed + 1
        if missed >= _MISSED_COUNTED:
            return due, missed, next_fire(stored.schedule, now)
    return due, missed, None


def _option(stored: StoredSchedule, name: str, default: str) -> str:
    return str(stored.options.get(name, default))


def _micros(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _micros_or_none(instant: datetime | None) -> int | None:
    return None if instant is None else _micros(instant)


def _instant(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _stored(row: sqlite3.Row) -> StoredSchedule:
    return StoredSchedule(
        row["id"],
        row["agent"],
        row["name"],
        from_json(json.loads(row["spec"])),
        row["status"],
        row["input"],
        json.loads(row["options"]),
        row["generation"],
        None if row["next_due"] is None else _instant(row["next_due"]),
        _instant(row["created"]),
        _instant(row["updated"]),
    )
