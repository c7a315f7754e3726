"""What will be sent and how it differs from what was said: the result of a preview.

A plan's identity is the instant at which the words were read and a digest of the timing. It needs no store: a
later call reads the same words as of that instant and must arrive at the same digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from schedule_mcp.errors import StalePlan
from schedule_mcp.schedule.model import Schedule
from schedule_mcp.schedule.stored import to_json

PLAN_HOLDS = timedelta(hours=1)

_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{8})")


def digest(schedule: Schedule, sends: Sequence[Mapping[str, Any]], zone_data: str, accepted: Sequence[str]) -> str:
    """32 hexadecimal digits over everything that the timing of a plan consists of."""
    timing = [to_json(schedule), list(sends), zone_data, sorted(accepted)]
    return hashlib.sha256(_in_one_form(timing).encode()).hexdigest()[:32]


_in_one_form = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode


def plan_name(read_at: datetime, timing_digest: str) -> str:
    """The name of a plan, such as "20261122T135000Z-9f3c2a71"; `read_at` is cut to the second."""
    return f"{read_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{timing_digest[:8]}"


def read_instant(plan: str, now: datetime) -> datetime:
    """The instant as of which a plan's words were read.

    Raises:
        StalePlan: it is no plan of a preview, is older than an hour, or lies ahead.
    """
    match = _NAME.fullmatch(plan)
    if match is None:
        raise StalePlan("this is not the plan of a preview", "Take the value of `plan` from preview_schedule's answer.")
    try:
        read_at = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise StalePlan("this is not the plan of a preview", "Preview the schedule again.") from None
    if not timedelta(minutes=-1) <= now - read_at <= PLAN_HOLDS:
        raise StalePlan("the plan is older than an hour", "Preview the schedule again and send its new plan.")
    return read_at


def check_digest(plan: str, timing_digest: str) -> None:
    """Refuse a plan whose timing is no longer what the preview showed."""
    if not plan.endswith("-" + timing_digest[:8]):
        raise StalePlan(
            "the timing is no longer what the preview with this plan showed",
            "Words, zone, backend, accepted differences and the zone data must be the same; preview it again.",
        )
