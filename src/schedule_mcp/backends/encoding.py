"""From a schedule to a backend's timing fields: what all backends share.

A backend describes its fields as a `Form`; `encode` finds one object, several that share no instant, or the
reason why it cannot be said exactly. What the engine would do otherwise is listed and needs consent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

from schedule_mcp.backends.base import Encoding, Member
from schedule_mcp.cron.dialects import DayRule, Dialect
from schedule_mcp.cron.fit import fit
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.errors import ImpossibleSchedule, InvalidArgument, Unsupported
from schedule_mcp.plan import Difference
from schedule_mcp.schedule import fires, next_fire, same
from schedule_mcp.schedule.clock import clock_differences
from schedule_mcp.schedule.fires import epoch_seconds, form_fires, instant_of, wall_time
from schedule_mcp.schedule.model import DAY_S, SPOKEN_CLOCK, Calendar, Interval, Once, Schedule
from schedule_mcp.schedule.same import HORIZON, calendar_as_interval, interval_as_calendar
from schedule_mcp.schedule.shift import Drift, shifted, to_offset
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form
from schedule_mcp.schedule.zones import same_zone, zone

MEMBERS_AT_MOST = 8
ACCEPTABLE = ("utc_drift", "dst_gap", "dst_overlap", "engine_may_skip")
"""The names that `accept` takes."""

_SECOND_OPINION_RUNS = 12
_CADENCE_RUNS = 3_000

Timing = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """How a backend writes timing. A callable that is None means that the backend has no such timing."""

    title: str
    dialect: Dialect
    cron: Callable[[str, str], Timing]
    """(expression, zone) to fields."""
    once: Callable[[datetime], Timing] | None = None
    interval: Callable[[Interval], Timing] | None = None
    """Raises `Unsupported` for an interval that it cannot hold exactly."""
    bounded: Callable[[Timing, datetime | None, datetime | None], Timing] | None = None
    """(fields, start, until) to fields; raises `Unsupported` for a bound that it does not have."""
    zone: str | None = None
    """The one zone of a backend without a zone per schedule."""
    minimum_cadence_s: int = 0
    faults: Callable[[Calendar, str, datetime], Sequence[Difference]] | None = None
    """(calendar, expression, now) to what the engine may skip: differences of kind "engine_may_skip"."""


@dataclass
class _Work:
    """What one encoding has collected so far."""

    form: Form
    now: datetime
    accept: frozenset[str]
    differences: list[Difference] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def agree(self, found: Iterable[Difference]) -> None:
        """Take differences that were accepted; refuse the others by the names that would accept them."""
        found = list(found)
        missing = sorted({d.kind for d in found} - self.accept)
        if missing:
            first = next(d for d in found if d.kind in missing)
            raise Unsupported(
                f"{self.form.title} would not run exactly this: on {first.date} {first.ours}, {first.theirs}",
                f"Ask the person; with accept={','.join(missing)} it is sent and the dates are listed.",
                reason="clock_change" if missing[0].startswith("dst") else missing[0],
                accept=missing,
                details={"dates": sorted({d.date for d in found if d.kind in missing})[:10]},
            )
        self.differences.extend(found)


def encode(form: Form, schedule: Schedule, *, now: datetime, accept: frozenset[str]) -> Encoding:
    """The schedule as objects of this form.

    Raises:
        ImpossibleSchedule: it has no run after `now`.
        Unsupported: it cannot be said exactly; `accept` names what would lift the refusal, if anything.
        InvalidArgument: a name in `accept` does not exist or is not needed.
    """
    unknown = sorted(accept - set(ACCEPTABLE))
    if unknown:
        raise InvalidArgument(f"accept has no name '{unknown[0][:40]}'", f"The names are: {', '.join(ACCEPTABLE)}.")
    if next_fire(schedule, now) is None:
        raise ImpossibleSchedule("this schedule has no run in the future", "Name a time that is still to come.")
    work = _Work(form, now, accept)
    members = _members(work, without_idle_bounds(schedule, now))
    _check_cadence(form, schedule, now)
    unneeded = sorted(accept - {d.kind for d in work.differences})
    if unneeded:
        raise InvalidArgument(
            f"accept names '{unneeded[0]}', but this schedule has no such difference", "Leave it out of accept."
        )
    return Encoding(tuple(members), tuple(work.differences), tuple(work.notes))


def without_idle_bounds(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule without a start that no run is cut off by."""
    if isinstance(schedule, Once) or schedule.start is None:
        return schedule
    if isinstance(schedule, Interval) and schedule.anchor is None:
        # The start is what gives an interval without anchor its phase.
        return replace(schedule, anchor=schedule.start, start=None)
    freed = replace(schedule, start=None)
    return freed if next_fire(freed, now) == next_fire(schedule, now) else schedule


