"""Calls through a real client in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from mcp import Client

from schedule_mcp.server.app import App, build_server

TOOLS = sorted(path.stem for path in (Path(__file__).parents[2] / "tools").glob("*.json"))
"""The names of all tools: of each a contract is committed."""


@asynccontextmanager
async def client_of(app: App, mode: str = "auto", **more: Any) -> AsyncIterator[Client]:
    async with Client(build_server(app), mode=mode, **more) as client:
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> tuple[dict[str, Any], str, bool]:
    """The structured answer, the text, and whether it is a refusal."""
    result = await client.call_tool(tool, arguments)
    text = "\n".join(getattr(block, "text", "") for block in result.content)
    return dict(result.structured_content or {}), text, bool(result.is_error)
