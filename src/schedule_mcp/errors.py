"""Every error of the package, one tree.

    ScheduleError                  code, message, hint, repeat, details
      InputError                   the caller can mend it
        UnreadableText             a part of the words was not understood
        InvalidExpression          cron, ISO 8601, RRULE …: with the position
        UnknownTimeZone            with near names
        ImpossibleSchedule         never fires, is past, or ends before it starts
        LimitExceeded              a length, a count or a horizon
        StalePlan                  the plan no longer holds
        InvalidArgument            an argument of a call is of the wrong shape
      Unsupported                  this backend cannot say it exactly
      PolicyError
        ReadOnly                   the operator allows no writes
        NotAllowed                 backend, agent or cadence outside the operator's limits
      BackendError                 backend, operation
        NotFound
        NotAuthorized
        Rejected                   the backend refused the request (4xx)
        RateLimited                with the seconds to wait
        Conflict                   changed since it was read
        Unavailable                certainly not applied
        OutcomeUnknown             may or may not be applied: look before repeating
        UnexpectedResponse         the answer has not the documented shape
        VerificationFailed         applied, but the backend made something else of it
      ConfigError                  the configuration file or the environment

An error takes facts and writes its own message, so that wording is in one place.
`repeat` tells whether the same call may be sent again: "no", "same_call", "after" or "look_first".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from schedule_mcp.outside.secrets import redacted
from schedule_mcp.outside.text import quoted

Repeat = Literal["no", "same_call", "after", "look_first"]


class ScheduleError(Exception):
    """The root: catch this to catch everything that the package refuses or reports."""

    code: ClassVar[str] = "schedule_error"
    repeat: Repeat = "no"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        # An error may be logged or kept before it comes to a door.
        self.message = redacted(message)
        self.hint = redacted(hint)
        super().__init__(self.message)
        self.details: dict[str, Any] = dict(details or {})
        self.alternatives: list[dict[str, Any]] = []
        self.differs: list[str] = []
        """For each alternative what makes it one of another kind than was asked for, "" where nothing does."""

    def __str__(self) -> str:
        message = self.message if self.message.endswith(("?", "!")) else self.message.rstrip(".") + "."
        return f"{message} {self.hint}".strip()


class InputError(ScheduleError):
    """The caller can mend it."""

    code = "invalid_input"


class UnreadableText(InputError):
    """No reading accounts for every word."""

    code = "unreadable_text"

    def __init__(self, message: str, hint: str = "", *, part: str = "") -> None:
        super().__init__(message, hint, details={"part": part} if part else None)
        self.part = part


class InvalidExpression(InputError):
    """A machine form (cron, ISO 8601, RRULE …) breaks its grammar; `position` counts characters from 0."""

    code = "invalid_expression"

    def __init__(self, message: str, hint: str = "", *, position: int | None = None, field: str = "") -> None:
        details: dict[str, Any] = {}
        if position is not None:
            details["position"] = position
        if field:
            details["field"] = field
        super().__init__(message, hint, details=details)
        self.position = position
        self.field = field


class UnknownTimeZone(InputError):
    """No time zone of that name; `near` holds at most three names that are spelled alike."""

    code = "unknown_time_zone"

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        hint = f"Did you mean {' or '.join(near)}?" if near else "Use an IANA name such as 'Europe/Berlin', or 'UTC'."
        super().__init__(f"there is no time zone named {quoted(name)}", hint, details={"near": list(near)})
        self.near = tuple(near)


class ImpossibleSchedule(InputError):
    """It can be read, but it never fires (any more)."""

    code = "impossible_schedule"


class LimitExceeded(InputError):
    """A length, a count or a horizon is over its limit."""

    code = "limit_exceeded"


class StalePlan(InputError):
    """The plan of a preview no longer holds; preview again."""

    code = "stale_plan"


class InvalidArgument(InputError):
    """An argument has the wrong shape."""

    code = "invalid_argument"


class Unsupported(ScheduleError):
    """This backend cannot hold the schedule exactly.

    `reason` is a short stable word (for example "phase", "month_length", "clock_change", "utc_drift",
    "cadence", "window", "too_many_objects"); `accept` names the difference that would lift the refusal,
    where one would.
    """

    code = "unsupported"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        reason: str,
        accept: Sequence[str] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, hint, details=details)
        self.reason = reason
        self.accept = tuple(accept)


class PolicyError(ScheduleError):
    """The operator does not allow it."""

    code = "not_allowed"


class ReadOnly(PolicyError):
    """The server only reads."""

    code = "read_only"

    def __init__(self, operation: str) -> None:
        super().__init__(
            f"{operation} was refused: this server is read-only",
            "The operator can set read_only = false; previews and explanations work.",
        )


class NotAllowed(PolicyError):
    """A backend, an agent or a cadence outside the operator's limits."""

    code = "not_allowed"


class BackendError(ScheduleError):
    """Something at a backend; `operation` is our verb.

    `is_write` says that a request which changes something was sent: what came of it is decided in `writes.outcome`.
    """

    code = "backend_error"
    is_write: bool = False

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        backend: str = "",
        operation: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, hint, details=details)
        self.backend = backend
        self.operation = operation


class NotFound(BackendError):
    """There is no such schedule, run or object."""

    code = "not_found"


class NotAuthorized(BackendError):
    """The backend did not accept the credentials."""

    code = "not_authorized"


class Rejected(BackendError):
    """The backend refused the request; nothing was applied."""

    code = "rejected"


class RateLimited(BackendError):
    """The backend asks to wait; `retry_after_s` is in seconds, None when it named no time."""

    code = "rate_limited"
    repeat: Repeat = "after"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        retry_after_s: float | None = None,
        backend: str = "",
        operation: str = "",
    ) -> None:
        super().__init__(
            message,
            hint,
            backend=backend,
            operation=operation,
            details={} if retry_after_s is None else {"retry_after_s": retry_after_s},
        )
        self.retry_after_s = retry_after_s


class Conflict(BackendError):
    """It was changed since it was read, or stands in the way."""

    code = "conflict"


class Unavailable(BackendError):
    """Certainly not applied: the request did not reach the backend."""

    code = "unavailable"
    repeat: Repeat = "same_call"


class OutcomeUnknown(BackendError):
    """The request may or may not have been applied."""

    code = "outcome_unknown"
    repeat: Repeat = "look_first"


class UnexpectedResponse(BackendError):
    """The backend's answer has not the documented shape."""

    code = "unexpected_response"


class VerificationFailed(BackendError):
    """Applied, but what the backend holds is not what was sent."""

    code = "verification_failed"


class ConfigError(ScheduleError):
    """The configuration file or the environment is wrong."""

    code = "config_error"
