"""A backend's stub behind a real socket that can fail at any exchange, before, after and in the middle of it."""

from __future__ import annotations

import copy
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2

from tests.backends.stubs import Stub

PAGE = b"<!doctype html><title>Sign in</title>"
STATUSES = (302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504)

WRITE_FAULTS = (
    *(f"{status} before" for status in STATUSES),
    *(f"{status} after" for status in (302, 404, 408, 500, 502, 503, 504)),
    *(f"{what} {when}" for what in ("drop", "page", "half", "empty", "junk") for when in ("before", "after")),
    "late",
    "twice",
    "lying",
    "dropping",
)
"""What can happen to a write. "empty before", "junk before" and "lying" say done for what was not."""

READ_FAULTS = ("500 always", "302 always", "404 always", "401 always", "drop", "page", "half", "junk", "stale")
"""What can happen to a read; "always": also to its repeats in the same call."""

FAULTS = (*WRITE_FAULTS, *READ_FAULTS)


@dataclass(frozen=True)
class Reply:
    """What goes back: a status with a body, cut short or not at all."""

    status: int = 200
    body: bytes = b""
    is_cut: bool = False
    is_dropped: bool = False
    location: str = ""
    tag: str = ""


class _Listening(ThreadingHTTPServer):
    def server_bind(self) -> None:
        # The base class asks for the host's name, which may take seconds.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]


@dataclass
class Server:
    """One stub on a loopback port. `plan(number, method)` names the fault of an exchange, "" for none; `between` is
    called before each exchange, with the records in its hands. One exchange at a time."""

    stub: Stub
    plan: Callable[[int, str], str] = lambda _number, _method: ""
    between: Callable[[int], None] = lambda _number: None
    count: int = 0
    methods: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    late: list[httpx2.Request] = field(default_factory=list)
    applied: list[tuple[str, str]] = field(default_factory=list)
    """(method, path) of every write that took effect."""
    tags: bool = False
    """Whether reads of one record name its version, and writes may name it as their condition."""

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.before_last_write = copy.deepcopy(self.stub.records)
        self.stuck = ""
        self.http = _Listening(("127.0.0.1", 0), _handler(self))
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.005,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)

    def begin(self) -> None:
        """A new call: its exchanges are counted from 1."""
        with self.lock:
            self.count, self.methods, self.met, self.stuck, self.applied = 0, [], [], "", []

    def arrive(self) -> None:
        """What was on its way arrives."""
        with self.lock:
            pending, self.late = self.late, []
            for request in pending:
                self._applied(request)

    # -- one exchange ------------------------------------------------------------------------------------------

    def exchange(self, request: httpx2.Request) -> Reply:
        with self.lock:
            self.count += 1
            method, _ = verb_of(request)
            is_read = method == "GET"
            self.methods.append(method)
            self.between(self.count)
            fault = self.stuck if is_read and self.stuck else self.plan(self.count, method)
            if fault not in (READ_FAULTS if is_read else WRITE_FAULTS):
                fault = ""
            if fault:
                self.met.append(fault)
            return self._read(request, fault) if is_read else self._written(request, fault)

    def _read(self, request: httpx2.Request, fault: str) -> Reply:
        what, _, when = fault.partition(" ")
        if when == "always":
            self.stuck = fault
            return _refusal(int(what))
        if what == "stale":
            # Reads lag behind the last write until the call is over.
            self.stuck = fault
            present, self.stub.records = self.stub.records, copy.deepcopy(self.before_last_write)
            try:
                return self._plain(request)
            finally:
                self.stub.records = present
        return _spoiled(self._plain(request), what)

    def _written(self, request: httpx2.Request, fault: str) -> Reply:
        what, _, when = fault.partition(" ")
        if what == "late":
            self.late.append(request)
            return Reply(is_dropped=True)
        if what == "lying":
            kept, count = copy.deepcopy(self.stub.records), self.stub.count
            reply = self._plain(request)
            self.stub.records, self.stub.count = kept, count
            return reply
        if when == "before":
            return _refusal(int(what)) if what.isdecimal() else _spoiled(Reply(200, b"{}"), what)
        if what == "dropping":
            request = _without_input(request)
        reply = self._applied(request)
        if what == "twice":
            reply = self._applied(request)
        if when == "after":
            return _refusal(int(what)) if what.isdecimal() else _spoiled(reply, what)
        return reply

    def _applied(self, request: httpx2.Request) -> Reply:
        kept = copy.deepcopy(self.stub.records)
        reply = self._plain(request)
        if kept != self.stub.records:
            self.before_last_write = kept
        if reply.status < 300:
            self.applied.append(verb_of(request))
        return reply

    def _plain(self, request: httpx2.Request) -> Reply:
        wanted = request.headers.get("if-match")
        if self.tags and wanted and wanted != self._tag(httpx2.Request("GET", request.url, headers=request.headers)):
            return _refusal(412)
        response = self.stub(request)
        tag = self._tag(request) if self.tags and request.method == "GET" else ""
        return Reply(response.status_code, response.read(), tag=tag)

    def _tag(self, request: httpx2.Request) -> str:
        body = self.stub(request).read()
        return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


