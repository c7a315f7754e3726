"""Equality, the exchange of intervals and calendars, and what is not the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings

from schedule_mcp.schedule import Calendar, Interval, Once, Rule, Schedule, equal, fires, same
from schedule_mcp.schedule.equality import calendar_as_interval, interval_as_calendar
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Clock,
    Gap,
    Months,
    Nth,
    Overlap,
    Weekdays,
)
from tests.strategies import calendars

AFTER = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
NINE = (9 * 3600,)
WEEKDAY_MORNINGS = Calendar((Rule(Weekdays(WORKDAYS), NINE),), "America/New_York")
NEVER = Calendar((Rule(AllOf((Months(frozenset({2})), Nth(frozenset({30})))), NINE),), "UTC")


def daily(place: str, *times: int) -> Calendar:
    return Calendar((Rule(EVERY_DAY, times),), place)


def every(minutes: float, anchor: datetime | None = None, **window: datetime) -> Interval:
    return Interval(timedelta(minutes=minutes), anchor, window.get("start"), window.get("until"))


def on(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


SAME = [
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, zone="US/Eastern")),
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, clock=RUNNING_CLOCK)),
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, start=on(1) - timedelta(days=20))),
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, rules=tuple(Rule(Weekdays(frozenset({d})), NINE) for d in WORKDAYS))),
    (daily("UTC", 90_000), daily("UTC", 3600)),
    (daily("UTC", 3600), daily("+00:00", 3600)),
    (NEVER, replace(NEVER, zone="Europe/Rome")),
    (every(45), every(45)),
    (every(45), every(45, on(1))),
    (every(45, on(1)), every(45, on(1, 0, 45), start=on(1))),
    (every(45, on(1)), every(45, on(1, 0, 45), start=on(1) - timedelta(minutes=1))),
    (every(45, start=on(1)), every(45, on(1))),
    (every(60), daily("UTC", *range(0, 86_400, 3600))),
    (every(60, on(1, 0, 30) - timedelta(days=30)), daily("UTC", *range(1800, 86_400, 3600))),
    (every(1440, on(1, 9) - timedelta(days=60)), daily("UTC", *NINE)),
    (Once(on(1, 14)), Once(datetime.fromisoformat("2026-12-01T09:00-05:00"))),
    (Once(on(1, 9)), replace(daily("UTC", *NINE), start=on(1), until=on(2))),
    (Once(AFTER), Once(AFTER - timedelta(days=5))),
    (every(60, on(1), until=on(1, 2)), replace(daily("UTC", 0, 3600, 7200), start=on(1), until=on(1, 5))),
    (daily("Asia/Tokyo", *range(0, 86_400, 3600)), daily("UTC", *range(0, 86_400, 3600))),
    (replace(daily("UTC", *NINE), until=on(3)), replace(daily("UTC", *NINE), until=on(3, 8))),
]

DIFFERENT = [
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, zone="America/Chicago")),
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, start=on(9))),
    (WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, until=on(9))),
    (WEEKDAY_MORNINGS, Calendar((Rule(Weekdays(WORKDAYS), (9 * 3600 + 1,)),), "America/New_York")),
    (WEEKDAY_MORNINGS, Calendar((Rule(Weekdays(frozenset({0, 1, 2, 3})), NINE),), "America/New_York")),
    (daily("America/New_York", 9000), replace(daily("America/New_York", 9000), clock=RUNNING_CLOCK)),
    (daily("Europe/London", *NINE), daily("UTC", *NINE)),
    (daily("UTC", *NINE), NEVER),
    (every(45), every(46)),
    (every(45, on(1)), every(45, on(1, 0, 1))),
    (every(45), every(45, start=on(1))),
    (every(45, start=on(1)), every(45)),
    (every(60), daily("UTC", *range(0, 86_400, 7200))),
    (every(60, on(1, 0, 30)), daily("UTC", *range(0, 86_400, 3600))),
    (every(60), daily("Europe/London", *range(0, 86_400, 3600))),
    (every(120), daily("UTC", 0, 7200, 14_400)),
    (Once(on(1)), Once(on(1, 1))),
    (Once(on(1, 9)), daily("UTC", *NINE)),
    (every(1), Once(on(1))),
    (replace(daily("UTC", *range(60)), until=on(1) + timedelta(days=900)), daily("UTC", *range(60))),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: Schedule, other: Schedule) -> None:
    assert same(one, other, after=AFTER)
    assert same(other, one, after=AFTER)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: Schedule, other: Schedule) -> None:
    assert not same(one, other, after=AFTER)
    assert not same(other, one, after=AFTER)


def test_long_bounded_schedules_are_compared_beyond_what_is_counted() -> None:
    far = AFTER + timedelta(days=4000)
    minutely = replace(daily("UTC", *range(0, 86_400, 60)), until=far)
    assert same(minutely, replace(minutely, rules=(*minutely.rules, *minutely.rules)), after=AFTER)
    without = AllOf((Between(far.date() - timedelta(days=3000), far.date()), Weekdays(frozenset({2}))))
    fewer = replace(
        minutely, rules=(Rule(AnyOf((AllOf((EVERY_DAY,)),)), minutely.rules[0].times[:-1]), Rule(without, (86_340,)))
    )
    assert not same(minutely, fewer, after=AFTER)
    assert not same(minutely, replace(minutely, until=far + timedelta(minutes=5)), after=AFTER)


def test_dates_before_the_first_run_do_not_count() -> None:
    past = Between(datetime(2020, 1, 1, tzinfo=UTC).date(), AFTER.date() - timedelta(days=1))
    rules = (Rule(Weekdays(WORKDAYS), NINE), Rule(past, (0,)))
    assert same(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, rules=rules), after=AFTER)
    tomorrow = Between(AFTER.date() + timedelta(days=1), AFTER.date() + timedelta(days=1))
    later = (Rule(Weekdays(WORKDAYS), NINE), Rule(tomorrow, (10 * 3600,)))
    assert not same(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, rules=later), after=AFTER)
    assert same(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, rules=later), after=AFTER + timedelta(days=2))


def test_equal_is_zone_clock_window_and_normal_form() -> None:
    assert equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, zone="US/Eastern"))
    assert not equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, zone="Europe/Rome"))
    assert not equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, clock=RUNNING_CLOCK))
    assert not equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, start=on(1)))
    assert not equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, until=on(1)))
    assert not equal(WEEKDAY_MORNINGS, replace(WEEKDAY_MORNINGS, rules=(Rule(EVERY_DAY, NINE),)))


@settings(max_examples=60, deadline=None)
@given(calendars(), calendars())
def test_two_calendars_are_the_same_only_if_their_runs_are(one: Calendar, other: Calendar) -> None:
    other = replace(other, zone=one.zone)
    runs = [list(islice(fires(c, after=AFTER), 300)) for c in (one, other)]
    if same(one, other, after=AFTER):
        assert runs[0] == runs[1]
    elif runs[0] != runs[1]:
        assert not equal(one, other)


@pytest.mark.parametrize("minutes", [1, 15, 45, 60, 90, 96, 480, 720, 1440])
@pytest.mark.parametrize("offset", [0, 1, 7, 719])
def test_an_interval_that_divides_a_day_fires_as_its_calendar(minutes: int, offset: int) -> None:
    interval = every(minutes, on(1) + timedelta(minutes=offset))
    calendar = interval_as_calendar(interval)
    assert calendar is not None
    assert list(islice(fires(calendar, after=AFTER), 200)) == list(islice(fires(interval, after=AFTER), 200))
    back = calendar_as_interval(calendar, AFTER)
    assert back is not None
    assert (back.every, back.anchor) == (interval.every, interval.anchor)


def test_a_free_phase_is_put_on_round_times_or_where_it_is_wanted() -> None:
    assert interval_as_calendar(every(20)) == daily("UTC", *range(0, 86_400, 1200))
    assert interval_as_calendar(every(20), on(1, 3, 5)) == daily("UTC", *range(300, 86_400, 1200))
    bounded = interval_as_calendar(every(720, start=on(1, 3), until=on(9)))
    assert bounded == replace(daily("UTC", 10_800, 54_000), start=on(1, 3), until=on(9))


def test_an_interval_of_a_second_is_every_second_of_the_day() -> None:
    assert interval_as_calendar(every(1 / 60)) == daily("UTC", *range(86_400))


@pytest.mark.parametrize("minutes", [7, 61, 2880, 1 / 120, 1.00001])
def test_other_intervals_are_no_calendar(minutes: float) -> None:
    assert interval_as_calendar(every(minutes)) is None


def test_an_anchor_between_seconds_is_no_calendar() -> None:
    assert interval_as_calendar(every(60, on(1) + timedelta(microseconds=5))) is None


NO_INTERVALS = [
    daily("UTC", 0, 3600),
    daily("UTC", 0, 3600, 7300),
    Calendar((Rule(Weekdays(WORKDAYS), NINE),), "UTC"),
    Calendar((Rule(EVERY_DAY, (0,)), Rule(Weekdays(WORKDAYS), (43_200,))), "UTC"),
    daily("America/New_York", *NINE),
    daily("America/New_York", *range(0, 86_400, 3600)),
    replace(daily("America/New_York", *range(0, 86_400, 7200)), clock=RUNNING_CLOCK),
    replace(daily("America/New_York", *range(0, 86_400, 10_800)), clock=RUNNING_CLOCK),
    NEVER,
]


@pytest.mark.parametrize("calendar", NO_INTERVALS)
def test_other_calendars_are_no_interval(calendar: Calendar) -> None:
    assert calendar_as_interval(calendar, AFTER) is None


def test_a_grid_on_the_running_clock_is_an_interval_also_where_clocks_change() -> None:
    hourly = replace(daily("America/New_York", *range(0, 86_400, 3600)), clock=RUNNING_CLOCK)
    found = calendar_as_interval(hourly, AFTER)
    assert found == Interval(timedelta(hours=1), AFTER.replace(hour=14, minute=0))
    half_hours = replace(daily("Australia/Lord_Howe", *range(900, 86_400, 1800)), clock=RUNNING_CLOCK)
    assert calendar_as_interval(half_hours, AFTER) == every(30, AFTER.replace(hour=14, minute=15))
    half_hour_shift = replace(daily("Australia/Lord_Howe", *range(0, 86_400, 3600)), clock=RUNNING_CLOCK)
    assert calendar_as_interval(half_hour_shift, AFTER) is None


@pytest.mark.parametrize("hours", [-60, -50, -30, -2, -1, 0, 1, 2, 30, 50])
@pytest.mark.parametrize("change", ["2027-03-14T07:00", "2027-11-07T06:00"])
def test_a_grid_is_an_interval_also_from_the_hours_around_a_change(change: str, hours: int) -> None:
    after = datetime.fromisoformat(change).replace(tzinfo=UTC) + timedelta(hours=hours, minutes=-1)
    hourly = replace(daily("America/New_York", *range(0, 86_400, 3600)), clock=RUNNING_CLOCK)
    assert calendar_as_interval(hourly, after) == every(60, after + timedelta(minutes=1))
    assert calendar_as_interval(replace(hourly, clock=SPOKEN_CLOCK), after) is None


def on_dates(first: str, last: str, *times: int) -> Rule:
    return Rule(Between(date.fromisoformat(first), date.fromisoformat(last)), times)


@pytest.mark.parametrize(
    ("place", "extra", "expected"),
    [
        # The first run is at 09:00 on 22 November; what was earlier on that date is past, what is later is not.
        ("+05:00", ("2026-11-23", "2026-11-23", 60), False),
        ("+05:00", ("2026-11-22", "2026-11-22", 60), True),
        ("-05:00", ("2026-11-22", "2026-11-22", 60), True),
        ("-05:00", ("2026-11-22", "2026-11-22", 36_000), False),
        ("-05:00", ("2026-11-22", "2026-11-22", 108_000), False),
        ("-05:00", ("2026-11-21", "2026-11-21", 36_000), True),
        ("-05:00", ("2026-11-21", "2026-11-21", 122_400), False),
        ("+13:00", ("2026-11-23", "2026-11-23", 60), True),
        ("+13:00", ("2026-11-23", "2026-11-23", 36_000), False),
        ("-12:00", ("2026-11-22", "2026-11-22", 60), True),
        ("-12:00", ("2026-11-22", "2026-11-22", 36_000), False),
        # The calendar ends with 2399 in UTC.
        ("-05:00", ("2399-12-31", "2399-12-31", 68_399), False),
        ("-05:00", ("2399-12-31", "2399-12-31", 68_400), True),
        ("-05:00", ("2399-12-30", "2399-12-30", 68_400), False),
        ("+05:00", ("2399-12-31", "2399-12-31", 86_399), False),
    ],
)
def test_runs_count_from_the_first_one_to_the_end_of_the_calendar(
    place: str, extra: tuple[str, str, int], expected: bool
) -> None:
    calendar = daily(place, *NINE)
    more = replace(calendar, rules=(*calendar.rules, on_dates(*extra)))
    assert same(calendar, more, after=AFTER - timedelta(minutes=10)) is expected


CLOCKS_AT_CHANGES = [
    # zone, wall time, clocks that differ there
    ("America/New_York", 9000, Clock(Gap.SKIP), Clock(Gap.AFTER)),
    ("America/New_York", 9000, Clock(Gap.SHIFT_FIRST), Clock(Gap.AFTER)),
    ("America/New_York", 5400, Clock(overlap=Overlap.BOTH), Clock(overlap=Overlap.FIRST)),
    ("America/New_York", 5400, Clock(overlap=Overlap.BOTH), Clock(overlap=Overlap.SECOND)),
    ("America/New_York", 5400, Clock(overlap=Overlap.SECOND), Clock(overlap=Overlap.FIRST)),
    ("Antarctica/Troll", 9000, Clock(longest_gap_s=3600), Clock()),
    ("America/Santiago", 1800, Clock(skips_midnight_gaps=True), Clock()),
]


@pytest.mark.parametrize(("place", "time", "one", "other"), CLOCKS_AT_CHANGES)
def test_clocks_make_a_difference_where_a_change_meets_a_run(place: str, time: int, one: Clock, other: Clock) -> None:
    met, missed = daily(place, time), daily(place, 12 * 3600)
    assert not same(replace(met, clock=one), replace(met, clock=other), after=AFTER)
    assert not same(replace(met, clock=other), replace(met, clock=one), after=AFTER)
    assert same(replace(missed, clock=one), replace(missed, clock=other), after=AFTER)
