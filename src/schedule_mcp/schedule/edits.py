"""Days and bounds of a schedule moved, narrowed and widened, as trees: what is returned is proved by its date set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import islice

from schedule_mcp.schedule.days import ALL_DATES, date_of, date_set, iterate, rotate
from schedule_mcp.schedule.fire_times import epoch_seconds, fires, instant_of, resolved
from schedule_mcp.schedule.merge import merged
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_WEEKDAY,
    SPOKEN_CLOCK,
    TIME_END,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Every,
    Months,
    Not,
    Nth,
    Period,
    Rule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.zones import Zone, zone

COUNTED_AT_MOST = 10_000
"""Runs of a schedule that ends after so many of them: more are bounded by a date."""

_EDGE_DAYS = 800
"""At both ends of the calendar, where a set that moved comes around again."""
_INNER = ALL_DATES >> 2 * _EDGE_DAYS << _EDGE_DAYS
_SURE_DAYS = 28
"""Every month has so many."""


# -- sets of days --------------------------------------------------------------------------------------------


def moved(days: Days, by: int) -> Days | None:
    """The days so many days later, None where no tree says them."""
    found = _moved(days, by)
    if found is None or (date_set(found) ^ rotate(date_set(days), by)) & _INNER:
        return None
    return found


def _moved(days: Days, by: int) -> Days | None:
    match days:
        case Weekdays(chosen):
            return Weekdays(frozenset((day + by) % 7 for day in chosen))
        case Every(n, Unit.DAY, anchor):
            return Every(n, Unit.DAY, anchor + timedelta(days=by))
        case Every(n, Unit.WEEK, anchor) if by % 7 == 0:
            return Every(n, Unit.WEEK, anchor + timedelta(days=by))
        case Between(first, last):
            return Between(first + timedelta(days=by), last + timedelta(days=by))
        case Nth(positions, among, Period.MONTH):
            return _moved_nth(positions, among, by)
        case AllOf(parts):
            return _moved_yearly(parts, by) or _moved_weeks(parts, by) or _of_all(AllOf, parts, by)
        case AnyOf(parts):
            return _of_all(AnyOf, parts, by)
        case Not(part):
            inner = _moved(part, by)
            return None if inner is None else Not(inner)
    return None


def _of_all(kind: type[AllOf] | type[AnyOf], parts: Iterable[Days], by: int) -> Days | None:
    found = [_moved(part, by) for part in parts]
    known = tuple(part for part in found if part is not None)
    return kind(known) if len(known) == len(found) else None


def _moved_yearly(parts: tuple[Days, ...], by: int) -> Days | None:
    """December 24 of every year."""
    match parts:
        case (Months(months), Nth(positions, among, of)) | (Nth(positions, among, of), Months(months)):
            plain = of is Period.MONTH and among == EVERY_WEEKDAY
            if plain and len(months) == len(positions) == 1 and min(positions) > 0:
                try:
                    day = date(2001, min(months), min(positions)) + timedelta(days=by)
                except ValueError:
                    return None
                return AllOf((Months(frozenset({day.month})), Nth(frozenset({day.day}))))
    return None


def _moved_weeks(parts: tuple[Days, ...], by: int) -> Days | None:
    """Weekdays of every n-th week: those that pass a Sunday come into another week."""
    chosen = [part for part in parts if isinstance(part, Weekdays)]
    weeks = [part for part in parts if isinstance(part, Every) and part.unit is Unit.WEEK]
    rest = [part for part in parts if part not in chosen and part not in weeks]
    if len(chosen) != 1 or len(weeks) != 1:
        return None
    others = [_moved(part, by) for part in rest]
    if any(part is None for part in others):
        return None
    in_week: dict[int, set[int]] = {}
    for day in chosen[0].days:
        in_week.setdefault((day + by) // 7, set()).add((day + by) % 7)
    found = tuple(
        AllOf((Weekdays(frozenset(days)), replace(weeks[0], anchor=weeks[0].anchor + timedelta(weeks=ahead))))
        for ahead, days in sorted(in_week.items())
    )
    whole: Days = found[0] if len(found) == 1 else AnyOf(found)
    kept = tuple(part for part in others if part is not None)
    if not kept:
        return whole
    return AllOf((*(whole.parts if isinstance(whole, AllOf) else (whole,)), *kept))


def _moved_nth(positions: frozenset[int], among: frozenset[int], by: int) -> Days | None:
    if among == EVERY_WEEKDAY:
        return _days_of_month(positions, by)
    if len(among) != 1:
        return None
    found: list[Days] = []
    for n in positions:
        # The n-th such weekday is the one within seven days of the month.
        within = range(7 * n - 6, 7 * n + 1) if n > 0 else range(7 * n, 7 * n + 7)
        span = _days_of_month(frozenset(within), by)
        if span is None:
            return None
        found.append(AllOf((Weekdays(frozenset((day + by) % 7 for day in among)), span)))
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


def _days_of_month(positions: frozenset[int], by: int) -> Days | None:
    if any(abs(p) > _SURE_DAYS for p in positions):
        return None
    found = {p + by for p in positions if p > 0} | {p + by for p in positions if p < 0 and p + by < 0}
    # Before the 1st lies the last day of a month, after the last one the 1st.
    crossed = {p - 1 for p in found if p <= 0 and any(q > 0 and q + by == p for q in positions)}
    after = {p + by + 1 for p in positions if p < 0 <= p + by}
    kept = {p for p in found if p > 0 or any(q < 0 and q + by == p for q in positions)} - {0}
    all_of = kept | crossed | after
    return Nth(frozenset(all_of)) if all(abs(p) <= _SURE_DAYS for p in all_of) else None


def parts_of(days: Days) -> tuple[Days, ...]:
    """The conditions that must all hold."""
    return days.parts if isinstance(days, AllOf) else (days,)


def all_of(parts: Iterable[Days]) -> Days:
    """The days for which all conditions hold, as one node where it is one."""
    kept = tuple(dict.fromkeys(part for part in parts if part not in (AllOf(()), Weekdays(EVERY_WEEKDAY))))
    return kept[0] if len(kept) == 1 and not isinstance(kept[0], Not) else AllOf(kept)


def is_dated(days: Days) -> bool:
    """Whether the days are some dates of the calendar and none that come again."""
    match days:
        case Between():
            return True
        case AnyOf(parts):
            return all(map(is_dated, parts))
        case AllOf(parts):
            return any(map(is_dated, parts))
    return False


def as_dates(days: Days) -> Days:
    """Dates that follow each other as one span, however they were said; other days as they are."""
    if not is_dated(days):
        return days
    held = list(iterate(date_set(days)))
    if not held or held[-1] - held[0] != len(held) - 1:
        return days
    return Between(date_of(held[0]), date_of(held[-1]))


def without(days: Days, removed: Days) -> Days:
    """The days but those removed."""
    if not date_set(days) & date_set(removed):
        return days
    parts = parts_of(days)
    if isinstance(removed, Weekdays):
        if days == AllOf(()):
            return Weekdays(EVERY_WEEKDAY - removed.days)
        if any(isinstance(part, Weekdays) for part in parts):
            return all_of(Weekdays(p.days - removed.days) if isinstance(p, Weekdays) else p for p in parts)
    if isinstance(removed, Nth):
        for part in parts:
            if isinstance(part, Nth) and (part.among, part.of) == (removed.among, removed.of):
                left = replace(part, positions=part.positions - removed.positions)
                if date_set(left) == date_set(part) & ~date_set(removed):
                    return all_of(left if p is part else p for p in parts)
    return AllOf((*parts, Not(removed)))


def with_days(days: Days, added: Days) -> Days | None:
    """The days and those added, where that is one node or an exception less; None where it is not."""
    match days, added:
        case Weekdays(one), Weekdays(other):
            return all_of([Weekdays(one | other)])
        case Nth(one, among, of), Nth(other, also, also_of) if (among, of) == (also, also_of):
            return Nth(one | other, among, of)
    if not date_set(added) & ~date_set(days):
        return days
    held, more = parts_of(days), parts_of(added)
    apart = [p for p in held if p not in more], [p for p in more if p not in held]
    if len(held) > 1 and len(apart[0]) == len(apart[1]) == 1:
        # The same conditions but for one.
        both = with_days(apart[0][0], apart[1][0])
        if both is not None:
            return all_of(both if p is apart[0][0] else p for p in held)
    left = all_of(part for part in parts_of(days) if part != Not(added))
    return left if date_set(left) == date_set(days) | date_set(added) else None


# -- rules ---------------------------------------------------------------------------------------------------


def tidied(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that run at all, fewer where one says what several do."""
    return merged(rule for rule in rules if rule.times and date_set(rule.days))


