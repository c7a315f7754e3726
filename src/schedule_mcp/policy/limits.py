"""The limits of input, each once."""

from __future__ import annotations

from schedule_mcp.errors import InvalidArgument, LimitExceeded

WHEN_AT_MOST = 1_000


CRON_AT_MOST = 256


NAME_AT_MOST = 200


INPUT_AT_MOST = 64_000


OPTIONS_AT_MOST = 64_000


OPTIONS_DEPTH = 32
"""Objects and lists within each other."""


ZONE_AT_MOST = 64


AGENT_AT_MOST = 200


ACCEPT_AT_MOST = 1_000


SHOWN_AT_MOST = 50


def check_length(what: str, value: str | list[str], at_most: int) -> None:
    """Refuse a text, or texts together, over the limit, and what is no text: half of a surrogate pair."""
    length = len(value) if isinstance(value, str) else sum(map(len, value))
    if length > at_most:
        raise LimitExceeded(f"{what} has {length:,} characters; at most {at_most:,} are taken", "Shorten it.")
    try:
        (value if isinstance(value, str) else "".join(value)).encode()
    except UnicodeEncodeError:
        raise InvalidArgument(f"{what} holds half of a character", "Send it as Unicode text.") from None
