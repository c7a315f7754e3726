"""What is said about days that do not always exist and about times that a change of the clocks meets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule_mcp.language import read
from schedule_mcp.planning.remarks import remarks
from schedule_mcp.schedule import Calendar
from schedule_mcp.schedule.model import EVERY_DAY, RUNNING_CLOCK, SPOKEN_CLOCK, Rule, Weekdays

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = {
    "every month on the 31st at 9am": ["only in months that have a 31st"],
    "on the 30th and 31st at 9am": ["only in months that have a 30th", "only in months that have a 31st"],
    "every 29th at 9am": ["in February only in leap years"],
    "every February 29 at noon": ["29 February exists in leap years only"],
    "every January 31 at 9am": [],
    "the 31st of January and March every year at 9am": [],
    "the last day of each month at 9am": [],
    "the 5th Friday of each month at 9am": ["only in months that have a fifth Friday"],
    "every day at 2:30am": ["on 2027-03-14 clocks go forward and 02:30 does not exist: it runs at 03:00"],
    "every day at 1:30am": ["on 2027-11-07 clocks go back and 01:30 comes twice: it runs the first time"],
    "every Monday at 2:30am": [],
    "every day at 2:30am until 2027-03-13": [],
    "every day at 9am": [],
    "every hour at :15": [],
    "tomorrow at 9am": [],
    "every 90 minutes": [],
}


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_besides_the_sentence(text: str) -> None:
    schedule = read(text, now=NOW, timezone="America/New_York").schedule
    assert schedule is not None
    assert list(remarks(schedule, NOW)) == SAID[text]


def met(place: ZoneInfo, days: frozenset[int], times: list[int]) -> tuple[date | None, date | None]:
    """The first dates within a year with a time that does not exist, and with one that comes twice."""
    missing: date | None = None
    doubled: date | None = None
    for ahead in range(-2, 368):
        day = NOW.date() + timedelta(days=ahead)
        if day.weekday() not in days:
            continue
        for time in times:
            wall = datetime(day.year, day.month, day.day) + timedelta(seconds=time)
            offsets = [wall.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1)]
            instants = [(wall - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None]
            if offsets[0] == offsets[1] or not NOW <= min(instants) < NOW + timedelta(days=365):
                continue
            exists = instants[0].astimezone(place).replace(tzinfo=None) == wall
            if exists:
                doubled = min(doubled or wall.date(), wall.date())
            else:
                missing = min(missing or wall.date(), wall.date())
    return missing, doubled


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"]),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(st.integers(0, 30 * 4 - 1).map(lambda quarter: quarter * 900), min_size=1, max_size=6, unique=True),
    st.sampled_from([SPOKEN_CLOCK, RUNNING_CLOCK]),
)
def test_times_that_a_change_meets_are_named(name: str, days: frozenset[int], times: list[int], clock: object) -> None:
    rule = Rule(EVERY_DAY if len(days) == 7 else Weekdays(days), tuple(sorted(times)))
    said = remarks(Calendar((rule,), name, clock), NOW)  # type: ignore[arg-type]
    missing, doubled = met(ZoneInfo(name), days, times)
    assert [text[3:13] for text in said if "does not exist" in text] == ([str(missing)] if missing else [])
    assert [text[3:13] for text in said if "comes twice" in text] == ([str(doubled)] if doubled else [])
