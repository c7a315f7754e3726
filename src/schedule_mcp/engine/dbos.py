"""DBOS hands out the runs of a Postgres database: a queue that all workers share, one workflow for each run.

Whoever leads for a moment queues what is due, under a name that no second queueing of it has; any worker's queue
takes it, claims the run in our tables and delivers it as a recorded step. The workflows of a worker that is not heard
of any more are resumed by the others, and a delivery whose end was recorded is not repeated then. What fires, and
when, is decided by our tables alone: whether DBOS loses a workflow or runs it twice, a run is neither lost nor claimed
twice.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, Serializer

from schedule_mcp.engine.port import Finished, Occurrence, Runner
from schedule_mcp.engine.postgres import PostgresEngine
from schedule_mcp.engine.postgres_waiting import Due
from schedule_mcp.engine.rules import Silence, instant, instant_or_none, micros, micros_or_none
from schedule_mcp.errors import ScheduleError, Unavailable

APPLICATION, SCHEMA, QUEUE, WORKFLOW = "schedule-mcp", "schedule_mcp_dbos", "runs", "run"
VERSION = "1"
"""Of the workflow's shape: a worker takes only workflows of its own version."""

CONCURRENCY = 16
_CONNECTIONS = 10
_POLL_S = 0.1
_LONGEST_WAIT_S = 0.5
_AT_ONCE = 50
_KEPT = timedelta(hours=1)
_STOPPING_S = 30
_OVERDUE_AT_ONCE = 500
_HELD = ["ENQUEUED", "PENDING", "DELAYED"]
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

T = TypeVar("T")
_log = logging.getLogger(__name__)


class JsonOnly(Serializer):  # type: ignore[misc, unused-ignore]
    """What DBOS stores is JSON, not pickles: whoever can write to the database must not run code in a worker."""

    def serialize(self, data: Any) -> str:
        return json.dumps(repr(data) if isinstance(data, BaseException) else data)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "json"


class Drive:
    """One worker in this process, on one database."""

    def __init__(self, engine: PostgresEngine, runner: Runner, stop: threading.Event) -> None:
        self.engine = engine
        self.runner = runner
        self.stop = stop
        pace = engine.pace
        self._silence = Silence(pace.dead_after_s)
        self._lost_after = timedelta(seconds=pace.lost_after_s)
        self._url = engine.database.url.render_as_string(hide_password=False)
        self._chores = (
            (pace.beat_s, self._beat),
            (pace.beat_s, self._hand_over),
            (pace.beat_s, self._find_lost),
            (pace.forget_s, self._forget),
        )
        self._done_at = [float("-inf")] * len(self._chores)
        self._complained = ""
        self._busy = 0
        self._lock = threading.Lock()

    # -- life ------------------------------------------------------------------------------------------------

    def launch(self) -> None:
        """Start DBOS; raises what it raises while the database is out of reach."""
        self._beat()
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": self._url,
            "dbos_system_schema": SCHEMA,
            "application_version": VERSION,
            # Of its own for each process: DBOS takes the pending workflows of an executor of the same name for its own.
            "executor_id": self.runner.id,
            "sys_db_pool_size": _CONNECTIONS,
            "serializer": JsonOnly(),
            "use_listen_notify": False,
            # What goes wrong is logged here, once; DBOS would print a traceback for every attempt.
            "log_level": "CRITICAL",
        }
        DBOS(config=config)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=CONCURRENCY, polling_interval_sec=_POLL_S)
        self._client = DBOSClient(
            system_database_url=self._url,
            dbos_system_schema=SCHEMA,
            serializer=JsonOnly(),
            application_name=APPLICATION,
            lazy=True,
        )

    def loop(self) -> None:
        while not self.stop.is_set():
            try:
                self._do_chores()
                queued = self._queue()
                wait = 0.0 if queued >= _AT_ONCE else self._wait_s()
                self._complained = ""
            except Exception as error:  # noqa: BLE001 - the database is out of reach for now; what is due stays due
                self.complain(error)
                wait = _LONGEST_WAIT_S
            self.stop.wait(wait)

    def complain(self, error: Exception) -> None:
        """Log a trouble once, until it is over."""
        text = str(error).partition("\n")[0][:200]
        if text != self._complained:
            self._complained = text
            _log.warning("%s: %s", type(error).__name__, text)

    def end(self) -> None:
        with self._lock:
            busy = self._busy > 0
        DBOS.destroy(workflow_completion_timeout_sec=_STOPPING_S if busy else 0)
        self._client.destroy()
        with self._lock, suppress(ScheduleError):
            if self._busy == 0:
                self.engine.waiting.leave(self.runner.id)

    # -- what a worker does besides delivering ---------------------------------------------------------------

    def _do_chores(self) -> None:
        for i, (every_s, chore) in enumerate(self._chores):
            now = time.monotonic()
            if now - self._done_at[i] >= every_s:
                self._done_at[i] = now
                chore()

    def _beat(self) -> None:
        self.engine.alive(self.runner.id, self.runner.kind)

    def _queue(self) -> int:
        """Queue what is due, unless another worker is at it; how much that was."""
        with self.engine.waiting.leading() as tx:
            if tx is None:
                return 0
            due = self.engine.waiting.queue(tx, _AT_ONCE)
            for each in due:
                self._client.enqueue_in_transaction(
                    tx.connection,
                    {"workflow_name": WORKFLOW, "queue_name": QUEUE, "workflow_id": each.name, "app_version": VERSION},
                    each.schedule,
                    each.generation,
                    micros(each.due),
                )
        return len(due)

    def _wait_s(self) -> float:
        due = self.engine.waiting.next_to_queue()
        if due is None:
            return _LONGEST_WAIT_S
        return min(max((due - self.engine.now()).total_seconds(), 0.01), _LONGEST_WAIT_S)

    def _hand_over(self) -> None:
        """Bury the silent workers, and have the workflows of those that are gone resumed."""
        dead = self._silence.dead(self.engine.waiting.workers())
        with self.engine.waiting.leading() as tx:
            if tx is None:
                return
            for worker, word in dead.items():
                self.engine.buried(tx, worker, word)
        with self.engine.waiting.leading() as tx:
            if tx is None:
                return
            # Held to the end: of two workers that resume the same workflow, the second would take it from a third.
            known = self.engine.waiting.workers()
            pending = DBOS.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
            lost = [each.workflow_id for each in pending if each.executor_id not in known]
            if lost:
                DBOS.resume_workflows(lost, queue_name=QUEUE)

    def _find_lost(self) -> None:
        """Have queued again what DBOS holds no more though it has not begun: its tables belong to others, too."""
        with self.engine.waiting.leading() as tx:
            if tx is None:
                return
            overdue = self.engine.waiting.overdue(tx, _OVERDUE_AT_ONCE, self._lost_after)
            if not overdue:
                return
            held = DBOS.list_workflows(
                workflow_ids=[each.name for each in overdue], status=_HELD, load_input=False, load_output=False
            )
            names = {each.workflow_id for each in held}
            for each in overdue:
                if each.name not in names:
                    self.engine.waiting.requeue(tx, each)

    def _forget(self) -> None:
        """Delete the records of workflows that ended a while ago: what happened is in our own history."""
        before = (datetime.now(UTC) - _KEPT).isoformat()
        ended = DBOS.list_workflows(
            status=_ENDED, queue_name=QUEUE, completed_before=before, limit=1_000, load_input=False, load_output=False
        )
        if ended:
            DBOS.delete_workflows([each.workflow_id for each in ended])

    # -- one run ---------------------------------------------------------------------------------------------

    def run(self, due: Due) -> str:
        """Claim a run and deliver it; what became of it."""
        with self._lock:
            self._busy += 1
        try:
            # The clock of the worker that queued it may be ahead of ours, and no run is early.
            self.stop.wait(min(max((due.due - self.engine.now()).total_seconds(), 0.0), 60.0))
            occurrence = _patiently(lambda: self.engine.begin(due, self.runner.id, self.runner.lease))
            if occurrence is None:
                return "not to be made"
            how = _finished(_deliver(self.runner, _told(occurrence)))
            _patiently(lambda: self.runner.settle(occurrence, how))
            return how.status
        except ScheduleError as error:
            self.complain(error)
            raise
        finally:
            with self._lock:
                self._busy -= 1


