"""Cron: dialects as data, text to schedules, schedules to text by synthesis and proof."""

from schedule_mcp.cron.dialects import DIALECTS, Dialect, dialect
from schedule_mcp.cron.synthesis import fit
from schedule_mcp.cron.text import meant, parse, parse_fields

__all__ = ["DIALECTS", "Dialect", "dialect", "fit", "meant", "parse", "parse_fields"]
