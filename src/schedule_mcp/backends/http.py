"""One HTTP exchange with a backend: path, deadline, retries of reads, size cap, redaction, class of outcome.

The only module that knows the HTTP client. `httpx2` is the continuation of `httpx` by its author and comes with
the MCP SDK. Each call runs in an event loop of its own, because only there does a deadline hold against a peer
that sends a byte a second, and against a name server that does not answer.
"""

from __future__ import annotations

import asyncio
import json as json_module
import random
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Literal, TypeVar
from urllib.parse import quote

import anyio

from schedule_mcp.backends.breaker import Breaker
from schedule_mcp.backends.deadline import current, share_s
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
from schedule_mcp.outside.secrets import redacted, remember_headers
from schedule_mcp.outside.text import one_line, quoted

BODY_AT_MOST = 4_000_000
"""Bytes of an answer, after decompression."""
ATTEMPTS = 3
DEADLINE_S = 30.0
_FIRST_WAIT_S = 0.5
_TOLD_AT_MOST = 300
_CODE_AT_MOST = 60

_REPEATABLE = frozenset({"GET", "PUT", "PATCH", "DELETE"})
_BUSY = frozenset({429, 502, 503, 504})
"""A repeatable request that is answered so is sent again; a POST never is: whoever sent it looks first."""

_MEANWHILE = frozenset({408, 425, 499})
"""Refusals of the 4xx that do not say that nothing was done."""

Answered = TypeVar("Answered")

_SHORTEST_S = 0.05
_WAIT_AT_MOST_S = 1e9


Meaning = Literal["refused", "not_found", "conflict", "not_authorized", "rate_limited"]
_STATUS_OF: Mapping[Meaning, int] = {
    "refused": 400,
    "not_found": 404,
    "conflict": 409,
    "not_authorized": 401,
    "rate_limited": 429,
}


@dataclass(frozen=True)
class Answer:
    """What an answer of a server means, where its status does not say so: bad input told with 500, an unknown id
    with 400, a rate limit with 503, any refusal with 200.

    An answer of this status is taken for it when its body's error text holds one of `says`; without any, always.
    """

    status: int
    means: Meaning
    says: tuple[str, ...] = ()

    def is_it(self, status: int, text: str) -> bool:
        return status == self.status and (not self.says or any(words in text for words in self.says))


