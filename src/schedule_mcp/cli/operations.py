"""What the operator runs: the worker, and the doctor."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import datetime

from schedule_mcp.config.build import build_backend
from schedule_mcp.config.load import Config
from schedule_mcp.errors import ScheduleError
from schedule_mcp.schedule.zones import zone_data_version


def work(config: Config, now: Callable[[], datetime]) -> None:
    """Run the workers of all local backends until SIGINT or SIGTERM. A kill loses nothing either."""
    from rich.console import Console

    from schedule_mcp.backends.local import LocalBackend
    from schedule_mcp.engine.setup import targets_of
    from schedule_mcp.engine.worker import Worker, start_thread
    from schedule_mcp.errors import ConfigError

    console = Console(stderr=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    threads = []
    for name, settings in config.backends.items():
        if settings["kind"] == "local":
            backend = build_backend(name, settings, now)
            assert isinstance(backend, LocalBackend)
            worker = Worker(backend.engine, targets_of(settings), now)
            threads.append((start_thread(worker), backend))
            console.print(f"worker {worker.id} runs the schedules of '{name}'")
    if not threads:
        raise ConfigError("no local backend is configured, so there is nothing to run", "Add one of kind local.")
    stop.wait()
    for (thread, ended), backend in threads:
        ended.set()
        thread.join(timeout=35)
        backend.close()


def examine(config: Config, now: Callable[[], datetime]) -> int:
    """Print what is configured and whether it works; returns the number of problems."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"configuration: {config.source}; data in {config.data_dir}")
    console.print(f"zone data {zone_data_version()}; default zone {config.timezone or 'none'}")
    table = Table("backend", "kind", "state")
    problems = 0
    for name, settings in config.backends.items():
        try:
            backend = build_backend(name, settings, now)
            try:
                state = backend.check()
            finally:
                backend.close()
        except ScheduleError as error:
            problems += 1
            state = f"[red]{error.code}[/red]: {error}"
        table.add_row(name, str(settings["kind"]), state)
    console.print(table)
    return problems
