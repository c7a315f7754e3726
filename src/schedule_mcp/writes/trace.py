"""The trace: one line before and one after each change of an object, in a file that the operator can read.

A line is a JSON object: `at`, `pid`, `n` (the same in both lines of a change), `phase` ("before", "after"), `verb`,
`backend`, `agent`, `id` (of the object, where it has one), `name`; before also `sends`, a digest of what is sent, and
after `outcome`. Neither input nor secrets are in it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schedule_mcp.errors import Unavailable
from schedule_mcp.outside.secrets import redacted

logger = logging.getLogger("schedule_mcp")

FILE_NAME = "changes.jsonl"
KEPT_BYTES = 20_000_000
"""A file that has grown so large becomes `changes.jsonl.1`, in place of the one before."""

_NAME_AT_MOST = 300


class Trace:
    """The trace in a file, or nowhere when `path` is None. Lines of several processes do not mix."""

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self.path = path
        self._now = now

    def before(self, verb: str, backend: str, agent: str, schedule_id: str, name: str, sends: Any) -> Mapping[str, Any]:
        """Note a change that is about to be sent; returns what `after` wants.

        Raises:
            Unavailable: the line cannot be written, so nothing may be sent.
        """
        line = {
            "n": uuid.uuid4().hex[:12],
            "verb": verb,
            "backend": backend,
            "agent": agent,
            "id": schedule_id,
            "name": redacted(name)[:_NAME_AT_MOST],
        }
        try:
            self._write({**line, "phase": "before", "sends": _digest(sends)})
        except OSError as error:
            raise Unavailable(
                f"the trace of changes ({FILE_NAME}) cannot be written: {error.strerror or type(error).__name__}",
                "Nothing was sent. Check the data directory and its free space.",
            ) from None
        return line

    def after(self, line: Mapping[str, Any], outcome: str, schedule_id: str = "") -> None:
        """Note what became of it; the answer is not lost to a full disk."""
        try:
            self._write({**line, "id": schedule_id or line["id"], "phase": "after", "outcome": outcome})
        except OSError as error:
            logger.warning("the end of change %s is not in the trace: %s", line["n"], error)

    def _write(self, line: Mapping[str, Any]) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        text = redacted(json.dumps({"at": at, "pid": os.getpid(), **line})) + "\n"
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            # One call, so that lines of several processes stay whole.
            os.write(file, text.encode())
            size = os.fstat(file).st_size
        finally:
            os.close(file)
        if size > KEPT_BYTES:
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))


def _digest(sends: Any) -> str:
    text = json.dumps(sends, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
