"""google-adk; each tool as a function declaration."""

from contextlib import asynccontextmanager
from unittest.mock import MagicMock

from google.adk.tools.mcp_tool.mcp_session_manager import StdioConnectionParams, StreamableHTTPConnectionParams
from google.adk.tools.mcp_tool.mcp_toolset import McpToolset
from mcp import StdioServerParameters
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    if kind == "stdio":
        server = StdioServerParameters(command=target[0], args=target[1:], env=environment())
        params = StdioConnectionParams(server_params=server, timeout=30)
    else:
        params = StreamableHTTPConnectionParams(url=target[0])
    toolset = McpToolset(connection_params=params)
    tools = {tool.name: tool for tool in await toolset.get_tools()}

    async def call(name, given):
        return str(await tools[name].run_async(args=given, tool_context=MagicMock()))

    yield tools, call
    await toolset.close()


run(connect, lambda _, tool: tool._get_declaration().model_dump(mode="json", exclude_none=True))
