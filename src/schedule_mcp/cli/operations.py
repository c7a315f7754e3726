"""What the operator runs: the worker, and the doctor."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from schedule_mcp.config.build import build_backend
from schedule_mcp.config.load import Config
from schedule_mcp.errors import ScheduleError
from schedule_mcp.schedule.zones import zone_data_version

if TYPE_CHECKING:
    from schedule_mcp.backends.base import Backend


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


def prove(config: Config, name: str, now: Callable[[], datetime]) -> int:
    """Prove by throw-away schedules how the engine of a backend reads cron; print and keep the finding.

    Returns the number of problems: no engine that is known runs so, or something could not be deleted again.

    Raises:
        ScheduleError: there is no such backend, it may not be written to, or nothing can be proved about it.
    """
    from schedule_mcp.errors import InvalidArgument, ReadOnly
    from schedule_mcp.policy.rules import Policy

    if name not in config.backends:
        raise InvalidArgument(f"there is no backend '{name}'", f"Configured: {', '.join(config.backends)}.")
    if config.read_only:
        raise ReadOnly("doctor --prove")
    backend = build_backend(name, config.backends[name], now)
    Policy(config.read_only, config.allowed_backends, config.allowed_agents).check_write(
        "create", name, backend.agent_id
    )
    try:
        return _proved(config, backend, now)
    finally:
        backend.close()


def _proved(config: Config, backend: Backend, now: Callable[[], datetime]) -> int:
    from rich.console import Console

    from schedule_mcp.backends.described.finding import NONE, Finding, write
    from schedule_mcp.backends.proving import PLACE, Prover, shown, today, verdict

    console = Console(soft_wrap=True, highlight=False)
    prover = Prover(backend, now)
    prover.check()
    place = backend.cron_zone or PLACE
    console.print(f"proving '{backend.name}' with throw-away schedules in {place}", markup=False)
    if swept := prover.sweep():
        console.print(f"deleted {swept} that an earlier proof had left")
    seen = []
    try:
        for each in prover.all(place):
            seen.append(each)
            found = shown(each.at, place) if each.at else f"refused: {each.refusal}" if each.refusal else "no next run"
            console.print(f"  {each.proof.text:<16} {each.proof.asks}: {found}", markup=False)
    finally:
        prover.sweep()
        for left in prover.left:
            console.print(f"NOT deleted: {left}; delete it by hand", markup=False)
    told = verdict(seen, place, now(), backend.capabilities.dialects[0], prover.has_seconds)
    for sentence in (*told.sentences, *told.against):
        console.print(f"- {sentence}", markup=False)
    if place == backend.cron_zone and not _changes(place, now()):
        console.print(f"- {place} has no clock changes, so nothing is seen of them")
    if not any(each.at for each in seen):
        console.print("nothing was seen, so nothing is kept")
        return 1
    settings = config.backends[backend.name]
    dialects = told.fits or (() if told.is_safe else (NONE,))
    finding = Finding(
        str(settings.get("base_url", "")), dialects, today(now()), tuple(told.sentences) + tuple(told.against)
    )
    console.print(f"kept in {write(str(config.data_dir), backend.name, finding)}, used from now on", markup=False)
    if settings.get("dialect"):
        console.print(f"the configuration says dialect = '{settings['dialect']}', which goes before it", markup=False)
    return int(not told.fits) + len(prover.left)


def _changes(place: str, at: datetime) -> bool:
    from schedule_mcp.schedule.fire_times import epoch_seconds
    from schedule_mcp.schedule.zones import zone

    return bool(zone(place).transitions_between(epoch_seconds(at), epoch_seconds(at) + 400 * 86_400))