@dataclass
class HttpClient:
    """Requests to one backend. `transport` and `sleep` are for tests; `now` is for dates in Retry-After."""

    backend: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    deadline_s: float = DEADLINE_S
    answers: Sequence[Answer] = ()
    """Answers that mean something else than their status."""
    transport: Any = None
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random
    """From 0 to 1, for the jitter of waits."""

    def __post_init__(self) -> None:
        remember_headers(self.headers)
        self.breaker = Breaker(lambda: self.now())
        self._tags: dict[str, str] = {}
        """The entity tags that the last reads named, by address."""

    def request(
        self,
        method: str,
        segments: Sequence[str],
        *,
        operation: str,
        json: Any = None,
        params: Mapping[str, str | int] | None = None,
        trailing_slash: bool = False,
        reads: bool | None = None,
        if_unchanged: bool = False,
        repeatable: bool = False,
    ) -> Any:
        """The parsed JSON of a successful answer, None for an empty one.

        Reads are tried three times; PUT, PATCH, DELETE and what is `repeatable` too where the backend says that it is
        busy. `reads` says whether the call only reads; without it, GET does. With `if_unchanged` a write goes only
        through when nobody has written since we read the same address, where the server names versions (ETag); else
        it is a `Conflict`.

        Raises:
            BackendError: of the class that says whether a write may have been applied.
        """
        url = self.base_url.rstrip("/") + path_of(segments) + ("/" if trailing_slash else "")
        headers = {"accept": "application/json", "accept-encoding": "identity", **self.headers}
        if if_unchanged and url in self._tags:
            headers["if-match"] = self._tags[url]
        writes = method != "GET" if reads is None else not reads
        sent = _Sent(method, url, operation, headers, json, params, writes, share_s(self.deadline_s), repeatable)
        self._admit(sent)
        try:
            return anyio.run(self._within_deadline, sent, backend_options={"loop_factory": _Loop})
        except BackendError as error:
            error.is_write = sent.writes
            raise

    def _admit(self, sent: _Sent) -> None:
        """Refuse what would come too late, or would only be another knock at a door that does not open."""
        call = current()
        if sent.within_s < _SHORTEST_S:
            raise Unavailable(
                f"the time of this call was used up before {sent.operation} was sent to {self.backend}",
                "Nothing was changed by it.",
                backend=self.backend,
                operation=sent.operation,
            )
        # What was begun is ended or taken back, as far as it goes.
        left = 0.0 if call is not None and call.writes else self.breaker.seconds_left()
        if left:
            raise Unavailable(
                f"{self.backend} has failed {self.breaker.failures} times in a row and is not asked for now",
                f"It is tried again in {left:.0f} seconds. Nothing was changed.",
                backend=self.backend,
                operation=sent.operation,
                details={"retry_after_s": left},
            )
        if call is not None and sent.writes:
            call.writes += 1

    async def _within_deadline(self, sent: _Sent) -> Any:
        try:
            with anyio.fail_after(sent.within_s):
                return await self._tried(sent)
        except TimeoutError:
            self.breaker.failed()
            told = f"{self.backend} did not answer {sent.operation} within {sent.within_s:.3g} seconds"
            raise self._lost(told, sent.operation, sent.writes) from None

    async def _tried(self, sent: _Sent) -> Any:
        wait_s = _FIRST_WAIT_S
        earlier: OutcomeUnknown | None = None
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._counted(sent)
            except BackendError as error:
                asked = error.details.get("retry_after_s")
                is_busy = error.details.get("status") in _BUSY and sent.may_be_repeated
                again = is_busy or (not sent.writes and isinstance(error, Unavailable))
                if not again or self.breaker.is_open or attempt == ATTEMPTS or (asked or 0) > sent.within_s / 2:
                    # What an earlier attempt may have done is not undone by a later refusal.
                    raise (earlier or error) from None
                if isinstance(error, OutcomeUnknown):
                    earlier = error
                await self.sleep(self._wait_s(asked, wait_s))
                wait_s *= 2
        raise AssertionError("unreachable")

    def _wait_s(self, asked: float | None, most: float) -> float:
        """The time before another attempt, never earlier than asked, and not the same for all who wait."""
        if asked is not None and asked >= most:
            return asked + self.chance() * most / 2
        return most * (1 - self.chance() / 2)

    async def _counted(self, sent: _Sent) -> Any:
        """One attempt, noted by the breaker."""
        try:
            found = await self._once(sent)
        except (Unavailable, OutcomeUnknown) as error:
            # A 408 comes from a server that is alive.
            status = error.details.get("status", 0)
            (self.breaker.succeeded if 0 < status < 500 else self.breaker.failed)()
            raise
        except BackendError:
            self.breaker.succeeded()
            raise
        self.breaker.succeeded()
        return found

    async def _once(self, sent: _Sent) -> Any:
        import httpx2

        operation, writes = sent.operation, sent.writes
        try:
            async with (
                httpx2.AsyncClient(
                    transport=self.transport,
                    timeout=sent.within_s,
                    follow_redirects=False,
                    trust_env=False,
                    verify=_certificates(),
                ) as client,
                client.stream(
                    sent.method, sent.url, headers=sent.headers, json=sent.json, params=sent.params
                ) as response,
            ):
                body = await self._body(response, operation, writes)
                found = self._answer(response.status_code, response.headers, body, operation, writes)
                self._note_tag(sent, response.headers.get("etag", ""))
                return found
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise Unavailable(
                f"{self.backend} cannot be reached ({type(error).__name__})",
                "Check base_url and the network. Nothing was changed.",
                backend=self.backend,
                operation=operation,
            ) from None
        except httpx2.HTTPError as error:
            told = f"the connection to {self.backend} broke during {operation} ({type(error).__name__})"
            raise self._lost(told, operation, writes) from None

    def _note_tag(self, sent: _Sent, tag: str) -> None:
        """Keep the version that a read named; a weak tag cannot be a condition."""
        if not sent.writes and tag.startswith('"'):
            self._tags[sent.url] = tag
        else:
            self._tags.pop(sent.url, None)

    async def _body(self, response: Any, operation: str, writes: bool) -> bytes:
        parts, size, received = [], 0, 0
        unpacked = _unpacker(response.headers.get("content-encoding", "identity").strip().lower())
        if unpacked is None:
            raise self._odd("answered in an encoding that was not asked for", operation, writes)
        async for part in response.aiter_raw():
            try:
                found = unpacked(part, BODY_AT_MOST + 1 - size)
            except zlib.error:
                raise self._odd("answered with a broken compression", operation, writes) from None
            parts.append(found)
            size += len(found)
            received += len(part)
            if max(size, received) > BODY_AT_MOST:
                raise self._odd(f"answered with more than {BODY_AT_MOST:,} bytes", operation, writes)
        return b"".join(parts)

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes, operation: str, writes: bool) -> Any:
        meant = self._meant(status, body)
        if meant is not None or not 200 <= status < 300:
            failure = self._failure(meant or status, headers, body, operation, writes)
            failure.message = failure.message.replace(f"(status {meant})", f"(status {status})")
            raise failure
        if not body.strip():
            return None
        if body.lstrip()[:1] == b"<":
            told = f"{self.backend} answered with a web page, as a login page or a proxy does"
            if writes:
                raise self._lost(told, operation, writes)
            hint = "Check the credentials and base_url of this backend."
            raise NotAuthorized(told, hint, backend=self.backend, operation=operation)
        try:
            return json_module.loads(body)
        except (ValueError, RecursionError):
            raise self._odd("answered with something that is no JSON", operation, writes) from None

    def _meant(self, status: int, body: bytes) -> int | None:
        """The status that says what this answer means, where the server gives it another."""
        if not any(answer.status == status for answer in self.answers):
            return None
        text = " ".join(told_by(body))
        return next((_STATUS_OF[answer.means] for answer in self.answers if answer.is_it(status, text)), None)

    def _failure(
        self, status: int, headers: Mapping[str, str], body: bytes, operation: str, writes: bool
    ) -> BackendError:
        code, message = told_by(body)
        said = f": {quoted(message)}" if message else ""
        about: dict[str, Any] = {"backend": self.backend, "operation": operation}
        details = {"status": status} | ({"code": code} if code else {})
        if 300 <= status < 400 or status in (401, 403):
            return NotAuthorized(
                f"{self.backend} did not let {operation} through (status {status}){said}",
                "Check the credentials of this backend in the configuration.",
                details=details,
                **about,
            )
        if status == 404:
            of_agent = operation in ("list", "create")
            hint = "Check agent_id and base_url of this backend." if of_agent else "Take an id from list_schedules."
            return NotFound(f"{self.backend} knows no such thing{said}", hint, details=details, **about)
        if status in (409, 412):
            hint = "Read the schedule again, then decide."
            return Conflict(f"{self.backend} reports a conflict{said}", hint, details=details, **about)
        if status == 429:
            wait = retry_after_s(headers, self.now())
            wait = wait_told_s(body) if wait is None else wait
            hint = "Wait a minute." if wait is None else f"Wait {wait:.0f} seconds."
            limited = RateLimited(f"{self.backend} asks to slow down", hint, retry_after_s=wait, **about)
            limited.details |= details
            return limited
        if 400 <= status < 500 and not (writes and status in _MEANWHILE):
            return Rejected(
                f"{self.backend} refused {operation} (status {status}){said}",
                "Nothing was changed.",
                details=details,
                **about,
            )
        lost = self._lost(f"{self.backend} failed at {operation} (status {status}){said}", operation, writes)
        wait = retry_after_s(headers, self.now())
        lost.details |= details | ({} if wait is None else {"retry_after_s": wait})
        return lost

    def _lost(self, told: str, operation: str, writes: bool) -> BackendError:
        if writes:
            return OutcomeUnknown(
                f"{told}; whether it was applied is unknown",
                "Look with list_schedules before you repeat it.",
                backend=self.backend,
                operation=operation,
            )
        return Unavailable(told, "Nothing was changed.", backend=self.backend, operation=operation)

    def _odd(self, what: str, operation: str, writes: bool) -> BackendError:
        if writes:
            return self._lost(f"{self.backend} {what}", operation, writes)
        return UnexpectedResponse(
            f"{self.backend} {what}",
            "Check base_url: it may lead to a login page or a proxy.",
            backend=self.backend,
            operation=operation,
        )


