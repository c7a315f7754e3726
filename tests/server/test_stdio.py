"""The real server as a process: protocol only on standard output, and runs that really fire."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from schedule_mcp.demo import run_demo


def environment(tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    return {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_CONFIG": str(config)}


def test_standard_output_carries_protocol_only(tmp_path: Path) -> None:
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        {
            "jsonrpc": "2.0",
            "id": 3,
            "method": "tools/call",
            "params": {"name": "preview_schedule", "arguments": {"when": "every day at noon"}},
        },
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "schedule_mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    answers = []
    with process:
        for message in messages:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        rest = process.stdout.read()
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert all("result" in answer for answer in answers)
    assert rest == ""
    assert process.returncode == 0


def test_the_demo_happens_as_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_demo() == 0
    assert "it fired" in capsys.readouterr().out


def test_a_broken_configuration_ends_with_a_message(tmp_path: Path) -> None:
    broken = {**environment(tmp_path), "SCHEDULE_MCP_CONFIG": str(tmp_path / "none.toml")}
    done = subprocess.run(
        [sys.executable, "-m", "schedule_mcp"], input="", capture_output=True, text=True, env=broken, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "config_error" in done.stderr
