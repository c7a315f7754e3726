"""The schedule algebra: pure values and functions; no text, no clock, no network."""

from schedule_mcp.schedule.fires import fires, next_fire
from schedule_mcp.schedule.model import Calendar, Interval, Once, Rule, Schedule
from schedule_mcp.schedule.same import equal, same

__all__ = ["Calendar", "Interval", "Once", "Rule", "Schedule", "equal", "fires", "next_fire", "same"]
