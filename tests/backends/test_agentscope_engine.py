"""What is predicted of APScheduler at clock changes is what its own trigger does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import pytest
from apscheduler.triggers.cron import CronTrigger

from schedule_mcp.cron import parse
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.zones import _load, zone, zone_names
from tests.backends.kinds import bench

YEAR = (datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
AROUND = timedelta(days=4)

TEXTS = {
    # text: whether it is taken without consent in some zone whose clock changes
    "0 * * * *": True,
    "30 * * * *": True,
    "*/15 * * * *": True,
    "0 9 * * *": True,
    "30 2 * * *": True,
    "0 9 * * mon": True,
    "0 */2 * * *": False,
    "0 0,12 * * *": False,
}


def changes() -> list[tuple[str, datetime]]:
    """Each clock change of 2027 once, with one of its zones."""
    found: dict[tuple[int, int, int], str] = {}
    for name in sorted(name for name in zone_names() if "/" in name and not name.startswith("Etc/")):
        for change in zone(name).transitions_between(*(int(at.timestamp()) for at in YEAR)):
            found.setdefault((change.at, change.before, change.after), name)
    return [(name, datetime.fromtimestamp(at, UTC)) for (at, _, _), name in found.items()]


def by_trigger(text: str, place: str, start: datetime, end: datetime) -> Iterator[datetime]:
    minute, hour, day, month, weekday = text.split()
    # The same database as ours: the system's may be older.
    zoned = _load(place)
    trigger = CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=zoned)
    run = trigger.get_next_fire_time(None, start.astimezone(zoned))
    while run is not None and run < end:
        yield run.astimezone(UTC)
        run = trigger.get_next_fire_time(run, run)


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_taken_without_consent_runs_exactly_so_at_every_change(text: str) -> None:
    case = bench("agentscope", {})
    case.clock.time = YEAR[0] - timedelta(days=1)
    wrong, taken = [], 0
    for place, at in changes():
        calendar, start, end = parse(text, "vixie", place), at - AROUND, at + AROUND
        try:
            encoding = case.backend.encode(calendar, now=case.clock(), accept=frozenset(), options={})
        except Unsupported:
            continue
        taken += 1
        (member,) = encoding.members
        after = fires(calendar, after=start - timedelta(seconds=1))
        ours = list(takewhile(lambda run, end=end: run < end, after))  # type: ignore[misc]
        timing = member.timing
        theirs = list(by_trigger(str(timing["cron_expression"]), str(timing["timezone"]), start, end))
        if ours != theirs:
            wrong.append((place, sorted(set(ours) ^ set(theirs))[:3]))
    assert wrong == []
    assert bool(taken) is TEXTS[text]
