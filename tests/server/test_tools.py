"""The tools through a real client in memory, in both protocol eras: strict, honest, bounded."""

from __future__ import annotations

import json

import pytest

from schedule_mcp.server.app import App
from tests.server.calls import TOOLS, call, client_of

pytestmark = pytest.mark.anyio


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


async def test_a_single_run_is_shown_on_the_clock_that_its_words_name(app: App) -> None:
    async with client_of(app) as client:
        await call(client, "create_schedule", name="once", when="2026-12-24 18:00")
        (row,) = (await call(client, "list_schedules"))[0]["schedules"]
        shown, _, _ = await call(client, "get_schedule", schedule_id="once")
    assert row["when"] == "on 2026-12-24 at 18:00 (+01:00)"
    assert row["next_run"] == {"utc": "2026-12-24T17:00:00Z", "local": "Thu 2026-12-24 18:00 +01:00"}
    assert shown["next_runs"] == [row["next_run"]]


async def test_an_unknown_argument_names_the_accepted_ones(app: App) -> None:
    async with client_of(app) as client:
        for tool in (await client.list_tools()).tools:
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


async def test_every_tool_states_its_hints_and_describes_itself(app: App) -> None:
    writes = {"create_schedule", "update_schedule", "pause_schedule", "resume_schedule", "delete_schedule"}
    writes |= {"run_schedule", "undo_schedule"}
    async with client_of(app) as client:
        found = (await client.list_tools()).tools
        assert len(found) == len(TOOLS)
        for tool in found:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is (tool.name not in writes)
            assert tool.annotations.destructive_hint is (
                tool.name in {"update_schedule", "delete_schedule", "undo_schedule"}
            )
            assert tool.description
            assert not any(line.startswith(" ") for line in tool.description.splitlines())
        published = {tool.name for tool in found if tool.output_schema}
        assert published == {"preview_schedule", "explain_cron", "list_schedules"}


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


async def test_the_tools_are_at_most_twelve_thousand_characters(app: App) -> None:
    """3,000 tokens at the four characters a token that such text has at least; test_node_clients.py counts them."""
    async with client_of(app) as client:
        listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    assert len(json.dumps(listed["tools"], separators=(",", ":"))) <= 12_000


async def test_every_argument_is_described(app: App) -> None:
    async with client_of(app) as client:
        for tool in (await client.list_tools()).tools:
            for name, schema in tool.input_schema["properties"].items():
                assert schema.get("description"), (tool.name, name)
