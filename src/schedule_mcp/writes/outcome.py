"""What became of one write to one object. The only place that decides it, for all verbs and kinds of backend.

    not done      the backend refused before any effect, by an answer that says so, or nothing was sent
    done          it is there, as a look shows
    unverified    the backend took it, and no look was possible
    unknown       it may be there or not, now or in a moment

A failed read-back is no failed write; a redirect, a page, a stray 404 or half an answer says nothing about effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from schedule_mcp.backends.base import Backend, NotReadBack, Record
from schedule_mcp.backends.deadline import CALL_AT_MOST_S, call_within, writes_sent
from schedule_mcp.errors import (
    BackendError,
    Conflict,
    NotAuthorized,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    ScheduleError,
    Unavailable,
)

Outcome = Literal["not_done", "done", "unverified", "unknown"]

LOOKS_S = (0.0, 0.5, 1.5)
"""Seconds before each look after a write whose effect does not show."""

_REFUSED = frozenset({400, 401, 403, 405, 406, 409, 411, 412, 413, 414, 415, 417, 421, 422, 423, 428, 429, 431, 451})
"""Statuses that say that the request was turned away before it had any effect."""


@dataclass(frozen=True)
class Effect:
    """An outcome with the record as last seen (None: gone, or never seen) and the error that is to be told."""

    outcome: Outcome
    record: Record | None = None
    error: ScheduleError | None = None
    schedule_id: str = ""
    """The id that the backend named, where no record could be read."""

    @property
    def is_done(self) -> bool:
        return self.outcome in ("done", "unverified")


@dataclass(frozen=True)
class Look:
    """How the effect of a write is seen: `find` reads the object (None: it is not there) or fails with an error."""

    find: Callable[[str], Record | None]
    """Takes the id that the backend named, "" where it named none."""
    shows: Callable[[Record | None], bool]
    """Whether what was found is what the write was to make of it."""
    differs: Callable[[Record | None], bool] = lambda _record: False
    """Whether a write that was taken has visibly done something, if not what it was to do."""


def is_refused(error: ScheduleError) -> bool:
    """Whether an error of a write says that it certainly had no effect."""
    if not isinstance(error, BackendError) or not error.is_write or isinstance(error, Unavailable | RateLimited):
        return not isinstance(error, OutcomeUnknown)
    if isinstance(error, Rejected | Conflict | NotAuthorized):
        return error.details.get("status") in _REFUSED
    return False


def carried_out(backend: Backend, send: Callable[[], Record | None], look: Look) -> Effect:
    """Send a write and find out what became of it."""
    with call_within(CALL_AT_MOST_S):
        return _carried_out(backend, send, look)


def _carried_out(backend: Backend, send: Callable[[], Record | None], look: Look) -> Effect:
    error: ScheduleError | None = None
    taken_id, taken, before = "", True, writes_sent()
    try:
        record = send()
        if look.shows(record) or look.differs(record):
            return Effect("done", record)
    except NotReadBack as lost:
        taken_id, error = lost.schedule_id, lost.cause
    except ScheduleError as refusal:
        # A read that fails after a write of the same verb says nothing about the write.
        taken = not _is_write(refusal) and writes_sent() > before
        if not taken and is_refused(refusal) and not _is_doubtful(refusal):
            return Effect("not_done", error=refusal)
        error = refusal
    seen, could_look = _looked(backend, look, taken_id, len(LOOKS_S) if taken else len(LOOKS_S) - 1)
    if could_look and (look.shows(seen) or (taken and look.differs(seen))):
        return Effect("done", seen)
    if taken and not could_look:
        return Effect("unverified", error=error, schedule_id=taken_id)
    if not taken and error is not None and is_refused(error):
        return Effect("not_done", seen, error)
    return Effect("unknown", seen, _unknown(backend, error, taken), taken_id)


def _is_write(error: ScheduleError) -> bool:
    return isinstance(error, BackendError) and (error.is_write or isinstance(error, OutcomeUnknown))


def _is_doubtful(error: ScheduleError) -> bool:
    """A refusal that costs one look to be sure of: proxies answer 400 and 409 for what went through."""
    return isinstance(error, Rejected | Conflict) and error.is_write


def _looked(backend: Backend, look: Look, taken_id: str, times: int) -> tuple[Record | None, bool]:
    """The record at the last look that was possible, and whether one was."""
    seen: Record | None = None
    could_look = False
    for seconds in LOOKS_S[:times]:
        if seconds:
            backend.wait(seconds)
        try:
            seen, could_look = look.find(taken_id), True
        except BackendError:
            continue
        if look.shows(seen):
            break
    return seen, could_look


def _unknown(backend: Backend, error: ScheduleError | None, taken: bool) -> OutcomeUnknown:
    if isinstance(error, OutcomeUnknown):
        return error
    if taken:
        told = f"{backend.name} took it, but does not show it"
    else:
        told = f"{error.message if error else backend.name}; whether it was applied is unknown"
    hint = "Look with list_schedules before you repeat it."
    if isinstance(error, NotAuthorized):
        hint = f"Check the credentials of this backend. {hint}"
    return OutcomeUnknown(told, hint, backend=backend.name, details=dict(error.details) if error else None)
