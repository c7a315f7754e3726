"""The command line: the same verbs, exit codes, and lines in and out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def environment(tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    return {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_CONFIG": str(config)}


def run(tmp_path: Path, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schedule_mcp", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, env=environment(tmp_path), check=False)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_verbs_from_create_to_delete(tmp_path: Path) -> None:
    made = json.loads(run(tmp_path, "create", "report", "every day at 9am", "--input", "x", "--json").stdout)
    assert made["status"] == "created"
    handle = made["schedule"]["id"]
    assert run(tmp_path, "pause", handle).stdout.startswith("UPDATED: report")
    assert json.loads(run(tmp_path, "get", "report", "--json").stdout)["schedule"]["status"] == "paused"
    assert run(tmp_path, "resume", handle).returncode == 0
    changed = run(tmp_path, "update", handle, "--when", "every day at 10am", "--json")
    assert json.loads(changed.stdout)["understood"] == "every day at 10:00 (Europe/Berlin)"
    assert json.loads(run(tmp_path, "list", "--json").stdout)["total"] == 1
    assert run(tmp_path, "delete", handle, "wrong name").returncode == 1
    assert run(tmp_path, "delete", handle, "report").returncode == 0
    assert run(tmp_path, "backends").returncode == 0
    assert run(tmp_path, "doctor").returncode == 0


EXITS = [
    (("preview", "every day at noon"), 0, ""),
    (("preview", "every day at 9"), 1, "NOT CREATED: an answer is needed"),
    (("preview", "every day at 25:00"), 1, "unreadable_text: "),
    (("explain", "0 9 * * 9"), 1, "invalid_expression: "),
    (("explain", "0 9 13 * 5"), 0, ""),
    (("get", "nothing"), 1, "not_found: "),
    (("nonsense",), 2, ""),
    (("--config", "none.toml", "list"), 2, "config_error: "),
    (("serve", "--http", "0.0.0.0:80"), 2, ""),
    (("serve", "--http", "127.0.0.1:99999"), 2, ""),
    (("preview", ""), 1, "invalid_argument: "),
    (("preview",), 1, "invalid_argument: "),
    (("preview", "every day at noon", "--show", "0"), 1, "invalid_argument: "),
    (("preview", "every day at noon", "--show", "many"), 2, ""),
    (("preview", "every day at noon", "--tz", "UTC"), 2, ""),
    (("preview", "every day at noon", "--timezone", "Mars/Base"), 1, "unknown_time_zone: "),
    (("preview", "every day at noon", "--accept", "\u202e"), 1, "invalid_argument: "),
    (("preview", "x" * 100_000), 1, "limit_exceeded: "),
    (("preview", "yesterday at noon"), 1, "impossible_schedule: "),
    (("create", "n"), 2, ""),
    (("create", "", "every day at noon"), 1, "invalid_argument: "),
    (("create", "n", "every day at noon", "--options", "{"), 1, "invalid_argument: "),
    (("create", "n", "every day at noon", "--backend", "nope"), 1, "invalid_argument: "),
    (("create", "n", "0 0 30 2 *"), 1, "impossible_schedule: "),
    (("update", "none", "--name", "x"), 1, "not_found: "),
    (("update", "none"), 1, "invalid_argument: "),
    (("pause", "../.."), 1, "not_found: "),
    (("resume", ""), 1, "invalid_argument: "),
    (("delete", "none"), 2, ""),
    (("delete", "none", "x"), 1, "not_found: "),
    (("get", "none", "--runs", "-1"), 1, "invalid_argument: "),
    (("list", "--status", "asleep"), 1, "invalid_argument: "),
    (("list", "--limit", "1000"), 1, "invalid_argument: "),
    (("explain", "9" * 300), 1, "limit_exceeded: "),
    (("explain", "0 9 * * *", "--dialect", "nope"), 1, "invalid_argument: "),
]


@pytest.mark.parametrize(("arguments", "code", "error"), EXITS)
def test_exit_codes(tmp_path: Path, arguments: tuple[str, ...], code: int, error: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert error in done.stderr
    assert "Traceback" not in done.stderr


LINES: list[tuple[bytes, Any, str]] = [
    (b'{"id": 1, "when": "every day at noon", "as_of": "2026-11-22T12:00:00Z"}', 1, "previewed"),
    (b'{"id": 1, "when": "every day at noon", "as_of": " 2026-11-22t12:00:00z "}', 1, "previewed"),
    (b"no json", None, "invalid_argument"),
    (b"\xff\xfe", None, "invalid_argument"),
    (b"[1]", None, "invalid_argument"),
    (b'{"a":' * 5_000, None, "invalid_argument"),
    (b'{"id": 2, "when": "every day at 25:00"}', 2, "unreadable_text"),
    (b'{"id": 3, "when": "every day at noon", "surprise": 1}', 3, "invalid_argument"),
    (b'{"id": 4, "when": "every day at 9"}', 4, "needs_answer"),
    (b" ", None, ""),
    (b'{"id": "x", "when": 5}', "x", "invalid_argument"),
    (b'{"id": 5, "when": NaN}', 5, "invalid_argument"),
    (b'{"id": 6}', 6, "invalid_argument"),
    (b'{"id": 7, "when": "every day at noon", "show": true}', 7, "invalid_argument"),
    (b'{"id": 8, "when": "every day at noon", "show": 1e400}', 8, "invalid_argument"),
    (b'{"id": 9, "when": "every day at noon", "accept": [1]}', 9, "invalid_argument"),
    (b'{"id": "\\ud800", "when": "every day at noon"}', "\ud800", "previewed"),
    (b"x" * 3_000_000, None, "limit_exceeded"),
    (b'{"id": {"a": [1]}, "when": "every day at noon", "accept": []}', {"a": [1]}, "previewed"),
    (b'{"id": 10, "when": "every day at noon", "schedule_id": 17}', 10, "not_found"),
]


def test_lines_in_and_out_keep_their_order_and_a_bad_one_does_not_end_it(tmp_path: Path) -> None:
    done = run(tmp_path, "preview", "--jsonl", text=b"\n".join(line for line, _, _ in LINES))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    wanted = [(identity, what) for _, identity, what in LINES if what]
    assert [(a["id"], a.get("code", a["status"])) for a in answers] == wanted
    assert all(a["message"] for a in answers if a["status"] == "refused")
    assert done.stderr == ""
    explained = run(tmp_path, "explain", "--jsonl", text=b'{"id": 1, "expression": "0 9 * * 1"}\n')
    assert json.loads(explained.stdout)["dialect"] == "vixie"


def test_an_answer_comes_before_the_next_line_is_sent(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schedule_mcp", "preview", "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(tmp_path)
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "when": "every day at noon"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(10) == 0
