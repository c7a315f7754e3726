"""The worker: claims what is due and delivers it, until it is told to stop or is killed.

Nothing depends on a clean stop. Waits are short and on wall time, so that a laptop's sleep does not matter.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime, timedelta

from schedule_mcp.engine.port import Engine, Finished, Occurrence, Room, SelfDriven
from schedule_mcp.engine.rules import Silence
from schedule_mcp.engine.targets import Post, Target, run
from schedule_mcp.errors import ScheduleError

CONCURRENCY = 16
LONGEST_WAIT_S = 0.5
_LEASE_MARGIN = timedelta(seconds=15)
_HEARTBEAT = timedelta(seconds=5)
_DEAD_AFTER_S = 30.0


class Worker:
    """Delivers the runs of one engine. Any number of workers may share an engine."""

    def __init__(
        self,
        engine: Engine,
        targets: Mapping[str, Target],
        now: Callable[[], datetime],
        *,
        kind: str = "worker",
        post: Post | None = None,
    ) -> None:
        self.engine = engine
        self.targets = targets
        self.id = f"{kind}-{os.getpid()}-{secrets.token_hex(3)}"
        self.kind = kind
        self.delivered = 0
        self._now = now
        self._post = post
        self._beaten: datetime | None = None
        self._silence = Silence(_DEAD_AFTER_S)
        longest = max((t.longest for t in targets.values()), default=timedelta(0))
        self.lease = longest + _LEASE_MARGIN

    def run_once(self, pool: ThreadPoolExecutor | None = None, limit: int = CONCURRENCY) -> list[Future[None]]:
        """Claim what is due and deliver it, in the pool or here and now."""
        self._beat()
        futures = []
        for occurrence in self.engine.claim(self.id, Room(limit), self.lease):
            if pool is None:
                self._deliver(occurrence)
            else:
                futures.append(pool.submit(self._deliver, occurrence))
        return futures

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set."""
        if not (isinstance(self.engine, SelfDriven) and self.engine.drive(self, stop)):
            self._ask(stop)

    def _ask(self, stop: threading.Event) -> None:
        busy: list[Future[None]] = []
        with ThreadPoolExecutor(CONCURRENCY, thread_name_prefix="schedule-mcp-run") as pool:
            while not stop.is_set():
                busy = [future for future in busy if not future.done()]
                try:
                    self._beat()
                    if len(busy) == CONCURRENCY:
                        wait(busy, LONGEST_WAIT_S, FIRST_COMPLETED)
                        continue
                    busy += self.run_once(pool, CONCURRENCY - len(busy))
                    wait_s = self._wait_s()
                except ScheduleError:
                    # The database is out of reach for now; what is due stays due.
                    wait_s = LONGEST_WAIT_S
                stop.wait(wait_s)
        with suppress(ScheduleError):
            self._leave()

    def _leave(self) -> None:
        """All deliveries have ended: nobody needs to wait for this worker, or to hold it for alive."""
        word = self.engine.workers().get(self.id)
        if word is not None:
            self.engine.bury(self.id, word)

    def _wait_s(self) -> float:
        due = self.engine.next_due()
        if due is None:
            return LONGEST_WAIT_S
        return min(max((due - self._now()).total_seconds(), 0.01), LONGEST_WAIT_S)

    def _beat(self) -> None:
        now = self._now()
        if self._beaten is None or not timedelta(0) <= now - self._beaten < _HEARTBEAT:
            self.engine.alive(self.id, self.kind)
            self._beaten = now
            for worker, word in self._silence.dead(self.engine.workers()).items():
                self.engine.bury(worker, word)

    def attempt(self, occurrence: Occurrence) -> Finished:
        """Deliver a run; whatever goes wrong is how it ended."""
        target = self.targets.get(occurrence.agent, Target())
        try:
            return run(target, occurrence, self._now(), self._post)
        except Exception as error:  # noqa: BLE001 - one delivery must not end the worker
            return Finished("failed", f"{type(error).__name__}: {error}")

    def settle(self, occurrence: Occurrence, how: Finished) -> None:
        """Tell the engine how a run ended, and count it when this worker still held it."""
        if self.engine.finish(occurrence, how):
            self.delivered += 1

    def _deliver(self, occurrence: Occurrence) -> None:
        self.settle(occurrence, self.attempt(occurrence))


def start_thread(worker: Worker) -> tuple[threading.Thread, threading.Event]:
    """The worker in a daemon thread of this process, and the event that stops it."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), name="schedule-mcp-worker", daemon=True)
    thread.start()
    return thread, stop
