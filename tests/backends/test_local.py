"""The embedded backend on its engine: it holds everything as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from schedule_mcp.backends.base import Change, Draft, Encoding
from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.engine.port import Finished, Room
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.errors import ImpossibleSchedule, InvalidArgument, NotFound
from schedule_mcp.schedule import Calendar, Interval, Once, Schedule, next_fire, same
from tests.strategies import calendars

START = datetime(2026, 11, 22, 13, 50, 7, 250_000, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def backend(tmp_path: Path, clock: Clock) -> Iterator[LocalBackend]:
    made = LocalBackend("here", SqliteEngine(tmp_path / "local.db", clock), agents=["report"])
    yield made
    made.close()


def encoded(backend: LocalBackend, schedule: Schedule) -> Encoding:
    return backend.encode(schedule, now=START, accept=frozenset(), options={})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calendars())
def test_every_calendar_is_held_and_read_back_as_it_is(backend: LocalBackend, calendar: Calendar) -> None:
    assume(next_fire(calendar, START) is not None)
    member = encoded(backend, calendar).members[0]
    record = backend.create("inbox", Draft("any", member))
    assert record.schedule is not None
    assert same(record.schedule, calendar, after=START)
    assert record.timing == member.timing
    assert record.next_run == next_fire(calendar, START)
    backend.delete("inbox", record.id)


def test_a_free_phase_counts_from_the_whole_second_of_the_plan(backend: LocalBackend, clock: Clock) -> None:
    member = encoded(backend, Interval(timedelta(minutes=7))).members[0]
    clock.now += timedelta(minutes=3)
    record = backend.create("inbox", Draft("often", member))
    assert record.timing == member.timing
    assert record.next_run == START.replace(microsecond=0) + timedelta(minutes=7)


def test_what_is_over_is_refused(backend: LocalBackend) -> None:
    with pytest.raises(ImpossibleSchedule):
        encoded(backend, Once(START))


def test_nothing_can_be_accepted_where_nothing_differs(backend: LocalBackend) -> None:
    with pytest.raises(InvalidArgument, match="utc_drift"):
        backend.encode(Once(START + timedelta(1)), now=START, accept=frozenset({"utc_drift"}), options={})


def test_an_update_leaves_what_it_does_not_name(backend: LocalBackend) -> None:
    member = encoded(backend, Once(START + timedelta(days=1))).members[0]
    made = backend.create("inbox", Draft("one", member, "say hello", {"catch_up": "skip"}))
    record = backend.update("inbox", made, Change(name="two", options={"overlap": "skip"}))
    assert (record.name, record.input, record.timing) == ("two", "say hello", made.timing)
    assert record.options == {"catch_up": "skip", "overlap": "skip"}


def test_a_finished_schedule_runs_again_when_it_gets_a_new_time(backend: LocalBackend, clock: Clock) -> None:
    made = backend.create("inbox", Draft("one", encoded(backend, Once(START + timedelta(minutes=1))).members[0]))
    clock.now += timedelta(minutes=2)
    backend.engine.claim("w", Room(10), timedelta(seconds=30))
    assert backend.get("inbox", made.id).status == "completed"
    later = encoded(backend, Once(START + timedelta(hours=1))).members[0]
    assert backend.update("inbox", made, Change(member=later)).status == "active"


def test_pause_and_resume(backend: LocalBackend) -> None:
    made = backend.create("inbox", Draft("one", encoded(backend, Once(START + timedelta(days=1))).members[0]))
    paused = backend.pause("inbox", made.id)
    assert (paused.status, paused.next_run) == ("paused", None)
    assert backend.resume("inbox", made.id).next_run == made.next_run


def test_agents_are_the_operators(backend: LocalBackend) -> None:
    member = encoded(backend, Once(START + timedelta(days=1))).members[0]
    assert backend.create("report", Draft("one", member)).agent == "report"
    assert backend.create("", Draft("two", member)).agent == "inbox"
    with pytest.raises(InvalidArgument, match="inbox, report"):
        backend.create("other", Draft("three", member))
    assert [r.name for r in backend.list("report")] == ["one"]
    assert [r.name for r in backend.list("")] == ["one", "two"]
    with pytest.raises(NotFound):
        backend.get("report", backend.list("inbox")[0].id)


@pytest.mark.parametrize("options", [{"speed": 1}, {"catch_up": "often"}, {"overlap": ["skip"]}])
def test_options_that_do_not_exist_are_refused(backend: LocalBackend, options: dict[str, object]) -> None:
    with pytest.raises(InvalidArgument):
        backend.check_options(options, "")


def test_runs_and_the_inbox_tell_what_happened(backend: LocalBackend, clock: Clock) -> None:
    member = encoded(backend, Interval(timedelta(minutes=1))).members[0]
    made = backend.create("inbox", Draft("often", member, "hello"))
    clock.now += timedelta(minutes=3, seconds=1)
    (occurrence,) = backend.engine.claim("w", Room(10), timedelta(seconds=30))
    backend.engine.finish(occurrence, Finished("done", to_inbox=True))
    (past,) = backend.runs("inbox", made.id, 5)
    assert (past.status, past.detail) == ("done", "stands for 2 missed runs before it")
    (delivery,) = backend.inbox(5).deliveries
    assert (delivery.input, delivery.missed) == ("hello", 2)


def test_who_fires_is_said(backend: LocalBackend) -> None:
    assert "once a server or worker runs" in backend.who_fires()
    backend.engine.alive("s", "server")
    assert "while this server runs" in backend.who_fires()
    backend.engine.alive("w", "worker")
    assert "runs since 2026-11-22 13:50 UTC" in backend.who_fires()
