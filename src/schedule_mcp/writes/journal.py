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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from schedule_mcp.errors import Unavailable
from schedule_mcp.outside.files import private_file
from schedule_mcp.outside.secrets import redacted
from schedule_mcp.policy.rules import Pace
from schedule_mcp.writes.trace import FILE_NAME, Trace

logger = logging.getLogger("schedule_mcp")

State = Literal["sending", "done", "failed", "unknown"]

KEPT = 10_000
"""Entries kept; older ones that are settled go."""

OUTCOME_AT_MOST = 4_000
MINUTE = timedelta(minutes=1)
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
    outcome text not null default '',
    objects integer not null default 1
);
create index if not exists journal_by_key on journal (natural_key, id);
create index if not exists journal_lately on journal (verb, backend, at);
create index if not exists journal_open on journal (id) where state in ('sending', 'unknown');
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

    @property
    def outline(self) -> dict[str, Any]:
        """What is known of it: what was asked for, and later what became of it."""
        found = json.loads(self.outcome) if self.outcome else {}
        return found if isinstance(found, dict) else {}

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self.at)


def natural_key(backend: str, agent: str, name: str, timing: Any, input: str) -> str:
    """What makes two creates the same request, as 32 hexadecimal digits."""
    text = json.dumps([backend, agent, name, timing, input], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def part_key(key: str, number: int) -> str:
    """The key of one object of several that a natural key stands for; "" where there is none."""
    return hashlib.sha256(f"{key} {number}".encode()).hexdigest()[:32] if key else ""


def _outcome_text(outcome: Mapping[str, Any]) -> str:
    """JSON within the limit; what is too long is cut value by value, so that it stays JSON."""
    text = redacted(json.dumps(outcome, default=str))
    if len(text) > OUTCOME_AT_MOST:
        share = OUTCOME_AT_MOST // (8 * len(outcome))
        text = json.dumps({key[:share]: redacted(str(value))[:share] for key, value in outcome.items()}, default=str)
    return text


def _add_objects(connection: sqlite3.Connection) -> None:
    """Journals of earlier versions did not count objects."""
    names = {row[1] for row in connection.execute("pragma table_info(journal)")}
    if "objects" not in names:
        connection.execute("alter table journal add column objects integer not null default 1")
        connection.commit()


class Journal:
    """The journal in a file, or in memory when `path` is None, with the trace beside it. Safe for threads and several
    processes."""

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self._now = now
        self.trace = Trace(None if path is None else path.with_name(FILE_NAME), now)
        self._lock = threading.Lock()
        self._path = path
        self._connection: sqlite3.Connection | None = None

    @property
    def folder(self) -> Path | None:
        """The data directory; None when the journal is in memory."""
        return None if self._path is None else self._path.parent

    def begin(
        self,
        verb: str,
        backend: str,
        key: str,
        digest: str,
        outline: Mapping[str, Any] | None = None,
        *,
        objects: int = 1,
        pace: Pace | None = None,
    ) -> int:
        """Note a write before it is sent; returns the entry's id.

        `outline` says what was asked for, so that a repeat is known even after a kill. With `pace` the objects that
        all processes on this file have begun to create within a minute are counted first.

        Raises:
            NotAllowed: there would be more than the operator allows.
        """
        now = self._now().astimezone(UTC)
        with self._used() as connection:
            # From its first statement on, so that no other process counts at the same time.
            connection.execute("begin immediate")
            if pace is not None and pace.at_most:
                since = (now - MINUTE).isoformat(timespec="microseconds")
                query = "select at, objects from journal where verb = ? and backend = ? and at > ? order by id"
                made = connection.execute(query, (verb, backend, since)).fetchall()
                pace.check(backend, [(datetime.fromisoformat(at), count) for at, count in made], objects)
            cursor = connection.execute(
                "insert into journal (at, verb, backend, natural_key, digest, state, outcome, objects) "
                "values (?, ?, ?, ?, ?, 'sending', ?, ?)",
                (
                    now.isoformat(timespec="microseconds"),
                    verb,
                    backend,
                    key,
                    digest,
                    _outcome_text(outline or {}),
                    objects,
                ),
            )
            entry = cursor.lastrowid
            assert entry is not None
            connection.execute("delete from journal where id <= ? and state in ('done', 'failed')", (entry - KEPT,))
            return entry

    def settle(self, entry: int, state: State, outcome: Mapping[str, Any] | None = None) -> None:
        """Note what became of a write, beside its outline.

        The write is over, so its answer must not be lost to a full disk: an entry that cannot be settled stays
        open, and the truth about it is looked up at the backend.
        """
        try:
            # A line that stays open is only looked up once more, so that its end need not wait for the disk.
            with self._used(durable=False) as connection:
                row = connection.execute("select outcome from journal where id = ?", (entry,)).fetchone()
                outline = json.loads(row[0]) if row and row[0] else {}
                text = _outcome_text({**outline, **(outcome or {})})
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

    def settle_all(self, key: str) -> None:
        """A later write of the same key was seen: what was open of it is no longer unknown."""
        try:
            with self._used() as connection:
                connection.execute(
                    "update journal set state = 'done' where natural_key = ? and state in ('sending', 'unknown')",
                    (key,),
                )
        except Unavailable as error:
            logger.warning("entries of the journal stay open: %s", error)

    def begun_since(self, verb: str, backend: str, since: datetime, key: str, name: str) -> list[Entry]:
        """Writes of a verb to a backend that were begun since, of a natural key or a name, and may be there: none that
        failed. Oldest first."""
        query = (
            "select id, at, verb, backend, natural_key, digest, state, outcome from journal "
            "where verb = ? and backend = ? and at >= ? and state != 'failed' and (natural_key = ? "
            "or case when json_valid(outcome) then json_extract(outcome, '$.name') end = ?) order by id"
        )
        at = since.astimezone(UTC).isoformat(timespec="microseconds")
        with self._used() as connection:
            return [Entry(*row) for row in connection.execute(query, (verb, backend, at, key, name))]

    def has_deleted(self, named: str) -> bool:
        """Whether this directory's processes have sent a delete of what is named by a handle or by a name."""
        query = (
            "select 1 from journal where verb = 'delete' and state != 'failed' "
            "and (natural_key = ? or case when json_valid(outcome) then json_extract(outcome, '$.name') end = ?) "
            "limit 1"
        )
        with self._used() as connection:
            return connection.execute(query, (named, named)).fetchone() is not None

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
    def _used(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """The connection, in a transaction; one that is not durable may be lost with the power, not with the process.

        Raises:
            Unavailable: the file cannot be used. Nothing was sent yet, since this comes first.
        """
        try:
            with self._lock, self._open() as connection:
                connection.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
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
            target = ":memory:" if self._path is None else str(private_file(self._path))
            connection = sqlite3.connect(target, timeout=_BUSY_S, check_same_thread=False)
            # One sync for each entry instead of three.
            connection.execute("pragma journal_mode = wal")
            with closing(connection.executescript(_TABLE)):
                self._connection = connection
            _add_objects(connection)
        return self._connection
