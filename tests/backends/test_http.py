"""Faults of a backend over a real loopback socket: each a clear error of the right class, within the deadline."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from schedule_mcp.backends.deadline import call_within
from schedule_mcp.backends.http import TIME_FORMATS, Answer, HttpClient, path_of, retry_after_s
from schedule_mcp.errors import (
    BackendError,
    Conflict,
    InvalidArgument,
    NotAuthorized,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedResponse,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Script = Callable[[socket.socket], None]


@contextlib.contextmanager
def server(script: Script) -> Iterator[str]:
    """A server on a loopback port that plays a script on every connection after reading the request."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                getattr(script, "requests", []).append(connection.recv(65_536))
                script(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def answer(status: int, body: bytes = b"{}", *headers: str) -> Script:
    head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n" + "".join(f"{h}\r\n" for h in headers) + "\r\n"

    def script(connection: socket.socket) -> None:
        connection.sendall(head.encode() + body)

    return script


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.05)


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def close(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1_000):
        connection.sendall(b" " * 100_000)


waits: list[float] = []


async def no_sleep(seconds: float) -> None:
    waits.append(seconds)


def client(url: str, deadline_s: float = 5.0) -> HttpClient:
    waits.clear()
    headers = {"Authorization": "Bearer top-secret-token"}
    return HttpClient("work", url, headers, deadline_s, sleep=no_sleep, now=lambda: NOW, chance=lambda: 0.0)


BOMB = gzip.compress(b" " * 100_000_000)
"""100 MB in 97 kB."""

FAULTS: list[tuple[str, Script, type[BackendError], type[BackendError]]] = [
    # what happens, what a read becomes, what a write becomes
    ("401", answer(401), NotAuthorized, NotAuthorized),
    ("403", answer(403), NotAuthorized, NotAuthorized),
    ("404", answer(404), NotFound, NotFound),
    ("409", answer(409), Conflict, Conflict),
    ("422", answer(422, b'{"detail": [{"loc": ["body", "name"], "msg": "missing"}]}'), Rejected, Rejected),
    ("429", answer(429, b"{}", "Retry-After: 1"), RateLimited, RateLimited),
    ("500 in plain text", answer(500, b"Internal Server Error"), Unavailable, OutcomeUnknown),
    ("502", answer(502, b"<html>"), Unavailable, OutcomeUnknown),
    ("302 to a login page", answer(302, b"", "Location: https://login.example.com"), NotAuthorized, NotAuthorized),
    ("HTML", answer(200, b"<html>hello</html>"), NotAuthorized, OutcomeUnknown),
    ("truncated JSON", answer(200, b'{"a": ['), UnexpectedResponse, OutcomeUnknown),
    ("deep JSON", answer(200, b"[" * 200_000), UnexpectedResponse, OutcomeUnknown),
    ("gzip bomb", answer(200, BOMB, "content-encoding: gzip"), UnexpectedResponse, OutcomeUnknown),
    ("a flood", flood, UnexpectedResponse, OutcomeUnknown),
    ("closed at once", close, Unavailable, OutcomeUnknown),
]


@pytest.mark.parametrize(("what", "script", "read", "write"), FAULTS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_fault_is_an_error_of_its_class(
    what: str, script: Script, read: type[BackendError], write: type[BackendError]
) -> None:
    with server(script) as url:
        for method, expected in (("GET", read), ("POST", write)):
            with pytest.raises(BackendError) as caught:
                client(url).request(method, ["schedules"], operation="create", json={} if method == "POST" else None)
            assert type(caught.value) is expected, what
            assert "top-secret" not in str(caught.value)
            assert len(str(caught.value)) < 600


@pytest.mark.parametrize("script", [drip, hang], ids=["a byte now and then", "silence"])
def test_the_deadline_holds_whatever_the_server_does(script: Script) -> None:
    with server(script) as url:
        for method, expected in (("GET", Unavailable), ("POST", OutcomeUnknown)):
            began = time.monotonic()
            with pytest.raises(expected):
                client(url, 0.4).request(method, ["schedules"], operation="list")
            assert time.monotonic() - began < 2


def test_nobody_listening_is_certainly_not_applied() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unavailable) as caught:
        client(f"http://127.0.0.1:{port}").request("POST", ["schedules"], operation="create", json={})
    assert caught.value.repeat == "same_call"


def test_reads_are_tried_three_times_and_writes_once() -> None:
    seen: list[int] = []

    def script(connection: socket.socket) -> None:
        seen.append(1)
        answer(503)(connection)

    with server(script) as url:
        with pytest.raises(Unavailable):
            client(url).request("GET", ["schedules"], operation="list")
        assert (len(seen), waits) == (3, [0.5, 1.0])
        with pytest.raises(OutcomeUnknown):
            client(url).request("POST", ["schedules"], operation="create", json={})
        assert len(seen) == 4


