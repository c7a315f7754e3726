"""What `describe` says, `read` reads back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from schedule_mcp.language import describe, read
from schedule_mcp.schedule import Calendar, Interval, Once, next_fire, same
from schedule_mcp.schedule.model import EVERY_DAY, RUNNING_CLOCK, Rule
from schedule_mcp.schedule.zones import zone
from tests.strategies import ZONES, calendars

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
LATER = st.datetimes(datetime(2026, 5, 7), datetime(2035, 1, 1), timezones=st.just(UTC))
SLOW = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def reads_back(schedule: Calendar | Interval | Once) -> None:
    text = describe(schedule)
    assume(next_fire(schedule, NOW) is not None and len(text) <= 1000)
    reading = read(text, now=NOW)
    assert reading.schedule is not None, text
    assert same(schedule, reading.schedule, after=NOW), text


@pytest.mark.slow
@SLOW
@given(calendars())
def test_every_calendar_reads_back(schedule: Calendar) -> None:
    reads_back(schedule)


@pytest.mark.slow
@SLOW
@given(calendars(), LATER, LATER)
def test_windows_read_back(schedule: Calendar, one: datetime, other: datetime) -> None:
    reads_back(replace(schedule, start=min(one, other), until=max(one, other)))


@given(st.sets(st.integers(0, 59), min_size=1, max_size=12))
def test_minutes_of_every_hour_read_back(minutes: set[int]) -> None:
    times = tuple(hour * 3600 + minute * 60 for hour in range(24) for minute in sorted(minutes))
    reads_back(Calendar((Rule(EVERY_DAY, times),), "UTC", RUNNING_CLOCK))


@SLOW
@given(st.integers(1, 10**6), st.none() | LATER, st.none() | LATER)
def test_intervals_read_back(seconds: int, anchor: datetime | None, until: datetime | None) -> None:
    reads_back(Interval(timedelta(seconds=seconds), anchor, None, until))


@SLOW
@given(LATER, st.sampled_from(ZONES))
def test_single_moments_read_back(at: datetime, name: str) -> None:
    reads_back(Once(at.astimezone(zone(name).tzinfo)))
