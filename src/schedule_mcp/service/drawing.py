"""The calendar: what all schedules, or what words, do in the coming weeks, and what came of the runs before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from schedule_mcp.answers.calendar.model import Drawn, Ended, View, begin_of, view_of
from schedule_mcp.answers.structured import when_of
from schedule_mcp.backends.base import Backend, Record, Wanted
from schedule_mcp.engine.port import RunsPage, RunsWanted
from schedule_mcp.errors import BackendError, InvalidArgument
from schedule_mcp.language import describe
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.planning.planner import place_of
from schedule_mcp.records.row import Row, handle_of, records_of
from schedule_mcp.schedule import Schedule
from schedule_mcp.schedule.fire_times import wall_time
from schedule_mcp.schedule.model import Calendar, Interval
from schedule_mcp.schedule.zones import Zone, zone
from schedule_mcp.service.arguments import checked_agent, checked_count, checked_zone
from schedule_mcp.service.base import Desk
from schedule_mcp.service.calls import Draw

DRAWN_AT_MOST = 200
WEEKS_AT_MOST, MONTHS_AT_MOST = 53, 12
PAST_AT_MOST = 5_000
_PAST_OF_ONE = 100
_EARLIEST, _LATEST = date(2000, 1, 3), date(2390, 1, 1)


@runtime_checkable
class HasPastRuns(Protocol):
    """A backend that tells the past runs of all its schedules at once."""

    def past_runs(self, wanted: RunsWanted, limit: int, after: str = "") -> RunsPage: ...


class Drawing(Desk):
    """Days of a calendar."""

    def calendar(self, call: Draw) -> View | dict[str, Any]:
        """The days with their runs; the answer that asks back where `when` leaves something open."""
        now = self._now()
        if call.when:
            heard, asked = self.heard(call.when, call.timezone)
            if heard is None or asked:
                return asked
            schedule = heard.reading.schedule
            assert schedule is not None
            self.policy.check_cadence(schedule, now)
            held = [Drawn("", "as said", describe(schedule), "active", (_with_phase(schedule, now),))]
            place = zone(place_of(schedule, heard.zone or "UTC"))
            first, last = _dates(call, place, now)
            return view_of(held, (), zone_name=place.name, first=first, last=last, now=now)
        with self.call(call.backend):
            return self._of_stored(call, now)

    def _of_stored(self, call: Draw, now: datetime) -> View:
        unreachable: list[str] = []
        rows, notes = self._wanted(call.backend, checked_agent(call.agent_id), call.name, unreachable)
        drawn = [drawn_of(name, row) for name, row in rows]
        place = zone(checked_zone(call.timezone) or self.timezone or common_zone(drawn))
        first, last = _dates(call, place, now)
        begin = begin_of(first, place)
        ended = list(self._ended(rows, begin, min(now, begin_of(last + timedelta(days=1), place)), notes))
        view = view_of(drawn, ended, zone_name=place.name, first=first, last=last, now=now, notes=notes)
        return replace(view, unreachable=unreachable)

    def _wanted(
        self, backend: str, agent: str, name: str, unreachable: list[str] | None = None
    ) -> tuple[list[tuple[str, Row]], list[str]]:
        """The rows of all backends, or of one, with what could not be listed; the names of such backends are added to
        `unreachable`."""
        missing = [] if unreachable is None else unreachable
        names = [self.directory.backend(backend).name] if backend else list(self.backends)
        wanted = Wanted(agent, "", name)
        notes: list[str] = []
        rows: list[tuple[str, Row]] = []
        for each in names:
            try:
                rows += [(each, row) for row in self._rows(each, wanted, DRAWN_AT_MOST - len(rows), notes)]
            except BackendError as error:
                notes.append(f"'{each}' could not be listed, its schedules are missing here: {error}")
                missing.append(each)
                if len(missing) == len(names):
                    # Empty days would say that nothing runs.
                    raise
        return rows, notes

    def _rows(self, name: str, wanted: Wanted, room: int, notes: list[str]) -> Iterator[Row]:
        after, left = "", room
        while True:
            page = self.directory.page(name, wanted, left, after)
            yield from page.rows[:left]
            left -= len(page.rows)
            if page.after is None or left <= 0:
                break
            after = page.after
        if page.total > room - max(left, 0):
            notes.append(
                f"'{name}' has {page.total:,} such schedules, {room - max(left, 0)} of them are drawn: narrow it by "
                "name, agent or backend"
            )

    def _ended(
        self, rows: Sequence[tuple[str, Row]], since: datetime, until: datetime, notes: list[str]
    ) -> Iterator[Ended]:
        """What the backends remember of runs due in [since, until]."""
        if since >= until:
            return
        for name in dict.fromkeys(name for name, _ in rows):
            own = {r.id: n for n, (each, row) in enumerate(rows) if each == name for r in records_of(row)}
            backend = self.backends[name]
            try:
                if isinstance(backend, HasPastRuns):
                    yield from _overdue(rows, name, since, until)
                    yield from _of_all(backend, own, since, until, notes)
                elif backend.capabilities.history:
                    for _, row in (each for each in rows if each[0] == name):
                        yield from _of_each(backend, row, own, since, until)
            except BackendError as error:
                notes.append(f"the past runs of '{name}' are missing here: {error}")


def _overdue(rows: Sequence[tuple[str, Row]], name: str, since: datetime, until: datetime) -> Iterator[Ended]:
    """Runs that a backend itself still calls the next ones, and that are due already."""
    for number, (each, row) in enumerate(rows):
        for record in records_of(row) if each == name else ():
            due = record.next_run
            if record.status == "active" and due is not None and since <= due <= until:
                yield Ended(number, due, "waiting", "due and not begun")


def _of_all(
    backend: HasPastRuns, own: dict[str, int], since: datetime, until: datetime, notes: list[str]
) -> Iterator[Ended]:
    # One that is due right now is past already.
    page = backend.past_runs(RunsWanted(since=since, until=until + timedelta.resolution), PAST_AT_MOST)
    for run in page.runs:
        if run.schedule_id in own:
            yield Ended(own[run.schedule_id], run.due, run.status, one_line(run.detail))
    if page.after:
        notes.append(f"{page.total:,} runs are past, the latest {PAST_AT_MOST:,} of them are drawn")


def _of_each(backend: Backend, row: Row, own: dict[str, int], since: datetime, until: datetime) -> Iterator[Ended]:
    for record in records_of(row):
        for run in backend.runs(record.agent, record.id, _PAST_OF_ONE):
            at = run.due or run.started
            if at is not None and since <= at <= until:
                yield Ended(own[record.id], at, run.status, one_line(run.detail))


def drawn_of(backend: str, row: Row) -> Drawn:
    """A row with what of it runs."""
    records = records_of(row)
    running = [record for record in records if record.status == "active"]
    begins = None
    if not running and row.status == "paused":
        running = [record for record in records if record.resumes is not None]
        begins = min((record.resumes for record in running if record.resumes is not None), default=None)
    schedules = [found for record in running if (found := _placed(record)) is not None]
    unreadable = next((record.unreadable or _NO_PHASE for record in running if _placed(record) is None), "")
    return Drawn(
        str(handle_of(backend, row)), row.name, when_of(row), row.status, tuple(schedules), begins, one_line(unreadable)
    )


_NO_PHASE = "only the backend knows from when on it counts"


def _placed(record: Record) -> Schedule | None:
    """The schedule of a record with a phase; None where that is not known."""
    schedule = record.schedule
    if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
        return None if record.next_run is None else replace(schedule, anchor=record.next_run)
    return schedule


def _with_phase(schedule: Schedule, now: datetime) -> Schedule:
    if isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None:
        return replace(schedule, anchor=now.replace(microsecond=0) + schedule.every)
    return schedule


def common_zone(drawn: Sequence[Drawn]) -> str:
    """The zone of all schedules where they have one, else UTC."""
    zones = {each.zone for held in drawn for each in held.schedules if isinstance(each, Calendar)}
    return zones.pop() if len(zones) == 1 else "UTC"


def _dates(call: Draw, place: Zone, now: datetime) -> tuple[date, date]:
    """The first and the last date of what is to be drawn."""
    checked_count("months", call.months, MONTHS_AT_MOST, least=0)
    checked_count("weeks", call.weeks, WEEKS_AT_MOST)
    first = _date(call.first) if call.first else wall_time(now, place).date()
    if call.months:
        first = first.replace(day=1)
        number = first.year * 12 + first.month - 1 + call.months
        return first, date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    if not call.first:
        first -= timedelta(days=first.weekday())
    return first, first + timedelta(days=7 * call.weeks - 1)


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = date.min
    if not _EARLIEST <= found < _LATEST:
        raise InvalidArgument(f"{quoted(text)} is no date from 2000 to 2389", "Write it as 2026-12-01.")
    return found
