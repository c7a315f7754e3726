"""agno; each tool as a function for a model."""

import shlex
from contextlib import asynccontextmanager

from agno.tools.function import FunctionCall
from agno.tools.mcp import MCPTools
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    if kind == "stdio":
        toolkit = MCPTools(shlex.join(target), env=environment(), timeout_seconds=30)
    else:
        toolkit = MCPTools(url=target[0], transport="streamable-http")
    async with toolkit:
        tools = dict(toolkit.get_async_functions() or toolkit.functions)

        async def call(name, given):
            made = FunctionCall(function=tools[name], arguments=given)
            answer = await made.aexecute()
            return str(getattr(answer.result, "content", answer.result) or answer.error)

        yield tools, call


run(connect, lambda _, tool: tool.to_dict())
