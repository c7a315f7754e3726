"""Words to schedules (`read`) and schedules to words (`describe`)."""

from schedule_mcp.language.description import describe
from schedule_mcp.language.reader import read
from schedule_mcp.language.reading import Option, Question, Reading

__all__ = ["Option", "Question", "Reading", "describe", "read"]
