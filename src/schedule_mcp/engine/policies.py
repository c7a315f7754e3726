"""What a schedule may ask of the engine by its options: how often, how long, how late, how many at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from schedule_mcp.errors import InvalidArgument
from schedule_mcp.outside.text import quoted

CatchUp = Literal["latest", "all", "skip"]
Overlap = Literal["allow", "skip", "queue"]

LATE_AFTER = timedelta(seconds=60)
"""A run that is later than this counts as missed."""

WAITING_AT_MOST = 100
"""Runs of one schedule that wait for the one before, under `overlap` "queue"."""

RETRIES_S = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0)
ATTEMPTS = len(RETRIES_S) + 1
_DAY_S = 86_400.0

OPTIONS: Mapping[str, str] = {
    "catch_up": "runs missed while no worker ran: 'latest' (default: one run for all of them), 'all', 'skip'",
    "catch_up_window_s": "seconds, 60-31536000: what was missed longer ago is not made up for (default: no limit)",
    "overlap": "a run that is due while the one before is still going: 'allow' (default), 'skip', 'queue'",
    "timeout_s": "seconds that one attempt may take, 1-86400 (default: the agent's)",
    "attempts": "attempts of a run that fails, 1-20 (default: 8 for callbacks, 1 for commands)",
    "retry_s": "seconds between attempts, 1-86400: a number, or a list whose last repeats (default: 5, 10, 20 …)",
    "jitter_s": "a run starts up to so many seconds after it is due, 1-86400, never past the next (default: none)",
    "pause_after_failures": "pause the schedule after so many failed runs in a row, 1-1000 (default: never)",
}


@dataclass(frozen=True)
class Policies:
    """The options of a schedule, read; zeros and empty values are the defaults."""

    catch_up: CatchUp = "latest"
    catch_up_window: timedelta | None = None
    overlap: Overlap = "allow"
    timeout: timedelta | None = None
    attempts: int = 0
    retries_s: tuple[float, ...] = RETRIES_S
    jitter: timedelta = timedelta(0)
    pause_after_failures: int = 0

    def wait(self, attempt: int) -> timedelta:
        """Between an attempt, counted from 1, and the next."""
        return timedelta(seconds=self.retries_s[min(attempt, len(self.retries_s)) - 1])


def policies_of(options: Mapping[str, Any]) -> Policies:
    """The policies of options that were checked before they were stored."""
    window, timeout = options.get("catch_up_window_s"), options.get("timeout_s")
    retries = options.get("retry_s", RETRIES_S)
    return Policies(
        options.get("catch_up", "latest"),
        None if window is None else timedelta(seconds=window),
        options.get("overlap", "allow"),
        None if timeout is None else timedelta(seconds=timeout),
        options.get("attempts", 0),
        tuple(retries) if isinstance(retries, list | tuple) else (float(retries),),
        timedelta(seconds=options.get("jitter_s", 0)),
        options.get("pause_after_failures", 0),
    )


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse what is no option, or has no such value.

    Raises:
        InvalidArgument: with what is allowed.
    """
    for key, value in options.items():
        known = _CHECKS.get(key)
        if known is None:
            raise InvalidArgument(
                f"the embedded scheduler has no option {quoted(key)}", f"It has: {', '.join(_CHECKS)}."
            )
        check, allowed = known
        if not check(value):
            raise InvalidArgument(f"option {key} cannot be {quoted(value)}", f"Use {allowed}.")


Check = Callable[[Any], bool]


def _one_of(*allowed: str) -> tuple[Check, str]:
    return lambda value: isinstance(value, str) and value in allowed, f"one of: {', '.join(allowed)}"


def _number(least: float, most: float) -> Check:
    # True is an int to Python, and NaN is within no bounds.
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _seconds(least: int, most: float) -> tuple[Check, str]:
    return _number(least, most), f"a number of seconds from {least} to {most:.0f}"


def _whole(least: int, most: int) -> tuple[Check, str]:
    within = _number(least, most)
    return lambda value: isinstance(value, int) and within(value), f"a whole number from {least} to {most}"


def _spacing() -> tuple[Check, str]:
    within = _number(1, _DAY_S)

    def check(value: Any) -> bool:
        return 1 <= len(value) <= 20 and all(map(within, value)) if isinstance(value, list) else within(value)

    return check, "a number of seconds from 1 to 86400, or a list of up to 20 of them"


_CHECKS: Mapping[str, tuple[Check, str]] = {
    "catch_up": _one_of("latest", "all", "skip"),
    "catch_up_window_s": _seconds(60, 365 * _DAY_S),
    "overlap": _one_of("allow", "skip", "queue"),
    "timeout_s": _seconds(1, _DAY_S),
    "attempts": _whole(1, 20),
    "retry_s": _spacing(),
    "jitter_s": _seconds(1, _DAY_S),
    "pause_after_failures": _whole(1, 1_000),
}
