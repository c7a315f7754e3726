"""DBOS records the deliveries of a Postgres database: one durable workflow for each attempt, its delivery a step.

Who makes which run is decided by our tables alone. What DBOS adds is the record of a delivery's end before anything
else happens: when a worker dies right after a delivery, whoever takes the run over reads its end there instead of
making it again. DBOS asks its database several times a second, so it rests while nothing is due soon.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID

from schedule_mcp.engine.port import Finished, Occurrence, Runner
from schedule_mcp.engine.rules import instant, instant_or_none, micros, micros_or_none

APPLICATION, SCHEMA, WORKFLOW, STEP = "schedule-mcp", "schedule_mcp_dbos", "run", "deliver"
VERSION = "2"
"""Of the workflow's shape."""

SOON_S = 5.0
RESTS_AFTER_S = 60.0
_CONNECTIONS = 10
_KEPT = timedelta(hours=1)
_FORGOTTEN_AT_ONCE = 1_000
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

_log = logging.getLogger(__name__)


class JsonOnly(Serializer):  # type: ignore[misc, unused-ignore]
    """What DBOS stores is JSON, not pickles: whoever can write to the database must not run code in a worker."""

    def serialize(self, data: Any) -> str:
        return json.dumps(repr(data) if isinstance(data, BaseException) else data)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "json"


class Recorder:
    """DBOS in this process, for one database: a process has one, and whoever comes second records nothing."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._url = url
        self._now = now
        self._launched = False
        self._used = time.monotonic()
        self._busy = 0
        self._lock = threading.Lock()
        self._complained = ""

    def prepare(self, worker: str, due_in_s: float | None) -> None:
        """Launch DBOS for what is due soon; end it when nothing was and is."""
        is_soon = due_in_s is not None and due_in_s <= SOON_S
        with self._lock:
            if is_soon:
                self._used = time.monotonic()
                self._launch(worker)
            elif self._launched and not self._busy and time.monotonic() - self._used > RESTS_AFTER_S:
                self._end()

    def _launch(self, worker: str) -> None:
        if self._launched or not _one_at_a_time.acquire(blocking=False):
            return
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": self._url,
            "dbos_system_schema": SCHEMA,
            "application_version": VERSION,
            # Of its own for each worker: DBOS takes the pending workflows of an executor of the same name for its own.
            "executor_id": f"{worker} {micros(datetime.now(UTC))}",
            "sys_db_pool_size": _CONNECTIONS,
            "serializer": JsonOnly(),
            "use_listen_notify": False,
            # What goes wrong is logged here, once; DBOS would print a traceback for every attempt.
            "log_level": "CRITICAL",
        }
        try:
            DBOS(config=config)
            DBOS.launch()
            self._launched = True
        except Exception as error:  # noqa: BLE001 - without its database it is tried again, and nothing is recorded
            self._complain(error)
            with suppress(Exception):
                DBOS.destroy()
            _one_at_a_time.release()

    def _complain(self, error: Exception) -> None:
        text = str(error).partition("\n")[0][:200]
        if text != self._complained:
            self._complained = text
            _log.warning("deliveries are not recorded: %s: %s", type(error).__name__, text)

    def _end(self) -> None:
        if self._launched:
            self._launched = False
            DBOS.destroy()
            _one_at_a_time.release()

    def stop(self) -> None:
        with self._lock:
            self._end()

    # -- one run ---------------------------------------------------------------------------------------------

    def deliver(self, runner: Runner, occurrence: Occurrence) -> Finished:
        """Deliver a run as a recorded step, unless the attempt before has left the record of its end."""
        with self._lock:
            if not self._launched:
                return runner.attempt(occurrence)
            self._busy += 1
        try:
            earlier = _recorded_end(occurrence) if occurrence.attempt > 1 else None
            if earlier is not None:
                return earlier
            _runners[runner.id] = runner
            with SetWorkflowID(f"{occurrence.id} {occurrence.attempt} {micros(self._now())}"):
                return _finished(_workflow(_told(occurrence)))
        except Exception as error:  # noqa: BLE001 - whether it was delivered is not known; under its id it may be repeated
            self._complain(error)
            return Finished("retry", f"the database is out of reach: {type(error).__name__}", self._now() + _SHORTLY)
        finally:
            with self._lock:
                self._busy -= 1
                self._used = time.monotonic()

    def forget(self, living: set[str]) -> None:
        """Delete the records of workflows that are over for a while: what happened is in our own history."""
        with self._lock:
            if not self._launched:
                return
            self._busy += 1
        try:
            before = (datetime.now(UTC) - _KEPT).isoformat()
            some: dict[str, Any] = {"limit": _FORGOTTEN_AT_ONCE, "load_input": False, "load_output": False}
            ended = DBOS.list_workflows(status=_ENDED, name=WORKFLOW, completed_before=before, **some)
            pending = DBOS.list_workflows(status="PENDING", name=WORKFLOW, end_time=before, **some)
            lost = [each for each in pending if str(each.executor_id).partition(" ")[0] not in living]
            names = [each.workflow_id for each in (*ended, *lost)]
            if names:
                DBOS.delete_workflows(names)
        except Exception as error:  # noqa: BLE001 - it is done another time
            self._complain(error)
        finally:
            with self._lock:
                self._busy -= 1


_SHORTLY = timedelta(seconds=5)
_one_at_a_time = threading.Lock()
_runners: dict[str, Runner] = {}


def _recorded_end(occurrence: Occurrence) -> Finished | None:
    """How the attempt before ended, where its worker died before it could tell."""
    found = DBOS.list_workflows(
        workflow_id_prefix=f"{occurrence.id} ", sort_desc=True, limit=1, load_input=False, load_output=False
    )
    if not found:
        return None
    for step in DBOS.list_workflow_steps(found[0].workflow_id):
        if step["function_name"] == STEP and step["output"] is not None:
            end = _finished(step["output"])
            return None if end.status == "retry" else end
    return None


def _told(occurrence: Occurrence) -> dict[str, Any]:
    return {**vars(occurrence), "due": micros(occurrence.due), "options": dict(occurrence.options)}


def _finished(told: dict[str, Any]) -> Finished:
    return Finished(told["status"], told["detail"], instant_or_none(told["retry_at"]), told["to_inbox"])


def _delivered(told: dict[str, Any]) -> dict[str, Any]:
    how = _runners[told["worker"]].attempt(Occurrence(**{**told, "due": instant(told["due"])}))
    return {**vars(how), "retry_at": micros_or_none(how.retry_at)}


def _run(told: dict[str, Any]) -> dict[str, Any]:
    return _step(told)


# Calls instead of decorators: without dbos, whose types mypy needs, a decorated function would be an untyped one.
_step: Callable[[dict[str, Any]], dict[str, Any]] = DBOS.step(name=STEP)(_delivered)
_workflow: Callable[[dict[str, Any]], dict[str, Any]] = DBOS.workflow(name=WORKFLOW)(_run)
