"""OpenClaw's gateway, installed from npm and driven through the MCP tools; started once, ended by process id.

It takes 30 creates a minute, so the tests wait for it where they have made more.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client

from schedule_mcp.backends.base import Change
from schedule_mcp.backends.openclaw import OpenClaw
from schedule_mcp.cli.operations import prove
from schedule_mcp.config.build import build_backend
from schedule_mcp.config.load import Config, load
from schedule_mcp.errors import Conflict, NotFound, Unavailable
from schedule_mcp.server.app import App, build_server
from tests.backends.environments import Running
from tests.backends.openclaw_env import TOKEN, gateway

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.anyio]

TIMINGS = (
    ("every day at 9:00am", "America/New_York"), ("every weekday at 8:30am", "Europe/Berlin"),
    ("every Sunday at 18:00", "Asia/Kolkata"), ("every month on the 15th at 12:00pm", "UTC"),
    ("every hour on the hour", "America/New_York"), ("every day at 9:00am and 5:00pm", "UTC"),
    ("every 20 minutes", "UTC"), ("every 50 minutes", "UTC"), ("0 9 * * 1-5", "America/New_York"),
    ("in 3 hours", "UTC"),
)  # fmt: skip
SPLIT = "every day at 9:15am and 5:30pm"
MODEL_FREE = {"name": "by hand", "sessionTarget": "isolated", "wakeMode": "now", "delivery": {"mode": "none"}}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with gateway(tmp_path_factory.mktemp("openclaw")) as running:
        yield running


def table(server: Running, **more: Any) -> dict[str, Any]:
    own = {"kind": "openclaw", "base_url": server.url, "bearer_token": TOKEN, "delivery": {"mode": "none"}}
    return {**own, **more}


@asynccontextmanager
async def client_of(server: Running, folder: Path, **more: Any) -> AsyncIterator[Client]:
    settings = table(server, data_dir=str(folder), **more)
    app = App(Config("real", {"real": settings}, folder, "test", "UTC", creates_per_minute=1_000), work=False)
    try:
        async with Client(build_server(app)) as client:
            yield client
    finally:
        app.close()


async def call(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """A call that must succeed, once more after the minute in which the gateway takes no further create."""
    for left in (1, 0):
        result = await client.call_tool(tool, arguments)
        text = getattr(result.content[0], "text", "")
        if not (result.is_error and text.startswith("rate_limited: ") and left):
            break
        await anyio.sleep(60)
    assert not result.is_error, (tool, arguments, text)
    return dict(result.structured_content or {})


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.structured_content
    return str(getattr(result.content[0], "text", ""))


def rpc(server: Running, method: str, **params: Any) -> Any:
    answer = httpx2.post(
        f"{server.url}/api/v1/admin/rpc",
        json={"method": method, "params": params},
        headers={"authorization": f"Bearer {TOKEN}"},
        timeout=30,
        trust_env=False,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["payload"]


def jobs(server: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rpc(server, "cron.list", includeDisabled=True, limit=200)["jobs"]
    return found


def own_jobs(server: Running) -> dict[str, str]:
    """The jobs that the gateway makes itself some seconds after its start: id to revision."""
    until = time.monotonic() + 60
    while len(found := jobs(server)) < 3 and time.monotonic() < until:
        time.sleep(0.5)
    assert len(found) >= 3
    return {job["id"]: job["configRevision"] for job in found}


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "server" in request.fixturenames:
        backend = backend_of(request.getfixturevalue("server"))
        for record in backend.list(""):
            backend.delete("", record.id)


def backend_of(server: Running, **more: Any) -> OpenClaw:
    return OpenClaw.from_config("real", table(server, **more), now=lambda: datetime.now(UTC))


async def test_what_was_previewed_is_what_the_gateway_names_as_its_next_run(server: Running, tmp_path: Path) -> None:
    async with client_of(server, tmp_path) as client:
        own = own_jobs(server)
        made = []
        for words, zone in TIMINGS:
            preview = await call(client, "preview_schedule", when=words, timezone=zone)
            arguments = {"name": f"{words} {zone}", "when": words, "timezone": zone, "input": "say hello"}
            answer = await call(client, "create_schedule", plan=preview["plan"], **arguments)
            assert (answer["status"], answer["sends"]) == ("created", preview["sends"])
            assert answer["verified"]["next_run"].startswith("equal"), answer["verified"]
            assert answer["verified"]["expression"], words
            made.append((answer["schedule"]["id"], arguments["name"]))
        listed = await call(client, "list_schedules", limit=100)
        assert {row["id"] for row in listed["schedules"]} == {handle for handle, _ in made}
        for handle, name in made:
            await call(client, "delete_schedule", schedule_id=handle, name=name)
        assert {job["id"]: job["configRevision"] for job in jobs(server)} == own


async def test_life_cycle(server: Running, tmp_path: Path) -> None:
    async with client_of(server, tmp_path) as client:
        arguments = {"name": "Täglicher 報告", "when": "every day at 9:00am", "timezone": "UTC", "input": "say hello"}
        handle = (await call(client, "create_schedule", **arguments))["schedule"]["id"]
        assert (await call(client, "create_schedule", **arguments))["status"] == "exists"
        changed = await call(
            client, "update_schedule", schedule_id=handle, name="other", when="every Monday at 10:00am (UTC)"
        )
        assert (changed["status"], changed["schedule"]["name"]) == ("updated", "other")
        for verb, status in (("pause", "paused"), ("pause", "paused"), ("resume", "active"), ("resume", "active")):
            switched = await call(client, f"{verb}_schedule", schedule_id=handle)
            assert switched["schedule"]["status"] == status
        await call(
            client, "update_schedule", schedule_id=handle, input="say bye", options={"wakeMode": "next-heartbeat"}
        )
        shown = (await call(client, "get_schedule", schedule_id=handle, runs=5))["schedule"]
        assert (shown["when"], shown["name"], shown["input"]) == ("every Monday at 10:00 (UTC)", "other", "say bye")
        assert (shown["options"]["wakeMode"], shown["stored"][0]["staggerMs"]) == ("next-heartbeat", 0)
        await call(client, "delete_schedule", schedule_id=handle, name="other")
        assert (await refused(client, "get_schedule", schedule_id=handle)).startswith("not_found: ")


async def test_a_group_made_paused_lives_on(server: Running, tmp_path: Path) -> None:
    arguments = {"name": "twice", "when": SPLIT, "timezone": "UTC", "input": "x"}
    async with client_of(server, tmp_path / "one") as client:
        made = await call(client, "create_schedule", enabled=False, **arguments)
        handle = made["schedule"]["id"]
        assert (made["schedule"]["parts"], made["schedule"]["status"]) == (2, "paused")
    async with client_of(server, tmp_path / "another") as client:
        (row,) = (await call(client, "list_schedules", name="twice"))["schedules"]
        assert (row["id"], row["when"]) == (handle, "every day at 09:15 and 17:30 (UTC)")
        assert (await call(client, "resume_schedule", schedule_id=handle))["schedule"]["status"] == "active"
        await call(client, "update_schedule", schedule_id=handle, name="two times")
        await call(client, "delete_schedule", schedule_id=handle, name="two times")
        assert (await call(client, "list_schedules"))["total"] == 0


async def test_it_fires_at_its_time_without_a_model(server: Running, tmp_path: Path) -> None:
    """A command, made by hand since none is made here: paused, resumed and given its time by the tools."""
    proof = tmp_path / "fired"
    job = rpc(
        server, "cron.add", **MODEL_FREE, agentId="main", enabled=False,
        schedule={"kind": "cron", "expr": "0 9 * * *", "tz": "UTC", "staggerMs": 0},
        payload={"kind": "command", "argv": ["sh", "-c", f"date +%s >> '{proof}'"]},
    )  # fmt: skip
    async with client_of(server, tmp_path / "data") as client:
        (row,) = (await call(client, "list_schedules", name="by hand"))["schedules"]
        assert (row["status"], row["id"].endswith(job["id"])) == ("paused", True)
        due = (datetime.now(UTC) + timedelta(seconds=6)).replace(microsecond=0)
        await call(client, "update_schedule", schedule_id=row["id"], when=f"on {due:%Y-%m-%d} at {due:%H:%M:%S} (UTC)")
        await call(client, "resume_schedule", schedule_id=row["id"])
        until = time.monotonic() + 60
        while not proof.exists() and time.monotonic() < until:
            await anyio.sleep(0.2)
        fired = [int(line) for line in proof.read_text().split()]
        assert fired[0] >= int(due.timestamp())
        while time.monotonic() < until:
            shown = await call(client, "get_schedule", schedule_id=row["id"], runs=5)
            if shown["schedule"]["status"] == "completed":
                break
            await anyio.sleep(0.5)
        assert (shown["schedule"]["status"], shown["runs"][0]["status"]) == ("completed", "done")
        assert len(proof.read_text().split()) == 1
        assert "will not run again" in await refused(client, "resume_schedule", schedule_id=row["id"])
        await call(client, "delete_schedule", schedule_id=row["id"], name="by hand")


async def test_run_now_is_made_or_refused_with_a_run_in_a_minute(server: Running, tmp_path: Path) -> None:
    """Release 2026.9.6 drops a run asked for over HTTP; a later one may make it."""
    job = rpc(
        server, "cron.add", **MODEL_FREE, agentId="main",
        schedule={"kind": "every", "everyMs": 10**8}, payload={"kind": "command", "argv": ["true"]},
    )  # fmt: skip
    async with client_of(server, tmp_path) as client:
        result = await client.call_tool("run_schedule", {"schedule_id": f"real/main/{job['id']}"})
        (entry,) = rpc(server, "cron.runs", id=job["id"], limit=5)["entries"]
        assert result.is_error is (entry["status"] == "error"), entry
        text = getattr(result.content[0], "text", "")
        assert ("drops a run" in text and "in 1 minute" in text) or not result.is_error


def test_a_revision_that_is_past_is_refused_and_a_key_makes_one_job(server: Running) -> None:
    backend = backend_of(server)
    fields = {**MODEL_FREE, "agentId": "main", "payload": {"kind": "agentTurn", "message": "x"}}
    daily = {"kind": "cron", "expr": "0 9 * * *", "tz": "UTC", "staggerMs": 0}
    made = [
        rpc(server, "cron.add", **fields, schedule=daily, declarationKey="schedule-mcp:feed")["job"]["id"]
        for _ in range(2)
    ]
    assert made[0] == made[1]
    record = backend.get("", made[0])
    raw = backend._raw("", made[0])
    assert backend.update("", record, Change(name="theirs")).name == "theirs"
    with pytest.raises(Conflict) as caught:
        backend._patched(raw, {"name": "stale"}, "update")
    assert caught.value.details["code"] == "CRON_JOB_CHANGED"
    with pytest.raises(Conflict, match="another has changed the name"):
        backend.update("", record, Change(name="mine"))
    backend.delete("", made[0])


async def test_bad_input_and_wrong_keys_meet_nothing(server: Running, tmp_path: Path) -> None:
    arguments = {"name": "n", "when": "every day at 9am", "timezone": "UTC", "input": "x"}
    async with client_of(server, tmp_path / "wrong", bearer_token="wrong") as client:
        assert (await refused(client, "create_schedule", **arguments)).startswith("not_authorized: ")
    async with client_of(server, tmp_path / "nobody", agent_id="nobody") as client:
        unknown = await call(client, "create_schedule", **arguments)
        assert (unknown["status"], "no agent 'nobody'" in json.dumps(unknown)) == ("unknown", True)


def test_ids_that_are_not_ours_meet_nothing(server: Running) -> None:
    backend = backend_of(server)
    for unknown in ("nope", "00000000-0000-4000-8000-000000000000", "a/b", "..%2f"):
        with pytest.raises(NotFound):
            backend.get("", unknown)
    for own in own_jobs(server):
        for act in (backend.get, backend.pause, backend.delete):
            with pytest.raises(NotFound):
                act("", own)


def test_doctor_proves_the_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On a gateway of its own: a proof takes more creates than the others leave of a minute's."""
    with gateway(tmp_path) as server:
        lines = [f"{key} = {json.dumps(value)}" for key, value in table(server).items() if isinstance(value, str)]
        file = tmp_path / "schedule-mcp.toml"
        file.write_text("\n".join(["[backends.real]", *lines]), encoding="utf-8")
        config = load(str(file), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path / "data")})
        assert prove(config, "real", lambda: datetime.now(UTC)) == 0
        told = capsys.readouterr().out
        assert "reads cron as 'openclaw' does" in told
        backend = build_backend("real", config.backends["real"], lambda: datetime.now(UTC))
        assert list(backend.list("")) == []
        assert "cron as openclaw (proved on " in backend.check()


def test_with_the_plugin_off_it_says_what_to_do(tmp_path: Path) -> None:
    with gateway(tmp_path, rpc=False) as off, pytest.raises(Unavailable) as caught:
        backend_of(off).check()
    assert "openclaw plugins enable admin-http-rpc" in caught.value.hint
