"""The tools through a real client in memory, in both protocol eras: strict, honest, bounded."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import ElicitResult

from schedule_mcp.config import Config
from schedule_mcp.server.app import App, build_server
from tests.clock import Clock

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    config = Config("local", {"local": {"kind": "local", "data_dir": str(tmp_path)}}, tmp_path, "test", "Europe/Berlin")
    made = App(config, Clock(), work=False)
    yield made
    made.close()


@asynccontextmanager
async def client_of(app: App, mode: str = "auto", **more: Any) -> AsyncIterator[Client]:
    async with Client(build_server(app), mode=mode, **more) as client:
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> tuple[dict[str, Any], str, bool]:
    result = await client.call_tool(tool, arguments)
    text = "\n".join(getattr(block, "text", "") for block in result.content)
    return dict(result.structured_content or {}), text, bool(result.is_error)


async def test_the_main_path(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        preview, text, _ = await call(client, "preview_schedule", when="every weekday at 9am New York time")
        assert text.startswith("NOT CREATED, only previewed")
        assert preview["next_runs"][0] == {"utc": "2026-11-23T14:00:00Z", "local": "Mon 2026-11-23 09:00 -05:00"}
        made, text, _ = await call(
            client,
            "create_schedule",
            name="report",
            when="every weekday at 9am New York time",
            input="write it",
            plan=preview["plan"],
        )
        assert made["status"] == "created"
        assert text.startswith("CREATED: report")
        assert made["next_runs"] == preview["next_runs"]
        handle = made["schedule"]["id"]
        again, text, _ = await call(
            client, "create_schedule", name="report", when="every weekday at 9am New York time", input="write it"
        )
        assert (again["status"], again["schedule"]["id"]) == ("exists", handle)
        for verb, status in (("pause", "paused"), ("resume", "active")):
            changed, _, _ = await call(client, f"{verb}_schedule", schedule_id="report")
            assert changed["schedule"]["status"] == status
        listed, _, _ = await call(client, "list_schedules")
        assert [row["id"] for row in listed["schedules"]] == [handle]
        shown, _, _ = await call(client, "get_schedule", schedule_id=handle, runs=3)
        assert shown["schedule"]["input"] == "write it"
        _, text, refused = await call(client, "delete_schedule", schedule_id=handle, name="other")
        assert refused
        assert text.startswith("invalid_argument: ")
        deleted, _, _ = await call(client, "delete_schedule", schedule_id=handle, name="report")
        assert deleted["schedule"]["status"] == "deleted"
        _, text, refused = await call(client, "get_schedule", schedule_id=handle)
        assert refused
        assert text.startswith("not_found: ")


BAD = [
    ("preview_schedule", {"when": ""}, "invalid_argument"),
    ("preview_schedule", {"when": "x" * 1_000_000}, "limit_exceeded"),
    ("preview_schedule", {"when": 5}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "tz": "UTC"}, "invalid_argument"),
    ("preview_schedule", {}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "timezone": "Mars/Base"}, "unknown_time_zone"),
    ("preview_schedule", {"when": "yesterday at noon"}, "impossible_schedule"),
    ("preview_schedule", {"when": "0 0 30 2 *"}, "impossible_schedule"),
    ("preview_schedule", {"when": "every day at 25:00"}, "unreadable_text"),
    ("preview_schedule", {"when": "every day at noon", "show": 0}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "backend": "nope"}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "as_of": "today"}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "as_of": "1800-01-01T00:00:00Z"}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon", "accept": "dst_gap"}, "invalid_argument"),
    ("preview_schedule", {"when": "every day at noon\u202e"}, None),
    ("create_schedule", {"name": "", "when": "every day at noon"}, "invalid_argument"),
    ("create_schedule", {"name": "a\nb", "when": "every day at noon"}, "invalid_argument"),
    ("create_schedule", {"name": "n" * 201, "when": "every day at noon"}, "limit_exceeded"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "input": "x" * 64_001}, "limit_exceeded"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "options": {"nope": 1}}, "invalid_argument"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "options": "[]"}, "invalid_argument"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "agent_id": "nobody"}, "invalid_argument"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "plan": "abc"}, "stale_plan"),
    ("create_schedule", {"name": "n", "when": "every day at noon", "plan": "20261122T125000Z-00000000"}, "stale_plan"),
    ("update_schedule", {"schedule_id": "local/inbox/none", "name": "x"}, "not_found"),
    ("update_schedule", {"schedule_id": "x"}, "invalid_argument"),
    ("pause_schedule", {"schedule_id": ""}, "invalid_argument"),
    ("pause_schedule", {"schedule_id": "../../etc"}, "not_found"),
    ("resume_schedule", {"schedule_id": 17}, "not_found"),
    ("delete_schedule", {"schedule_id": "x"}, "invalid_argument"),
    ("get_schedule", {"schedule_id": "x", "runs": -1}, None),
    ("list_schedules", {"status": "asleep"}, "invalid_argument"),
    ("list_schedules", {"limit": 101}, "invalid_argument"),
    ("list_schedules", {"cursor": "abc"}, "invalid_argument"),
    ("explain_cron", {"expression": ""}, "invalid_expression"),
    ("explain_cron", {"expression": "0 9 * * 9"}, "invalid_expression"),
    ("explain_cron", {"expression": "0 9 * * *", "dialect": "nope"}, "invalid_argument"),
    ("explain_cron", {"expression": "0," * 500 + "0 * * * *"}, "limit_exceeded"),
    ("list_backends", {"all": True}, "invalid_argument"),
]


async def test_bad_input_is_refused_with_a_code_and_what_to_do(app: App, mode: str) -> None:
    wrong = []
    async with client_of(app, mode) as client:
        for tool, arguments, code in BAD:
            result = await client.call_tool(tool, arguments)
            text = getattr(result.content[0], "text", "")
            if not result.is_error or not text.startswith(f"{code or ''}"):
                wrong.append((tool, str(arguments)[:80], text[:200]))
            assert result.structured_content is None or not result.is_error
            assert len(text) < 2_000
            assert "Traceback" not in text
        listed, _, _ = await call(client, "list_schedules")
    assert wrong == []
    assert listed["total"] == 0


async def test_an_unknown_argument_names_the_accepted_ones(app: App) -> None:
    async with client_of(app) as client:
        for tool in (await client.list_tools()).tools:
            assert tool.input_schema["additionalProperties"] is False
            result = await client.call_tool(tool.name, {"surprise": 1})
            text = getattr(result.content[0], "text", "")
            assert result.is_error
            assert "surprise" in text
            for name in tool.input_schema["properties"]:
                assert name in text


JSON_LIKE = ['{"a": 1}', "[1, 2]", "null", "true", '"x"', "12"]


@pytest.mark.parametrize("text", JSON_LIKE)
async def test_text_that_looks_like_json_arrives_as_it_was_sent(app: App, text: str) -> None:
    async with client_of(app) as client:
        made, _, refused = await call(client, "create_schedule", name=text, when="every day at noon", input=text)
        assert not refused
        shown, _, _ = await call(client, "get_schedule", schedule_id=made["schedule"]["id"])
        assert (shown["schedule"]["name"], shown["schedule"]["input"]) == (text, text)


async def test_a_question_is_no_error_and_its_options_can_be_sent(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        asked, text, refused = await call(client, "create_schedule", name="n", when="every day at 9")
        assert not refused
        assert asked["status"] == "needs_answer"
        assert text.startswith("NOT CREATED:")
        for number, option in enumerate(asked["question"]["options"]):
            arguments = {"name": f"n{number}", "when": "every day at 9", **option["arguments"]}
            made, _, _ = await call(client, "create_schedule", **arguments)
            assert made["status"] == "created"
            assert made["next_runs"][0] == option["first_run"]


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_a_person_is_asked_where_the_client_can(app: App, mode: str, action: str) -> None:
    asked: list[str] = []

    async def answer(_: Any, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action=action, content={"choice": 2} if action == "accept" else None)

    async with client_of(app, mode, elicitation_callback=answer) as client:
        made, _, _ = await call(client, "create_schedule", name="n", when="every day at 9")
        assert len(asked) == 1
        assert "2: " in asked[0]
        if action == "accept":
            assert made["understood"] == "every day at 21:00 (Europe/Berlin)"
        else:
            assert made["status"] == "needs_answer"


async def test_every_tool_states_its_hints_and_describes_itself(app: App) -> None:
    writes = {"create_schedule", "update_schedule", "pause_schedule", "resume_schedule", "delete_schedule"}
    async with client_of(app) as client:
        found = (await client.list_tools()).tools
        assert len(found) == 10
        for tool in found:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is (tool.name not in writes)
            assert tool.annotations.destructive_hint is (tool.name in {"update_schedule", "delete_schedule"})
            assert tool.description
            assert not any(line.startswith(" ") for line in tool.description.splitlines())
        published = {tool.name for tool in found if tool.output_schema}
        assert published == {"preview_schedule", "explain_cron", "list_schedules"}


async def test_tools_cost_at_most_three_thousand_tokens(app: App) -> None:
    """Four characters of JSON are a token at most in this kind of text; the real tokenizer's count is lower."""
    async with client_of(app) as client:
        listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    size = len(json.dumps(listed["tools"], separators=(",", ":")))
    assert size <= 12_000, size


async def test_prompts_and_instructions_come_from_files(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        listed = (await client.list_prompts()).prompts
        assert {prompt.name for prompt in listed} == {"review", "schedule"}
        assert all(prompt.description for prompt in listed)
        got = await client.get_prompt("schedule", {"task": "tidy {up}", "when": "daily"})
        assert "tidy {up}" in getattr(got.messages[0].content, "text", "")


async def test_the_inbox_is_a_resource(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        found = await client.read_resource("schedule-mcp://inbox")
        assert getattr(found.contents[0], "text", "") == "The inbox is empty."


async def test_text_and_structure_say_the_same(app: App) -> None:
    async with client_of(app) as client:
        for tool, arguments in (
            ("preview_schedule", {"when": "every day at noon"}),
            ("explain_cron", {"expression": "0 9 13 * 5"}),
            ("list_backends", {}),
        ):
            structured, text, _ = await call(client, tool, **arguments)
            for run in structured.get("next_runs", []):
                assert run["utc"] in text
            for key in ("understood", "plan"):
                assert str(structured.get(key, "")) in text
