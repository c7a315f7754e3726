"""Cron text: known next runs of five dialects, and every form that must be refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.cron import parse
from schedule_mcp.errors import InputError, InvalidExpression, LimitExceeded
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.model import AllOf, Calendar, Interval, Nth

HERE = Path(__file__).parent


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("dialect", ["vixie", "apscheduler", "robfig6", "quartz", "aws"])
def test_next_runs_agree_with_the_engines(dialect: str) -> None:
    """Expectations: runs of the dialect's own engine on which an engine without shared code agrees."""
    cases = [case for case in lines("cases.jsonl") if case["dialect"] == dialect]
    wrong = []
    for case in cases:
        schedule = parse(case["expr"], dialect, case["timezone"])
        now = datetime.fromisoformat(case["now"])
        end = now + timedelta(days=13 * 365)
        runs = takewhile(lambda t: t <= end, fires(schedule, after=now))  # noqa: B023
        found = [f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in islice(runs, 6)]
        if found != case["next"]:
            wrong.append((case["expr"], case["timezone"], case["now"], found, case["next"]))
    assert len(cases) > 20
    assert wrong == []


@pytest.mark.parametrize("case", lines("invalid.jsonl"), ids=lambda case: f"{case['dialect']} {case['expr']}")
def test_nonsense_is_refused_with_the_fix(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse(case["expr"], case["dialect"])
    error = caught.value
    assert error.hint
    assert error.position is not None
    assert 0 <= error.position < len(case["expr"])


@pytest.mark.parametrize("text", ["", " ", "\x00", "0 9 * * *\n0 9 * * *", "* * * *", "0 9 * * 1 2 3 4", "@every 1h"])
def test_what_is_no_expression_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_an_expression_has_a_greatest_length() -> None:
    with pytest.raises(LimitExceeded):
        parse(",".join(["0"] * 500) + " * * * *")


def test_day_fields_are_joined_by_the_dialect() -> None:
    either, both = parse("0 9 13 * 5"), parse("0 9 13 * 5", "agentscope")
    assert isinstance(either, Calendar)
    assert isinstance(both, Calendar)
    assert either.rules != both.rules
    assert isinstance(both.rules[0].days, AllOf)


def test_an_undisclosed_engine_refuses_what_its_candidates_read_differently() -> None:
    with pytest.raises(InvalidExpression):
        parse("0 9 13 * 5", "sequentum")
    assert isinstance(parse("0 9 * * 1-5", "sequentum"), Calendar)


def test_last_is_a_day_where_the_dialect_has_it() -> None:
    calendar = parse("0 9 last * *", "agentscope")
    assert isinstance(calendar, Calendar)
    assert calendar.rules[0].days == Nth(frozenset({-1}))


@pytest.mark.parametrize(
    ("text", "seconds"), [("@every 1h30m", 5400), ("@every 24h", 86_400), ("@every 1.5h", 5400), ("@every 90s", 90)]
)
def test_every_is_elapsed_time(text: str, seconds: int) -> None:
    assert parse(text, "robfig6") == Interval(timedelta(seconds=seconds))
