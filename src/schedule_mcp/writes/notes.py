"""What was said, beside what a backend stores of it: the zone of a schedule that is held in UTC, and open questions.

One table in the data directory. Nothing depends on it: without a note the words are asked about anew.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from schedule_mcp.outside.files import private_file

logger = logging.getLogger("schedule_mcp")

Kind = Literal["said", "question", "pending", "undo"]

UNDO_KEPT = timedelta(days=30)
"""What was changed or deleted is kept so long."""
KEPT = 5_000
"""Notes of each kind; older ones go."""
NOTE_AT_MOST = 60_000
_BUSY_S = 5.0

_TABLE = """
create table if not exists notes (
    kind text not null,
    key text not null,
    at text not null,
    value text not null,
    primary key (kind, key)
);
create index if not exists notes_by_age on notes (kind, at);
"""


class Notes:
    """Notes in a file, or in memory when `path` is None. Safe for threads and several processes."""

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def keep(self, kind: Kind, key: str, value: Mapping[str, Any]) -> bool:
        """Note a value in place of the one before; whether that could be done."""
        text = json.dumps(value, ensure_ascii=False)
        if len(text) > NOTE_AT_MOST:
            return False
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        done = self._tried(
            "insert or replace into notes (kind, key, at, value) values (?, ?, ?, ?)", kind, key, at, text
        )
        if done is not None:
            since = (self._now().astimezone(UTC) - UNDO_KEPT).isoformat(timespec="seconds")
            self._tried("delete from notes where kind = 'undo' and at < ?", since)
            self._tried(
                "delete from notes where kind = ? and at < (select at from notes where kind = ? order by at desc "
                "limit 1 offset ?)",
                kind,
                kind,
                KEPT,
            )
        return done is not None

    def found(self, kind: Kind, key: str) -> dict[str, Any] | None:
        """The value noted, None where there is none."""
        rows = self._tried("select value from notes where kind = ? and key = ?", kind, key)
        if not rows:
            return None
        value: dict[str, Any] = json.loads(rows[0][0])
        return value

    def drop(self, kind: Kind, key: str) -> None:
        """Forget a value."""
        self._tried("delete from notes where kind = ? and key = ?", kind, key)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _tried(self, statement: str, *values: object) -> list[tuple[str]] | None:
        """The rows of a statement; None where the file cannot be used, which costs a question and no answer."""
        try:
            with self._lock, self._open() as connection:
                return connection.execute(statement, tuple(map(_storable, values))).fetchall()
        except (sqlite3.Error, OSError) as error:
            logger.warning("the notes cannot be used: %s", error)
            return None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            target = ":memory:" if self._path is None else str(private_file(self._path))
            connection = sqlite3.connect(target, timeout=_BUSY_S, check_same_thread=False)
            with closing(connection.executescript(_TABLE)):
                self._connection = connection
        return self._connection


def _storable(value: object) -> object:
    """A name may hold half of a surrogate pair, which is no text for a database; it is kept as its escape."""
    return value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value
