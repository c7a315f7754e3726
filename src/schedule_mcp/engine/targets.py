"""What a run does: wait in the inbox, call a URL with a signature, or start a command.

Targets are the operator's, from the configuration; nothing from a tool's argument reaches a URL or an argv.
Callbacks are signed as in the Standard Webhooks specification (webhook-id, webhook-timestamp, webhook-signature).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schedule_mcp.engine import commands
from schedule_mcp.engine.policies import ATTEMPTS, policies_of
from schedule_mcp.engine.port import Finished, Occurrence

INBOX = "inbox"
TIMEOUT_S = 30.0
COMMAND_TIMEOUT_S = 600.0

_GONE_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


@dataclass(frozen=True)
class Target:
    """What a run of one agent does. Neither `url` nor `command`: it waits in the inbox."""

    url: str = ""
    secret: str = ""
    command: Sequence[str] = ()
    timeout_s: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables of a command, besides what any command needs."""
    at_once: int = 0
    """The most runs of it at a time, over all workers; 0 is no limit."""

    @property
    def is_inbox(self) -> bool:
        return not self.url and not self.command

    @property
    def longest(self) -> timedelta:
        """How long a delivery may take; a lease is longer than that."""
        default = COMMAND_TIMEOUT_S if self.command else TIMEOUT_S
        return timedelta(seconds=self.timeout_s or default)


Post = Callable[[str, bytes, Mapping[str, str], float], int]
"""(url, body, headers, timeout in seconds) to the status code; raises OSError when there is no answer."""


def run(
    target: Target, occurrence: Occurrence, now: datetime, post: Post | None = None, folder: Path | None = None
) -> Finished:
    """Deliver one run; says how the attempt ended. `folder` is where keepers of commands leave their files."""
    if target.url:
        return _call(target, occurrence, now, post or post_with_httpx)
    if target.command:
        return _start(target, occurrence, now, folder)
    return Finished("done", "waits in the inbox until it is read", to_inbox=True)


def body_of(occurrence: Occurrence) -> bytes:
    """The JSON that a callback gets."""
    return json.dumps(
        {
            "type": "schedule.fired",
            "timestamp": occurrence.due.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "data": {
                "schedule": occurrence.schedule_id,
                "name": occurrence.name,
                "agent": occurrence.agent,
                "input": occurrence.input,
                "attempt": occurrence.attempt,
                "missed": occurrence.missed,
            },
        },
        ensure_ascii=False,
    ).encode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` of a body: "v1," and the base64 of an HMAC-SHA256.

    A secret that begins with "whsec_" is base64, any other is used as it is.
    """
    key = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _call(target: Target, occurrence: Occurrence, now: datetime, post: Post) -> Finished:
    body, timestamp = body_of(occurrence), int(now.timestamp())
    headers = {
        **target.headers,
        "content-type": "application/json",
        "webhook-id": occurrence.id,
        "webhook-timestamp": str(timestamp),
    }
    if target.secret:
        headers["webhook-signature"] = signature(target.secret, occurrence.id, timestamp, body)
    try:
        status = post(target.url, body, headers, longest(target, occurrence).total_seconds())
    except OSError as error:
        return again(occurrence, now, f"no answer: {type(error).__name__}")
    if 200 <= status < 300:
        return Finished("done", f"answered {status}")
    if status in _GONE_FOR_GOOD or 300 <= status < 400:
        return Finished("failed", f"answered {status}")
    return again(occurrence, now, f"answered {status}")


def longest(target: Target, occurrence: Occurrence) -> timedelta:
    """How long one attempt may take: what the schedule asks for, else what the operator has set."""
    return policies_of(occurrence.options).timeout or target.longest


def again(occurrence: Occurrence, now: datetime, detail: str) -> Finished:
    """Try again after 5 s, 10 s, 20 s …, failed for good after eight attempts, or as the schedule asks for."""
    policies = policies_of(occurrence.options)
    if occurrence.attempt >= (policies.attempts or ATTEMPTS):
        return Finished("failed", f"{detail}; given up after {occurrence.attempt} attempts")
    return Finished("retry", detail, now + policies.wait(occurrence.attempt))


def post_with_httpx(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
    """POST without following redirects; the answer's body is not read. The time is for all of it, however slowly it
    comes: only an event loop keeps that against a peer that sends a byte a second."""
    return asyncio.run(_posted(url, body, headers, timeout_s))


async def _posted(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
    import httpx2

    try:
        async with (
            asyncio.timeout(timeout_s),
            httpx2.AsyncClient(timeout=timeout_s, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as response,
        ):
            return int(response.status_code)
    except httpx2.HTTPError as error:
        raise OSError(type(error).__name__) from error


def _start(target: Target, occurrence: Occurrence, now: datetime, folder: Path | None) -> Finished:
    told = {"SCHEDULE_MCP_RUN_ID": occurrence.id, "SCHEDULE_MCP_NAME": occurrence.name}
    variables = commands.environment(target.env, told)
    file = None if folder is None else commands.file_of(folder, occurrence.id, occurrence.attempt)
    given, timeout_s = occurrence.input.encode(), longest(target, occurrence).total_seconds()
    return how_ended(occurrence, commands.run(target.command, given, timeout_s, variables, file), now)


def how_ended(occurrence: Occurrence, end: commands.End, now: datetime) -> Finished:
    """What the end of a command makes of its run; it is tried again only where the schedule asks for that."""
    if end.code == 0:
        return Finished("done", end.detail)
    attempts = policies_of(occurrence.options).attempts
    return again(occurrence, now, end.detail) if attempts else Finished("failed", end.detail)
