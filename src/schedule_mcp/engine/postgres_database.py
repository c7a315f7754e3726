"""The Postgres database beneath the engine: its tables, its connections, transactions in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from schedule_mcp.engine.part_names import part_named
from schedule_mcp.engine.tables import SCHEMA_VERSION
from schedule_mcp.errors import Unavailable

_POOL = 10
_CONNECT_S = 5
_PREPARING = 7_302_001
"""The key of an advisory lock."""

_TABLES_1 = """
create schema if not exists schedule_mcp;
create table schedule_mcp.version (version integer not null);
create table schedule_mcp.schedule (
    id text primary key, agent text not null, name text not null, spec text not null, status text not null,
    input text not null, options text not null, generation integer not null, next_due bigint,
    created bigint not null, updated bigint not null, queued bigint, queueings integer not null default 0,
    place bigint generated always as identity
);
create index schedule_due on schedule_mcp.schedule (next_due) where next_due is not null;
create table schedule_mcp.occurrence (
    schedule text not null, generation integer not null, due bigint not null, status text not null,
    worker text not null, lease bigint not null, attempt integer not null, missed integer not null,
    started bigint not null, finished bigint, detail text not null default '', queued bigint,
    queueings integer not null default 0,
    primary key (schedule, generation, due)
);
create index occurrence_open on schedule_mcp.occurrence (lease) where status in ('running', 'retry');
create table schedule_mcp.inbox (
    id text primary key, schedule text not null, name text not null, input text not null,
    due bigint not null, delivered bigint not null, missed integer not null, read boolean not null default false
);
create index inbox_latest on schedule_mcp.inbox (due);
create table schedule_mcp.worker (
    id text primary key, kind text not null, started bigint not null, seen bigint not null
);
insert into schedule_mcp.version values (1);
"""
"""Version 1, as it was."""

# The tables get new names, so that a worker of the version before that is still running finds none of them, instead
# of firing what it does not understand. What a name says of a part is what `part_named` says.
_TO_2 = """
drop index schedule_mcp.schedule_due;
drop index schedule_mcp.occurrence_open;
drop index schedule_mcp.inbox_latest;
alter table schedule_mcp.schedule rename to schedules;
alter table schedule_mcp.occurrence rename to occurrences;
alter table schedule_mcp.inbox rename to deliveries;
alter table schedule_mcp.worker rename to workers;
alter table schedule_mcp.schedules
    drop column queued,
    drop column queueings,
    add column wake bigint,
    add column resume_at bigint,
    add column reason text not null default '',
    add column last_run text not null default '',
    add column failures integer not null default 0,
    add column title text not null default '',
    add column folded text not null default '',
    add column part_key text not null default '';
alter table schedule_mcp.schedules add column shown text generated always as (
    case when status = 'completed' and last_run = 'failed' then 'dead' else status end) stored;
alter table schedule_mcp.occurrences
    drop column queued,
    drop column queueings,
    add column kind text not null default 'due',
    add column process text not null default '';
create table schedule_mcp.notes (name text primary key, value text not null);
update schedule_mcp.schedules set wake = next_due, title = name, folded = name;
update schedule_mcp.schedules set last_run = coalesce((
    select status from schedule_mcp.occurrences where schedule = schedules.id order by due desc limit 1), '');
create index schedules_wake on schedule_mcp.schedules (wake) where wake is not null;
create index schedules_resume on schedule_mcp.schedules (resume_at) where resume_at is not null;
create index schedules_title on schedule_mcp.schedules (title, agent);
create index schedules_parts on schedule_mcp.schedules (part_key) where part_key <> '';
create index schedules_order on schedule_mcp.schedules (created, place);
create index schedules_agent on schedule_mcp.schedules (agent, created, place);
create index schedules_status on schedule_mcp.schedules (shown, created, place);
create index schedules_both on schedule_mcp.schedules (agent, shown, created, place);
create index occurrences_open on schedule_mcp.occurrences (lease) where status in ('running', 'retry', 'waiting');
create index occurrences_latest on schedule_mcp.occurrences (due);
create index occurrences_status on schedule_mcp.occurrences (status, due);
create index deliveries_latest on schedule_mcp.deliveries (due, id);
create index deliveries_unread on schedule_mcp.deliveries (due, id) where not read;
create index deliveries_schedule on schedule_mcp.deliveries (schedule, due);
update schedule_mcp.version set version = 2;
"""

# How many schedules there are of each agent and status, so that no list has to count them. Each connection counts in
# rows of its own: none waits for another, and `tidy` puts them together.
_TALLIES = """
create table schedule_mcp.tallies (
    agent text not null, status text not null, connection integer not null, number bigint not null,
    primary key (agent, status, connection)
);
create function schedule_mcp.tally(of_agent text, of_status text, more integer) returns void language sql as $$
    insert into schedule_mcp.tallies values (of_agent, of_status, pg_backend_pid(), more)
        on conflict (agent, status, connection) do update set number = tallies.number + excluded.number;
