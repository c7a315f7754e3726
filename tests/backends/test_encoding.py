"""What all encodings share: exact or refused, differences listed, consent asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schedule_mcp.backends.encoding import encode, union_is
from schedule_mcp.backends.wire import Form
from schedule_mcp.cron import dialect
from schedule_mcp.errors import ImpossibleSchedule, InputError, InvalidArgument, Unsupported
from schedule_mcp.schedule import next_fire
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    RUNNING_CLOCK,
    WORKDAYS,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Interval,
    Once,
    Rule,
    Schedule,
    Weekdays,
)
from tests.strategies import calendars

NOW = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
NINE = (9 * 3600,)


def cron(expression: str, zone: str) -> Mapping[str, Any]:
    return {"cron": expression, "zone": zone}


def once(at: datetime) -> Mapping[str, Any]:
    return {"at": at.isoformat()}


def form(name: str, **more: Any) -> Form:
    return Form("the backend", dialect(name), cron, **more)


def every_day(*times: int, zone: str = "America/New_York", **more: Any) -> Calendar:
    return Calendar((Rule(EVERY_DAY, times),), zone, **more)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    st.sampled_from(["vixie", "agentscope", "nats", "sequentum", "orq_narrow", "croniter", "croniter_old", "common"]),
)
def test_what_is_encoded_without_consent_fires_as_said(calendar: Calendar, name: str) -> None:
    assume(next_fire(calendar, NOW) is not None)
    try:
        encoding = encode(
            form(name, zone="UTC" if name == "orq_narrow" else None), calendar, now=NOW, accept=frozenset()
        )
    except Unsupported:
        return
    assert encoding.differences == ()
    assert union_is(encoding.members, calendar, NOW)


DATES = Between(date(2026, 12, 1), date(2026, 12, 2))
NEXT_DATES = Between(date(2026, 12, 8), date(2026, 12, 9))
NINE_DATES = Between(date(2026, 12, 1), date(2026, 12, 9))
ONE_DATED = (Rule(DATES, NINE), Rule(AnyOf((NEXT_DATES, Weekdays(frozenset({0})))), NINE))

SENT = [
    (every_day(*NINE), "agentscope", {}, [{"cron": "0 9 * * *", "zone": "America/New_York"}]),
    (every_day(*NINE, zone="+05:30"), "vixie", {}, [{"cron": "30 3 * * *", "zone": "UTC"}]),
    (every_day(*NINE, zone="Asia/Tokyo"), "uranus", {"zone": "UTC"}, [{"cron": "0 0 * * *", "zone": "UTC"}]),
    (Interval(timedelta(minutes=15)), "vixie", {}, [{"cron": "*/15 * * * *", "zone": "UTC"}]),
    (Once(NOW + timedelta(hours=1)), "vixie", {"once": once}, [{"at": "2026-11-22T14:50:00+00:00"}]),
    (
        every_day(*NINE, until=NOW + timedelta(days=2)),
        "vixie",
        {"once": once},
        [{"at": "2026-11-22T14:00:00+00:00"}, {"at": "2026-11-23T14:00:00+00:00"}],
    ),
    (
        Calendar((Rule(AnyOf((DATES, AllOf((EVERY_DAY, NEXT_DATES)))), NINE),), "UTC"),
        "vixie",
        {"once": once},
        [{"at": f"2026-12-{day:02}T09:00:00+00:00"} for day in (1, 2, 8, 9)],
    ),
    (every_day(*NINE, start=NOW), "vixie", {}, [{"cron": "0 9 * * *", "zone": "America/New_York"}]),
]


@pytest.mark.parametrize(("schedule", "name", "more", "timing"), SENT)
def test_sent(schedule: Schedule, name: str, more: dict[str, Any], timing: list[dict[str, str]]) -> None:
    encoding = encode(form(name, **more), schedule, now=NOW, accept=frozenset())
    sent = [dict(member.timing) for member in encoding.members]
    assert sent == timing
    assert union_is(encoding.members, schedule, NOW)


REFUSED = [
    (every_day(90 * 60), "agentscope", {}, "clock_change", ("dst_overlap",)),
    (every_day(150 * 60), "nats", {}, "clock_change", ("dst_gap",)),
    (every_day(*NINE), "uranus", {"zone": "UTC"}, "utc_drift", ("utc_drift",)),
    (every_day(*NINE, until=NOW + timedelta(days=400)), "vixie", {"once": once}, "window", ()),
    (every_day(*NINE, start=NOW + timedelta(days=400)), "vixie", {"once": once}, "window", ()),
    (every_day(90 * 60, until=NOW + timedelta(days=400)), "agentscope", {}, "window", ()),
    (every_day(*NINE, start=NOW + timedelta(days=9)), "uranus", {"zone": "UTC"}, "window", ()),
    (Calendar((Rule(NINE_DATES, NINE),), "UTC"), "vixie", {"once": once}, "phase", ()),
    (Calendar(ONE_DATED, "UTC"), "vixie", {"once": once}, "phase", ()),
    (Calendar((Rule(DATES, NINE),), "UTC"), "vixie", {}, "phase", ()),
    (Once(NOW + timedelta(days=1)), "vixie", {}, "once", ()),
    (Interval(timedelta(minutes=7)), "vixie", {}, "interval", ()),
    (every_day(*NINE, 9 * 3600 + 1800), "vixie", {"minimum_cadence_s": 3600}, "cadence", ()),
    (every_day(*NINE, zone="Europe/Berlin"), "vixie", {"zone": "America/New_York"}, "zone", ()),
]


@pytest.mark.parametrize(("schedule", "name", "more", "reason", "accept"), REFUSED)
def test_refused(schedule: Schedule, name: str, more: dict[str, Any], reason: str, accept: tuple[str, ...]) -> None:
    with pytest.raises(Unsupported) as caught:
        encode(form(name, **more), schedule, now=NOW, accept=frozenset())
    assert (caught.value.reason, tuple(caught.value.accept)) == (reason, accept)


def on_date(day: str, *times: int) -> Calendar:
    only = date.fromisoformat(day)
    return Calendar((Rule(Between(only, only), times),), "America/New_York")


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        (every_day(*NINE), "have more than one offset: UTC-05:00 (from 2026-11-22) and UTC-04:00 (from 2027-03-14)"),
        (on_date("2027-03-14", 9000), "meet a clock change on 2027-03-14"),
        (on_date("2040-05-05", 9000), "begin later than 2036-11-22, too far ahead to know their offset"),
    ],
)
def test_why_runs_cannot_move_to_another_clock_is_said(schedule: Calendar, why: str) -> None:
    with pytest.raises(Unsupported, match=re.escape(f"the runs in America/New_York {why}")):
        encode(form("uranus", zone="UTC"), schedule, now=NOW, accept=frozenset())


def test_accepted_differences_come_back_with_their_dates() -> None:
    encoding = encode(form("agentscope"), every_day(90 * 60), now=NOW, accept=frozenset({"dst_overlap"}))
    assert [d.date for d in encoding.differences][:2] == ["2027-11-07", "2028-11-05"]
    drifting = encode(form("uranus", zone="UTC"), every_day(*NINE), now=NOW, accept=frozenset({"utc_drift"}))
    assert drifting.members[0].timing == {"cron": "0 14 * * *", "zone": "UTC"}
    assert [d.date for d in drifting.differences][:2] == ["2027-03-14", "2028-03-12"]


@pytest.mark.parametrize("names", [{"dst_gap"}, {"anything"}])
def test_a_name_that_is_not_needed_is_refused(names: set[str]) -> None:
    with pytest.raises(InvalidArgument):
        encode(form("vixie"), every_day(*NINE), now=NOW, accept=frozenset(names))


def test_what_is_over_is_refused() -> None:
    with pytest.raises(ImpossibleSchedule):
        encode(form("vixie"), Once(NOW), now=NOW, accept=frozenset())
    with pytest.raises(InputError):
        encode(form("vixie"), every_day(*NINE, until=NOW), now=NOW, accept=frozenset())


def test_a_grid_may_go_to_a_backend_of_intervals() -> None:
    """Where cron meets clock changes otherwise, an evenly spaced clock is an interval all the same."""
    grid = every_day(*range(0, 86_400, 900), clock=Clock(RUNNING_CLOCK.gap, RUNNING_CLOCK.overlap))
    quartz = form("quartz", interval=lambda i: {"every": int(i.every.total_seconds()), "anchor": str(i.anchor)})
    encoding = encode(quartz, grid, now=NOW, accept=frozenset())
    assert encoding.members[0].timing == {"every": 900, "anchor": "2026-11-22 14:00:00+00:00"}


def test_weekdays_go_to_an_engine_of_narrow_shapes_as_five() -> None:
    weekdays = Calendar((Rule(Weekdays(WORKDAYS), NINE),), "UTC")
    encoding = encode(form("orq_narrow", zone="UTC"), weekdays, now=NOW, accept=frozenset())
    assert len(encoding.members) == 5
    assert union_is(encoding.members, weekdays, NOW)


def test_parts_that_meet_after_a_gap_are_told() -> None:
    """02:30 does not exist on 14 March and runs at 03:00, when the other part runs as well."""
    half_past_two, three = 2 * 3600 + 1800, 3 * 3600
    twice = every_day(half_past_two, three, zone="America/New_York")
    with pytest.raises(Unsupported) as caught:
        encode(form("croniter"), twice, now=NOW, accept=frozenset())
    assert (caught.value.reason, caught.value.accept) == ("clock_change", ("dst_gap",))
    assert "2027-03-14" in caught.value.details["dates"]
    apart = every_day(half_past_two, three + 60, zone="America/New_York")
    assert len(encode(form("croniter"), apart, now=NOW, accept=frozenset()).members) == 2
