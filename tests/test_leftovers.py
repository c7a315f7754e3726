"""Schedules that a new configuration would hide are named, with the lines that bring them back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from schedule_mcp.cli.commands import commands
from schedule_mcp.config.build import build_service
from schedule_mcp.config.leftovers import leftovers
from schedule_mcp.config.load import load
from schedule_mcp.server.app import log_what_is_not_used
from tests.clock import Clock


def config_of(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    return load(str(path), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path / "data")})


@pytest.fixture
def hidden(tmp_path: Path) -> Any:
    """Two schedules were made on `local`, then the configuration names a backend `here`."""
    before = build_service(config_of(tmp_path, ""), Clock())
    runner_config = str(tmp_path / "c.toml")
    for name in ("a", "b"):
        done = CliRunner(env={"SCHEDULE_MCP_DATA_DIR": str(tmp_path / "data")}).invoke(
            commands(), ["--config", runner_config, "create", name, "every day at noon UTC"]
        )
        assert done.exit_code == 0, done.output
    before.backends["local"].close()
    return config_of(tmp_path, '[backends.here]\nkind = "local"\n')


LINE = "[backends.local]"


def test_each_door_names_them(hidden: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    [said] = leftovers(hidden)
    assert said.startswith("local.db in the data directory holds 2 schedules that do not fire")
    assert LINE in said
    runner = CliRunner(env={"SCHEDULE_MCP_DATA_DIR": str(tmp_path / "data")})
    for verb in ("list", "doctor", "backends"):
        done = runner.invoke(commands(), ["--config", str(tmp_path / "c.toml"), verb])
        assert done.exit_code == 0, done.output
        assert LINE in done.stdout, verb
    log_what_is_not_used(hidden)
    assert LINE in caplog.text


def test_the_lines_bring_them_back(hidden: Any, tmp_path: Path) -> None:
    back = config_of(tmp_path, '[backends.here]\nkind = "local"\n[backends.local]\nkind = "local"\n')
    assert leftovers(back) == []
    file = tmp_path / "data" / "local.db"
    named = config_of(tmp_path, f'[backends.x]\nkind = "local"\ndatabase = "sqlite:///{file}"')
    assert leftovers(named) == []


def test_other_files_are_none_of_ours(hidden: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "text.db").write_text("no database", encoding="utf-8")
    with sqlite3.connect(data / "other.db") as connection:
        connection.execute("create table schedule (status text)")
    connection.close()
    (data / "link.db").symlink_to(data / "local.db")
    assert len(leftovers(hidden)) == 1


def test_a_backend_cannot_be_named_like_another_file(tmp_path: Path) -> None:
    from schedule_mcp.errors import ConfigError

    for name in ("journal", "notes", "../x", "a/b", ".hidden"):
        with pytest.raises(ConfigError, match="cannot give its name to a file"):
            config_of(tmp_path, f'[backends."{name}"]\nkind = "local"\n')
