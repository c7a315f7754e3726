"""Registration of tools: unknown arguments are refused, schemas are slim, descriptions are dedented.

The SDK drops unknown arguments without a word by default, which in a scheduler would be a silent approximation.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations
from pydantic import ValidationError


def slim(node: Any, in_properties: bool = False) -> Any:
    """A JSON schema without its titles; a property that is named title stays."""
    if isinstance(node, dict):
        return {k: slim(v, k == "properties") for k, v in node.items() if in_properties or k != "title"}
    return [slim(each) for each in node] if isinstance(node, list) else node


class StrictTool(Tool):
    """A tool that names its arguments when one was wrong."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            cause = error.__cause__
            if not isinstance(cause, ValidationError):
                raise
            problems = "; ".join(
                f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
                for each in cause.errors(include_url=False, include_input=False)[:5]
            )
            accepted = ", ".join(self.parameters["properties"])
            raise ToolError(f"invalid_argument: {problems}. Accepted arguments: {accepted}.") from cause


def strict(function: Callable[..., Any], title: str, annotations: ToolAnnotations) -> Tool:
    """The function as a tool that takes its own arguments and no others."""
    tool = StrictTool.from_function(
        function, title=title, description=inspect.cleandoc(function.__doc__ or ""), annotations=annotations
    )
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.parameters = slim(model.model_json_schema(by_alias=True))
    if tool.fn_metadata.output_schema:
        tool.fn_metadata.output_schema = slim(tool.fn_metadata.output_schema)
    return tool