def _members(work: _Work, schedule: Schedule) -> list[Member]:
    form = work.form
    if isinstance(schedule, Once):
        if form.once is None:
            raise Unsupported(f"{form.title} has no schedules that run once", reason="once")
        return [Member(form.once(schedule.at), schedule)]
    if isinstance(schedule, Interval):
        return _interval_members(work, schedule)
    return _few_runs(work, schedule) or _calendar_members(work, schedule)


def _few_runs(work: _Work, schedule: Calendar | Interval) -> list[Member]:
    """A schedule of few runs as objects that run once each, where the backend has no bounds of its own."""
    once = work.form.once
    if schedule.until is None or once is None:
        return []
    runs = list(islice(fires(schedule, after=work.now), MEMBERS_AT_MOST + 1))
    if len(runs) > MEMBERS_AT_MOST or (len(runs) > 1 and work.form.bounded is not None):
        return []
    return [Member(once(run), Once(run)) for run in runs]


# -- intervals ---------------------------------------------------------------------------------------------


def _interval_members(work: _Work, interval: Interval) -> list[Member]:
    refusal: Unsupported | None = None
    if work.form.interval is not None:
        try:
            timing = _bounded(work.form, work.form.interval(interval), interval)
            return [Member(timing, interval)]
        except Unsupported as error:
            refusal = error
    few = _few_runs(work, interval)
    if few:
        return few
    calendar = interval_as_calendar(interval)
    if calendar is None:
        raise refusal or _no_interval(work.form, interval)
    free = interval.anchor is None and interval.start is None
    try:
        members = _calendar_members(work, _idle_start_dropped(calendar, work.now))
    except Unsupported as error:
        raise refusal or error from None
    if free:
        first = next_fire(calendar, work.now)
        work.notes.append(f"the interval is put on the clock: first run {first:%Y-%m-%d %H:%M} UTC" if first else "")
    return members


def _idle_start_dropped(calendar: Calendar, now: datetime) -> Calendar:
    kept = without_idle_bounds(calendar, now)
    assert isinstance(kept, Calendar)
    return kept


def _no_interval(form: Form, interval: Interval) -> Unsupported:
    return Unsupported(
        f"{form.title} runs by the clock, and every {interval.every} does not divide a day",
        "Choose an interval that divides 24 hours, or times of the day.",
        reason="interval",
    )


# -- calendars ---------------------------------------------------------------------------------------------


def _calendar_members(work: _Work, calendar: Calendar) -> list[Member]:
    before = len(work.differences), len(work.notes)
    try:
        return _cron_members(work, calendar)
    except Unsupported as refusal:
        del work.differences[before[0] :], work.notes[before[1] :]
        as_interval = calendar_as_interval(calendar, work.now) if work.form.interval is not None else None
        if as_interval is None or work.form.interval is None:
            raise
        try:
            timing = _bounded(work.form, work.form.interval(as_interval), as_interval)
        except Unsupported:
            raise refusal from None
        return [Member(timing, as_interval)]


def _cron_members(work: _Work, calendar: Calendar) -> list[Member]:
    form = work.form
    moved, place = _on_the_backends_clock(work, calendar)
    texts = fit(moved, form.dialect, limit=MEMBERS_AT_MOST)
    members = []
    for text in texts:
        rules = calendar_of(parse_fields(text, form.dialect), place).rules
        part = replace(calendar, rules=rules, zone=place)
        if next_fire(part, work.now) is None:
            continue
        _check_horizon(form, part, text, work.now)
        _second_opinion(form.dialect, text, work.now)
        work.agree(_engine_differences(form, part, text, work.now))
        members.append(Member(_bounded(form, form.cron(text, place), part), part))
    return members


