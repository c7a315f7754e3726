"""Whether an offer is of the kind that was asked for: every hour is not every minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from schedule_mcp.errors import ScheduleError
from schedule_mcp.language import read
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.model import Once, Schedule

_RUNS_COMPARED = 60
_AS_OFTEN = 1.5
"""A pace that differs by less is that of the nearest schedule of the same kind."""


def difference_of(asked: Schedule, offer: Mapping[str, Any], now: datetime) -> str:
    """What makes an offer one of another kind, in a few words; "" where it is of the same.

    Args:
        asked: What was asked for.
        offer: Arguments that replace those of the call. Only other words can be of another kind.
        now: From here on the runs are compared.
    """
    try:
        offered = read(str(offer["when"]), now=now).schedule if "when" in offer else None
    except ScheduleError:
        return ""
    if offered is None:
        return ""
    if isinstance(asked, Once) is not isinstance(offered, Once):
        return "it runs again and again; a single run was asked for" if isinstance(asked, Once) else "it runs once only"
    found = [*_bounds(asked, offered), *_pace(asked, offered, now)]
    return "; ".join(found)


def _bounds(asked: Schedule, offered: Schedule) -> list[str]:
    if isinstance(asked, Once) or isinstance(offered, Once):
        return []
    found = []
    if asked.start is not None and offered.start is None:
        found.append("it begins at once")
    if asked.until is not None and offered.until is None:
        found.append("it goes on without end")
    return found


def _pace(asked: Schedule, offered: Schedule, now: datetime) -> list[str]:
    before, after = _runs_a_second(asked, now), _runs_a_second(offered, now)
    if not before or not after:
        return []
    ratio = after / before
    if ratio >= _AS_OFTEN:
        return [f"it runs {_number(ratio)} times as often as was asked for"]
    return [f"it makes one run for every {_number(1 / ratio)} that were asked for"] if ratio <= 1 / _AS_OFTEN else []


def _runs_a_second(schedule: Schedule, now: datetime) -> float:
    """The mean pace of the next runs; 0 where there are less than two."""
    runs = list(islice(fires(schedule, after=now), _RUNS_COMPARED))
    seconds = (runs[-1] - runs[0]).total_seconds() if runs else 0.0
    return (len(runs) - 1) / seconds if seconds > 0 else 0.0


def _number(value: float) -> str:
    """
    >>> _number(6.02), _number(1.5), _number(30.4)
    ('6', '1.5', '30')
    """
    return f"{value:.0f}" if value >= 10 or abs(value - round(value)) < 0.1 else f"{value:.1f}"
