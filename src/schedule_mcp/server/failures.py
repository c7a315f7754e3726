"""Errors of the tree as tool errors: the only place, since only a ToolError's text reaches the model."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mcp.server.mcpserver.exceptions import ToolError

from schedule_mcp.errors import OutcomeUnknown, ScheduleError


class Refusal(ToolError):
    """A failure told in our own words: its text begins with the code."""


logger = logging.getLogger("schedule_mcp")

_REPEAT = {
    "same_call": "The same call may be sent again.",
    "look_first": "UNKNOWN: do not repeat it; look with list_schedules first.",
}


def failure_text(error: ScheduleError) -> str:
    """`code: what was refused and why. What to do next.` and the alternatives as arguments ready to send."""
    lines = [f"{error.code}: {error}"]
    if error.repeat in _REPEAT and not isinstance(error, OutcomeUnknown):
        lines[0] += f" {_REPEAT[error.repeat]}"
    elif isinstance(error, OutcomeUnknown):
        lines[0] += f" {_REPEAT['look_first']}"
    if error.alternatives:
        lines.append("Exact alternatives, as arguments that replace those of this call:")
        lines.extend(json.dumps(arguments, ensure_ascii=False) for arguments in error.alternatives)
    return "\n".join(lines)


@contextmanager
def as_tool_errors() -> Iterator[None]:
    """Errors of the tree become tool errors; anything else is logged and told without its text."""
    try:
        yield
    except ScheduleError as error:
        raise Refusal(failure_text(error)) from error
    except Exception as error:
        logger.exception("a tool failed")
        raise Refusal(
            f"internal_error: the server failed ({type(error).__name__}). Nothing can be said about the outcome: look "
            "with list_schedules, and report it with the server's log."
        ) from error
