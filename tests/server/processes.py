"""The real server as a process over stdio."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOON = "every day at noon UTC"
VERSION = "io.modelcontextprotocol/protocolVersion"
ENVELOPE = {
    VERSION: "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


def environment(folder: Path) -> dict[str, str]:
    """The process's environment: data and configuration in a folder of its own."""
    config = folder / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    return {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(folder), "SCHEDULE_MCP_CONFIG": str(config)}


class Connection:
    """One client's connection to a process, a message a line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def send(self, *messages: Any) -> None:
        """Messages, or lines as they stand."""
        assert self.process.stdin is not None
        for message in messages:
            line = message if isinstance(message, bytes) else json.dumps(message).encode()
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        message: dict[str, Any] = json.loads(self.process.stdout.readline())
        return message

    def ask(self, message: Any) -> dict[str, Any]:
        self.send(message)
        return self.receive()

    def end(self) -> list[dict[str, Any]]:
        """Close the input; what still comes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        return [json.loads(line) for line in self.process.stdout]


@contextmanager
def connection(folder: Path, *command: str, **more: str) -> Iterator[Connection]:
    """A process that serves; it is ended afterwards."""
    run = command or ("-m", "schedule_mcp")
    streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, *run], env={**environment(folder), **more}, **streams) as process:
        try:
            yield Connection(process)
        finally:
            process.kill()


def request(number: Any, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, **({"params": params} if params else {})}


def enveloped(number: Any, method: str, **params: Any) -> dict[str, Any]:
    return request(number, method, _meta=ENVELOPE, **params)


def hello(number: Any, version: str = "2025-06-18", **capabilities: Any) -> dict[str, Any]:
    info = {"name": "t", "version": "1"}
    return request(number, "initialize", protocolVersion=version, capabilities=capabilities, clientInfo=info)


INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}
