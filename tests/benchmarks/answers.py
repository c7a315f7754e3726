"""What the tools' typical answers cost a model: characters of text and structure, and of what every chat begins with.

python -m tests.benchmarks.answers          a table; a token of o200k is about four of these characters
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import anyio
from mcp import Client

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, build_server
from tests.clock import Clock

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("preview_schedule", {"when": "every weekday at 9am"}),
    ("create_schedule", {"name": "report", "when": "every weekday at 9am", "input": "write it"}),
    ("create_schedule", {"name": "often", "when": "*/5 * * * *"}),
    ("create_schedule", {"name": "dense", "when": "every second on Mondays"}),
    ("get_schedule", {"schedule_id": "report"}),
    ("get_schedule", {"schedule_id": "often"}),
    ("list_schedules", {}),
    ("update_schedule", {"schedule_id": "report", "when": "an hour later"}),
    ("pause_schedule", {"schedule_id": "report"}),
    ("resume_schedule", {"schedule_id": "report"}),
    ("delete_schedule", {"schedule_id": "report", "name": "report"}),
)


async def measured() -> list[tuple[str, int, int]]:
    """(call, characters of its text, characters of its structure)."""
    found: list[tuple[str, int, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        table = {"kind": "local", "data_dir": folder}
        app = App(Config("local", {"local": table}, Path(folder), "x", "Europe/Berlin"), Clock(), work=False)
        async with Client(build_server(app)) as client:
            tools = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
            found.append(("all tools", 0, len(json.dumps(tools, separators=(",", ":")))))
            found.append(("instructions", len(client.instructions or ""), 0))
            for tool, arguments in CALLS:
                result = await client.call_tool(tool, arguments)
                text = "".join(getattr(block, "text", "") for block in result.content)
                structure = json.dumps(result.structured_content, separators=(",", ":"), ensure_ascii=False)
                what = arguments.get("when", arguments.get("schedule_id", ""))
                found.append((f"{tool} {what}".strip(), len(text), len(structure)))
        app.close()
    return found


def main() -> None:
    print(f"{'call':44} {'text':>9} {'structure':>9}")
    for what, text, structure in anyio.run(measured):
        print(f"{what:44} {text:9,} {structure:9,}")


if __name__ == "__main__":
    main()