def _bounded(form: Form, timing: Timing, schedule: Calendar | Interval) -> Timing:
    # An anchored interval carries its own beginning.
    start = schedule.start
    if start is None and schedule.until is None:
        return timing
    if form.bounded is None:
        bound = "a last run" if schedule.until is not None else "a first run"
        raise Unsupported(
            f"{form.title} cannot hold {bound}: its recurring schedules have no bounds",
            f"Name at most {MEMBERS_AT_MOST} runs, or leave the bound out and pause the schedule when it is over.",
            reason="window",
        )
    return form.bounded(timing, start, schedule.until)


def _on_the_backends_clock(work: _Work, calendar: Calendar) -> tuple[NormalForm, str]:
    """The rules on a clock that the backend knows, and its zone."""
    own = zone(calendar.zone)
    target = work.form.zone
    if target is None:
        # Zones are sent as IANA names, and a fixed offset has none.
        target = calendar.zone if own.fixed_offset in (None, 0) else "UTC"
    if same_zone(calendar.zone, target):
        return normal_form(calendar.rules), "UTC" if own.fixed_offset == 0 else target
    goal = zone(target)
    if goal.fixed_offset is None:
        raise Unsupported(
            f"{work.form.title} runs on the clock of {target}, and this is said in {calendar.zone}",
            f"Say it in {target}.",
            reason="zone",
            details={"zone": target},
        )
    moved = to_offset(calendar, target, after=work.now)
    if not isinstance(moved, Drift):
        until = (work.now + HORIZON).date()
        work.notes.append(f"moved from {calendar.zone} to {target}; exact until {until} by the zone data in use")
        return moved, target
    return _drifting(work, calendar, moved, goal.fixed_offset, target), target


def _drifting(work: _Work, calendar: Calendar, drift: Drift, goal: int, target: str) -> NormalForm:
    """The rules moved by the offset of the next run, where the person accepts that other runs drift."""
    place = zone(calendar.zone)
    first = next_fire(calendar, work.now)
    assert first is not None
    offset = place.offset_at(epoch_seconds(first))
    form = from_rectangles(
        pair for d, t in normal_form(calendar.rules).items() for pair in shifted(d, t, goal - offset)
    )
    if "utc_drift" not in work.accept:
        offsets = " and ".join(f"UTC{_offset(o)} (from {day})" for o, day in drift.offsets[:2])
        raise Unsupported(
            f"{work.form.title} runs on the clock of {target}, and the runs in {calendar.zone} have "
            f"more than one offset: {offsets or f'a clock change on {drift.change_on}'}",
            "Say it in UTC, or ask the person; with accept=utc_drift it is sent for the next run's offset.",
            reason="utc_drift",
            accept=("utc_drift",),
            details={"zone": target},
        )
    work.differences.extend(_drifted(calendar, form, target, work.now))
    return form


def _drifted(calendar: Calendar, form: NormalForm, target: str, now: datetime) -> list[Difference]:
    """For each stretch of the horizon in which the moved rules run at other instants: its first date."""
    place, goal = zone(calendar.zone), zone(target)
    begin, end = epoch_seconds(now), epoch_seconds(now + HORIZON)
    edges = [begin, *(t.at for t in place.transitions_between(begin, end)), end]
    found = []
    for start, stop in pairwise(edges):
        window = min(stop, start + 400 * DAY_S)
        ours = list(islice(form_fires(normal_form(calendar.rules), place, calendar.clock, start + 1, window), 50))
        theirs = list(islice(form_fires(form, goal, SPOKEN_CLOCK, start + 1, window), 50))
        if ours[:49] != theirs[:49] and ours and theirs:
            said, done = (f"{wall_time(instant_of(t), place):%H:%M}" for t in (ours[0], theirs[0]))
            day = f"{wall_time(instant_of(ours[0]), place):%Y-%m-%d}"
            found.append(Difference("utc_drift", day, f"said for {said} {place.name}", f"runs at {done} from then on"))
    return found


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}"


