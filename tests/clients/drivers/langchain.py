"""langchain-mcp-adapters; the tools as OpenAI gets them, strictly."""

from contextlib import asynccontextmanager

from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    stdio = {"transport": "stdio", "command": target[0], "args": target[1:], "env": environment()}
    client = MultiServerMCPClient(
        {"s": stdio if kind == "stdio" else {"transport": "streamable_http", "url": target[0]}}
    )
    async with client.session("s") as session:
        tools = {tool.name: tool for tool in await load_mcp_tools(session)}

        async def call(name, given):
            return str(await tools[name].ainvoke(given))

        yield tools, call


run(connect, lambda _, tool: [convert_to_openai_tool(tool), convert_to_openai_tool(tool, strict=True)])
