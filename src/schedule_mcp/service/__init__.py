"""The main path, one method for each verb: read, plan, journal, send, verify, answer.

Methods take the arguments of the tools and return the structured answers as plain dictionaries, or raise the
errors of the tree. They are synchronous and thread-safe as far as their backends are.
"""

from __future__ import annotations

from schedule_mcp.service.agenda import Agenda
from schedule_mcp.service.reads import Looking
from schedule_mcp.service.undoing import Undoing


class Service(Looking, Agenda, Undoing):
    """Schedules over all configured backends: the verbs of each module over one `Desk`."""


__all__ = ["Service"]