# -- proofs about the engine ---------------------------------------------------------------------------------


def _engine_differences(form: Form, part: Calendar, text: str, now: datetime) -> list[Difference]:
    found: dict[tuple[str, str], Difference] = {}
    place = zone(part.zone)
    for reading in form.dialect.readings:
        engine = parse_fields(text, reading).engine_clock
        for d in clock_differences(part, engine, after=now):
            ours, theirs = (_clock_times(instants, place) for instants in (d.ours, d.theirs))
            found.setdefault(
                (d.kind, str(d.date)),
                Difference(d.kind, str(d.date), f"said to run {ours}", f"the engine runs {theirs}"),
            )
    faults = form.faults(part, text, now) if form.faults is not None else ()
    return [*found.values(), *faults]


def _clock_times(instants: Sequence[datetime], place: Any) -> str:
    if not instants:
        return "not then"
    return "at " + ", ".join(f"{wall_time(t, place):%H:%M %z}" for t in instants[:4])


def _check_horizon(form: Form, part: Calendar, text: str, now: datetime) -> None:
    years = form.dialect.horizon_years
    if years is None:
        return
    previous = now
    for run in islice(fires(part, after=now), 4):
        if run - previous > timedelta(days=365 * years):
            raise Unsupported(
                f"{form.title} looks {years} years ahead, and from {previous:%Y-%m-%d} the next run of '{text}' "
                f"is on {run:%Y-%m-%d}",
                reason="horizon",
            )
        previous = run


def _second_opinion(dialect: Dialect, text: str, now: datetime) -> None:
    """Compare the next runs with croniter, an evaluator that shares no code with ours, clock changes aside."""
    from croniter import croniter

    reading = dialect.readings[0]
    fields = text.split()
    if "year" in reading.fields:
        return
    start = now.astimezone(UTC).replace(microsecond=0)
    theirs = croniter(
        " ".join("L" if f == "last" else f for f in fields),
        start,
        day_or=reading.day_rule is DayRule.OR,
        second_at_beginning=len(fields) == 6,
        implement_cron_bug=reading.name == "vixie",
    )
    rules = normal_form(calendar_of(parse_fields(text, reading), "UTC").rules)
    begin = epoch_seconds(start) + 1
    horizon = begin + 40 * 366 * DAY_S
    ours = islice(form_fires(rules, zone("UTC"), SPOKEN_CLOCK, begin, horizon), _SECOND_OPINION_RUNS)
    for run in ours:
        if epoch_seconds(theirs.get_next(datetime)) != run:
            raise Unsupported(
                f"two evaluators disagree about '{text}' near {instant_of(run):%Y-%m-%d}, so it is not sent",
                "This is a fault of the program: please report it with the words that were used.",
                reason="second_opinion",
            )


def _check_cadence(form: Form, schedule: Schedule, now: datetime) -> None:
    """The runs of a whole group together must keep the backend's minimum."""
    least = max(form.minimum_cadence_s, form.dialect.minimum_cadence_s)
    if not least or isinstance(schedule, Once):
        return
    if isinstance(schedule, Interval):
        shortest: timedelta | None = schedule.every
    else:
        runs = islice(fires(schedule, after=now), _CADENCE_RUNS)
        shortest = min((b - a for a, b in pairwise(runs)), default=None)
    if shortest is not None and shortest < timedelta(seconds=least):
        raise Unsupported(
            f"{form.title} runs a schedule at most every {timedelta(seconds=least)}; "
            f"this would run again after {shortest}",
            "Choose a slower cadence.",
            reason="cadence",
            details={"minimum_s": least},
        )


def union_is(members: Sequence[Member], schedule: Schedule, now: datetime) -> bool:
    """Whether members together fire as the schedule: for tests and for the check after a write."""
    if len(members) == 1 and same(members[0].schedule, schedule, after=now):
        return True
    ends = now + timedelta(days=1_500)
    ours = {t for m in members for t in _until(m.schedule, now, ends)}
    return ours == set(_until(schedule, now, ends))


def _until(schedule: Schedule, now: datetime, end: datetime) -> Iterable[datetime]:
    for run in fires(schedule, after=now):
        if run > end:
            return
        yield run
