"""Streamable HTTP: the same tools in both protocol eras, questions included; nothing for strangers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from mcp import Client
from mcp.types import ElicitResult

from schedule_mcp.cli.commands import commands
from schedule_mcp.server.app import App
from schedule_mcp.server.http import Access, http_app, is_origin
from tests.server.calls import TOOLS, call

pytestmark = pytest.mark.anyio

HERE = "http://127.0.0.1:8765"
TOKEN = "correct-horse-battery"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
ACCEPT = {"accept": "application/json, text/event-stream"}


@asynccontextmanager
async def served(app: App, access: Access | None = None) -> AsyncIterator[httpx2.AsyncClient]:
    asgi, sessions = http_app(app, access or Access())
    transport = httpx2.ASGITransport(app=asgi)
    async with sessions.run(), httpx2.AsyncClient(transport=transport, base_url=HERE, headers=ACCEPT) as http:
        yield http


async def evening(_: Any, params: Any) -> ElicitResult:
    return ElicitResult(action="accept", content={"choice": "every day at 21:00 (Europe/Berlin)"})


@contextmanager
def process(tmp_path: Path, *more: str, **environment: str) -> Iterator[str]:
    """The address that the real server prints, in a process of its own; the word serve is left out."""
    own = {"SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "schedule_mcp", "--http", "127.0.0.1:0", *more]
    running = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, **own, **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.send_signal(signal.SIGINT)
        with running:
            assert running.wait(20) == 0


@pytest.fixture
def running(tmp_path: Path) -> Iterator[str]:
    """The earlier era's questions need a real stream."""
    with process(tmp_path) as url:
        yield url


async def test_the_tools_over_http(running: str, mode: str) -> None:
    async with Client(running, mode=mode, elicitation_callback=evening) as client:
        assert len((await client.list_tools()).tools) == len(TOOLS)
        made, _, _ = await call(client, "create_schedule", name="n", when="every day at 9")
        assert made["understood"] == "every day at 21:00 (Europe/Berlin)"
        _, text, refused = await call(client, "preview_schedule", when="every day at 25:00")
        assert refused
        assert text.startswith("unreadable_text: ")


ORIGINS = [
    ("http://localhost", 200),
    ("http://localhost:3000", 200),
    ("https://localhost:8443", 200),
    ("http://127.0.0.1:5173", 200),
    ("http://[::1]:5173", 200),
    ("HTTP://LocalHost:3000", 200),
    ("https://app.example", 200),
    ("https://evil.example", 403),
    ("http://app.example", 403),
    ("https://app.example:444", 403),
    ("https://app.example.evil", 403),
    ("http://localhost.evil.example", 403),
    ("http://localhost:3000.evil.example", 403),
    ("http://localhost:80@evil.example", 403),
    ("http://localhost:port", 403),
    ("http://localhost:3000/", 403),
    ("http://localhost:1234567", 403),
    ("http://evil.example/http://localhost", 403),
    ("file://localhost", 403),
    ("localhost", 403),
    ("null", 403),
    ("", 403),
]


@pytest.mark.parametrize(("origin", "status"), ORIGINS)
async def test_pages_on_localhost_and_of_named_origins_may_ask(app: App, origin: str, status: int) -> None:
    async with served(app, Access(origins=("https://app.example",))) as http:
        answer = await http.post("/mcp", headers={"origin": origin}, json=INITIALIZE)
        assert answer.status_code == status
        asked = {"access-control-request-method": "POST", "access-control-request-headers": "mcp-session-id"}
        before = await http.options("/mcp", headers={"origin": origin, **asked})
        assert before.status_code == status
        allowed = {"access-control-allow-origin", "access-control-allow-headers"} <= set(before.headers)
        assert allowed is (status == 200)


