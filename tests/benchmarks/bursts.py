"""Bursts on a slow disk: python -m tests.benchmarks.bursts [SYNC_MS] [ROUNDS]

200 schedules that are due at once, every five seconds, half of them for the inbox and half for a callback that answers
at once; every commit of the engine that changes something takes SYNC_MS (150) longer. Prints one line of JSON: runs
that were due, that were made, that were folded into later ones, and how late they began, in seconds.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schedule_mcp.engine.port import StoredSchedule
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker
from schedule_mcp.schedule.model import Interval

SCHEDULES, EVERY = 200, timedelta(seconds=5)
connect = sqlite3.connect


def now() -> datetime:
    return datetime.now(UTC)


def slow(sync_s: float) -> type[sqlite3.Connection]:
    class Slow(sqlite3.Connection):
        """A connection to a disk that takes its time."""

        changed_before = 0

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql == "commit" and self.total_changes != self.changed_before:
                self.changed_before = self.total_changes
                time.sleep(sync_s)
            return super().execute(sql, *values)

    return Slow


def main(sync_ms: float, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        engine = SqliteEngine(Path(directory) / "engine.db", now)
        start = now().replace(microsecond=0) + timedelta(seconds=8)
        often = Interval(EVERY, anchor=start, until=start + EVERY * (rounds - 1) + timedelta(seconds=1))
        for i in range(SCHEDULES):
            agent = "report" if i % 2 else "inbox"
            engine.arm(StoredSchedule(f"s{i}", agent, "n", often, "active", "hello"))
        engine.close()
        sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=slow(sync_ms / 1e3))  # type: ignore
        stop = threading.Event()
        targets = {"report": Target(url="https://example.com"), "inbox": Target()}
        thread = threading.Thread(target=Worker(engine, targets, now, post=lambda *_: 204).run, args=(stop,))
        thread.start()
        time.sleep(max((start + EVERY * (rounds + 3) - now()).total_seconds(), 0))
        past = [run for i in range(SCHEDULES) for run in engine.history(f"s{i}", 100)]
        stop.set()
        thread.join()
        engine.close()
    late = sorted((run.started - run.due).total_seconds() for run in past if run.started is not None)
    done = [run for run in past if run.status == "done"]
    report = {
        "sync_ms": sync_ms,
        "due": SCHEDULES * rounds,
        "made": len(done),
        "folded": sum(run.missed for run in past),
    }
    print(json.dumps({**report, "late_p50": late[len(late) // 2], "late_p99": late[len(late) * 99 // 100]}))


if __name__ == "__main__":
    numbers = [float(each) for each in sys.argv[1:]]
    main(numbers[0] if numbers else 150, int(numbers[1]) if len(numbers) > 1 else 6)
