"""Handles: the one name of a schedule over all backends, `backend/agent/native-id`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

GROUP = "group:"
_HALF = "surrogatepass"
"""An id may hold half of a surrogate pair, which is no UTF-8."""


@dataclass(frozen=True)
class Handle:
    """Where a schedule is; `native` is the backend's id, or "group:key" for a split group."""

    backend: str
    agent: str
    native: str

    def __str__(self) -> str:
        """
        >>> str(Handle("work", "agent 1", "a/b"))
        'work/agent%201/a%2Fb'
        """
        return "/".join(quote(part, safe=":", errors=_HALF) or "-" for part in (self.backend, self.agent, self.native))

    @property
    def group_key(self) -> str:
        """The key of a group, "" for a schedule of its own."""
        return self.native.removeprefix(GROUP) if self.native.startswith(GROUP) else ""


def parse_handle(text: str) -> Handle | None:
    """The handle that a text is; None when it has not the shape of one.

    >>> parse_handle("work/123/77")
    Handle(backend='work', agent='123', native='77')
    """
    parts = text.split("/")
    if len(parts) != 3 or not all(parts):
        return None
    try:
        backend, agent, native = (unquote(part, errors=_HALF) for part in parts)
    except UnicodeDecodeError:
        return None
    return Handle(backend, "" if agent == "-" else agent, native)
