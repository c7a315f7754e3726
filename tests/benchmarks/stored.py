"""What the verbs cost by what is stored: python -m tests.benchmarks.stored [sqlite|postgres] [COUNT …]

COUNT are 1000, 10000 and 100000 where none is named. Prints one line for each count: milliseconds (median) of create,
get by id, get by name, pause, resume, a page of twenty, a page further on; creates a second alone; resident memory. The
last line is the growth from the first count to the last. On a slow disk TMPDIR=/dev/shm shows the cost without it.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schedule_mcp.config.build import build_service
from schedule_mcp.config.load import load
from schedule_mcp.engine.port import StoredSchedule
from schedule_mcp.engine.tables import Tables
from schedule_mcp.schedule.model import EVERY_DAY, Calendar, Rule
from schedule_mcp.service import calls
from schedule_mcp.service.calls import Create
from tests.engine import postgres

ROUNDS = 15
VERBS = ("create", "get", "by_name", "pause", "resume", "page", "page_on")


def now() -> datetime:
    return datetime.now(UTC)


def filled(engine: Tables, begin: int, end: int) -> None:
    """Store schedules in one transaction, as a store has them that grew for years."""
    value = StoredSchedule("", "inbox", "", Calendar((Rule(EVERY_DAY, (32_400,)),), "Europe/Berlin"), "active", "do it")
    due = now().replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=2)
    with engine.write() as tx:
        for i in range(begin, end):
            at = now() - timedelta(days=3) + timedelta(milliseconds=i)
            engine.put(tx, replace(value, id=f"f{i}", name=f"report {i}", next_due=due, created=at, updated=at))


def took(call: Callable[[int], Any]) -> float:
    """The median of a call in milliseconds."""
    found = []
    for i in range(ROUNDS):
        began = time.perf_counter()
        call(i)
        found.append((time.perf_counter() - began) * 1e3)
    return statistics.median(found)


def measured(service: Any, count: int) -> dict[str, float]:
    first = service.list_schedules()
    some = [f"local/inbox/f{count * (i + 1) // (ROUNDS + 2)}" for i in range(ROUNDS)]
    name = "create"

    def create(i: int) -> None:
        call = Create(f"new {name} {count} {i}", "every weekday at 9:30", timezone="Europe/Berlin", input="x")
        service.create(call)

    create(-1)
    row = {
        "create": took(create),
        "get": took(lambda i: service.get(some[i])),
        "by_name": took(lambda i: service.get(f"report {count * (i + 1) // (ROUNDS + 2)}")),
        "pause": took(lambda i: service.pause(some[i])),
        "resume": took(lambda i: service.resume(some[i])),
        "page": took(lambda _: service.list_schedules()),
        "page_on": took(lambda _: service.list_schedules(calls.List(cursor=first["next_cursor"], status="active"))),
    }
    name = "alone"
    began = time.perf_counter()
    for i in range(200):
        create(i)
    row["creates_per_s"] = 200 / (time.perf_counter() - began)
    row["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return row


def main(store: str, counts: list[int]) -> None:
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        settings: dict[str, str] = {"SCHEDULE_MCP_DATA_DIR": directory, "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin"}
        file = Path(directory) / "config.toml"
        database = stack.enter_context(postgres.database()) if store == "postgres" else ""
        line = f'database = "{database}"\n' if database else ""
        file.write_text(f'timezone = "Europe/Berlin"\ncreates_per_minute = 0\n[backends.local]\nkind = "local"\n{line}')
        service = build_service(load(str(file), settings), now)
        engine: Any = service.backends["local"].engine  # type: ignore[attr-defined]
        rows = {}
        for before, count in zip([0, *counts], counts, strict=False):
            filled(engine, before, count)
            if database:
                with engine.write() as tx:
                    # As Postgres does by itself in the long run.
                    tx.run("analyze")
            row = rows[count] = measured(service, count)
            print(f"{store} {count:>7}: " + ", ".join(f"{key} {value:.1f}" for key, value in row.items()), flush=True)
        growth = {verb: rows[counts[-1]][verb] / rows[counts[0]][verb] for verb in VERBS}
        print(f"{store} growth: " + ", ".join(f"{key} {value:.2f}" for key, value in growth.items()))
        for backend in service.backends.values():
            backend.close()


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "sqlite", [int(each) for each in sys.argv[2:]] or [1_000, 10_000, 100_000]
    )
