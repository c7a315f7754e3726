"""Entries into schedules: the good ones come in, the bad ones are named, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from schedule_mcp.answers.refusals import refusal_json
from schedule_mcp.backends.base import Backend
from schedule_mcp.errors import BackendError, ConfigError, InvalidArgument, ScheduleError
from schedule_mcp.language import Reading, describe
from schedule_mcp.outside.text import one_line
from schedule_mcp.planning.planner import Heard, place_of
from schedule_mcp.records.groups import check_own_name
from schedule_mcp.schedule import same
from schedule_mcp.service import Service
from schedule_mcp.service.arguments import checked_agent, checked_input, checked_name, checked_options
from schedule_mcp.service.calls import Create, Preview
from schedule_mcp.service.moving.entry import Entry


@dataclass(frozen=True)
class Where:
    """Where imported schedules go; empty values leave that to each line, then to the configuration."""

    backend: str = ""
    agent: str = ""
    accept: list[str] = field(default_factory=list)
    paused: bool = False
    """All are created paused."""
    dry: bool = False
    """Nothing is created; each is previewed."""


def imported(service: Service, entries: Iterable[Entry], where: Where, now: datetime) -> Iterator[dict[str, Any]]:
    """What became of each entry: {"place", "name", "status": "created" | "exists" | "previewed" | "passed_over" |
    "refused" | "unknown", "told"}, with "code" where it was refused."""
    for entry in entries:
        found: dict[str, Any] = {"place": entry.place} | ({"name": one_line(entry.name)} if entry.name else {})
        if entry.passed_over:
            yield {**found, "status": "passed_over", "told": entry.passed_over}
            continue
        try:
            if isinstance(entry.refusal, ScheduleError):
                raise entry.refusal
            answer = _made(service, entry, where, now)
        except ConfigError:
            raise
        except ScheduleError as error:
            told = refusal_json(error)
            status = "unknown" if isinstance(error, BackendError) and error.code == "outcome_unknown" else "refused"
            yield {**found, "status": status, "code": told["code"], "told": told["message"]}
            continue
        yield {**found, **_told(entry, answer, where)}


def _made(service: Service, entry: Entry, where: Where, now: datetime) -> Mapping[str, Any]:
    backend = where.backend or (entry.backend if entry.backend in service.backends else "")
    is_same = bool(entry.backend) and backend == entry.backend
    chosen = service.directory.backend(backend)
    own_options = entry.options if entry.kind in ("", chosen.capabilities.kind) else {}
    heard = _heard(service, entry, now)
    agent = where.agent or (entry.agent if is_same else "")
    if where.dry:
        _check(service, entry, chosen, checked_agent(agent) or chosen.agent_id, own_options)
        # Words that stand for this timing: a preview reads.
        words = entry.when if heard is None else _said(heard)
        return service.preview(Preview(words, timezone=entry.timezone, backend=backend, accept=where.accept))
    return service.create(
        Create(
            entry.name,
            entry.when,
            timezone=entry.timezone,
            backend=backend,
            agent_id=agent,
            input=entry.input,
            enabled=entry.enabled and not where.paused,
            options=own_options,
            accept=where.accept,
            heard=heard,
        )
    )


def _check(service: Service, entry: Entry, chosen: Backend, agent: str, options: Mapping[str, Any]) -> None:
    """Refuse what a create would refuse besides the timing."""
    check_own_name(checked_name(entry.name))
    service.policy.check_write("create", chosen.name, agent)
    chosen.check_options(checked_options(options), checked_input(entry.input))


def _said(heard: Heard) -> str:
    assert heard.reading.schedule is not None
    return describe(heard.reading.schedule)


def _heard(service: Service, entry: Entry, now: datetime) -> Heard | None:
    """The exact timing, where the entry has it; its words must then say the same."""
    if entry.schedule is None:
        return None
    if entry.when and entry.when != describe(entry.schedule):
        said, asked = service.heard(entry.when, entry.timezone)
        schedule = None if asked or said is None else said.reading.schedule
        if schedule is None or not same(schedule, entry.schedule, after=now):
            raise InvalidArgument(
                "`when` and `timing` say different things", "Remove the one that is not meant; `when` is enough."
            )
    zone = place_of(entry.schedule, entry.timezone or "UTC")
    instant = now.astimezone(UTC).replace(microsecond=0)
    words = entry.when or describe(entry.schedule)
    return Heard(words, entry.timezone, zone, instant, Reading(entry.schedule, zone))


def _told(entry: Entry, answer: Mapping[str, Any], where: Where) -> dict[str, Any]:
    status = str(answer["status"])
    if status == "needs_answer":
        return {"status": "refused", "code": "needs_answer", "told": str(answer["question"]["ask"])}
    notes = [*entry.notes]
    kind = answer.get("kind", "")
    if entry.options and entry.kind not in ("", kind):
        notes.append(f"its options ({', '.join(map(one_line, sorted(entry.options)))}) are of another kind, left out")
    if entry.agent and entry.backend != answer.get("backend") and not where.agent:
        notes.append(f"it was agent {one_line(entry.agent)}'s, here it is the configured one's")
    notes += [str(each) for each in answer.get("warnings", ())]
    found: dict[str, Any] = {"status": status, "told": answer.get("understood", "")}
    found |= {"id": answer["schedule"]["id"]} if "schedule" in answer else {}
    return found | ({"notes": notes} if notes else {})
