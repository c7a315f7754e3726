"""Stub servers of the documented backends, stateful and strict about their documents.

Each is a function from request to response for the HTTP client's mock transport. `tempers` are the behaviours
that the documents leave open. Next runs are computed by croniter, not by our own code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from croniter import croniter

Answer = tuple[int, Any]


class Refused(Exception):
    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def refuse_unless(claim: object, status: int, body: Any) -> None:
    if not claim:
        raise Refused(status, body)


@dataclass
class Stub:
    """A stub: routes are (method, pattern) to methods; `records` are what it holds, by id."""

    now: Callable[[], datetime]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    count: int = 0

    def routes(self) -> Mapping[tuple[str, str], Callable[..., Answer]]:
        raise NotImplementedError

    def authorized(self, headers: Mapping[str, str]) -> None:
        raise NotImplementedError

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.raw_path.decode().partition("?")[0]
        body = json.loads(request.content) if request.content else None
        self.requests.append((request.method, path, body))
        try:
            self.authorized(request.headers)
            status, answer = self._routed(request.method, path, body, dict(request.url.params))
        except Refused as refused:
            status, answer = refused.status, refused.body
        # A stream, as from a socket: the client reads it raw.
        data = b"" if answer is None else json.dumps(answer).encode()
        return httpx2.Response(status, stream=httpx2.ByteStream(data))

    def _routed(self, method: str, path: str, body: Any, params: Mapping[str, str]) -> Answer:
        known = False
        for (verb, pattern), handler in self.routes().items():
            match = re.fullmatch(pattern, path)
            if match:
                known = True
                if verb == method:
                    return handler(*match.groups(), body=body, params=params)
        return (405 if known else 404), {"message": "no such call"}

    def held(self, schedule_id: str) -> dict[str, Any]:
        refuse_unless(schedule_id in self.records, 404, {"message": "not found"})
        return self.records[schedule_id]

    def next_id(self) -> str:
        self.count += 1
        return str(self.count)


def next_by_croniter(expression: str, zone: str, after: datetime, *, day_and: bool, seconds: bool = False) -> datetime:
    start = after.astimezone(ZoneInfo(zone))
    runs = croniter(expression, start, day_or=not day_and, second_at_beginning=seconds)
    found: datetime = runs.get_next(datetime)
    return found.astimezone(UTC)


def text_of(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
