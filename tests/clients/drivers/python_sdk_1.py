"""The Python SDK 1, by the handshake."""

from contextlib import AsyncExitStack, asynccontextmanager

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    stdio = StdioServerParameters(command=target[0], args=target[1:], env=environment())
    async with AsyncExitStack() as stack:
        made = stdio_client(stdio) if kind == "stdio" else streamablehttp_client(target[0])
        streams = await stack.enter_async_context(made)
        session = await stack.enter_async_context(ClientSession(*streams[:2]))
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}

        async def call(name, given):
            return (await session.call_tool(name, given)).content[0].text

        yield tools, call


run(connect, lambda _, tool: tool.inputSchema)
