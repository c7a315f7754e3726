"""Others who write at the same time: processes of one data directory, hosts that share a backend, other hands."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from schedule_mcp.backends.base import Record
from schedule_mcp.errors import Conflict, NotAllowed, ScheduleError, Unavailable, VerificationFailed
from schedule_mcp.policy.rules import Pace, Policy, shortest_gap
from schedule_mcp.records.groups import gathered
from schedule_mcp.records.row import records_of
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from schedule_mcp.writes.locks import only_writer
from tests.backends.fake import FakeBackend
from tests.backends.kinds import Bench, bench
from tests.clock import Clock

NOON = "every day at noon"


def host(backend: Any, clock: Clock, folder: Path | None = None, **policy: Any) -> Service:
    """One host: a service over a data directory of its own, or in memory."""
    return Service(
        {backend.name: backend},
        default_backend=backend.name,
        timezone="UTC",
        policy=Policy(**policy),
        journal=Journal(None if folder is None else folder / "journal.db", clock),
        now=clock,
    )


class Meeting(FakeBackend):
    """Its first two creates begin only when both hosts have looked."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.gate = threading.Barrier(2)
        self.lock = threading.RLock()

    def create(self, *given: Any) -> Record:
        if self.gate.n_waiting < 2 and not self.gate.broken:
            with suppress(threading.BrokenBarrierError):
                self.gate.wait(5)
        with self.lock:
            return super().create(*given)


def test_equal_creates_of_two_hosts_make_one_schedule() -> None:
    clock = Clock()
    backend = Meeting("work", clock)
    hosts = [host(backend, clock), host(backend, clock)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda each: each.create(calls.Create("report", NOON)), hosts))
    assert sorted(each["status"] for each in found) in (["created", "exists"], ["created", "created"])
    if len(backend.held) > 1:
        # One had looked before the other wrote; then the other names both.
        assert any("twice" in warning for each in found for warning in each.get("warnings", []))
    assert len({each["schedule"]["id"] for each in found}) == len(backend.held)


def test_a_request_that_was_carried_out_twice_is_named() -> None:
    case = bench("sequentum", {})
    inner: Any = case.stub

    def twice(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            inner(request)
        return inner(request)

    case.backend.client.transport = httpx2.MockTransport(twice)  # type: ignore[attr-defined]
    answer = host(case.backend, case.clock).create(calls.Create("report", NOON, input=case.input))
    told = json.dumps(answer)
    assert len(case.stub.records) in (1, 2)
    if len(case.stub.records) == 2:
        assert "(id 1)" in told
        assert "delete_schedule" in told


def test_one_process_writes_at_a_time_on_a_data_directory(tmp_path: Path) -> None:
    began = threading.Event()
    order: list[str] = []

    def first() -> None:
        with only_writer(tmp_path, "work", 5):
            began.set()
            threading.Event().wait(0.1)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert began.wait(5)
    with only_writer(tmp_path, "other", 5):
        order.append("another backend")
    with pytest.raises(Unavailable, match="Nothing was sent"), only_writer(tmp_path, "work", 0.0):
        pass
    with only_writer(tmp_path, "work", 5):
        order.append("second")
    thread.join()
    assert order == ["another backend", "first", "second"]


def test_equal_creates_of_processes_on_one_directory_are_created_once_and_exist_after(tmp_path: Path) -> None:
    clock, gate = Clock(), threading.Barrier(6)
    backend = FakeBackend("work", clock)
    services = [host(backend, clock, tmp_path) for _ in range(6)]

    def create(service: Service) -> str:
        gate.wait(10)
        return str(service.create(calls.Create("report", NOON))["status"])

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(create, services))
    assert found == ["created"] + ["exists"] * 5


@pytest.mark.parametrize("kind", ["sequentum", "uranus", "orq", "agentscope"])
def test_two_processes_that_retime_and_rename_at_once_lose_nothing(kind: str, tmp_path: Path) -> None:
    case = bench(kind, {})
    first, second = host(case.backend, case.clock, tmp_path), host(case.backend, case.clock, tmp_path)
    handle = first.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    gate = threading.Barrier(2)

    def change(call: Callable[[], dict[str, Any]]) -> str:
        gate.wait(10)
        return str(call()["status"])

    changes = [
        lambda: first.update(calls.Update(handle, when="every day at 10:00")),
        lambda: second.update(calls.Update(handle, name="other")),
    ]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(change, changes)) == ["updated", "updated"]
    found = first.get(handle)["schedule"]
    assert (found["name"], found["when"]) == ("other", "every day at 10:00 (UTC)")


