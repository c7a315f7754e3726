"""The presets on the real servers, driven through the MCP tools; each server in an environment of its own.

Hermes Agent, LangGraph (`langgraph dev`) and Agno AgentOS: started once, ended by process id. Where one cannot be had
its tests are skipped with the reason.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client

from schedule_mcp.cli.operations import prove
from schedule_mcp.config.load import Config, load
from schedule_mcp.server.app import App, build_server
from tests.backends.environments import Running
from tests.backends.servers import SERVERS, Kind

pytestmark = [pytest.mark.real, pytest.mark.anyio]

TIMINGS = (
    "every day at 9:00am", "every weekday at 8:30am", "every Monday at 9:00am", "every Sunday at 18:00",
    "every Tuesday and Thursday at 14:15", "every month on the 15th at 12:00pm", "every 4 July at 9:00am",
    "every hour on the hour", "every day at 9:00am and 5:00pm", "every weekday in January at 6:00am",
    "every 20 minutes", "0 9 * * 1-5",
)  # fmt: skip
SPLIT = "every day at 9:15am and 5:30pm"


@dataclass
class Real:
    """A running server and what the operator writes for it."""

    name: str
    kind: Kind
    server: Running

    def table(self, **more: Any) -> dict[str, Any]:
        return {"kind": self.name, "base_url": self.server.url, **self.kind.settings, **more}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=SERVERS)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    kind = SERVERS[request.param]
    with kind.start(tmp_path_factory.mktemp(request.param), "UTC") as server:
        yield Real(request.param, kind, server)


@asynccontextmanager
async def client_of(real: Real, folder: Path, **more: Any) -> AsyncIterator[Client]:
    table = {**real.table(**more), "data_dir": str(folder)}
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


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.structured_content
    return str(getattr(result.content[0], "text", ""))


async def test_what_was_previewed_is_what_the_server_names_as_its_next_run(real: Real, tmp_path: Path) -> None:
    async with client_of(real, tmp_path) as client:
        made = []
        for words, zone in product(TIMINGS, real.kind.zones):
            preview = await call(client, "preview_schedule", when=words, timezone=zone)
            assert len(preview["sends"]) == 1, words
            arguments = {"name": f"{words} {zone}", "when": words, "timezone": zone, "input": "say hello"}
            answer = await call(client, "create_schedule", plan=preview["plan"], **arguments)
            assert (answer["status"], answer["sends"]) == ("created", preview["sends"])
            # The server's own next run, compared at the create.
            assert answer["verified"]["next_run"] == "equal", words
            assert answer["verified"]["expression"], words
            made.append((answer["schedule"]["id"], arguments["name"]))
        listed = await call(client, "list_schedules", limit=100)
        assert {row["id"] for row in listed["schedules"]} == {handle for handle, _ in made}
        for handle, name in made:
            await call(client, "delete_schedule", schedule_id=handle, name=name)
        assert (await call(client, "list_schedules"))["total"] == 0


async def test_life_cycle(real: Real, tmp_path: Path) -> None:
    async with client_of(real, tmp_path) as client:
        arguments = {"name": "Täglicher 報告", "when": "every day at 9:00am", "timezone": "UTC", "input": "say hello"}
        made = await call(client, "create_schedule", **arguments)
        handle = made["schedule"]["id"]
        assert (await call(client, "create_schedule", **arguments))["status"] == "exists"
        changed = await call(
            client, "update_schedule", schedule_id=handle, name="other", when="every Monday at 10:00am (UTC)"
        )
        assert (changed["status"], changed["schedule"]["name"]) == ("updated", "other")
        for verb, status in (("pause", "paused"), ("pause", "paused"), ("resume", "active"), ("resume", "active")):
            switched = await call(client, f"{verb}_schedule", schedule_id=handle)
            assert switched["schedule"]["status"] == status
        await call(client, "update_schedule", schedule_id=handle, input="say bye")
        shown = await call(client, "get_schedule", schedule_id=handle, runs=5)
        assert shown["schedule"]["when"] == "every Monday at 10:00 (UTC)"
        assert (shown["schedule"]["name"], shown["schedule"]["input"]) == ("other", "say bye")
        await call(client, "delete_schedule", schedule_id=handle, name="other")
        assert (await refused(client, "get_schedule", schedule_id=handle)).startswith("not_found: ")


async def test_a_group_made_paused_lives_on_the_real_server(real: Real, tmp_path: Path) -> None:
    arguments = {"name": "twice", "when": SPLIT, "timezone": "UTC", "input": "x"}
    async with client_of(real, tmp_path / "one") as client:
        made = await call(client, "create_schedule", enabled=False, **arguments)
        handle = made["schedule"]["id"]
        assert (made["schedule"]["parts"], made["schedule"]["status"]) == (2, "paused")
    async with client_of(real, tmp_path / "another") as client:
        (row,) = (await call(client, "list_schedules", name="twice"))["schedules"]
        assert (row["id"], row["when"]) == (handle, "every day at 09:15 and 17:30 (UTC)")
        assert (await call(client, "resume_schedule", schedule_id=handle))["schedule"]["status"] == "active"
        renamed = await call(client, "update_schedule", schedule_id=handle, name="two times")
        assert (renamed["schedule"]["id"], renamed["schedule"]["parts"]) == (handle, 2)
        await call(client, "delete_schedule", schedule_id=handle, name="two times")
        assert (await call(client, "list_schedules", name="two times"))["total"] == 0


async def test_it_fires_once_without_a_model(real: Real, tmp_path: Path) -> None:
    """A run without a model ends in an error at Hermes and Agno; that it began, and when, is what counts."""
    async with client_of(real, tmp_path) as client:
        before = datetime.now(UTC)
        made = await call(client, "create_schedule", name="now", when="every minute", timezone="UTC", input="hello")
        handle = made["schedule"]["id"]
        started = wait_for_run(real, handle.rpartition("/")[2], before)
        due = datetime.fromisoformat(made["next_runs"][0]["utc"])
        # Never before it was due; how late depends on the server's ticks and on this machine.
        assert due - timedelta(seconds=1) <= started
        if real.name == "agno":
            shown = await call(client, "get_schedule", schedule_id=handle, runs=5)
            assert len(shown["runs"]) >= 1
        await call(client, "delete_schedule", schedule_id=handle, name="now")


def wait_for_run(real: Real, schedule_id: str, before: datetime) -> datetime:
    """When the server began the first run of a schedule, by its own record of it."""
    looks = {"hermes": _hermes_run, "langgraph": _langgraph_run, "agno": _agno_run}
    until = time.monotonic() + 200
    key = real.kind.settings.get("api_key")
    headers = {"authorization": f"Bearer {key}"} if key else {}
    with httpx2.Client(base_url=real.server.url, headers=headers, timeout=20, trust_env=False) as client:
        while time.monotonic() < until:
            found = looks[real.name](client, schedule_id)
            if found is not None and found >= before - timedelta(seconds=1):
                return found
            time.sleep(1)
    raise AssertionError(real.server.log.read_text(encoding="utf-8", errors="replace")[-2000:])


def _hermes_run(client: httpx2.Client, schedule_id: str) -> datetime | None:
    job = client.get(f"/api/jobs/{schedule_id}").json().get("job") or {}
    return datetime.fromisoformat(job["last_run_at"]) if job.get("last_run_at") else None


def _langgraph_run(client: httpx2.Client, schedule_id: str) -> datetime | None:
    # Each run has a thread of its own, which names the cron.
    for thread in client.post("/threads/search", json={"limit": 50}).json():
        for run in client.get(f"/threads/{thread['thread_id']}/runs").json():
            if schedule_id in json.dumps(run):
                return datetime.fromisoformat(run["created_at"])
    return None


def _agno_run(client: httpx2.Client, schedule_id: str) -> datetime | None:
    rows = client.get(f"/schedules/{schedule_id}/runs").json()["data"]
    return datetime.fromtimestamp(rows[-1]["triggered_at"], UTC) if rows else None


async def test_a_wrong_key_or_another_agent_meets_nothing(real: Real, tmp_path: Path) -> None:
    arguments = {"name": "n", "when": "every day at 9am", "timezone": "UTC", "input": "x"}
    if real.kind.wrong_key is not None:
        async with client_of(real, tmp_path, **real.kind.wrong_key) as client:
            assert (await refused(client, "create_schedule", **arguments)).startswith("not_authorized: ")
        async with client_of(real, tmp_path) as client:
            assert (await call(client, "list_schedules"))["total"] == 0
        return
    async with client_of(real, tmp_path) as client:
        made = (await call(client, "create_schedule", **arguments))["schedule"]["id"]
        native = made.rpartition("/")[2]
        async with client_of(real, tmp_path / "other", agent_id="other") as another:
            assert (await call(another, "list_schedules"))["total"] == 0
            for tool in ("get_schedule", "pause_schedule"):
                text = await refused(another, tool, schedule_id=f"real/other/{native}")
                assert text.startswith("not_found: ")
        await call(client, "delete_schedule", schedule_id=made, name="n")


def test_bad_input_of_the_server_is_a_refusal_and_never_an_unknown_outcome(real: Real) -> None:
    """What the preset says of statuses: a cron that the server refuses, and an id that it does not know."""
    from schedule_mcp.backends.base import Draft, Member
    from schedule_mcp.backends.described.backend import Described
    from schedule_mcp.errors import InputError, NotFound, Rejected
    from schedule_mcp.schedule.model import Once

    backend = Described.from_config("real", real.table(), now=lambda: datetime.now(UTC))
    never = backend.cron_timing("0 9 30 2 *", "UTC")
    assert never is not None
    far = Once(datetime.now(UTC) + timedelta(days=100))
    with pytest.raises(Rejected):
        backend.create("", Draft("never", Member(never, far), "x", key="0123456789abcdef"))
    assert list(backend.list("")) == []
    for unknown in ("nope", "0123456789ab", "00000000-0000-4000-8000-000000000000", "a/b", "..%2f"):
        with pytest.raises((NotFound, InputError)):
            backend.get("", unknown)


FINDINGS = {
    "hermes": ("croniter_old", "08:00:00 -0400"),
    "langgraph": ("croniter", "03:00:00 -0400"),
    "agno": ("croniter", "03:00:00 -0400"),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_doctor_proves_the_engine_and_the_finding_is_used(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hermes pins croniter 6.0.0: after each clock change plain times are an hour off."""
    kind, place = SERVERS[name], "America/New_York"
    settings = {**kind.settings, **({"cron_timezone": place} if name == "hermes" else {})}
    with kind.start(tmp_path, place) as server:
        lines = [f"{key} = {_toml(value)}" for key, value in {"kind": name, "base_url": server.url, **settings}.items()]
        file = tmp_path / "schedule-mcp.toml"
        file.write_text("\n".join(["[backends.real]", *lines]), encoding="utf-8")
        config = load(str(file), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path / "data")})
        assert prove(config, "real", lambda: datetime.now(UTC)) == 0
        told = capsys.readouterr().out
        dialect, shown = FINDINGS[name]
        assert f"reads cron as '{dialect}' does" in told
        assert shown in told
        kept = json.loads((tmp_path / "data" / "proved" / "real.json").read_text(encoding="utf-8"))
        assert kept["dialects"] == [dialect]
        from schedule_mcp.config.build import build_backend

        backend = build_backend("real", config.backends["real"], lambda: datetime.now(UTC))
        assert list(backend.list("")) == []
        assert f"cron as {dialect} (proved on " in backend.check()


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)
