"""Changes of schedules that exist: `revise` reads the words of an update, `changed` applies what they say.

frames (how it is said) ← kinds (what it says) ← reader (text to changes), apply (`changed`) ← revising; kept (what
stays); answers (typed answers to a question).
"""

from schedule_mcp.language.changes.answers import Answering, answered
from schedule_mcp.language.changes.apply import changed, in_full
from schedule_mcp.language.changes.kept import stays
from schedule_mcp.language.changes.kinds import Change, ImpossibleChange
from schedule_mcp.language.changes.revising import is_part, revise, says_times, zone_of

__all__ = [
    "Answering",
    "Change",
    "ImpossibleChange",
    "answered",
    "changed",
    "in_full",
    "is_part",
    "revise",
    "says_times",
    "stays",
    "zone_of",
]
