from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine import postgres


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """The URL of an empty database."""
    postgres.empty(postgres_database)
    return postgres_database
