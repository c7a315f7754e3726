"""Changes on every backend: what is stored fires as dateutil says, or nothing is done and the refusal says what works.

Each step is a process of its own that has the backend's list and what was noted of the words.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import DAILY, rrule
from dateutil.tz import gettz

from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.errors import OutcomeUnknown, ScheduleError, StalePlan, Unsupported
from schedule_mcp.policy.rules import Policy
from schedule_mcp.records.row import records_of
from schedule_mcp.schedule import fires
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from schedule_mcp.writes.notes import Notes
from tests.backends.kinds import bench
from tests.clock import Clock

KINDS = ("local", "sequentum", "agentscope", "uranus", "orq")
SAID = "every weekday at 9am Tokyo time"
COMPARED = 40
"""Runs compared; the clock of the tests stands at 2026-11-22, a Sunday."""


class Place:
    """A backend, and processes over it that share the notes of the data directory."""

    def __init__(self, kind: str, path: Path) -> None:
        self.kind = kind
        self.stub: Any = None
        if kind == "local":
            self.clock = Clock()
            self.engine = SqliteEngine(path / "local.db", self.clock)
            self.backend: Any = LocalBackend("local", self.engine)
        else:
            made = bench(kind, {"narrow": False} if kind == "orq" else {})
            self.clock, self.backend, self.stub = made.clock, made.backend, made.stub
            self.backend.name = kind
        self.input = {"sequentum": '{"a": 1}', "uranus": ""}.get(kind, "say hello")
        self.path = path

    def fresh(self, *, noted: bool = True) -> Service:
        notes = Notes(self.path / "notes.db" if noted else None, self.clock)
        return Service(
            {self.kind: self.backend},
            default_backend=self.kind,
            timezone="Europe/Berlin",
            policy=Policy(),
            journal=Journal(None, self.clock),
            now=self.clock,
            notes=notes,
        )

    def runs(self, count: int = COMPARED) -> list[datetime]:
        """The next runs of all that the backend holds."""
        records = [record for record in self.backend.list(self.backend.agent_id) if record.status == "active"]
        found = [run for r in records for run in islice(fires(r.schedule, after=self.clock()), count)]
        return sorted(found)[:count]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    made = Place(request.param, tmp_path)
    yield made
    made.backend.close()


def runs(
    days: tuple[int, ...] = (0, 1, 2, 3, 4),
    at: tuple[int, int] = (9, 0),
    *,
    keeps: Callable[[date], bool] = lambda _: True,
    until: date | None = None,
    zone: str = "Asia/Tokyo",
) -> list[datetime]:
    """By dateutil's recurrence rule on the wall clock of a zone."""
    first = datetime(2026, 11, 22, *at)
    last = first + timedelta(days=900) if until is None else datetime(until.year, until.month, until.day, 23, 59)
    walls = (wall for wall in rrule(DAILY, byweekday=days, dtstart=first, until=last) if keeps(wall.date()))
    found = (wall.replace(tzinfo=gettz(zone)).astimezone(UTC) for wall in walls)
    return list(islice((run for run in found if run > Clock()()), COMPARED))


CHANGES: list[tuple[str, Callable[[], list[datetime]]]] = [
    ("every weekday at 10am", partial(runs, at=(10, 0))),
    ("10:30", partial(runs, at=(10, 30))),
    ("eine Stunde später", partial(runs, at=(10, 0))),
    ("20 minutes earlier", partial(runs, at=(8, 40))),
    ("los martes y jueves", partial(runs, (1, 3))),
    ("also on Saturdays", partial(runs, (0, 1, 2, 3, 4, 5))),
    ("not on Fridays any more", partial(runs, (0, 1, 2, 3))),
    ("skip the next run", partial(runs, keeps=lambda day: day != date(2026, 11, 23))),
    ("来週はスキップ", partial(runs, keeps=lambda day: not date(2026, 11, 23) <= day <= date(2026, 11, 29))),
    ("not on December 24", partial(runs, keeps=lambda day: (day.month, day.day) != (12, 24))),
    ("sauf en juillet", partial(runs, keeps=lambda day: day.month != 7)),
    ("until Christmas", partial(runs, until=date(2026, 12, 25))),
    ("only in December", partial(runs, keeps=lambda day: day.month == 12)),
    ("in UTC", partial(runs, zone="UTC")),
]  # fmt: skip


