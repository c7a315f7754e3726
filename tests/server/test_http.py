"""Streamable HTTP: the same tools in both protocol eras, questions included; nothing for strangers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.types import ElicitResult

from schedule_mcp.server.app import App, build_server, loopback_only
from tests.server.calls import call

pytestmark = pytest.mark.anyio

HERE = "http://127.0.0.1:8765"


@asynccontextmanager
async def served(app: App) -> AsyncIterator[httpx2.AsyncClient]:
    server = build_server(app)
    transport = httpx2.ASGITransport(app=server.streamable_http_app(transport_security=loopback_only()))
    async with server.session_manager.run(), httpx2.AsyncClient(transport=transport, base_url=HERE) as http:
        yield http


async def evening(_: Any, params: Any) -> ElicitResult:
    return ElicitResult(action="accept", content={"choice": "every day at 21:00 (Europe/Berlin)"})


@pytest.fixture
def running(tmp_path: Path) -> Iterator[str]:
    """The address of the real server in a process of its own; the earlier era's questions need a real stream."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    own = {"SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "schedule_mcp", "serve", "--http", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **own}, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


async def test_the_tools_over_http(running: str, mode: str) -> None:
    async with Client(running, mode=mode, elicitation_callback=evening) as client:
        assert len((await client.list_tools()).tools) == 10
        made, _, _ = await call(client, "create_schedule", name="n", when="every day at 9")
        assert made["understood"] == "every day at 21:00 (Europe/Berlin)"
        _, text, refused = await call(client, "preview_schedule", when="every day at 25:00")
        assert refused
        assert text.startswith("unreadable_text: ")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost:3000"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_other_names_and_pages_in_browsers_are_turned_away(
    app: App, headers: dict[str, str], status: int
) -> None:
    async with served(app) as http:
        own = {"accept": "application/json, text/event-stream", **headers}
        answer = await http.post("/mcp", headers=own, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert answer.status_code == status
