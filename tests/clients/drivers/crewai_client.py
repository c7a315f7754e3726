"""crewai's own resolver of MCP servers, as an agent with `mcps` uses it."""

import asyncio
import logging
from contextlib import asynccontextmanager

from crewai.mcp import MCPServerHTTP, MCPServerStdio
from crewai.mcp.tool_resolver import MCPToolResolver
from crewai.utilities.pydantic_schema_utils import generate_model_description
from story import environment, run


class Agent:
    role = "planner"
    verbose = False


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    if kind == "stdio":
        server = MCPServerStdio(command=target[0], args=target[1:], env=environment())
    else:
        server = MCPServerHTTP(url=target[0])
    resolver = MCPToolResolver(agent=Agent(), logger=logging.getLogger("crew"))
    found = await asyncio.to_thread(resolver.resolve, [server])
    tools = {tool.original_tool_name: tool for tool in found}

    async def call(name, given):
        # Over HTTP crewai 1.15.30 takes the missing event loop of plain code for a failure of the server, any server.
        return str(tools[name].run(**given))

    yield tools, call
    await asyncio.to_thread(resolver.cleanup)


run(connect, lambda _, tool: generate_model_description(tool.args_schema))
