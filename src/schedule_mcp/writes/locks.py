"""One writer at a time over all processes on a data directory: what is looked at and then written belongs together.

The operating system ends a lock with its process, so a kill leaves none behind.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schedule_mcp.errors import Unavailable

_POLL_S = 0.02

if sys.platform == "win32":  # pragma: no cover - another system
    import msvcrt

    def _try(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_writer(
    folder: Path | None, backend: str, within_s: float, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the lock of a backend in a data directory; without a directory there are no other processes.

    Raises:
        Unavailable: another process has it for longer than `within_s` seconds. Nothing was sent.
    """
    if folder is None:
        yield
        return
    file = _opened(folder, backend)
    try:
        _wait_for(file, backend, within_s, sleep)
        yield
    finally:
        # Closing gives it back.
        os.close(file)


def _opened(folder: Path, backend: str) -> int:
    name = hashlib.sha256(backend.encode()).hexdigest()[:12]
    try:
        (folder / "locks").mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(folder / "locks" / f"{name}.lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise Unavailable(
            f"the data directory cannot be used: {error.strerror or type(error).__name__}",
            "Nothing was sent. Check the data directory and its free space.",
        ) from None


def _wait_for(file: int, backend: str, within_s: float, sleep: Callable[[float], None]) -> None:
    ends = time.monotonic() + within_s
    while True:
        with suppress(OSError):
            _try(file)
            return
        if time.monotonic() > ends:
            raise Unavailable(
                f"another process has been writing to '{backend}' for {within_s:.0f} seconds",
                "Nothing was sent by this call.",
                backend=backend,
            )
        sleep(_POLL_S)
