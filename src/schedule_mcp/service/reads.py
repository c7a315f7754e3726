"""The verbs that change nothing: preview, explain, get, list, backends, inbox."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from heapq import merge
from itertools import islice
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, runtime_checkable

from schedule_mcp.answers.structured import backends_json, past_json, plan_answer, row_json, run_json, timing_shown
from schedule_mcp.backends.base import Backend, Record, Wanted
from schedule_mcp.engine.port import Delivery, InboxPage
from schedule_mcp.errors import BackendError, InvalidArgument
from schedule_mcp.outside.text import cleaned, one_line, quoted
from schedule_mcp.planning.planner import Asked, place_of
from schedule_mcp.policy.limits import CRON_AT_MOST, check_length
from schedule_mcp.records.groups import Group
from schedule_mcp.records.handles import Handle
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.zones import zone_data_version
from schedule_mcp.service.arguments import checked_count, checked_instant, checked_zone
from schedule_mcp.service.asking import answer_plan
from schedule_mcp.service.base import RUNS_SHOWN, Desk, Terms, incomplete_text, keeps_timing
from schedule_mcp.service.calls import Explain, List, Preview
from schedule_mcp.service.held import Held, compared, held_of

STATUSES = ("active", "paused", "completed", "incomplete", "dead", "unreadable")
FAILING, NEVER = "failing", "never"
"""What is asked for like a status: the latest run failed or was not made; active, and without a run to come."""
_UNMADE = frozenset({"failed", "missed", "skipped", "cancelled", "error", "timeout"})
LISTED_AT_MOST = 100
ALL = List()


@runtime_checkable
class HasInbox(Protocol):
    """A backend whose runs may wait to be read."""

    def inbox(self, limit: int, *, schedule_id: str = "", unread: bool = False, after: str = "") -> InboxPage: ...


Given = ParamSpec("Given")
Own = TypeVar("Own", bound=Desk)


def _within_a_call(
    verb: Callable[Concatenate[Own, Given], dict[str, Any]],
) -> Callable[Concatenate[Own, Given], dict[str, Any]]:
    """A verb within the one deadline of a call."""

    @wraps(verb)
    def limited(self: Own, /, *given: Given.args, **more: Given.kwargs) -> dict[str, Any]:
        with self.call():
            return verb(self, *given, **more)

    return limited


class Looking(Desk):
    """What schedules mean, and what the backends hold."""

    @_within_a_call
    def preview(self, call: Preview) -> dict[str, Any]:
        """What would be sent and when it would run; with `schedule_id`, next to what that schedule does now."""
        now = checked_instant(call.as_of, self._now())
        show, backend, schedule_id = checked_count("show", call.show), call.backend, call.schedule_id
        if call.plan and not answer_plan(call.plan):
            raise InvalidArgument("a preview takes the `plan` of a question only", "Leave it out to preview anew.")
        held: Held | None = None
        options: Mapping[str, Any] = {}
        if schedule_id:
            handle, row = self.directory.resolve(schedule_id)
            if backend and backend != handle.backend:
                raise InvalidArgument(
                    f"{quoted(schedule_id)} is on '{handle.backend}', not on {quoted(backend)}",
                    "Leave `backend` out.",
                )
            backend, options = handle.backend, records_of(row)[0].options
            held = held_of(handle, row, self.backends[backend], self.notes, self.timezone)
        settled = self._settled(call.when, call.timezone, call.plan, now, held)
        current = {} if held is None else {"current": row_json(held.handle.backend, held.row, now)}
        if isinstance(settled, dict):
            return settled | current
        heard = self._hear(*settled, now, held)
        planned = self._plan(
            heard,
            Terms(
                "preview",
                self.directory.backend(backend),
                options,
                call.accept,
                changes=held.schedule if held else None,
            ),
            now,
        )
        if isinstance(planned, Asked):
            return self._question(planned, heard, held, now) | current
        answer = plan_answer(planned, "previewed", show, now)
        if held is not None:
            answer |= current
            answer["changes_timing"] = not keeps_timing(held.row, planned, now)
            answer |= compared(held, planned, now)
        answer["next_step"] = "update_schedule" if held is not None else "create_schedule"
        return answer

    def explain(self, call: Explain) -> dict[str, Any]:
        """What a cron expression does, in a named dialect or as a backend reads it."""
        from schedule_mcp.cron.explain import explain

        check_length("expression", call.expression, CRON_AT_MOST)
        if call.dialect and call.backend:
            raise InvalidArgument("`dialect` and `backend` were both given", "Name one of them.")
        found = explain(
            call.expression,
            dialect=(self.directory.dialect_of(call.backend) if call.backend else call.dialect) or "vixie",
            timezone=checked_zone(call.timezone) or self.timezone or "UTC",
            as_of=checked_instant(call.as_of, self._now()),
            show=checked_count("show", call.show),
            backend_dialect=self.directory.dialect_of() or None,
        )
        answer: dict[str, Any] = {
            "status": "ok",
            "understood": found.sentence,
            "dialect": found.dialect,
            "timezone": found.timezone,
            "zone_data": zone_data_version(),
            "points": list(found.points),
            "next_runs": [run_json(run, found.timezone) for run in found.next_runs],
            "spellings": found.spellings,
        }
        if found.runs_per_year is not None:
            answer["runs_per_year"] = {"least": found.runs_per_year[0], "most": found.runs_per_year[1]}
        if found.smallest_gap_s is not None:
            answer["gap_s"] = {"smallest": found.smallest_gap_s, "largest": found.largest_gap_s}
        return answer

    @_within_a_call
    def get(self, schedule_id: str, runs: int = 0) -> dict[str, Any]:
        """One schedule, with its next runs and, on request, past ones; and what waits of it in the inbox."""
        checked_count("runs", runs, LISTED_AT_MOST, least=0)
        now = self._now()
        handle, row = self.directory.resolve(schedule_id)
        backend = self.backends[handle.backend]
        records = records_of(row)
        schedule = row_json(handle.backend, row, now)
        schedule["input"] = cleaned(records[0].input)
        schedule["options"] = cleaned(dict(records[0].options))
        schedule["stored"] = [cleaned(timing_shown(record.timing, record.schedule)) for record in records]
        answer: dict[str, Any] = {"status": "ok", "zone_data": zone_data_version(), "schedule": schedule}
        answer |= _upcoming(row, now)
        if who := backend.who_fires():
            answer["fires"] = who
        warnings = [note for record in records for note in record.notes]
        if isinstance(row, Group) and row.status == "incomplete":
            warnings.append(incomplete_text(handle, row))
        if runs:
            past = self._past(backend, handle, records, runs)
            answer["runs"] = [past_json(run, place_of(row.schedule, "UTC")) for run in past]
            if not past and not backend.capabilities.history:
                warnings.append("this backend keeps no history of runs")
        if warnings:
            answer["warnings"] = list(dict.fromkeys(map(cleaned, warnings)))
        if isinstance(backend, HasInbox):
            waiting = backend.inbox(RUNS_SHOWN, schedule_id=records[0].id)
            place = place_of(row.schedule, "UTC")
            if waiting.total:
                answer["inbox"] = [_delivery_json(each, place) for each in waiting.deliveries]
                answer["inbox_total"], answer["inbox_unread"] = waiting.total, waiting.unread
        return answer

    def _past(self, backend: Backend, handle: Handle, records: Sequence[Record], count: int) -> list[Any]:
        past = [run for record in records for run in backend.runs(handle.agent, record.id, count)]
        past.sort(key=lambda run: run.due or run.started or datetime.min.replace(tzinfo=UTC), reverse=True)
        return past[:count]

    def inbox(self, limit: int = 20) -> dict[str, Any]:
        """Runs that wait in the inboxes of the embedded backends, latest first; reading marks nothing."""
        checked_count("limit", limit, LISTED_AT_MOST)
        found: list[dict[str, Any]] = []
        total = unread = 0
        for name, backend in self.backends.items():
            if isinstance(backend, HasInbox):
                page = backend.inbox(limit)
                found.extend({"backend": name, **_delivery_json(each)} for each in page.deliveries)
                total, unread = total + page.total, unread + page.unread
        found.sort(key=lambda row: str(row["due"]["utc"]), reverse=True)
        return {"status": "ok", "inbox": found[:limit], "inbox_total": total, "inbox_unread": unread}

    @_within_a_call
    def list_schedules(self, call: List = ALL) -> dict[str, Any]:
        """Rows of all configured backends, or of one; a backend that fails is named in `warnings`."""
        backend, agent_id, status, name, limit = call.backend, call.agent_id, call.status, call.name, call.limit
        now = self._now()
        if status and status not in (*STATUSES, FAILING, NEVER):
            asked_for = ", ".join((*STATUSES, FAILING, NEVER))
            raise InvalidArgument(f"there is no status {quoted(status)}", f"Use one of: {asked_for}.")
        among = {FAILING: _is_failing, NEVER: lambda row: _never_fires(row, now)}.get(status)
        checked_count("limit", limit, LISTED_AT_MOST)
        names = [self.directory.backend(backend).name] if backend else list(self.backends)
        begin, after = _cursor(call.cursor, len(names))
        wanted = Wanted(agent_id, "" if among else status, name)
        from_there = {each: after if number == begin else "" for number, each in enumerate(names)}
        # Backends before the page are only counted.
        pages = self.directory.of_all(
            names,
            lambda each: self.directory.page(
                each, wanted, 0 if names.index(each) < begin else limit, from_there[each], among
            ),
        )
        rows: list[tuple[str, Row]] = []
        warnings: list[str] = list(self.premises.leftovers())
        unreachable: list[str] = []
        total, following = 0, ""
        for number, each in enumerate(names):
            page = pages[each]
            if isinstance(page, BackendError):
                unreachable.append(each)
                warnings.append(f"'{each}' could not be listed, its schedules are missing here: {page}")
                if backend or len(unreachable) == len(names):
                    # An empty list would say that there are none.
                    raise page
                continue
            total += page.total
            if number < begin or following:
                continue
            if len(page.rows) > limit - len(rows):
                page = self.directory.shorter(each, wanted, page, limit - len(rows), from_there[each])
            rows.extend((each, row) for row in page.rows)
            following = "" if page.after is None else f"{number}:{page.after}"
        shown = [row_json(each, row, now) for each, row in rows]
        answer: dict[str, Any] = {"status": "ok", "total": total, "schedules": shown}
        if following:
            answer["next_cursor"] = following
        if warnings:
            answer["warnings"] = warnings
        if unreachable:
            answer["unreachable"] = unreachable
        return answer

    def list_backends(self, backend: str = "") -> dict[str, Any]:
        """The configured backends, or one, with what each kind can hold."""
        asked = {backend: self.directory.backend(backend)} if backend else self.backends
        answer = backends_json(asked, self.directory.default, self.timezone, self.policy.read_only)
        if self.premises.said:
            answer["configuration"] = self.premises.said
        if warnings := list(self.premises.leftovers()):
            answer["warnings"] = warnings
        return answer


def _is_failing(row: Row) -> bool:
    return row.status == "dead" or any(record.last_run in _UNMADE for record in records_of(row))


def _never_fires(row: Row, now: datetime) -> bool:
    """Whether it looks alive and does nothing: no run to come, a part that is missing, or a timing nobody can read."""
    if row.status in ("incomplete", "unreadable"):
        return True
    return row.status == "active" and "next_run" not in row_json("", row, now)


def _upcoming(row: Row, now: datetime) -> dict[str, Any]:
    """The next runs of a row that runs, over all its parts that can be read."""
    running = [r for r in records_of(row) if r.status == "active" and r.schedule is not None]
    runs = merge(*(fires(r.schedule, after=now) for r in running if r.schedule is not None))
    shown = [run_json(run, place_of(row.schedule, "UTC")) for run in islice(runs, RUNS_SHOWN)]
    return {"next_runs": shown} if shown else {}


def _delivery_json(delivery: Delivery, place: str = "UTC") -> dict[str, Any]:
    found = {
        "name": one_line(delivery.name),
        "due": run_json(delivery.due, place),
        "input": cleaned(delivery.input),
        "read": delivery.read,
        "id": delivery.id,
    }
    return found | ({"missed_before": delivery.missed} if delivery.missed else {})


def _cursor(cursor: str, count: int) -> tuple[int, str]:
    """Which of `count` backends a page begins with, and where in it."""
    number, colon, after = (cursor or "0:").partition(":")
    known = number.isdecimal() and number.isascii() and len(number) < 4 and int(number) < count
    if not known or not colon or not re.fullmatch(r"[-.0-9]{0,60}", after):
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return int(number), after
