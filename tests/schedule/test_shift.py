"""Moving calendars to a fixed offset."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

import pytest
from hypothesis import assume, given, settings

from schedule_mcp.schedule import fires
from schedule_mcp.schedule.days import date_of, date_set
from schedule_mcp.schedule.fire_times import form_fires
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    SPOKEN_CLOCK,
    AllOf,
    Between,
    Calendar,
    Days,
    Months,
    Nth,
    Rule,
    Weekdays,
)
from schedule_mcp.schedule.shift import Drift, horizon_end, to_offset
from schedule_mcp.schedule.times import time_set
from schedule_mcp.schedule.zones import zone
from tests.strategies import calendars

AFTER = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
NINE = (9 * 3600,)

FOURTH_OF_JULY = AllOf((Months(frozenset({7})), Nth(frozenset({4}))))


@pytest.mark.parametrize(
    ("days", "times", "place", "moved_days", "moved_time"),
    [
        (FOURTH_OF_JULY, NINE, "America/New_York", FOURTH_OF_JULY, 13 * 3600),
        (Weekdays(frozenset({0})), (6 * 3600,), "Asia/Tokyo", Weekdays(frozenset({6})), 21 * 3600),
        (EVERY_DAY, (5 * 3600,), "Asia/Kolkata", EVERY_DAY, 23 * 3600 + 1800),
        (Nth(frozenset({15})), (6 * 3600,), "Asia/Tokyo", Nth(frozenset({14})), 21 * 3600),
        (EVERY_DAY, (22 * 3600,), "-03:00", EVERY_DAY, 3600),
    ],
)
def test_one_offset_is_moved(days: Days, times: tuple[int, ...], place: str, moved_days: Days, moved_time: int) -> None:
    form = to_offset(Calendar((Rule(days, times),), place), after=AFTER)
    assert form == {date_set(moved_days): time_set([moved_time])}


def test_two_offsets_are_named_with_a_date_each() -> None:
    drift = to_offset(Calendar((Rule(EVERY_DAY, NINE),), "America/New_York"), after=AFTER)
    assert isinstance(drift, Drift)
    assert [(offset, str(day)) for offset, day in drift.offsets] == [(-18000, "2026-11-22"), (-14400, "2027-03-14")]


def on(day: str, *times: int) -> Rule:
    return Rule(Between(date.fromisoformat(day), date.fromisoformat(day)), times)


AT_CHANGES = [
    # one run on the date of a change: zone, date, time, whether the change falls on it, else the offset that it has
    ("America/New_York", "2027-03-14", "01:59:59", -5),
    ("America/New_York", "2027-03-14", "02:00:00", None),
    ("America/New_York", "2027-03-14", "02:59:59", None),
    ("America/New_York", "2027-03-14", "03:00:00", -4),
    ("America/New_York", "2027-03-14", "23:00:00", -4),
    ("America/New_York", "2027-11-07", "00:59:59", -4),
    ("America/New_York", "2027-11-07", "02:00:00", -5),
    ("America/Santiago", "2027-09-04", "23:59:59", -4),
    ("America/Santiago", "2027-09-05", "00:00:00", None),
    ("America/Santiago", "2027-09-05", "01:00:00", -3),
    ("Africa/Cairo", "2027-10-28", "22:59:59", 3),
    ("Africa/Cairo", "2027-10-29", "00:00:00", 2),
    ("Asia/Tehran", "2027-03-14", "02:00:00", 3.5),
]


@pytest.mark.parametrize(("place", "day", "time", "offset"), AT_CHANGES)
def test_a_run_on_the_date_of_a_change_has_the_offset_of_its_side(
    place: str, day: str, time: str, offset: float | None
) -> None:
    hours, minutes, seconds = map(int, time.split(":"))
    wall = hours * 3600 + minutes * 60 + seconds
    moved = to_offset(Calendar((on(day, wall),), place), after=AFTER)
    if offset is None:
        assert isinstance(moved, Drift)
        return
    assert not isinstance(moved, Drift)
    ((dates, times),) = moved.items()
    instant = datetime.fromisoformat(f"{day}T{time}") - timedelta(hours=offset)
    assert date_of(dates.bit_length() - 1) == instant.date()
    assert dates.bit_count() == times.bit_count() == 1
    assert times.bit_length() - 1 == instant.hour * 3600 + instant.minute * 60 + instant.second


@pytest.mark.parametrize("time", [3600, 7199])
def test_a_run_in_a_doubled_hour_has_two_offsets(time: int) -> None:
    moved = to_offset(Calendar((on("2027-11-07", time),), "America/New_York"), after=AFTER)
    assert moved == Drift(((-14_400, date(2027, 11, 7)), (-18_000, date(2027, 11, 7))), date(2027, 11, 7))


@pytest.mark.parametrize(
    ("rules", "offsets"),
    [
        ([on("2027-03-14", 9000)], ()),
        ([on("2027-03-14", 9000, 10_800)], ((-14_400, date(2027, 3, 14)),)),
        ([on("2027-03-14", 9000), on("2027-03-15", 10_800)], None),
    ],
)
def test_a_run_that_a_change_skips_names_the_date_of_the_change(
    rules: list[Rule], offsets: tuple[tuple[int, date], ...] | None
) -> None:
    moved = to_offset(Calendar(tuple(rules), "America/New_York"), after=AFTER)
    assert isinstance(moved, Drift)
    assert moved.change_on == date(2027, 3, 14)
    assert offsets in (None, moved.offsets)


def test_what_runs_only_after_the_horizon_has_no_offset() -> None:
    far = Calendar((on("2040-05-05", 9000),), "Europe/London")
    assert to_offset(far, after=AFTER) == Drift(())
    assert not isinstance(to_offset(far, after=AFTER, horizon=timedelta(days=6000)), Drift)


WINDOWED = Calendar((Rule(EVERY_DAY, NINE),), "America/New_York")


@pytest.mark.parametrize(
    ("start", "until", "exact"),
    [
        # Runs at 14:00 in UTC by winter time; the clocks change on 14 March, at 07:00 in UTC.
        (None, "2027-03-14T12:59:59", True),
        (None, "2027-03-14T13:00:00", False),
        ("2027-03-13T14:00:00", None, False),
        ("2027-03-13T14:00:00", "2027-03-14T13:00:00", False),
        ("2027-03-13T14:00:01", "2027-11-07T13:59:59", True),
        ("2027-03-13T14:00:01", "2027-11-07T14:00:00", False),
    ],
)
def test_only_the_runs_within_a_window_count(start: str | None, until: str | None, exact: bool) -> None:
    window = [None if text is None else datetime.fromisoformat(f"{text}+00:00") for text in (start, until)]
    moved = to_offset(replace(WINDOWED, start=window[0], until=window[1]), after=AFTER)
    assert isinstance(moved, Drift) is not exact


def test_the_horizon_ends_on_a_date_in_utc() -> None:
    after = datetime.fromisoformat("2026-11-22T20:00:00-05:00")
    assert horizon_end(after, timedelta(days=1)) == date(2026, 11, 24)


def test_only_zones_of_fixed_offset_are_goals() -> None:
    with pytest.raises(ValueError, match="no fixed offset"):
        to_offset(WINDOWED, "Europe/London", after=AFTER)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(calendars())
def test_what_is_moved_fires_at_the_same_instants(calendar: Calendar) -> None:
    horizon = timedelta(days=1200)
    form = to_offset(calendar, after=AFTER, horizon=horizon)
    assume(not isinstance(form, Drift))
    assert not isinstance(form, Drift)
    end = AFTER + horizon - timedelta(days=1)
    ours = [int(t.timestamp()) for t in takewhile(lambda t: t <= end, fires(calendar, after=AFTER))]
    begin = int(AFTER.timestamp()) + 1
    assert list(form_fires(form, zone("UTC"), SPOKEN_CLOCK, begin, int(end.timestamp()))) == ours
