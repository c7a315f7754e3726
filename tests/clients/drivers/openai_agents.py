"""openai-agents in its strict mode: a tool whose schema cannot be made strict counts as failed."""

import json
from contextlib import asynccontextmanager

from agents import set_tracing_disabled
from agents.mcp import MCPServerStdio, MCPServerStreamableHttp, MCPUtil
from agents.tool_context import ToolContext
from story import environment, run

set_tracing_disabled(True)


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    if kind == "stdio":
        server = MCPServerStdio({"command": target[0], "args": target[1:], "env": environment()})
    else:
        server = MCPServerStreamableHttp({"url": target[0]})
    async with server:
        made = [MCPUtil.to_function_tool(tool, server, True) for tool in await server.list_tools()]
        tools = {tool.name: tool for tool in made}

        async def call(name, given):
            text = json.dumps(given)
            context = ToolContext(context=None, tool_name=name, tool_call_id="1", tool_arguments=text)
            return str(await tools[name].on_invoke_tool(context, text))

        yield tools, call


def converted(_, tool):
    assert tool.strict_json_schema, "its schema is not strict"
    return tool.params_json_schema


run(connect, converted)