HOSTS = [
    ("127.0.0.1:8765", 200),
    ("localhost", 200),
    ("[::1]:8765", 200),
    ("schedules.example", 200),
    ("Schedules.Example:443", 200),
    ("exact.example:444", 200),
    ("exact.example", 421),
    ("evil.example", 421),
    ("localhost.evil.example", 421),
    ("127.0.0.1.evil.example", 421),
    ("127.0.0.1:80:80", 421),
    ("schedules.example@evil", 421),
    ("", 421),
]


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"host": host}, status) for host, status in HOSTS]
    + [({"origin": "https://evil.example"}, 403), ({"origin": "null"}, 403)],
)
async def test_other_names_and_pages_in_browsers_are_turned_away(
    app: App, headers: dict[str, str], status: int
) -> None:
    """Pages on localhost are this machine's own; those of other sites are not."""
    async with served(app, Access(hosts=("schedules.example", "exact.example:444"))) as http:
        assert (await http.post("/mcp", headers=headers, json=INITIALIZE)).status_code == status


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("", 401),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
    ],
)
async def test_a_token_is_asked_for(app: App, header: str | None, status: int) -> None:
    async with served(app, Access(token=TOKEN)) as http:
        headers = {} if header is None else {"authorization": header}
        answer = await http.post("/mcp", headers=headers, json=INITIALIZE)
        assert answer.status_code == status
        assert answer.headers.get("www-authenticate", "").startswith("Bearer") is (status == 401)
        assert TOKEN not in answer.text
        assert (await http.get("/healthz")).json() == {"status": "ok"}


BODIES = [
    b"no json",
    b"[]",
    b'"x"',
    b'{"jsonrpc":"2.0","id":1.5,"method":"tools/list"}',
    b'{"jsonrpc":"2.0","id":null,"method":"tools/list"}',
    b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\ud800","arguments":{}}}',
    b'{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}',
    b"\xff\xfe",
]


@pytest.mark.parametrize("body", BODIES)
async def test_what_is_no_message_gets_an_error_reply(app: App, body: bytes) -> None:
    async with served(app) as http:
        answer = await http.post("/mcp", headers={"content-type": "application/json"}, content=body)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] in (-32700, -32600, -32602)


async def test_a_real_server_says_its_address_and_asks_for_its_token(tmp_path: Path) -> None:
    with process(tmp_path, "--bearer-token", "env:TOKEN", "--allowed-host", "a.example", TOKEN=TOKEN) as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/mcp")
        async with httpx2.AsyncClient(headers={**ACCEPT, "host": "a.example"}) as http:
            assert (await http.get(url.removesuffix("/mcp") + "/healthz")).status_code == 200
            assert (await http.post(url, json=INITIALIZE)).status_code == 401
            mine = {"authorization": f"Bearer {TOKEN}"}
            assert (await http.post(url, json=INITIALIZE, headers=mine)).status_code == 200


USAGE = [
    (("--http", "0.0.0.0:8765"), "needs --bearer-token and --allowed-host"),
    (("--http", "0.0.0.0:8765", "--bearer-token", "env:TOKEN"), "needs --bearer-token and --allowed-host"),
    (("--http", "127.0.0.1"), "HOST:PORT"),
    (("--http", "127.0.0.1:70000"), "HOST:PORT"),
    (("--http", "127.0.0.1:0", "--bearer-token", TOKEN), "not the token itself"),
    (("--http", "127.0.0.1:0", "--bearer-token", "env:NOT_SET"), "no token"),
    (("--http", "127.0.0.1:0", "--allowed-origin", "*"), "SCHEME://HOST"),
    (("--allowed-host", "a.example"), "belong to --http"),
]


@pytest.mark.parametrize(("arguments", "why"), USAGE)
def test_an_unsafe_or_wrong_way_to_serve_is_refused(arguments: tuple[str, ...], why: str) -> None:
    result = CliRunner(env={"TOKEN": TOKEN}).invoke(commands(), list(arguments))
    assert result.exit_code == 2
    assert why in " ".join(result.output.replace("│", " ").split())
    assert TOKEN not in result.output


def test_an_origin_is_no_wildcard() -> None:
    assert [is_origin(text) for text in ("https://a.example", "*", "https://*.example", "a.example")] == [
        True,
        False,
        False,
        False,
    ]
