"""Keeps one command that a run starts: python -I -S keeper.py FILE TIMEOUT_S LENGTH COMMAND …

It stands between a worker and the command, and outlives the worker: the command goes on when a client quits, and its
end is in FILE for whoever comes next. FILE is locked as long as the keeper lives. LENGTH bytes of standard input go to
the command, the end comes on standard output as well. Imports nothing of the package, so that it starts at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys

_ANSWER = 1
"""The pipe to the worker."""

_OUTPUT_KEPT = 2_000


def main(file: str, timeout_s: float, length: int, command: list[str]) -> None:
    held = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    given = sys.stdin.buffer.read()
    if len(given) < length:
        # The worker died before it had told all of it: nothing was begun.
        return
    code, detail = kept(command, given, timeout_s)
    end = json.dumps({"code": code, "detail": detail}).encode()
    os.ftruncate(held, 0)
    os.pwrite(held, end, 0)
    os.fsync(held)
    with contextlib.suppress(BrokenPipeError):
        os.write(_ANSWER, end)


def kept(command: list[str], given: bytes, timeout_s: float) -> tuple[int | None, str]:
    """(exit code, the end of the output); no code for a command that did not start or was killed."""
    try:
        process = subprocess.Popen(  # noqa: S603 - argv is the operator's, and there is no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return None, f"the command did not start: {error.strerror}"
    with process:
        try:
            output, _ = process.communicate(given, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, f"killed after {timeout_s:g} s"
    text = output.decode(errors="replace").strip()[-_OUTPUT_KEPT:]
    return process.returncode, f"exit code {process.returncode}\n{text}".strip()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
