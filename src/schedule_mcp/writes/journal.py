"""The journal of writes: what was about to be sent, before it is sent, and what became of it.

One table in the data directory. After a crash or a lost answer it says which writes were under way; the truth
about them is looked up at the backend, never assumed from here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from schedule_mcp.errors import Unavailable

logger = logging.getLogger("schedule_mcp")

State = Literal["sending", "done", "failed", "unknown"]

KEPT = 10_000
"""Entries kept; older ones that are settled go."""

OUTCOME_AT_MOST = 4_000
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


def part_key(key: str, number: int) -> str:
    """The key of one object of several that a natural key stands for; "" where there is none."""
    return hashlib.sha256(f"{key} {number}".encode()).hexdigest()[:32] if key else ""


def _outcome_text(outcome: Mapping[str, Any]) -> str:
    """JSON within the limit; what is too long is cut value by value, so that it stays JSON."""
    text = json.dumps(outcome, default=str)
    if len(text) > OUTCOME_AT_MOST:
        share = OUTCOME_AT_MOST // (8 * len(outcome))
        text = json.dumps({key[:share]: str(value)[:share] for key, value in outcome.items()}, default=str)
    return text


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
        with self._used() as connection:
            cursor = connection.execute(
                "insert into journal (at, verb, backend, natural_key, digest, state) values (?, ?, ?, ?, ?, 'sending')",
                (at, verb, backend, key, digest),
            )
            entry = cursor.lastrowid
            assert entry is not None
            connection.execute("delete from journal where id <= ? and state in ('done', 'failed')", (entry - KEPT,))
            return entry

    def settle(self, entry: int, state: State, outcome: Mapping[str, Any] | None = None) -> None:
        """Note what became of a write.

        The write is over, so its answer must not be lost to a full disk: an entry that cannot be settled stays
        open, and the truth about it is looked up at the backend.
        """
        text = _outcome_text(outcome or {})
        try:
            with self._used() as connection:
                connection.execute("update journal set state = ?, outcome = ? where id = ?", (state, text, entry))
        except Unavailable as error:
            logger.warning("entry %d of the journal stays open: %s", entry, error)

    def unsettled(self, key: str = "") -> list[Entry]:
        """Writes whose outcome is not known, oldest first; of one natural key, or of all."""
        query = (
            "select id, at, verb, backend, natural_key, digest, state, outcome from journal "
            "where state in ('sending', 'unknown') and (? = '' or natural_key = ?) order by id"
        )
        with self._used() as connection:
            return [Entry(*row) for row in connection.execute(query, (key, key))]

    def begun_before(self, entry: int, since: datetime) -> bool:
        """Whether others have begun to create the same on the same backend, after an instant and before an entry."""
        query = (
            "select 1 from journal as own join journal as other on other.natural_key = own.natural_key "
            "and other.backend = own.backend and other.verb = own.verb and other.id < own.id "
            "where own.id = ? and other.state != 'failed' and other.at >= ? limit 1"
        )
        at = since.astimezone(UTC).isoformat(timespec="seconds")
        with self._used() as connection:
            return connection.execute(query, (entry, at)).fetchone() is not None

    def entries(self, limit: int = 100) -> list[Entry]:
        """The last entries, latest first."""
        query = (
            "select id, at, verb, backend, natural_key, digest, state, outcome from journal order by id desc limit ?"
        )
        with self._used() as connection:
            return [Entry(*row) for row in connection.execute(query, (limit,))]

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        """The connection, in a transaction.

        Raises:
            Unavailable: the file cannot be used. Nothing was sent yet, since this comes first.
        """
        try:
            with self._lock, self._open() as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            where = "in memory" if self._path is None else self._path.name
            raise Unavailable(
                f"the journal ({where}) cannot be used: {error}",
                "Nothing was sent. Check the data directory and its free space.",
            ) from error

    def _open(self) -> sqlite3.Connection:
        # Opened at the first write, so that a preview leaves nothing on the disk.
        if self._connection is None:
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            target = ":memory:" if self._path is None else str(self._path)
            connection = sqlite3.connect(target, timeout=_BUSY_S, check_same_thread=False)
            with closing(connection.executescript(_TABLE)):
                self._connection = connection
        return self._connection
