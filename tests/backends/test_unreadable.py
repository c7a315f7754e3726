"""One record that has not the documented shape hides no other, and is shown as unreadable."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from schedule_mcp.errors import BackendError
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service
from schedule_mcp.writes.journal import Journal
from tests.backends.fake import FakeBackend
from tests.backends.kinds import SETTINGS, bench

GOOD: Mapping[str, dict[str, Any]] = {
    "orq": {"_id": "g1", "display_name": "good", "type": "cron", "expression": "0 9 * * *", "is_active": True},
    "sequentum": {
        "id": 7, "name": "good", "scheduleType": 3, "cronExpression": "0 9 * * *", "timezone": "UTC", "isEnabled": True,
    },
    "agentscope": {
        "id": "g1", "agent_id": "bot",
        "data": {"name": "good", "cron_expression": "0 9 * * *", "timezone": "UTC", "enabled": True},
    },
    "uranus": {"id": "g1", "name": "good", "type": "cron", "cron_expression": "0 9 * * *", "status": "active"},
}  # fmt: skip

ODD: list[Any] = [
    {},
    None,
    "text",
    17,
    [],
    {"id": {"a": 1}, "_id": {"a": 1}, "name": "odd"},
    {"id": [1], "_id": [1]},
    {"id": True, "_id": True},
    {"id": "x", "_id": "x", "name": {"a": 1}, "display_name": [1], "data": 5, "payload": 5},
    {"id": 2**63, "_id": 2**63, "nextRunTime": 2**63, "next_run": 2**63, "next_trigger_at": 2**63},
    {"id": "y", "_id": "y", "cronExpression": 5, "cron_expression": 5, "expression": 5, "type": 7, "scheduleType": {}},
    {"id": "z", "_id": "z", "cron_expression": "9" * 5_000, "expression": "9" * 5_000, "type": "cron"},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: json.dumps(odd)[:30])
@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_good_ones_are_listed_beside_it(kind: str, odd: Any) -> None:
    agent = str(SETTINGS[kind].get("agent_id", "bot"))
    good = GOOD[kind] | ({"agent_id": agent} if kind == "agentscope" else {})
    rows = [odd, good]

    def answer(_: httpx2.Request) -> httpx2.Response:
        key = "schedules" if kind in ("agentscope", "uranus") else None
        return httpx2.Response(200, stream=httpx2.ByteStream(json.dumps({key: rows} if key else rows).encode()))

    made = bench(kind, {})
    made.backend.client.transport = httpx2.MockTransport(answer)  # type: ignore[attr-defined]
    other = FakeBackend("other", made.clock)
    service = Service(
        {"work": made.backend, "other": other},
        default_backend="work",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, made.clock),
        now=made.clock,
    )
    found = service.list_schedules()
    assert "unreachable" not in found
    assert "good" in [row["name"] for row in found["schedules"]]
    for row in found["schedules"]:
        if row["status"] == "unreadable":
            assert row["when"].startswith("not readable as one meaning (")
        with contextlib.suppress(BackendError):
            service.get(row["id"])


class Broken(FakeBackend):
    def list(self, agent: str) -> Any:
        raise TypeError("unhashable type: 'dict'")


def test_a_backend_whose_list_cannot_be_read_hides_no_other() -> None:
    made = bench("orq", {})
    broken, other = Broken("broken", made.clock), FakeBackend("other", made.clock)
    service = Service(
        {"broken": broken, "other": other},
        default_backend="other",
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, made.clock),
        now=made.clock,
    )
    assert service.list_schedules()["unreachable"] == ["broken"]