def shifted_rules(rules: Iterable[Rule], seconds: int) -> tuple[Rule, ...] | None:
    """The rules with their wall times so much later, None where a day that is passed cannot be said."""
    found: list[Rule] = []
    for rule in rules:
        on_day: dict[int, set[int]] = {}
        for t in rule.times:
            ahead, left = divmod(t + seconds, DAY_S)
            if t >= DAY_S and 0 <= t + seconds < TIME_END:
                ahead, left = 0, t + seconds
            on_day.setdefault(ahead, set()).add(left)
        for ahead, times in on_day.items():
            days = moved(rule.days, ahead)
            if days is None and ahead == 1:
                days, times = rule.days, {t + DAY_S for t in times}
            if days is None:
                return None
            found.append(Rule(days, tuple(sorted(times))))
    return tidied(found)


def cut(rules: Iterable[Rule], days: Days, times: Iterable[int] | None) -> tuple[Rule, ...]:
    """The rules without these times on these days; None for times means all of them."""
    gone = None if times is None else frozenset(times)
    found: list[Rule] = []
    for rule in rules:
        if gone is None or gone >= set(rule.times):
            found.append(Rule(without(rule.days, days), rule.times))
        elif not gone & set(rule.times) or not date_set(rule.days) & date_set(days):
            found.append(rule)
        else:
            left = tuple(t for t in rule.times if t not in gone)
            other = without(rule.days, days)
            if date_set(other):
                found.append(Rule(other, rule.times))
                within = is_dated(days) and not date_set(days) & ~date_set(rule.days)
                found.append(Rule(days if within else all_of([*parts_of(rule.days), days]), left))
            else:
                found.append(Rule(rule.days, left))
    return tidied(found)