def attempted(place: Place, handle: str, said: str) -> tuple[dict[str, Any], Unsupported | None]:
    """The answer, or the refusal of a backend that cannot hold it."""
    try:
        return place.fresh().update(calls.Update(handle, when=said)), None
    except Unsupported as refusal:
        return {}, refusal


@pytest.mark.slow
@pytest.mark.parametrize(("said", "expected"), CHANGES, ids=[said for said, _ in CHANGES])
def test_a_change_is_exact_on_the_backend_or_nothing_is_done(
    place: Place, said: str, expected: Callable[[], list[datetime]]
) -> None:
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    stored = copy.deepcopy(place.stub.records) if place.stub else None
    changed, refusal = attempted(place, handle, said)
    if refusal is not None:
        assert place.kind != "local", refusal
        assert place.stub.records == stored
        assert refusal.hint or refusal.alternatives
        return
    assert changed["status"] == "updated", changed
    assert place.runs() == expected()
    assert changed["was"]["when"] == "every weekday at 09:00 (Asia/Tokyo)"
    undone = place.fresh().update(calls.Update(**changed["undo"]))
    assert undone["status"] == "updated"
    assert place.runs() == runs()


@pytest.mark.slow
def test_most_changes_can_be_held(place: Place) -> None:
    """A table in which everything is refused would prove nothing."""
    held = 0
    for said, _ in CHANGES:
        handle = place.fresh().create(calls.Create(f"n-{said}", SAID, input=place.input))["schedule"]["id"]
        held += attempted(place, handle, said)[0].get("status") == "updated"
    assert held >= (len(CHANGES) if place.kind == "local" else 8)


def test_a_second_change_builds_on_the_first_as_it_was_said(place: Place) -> None:
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    place.fresh().update(calls.Update(handle, when="10am"))
    place.fresh().update(calls.Update(handle, when="not on Fridays any more"))
    last = place.fresh().update(calls.Update(handle, when="an hour later"))
    assert last["understood"] == "every Monday, Tuesday, Wednesday and Thursday at 11:00 (Asia/Tokyo)"
    assert place.runs() == runs((0, 1, 2, 3), (11, 0))


def test_a_preview_shows_both_and_its_plan_sends_exactly_that_once(place: Place) -> None:
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    seen = place.fresh().preview(calls.Preview("an hour later", schedule_id=handle))
    assert (seen["was"]["when"], seen["understood"]) == (
        "every weekday at 09:00 (Asia/Tokyo)",
        "every weekday at 10:00 (Asia/Tokyo)",
    )
    assert place.runs() == runs()
    assert place.fresh().update(calls.Update(handle, when="an hour later", plan=seen["plan"]))["status"] == "updated"
    with pytest.raises(StalePlan):
        # Said again it would be two hours.
        place.fresh().update(calls.Update(handle, when="an hour later", plan=seen["plan"]))
    assert place.runs() == runs(at=(10, 0))


@pytest.mark.parametrize("kind", ["orq", "uranus"])
def test_a_zone_that_a_backend_has_lost_is_asked_about_and_not_guessed(kind: str, tmp_path: Path) -> None:
    place = Place(kind, tmp_path)
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    asked = place.fresh(noted=False).update(calls.Update(handle, when="10am"))
    assert asked["status"] == "needs_answer"
    # In Berlin the clocks change, so there it could not be held; it is offered all the same.
    offered = [option["arguments"]["when"] for option in asked["question"]["options"]]
    assert any("(UTC)" in when for when in offered)
    assert any("(Europe/Berlin)" in when for when in offered)
    assert place.runs() == runs()
    later = place.fresh(noted=False).update(calls.Update(handle, when="an hour later"))
    assert later["status"] == "updated"
    assert place.runs() == runs(at=(10, 0))


