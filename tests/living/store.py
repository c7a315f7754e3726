"""A service over the embedded backend with a clock that is moved, and its workers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.targets import Target
from schedule_mcp.engine.worker import Worker
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.clock import Clock


def service_on(folder: Path, clock: Clock, *agents: str, timezone: str = "Europe/Berlin") -> Service:
    backend = LocalBackend("here", SqliteEngine(folder / "here.db", clock), agents=agents)
    return Service(
        {"here": backend},
        default_backend="here",
        timezone=timezone,
        policy=Policy(),
        journal=Journal(None, clock),
        now=clock,
    )


def worker_of(service: Service, clock: Clock, targets: Mapping[str, Target] | None = None, **more: Any) -> Worker:
    backend = service.backends["here"]
    assert isinstance(backend, LocalBackend)
    return Worker(backend.engine, targets or {}, clock, **more)


def work_until(worker: Worker, clock: Clock, until: datetime, step: timedelta) -> None:
    while clock.time < until:
        clock.time = min(clock.time + step, until)
        worker.run_once()


def made(service: Service, name: str, when: str, **more: Any) -> str:
    answer = service.create(calls.Create(name, when, **more))
    assert answer["status"] == "created", answer
    return str(answer["schedule"]["id"])
