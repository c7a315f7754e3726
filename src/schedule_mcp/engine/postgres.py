"""The engine on Postgres: one database, any number of workers on any number of hosts.

The tables and the rules are those of the SQLite engine. A claim locks the schedule's row, so that of many workers
one gets a run; the occurrence's primary key is the second guard. `engine/dbos.py` hands the runs out.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.engine.port import (
    HISTORY_KEPT,
    Delivery,
    Finished,
    Occurrence,
    Past,
    Runner,
    StoredSchedule,
    WorkerSeen,
)
from schedule_mcp.engine.postgres_database import Database, Transaction
from schedule_mcp.engine.postgres_waiting import Due, Waiting
from schedule_mcp.engine.rules import (
    DETAIL_KEPT,
    SEEN_WITHIN,
    firing,
    instant,
    instant_or_none,
    micros,
    micros_or_none,
    rearmed,
)
from schedule_mcp.schedule.stored import from_json, to_json

_OPEN = (
    "select o.*, s.agent, s.name, s.input, s.generation as current, s.status as state from schedule_mcp.occurrence o "
    "join schedule_mcp.schedule s on s.id = o.schedule where o.status in ('running', 'retry') and o.lease <= %s "
)


@dataclass(frozen=True)
class Pace:
    """How often a worker says that it lives, how long a silence means death, when a run that was queued and not begun
    counts as lost, how often old workflows are forgotten."""

    beat_s: float = 5.0
    dead_after_s: float = 30.0
    lost_after_s: float = 60.0
    forget_s: float = 60.0


PACE = Pace()


class PostgresEngine:
    """The engine in a Postgres database.

    Raises:
        ValueError: when the URL cannot be read or names no database.
    """

    def __init__(self, url: str, now: Callable[[], datetime], pace: Pace = PACE) -> None:
        self.database = Database(url)
        self.waiting = Waiting(self.database, now)
        self.now = now
        self.pace = pace

    def close(self) -> None:
        self.database.close()

    # -- the store -------------------------------------------------------------------------------------------

    def arm(self, schedule: StoredSchedule) -> StoredSchedule:
        now = self.now()
        with self.database.transaction() as tx:
            row = tx.row("select * from schedule_mcp.schedule where id = %s for update", schedule.id)
            last = tx.row("select max(due) as due from schedule_mcp.occurrence where schedule = %s", schedule.id)
            armed = rearmed(schedule, None if row is None else _stored(row), instant_or_none(last["due"]), now)
            tx.run(
                "insert into schedule_mcp.schedule values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
                "on conflict (id) do update set "
                "agent = excluded.agent, name = excluded.name, spec = excluded.spec, status = excluded.status, "
                "input = excluded.input, options = excluded.options, generation = excluded.generation, "
                "next_due = excluded.next_due, updated = excluded.updated, queued = null",
                *_values(armed, now),
            )
            tx.run(
                "update schedule_mcp.occurrence set status = 'cancelled', finished = %s "
                "where schedule = %s and status = 'retry' and generation < %s",
                micros(now),
                armed.id,
                armed.generation,
            )
        return armed

    def cancel(self, schedule_id: str) -> bool:
        with self.database.transaction() as tx:
            gone = tx.run("delete from schedule_mcp.schedule where id = %s", schedule_id) > 0
            tx.run("delete from schedule_mcp.occurrence where schedule = %s", schedule_id)
        return gone

    def find(self, schedule_id: str) -> StoredSchedule | None:
        with self.database.transaction() as tx:
            row = tx.row("select * from schedule_mcp.schedule where id = %s", schedule_id)
        return None if row is None else _stored(row)

    def all(self, agent: str = "") -> Sequence[StoredSchedule]:
        query = "select * from schedule_mcp.schedule where %s = '' or agent = %s order by created, place"
        with self.database.transaction() as tx:
            return [_stored(row) for row in tx.rows(query, agent, agent)]

    # -- firing ----------------------------------------------------------------------------------------------

    def claim(self, worker: str, limit: int, lease: timedelta) -> Sequence[Occurrence]:
        now = self.now()
        with self.database.transaction() as tx:
            rows = tx.rows(f"{_OPEN} order by o.lease limit %s for update skip locked", micros(now), limit)
            taken = [self._take_over(tx, row, worker, now, lease) for row in rows]
            due = tx.rows(
                "select * from schedule_mcp.schedule where next_due <= %s order by next_due limit %s "
                "for update skip locked",
                micros(now),
                limit - len(taken),
            )
            claimed = [self._fire(tx, _stored(row), worker, now, lease) for row in due]
        return [occurrence for occurrence in (*taken, *claimed) if occurrence is not None]

    def begin(self, due: Due, worker: str, lease: timedelta) -> Occurrence | None:
        """Claim one run; None when it is settled, held by another worker, or no longer to be made."""
        now, key = self.now(), (due.schedule, due.generation, micros(due.due))
        with self.database.transaction() as tx:
            row = tx.row("select * from schedule_mcp.schedule where id = %s for update", due.schedule)
            if row is None:
                return None
            known = "select 1 from schedule_mcp.occurrence where schedule = %s and generation = %s and due = %s"
            if tx.row(known, *key) is not None:
                wanted = f"{_OPEN} and o.schedule = %s and o.generation = %s and o.due = %s for update of o"
                found = tx.row(wanted, micros(now), *key)
                return None if found is None else self._take_over(tx, found, worker, now, lease)
            if (row["generation"], row["next_due"]) != key[1:] or due.due > now:
                return None
            return self._fire(tx, _stored(row), worker, now, lease)

    def _fire(
        self, tx: Transaction, stored: StoredSchedule, worker: str, now: datetime, lease: timedelta
    ) -> Occurrence | None:
        """Write the occurrence that is due and arm the next; None where the policies say not to run it."""
        made = firing(stored, now, lambda: _is_running(tx, stored.id, now))
        ended = None if made.status == "running" else micros(now)
        due, end = micros(made.due), micros(now + lease)
        tx.run(
            "insert into schedule_mcp.occurrence values (%s, %s, %s, %s, %s, %s, 1, %s, %s, %s, '') "
            "on conflict do nothing",
            *(stored.id, stored.generation, due, made.status, worker, end, made.missed, micros(now), ended),
        )
        tx.run(
            "update schedule_mcp.schedule set next_due = %s, status = %s, queued = null where id = %s",
            *(micros_or_none(made.following), made.schedule_status, stored.id),
        )
        _forget_old(tx, stored.id)
        if made.status != "running":
            return None
        return Occurrence(
            stored.id, stored.generation, made.due, 1, worker, stored.agent, stored.name, stored.input, made.missed
        )

    def _take_over(self, tx: Transaction, row: Any, worker: str, now: datetime, lease: timedelta) -> Occurrence | None:
        """An occurrence whose worker died, or whose time to try again has come."""
        key = (row["schedule"], row["generation"], row["due"])
        if row["generation"] != row["current"] or row["state"] == "paused":
            tx.run(
                "update schedule_mcp.occurrence set status = 'cancelled', finished = %s "
                "where schedule = %s and generation = %s and due = %s",
                *(micros(now), *key),
            )
            return None
        tx.run(
            "update schedule_mcp.occurrence set status = 'running', worker = %s, lease = %s, attempt = attempt + 1, "
            "queued = null where schedule = %s and generation = %s and due = %s",
            *(worker, micros(now + lease), *key),
        )
        due, attempt = instant(row["due"]), row["attempt"] + 1
        told = (row["agent"], row["name"], json.loads(row["input"]), row["missed"])
        return Occurrence(row["schedule"], row["generation"], due, attempt, worker, *told)

    def finish(self, occurrence: Occurrence, how: Finished) -> bool:
        now = self.now()
        lease = how.retry_at if how.status == "retry" and how.retry_at is not None else now
        ended = None if how.status == "retry" else micros(now)
        # Postgres takes no NUL in a text, and a command may print one.
        detail = how.detail[:DETAIL_KEPT].replace("\0", "\N{REPLACEMENT CHARACTER}")
        with self.database.transaction() as tx:
            changed = tx.run(
                "update schedule_mcp.occurrence set status = %s, detail = %s, lease = %s, finished = %s, queued = null "
                "where schedule = %s and generation = %s and due = %s and worker = %s and attempt = %s "
                "and status = 'running'",
                *(how.status, detail, micros(lease), ended, occurrence.schedule_id, occurrence.generation),
                *(micros(occurrence.due), occurrence.worker, occurrence.attempt),
            )
        return changed > 0

    def next_due(self) -> datetime | None:
        with self.database.transaction() as tx:
            row = tx.row(
                "select least((select min(next_due) from schedule_mcp.schedule where next_due is not null), "
                "(select min(lease) from schedule_mcp.occurrence where status in ('running', 'retry'))) as at"
            )
        return instant_or_none(row["at"])

    def alive(self, worker: str = "", kind: str = "") -> Sequence[WorkerSeen]:
        now = self.now()
        with self.database.transaction() as tx:
            if worker:
                tx.run(
                    "insert into schedule_mcp.worker values (%s, %s, %s, %s) "
                    "on conflict (id) do update set seen = excluded.seen",
                    *(worker, kind, micros(now), micros(now)),
                )
                tx.run("delete from schedule_mcp.worker where seen < %s", micros(now - timedelta(days=1)))
            query = "select * from schedule_mcp.worker where seen >= %s order by started, id"
            rows = tx.rows(query, micros(now - SEEN_WITHIN))
        return [WorkerSeen(r["id"], r["kind"], instant(r["started"]), instant(r["seen"])) for r in rows]

    def workers(self) -> dict[str, datetime]:
        return self.waiting.workers()

    def bury(self, worker: str, seen: datetime) -> bool:
        with self.database.transaction() as tx:
            return self.waiting.bury(tx, worker, seen)

    def drive(self, runner: Runner, stop: threading.Event) -> bool:
        from schedule_mcp.engine.dbos import drive

        return drive(self, runner, stop)

    # -- what happened ---------------------------------------------------------------------------------------

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]:
        query = "select * from schedule_mcp.occurrence where schedule = %s order by due desc limit %s"
        with self.database.transaction() as tx:
            rows = tx.rows(query, schedule_id, limit)
        return [
            Past(
                *(instant(r["due"]), r["status"], r["attempt"], r["missed"], instant(r["started"])),
                *(instant_or_none(r["finished"]), r["detail"]),
            )
            for r in rows
        ]

    def deliver(self, occurrence: Occurrence) -> None:
        told = (occurrence.id, occurrence.schedule_id, occurrence.name, json.dumps(occurrence.input))
        with self.database.transaction() as tx:
            tx.run(
                "insert into schedule_mcp.inbox values (%s, %s, %s, %s, %s, %s, %s, false) on conflict do nothing",
                *(*told, micros(occurrence.due), micros(self.now()), occurrence.missed),
            )

    def inbox(self, limit: int, *, schedule_id: str = "", mark_read: bool = False) -> Sequence[Delivery]:
        with self.database.transaction() as tx:
            rows = tx.rows(
                "select * from schedule_mcp.inbox where %s = '' or schedule = %s order by due desc, id desc limit %s",
                *(schedule_id, schedule_id, limit),
            )
            if mark_read:
                tx.run("update schedule_mcp.inbox set read = true where id = any(%s)", [row["id"] for row in rows])
        return [
            Delivery(
                *(r["id"], r["schedule"], r["name"], json.loads(r["input"]), instant(r["due"])),
                *(instant(r["delivered"]), r["missed"], r["read"]),
            )
            for r in rows
        ]


def _is_running(tx: Transaction, schedule_id: str, now: datetime) -> bool:
    query = (
        "select 1 from schedule_mcp.occurrence where schedule = %s and status in ('running', 'retry') and lease > %s"
    )
    return tx.row(f"{query} limit 1", schedule_id, micros(now)) is not None


def _forget_old(tx: Transaction, schedule_id: str) -> None:
    tx.run(
        "delete from schedule_mcp.occurrence where schedule = %s and finished is not null and due < ("
        "select min(due) from (select due from schedule_mcp.occurrence where schedule = %s "
        "order by due desc limit %s) as kept)",
        *(schedule_id, schedule_id, HISTORY_KEPT),
    )


def _values(armed: StoredSchedule, now: datetime) -> tuple[object, ...]:
    """A row of the table. The input is kept as JSON: Postgres takes no NUL in a text."""
    return (
        *(armed.id, armed.agent, armed.name, json.dumps(to_json(armed.schedule)), armed.status),
        *(json.dumps(armed.input), json.dumps(dict(armed.options)), armed.generation),
        *(micros_or_none(armed.next_due), micros(armed.created or now), micros(armed.updated or now)),
    )


def _stored(row: Any) -> StoredSchedule:
    return StoredSchedule(
        *(row["id"], row["agent"], row["name"], from_json(json.loads(row["spec"])), row["status"]),
        *(json.loads(row["input"]), json.loads(row["options"]), row["generation"]),
        *(instant_or_none(row["next_due"]), instant(row["created"]), instant(row["updated"])),
    )