def test_retry_after_is_honoured_and_a_long_one_is_told() -> None:
    with server(answer(429, b"{}", "Retry-After: 2")) as url:
        with pytest.raises(RateLimited):
            client(url).request("GET", ["schedules"], operation="list")
        assert waits == [2.0, 2.0]
    with server(answer(429, b"{}", "Retry-After: 3600")) as url:
        with pytest.raises(RateLimited) as caught:
            client(url).request("GET", ["schedules"], operation="list")
        assert (waits, caught.value.retry_after_s) == ([], 3600.0)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_gets_a_repeatable_write_three_times(method: str, status: int) -> None:
    seen: list[int] = []

    def script(connection: socket.socket) -> None:
        seen.append(1)
        answer(status if len(seen) < 3 else 200, b'{"ok": 1}', "Retry-After: 1")(connection)

    with server(script) as url:
        assert client(url).request(method, ["schedules", "1"], operation="update", json={}) == {"ok": 1}
        assert (len(seen), waits) == (3, [1.0, 1.0])


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_small_answer_that_a_proxy_compressed_is_read(encoding: str) -> None:
    packed = gzip.compress(b'{"a": 1}') if encoding == "gzip" else zlib.compress(b'{"a": 1}')
    with server(answer(200, packed, f"content-encoding: {encoding}")) as url:
        assert client(url).request("GET", ["schedules"], operation="list") == {"a": 1}


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_compression_that_is_broken_or_unknown_is_told(encoding: str) -> None:
    with (
        server(answer(200, b"nothing of the kind", f"content-encoding: {encoding}")) as url,
        pytest.raises(UnexpectedResponse),
    ):
        client(url).request("GET", ["schedules"], operation="list")


WAITS = [
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": "Sun, 22 Nov 2026 12:00:30 GMT"}, 30.0),
    ({"retry-after": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0.0),
    ({"retry-after": "-5"}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": "9" * 40}, 1e9),
    ({"retry-after": "9" * 400}, 1e9),
    ({"retry-after": "3.1415926535"}, 3.1415926535),
    ({"retry-after": "Sun, 22 Nov 99999 12:00:30 GMT"}, None),
    ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 12)}, 12.0),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), WAITS)
def test_both_forms_of_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers, NOW) == seconds


@pytest.mark.parametrize("segment", ["", ".", "..", "a\nb", "x" * 501])
def test_a_segment_cannot_leave_its_place(segment: str) -> None:
    with pytest.raises(InvalidArgument):
        path_of(["api", segment])


ANSWERS = (
    Answer(500, "refused", ("Invalid", "failed to find next date")),
    Answer(400, "not_found", ("not found",)),
    Answer(503, "rate_limited", ("rate limit",)),
    Answer(200, "refused", ("ok: false",)),
    Answer(418, "conflict"),
)
MEANT: list[tuple[int, bytes, type[BackendError], type[BackendError]]] = [
    # status and body, what a read becomes, what a write becomes
    (500, b'{"error": "Invalid cron expression"}', Rejected, Rejected),
    (500, b'{"error": "boom"}', Unavailable, OutcomeUnknown),
    (500, b"Internal Server Error", Unavailable, OutcomeUnknown),
    (400, b'{"error": {"message": "job not found: x"}}', NotFound, NotFound),
    (400, b'{"error": {"message": "bad field"}}', Rejected, Rejected),
    (503, b'{"message": "rate limit reached"}', RateLimited, RateLimited),
    (503, b"{}", Unavailable, OutcomeUnknown),
    (200, b'{"error": "ok: false"}', Rejected, Rejected),
    (418, b"", Conflict, Conflict),
]


@pytest.mark.parametrize(("status", "body", "read", "write"), MEANT)
def test_an_answer_means_what_its_body_says_where_that_is_declared(
    status: int, body: bytes, read: type[BackendError], write: type[BackendError]
) -> None:
    with server(answer(status, body)) as url:
        for method, expected in (("GET", read), ("POST", write)):
            asked = client(url)
            asked.answers = ANSWERS
            with pytest.raises(BackendError) as caught:
                asked.request(method, ["schedules"], operation="create", json={} if method == "POST" else None)
            assert type(caught.value) is expected
            assert "(status" not in str(caught.value) or f"(status {status})" in str(caught.value)


def test_a_read_by_post_is_repeated_and_its_loss_changes_nothing() -> None:
    seen: list[int] = []

    def script(connection: socket.socket) -> None:
        seen.append(1)
        answer(500 if len(seen) < 3 else 200, b'{"rows": []}')(connection)

    with server(script) as url:
        assert client(url).request("POST", ["search"], operation="list", json={}, reads=True) == {"rows": []}
        assert len(seen) == 3
    with server(close) as url, pytest.raises(Unavailable):
        client(url).request("POST", ["search"], operation="list", json={}, reads=True)
    with server(answer(500)) as url, pytest.raises(OutcomeUnknown):
        client(url).request("GET", ["start"], operation="resume", reads=False)


