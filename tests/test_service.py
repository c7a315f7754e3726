"""The main path over the documented backends: groups, unknown outcomes, mismatches, plans, alternatives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from schedule_mcp.errors import (
    InputError,
    InvalidArgument,
    NotAllowed,
    NotFound,
    ReadOnly,
    ScheduleError,
    StalePlan,
    Unsupported,
    VerificationFailed,
)
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import Bench, bench


def service_of(*benches: Bench, **policy: Any) -> Service:
    first = benches[0]
    backends = {b.kind: b.backend for b in benches}
    for each in benches:
        each.backend.name = each.kind
    return Service(
        backends,
        default_backend=first.kind,
        timezone="UTC",
        policy=Policy(**policy),
        journal=Journal(None, first.clock),
        now=first.clock,
    )


WEEKDAYS = "every weekday at 14:00"


def test_a_group_lives_as_one_schedule() -> None:
    orq = bench("orq", {"narrow": True}, contract="auto")
    service = service_of(orq)
    made = service.create(calls.Create("report", WEEKDAYS, input="write"))
    handle = made["schedule"]["id"]
    assert (made["status"], len(made["sends"]), made["schedule"]["parts"]) == ("created", 5, 5)
    assert ":" in handle
    assert service.create(calls.Create("report", WEEKDAYS, input="write"))["status"] == "exists"
    another = service_of(orq)
    (row,) = another.list_schedules()["schedules"]
    assert (row["id"], row["name"], row["status"], row["parts"]) == (handle, "report", "active", 5)
    assert row["when"] == "every weekday at 14:00 (UTC)"
    assert another.pause(handle)["schedule"]["status"] == "paused"
    assert not any(record["is_active"] for record in orq.stub.records.values())
    assert another.resume("report")["schedule"]["status"] == "active"
    renamed = another.update(calls.Update(handle, name="other"))["schedule"]
    assert (renamed["name"], renamed["parts"], renamed["id"]) == ("other", 5, handle)
    shorter = another.update(calls.Update(handle, when="every Monday and Tuesday at 14:00"))
    assert shorter["schedule"]["parts"] == 2
    assert len(orq.stub.records) == 2
    single = another.update(calls.Update(shorter["schedule"]["id"], when="every Monday at 15:00"))
    assert single["schedule"]["name"] == "other"
    assert len(orq.stub.records) == 1
    another.delete(single["schedule"]["id"], "other")
    assert orq.stub.records == {}


def test_a_group_that_lost_a_part_is_incomplete_until_it_is_completed() -> None:
    orq = bench("orq", {"narrow": True})
    service = service_of(orq)
    handle = service.create(calls.Create("report", WEEKDAYS, input="write"))["schedule"]["id"]
    del orq.stub.records[next(iter(orq.stub.records))]
    found = service.get(handle)
    assert found["schedule"]["status"] == "incomplete"
    assert "update_schedule" in found["warnings"][0]
    (row,) = service.list_schedules(calls.List(status="incomplete"))["schedules"]
    done = service.update(calls.Update(row["id"], when=WEEKDAYS))
    assert (done["schedule"]["status"], done["schedule"]["parts"]) == ("active", 5)


def test_a_half_made_group_is_taken_back() -> None:
    orq = bench("orq", {"narrow": True})
    inner: Callable[[httpx2.Request], httpx2.Response] = orq.stub
    posts = []

    def failing(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            posts.append(1)
            if len(posts) == 3:
                return httpx2.Response(400, stream=httpx2.ByteStream(b'{"error": {"code": "x", "message": "no"}}'))
        return inner(request)

    orq.backend.client.transport = httpx2.MockTransport(failing)  # type: ignore[attr-defined]
    with pytest.raises(ScheduleError):
        service_of(orq).create(calls.Create("report", WEEKDAYS, input="write"))
    assert orq.stub.records == {}


@pytest.mark.parametrize("applied", [True, False])
def test_a_create_whose_answer_is_lost_is_looked_up_and_never_repeated(applied: bool) -> None:
    sequentum = bench("sequentum", {})
    inner: Callable[[httpx2.Request], httpx2.Response] = sequentum.stub
    posts = []

    def losing(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            posts.append(1)
            if applied:
                inner(request)
            raise httpx2.ReadError("connection reset", request=request)
        return inner(request)

    sequentum.backend.client.transport = httpx2.MockTransport(losing)  # type: ignore[attr-defined]
    answer = service_of(sequentum).create(calls.Create("report", "every day at 9am"))
    assert len(posts) == 1
    assert answer["status"] == ("created" if applied else "unknown")
    if not applied:
        assert any("list_schedules" in warning for warning in answer["warnings"])


def test_a_new_schedule_that_the_backend_makes_otherwise_is_paused() -> None:
    """The stub joins both day fields by its own rule and counts in another zone: its next run is not ours."""
    sequentum = bench("sequentum", {})
    original = sequentum.stub.next_run  # type: ignore[attr-defined]
    sequentum.stub.next_run = lambda held: original(held) + timedelta(hours=1)  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed) as caught:
        service_of(sequentum).create(calls.Create("report", "every day at 9am"))
    assert "09:00" in str(caught.value)
    assert "10:00" in str(caught.value)
    (held,) = sequentum.stub.records.values()
    assert held["isEnabled"] is False


def test_an_update_that_the_backend_makes_otherwise_gets_its_previous_record_back() -> None:
    sequentum = bench("sequentum", {})
    service = service_of(sequentum)
    handle = service.create(calls.Create("report", "every day at 9am"))["schedule"]["id"]
    original = sequentum.stub.next_run  # type: ignore[attr-defined]

    def wrong(held: Any) -> Any:
        shift = timedelta(hours=1) if held["schedule"] == "0 11 * * *" else timedelta(0)
        return original(held) + shift

    sequentum.stub.next_run = wrong  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed):
        service.update(calls.Update(handle, when="every day at 11am"))
    assert service.get(handle)["schedule"]["when"] == "every day at 09:00 (UTC)"
    assert service.get(handle)["schedule"]["status"] == "active"


def test_a_plan_sends_what_the_preview_showed_or_is_refused() -> None:
    sequentum = bench("sequentum", {})
    service = service_of(sequentum)
    preview = service.preview(calls.Preview("in 45 minutes"))
    sequentum.clock.forward(minutes=10)
    made = service.create(calls.Create("report", "in 45 minutes", plan=preview["plan"]))
    assert made["sends"] == preview["sends"]
    for when in ("in 46 minutes", "every day at noon"):
        with pytest.raises(StalePlan):
            service.create(calls.Create("other", when, plan=preview["plan"]))
    sequentum.clock.forward(minutes=40)
    with pytest.raises(StalePlan):
        service.create(calls.Create("other", "in 45 minutes", plan=preview["plan"]))
    sequentum.clock.forward(hours=1)
    with pytest.raises(StalePlan):
        service.create(calls.Create("other", "in 45 minutes", plan=preview["plan"]))


def test_an_update_without_timing_leaves_even_an_unreadable_timing_as_it_is() -> None:
    orq = bench("orq", {"narrow": False})
    service = service_of(orq)
    made = service.create(calls.Create("report", "every day at 9am", input="x"))
    stored = next(iter(orq.stub.records.values()))
    stored["expression"] = "0 0 9 13 */2 5"
    before = dict(stored)
    changed = service.update(calls.Update(made["schedule"]["id"], input="y"))
    after = next(iter(orq.stub.records.values()))
    assert changed["status"] == "updated"
    assert (after["expression"], after["type"], after["generation"]) == (
        before["expression"],
        before["type"],
        before["generation"],
    )
    assert after["payload"]["input"] == "y"


def test_nothing_changed_is_said() -> None:
    sequentum = bench("sequentum", {})
    service = service_of(sequentum)
    handle = service.create(calls.Create("report", "every day at 9am"))["schedule"]["id"]
    writes = len([r for r in sequentum.stub.requests if r[0] != "GET"])
    assert service.update(calls.Update(handle, name="report", when="daily at 09:00"))["status"] == "unchanged"
    assert service.resume(handle)["status"] == "unchanged"
    assert len([r for r in sequentum.stub.requests if r[0] != "GET"]) == writes


MOVED = [
    ("uranus", {}, "every November 26 at 9am Berlin time", ""),
    ("uranus", {}, "every July 4 at 9am and 17:30 Berlin time", ""),
    ("uranus", {}, "every day at 9am Berlin time", "utc_drift"),
    ("orq", {"narrow": False}, "every day at 9:15am and 5pm Berlin time", "utc_drift"),
    ("sequentum", {}, "every day at 2:30am Berlin time", "dst_gap,dst_overlap"),
]


@pytest.mark.parametrize(("kind", "temper", "when", "accept"), MOVED)
def test_what_is_held_on_another_clock_is_still_what_was_asked_for(
    kind: str, temper: dict[str, Any], when: str, accept: str
) -> None:
    case = bench(kind, temper)
    service = service_of(case)
    made = service.create(calls.Create("report", when, input=case.input, accept=accept))
    handle, held = made["schedule"]["id"], len(case.stub.records)
    assert made["status"] == "created"
    case.clock.forward(minutes=2)
    assert service.create(calls.Create("report", when, input=case.input, accept=accept))["status"] == "exists"
    assert service.update(calls.Update(handle, when=when, accept=accept))["status"] == "unchanged"
    assert service.preview(calls.Preview(when, schedule_id=handle, accept=accept))["changes_timing"] is False
    assert len(case.stub.records) == held


REFUSED = [
    ("agentscope", "every day at 1:30am New York time"),
    ("agentscope", "every day at 00:30 New York time"),
    ("agentscope", "every 50 minutes"),
    ("agentscope", "tomorrow at noon"),
    ("uranus", "every day at 9am New York time"),
    ("uranus", "every 7 hours"),
    ("orq", "every day at 9:15"),
    ("orq", "every 20 minutes"),
    ("sequentum", "every day at 2:30am New York time"),
    ("sequentum", "last Friday of the month at 9am"),
    ("sequentum", "every other Tuesday at 3pm New York time"),
]


@pytest.mark.parametrize(("kind", "when"), REFUSED)
def test_every_alternative_is_accepted_as_it_stands(kind: str, when: str) -> None:
    benches = [bench(kind, {"narrow": True} if kind == "orq" else {})]
    benches += [bench(other, {}) for other in ("sequentum", "agentscope") if other != kind]
    service = service_of(*benches)
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview(when))
    offers = caught.value.alternatives
    assert 1 <= len(offers) <= 3, str(caught.value)
    for offer in offers:
        answer = service.preview(calls.Preview(**{"when": when, **offer}))
        assert answer["status"] == "previewed", (offer, answer)


def test_accepted_differences_come_back_with_their_dates() -> None:
    service = service_of(bench("uranus", {}))
    with pytest.raises(Unsupported) as caught:
        service.create(calls.Create("report", "every day at 9am New York time"))
    assert {"accept": ["utc_drift"]} in caught.value.alternatives
    made = service.create(calls.Create("report", "every day at 9am New York time", accept="utc_drift"))
    assert made["status"] == "created"
    assert made["differences"][0]["date"] == "2027-03-14"


def test_the_operators_policy_holds() -> None:
    sequentum = bench("sequentum", {})
    with pytest.raises(ReadOnly):
        service_of(sequentum, read_only=True).create(calls.Create("n", "every day at 9am"))
    assert service_of(sequentum, read_only=True).preview(calls.Preview("every day at 9am"))["status"] == "previewed"
    with pytest.raises(NotAllowed):
        service_of(sequentum, allowed_backends=frozenset({"other"})).create(calls.Create("n", "every day at 9am"))
    with pytest.raises(NotAllowed):
        service_of(sequentum, minimum_cadence=timedelta(hours=1)).create(calls.Create("n", "every 5 minutes"))
    assert sequentum.stub.records == {}


def test_names_and_ids_are_found_where_they_are_unique() -> None:
    sequentum, orq = bench("sequentum", {}), bench("orq", {"narrow": True})
    service = service_of(sequentum, orq)
    one = service.create(calls.Create("report", "every day at 9am"))["schedule"]["id"]
    two = service.create(calls.Create("report", "every day at 9am", backend="orq", input="x"))["schedule"]["id"]
    with pytest.raises(InvalidArgument) as caught:
        service.get("report")
    assert one in str(caught.value)
    assert two in str(caught.value)
    assert service.get("1")["schedule"]["id"] == one
    with pytest.raises(NotFound):
        service.get("nothing")
    with pytest.raises((NotFound, InputError)):
        service.get("sequentum/7/../../x")


def test_a_backend_that_fails_is_named_and_the_rest_is_listed() -> None:
    sequentum, orq = bench("sequentum", {}), bench("orq", {"narrow": True})
    service = service_of(sequentum, orq)
    service.create(calls.Create("report", "every day at 9am"))
    orq.backend.client.headers = {}  # type: ignore[attr-defined]
    listed = service.list_schedules()
    assert listed["total"] == 1
    assert "orq" in listed["warnings"][0]


def test_pages_of_a_list_have_every_row_once() -> None:
    service = service_of(bench("sequentum", {}))
    for number in range(7):
        service.create(calls.Create(f"n{number}", "every day at 9am"))
    seen, cursor = [], ""
    while True:
        answer = service.list_schedules(calls.List(limit=3, cursor=cursor))
        seen += [row["name"] for row in answer["schedules"]]
        cursor = answer.get("next_cursor", "")
        if not cursor:
            break
    assert seen == [f"n{number}" for number in range(7)]


def test_the_operators_place_says_whose_holidays_are_meant() -> None:
    service = service_of(bench("sequentum", {}))
    service.holidays = "DE-BY"
    words = "every weekday at 9am except public holidays"
    few = service.preview(calls.Preview(f"{words} until 2026-12-01", timezone="Europe/Berlin"))
    assert few["understood"].startswith("every weekday at 09:00 except on public holidays in DE-BY")
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview(words, timezone="Europe/Berlin"))
    assert caught.value.reason == "holidays"
    (offer,) = caught.value.alternatives
    assert offer["when"] == "every weekday at 09:00 (Europe/Berlin)"


def test_a_zone_of_the_words_that_goes_before_the_argument_is_told() -> None:
    answer = service_of(bench("sequentum", {})).preview(
        calls.Preview("every day at 9am Tokyo time", timezone="Europe/Berlin")
    )
    assert answer["timezone"] == "Asia/Tokyo"
    assert any("goes before the argument `timezone` (Europe/Berlin)" in each for each in answer["assumptions"])
