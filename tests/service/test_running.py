"""Run now and pause until: exact on the embedded backend, refused with what is true instead on the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.engine.port import Room
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.errors import InvalidArgument, NotAllowed, ReadOnly, ScheduleError, UnreadableText, Unsupported
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from schedule_mcp.writes.notes import Notes
from tests.backends.kinds import Bench, bench
from tests.clock import Clock

LEASE = timedelta(minutes=5)
OTHERS = ("sequentum", "agentscope", "uranus")


def local_service(path: Path, clock: Clock, **policy: Any) -> tuple[Service, LocalBackend]:
    backend = LocalBackend("local", SqliteEngine(path / "local.db", clock))
    return service_over({"local": backend}, clock, **policy), backend


def service_over(backends: dict[str, Any], clock: Clock, **policy: Any) -> Service:
    return Service(
        backends,
        default_backend=next(iter(backends)),
        timezone="Europe/Berlin",
        policy=Policy(**policy),
        journal=Journal(None, clock),
        now=clock,
        notes=Notes(None, clock),
    )


def of_kind(kind: str) -> tuple[Service, Bench]:
    made = bench(kind, {"narrow": False} if kind == "orq" else {})
    made.backend.name = kind
    return service_over({kind: made.backend}, made.clock), made


def test_a_run_now_is_made_beside_the_timing_and_recorded_as_such(tmp_path: Path) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    made = service.create(calls.Create("report", "every day at 9am", input="x"))["schedule"]
    answer = service.run("report")
    assert (answer["status"], answer["run"]["status"]) == ("started", "waiting")
    assert "manual" in answer["run"]["id"]
    assert answer["schedule"]["next_run"] == made["next_run"]
    (claimed,) = backend.engine.claim("w", Room(5), LEASE)
    assert (claimed.kind, claimed.input, claimed.id) == ("manual", "x", answer["run"]["id"])
    assert service.journal.entries(1)[0].verb == "run"


def test_a_paused_schedule_can_be_run_now_and_stays_paused(tmp_path: Path) -> None:
    service, backend = local_service(tmp_path, Clock())
    service.create(calls.Create("report", "every day at 9am", enabled=False))
    assert service.run("report")["schedule"]["status"] == "paused"
    assert len(backend.engine.claim("w", Room(5), LEASE)) == 1


def test_a_backend_that_makes_runs_itself_is_asked_for_one() -> None:
    service, made = of_kind("orq")
    service.create(calls.Create("report", "every day at 9:00 UTC", input=made.input))
    (record,) = made.stub.records.values()
    generation = record["generation"]
    assert service.run("report")["run"]["status"] == "triggered"
    assert (record["trigger_count"], record["generation"]) == (1, generation)
    service.pause("report")
    with pytest.raises(Unsupported, match="paused") as refused:
        service.run("report")
    (offer,) = refused.value.alternatives
    assert offer["when"] == "in 1 minute"
    (record,) = made.stub.records.values()
    assert record["trigger_count"] == 1


@pytest.mark.parametrize("kind", OTHERS)
def test_where_no_run_can_be_made_a_single_run_is_offered_as_arguments_that_work(kind: str) -> None:
    service, made = of_kind(kind)
    service.create(calls.Create("report", "every day at 9:00 UTC", input=made.input))
    with pytest.raises(Unsupported) as refused:
        service.run("report")
    assert refused.value.reason == "run_now"
    if kind == "agentscope":
        assert (refused.value.alternatives, "no single run" in refused.value.hint) == ([], True)
        return
    (offer,) = refused.value.alternatives
    created = service.create(calls.Create(**offer))
    assert created["status"] == "created"
    at = datetime.fromisoformat(created["next_runs"][0]["utc"])
    assert timedelta(0) < at - made.clock() <= timedelta(minutes=2)


def test_a_run_is_a_write_that_the_operator_may_forbid(tmp_path: Path) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    service.create(calls.Create("report", "every day at 9am"))
    with pytest.raises(ReadOnly):
        service_over({"local": backend}, clock, read_only=True).run("report")
    with pytest.raises(NotAllowed):
        service_over({"local": backend}, clock, allowed_backends=frozenset()).pause("report", "until Monday")


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        ("until Monday", "2026-11-22T23:00:00Z"),
        ("for two weeks", "2026-12-06T13:50:00Z"),
        ("tomorrow 9am", "2026-11-23T08:00:00Z"),
        ("until next month", "2026-11-30T23:00:00Z"),
        ("bis Freitag", "2026-11-26T23:00:00Z"),
        ("2026-12-24T12:00Z", "2026-12-24T12:00:00Z"),
        ("until Christmas", "2026-12-24T23:00:00Z"),
    ],
)
def test_a_pause_ends_by_itself_at_the_instant_that_was_said(tmp_path: Path, until: str, ends: str) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    service.create(calls.Create("report", "every hour"))
    answer = service.pause("report", until)
    assert answer["schedule"]["resumes"]["utc"] == ends
    end = datetime.fromisoformat(ends)
    assert datetime.fromisoformat(answer["next_runs"][0]["utc"]) >= end
    (row,) = service.list_schedules()["schedules"]
    assert (row["status"], row["resumes"]["utc"]) == ("paused", ends)
    clock.time = end - timedelta(seconds=1)
    assert backend.engine.claim("w", Room(5), LEASE) == []
    clock.time = end + timedelta(hours=1)
    assert len(backend.engine.claim("w", Room(5), LEASE)) == 1
    assert service.get("report")["schedule"]["status"] == "active"


def test_a_pause_without_an_end_takes_the_end_away(tmp_path: Path) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("report", "every hour"))
    service.pause("report", "for two weeks")
    assert "resumes" not in service.pause("report")["schedule"]
    assert service.pause("report")["status"] == "unchanged"


@pytest.mark.parametrize(
    ("until", "error"),
    [
        ("banana", UnreadableText),
        ("forever", UnreadableText),
        ("yesterday", ScheduleError),
        ("x" * 2_000, ScheduleError),
    ],
)
def test_what_is_no_end_pauses_nothing(tmp_path: Path, until: str, error: type[ScheduleError]) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("report", "every hour"))
    with pytest.raises(error):
        service.pause("report", until)
    assert service.get("report")["schedule"]["status"] == "active"


def test_an_end_that_is_open_is_asked_and_each_option_is_an_answer(tmp_path: Path) -> None:
    service, _ = local_service(tmp_path, Clock())
    service.create(calls.Create("report", "every hour"))
    asked = service.pause("report", "until the end of the week")
    assert asked["status"] == "needs_answer"
    assert service.get("report")["schedule"]["status"] == "active"
    for option in asked["question"]["options"]:
        assert service.pause("report", **option["arguments"])["schedule"]["status"] == "paused"


@pytest.mark.parametrize("kind", OTHERS)
def test_where_no_pause_ends_by_itself_nothing_is_paused_and_the_offers_are_true(kind: str) -> None:
    service, made = of_kind(kind)
    service.create(calls.Create("report", "every day at 9:00 UTC", input=made.input))
    with pytest.raises(Unsupported) as refused:
        service.pause("report", "until Wednesday")
    assert refused.value.reason == "pause_until"
    assert service.get("report")["schedule"]["status"] == "active"
    for offer in refused.value.alternatives:
        updated = service.update(calls.Update(**offer))
        assert datetime.fromisoformat(updated["next_runs"][0]["utc"]) == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert bool(refused.value.alternatives) is (kind == "sequentum")


def test_a_schedule_that_is_over_is_not_paused(tmp_path: Path) -> None:
    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    service.create(calls.Create("once", "tomorrow at 9am"))
    clock.forward(days=2)
    backend.engine.claim("w", Room(5), LEASE)
    with pytest.raises((InvalidArgument, ScheduleError)):
        service.pause("once", "until Monday")