$$;
create function schedule_mcp.count_schedules() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (old.agent, old.shown, old.part_key) = (new.agent, new.shown, new.part_key) then
        return null;
    end if;
    if tg_op <> 'INSERT' and old.part_key = '' then
        perform schedule_mcp.tally(old.agent, old.shown, -1);
    end if;
    if tg_op <> 'DELETE' and new.part_key = '' then
        perform schedule_mcp.tally(new.agent, new.shown, 1);
    end if;
    return null;
end
$$;
insert into schedule_mcp.tallies select agent, shown, 0, count(*) from schedule_mcp.schedules
    where part_key = '' group by agent, shown;
create trigger count_schedules after insert or update or delete on schedule_mcp.schedules
    for each row execute function schedule_mcp.count_schedules();
"""

_SPELLING = {
    "%": "%%",
    "?": "%s",
    "@schedules": "schedule_mcp.schedules",
    "@occurrences": "schedule_mcp.occurrences",
    "@inbox": "schedule_mcp.deliveries",
    "@workers": "schedule_mcp.workers",
    "@notes": "schedule_mcp.notes",
    "@tallies": "schedule_mcp.tallies",
    "@place": "place",
    "@lock": "for update",
    "@skip": "for update skip locked",
    "@within": "position(%s in folded) > 0",
}


@lru_cache(1_024)
def _spelled(sql: str) -> str:
    for word, meaning in _SPELLING.items():
        sql = sql.replace(word, meaning)
    return sql


class PostgresTransaction:
    """A transaction in SQL; rows come as mappings."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def run(self, sql: str, *values: object) -> int:
        return int(self.connection.exec_driver_sql(_spelled(sql), values or None).rowcount)

    def rows(self, sql: str, *values: object) -> Sequence[Any]:
        return list(self.connection.exec_driver_sql(_spelled(sql), values or None).mappings())

    def row(self, sql: str, *values: object) -> Any:
        return self.connection.exec_driver_sql(_spelled(sql), values or None).mappings().first()


class Database:
    """A pool of connections; the tables lie in the schema `schedule_mcp` and are made when they are missing."""

    def __init__(self, url: str) -> None:
        self.url = _read(url)
        self._prepared = False
        self._lock = threading.Lock()
        named = {"connect_timeout": _CONNECT_S, "application_name": "schedule-mcp"}
        self._engine = sa.create_engine(
            self.url,
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_pre_ping=True,
            connect_args={key: value for key, value in named.items() if key not in self.url.query},
        )

    @contextmanager
    def transaction(self) -> Iterator[PostgresTransaction]:
        """One transaction; committed at its end.

        Raises:
            Unavailable: without the values that were sent.
        """
        try:
            self._prepare()
            with self._engine.begin() as connection:
                yield PostgresTransaction(connection)
        except sa.exc.DBAPIError as error:
            raise _unavailable(str(error.orig)) from None
        except sa.exc.SQLAlchemyError as error:
            raise _unavailable(type(error).__name__) from None

    def _prepare(self) -> None:
        with self._lock:
            if self._prepared:
                return
            with self._engine.begin() as connection:
                _bring_up_to_date(PostgresTransaction(connection))
            self._prepared = True

    def close(self) -> None:
        self._engine.dispose()


def _bring_up_to_date(tx: PostgresTransaction) -> None:
    """Make the tables, or bring those of an older version up to date; all of it or nothing."""
    tx.run("select pg_advisory_xact_lock(?)", _PREPARING)
    if tx.row("select to_regclass('schedule_mcp.version') as found")["found"] is None:
        tx.connection.exec_driver_sql(_TABLES_1)
    version = tx.row("select version from schedule_mcp.version")["version"]
    if version > SCHEMA_VERSION:
        raise Unavailable("the database was written by a newer version", "Update schedule-mcp.")
    if version < SCHEMA_VERSION:
        tx.connection.exec_driver_sql(_TO_2)
        for row in tx.rows("select id, name from @schedules"):
            part = part_named(row["name"])
            folded, title = row["name"].casefold(), part.name if part else row["name"]
            if (folded, title) != (row["name"], row["name"]):
                tx.run(
                    "update @schedules set folded = ?, title = ?, part_key = ? where id = ?",
                    *(folded, title, part.key if part else "", row["id"]),
                )
        tx.connection.exec_driver_sql(_TALLIES)


def _read(url: str) -> sa.URL:
    try:
        made = sa.make_url(url).set(drivername="postgresql+psycopg")
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError("the URL cannot be read") from None
    if not made.database:
        raise ValueError("the URL names no database")
    return made


def _unavailable(reason: str) -> Unavailable:
    first = reason.strip().partition("\n")[0][:200]
    return Unavailable(f"the Postgres database cannot be used: {first}", "Check that it runs and lets this user in.")
