"""Changes of schedules that exist: `revise` reads the words of an update, `changed` applies what they say.

frames (how it is said) ← kinds (what it says) ← reader (text to changes), apply (`changed`) ← revise.
"""

from schedule_mcp.language.changes.apply import changed
from schedule_mcp.language.changes.kinds import Change, ImpossibleChange
from schedule_mcp.language.changes.revising import revise

__all__ = ["Change", "ImpossibleChange", "changed", "revise"]
