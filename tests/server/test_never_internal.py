"""Whatever an argument holds, the answer is one of ours and never internal_error."""

from __future__ import annotations

from typing import Any

import pytest

from schedule_mcp.server.app import App
from tests.server.calls import call, client_of

pytestmark = pytest.mark.anyio


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


TEXTS = [
    "\ud800", "a\ud800b", "\x00", "x" * 70_000, "\u202e", "{" * 2_000, "NaN", '{"a": NaN}', '{"a": 1e400}',
    '{"a":' * 900 + "1" + "}" * 900, '{"é": "\\ud800"}', '{"\\ud800": 1}', '{"a": ' + "9" * 5_000 + "}", "../..",
    "local/inbox/%ff", "local/inbox/%ED%A0%80", "local/-/group:", "%", "9" * 400, "-1", "²", "１",
]  # fmt: skip
BASE = {"when": "every day at 9am", "name": "n", "schedule_id": "local/inbox/x", "expression": "0 9 * * *"}


@pytest.mark.slow
async def test_no_text_in_any_argument_is_an_internal_error(app: App) -> None:
    async with client_of(app) as client:
        for tool in (await client.list_tools()).tools:
            properties = tool.input_schema["properties"]
            given = {name: value for name, value in BASE.items() if name in properties}
            for name in properties:
                for text in TEXTS:
                    _, told, _ = await call(client, tool.name, **{**given, name: text})
                    assert "internal_error" not in told, (tool.name, name, text[:40])


OBJECTS: list[Any] = [
    {"overlap": float("nan")},
    {"overlap": float("inf")},
    {"overlap": "\ud800"},
    {"schlüssel": 1},
    nested(200),
    {"overlap": [[[[nested(40)]]]]},
    {"overlap": 10**400},
    {"overlap": None},
    {"": ""},
]


@pytest.mark.parametrize("options", OBJECTS, ids=range(len(OBJECTS)))
async def test_no_object_of_options_is_an_internal_error(app: App, options: Any) -> None:
    async with client_of(app) as client:
        _, told, refused = await call(client, "create_schedule", name="n", when="every day at 9am", options=options)
    assert refused
    assert told.startswith(("invalid_argument: ", "limit_exceeded: "))