def united(rules: Iterable[Rule], added: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules and more of them."""
    found = list(rules)
    for rule in added:
        for k, held in enumerate(found):
            days = with_days(held.days, rule.days) if held.times == rule.times else None
            if days is not None:
                found[k] = Rule(days, held.times)
                break
        else:
            found.append(rule)
    return tidied(found)


# -- wall time and bounds ------------------------------------------------------------------------------------


def at_wall(wall: datetime, place: Zone, clock: Clock = SPOKEN_CLOCK) -> datetime | None:
    """The instant, on the clocks of the zone, of a wall time without one; None where the clock skips it."""
    seconds = epoch_seconds(wall.replace(tzinfo=UTC))
    found = resolved(place, clock, [seconds])
    return instant_of(found[0]).astimezone(place.tzinfo) if found else None


def date_at(instant: datetime, place: Zone) -> tuple[date, int]:
    """The date and the second of the day of an instant on the clocks of a zone."""
    wall = instant.astimezone(place.tzinfo).replace(tzinfo=None, microsecond=0)
    return wall.date(), int((wall - datetime.combine(wall.date(), time())).total_seconds())


def is_run(calendar: Calendar, instant: datetime | None) -> bool:
    """Whether the calendar runs at this instant."""
    if instant is None:
        return False
    return next(fires(calendar, after=instant - timedelta.resolution), None) == instant


def runs_left(calendar: Calendar, now: datetime) -> int | None:
    """How many runs are left of a calendar that ends with one of them, None where it does not or has too many."""
    if calendar.until is None or not is_run(calendar, calendar.until):
        return None
    begin = max(now, calendar.start - timedelta.resolution) if calendar.start else now
    count = sum(1 for _ in islice(fires(calendar, after=begin), COUNTED_AT_MOST + 1))
    return count if 0 < count <= COUNTED_AT_MOST else None


def ending_after(calendar: Calendar, count: int, now: datetime) -> Calendar:
    """The calendar with so many runs to come, fewer where it ends before."""
    runs = list(islice(fires(replace(calendar, until=None), after=now), count))
    return replace(calendar, until=runs[-1].astimezone(zone(calendar.zone).tzinfo)) if runs else calendar


def joined_days(parts: Iterable[Days]) -> Days:
    """The days of any part, as one node where one says them."""
    return reduce(lambda one, other: with_days(one, other) or AnyOf((one, other)), parts)
