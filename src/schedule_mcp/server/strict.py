"""Registration of tools: unknown arguments are refused, schemas are slim, descriptions are dedented.

The SDK drops unknown arguments without a word by default, which in a scheduler would be a silent approximation.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from schedule_mcp.outside.text import quoted
from schedule_mcp.server.asking import is_empty_answer, nobody_is_asked
from schedule_mcp.server.failures import Refusal
from schedule_mcp.server.sent import without_idle

logger = logging.getLogger("schedule_mcp")

_PROBLEMS_SHOWN = 5
_MESSAGE_AT_MOST = 120
_NO_ANSWER = (
    "invalid_answer: the client's answer to a question could not be used, and nothing was done. Send the call again, "
    "with the person's answer in its arguments."
)


def slim(node: Any, in_properties: bool = False) -> Any:
    """A JSON schema without its titles, and without `additionalProperties` that are true or false.

    Some clients' converters take no boolean there and give up on the tool. What is no argument is refused all the same.
    """
    if isinstance(node, list):
        return [slim(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {k: slim(v, k == "properties") for k, v in node.items() if in_properties or not _is_idle(k, v)}


def _is_idle(keyword: str, value: Any) -> bool:
    return keyword == "title" or (keyword == "additionalProperties" and isinstance(value, bool))


class StrictTool(Tool):
    """A tool that names its arguments when one was wrong."""

    known: frozenset[str] = frozenset()
    """The arguments of all tools: what resembles one of them is never passed over."""

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """The tool's result; a refusal is an error result whose text begins with its code.

        Raised, the SDK would put words of its own before the code.
        """
        said = without_idle(arguments, self.parameters["properties"], self.known)
        try:
            return await super().run(said, context, convert_result)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, Refusal):
                text = str(cause)
            elif isinstance(cause, ValidationError):
                text = self._wrong_arguments(cause)
            elif is_empty_answer(error):
                with nobody_is_asked():
                    return await super().run(said, context, convert_result)
            else:
                logger.warning("the SDK refused a call of %s: %s", self.name, error)
                text = _NO_ANSWER
            return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)

    def _wrong_arguments(self, error: ValidationError) -> str:
        known = list(self.parameters["properties"])
        found = error.errors(include_url=False, include_input=False)
        problems = "; ".join(dict.fromkeys(_problem(each, known) for each in found[:_PROBLEMS_SHOWN]))
        return f"invalid_argument: {problems}. Accepted arguments: {', '.join(known)}."


def _problem(error: Mapping[str, Any], known: Sequence[str]) -> str:
    """One thing that is wrong with the arguments, in a few words."""
    name = quoted(error["loc"][0] if error["loc"] else "")
    if error["type"] == "extra_forbidden":
        near = get_close_matches(name.strip("'"), known, 1)
        return f"there is no argument {name}" + (f", did you mean '{near[0]}'?" if near else "")
    if error["type"].startswith("missing"):
        return f"{name} is missing"
    what = str(error["msg"]).removeprefix("Input ")
    return f"{name} {what[:1].lower()}{what[1:_MESSAGE_AT_MOST]}"


def strict(function: Callable[..., Any], title: str, annotations: ToolAnnotations) -> StrictTool:
    """The function as a tool that takes its own arguments and no others."""
    tool = StrictTool.from_function(
        function, title=title, description=inspect.cleandoc(function.__doc__ or ""), annotations=annotations
    )
    assert isinstance(tool, StrictTool)
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.parameters = slim(model.model_json_schema(by_alias=True))
    if tool.fn_metadata.output_schema:
        tool.fn_metadata.output_schema = slim(tool.fn_metadata.output_schema)
    return tool


def knowing_each_other(tools: Sequence[StrictTool]) -> list[Tool]:
    """The tools, each of which knows the arguments of all."""
    names = frozenset(name for tool in tools for name in tool.parameters["properties"])
    for tool in tools:
        tool.known = names
    return list(tools)