_driving: Drive | None = None
_one_at_a_time = threading.Lock()


def drive(engine: PostgresEngine, runner: Runner, stop: threading.Event) -> bool:
    """Hand runs to the worker until `stop` is set; False at once when DBOS, one in a process, is taken."""
    global _driving
    if not _one_at_a_time.acquire(blocking=False):
        return False
    try:
        made = _driving = Drive(engine, runner, stop)
        while not stop.is_set():
            try:
                made.launch()
                break
            except Exception as error:  # noqa: BLE001 - without its database a worker waits for it
                made.complain(error)
                with suppress(Exception):
                    DBOS.destroy()
                stop.wait(_LONGEST_WAIT_S)
        else:
            return True
        made.loop()
        made.end()
    finally:
        _driving = None
        _one_at_a_time.release()
    return True


def _patiently(call: Callable[[], T]) -> T:
    """The call's result, tried again for about ten seconds while the database is out of reach."""
    for wait_s in (0.1, 0.3, 1.0, 3.0, 6.0):
        try:
            return call()
        except Unavailable:
            time.sleep(wait_s)
    return call()


def _told(occurrence: Occurrence) -> dict[str, Any]:
    return {**vars(occurrence), "due": micros(occurrence.due)}


def _finished(told: dict[str, Any]) -> Finished:
    return Finished(told["status"], told["detail"], instant_or_none(told["retry_at"]), told["to_inbox"])


def _delivered(runner: Runner, told: dict[str, Any]) -> dict[str, Any]:
    how = runner.attempt(Occurrence(**{**told, "due": instant(told["due"])}))
    return {**vars(how), "retry_at": micros_or_none(how.retry_at)}


def _run(schedule: str, generation: int, due: int) -> str:
    driving = _driving
    if driving is None:
        raise ScheduleError("this worker is stopping")
    return driving.run(Due(schedule, generation, instant(due)))


# Calls instead of decorators: without dbos, whose types mypy needs, a decorated function would be an untyped one.
_deliver: Callable[[Runner, dict[str, Any]], dict[str, Any]] = DBOS.step(name="deliver")(_delivered)
DBOS.workflow(name=WORKFLOW)(_run)
