"""From spawn to the first answer, to tools/list and to the first call over stdio: python -m tests.benchmarks.cold_start

In alternating rounds beside a bare server of ten tools on the Python SDK, and one on the TypeScript SDK where Node.js
and its packages can be had.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.clients.environments import Client, Missing

ROUNDS = 9
BARE_PYTHON = """
from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool

def tool(when: str, timezone: str = "", backend: str = "", agent_id: str = "") -> str:
    '''Does something.'''
    return when

MCPServer("bare", version="1", tools=[Tool.from_function(tool, name=f"tool_{i}") for i in range(10)]).run()
"""
TYPESCRIPT = Client("TypeScript bare server", ("@modelcontextprotocol/sdk@1.32.2", "zod@4.1.12"), "bare_server.mjs")
INFO = {"name": "b", "version": "1"}
HANDSHAKE = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": INFO}


def once(command: list[str], call: tuple[str, dict[str, str]], folder: str) -> tuple[float, float, float]:
    """Seconds from spawn to the answers of initialize, tools/list and one call."""
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HANDSHAKE},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": call[0], "arguments": call[1]}},
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULE_MCP_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**kept, "SCHEDULE_MCP_DATA_DIR": folder, "HOME": folder},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                assert json.loads(process.stdout.readline())["id"] == message["id"]
                times.append(time.perf_counter() - began)
        process.kill()
    return times[0], times[1], times[2]


def contestants(folder: str) -> dict[str, tuple[list[str], tuple[str, dict[str, str]]]]:
    """Name to command and call."""
    script = Path(folder) / "bare.py"
    script.write_text(BARE_PYTHON, encoding="utf-8")
    explain = ("explain_cron", {"expression": "0 9 * * 1", "timezone": "UTC"})
    bare = ("tool_0", {"when": "x"})
    found = {
        "schedule-mcp": ([sys.executable, "-m", "schedule_mcp"], explain),
        "bare Python SDK": ([sys.executable, str(script)], bare),
    }
    try:
        found["bare TypeScript SDK"] = (TYPESCRIPT.command(), bare)
    except Missing as why:
        print(f"without the TypeScript SDK: {why}")
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        servers = contestants(folder)
        for command, call in servers.values():
            once(command, call, folder)
        seen: dict[str, list[tuple[float, float, float]]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (command, call) in servers.items():
                seen[name].append(once(command, call, folder))
    print(f"{'median ms (max)':22}{'first answer':>16}{'tools/list':>16}{'first call':>16}")
    for name, rows in seen.items():
        columns = [[row[column] * 1e3 for row in rows] for column in range(3)]
        print(f"{name:22}" + "".join(f"{f'{statistics.median(c):.0f} ({max(c):.0f})':>16}" for c in columns))


if __name__ == "__main__":
    main()
