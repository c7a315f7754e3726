"""Creating: look whether it is there, note it, send it, compare what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.answers.structured import plan_answer
from schedule_mcp.errors import Conflict, OutcomeUnknown, Rejected, ScheduleError
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import Planned
from schedule_mcp.records.groups import Group, check_own_name, free_key, gathered, keys_of
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.service.arguments import checked_agent, checked_input, checked_name, checked_options
from schedule_mcp.service.base import RUNS_SHOWN, Desk, incomplete_text, keeps_timing
from schedule_mcp.writes.journal import Entry, natural_key
from schedule_mcp.writes.members import create_members, drafts_of

SETTLED_AFTER = timedelta(minutes=1)
"""A create whose outcome is unknown may still arrive within this time; until then it is not sent again."""


@dataclass(frozen=True)
class Request:
    """What a create asks for; `said` are the arguments that say when, to plan it once more."""

    planned: Planned
    agent: str
    name: str
    input: str
    options: Mapping[str, Any]
    enabled: bool
    said: Mapping[str, Any]
    again: bool = False

    @property
    def natural_key(self) -> str:
        timing = [dict(member.timing) for member in self.planned.encoding.members]
        return natural_key(self.planned.backend.name, self.agent, self.name, timing, self.input)

    @property
    def outline(self) -> dict[str, str]:
        """What is kept of it in the journal beside the key: relative words have another timing each time."""
        return {"name": self.name, "agent": self.agent}


class Creating(Desk):
    """One verb: create."""

    def create(
        self,
        name: str,
        when: str,
        timezone: str = "",
        backend: str = "",
        agent_id: str = "",
        input: str = "",
        enabled: bool = True,
        options: Mapping[str, Any] | str = "",
        accept: str | list[str] = "",
        plan: str = "",
    ) -> dict[str, Any]:
        """Create a schedule, or say that it exists already; it is read back and compared before it is reported."""
        name, input, own = checked_name(name), checked_input(input), checked_options(options)
        check_own_name(name)
        chosen = self.directory.backend(backend)
        agent = checked_agent(agent_id) or chosen.agent_id
        self.policy.check_write("create", chosen.name, agent)
        chosen.check_options(own, input)
        now = self._now()
        settled = self._settled(when, timezone, plan, now)
        if isinstance(settled, dict):
            return settled
        when, timezone, plan = settled
        said: dict[str, Any] = {"when": when, "timezone": timezone, "accept": accept, "verb": "create", "input": input}
        planned = self._plan(chosen, options=own, now=now, plan=plan, **said)
        if isinstance(planned, dict):
            return planned
        request = Request(planned, agent, name, input, own, enabled, said)
        with self._writing(chosen.name):
            rows = gathered(chosen.list(request.agent))
            return self._existing(request, rows, now) or self._create(request, rows, now)

    def _create(self, request: Request, rows: list[Row], now: datetime) -> dict[str, Any]:
        planned, chosen = request.planned, request.planned.backend
        taken = keys_of(rows)
        drafts = drafts_of(
            request.name,
            planned.encoding.members,
            free_key(request.natural_key, taken),
            input=request.input,
            options=request.options,
            enabled=request.enabled,
            natural_key=request.natural_key,
        )
        self.policy.pace.admit(chosen.name, now)
        entry = self.journal.begin("create", chosen.name, request.natural_key, planned.digest)
        try:
            if (overtaken := self._overtaken(request, entry, now)) is not None:
                self.journal.settle(entry, "failed", {"error": overtaken["status"]})
                return overtaken
            written = create_members(chosen, request.agent, drafts, now, bool(planned.encoding.differences))
        except OutcomeUnknown as error:
            self.journal.settle(entry, "unknown", {"error": error.code, **request.outline, **error.details})
            return self._unknown(request, f"{error.message}. {error.hint}", now)
        except Rejected as error:
            self.journal.settle(entry, "failed", {"error": error.code, **error.details})
            if not error.details.get("re_encode"):
                raise
            return self._create_again(request, rows, error, now)
        except ScheduleError as error:
            self.journal.settle(entry, "failed", {"error": error.code, **error.details})
            raise
        self.journal.settle(entry, "done", {"ids": [record.id for record in written.records]})
        return self._written_answer(planned, "created", gathered(written.records)[0], written, now)

    def _overtaken(self, request: Request, entry: int, now: datetime) -> dict[str, Any] | None:
        """The answer when another process was at the same work since we looked: its line stands before ours."""
        if not self.journal.begun_before(entry, now - SETTLED_AFTER):
            return None
        rows = gathered(request.planned.backend.list(request.agent))
        return self._existing(request, rows, now, besides=entry)

    def _create_again(self, request: Request, rows: list[Row], refusal: Rejected, now: datetime) -> dict[str, Any]:
        """Once more, after the backend has shown by its refusal which of its contracts it keeps."""
        before = request.planned
        planned = self._plan(before.backend, options=request.options, now=before.read_at, **request.said)
        if isinstance(planned, dict) or planned.encoding.members == before.encoding.members or request.again:
            raise refusal
        return self._create(replace(request, planned=planned, again=True), rows, now)

    def _existing(self, request: Request, rows: list[Row], now: datetime, besides: int = 0) -> dict[str, Any] | None:
        """The answer when the backend has this schedule already, or may be about to have it."""
        chosen = request.planned.backend
        for row in rows:
            if row.name != request.name or records_of(row)[0].input != request.input:
                continue
            if isinstance(row, Group) and row.status == "incomplete" and _is_part_of(row, request.planned):
                raise Conflict(
                    "parts of this schedule exist already",
                    incomplete_text(handle_of(chosen.name, row), row) + ".",
                    backend=chosen.name,
                    operation="create",
                )
            if row.status in ("active", "paused") and keeps_timing(row, request.planned, now):
                self._settle_earlier(request)
                answer = self._written_answer(request.planned, "exists", row, None, now)
                if row.status == "paused" and request.enabled:
                    answer["warnings"] = [*answer.get("warnings", []), "it is paused: resume_schedule lets it run"]
                return answer
        for earlier in self._earlier(request):
            if earlier.id == besides:
                continue
            settled = datetime.fromisoformat(earlier.at) + SETTLED_AFTER
            if now < settled:
                problem = f"an earlier call with the same content may still arrive until {settled:%H:%M:%S} UTC"
                return self._unknown(request, problem, now)
        # That it is not there now does not tell that it never arrived: it may have been changed or deleted since.
        return None

    def _earlier(self, request: Request) -> list[Entry]:
        """Creates of the same schedule whose outcome is not known."""
        backend, outline = request.planned.backend.name, request.outline
        return [
            entry
            for entry in self.journal.unsettled()
            if entry.verb == "create"
            and entry.backend == backend
            and (entry.natural_key == request.natural_key or _has(entry, outline))
        ]

    def _settle_earlier(self, request: Request) -> None:
        """What a look has found of earlier calls of the same content; of others of that name it shows nothing."""
        for entry in self._earlier(request):
            if entry.natural_key == request.natural_key:
                self.journal.settle(entry.id, "done", {"looked": True})

    def _unknown(self, request: Request, problem: str, now: datetime) -> dict[str, Any]:
        answer = plan_answer(request.planned, "unknown", RUNS_SHOWN, now)
        advice = (
            f"{problem.strip()} It is not known whether the schedule was created. Do not repeat the call now: in a "
            f"minute look with list_schedules (name {quoted(request.name)}), and create it only if it is not there."
        )
        answer["warnings"] = [advice, *answer.get("warnings", [])]
        return answer


def _has(entry: Entry, outline: Mapping[str, str]) -> bool:
    import json

    held = json.loads(entry.outcome) if entry.outcome else {}
    return bool(held) and all(held.get(key) == value for key, value in outline.items())


def _is_part_of(group: Group, planned: Planned) -> bool:
    """Whether what is left of a group belongs to this plan."""
    wanted = [dict(member.timing) for member in planned.encoding.members]
    return all(any(dict(m.timing).items() >= w.items() for w in wanted) for m in group.members)