@pytest.mark.parametrize("kind", ["orq", "sequentum"])
def test_a_change_of_a_group_with_a_missing_part_is_refused_and_touches_nothing(kind: str, tmp_path: Path) -> None:
    place = Place(kind, tmp_path)
    handle = place.fresh().create(
        calls.Create("report", "every day at 9:15am and 17:30 Tokyo time", input=place.input)
    )["schedule"]["id"]
    del place.stub.records[next(iter(place.stub.records))]
    left = copy.deepcopy(place.stub.records)
    for said in ("an hour later", "also at noon", "10:30", "skip tomorrow"):
        with pytest.raises(ScheduleError) as refusal:
            place.fresh().update(calls.Update(handle, when=said))
        assert refusal.value.hint
        assert place.stub.records == left
    mended = place.fresh().update(calls.Update(handle, when="every day at 9:15am and 17:30 Tokyo time"))
    assert mended["status"] == "updated"


def test_a_change_of_a_schedule_that_is_over_is_refused_and_a_sentence_revives_it(place: Place) -> None:
    if place.kind == "agentscope":
        pytest.skip("it holds no single runs")
    handle = place.fresh().create(calls.Create("report", "tomorrow at 9am UTC", input=place.input))["schedule"]["id"]
    place.clock.forward(days=3)
    for said in ("an hour later", "10am", "also on Saturdays"):
        with pytest.raises(ScheduleError) as refusal:
            place.fresh().update(calls.Update(handle, when=said))
        assert refusal.value.hint
    revived = place.fresh().update(calls.Update(handle, when="tomorrow at 10am UTC"))
    assert revived["status"] == "updated"


def test_a_single_run_keeps_the_zone_that_was_said(place: Place) -> None:
    if place.kind == "agentscope":
        pytest.skip("it holds no single runs")
    handle = place.fresh().create(calls.Create("report", "December 3 at 10am Tokyo time", input=place.input))[
        "schedule"
    ]["id"]
    changed = place.fresh().update(calls.Update(handle, when="11am"))
    assert changed["understood"] == "on 2026-12-03 at 11:00 (Asia/Tokyo)"
    assert place.runs() == [datetime(2026, 12, 3, 2, 0, tzinfo=UTC)]
    assert records_of(place.backend.list(place.backend.agent_id)[0])[0].status == "active"


def test_a_change_whose_outcome_is_unknown_is_repeated_as_a_whole_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "An hour later" said again would be two hours; what it makes is the same however often it is said."""
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    inner = Service._written

    def answer_lost(*given: Any) -> Any:
        inner(*given)
        raise OutcomeUnknown("no answer came", "Look before repeating.", backend=place.kind, operation="update")

    with monkeypatch.context() as lost:
        lost.setattr(Service, "_written", answer_lost)
        with pytest.raises(OutcomeUnknown) as unknown:
            place.fresh().update(calls.Update(handle, when="an hour later"))
    (again,) = unknown.value.alternatives
    assert again == {"when": "every weekday at 10:00 (Asia/Tokyo)"}
    for _ in range(2):
        place.fresh().update(calls.Update(handle, **again))
        assert place.runs() == runs(at=(10, 0))


def test_the_same_instants_in_another_zone_are_held_there_where_zones_are_kept(tmp_path: Path) -> None:
    place = Place("sequentum", tmp_path)
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    converted = place.fresh().update(calls.Update(handle, when="convert it to Seoul time"))
    assert converted["understood"] == "every weekday at 09:00 (Asia/Seoul)"
    assert place.runs() == runs()
    assert place.fresh().get(handle)["schedule"]["when"] == "every weekday at 09:00 (Asia/Seoul)"


def test_an_option_that_the_backend_would_refuse_says_so(tmp_path: Path) -> None:
    place = Place("agentscope", tmp_path)
    handle = place.fresh().create(calls.Create("report", SAID, input=place.input))["schedule"]["id"]
    question = place.fresh().update(calls.Update(handle, when="Friday at 10am"))["question"]
    assert ["refused_here" in option for option in question["options"]] == [False, True, True]
