"""How a backend writes timing: the shape that `encoding` fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schedule_mcp.cron.dialects import Dialect
from schedule_mcp.schedule.model import Interval

Timing = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """How a backend writes timing. A callable that is None means that the backend has no such timing."""

    title: str
    dialect: Dialect
    cron: Callable[[str, str], Timing]
    """(expression, zone) to fields."""
    once: Callable[[datetime], Timing] | None = None
    interval: Callable[[Interval], Timing] | None = None
    """Raises `Unsupported` for an interval that it cannot hold exactly."""
    bounded: Callable[[Timing, datetime | None, datetime | None], Timing] | None = None
    """(fields, start, until) to fields; raises `Unsupported` for a bound that it does not have."""
    zone: str | None = None
    """The one zone of a backend without a zone per schedule."""
    minimum_cadence_s: int = 0
