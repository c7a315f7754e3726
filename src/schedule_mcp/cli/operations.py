"""What the operator runs: the worker, and the doctor."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.cli.printing import say
from schedule_mcp.config.build import build_backend
from schedule_mcp.config.load import Config
from schedule_mcp.errors import ScheduleError
from schedule_mcp.outside.text import one_line
from schedule_mcp.schedule.zones import zone_data_version

if TYPE_CHECKING:
    from schedule_mcp.backends.base import Backend

_STATE_AT_MOST = 2_000


def work(config: Config, now: Callable[[], datetime], metrics: tuple[str, int] | None = None) -> None:
    """Run the workers of all local backends until SIGINT or SIGTERM. A kill loses nothing either.

    Args:
        metrics: Where a monitor is answered: an address and a port.
    """
    from schedule_mcp.backends.local import LocalBackend
    from schedule_mcp.config.leftovers import leftovers
    from schedule_mcp.engine.setup import notifier_of, targets_of
    from schedule_mcp.engine.worker import Worker, start_thread
    from schedule_mcp.errors import ConfigError

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    for each in (*config.notices, *leftovers(config)):
        say(f"{each}.", err=True)
    _log_to_standard_error()
    threads = []
    for name, settings in config.backends.items():
        if settings["kind"] == "local":
            backend = build_backend(name, settings, now)
            assert isinstance(backend, LocalBackend)
            notifier = notifier_of(settings, now)
            worker = Worker(backend.engine, targets_of(settings), now, notifier=notifier)
            threads.append((start_thread(worker), backend))
            say(f"worker {worker.id} runs the schedules of '{one_line(name)}'", err=True)
    if not threads:
        raise ConfigError("no local backend is configured, so there is nothing to run", "Add one of kind local.")
    server = None
    if metrics is not None:
        from schedule_mcp.cli.metrics import Watched, serve_metrics

        engines = {backend.name: backend.engine for _, backend in threads}
        watched = Watched(engines, now, lambda: all(thread.is_alive() for (thread, _), _ in threads))
        server = serve_metrics(watched, *metrics)
        say(f"a monitor is answered on http://{metrics[0]}:{server.server_port}/metrics and /healthz", err=True)
    stop.wait()
    if server is not None:
        server.shutdown()
    for (thread, ended), backend in threads:
        ended.set()
        # As long as what was begun may take; commands that take longer are left to their keepers.
        thread.join()
        backend.close()


def _log_to_standard_error() -> None:
    """One line a run, and what went wrong; the time is UTC."""
    handler = logging.StreamHandler()
    lines = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    lines.converter = time.gmtime
    handler.setFormatter(lines)
    ours = logging.getLogger("schedule_mcp")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False


def copied(config: Config, verb: str, file: Path, name: str) -> str:
    """Back up or restore the SQLite database of a local backend; says what was done.

    Raises:
        InvalidArgument: there is no such backend, it is not kept in a file, or the file cannot be used.
        Unavailable: the database or the file cannot be read or written.
    """
    from schedule_mcp.engine.copies import back_up, restore
    from schedule_mcp.engine.setup import file_of
    from schedule_mcp.errors import InvalidArgument

    local = [each for each, settings in config.backends.items() if settings["kind"] == "local"]
    chosen = name or (config.default_backend if config.default_backend in local else "".join(local[:1]))
    if chosen not in local:
        raise InvalidArgument(f"no backend '{one_line(chosen)}' is local", f"Local: {', '.join(local) or 'none'}.")
    database = file_of(chosen, config.backends[chosen])
    if database is None:
        raise InvalidArgument(f"'{one_line(chosen)}' is kept in Postgres", "Use pg_dump and pg_restore.")
    if verb == "backup":
        return f"{back_up(database, file)} schedules of '{one_line(chosen)}' are in {one_line(str(file))}."
    return f"'{one_line(chosen)}' has the {restore(file, database)} schedules of {one_line(str(file))}."


def examined(config: Config, now: Callable[[], datetime]) -> dict[str, Any]:
    """What is configured and whether it works: `status` is "ok" or "failed"."""
    from schedule_mcp.config.leftovers import leftovers

    backends = [_examined(name, settings, now) for name, settings in config.backends.items()]
    return {
        "status": "ok" if all(each["works"] for each in backends) else "failed",
        "configuration": config.said,
        "data_dir": str(config.data_dir),
        "zone_data": zone_data_version(),
        "timezone": config.timezone or "",
        "backends": backends,
        "warnings": leftovers(config),
    }


def _examined(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "kind": settings["kind"], "works": True}
    try:
        backend = build_backend(name, settings, now)
        try:
            state = backend.check()
            if nobody := _without_worker(backend):
                return found | {"works": False, "code": "no_worker", "state": f"{nobody} ({state})"}
            return found | {"state": state}
        finally:
            backend.close()
    except ScheduleError as error:
        return found | {"works": False, "code": error.code, "state": str(error)}


def _without_worker(backend: Backend) -> str:
    """What is wrong where schedules are to fire and nobody makes them; "" where all is well."""
    from schedule_mcp.backends.local import LocalBackend
    from schedule_mcp.engine.port import SchedulesWanted

    if not isinstance(backend, LocalBackend) or backend.engine.alive():
        return ""
    active = backend.engine.count(SchedulesWanted(status="active"))
    active += sum(part.status == "active" for part in backend.engine.parts(""))
    if not active:
        return ""
    return (
        f"{active} active schedules and no living worker: run `schedule-mcp worker`, or `schedule-mcp worker --install`"
    )


def examined_text(found: Mapping[str, Any]) -> str:
    """The doctor's report as lines, each backend on its own."""
    lines = [
        found["configuration"],
        f"Data in {one_line(found['data_dir'])}",
        f"Zone data {found['zone_data']}; default zone {found['timezone'] or 'none'}",
    ]
    for each in found["backends"]:
        failed = "" if each["works"] else f"FAILED, {each['code']}: "
        lines.append(f"- {one_line(each['name'])} ({each['kind']}): {failed}{one_line(each['state'], _STATE_AT_MOST)}")
    return "\n".join([*lines, *(f"Warning: {each}." for each in found["warnings"])])


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
    from schedule_mcp.backends.described.finding import NONE, Finding, write
    from schedule_mcp.backends.proving import PLACE, Prover, shown, today, verdict

    prover = Prover(backend, now)
    prover.check()
    place = backend.cron_zone or PLACE
    say(f"proving '{backend.name}' with throw-away schedules in {place}")
    if swept := prover.sweep():
        say(f"deleted {swept} that an earlier proof had left")
    seen = []
    try:
        for each in prover.all(place):
            seen.append(each)
            found = shown(each.at, place) if each.at else f"refused: {each.refusal}" if each.refusal else "no next run"
            say(f"  {each.proof.text:<16} {each.proof.asks}: {found}")
    finally:
        prover.sweep()
        for left in prover.left:
            say(f"NOT deleted: {left}; delete it by hand")
    told = verdict(seen, place, now(), backend.capabilities.dialects[0], prover.has_seconds)
    for sentence in (*told.sentences, *told.against):
        say(f"- {sentence}")
    if place == backend.cron_zone and not _changes(place, now()):
        say(f"- {place} has no clock changes, so nothing is seen of them")
    if not any(each.at for each in seen):
        say("nothing was seen, so nothing is kept")
        return 1
    settings = config.backends[backend.name]
    dialects = told.fits or (() if told.is_safe else (NONE,))
    finding = Finding(
        str(settings.get("base_url", "")), dialects, today(now()), tuple(told.sentences) + tuple(told.against)
    )
    say(f"kept in {write(str(config.data_dir), backend.name, finding)}, used from now on")
    if settings.get("dialect"):
        say(f"the configuration says dialect = '{settings['dialect']}', which goes before it")
    return int(not told.fits) + len(prover.left)


def _changes(place: str, at: datetime) -> bool:
    from schedule_mcp.schedule.fire_times import epoch_seconds
    from schedule_mcp.schedule.zones import zone

    return bool(zone(place).transitions_between(epoch_seconds(at), epoch_seconds(at) + 400 * 86_400))
