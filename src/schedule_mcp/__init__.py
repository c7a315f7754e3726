"""Schedules from words, cron and ISO times: validated, compiled for a backend, verified.

The names below are the public door; everything else may move. Each is loaded when it is first used, since a server's
first answer must not wait for what it does not need.
"""

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than the first answer may wait."""

if TYPE_CHECKING:
    from schedule_mcp.config.door import open_service
    from schedule_mcp.cron.explain import Explanation, explain
    from schedule_mcp.errors import ScheduleError
    from schedule_mcp.language import Option, Question, Reading, describe, read
    from schedule_mcp.schedule import Calendar, Interval, Once, Rule, Schedule, fires, next_fire
    from schedule_mcp.service import Service, calls

__version__ = "0.2.0"

_HOMES = {
    "calls": "schedule_mcp.service",
    "describe": "schedule_mcp.language",
    "explain": "schedule_mcp.cron.explain",
    "Explanation": "schedule_mcp.cron.explain",
    "fires": "schedule_mcp.schedule",
    "next_fire": "schedule_mcp.schedule",
    "open_service": "schedule_mcp.config.door",
    "Option": "schedule_mcp.language",
    "Question": "schedule_mcp.language",
    "read": "schedule_mcp.language",
    "Reading": "schedule_mcp.language",
    "Calendar": "schedule_mcp.schedule",
    "Interval": "schedule_mcp.schedule",
    "Once": "schedule_mcp.schedule",
    "Rule": "schedule_mcp.schedule",
    "Schedule": "schedule_mcp.schedule",
    "ScheduleError": "schedule_mcp.errors",
    "Service": "schedule_mcp.service",
}

__all__ = [
    "Calendar",
    "Explanation",
    "Interval",
    "Once",
    "Option",
    "Question",
    "Reading",
    "Rule",
    "Schedule",
    "ScheduleError",
    "Service",
    "__version__",
    "calls",
    "describe",
    "explain",
    "fires",
    "next_fire",
    "open_service",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'schedule_mcp' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
