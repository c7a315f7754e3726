"""Words for time zones: the table of places, as the tokenizer uses it."""

from schedule_mcp.language.places import ZoneHit, find_zone

__all__ = ["ZoneHit", "find_zone"]
