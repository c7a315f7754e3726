"""The front page and the list of promises say what is so: what they show is run, what they name exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule_mcp.cli import commands
from schedule_mcp.demo import STEPS

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
PROMISES = (TOP / "docs" / "promises.md").read_text(encoding="utf-8")
READ_AT = "2026-11-24T12:00:00Z"


def shown() -> list[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "lines"), shown())
def test_what_the_readme_shows_is_what_the_command_prints(
    command: str, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCHEDULE_MCP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    result = CliRunner().invoke(commands(), [*shlex.split(command)[1:], "--as-of", READ_AT])
    printed = result.output.splitlines()
    if lines[-1] == "…":
        printed, lines = printed[: len(lines) - 1], lines[:-1]
    assert printed == lines


def test_the_readme_shows_the_steps_of_the_demo() -> None:
    block = README.split("```text\n", 1)[1].split("```", 1)[0].splitlines()
    assert block[:-1] == [f"{number}. {step}" for number, step in enumerate(STEPS, 1)]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/\S+::\w+)`", PROMISES))))
def test_the_test_of_each_promise_exists(name: str) -> None:
    path, test = name.split("::")
    text = (TOP / path).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {test}\(|^{test} = ", text, re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "docs/promises.md", "examples/README.md"])
def test_links_and_paths_lead_somewhere(page: str) -> None:
    text = (TOP / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert ((TOP / page).parent / target).exists(), target


def test_every_module_is_in_the_architecture() -> None:
    text = (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8")
    source = TOP / "src" / "schedule_mcp"
    names = {path.name for path in source.glob("*.py")} | {f"{p.parent.name}/" for p in source.glob("*/__init__.py")}
    assert {name for name in names if f"`{name}`" not in text} <= {"__init__.py", "__main__.py"}
