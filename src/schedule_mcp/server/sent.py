"""Arguments as clients really send them: what says nothing is taken out before the tool looks at the rest.

Nothing that could be meant as one of our arguments is ever passed over: it would be a silent approximation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

_NOTHING = frozenset({"null", "None", "undefined"})
_DATA = frozenset({"name", "input", "when", "expression"})
"""Arguments whose text is the person's own: there "null" may be what was said."""

_ADDED = re.compile(
    r"_.*"  # by convention no argument of the tool: _meta, _context
    r"|random_?string|dummy|no_?params?"  # for tools without arguments
    r"|task_?progress|wait_?for_?previous(_?tools?)?|tool_?(summary|action|name)"
    r"|security_?risk|thoughts?|reasoning|explanation|rationale"
    r"|chat_?input|progress_?token"
    r"|(tool|call|tool_?call|session|request|conversation|thread|trace|span|chat|turn|invocation|correlation)_?id",
    re.IGNORECASE,
)
"""Names that clients add to the arguments of every tool: n8n, Cline, Cursor, Windsurf, OpenHands, and their like."""
_CHAT = frozenset({"action", "tool"})
"""Added by n8n besides an id of its session or call; alone they might be meant."""
_SESSION = re.compile(r"(session|tool_?call)_?id", re.IGNORECASE)

_OTHER_WORDS = frozenset(
    {
        *("tz", "zone", "time", "date", "day", "days", "at", "start", "starts", "end", "ends", "until", "from"),
        *("cron", "crontab", "rrule", "schedule", "interval", "every", "repeat", "frequency", "recurrence"),
        *("title", "label", "agent", "id", "prompt", "message", "payload", "body", "text", "content", "data"),
        *("args", "arguments", "params", "active", "paused", "disabled", "state", "filter", "page", "offset"),
        *("count", "max", "dry", "confirm", "force"),
    }
)
"""What others call our arguments."""
_NEAR = 0.75


def without_idle(arguments: Mapping[str, Any], own: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The arguments that say something to a tool with the properties `own`; `known` names those of all tools.

    An optional argument that is null, or the text of it, is absent. Names that clients add are passed over unless they
    resemble an argument. All other names stay, to be refused by name.
    """
    session = any(_SESSION.fullmatch(name) for name in arguments)
    return {
        name: value
        for name, value in arguments.items()
        if not (_is_absent(name, value, own) if name in own else _is_added(name, session, known))
    }


def _is_absent(name: str, value: Any, own: Mapping[str, Any]) -> bool:
    if "default" not in own[name]:
        return False
    return value is None or (name not in _DATA and isinstance(value, str) and value.strip() in _NOTHING)


def _is_added(name: str, session: bool, known: Collection[str]) -> bool:
    if session and name in _CHAT:
        return True
    return _ADDED.fullmatch(name) is not None and not resembles(name, known)


def resembles(name: str, known: Collection[str]) -> bool:
    """Whether a name could be meant as one of those that are known.

    >>> [resembles(name, ["timezone", "as_of"]) for name in ("_timezone", "_tz", "_timeZone", "_asOf", "_meta")]
    [True, True, True, True, False]
    """
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip("_")).lower().replace("-", "_")
    return bool(get_close_matches(plain, known, 1, _NEAR)) or plain in _OTHER_WORDS
