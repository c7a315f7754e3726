"""Explanations: the points that apply to an expression, and none that do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from schedule_mcp.cron import fit, parse
from schedule_mcp.cron.explain import Explanation, explain
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.schedule.zones import zone_data_version

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW_YORK = "America/New_York"
VERSION = zone_data_version()


def explained(text: str, dialect: str = "vixie", timezone: str = NEW_YORK, backend: str | None = None) -> Explanation:
    return explain(text, dialect=dialect, timezone=timezone, as_of=AS_OF, backend_dialect=backend)


# expression, dialect, the backend's dialect, parts of points that must be there
SAID = [
    (
        "0 9 * * 1-5",
        "vixie",
        None,
        ["5 runs a week, 260 to 262 a year, 1 day to 3 days apart.", "Day-of-week 1 is Monday"],
    ),
    ("0 9 * * *", "vixie", None, ["1 run a day, 365 to 366 a year, always 1 day apart."]),
    ("0 9 * * 1", "vixie", None, ["1 run a week, 52 to 53 a year, always 7 days apart."]),
    ("0 9 13 * 5", "vixie", None, ["joined by OR", "61 to 64 runs a year, 1 day to 7 days apart."]),
    (
        "0 0 */2 * 1",
        "vixie",
        None,
        ["joined by AND, since one of them begins with *", "26 to 27 runs a year", "can be 1 instead of 2"],
    ),
    ("0 0 */2 * *", "vixie", None, ["not every 2 days: it starts again with each month (1st, 3rd, 5th, 7th, … 31st)"]),
    ("0 0 */10 * *", "vixie", None, ["from the 31st to the 1st of the next month it can be 1 instead of 10."]),
    ("*/7 * * * *", "vixie", None, ["216 runs a day", "not every 7 minutes", "from :56 to :00 it is 4 instead of 7."]),
    ("*/45 * * * *", "vixie", None, ["it is 15 instead of 45", "15 min to 45 min apart"]),
    ("*/59 * * * *", "vixie", None, ["it is 1 instead of 59"]),
    ("0 */5 * * *", "vixie", None, ["not every 5 hours", "from 20:00 to 00:00 it is 4 instead of 5"]),
    ("0 6 1 */5 *", "vixie", None, ["(January, June and November), and from November to January it is 2 instead of 5"]),
    ("0 9 * * */2", "vixie", None, ["(Sunday, Tuesday, Thursday and Saturday), and from Saturday to Sunday it is 1"]),
    ("0 9 * * */2", "apscheduler", None, ["(Monday, Wednesday, Friday and Sunday), and from Sunday to Monday it is 1"]),
    ("*/60 * * * *", "vixie", None, ["'*/60' names one value only: minute :00."]),
    ("0 9 1 */12 *", "vixie", None, ["'*/12' names one value only: month January."]),
    ("*/7 30 9 * * *", "nats", None, ["'*/7' is not every 7 seconds: it starts again with each minute"]),
    ("0 0 31 * *", "vixie", None, ["7 runs a year", "February, April, June, September and November have no 31st"]),
    ("0 0 30 * *", "vixie", None, ["11 runs a year", "February has no 30th and no run"]),
    ("0 0 29 * *", "vixie", None, ["29 February exists in leap years only."]),
    ("0 0 28-31 * *", "vixie", None, ["Some of these months have no 31st."]),
    ("0 0 29 2 1", "vixie", None, ["29 February exists in leap years only.", "4 to 5 runs a year"]),
    (
        "0 0 29 2 *",
        "vixie",
        None,
        ["leap years only", "at most 1 run", "years without a run", "Tuesday 2028-02-29", "1,461 days to 2,921 days"],
    ),
    ("0 0 31 2 *", "vixie", None, ["nothing will ever run"]),
    ("0 0 9 1 1 ? 2020", "quartz", None, ["All its dates have passed: it will not run again."]),
    ("0 9 4 7 ? 2027", "aws", None, ["at most 1 run a year.", "the next run is Sunday 2027-07-04."]),
    ("30 2 * * *", "vixie", None, ["On 2027-03-14", "02:30 does not exist: Unix cron runs at 03:00 -04:00."]),
    (
        "30 2 * * *",
        "vixie",
        "agentscope",
        ["Unix cron runs at 03:00 -04:00; AgentScope from 2.0.9 runs at 03:30 -04:00."],
    ),
    ("0 30 2 * * *", "nats", None, ["02:30 does not exist: NATS scheduler skips it"]),
    ("30 1 * * *", "vixie", None, ["01:30 comes twice: Unix cron runs at 01:30 -04:00."]),
    ("0 30 1 * * *", "nats", None, ["NATS scheduler runs at 01:30 -04:00, 01:30 -05:00."]),
    ("0 30 1 * * ?", "quartz", None, ["Quartz runs at 01:30 -05:00."]),
    (
        "*/30 * * * *",
        "vixie",
        None,
        [
            "On 2027-03-14 clocks go forward: Unix cron runs 46 times that day instead of 48.",
            "On 2027-11-07 clocks go back: Unix cron runs 50 times that day instead of 48.",
        ],
    ),
    ("*/30 * * * *", "vixie", "agentscope", ["Unix cron runs 50 times; AgentScope from 2.0.9 runs 50 times that day"]),
    ("*/20 2 * * *", "vixie", None, ["Unix cron runs 0 times that day instead of 3."]),
    (
        "0 9 * * 1",
        "vixie",
        "agentscope_monday0",
        [
            "AgentScope up to 2.0.8 reads the same text otherwise: at 09:00, every Tuesday.",
            "There it is written '0 9 * * mon'.",
        ],
    ),
    ("0 9 * * 1", "agentscope_monday0", None, ["Day-of-week 1 is Tuesday"]),
    ("0 0 9 ? * 2", "quartz", None, ["Day-of-week 2 is Monday"]),
    ("0 9 13 * 5", "vixie", "agentscope", ["There it is written '0 9 1-12,14-31 * fri' and '0 9 13 * *'."]),
    ("0 9 13 * 5", "vixie", "sequentum", ["does not take this text", "It cannot be said there: it needs a day of the"]),
    (
        "0 9 * * *",
        "vixie",
        "nats",
        ["NATS scheduler does not take this text (has 6 fields, this has 5).", "'0 0 9 * * *'"],
    ),
    ("0 0 1 * *", "agentscope", None, ["AgentScope from 2.0.9: after a spring clock change", "can be lost"]),
    ("0 0 1 * *", "vixie", "agentscope", ["AgentScope from 2.0.9: after a spring clock change", "can be lost"]),
    (
        "*/5 * * * *",
        "vixie",
        "orq_narrow",
        ["orq.ai's later contract wants 1 h at least between runs; here it can be 5 min."],
    ),
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
    assert len(explained("0 0 1,15 * *").points) == 1
    assert len(explained("0 0 0 L * ?", "quartz").points) == 1
    assert len(explained("0 1 1 * *", "agentscope").points) == 1
    assert len(explained("0 0 1 * *", "agentscope", timezone="Asia/Tokyo").points) == 1
    assert len(explained("0 0 9 * * *", "nats", timezone="America/New_York").points) == 1
    assert len(explained("0 0 9 * * *", "nats", timezone="America/Santiago").points) == 2
    assert len(explained("0 0 9 * * *", "robfig6", timezone="Australia/Lord_Howe").points) == 2
    assert len(explained("0 0 9 * * *", "robfig6", timezone="America/Santiago").points) == 1
    assert len(explained("0 9 * * mon", backend="vixie").points) == 1


def test_the_same_meaning_elsewhere_is_not_mentioned() -> None:
    assert not any("otherwise" in point for point in explained("0 9 * * 1", backend="agentscope").points)


def test_an_expression_that_never_fires_says_so_first() -> None:
    found = explained("0 0 31 2 *")
    assert found.sentence == "Never fires. Read as Unix cron (Vixie, as in Debian)."
    assert (found.next_runs, found.runs_per_year, found.smallest_gap_s) == ((), None, None)
    assert found.spellings == {}


def test_text_is_a_sentence_points_and_runs_in_both_clocks_with_weekdays() -> None:
    assert explained("0 9 * * 1-5").text.splitlines()[:4] == [
        f"At 09:00, every weekday (America/New_York). Read as Unix cron (Vixie, as in Debian); zone data {VERSION}.",
        "- 5 runs a week, 260 to 262 a year, 1 day to 3 days apart.",
        "- Day-of-week 1 is Monday in this dialect.",
        "Next runs:",
    ]
    assert "Mon 2026-11-23 09:00 -05:00 (2026-11-23T14:00:00Z)" in explained("0 9 * * 1-5").text
    assert "Next runs" not in explained("0 0 31 2 *").text


def test_an_interval_counts_from_its_creation() -> None:
    found = explained("@every 90m", "nats")
    assert found.sentence.startswith("Every 1 h 30 min from the moment of its creation. Read as NATS")
    assert (found.runs_per_year, found.smallest_gap_s, found.largest_gap_s) == ((5840, 5840), 5400, 5400)
    assert found.spellings == {"nats": ["@every 1h30m"]}
    assert found.next_runs[0] == AS_OF + timedelta(minutes=90)


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
