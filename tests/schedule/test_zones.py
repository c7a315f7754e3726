"""Zones: names, offsets and changes from the newest database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import tzdata

from schedule_mcp.errors import LimitExceeded, UnknownTimeZone
from schedule_mcp.schedule import zones
from schedule_mcp.schedule.zones import Transition, canonical_name, same_zone, zone, zone_data_version, zone_names


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def changes(name: str, year: int) -> list[tuple[str, float, float]]:
    """Changes as (UTC, hours before, hours after)."""
    found = zone(name).transitions(year)
    return [(f"{datetime.fromtimestamp(t.at, UTC):%m-%d %H:%M}", t.before / 3600, t.after / 3600) for t in found]


KNOWN_CHANGES = [
    ("America/New_York", 2026, [("03-08 07:00", -5, -4), ("11-01 06:00", -4, -5)]),
    ("Europe/London", 2026, [("03-29 01:00", 0, 1), ("10-25 01:00", 1, 0)]),
    ("Australia/Lord_Howe", 2026, [("04-04 15:00", 11, 10.5), ("10-03 15:30", 10.5, 11)]),
    ("Pacific/Apia", 2011, [("04-02 14:00", -10, -11), ("09-24 14:00", -11, -10), ("12-30 10:00", -10, 14)]),
    ("America/Sao_Paulo", 2018, [("02-18 02:00", -2, -3), ("11-04 03:00", -3, -2)]),
    ("America/Sao_Paulo", 2027, []),
    ("America/Havana", 2025, [("03-09 05:00", -5, -4), ("11-02 05:00", -4, -5)]),
    ("America/Santiago", 2026, [("04-05 03:00", -3, -4), ("09-06 04:00", -4, -3)]),
    ("Antarctica/Troll", 2026, [("03-29 01:00", 0, 2), ("10-25 01:00", 2, 0)]),
    ("Pacific/Chatham", 2026, [("04-04 14:00", 13.75, 12.75), ("09-26 14:00", 12.75, 13.75)]),
    ("Africa/Cairo", 2026, [("04-23 22:00", 2, 3), ("10-29 21:00", 3, 2)]),
    # Changes near the ends of a year belong to that year alone.
    ("Pacific/Fiji", 2013, [("01-19 14:00", 13, 12), ("10-26 14:00", 12, 13)]),
    ("Asia/Dhaka", 2009, [("06-19 17:00", 6, 7), ("12-31 17:00", 7, 6)]),
    ("Africa/Sao_Tome", 2017, []),
    ("Africa/Sao_Tome", 2018, [("01-01 01:00", 0, 1)]),
    ("Africa/Sao_Tome", 2019, [("01-01 01:00", 1, 0)]),
    ("Asia/Kolkata", 2026, []),
    ("UTC", 2026, []),
    ("+05:30", 2026, []),
]


@pytest.mark.parametrize(("name", "year", "expected"), KNOWN_CHANGES)
def test_changes_of_a_year(name: str, year: int, expected: list[tuple[str, float, float]]) -> None:
    assert changes(name, year) == expected


@pytest.mark.parametrize("name", ["America/New_York", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin"])
def test_changes_are_all_that_a_walk_by_hours_finds(name: str) -> None:
    place, start = zone(name), at("2010-01-01")
    offsets = [place.offset_at(start + hour * 3600) for hour in range(3 * 8766)]
    walked = [
        (start + hour * 3600, before, after)
        for hour, (before, after) in enumerate(pairwise(offsets), 1)
        if before != after
    ]
    assert [tuple(t) for t in place.transitions_between(start, start + 3 * 8766 * 3600)] == walked


@pytest.mark.slow
def test_no_change_of_any_zone_lies_between_the_places_looked_at() -> None:
    """Places of other zones with the same rules are left out; the years to come follow rules of one form."""
    places = {zones._rules(name): zone(name) for name in sorted(zone_names())}
    start, count = at("2000-01-01"), 27 * 366
    for place in places.values():
        daily = [place.offset_at(start + day * 86_400) for day in range(count)]
        changed = [before != after for before, after in pairwise(daily)]
        end = start + (count - 1) * 86_400
        assert len(place.transitions_between(start, end)) == sum(changed), place.name


def test_changes_between_two_instants_include_the_first_and_not_the_last() -> None:
    spring = at("2026-03-08T07:00")
    place = zone("America/New_York")
    assert place.transitions_between(spring, spring + 1) == [Transition(spring, -18_000, -14_400)]
    assert place.transitions_between(spring + 1, spring + 9999) == []
    assert place.transitions_between(spring - 9999, spring) == []
    assert [t.at for t in place.transitions_between(at("2025-12-01"), at("2027-04-01"))] == [
        spring,
        at("2026-11-01T06:00"),
        at("2027-03-14T07:00"),
    ]


def test_no_changes_are_looked_for_where_dates_end() -> None:
    assert zone("America/New_York").transitions(1) == ()
    assert zone("America/New_York").transitions(9998) == ()
    assert len(zone("America/New_York").transitions(9997)) == 2


def test_a_segment_reaches_from_change_to_change() -> None:
    spring, autumn = at("2026-03-08T07:00"), at("2026-11-01T06:00")
    place = zone("America/New_York")
    for instant in (spring, spring + 5, autumn - 1):
        assert place.segment_at(instant) == (spring, autumn, -14_400)
    assert place.segment_at(spring - 1) == (at("2025-11-02T06:00"), spring, -18_000)
    assert place.segment_at(autumn).start == autumn


def test_a_segment_without_changes_has_two_years_at_least() -> None:
    found = zone("Asia/Kolkata").segment_at(at("2026-05-05"))
    assert found == (at("2025-01-01"), at("2028-01-01"), 19_800)
    fixed = zone("-03:00").segment_at(0)
    assert (fixed.start < -(10**12), fixed.end > 10**12, fixed.offset) == (True, True, -10_800)


def test_offsets() -> None:
    assert zone("America/New_York").offset_at(at("2026-07-01")) == -14_400
    assert zone("Asia/Kathmandu").offset_at(at("2026-07-01")) == 20_700
    assert zone("+05:30").offset_at(0) == zone("+05:30").fixed_offset == 19_800
    assert zone("-03:00").tzinfo.utcoffset(None) == timedelta(hours=-3)
    assert zone("Etc/UTC").fixed_offset == zone("gmt").fixed_offset == zone("Zulu").fixed_offset == 0
    assert zone("Europe/London").fixed_offset is None


NAMES = [
    ("europe/berlin", "Europe/Berlin"),
    (" America/New_York ", "America/New_York"),
    ("US/Eastern", "US/Eastern"),
    ("+05:30", "+05:30"),
    ("-14:00", "-14:00"),
    ("utc", "UTC"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names_are_taken_in_any_case(name: str, expected: str) -> None:
    assert canonical_name(name) == expected
    assert zone(name).name == expected


UNKNOWN = [
    ("Europe/Berln", ["Europe/Berlin"]),
    ("New York", ["America/New_York"]),
    ("Germany/Berlin", ["Europe/Berlin"]),
    ("Kolkatta", ["Asia/Kolkata"]),
    ("Mars/Olympus_Mons", []),
    ("", []),
    ("+14:30", []),
    ("+5:30", []),
    ("+05:60", []),
    ("+15:00", []),
    ("Factory", []),
    ("../../etc/passwd", []),
    ("posix/Europe/Berlin", ["Europe/Berlin"]),
]


@pytest.mark.parametrize(("name", "near"), UNKNOWN)
def test_unknown_names_are_refused_with_those_spelled_alike(name: str, near: list[str]) -> None:
    with pytest.raises(UnknownTimeZone) as caught:
        zone(name)
    if near:
        assert near[0] in caught.value.near
    assert len(caught.value.near) <= 3


def test_a_name_has_a_greatest_length() -> None:
    with pytest.raises(LimitExceeded, match="longer than 64 characters"):
        canonical_name("x" * 65)
    with pytest.raises(UnknownTimeZone):
        canonical_name("x" * 64)


def test_links_are_the_same_zone() -> None:
    assert same_zone("US/Eastern", "America/New_York")
    assert same_zone("UTC", "+00:00")
    assert same_zone("UTC", "Etc/UTC")
    assert same_zone("Europe/Berlin", "Europe/Berlin")
    assert not same_zone("Europe/Berlin", "Europe/Rome")
    assert not same_zone("UTC", "Europe/London")
    assert not same_zone("+01:00", "+02:00")


def test_the_newest_database_is_taken() -> None:
    # The tests install a `tzdata` that is newer than most systems'; never older than what is used.
    assert zone_data_version() >= tzdata.IANA_VERSION
    assert changes("Africa/Casablanca", 2027) == []
    assert "Europe/Berlin" in zone_names()
    assert "Factory" not in zone_names()
    assert not any(name.startswith(("posix/", "right/")) for name in zone_names())


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A system's database of one zone, in a year of its own."""
    source = Path(tzdata.__file__).parent / "zoneinfo" / "Europe" / "Berlin"
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(source.read_bytes())
    (tmp_path / "posix" / "Europe").mkdir(parents=True)
    (tmp_path / "posix" / "Europe" / "Berlin").write_bytes(source.read_bytes())
    monkeypatch.setattr(zones, "TZPATH", (str(tmp_path / "missing"), str(tmp_path)))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for remembered in (
        zones._database,
        zones.zone_names,
        zones._names_by_lower_case,
        zones.canonical_name,
        zones._zone,
    ):
        remembered.cache_clear()


def test_a_system_database_that_is_newer_wins(database: Path) -> None:
    (database / "tzdata.zi").write_text("# version 2999z\nR x\n", encoding="ascii")
    assert zone_data_version() == "2999z"
    assert zone_names() == {"Europe/Berlin"}
    assert zone("Europe/Berlin").offset_at(at("2026-07-01")) == 7200


def test_without_any_database_no_zone_is_known(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "TZPATH", ())
    monkeypatch.setitem(sys.modules, "tzdata", None)
    with pytest.raises(UnknownTimeZone):
        zone("Europe/Berlin")


@pytest.mark.parametrize("first_line", ["# version 2001a", "ä", None])
def test_a_system_database_that_is_older_or_does_not_say_loses(database: Path, first_line: str | None) -> None:
    if first_line is not None:
        (database / "tzdata.zi").write_text(first_line, encoding="utf-8")
    assert zone_data_version() == tzdata.IANA_VERSION
    assert len(zone_names()) > 400
