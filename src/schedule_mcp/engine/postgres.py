"""The engine on Postgres: one database, any number of workers on any number of hosts.

The tables and the rules are those of the SQLite engine. A claim locks the schedule's row, so that of many workers
one gets a run; the occurrence's primary key is the second guard. `engine/dbos.py` hands the runs out.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from schedule_mcp.engine.firing import OPEN_RUNS, Firing
from schedule_mcp.engine.port import Occurrence, Runner
from schedule_mcp.engine.postgres_database import Database, PostgresTransaction
from schedule_mcp.engine.postgres_waiting import Due, Waiting
from schedule_mcp.engine.rules import micros
from schedule_mcp.engine.tables import KEPT, Kept, Key, Transaction


@dataclass(frozen=True)
class Pace:
    """How often a worker says that it lives, how long a silence means death, when a run that was queued and not begun
    counts as lost, how often old workflows are forgotten."""

    beat_s: float = 5.0
    dead_after_s: float = 30.0
    lost_after_s: float = 60.0
    forget_s: float = 60.0


PACE = Pace()


class PostgresEngine(Firing):
    """The engine in a Postgres database.

    Raises:
        ValueError: when the URL cannot be read or names no database.
    """

    def __init__(self, url: str, now: Callable[[], datetime], pace: Pace = PACE, kept: Kept = KEPT) -> None:
        super().__init__(now, kept)
        self.database = Database(url)
        self.waiting = Waiting(self.database, lambda: self.now())
        self.pace = pace

    @contextmanager
    def write(self) -> Iterator[PostgresTransaction]:
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[PostgresTransaction]:
        with self.database.transaction() as tx:
            yield tx

    def held(self, text: str) -> str:
        # Postgres takes no NUL in a text; JSON spells it.
        return json.dumps(text)

    def told(self, text: str) -> str:
        return str(json.loads(text))

    def close(self) -> None:
        self.database.close()

    def begin(self, due: Due, worker: str, lease: timedelta) -> Occurrence | None:
        """Claim one run; None when it is settled, held by another worker, or no longer to be made."""
        now, key = self.now(), Key(due.schedule, due.generation, micros(due.due))
        with self.write() as tx:
            self.wake(tx, now)
            row = tx.row("select * from @schedules where id = ? @lock", due.schedule)
            if row is None:
                return None
            if tx.row(f"select 1 from @occurrences where {Key.WHERE}", *key.values) is not None:
                wanted = f"{OPEN_RUNS} and o.schedule = ? and o.generation = ? and o.due = ? for update of o"
                found = tx.row(wanted, micros(now), *key.values)
                return None if found is None else self.take_over(tx, found, worker, now, lease)
            if (row["generation"], row["next_due"]) != key.values[1:] or row["wake"] > micros(now):
                return None
            return self.fire(tx, self.stored(row), worker, now, lease)

    def tidy(self) -> None:
        super().tidy()
        with self.write() as tx:
            # Of connections that are gone, put together under a number that no connection has.
            rows = tx.rows(
                "delete from @tallies where connection <> 0 and connection not in (select pid from pg_stat_activity) "
                "returning agent, status, number"
            )
            for row in rows:
                tx.run(
                    "insert into @tallies as t values (?, ?, 0, ?) on conflict (agent, status, connection) "
                    "do update set number = t.number + excluded.number",
                    *(row["agent"], row["status"], row["number"]),
                )

    def buried(self, tx: Transaction, worker: str, seen: datetime) -> bool:
        buried = super().buried(tx, worker, seen)
        if buried:
            # Its runs count as queued: whoever buries it has them resumed.
            tx.run(
                "update @occurrences set queued = ? where worker = ? and status = 'running'",
                *(micros(self.now()), worker),
            )
        return buried

    def drive(self, runner: Runner, stop: threading.Event) -> bool:
        from schedule_mcp.engine.dbos import drive

        return drive(self, runner, stop)