TAGS = [("sequentum", "PUT"), ("uranus", "PUT"), ("orq", "PATCH")]


@pytest.mark.parametrize(("kind", "method"), TAGS)
def test_a_server_that_names_versions_is_written_to_only_when_nobody_wrote_in_between(kind: str, method: str) -> None:
    case = bench(kind, {})
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    seen: list[str] = []
    inner: Any = case.stub

    def versioned(request: httpx2.Request) -> httpx2.Response:
        (record,) = case.stub.records.values()
        tag = f'"{hash(json.dumps(record, sort_keys=True, default=str))}"'
        if request.method == method:
            seen.append(request.headers.get("if-match", ""))
            if len(seen) == 1:
                # Another turns a field right before our write arrives.
                record["parallelism" if kind == "sequentum" else "callback_id"] = 7 if kind == "sequentum" else "z"
                tag = f'"{hash(json.dumps(record, sort_keys=True, default=str))}"'
            if seen[-1] != tag:
                return httpx2.Response(412, stream=httpx2.ByteStream(b"{}"))
        found: httpx2.Response = inner(request)
        found.headers["etag"] = tag
        return found

    case.backend.client.transport = httpx2.MockTransport(versioned)  # type: ignore[attr-defined]
    assert service.update(calls.Update(handle, name="other"))["status"] == "updated"
    assert len(seen) == 2
    (record,) = case.stub.records.values()
    assert record.get("parallelism") == 7 or record.get("callback_id") == "z"


def held(case: Bench) -> dict[str, Any]:
    (record,) = case.stub.records.values()
    return dict(record.get("data") or record)


KEPT: list[tuple[str, dict[str, Any]]] = [
    ("sequentum", {"x_team": "blue", "tags": ["a"], "retry": {"times": 3}, "startTime": "2026-11-30T00:00:00Z"}),
    ("uranus", {"x_team": "blue", "tags": ["a"], "retry": {"times": 3}}),
    ("agentscope", {"x_team": "blue", "tags": ["a"], "retry": {"times": 3}}),
    ("orq", {"x_team": "blue", "tags": ["a"], "retry": {"times": 3}}),
]


@pytest.mark.parametrize("wipes", [True, False])
@pytest.mark.parametrize(("kind", "fields"), KEPT)
def test_fields_of_other_hands_stay_on_every_change(kind: str, fields: dict[str, Any], wipes: bool) -> None:
    temper = {"put_wipes": wipes, "extras": True} if kind in ("sequentum", "uranus") else {}
    case = bench(kind, temper)
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    (record,) = case.stub.records.values()
    (record.get("data") or record).update(fields)
    for call in (
        lambda: service.update(calls.Update(handle, name="other")),
        lambda: service.pause(handle),
        lambda: service.resume(handle),
        lambda: service.update(calls.Update(handle, when="every day at 10:00")),
    ):
        assert call()["status"] == "updated"
        assert {key: held(case).get(key) for key in fields} == fields


def test_a_strict_server_that_refuses_the_fields_it_makes_itself_is_updated_all_the_same() -> None:
    case = bench("sequentum", {})
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    original = case.stub.shown  # type: ignore[attr-defined]
    case.stub.shown = lambda i: {**original(i), "runsSoFar": 4}  # type: ignore[attr-defined]
    assert service.update(calls.Update(handle, name="other"))["schedule"]["name"] == "other"


def test_fields_that_went_lost_are_told() -> None:
    case = bench("sequentum", {"extras": True})
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    next(iter(case.stub.records.values()))["x_team"] = "blue"
    original = case.stub.put  # type: ignore[attr-defined]

    def forgetful(i: str, body: Any, **more: Any) -> Any:
        return original(i, {key: value for key, value in body.items() if key != "x_team"}, **more)

    case.stub.put = forgetful  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="x_team went lost"):
        service.update(calls.Update(handle, name="other"))


