"""fires against a slow walk over all wall times, and by known instants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, product, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule_mcp.schedule import fires, next_fire, same
from schedule_mcp.schedule.days import ALL_DATES, DATE_COUNT, date_of, date_set, dates_from, dates_until, iterate
from schedule_mcp.schedule.equality import interval_as_calendar
from schedule_mcp.schedule.model import (
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Every,
    Gap,
    Interval,
    Months,
    Not,
    Nth,
    NumberedWeeks,
    Overlap,
    Period,
    Rule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.stored import from_json, to_json
from schedule_mcp.schedule.zones import zone
from tests.strategies import ZONES, calendars, clocks, day_trees, engine_clocks

AFTER = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)


def matches(days: Days, day: date) -> bool:
    """The meaning of a tree, date by date, as its docstrings say it."""
    match days:
        case Weekdays(weekdays):
            return day.weekday() in weekdays
        case Months(months):
            return day.month in months
        case Nth(positions, among, of):
            period = [d for d in period_of(day, of) if d.weekday() in among]
            return any(-len(period) <= p - (p > 0) < len(period) and period[p - (p > 0)] == day for p in positions)
        case Every(n, Unit.DAY, anchor):
            return (day - anchor).days % n == 0
        case Every(n, Unit.WEEK, anchor):
            return (monday(day) - monday(anchor)).days // 7 % n == 0
        case Every(n, Unit.MONTH, anchor):
            return (day.year * 12 + day.month - anchor.year * 12 - anchor.month) % n == 0
        case Every(n, _, anchor):
            return (day.year - anchor.year) % n == 0
        case NumberedWeeks(even):
            return (day.isocalendar().week % 2 == 0) is even
        case Between(first, last):
            return first <= day <= last
        case AllOf(parts):
            return all(matches(part, day) for part in parts)
        case AnyOf(parts):
            return any(matches(part, day) for part in parts)
        case Not(part):
            return not matches(part, day)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def period_of(day: date, of: Period) -> list[date]:
    if of is Period.WEEK:
        return [monday(day) + timedelta(days=i) for i in range(7)]
    length = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[of]
    first_month = (day.month - 1) // length * length + 1
    first = date(day.year, first_month, 1)
    after = date(day.year + (first_month + length > 12), (first_month + length - 1) % 12 + 1, 1)
    return [first + timedelta(days=i) for i in range((after - first).days)]


@settings(max_examples=150, deadline=None)
@given(day_trees(), st.integers(0, 130_000))
def test_a_tree_means_the_dates_that_its_definition_says(days: Days, start: int) -> None:
    dates = date_set(days)
    expected = [i for i in range(start, start + 400) if matches(days, date_of(i))]
    assert [i + start for i in iterate(dates >> start & ((1 << 400) - 1))] == expected


def test_weeks_at_the_edges_of_the_calendar_are_whole() -> None:
    assert date_of(next(iterate(date_set(Nth(frozenset({6}), of=Period.WEEK))))) == date(2000, 1, 1)


@pytest.mark.parametrize(
    ("day", "from_it", "until_it"),
    [
        (date(1970, 1, 1), DATE_COUNT, 0),
        (date(1999, 12, 31), DATE_COUNT, 0),
        (date(2000, 1, 1), DATE_COUNT, 1),
        (date(2000, 1, 2), DATE_COUNT - 1, 2),
        (date(2399, 12, 30), 2, DATE_COUNT - 1),
        (date(2399, 12, 31), 1, DATE_COUNT),
        (date(2400, 1, 1), 0, DATE_COUNT),
        (date(9999, 12, 31), 0, DATE_COUNT),
    ],
)
def test_dates_outside_the_calendar_bound_nothing(day: date, from_it: int, until_it: int) -> None:
    assert dates_from(day) == ALL_DATES ^ ((1 << DATE_COUNT - from_it) - 1)
    assert dates_until(day) == (1 << until_it) - 1


def slow_fires(calendar: Calendar, after: datetime, until: datetime) -> list[datetime]:
    place = zone(calendar.zone).tzinfo
    found = set()
    day = after.date() - timedelta(days=4)
    while day <= until.date() + timedelta(days=4):
        for rule in calendar.rules:
            if matches(rule.days, day):
                for t in rule.times:
                    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=t)
                    found.update(slow_resolve(wall, place, calendar.clock))
        day += timedelta(days=1)
    return sorted(t for t in found if after < t <= until)


def slow_resolve(wall: datetime, place: tzinfo, clock: Clock) -> set[datetime]:
    both = [wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [t for t in both if t.astimezone(place).replace(tzinfo=None) == wall]
    if real:
        return {Overlap.FIRST: {min(real)}, Overlap.SECOND: {max(real)}, Overlap.BOTH: set(real)}[clock.overlap]
    low, high = min(both), max(both)
    before, after = (t.astimezone(place).utcoffset() for t in (low, high))
    assert before is not None
    assert after is not None
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
    end = high.replace(microsecond=0)
    at_midnight = (end + before).time() == time() and clock.skips_midnight_gaps
    too_long = clock.longest_gap_s is not None and (after - before).total_seconds() > clock.longest_gap_s
    if clock.gap is Gap.SKIP or at_midnight or too_long:
        return set()
    return {max(both)} if clock.gap is Gap.SHIFT else {end}


@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    clocks() | engine_clocks().filter(lambda clock: clock.gap is not Gap.SHIFT_FIRST),
    st.integers(0, 6 * 365 * 24),
)
def test_fires_equals_the_slow_walk(calendar: Calendar, clock: Clock, hours: int) -> None:
    calendar = replace(calendar, clock=clock)
    after = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    until = after + timedelta(days=40)
    fast = []
    for instant in fires(calendar, after=after):
        if instant > until:
            break
        fast.append(instant)
    assert fast == slow_fires(calendar, after, until)


@pytest.mark.slow
@pytest.mark.parametrize("place", ZONES)
def test_every_quarter_of_an_hour_around_a_change_fires_as_the_slow_walk(place: str) -> None:
    """All clocks at all changes of two years; in 2011 Apia skipped a day, in 2018 Casablanca had four changes."""
    quarters = tuple(h * 3600 + s for h in (0, 1, 2, 3, 23, 24, 26) for s in range(0, 3600, 900))
    for change in [t.at for year in (2011, 2018) for t in zone(place).transitions(year)]:
        after = datetime.fromtimestamp(change, UTC) - timedelta(days=1, seconds=1)
        until = after + timedelta(days=2)
        for gap, overlap, longest, midnight in product(
            [Gap.AFTER, Gap.SKIP, Gap.SHIFT], Overlap, [None, 3600], [False, True]
        ):
            calendar = Calendar((Rule(AllOf(), quarters),), place, Clock(gap, overlap, longest, midnight))
            found = list(takewhile(lambda t: t <= until, fires(calendar, after=after)))  # noqa: B023
            assert found == slow_fires(calendar, after, until), calendar.clock


CHANGES = [
    # zone, a wall time of every day, the clock, instants around a change
    (
        "America/New_York",
        "02:30",
        SPOKEN_CLOCK,
        "2027-03-13",
        ["2027-03-13T07:30", "2027-03-14T07:00", "2027-03-15T06:30"],
    ),
    (
        "America/New_York",
        "02:30",
        RUNNING_CLOCK,
        "2027-03-13",
        ["2027-03-13T07:30", "2027-03-15T06:30", "2027-03-16T06:30"],
    ),
    (
        "America/New_York",
        "01:30",
        RUNNING_CLOCK,
        "2026-10-31",
        ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-01T06:30"],
    ),
    (
        "Australia/Lord_Howe",
        "02:15",
        SPOKEN_CLOCK,
        "2026-10-03",
        ["2026-10-03T15:30", "2026-10-04T15:15", "2026-10-05T15:15"],
    ),
    ("Pacific/Apia", "12:00", SPOKEN_CLOCK, "2011-12-29", ["2011-12-29T22:00", "2011-12-30T10:00", "2011-12-30T22:00"]),
    ("+05:30", "12:00", SPOKEN_CLOCK, "2026-01-01", ["2026-01-01T06:30", "2026-01-02T06:30", "2026-01-03T06:30"]),
]


@pytest.mark.parametrize(("place", "wall", "clock", "start", "expected"), CHANGES)
def test_clock_changes(place: str, wall: str, clock: Clock, start: str, expected: list[str]) -> None:
    hours, minutes = map(int, wall.split(":"))
    calendar = Calendar((Rule(AllOf(), (hours * 3600 + minutes * 60,)),), place, clock)
    after = datetime.fromisoformat(start).replace(tzinfo=UTC)
    if place == "Pacific/Apia":
        after += timedelta(hours=2)
    runs = islice(fires(calendar, after=after), 3)
    assert [f"{t:%Y-%m-%dT%H:%M}" for t in runs] == expected


def test_never_is_decided_at_once() -> None:
    never = AllOf((Months(frozenset({2})), Nth(frozenset({30}))))
    assert next_fire(Calendar((Rule(never, (0,)),), "UTC"), AFTER) is None


def test_an_interval_fires_from_its_anchor_and_not_before() -> None:
    anchored = Interval(timedelta(minutes=45), anchor=AFTER + timedelta(minutes=10))
    assert list(islice(fires(anchored, after=AFTER), 2)) == [
        AFTER + timedelta(minutes=10),
        AFTER + timedelta(minutes=55),
    ]
    assert next_fire(Interval(timedelta(minutes=45)), AFTER) == AFTER + timedelta(minutes=45)


def slow_interval(schedule: Interval, after: datetime) -> list[datetime]:
    """The runs of the next day and a half, by the docstring of `Interval`."""
    anchor = schedule.anchor or schedule.start or after
    first = schedule.start or schedule.anchor or after
    last = schedule.until or after + timedelta(days=2)
    all_runs = [anchor + n * schedule.every for n in range(-500, 500)]
    return [t for t in all_runs if max(after, first - timedelta(microseconds=1)) < t <= last]


AROUND = [None, *(AFTER + timedelta(minutes=m) for m in (-600, -45, 0, 1, 45, 90, 600))]


@pytest.mark.parametrize("anchor", AROUND)
@pytest.mark.parametrize("start", AROUND)
@pytest.mark.parametrize("until", [*AROUND[1:], AFTER + timedelta(hours=12)])
def test_an_interval_fires_within_its_window(anchor: datetime | None, start: datetime | None, until: datetime) -> None:
    interval = Interval(timedelta(minutes=45), anchor, start, until)
    found = list(fires(interval, after=AFTER))
    assert found == slow_interval(interval, AFTER)
    assert next_fire(interval, AFTER) == next(iter(found), None)
    assert all(t.tzinfo is UTC for t in found)


@pytest.mark.parametrize(
    "start", [None, *(f"2026-11-{day}" for day in ("24T09:00:00", "24T09:00:00.000001", "24T09:00:01"))]
)
@pytest.mark.parametrize("until", ["2026-11-25T08:59:59.999999", "2026-11-25T09:00:00", "2026-11-25T09:00:00.5"])
@pytest.mark.parametrize("after", ["2026-11-23T08:59:59.999999", "2026-11-23T09:00:00", "2026-11-24T09:00:00.3"])
def test_the_edges_of_a_window_belong_to_it(start: str | None, until: str, after: str) -> None:
    """Every day at 09:00 in UTC, by a plain comparison."""
    begin, end, asked = (
        None if text is None else datetime.fromisoformat(f"{text}+00:00") for text in (start, until, after)
    )
    assert end is not None
    assert asked is not None
    daily = Calendar((Rule(AllOf(), (32_400,)),), "UTC", start=begin, until=end)
    runs = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in range(20, 30)]
    assert list(fires(daily, after=asked)) == [
        t for t in runs if t > asked and t <= end and (begin is None or t >= begin)
    ]


def test_the_next_run_is_that_of_the_schedule_and_the_instant() -> None:
    """It is remembered from one question to the next."""
    schedules = [Interval(timedelta(minutes=m)) for m in (45, 60, 45)]
    instants = [AFTER, AFTER + timedelta(minutes=10)]
    for asked in product(product(schedules, instants), repeat=2):
        assert [next_fire(*one) for one in asked] == [after + every.every for every, after in asked]


def test_the_calendar_ends_with_2399() -> None:
    nearly = datetime(2399, 12, 31, 12, tzinfo=UTC)
    last = datetime(2399, 12, 31, 23, 59, 59, tzinfo=UTC)
    every_second = Calendar((Rule(AllOf(), tuple(range(86_400))),), "UTC")
    assert list(fires(every_second, after=nearly))[-1] == last
    assert list(fires(Interval(timedelta(seconds=1), nearly), after=nearly))[-1] == last
    assert list(fires(Interval(timedelta(hours=12), nearly), after=nearly)) == []


@settings(deadline=None)
@given(calendars())
def test_stored_form_reads_back_to_the_same_value(calendar: Calendar) -> None:
    assert from_json(to_json(calendar)) == calendar


@settings(deadline=None, max_examples=60)
@given(calendars())
def test_same_is_reflexive_over_equal_rules(calendar: Calendar) -> None:
    split = Calendar(tuple(Rule(r.days, (t,)) for r in calendar.rules for t in r.times), calendar.zone, calendar.clock)
    assert same(calendar, split, after=AFTER)


def test_an_interval_that_divides_a_day_is_its_calendar_of_utc_times() -> None:
    interval = Interval(timedelta(minutes=15), anchor=datetime(2026, 1, 1, 0, 5, tzinfo=UTC))
    calendar = interval_as_calendar(interval)
    assert calendar is not None
    assert same(interval, calendar, after=AFTER)
    in_new_york = Calendar(calendar.rules, "America/New_York", RUNNING_CLOCK)
    assert same(interval, in_new_york, after=AFTER)
    assert not same(interval, Calendar(calendar.rules, "America/New_York", SPOKEN_CLOCK), after=AFTER)
