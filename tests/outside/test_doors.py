"""Every field that a backend can fill, at every door: data it stays, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner

from schedule_mcp.backends.base import PastRun, Record
from schedule_mcp.cli import commands
from schedule_mcp.config.load import Config
from schedule_mcp.errors import Rejected, Unavailable
from schedule_mcp.outside.secrets import remember
from schedule_mcp.policy.rules import Policy
from schedule_mcp.server.app import App
from schedule_mcp.service import Service
from schedule_mcp.writes.journal import Journal
from tests.backends.fake import FakeBackend
from tests.clock import Clock
from tests.outside.hostile import HOSTILE, unseen_in
from tests.server.calls import call, client_of

CANARY = "door-canary-5c1e77"
NASTY = f"{HOSTILE} {CANARY}"
GOOD = Record("1", "a1", "report", "active", {"cron": "0 9 * * *", "zone": "UTC"}, names_next_run=True)

FIELDS: dict[str, Any] = {
    "id": NASTY,
    "agent": NASTY,
    "name": NASTY,
    "timing": {"cron": "0 9 * * *", "zone": "UTC", NASTY: NASTY},
    "schedule": None,
    "unreadable": NASTY,
    "input": NASTY,
    "options": {NASTY: [NASTY, {"deep": NASTY, "nan": float("nan"), "big": 2**70}]},
    "notes": (NASTY,),
    "doubt": NASTY,
    "raw": {NASTY: NASTY},
    "group_key": NASTY,
    "reason": NASTY,
    "last_run": NASTY,
    "others": {NASTY: NASTY},
    "created": NASTY,
}
"""A field of a record to what a backend may make of it; the others hold times and flags of our own."""
OURS = {"status", "resumes", "answered", "next_run", "names_next_run", "tolerance"}


class Nasty(FakeBackend):
    """Remembers runs, and answers with whatever it holds."""

    def __init__(self, now: Callable[[], datetime], record: Record) -> None:
        super().__init__("fake", now)
        self.capabilities = replace(self.capabilities, history=True)
        self.held = {record.id: record}
        self.refuses: Exception | None = None

    def runs(self, agent: str, schedule_id: str, limit: int) -> list[PastRun]:
        return [PastRun(datetime(2026, 1, 1, tzinfo=UTC), NASTY, detail=NASTY)]

    def who_fires(self) -> str:
        return NASTY

    def check(self) -> str:
        return NASTY

    def _require(self, agent: str) -> None:
        if self.refuses is not None:
            raise self.refuses

    def _record(self, schedule_id: str) -> Record:
        return next(iter(self.held.values()))


def backend_of(field: str) -> Nasty:
    remember([CANARY])
    made = Nasty(Clock(), replace(GOOD, **({field: FIELDS[field]} if field in FIELDS else {})))
    if field == "error":
        made.refuses = Rejected(f"refused: {NASTY}", NASTY, details={NASTY: NASTY})
    if field == "failure":
        made.refuses = Unavailable(f"down: {NASTY}", NASTY)
    return made


def service_of(backend: Nasty) -> Service:
    return Service(
        {"fake": backend},
        default_backend="fake",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, Clock()),
        now=Clock(),
    )


def assert_is_data(text: str) -> None:
    assert unseen_in(text) == set()
    assert CANARY not in text
    assert not any(line.startswith("CREATED: fake") for line in text.splitlines())


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("list_schedules", {}),
    ("get_schedule", {"schedule_id": "ID", "runs": 3}),
    ("get_schedule", {"schedule_id": "report"}),
    ("pause_schedule", {"schedule_id": "ID"}),
    ("resume_schedule", {"schedule_id": "ID"}),
    ("update_schedule", {"schedule_id": "ID", "name": "other"}),
    ("update_schedule", {"schedule_id": "ID", "when": "every day at 10:00 (UTC)"}),
    ("preview_schedule", {"when": "every day at 10:00 (UTC)", "schedule_id": "ID"}),
    ("delete_schedule", {"schedule_id": "ID", "name": "another name"}),
    ("create_schedule", {"name": "report", "when": "every day at 09:00 (UTC)"}),
    ("list_backends", {}),
    ("get_schedule", {"schedule_id": NASTY.replace("\ud800", "")}),
]


def test_no_field_is_forgotten() -> None:
    assert set(FIELDS) | OURS == {field.name for field in fields(Record)}


@pytest.mark.slow
@pytest.mark.parametrize("field", [*FIELDS, "error", "failure"])
def test_through_the_tools_it_is_data(tmp_path: Path, field: str) -> None:
    async def all_calls() -> None:
        for tool, arguments in CALLS:
            app = App(Config("fake", {}, tmp_path, "test"), Clock(), work=False)
            app._service = service_of(backend_of(field))
            async with client_of(app) as client:
                handle = await _handle(app)
                given = {key: handle if value == "ID" else value for key, value in arguments.items()}
                structure, text, _ = await call(client, tool, **given)
            assert_is_data(text)
            assert "internal_error" not in text
            shown = json.dumps(structure, ensure_ascii=False, allow_nan=False)
            assert unseen_in(shown.replace("\\n", "").replace("\\t", "")) == set()
            assert CANARY not in shown

    anyio.run(all_calls)


async def _handle(app: App) -> str:
    from schedule_mcp.records.row import handle_of

    [record] = app.service().backends["fake"].held.values()  # type: ignore[attr-defined]
    return str(handle_of("fake", record))


WORDS: list[list[str]] = [
    ["list"],
    ["get", "report", "--runs", "3"],
    ["backends"],
    ["pause", "report"],
    ["update", "report", "--when", "every day at 10:00 (UTC)"],
    ["delete", "report", "x"],
]


@pytest.mark.slow
@pytest.mark.parametrize("field", [*FIELDS, "error", "failure"])
@pytest.mark.parametrize("as_json", [False, True])
def test_on_the_command_line_it_is_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, field: str, as_json: bool
) -> None:
    monkeypatch.setenv("SCHEDULE_MCP_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(commands, "_service", lambda _: service_of(backend_of(field)))
    for words in WORDS:
        done = CliRunner().invoke(commands.commands(), [*words, *(["--json"] if as_json else [])])
        assert done.exit_code in (0, 1, 3), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        if as_json:
            shown = json.loads(done.stdout)
            assert CANARY not in json.dumps(shown, ensure_ascii=False)
            assert_is_data(done.stdout.replace("\\n", " "))
        assert_is_data(done.stderr)
        assert_is_data(done.stdout if not as_json else "")
