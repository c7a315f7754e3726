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
    if isinstance(case, dict) and "text" in case:
        return case["text"], datetime.fromisoformat(case["now"]), case.get("timezone")
    text = parameters.get("text")
    return (text, NOW, "UTC") if isinstance(text, str) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    said = phrase(getattr(getattr(item, "callspec", None), "params", {}))
    if call.when == "call" and report.failed and said is not None:
        text, now, zone = said
        try:
            lines = traced(text, now=now, timezone=zone)
        except Exception as error:  # noqa: BLE001 (what fails here must not hide what failed there)
            lines = [f"no trace: {error!r}"]
        report.sections.append((f"how {text!r} is read", "\n".join(lines)))
    return report
