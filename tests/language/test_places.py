"""Words for time zones."""

from __future__ import annotations

import pytest

from schedule_mcp.language.tokens.places import _table, find_zone
from schedule_mcp.schedule.zones import zone


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("New York", "America/New_York"),
        ("new york time", "America/New_York"),
        ("Eastern time", "America/New_York"),
        ("central", "America/Chicago"),
        ("PT", "America/Los_Angeles"),
        ("São Paulo", "America/Sao_Paulo"),
        ("zürich time", "Europe/Zurich"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Phoenix", "America/Phoenix"),
        ("mumbai", "Asia/Kolkata"),
        ("uk time", "Europe/London"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("tokyo standard time", "Asia/Tokyo"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("us/eastern", "US/Eastern"),
        ("UTC+2", "+02:00"),
        ("GMT+5:30", "+05:30"),
        ("utc -3", "-03:00"),
        ("-03:00", "-03:00"),
        ("UTC+0", "UTC"),
        ("gmt", "UTC"),
        ("jst", "Asia/Tokyo"),
        ("hora de Madrid", "Europe/Madrid"),
        ("北 京 时 间", "Asia/Shanghai"),
        ("日本時間", "Asia/Tokyo"),
    ],
)
def test_one_zone(words: str, expected: str) -> None:
    hit = find_zone(words)
    assert hit is not None
    assert (hit.zone, hit.ambiguous) == (expected, ())


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("EST", {"-05:00", "America/New_York"}),
        ("CST", {"America/Chicago", "Asia/Shanghai", "America/Havana"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("CET", {"+01:00", "Europe/Berlin"}),
        ("eastern standard time", {"-05:00", "America/New_York"}),
        ("Springfield time", {"America/Chicago", "America/New_York", "America/Los_Angeles"}),
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
        ("Georgia", {"America/New_York", "Asia/Tbilisi"}),
    ],
)
def test_several_zones(words: str, among: set[str]) -> None:
    hit = find_zone(words)
    assert hit is not None
    assert set(hit.ambiguous) == among
    assert hit.zone == hit.ambiguous[0]


@pytest.mark.parametrize(
    "words", ["", "time", "christmas", "easter", "wake", "every", "+2", "utc+15", "utc+2 days", "gotham", "x" * 200]
)
def test_no_zone(words: str) -> None:
    assert find_zone(words) is None


def test_every_zone_of_the_table_exists() -> None:
    for hit in _table().values():
        for name in (hit.zone, *hit.ambiguous):
            assert zone(name)
        assert len(hit.ambiguous) <= 4
