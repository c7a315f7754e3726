"""A service for a program of its own, as the server and the command line have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from schedule_mcp.service import Service


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def open_service(
    config: str = "", *, environ: Mapping[str, str] | None = None, now: Callable[[], datetime] = _now
) -> Iterator[Service]:
    """The configured service, closed at the end of the block.

    Args:
        config: The configuration file; "" takes the one that the command line would take.
        environ: In place of the process's environment.
        now: The clock, aware.

    Raises:
        ConfigError: with the setting and what to write instead.
    """
    from schedule_mcp.config.build import build_service
    from schedule_mcp.config.load import load

    service = build_service(load(config, environ), now)
    try:
        yield service
    finally:
        service.close()
