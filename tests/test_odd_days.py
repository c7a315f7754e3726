"""No date of any zone is an internal error: days that a zone skipped, odd shifts, the first and the last year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schedule_mcp.cron.explain import explain
from schedule_mcp.errors import ScheduleError
from schedule_mcp.language import describe, read
from schedule_mcp.schedule.zones import zone, zone_names

EXPRESSIONS = (
    "*/30 * * * *", "0 0 * * *", "30 2 * * *", "0 */2 * * *", "0 0 30 12 *", "* * * * *", "0 0 29 2 *", "15 * * * 5",
    "59 23 31 12 5", "0 0 1 1 *",
)  # fmt: skip
TEXTS = (
    "every day at 9:00", "in 3 days", "tomorrow at 00:00", "every 2 weeks on Friday at 9:00", "next friday at 9am",
    "every 15 minutes", "in 2 hours", "2011-12-30 09:00", "2399-12-31 23:59", "R/2011-12-30T00:00Z/P1D", "P1D",
    "every last day of the month at 23:59", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0", "today at 23:00", "this weekend at 10:00",
    "every hour until tomorrow", "in 1 month", "every December 30 at 9:00", "@daily", "R5/PT36H", "Mon *-*-* 09:00",
    "DTSTART:20111229T090000\nRRULE:FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=99991231;BYHOUR=9", "TZ=Asia/Tokyo @daily",
    "R100000000/2027-01-01T00:00:00Z/PT6H", "FREQ=HOURLY;INTERVAL=5;BYDAY=MO;UNTIL=99991231T235959Z",
)  # fmt: skip
BACKENDS = ("vixie", "agentscope", "quartz", "aws", "robfig6", "orq_narrow", "sequentum")
SKIPPED = (
    ("Pacific/Apia", datetime(2011, 12, 28, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Fakaofo", datetime(2011, 12, 30, tzinfo=UTC)),
)


@st.composite
def places_and_instants(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and an instant near one of its clock changes, or at an end of the calendar."""
    name = draw(st.sampled_from(sorted(zone_names())))
    year = draw(st.one_of(st.integers(2000, 2030), st.sampled_from((2000, 2399))))
    changes = [change.at for change in zone(name).transitions(year)]
    ends = [datetime(year, 1, 1, tzinfo=UTC).timestamp(), datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()]
    near = draw(st.sampled_from([*changes, *ends]))
    at = datetime.fromtimestamp(near, UTC) + timedelta(seconds=draw(st.integers(-4 * 86_400, 4 * 86_400)))
    return name, min(max(at, datetime(2000, 1, 1, tzinfo=UTC)), datetime(2399, 12, 31, 23, 59, 59, tzinfo=UTC))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(places_and_instants(), st.sampled_from(EXPRESSIONS), st.sampled_from(BACKENDS))
@example(SKIPPED[0], "*/30 * * * *", "vixie")
@example(SKIPPED[1], "0 */2 * * *", "agentscope")
@example(SKIPPED[2], "* * * * *", "sequentum")
def test_every_expression_is_explained_on_every_day(where: tuple[str, datetime], expression: str, backend: str) -> None:
    name, at = where
    found = explain(expression, timezone=name, as_of=at, backend_dialect=backend)
    assert found.sentence in found.text
    assert all(run > at for run in found.next_runs)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(places_and_instants(), st.sampled_from(TEXTS))
@example(SKIPPED[0], "tomorrow at 00:00")
@example(SKIPPED[1], "FREQ=DAILY;UNTIL=99991231;BYHOUR=9")
@example(SKIPPED[2], "every day at 9:00")
def test_every_text_is_read_asked_or_refused_on_every_day(where: tuple[str, datetime], text: str) -> None:
    name, at = where
    try:
        reading = read(text, now=at, timezone=name)
    except ScheduleError as refusal:
        assert refusal.message  # noqa: PT017
        return
    schedules = [reading.schedule] if reading.schedule else [o.schedule for o in reading.question.options]  # type: ignore[union-attr]
    assert all(describe(schedule) for schedule in schedules if schedule)


@pytest.mark.parametrize("where", SKIPPED)
def test_a_day_that_a_zone_skipped_has_no_runs(where: tuple[str, datetime]) -> None:
    name, at = where
    found = explain("*/30 * * * *", timezone=name, as_of=at - timedelta(days=3))
    (point,) = (point for point in found.points if "clocks go forward" in point)
    assert "runs 0 times that day" in point