def test_what_another_changed_a_moment_before_is_not_overwritten() -> None:
    case = bench("sequentum", {})
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    gets: list[int] = []
    inner: Any = case.stub

    def renamed_meanwhile(request: httpx2.Request) -> httpx2.Response:
        gets.append(request.method == "GET")
        if sum(gets) == 2:
            next(iter(case.stub.records.values()))["name"] = "theirs"
        return inner(request)

    case.backend.client.transport = httpx2.MockTransport(renamed_meanwhile)  # type: ignore[attr-defined]
    with pytest.raises(Conflict, match="'theirs'"):
        service.update(calls.Update(handle, name="ours"))
    assert held(case)["name"] == "theirs"


def test_a_put_back_leaves_what_another_wrote_since() -> None:
    """The next run is not ours, so the timing is put back; the name that another gave meanwhile stays."""
    case = bench("sequentum", {})
    service = host(case.backend, case.clock)
    handle = service.create(calls.Create("report", NOON, input=case.input))["schedule"]["id"]
    original = case.stub.next_run  # type: ignore[attr-defined]
    inner: Any = case.stub
    puts: list[int] = []

    def shifted(record: Any) -> Any:
        return original(record) + (timedelta(hours=1) if record["schedule"] == "0 10 * * *" else timedelta(0))

    def answer(request: httpx2.Request) -> httpx2.Response:
        found: httpx2.Response = inner(request)
        if request.method == "PUT":
            puts.append(1)
            if len(puts) == 1:
                next(iter(case.stub.records.values()))["name"] = "theirs"
        return found

    case.stub.next_run = shifted  # type: ignore[attr-defined]
    case.backend.client.transport = httpx2.MockTransport(answer)  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="written back"):
        service.update(calls.Update(handle, when="every day at 10:00"))
    found = service.get(handle)["schedule"]
    assert (found["name"], found["when"]) == ("theirs", "every day at 12:00 (UTC)")


# -- limits ----------------------------------------------------------------------------------------------------


def test_creates_are_counted_as_objects_and_over_all_processes_of_a_directory(tmp_path: Path) -> None:
    clock = Clock()
    backend = FakeBackend("work", clock)
    services = [host(backend, clock, tmp_path, pace=Pace(5)) for _ in range(3)]
    services[0].create(
        calls.Create("group", "every Monday at 09:00 and every Tuesday at 10:00 and every Friday at 11:00")
    )
    for number in range(2):
        services[number + 1].create(calls.Create(f"n{number}", NOON))
    with pytest.raises(NotAllowed, match="within a minute"):
        services[0].create(calls.Create("one more", NOON))
    assert len(backend.held) == 5
    clock.forward(seconds=61)
    assert services[0].create(calls.Create("later", NOON))["status"] == "created"
    with pytest.raises(NotAllowed, match="creates_per_minute"):
        host(backend, clock, pace=Pace(2)).create(
            calls.Create("big", "every Monday at 09:00 and every Tuesday at 10:00 and every Friday at 11:00")
        )


def test_an_empty_list_allows_nothing_and_an_absent_one_everything() -> None:
    Policy().check_write("create", "work", "a")
    for policy in (Policy(allowed_backends=frozenset()), Policy(allowed_agents={"work": frozenset()})):
        with pytest.raises(NotAllowed, match="Allowed: none"):
            policy.check_write("create", "work", "a")
    Policy(allowed_agents={"other": frozenset()}).check_write("create", "work", "a")


def test_the_agent_of_a_record_is_its_own_whatever_the_path_says() -> None:
    """The server passes over the agent in the path: a handle of an allowed agent must not reach another's."""
    case = bench("sequentum", {})
    service = host(case.backend, case.clock, allowed_agents={"work": frozenset({"7"})})
    service.create(calls.Create("report", NOON, input=case.input))
    original = case.stub.shown  # type: ignore[attr-defined]
    case.stub.shown = lambda i: {**original(i), "configId": 9}  # type: ignore[attr-defined]
    for call in (
        lambda: service.pause("work/7/1"),
        lambda: service.update(calls.Update("work/7/1", name="x")),
        lambda: service.delete("work/7/1", "report"),
    ):
        with pytest.raises(ScheduleError):
            call()
    assert held(case)["isEnabled"] is True
    assert held(case)["name"] == "report"


