"""One schedule on its way: what a line or a file says, before anything is created."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schedule_mcp.schedule import Schedule


@dataclass(frozen=True)
class Entry:
    """What is to be created. `schedule` is its timing where that is known exactly; else `when` is read."""

    place: str
    """Where it stands: "line 3", "backup.timer"."""
    name: str = ""
    when: str = ""
    timezone: str = ""
    schedule: Schedule | None = None
    input: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    """The kind of backend whose `options` these are."""
    backend: str = ""
    agent: str = ""
    enabled: bool = True
    notes: tuple[str, ...] = ()
    passed_over: str = ""
    """Why there is nothing to create although nothing is wrong."""
    refusal: Exception | None = None
    """What is wrong with it."""
