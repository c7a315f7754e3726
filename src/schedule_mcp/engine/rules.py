"""What both engines decide alike: when a schedule is due next, what becomes of a run that is due, who is dead.

Over stored schedules and an instant, without a store. Instants are stored as microseconds since 1970, UTC.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from schedule_mcp.engine.policies import LATE_AFTER, WAITING_AT_MOST, Policies, policies_of
from schedule_mcp.engine.port import ScheduleStatus, StoredSchedule
from schedule_mcp.schedule import next_fire
from schedule_mcp.schedule.fire_times import fires
from schedule_mcp.schedule.model import Interval, Once, Schedule
from schedule_mcp.schedule.stored import to_json

SEEN_WITHIN = timedelta(seconds=15)
"""A worker that was heard of within this is alive."""

DETAIL_KEPT = 4_000
_MISSED_COUNTED = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Firing:
    """What becomes of a schedule that is due: the run, what it stands for, and the run after it."""

    due: datetime
    missed: int
    following: datetime | None
    status: Literal["running", "missed", "skipped", "waiting"]
    detail: str = ""

    @property
    def schedule_status(self) -> str:
        return "completed" if self.following is None else "active"


@dataclass(frozen=True)
class Ongoing:
    """What runs of a schedule are not over: going on or about to be tried again, and waiting for those."""

    running: int = 0
    waiting: int = 0


class Silence:
    """Which workers are silent: not by their clocks or ours, but by no new word for as long as we listened."""

    def __init__(self, dead_after_s: float, steady: Callable[[], float] = time.monotonic) -> None:
        self._dead_after_s = dead_after_s
        self._steady = steady
        self._listened = steady()
        self._heard: dict[str, tuple[datetime, float]] = {}

    def dead(self, seen: Mapping[str, datetime]) -> dict[str, datetime]:
        """The workers whose word has been the same for long enough, with that word."""
        now = self._steady()
        # Whoever was asleep or without the database for a while did not hear who spoke meanwhile, and counts little
        # of it; who is only slow gets there in the end.
        passed_s = min(now - self._listened, self._dead_after_s / 3)
        self._listened = now
        before = self._heard
        self._heard = {
            worker: (word, before[worker][1] + passed_s if worker in before and before[worker][0] == word else 0.0)
            for worker, word in seen.items()
        }
        return {worker: word for worker, (word, silent_s) in self._heard.items() if silent_s >= self._dead_after_s}


def rearmed(
    schedule: StoredSchedule, before: StoredSchedule | None, last: datetime | None, now: datetime
) -> StoredSchedule:
    """The schedule as it is stored now, a generation later than `before`, with its next run.

    `last` is the due time of its latest run: with the same timing no run is made a second time, even when the
    clock was set back.
    """
    value = _anchored(schedule.schedule, now)
    same = before is not None and to_json(before.schedule) == to_json(value)
    due, resumes = None, schedule.resumes if schedule.status == "paused" else None
    if resumes is not None:
        # A run that is due when the pause ends is no more paused.
        due = _following(value, resumes - timedelta(microseconds=1), last if same else None)
    elif schedule.status == "active":
        if same and before is not None and before.status == "active" and before.next_due is not None:
            # Only a name or an input changed: what is due and not yet claimed stays due.
            due = before.next_due
        else:
            due = _following(value, now, last if same else None)
    return replace(
        schedule,
        schedule=value,
        status="completed" if schedule.status == "active" and due is None else schedule.status,
        generation=1 if before is None else before.generation + 1,
        next_due=due,
        created=now if before is None else before.created,
        updated=now,
        resumes=resumes,
        reason=schedule.reason if schedule.status == "paused" else "",
    )


def _following(value: Schedule, after: datetime, last: datetime | None) -> datetime | None:
    return next_fire(value, after if last is None else max(after, last))


def resumed_status(next_due: datetime | None) -> ScheduleStatus:
    """What a schedule is when its pause ends."""
    return "completed" if next_due is None else "active"


def wake_of(stored: StoredSchedule) -> datetime | None:
    """When a run that is due is begun: later by its jitter, which never reaches the next run."""
    return None if stored.next_due is None else _begins(stored, policies_of(stored.options), stored.next_due)


def _begins(stored: StoredSchedule, policies: Policies, due: datetime) -> datetime:
    if not policies.jitter:
        return due
    following = next_fire(stored.schedule, due)
    room = policies.jitter if following is None else min(policies.jitter, following - due)
    # Of the schedule and the due time, so that whoever asks gets the same answer.
    digest = hashlib.sha256(f"{stored.id}:{micros(due)}".encode()).digest()
    return due + room * (int.from_bytes(digest[:6]) / 256**6)


def firing(stored: StoredSchedule, now: datetime, ongoing: Callable[[], Ongoing]) -> Firing:
    """What becomes of a schedule that is due now."""
    policies = policies_of(stored.options)
    due, missed, following = _due_now(stored, policies, now)
    late = now - _begins(stored, policies, due)
    if policies.catch_up == "skip" and late > LATE_AFTER:
        return Firing(due, missed, following, "missed")
    if policies.catch_up_window is not None and late > max(policies.catch_up_window, LATE_AFTER):
        return Firing(due, missed, following, "missed", "longer ago than catch_up_window_s")
    if policies.overlap == "allow":
        return Firing(due, missed, following, "running")
    found = ongoing()
    if policies.overlap == "skip":
        return Firing(due, missed, following, "skipped" if found.running else "running")
    if not found.running and not found.waiting:
        return Firing(due, missed, following, "running")
    if found.waiting >= WAITING_AT_MOST:
        return Firing(due, missed, following, "skipped", f"{found.waiting} runs of it wait already")
    return Firing(due, missed, following, "waiting", "waits for the run before it")


def _anchored(schedule: Schedule, now: datetime) -> Schedule:
    """An interval of free phase counts from when it is armed first."""
    if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
        return replace(schedule, anchor=now.astimezone(UTC) + schedule.every)
    return schedule


def _due_now(stored: StoredSchedule, policies: Policies, now: datetime) -> tuple[datetime, int, datetime | None]:
    """(the run to make now, how many earlier ones it stands for, the run after it)."""
    due = stored.next_due
    assert due is not None
    if isinstance(stored.schedule, Once):
        return due, 0, None
    window = policies.catch_up_window
    if policies.catch_up == "all" and (window is None or now - due <= max(window, LATE_AFTER)):
        return due, 0, next_fire(stored.schedule, due)
    # Of "all", those before the window are passed over in one step.
    end = now if policies.catch_up != "all" or window is None else now - window
    missed = 0
    for following in fires(stored.schedule, after=due):
        if _begins(stored, policies, following) > end:
            return due, missed, following
        due, missed = following, missed + 1
        if missed >= _MISSED_COUNTED:
            return due, missed, next_fire(stored.schedule, end)
    return due, missed, None


def micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def micros_or_none(instant: datetime | None) -> int | None:
    return None if instant is None else micros(instant)


def instant(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def instant_or_none(micros: int | None) -> datetime | None:
    return None if micros is None else instant(micros)
