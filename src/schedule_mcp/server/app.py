"""The server put together, and how it is served."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Awaitable, Callable, Hashable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server import MCPServer
from mcp.types import SubscribeRequestParams, UnsubscribeRequestParams
from mcp.types import Tool as MCPTool

from schedule_mcp import __version__
from schedule_mcp.config.build import build_service
from schedule_mcp.config.load import Config
from schedule_mcp.outside.text import in_quotes, one_line
from schedule_mcp.server.asking import told_after_failed_answers
from schedule_mcp.server.loops import Loops
from schedule_mcp.server.prompts import prompts
from schedule_mcp.server.published import NAME, TITLE, instructions
from schedule_mcp.server.tools import tools
from schedule_mcp.server.watching import INBOX, Watch

if TYPE_CHECKING:
    from mcp.shared._stream_protocols import ReadStream
    from mcp.shared.message import SessionMessage

    from schedule_mcp.backends.local import LocalBackend
    from schedule_mcp.server.wire import Wire
    from schedule_mcp.service import Service

logger = logging.getLogger("schedule_mcp")

_WORKER_DELAY_S = 0.2
"""The worker starts a moment after the first answer, so that it costs no client its start."""


_WORKER_ENDS_S = 15.0
"""A worker that has nothing under way ends at once; else callbacks are waited for, commands have their keepers."""
INBOX_SHOWN = 50


class App:
    """What lives as long as the server: the service, made at the first call, and the worker of local backends."""

    def __init__(self, config: Config, now: Callable[[], datetime] | None = None, *, work: bool = True) -> None:
        self.config = config
        self._now = now or (lambda: datetime.now(UTC))
        self._work = work
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._workers: list[tuple[threading.Thread, threading.Event]] = []
        self._timer: threading.Timer | None = None

    def service(self) -> Service:
        """The service; built once."""
        with self._lock:
            if self._service is None:
                self._service = build_service(self.config, self._now)
            return self._service

    def answered(self) -> None:
        """Called after an answer: the first one starts the workers a moment later."""
        if self._timer is not None or not self._work:
            return
        self._timer = threading.Timer(_WORKER_DELAY_S, self.start_workers)
        self._timer.daemon = True
        self._timer.start()

    def start_workers(self) -> None:
        """One worker thread for each local backend."""
        from schedule_mcp.engine.setup import notifier_of, targets_of
        from schedule_mcp.engine.worker import Worker, start_thread

        for name, backend in self._local_backends().items():
            settings = self.config.backends[name]
            notifier = notifier_of(settings, self._now)
            worker = Worker(backend.engine, targets_of(settings), self._now, kind="server", notifier=notifier)
            self._workers.append(start_thread(worker))

    def _local_backends(self) -> dict[str, LocalBackend]:
        from schedule_mcp.backends.local import LocalBackend

        backends = self.service().backends
        return {name: each for name, each in backends.items() if isinstance(each, LocalBackend)}

    def inbox(self) -> str:
        """The runs that wait in the inboxes of the local backends, as lines, latest first; reading marks nothing."""
        lines, total, unread = [], 0, 0
        for name, backend in self._local_backends().items():
            page = backend.inbox(INBOX_SHOWN)
            total, unread = total + page.total, unread + page.unread
            for each in page.deliveries:
                state = "" if each.read else "NEW "
                missed = f" (stands for {each.missed} missed before it)" if each.missed else ""
                due = f"{each.due:%Y-%m-%dT%H:%M:%SZ}"
                lines.append((due, f"{state}{due} {name} {one_line(each.name)}{missed}: {in_quotes(each.input)}"))
        if not lines:
            return "The inbox is empty."
        shown = [line for _, line in sorted(lines, reverse=True)[:INBOX_SHOWN]]
        more = f"; {total - len(shown)} older ones are not shown here" if total > len(shown) else ""
        return "\n".join([f"{total} runs in the inbox, {unread} of them unread{more}:", *shown])

    def inbox_state(self) -> Hashable:
        """What changes when a run arrives in an inbox."""
        pages = [(name, backend.inbox(1)) for name, backend in self._local_backends().items()]
        return tuple((name, page.total, *(each.id for each in page.deliveries)) for name, page in pages)

    def close(self) -> None:
        """Stop the workers, then close what they use; a database that is closed under a thread ends the process."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join(_WORKER_ENDS_S)
        for _, stop in self._workers:
            stop.set()
        for thread, _ in self._workers:
            thread.join(_WORKER_ENDS_S)
        if self._service is None:
            return
        if not any(thread.is_alive() for thread, _ in self._workers):
            for backend in self._service.backends.values():
                backend.close()
        self._service.journal.close()
        self._service.notes.close()


