from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> str:
    return postgres_server.database()
