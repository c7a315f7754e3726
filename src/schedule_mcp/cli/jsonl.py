"""JSON lines in, JSON lines out: a verb's arguments with an `id`, and its answer with the same `id`."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from schedule_mcp.answers.refusals import refusal_json
from schedule_mcp.cli.printing import json_text
from schedule_mcp.errors import InvalidArgument, LimitExceeded, ScheduleError
from schedule_mcp.outside.text import cleaned, quoted

logger = logging.getLogger("schedule_mcp")

LINE_AT_MOST = 1_000_000
"""Bytes of one line; what is over is skipped without being held."""

Verb = Callable[[Any], Mapping[str, Any]]


def answers(source: BinaryIO, kind: type[Any], verb: Verb) -> Iterator[str]:
    """The answer of `verb` to each line's `kind` of call, as soon as it is there; blank lines are passed over."""
    parameters = {name: p for name, p in inspect.signature(kind).parameters.items() if name != "heard"}
    while line := source.readline(LINE_AT_MOST + 1):
        too_long = len(line) > LINE_AT_MOST
        while len(line) > LINE_AT_MOST and not line.endswith(b"\n"):
            line = source.readline(LINE_AT_MOST + 1)
        if too_long:
            error = LimitExceeded(f"the line has more than {LINE_AT_MOST:,} bytes", "Send one object a line.")
            yield _line({"id": None, **refusal_json(error)})
        elif line.strip():
            yield _line(_answer(line, lambda given: verb(kind(**given)), parameters))


def _line(answer: Mapping[str, Any]) -> str:
    return json_text(answer, indent=None) + "\n"


def _answer(line: bytes, verb: Verb, parameters: Mapping[str, inspect.Parameter]) -> dict[str, Any]:
    identity: Any = None
    try:
        arguments = _object(line)
        identity = arguments.pop("id", None)
        return {"id": identity, **cleaned(verb(_checked(arguments, parameters)))}
    except ScheduleError as error:
        return {"id": identity, **refusal_json(error)}
    except Exception as error:
        logger.exception("a line failed")
        text = f"the program failed ({type(error).__name__}); report it with what is on standard error"
        return {"id": identity, "status": "refused", "code": "internal_error", "message": text}


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidArgument("the line is no JSON object", "Send the tool's arguments and an id.")
    return found


def _checked(arguments: Mapping[str, Any], parameters: Mapping[str, inspect.Parameter]) -> dict[str, Any]:
    """The arguments, where the verb has them and they are of the kind that it takes."""
    accepted = f"Accepted arguments: {', '.join(parameters)}."
    for name in arguments:
        if name not in parameters:
            raise InvalidArgument(f"there is no argument {quoted(name)}", accepted)
    for name, parameter in parameters.items():
        if name not in arguments and parameter.default is inspect.Parameter.empty:
            raise InvalidArgument(f"'{name}' is missing", accepted)
    return {name: _of_kind(name, value, parameters[name]) for name, value in arguments.items()}


def _of_kind(name: str, value: Any, parameter: inspect.Parameter) -> Any:
    """A value of the kind of the parameter's default; a number stands for an id, a list for names to accept."""
    kind = str if parameter.default is inspect.Parameter.empty else type(parameter.default)
    if type(value) is kind:
        return value
    if name.endswith("_id") and type(value) is int:
        return str(value)
    if name == "accept" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    what = {str: "a text", int: "a whole number", bool: "true or false"}[kind]
    raise InvalidArgument(f"'{name}' is not {what}", "Send it as the tool takes it.")