GAPS = [
    # The day on which clocks go forward has 23 hours.
    ("every day at noon", 82_800),
    ("every day at 12:00 and 12:01", 60),
    ("every 90 minutes", 5_400),
    # Far in the horizon, behind more than 2,000 runs.
    ("every minute from 9:00 to 9:05 on December 25 2031; every 6 hours", 60),
    # By the clock an hour apart, and at once when clocks go forward.
    ("every Monday at 23:59 and every Tuesday at 00:04", 300),
]


@pytest.mark.parametrize(("when", "seconds"), GAPS)
def test_the_least_time_between_runs_is_that_of_the_whole_horizon(when: str, seconds: int) -> None:
    from schedule_mcp.language import read

    now = Clock()()
    schedule = read(when, now=now, timezone="Europe/Berlin").schedule
    assert schedule is not None
    assert shortest_gap(schedule, now) == timedelta(seconds=seconds)


# -- the trace ---------------------------------------------------------------------------------------------------


def test_each_change_has_a_line_before_and_one_after_and_no_input_is_in_them(tmp_path: Path) -> None:
    clock = Clock()
    backend = FakeBackend("work", clock)
    service = host(backend, clock, tmp_path)
    service.create(calls.Create("report", NOON, input="a secret of the person"))
    service.update(calls.Update("report", when="every day at 10:00"))
    service.pause("report")
    service.delete("report", "report")
    text = (tmp_path / "changes.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["phase"], line["verb"], line.get("outcome")) for line in lines] == [
        (phase, verb, "done" if phase == "after" else None)
        for verb in ("create", "update", "pause", "delete")
        for phase in ("before", "after")
    ]
    assert {line["id"] for line in lines if line["phase"] == "after"} == {"1"}
    assert "secret" not in text
    assert oct((tmp_path / "changes.jsonl").stat().st_mode)[-3:] == "600"


def test_nothing_is_sent_when_the_trace_cannot_be_written(tmp_path: Path) -> None:
    clock = Clock()
    backend = FakeBackend("work", clock)
    (tmp_path / "changes.jsonl").mkdir()
    with pytest.raises(Unavailable, match="Nothing was sent"):
        host(backend, clock, tmp_path).create(calls.Create("report", NOON))
    assert backend.writes() == []


def test_a_backend_that_cannot_be_asked_is_no_backend_without_the_schedule() -> None:
    clock = Clock()
    one, other = FakeBackend("one", clock), FakeBackend("other", clock)
    service = Service(
        {"one": one, "other": other},
        default_backend="one",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, clock),
        now=clock,
    )
    for call in (
        lambda: service.get("report"),
        lambda: service.pause("report"),
        lambda: service.delete("report", "report"),
    ):
        other.fail = {"list": [Unavailable("it is down", backend="other")]}
        with pytest.raises(Unavailable, match="is not known"):
            call()


def record(number: str, name: str) -> Record:
    return Record(number, "a", name, "active", {})


STRAYS = [
    (["r [1/2 abcd]", "r [2/2 abcd]", "r [3/3 abcd]"], [3]),
    (["r [3/3 abcd]", "r [1/2 abcd]", "r [2/2 abcd]"], [3]),
    (["r [1/2 abcd]", "r [2/2 abcd]", "r [1/2 abcd]"], [3]),
    (["r [1/2 abcd]", "r [2/2 abcd]", "r [3/3 ffff]"], [2, 1]),
    (["r [1/2 abcd]", "q [2/2 abcd]"], [2]),
]


@pytest.mark.parametrize(("names", "sizes"), STRAYS)
def test_parts_of_one_key_are_one_schedule_whatever_was_broken_off(names: list[str], sizes: list[int]) -> None:
    rows = gathered([record(str(number), name) for number, name in enumerate(names)])
    assert [len(records_of(row)) for row in rows] == sizes
