"""Questions to the person through the client, in both protocol eras. Whatever fails, the question is told as text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, TypeVar

import anyio
from mcp import MCPError
from mcp.server.mcpserver import (
    AcceptedElicitation,
    CancelledElicitation,
    Context,
    DeclinedElicitation,
    Elicit,
    ElicitationResult,
)
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, ValidationError

ANSWER_WITHIN_S = 45.0
"""How long a person may think. Many clients give up a call after a minute, and the write comes after the answer."""
_ENVELOPE = "2026-07-28"

_unasked: ContextVar[bool] = ContextVar("unasked", default=False)
Form = TypeVar("Form", bound=BaseModel)


@contextmanager
def nobody_is_asked() -> Iterator[None]:
    """Questions are told as text in here."""
    token = _unasked.set(True)
    try:
        yield
    finally:
        _unasked.reset(token)


def can_ask(context: Context) -> bool:
    """Whether the client can put a question to the person, in its protocol era."""
    capabilities = context.client_capabilities
    form = capabilities.elicitation if capabilities else None
    if _unasked.get() or form is None or (form.form is None and form.url is not None):
        return False
    return _carries_answers(context) or context.session.can_send_request


def _carries_answers(context: Context) -> bool:
    return is_version_at_least(context.protocol_version or "", _ENVELOPE)


async def asked(context: Context, text: str, form: type[Form]) -> Elicit[Form] | ElicitationResult[Form] | None:
    """What a resolver returns for a question: the answer, or the SDK's mark that it comes with the call's repetition.

    None where the client's answer failed: an error, an acceptance without content, or nothing in time.

    Raises:
        ToolError: something was chosen that had not been offered.
    """
    if _carries_answers(context):
        return Elicit(text, form)
    try:
        with anyio.move_on_after(ANSWER_WITHIN_S):
            return await context.elicit(text, form)
    except (MCPError, ValidationError):
        return None
    except ValueError as error:
        if isinstance(error.__cause__, ValidationError):
            raise ToolError("what was chosen had not been offered") from error
    return None


def outcome(answer: ElicitationResult[Any]) -> ElicitationResult[Any]:
    """The answer itself: what a resolver returns that has asked already comes wrapped as if it were one."""
    inner = answer.data if isinstance(answer, AcceptedElicitation) else None
    return inner if isinstance(inner, AcceptedElicitation | DeclinedElicitation | CancelledElicitation) else answer


def is_empty_answer(error: ToolError) -> bool:
    """Whether the SDK refused an answer that says nothing, rather than one that says what was not offered."""
    inner = error.__cause__
    return isinstance(inner, ToolError) and not isinstance(inner.__cause__, ValueError)


async def told_after_failed_answers(ctx: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
    """A call that is repeated with an answer which cannot be read becomes the question as text, no protocol error."""
    try:
        return await call_next(ctx)
    except (MCPError, ValidationError):
        params = dict(ctx.params or {})
        answers = {name: params.pop(name, None) for name in ("inputResponses", "requestState")}
        if ctx.method != "tools/call" or not any(value is not None for value in answers.values()):
            raise
        with nobody_is_asked():
            return await call_next(replace(ctx, params=params))
