"""What a verb is asked to do: one frozen value for each verb, the same from the tools, the command line and a library.

Texts are as the caller gave them and are checked by the verb. Empty values stand for what was not named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from schedule_mcp.planning.planner import Heard

Options = Mapping[str, Any] | str
"""The backend's own fields: an object, or JSON text of one."""

Accept = str | list[str]
"""Names of differences that the person agreed to."""


@dataclass(frozen=True)
class Preview:
    """What words mean; with `schedule_id`, next to what that schedule does now."""

    when: str
    _: KW_ONLY
    timezone: str = ""
    backend: str = ""
    agent_id: str = ""
    accept: Accept = ""
    show: int = 5
    as_of: str = ""
    schedule_id: str = ""
    plan: str = ""
    """The plan of a question that `when` answers."""


@dataclass(frozen=True)
class Create:
    """A new schedule `name` that fires `when`."""

    name: str
    when: str
    _: KW_ONLY
    timezone: str = ""
    backend: str = ""
    agent_id: str = ""
    input: str = ""
    enabled: bool = True
    options: Options = ""
    accept: Accept = ""
    plan: str = ""
    heard: Heard | None = field(default=None, repr=False, compare=False)
    """What the words were read as already, to ask about them: they are not read again."""


@dataclass(frozen=True)
class Update:
    """What changes of a schedule; what is not named stays. Another backend or agent moves it there."""

    schedule_id: str
    _: KW_ONLY
    name: str = ""
    when: str = ""
    timezone: str = ""
    input: str = ""
    options: Options = ""
    accept: Accept = ""
    plan: str = ""
    backend: str = ""
    agent_id: str = ""


@dataclass(frozen=True)
class List:
    """Which schedules to list; empty values leave all."""

    _: KW_ONLY
    backend: str = ""
    agent_id: str = ""
    status: str = ""
    name: str = ""
    limit: int = 20
    cursor: str = ""


@dataclass(frozen=True)
class Explain:
    """A cron expression in a named dialect, or as a backend reads it."""

    expression: str
    _: KW_ONLY
    dialect: str = ""
    backend: str = ""
    timezone: str = ""
    show: int = 5
    as_of: str = ""


@dataclass(frozen=True)
class Draw:
    """Which days of the calendar, and which schedules on them; with `when` only what these words mean."""

    _: KW_ONLY
    first: str = ""
    """A date; the Monday of this week, or the first of this month, if left out."""
    weeks: int = 5
    months: int = 0
    """Whole months instead of weeks."""
    when: str = ""
    timezone: str = ""
    backend: str = ""
    agent_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Runs:
    """The runs of a span in words ("tomorrow", "last night"; "" is the next 24 hours) of which schedules."""

    when: str = ""
    _: KW_ONLY
    timezone: str = ""
    backend: str = ""
    agent_id: str = ""
    name: str = ""
    failed: bool = False
    """Only runs that failed or were not made."""
    limit: int = 50
