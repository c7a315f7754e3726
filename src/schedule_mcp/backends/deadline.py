"""The one deadline of a call, over all backends and exchanges that it needs, and what it has done so far."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

CALL_AT_MOST_S = 50.0
"""Clients give up after a minute; a call ends before that, with an answer that says how far it came."""


@dataclass
class Call:
    """What the exchanges of one call share: when it ends (on the monotonic clock), and how many writes were sent."""

    ends: float
    writes: int = 0


_CALL: ContextVar[Call | None] = ContextVar("call", default=None)


@contextmanager
def call_within(seconds: float) -> Iterator[None]:
    """All exchanges inside end within so many seconds together; one inside another changes nothing."""
    if _CALL.get() is not None:
        yield
        return
    token = _CALL.set(Call(time.monotonic() + min(seconds, CALL_AT_MOST_S)))
    try:
        yield
    finally:
        _CALL.reset(token)


def writes_sent() -> int:
    """How many requests that change something this call has sent."""
    call = _CALL.get()
    return 0 if call is None else call.writes


def current() -> Call | None:
    """The call that this thread works for, None outside of one."""
    return _CALL.get()


def share_s(most: float) -> float:
    """The seconds that the next exchange may take: half of what is left, so that a look afterwards is possible."""
    call = _CALL.get()
    return most if call is None else min(most, (call.ends - time.monotonic()) / 2)
