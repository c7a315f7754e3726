"""Words for time zones: the table of places, as the tokenizer uses it."""

from schedule_mcp.language.tokens.places import ZoneHit, find_zone, folded, zone_beginnings, zone_vocabulary

__all__ = ["ZoneHit", "find_zone", "folded", "zone_beginnings", "zone_vocabulary"]
