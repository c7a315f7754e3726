"""The command line: the same verbs, exit codes, and lines in and out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(tmp_path: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    environment = {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_CONFIG": str(config)}
    return subprocess.run(
        [sys.executable, "-m", "schedule_mcp", *arguments],
        input=text,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


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
]


@pytest.mark.parametrize(("arguments", "code", "error"), EXITS)
def test_exit_codes(tmp_path: Path, arguments: tuple[str, ...], code: int, error: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert error in done.stderr
    assert "Traceback" not in done.stderr


def test_lines_in_and_out_keep_their_order_and_a_bad_one_does_not_end_it(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "when": "every day at noon", "as_of": "2026-11-22T12:00:00Z"}',
        "no json",
        '{"id": 2, "when": "every day at 25:00"}',
        '{"id": 3, "when": "every day at noon", "surprise": 1}',
        '{"id": 4, "when": "every day at 9"}',
        "",
        '{"id": "x", "when": 5}',
    ]
    done = run(tmp_path, "preview", "--jsonl", text="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2, 3, 4, "x"]
    assert [a["status"] for a in answers] == ["ok", "refused", "refused", "refused", "needs_answer", "refused"]
    explained = run(tmp_path, "explain", "--jsonl", text='{"id": 1, "expression": "0 9 * * 1"}\n')
    assert json.loads(explained.stdout)["dialect"] == "vixie"
