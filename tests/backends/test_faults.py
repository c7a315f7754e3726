"""Faults of engines as data: what is predicted for each clock change, and by the engine itself where it can be had."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from schedule_mcp.backends.faults import fault_differences, next_with_offset_before
from schedule_mcp.cron.dialects import CRONITER, CRONITER_OLD, NATS, Dialect
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import zone
from tests.backends.environments import HERMES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIX_FIELDS = replace(NATS, name="nats")

PREDICTED = [
    # dialect, expression, zone, the first two differences: kind, date and what the engine does
    (CRONITER_OLD, "0 9 * * *", "America/New_York", ["2027-03-14 08:00 -0400", "2027-11-07 10:00 -0500"]),
    (CRONITER_OLD, "0 9 * * 1", "America/New_York", ["2027-03-15 08:00 -0400", "2027-11-08 10:00 -0500"]),
    (CRONITER_OLD, "0 9 14 3 *", "America/New_York", ["2027-03-14 08:00 -0400"]),
    (CRONITER_OLD, "0 9 * * *", "UTC", []),
    (CRONITER_OLD, "0 9 * * *", "Asia/Kolkata", []),
    (CRONITER, "0 9 * * *", "America/New_York", []),
    (SIX_FIELDS, "0 0 9 * * *", "America/Santiago", ["2027-09-05 the"]),
    (SIX_FIELDS, "0 0 9 * * *", "America/New_York", []),
]


@pytest.mark.parametrize(("dialect", "text", "place", "said"), PREDICTED)
def test_faults_are_predicted_by_date(dialect: Dialect, text: str, place: str, said: list[str]) -> None:
    part = calendar_of(parse_fields(text, dialect), place)
    found = fault_differences(dialect, part, text, NOW)
    assert [f"{d.date} {d.theirs.removeprefix('the engine runs at ')}"[: len(s)] for d, s in zip(found, said)] == said  # noqa: B905
    assert len(found) == 0 if not said else len(found) >= len(said)


ASKED = """
import json, sys
from datetime import datetime
from zoneinfo import ZoneInfo
from croniter import croniter
for line in sys.stdin:
    text, place, start, count = json.loads(line)
    found = []
    for _ in range(count):
        start = int(croniter(text, datetime.fromtimestamp(start, ZoneInfo(place))).get_next(datetime).timestamp())
        found.append(start)
    print(json.dumps(found))
"""
TEXTS = (
    "0 9 * * *", "30 2 * * *", "30 1 * * *", "0 9 * * 1", "0 9 15 * *", "0 * * * *", "*/30 * * * *", "*/30 1-3 * * *",
    "0 */6 * * *", "0 0 * * *", "0 3 * * *", "15 0,1,2,3,4 * * *", "0 9 4 7 *", "0 9,17 * * 1-5", "45 23 * * *",
)  # fmt: skip
PLACES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago")


@pytest.mark.real
def test_croniter_before_6_1_runs_as_it_is_predicted_to() -> None:
    python = HERMES.python()
    ago = (3_600, 40_000, 200_000, 700_000)
    cases = [
        (text, place, change.at - back, 40)
        for text, place in product(TEXTS, PLACES)
        for change in zone(place).transitions(2027)
        for back in ago
    ]
    lines = "\n".join(map(json.dumps, cases))
    done = subprocess.run([python, "-c", ASKED], input=lines, capture_output=True, text=True, check=True)
    for (text, place, start, count), line in zip(cases, done.stdout.splitlines(), strict=True):
        form = normal_form(calendar_of(parse_fields(text, CRONITER_OLD), place).rules)
        found: list[int | None] = []
        for _ in range(count):
            start = next_with_offset_before(form, zone(place), start) or 0
            found.append(start)
        assert found == json.loads(line), (text, place)
