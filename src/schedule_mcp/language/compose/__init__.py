"""Items to a schedule: groups of days and times, bounds, exceptions, once or again.

`structure.outline` sorts items; functions over one `Composition` then decide one thing in each module, and each module
builds on those before it: moments ← limits ← intervals ← exceptions ← questions ← rules ← calendars ← composer.
"""

from schedule_mcp.language.compose.composer import schedule_of

__all__ = ["schedule_of"]