@pytest.mark.parametrize(
    ("name", "held", "at"),
    [
        ("iso", "2026-11-22T12:00:00Z", NOW),
        ("iso", "2026-11-22T07:00:00-05:00", NOW),
        ("iso", 1_795_348_800, None),
        ("epoch_s", 1_795_348_800, NOW),
        ("epoch_ms", 1_795_348_800_000, NOW),
        ("epoch_s", 1_795_348_800.0, NOW),
        ("epoch_s", 0, None),
        ("epoch_s", True, None),
        ("epoch_s", 10**30, None),
        ("epoch_s", float("nan"), None),
        ("epoch_ms", "1795348800000", None),
        ("epoch_s", None, None),
    ],
)
def test_instants_in_the_formats_of_servers(name: str, held: object, at: datetime | None) -> None:
    form = TIME_FORMATS[name]
    assert form.read(held) == at
    assert form.read(form.write(NOW)) == NOW


# -- deadlines, pauses, versions -------------------------------------------------------------------------------


def test_a_name_server_that_does_not_answer_costs_no_more_than_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: never.wait(20))
    began = time.monotonic()
    with pytest.raises(Unavailable):
        client("http://nowhere.invalid", 0.3).request("GET", ["schedules"], operation="list")
    never.set()
    assert time.monotonic() - began < 3


def test_one_deadline_holds_over_all_exchanges_of_a_call_and_leaves_time_for_a_look() -> None:
    with server(hang) as url:
        began = time.monotonic()
        with call_within(1.0):
            for expected in (OutcomeUnknown, Unavailable, Unavailable, Unavailable, Unavailable, Unavailable):
                method = "POST" if expected is OutcomeUnknown else "GET"
                with pytest.raises(expected):
                    client(url, 5.0).request(method, ["schedules"], operation="create")
        assert time.monotonic() - began < 2


def test_waits_are_jittered_and_never_shorter_than_asked() -> None:
    seen: set[float] = set()
    with server(answer(429, b"{}", "Retry-After: 2")) as url:
        for share in (0.0, 0.3, 0.9):
            own = client(url)
            own.chance = lambda share=share: share  # type: ignore[misc]
            with pytest.raises(RateLimited):
                own.request("GET", ["schedules"], operation="list")
            assert min(waits) >= 2
            assert sum(waits) < 5
            seen |= set(waits)
    assert len(seen) > 3


def test_a_backend_that_fails_is_left_alone_and_asked_again_by_one_request() -> None:
    seen: list[int] = []
    status = [503]
    now = [NOW]

    def script(connection: socket.socket) -> None:
        seen.append(1)
        answer(status[0])(connection)

    with server(script) as url:
        own = client(url)
        own.now = lambda: now[0]
        for _ in range(100):
            with pytest.raises(Unavailable):
                own.request("GET", ["schedules"], operation="list")
        assert len(seen) <= 6
        now[0] += timedelta(seconds=6)
        status[0] = 200
        assert own.request("GET", ["schedules"], operation="list") == {}
        assert own.request("GET", ["schedules"], operation="list") == {}


def test_an_answer_that_refuses_is_no_failure_of_the_backend() -> None:
    with server(answer(404)) as url:
        own = client(url)
        for _ in range(20):
            with pytest.raises(NotFound):
                own.request("GET", ["schedules", "1"], operation="get")


@pytest.mark.parametrize("second", [404, 409, 429, 400])
def test_a_refusal_after_an_attempt_that_may_have_taken_effect_is_unknown(second: int) -> None:
    answers = [502, second]

    def script(connection: socket.socket) -> None:
        answer(answers.pop(0) if len(answers) > 1 else answers[0])(connection)

    with server(script) as url, pytest.raises(OutcomeUnknown):
        client(url).request("DELETE", ["schedules", "1"], operation="delete")


@pytest.mark.parametrize("status", [408, 425, 499])
def test_a_refusal_that_says_nothing_about_effect_is_unknown_for_a_write(status: int) -> None:
    with server(answer(status)) as url:
        with pytest.raises(OutcomeUnknown):
            client(url).request("POST", ["schedules"], operation="create", json={})
        with pytest.raises(Rejected):
            client(url).request("GET", ["schedules"], operation="list")


def test_a_version_is_a_condition_only_where_it_is_strong_and_asked_for() -> None:
    requests: list[bytes] = []

    def serving(tag: str) -> Script:
        def script(connection: socket.socket) -> None:
            answer(200, b"{}", f"ETag: {tag}")(connection)

        return script

    def seen(tag: str, conditional: bool) -> bool:
        requests.clear()
        with server(recording(requests, serving(tag))) as url:
            own = client(url)
            own.request("GET", ["s", "1"], operation="get")
            own.request("PUT", ["s", "1"], operation="update", json={}, if_unchanged=conditional)
        return b"if-match" in requests[-1].lower()

    assert [seen('"v1"', True), seen('"v1"', False), seen('W/"v1"', True)] == [True, False, False]


def recording(requests: list[bytes], script: Script) -> Script:
    def recorded(connection: socket.socket) -> None:
        script(connection)

    recorded.requests = requests  # type: ignore[attr-defined]
    return recorded
