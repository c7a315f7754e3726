"""Undo of changes, pauses and deletions, and moves between backends: what was is again, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.errors import Conflict, InvalidArgument, NotFound, ScheduleError, Unavailable, Unsupported
from schedule_mcp.records.row import records_of
from schedule_mcp.service import Service, calls
from tests.backends.kinds import bench
from tests.clock import Clock
from tests.service.test_running import OTHERS, local_service, of_kind, service_over

SAID = "every day at 9:00 UTC"


def service_of(kind: str, path: Path) -> tuple[Service, Any, str]:
    if kind == "local":
        clock = Clock()
        service, backend = local_service(path, clock)
        return service, backend, "say hello"
    service, made = of_kind(kind)
    return service, made.backend, made.input


def held(service: Service, name: str) -> tuple[Any, ...]:
    _, row = service.directory.resolve(name)
    return tuple((dict(r.timing), r.name, r.input, dict(r.options), r.status) for r in records_of(row))


@pytest.mark.parametrize("kind", ["local", *OTHERS])
@pytest.mark.parametrize("change", [{"when": "an hour later"}, {"name": "other"}, {"when": "every Monday at 8:00 UTC"}])
def test_an_update_is_undone_byte_for_byte_and_undone_again(kind: str, change: dict[str, str], tmp_path: Path) -> None:
    service, _, text = service_of(kind, tmp_path)
    made = service.create(calls.Create("report", SAID, input=text))["schedule"]["id"]
    before = held(service, made)
    updated = service.update(calls.Update(made, **change))
    after = held(service, made)
    assert after != before
    undone = service.undo(**updated["undo_schedule"])
    assert (undone["status"], held(service, made)) == ("undone", before)
    service.undo(made)
    assert held(service, made) == after


@pytest.mark.parametrize("kind", ["local", *OTHERS])
def test_a_deleted_schedule_comes_back_as_it_was(kind: str, tmp_path: Path) -> None:
    service, _, text = service_of(kind, tmp_path)
    made = service.create(calls.Create("report", SAID, input=text, enabled=False))["schedule"]["id"]
    before = held(service, made)
    deleted = service.delete(made, "report")
    back = service.undo(**deleted["undo_schedule"])
    assert back["status"] == "created"
    assert held(service, "report") == before
    with pytest.raises(Unsupported):
        service.undo(made)


def test_a_deleted_schedule_comes_back_by_its_name(tmp_path: Path) -> None:
    service, _, text = service_of("local", tmp_path)
    service.create(calls.Create("report", "every other Tuesday at 4pm", input=text))
    service.pause("report", "for two weeks")
    before = held(service, "report")
    resumes = service.get("report")["schedule"]["resumes"]
    service.delete("report", "report")
    service.undo("report")
    assert held(service, "report") == before
    assert service.get("report")["schedule"]["resumes"] == resumes


def test_a_pause_is_undone_and_a_run_is_not(tmp_path: Path) -> None:
    service, _, _ = service_of("local", tmp_path)
    service.create(calls.Create("report", SAID))
    service.update(calls.Update("report", when="an hour later"))
    service.pause("report", "until Monday")
    assert service.undo("report")["schedule"]["status"] == "active"
    service.run("report")
    with pytest.raises(Unsupported, match="run"):
        service.undo("report")
    assert service.get("report")["schedule"]["when"] == "every day at 10:00 (UTC)"


def test_what_another_has_changed_since_is_not_overwritten(tmp_path: Path) -> None:
    service, backend, _ = service_of("local", tmp_path)
    service.create(calls.Create("report", SAID))
    service.update(calls.Update("report", when="an hour later"))
    clock = Clock()
    other = service_over({"local": backend}, clock)
    other.update(calls.Update("report", when="two hours later"))
    with pytest.raises(Conflict):
        service.undo("report")
    assert service.get("report")["schedule"]["when"] == "every day at 12:00 (UTC)"


def test_nothing_is_undone_after_thirty_days_or_where_nothing_was_done(tmp_path: Path) -> None:
    clock = Clock()
    service, _ = local_service(tmp_path, clock)
    service.create(calls.Create("report", SAID))
    with pytest.raises(Unsupported):
        service.undo("report")
    with pytest.raises(NotFound):
        service.undo("nobody")
    service.update(calls.Update("report", when="an hour later"))
    clock.forward(days=31)
    with pytest.raises(Unsupported):
        service.undo("report")


def two(tmp_path: Path) -> tuple[Service, Any, Any]:
    clock = Clock()
    _, backend = local_service(tmp_path, clock)
    other = bench("sequentum", {})
    other.backend.name = "work"
    return service_over({"local": backend, "work": other.backend}, clock), backend, other


def test_a_schedule_is_moved_and_runs_in_one_place_only(tmp_path: Path) -> None:
    service, backend, _ = two(tmp_path)
    made = service.create(calls.Create("report", "every weekday at 9am", input='{"a": 1}'))["schedule"]
    moved = service.update(calls.Update("report", backend="work"))
    assert moved["status"] == "moved"
    assert moved["schedule"]["id"].startswith("work/")
    assert (moved["schedule"]["status"], moved["schedule"]["when"]) == ("active", made["when"])
    assert backend.engine.all() == []
    back = service.update(calls.Update(**moved["undo"]))
    assert (back["status"], back["schedule"]["when"]) == ("moved", made["when"])
    assert [row["id"] for row in service.list_schedules()["schedules"]] == [back["schedule"]["id"]]


def test_a_paused_one_is_paused_there(tmp_path: Path) -> None:
    service, _, _ = two(tmp_path)
    service.create(calls.Create("report", SAID, input='{"a": 1}', enabled=False))
    assert service.update(calls.Update("report", backend="work"))["schedule"]["status"] == "paused"


def test_what_the_other_cannot_hold_stays_where_it_is(tmp_path: Path) -> None:
    service, _, other = two(tmp_path)
    service.create(calls.Create("report", "every second on Mondays", input='{"a": 1}'))
    with pytest.raises(Unsupported):
        service.update(calls.Update("report", backend="work"))
    assert (other.stub.records, service.get("report")["schedule"]["status"]) == ({}, "active")


def test_a_move_that_cannot_be_ended_leaves_it_here_and_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, backend, other = two(tmp_path)
    service.create(calls.Create("report", SAID, input='{"a": 1}'))

    def down(agent: str, schedule_id: str) -> None:
        raise Unavailable("the disk is full", backend="local")

    monkeypatch.setattr(backend, "delete", down)
    with pytest.raises(ScheduleError, match="still here as it was"):
        service.update(calls.Update("report", backend="work"))
    assert (other.stub.records, service.get("report")["schedule"]["status"]) == ({}, "active")


def test_nothing_is_moved_to_where_it_is_or_to_what_is_not_there(tmp_path: Path) -> None:
    service, _, _ = two(tmp_path)
    service.create(calls.Create("report", SAID))
    for place in ({"backend": "local"}, {"backend": "nowhere"}, {"agent_id": "nobody"}):
        with pytest.raises(InvalidArgument):
            service.update(calls.Update("report", **place))
    assert service.get("report")["schedule"]["status"] == "active"


def test_a_create_names_another_of_its_name(tmp_path: Path) -> None:
    service, _, _ = two(tmp_path)
    first = service.create(calls.Create("report", SAID))
    assert "warnings" not in first
    second = service.create(calls.Create("report", "every day at 17:00"))
    assert second["status"] == "created"
    assert first["schedule"]["id"] in second["warnings"][0]


def test_lists_show_only_what_fails_never_fires_or_is_paused(tmp_path: Path) -> None:
    from schedule_mcp.engine.port import Finished, Room
    from tests.service.test_running import LEASE

    clock = Clock()
    service, backend = local_service(tmp_path, clock)
    service.create(calls.Create("fine", "every day at 15:00"))
    service.create(calls.Create("bad", "every day at 15:00"))
    service.create(calls.Create("off", "every day at 15:00", enabled=False))
    clock.forward(hours=1)
    for run in backend.engine.claim("w", Room(5), LEASE):
        backend.engine.finish(run, Finished("failed" if run.name == "bad" else "done"))

    def found(status: str) -> list[str]:
        return [row["name"] for row in service.list_schedules(calls.List(status=status))["schedules"]]

    assert (found("failing"), found("never"), found("paused")) == (["bad"], [], ["off"])
    with pytest.raises(InvalidArgument):
        found("broken")
