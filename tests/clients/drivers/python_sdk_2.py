"""The Python SDK 2, which negotiates the newest revision."""

from contextlib import asynccontextmanager

from mcp import Client, StdioServerParameters
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    stdio = StdioServerParameters(command=target[0], args=target[1:], env=environment())
    async with Client(stdio if kind == "stdio" else target[0]) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}

        async def call(name, given):
            return (await client.call_tool(name, given)).content[0].text

        yield tools, call


run(connect, lambda _, tool: tool.input_schema)
