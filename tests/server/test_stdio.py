"""The real server as a process: protocol only on standard output, and runs that really fire."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.cli.demo import run_demo
from tests.server.calls import TOOLS


def environment(tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    return {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_CONFIG": str(config)}


PARAMS = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
NOON = "every day at noon UTC"
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("preview_schedule", {"when": NOON}),
    ("preview_schedule", {"when": "every day at 25:00"}),
    ("create_schedule", {"name": "n", "when": NOON, "input": "x"}),
    ("create_schedule", {"name": "m", "when": "every day at 9"}),
    ("update_schedule", {"schedule_id": "n", "when": "every day at 13:00 UTC"}),
    ("pause_schedule", {"schedule_id": "n"}),
    ("resume_schedule", {"schedule_id": "n"}),
    ("get_schedule", {"schedule_id": "n", "runs": 5}),
    ("list_schedules", {}),
    ("explain_cron", {"expression": "0 9 13 * 5"}),
    ("list_backends", {}),
    ("delete_schedule", {"schedule_id": "n", "name": "n"}),
    ("delete_schedule", {"schedule_id": "n", "name": "n"}),
    ("no_such_tool", {}),
]


@contextmanager
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "schedule_mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    with process:
        ask(process, {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": PARAMS})
        send(process, {"jsonrpc": "2.0", "method": "notifications/initialized"})
        yield process
        process.kill()


def send(process: subprocess.Popen[str], message: Any) -> None:
    assert process.stdin is not None
    process.stdin.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
    process.stdin.flush()


def ask(process: subprocess.Popen[str], message: Any) -> dict[str, Any]:
    send(process, message)
    assert process.stdout is not None
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def test_standard_output_carries_protocol_only_whatever_is_called(tmp_path: Path) -> None:
    with server(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for number, (tool, arguments) in enumerate(CALLS, 1):
            params = {"name": tool, "arguments": arguments}
            answer = ask(process, {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params})
            assert (answer["jsonrpc"], answer["id"]) == ("2.0", number)
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(10) == 0
        assert "Traceback" not in process.stderr.read()


def test_lines_that_are_no_protocol_do_not_end_the_server(tmp_path: Path) -> None:
    with server(tmp_path) as process:
        for line in ("no json", "[]", '"x"', "{", '{"a":' * 3_000, '{"jsonrpc": "2.0"}', "\u202e"):
            send(process, line)
        for _ in range(20):
            answer = ask(process, {"jsonrpc": "2.0", "id": 99, "method": "tools/list"})
            if answer.get("id") == 99:
                break
        assert len(answer["result"]["tools"]) == len(TOOLS)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_at_once_and_what_was_created_is_there(tmp_path: Path, number: signal.Signals) -> None:
    with server(tmp_path) as process:
        params = {"name": "create_schedule", "arguments": {"name": "kept", "when": NOON}}
        answer = ask(process, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
        assert answer["result"]["structuredContent"]["status"] == "created"
        process.send_signal(number)
        assert process.wait(10) == -number
    with server(tmp_path) as process:
        params = {"name": "list_schedules", "arguments": {}}
        answer = ask(process, {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
        assert "structuredContent" in answer["result"], answer
        assert [row["name"] for row in answer["result"]["structuredContent"]["schedules"]] == ["kept"]


def test_the_demo_happens_as_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    assert run_demo() == 0
    assert time.monotonic() - began < 30
    assert "it fired" in capsys.readouterr().out


def test_a_broken_configuration_ends_with_a_message(tmp_path: Path) -> None:
    broken = {**environment(tmp_path), "SCHEDULE_MCP_CONFIG": str(tmp_path / "none.toml")}
    done = subprocess.run(
        [sys.executable, "-m", "schedule_mcp"], input="", capture_output=True, text=True, env=broken, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "config_error" in done.stderr


ENDING = """
import sys, time
from pathlib import Path
from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App
from schedule_mcp.service.calls import Create

folder = Path(sys.argv[1])
config = Config("local", {"local": {"kind": "local", "data_dir": str(folder)}}, folder, "test", "UTC")
for number in range(20):
    app = App(config)
    if number == 0:
        for n in range(20):
            app.service().create(Create(f"n{n}", "every second", input="x"))
    app.start_workers()
    time.sleep(number / 400)
    app.close()
"""


def test_ending_while_runs_are_delivered_does_not_crash(tmp_path: Path) -> None:
    """A database connection that is closed under the worker's thread ends the process with a segmentation fault."""
    done = subprocess.run([sys.executable, "-c", ENDING, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
