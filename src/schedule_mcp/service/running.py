"""What runs besides the timing, or not for a while: a run now, and a pause that ends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from schedule_mcp.answers.structured import past_json, row_json, run_json
from schedule_mcp.backends.base import Backend, Record
from schedule_mcp.errors import InvalidArgument, ScheduleError, Unsupported
from schedule_mcp.language import Question
from schedule_mcp.language.changes import in_full, zone_of
from schedule_mcp.language.spans import end_of_pause
from schedule_mcp.outside.text import quoted
from schedule_mcp.planning.planner import place_of
from schedule_mcp.policy.limits import NAME_AT_MOST, WHEN_AT_MOST, check_length
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.model import Once
from schedule_mcp.service.arguments import checked_zone
from schedule_mcp.service.base import verified
from schedule_mcp.service.before import keep_before, keep_run
from schedule_mcp.service.change import Changing, check_switch
from schedule_mcp.service.held import RUNS_SHOWN, held_of, reading_beside
from schedule_mcp.writes.verdict import UNVERIFIED

_SOON = {1: "in 1 minute", 2: "in 2 minutes", 3: "in 3 minutes"}
"""Some backends take no run that is nearer than two minutes."""


class Running(Changing):
    """Run now, and pause until."""

    def run(self, schedule_id: str) -> dict[str, Any]:
        """Have a schedule run once at once, besides its timing, which stays as it is."""
        with self._resolved("run", schedule_id) as (handle, row):
            backend, now = self.backends[handle.backend], self._now()
            if not backend.capabilities.runs_now:
                raise self._no_run_now(backend, handle, row, now)
            try:
                with self._noted("run", handle, "", row):
                    run = backend.run_now(handle.agent, records_of(row)[0].id)
            except Unsupported as refusal:
                # Some servers take it and drop it: that shows only once it was asked for.
                raise self._no_run_now(backend, handle, row, now, refusal.message) from None
        keep_run(handle, now, self.notes)
        place = place_of(row.schedule, "UTC")
        shown = past_json(run, place) | ({"id": run.id} if run.id else {})
        answer: dict[str, Any] = {"status": "started", "schedule": row_json(handle.backend, row, now), "run": shown}
        if who := backend.who_fires():
            answer["fires"] = who
        return answer

    def _no_run_now(self, backend: Backend, handle: Handle, row: Row, now: datetime, why: str = "") -> Unsupported:
        """The refusal, with a single run a minute from now as the arguments of create_schedule where it can be held."""
        first = records_of(row)[0]
        told = why or f"{backend.capabilities.title} makes no run besides the timing"
        refusal = Unsupported(told, "Nothing was run.", reason="run_now")
        words = self._soon(backend, handle, first, now)
        if not words:
            refusal.hint = "Nothing was run, and no single run within minutes can be created for it here either."
            return refusal
        create: dict[str, Any] = {"name": f"{row.name[: NAME_AT_MOST - 4]} now", "when": words}
        create |= {"backend": handle.backend, "agent_id": handle.agent}
        create |= {"input": first.input} if first.input else {}
        create |= {"options": dict(first.options)} if first.options else {}
        refusal.hint = f"Nothing was run. create_schedule with the arguments below makes one run {words}."
        refusal.alternatives = [create]
        return refusal

    def _soon(self, backend: Backend, handle: Handle, first: Record, now: datetime) -> str:
        """The words of the nearest single run that this backend and the operator take; "" for none."""
        try:
            backend.check_options(first.options, first.input)
            self.policy.check_write("create", handle.backend, handle.agent)
        except ScheduleError:
            return ""
        for minutes, words in _SOON.items():
            once = Once((now + timedelta(minutes=minutes)).replace(microsecond=0))
            try:
                self._place(backend, first.options, now)(once, frozenset())
            except ScheduleError:
                continue
            return words
        return ""

    def pause(self, schedule_id: str, until: str = "", timezone: str = "") -> dict[str, Any]:
        """Stop further runs; with `until`, in words, for so long."""
        if not until.strip():
            return self._switch(schedule_id, "pause", "paused")
        check_length("until", until, WHEN_AT_MOST)
        with self._resolved("pause", schedule_id) as (handle, row):
            backend, now = self.backends[handle.backend], self._now()
            check_switch(backend, row, "pause")
            held = held_of(handle, row, backend, self.notes, self.timezone)
            zone = checked_zone(timezone) or held.zone or zone_of(row.schedule) or self.timezone or "UTC"
            end = end_of_pause(until, now=now, timezone=zone)
            if isinstance(end, Question):
                return _question(end)
            if end <= now:
                raise InvalidArgument(f"`until` {quoted(until)} is past", "Nothing was paused. Name a time to come.")
            if not backend.capabilities.pauses_until:
                raise self._no_pause_until(backend, handle, row, end, zone, now)
            return self._pause_until(backend, handle, row, end, zone, now)

    def _pause_until(
        self, backend: Backend, handle: Handle, row: Row, end: datetime, zone: str, now: datetime
    ) -> dict[str, Any]:
        writer = self._writer(backend, handle.agent, now)
        with self._noted("pause", handle, "", row):
            effects = self._each(
                row,
                lambda record: writer.pause_until(record, end),
                lambda record: record.resumes == end,
                "is paused until then",
            )
        keep_before("pause", held_of(handle, row, backend, self.notes, self.timezone), now, self.notes)
        changed = self.directory.at(handle)[1]
        answer: dict[str, Any] = {"status": "updated", "schedule": row_json(handle.backend, changed, now)}
        answer["schedule"]["resumes"] = run_json(end, zone)
        if changed.schedule is not None:
            after = fires(changed.schedule, after=end - timedelta.resolution)
            answer["next_runs"] = [run_json(run, place_of(changed.schedule, zone)) for run in islice(after, RUNS_SHOWN)]
        if any(effect.outcome == "unverified" for effect in effects):
            answer |= verified(answer, UNVERIFIED)
        return answer

    def _no_pause_until(
        self, backend: Backend, handle: Handle, row: Row, end: datetime, zone: str, now: datetime
    ) -> Unsupported:
        """The refusal, with what is true instead: to resume it by hand, or to let it begin then where that is held."""
        then = run_json(end, zone)["local"]
        refusal = Unsupported(
            f"{backend.capabilities.title} cannot end a pause by itself",
            f"Nothing was paused. pause_schedule without `until` pauses it until resume_schedule is called on {then}.",
            reason="pause_until",
        )
        held = held_of(handle, row, backend, self.notes, self.timezone)
        words = f"starting {end.astimezone(UTC).isoformat()}"
        try:
            said = reading_beside(held, words, now=now, timezone="", default=self.timezone).schedule
            if said is None:
                return refusal
            self._place(backend, records_of(row)[0].options, now)(said, frozenset())
        except ScheduleError:
            return refusal
        refusal.hint += " Or update_schedule with the arguments below lets it begin then."
        refusal.alternatives = [{"schedule_id": str(handle), "when": in_full(said)}]
        return refusal


def _question(question: Question) -> dict[str, Any]:
    options = [{"arguments": dict(option.arguments)} for option in question.options]
    return {"status": "needs_answer", "question": {"ask": question.ask, "options": options}}
