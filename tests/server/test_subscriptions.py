"""A run that arrives is told to whoever subscribed to the inbox, in both protocol eras, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import anyio
import pytest

from schedule_mcp.engine.worker import Worker
from schedule_mcp.server import watching
from schedule_mcp.server.app import App
from tests.clock import Clock
from tests.server.calls import client_of
from tests.server.processes import INITIALIZED, hello, request
from tests.server.test_failed_answers import ENVELOPE, Raw, raw

pytestmark = pytest.mark.anyio

INBOX = "schedule-mcp://inbox"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0.01)


async def a_run_arrives(app: App, clock: Clock) -> None:
    clock.time += timedelta(days=1)
    (backend,) = app._local_backends().values()
    await anyio.to_thread.run_sync(Worker(backend.engine, {}, clock).run_once)


def create(app: App) -> None:
    from schedule_mcp.service import calls

    app.service().create(calls.Create("n", "every day at noon UTC", input="x"))


async def nothing_comes(client: Raw) -> bool:
    with anyio.move_on_after(0.15):
        await client.receive()
        return False
    return True


async def session(client: Raw) -> None:
    await client.ask(hello(0, "2025-11-25"))
    await client.send(INITIALIZED)


async def test_a_session_that_subscribed_is_told_of_each_run_until_it_unsubscribes(app: App, clock: Clock) -> None:
    create(app)
    async with raw(app) as client:
        await session(client)
        assert (await client.ask(request(1, "resources/subscribe", uri=INBOX)))["result"] == {}
        assert (await client.ask(request(2, "resources/subscribe", uri=INBOX)))["result"] == {}
        assert await nothing_comes(client)
        for _ in range(2):
            await a_run_arrives(app, clock)
            told = await client.receive()
            assert (told["method"], told["params"]) == ("notifications/resources/updated", {"uri": INBOX})
        await client.ask(request(3, "resources/unsubscribe", uri=INBOX))
        await a_run_arrives(app, clock)
        assert await nothing_comes(client)


async def test_a_listening_stream_of_the_later_era_is_told(app: App, clock: Clock) -> None:
    create(app)
    async with raw(app) as client:
        await client.send(
            request("s", "subscriptions/listen", _meta=ENVELOPE, notifications={"resourceSubscriptions": [INBOX]})
        )
        assert (await client.receive())["method"] == "notifications/subscriptions/acknowledged"
        await a_run_arrives(app, clock)
        told = await client.receive()
        assert (told["method"], told["params"]["uri"]) == ("notifications/resources/updated", INBOX)


async def test_who_did_not_subscribe_is_told_nothing(app: App, clock: Clock) -> None:
    create(app)
    async with raw(app) as client:
        await session(client)
        await a_run_arrives(app, clock)
        assert await nothing_comes(client)


async def test_only_what_is_there_can_be_subscribed_to(app: App) -> None:
    async with raw(app) as client:
        await session(client)
        reply = await client.ask(request(1, "resources/subscribe", uri="schedule-mcp://other"))
        assert reply["error"]["code"] == -32602


async def test_both_eras_say_that_they_serve_subscriptions(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        resources: Any = client.server_capabilities.resources
        assert resources.subscribe is True
