"""Clock differences against a slow walk, and by known dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule_mcp.schedule import fires
from schedule_mcp.schedule.clock import clock_differences
from schedule_mcp.schedule.model import EVERY_DAY, RUNNING_CLOCK, SPOKEN_CLOCK, Calendar, Clock, Gap, Overlap, Rule
from tests.strategies import ZONES, calendars, engine_clocks

APSCHEDULER = Clock(Gap.SHIFT_FIRST, Overlap.BOTH, skips_midnight_gaps=True)
DEBIAN = Clock(Gap.AFTER, Overlap.FIRST, longest_gap_s=3 * 3600)
NATS = Clock(Gap.SKIP, Overlap.BOTH)
QUARTZ = Clock(Gap.SKIP, Overlap.SECOND)
JAVA = Clock(Gap.SHIFT, Overlap.FIRST)

AFTER = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(calendars(), engine_clocks(), st.integers(0, 20 * 365))
def test_the_listed_differences_are_all_differences(calendar: Calendar, engine: Clock, days: int) -> None:
    after = datetime(2008, 1, 1, tzinfo=UTC) + timedelta(days=days)
    horizon = timedelta(days=800)
    listed = clock_differences(calendar, engine, after=after, horizon=horizon)
    ours, theirs = (
        set(takewhile(lambda t: t <= after + horizon, fires(replace(calendar, clock=clock), after=after)))
        for clock in (calendar.clock, engine)
    )
    assert sorted(t for d in listed for t in d.ours) == sorted(ours - theirs)
    assert sorted(t for d in listed for t in d.theirs) == sorted(theirs - ours)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("America/New_York", "2027-03-14"),
        ("America/Santiago", "2027-09-05"),
        ("Antarctica/Troll", "2027-03-28"),
        ("Australia/Lord_Howe", "2027-10-03"),
        ("America/New_York", "2027-11-07"),
        ("Australia/Lord_Howe", "2027-04-04"),
    ],
)
@pytest.mark.parametrize(
    "engine", [APSCHEDULER, Clock(Gap.SHIFT_FIRST), NATS, QUARTZ, JAVA, Clock(Gap.AFTER, Overlap.BOTH)]
)
def test_runs_at_full_hours_and_around_them_meet_a_change_as_they_fire(place: str, change: str, engine: Clock) -> None:
    """What an engine does in a gap can depend on the run before it, to the second."""
    after = datetime.fromisoformat(f"{change}T12:00+00:00") - timedelta(days=2)
    horizon = timedelta(days=4)
    times = [h * 3600 + s for h in range(5) for s in (-1, 0, 1, 1800) if h or s >= 0]
    for pair in combinations(times, 2):
        calendar = Calendar((Rule(EVERY_DAY, pair),), place)
        ours, theirs = (
            set(takewhile(lambda t: t <= after + horizon, fires(replace(calendar, clock=clock), after=after)))
            for clock in (calendar.clock, engine)
        )
        listed = clock_differences(calendar, engine, after=after, horizon=horizon)
        assert sorted(t for d in listed for t in d.ours) == sorted(ours - theirs), pair
        assert sorted(t for d in listed for t in d.theirs) == sorted(theirs - ours), pair


def every_day(place: str, *minutes: int, clock: Clock = SPOKEN_CLOCK) -> Calendar:
    return Calendar((Rule(EVERY_DAY, tuple(60 * m for m in minutes)),), place, clock)


HALF_PAST_TWO, HALF_PAST_ONE = 150, 90

KNOWN = [
    # calendar, engine, the first difference: kind, date, only ours, only theirs
    (every_day("America/New_York", HALF_PAST_TWO), APSCHEDULER, "dst_gap", "2027-03-14", ["07:00"], ["07:30"]),
    (every_day("America/New_York", HALF_PAST_TWO), NATS, "dst_gap", "2027-03-14", ["07:00"], []),
    (every_day("America/New_York", HALF_PAST_ONE), NATS, "dst_overlap", "2027-11-07", [], ["06:30"]),
    (every_day("America/New_York", HALF_PAST_ONE), QUARTZ, "dst_overlap", "2027-11-07", ["05:30"], ["06:30"]),
    (every_day("America/New_York", HALF_PAST_TWO), JAVA, "dst_gap", "2027-03-14", ["07:00"], ["07:30"]),
    (every_day("America/New_York", 150, 180, 200), JAVA, "dst_gap", "2027-03-14", [], ["07:30"]),
    (every_day("America/Santiago", 0), APSCHEDULER, "dst_gap", "2027-09-05", ["04:00"], []),
    (every_day("Australia/Lord_Howe", 135), APSCHEDULER, "dst_gap", "2027-10-03", ["15:30"], ["15:45"]),
    (every_day("Antarctica/Troll", 60, 90), DEBIAN, None, None, None, None),
    (every_day("America/New_York", 120, 180), NATS, None, None, None, None),
    (every_day("America/New_York", *range(0, 1440, 15), clock=RUNNING_CLOCK), APSCHEDULER, None, None, None, None),
    (every_day("America/New_York", HALF_PAST_TWO), DEBIAN, None, None, None, None),
    (every_day("Asia/Tokyo", HALF_PAST_TWO), APSCHEDULER, None, None, None, None),
]


@pytest.mark.parametrize(("calendar", "engine", "kind", "day", "ours", "theirs"), KNOWN)
def test_known_engines(
    calendar: Calendar,
    engine: Clock,
    kind: str | None,
    day: str | None,
    ours: list[str] | None,
    theirs: list[str] | None,
) -> None:
    found = clock_differences(calendar, engine, after=AFTER)
    if kind is None:
        assert [d for d in found if d.kind == "dst_gap"] == []
        return
    first = found[0]
    assert (first.kind, str(first.date)) == (kind, day)
    assert [f"{t:%H:%M}" for t in first.ours] == ours
    assert [f"{t:%H:%M}" for t in first.theirs] == theirs


@pytest.mark.parametrize(
    ("edge", "delta_us", "found"),
    [
        # 02:30 on 14 March stands for 07:00 in UTC.
        ("start", 0, True),
        ("start", 1, False),
        ("until", 0, True),
        ("until", -1, False),
        ("after", -1, True),
        ("after", 0, False),
    ],
)
def test_differences_count_within_the_window(edge: str, delta_us: int, found: bool) -> None:
    at = datetime(2027, 3, 14, 7, tzinfo=UTC) + timedelta(microseconds=delta_us)
    calendar, after = every_day("America/New_York", HALF_PAST_TWO), AFTER
    if edge == "after":
        after = at
    else:
        calendar = replace(calendar, **{edge: at})
    days = [str(d.date) for d in clock_differences(calendar, NATS, after=after, horizon=timedelta(days=200))]
    assert days == (["2027-03-14"] if found else [])


def test_debian_skips_a_gap_of_a_day() -> None:
    noon = every_day("Pacific/Apia", 12 * 60)
    found = clock_differences(noon, DEBIAN, after=datetime(2011, 12, 1, tzinfo=UTC), horizon=timedelta(days=60))
    assert [(d.kind, str(d.date), len(d.ours), d.theirs) for d in found] == [("dst_gap", "2011-12-30", 1, ())]


@pytest.mark.parametrize("place", ZONES)
def test_a_rule_for_every_second_is_compared_without_walking_it(place: str) -> None:
    seconds = Calendar((Rule(EVERY_DAY, tuple(range(86_400))),), place, RUNNING_CLOCK)
    assert clock_differences(seconds, NATS, after=AFTER) == []
    assert [d for d in clock_differences(seconds, APSCHEDULER, after=AFTER) if d.theirs] == []
