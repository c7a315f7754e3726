"""The journal of writes: what was about to be sent, before it is sent, and what became of it.

One table in the data directory. After a crash or a lost answer it says which writes were under way; the truth
about them is looked up at the backend, never assumed from here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

State = Literal["sending", "done", "failed", "unknown"]

KEPT = 10_000
"""Entries kept; older ones that are settled go."""

_BUSY_S = 5.0

_TABLE = """
create table if not exists journal (
    id integer primary key,
    at text not null,
    verb text not null,
    backend text not null,
    natural_key text not null,
    digest text not null,
    state text not null,
    outcome text not null default ''
);
create index if not exists journal_by_key on journal (natural_key, id);
"""


@dataclass(frozen=True)
class Entry:
    """One write. `at` is an ISO 8601 time in UTC; `outcome` a short JSON text."""

    id: int
    at: str
    verb: str
    backend: str
    natural_key: str
    digest: str
    state: State
    outcome: str


def natural_key(backend: str, agent: str, name: str, timing: Any, input: str) -> str:
    """What makes two creates the same request, as 32 hexadecimal digits."""
    text = json.dumps([backend, agent, name, timing, input], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Journal:
    """The journal in a file, or in memory when `path` is None. Safe for threads and several processes."""

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def begin(self, verb: str, backend: str, key: str, digest: str) -> int:
        """Note a write before it is sent; returns the entry's id."""
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        with self._lock, self._open() as connection:
            cursor = connection.execute(
                "insert into journal (at, verb, backend, natural_key, digest, state) values (?, ?, ?, ?, ?, 'sending')",
                (at, verb, backend, key, digest),
            )
            entry = cursor.lastrowid
            assert entry is not None
            connection.execute("delete from journal where id <= ? and state in ('done', 'failed')", (entry - KEPT,))
            return entry

    def settle(self, entry: int, state: State, outcome: Mapping[str, Any] | None = None) -> None:
        """Note what became of a write."""
        text = json.dumps(outcome or {}, default=str)[:4_000]
        with self._lock, self._open() as connection:
            connection.execute("update journal set state = ?, outcome = ? where id = ?", (state, text, entry))

    def unsettled(self, key: str = "") -> list[Entry]:
        """Writes whose outcome is not known, oldest first; of one natural key, or of all."""
        query = (
            "select id, at, verb, backend, natural_key, digest, state, outcome from journal "
            "where state in ('sending', 'unknown') and (? = '' or natural_key = ?) order by id"
        )
        with self._lock, self._open() as connection:
            return [Entry(*row) for row in connection.execute(query, (key, key))]

    def entries(self, limit: int = 100) -> list[Entry]:
        """The last entries, latest first."""
        query = (
            "select id, at, verb, backend, natural_key, digest, state, outcome from journal order by id desc limit ?"
        )
        with self._lock, self._open() as connection:
            return [Entry(*row) for row in connection.execute(query, (limit,))]

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        # Opened at the first write, so that a preview leaves nothing on the disk.
        if self._connection is None:
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            target = ":memory:" if self._path is None else str(self._path)
            self._connection = sqlite3.connect(target, timeout=_BUSY_S, check_same_thread=False)
            with closing(self._connection.executescript(_TABLE)):
                pass
        return self._connection
