"""A sitting of machine forms of the kinds that the test suites of other engines have, written before they were tried.

The runs in `machine_sitting.jsonl` come from others: five fields from cronsim (Debian's rules), six from croniter,
rules from python-dateutil, OnCalendar from `systemd-analyze calendar` (252), days with L, W and # from plain counting,
ISO 8601 from `datetime`. A line has the runs, or says that it must be asked about or refused.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import fires, same

NOW = datetime(2027, 2, 10, 8, 30, tzinfo=UTC)
CASES = [json.loads(line) for line in (Path(__file__).parent / "machine_sitting.jsonl").read_text().splitlines()]
READ = [form for form in CASES if "runs" in form]


def text_of(form: dict[str, Any]) -> str:
    return str(form["text"]).replace("\n", " / ")


def runs_of(form: dict[str, Any]) -> list[str]:
    schedule = read(form["text"], now=NOW, timezone=form.get("zone", "UTC")).schedule
    assert schedule is not None
    return [f"{run:%Y-%m-%dT%H:%M:%SZ}" for run in islice(fires(schedule, after=NOW), 4)]


def test_the_sitting_is_as_large_as_it_should_be() -> None:
    assert len(CASES) >= 300
    assert len({form["text"] for form in CASES}) == len(CASES)


@pytest.mark.parametrize("form", READ, ids=text_of)
def test_a_form_runs_as_its_engine_runs_it(form: dict[str, Any]) -> None:
    assert runs_of(form) == form["runs"]


@pytest.mark.parametrize("form", [form for form in CASES if form.get("asked")], ids=text_of)
def test_a_form_that_engines_read_in_several_ways_is_asked_about(form: dict[str, Any]) -> None:
    question = read(form["text"], now=NOW, timezone="UTC").question
    assert question is not None
    said = [describe(option.schedule) for option in question.options]
    assert said
    assert len(set(said)) == len(said)
    for option in question.options:
        again = read(option.arguments.get("when", form["text"]), now=NOW, timezone="UTC").schedule
        assert again is not None
        assert same(again, option.schedule, after=NOW)


@pytest.mark.parametrize("form", [form for form in CASES if form.get("refused")], ids=text_of)
def test_a_broken_form_is_refused_with_what_to_do(form: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        read(form["text"], now=NOW, timezone="UTC")
    assert caught.value.hint
