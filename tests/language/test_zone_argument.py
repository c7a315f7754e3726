"""A time zone as an argument is read as words for zones are: abbreviations are refused with their clocks, offsets have
the sign that people mean, and what is suggested is the zone of the city and not what looks alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schedule_mcp.errors import InvalidArgument, InvalidExpression, UnknownTimeZone
from schedule_mcp.language import read
from schedule_mcp.language.tokens.places import zone_argument
from schedule_mcp.schedule.zones import zone
from schedule_mcp.service.arguments import checked_zone

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)

READ = {
    "Europe/Berlin": "Europe/Berlin",
    " europe/berlin ": "Europe/Berlin",
    "UTC": "UTC",
    "GMT+8": "+08:00",
    "UTC-5": "-05:00",
    "UTC+05:30": "+05:30",
    "utc+0530": "+05:30",
    "+8": "+08:00",
    "-05": "-05:00",
    "+05:30": "+05:30",
    "GMT+0": "UTC",
    "Etc/GMT+8": "Etc/GMT+8",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "Tokyo Standard Time": "Asia/Tokyo",
    "SA Pacific Standard Time": "America/Bogota",
    "US Eastern Standard Time": "America/Indiana/Indianapolis",
    "Line Islands Standard Time": "Pacific/Kiritimati",
    "Beijing time": "Asia/Shanghai",
    "北京时间": "Asia/Shanghai",
    "雅加达": "Asia/Jakarta",
    "雅加达时间": "Asia/Jakarta",
    "ジャカルタ": "Asia/Jakarta",
    "WAT": "Africa/Lagos",
    "EAT": "Africa/Nairobi",
    "CAT": "Africa/Maputo",
    "JST": "Asia/Tokyo",
    "Boston": "America/New_York",
    "Mumbai": "Asia/Kolkata",
    "New York": "America/New_York",
    "Eastern time": "America/New_York",
}


@pytest.mark.parametrize("text", READ)
def test_an_argument_names_a_zone(text: str) -> None:
    assert zone_argument(text) == checked_zone(text) == READ[text]


SEVERAL = {
    "EST": ["-05:00", "America/New_York"],
    "MST": ["-07:00", "America/Denver"],
    "PST": ["-08:00", "America/Los_Angeles"],
    "CET": ["+01:00", "Europe/Berlin"],
    "CEST": ["+02:00", "Europe/Berlin"],
    "EET": ["+02:00", "Europe/Athens"],
    "WET": ["+00:00", "Europe/Lisbon"],
    "WEST": ["+01:00", "Europe/Lisbon"],
    "est": ["-05:00", "America/New_York"],
    "Eastern Standard Time": ["-05:00", "America/New_York"],
    "IST": ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
    "CST": ["America/Chicago", "Asia/Shanghai", "America/Havana"],
}


@pytest.mark.parametrize("text", SEVERAL)
def test_a_name_of_several_clocks_is_refused_with_each_of_them(text: str) -> None:
    with pytest.raises(InvalidArgument, match="names several clocks") as caught:
        checked_zone(text)
    assert caught.value.alternatives == [{"timezone": name} for name in SEVERAL[text]]
    for name in SEVERAL[text]:
        assert checked_zone(name)


UNKNOWN = {
    "America/Boston": ("America/New_York",),
    "Asia/Mumbai": ("Asia/Kolkata",),
    "Asia/Beijing": ("Asia/Shanghai",),
    "Germany/Berlin": ("Europe/Berlin",),
    "Europe/Berln": ("Europe/Berlin",),
    "Europe/Munich": ("Europe/Berlin",),
    "Moon/Base": (),
    "XST": (),
    "Asia/Dubay": ("Asia/Dubai",),
    "America/Dubay": (),
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_suggested_is_the_zone_of_the_city(text: str) -> None:
    with pytest.raises(UnknownTimeZone) as caught:
        checked_zone(text)
    assert caught.value.near == UNKNOWN[text]


@pytest.mark.parametrize("hours", [*range(-12, 0), *range(1, 15)])
def test_an_offset_has_the_sign_that_people_mean(hours: int) -> None:
    name = checked_zone(f"GMT{hours:+d}")
    assert zone(name).offset_at(0) == hours * 3600
    etc = ZoneInfo(f"Etc/GMT{-hours:+d}").utcoffset(datetime(2026, 1, 1))
    assert etc == timedelta(hours=hours)


def test_the_same_name_is_read_alike_beside_a_machine_form() -> None:
    for text in ("EST", "CET"):
        with pytest.raises(InvalidExpression, match="names several clocks"):
            read(f"CRON_TZ={text} 0 9 * * *", now=NOW)
    assert read("CRON_TZ=+08:00 0 9 * * *", now=NOW).zone == "+08:00"
    with pytest.raises(InvalidExpression, match="the opposite as POSIX has it"):
        read("TZ=UTC-5 0 9 * * *", now=NOW)
    with pytest.raises(UnknownTimeZone) as caught:
        read("CRON_TZ=America/Boston 0 9 * * *", now=NOW)
    assert caught.value.near == ("America/New_York",)
