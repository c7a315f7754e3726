"""Explanations: the points that apply to an expression, and none that do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import schedule_mcp.language
from schedule_mcp.cron import fit, parse
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.explain import Explanation, explain
from schedule_mcp.schedule.model import Calendar

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW_YORK = "America/New_York"


@pytest.fixture(autouse=True)
def short_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence is the matter of another module; here only what is added to it."""
    monkeypatch.setattr(schedule_mcp.language, "describe", lambda _: "these words", raising=False)


def explained(text: str, dialect: str = "vixie", timezone: str = NEW_YORK, backend: str | None = None) -> Explanation:
    return explain(text, dialect=dialect, timezone=timezone, as_of=AS_OF, backend_dialect=backend)


# expression, dialect, the backend's dialect, parts of points that must be there
SAID = [
    ("0 9 13 * 5", "vixie", None, ["joined by OR", "61 to 64 runs a year"]),
    ("0 0 */2 * 1", "vixie", None, ["joined by AND", "26 to 27 runs a year", "starts again with each month"]),
    ("*/7 * * * *", "vixie", None, ["0, 7, 14, 21, 28, 35, 42, 49, 56", "last gap is 4 instead of 7"]),
    ("*/45 * * * *", "vixie", None, ["last gap is 15 instead of 45", "15 min to 45 min"]),
    ("*/59 * * * *", "vixie", None, ["last gap is 1 instead of 59"]),
    ("0 */5 * * *", "vixie", None, ["last gap is 4 instead of 5"]),
    ("0 6 1 */5 *", "vixie", None, ["month 1, 6, 11"]),
    ("0 0 31 * *", "vixie", None, ["7 runs a year", "February, April, June, September, November have no day 31"]),
    ("0 0 30 * *", "vixie", None, ["11 runs a year", "February has no day 30"]),
    ("0 0 29 2 *", "vixie", None, ["leap years only", "years without a run", "Tuesday 2028-02-29"]),
    ("0 0 31 2 *", "vixie", None, ["nothing will ever run"]),
    ("30 2 * * *", "vixie", None, ["On 2027-03-14", "02:30 does not exist", "runs at 03:00 -0400"]),
    ("30 2 * * *", "vixie", "agentscope", ["this engine runs at 03:00 -0400", "2.0.9", "runs at 03:30 -0400"]),
    ("0 30 2 * * *", "nats", None, ["02:30 does not exist: this engine skips it"]),
    ("30 1 * * *", "vixie", None, ["01:30 comes twice: this engine runs at 01:30 -0400."]),
    ("0 30 1 * * *", "nats", None, ["runs at 01:30 -0400, 01:30 -0500"]),
    ("0 9 * * 1", "vixie", "agentscope_monday0", ["Day-of-week 1 is Monday", "means something else", "'0 9 * * mon'"]),
    ("0 9 * * 1", "agentscope_monday0", None, ["Day-of-week 1 is Tuesday"]),
    ("0 0 9 ? * 2", "quartz", None, ["Day-of-week 2 is Monday"]),
    ("0 9 13 * 5", "vixie", "agentscope", ["'0 9 1-12,14-31 * fri' and '0 9 13 * *'"]),
    ("0 9 13 * 5", "vixie", "sequentum", ["does not take this text", "day of the month and a weekday"]),
    ("0 9 * * *", "vixie", "nats", ["does not take this text", "'0 0 9 * * *'"]),
    ("0 0 1 * *", "agentscope", None, ["can be lost"]),
    ("@every 6h", "robfig6", None, ["elapsed time"]),
]


@pytest.mark.parametrize(("text", "dialect", "backend", "parts"), SAID)
def test_points_that_apply_are_said(text: str, dialect: str, backend: str | None, parts: list[str]) -> None:
    points = "\n".join(explained(text, dialect, backend=backend).points)
    assert [part for part in parts if part not in points] == [], points


def test_points_that_do_not_apply_are_not_said() -> None:
    assert len(explained("0 9 * * mon-fri").points) == 1
    assert len(explained("0 9 * * mon-fri", "agentscope").points) == 1
    assert len(explained("0 9 * * 1", backend="sequentum").points) == 2
    assert len(explained("*/15 * * * *", timezone="UTC").points) == 1


def test_the_same_meaning_elsewhere_is_not_mentioned() -> None:
    assert not any("something else" in point for point in explained("0 9 * * 1", backend="agentscope").points)


def test_an_expression_that_never_fires_says_so_first() -> None:
    found = explained("0 0 31 2 *")
    assert found.sentence.startswith("Never fires")
    assert (found.next_runs, found.runs_per_year, found.smallest_gap_s) == ((), None, None)


def test_text_has_zone_data_runs_in_both_clocks_and_weekdays() -> None:
    text = explained("0 9 * * 1-5").text
    assert text.startswith("These words. Read as Unix cron")
    assert "Mon 2026-11-23 09:00 -0500 (2026-11-23T14:00:00Z)" in text


def test_figures() -> None:
    found = explained("0 9 * * 1-5")
    assert found.runs_per_year == (260, 262)
    assert (found.smallest_gap_s, found.largest_gap_s) == (86_400, 3 * 86_400)
    assert len(found.next_runs) == 5


@pytest.mark.parametrize("text", ["0 9 * * 1-5", "*/15 * * * *", "0 0 1,15 * *", "0 9 13 * 5", "0 0 31 * *"])
def test_every_spelling_means_the_same(text: str) -> None:
    found = explained(text)
    assert isinstance(found.schedule, Calendar)
    assert set(found.spellings) > {"vixie", "agentscope"}
    for name, texts in found.spellings.items():
        for part in texts:
            assert isinstance(parse(part, name), Calendar)
        assert texts == fit(found.schedule, name)


def test_the_31st_names_no_months() -> None:
    assert explained("0 0 31 * *").spellings["vixie"] == ["0 0 31 * *"]


def test_nonsense_is_refused() -> None:
    with pytest.raises(InvalidExpression):
        explained("61 * * * *")
