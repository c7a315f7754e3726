"""Refusals as they are told: the same facts as structure and as text, the same at every door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from schedule_mcp.errors import OutcomeUnknown, ScheduleError
from schedule_mcp.outside.text import cleaned, one_line

_MESSAGE_AT_MOST = 8_000
_REPEAT = {
    "same_call": "The same call may be sent again.",
    "look_first": "UNKNOWN: do not repeat it; look with list_schedules first.",
}


def refusal_json(error: ScheduleError) -> dict[str, Any]:
    """{"status", "code", "message"}, with "alternatives" and "other_kind" where there are any.

    Each of `alternatives` is a set of arguments that replace those of the call. Those of `other_kind` are schedules of
    another kind: {"arguments", "differs"}, where `differs` says what is not as it was asked.
    """
    found: dict[str, Any] = {"status": "refused", "code": error.code, "message": _message(error)}
    same, other = _offers(error)
    if same:
        found["alternatives"] = cleaned(same)
    if other:
        found["other_kind"] = [{"arguments": cleaned(offer), "differs": one_line(why)} for offer, why in other]
    return found


def refusal_text(error: ScheduleError) -> str:
    """`code: what was refused and why. What to do next.` and the alternatives as arguments ready to send."""
    lines = [f"{error.code}: {_message(error)}"]
    repeat = "look_first" if isinstance(error, OutcomeUnknown) else error.repeat
    if repeat in _REPEAT:
        lines[0] += f" {_REPEAT[repeat]}"
    same, other = _offers(error)
    if same:
        lines.append("Exact alternatives, as arguments that replace those of this call:")
        lines.extend(map(_arguments, same))
    if other:
        lines.append("Of another kind than was asked for, so only if the person wants it:")
        lines.extend(f"{_arguments(offer)} ({one_line(why)})" for offer, why in other)
    return "\n".join(lines)


def _offers(error: ScheduleError) -> tuple[list[dict[str, Any]], list[tuple[dict[str, Any], str]]]:
    """The alternatives of the kind that was asked for, and those of another kind with what is other about them."""
    told = [*error.differs, *[""] * len(error.alternatives)]
    pairs = list(zip(error.alternatives, told, strict=False))
    return [offer for offer, why in pairs if not why], [(offer, why) for offer, why in pairs if why]


def _message(error: ScheduleError) -> str:
    return one_line(str(error), _MESSAGE_AT_MOST)


def _arguments(arguments: Mapping[str, Any]) -> str:
    return json.dumps(cleaned(arguments), ensure_ascii=False)