@dataclass(frozen=True)
class _Sent:
    """A request, with the seconds that all its attempts have together."""

    method: str
    url: str
    operation: str
    headers: Mapping[str, str]
    json: Any
    params: Mapping[str, str | int] | None
    writes: bool
    within_s: float
    repeatable: bool = False

    @property
    def may_be_repeated(self) -> bool:
        """Whether a second one does no more than the first, where the server was only busy."""
        return not self.writes or self.repeatable or self.method in _REPEATABLE


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose end does not wait for a name server: names are looked up in a thread that may be left behind."""

    async def getaddrinfo(
        self, host: Any, port: Any, *, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> Any:
        found: asyncio.Future[Any] = self.create_future()

        def settle(how: Callable[[Any], None], what: Any) -> None:
            if not found.done():
                how(what)

        def look_up() -> None:
            try:
                how, what = found.set_result, socket.getaddrinfo(host, port, family, type, proto, flags)
            except OSError as error:
                how, what = found.set_exception, error  # type: ignore[assignment]
            with suppress(RuntimeError):
                # The loop may have ended meanwhile.
                self.call_soon_threadsafe(settle, how, what)

        threading.Thread(target=look_up, name="schedule-mcp name lookup", daemon=True).start()
        return await found


@cache
def _certificates() -> ssl.SSLContext:
    """The trusted certificates, read once: reading them costs more than an exchange."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes] | None:
    """(bytes, most that may come of them) to bytes: a proxy may compress unasked. None for an unknown encoding."""
    if encoding in ("identity", ""):
        return lambda part, _: part
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    # 32 + 15 takes the headers of gzip and of zlib.
    stream = zlib.decompressobj(47)
    return lambda part, most: stream.decompress(part, max(most, 1))


