"""Errors of the tree as tool errors: the only place, since only a ToolError's text reaches the model."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mcp.server.mcpserver.exceptions import ToolError

from schedule_mcp.answers.refusals import refusal_text
from schedule_mcp.errors import ScheduleError


class Refusal(ToolError):
    """A failure told in our own words: its text begins with the code."""


logger = logging.getLogger("schedule_mcp")


@contextmanager
def as_tool_errors() -> Iterator[None]:
    """Errors of the tree become tool errors; anything else is logged and told without its text."""
    try:
        yield
    except ScheduleError as error:
        raise Refusal(refusal_text(error)) from error
    except Exception as error:
        logger.exception("a tool failed")
        raise Refusal(
            f"internal_error: the server failed ({type(error).__name__}). Nothing can be said about the outcome: look "
            "with list_schedules, and report it with the server's log."
        ) from error
