"""Next runs against croniter and cronsim in one process: python -m tests.benchmarks.fire_times

Prints microseconds per run and our share of each peer's time (medians of five), then the first run including
parsing. Not a timed test: figures depend on the machine, ratios much less.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from croniter import croniter
from cronsim import CronSim

from schedule_mcp.cron import parse
from schedule_mcp.schedule import equal, fires
from schedule_mcp.schedule.model import Calendar

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


def median_s(work: Callable[[], object]) -> float:
    found = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def row(text: str, zone: str, count: int) -> str:
    local = NOW.astimezone(ZoneInfo(zone))
    schedule = parse(text, timezone=zone)

    def by_croniter() -> None:
        runs = croniter(text, local)
        for _ in range(count):
            runs.get_next(datetime)

    ours = median_s(lambda: list(islice(fires(schedule, after=NOW), count)))
    croniters = median_s(by_croniter)
    cronsims = median_s(lambda: list(islice(CronSim(text, local), count)))
    first = median_s(lambda: next(fires(parse(text, timezone=zone), after=NOW)))
    first_cronsim = median_s(lambda: next(CronSim(text, local)))
    return (
        f"{text:13} {zone:17} {ours * 1e6 / count:6.2f} us/run  {ours / croniters:6.3f} of croniter "
        f"{ours / cronsims:6.3f} of cronsim | first run {first * 1e6:5.0f} us, {first / first_cronsim:5.2f} of cronsim"
    )


def main() -> None:
    for each in ROWS:
        print(row(*each))
    one, other = parse("0 9 * * 1-5"), parse("0 9 * * mon-fri")
    assert isinstance(one, Calendar)
    assert isinstance(other, Calendar)
    print(f"equality, warm: {median_s(lambda: equal(one, other)) * 1e6:.1f} us")
    code = (
        "import time; t = time.perf_counter(); import schedule_mcp.schedule, schedule_mcp.cron; "
        "print(time.perf_counter() - t)"
    )
    imports = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    print(f"import of the core: {statistics.median(imports) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
