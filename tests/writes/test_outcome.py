"""What became of a write, decided in one place: a row for each answer of a server, what is there, what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from schedule_mcp.errors import OutcomeUnknown, ScheduleError, VerificationFailed
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import SETTINGS, Bench, bench, meant

NINE = "every day at 9am"


def service_of(case: Bench) -> Service:
    return Service(
        {"work": case.backend},
        default_backend="work",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, case.clock),
        now=case.clock,
    )


def response(status: int, body: bytes = b"", **headers: str) -> httpx2.Response:
    return httpx2.Response(status, stream=httpx2.ByteStream(body), headers=headers)


def put_before(case: Bench, answer: Callable[[httpx2.Request], httpx2.Response | None]) -> None:
    """Let `answer` speak first; None lets the stub answer."""
    inner: Any = case.stub

    def handler(request: httpx2.Request) -> httpx2.Response:
        found = answer(request)
        return inner(request) if found is None else found

    case.backend.client.transport = httpx2.MockTransport(handler)  # type: ignore[attr-defined]


def writes(request: httpx2.Request) -> bool:
    """Whether a request changes something; some servers are searched by POST."""
    return meant(request) != "GET"


def creates(request: httpx2.Request) -> bool:
    return meant(request) == "POST"


ANSWERS: list[tuple[str, int, bytes]] = [
    ("a redirect", 302, b""),
    ("a stray 404", 404, b"{}"),
    ("a time-out of a proxy", 408, b""),
    ("a page", 200, b"<html>"),
    ("nothing", 200, b""),
    ("a word", 200, b'"ok"'),
    ("half an answer", 200, b'{"id": '),
    ("a failure", 500, b"oops"),
    ("a bad gateway", 502, b"<html>"),
    ("a conflict", 409, b"{}"),
]


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize(("what", "status", "body"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_a_create_that_took_effect_is_told_created_whatever_was_answered(
    kind: str, what: str, status: int, body: bytes
) -> None:
    case = bench(kind, {})

    def applied(request: httpx2.Request) -> httpx2.Response | None:
        if not creates(request):
            return None
        case.stub(request)
        return response(status, body)

    put_before(case, applied)
    answer = service_of(case).create(calls.Create("n", NINE, input=case.input))
    assert answer["status"] == "created", what
    assert len(case.stub.records) == 1


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize(("what", "status", "body"), ANSWERS[:-1], ids=[row[0] for row in ANSWERS[:-1]])
def test_a_create_without_effect_is_unknown_unless_the_answer_says_that_it_was_refused(
    kind: str, what: str, status: int, body: bytes
) -> None:
    case = bench(kind, {})
    put_before(case, lambda request: response(status, body) if creates(request) else None)
    answer = service_of(case).create(calls.Create("n", NINE, input=case.input))
    assert (answer["status"], case.stub.records) == ("unknown", {}), what


READS = [(500, b""), (302, b""), (404, b"{}"), (401, b"{}"), (200, b"<html>"), (200, b"{")]


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize(("status", "body"), READS)
def test_a_failed_read_back_is_no_failed_write(kind: str, status: int, body: bytes) -> None:
    """From the write on no read is answered; the write itself was, and well."""
    case = bench(kind, {})
    service = service_of(case)
    written: list[str] = []

    def no_reads(request: httpx2.Request) -> httpx2.Response | None:
        if not writes(request):
            return response(status, body) if written else None
        written.append(meant(request))
        return None

    async def at_once(_: float) -> None: ...

    case.backend.client.sleep = at_once  # type: ignore[attr-defined]
    put_before(case, no_reads)
    verbs: list[Callable[[], dict[str, Any]]] = [
        lambda: service.create(calls.Create("n", NINE, input=case.input)),
        lambda: service.update(calls.Update("n", name="m")),
        lambda: service.pause("m"),
        lambda: service.resume("m"),
        lambda: service.delete("m", "m"),
    ]
    for call, status_told in zip(verbs, ("created", "updated", "updated", "updated", "deleted"), strict=True):
        written.clear()
        case.clock.time += timedelta(minutes=5)
        answer = call()
        assert answer["status"] == status_told
        if status_told == "deleted" and status == 404:
            continue  # That it is gone is what was to be seen.
        assert "get_schedule" in answer["warnings"][0]
        if status_told != "deleted":
            assert answer["verified"]["read_back"] is False
    assert case.stub.records == {}


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_success_that_does_not_show_is_unknown_and_nothing_is_put_back(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    service.create(calls.Create("n", NINE, input=case.input))

    def lying(request: httpx2.Request) -> httpx2.Response | None:
        return response(200, b"{}") if writes(request) else None

    put_before(case, lying)
    for call in (lambda: service.update(calls.Update("n", when="every day at 10am")), lambda: service.pause("n")):
        with pytest.raises(OutcomeUnknown):
            call()
    with pytest.raises(OutcomeUnknown):
        service.delete("n", "n")
    assert len(case.stub.records) == 1


DROPPED = [
    ("sequentum", "inputParameters", {}),
    ("sequentum", "parallelism", {"parallelism": 3}),
    ("agentscope", "description", {}),
    ("agentscope", "permission_mode", {"permission_mode": "explore"}),
    ("agentscope", "stateful", {"stateful": True}),
    ("uranus", "callback_id", {"callback_type": "workflow", "callback_id": "x"}),
    ("orq", "payload", {}),
]


@pytest.mark.parametrize(("kind", "field", "options"), DROPPED)
def test_what_a_backend_drops_of_a_create_is_noticed(kind: str, field: str, options: dict[str, Any]) -> None:
    case = bench(kind, {})
    original = case.stub.create  # type: ignore[attr-defined]
    other = {"permission_mode": "bypass", "payload": {}, "stateful": False}.get(field, "")

    def dropping(body: Any, **more: Any) -> Any:
        found = original(body, **more)
        (record,) = case.stub.records.values()
        (record.get("data") or record)[field] = other
        return found

    case.stub.create = dropping  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="paused"):
        service_of(case).create(calls.Create("n", NINE, input=case.input, options=options))


@pytest.mark.parametrize("kind", ["agentscope"])
def test_what_a_backend_drops_of_an_update_is_noticed(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    handle = service.create(calls.Create("n", NINE, input=case.input))["schedule"]["id"]
    original = case.stub.patch  # type: ignore[attr-defined]

    def dropping(schedule_id: str, body: Any, **more: Any) -> Any:
        if body.get("permission_mode"):
            body = {**body, "permission_mode": "bypass"}
        return original(schedule_id, body, **more)

    case.stub.patch = dropping  # type: ignore[attr-defined]
    with pytest.raises(VerificationFailed, match="explore"):
        service.update(calls.Update(handle, options={"permission_mode": "explore"}))


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_second_delete_is_deleted_and_one_of_nothing_is_not_found(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    handle = service.create(calls.Create("n", NINE, input=case.input))["schedule"]["id"]
    assert service.delete(handle, "n")["schedule"]["status"] == "deleted"
    again = service.delete(handle, "n")
    assert (again["schedule"]["status"], again["warnings"]) == ("deleted", ["it was gone already"])
    with pytest.raises(ScheduleError, match=r"no such|no schedule|not found"):
        service.delete(handle.rsplit("/", 1)[0] + "/999", "n")


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_delete_answered_by_a_failure_and_a_stray_404_is_not_deleted(kind: str) -> None:
    case = bench(kind, {})
    service = service_of(case)
    handle = service.create(calls.Create("n", NINE, input=case.input))["schedule"]["id"]
    answers = [response(502), response(404, b"{}"), response(404, b"{}")]

    async def at_once(_: float) -> None: ...

    case.backend.client.sleep = at_once  # type: ignore[attr-defined]
    put_before(case, lambda request: answers.pop(0) if meant(request) == "DELETE" else None)
    with pytest.raises(OutcomeUnknown):
        service.delete(handle, "n")
    assert len(case.stub.records) == 1


@pytest.mark.parametrize("minutes", [0.3, 5, 600])
def test_a_relative_create_that_arrived_and_was_never_answered_is_found_by_its_words(minutes: float) -> None:
    """The process was killed after its write: the same words mean another instant, and one schedule is there."""
    case = bench("uranus", {})
    service = service_of(case)
    inner = case.backend.create

    class Kill(BaseException):
        pass

    def killed(*given: Any) -> Any:
        inner(*given)
        raise Kill

    case.backend.create = killed  # type: ignore[method-assign]
    with pytest.raises(Kill):
        service.create(calls.Create("n", "in 30 hours"))
    case.backend.create = inner  # type: ignore[method-assign]
    case.clock.forward(minutes=minutes)
    again = service.create(calls.Create("n", "in 30 hours"))
    assert again["status"] == "exists"
    assert "earlier call" in again["warnings"][0]
    case.clock.forward(minutes=2)
    # It is known now, so this is another request.
    assert service.create(calls.Create("n", "in 30 hours"))["status"] == "created"
    assert len(case.stub.records) == 2


def test_an_existing_schedule_says_what_differs() -> None:
    case = bench("sequentum", {})
    service = service_of(case)
    service.create(calls.Create("n", NINE, input=case.input, options={"parallelism": 2}))
    found = service.create(calls.Create("n", NINE, input=case.input, options={"parallelism": 5}, enabled=False))
    assert found["status"] == "exists"
    assert found["differs"] == {
        "options": {"parallelism": {"asked": 5, "held": 2}},
        "status": {"asked": "paused", "held": "active"},
    }
