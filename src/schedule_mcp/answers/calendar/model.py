"""A stretch of days with every run, what came of past ones, clock changes, days left out and runs at one instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from schedule_mcp.answers.calendar.changes import changes_on, moved_on
from schedule_mcp.outside.text import one_line
from schedule_mcp.schedule import Schedule, fires
from schedule_mcp.schedule.days import date_of, date_set, dates_from, dates_until, iterate
from schedule_mcp.schedule.fire_times import epoch_seconds, instant_of, wall_time
from schedule_mcp.schedule.model import EVERY_DAY, AllOf, AnyOf, Calendar, Days, Moved, Not
from schedule_mcp.schedule.zones import Zone, same_zone, zone, zone_data_version

FOLDED_OVER = 4
"""Runs of one schedule on one day; more of them are one entry with their number."""

RUNS_A_DAY = 1_500
"""Of one schedule, which is more than one each minute; where there are more, the entry says so."""

COMES = ""
"""The outcome of a run that is still to come."""


@dataclass(frozen=True)
class Drawn:
    """A schedule as it is drawn. `schedules` are those of its parts that run, from `begins` on where it is paused until
    then; `unreadable` says why it cannot be drawn."""

    id: str
    name: str
    when: str
    status: str
    schedules: tuple[Schedule, ...] = ()
    begins: datetime | None = None
    unreadable: str = ""


@dataclass(frozen=True)
class Ended:
    """A run that was due already: of the schedule with this number, and its status ("done", "failed", "missed" …)."""

    number: int
    due: datetime
    outcome: str
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """Runs of one schedule on one day that are told as one: instants (UTC, ascending) of one outcome."""

    number: int
    runs: tuple[datetime, ...]
    outcome: str = COMES
    detail: str = ""
    more: bool = False
    """There are more runs than these on this day."""
    with_others: tuple[int, ...] = ()
    """Other schedules that run at one of these instants."""


@dataclass(frozen=True)
class Day:
    """A date of the view's zone. `changes`: the clocks change; `moved`: what that does to runs; `left_out`: the numbers
    of schedules whose words leave out this date, which would have a run otherwise."""

    date: date
    entries: tuple[Entry, ...] = ()
    changes: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True)
class View:
    """What is drawn: whole days of `zone` from the first to the last, all schedules by their number."""

    zone: str
    now: datetime
    days: Sequence[Day]
    schedules: Sequence[Drawn]
    notes: Sequence[str] = field(default=())
    unreachable: Sequence[str] = field(default=())
    """Backends whose schedules are missing here."""


def view_of(
    schedules: Sequence[Drawn],
    ended: Iterable[Ended],
    *,
    zone_name: str,
    first: date,
    last: date,
    now: datetime,
    notes: Sequence[str] = (),
) -> View:
    """The days from `first` to `last` in a zone; runs before `now` are those that `ended`, later ones are computed."""
    place = zone(zone_name)
    found: dict[date, list[Entry]] = {}
    for entry in _past(ended, place):
        found.setdefault(_day(entry, place), []).append(entry)
    for number, drawn in enumerate(schedules):
        for entry in _to_come(number, drawn, place, first, last, now):
            found.setdefault(_day(entry, place), []).append(entry)
    together = _together(found.values())
    left_out = {number: _left_out(each, first, last, now) for number, each in enumerate(schedules)}
    zones = _zones(zone_name, schedules)
    days = []
    for day in _dates(first, last):
        entries = [_beside_others(each, together) for each in found.get(day, ())]
        entries.sort(key=lambda each: (each.runs[0], each.number))
        days.append(
            Day(
                day,
                tuple(entries),
                tuple(said for each in zones for said in changes_on(each, place, day, alone=len(zones) == 1)),
                tuple(_moved(schedules, place, day)),
                tuple(number for number, dates in left_out.items() if day in dates),
            )
        )
    return View(zone_name, now, days, schedules, notes)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _day(entry: Entry, place: Zone) -> date:
    return wall_time(entry.runs[0], place).date()


def begin_of(day: date, place: Zone) -> datetime:
    """The first instant of a date in a zone; where midnight is skipped, the first one after it."""
    midnight = epoch_seconds(datetime.combine(day, time(), UTC))
    low, high = midnight - 2 * 86_400, midnight + 2 * 86_400
    # The wall clock goes back by hours only, so the date itself never does for longer than that.
    while high - low > 1:
        middle = (low + high) // 2
        if wall_time(instant_of(middle), place).date() >= day:
            high = middle
        else:
            low = middle
    return instant_of(high)


def _to_come(number: int, drawn: Drawn, place: Zone, first: date, last: date, now: datetime) -> Iterator[Entry]:
    start = now if drawn.begins is None else max(now, drawn.begins - timedelta.resolution)
    for day in _dates(max(first, wall_time(start, place).date()), last):
        begin, end = begin_of(day, place), begin_of(day + timedelta(days=1), place)
        after = max(start, begin - timedelta.resolution)
        runs: set[datetime] = set()
        for schedule in drawn.schedules:
            for run in islice(fires(schedule, after=after), RUNS_A_DAY + 1):
                if run >= end:
                    break
                runs.add(run)
        yield from _entries(number, sorted(runs))


def _entries(number: int, runs: list[datetime], outcome: str = COMES, detail: str = "") -> Iterator[Entry]:
    if len(runs) <= FOLDED_OVER:
        yield from (Entry(number, (run,), outcome, detail) for run in runs)
    else:
        yield Entry(number, tuple(runs[:RUNS_A_DAY]), outcome, detail, more=len(runs) > RUNS_A_DAY)


def _past(ended: Iterable[Ended], place: Zone) -> Iterator[Entry]:
    held: dict[tuple[int, date, str], list[Ended]] = {}
    for each in ended:
        held.setdefault((each.number, wall_time(each.due, place).date(), each.outcome), []).append(each)
    for (number, _, outcome), same in held.items():
        if len(same) <= FOLDED_OVER:
            yield from (Entry(number, (each.due.astimezone(UTC),), outcome, each.detail) for each in same)
        else:
            yield from _entries(number, sorted(each.due.astimezone(UTC) for each in same), outcome)


# -- at one instant ----------------------------------------------------------------------------------------------


def _together(entries: Iterable[list[Entry]]) -> Mapping[datetime, frozenset[int]]:
    """The instants at which several schedules run, with their numbers."""
    at: dict[datetime, set[int]] = {}
    for each in entries:
        for entry in each:
            for run in entry.runs:
                at.setdefault(run, set()).add(entry.number)
    return {run: frozenset(numbers) for run, numbers in at.items() if len(numbers) > 1}


def _beside_others(entry: Entry, together: Mapping[datetime, frozenset[int]]) -> Entry:
    others = set().union(*(together.get(run, frozenset()) for run in entry.runs)) - {entry.number}
    if not others:
        return entry
    return Entry(entry.number, entry.runs, entry.outcome, entry.detail, entry.more, tuple(sorted(others)))


# -- days left out -----------------------------------------------------------------------------------------------


def _left_out(drawn: Drawn, first: date, last: date, now: datetime) -> frozenset[date]:
    """The dates that the words of a schedule except, and that would have a run without that."""
    within = dates_from(first) & dates_until(last)
    found = 0
    for schedule in drawn.schedules:
        if isinstance(schedule, Calendar):
            runs = excepted = 0
            for rule in schedule.rules:
                runs |= date_set(rule.days)
                excepted |= date_set(_without_exceptions(rule.days))
            today = wall_time(max(now, schedule.start or now), zone(schedule.zone)).date()
            until = last if schedule.until is None else wall_time(schedule.until, zone(schedule.zone)).date()
            found |= excepted & ~runs & within & dates_from(today) & dates_until(until)
    return frozenset(map(date_of, iterate(found)))


def _without_exceptions(days: Days) -> Days:
    match days:
        case Not():
            return EVERY_DAY
        case Moved(moved):
            return AnyOf((_without_exceptions(moved), days))
        case AllOf(parts):
            return AllOf(tuple(map(_without_exceptions, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_without_exceptions, parts)))
    return days


# -- clock changes -----------------------------------------------------------------------------------------------


def _zones(own: str, schedules: Sequence[Drawn]) -> list[str]:
    """The view's zone, and those of the schedules that have other rules."""
    found = [own]
    for each in schedules:
        for schedule in each.schedules:
            if isinstance(schedule, Calendar) and not any(same_zone(schedule.zone, known) for known in found):
                found.append(schedule.zone)
    return found


