"""Whatever a client makes of a question, the call ends with the question as text and nothing was done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from schedule_mcp.server import asking
from schedule_mcp.server.app import App, build_server
from tests.server.processes import INITIALIZED, connection, hello, request

pytestmark = pytest.mark.anyio

CALL = {"name": "create_schedule", "arguments": {"name": "n", "when": "every day at 9"}}
EVENING = {"action": "accept", "content": {"choice": "every day at 21:00 (Europe/Berlin)"}}
ENVELOPE = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
}

FAILED: list[dict[str, Any]] = [
    {"error": {"code": -32603, "message": "no window"}},
    {"error": {"code": -32601, "message": "Method not found"}},
    {"error": {"code": -1, "message": "User rejected"}},
    {"result": {"action": "accept"}},
    {"result": {"action": "accept", "content": None}},
    {"result": {"action": "accept", "content": {}}},
    {"result": {"action": "accept", "content": {"choice": None, "other": None}}},
    {"result": {"action": "decline"}},
    {"result": {"action": "cancel", "content": None}},
    {"result": {"action": "nonsense"}},
    {"result": {}},
]
UNREADABLE: list[dict[str, Any]] = [
    {"result": None},
    {"result": []},
    {"result": "yes"},
    {"error": "no"},
    {"error": None},
]


class Raw:
    """A client that sends what it likes."""

    def __init__(self, sends: Any, receives: Any) -> None:
        self._sends, self._receives = sends, receives

    async def send(self, message: dict[str, Any]) -> None:
        await self._sends.send(SessionMessage(jsonrpc_message_adapter.validate_python(message, by_name=False)))

    async def receive(self) -> dict[str, Any]:
        message: dict[str, Any] = (await self._receives.receive()).message.model_dump(by_alias=True, exclude_unset=True)
        return message

    async def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        await self.send(message)
        return await self.receive()


@asynccontextmanager
async def raw(app: App) -> AsyncIterator[Raw]:
    to_server, reads = anyio.create_memory_object_stream[Any](8)
    writes, from_server = anyio.create_memory_object_stream[Any](8)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(build_server(app).serve_streams, reads, writes)
        yield Raw(to_server, from_server)
        to_server.close()
    from_server.close()


def told(reply: dict[str, Any]) -> dict[str, Any]:
    """The question as it stands in a reply, in the text as in the structure."""
    result = reply["result"]
    assert not result.get("isError")
    assert result["content"][0]["text"].startswith("NOT CREATED: ")
    assert "every day at 21:00" in result["content"][0]["text"]
    assert result["structuredContent"]["status"] == "needs_answer"
    found: dict[str, Any] = result["structuredContent"]["question"]
    return found


@pytest.mark.parametrize("answer", FAILED, ids=str)
async def test_a_failed_answer_in_a_session_becomes_the_question_as_text(app: App, answer: dict[str, Any]) -> None:
    async with raw(app) as client:
        await client.ask(hello(0, "2025-11-25", elicitation={"form": {}}))
        await client.send(INITIALIZED)
        question = await client.ask(request(1, "tools/call", **CALL))
        assert question["method"] == "elicitation/create"
        reply = await client.ask({"jsonrpc": "2.0", "id": question["id"], **answer})
        assert len(told(reply)["options"]) == 2
        listed = await client.ask(request(2, "tools/call", name="list_schedules", arguments={}))
        assert listed["result"]["structuredContent"]["total"] == 0


async def test_no_answer_in_time_becomes_the_question_as_text(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANSWER_WITHIN_S", 0.05)
    async with raw(app) as client:
        await client.ask(hello(0, "2025-11-25", elicitation={}))
        await client.send(INITIALIZED)
        question = await client.ask(request(1, "tools/call", **CALL))
        reply = await client.receive()
        if reply.get("method") == "notifications/cancelled":
            assert reply["params"]["requestId"] == question["id"]
            reply = await client.receive()
        assert told(reply)
        # A late answer is passed over, and the connection goes on.
        await client.send({"jsonrpc": "2.0", "id": question["id"], "result": EVENING})
        listed = await client.ask(request(2, "tools/call", name="list_schedules", arguments={}))
        assert listed["result"]["structuredContent"]["total"] == 0


def test_a_person_has_less_time_than_clients_give_a_call() -> None:
    assert 30 <= asking.ANSWER_WITHIN_S <= 50


REPEATED = [
    *(answer["result"] for answer in FAILED if "result" in answer and answer["result"].get("action") != "accept"),
    {"action": "accept"},
    {"action": "accept", "content": None},
    {"action": "accept", "content": {"choice": None}},
    None,
    "yes",
    [],
]


@pytest.mark.parametrize("answer", REPEATED, ids=str)
async def test_a_failed_answer_in_a_repeated_call_becomes_the_question_as_text(app: App, answer: Any) -> None:
    async with raw(app) as client:
        asked = (await client.ask(request(1, "tools/call", _meta=ENVELOPE, **CALL)))["result"]
        assert asked["resultType"] == "input_required"
        answers = dict.fromkeys(asked["inputRequests"], answer)
        again = {**CALL, "inputResponses": answers, "requestState": asked["requestState"]}
        assert told(await client.ask(request(2, "tools/call", _meta=ENVELOPE, **again)))


@pytest.mark.parametrize("state", ["", "x", None, 5])
async def test_a_lost_state_becomes_the_question_or_is_asked_again(app: App, state: Any) -> None:
    """The state is sealed by the process: a server that was started anew cannot read it."""
    async with raw(app) as client:
        asked = (await client.ask(request(1, "tools/call", _meta=ENVELOPE, **CALL)))["result"]
        answers = dict.fromkeys(asked["inputRequests"], EVENING)
        again = {**CALL, "inputResponses": answers, "requestState": state}
        reply = await client.ask(request(2, "tools/call", _meta=ENVELOPE, **again))
        assert reply["result"].get("resultType") == "input_required" or told(reply)


async def test_the_right_answer_still_creates(app: App) -> None:
    async with raw(app) as client:
        asked = (await client.ask(request(1, "tools/call", _meta=ENVELOPE, **CALL)))["result"]
        answers = dict.fromkeys(asked["inputRequests"], EVENING)
        again = {**CALL, "inputResponses": answers, "requestState": asked["requestState"]}
        reply = await client.ask(request(2, "tools/call", _meta=ENVELOPE, **again))
        assert reply["result"]["structuredContent"]["status"] == "created"


async def test_what_is_wrong_with_a_call_itself_stays_a_protocol_error(app: App) -> None:
    async with raw(app) as client:
        reply = await client.ask(request(1, "tools/call", _meta=ENVELOPE, name=5))
        assert reply["error"]["code"] == -32602


def test_an_answer_that_is_no_message_ends_the_wait(tmp_path: Any) -> None:
    with connection(tmp_path) as client:
        client.ask(hello(0, "2025-11-25", elicitation={}))
        client.send(INITIALIZED)
        for number, answer in enumerate(UNREADABLE, 1):
            question = client.ask(request(number, "tools/call", **CALL))
            assert question["method"] == "elicitation/create"
            reply = client.ask({"jsonrpc": "2.0", "id": question["id"], **answer})
            assert reply["id"] == number
            assert told(reply)