_OF_RPC = {"cron.add": "POST", "cron.update": "PATCH", "cron.remove": "DELETE", "cron.run": "POST"}


def verb_of(request: httpx2.Request) -> tuple[str, str]:
    """(method, path) as they would be where each object has a path: some ask for lists by POST, some for all."""
    path = request.url.path
    if path.endswith("/search"):
        return "GET", path
    if not path.endswith("/rpc"):
        return request.method, path
    call = json.loads(request.content)
    schedule_id = call["params"].get("id", "")
    return _OF_RPC.get(call["method"], "GET"), f"{path}/{schedule_id}" if schedule_id else path


def _without_input(request: httpx2.Request) -> httpx2.Request:
    """The request as a backend takes it that drops input and options without a word."""
    body = json.loads(request.content) if request.content else None
    if not isinstance(body, dict):
        return request
    for key in ("inputParameters", "parallelism", "permission_mode", "callback_id"):
        body = {**body, key: "other"} if key in ("permission_mode", "callback_id") and key in body else _less(body, key)
    if body.get("permission_mode") == "other":
        body["permission_mode"] = "bypass"
    if isinstance(body.get("payload"), dict):
        body["payload"] = _less(_less(body["payload"], "input"), "variables")
    if "description" in body:
        body["description"] = "other"
    return httpx2.Request(request.method, request.url, headers=_plain_headers(request), content=json.dumps(body))


def _plain_headers(request: httpx2.Request) -> dict[str, str]:
    return {key: value for key, value in request.headers.items() if key.lower() != "content-length"}


def _less(body: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != key}


def _refusal(status: int) -> Reply:
    body = json.dumps({"error": {"code": str(status), "message": "a fault of the campaign"}}).encode()
    return Reply(status, body, location="https://login.example.com/" if status == 302 else "")


def _spoiled(reply: Reply, what: str) -> Reply:
    if what == "drop":
        return Reply(is_dropped=True)
    if what == "page":
        return Reply(200, PAGE)
    if what == "half":
        return Reply(200, reply.body or b'{"data": {"id": 1}}', is_cut=True)
    if what == "empty":
        return Reply(200, b"")
    if what == "junk":
        return Reply(200, b'"ok"')
    return reply


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            content = self.rfile.read(length)
            headers = dict(self.headers.items())
            request = httpx2.Request(self.command, server.url + self.path, headers=headers, content=content)
            reply = server.exchange(request)
            self.close_connection = True
            if reply.is_dropped:
                # A reset, as from a proxy that was restarted.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            body = reply.body[: len(reply.body) // 2] if reply.is_cut else reply.body
            with suppress(OSError):
                self.send_response(reply.status)
                if reply.status != 204:
                    self.send_header("content-length", str(len(reply.body)))
                if reply.tag:
                    self.send_header("etag", reply.tag)
                if reply.location:
                    self.send_header("location", reply.location)
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *_: Any) -> None:
            """Nothing is told."""

    return Handler
