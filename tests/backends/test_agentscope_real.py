"""Real AgentScope servers, driven through the MCP tools: what their scheduler registers is what was previewed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from mcp import Client

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, build_server
from tests.backends.agentscope_env import Server, running

pytestmark = [pytest.mark.real, pytest.mark.anyio]

TIMINGS = (
    "every day at 9:00am", "every weekday at 8:30am", "every Monday at 9:00am", "every Sunday at 18:00",
    "every Tuesday and Thursday at 14:15", "every Saturday and Sunday at 10:00am",
    "every month on the 15th at 12:00pm", "the last day of the month at 17:00",
    "the first Monday of every month at 9:00am", "the third Friday of every month at 16:00",
    "every 4 July at 9:00am", "every 31st at 7:00am", "every hour on the hour", "every day at 9:00am and 5:00pm",
    "every weekday in January at 6:00am", "0 9 * * 1-5",
)  # fmt: skip
ZONES = ("UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata")
SPLIT = "every day at 9:15am and 5:30pm"
"""Two objects at the server."""


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=["2.0.8", "2.0.10", "2.0.11"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    with running(request.param, tmp_path_factory.mktemp("agentscope")) as started:
        yield request.param, started


@asynccontextmanager
async def client_of(held: Server, folder: Path) -> AsyncIterator[Client]:
    model = {"type": "openai_credential", "credential_id": held.credential_id, "model": "gpt-x", "parameters": {}}
    table = {
        "kind": "agentscope",
        "base_url": held.url,
        "user_id": "alice",
        "agent_id": held.agent_id,
        "chat_model": model,
        "data_dir": str(folder),
    }
    app = App(Config("real", {"real": table}, folder, "test", "UTC", creates_per_minute=1_000), work=False)
    try:
        async with Client(build_server(app)) as client:
            yield client
    finally:
        app.close()


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, (tool, arguments, getattr(result.content[0], "text", ""))
    return dict(result.structured_content or {})


def runs_of(answer: dict[str, Any]) -> list[datetime]:
    return [datetime.fromisoformat(run["utc"]) for run in answer["next_runs"]]


def wait_for(server: Server, ids: set[str]) -> dict[str, datetime]:
    until = time.monotonic() + 75
    while not ids <= server.registered().keys() and time.monotonic() < until:
        time.sleep(0.2)
    return server.registered()


def begins(version: str, zone: str, before: datetime) -> datetime:
    """Up to 2.0.9 the hour of creation is read in the schedule's zone: west of the server the first hours are lost."""
    late = before.astimezone().replace(tzinfo=None).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return max(before, late) if version == "2.0.8" else before


async def test_registers_what_was_previewed(server: tuple[str, Server], tmp_path: Path) -> None:
    version, held = server
    asked: dict[str, tuple[str, list[datetime], datetime]] = {}
    async with client_of(held, tmp_path) as client:
        for words, zone in product(TIMINGS, ZONES):
            preview = await call(client, "preview_schedule", when=words, timezone=zone, show=50)
            assert len(preview["sends"]) == 1, words
            before = datetime.now(UTC)
            start = begins(version, zone, before)
            # Paused where the first hours would be lost: then nothing differs from what was said.
            late = runs_of(preview)[0] <= start
            made = await call(
                client,
                "create_schedule",
                name=f"{words} {zone}",
                when=words,
                timezone=zone,
                input="say hello",
                plan=preview["plan"],
                enabled=not late,
            )
            assert made["status"] == "created"
            assert made["sends"] == preview["sends"]
            handle = made["schedule"]["id"]
            if late:
                await call(client, "resume_schedule", schedule_id=handle)
            asked[handle.rpartition("/")[2]] = (f"{words} {zone}", runs_of(preview), start)
        listed = await call(client, "list_schedules", limit=100)
    assert listed["total"] == len(asked) >= 60
    theirs, done = wait_for(held, set(asked)), datetime.now(UTC)
    wrong = []
    for key, (name, runs, start) in asked.items():
        after = [next(run for run in runs if run > moment) for moment in (start, max(start, done))]
        if theirs.get(key) not in after:
            wrong.append((name, theirs.get(key), after))
    assert wrong == []


async def test_lost_first_hours_are_seen_and_the_schedule_is_paused(server: tuple[str, Server], tmp_path: Path) -> None:
    """West of the server 2.0.8 loses the runs of its first hours; later releases do not."""
    version, held = server
    async with client_of(held, tmp_path) as client:
        arguments = {"name": "west", "when": "every hour on the hour", "timezone": "Pacific/Honolulu", "input": "x"}
        result = await client.call_tool("create_schedule", arguments)
        text = getattr(result.content[0], "text", "")
        (row,) = (await call(client, "list_schedules", name="west"))["schedules"]
        await call(client, "delete_schedule", schedule_id=row["id"], name="west")
    assert result.is_error == (version == "2.0.8")
    assert row["status"] == ("paused" if result.is_error else "active")
    if result.is_error:
        assert text.startswith("verification_failed: ")
        assert "the next run should be" in text