def _moved(schedules: Sequence[Drawn], place: Zone, day: date) -> Iterator[str]:
    for drawn in schedules:
        for schedule in drawn.schedules:
            if isinstance(schedule, Calendar):
                for said in moved_on(schedule, place, day):
                    yield f"{one_line(drawn.name)}: {said}"


# -- as JSON -----------------------------------------------------------------------------------------------------


def view_json(view: View) -> dict[str, Any]:
    """The view as a structured answer; days on which nothing is to be seen are left out."""
    place = zone(view.zone)
    found = {
        "status": "ok",
        "timezone": view.zone,
        "zone_data": zone_data_version(),
        "from": view.days[0].date.isoformat(),
        "to": view.days[-1].date.isoformat(),
        "schedules": [_drawn_json(each) for each in view.schedules],
        "days": [_day_json(day, place, view) for day in view.days if day != Day(day.date)],
        "warnings": list(view.notes),
    }
    return found | ({"unreachable": list(view.unreachable)} if view.unreachable else {})


def _drawn_json(drawn: Drawn) -> dict[str, Any]:
    found = {"id": drawn.id, "name": one_line(drawn.name), "status": drawn.status, "when": drawn.when}
    return found | ({"not_drawn": drawn.unreadable} if drawn.unreadable else {})


def _day_json(day: Day, place: Zone, view: View) -> dict[str, Any]:
    found: dict[str, Any] = {"date": day.date.isoformat()}
    if day.entries:
        found["runs"] = [_entry_json(entry, place, view) for entry in day.entries]
    for key, said in (("clock_changes", day.changes), ("moved", day.moved)):
        if said:
            found[key] = list(said)
    if day.left_out:
        found["left_out"] = [view.schedules[number].id for number in day.left_out]
    return found


def _entry_json(entry: Entry, place: Zone, view: View) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": view.schedules[entry.number].id,
        "outcome": entry.outcome or "to come",
        "times": [wall_time(run, place).strftime("%H:%M:%S%z") for run in entry.runs],
    }
    if entry.more:
        found["more"] = True
    if entry.with_others:
        found["with"] = [view.schedules[number].id for number in entry.with_others]
    return found
