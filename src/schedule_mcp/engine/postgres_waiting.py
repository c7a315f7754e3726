"""The runs that wait for a worker, in the tables of the engine on Postgres, and the workers that are waited for.

A run is queued once, by the worker that leads for a moment, under a name that is never used again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.engine.postgres_database import Database, PostgresTransaction
from schedule_mcp.engine.rules import instant, instant_or_none, micros

_LEADING = 7_302_002
"""The key of an advisory lock."""


@dataclass(frozen=True)
class Due:
    """A run that waits to be made: the key of a schedule that is due, or of an occurrence to try again."""

    schedule: str
    generation: int
    due: datetime
    name: str = ""
    """Of this queueing: no two are alike, and all workers use the same."""


class Waiting:
    """Who leads, what waits, which workers there are."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    @contextmanager
    def leading(self) -> Iterator[PostgresTransaction | None]:
        """A transaction that only one worker is in at a time; None for the others."""
        with self._database.transaction() as tx:
            leads = tx.row("select pg_try_advisory_xact_lock(?) as mine", _LEADING)["mine"]
            yield tx if leads else None

    def queue(self, tx: PostgresTransaction, limit: int) -> Sequence[Due]:
        """What is due and not queued yet; now marked as queued."""
        now = micros(self._now())
        runs = tx.rows(
            "update @schedules set queued = ?, queueings = queueings + 1 where id in ("
            "select id from @schedules where wake <= ? and queued is null "
            "order by wake limit ? for update skip locked) "
            "returning id as schedule, generation, next_due as due, 'run' as kind, queueings",
            *(now, now, limit),
        )
        again = tx.rows(
            "update @occurrences set queued = ?, queueings = queueings + 1 "
            "where (schedule, generation, due) in ("
            "select schedule, generation, due from @occurrences where status in ('running', 'retry', 'waiting') "
            "and lease <= ? and queued is null order by lease limit ? for update skip locked) "
            "returning schedule, generation, due, 'again' as kind, queueings",
            *(now, now, limit),
        )
        return [_due(row) for row in (*runs, *again)]

    def next_to_queue(self) -> datetime | None:
        """When something comes due next that is not queued yet."""
        with self._database.transaction() as tx:
            row = tx.row(
                "select least((select min(wake) from @schedules where queued is null), "
                "(select min(lease) from @occurrences where status in ('running', 'retry', 'waiting') "
                "and queued is null)) as at"
            )
        return instant_or_none(row["at"])

    def overdue(self, tx: PostgresTransaction, limit: int, after: timedelta) -> Sequence[Due]:
        """What was queued longer ago than `after` and has not begun; it counts as queued now."""
        now = micros(self._now())
        values = (now, now - after // timedelta(microseconds=1), limit)
        runs = tx.rows(
            "update @schedules set queued = ? where id in ("
            "select id from @schedules where wake is not null and queued <= ? "
            "order by queued limit ? for update skip locked) "
            "returning id as schedule, generation, next_due as due, 'run' as kind, queueings",
            *values,
        )
        again = tx.rows(
            "update @occurrences set queued = ? where (schedule, generation, due) in ("
            "select schedule, generation, due from @occurrences where status in ('running', 'retry', 'waiting') "
            "and queued <= ? order by queued limit ? for update skip locked) "
            "returning schedule, generation, due, 'again' as kind, queueings",
            *values,
        )
        return [_due(row) for row in (*runs, *again)]

    def requeue(self, tx: PostgresTransaction, lost: Due) -> None:
        """A queued run was lost: it may be queued again, under another name."""
        values = (lost.schedule, lost.generation, micros(lost.due))
        tx.run(
            "update @schedules set queued = null where id = ? and generation = ? and next_due = ?",
            *values,
        )
        tx.run(
            "update @occurrences set queued = null where schedule = ? and generation = ? and due = ?",
            *values,
        )

    def workers(self) -> dict[str, datetime]:
        """All workers that were not buried, and when they were heard of."""
        with self._database.transaction() as tx:
            rows = tx.rows("select id, seen from @workers")
        return {row["id"]: instant(row["seen"]) for row in rows}

    def leave(self, worker: str) -> None:
        """A worker ends, with nothing left that it runs."""
        with self._database.transaction() as tx:
            tx.run("delete from @workers where id = ?", worker)


def _due(row: Any) -> Due:
    due = instant(row["due"])
    name = f"{row['schedule']}:{row['generation']}:{due:%Y-%m-%dT%H:%M:%S.%fZ} {row['kind']} {row['queueings']}"
    return Due(row["schedule"], row["generation"], due, name)
