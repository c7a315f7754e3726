"""Records of other hands: whatever a backend's list holds is shown, never a failure of the whole list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule_mcp.backends.base import Record
from schedule_mcp.backends.sequentum import Sequentum
from schedule_mcp.policy.rules import Policy
from schedule_mcp.schedule import fires
from schedule_mcp.service import Service
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import bench

ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2**40),
    st.floats(-1e9, 1e9),
    st.text(max_size=12),
    st.sampled_from(
        [
            "0 9 * * 1", "0 0 9 * * 1", "@every 6h", "@at 2027-01-01T00:00:00Z", "@every 1d", "0 9 30 2 *", "mon#1",
            "2026-12-01T09:00:00Z", "2026-12-01T09:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
            "America/New_York", "Mars/Base", "America", "+05:30", "cron", "once", "delayed", "interval", "CRON",
            "RunEvery", "active", "paused", "completed", "n [1/2 abcd]", "n [2/2 abcd]",
        ]
    ),
    st.just([]),
    st.just({}),
    st.just([1]),
    st.just({"a": None}),
)  # fmt: skip

KEYS = {
    "sequentum": (
        "name", "schedule", "localSchedule", "timezone", "nextRunTime", "startTime", "scheduleType", "isEnabled",
        "runEveryCount", "runEveryPeriod", "inputParameters", "parallelism", "configId", "cronExpression",
    ),
    "agentscope": (
        "name", "description", "enabled", "timezone", "cron_expression", "started_at", "ended_at", "stateful",
        "permission_mode", "source", "chat_model_config",
    ),
    "uranus": (
        "name", "type", "cron_expression", "next_run", "last_run", "delay_seconds", "status", "executions",
        "callback_type", "callback_id",
    ),
    "orq": (
        "display_name", "type", "expression", "is_active", "payload", "generation", "trigger_count", "agent_tag",
        "agent_key", "last_triggered_at",
    ),
    "hermes": ("name", "schedule", "prompt", "state", "enabled", "next_run_at", "last_run_at", "repeat"),
    "langgraph": ("schedule", "timezone", "payload", "enabled", "next_run_date", "end_time"),
    "agno": ("name", "description", "payload", "cron_expr", "timezone", "enabled", "next_run_at"),
    "http": ("title", "cron", "tz", "run_at", "state", "args", "next", "labels"),
}  # fmt: skip


WRAPS = {"sequentum": (), "langgraph": (), "hermes": ("jobs",), "agno": ("data",), "http": ("items", "result")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KEYS)
def test_a_list_of_odd_records_is_shown(kind: str) -> None:
    case = bench(kind, {})
    case.backend.name = kind
    held: list[Any] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        owned = {
            "agent_id": "bot",
            "endpoint": "/agents/bot/runs",
            "queue": "reporting",
            "metadata": {"agent": "agent"},
        }
        rows = [{"id": i, "_id": i, "cron_id": i, "data": row, **owned, **row} for i, row in enumerate(held, 1)]
        if kind in WRAPS:
            found: Any = rows
            for key in WRAPS[kind]:
                found = {key: found}
            return httpx2.Response(200, json=found)
        return httpx2.Response(200, json={"schedules": rows})

    def streamed(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, stream=httpx2.ByteStream(answer(request).content))

    case.backend.client.transport = httpx2.MockTransport(streamed)  # type: ignore[attr-defined]
    service = Service(
        {kind: case.backend},
        default_backend=kind,
        timezone="UTC",
        policy=Policy(),
        journal=Journal(None, case.clock),
        now=case.clock,
    )

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.dictionaries(st.sampled_from(KEYS[kind]), ODD, max_size=9), min_size=1, max_size=3))
    def shown(rows: list[dict[str, Any]]) -> None:
        held[:] = rows
        listed = service.list_schedules()
        parts = sum(row.get("parts", 1) for row in listed["schedules"])
        assert parts == len(rows)
        for row in listed["schedules"]:
            assert row["when"]
            if kind == "agentscope":
                # The others are asked for one record by its id.
                assert service.get(row["id"])["schedule"]["name"] == row["name"]

    shown()


RUN_EVERY: list[tuple[dict[str, Any], list[str]]] = [
    # what a record of type 2 holds, its next runs; none where it has no one meaning
    ({"runEveryCount": 90, "runEveryPeriod": 1, "startTime": "2026-11-22T14:00:00Z"}, ["22 14:00", "22 15:30"]),
    ({"runEveryCount": 2, "runEveryPeriod": 3, "nextRunTime": "2026-11-23T08:00:00Z", "timezone": "Asia/Tokyo"},
     ["23 08:00", "25 08:00"]),
    ({"runEveryCount": 1, "runEveryPeriod": 4, "nextRunTime": "2026-11-23T08:00:00Z", "timezone": "UTC"},
     ["23 08:00", "30 08:00"]),
    ({"runEveryCount": 1, "runEveryPeriod": 5, "nextRunTime": "2026-11-24T08:00:00Z", "timezone": "UTC"},
     ["24 08:00", "24 08:00"]),
    ({"runEveryCount": 1, "runEveryPeriod": 5, "nextRunTime": "2026-12-31T08:00:00Z", "timezone": "UTC"}, []),
    ({"runEveryCount": 2, "runEveryPeriod": 3, "nextRunTime": "2026-11-23T08:00:00Z", "timezone": "Europe/Berlin"}, []),
    ({"runEveryCount": 2, "runEveryPeriod": 3, "nextRunTime": "2026-11-23T08:00:00Z"}, []),
    ({"runEveryCount": 30, "runEveryPeriod": 0}, []),
    ({"runEveryCount": None, "runEveryPeriod": 1}, []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "runs"), RUN_EVERY)
def test_intervals_of_sequentum_are_read_where_they_have_one_meaning(raw: dict[str, Any], runs: list[str]) -> None:
    case = bench("sequentum", {})
    backend = case.backend
    assert isinstance(backend, Sequentum)
    record: Record = backend._record("", {"id": 1, "scheduleType": 2, "isEnabled": True, **raw})
    if not runs:
        assert record.schedule is None
        assert record.unreadable
        return
    assert record.schedule is not None
    after = fires(record.schedule, after=datetime(2026, 11, 22, 13, 50, tzinfo=UTC) + timedelta(0))
    assert [f"{next(after):%d %H:%M}" for _ in runs] == runs