async def test_life_cycle(server: tuple[str, Server], tmp_path: Path) -> None:
    async with client_of(server[1], tmp_path) as client:
        arguments = {"name": "one", "when": "every day at 9:00am", "timezone": "Asia/Tokyo", "input": "say hello"}
        made = await call(client, "create_schedule", **arguments)
        handle = made["schedule"]["id"]
        assert (await call(client, "create_schedule", **arguments))["status"] == "exists"
        changed = await call(
            client, "update_schedule", schedule_id=handle, name="other", when="every Monday at 10:00am (Asia/Tokyo)"
        )
        assert (changed["status"], changed["schedule"]["name"]) == ("updated", "other")
        for verb, status in (("pause", "paused"), ("resume", "active")):
            switched = await call(client, f"{verb}_schedule", schedule_id=handle)
            assert switched["schedule"]["status"] == status
        shown = await call(client, "get_schedule", schedule_id=handle, runs=5)
        assert shown["schedule"]["when"] == "every Monday at 10:00 (Asia/Tokyo)"
        assert (shown["schedule"]["input"], shown["runs"]) == ("say hello", [])
        await call(client, "delete_schedule", schedule_id=handle, name="other")
        gone = await client.call_tool("get_schedule", {"schedule_id": handle})
        assert getattr(gone.content[0], "text", "").startswith("not_found: ")


async def test_a_group_lives_on_the_real_server(server: tuple[str, Server], tmp_path: Path) -> None:
    async with client_of(server[1], tmp_path / "one") as client:
        made = await call(
            client, "create_schedule", name="twice", when=SPLIT, timezone="Asia/Tokyo", input="x", enabled=False
        )
        handle = made["schedule"]["id"]
        assert (made["schedule"]["parts"], made["schedule"]["status"]) == (2, "paused")
    async with client_of(server[1], tmp_path / "another") as client:
        (row,) = (await call(client, "list_schedules", name="twice"))["schedules"]
        assert (row["id"], row["when"]) == (handle, "every day at 09:15 and 17:30 (Asia/Tokyo)")
        assert (await call(client, "resume_schedule", schedule_id=handle))["schedule"]["status"] == "active"
        renamed = await call(client, "update_schedule", schedule_id=handle, name="two times")
        assert (renamed["schedule"]["id"], renamed["schedule"]["parts"]) == (handle, 2)
        await call(client, "delete_schedule", schedule_id=handle, name="two times")
        assert (await call(client, "list_schedules", name="two times"))["total"] == 0


HOSTILE = ["../..", "1?x=1", "..%2f", "a/b", "x" * 400]


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_ids_are_refused_by_code(server: tuple[str, Server], tmp_path: Path, hostile: str) -> None:
    async with client_of(server[1], tmp_path) as client:
        for tool in ("get_schedule", "pause_schedule"):
            result = await client.call_tool(tool, {"schedule_id": f"real/bot/{hostile}"})
            text = getattr(result.content[0], "text", "")
            assert result.is_error
            assert text.split(":")[0] in ("not_found", "invalid_argument"), text


async def test_a_chat_about_a_schedule_that_exists(server: tuple[str, Server], tmp_path: Path) -> None:
    """What the server cannot do is refused and changes nothing; the rest is exact, and undone byte for byte."""
    _, held = server
    async with client_of(held, tmp_path) as client:

        async def turn(tool: str, starts: str, **arguments: Any) -> None:
            result = await client.call_tool(tool, arguments)
            said = getattr(result.content[0], "text", "")
            assert said.startswith(starts), said

        async def when() -> str:
            return str((await call(client, "get_schedule", schedule_id="chat"))["schedule"]["when"])

        await turn(
            "create_schedule", "CREATED", name="chat", when="every weekday at 9am Tokyo time", input="go", enabled=False
        )
        await turn("update_schedule", "UPDATED", schedule_id="chat", when="an hour later")
        await turn("update_schedule", "unsupported: ", schedule_id="chat", when="skip next Monday")
        assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
        await turn("update_schedule", "UPDATED", schedule_id="chat", when="also on Saturdays")
        await turn("run_schedule", "unsupported: ", schedule_id="chat")
        await turn("pause_schedule", "unsupported: ", schedule_id="chat", until="until Wednesday")
        await turn("list_runs", "No runs ", when="tomorrow", name="chat")
        await turn("undo_schedule", "UNDONE", schedule_id="chat")
        assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
        await turn("delete_schedule", "DELETED", schedule_id="chat", name="chat")
        await turn("undo_schedule", "CREATED", schedule_id="chat")
        assert await when() == "every weekday at 10:00 (Asia/Tokyo)"
        await turn("delete_schedule", "DELETED", schedule_id="chat", name="chat")
