"""A real AgentScope service of a given release, in an environment of its own.

The environments are kept in the folder named by SCHEDULE_MCP_TEST_ENVS, else in the user's cache.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

USER = {"x-user-id": "alice"}
START_S = 120


@dataclass
class Server:
    """A running service; `log` is where it writes."""

    url: str
    log: Path
    agent_id: str = ""
    credential_id: str = ""

    def registered(self) -> dict[str, datetime]:
        """Schedule id -> the next run that its scheduler named last, in UTC."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        found = re.findall(r"Schedule (\w+)\(.*?\) registered, next_run=(\S+ ?\d\d:\d\d:\d\d\S*|\S+)", text)
        return {key: datetime.fromisoformat(at).astimezone(UTC) for key, at in found if at[:1].isdigit()}


def python_of(version: str) -> Path:
    """The interpreter of an environment with that release; skips the test where it cannot be had."""
    root = Path(os.environ.get("SCHEDULE_MCP_TEST_ENVS") or Path.home() / ".cache" / "schedule-mcp-tests")
    folder = root / f"as-{version}"
    python = folder / "bin" / "python"
    if python.exists() and subprocess.run([python, "-c", "import agentscope.app"], capture_output=True).returncode == 0:
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        wanted = [f"agentscope[service,storage-sql]=={version}", "aiosqlite"]
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        detail = (getattr(error, "stderr", b"") or b"")[-300:].decode(errors="replace")
        pytest.skip(f"AgentScope {version} cannot be installed here: {error} {detail}")
    return python


@contextmanager
def running(version: str, folder: Path) -> Iterator[Server]:
    """The service of that release with one agent and one credential that leads nowhere."""
    python = python_of(version)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(f"http://127.0.0.1:{port}", folder / "server.log")
    script = Path(__file__).with_name("agentscope_server.py")
    with server.log.open("wb") as log:
        process = subprocess.Popen([python, script, str(port), folder], stdout=log, stderr=log, cwd=folder)
        try:
            with httpx2.Client(base_url=server.url, headers=USER, timeout=30) as client:
                _wait(client, process, server)
                server.agent_id = _made(client, "/agent/", {"name": "bot"}, "agent_id")
                data = {
                    "type": "openai_credential",
                    "name": "k",
                    "api_key": "none",
                    "base_url": "http://127.0.0.1:9/v1",
                }
                server.credential_id = _made(client, "/credential/", {"data": data}, "credential_id")
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _made(client: httpx2.Client, path: str, body: Any, key: str) -> str:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return str(answer.json()[key])


def _wait(client: httpx2.Client, process: subprocess.Popen[bytes], server: Server) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, server.log.read_text(encoding="utf-8")[-2000:]
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("the service did not start: " + server.log.read_text(encoding="utf-8")[-2000:])