def agent_named(agent: str, configured: str) -> str:
    """The agent of a call, else the configured one.

    Raises:
        InvalidArgument: there is neither.
    """
    if not (agent or configured):
        raise InvalidArgument("no agent is named", "Send agent_id, or set it for this backend in the configuration.")
    return agent or configured


def path_of(segments: Sequence[str]) -> str:
    """The path of segments, each quoted as a whole, so that an id cannot leave its place.

    >>> path_of(["api", "a/b?c"])
    '/api/a%2Fb%3Fc'
    """
    for segment in segments:
        if segment in ("", ".", "..") or len(segment) > 500 or not segment.isprintable():
            raise InvalidArgument(f"{quoted(segment)} cannot be an id", "Take an id from list_schedules.")
    return "".join("/" + quote(segment, safe="") for segment in segments)


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that an answer asks to wait: Retry-After as a number or a date, else X-RateLimit-Reset."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return min(float(value[:300]), _WAIT_AT_MOST_S)
    if value:
        try:
            at = parsedate_to_datetime(value)
            return max((at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds(), 0.0)
        except (ValueError, TypeError, OverflowError):
            return None
    reset = headers.get("x-ratelimit-reset", "").strip()
    if re.fullmatch(r"[0-9]{9,11}", reset):
        return max(int(reset) - now.timestamp(), 0.0)
    return None


def told_by(body: bytes) -> tuple[str, str]:
    """(code, message) of an error body in any of the shapes that the backends use, without secrets."""
    text = body.decode(errors="replace")
    try:
        found = json_module.loads(text)
    except (ValueError, RecursionError):
        text = _cut(text).strip()
        return "", "" if text.startswith("<") else text
    if not isinstance(found, dict):
        return "", ""
    if isinstance(found.get("error"), str):
        return "", _cut(found["error"])
    inner = found["error"] if isinstance(found.get("error"), dict) else found
    details = inner.get("details")
    finer = details.get("code") if isinstance(details, dict) else None
    code = one_line(str(finer or inner.get("code") or inner.get("errorCode") or ""), _CODE_AT_MOST)
    detail = inner.get("detail")
    if isinstance(detail, list):
        # What such a list echoes of the request is left out: it may hold secrets.
        parts = [f"{'.'.join(map(str, d.get('loc') or ()))}: {d.get('msg')}" for d in detail[:3] if isinstance(d, dict)]
        return code, _cut("; ".join(parts))
    message = inner.get("message") or detail or inner.get("title") or inner.get("statusDescription") or ""
    return code, _cut(str(message))


def wait_told_s(body: bytes) -> float | None:
    """The seconds that an error body asks to wait (`retryAfterMs`).

    >>> wait_told_s(b'{"error": {"retryAfterMs": 1500}}')
    1.5
    """
    try:
        found = json_module.loads(body)["error"]["retryAfterMs"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return min(max(found / 1000, 0.0), _WAIT_AT_MOST_S) if is_number else None


def _cut(text: str) -> str:
    # A secret that is cut in two could not be told from other text.
    return redacted(text)[:_TOLD_AT_MOST]


def auth_headers(settings: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a backend's table: its own `headers`, and `bearer_token` or `api_key` as a bearer."""
    headers = {str(key): str(value) for key, value in settings.get("headers", {}).items()}
    token = settings.get("bearer_token") or settings.get("api_key")
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return headers


def instant_of(text: Any) -> datetime | None:
    """An ISO 8601 time of an answer; one without offset is UTC, anything else is None.

    The years 1 and 9999 stand for "none" where a server's times cannot be null.
    """
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1970 <= found.year < 2400:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _epoch(value: Any, per_second: int) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = datetime.fromtimestamp(value / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    # 0 stands for "none" where a server's times cannot be null.
    return found if value and 1970 <= found.year < 2400 else None


@dataclass(frozen=True)
class TimeFormat:
    """How a server writes instants: `write` for what is sent, `read` for what came, None where it is no time."""

    write: Callable[[datetime], Any]
    read: Callable[[Any], datetime | None]


def utc_text(instant: datetime) -> str:
    """
    >>> utc_text(datetime(2026, 11, 22, 14, tzinfo=UTC))
    '2026-11-22T14:00:00Z'
    """
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


TIME_FORMATS: Mapping[str, TimeFormat] = {
    "iso": TimeFormat(utc_text, instant_of),
    "epoch_s": TimeFormat(lambda at: int(at.timestamp()), lambda value: _epoch(value, 1)),
    "epoch_ms": TimeFormat(lambda at: int(at.timestamp() * 1000), lambda value: _epoch(value, 1000)),
}
"""Instants as ISO 8601, as seconds since 1970, as milliseconds since 1970."""


def object_of(answer: Any, backend: str, operation: str) -> dict[str, Any]:
    """The object of an answer, bare or in an envelope `data`; it must have an id."""
    found = answer.get("data") if isinstance(answer, dict) and isinstance(answer.get("data"), dict) else answer
    if not isinstance(found, dict):
        raise UnexpectedResponse(
            f"{backend} answered {operation} without an object", "Look with list_schedules.", backend=backend
        )
    return found


def list_of(answer: Any, backend: str, *keys: str) -> list[dict[str, Any]]:
    """The objects of a list, bare or under one of the keys; null is an empty list."""
    if isinstance(answer, dict):
        present = [key for key in keys if key in answer]
        answer = answer[present[0]] if present else answer
    if answer is None:
        return []
    if not isinstance(answer, list) or (answer and not any(isinstance(each, dict) for each in answer)):
        raise UnexpectedResponse(f"{backend} answered list without a list", "Check base_url.", backend=backend)
    # What is no object among objects is a record that cannot be read, and hides no other.
    return [each if isinstance(each, dict) else {} for each in answer]


def id_of(raw: Mapping[str, Any], backend: str, key: str = "id") -> str:
    """The id of a record as text."""
    found = raw.get(key)
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise UnexpectedResponse(
            f"{backend} sent a schedule without an id", "Look with list_schedules.", backend=backend
        )
    return str(found)


def whole(answer: Any, *keys: str) -> dict[str, Any] | None:
    """The record that the answer to a write shows, bare or in an envelope `data`; None where it shows none."""
    for found in (answer, answer.get("data") if isinstance(answer, dict) else None):
        if isinstance(found, dict) and all(found.get(key) not in (None, "") for key in keys):
            return found
    return None


def id_made(answer: Any, backend: str, key: str = "id") -> str:
    """The id that the answer to a create names.

    Raises:
        OutcomeUnknown: it names none; the schedule may be there all the same.
    """
    found = answer.get("data") if isinstance(answer, dict) and isinstance(answer.get("data"), dict) else answer
    named = found.get(key) if isinstance(found, dict) else None
    if isinstance(named, bool) or not isinstance(named, str | int) or named == "":
        raise OutcomeUnknown(
            f"{backend} answered create without an id, so whether it was created is unknown",
            "Look with list_schedules before you repeat it.",
            backend=backend,
            operation="create",
        )
    return str(named)


def unless_changed(attempt: Callable[[], Answered]) -> Answered:
    """Read, merge and write; anew where the backend says that another wrote in between."""
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except Conflict as conflict:
            if conflict.details.get("status") != 412:
                raise
    return attempt()


def put_whole(put: Callable[[dict[str, Any]], Any], body: Mapping[str, Any], others: Mapping[str, Any]) -> Any:
    """Replace a record without losing the fields of other hands.

    A strict server refuses fields that it makes itself. Only where it says so, or refuses them twice, are they left
    out: another refusal must not cost them. Reading back shows whether they were kept.
    """
    for _ in range(2):
        try:
            return put({**others, **body})
        except Rejected as refusal:
            if not others or refusal.details.get("status") not in (400, 422):
                raise
            told = refusal.message.lower()
            if any(key.lower() in told for key in others) or any(word in told for word in _SAYS_UNKNOWN):
                break
    return put(dict(body))


_SAYS_UNKNOWN = ("unknown field", "additional propert", "unexpected field", "extra fields", "unrecognized")


def client_of(
    name: str, settings: Mapping[str, Any], now: Callable[[], datetime], headers: Mapping[str, str] | None = None
) -> HttpClient:
    """The client of a backend's table, with its own headers or with a bearer token."""
    return HttpClient(
        name,
        str(settings.get("base_url", "")).rstrip("/"),
        auth_headers(settings) if headers is None else headers,
        float(settings.get("timeout_s", DEADLINE_S)),
        now=now,
    )
