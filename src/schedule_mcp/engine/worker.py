"""The worker: claims what is due and delivers it, until it is told to stop or is killed.

Nothing depends on a clean stop. Waits are short and on wall time, so that a laptop's sleep does not matter. What goes
into the inbox is settled by the batch, and the ends of other runs as many at a time as there are: a disk that is slow
to sync costs two syncs a turn, not three a run.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from schedule_mcp.engine import commands
from schedule_mcp.engine.port import Engine, Event, Finished, Occurrence, Recording, Room, Telling, events_of
from schedule_mcp.engine.rules import Silence
from schedule_mcp.engine.targets import Post, Target, run
from schedule_mcp.errors import ScheduleError
from schedule_mcp.outside.text import one_line

if TYPE_CHECKING:
    from schedule_mcp.engine.notify import Notifier

logger = logging.getLogger("schedule_mcp.runs")

CONCURRENCY = 16
SHARE = 8
"""Of one target, so that a slow one leaves half of the threads to the others."""

INBOX_AT_ONCE = 256
LONGEST_WAIT_S = 0.5
GRACE_S = 10.0
"""A worker that is to stop waits so long for commands; those that go on are kept by their keepers."""

_LEASE_MARGIN = timedelta(seconds=15)
_HEARTBEAT = timedelta(seconds=5)
_TIDY = timedelta(minutes=1)
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
        dead_after_s: float = _DEAD_AFTER_S,
        beat: timedelta = _HEARTBEAT,
        notifier: Notifier | None = None,
    ) -> None:
        self.engine = engine
        self.targets = {"inbox": Target(), **targets}
        self.id = f"{kind}-{os.getpid()}-{secrets.token_hex(3)}"
        self.kind = kind
        self.delivered = 0
        self._now = now
        self._post = post
        self._notifier = notifier
        self._beat_after = beat
        self._beaten: datetime | None = None
        self._tidied: datetime | None = None
        self._silence = Silence(dead_after_s)
        self._busy: dict[threading.Thread, Occurrence] = {}
        self._ended: SimpleQueue[tuple[Occurrence, Finished]] = SimpleQueue()
        self._unsettled: list[tuple[Occurrence, Finished]] = []
        self._woken = threading.Event()
        longest = max((t.longest for t in targets.values()), default=timedelta(0))
        self.lease = longest + _LEASE_MARGIN
        self._host = commands.host()

    def wake_up(self) -> None:
        """End the wait that it may be in."""
        self._woken.set()

    # -- what is claimed -------------------------------------------------------------------------------------

    @property
    def _inboxes(self) -> list[str]:
        return [agent for agent, target in self.targets.items() if target.is_inbox]

    def _room(self, limit: int, share: int = SHARE) -> Room:
        """For the agents that this worker knows; the runs of others are for workers that know them."""
        working = {agent: target for agent, target in self.targets.items() if not target.is_inbox}
        return Room(
            limit,
            tuple(working),
            share,
            {agent: target.at_once for agent, target in working.items() if target.at_once},
            tuple(agent for agent, target in working.items() if target.command),
            self._host,
        )

    def _claim_for_inbox(self) -> int:
        """Put what is due into the inbox; how much that was."""
        claimed = self._claim(Room(INBOX_AT_ONCE, self._inboxes))
        if claimed:
            self._settle_all([(occurrence, self.attempt(occurrence)) for occurrence in claimed])
        return len(claimed)

    def run_once(self) -> None:
        """Claim what is due and deliver it, here and now."""
        self._beat()
        self._claim_for_inbox()
        for occurrence in self._claim(self._room(CONCURRENCY)):
            self.settle(occurrence, self.attempt(occurrence))

    # -- the loop --------------------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set."""
        while not stop.is_set():
            try:
                self._beat()
                self._settle()
                wait_s = self._work()
            except ScheduleError:
                # The database is out of reach for now; what is due stays due.
                wait_s = LONGEST_WAIT_S
            self._woken.wait(wait_s)
            self._woken.clear()
        self._finish_up()
        if isinstance(self.engine, Recording):
            self.engine.stop_recording()

    def _work(self) -> float:
        """Begin what is due; how long to wait then, in seconds."""
        agents = list(self.targets)
        due = self.engine.next_due(agents)
        wait_s = LONGEST_WAIT_S if due is None else (due - self._now()).total_seconds()
        if isinstance(self.engine, Recording) and len(self._inboxes) < len(self.targets):
            self.engine.prepare(self.id, None if due is None else wait_s)
        if wait_s > 0:
            return min(max(wait_s, 0.01), LONGEST_WAIT_S)
        begun = self._claim_for_inbox()
        free = CONCURRENCY - len(self._busy)
        claimed = self._claim(self._room(free)) if free > 0 else ()
        for occurrence in claimed:
            self._begin(occurrence)
        # Where nothing could be begun, only the end of a run or another worker changes that.
        return 0.0 if begun or claimed else LONGEST_WAIT_S / 2

    def _begin(self, occurrence: Occurrence) -> None:
        # A daemon: what is under a keeper does not hold a process that is to end.
        thread = threading.Thread(target=self._deliver, args=(occurrence,), name="schedule-mcp-run", daemon=True)
        self._busy[thread] = occurrence
        thread.start()

    def _deliver(self, occurrence: Occurrence) -> None:
        self._ended.put((occurrence, self._recorded(occurrence)))
        self._woken.set()

    def _recorded(self, occurrence: Occurrence) -> Finished:
        try:
            if isinstance(self.engine, Recording):
                return self.engine.recorded(self, occurrence)
        except ScheduleError as error:
            return Finished("retry", str(error), self._now() + timedelta(seconds=5))
        return self.attempt(occurrence)

    def _settle(self) -> None:
        """Tell the engine what has ended, all of it at once; what cannot be told now is told later."""
        self._busy = {thread: occurrence for thread, occurrence in self._busy.items() if thread.is_alive()}
        with suppress(Empty):
            while True:
                self._unsettled.append(self._ended.get_nowait())
        if self._unsettled:
            self._settle_all(self._unsettled)
            self._unsettled = []

    def _finish_up(self) -> None:
        """Wait for what is under way, alive; commands that go on after a while are left to their keepers."""
        begun = time.monotonic()
        while self._busy or self._unsettled or not self._ended.empty():
            kept = all(self._is_kept(occurrence) for occurrence in self._busy.values())
            if self._busy and kept and time.monotonic() - begun > GRACE_S:
                break
            with suppress(ScheduleError):
                self._beat()
                self._settle()
            self._woken.wait(LONGEST_WAIT_S / 5)
            self._woken.clear()
        with suppress(ScheduleError):
            self._settle()
            self._leave()
        if self._notifier is not None:
            self._notifier.close()

    def _is_kept(self, occurrence: Occurrence) -> bool:
        return bool(self.targets[occurrence.agent].command) and self.engine.folder is not None

    def _leave(self) -> None:
        """Nobody needs to wait for this worker, or to hold it for alive."""
        word = self.engine.workers().get(self.id)
        if word is not None:
            self.engine.bury(self.id, word)

    def _beat(self) -> None:
        now = self._now()
        if self._beaten is None or not timedelta(0) <= now - self._beaten < self._beat_after:
            self.engine.alive(self.id, self.kind)
            self._beaten = now
            for worker, word in self._silence.dead(self.engine.workers()).items():
                self.engine.bury(worker, word)
        if self._tidied is None or not timedelta(0) <= now - self._tidied < _TIDY:
            self._tidied = now
            self.engine.tidy()

    # -- one run ---------------------------------------------------------------------------------------------

    def attempt(self, occurrence: Occurrence) -> Finished:
        """Deliver a run; whatever goes wrong is how it ended."""
        target = self.targets[occurrence.agent]
        try:
            return run(target, occurrence, self._now(), self._post, self.engine.folder)
        except Exception as error:  # noqa: BLE001 - one delivery must not end the worker
            return Finished("failed", f"{type(error).__name__}: {error}")

    def settle(self, occurrence: Occurrence, how: Finished) -> None:
        """Tell the engine how a run ended, and count it when this worker still held it."""
        self._settle_all([(occurrence, how)])

    def _settle_all(self, ended: Sequence[tuple[Occurrence, Finished]]) -> None:
        for (occurrence, how), is_ours in zip(ended, self.engine.finish_all(ended), strict=True):
            if is_ours:
                self.delivered += 1
                self._log(occurrence, how)
                self._tell(events_of(occurrence, how.status, how.detail))

    def _log(self, occurrence: Occurrence, how: Finished) -> None:
        """One line a run: what became of it, how long after it was due."""
        if logger.isEnabledFor(logging.INFO):
            late_s = (self._now() - occurrence.due).total_seconds()
            name, detail = one_line(occurrence.name), one_line(how.detail)
            told = (how.status, occurrence.id, name, occurrence.agent, occurrence.attempt, late_s, detail)
            logger.info("%s run=%s name=%r agent=%s attempt=%d after_s=%.3f %s", *told)

    def _tell(self, events: Sequence[Event]) -> None:
        for event in events if self._notifier is not None else ():
            assert self._notifier is not None
            self._notifier.tell(event)

    def _claim(self, room: Room) -> Sequence[Occurrence]:
        """What this worker is to make now; what was settled without being made is told."""
        claimed = self.engine.claim(self.id, room, self.lease)
        if isinstance(self.engine, Telling):
            events = self.engine.settled()
            for event in events:
                logger.info(
                    "%s run=%s name=%r agent=%s %s", event.what, event.run, event.name, event.agent, event.detail
                )
            self._tell(events)
        return claimed


class Stop(threading.Event):
    """Stops a worker at once, where another event is seen at its next look."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker

    def set(self) -> None:
        super().set()
        self._worker.wake_up()


def start_thread(worker: Worker) -> tuple[threading.Thread, threading.Event]:
    """The worker in a daemon thread of this process, and the event that stops it."""
    stop = Stop(worker)
    thread = threading.Thread(target=worker.run, args=(stop,), name="schedule-mcp-worker", daemon=True)
    thread.start()
    return thread, stop
