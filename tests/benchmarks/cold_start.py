"""From spawn to tools/list over stdio, beside a bare server of ten tools: python -m tests.benchmarks.cold_start"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9

BARE = """
from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool

def tool(when: str, timezone: str = "", backend: str = "", agent_id: str = "") -> str:
    '''Does something.'''
    return when

MCPServer("bare", version="1", tools=[Tool.from_function(tool, name=f"tool_{i}") for i in range(10)]).run()
"""


def once(command: list[str], folder: str) -> float:
    """Seconds from spawn to the answer of tools/list."""
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "b", "version": "1"}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    environment = {**os.environ, "SCHEDULE_MCP_DATA_DIR": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                json.loads(process.stdout.readline())
        took = time.perf_counter() - began
        process.stdin.close()
        process.stdout.read()
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        bare = [sys.executable, str(script)]
        ours = [sys.executable, "-m", "schedule_mcp"]
        pairs = [(once(bare, folder), once(ours, folder)) for _ in range(ROUNDS)]
    theirs, own = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"bare {theirs * 1e3:.0f} ms, schedule-mcp {own * 1e3:.0f} ms, ratio {own / theirs:.2f}")


if __name__ == "__main__":
    main()
