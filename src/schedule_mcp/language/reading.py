"""What words were read as: a schedule with what was assumed, or a question."""

from __future__ import annotations

from dataclasses import dataclass

from schedule_mcp.schedule.model import Schedule


@dataclass(frozen=True)
class Option:
    """One answer to a question: merged over the original arguments it reads to exactly this schedule."""

    arguments: dict[str, str]
    schedule: Schedule
    stands_for: int | None = None
    """The time of the day (seconds) that names it, where that is none of its own: the one that it replaces."""
    sense: str = ""
    """What it does where another does it otherwise: "next" moves the next run, "onwards" all from then on, "once"
    concerns a single day, "always" every such day."""


@dataclass(frozen=True)
class Question:
    """What must be asked; at most four options."""

    ask: str
    options: tuple[Option, ...] = ()
    all_together: int | None = None
    """The option that "both" or "all" means."""
    is_yes_or_no: bool = False
    """Whether "yes" means the first option and "no" the second."""
    words: str = ""
    """What is asked about, where an answer has made other words of those that were said."""


@dataclass(frozen=True)
class Reading:
    """Exactly one of `schedule` and `question` is set."""

    schedule: Schedule | None = None
    zone: str | None = None
    """The zone that the schedule is in; None where none was named or needed."""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    question: Question | None = None
