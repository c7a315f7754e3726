"""Arguments from outside, checked: what tools and the command line hand to the service."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from schedule_mcp.errors import InvalidArgument
from schedule_mcp.language.tokens.places import zone_argument
from schedule_mcp.outside.text import quoted
from schedule_mcp.policy.limits import (
    ACCEPT_AT_MOST,
    AGENT_AT_MOST,
    INPUT_AT_MOST,
    NAME_AT_MOST,
    OPTIONS_AT_MOST,
    OPTIONS_DEPTH,
    SHOWN_AT_MOST,
    WHEN_AT_MOST,
    ZONE_AT_MOST,
    check_length,
)

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2390, 1, 1, tzinfo=UTC)
_LARGEST = 10**18
_DIFFERENCE = re.compile(r"[a-z][a-z_]{0,39}")


def checked_when(when: str) -> str:
    """The words, within their limit and not empty."""
    check_length("when", when, WHEN_AT_MOST)
    if not when.strip():
        raise InvalidArgument("`when` is empty", "Say when in words, for example 'every weekday at 9am'.")
    return when


def checked_name(name: str) -> str:
    """A name of one line, not empty."""
    check_length("name", name, NAME_AT_MOST)
    if not name.strip():
        raise InvalidArgument("`name` is empty", "Give the schedule a short name.")
    if not name.isprintable():
        raise InvalidArgument("`name` has control characters", "Use one line of printable text.")
    return name.strip()


def checked_zone(timezone: str) -> str:
    """The database's name of a zone, which is read as words for zones are; "" stays ""."""
    check_length("timezone", timezone, ZONE_AT_MOST)
    return zone_argument(timezone) if timezone.strip() else ""


def checked_agent(agent_id: str) -> str:
    """An agent's id; "" stays ""."""
    check_length("agent_id", agent_id, AGENT_AT_MOST)
    if not agent_id.isprintable():
        raise InvalidArgument("`agent_id` has control characters", "Send the id as the backend shows it.")
    return agent_id.strip()


def checked_input(input: str) -> str:
    check_length("input", input, INPUT_AT_MOST)
    return input


def checked_options(options: Mapping[str, Any] | str) -> dict[str, Any]:
    """The options as an object; JSON text of an object is taken too."""
    if isinstance(options, str):
        check_length("options", options, OPTIONS_AT_MOST)
        try:
            options = json.loads(options) if options.strip() else {}
        except (ValueError, RecursionError):
            raise InvalidArgument("`options` is no JSON", "Send an object of the backend's own fields.") from None
    if not isinstance(options, Mapping):
        raise InvalidArgument("`options` is no object", "Send an object of the backend's own fields.")
    _check_json(options)
    check_length("options", json.dumps(options), OPTIONS_AT_MOST)
    return dict(options)


def _check_json(options: Mapping[str, Any]) -> None:
    """Refuse what JSON cannot say or a backend cannot hold: NaN, infinity, half characters, numbers and nesting without
    end. Without recursion, since the nesting is the caller's."""
    left: list[tuple[Any, int]] = [(options, 1)]
    while left:
        value, depth = left.pop()
        if depth > OPTIONS_DEPTH:
            raise InvalidArgument(f"`options` is nested over {OPTIONS_DEPTH} deep", "Send the backend's own fields.")
        if isinstance(value, Mapping):
            left += [(each, depth) for each in value]
            left += [(each, depth + 1) for each in value.values()]
        elif isinstance(value, list | tuple):
            left += [(each, depth + 1) for each in value]
        elif isinstance(value, str):
            check_length("a text in `options`", value, OPTIONS_AT_MOST)
        elif isinstance(value, float) and not math.isfinite(value):
            raise InvalidArgument(f"`options` holds {value}, which is no number of JSON", "Send a finite number.")
        elif isinstance(value, int) and abs(value) > _LARGEST:
            raise InvalidArgument("`options` holds a number of more than 18 digits", "Send it as text.")
        elif not isinstance(value, float | int | bool | None):
            raise InvalidArgument(f"`options` holds a {type(value).__name__}", "Send JSON.")


def checked_accept(accept: str | list[str]) -> frozenset[str]:
    """The names of accepted differences, from a list or from a text with commas."""
    check_length("accept", accept, ACCEPT_AT_MOST)
    names = frozenset(name.strip() for name in (accept.split(",") if isinstance(accept, str) else accept)) - {""}
    for name in names:
        if not _DIFFERENCE.fullmatch(name):
            raise InvalidArgument(
                f"`accept` holds {quoted(name)}, which names no difference",
                "Send only names that a refusal has named, such as utc_drift.",
            )
    return names


def checked_count(what: str, value: int, most: int = SHOWN_AT_MOST, least: int = 1) -> int:
    if not least <= value <= most:
        raise InvalidArgument(f"`{what}` is {value}", f"Use {least} to {most}.")
    return value


def checked_instant(as_of: str, now: datetime) -> datetime:
    """An ISO 8601 instant with offset between 2000 and 2390; `now` when it is ""."""
    if not as_of.strip():
        return now
    try:
        instant = datetime.fromisoformat(as_of.strip().upper())
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InvalidArgument(
            f"`as_of` {quoted(as_of)} is no instant", "Use ISO 8601 with an offset, such as 2026-11-22T13:50:00Z."
        )
    if not _EARLIEST <= instant < _LATEST:
        raise InvalidArgument(f"`as_of` {quoted(as_of)} is out of range", "Use an instant from 2000 to 2390.")
    return instant.astimezone(UTC)
