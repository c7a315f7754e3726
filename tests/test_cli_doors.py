"""The command line for scripts and for every terminal: exit codes, JSON of refusals, encodings, completion, trust."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule_mcp.cli.commands import commands

DEAD = """
[backends.local]
kind = "local"
[backends."[/red] :x: [link=http://e]"]
kind = "orq"
base_url = "http://127.0.0.1:9"
api_key = "k-12345678"
agent_id = "a"
timeout_s = 1
"""


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    (tmp_path / "c.toml").write_text(DEAD, encoding="utf-8")
    monkeypatch.setenv("SCHEDULE_MCP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SCHEDULE_MCP_CONFIG", str(tmp_path / "c.toml"))
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_list_says_by_its_exit_code_that_a_backend_is_missing(runner: CliRunner) -> None:
    done = runner.invoke(commands(), ["list"])
    assert done.exit_code == 3
    assert "could not be listed" in done.stdout
    found = json.loads(runner.invoke(commands(), ["list", "--json"]).stdout)
    assert found["unreachable"] == ["[/red] :x: [link=http://e]"]


def test_doctor_says_by_its_exit_code_that_a_backend_fails(runner: CliRunner) -> None:
    done = runner.invoke(commands(), ["doctor"])
    assert done.exit_code == 3
    assert "- [/red] :x: [link=http://e] (orq): FAILED, unavailable: " in done.stdout
    found = json.loads(runner.invoke(commands(), ["doctor", "--json"]).stdout)
    assert (found["status"], [each["works"] for each in found["backends"]]) == ("failed", [True, False])
    assert found["configuration"].startswith("Configuration in force: ")


REFUSALS = [
    (["preview", "every day at 25:00"], 1, "unreadable_text"),
    (["get", "nothing", "--config-less"], 2, ""),
    (["create", "n", "every day at noon", "--backend", "nope"], 1, "invalid_argument"),
    (["delete", "none", "x"], 3, "unavailable"),
]


@pytest.mark.parametrize(("words", "code", "name"), REFUSALS)
def test_a_refusal_is_json_where_json_was_asked_for(runner: CliRunner, words: list[str], code: int, name: str) -> None:
    done = runner.invoke(commands(), [*words, "--json"])
    assert done.exit_code == code
    if name:
        found = json.loads(done.stdout)
        assert (found["status"], found["code"]) == ("refused", name)
        assert found["message"] in done.stderr


def test_a_wrong_configuration_is_json_too(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("read_onyl = true", encoding="utf-8")
    for verb in (["list"], ["doctor"], ["backends"]):
        done = runner.invoke(commands(), [*verb, "--json"])
        assert done.exit_code == 2
        assert json.loads(done.stdout)["code"] == "config_error"


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_every_terminal_gets_an_answer(runner: CliRunner, tmp_path: Path, encoding: str) -> None:
    """A name of other letters, a schedule's sentence, a refusal with an ellipsis: as text and as JSON."""
    import os

    (tmp_path / "c.toml").write_text("", encoding="utf-8")
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "schedule_mcp", *words]
        return subprocess.run(command, capture_output=True, env=environ, check=False)

    name = "Bericht für 東京 😀 \x85"
    assert run("create", name.strip("\x85 "), "every day at noon UTC").returncode == 0
    for words in (["list"], ["get", "Bericht für 東京 😀"], ["calendar"], ["--help"]):
        done = run(*words)
        assert done.returncode == 0, done.stderr
        done.stdout.decode(encoding)
    listed = json.loads(run("list", "--json").stdout.decode(encoding))
    assert [row["name"] for row in listed["schedules"]] == ["Bericht für 東京 😀"]
    refused = run("preview", "東京" * 40 + "…")
    assert refused.returncode == 1
    assert b"Traceback" not in refused.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(runner: CliRunner, shell: str) -> None:
    done = runner.invoke(commands(), ["completion", shell])
    assert done.exit_code == 0
    assert "_SCHEDULE_MCP_COMPLETE" in done.stdout


def test_completion_names_commands_and_backends_and_never_serves(runner: CliRunner) -> None:
    import os

    environ = {**os.environ, "_SCHEDULE_MCP_COMPLETE": "bash_complete"}
    for typed, word, wanted in (("schedule-mcp pre", "1", "preview"), ("schedule-mcp list --backend l", "3", "local")):
        asked = {**environ, "COMP_WORDS": typed, "COMP_CWORD": word}
        command = [sys.executable, "-m", "schedule_mcp"]
        done = subprocess.run(command, capture_output=True, text=True, env=asked, stdin=subprocess.DEVNULL, check=False)
        assert wanted in done.stdout


def test_trust_is_given_and_taken_back_by_a_command(runner: CliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    folder.mkdir()
    assert runner.invoke(commands(), ["trust", str(folder)]).exit_code == 2
    file = folder / "schedule-mcp.toml"
    file.write_text('timezone = "Asia/Tokyo"\n', encoding="utf-8")
    done = runner.invoke(commands(), ["trust", str(folder)])
    assert done.exit_code == 0
    assert "is trusted as it is now" in done.stdout
    assert "no longer trusted" in runner.invoke(commands(), ["trust", str(folder), "--remove"]).stdout
    file.write_text('[backends.x]\nkind = "local"\n[backends.x.agents.a]\ncommand = ["sh"]\n', encoding="utf-8")
    refused = runner.invoke(commands(), ["trust", str(folder)])
    assert refused.exit_code == 2
    assert "may not say what a command is" in refused.stderr


def test_a_cloned_folder_runs_nothing_and_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHEDULE_MCP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("SCHEDULE_MCP_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "schedule-mcp.toml"
    file.write_text('[backends.thief]\nkind = "orq"\nbase_url = "https://thief.example"\napi_key = "env:HOME"\n')
    done = CliRunner().invoke(commands(), ["doctor"])
    assert done.exit_code == 0
    assert "thief" not in done.stdout
    assert "is not trusted, so it is not used" in done.stdout
    assert "local (local)" in done.stdout
