"""From words to a plan for one backend: read, prove, name the next runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from typing import Any

from schedule_mcp.backends.base import Backend, Encoding
from schedule_mcp.errors import ImpossibleSchedule, StalePlan
from schedule_mcp.language import Question, Reading, read
from schedule_mcp.planning.plan import check_digest, digest, plan_name, read_instant
from schedule_mcp.policy.rules import Policy
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import Calendar, Once
from schedule_mcp.schedule.zones import zone_data_version, zone_name


class Asked(Exception):
    """The words have more than one meaning: not an error, but an answer of its own."""

    def __init__(self, question: Question, place: str) -> None:
        super().__init__(question.ask)
        self.question = question
        self.place = place


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


def plan_for(
    when: str,
    *,
    timezone: str,
    backend: Backend,
    accept: frozenset[str],
    options: Mapping[str, Any],
    policy: Policy,
    now: datetime,
    plan: str = "",
    reading_at: Callable[[datetime], Reading] | None = None,
) -> Planned:
    """The plan for these words; with `plan`, as of its instant, or refused when it no longer holds.

    Args:
        reading_at: What the words mean at an instant, where they are said of a schedule that exists.

    Raises:
        Asked: the words need an answer first.
        StalePlan, InputError, Unsupported, NotAllowed
    """
    # A plan's name holds whole seconds, so words are read as of a whole second in the first place.
    read_at = read_instant(plan, now) if plan else now.astimezone(UTC).replace(microsecond=0)
    reading = reading_at(read_at) if reading_at else read(when, now=read_at, timezone=timezone or None)
    if reading.question is not None:
        raise Asked(reading.question, reading.zone or timezone or "UTC")
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
