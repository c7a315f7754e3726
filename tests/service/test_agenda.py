"""The agenda: the runs of spans that are said in words, over all backends, with what came of those before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.engine.port import Finished, Room
from schedule_mcp.errors import InputError
from schedule_mcp.language.spans import spans
from schedule_mcp.service import calls
from tests.backends.kinds import bench
from tests.clock import Clock
from tests.service.test_running import LEASE, local_service, service_over

NOW = Clock().time


def span(words: str, now: datetime = NOW) -> tuple[str, str]:
    found = spans(words, now=now, timezone="Europe/Berlin")
    return f"{found.begin.astimezone(UTC):%m-%d %H:%M}", f"{found.end.astimezone(UTC):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("tomorrow", "11-22 23:00", "11-23 23:00"),
        ("today", "11-21 23:00", "11-22 23:00"),
        ("", "11-22 13:50", "11-23 13:50"),
        ("next week", "11-22 23:00", "11-29 23:00"),
        ("on Christmas Eve", "12-23 23:00", "12-24 23:00"),
        ("last night", "11-21 17:00", "11-22 05:00"),
        ("yesterday", "11-20 23:00", "11-21 23:00"),
        ("last week", "11-08 23:00", "11-15 23:00"),
        ("last Monday", "11-15 23:00", "11-16 23:00"),
        ("last weekend", "11-13 23:00", "11-15 23:00"),
        ("this weekend", "11-20 23:00", "11-22 23:00"),
        ("the next 3 hours", "11-22 13:50", "11-22 16:50"),
        ("last 24 hours", "11-21 13:50", "11-22 13:50"),
        ("since yesterday", "11-20 23:00", "11-22 13:50"),
        ("this morning", "11-22 05:00", "11-22 11:01"),
        ("morgen", "11-22 23:00", "11-23 23:00"),
        ("nächste Woche", "11-22 23:00", "11-29 23:00"),
        ("gestern", "11-20 23:00", "11-21 23:00"),
        ("demain", "11-22 23:00", "11-23 23:00"),
        ("明日", "11-22 23:00", "11-23 23:00"),
        ("tomorrow Tokyo time", "11-22 15:00", "11-23 15:00"),
    ],
)
def test_words_name_a_span(words: str, begin: str, end: str) -> None:
    assert span(words) == (begin, end)


@pytest.mark.parametrize("words", ["banana", "every day", "3pm", "x" * 500, "tomorrow banana"])
def test_what_names_no_span_is_refused(words: str) -> None:
    with pytest.raises(InputError):
        spans(words, now=NOW, timezone="UTC")


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_refused(words: str) -> None:
    try:
        found = spans(words, now=NOW, timezone="Europe/Berlin")
    except InputError:
        return
    assert found.begin < found.end
    assert all(one.end < other.begin for one, other in zip(found.parts, found.parts[1:], strict=False))


def names(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(run["due"]["local"][4:16], run["name"]) for run in answer["runs"]]


def test_runs_of_all_backends_come_in_the_order_of_time(tmp_path: Path) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    other = bench("sequentum", {})
    other.backend.name = "work"
    service = service_over({"local": backend, "work": other.backend}, clock)
    service.create(calls.Create("late", "every day at 17:00"))
    service.create(calls.Create("early", "every Monday at 8:00", backend="work", input='{"a": 1}'))
    service.create(calls.Create("paused", "every day at 9:00", enabled=False))
    service.create(calls.Create("back", "every day at 10:00"))
    service.pause("back", "until tomorrow noon")
    service.create(calls.Create("back too", "every day at 12:00"))
    service.pause("back too", "until tomorrow noon")
    answer = service.runs(calls.Runs("tomorrow"))
    expected = [("2026-11-23 0", "early"), ("2026-11-23 1", "back too"), ("2026-11-23 1", "late")]
    assert [(at[:12], name) for at, name in names(answer)] == expected
    assert names(service.runs(calls.Runs("tomorrow", backend="work")))[0][1] == "early"
    assert [name for _, name in names(service.runs(calls.Runs("tomorrow", name="LATE")))] == ["late"]


def test_past_runs_have_their_outcome_and_failures_are_marked(tmp_path: Path) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    service.create(calls.Create("good", "every day at 15:00"))
    service.create(calls.Create("bad", "every day at 15:30"))
    for _ in range(2):
        clock.forward(hours=1)
        for run in backend.engine.claim("w", Room(5), LEASE):
            backend.engine.finish(run, Finished("failed" if run.name == "bad" else "done", "exit code 3"))
    answer = service.runs(calls.Runs("today"))
    assert [(run["name"], run["status"]) for run in answer["runs"]] == [("good", "done"), ("bad", "failed")]
    assert (answer["failed"], answer["runs"][1]["detail"]) == (1, "exit code 3")
    assert [run["name"] for run in service.runs(calls.Runs("today", failed=True))["runs"]] == ["bad"]


def test_runs_at_the_same_instant_are_named_as_such(tmp_path: Path) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("one", "every day at 9am"))
    service.create(calls.Create("two", "every Monday at 9am"))
    service.create(calls.Create("three", "every Monday at 9:01am"))
    answer = service.runs(calls.Runs("next week"))
    (found,) = answer["collisions"]
    assert (found["names"], found["at"]["utc"]) == (["one", "two"], "2026-11-23T08:00:00Z")


def test_many_runs_of_one_schedule_are_one_entry_and_every_answer_is_short(tmp_path: Path) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("dense", "every second on Mondays"))
    service.create(calls.Create("often", "*/5 * * * *"))
    answer = service.runs(calls.Runs("tomorrow"))
    assert [(run["name"], run["count"]) for run in answer["runs"]] == [("dense", 5_000), ("often", 288)]
    assert any("dense" in warning for warning in answer["warnings"])
    assert len(str(answer)) < 6_000


def test_where_no_history_is_told_past_runs_are_only_expected(tmp_path: Path) -> None:
    other = bench("orq", {"narrow": False})
    other.backend.name = "orq"
    service = service_over({"orq": other.backend}, other.clock)
    service.create(calls.Create("report", "every day at 15:00 UTC", input="x"))
    other.clock.forward(hours=3)
    answer = service.runs(calls.Runs("today"))
    assert [run["status"] for run in answer["runs"]] == ["expected"]
    assert any("not known" in warning for warning in answer["warnings"])


def test_a_run_at_the_edge_of_the_span_belongs_to_one_span_only(tmp_path: Path) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("midnight", "every day at 00:00"))
    found = [service.runs(calls.Runs(words))["runs"][0]["due"]["utc"] for words in ("tomorrow", "on Tuesday")]
    assert [datetime.fromisoformat(at) for at in found] == [
        datetime(2026, 11, 22, 23, tzinfo=UTC) + timedelta(days=n) for n in (0, 1)
    ]
