"""The engine on SQLite: one file, any number of workers in any number of processes.

One transaction claims what is due or whose lease ran out, writes the occurrence and arms the next run. An
expired lease is the whole hand-over: whoever notices that a worker died ends its leases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from schedule_mcp.engine.firing import Firing
from schedule_mcp.engine.sqlite_database import Database, SqliteTransaction
from schedule_mcp.engine.tables import KEPT, Kept


class SqliteEngine(Firing):
    """The engine in a file; every thread has a connection of its own."""

    def __init__(self, path: Path, now: Callable[[], datetime], kept: Kept = KEPT) -> None:
        super().__init__(now, kept)
        self.path = path
        self.folder = path.with_name(f"{path.name}-runs")
        self.database = Database(path)

    @contextmanager
    def write(self) -> Iterator[SqliteTransaction]:
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[SqliteTransaction]:
        with self.database.reading() as tx:
            yield tx

    def held(self, text: str) -> str:
        return text

    def told(self, text: str) -> str:
        return text

    def close(self) -> None:
        self.database.close()
