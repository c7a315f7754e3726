"""Arguments as clients send them: what says nothing is passed over, what could be meant is not."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from mcp import Client

from schedule_mcp.server import sent
from schedule_mcp.server.app import App
from tests.server.calls import call, client_of

pytestmark = pytest.mark.anyio

NOON = {"when": "every day at noon"}


async def told(client: Client, tool: str, arguments: dict[str, Any]) -> tuple[str, bool]:
    """The answer's text and whether it is a refusal."""
    result = await client.call_tool(tool, arguments)
    return getattr(result.content[0], "text", ""), bool(result.is_error)


ADDED: list[dict[str, Any]] = [
    {"toolCallId": "call_1"},
    {"tool_call_id": "call_1"},
    {"sessionId": "s"},
    {"session_id": None},
    {"sessionId": "s", "action": "sendMessage", "chatInput": "please", "tool": {"name": "x"}, "toolCallId": "c"},
    {"chatInput": "please"},
    {"task_progress": "- [ ] preview"},
    {"random_string": "dummy"},
    {"dummy": ""},
    {"_meta": {"progressToken": 1}},
    {"_meta": None},
    {"_context": {"a": [1]}},
    {"__arg1": ""},
    {"waitForPreviousTools": True},
    {"wait_for_previous": False},
    {"toolAction": "Previewing", "toolSummary": "Preview"},
    {"security_risk": "LOW"},
    {"thought": "I should preview"},
    {"explanation": "because"},
    {"conversationId": "c", "requestId": "r", "threadId": "t", "traceId": "t", "call_id": "c"},
    {"progressToken": 7},
]


@pytest.mark.parametrize("extra", ADDED, ids=lambda extra: "+".join(extra))
async def test_what_clients_add_is_passed_over(app: App, mode: str, extra: dict[str, Any]) -> None:
    async with client_of(app, mode) as client:
        for tool, arguments in (("preview_schedule", NOON), ("list_backends", {}), ("list_schedules", {})):
            plain = await told(client, tool, arguments)
            assert await told(client, tool, {**arguments, **extra}) == plain
            assert not plain[1]


MEANT = [
    "tz",
    "time_zone",
    "timeZone",
    "cron",
    "schedule",
    "at",
    "title",
    "prompt",
    "message",
    "agent",
    "agentId",
    "scheduleId",
    "_timezone",
    "_tz",
    "_timeZone",
    "_when",
    "__cron",
    "_schedule_id",
    "_enabled",
    "_asOf",
    "action",
    "tool",
    "user_id",
    "workflow_id",
    "surprise",
    "dry_run",
    "",
    "additionalProperties",
]


@pytest.mark.parametrize("name", MEANT)
async def test_what_could_be_meant_is_refused_by_name(app: App, name: str) -> None:
    async with client_of(app) as client:
        for tool, arguments in (("preview_schedule", NOON), ("create_schedule", {"name": "n", **NOON})):
            text, refused = await told(client, tool, {**arguments, name: "UTC"})
            assert refused
            assert text.startswith(f"invalid_argument: there is no argument '{name}'")
        assert (await call(client, "list_schedules"))[0]["total"] == 0


async def test_an_argument_of_another_tool_is_never_passed_over(app: App) -> None:
    async with client_of(app) as client:
        listed = (await client.list_tools()).tools
        names = {name for tool in listed for name in tool.input_schema["properties"]}
        for tool in listed:
            for name in names - set(tool.input_schema["properties"]):
                for form in (name, f"_{name}"):
                    result = await client.call_tool(tool.name, {form: "x"})
                    assert result.is_error, (tool.name, form)
                    assert f"there is no argument '{form}'" in getattr(result.content[0], "text", "")


@pytest.mark.parametrize("nothing", [None, "null", "None", "undefined", " null "])
async def test_null_is_absent_where_there_is_a_default(app: App, mode: str, nothing: Any) -> None:
    async with client_of(app, mode) as client:
        created = False
        for tool in (await client.list_tools()).tools:
            schema = tool.input_schema
            given = {"name": "n", "schedule_id": "n", "when": "every day at noon", "expression": "0 9 * * 1"}
            required = {name: given[name] for name in schema.get("required", [])}
            words = {"name", "input", "when"} if nothing is not None else set()
            optional = set(schema["properties"]) - set(required) - words
            if tool.name == "update_schedule":
                required["name"] = "n"
            text, refused = await told(client, tool.name, {**dict.fromkeys(optional, nothing), **required})
            assert not refused or text.startswith("not_found"), text
            created = created or tool.name == "create_schedule"
        assert created


async def test_null_where_there_is_no_default_is_refused(app: App) -> None:
    async with client_of(app) as client:
        _, text, refused = await call(client, "create_schedule", name=None, when="every day at noon")
        assert refused
        assert text.startswith("invalid_argument: 'name'")


async def test_null_turns_nothing_off(app: App) -> None:
    async with client_of(app) as client:
        made, _, _ = await call(client, "create_schedule", name="n", when="every day at noon", enabled=None)
        assert made["schedule"]["status"] == "active"


async def test_an_object_as_input_arrives_as_json_text(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        await call(client, "create_schedule", name="n", when="every day at noon", input={"url": "ü", "n": [1, 2.5]})
        shown, _, _ = await call(client, "get_schedule", schedule_id="n")
        assert shown["schedule"]["input"] == '{"url": "ü", "n": [1, 2.5]}'
        await call(client, "update_schedule", schedule_id="n", input={})
        assert (await call(client, "get_schedule", schedule_id="n"))[0]["schedule"]["input"] == "{}"


async def test_no_schema_holds_a_boolean_for_additional_properties(app: App) -> None:
    def booleans(node: Any) -> bool:
        if isinstance(node, list):
            return any(booleans(each) for each in node)
        if not isinstance(node, dict):
            return False
        return isinstance(node.get("additionalProperties"), bool) or any(booleans(each) for each in node.values())

    async with client_of(app) as client:
        for tool in (await client.list_tools()).tools:
            assert not booleans([tool.input_schema, tool.output_schema]), tool.name


def test_examples_in_docstrings_hold() -> None:
    result = doctest.testmod(sent)
    assert (result.failed, result.attempted) == (0, 1)
