"""Environments of their own for third-party servers, made once and kept, and servers started in them.

They lie in the folder named by SCHEDULE_MCP_TEST_ENVS, else in the user's cache. A server that cannot be had skips
its tests, with the reason; one that is there and does not start fails them.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

ROOT = Path(os.environ.get("SCHEDULE_MCP_TEST_ENVS") or Path.home() / ".cache" / "schedule-mcp-tests")
START_S = 180
_INSTALL_S = 900


@dataclass(frozen=True)
class Environment:
    """Packages of fixed releases in a virtual environment; `imports` shows that it is whole."""

    name: str
    packages: tuple[str, ...]
    imports: str

    def python(self) -> Path:
        """The interpreter of the environment; skips the test where it cannot be had."""
        folder = ROOT / self.name
        python = folder / "bin" / "python"
        if (
            python.exists()
            and not subprocess.run([python, "-c", f"import {self.imports}"], capture_output=True).returncode
        ):
            return python
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
            install = [python, "-m", "pip", "install", "-q", *self.packages]
            subprocess.run(install, check=True, capture_output=True, timeout=_INSTALL_S)
        except (OSError, subprocess.SubprocessError) as error:
            detail = (getattr(error, "stderr", b"") or b"")[-300:].decode(errors="replace")
            pytest.skip(f"{self.name} cannot be installed here: {error} {detail}")
        return python


HERMES = Environment("hermes-0.19.0", ("hermes-agent==0.19.0", "aiohttp"), "croniter, aiohttp")
AGNO = Environment(
    "agno-3.1.10",
    ("agno[os,scheduler]==3.1.10", "python-multipart", "sqlalchemy", "aiosqlite", "openai"),
    "agno.os, croniter, openai",
)
LANGGRAPH = Environment(
    "langgraph-0.16.7",
    ("langgraph-cli[inmem]==0.4.40", "langgraph-api==0.16.7", "langgraph-runtime-inmem==0.36.7", "croniter==7.0.0"),
    "langgraph_cli, langgraph_runtime_inmem",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Running:
    """A running server; `log` is where it writes."""

    url: str
    log: Path
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    port: int,
    *,
    health: str,
    environ: Mapping[str, str],
    ready: Callable[[httpx2.Response], bool] = lambda response: response.status_code == 200,
) -> Iterator[Running]:
    """A server from its start until it answers at `health`; ended by its process id, with all that it started."""
    server = Running(f"http://127.0.0.1:{port}", folder / "server.log", folder)
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            list(command), stdout=log, stderr=log, cwd=folder, env={**kept, "HOME": str(folder), **environ}
        )
        try:
            _wait(server, process, health, ready)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(
    server: Running, process: subprocess.Popen[bytes], health: str, ready: Callable[[httpx2.Response], bool]
) -> None:
    until = time.monotonic() + START_S
    with httpx2.Client(base_url=server.url, timeout=10, trust_env=False) as client:
        while time.monotonic() < until:
            assert process.poll() is None, server.log.read_text(encoding="utf-8", errors="replace")[-3000:]
            try:
                if ready(client.get(health)):
                    return
            except httpx2.TransportError:
                pass
            time.sleep(0.2)
    raise AssertionError(
        "the server did not start: " + server.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    )