class Server(MCPServer[Any]):
    """Lists only what the operator allows; the other tools are there, to refuse with a reason."""

    read_only = False

    async def list_tools(self) -> list[MCPTool]:
        listed = await super().list_tools()
        return [tool for tool in listed if not self.read_only or _only_reads(tool)]

    def serve_subscriptions(self, watch: Watch) -> None:
        """Take subscriptions of the handshake's era too; the SDK takes those of the later one by itself."""
        inner = self._lowlevel_server
        inner.add_request_handler("resources/subscribe", SubscribeRequestParams, watch.on_subscribe)
        inner.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, watch.on_unsubscribe)

    async def serve_streams(self, reads: ReadStream[SessionMessage | Exception], writes: Any) -> None:
        """Serve one protocol era over a pair of streams."""
        inner = self._lowlevel_server
        await inner.run(reads, writes, inner.create_initialization_options())

    def http_app(self, path: str, auth: Any, verifier: Any) -> Any:
        """The HTTP application; who may ask under which name is seen to before it."""
        from mcp.server.transport_security import TransportSecuritySettings

        return self._lowlevel_server.streamable_http_app(
            streamable_http_path=path,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            auth=auth,
            token_verifier=verifier,
            custom_starlette_routes=self._custom_starlette_routes,
        )


def _only_reads(tool: MCPTool) -> bool:
    return tool.annotations is not None and tool.annotations.read_only_hint is True


def build_server(app: App) -> Server:
    """The MCP server over an app."""

    async def after_answer(ctx: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        try:
            return await call_next(ctx)
        finally:
            app.answered()

    watch = Watch(app.inbox_state)
    server = Server(
        NAME,
        title=TITLE,
        version=__version__,
        instructions=instructions(app.config.said),
        tools=tools(app.service),
        middleware=[after_answer],
        subscriptions=watch,
        log_level="WARNING",
    )
    # Before the SDK's own check of what a repeated call brings back.
    server.middleware.insert(0, told_after_failed_answers)
    server.serve_subscriptions(watch)
    server.read_only = app.config.read_only
    for prompt in prompts():
        server.add_prompt(prompt)

    @server.resource(INBOX, mime_type="text/plain")
    def inbox() -> str:
        """Runs of local schedules that wait to be read, latest first."""
        return app.inbox()

    return server


def serve_wire(config: Config, wire: Wire) -> None:
    """Serve behind the front until the end of input."""
    log_to_standard_error()
    log_what_is_not_used(config)
    app = App(config)

    async def serve() -> None:
        app.answered()
        await Loops(wire).run(build_server(app))

    try:
        anyio.run(serve)
    finally:
        wire.close()
        app.close()


def log_what_is_not_used(config: Config) -> None:
    """Files of a configuration that were passed over, and schedules that no backend opens."""
    from schedule_mcp.config.leftovers import leftovers

    for each in (*config.notices, *leftovers(config)):
        logger.warning("%s", each)


def log_to_standard_error() -> None:
    """One line for each message; the SDK would draw boxes with lines of source into a host's log."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
