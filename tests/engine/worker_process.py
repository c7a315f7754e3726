"""A worker in a process of its own: python -m tests.engine.worker_process URL LOG HOLD_S [dies]

Each delivery of the agent "report" takes HOLD_S and leaves two lines in LOG: begin or end, id, worker, time. A worker
that "dies" is killed between the end of its first delivery and telling so.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schedule_mcp.engine.port import Finished, Occurrence
from schedule_mcp.engine.postgres import PostgresEngine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker


def line(log: Path, *words: object) -> None:
    """Append a line in one write, which other processes do not tear."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, (" ".join(map(str, words)) + "\n").encode())
    os.close(handle)


class Mortal(Worker):
    def _settle_all(self, ended: Sequence[tuple[Occurrence, Finished]]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, log: Path, hold_s: float, dies: bool) -> None:
    engine = PostgresEngine(url, lambda: datetime.now(UTC))

    def post(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
        line(log, "begin", headers["webhook-id"], worker.id, time.time())
        time.sleep(hold_s)
        line(log, "end", headers["webhook-id"], worker.id, time.time())
        return 200

    targets = {"report": Target(url="https://example.com"), "inbox": Target()}
    kind = Mortal if dies else Worker
    worker = kind(engine, targets, engine.now, post=post, dead_after_s=1.0, beat=timedelta(seconds=0.2))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    line(log, "ready", worker.id, os.getpid(), time.time())
    worker.run(stop)
    engine.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), "dies" in sys.argv)
