"""Every answer is short, whatever is scheduled, and says in its structure what its text says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schedule_mcp.server.app import App
from tests.server.calls import call, client_of

pytestmark = pytest.mark.anyio

SAID = ("*/5 * * * *", "every second on Mondays", "* * * * *", "every weekday at 9am", "every 7 minutes on Mondays")
CHARACTERS_AT_MOST = 2_600
"""Text and structure of one answer together: about 650 tokens."""


async def measured(client: Any, tool: str, **arguments: Any) -> tuple[dict[str, Any], str]:
    found, text, refused = await call(client, tool, **arguments)
    assert not refused, text
    assert len(text) + len(json.dumps(found)) <= CHARACTERS_AT_MOST, (tool, len(text), found)
    return found, text


@pytest.mark.parametrize("words", SAID)
async def test_no_answer_is_long(app: App, words: str) -> None:
    async with client_of(app) as client:
        await measured(client, "preview_schedule", when=words)
        made, _ = await measured(client, "create_schedule", name="n", when=words)
        handle = made["schedule"]["id"]
        await measured(client, "create_schedule", name="n", when=words)
        await measured(client, "get_schedule", schedule_id=handle)
        await measured(client, "list_schedules")
        await measured(client, "list_runs", when="tomorrow")
        await measured(client, "run_schedule", schedule_id=handle)
        await measured(client, "pause_schedule", schedule_id=handle, until="for two weeks")
        await measured(client, "resume_schedule", schedule_id=handle)
        await measured(client, "preview_schedule", when="every day at 9am", schedule_id=handle)
        await measured(client, "update_schedule", schedule_id=handle, when="every day at 9am")
        await measured(client, "undo_schedule", schedule_id=handle)
        await measured(client, "update_schedule", schedule_id=handle, name="m")
        await measured(client, "delete_schedule", schedule_id=handle, name="m")
        await measured(client, "undo_schedule", schedule_id=handle)


async def test_the_structure_says_what_was_done(app: App) -> None:
    async with client_of(app) as client:
        preview, text = await measured(client, "preview_schedule", when="every day at 9am")
        assert (preview["status"], preview["next_step"]) == ("previewed", "create_schedule")
        assert text.startswith("NOT CREATED")
        assert preview["summary"].startswith("NOT CREATED")
        made, _ = await measured(client, "create_schedule", name="n", when="every day at 9am")
        change, text = await measured(
            client, "preview_schedule", when="an hour later", schedule_id=made["schedule"]["id"]
        )
        assert (change["status"], change["next_step"]) == ("previewed", "update_schedule")
        assert text.startswith("NOT CHANGED")
        assert change["summary"].startswith("NOT CHANGED")
        gone, text = await measured(client, "delete_schedule", schedule_id=made["schedule"]["id"], name="n")
        assert (gone["status"], text.startswith("DELETED")) == ("deleted", True)


async def test_what_is_sent_is_told_only_where_it_says_more_than_the_sentence(app: App) -> None:
    async with client_of(app) as client:
        preview, text = await measured(client, "preview_schedule", when="every day at 9am")
        assert preview["sends"] == [{"schedule": preview["understood"]}]
        assert "Would send" not in text
