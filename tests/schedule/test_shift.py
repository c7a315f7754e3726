"""Moving calendars to a fixed offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import takewhile

import pytest
from hypothesis import assume, given, settings

from schedule_mcp.schedule import fires
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.fires import form_fires
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    SPOKEN_CLOCK,
    AllOf,
    Calendar,
    Days,
    Months,
    Nth,
    Rule,
    Weekdays,
)
from schedule_mcp.schedule.shift import Drift, to_offset
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
