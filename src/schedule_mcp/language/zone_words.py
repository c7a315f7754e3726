"""Words for time zones: the table of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schedule_mcp.schedule.zones import zone_names

if TYPE_CHECKING:
    from schedule_mcp.language.places import ZoneHit, find_zone
else:
    try:
        from schedule_mcp.language.places import ZoneHit, find_zone
    except ImportError:
        from dataclasses import dataclass

        @dataclass(frozen=True)
        class ZoneHit:
            zone: str
            ambiguous: tuple[str, ...] = ()
            note: str = ""

        def find_zone(words):
            wanted = words.replace(" ", "_")
            if wanted in ("utc", "gmt", "z"):
                return ZoneHit("UTC")
            for name in zone_names():
                if "/" in name and name.rpartition("/")[2].lower() == wanted:
                    return ZoneHit(name)
            return None


__all__ = ["ZoneHit", "find_zone"]
