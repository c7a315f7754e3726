"""The engine on SQLite: one file, any number of workers in any number of processes.

One transaction claims what is due or whose lease ran out, writes the occurrence and arms the next run. An
expired lease is the whole hand-over: whoever notices that a worker died ends its leases.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from schedule_mcp.engine.port import HISTORY_KEPT, Delivery, Finished, Occurrence, Past, StoredSchedule, WorkerSeen
from schedule_mcp.engine.rules import (
    DETAIL_KEPT,
    SEEN_WITHIN,
    firing,
    instant,
    instant_or_none,
    micros,
    micros_or_none,
    rearmed,
)
from schedule_mcp.errors import Unavailable
from schedule_mcp.schedule.stored import from_json, to_json

SCHEMA_VERSION = 1
_BUSY_S = 10.0

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


def _roll_back(connection: sqlite3.Connection) -> None:
    """Undo what is open; a full disk has ended the transaction already."""
    if connection.in_transaction:
        connection.execute("rollback")


class SqliteEngine:
    """The engine in a file; every thread has a connection of its own."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self._now = now
        self._local = threading.local()
        self._connections: list[tuple[sqlite3.Connection, threading.RLock]] = []
        self._lock = threading.Lock()

    # -- connections -----------------------------------------------------------------------------------------

    def _connection(self) -> tuple[sqlite3.Connection, threading.RLock]:
        """The connection of this thread, and the lock that is held while it is used."""
        kept: tuple[sqlite3.Connection, threading.RLock] | None = getattr(self._local, "kept", None)
        if kept is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            found = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
            found.row_factory = sqlite3.Row
            found.execute("pragma journal_mode = wal")
            found.execute("pragma synchronous = full")
            self._prepare(found)
            kept = self._local.kept = (found, threading.RLock())
            with self._lock:
                self._connections.append(kept)
        return kept

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
        with self._read() as connection:
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            finally:
                if connection.in_transaction:
                    connection.execute("rollback")

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        try:
            connection, in_use = self._connection()
            with in_use:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the local database cannot be used: {error}", "Check the data directory.") from None

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._read() as connection:
            return connection.execute(query, values).fetchall()

    def close(self) -> None:
        with self._lock:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection, in_use in connections:
            # Closing a connection under a thread that uses it would end the process.
            with in_use:
                connection.close()

    # -- the store -------------------------------------------------------------------------------------------

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        now = self._now()
        with self._write() as connection:
            row = connection.execute("select * from schedule where id = ?", (schedule.id,)).fetchone()
            last = connection.execute("select max(due) from occurrence where schedule = ?", (schedule.id,)).fetchone()
            armed = rearmed(schedule, None if row is None else _stored(row), instant_or_none(last[0]), now)
            connection.execute(
                "insert into schedule values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set "
                "agent = excluded.agent, name = excluded.name, spec = excluded.spec, status = excluded.status, "
                "input = excluded.input, options = excluded.options, generation = excluded.generation, "
                "next_due = excluded.next_due, updated = excluded.updated",
                _values(armed, now),
            )
            connection.execute(
                "update occurrence set status = 'cancelled', finished = ? "
                "where schedule = ? and status = 'retry' and generation < ?",
                (micros(now), armed.id, armed.generation),
            )
        return armed

    def cancel(self, schedule_id: str) -> bool:
        with self._write() as connection:
            gone = connection.execute("delete from schedule where id = ?", (schedule_id,)).rowcount > 0
            connection.execute("delete from occurrence where schedule = ?", (schedule_id,))
        return gone

    def find(self, schedule_id: str) -> StoredSchedule | None:
        rows = self._rows("select * from schedule where id = ?", schedule_id)
        return _stored(rows[0]) if rows else None

    def all(self, agent: str = "") -> Sequence[StoredSchedule]:
        query = "select * from schedule where ? = '' or agent = ? order by created, rowid"
        return [_stored(row) for row in self._rows(query, agent, agent)]

    # -- firing ----------------------------------------------------------------------------------------------

    def claim(self, worker: str, limit: int, lease: timedelta) -> Sequence[Occurrence]:
        now = self._now()
        with self._write() as connection:
            taken = self._take_over(connection, worker, limit, now, lease)
            due = connection.execute(
                "select * from schedule where next_due <= ? order by next_due limit ?",
                (micros(now), limit - len(taken)),
            ).fetchall()
            claimed = [self._fire(connection, _stored(row), worker, now, lease) for row in due]
        return [*taken, *(occurrence for occurrence in claimed if occurrence is not None)]

    def _fire(
        self, connection: sqlite3.Connection, stored: StoredSchedule, worker: str, now: datetime, lease: timedelta
    ) -> Occurrence | None:
        """Write the occurrence that is due and arm the next; None where the policies say not to run it."""
        made = firing(stored, now, lambda: self._is_running(connection, stored.id, now))
        ended = None if made.status == "running" else micros(now)
        due, end = micros(made.due), micros(now + lease)
        connection.execute(
            "insert or ignore into occurrence values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, '')",
            (stored.id, stored.generation, due, made.status, worker, end, made.missed, micros(now), ended),
        )
        connection.execute(
            "update schedule set next_due = ?, status = ? where id = ?",
            (micros_or_none(made.following), made.schedule_status, stored.id),
        )
        self._forget_old(connection, stored.id)
        if made.status != "running":
            return None
        return Occurrence(
            stored.id, stored.generation, made.due, 1, worker, stored.agent, stored.name, stored.input, made.missed
        )

    def _take_over(
        self, connection: sqlite3.Connection, worker: str, limit: int, now: datetime, lease: timedelta
    ) -> list[Occurrence]:
        """Occurrences whose worker died, or whose time to try again has come."""
        rows = connection.execute(
            "select o.*, s.agent, s.name, s.input, s.generation as current, s.status as state from occurrence o "
            "join schedule s on s.id = o.schedule "
            "where o.status in ('running', 'retry') and o.lease <= ? order by o.lease limit ?",
            (micros(now), limit),
        ).fetchall()
        taken = []
        for row in rows:
            key = (row["schedule"], row["generation"], row["due"])
            if row["generation"] != row["current"] or row["state"] == "paused":
                connection.execute(
                    "update occurrence set status = 'cancelled', finished = ? "
                    "where schedule = ? and generation = ? and due = ?",
                    (micros(now), *key),
                )
                continue
            connection.execute(
                "update occurrence set status = 'running', worker = ?, lease = ?, attempt = attempt + 1 "
                "where schedule = ? and generation = ? and due = ?",
                (worker, micros(now + lease), *key),
            )
            taken.append(
                Occurrence(
                    row["schedule"],
                    row["generation"],
                    instant(row["due"]),
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
        return connection.execute(query, (schedule_id, micros(now))).fetchone() is not None

    def _forget_old(self, connection: sqlite3.Connection, schedule_id: str) -> None:
        connection.execute(
            "delete from occurrence where schedule = ? and finished is not null and due < ("
            "select min(due) from (select due from occurrence where schedule = ? order by due desc limit ?))",
            (schedule_id, schedule_id, HISTORY_KEPT),
        )

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        now = self._now()
        lease = how.retry_at if how.status == "retry" and how.retry_at is not None else now
        ended = None if how.status == "retry" else micros(now)
        with self._write() as connection:
            changed = connection.execute(
                "update occurrence set status = ?, detail = ?, lease = ?, finished = ? where schedule = ? "
                "and generation = ? and due = ? and worker = ? and attempt = ? and status = 'running'",
                (
                    how.status,
                    how.detail[:DETAIL_KEPT],
                    micros(lease),
                    ended,
                    occurrence.schedule_id,
                    occurrence.generation,
                    micros(occurrence.due),
                    occurrence.worker,
                    occurrence.attempt,
                ),
            ).rowcount
        return changed > 0

    def next_due(self) -> datetime | None:
        (row,) = self._rows(
            "select min(at) from (select min(next_due) as at from schedule where next_due is not null "
            "union all select min(lease) from occurrence where status in ('running', 'retry'))"
        )
        return instant_or_none(row[0])

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        now = self._now()
        if worker:
            with self._write() as connection:
                connection.execute(
                    "insert into worker values (?, ?, ?, ?) on conflict (id) do update set seen = excluded.seen",
                    (worker, kind, micros(now), micros(now)),
                )
                connection.execute("delete from worker where seen < ?", (micros(now - timedelta(days=1)),))
        rows = self._rows("select * from worker where seen >= ? order by started, id", micros(now - SEEN_WITHIN))
        return [WorkerSeen(r["id"], r["kind"], instant(r["started"]), instant(r["seen"])) for r in rows]

    def workers(self) -> dict[str, datetime]:
        return {row["id"]: instant(row["seen"]) for row in self._rows("select id, seen from worker")}

    def bury(self, worker: str, seen: datetime) -> bool:
        with self._write() as connection:
            query = "delete from worker where id = ? and seen = ?"
            buried = connection.execute(query, (worker, micros(seen))).rowcount > 0
            if buried:
                connection.execute(
                    "update occurrence set lease = ? where worker = ? and status = 'running'",
                    (micros(self._now()), worker),
                )
        return buried

    # -- what happened ---------------------------------------------------------------------------------------

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]:
        query = "select * from occurrence where schedule = ? order by due desc limit ?"
        rows = self._rows(query, schedule_id, limit)
        return [
            Past(
                instant(r["due"]),
                r["status"],
                r["attempt"],
                r["missed"],
                instant(r["started"]),
                instant_or_none(r["finished"]),
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
                    micros(occurrence.due),
                    micros(self._now()),
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
                instant(r["due"]),
                instant(r["delivered"]),
                r["missed"],
                bool(r["read"]),
            )
            for r in rows
        ]


def _values(armed: StoredSchedule, now: datetime) -> tuple[object, ...]:
    return (
        armed.id,
        armed.agent,
        armed.name,
        json.dumps(to_json(armed.schedule)),
        armed.status,
        armed.input,
        json.dumps(dict(armed.options)),
        armed.generation,
        micros_or_none(armed.next_due),
        micros(armed.created or now),
        micros(armed.updated or now),
    )


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
        instant_or_none(row["next_due"]),
        instant(row["created"]),
        instant(row["updated"]),
    )
