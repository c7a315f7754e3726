"""Items to a schedule: groups of days and times, bounds, exceptions, once or again.

`outline` sorts items; each module then decides one thing and builds on those before it:
moments ← limits ← intervals ← exceptions ← rules ← calendars ← composer.
"""

from schedule_mcp.language.compose.composer import Composer
from schedule_mcp.language.compose.structure.groups import Outline
from schedule_mcp.language.compose.structure.outline import outline

__all__ = ["Composer", "Outline", "outline"]
