"""fastmcp's client."""

from contextlib import asynccontextmanager

from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    stdio = StdioTransport(target[0], target[1:], env=environment()) if kind == "stdio" else None
    async with Client(stdio or target[0]) as client:
        tools = {tool.name: tool for tool in await client.list_tools()}

        async def call(name, given):
            return (await client.call_tool(name, given)).content[0].text

        yield tools, call


run(connect, lambda _, tool: getattr(tool, "input_schema", None) or tool.inputSchema)
