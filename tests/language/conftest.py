"""A phrase that fails shows how it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from schedule_mcp.language.trace import traced

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)


def phrase(parameters: dict[str, Any]) -> tuple[str, datetime, str | None] | None:
    """The words of a test, with their instant and zone where they have one."""
    case = parameters.get("case")
    known: dict[str, Any] = case if isinstance(case, dict) else parameters
    text, now = known.get("text"), known.get("now")
    if not isinstance(text, str):
        return None
    return text, datetime.fromisoformat(now) if isinstance(now, str) else NOW, known.get("timezone") or "UTC"


def how_it_is_read(parameters: dict[str, Any]) -> list[str]:
    """The trace of a test's words; nothing where it has none."""
    try:
        said = phrase(parameters)
        return traced(said[0], now=said[1], timezone=said[2]) if said is not None else []
    except Exception as error:  # noqa: BLE001 (what fails here must not hide what failed there)
        return [f"no trace: {error!r}"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if call.when == "call" and report.failed:
        lines = how_it_is_read(getattr(getattr(item, "callspec", None), "params", {}))
        if lines:
            report.sections.append(("how it is read", "\n".join(lines)))
    return report
