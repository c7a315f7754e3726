"""What can be sent instead of what a backend refused: at most three offers, each tried before it is made.

A refusal's reason says which transformations may help; a candidate that is refused for another reason is
transformed once more. None changes more than its words say, and every offer reads back to exactly what encodes.
Then comes another backend that takes the timing as it is, and consent to what the engine does otherwise.
"""

# ruff: noqa: ARG001 - transformations share a signature

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schedule_mcp.errors import ScheduleError, Unsupported
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import next_fire, same
from schedule_mcp.schedule.fire_times import epoch_seconds, wall_time
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    EVERY_WEEKDAY,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Days,
    Every,
    Holidays,
    Interval,
    Months,
    Moved,
    Not,
    Nth,
    Once,
    Period,
    Rule,
    Schedule,
    Weekdays,
)
from schedule_mcp.schedule.public_holidays import known_until, places_in
from schedule_mcp.schedule.zones import zone

OFFERED_AT_MOST = 3

Place = Callable[[Schedule, frozenset[str]], object]
"""Encodes a schedule with accepted names for a backend; raises an error of the tree when it cannot."""
Rewrite = Callable[[Schedule, Unsupported, datetime], Iterator[Schedule]]

_TRIED_AT_MOST = 48
_DEPTH = 3
_TIMES_AT_MOST = 1_440
"""Times of day that a candidate may have: what runs by the second is offered by the minute."""
_HOURS_MOVED = (1, -1, 2, -2, 3, -3)
_DIVISORS_OF_A_DAY_S = [s for s in range(60, DAY_S + 1, 60) if DAY_S % s == 0]
_SOON = timedelta(minutes=4)


