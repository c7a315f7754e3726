"""pydantic-ai; the schemas as its profiles of OpenAI (strict) and Google make them."""

from contextlib import asynccontextmanager

from fastmcp.client.transports import StdioTransport
from pydantic_ai import RunContext
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.models.test import TestModel
from pydantic_ai.profiles.google import GoogleJsonSchemaTransformer
from pydantic_ai.profiles.openai import OpenAIJsonSchemaTransformer
from pydantic_ai.usage import RunUsage
from story import environment, run


@asynccontextmanager
async def connect(arguments):
    kind, *target = arguments
    stdio = StdioTransport(target[0], target[1:], env=environment()) if kind == "stdio" else None
    toolset = MCPToolset(stdio or target[0])
    context = RunContext(deps=None, model=TestModel(), usage=RunUsage())
    async with toolset:
        tools = await toolset.get_tools(context)

        async def call(name, given):
            return str(await toolset.call_tool(name, given, context, tools[name]))

        yield tools, call


def converted(_, tool):
    schema = tool.tool_def.parameters_json_schema
    return [OpenAIJsonSchemaTransformer(schema, strict=True).walk(), GoogleJsonSchemaTransformer(schema).walk()]


run(connect, converted)
