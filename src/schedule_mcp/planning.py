"""From words to a plan for one backend: read, prove, name the next runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any

from schedule_mcp.backends.base import Backend, Encoding
from schedule_mcp.errors import ImpossibleSchedule, StalePlan
from schedule_mcp.language import Question, Reading, describe, read
from schedule_mcp.plan import check_digest, digest, plan_name, read_instant
from schedule_mcp.policy import Policy
from schedule_mcp.remarks import remarks
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.fires import next_fire, wall_time
from schedule_mcp.schedule.model import Calendar, Once
from schedule_mcp.schedule.zones import zone, zone_data_version, zone_name

DIFFERENCES_SHOWN = 20


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
) -> Planned:
    """The plan for these words; with `plan`, as of its instant, or refused when it no longer holds.

    Raises:
        Asked: the words need an answer first.
        StalePlan, InputError, Unsupported, NotAllowed
    """
    # A plan's name holds whole seconds, so words are read as of a whole second in the first place.
    read_at = read_instant(plan, now) if plan else now.astimezone(UTC).replace(microsecond=0)
    reading = read(when, now=read_at, timezone=timezone or None)
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


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def run_json(run: datetime, place: str) -> dict[str, str]:
    """A run as {"utc", "local"}, the local time with weekday and offset."""
    local = wall_time(run, zone(place))
    clock = local.isoformat(" ", "seconds")
    shown = clock[:19] if local.second else clock[:16]
    utc = clock if local.tzinfo is UTC else run.astimezone(UTC).isoformat("T", "seconds")
    return {
        "utc": f"{utc[:10]}T{utc[11:19]}Z",
        "local": f"{_WEEKDAYS[local.weekday()]} {shown} {clock[19:25]}",
    }


def plan_answer(planned: Planned, status: str, show: int, now: datetime) -> dict[str, Any]:
    """The structured answer of preview, create and update; absent keys are left out."""
    encoding, reading = planned.encoding, planned.reading
    answer: dict[str, Any] = {
        "status": status,
        "understood": describe(planned.schedule),
        "timezone": planned.zone,
        "zone_data": zone_data_version(),
        "next_runs": [run_json(run, planned.zone) for run in islice(planned.runs(now), show)],
        "assumptions": [*reading.assumptions, *remarks(planned.schedule, now), *encoding.notes],
        "warnings": [*reading.warnings, *encoding.warnings],
        "differences": [d.to_json() for d in encoding.differences[:DIFFERENCES_SHOWN]],
        "backend": planned.backend.name,
        "kind": planned.backend.capabilities.kind,
        "plan": planned.name,
        "sends": [dict(member.timing) for member in encoding.members],
    }
    count = len(encoding.members)
    if count > 1:
        answer["assumptions"].append(f"held as {count} schedules that never run at once")
    return {key: value for key, value in answer.items() if value not in ("", [], None)}


def question_answer(question: Question, now: datetime, place: str) -> dict[str, Any]:
    """The answer `needs_answer` with its options as arguments ready to send; `place` is where they are asked."""
    options = []
    for option in question.options:
        found: dict[str, Any] = {"arguments": dict(option.arguments)}
        first = next(fires(option.schedule, after=now), None)
        if first is not None:
            found["first_run"] = run_json(first, option.arguments.get("timezone") or place_of(option.schedule, place))
        options.append(found)
    return {"status": "needs_answer", "question": {"ask": question.ask, "options": options}}
