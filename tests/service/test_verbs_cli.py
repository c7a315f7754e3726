"""The same verbs from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule_mcp.cli.commands import commands


def test_the_verbs_work_from_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('[backends.local]\nkind = "local"\n[backends.local.agents.other]\ncommand = ["true"]\n')
    monkeypatch.setenv("SCHEDULE_MCP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SCHEDULE_MCP_CONFIG", str(config))

    def done(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(commands(), list(arguments))
        return result.exit_code, result.output

    assert done("create", "report", "every day at 9am Tokyo time")[0] == 0
    assert done("runs", "tomorrow")[1].startswith("1 run from ")
    assert "(Asia/Tokyo)" in done("runs", "tomorrow")[1]
    assert done("runs", "banana")[0] == 1
    assert done("run", "report")[1].startswith("RUNS NOW: report")
    assert "resumes by itself" in done("pause", "report", "--until", "for two weeks")[1]
    assert ", active: " in done("undo", "report")[1]
    assert done("update", "report", "--when", "an hour later")[0] == 0
    assert done("undo", "report")[1].startswith("UNDONE: report")
    assert done("undo", "nobody")[0] != 0
    assert done("update", "report", "--agent-id", "other")[1].startswith("MOVED: report (local/other/")
    assert done("list", "--status", "never")[1].startswith("No schedules")
    assert done("delete", "report", "report")[1].startswith("DELETED")
    assert done("undo", "report")[1].startswith("CREATED")
