"""Registration of tools: unknown arguments are refused, schemas are slim, descriptions are dedented.

The SDK drops unknown arguments without a word by default, which in a scheduler would be a silent approximation.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError


def slim(node: Any, in_properties: bool = False) -> Any:
    """A JSON schema without its titles; a property that is named title stays."""
    if isinstance(node, dict):
        return {k: slim(v, k == "properties") for k, v in node.items() if in_properties or k != "title"}
    return [slim(each) for each in node] if isinstance(node, list) else node


class StrictTool(Tool):
    """A tool that names its arguments when one was wrong."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """The tool's result; a refusal is an error result whose text begins with its code.

        Raised, the SDK would put words of its own before the code.
        """
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                text = self._wrong_arguments(cause)
            elif isinstance(cause, ToolError):
                text = str(cause)
            else:
                raise
            return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)

    def _wrong_arguments(self, error: ValidationError) -> str:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False)[:5]
        )
        accepted = ", ".join(self.parameters["properties"])
        return f"invalid_argument: {problems[:600]}. Accepted arguments: {accepted}."


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
