"""The SQLite file beneath the engine: its tables and their migrations, its connections, transactions in SQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from schedule_mcp.engine.part_names import part_named
from schedule_mcp.engine.tables import SCHEMA_VERSION
from schedule_mcp.errors import Unavailable
from schedule_mcp.outside.files import private_file

_BUSY_S = 10.0

_TABLES_1 = """
create table if not exists schedule (
    id text primary key, agent text not null, name text not null, spec text not null, status text not null,
    input text not null, options text not null, generation integer not null, next_due integer,
    created integer not null, updated integer not null
);
create table if not exists occurrence (
    schedule text not null, generation integer not null, due integer not null, status text not null,
    worker text not null, lease integer not null, attempt integer not null, missed integer not null,
    started integer not null, finished integer, detail text not null default '',
    primary key (schedule, generation, due)
) without rowid;
create table if not exists inbox (
    id text primary key, schedule text not null, name text not null, input text not null,
    due integer not null, delivered integer not null, missed integer not null, read integer not null default 0
);
create table if not exists worker (
    id text primary key, kind text not null, started integer not null, seen integer not null
);
"""
"""Version 1, as it was."""

# The tables get new names, so that a worker of the version before that is still running finds none of them, instead
# of firing what it does not understand.
_TO_2 = """
drop index if exists schedule_due;
drop index if exists occurrence_open;
alter table schedule rename to schedules;
alter table occurrence rename to occurrences;
alter table inbox rename to deliveries;
alter table worker rename to workers;
alter table schedules add column wake integer;
alter table schedules add column resume_at integer;
alter table schedules add column reason text not null default '';
alter table schedules add column last_run text not null default '';
alter table schedules add column failures integer not null default 0;
alter table schedules add column title text not null default '';
alter table schedules add column folded text not null default '';
alter table schedules add column part_key text not null default '';
alter table occurrences add column kind text not null default 'due';
alter table occurrences add column process text not null default '';
alter table schedules add column shown text as (
    case when status = 'completed' and last_run = 'failed' then 'dead' else status end);
create table notes (name text primary key, value text not null);
update schedules set wake = next_due, title = title_of(name), folded = fold(name), part_key = key_of(name);
update schedules set last_run = coalesce((select status from occurrences where schedule = schedules.id
    order by due desc limit 1), '');
create index schedules_wake on schedules (wake) where wake is not null;
create index schedules_resume on schedules (resume_at) where resume_at is not null;
create index schedules_title on schedules (title, agent);
create index schedules_parts on schedules (part_key) where part_key <> '';
create index schedules_order on schedules (created);
create index schedules_agent on schedules (agent, created);
create index schedules_status on schedules (shown, created);
create index schedules_both on schedules (agent, shown, created);
create table tallies (
    agent text not null, status text not null, number integer not null, primary key (agent, status)
) without rowid;
insert into tallies select agent, shown, count(*) from schedules where part_key = '' group by agent, shown;
create index occurrences_open on occurrences (lease) where status in ('running', 'retry', 'waiting');
create index occurrences_latest on occurrences (due);
create index occurrences_status on occurrences (status, due);
create index deliveries_latest on deliveries (due, id);
create index deliveries_unread on deliveries (due, id) where not read;
create index deliveries_schedule on deliveries (schedule, due);
"""

# How many schedules there are of each agent and status, so that no list has to count them.
_TALLIES = (
    """
create trigger schedules_made after insert on schedules when new.part_key = '' begin
    insert into tallies values (new.agent, new.shown, 1) on conflict (agent, status) do update set number = number + 1;
end
""",
    """
create trigger schedules_gone after delete on schedules when old.part_key = '' begin
    update tallies set number = number - 1 where agent = old.agent and status = old.shown;
end
""",
    """
create trigger schedules_changed after update on schedules
when (old.agent, old.shown, old.part_key) is not (new.agent, new.shown, new.part_key) begin
    update tallies set number = number - (old.part_key = '') where agent = old.agent and status = old.shown;
    insert into tallies values (new.agent, new.shown, new.part_key = '')
        on conflict (agent, status) do update set number = number + excluded.number;
end
""",
)

_SPELLING = {
    "@schedules": "schedules",
    "@occurrences": "occurrences",
    "@inbox": "deliveries",
    "@workers": "workers",
    "@notes": "notes",
    "@tallies": "tallies",
    "@place": "rowid",
    "@lock": "",
    "@skip": "",
    "@within": "instr(folded, ?) > 0",
}


@lru_cache(1_024)
def _spelled(sql: str) -> str:
    for word, meaning in _SPELLING.items():
        sql = sql.replace(word, meaning)
    return sql


class SqliteTransaction:
    """A transaction, or a connection to read from."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def run(self, sql: str, *values: object) -> int:
        return self.connection.execute(_spelled(sql), values).rowcount

    def rows(self, sql: str, *values: object) -> Sequence[Any]:
        return self.connection.execute(_spelled(sql), values).fetchall()

    def row(self, sql: str, *values: object) -> Any:
        return self.connection.execute(_spelled(sql), values).fetchone()


class Database:
    """A file with a connection for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[tuple[sqlite3.Connection, threading.RLock]] = []
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """A transaction that holds the write lock from its beginning."""
        with self.reading() as tx:
            tx.connection.execute("begin immediate")
            try:
                yield tx
                tx.connection.execute("commit")
            finally:
                # A full disk has ended the transaction already.
                if tx.connection.in_transaction:
                    tx.connection.execute("rollback")

    @contextmanager
    def reading(self) -> Iterator[SqliteTransaction]:
        try:
            connection, in_use = self._connection()
            with in_use:
                yield SqliteTransaction(connection)
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the local database cannot be used: {error}", "Check the data directory.") from None

    def _connection(self) -> tuple[sqlite3.Connection, threading.RLock]:
        """The connection of this thread, and the lock that is held while it is used."""
        kept: tuple[sqlite3.Connection, threading.RLock] | None = getattr(self._local, "kept", None)
        if kept is None:
            kept = self._local.kept = (self._opened(), threading.RLock())
            with self._lock:
                self._connections.append(kept)
        return kept

    def _opened(self) -> sqlite3.Connection:
        private_file(self.path)
        found = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            found.row_factory = sqlite3.Row
            found.execute("pragma journal_mode = wal")
            found.execute("pragma synchronous = full")
            _prepare(found, self.path.name)
        except BaseException:
            found.close()
            raise
        return found

    def close(self) -> None:
        with self._lock:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection, in_use in connections:
            # Closing a connection under a thread that uses it would end the process.
            with in_use:
                connection.close()


def _prepare(connection: sqlite3.Connection, name: str) -> None:
    """Make the tables, or bring those of an older version up to date; all of it or nothing."""
    if _version(connection) == SCHEMA_VERSION:
        return
    connection.create_function("title_of", 1, lambda text: part.name if (part := part_named(text)) else text)
    connection.create_function("key_of", 1, lambda text: part.key if (part := part_named(text)) else "")
    connection.create_function("fold", 1, str.casefold)
    connection.execute("begin immediate")
    try:
        version = _version(connection)
        if version > SCHEMA_VERSION:
            raise Unavailable(f"the database {name} was written by a newer version", "Update schedule-mcp.")
        if version < SCHEMA_VERSION:
            for statement in (*(_TABLES_1 if version == 0 else "").split(";"), *_TO_2.split(";"), *_TALLIES):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {SCHEMA_VERSION}")
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("rollback")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])
