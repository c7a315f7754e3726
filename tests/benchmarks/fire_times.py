"""Next runs against croniter and cronsim in one process: python -m tests.benchmarks.fire_times

Prints our share of each peer's time (medians) and ends with 1 where a figure is missed. Not among the tests: a busy
machine disturbs even ratios.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from croniter import croniter
from cronsim import CronSim, CronSimError

from schedule_mcp.cron import parse
from schedule_mcp.cron.dialects import VIXIE
from schedule_mcp.schedule import equal, fires
from schedule_mcp.schedule.model import Calendar
from tests.cron.expressions import some_expression

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROWS = [
    ("*/5 * * * *", "UTC", 1000),
    ("0 9 * * *", "UTC", 1000),
    ("0 9 * * 1-5", "UTC", 1000),
    ("0 0 1 * *", "UTC", 1000),
    ("0 9 13 * 5", "UTC", 1000),
    ("0 0 29 2 *", "UTC", 12),
    ("0 0 29 2 1", "UTC", 300),
    ("*/5 * * * *", "America/New_York", 1000),
    ("0 9 * * 1-5", "America/New_York", 1000),
    ("0 0 1 * *", "America/New_York", 1000),
    ("0 9 13 * 5", "America/New_York", 1000),
]


MOST = {
    "next runs, of croniter": 0.10,
    "next runs, of cronsim": 0.33,
    "first run, of cronsim": 1.0,
    "equality, ms": 1.0,
    "import, ms": 40.0,
}
"""Medians over the rows; the figures that this program holds itself to."""


def median_s(work: Callable[[], object], rounds: int = 5) -> float:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> float:
    """Our share of a peer's time; in turns, so that a busy machine slows both."""
    pairs = [(median_s(ours, 1), median_s(theirs, 1)) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs)


def of_row(text: str, place: str, count: int) -> tuple[float, float, float]:
    """Next runs against croniter and cronsim, and the first run with parsing against cronsim."""
    local = NOW.astimezone(ZoneInfo(place))
    schedule = parse(text, timezone=place)

    def ours() -> list[datetime]:
        return list(islice(fires(schedule, after=NOW), count))

    def by_croniter() -> None:
        runs = croniter(text, local)
        for _ in range(count):
            runs.get_next(datetime)

    assert ours()[0] == next(CronSim(text, local))
    return (
        ratio(ours, by_croniter),
        ratio(ours, lambda: list(islice(CronSim(text, local), count))),
        ratio(lambda: next(fires(parse(text, timezone=place), after=NOW)), lambda: next(CronSim(text, local)), 101),
    )


def of_new_texts(place: str) -> float:
    """The first run of expressions that nobody has seen yet, with parsing, against cronsim."""
    source, pairs = random.Random(5), []
    local = NOW.astimezone(ZoneInfo(place))
    for _ in range(400):
        text = some_expression(source, VIXIE)
        ours = median_s(lambda: next(fires(parse(text, timezone=place), after=NOW), None), 1)  # noqa: B023
        try:
            pairs.append((ours, median_s(lambda: next(CronSim(text, local)), 1)))  # noqa: B023
        except (CronSimError, StopIteration):
            continue
    return statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs)


def import_ms(modules: str) -> float:
    """Milliseconds to import modules in a new process with compiled files, the best of ten: others only slow it."""
    code = f"import time; t = time.perf_counter(); import {modules}; print(time.perf_counter() - t)"
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", code]
    times = [
        float(subprocess.run(command, capture_output=True, text=True, check=True, env=plain).stdout) for _ in range(10)
    ]
    return min(times) * 1e3


def equality_ms() -> float:
    one, other = parse("0 9 * * 1-5"), parse("0 9 * * mon-fri")
    assert isinstance(one, Calendar)
    assert isinstance(other, Calendar)
    assert equal(one, other)
    return median_s(lambda: equal(one, other), 101) * 1e3


def main() -> int:
    print(f"{'expression':13} {'zone':17} {'of croniter':>11} {'of cronsim':>11} {'first run, of cronsim':>22}")
    rows = []
    for text, place, count in ROWS:
        rows.append(of_row(text, place, count))
        print(f"{text:13} {place:17} {rows[-1][0]:11.3f} {rows[-1][1]:11.3f} {rows[-1][2]:22.2f}")
    medians = [statistics.median(column) for column in zip(*rows, strict=True)]
    found = dict(
        zip(MOST, [*medians, equality_ms(), import_ms("schedule_mcp.schedule, schedule_mcp.cron")], strict=True)
    )
    missed = [name for name, most in MOST.items() if found[name] > most]
    for name, most in MOST.items():
        print(f"{name}: {found[name]:.3f} (at most {most})")
    print(f"first run of texts not seen before, of cronsim: {of_new_texts('UTC'):.2f}")
    print(f"import of dataclasses alone, ms: {import_ms('dataclasses'):.1f}; croniter: {import_ms('croniter'):.1f}")
    if missed:
        print("missed:", "; ".join(missed), file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
