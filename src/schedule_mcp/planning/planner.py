"""From words to a plan for one backend: read, prove, name the next runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from typing import Any

from schedule_mcp.backends.base import Backend, Encoding
from schedule_mcp.errors import ImpossibleSchedule, StalePlan
from schedule_mcp.language import Question, Reading
from schedule_mcp.planning.plan import check_digest, digest, plan_name, read_instant
from schedule_mcp.policy.rules import Policy
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import Calendar, Once
from schedule_mcp.schedule.zones import zone_data_version, zone_name


@dataclass(frozen=True)
class Asked:
    """The words have more than one meaning: `question` says which, asked in the zone `place`."""

    question: Question
    place: str


@dataclass(frozen=True)
class Heard:
    """Words as they were read at an instant.

    `zone` is where words are that name none ("" for nowhere): the caller's `timezone`, or what stands for it.
    """

    when: str
    timezone: str
    zone: str
    read_at: datetime
    reading: Reading

    @property
    def asked(self) -> Asked | None:
        """What must be asked before anything can be planned."""
        if self.reading.question is None:
            return None
        return Asked(self.reading.question, self.reading.zone or self.zone or "UTC")


@dataclass(frozen=True)
class Planned:
    """What would be sent to a backend, and why."""

    schedule: Schedule
    zone: str
    reading: Reading
    backend: Backend
    encoding: Encoding
    accept: frozenset[str]
    read_at: datetime
    digest: str

    @property
    def name(self) -> str:
        return plan_name(self.read_at, self.digest)

    @property
    def key(self) -> str:
        """The key of the group when there are several members."""
        return self.digest[:4]

    def runs(self, after: datetime) -> Iterator[datetime]:
        """The runs as the members make them."""
        if len(self.encoding.members) == 1:
            return fires(self.encoding.members[0].schedule, after=after)
        return merge(*(fires(member.schedule, after=after) for member in self.encoding.members))


def instant_of_reading(plan: str, now: datetime) -> datetime:
    """As of when words are read: now, or the instant of the plan that is named.

    A plan's name holds whole seconds, so words are read as of a whole second in the first place.
    """
    return read_instant(plan, now) if plan else now.astimezone(UTC).replace(microsecond=0)


def plan_for(
    heard: Heard,
    *,
    backend: Backend,
    accept: frozenset[str],
    options: Mapping[str, Any],
    policy: Policy,
    now: datetime,
    plan: str = "",
) -> Planned | Asked:
    """The plan for what was read, or what must be asked first; with `plan`, refused when it no longer holds.

    Raises:
        StalePlan, InputError, Unsupported, NotAllowed
    """
    if (asked := heard.asked) is not None:
        return asked
    reading, read_at, timezone = heard.reading, heard.read_at, heard.zone
    assert reading.schedule is not None
    policy.check_cadence(reading.schedule, read_at)
    encoding = backend.encode(reading.schedule, now=read_at, accept=accept, options=options)
    sends = [member.timing for member in encoding.members]
    planned = Planned(
        reading.schedule,
        place_of(reading.schedule, reading.zone or timezone or "UTC"),
        reading,
        backend,
        encoding,
        accept,
        read_at,
        digest(reading.schedule, sends, zone_data_version(), sorted(accept)),
    )
    _check_first_run(planned, plan, now)
    return planned


def _check_first_run(planned: Planned, plan: str, now: datetime) -> None:
    members = planned.encoding.members
    single = len(members) == 1
    first = next_fire(members[0].schedule, planned.read_at) if single else next(planned.runs(planned.read_at), None)
    if first is None:
        raise ImpossibleSchedule("this schedule never runs", "Name a time that is still to come.")
    if plan:
        check_digest(plan, planned.digest)
        if first <= now:
            raise StalePlan("the plan's first run has passed meanwhile", "Preview the schedule again.")


def place_of(schedule: Schedule | None, otherwise: str) -> str:
    """The zone in which a schedule's runs are shown: the one that its description names, if any."""
    match schedule:
        case Calendar():
            return schedule.zone
        case Once(at):
            return zone_name(at) or otherwise
    return otherwise


# -- answers -------------------------------------------------------------------------------------------------
