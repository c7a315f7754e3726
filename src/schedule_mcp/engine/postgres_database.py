"""The Postgres database beneath the engine: its tables, its connections, transactions in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from schedule_mcp.errors import Unavailable

SCHEMA_VERSION = 1
_POOL = 10
_CONNECT_S = 5
_PREPARING = 7_302_001
"""The key of an advisory lock."""

_SCHEMA = """
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
"""


class Transaction:
    """A transaction in SQL; rows come as mappings."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def run(self, sql: str, *values: object) -> int:
        """The number of rows that changed."""
        return int(self.connection.exec_driver_sql(sql, values or None).rowcount)

    def rows(self, sql: str, *values: object) -> Sequence[Any]:
        return list(self.connection.exec_driver_sql(sql, values or None).mappings())

    def row(self, sql: str, *values: object) -> Any:
        return self.connection.exec_driver_sql(sql, values or None).mappings().first()


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
    def transaction(self) -> Iterator[Transaction]:
        """One transaction; committed at its end.

        Raises:
            Unavailable: without the values that were sent.
        """
        try:
            self._prepare()
            with self._engine.begin() as connection:
                yield Transaction(connection)
        except sa.exc.DBAPIError as error:
            raise _unavailable(str(error.orig)) from None
        except sa.exc.SQLAlchemyError as error:
            raise _unavailable(type(error).__name__) from None

    def _prepare(self) -> None:
        with self._lock:
            if self._prepared:
                return
            with self._engine.begin() as connection:
                tx = Transaction(connection)
                tx.run("select pg_advisory_xact_lock(%s)", _PREPARING)
                if tx.row("select to_regclass('schedule_mcp.version') as found")["found"] is None:
                    tx.run(_SCHEMA)
                    tx.run("insert into schedule_mcp.version values (%s)", SCHEMA_VERSION)
                if tx.row("select version from schedule_mcp.version")["version"] > SCHEMA_VERSION:
                    raise Unavailable("the database was written by a newer version", "Update schedule-mcp.")
            self._prepared = True

    def close(self) -> None:
        self._engine.dispose()


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
