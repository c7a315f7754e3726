"""A chat of ten turns over MCP: what a person says of a schedule that exists, on the embedded backend and on a stub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App
from tests.backends.kinds import bench
from tests.clock import Clock
from tests.server.calls import call, client_of

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["local", "sequentum"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chat(kind: str, tmp_path: Path) -> Iterator[App]:
    clock = Clock()
    config = Config("local", {"local": {"kind": "local", "data_dir": str(tmp_path)}}, tmp_path, "test", "Europe/Berlin")
    app = App(config, clock, work=False)
    if kind != "local":
        made = bench(kind, {})
        made.backend.name = kind
        service = app.service()
        service.directory.backends.clear()
        service.directory.backends[kind] = made.backend
        service.directory.default = kind
        service.backends = service.directory.backends
        service._locks = {kind: service._locks["local"]}
    yield app
    app.close()


async def test_ten_turns(chat: App, kind: str) -> None:
    """Made, an hour later, skip a day, also Saturdays, pause until, what runs, run now, undo, delete, undo."""
    text = '{"a": 1}'
    async with client_of(chat) as client:

        async def turn(tool: str, starts: str, **arguments: Any) -> dict[str, Any]:
            found, said, _ = await call(client, tool, **arguments)
            assert said.startswith(starts), said
            return found

        async def when() -> str:
            return str((await call(client, "get_schedule", schedule_id="report"))[0]["schedule"]["when"])

        made = await turn(
            "create_schedule", "CREATED", name="report", when="every weekday at 9am Tokyo time", input=text
        )
        handle = made["schedule"]["id"]
        await turn("update_schedule", "UPDATED", schedule_id="report", when="an hour later")
        assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
        exact = kind == "local"
        skipped = "UPDATED" if exact else "unsupported: "
        await turn("update_schedule", skipped, schedule_id="report", when="skip next Monday")
        if exact:
            await turn("undo_schedule", "UNDONE", schedule_id="report")
        assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
        await turn("update_schedule", "UPDATED", schedule_id="report", when="also on Saturdays")
        assert await when() == "every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 10:00 (Asia/Tokyo)"
        agenda = await turn("list_runs", "1 run ", when="tomorrow")
        assert [run["due"]["utc"] for run in agenda["runs"]] == ["2026-11-23T01:00:00Z"]
        await turn("run_schedule", "RUNS NOW" if exact else "unsupported: ", schedule_id="report")
        paused = "UPDATED" if exact else "unsupported: "
        await turn("pause_schedule", paused, schedule_id="report", until="until Wednesday")
        agenda = await turn("list_runs", "No runs " if exact else "1 run ", when="tomorrow")
        if exact:
            await turn("undo_schedule", "UPDATED", schedule_id="report")
        else:
            await turn("undo_schedule", "UNDONE", schedule_id="report")
            assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
            await turn("undo_schedule", "UNDONE", schedule_id="report")
        assert await when() == "every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 10:00 (Asia/Tokyo)"
        await turn("delete_schedule", "DELETED", schedule_id=handle, name="report")
        await turn("undo_schedule", "CREATED", schedule_id="report")
        listed = await turn("list_schedules", "1 schedule:")
        assert (
            listed["schedules"][0]["when"]
            == "every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 10:00 (Asia/Tokyo)"
        )
