"""What a run does: wait in the inbox, call a URL with a signature, or start a command.

Targets are the operator's, from the configuration; nothing from a tool's argument reaches a URL or an argv.
Callbacks are signed as in the Standard Webhooks specification (webhook-id, webhook-timestamp, webhook-signature).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from schedule_mcp.engine.port import Finished, Occurrence

INBOX = "inbox"
TIMEOUT_S = 30.0
COMMAND_TIMEOUT_S = 600.0
ATTEMPTS_AT_MOST = 8

_OUTPUT_KEPT = 2_000
_GONE_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
_PARTS_OF_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Target:
    """What a run of one agent does. Neither `url` nor `command`: it waits in the inbox."""

    url: str = ""
    secret: str = ""
    command: Sequence[str] = ()
    timeout_s: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def longest(self) -> timedelta:
        """How long a delivery may take; a lease is longer than that."""
        default = COMMAND_TIMEOUT_S if self.command else TIMEOUT_S
        return timedelta(seconds=self.timeout_s or default)


Post = Callable[[str, bytes, Mapping[str, str], float], int]
"""(url, body, headers, timeout in seconds) to the status code; raises OSError when there is no answer."""


def run(target: Target, occurrence: Occurrence, now: datetime, post: Post | None = None) -> Finished:
    """Deliver one run; says how the attempt ended."""
    if target.url:
        return _call(target, occurrence, now, post or post_with_httpx)
    if target.command:
        return _start(target, occurrence)
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
        status = post(target.url, body, headers, target.longest.total_seconds())
    except OSError as error:
        return again(occurrence, now, f"no answer: {type(error).__name__}")
    if 200 <= status < 300:
        return Finished("done", f"answered {status}")
    if status in _GONE_FOR_GOOD or 300 <= status < 400:
        return Finished("failed", f"answered {status}")
    return again(occurrence, now, f"answered {status}")


def again(occurrence: Occurrence, now: datetime, detail: str) -> Finished:
    """Try again after 5 s, 10 s, 20 s … an hour at most; failed for good after eight attempts."""
    if occurrence.attempt >= ATTEMPTS_AT_MOST:
        return Finished("failed", f"{detail}; given up after {occurrence.attempt} attempts")
    wait = min(timedelta(seconds=5 * 2 ** (occurrence.attempt - 1)), _PARTS_OF_AN_HOUR)
    return Finished("retry", detail, now + wait)


def post_with_httpx(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
    """POST without following redirects; the answer's body is not read."""
    import httpx2

    try:
        with (
            httpx2.Client(timeout=timeout_s, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as response,
        ):
            return int(response.status_code)
    except httpx2.HTTPError as error:
        raise OSError(type(error).__name__) from error


def _start(target: Target, occurrence: Occurrence) -> Finished:
    environment = {**os.environ, "SCHEDULE_MCP_RUN_ID": occurrence.id, "SCHEDULE_MCP_NAME": occurrence.name}
    try:
        process = subprocess.Popen(  # noqa: S603 - argv is the operator's, and there is no shell
            list(target.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        return Finished("failed", f"the command did not start: {error.strerror}")
    with process:
        try:
            output, _ = process.communicate(occurrence.input.encode(), timeout=target.longest.total_seconds())
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Finished("failed", f"killed after {target.longest.total_seconds():g} s")
    text = output.decode(errors="replace").strip()[-_OUTPUT_KEPT:]
    return Finished("done" if process.returncode == 0 else "failed", f"exit code {process.returncode}\n{text}".strip())