def alternatives(
    schedule: Schedule,
    refusal: Unsupported,
    here: Place,
    others: Mapping[str, Place],
    accept: frozenset[str] = frozenset(),
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """Arguments ready to send instead, merged over those of the refused call; at most three.

    `others` are the other configured backends by name that would take the rest of the call.
    """
    besides = [*_elsewhere(schedule, others, accept), *_consent(schedule, refusal, here, accept)]
    said: list[dict[str, Any]] = []
    for offer in _said_otherwise(schedule, refusal, here, accept, now):
        if offer not in said:
            said.append(offer)
        if len(said) >= max(1, OFFERED_AT_MOST - len(besides)):
            break
    return [*said, *besides][:OFFERED_AT_MOST]


def _elsewhere(schedule: Schedule, others: Mapping[str, Place], accept: frozenset[str]) -> Iterator[dict[str, Any]]:
    for name, other in others.items():
        if _refused(other, schedule, frozenset()) is None:
            yield {"backend": name, "agent_id": ""} | ({"accept": []} if accept else {})
            return


def _consent(schedule: Schedule, refusal: Unsupported, here: Place, accept: frozenset[str]) -> Iterator[dict[str, Any]]:
    names, error = accept, refusal
    while isinstance(error, Unsupported) and set(error.accept) - names:
        names = names | set(error.accept)
        found = _refused(here, schedule, names)
        if found is None:
            yield {"accept": sorted(names)}
            return
        if not isinstance(found, Unsupported):
            return
        error = found


def _said_otherwise(
    schedule: Schedule, refusal: Unsupported, here: Place, accept: frozenset[str], now: datetime
) -> Iterator[dict[str, Any]]:
    """Other words, the nearest first: breadth before depth, each transformation giving at most one offer."""
    if _times_of(schedule) > _TIMES_AT_MOST:
        schedule = next(_full_minutes(schedule, refusal, now))
    waiting = [(schedule, refusal, 0)]
    tried = 0
    while waiting:
        current, error, depth = waiting.pop(0)
        for rewrite in _REWRITES.get(error.reason, ()):
            for candidate in rewrite(current, error, now):
                if _times_of(candidate) > _TIMES_AT_MOST:
                    continue
                tried += 1
                found, names = _with_names(here, candidate, accept)
                if found is None and (words := _said(candidate, now)):
                    yield {"when": words} | ({"accept": []} if names != accept else {})
                    break
                if isinstance(found, Unsupported) and depth + 1 < _DEPTH:
                    waiting.append((candidate, found, depth + 1))
                if tried >= _TRIED_AT_MOST:
                    return


def _times_of(schedule: Schedule) -> int:
    return sum(len(rule.times) for rule in schedule.rules) if isinstance(schedule, Calendar) else 0


def _with_names(
    here: Place, candidate: Schedule, accept: frozenset[str]
) -> tuple[ScheduleError | None, frozenset[str]]:
    """What became of a candidate, with the names that were accepted already or, where they are idle, without."""
    found = _refused(here, candidate, accept)
    if found is not None and accept and _refused(here, candidate, frozenset()) is None:
        return None, frozenset()
    return found, accept


def _refused(place: Place, schedule: Schedule, accept: frozenset[str]) -> ScheduleError | None:
    try:
        place(schedule, accept)
    except ScheduleError as error:
        return error
    return None


def _said(candidate: Schedule, now: datetime) -> str:
    """Words that read to exactly this schedule; "" where there are none."""
    try:
        text = describe(candidate)
        reading = read(text, now=now)
    except ScheduleError:
        return ""
    return text if reading.schedule is not None and same(reading.schedule, candidate, after=now) else ""


# -- times ---------------------------------------------------------------------------------------------------


def _moved_hours(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """All times moved by whole hours, out of the hours that clock changes skip or double."""
    if isinstance(schedule, Calendar):
        for hours in _HOURS_MOVED:
            moved = _timed(schedule, lambda times, hours=hours: [t + hours * 3600 for t in times])  # type: ignore[misc]
            if all(0 <= t < DAY_S for rule in moved.rules for t in rule.times):
                yield moved


def _full_hours(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Every time on the nearest full hour of UTC: in most zones that is a full hour too."""
    first = next_fire(schedule, now)
    if isinstance(schedule, Calendar) and first is not None:
        past = zone(schedule.zone).offset_at(epoch_seconds(first)) % 3600
        last = DAY_S - 3600 + past
        yield _timed(schedule, lambda times: [min((t - past + 1800) // 3600 * 3600 + past, last) for t in times])


def _full_minutes(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Every time on its minute."""
    if isinstance(schedule, Calendar):
        yield _timed(schedule, lambda times: [t // 60 * 60 for t in times])


def _thinned(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Of each day's times those that keep the least cadence."""
    least = int(refusal.details.get("minimum_s", 0))
    if not isinstance(schedule, Calendar) or not least:
        return

    def kept(times: tuple[int, ...]) -> list[int]:
        found: list[int] = []
        for time in times:
            if not found or (time - found[-1] >= least and time + least <= found[0] + DAY_S):
                found.append(time)
        return found

    yield _timed(schedule, kept)


def _first_time(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Of several times a day the first."""
    if isinstance(schedule, Calendar) and any(len(rule.times) > 1 for rule in schedule.rules):
        yield _timed(schedule, lambda times: times[:1])


def _fewer_times(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Of many times a day every second or third."""
    if isinstance(schedule, Calendar) and any(len(rule.times) > 3 for rule in schedule.rules):
        for step in (2, 3):
            yield _timed(schedule, lambda times, step=step: times[::step])  # type: ignore[misc]


def _timed(calendar: Calendar, change: Callable[[tuple[int, ...]], Any]) -> Calendar:
    rules = tuple(Rule(rule.days, tuple(sorted(set(change(rule.times))))) for rule in calendar.rules)
    return replace(calendar, rules=rules)


# -- intervals and single runs -------------------------------------------------------------------------------


def _divisors(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The nearest intervals that divide a day, the longer one first among equals; with its start if it has one."""
    if not isinstance(schedule, Interval):
        return
    least = int(refusal.details.get("minimum_s", 0))
    wanted = max(int(schedule.every.total_seconds()), least)
    for seconds in sorted(_DIVISORS_OF_A_DAY_S, key=lambda s: (abs(s - wanted), -s))[:4]:
        if timedelta(seconds=seconds) != schedule.every:
            yield replace(schedule, every=timedelta(seconds=seconds))


def _whole_hours(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The nearest intervals of whole hours that divide a day, without a start."""
    if isinstance(schedule, Interval):
        wanted = schedule.every / timedelta(hours=1)
        for hours in sorted((1, 2, 3, 4, 6, 8, 12, 24), key=lambda h: (abs(h - wanted), -h))[:4]:
            yield replace(schedule, every=timedelta(hours=hours), anchor=None, start=None)


def _whole_minutes(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The next longer interval in whole minutes."""
    if isinstance(schedule, Interval):
        yield replace(schedule, every=timedelta(minutes=-(-schedule.every // timedelta(minutes=1))))


def _free(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The interval without a start, counted from its creation."""
    if isinstance(schedule, Interval) and (schedule.anchor or schedule.start):
        yield replace(schedule, anchor=None, start=None)


def _unbounded(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The same without a last run, or without a first and a last one."""
    if isinstance(schedule, Once):
        return
    if schedule.until is not None:
        yield replace(schedule, until=None)
    if schedule.start is not None:
        yield replace(schedule, until=None, start=None)


def _later(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """A single run a few minutes from now."""
    if isinstance(schedule, Once):
        yield Once((now + _SOON).astimezone(UTC).replace(second=0, microsecond=0))


def _yearly(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """A single run again every year: it is to be deleted once it has run."""
    if isinstance(schedule, Once):
        at = schedule.at.astimezone(UTC)
        days = AllOf((Months(frozenset({at.month})), Nth(frozenset({at.day}))))
        yield Calendar((Rule(days, (at.hour * 3600 + at.minute * 60,)),), "UTC")


# -- zones ---------------------------------------------------------------------------------------------------


def _on_its_clock(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The wall times of the next run on the backend's own clock."""
    target = str(refusal.details.get("zone", ""))
    first = next_fire(schedule, now)
    if not target or not isinstance(schedule, Calendar) or first is None:
        return
    place, goal = zone(schedule.zone), zone(target)
    shift = goal.offset_at(epoch_seconds(first)) - place.offset_at(epoch_seconds(first))
    moved = _timed(replace(schedule, zone=target), lambda times: [t + shift for t in times])
    if wall_time(first, place).date() == wall_time(first, goal).date() and _within_day(moved):
        yield moved
    if target != schedule.zone:
        yield replace(schedule, zone=target)


def _within_day(calendar: Calendar) -> bool:
    return all(0 <= t < DAY_S for rule in calendar.rules for t in rule.times)


# -- days ----------------------------------------------------------------------------------------------------


def _days(change: Callable[[Days], Days | None]) -> Rewrite:
    """A transformation of every node of the days for which `change` gives another."""

    def rewrite(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
        if isinstance(schedule, Calendar):
            rules = tuple(Rule(_mapped(rule.days, change), rule.times) for rule in schedule.rules)
            if rules != schedule.rules:
                yield replace(schedule, rules=rules)

    return rewrite


def _mapped(days: Days, change: Callable[[Days], Days | None]) -> Days:
    changed = change(days)
    if changed is not None:
        return changed
    match days:
        case AllOf(parts):
            return _all_of([_mapped(part, change) for part in parts])
        case AnyOf(parts):
            return AnyOf(tuple(_mapped(part, change) for part in parts))
    return days


def _all_of(parts: list[Days]) -> Days:
    left = tuple(part for part in parts if part != EVERY_DAY)
    return left[0] if len(left) == 1 else AllOf(left)


def _without_phase(days: Days) -> Days | None:
    return EVERY_DAY if isinstance(days, Every) else None


def _fixed_day(days: Days) -> Days | None:
    """Counted from the end of a month: the fourth weekday for the last, the 28th for the last day."""
    if not isinstance(days, Nth) or min(days.positions) >= 0 or max(days.positions) >= 0 or min(days.positions) < -7:
        return None
    if len(days.among) == 1 and days.of is Period.MONTH:
        return replace(days, positions=frozenset(5 + p for p in days.positions if 5 + p >= 1) or frozenset({1}))
    day = Nth(frozenset(29 + p for p in days.positions))
    months = {Period.QUARTER: frozenset({3, 6, 9, 12}), Period.YEAR: frozenset({12})}.get(days.of)
    return day if months is None else AllOf((Months(months), day))


def _only_weekdays(days: Days) -> Days | None:
    """The weekdays of the n-th weekdays of a month, every week."""
    return Weekdays(days.among) if isinstance(days, Nth) and days.among != EVERY_WEEKDAY else None


def _only_days(days: Days) -> Days | None:
    """The n-th days for the n-th business days."""
    if isinstance(days, Nth) and 1 < len(days.among) < 7 and min(days.positions) > 0:
        return replace(days, among=EVERY_WEEKDAY)
    return None


def _weekday_dropped(days: Days) -> Days | None:
    if isinstance(days, AllOf) and len(days.parts) > 1 and any(isinstance(part, Weekdays) for part in days.parts):
        return _all_of([part for part in days.parts if not isinstance(part, Weekdays)])
    return None


def _day_dropped(days: Days) -> Days | None:
    if isinstance(days, AllOf) and len(days.parts) > 1 and any(isinstance(part, Nth) for part in days.parts):
        return _all_of([part for part in days.parts if not isinstance(part, Nth)])
    return None


def _first_of_either(days: Days) -> Days | None:
    return days.parts[0] if isinstance(days, AnyOf) and days.parts else None


def _without_holidays(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """The same also on public holidays, without the end that what is known of them has."""
    if not isinstance(schedule, Calendar):
        return
    places = {place for rule in schedule.rules for place in places_in(rule.days)}
    for found in _days(_holidays_dropped)(schedule, refusal, now):
        assert isinstance(found, Calendar)
        known = min(map(known_until, places)) if places else None
        ends = found.until.astimezone(zone(found.zone).tzinfo).date() if found.until else None
        yield replace(found, until=None) if known is not None and ends == known else found


def _holidays_dropped(days: Days) -> Days | None:
    match days:
        case Not(part) if any(places_in(part)):
            return EVERY_DAY if isinstance(part, Holidays) else _not_any(part)
        case Moved(moved):
            return moved
    return None


def _not_any(part: Days) -> Days:
    """The exception without the holidays in it."""
    kept = tuple(p for p in part.parts if not any(places_in(p))) if isinstance(part, AnyOf) else ()
    return Not(kept[0] if len(kept) == 1 else AnyOf(kept)) if kept else EVERY_DAY


def _exception_dropped(days: Days) -> Days | None:
    return EVERY_DAY if isinstance(days, Not) else None


def _date_every_year(days: Days) -> Days | None:
    """A single date again every year; a longer range is dropped."""
    if not isinstance(days, Between):
        return None
    if days.first != days.last:
        return EVERY_DAY
    return AllOf((Months(frozenset({days.first.month})), Nth(frozenset({days.first.day}))))


def _month_dropped(days: Days) -> Days | None:
    return EVERY_DAY if isinstance(days, Months) else None


def _any_weekday(days: Days) -> Days | None:
    return EVERY_DAY if isinstance(days, Weekdays) else None


def _first_rule(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Of several rules each alone."""
    if isinstance(schedule, Calendar) and len(schedule.rules) > 1:
        for rule in schedule.rules[:2]:
            yield replace(schedule, rules=(rule,))


def _weekly(schedule: Schedule, refusal: Unsupported, now: datetime) -> Iterator[Schedule]:
    """Every week on the weekday of the next run: for engines that know nothing longer."""
    first = next_fire(schedule, now)
    if isinstance(schedule, Calendar) and first is not None:
        days = Weekdays(frozenset({wall_time(first, zone(schedule.zone)).weekday()}))
        times = tuple(sorted({t % DAY_S for rule in schedule.rules for t in rule.times}))
        yield replace(schedule, rules=(Rule(days, times),))


_OTHER_DAYS = tuple(
    map(
        _days,
        (
            _fixed_day,
            _only_weekdays,
            _only_days,
            _weekday_dropped,
            _day_dropped,
            _first_of_either,
            _exception_dropped,
            _month_dropped,
        ),
    )
)

_REWRITES: Mapping[str, tuple[Rewrite, ...]] = {
    "clock_change": (_moved_hours,),
    "engine_may_skip": (_moved_hours,),
    "interval": (_whole_minutes, _divisors),
    "cadence": (_divisors, _thinned, _first_time),
    "full_hours": (_full_hours, _whole_hours, *_OTHER_DAYS),
    "seconds": (_full_minutes, _whole_minutes),
    "utc_drift": (_on_its_clock,),
    "zone": (_on_its_clock,),
    "window": (_unbounded, _free),
    "once": (_yearly,),
    "too_soon": (_later,),
    "phase": (_free, _days(_without_phase), _days(_date_every_year), _first_rule, _days(_exception_dropped), _weekly),
    "holidays": (_without_holidays,),
    "month_length": (*_OTHER_DAYS, _first_rule, _on_its_clock, _weekly),
    "day_and_weekday": (*_OTHER_DAYS, _first_rule, _weekly),
    "too_many_objects": (_fewer_times, _whole_hours, _first_time, _first_rule, _days(_any_weekday), *_OTHER_DAYS),
}
"""Reason of a refusal to the transformations that may help, in the order in which they are offered."""
