"""The schedule algebra: pure values and functions; no text, no clock, no network."""

from schedule_mcp.schedule.equality import equal, same
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import Calendar, Interval, Once, Rule, Schedule

__all__ = ["Calendar", "Interval", "Once", "Rule", "Schedule", "equal", "fires", "next_fire", "same"]
