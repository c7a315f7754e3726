"""The front page and the list of promises say what is so: what they show is run, what they name exists."""

from __future__ import annotations

import json
import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule_mcp.cli.commands import commands
from schedule_mcp.cli.demo import STEPS
from schedule_mcp.config.load import Config
from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.server.app import App
from tests.clock import Clock
from tests.server.calls import TOOLS, call, client_of

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
READING = (TOP / "docs" / "reading.md").read_text(encoding="utf-8")
PROMISES = (TOP / "docs" / "promises.md").read_text(encoding="utf-8")
READ_AT = "2026-11-24T12:00:00Z"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


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


def calls_of_the_chat() -> list[tuple[str, dict[str, str], str]]:
    """Each call of the chat with the line that answers it."""
    block = README.split("<!-- chat", 1)[1].split("```text\n", 1)[1].split("```", 1)[0]
    return [(tool, json.loads(sent), answer) for tool, sent, answer in re.findall(r"  (\w+) (\{.*\})\n  (.*)\n", block)]


@pytest.mark.anyio
async def test_the_chat_of_the_readme_is_what_the_tools_answer(tmp_path: Path, anyio_backend: str) -> None:
    table = {"kind": "local", "data_dir": str(tmp_path)}
    app = App(Config("local", {"local": table}, tmp_path, "test", "Europe/Berlin"), Clock(), work=False)
    chat = calls_of_the_chat()
    assert len(chat) == 4
    try:
        async with client_of(app) as client:
            for tool, sent, answer in chat:
                _, text, _ = await call(client, tool, **sent)
                assert re.sub(r"inbox/\w+", "inbox/…", text.splitlines()[0]) == answer
    finally:
        app.close()


def test_every_tool_and_every_command_is_in_the_readme() -> None:
    commands_of_tools = {tool.split("_")[0] for tool in TOOLS} | {"runs", "backends", "serve"}
    assert {tool for tool in TOOLS if f"`{tool}`" not in README} == set()
    others = set(commands().commands) - commands_of_tools
    assert {name for name in others if not re.search(rf"`{name}`", README)} == set()


def test_the_readme_shows_the_steps_of_the_demo() -> None:
    block = README.split("<!-- demo", 1)[1].split("```text\n", 1)[1].split("```", 1)[0].splitlines()
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


def test_every_file_that_reads_words_is_on_the_page_on_reading() -> None:
    source = TOP / "src" / "schedule_mcp" / "language"
    names = {path.stem for path in source.rglob("*.py")} - {
        "__init__",
        "en",
        "es",
        "de",
        "fr",
        "pt",
        "it",
        "nl",
        "zh",
        "ja",
        "pl",
    }
    assert {name for name in names if not re.search(rf"`(\w+/)?{name}`", READING)} == set()


SAID = {
    "every Friday night at 1am": "every Friday at 01:00 the next day (UTC)",
    "every hour from 10pm to 2am": "every day every hour from 22:00 to 02:00 (UTC)",
    "every 3 hours on Mondays": "every Monday every 3 hours from 00:00 to 21:00, as the clocks run (UTC)",
    "every 3 days at 9am from 2026-11-01": "every 3 days counted from 2026-11-01 at 09:00, starting 2026-11-01 (UTC)",
    "every 3 days until Friday at 9am": "every 3 days counted from 2026-11-25 at 09:00, until 2026-11-27 (UTC)",
    "every hour until Friday at 10pm": "every hour until 2026-11-27T22:00:00Z",
    "the next two Fridays at 9am and 5pm": "every Friday at 09:00 and 17:00, until 2026-12-04T17:00:00Z (UTC)",
    "every day at 9am and Sundays at 11am": "every day at 09:00; every Sunday at 11:00 (UTC)",
    "every day at 8am, but 10am on Sundays": "every day at 08:00 except every Sunday; every Sunday at 10:00 (UTC)",
    "Dec 1-10, Mondays at 9am and Fridays at 10am": (
        "on (every Monday and only between 2026-12-01 and 2026-12-10) at 09:00; "
        "on (every Friday and only between 2026-12-01 and 2026-12-10) at 10:00 (UTC)"
    ),
    "please run my scraper every day at 9am": "every day at 09:00 (UTC)",
    "bitte schick mir den Bericht jeden Montag um 9 Uhr": "every Monday at 09:00 (UTC)",
    "every 45 secnds": "every 45 seconds",
    "*/60": "every hour at :00 (UTC)",
    "every 2 hours at :15": "asked",
    "every day at 9am, Sundays at 11am": "asked",
    "every day at 8am and 10am, but 10am on Sundays": "asked",
    "PT6H": "asked",
    "abends um 8": "asked",
    "le matin à 8h": "asked",
    "freitagnachts um 1 Uhr": "asked",
    "*/75": "refused",
    "P1M": "refused",
    "2027-W10-3": "refused",
    "2027-070": "refused",
    "Mondays at 9am and Fridays at 10am in December": "refused",
    "call mum tomorrow at 9am": "refused",
    "Tuesday, 1 May 2027": "refused",
}
"""Phrases of docs/reading.md, and what it says of them."""


@pytest.mark.parametrize("phrase", SAID)
def test_the_page_on_reading_says_what_is_so(phrase: str) -> None:
    assert phrase in READING
    text = f"{phrase} * * * *" if phrase.startswith("*/") else phrase
    try:
        reading = read(text, now=datetime.fromisoformat(READ_AT), timezone="UTC")
    except InputError:
        outcome = "refused"
    else:
        outcome = "asked" if reading.schedule is None else describe(reading.schedule)
    assert outcome == SAID[phrase]
