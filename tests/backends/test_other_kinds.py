"""An offer that is of another kind than what was asked for says so, in structure and in text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.answers.refusals import refusal_json, refusal_text
from schedule_mcp.errors import Unsupported
from schedule_mcp.language import read
from schedule_mcp.planning.kinds import difference_of
from schedule_mcp.service import calls
from tests.backends.test_alternatives import service_of

NOW = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)

KINDS = [
    ("on November 29 at 9am", "every November 29 at 09:00", "again and again"),
    ("every 10 minutes", "every hour", "one run for every 6"),
    ("every hour", "every 10 minutes", "6 times as often"),
    ("every other Tuesday at 9am", "every Tuesday at 09:00", "2 times as often"),
    ("every last Friday of the month at 9am", "every Friday at 09:00", "times as often"),
    ("every day at 9am until 2027-01-31", "every day at 09:00", "without end"),
    ("every day at 9am starting 2027-01-31", "every day at 09:00", "begins at once"),
    ("every 90 minutes", "every 2 hours", ""),
    ("every day at 2:30am", "every day at 03:30", ""),
    ("every last Friday of the month at 9am", "every fourth Friday of the month at 09:00", ""),
    ("every last day of the month at 9am", "on the 28th of every month at 09:00", ""),
    ("every weekday at 9am", "every weekday at 10:00", ""),
]


@pytest.mark.parametrize(("asked", "offered", "part"), KINDS)
def test_what_is_of_another_kind(asked: str, offered: str, part: str) -> None:
    schedule = read(asked, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    told = difference_of(schedule, {"when": f"{offered} (UTC)" if " at " in offered else offered}, NOW)
    assert part in told
    assert bool(part) is bool(told)


@pytest.mark.parametrize("offer", [{"backend": "other"}, {"accept": ["utc_drift"]}, {"when": "no words at all"}])
def test_what_changes_no_timing_is_of_the_same_kind(offer: dict[str, object]) -> None:
    schedule = read("every day at 9am", now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert difference_of(schedule, offer, NOW) == ""


def refused(backend: str, when: str) -> Unsupported:
    with pytest.raises(Unsupported) as caught:
        service_of(NOW, "UTC", backend).preview(calls.Preview(when))
    return caught.value


def test_a_yearly_run_for_a_single_one_is_marked() -> None:
    error = refused("agentscope", "on November 29 at 9am")
    told, text = refusal_json(error), refusal_text(error)
    yearly = next(each for each in told["other_kind"] if "November 29" in each["arguments"]["when"])
    assert "a single run was asked for" in yearly["differs"]
    assert "every November 29" not in str(told.get("alternatives"))
    before, _, after = text.partition("Of another kind than was asked for, so only if the person wants it:")
    assert "every November 29" not in before
    assert "every November 29" in after


def test_an_hour_for_ten_minutes_is_marked() -> None:
    for error in (refused("wide", "every 10 minutes"), refused("narrow", "every 10 minutes")):
        told = refusal_json(error)
        hourly = next(each for each in told["other_kind"] if "hour" in each["arguments"]["when"])
        assert "one run for every 6 that were asked for" in hourly["differs"]


def test_what_is_of_the_same_kind_comes_first() -> None:
    error = refused("agentscope", "every other day at 1:30am")
    assert [bool(why) for why in error.differs] == sorted(bool(why) for why in error.differs)
    assert len(error.differs) == len(error.alternatives)
