"""From a schedule to a backend's timing fields: what all backends share.

A backend describes its fields as a `Form`; `encode` finds one object, several that share no instant, or the
reason why it cannot be said exactly. What the engine would do otherwise is listed and needs consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice, pairwise, takewhile, zip_longest

from schedule_mcp.backends.base import Encoding, Member
from schedule_mcp.backends.differences import Difference
from schedule_mcp.backends.proofs import check_cadence, check_horizon, engine_differences, meetings, second_opinion
from schedule_mcp.backends.wire import Form, Timing
from schedule_mcp.cron.synthesis import fit
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.errors import ImpossibleSchedule, InvalidArgument, Unsupported
from schedule_mcp.schedule import fires, next_fire, same
from schedule_mcp.schedule.clock import HORIZON
from schedule_mcp.schedule.equality import calendar_as_interval, interval_as_calendar
from schedule_mcp.schedule.fire_times import END_OF_TIME, epoch_seconds, form_fires, instant_of, wall_time
from schedule_mcp.schedule.model import (
    DAY_S,
    SPOKEN_CLOCK,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Days,
    Interval,
    Once,
    Schedule,
)
from schedule_mcp.schedule.public_holidays import places_in
from schedule_mcp.schedule.shift import Drift, horizon_end, shifted, to_offset
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form
from schedule_mcp.schedule.zones import same_zone, zone

MEMBERS_AT_MOST = 8
_MINUTES_OF_A_DAY = 1_440
_LAST = END_OF_TIME - timedelta(days=2)

ACCEPTABLE = ("utc_drift", "dst_gap", "dst_overlap", "engine_may_skip", "engine_may_shift")
"""The names that `accept` takes."""


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
    if _is_dense(schedule):
        check_cadence(form, schedule, now)
        _check_seconds(form)
    work = _Work(form, now, accept)
    members = _members(work, without_idle_bounds(schedule, now))
    check_cadence(form, schedule, now)
    unneeded = sorted(accept - {d.kind for d in work.differences})
    if unneeded:
        raise InvalidArgument(
            f"accept names '{unneeded[0]}', but this schedule has no such difference", "Leave it out of accept."
        )
    return Encoding(tuple(members), tuple(work.differences), tuple(work.notes))


def _is_dense(schedule: Schedule) -> bool:
    """Whether it runs more often than each minute of a day: what is looked at for others takes minutes then."""
    return isinstance(schedule, Calendar) and any(len(rule.times) > _MINUTES_OF_A_DAY for rule in schedule.rules)


def _check_seconds(form: Form) -> None:
    if not form.dialect.has_seconds:
        raise Unsupported(f"{form.title} runs on whole minutes", "Choose whole minutes.", reason="seconds")


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
    if once is None or not _ends(schedule):
        return []
    runs = list(islice(fires(schedule, after=work.now), MEMBERS_AT_MOST + 1))
    if len(runs) > MEMBERS_AT_MOST or (len(runs) > 1 and work.form.bounded is not None):
        return []
    return [Member(once(run), Once(run)) for run in runs]


def _ends(schedule: Calendar | Interval) -> bool:
    """Whether a last run is said: by a bound, or because every rule names its dates."""
    if schedule.until is not None:
        return True
    return isinstance(schedule, Calendar) and all(_is_dated(rule.days) for rule in schedule.rules)


def _is_dated(days: Days) -> bool:
    match days:
        case Between():
            return True
        case AllOf(parts):
            return any(map(_is_dated, parts))
        case AnyOf(parts):
            return bool(parts) and all(map(_is_dated, parts))
    return False


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
        raise refusal or _no_interval(work.form)
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


def _no_interval(form: Form) -> Unsupported:
    return Unsupported(
        f"{form.title} runs by the clock, and this interval does not divide a day",
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
        as_interval = _as_interval(calendar, work.now) if work.form.interval is not None else None
        if as_interval is None or work.form.interval is None:
            raise
        try:
            timing = _bounded(work.form, work.form.interval(as_interval), as_interval)
        except Unsupported:
            raise refusal from None
        return [Member(timing, as_interval)]


def _as_interval(calendar: Calendar, now: datetime) -> Interval | None:
    """The calendar as elapsed time from its next run, where it is that: evenly over the day, or one time every
    n days in a zone without clock changes."""
    found = calendar_as_interval(calendar, now)
    first = next_fire(calendar, now)
    if found is not None or first is None or not keeps_offset(calendar.zone, now):
        return found
    times = {t for rule in calendar.rules for t in rule.times}
    runs = list(islice(fires(calendar, after=now), 2))
    if len(times) != 1 or len(runs) != 2:
        return None
    interval = Interval(runs[1] - runs[0], first, until=calendar.until)
    # Proved run by run to the end of dates: there is at most one a day.
    pairs = zip_longest(*(takewhile(_LAST.__ge__, fires(s, after=now)) for s in (calendar, interval)))
    return interval if all(ours == theirs for ours, theirs in pairs) else None


def keeps_offset(place: str, now: datetime) -> bool:
    """Whether the clock of a zone does not change within the horizon, so that a day is 24 hours."""
    start = epoch_seconds(now)
    return not zone(place).transitions_between(start, start + int(HORIZON.total_seconds()))


def _cron_members(work: _Work, calendar: Calendar) -> list[Member]:
    form = work.form
    if places := sorted({place for rule in calendar.rules for place in places_in(rule.days)}):
        raise Unsupported(
            f"{form.title} cannot hold public holidays ({', '.join(places)}): they fall on other dates each year",
            f"Leave them out, name their dates, or bound it to at most {MEMBERS_AT_MOST} runs. The local backend holds "
            "them.",
            reason="holidays",
        )
    # First of all: no consent to a difference gives an engine bounds.
    _check_bounds(form, calendar)
    moved, place = _on_the_backends_clock(work, calendar)
    try:
        texts = fit(moved, form.dialect, limit=MEMBERS_AT_MOST)
    except Unsupported as refusal:
        if not same_zone(place, calendar.zone):
            refusal.details["zone"] = place
        raise
    members, parts = [], []
    for text in texts:
        rules = calendar_of(parse_fields(text, form.dialect), place).rules
        part = replace(calendar, rules=rules, zone=place)
        if next_fire(part, work.now) is None:
            continue
        check_horizon(form, part, text, work.now)
        second_opinion(form.dialect, text, work.now)
        work.agree(engine_differences(form, part, text, work.now))
        members.append(Member(_bounded(form, form.cron(text, place), part), part))
        parts.append((part, text))
    work.agree(meetings(form, parts, work.now))
    return members


def _bounded(form: Form, timing: Timing, schedule: Calendar | Interval) -> Timing:
    _check_bounds(form, schedule)
    if form.bounded is None or schedule.start is schedule.until is None:
        return timing
    return form.bounded(timing, schedule.start, schedule.until)


def _check_bounds(form: Form, schedule: Calendar | Interval) -> None:
    if form.bounded is None and (schedule.start is not None or schedule.until is not None):
        bound = "a last run" if schedule.until is not None else "a first run"
        raise Unsupported(
            f"{form.title} cannot hold {bound}: its recurring schedules have no bounds",
            f"Name at most {MEMBERS_AT_MOST} runs, or leave the bound out and pause the schedule when it is over.",
            reason="window",
        )


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
        until = horizon_end(work.now)
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
        raise Unsupported(
            f"{work.form.title} runs on the clock of {target}, and the runs in {calendar.zone} "
            f"{_drift(drift, work.now)}",
            "Say it in UTC, or ask the person; with accept=utc_drift it is sent for the next run's offset.",
            reason="utc_drift",
            accept=("utc_drift",),
            details={"zone": target},
        )
    work.differences.extend(_drifted(calendar, form, target, work.now))
    return form


def _drift(drift: Drift, now: datetime) -> str:
    if len(drift.offsets) > 1:
        offsets = (f"UTC{_offset(offset)} (from {day})" for offset, day in drift.offsets[:2])
        return f"have more than one offset: {' and '.join(offsets)}"
    if drift.change_on is not None:
        return f"meet a clock change on {drift.change_on}"
    return f"begin later than {horizon_end(now)}, too far ahead to know their offset"


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
