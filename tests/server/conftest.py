"""The server in memory: a clock that stands still, the embedded backend in a temporary directory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App
from tests.clock import Clock


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both protocol eras: 2026-07-28, and the handshake of 2025-11-25 and before."""
    return str(request.param)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    config = Config("local", {"local": {"kind": "local", "data_dir": str(tmp_path)}}, tmp_path, "test", "Europe/Berlin")
    made = App(config, clock, work=False)
    yield made
    made.close()


@pytest.fixture
def app_without_zone(tmp_path: Path, clock: Clock) -> Iterator[App]:
    config = Config("local", {"local": {"kind": "local", "data_dir": str(tmp_path)}}, tmp_path, "test")
    made = App(config, clock, work=False)
    yield made
    made.close()
