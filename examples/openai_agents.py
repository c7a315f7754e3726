"""An agent that schedules what it is asked to: pip install openai-agents, set OPENAI_API_KEY, then

python openai_agents.py "Remind me to water the plants every other Tuesday at 6pm"
"""

from __future__ import annotations

import asyncio
import os
import sys

from agents import Agent, Model, Runner
from agents.mcp import MCPServerStdio

INSTRUCTIONS = (
    "Schedule what the user asks for. Pass the user's own words about time on as they are. Preview first, say the "
    "next runs, then create with the plan of that preview."
)


async def ask(request: str, model: str | Model | None = None) -> str:
    """The agent's last words about a request."""
    env = {**os.environ, "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin"}
    async with MCPServerStdio({"command": "schedule-mcp", "env": env}, name="schedules") as schedules:
        agent = Agent(name="planner", instructions=INSTRUCTIONS, mcp_servers=[schedules], model=model)
        return str((await Runner.run(agent, request)).final_output)


if __name__ == "__main__":
    print(asyncio.run(ask(sys.argv[1])))
