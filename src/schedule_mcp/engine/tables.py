"""The tables that both engines share: SQL in one spelling, and rows as values.

SQL is written once: `?` for a value, `@name` for a table or for what the two databases say otherwise.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from schedule_mcp.engine.part_names import part_named
from schedule_mcp.engine.port import Delivery, Event, Occurrence, Past, StoredSchedule, run_id
from schedule_mcp.engine.rules import instant, instant_or_none, micros, micros_or_none, wake_of
from schedule_mcp.errors import InvalidArgument
from schedule_mcp.schedule.stored import from_json, to_json

SCHEMA_VERSION = 2

OPEN = "('running', 'retry', 'waiting')"
"""Runs that are not over."""

FAR = 2**62
"""A lease that never runs out: of a run that waits for the one before it."""


class Transaction(Protocol):
    """A transaction in SQL; rows come as mappings."""

    def run(self, sql: str, *values: object) -> int:
        """The number of rows that changed."""

    def rows(self, sql: str, *values: object) -> Sequence[Any]: ...

    def row(self, sql: str, *values: object) -> Any: ...


@dataclass(frozen=True)
class Kept:
    """How much is kept: runs in all, runs in the inbox, and for how long. The database stays within that size."""

    runs: int = 50_000
    inbox: int = 10_000
    age: timedelta = timedelta(days=90)


KEPT = Kept()


class Tables(ABC):
    """What the parts of an engine share: the clock and the transactions."""

    def __init__(self, now: Callable[[], datetime], kept: Kept = KEPT) -> None:
        self.now = now
        self.kept = kept
        self.folder: Path | None = None
        self.events: SimpleQueue[Event] = SimpleQueue()
        """Of runs that were settled within a claim."""

    @abstractmethod
    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that may change something; committed at its end.

        Raises:
            Unavailable: the database is out of reach.
        """

    @abstractmethod
    def read(self) -> AbstractContextManager[Transaction]:
        """Something to read in; raises as `write`."""

    @abstractmethod
    def held(self, text: str) -> str:
        """A text from outside as the database can hold it."""

    @abstractmethod
    def told(self, text: str) -> str:
        """A text that `held` has made, as it was."""

    def stored(self, row: Any) -> StoredSchedule:
        return StoredSchedule(
            *(row["id"], row["agent"], row["name"], from_json(json.loads(row["spec"])), row["status"]),
            *(self.told(row["input"]), json.loads(row["options"]), row["generation"]),
            *(instant_or_none(row["next_due"]), instant(row["created"]), instant(row["updated"])),
            *(instant_or_none(row["resume_at"]), row["reason"], row["last_run"]),
        )

    def put(self, tx: Transaction, armed: StoredSchedule) -> None:
        """Write a schedule, over the one of its id."""
        now = self.now()
        part = part_named(armed.name)
        values = (
            *(armed.id, armed.agent, armed.name, json.dumps(to_json(armed.schedule)), armed.status),
            *(self.held(armed.input), json.dumps(dict(armed.options)), armed.generation),
            *(micros_or_none(armed.next_due), micros(armed.created or now), micros(armed.updated or now)),
            *(micros_or_none(wake_of(armed)), micros_or_none(armed.resumes), armed.reason),
            *(part.name if part else armed.name, armed.name.casefold(), part.key if part else ""),
        )
        changed = ", ".join(f"{column} = excluded.{column}" for column in _CHANGED)
        tx.run(
            f"insert into @schedules ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(_COLUMNS))}) "
            f"on conflict (id) do update set {changed}, failures = 0",
            *values,
        )

    def past(self, row: Any) -> Past:
        due = instant(row["due"])
        started = None if row["status"] == "waiting" else instant(row["started"])
        return Past(
            run_id(row["schedule"], row["generation"], due, row["kind"]),
            *(row["schedule"], row["name"], row["agent"], row["kind"], due, row["status"], row["attempt"]),
            *(row["missed"], started, instant_or_none(row["finished"]), row["detail"]),
        )

    def delivery_of(self, row: Any) -> Delivery:
        return Delivery(
            *(row["id"], row["schedule"], row["name"], self.told(row["input"]), instant(row["due"])),
            *(instant(row["delivered"]), row["missed"], bool(row["read"])),
        )

    def occurrence(self, row: Any, worker: str, attempt: int) -> Occurrence:
        """The claimed run of a row that joins an occurrence with its schedule."""
        return Occurrence(
            *(row["schedule"], row["generation"], instant(row["due"]), attempt, worker),
            *(row["agent"], row["name"], self.told(row["input"]), row["missed"], row["kind"]),
            json.loads(row["options"]),
        )


_COLUMNS = (
    "id",
    "agent",
    "name",
    "spec",
    "status",
    "input",
    "options",
    "generation",
    "next_due",
    "created",
    "updated",
    "wake",
    "resume_at",
    "reason",
    "title",
    "folded",
    "part_key",
)
_CHANGED = tuple(column for column in _COLUMNS if column not in ("id", "created"))


@dataclass(frozen=True)
class Key:
    """What identifies an occurrence, as it is stored."""

    schedule: str
    generation: int
    due: int

    @property
    def values(self) -> tuple[str, int, int]:
        return self.schedule, self.generation, self.due

    WHERE = "schedule = ? and generation = ? and due = ?"


def key_of(row: Any) -> Key:
    return Key(row["schedule"], row["generation"], row["due"])


def among(values: Collection[object]) -> str:
    """As many placeholders as there are values, in brackets."""
    return f"({', '.join('?' * len(values))})"


def cursor_of(*values: object) -> str:
    """Where a page ends, as a text."""
    return ".".join(map(str, values))


def read_cursor(cursor: str, count: int) -> tuple[int, ...]:
    """The numbers of a cursor.

    Raises:
        InvalidArgument: it is none.
    """
    parts = cursor.split(".")
    if len(parts) != count or not all(p.isascii() and p.removeprefix("-").isdecimal() and len(p) < 20 for p in parts):
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return tuple(map(int, parts))
