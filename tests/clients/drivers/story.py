"""What every client does: python DRIVER.py stdio COMMAND ARGUMENT... | http URL. Prints what it saw as JSON.

A driver gives `connect`, which yields the tools that the framework made of ours and a way to call one; and `converted`,
which makes of each what would be sent to a model.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("preview_schedule", {"when": "every weekday at 9am New York time"}),
    ("preview_schedule", {"when": "every day at 25:00"}),
    ("create_schedule", {"name": "report", "when": "every day at noon UTC", "input": "write"}),
    ("create_schedule", {"name": "asked", "when": "every day at 9", "timezone": "UTC"}),
    ("list_schedules", {}),
]

Tools = Mapping[str, Any]
Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
Connect = Callable[[list[str]], AbstractAsyncContextManager[tuple[Tools, Call]]]


def environment() -> dict[str, str]:
    return dict(os.environ)


async def _told(call: Call, name: str, arguments: dict[str, Any]) -> str:
    try:
        answer = await call(name, arguments)
    except Exception as error:  # noqa: BLE001  what a framework raises is what the agent gets
        return f"{type(error).__name__}: {error}"
    return answer if isinstance(answer, str) else repr(answer)


async def _story(connect: Connect, converted: Callable[[str, Any], Any]) -> dict[str, Any]:
    async with connect(sys.argv[1:]) as (tools, call):
        failed = {}
        for name, tool in tools.items():
            try:
                json.dumps(converted(name, tool), default=str)
            except Exception as error:  # noqa: BLE001
                failed[name] = f"{type(error).__name__}: {error}"
        told = [await _told(call, name, arguments) for name, arguments in CALLS]
    return {"tools": sorted(tools), "failed": failed, "told": told}


def run(connect: Connect, converted: Callable[[str, Any], Any]) -> None:
    """Tell the story and print what came of it."""
    try:
        seen = asyncio.run(_story(connect, converted))
    except BaseException:  # noqa: BLE001
        seen = {"tools": [], "failed": {}, "told": [], "error": traceback.format_exc()[-2_000:]}
    print("\n" + json.dumps(seen), flush=True)
    # Some frameworks leave threads behind that wait for ever.
    os._exit(0)


__all__ = ["AsyncIterator", "environment", "run"]
