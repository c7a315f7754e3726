"""A program that schedules through MCP: preview, look at the runs, create exactly what was shown.

python python_client.py "every weekday at 9am New York time"
"""

from __future__ import annotations

import sys

import anyio
from mcp import Client, StdioServerParameters


async def main(when: str) -> None:
    async with Client(StdioServerParameters(command="schedule-mcp")) as client:
        preview = await client.call_tool("preview_schedule", {"when": when})
        if preview.is_error:
            sys.exit(preview.content[0].text)
        shown = preview.structured_content
        if shown["status"] == "needs_answer":
            print(shown["question"]["ask"])
            for option in shown["question"]["options"]:
                print(" ", option["arguments"], "first", option["first_run"]["local"])
            return
        print(shown["understood"])
        for run in shown["next_runs"]:
            print(" ", run["local"])
        request = {"name": "report", "when": when, "input": "Write the daily report.", "plan": shown["plan"]}
        made = await client.call_tool("create_schedule", request)
        print(made.content[0].text.splitlines()[0])


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
