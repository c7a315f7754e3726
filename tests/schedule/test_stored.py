"""The stored form: written down here, since databases hold it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schedule_mcp.schedule.model import (
    RUNNING_CLOCK,
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
    Once,
    Overlap,
    Period,
    Rule,
    Schedule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.stored import days_from_json, days_to_json, from_json, to_json

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SET = frozenset({2, 1})

DAYS: list[tuple[Days, list[Any]]] = [
    (Weekdays(SET), ["weekdays", [1, 2]]),
    (Months(SET), ["months", [1, 2]]),
    (Nth(SET), ["nth", [1, 2], [0, 1, 2, 3, 4, 5, 6], "month"]),
    (Nth(SET, SET, Period.WEEK), ["nth", [1, 2], [1, 2], "week"]),
    (Nth(frozenset({-1, 3}), SET, Period.QUARTER), ["nth", [-1, 3], [1, 2], "quarter"]),
    (Nth(SET, SET, Period.YEAR), ["nth", [1, 2], [1, 2], "year"]),
    *((Every(3, unit, date(2026, 5, 12)), ["every", 3, unit.value, "2026-05-12"]) for unit in Unit),
    (NumberedWeeks(True), ["weeks", "even"]),
    (NumberedWeeks(False), ["weeks", "odd"]),
    (Between(date(2026, 5, 12), date(2026, 6, 1)), ["between", "2026-05-12", "2026-06-01"]),
    (AllOf(), ["all"]),
    (
        AllOf((AnyOf((Weekdays(SET),)), Not(Months(SET)))),
        ["all", ["any", ["weekdays", [1, 2]]], ["not", ["months", [1, 2]]]],
    ),
]


@pytest.mark.parametrize(("days", "stored"), DAYS)
def test_days(days: Days, stored: list[Any]) -> None:
    assert days_to_json(days) == stored
    assert days_from_json(stored) == days


def test_units_and_periods_keep_their_names() -> None:
    assert [unit.value for unit in Unit] == ["day", "week", "month", "year"]
    assert [period.value for period in Period] == ["week", "month", "quarter", "year"]
    assert [gap.value for gap in Gap] == ["after", "skip", "shift", "shift_first"]
    assert [overlap.value for overlap in Overlap] == ["first", "both", "second"]


RULES = (Rule(Weekdays(SET), (0, 90_000)),)
STORED_RULES = [{"days": ["weekdays", [1, 2]], "times": [0, 90_000]}]
SCHEDULES: list[tuple[Schedule, dict[str, Any]]] = [
    (Once(AT), {"once": "2026-12-01T09:30:00+00:00"}),
    (Interval(timedelta(minutes=90)), {"every_us": 5_400_000_000}),
    (
        Interval(timedelta(milliseconds=1500), AT, AT, AT),
        {
            "every_us": 1_500_000,
            "anchor": "2026-12-01T09:30:00+00:00",
            "start": "2026-12-01T09:30:00+00:00",
            "until": "2026-12-01T09:30:00+00:00",
        },
    ),
    (Calendar(RULES, "Europe/Rome"), {"rules": STORED_RULES, "zone": "Europe/Rome", "clock": ["after", "first"]}),
    (
        Calendar(RULES, "+05:30", RUNNING_CLOCK, AT, AT),
        {
            "rules": STORED_RULES,
            "zone": "+05:30",
            "clock": ["skip", "both"],
            "start": "2026-12-01T09:30:00+00:00",
            "until": "2026-12-01T09:30:00+00:00",
        },
    ),
    (
        Calendar(RULES, "UTC", Clock(longest_gap_s=10_800)),
        {"rules": STORED_RULES, "zone": "UTC", "clock": ["after", "first", 10_800, False]},
    ),
    (
        Calendar(RULES, "UTC", Clock(Gap.SHIFT_FIRST, Overlap.BOTH, skips_midnight_gaps=True)),
        {"rules": STORED_RULES, "zone": "UTC", "clock": ["shift_first", "both", None, True]},
    ),
]


@pytest.mark.parametrize(("schedule", "stored"), SCHEDULES)
def test_schedules(schedule: Schedule, stored: dict[str, Any]) -> None:
    assert to_json(schedule) == stored
    assert from_json(stored) == schedule


@pytest.mark.parametrize("stored", [["never"], [], ["not"], ["weekdays"]])
def test_what_is_no_tree_is_refused(stored: list[Any]) -> None:
    with pytest.raises(ValueError, match="no tree of days"):
        days_from_json(stored)
