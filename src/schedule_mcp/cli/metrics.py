"""What a worker tells a monitor on request: /healthz, and metrics as Prometheus reads them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from schedule_mcp.engine.port import RUN_STATUSES, Engine, RunsWanted, SchedulesWanted
from schedule_mcp.errors import ConfigError, ScheduleError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

HEALTH, METRICS = "/healthz", "/metrics"
LATE_S = 60.0
"""Where something has been due for longer than this, nobody is well."""


class Watched:
    """The engines of a process by the name of their backend, as a monitor sees them."""

    def __init__(
        self, engines: Mapping[str, Engine], now: Callable[[], datetime], is_running: Callable[[], bool]
    ) -> None:
        self._engines = engines
        self._now = now
        self._is_running = is_running

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and what is not."""
        problems = [] if self._is_running() else ["a worker has ended"]
        for name, engine in self._engines.items():
            try:
                due, since = engine.overdue()
            except ScheduleError as error:
                problems.append(f"{name}: {error.message}")
                continue
            if since is not None and (late_s := (self._now() - since).total_seconds()) > LATE_S:
                problems.append(f"{name}: {due} are due and not begun, the first for {late_s:.0f} s")
        return not problems, {"status": "ok" if not problems else "failed", "problems": problems}

    def collect(self) -> Iterable[Metric]:
        """The metrics now; a database that is out of reach has none besides `schedule_mcp_up`."""
        from prometheus_client.core import GaugeMetricFamily

        gauges = {
            key: GaugeMetricFamily(f"schedule_mcp_{key}", text, labels=["backend", *labels])
            for key, text, labels in _GAUGES
        }
        for name, engine in self._engines.items():
            try:
                found = list(self._of(engine))
            except ScheduleError:
                found = [("up", (), 0.0)]
            for key, labels, value in found:
                gauges[key].add_metric([name, *labels], value)
        return gauges.values()

    def _of(self, engine: Engine) -> Iterable[tuple[str, tuple[str, ...], float]]:
        for status in ("active", "paused", "completed"):
            yield "schedules", (status,), engine.count(SchedulesWanted(status=status))
        for status in RUN_STATUSES:
            yield "runs_kept", (status,), engine.runs(RunsWanted((status,)), 0).total
        due, since = engine.overdue()
        yield "overdue", (), due
        yield "overdue_seconds", (), 0.0 if since is None else max((self._now() - since).total_seconds(), 0.0)
        yield "workers_alive", (), len(engine.alive())
        yield "inbox_unread", (), engine.unread()
        yield "up", (), 1.0


_GAUGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("up", "1 where the database of the backend answers.", ()),
    ("schedules", "Schedules by status, split ones not counted.", ("status",)),
    ("runs_kept", "Past and present runs that the history keeps, by status.", ("status",)),
    ("overdue", "Schedules that are due and not begun.", ()),
    ("overdue_seconds", "For how long the first of them has been due.", ()),
    ("workers_alive", "Workers heard of lately.", ()),
    ("inbox_unread", "Unread runs in the inbox.", ()),
)


def serve_metrics(watched: Watched, host: str, port: int) -> ThreadingHTTPServer:
    """Answer a monitor in threads of this process, until `shutdown`.

    Raises:
        ConfigError: the package is missing, or the address cannot be had.
    """
    if find_spec("prometheus_client") is None:
        raise ConfigError("--metrics needs prometheus-client", "Run: pip install 'schedule-mcp[metrics]'")
    try:
        server = ThreadingHTTPServer((host, port), _handler(watched))
    except OSError as error:
        raise ConfigError(f"{host}:{port} cannot be had: {error.strerror}", "Name another port.") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="schedule-mcp-metrics", daemon=True).start()
    return server


def _handler(watched: Watched) -> type[BaseHTTPRequestHandler]:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(watched)

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            if self.path == HEALTH:
                is_well, found = watched.health()
                self._answer(200 if is_well else 503, "application/json", json.dumps(found).encode())
            elif self.path == METRICS:
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(registry))
            else:
                self._answer(404, "text/plain", b"There are /healthz and /metrics.\n")

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Monitors ask often; that is not worth a line."""

    return Handler
