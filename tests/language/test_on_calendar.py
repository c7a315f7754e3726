"""OnCalendar against what systemd 252 made of each text (`systemd-analyze calendar`), kept in `on_calendar.jsonl`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from schedule_mcp.errors import ImpossibleSchedule, InvalidExpression
from schedule_mcp.language import read
from schedule_mcp.schedule import fires

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
CASES = [json.loads(line) for line in (Path(__file__).parent / "on_calendar.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("form", CASES, ids=lambda form: form["text"])
def test_runs_as_systemd_has_them(form: dict[str, object]) -> None:
    text = f"OnCalendar={form['text']}"
    if "refused" in form:
        with pytest.raises(InvalidExpression):
            read(text, now=NOW, timezone="UTC")
        return
    if not form["runs"]:
        with pytest.raises(ImpossibleSchedule):
            read(text, now=NOW, timezone="UTC")
        return
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    runs = [f"{run:%Y-%m-%dT%H:%M:%SZ}" for run in islice(fires(schedule, after=NOW), 5)]
    # systemd looks no farther than 2199.
    assert [run for run in runs if run < "2200"] == form["runs"]
