"""A backend that fails is left alone for a while, and asked again by one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

OPENS_AFTER = 5
"""Failures in a row, counting every attempt."""

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=1)
"""How long it is left alone: at first, and at most, doubled with each failure of a probe."""


@dataclass
class Breaker:
    """Counts failures in a row; safe for threads."""

    now: Callable[[], datetime]
    failures: int = 0
    _closed_until: datetime | None = None
    _pause: timedelta = SHORTEST
    _is_probed: bool = False
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it has failed so often that another attempt is left for later."""
        return self.failures >= OPENS_AFTER

    def seconds_left(self) -> float:
        """How long nothing is to be sent; 0.0 lets one request through, and holds the others back for as long."""
        with self._lock:
            if self._closed_until is None:
                return 0.0
            left = (self._closed_until - self.now()).total_seconds()
            if left <= 0:
                self._closed_until, self._is_probed = self.now() + self._pause, True
            return max(left, 0.0)

    def succeeded(self) -> None:
        """An answer came, whatever it says."""
        with self._lock:
            self.failures, self._closed_until, self._pause, self._is_probed = 0, None, SHORTEST, False

    def failed(self) -> None:
        """No answer came, or the server says that it is broken."""
        with self._lock:
            self.failures += 1
            if self.failures < OPENS_AFTER:
                return
            if self._is_probed:
                self._pause, self._is_probed = min(self._pause * 2, LONGEST), False
            self._closed_until = self.now() + self._pause
