"""A schedule in the making."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from schedule_mcp.language.compose.structure.groups import Outline
from schedule_mcp.language.context import Context


@dataclass
class Composition:
    """What is being composed: the outline that is worked off, and what was settled about it so far."""

    outline: Outline
    context: Context
    running: bool = False
    """Whether it follows the clock as it runs: "every 15 minutes" goes on in an hour that comes twice."""
    start: datetime | None = None
    until: datetime | None = None
    first_day: date | None = None
    """The day of the start."""
    start_day: date | None = None
    """The day of the start where the day itself was named, and not only its week or month."""
    each_month: bool = False
    """Whether "the first Friday" was settled to be that of every month."""
