"""`changed`: a schedule and a change to the schedule that results, or to a question with its answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from schedule_mcp.errors import ImpossibleSchedule
from schedule_mcp.language.changes.kinds import (
    Change,
    Edit,
    Extra,
    ImpossibleChange,
    InZone,
    Later,
    Less,
    NewBounds,
    NewDays,
    NewPace,
    NewTimes,
    OneDay,
    SkipRuns,
    Whole,
    Within,
)
from schedule_mcp.language.description import describe
from schedule_mcp.language.reading import Option, Question
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.edits import (
    all_of,
    at_wall,
    cut,
    date_at,
    ending_after,
    is_dated,
    is_run,
    joined_days,
    parts_of,
    runs_left,
    shifted_rules,
    tidied,
    united,
)
from schedule_mcp.schedule.equality import same
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_DAY,
    AllOf,
    Between,
    Calendar,
    Days,
    Every,
    Interval,
    Months,
    Not,
    Nth,
    Once,
    Rule,
    Schedule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import zone, zone_name

OPTIONS_AT_MOST = 4
_CHOSEN_AMONG = 3
"""Times of a day that are offered one by one; of more only all are."""


@dataclass(frozen=True)
class Open:
    """Several schedules, of which one is meant."""

    ask: str
    schedules: tuple[Schedule, ...]
    stand_for: tuple[int, ...] = ()
    """The times of the day that name the first ones, which do not run then."""
    senses: tuple[str, ...] = ()
    """What each does, as in `Option`."""
    ends_with_all: bool = False
    """Whether the last one is what "all" means."""
    is_yes_or_no: bool = False


def changed(schedule: Schedule, change: Change, now: datetime) -> Schedule | Question:
    """The schedule with the change, or the question that it leaves open.

    Raises:
        ImpossibleChange: the schedule has not what the change speaks of.
        ImpossibleSchedule: nothing would run any more.
    """
    made = [Option({}, schedule)]
    opened: list[Open] = []
    for edit in change.edits:
        results = [edited(each.schedule, edit, now, change.zone) for each in made]
        opened.extend(result for result in results if isinstance(result, Open))
        made = [each for result in results for each in _options(result)]
    if not change.edits:
        return schedule
    ends = opened[0].schedules[-1] if len(opened) == 1 and opened[0].ends_with_all else None
    return settled(made, [each.ask for each in opened], now, ends, any(each.is_yes_or_no for each in opened))


def _options(result: Schedule | Open) -> list[Option]:
    if not isinstance(result, Open):
        return [Option({}, result)]
    rest = len(result.schedules)
    names = (*result.stand_for, *[None] * rest)
    senses = (*result.senses, *[""] * rest)
    return [Option({}, *each) for each in zip(result.schedules, names, senses, strict=False)]


def settled(
    made: Iterable[Option], asks: Iterable[str], now: datetime, all_of_them: Schedule | None = None, yes: bool = False
) -> Schedule | Question:
    """The one schedule that is left, or a question with what is."""
    kept: list[Option] = []
    for each in made:
        alike = any(same(each.schedule, other.schedule, after=now) for other in kept)
        if next_fire(each.schedule, now) is not None and not alike:
            kept.append(replace(each, arguments={"when": in_full(each.schedule)}))
    if not kept:
        raise ImpossibleSchedule(
            "with this change it never runs again", "Name days and times that are left, or pause or delete it instead."
        )
    if len(kept) == 1 and not any(asks):
        return kept[0].schedule
    options = tuple(kept[:OPTIONS_AT_MOST])
    together = next((k for k, each in enumerate(options) if each.schedule == all_of_them), None)
    return Question(" ".join(dict.fromkeys(asks)), options, together, yes)


AROUND = " around the clock"


def in_full(schedule: Schedule) -> str:
    """Canonical words that leave nothing of another schedule in force: an interval says that it knows no hours."""
    free = isinstance(schedule, Interval) and schedule.anchor is None and schedule.start is None
    return describe(schedule) + (AROUND if free else "")


def edited(schedule: Schedule, edit: Edit, now: datetime, name: str) -> Schedule | Open:
    """The schedule after one edit, which was said in a zone."""
    if isinstance(edit, Whole):
        return _replaced(schedule, edit, now)
    match schedule:
        case Once():
            return _once(schedule, edit)
        case Interval():
            return _interval(schedule, edit, now, name)
        case Calendar():
            return _calendar(schedule, edit, now)


# -- single runs ---------------------------------------------------------------------------------------------


def _once(schedule: Once, edit: Edit) -> Schedule | Open:
    place = zone(zone_name(schedule.at) or "UTC")
    day, second = date_at(schedule.at, place)

    def at(on: date, seconds: int) -> Once:
        found = at_wall(datetime.combine(on, time()) + timedelta(seconds=seconds), place)
        assert found is not None
        return Once(found)

    match edit:
        case NewTimes((one,)):
            return at(day, one)
        case OneDay(on, seconds):
            return at(on, second if seconds is None else seconds)
        case Later(months=months) if months:
            return at(_months_later(day, months), second)
        case Later(days, seconds):
            moved = schedule.at + timedelta(seconds=seconds)
            return Once(moved) if not days else at(date_at(moved, place)[0] + timedelta(days), date_at(moved, place)[1])
        case InZone(name, False):
            there = zone(name)
            found = at_wall(datetime.combine(day, time()) + timedelta(seconds=second), there)
            assert found is not None
            return Once(found)
        case InZone(name, True):
            return Once(schedule.at.astimezone(zone(name).tzinfo))
        case NewDays(days):
            instead = Calendar((Rule(days, (second,)),), place.name)
            return Open("It is a single run: is it meant to come again from now on?", (instead,), is_yes_or_no=True)
        case NewPace(None, n, unit):
            instead = Calendar((Rule(_from_day(day, n, unit), (second,)),), place.name)
            return Open("It is a single run: is it meant to come again from now on?", (instead,), is_yes_or_no=True)
        case NewTimes(times) if len(times) > 1:
            rule = Rule(Between(day, day), tuple(sorted(times)))
            return Calendar((rule,), place.name)
        case Extra(None, times) if times:
            return Calendar((Rule(Between(day, day), tuple(sorted({second, *times}))),), place.name)
        case Extra(days, times) if days is not None:
            own, more = Rule(Between(day, day), (second,)), Rule(days, times or (second,))
            return Calendar(united((own,), (more,)), place.name)
    raise ImpossibleChange(
        f"it is a single run, {describe(schedule)}",
        "Say its new time, or the whole sentence; to drop the run use pause_schedule or delete_schedule.",
    )


def _months_later(day: date, months: int) -> date:
    """The same day of another month.

    Raises:
        ImpossibleChange: that month is too short.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        raise ImpossibleChange(
            f"there is no {year}-{month + 1:02}-{day.day}", "Name the date that is meant instead."
        ) from None


def _from_day(day: date, n: int, unit: Unit) -> Days:
    """The days that come again every n units from a date on."""
    kinds: dict[Unit, list[Days]] = {
        Unit.DAY: [],
        Unit.WEEK: [Weekdays(frozenset({day.weekday()}))],
        Unit.MONTH: [Nth(frozenset({day.day}))],
        Unit.YEAR: [Months(frozenset({day.month})), Nth(frozenset({day.day}))],
    }
    return all_of(kinds[unit] if n == 1 else [*kinds[unit], Every(n, unit, day)])


# -- intervals -----------------------------------------------------------------------------------------------


def _interval(schedule: Interval, edit: Edit, now: datetime, name: str) -> Schedule | Open:
    match edit:
        case Later(months=months) if months:
            raise _no_fixed_length()
        case NewTimes((one,)):
            place = zone(name)
            daily = Calendar((Rule(EVERY_DAY, (one,)),), place.name, until=schedule.until)
            first = next_fire(daily, now)
            at = None if first is None else first.astimezone(place.tzinfo)
            ask = "Is it counted from that time on, or does it run once a day then?"
            return Open(ask, (replace(schedule, anchor=at, start=None), daily))
        case Later(days, seconds):
            by = timedelta(days=days, seconds=seconds)
            if schedule.anchor is None and schedule.start is None:
                raise ImpossibleChange(
                    f"{describe(schedule)} is counted from when it was made and has no time that could move",
                    "Say from when it is counted, for example 'every 2 hours starting today at 17:00'.",
                )
            return Interval(
                schedule.every,
                *(None if at is None else at + by for at in (schedule.anchor, schedule.start, schedule.until)),
            )
        case NewBounds():
            return _interval_bounds(schedule, edit, now)
        case InZone():
            return schedule
        case NewPace(every) if every is not None:
            return replace(schedule, every=every)
    raise ImpossibleChange(
        f"{describe(schedule)} counts elapsed time and has no days or clock times that could be changed one by one",
        "Say the whole sentence, for example 'every 2 hours from 08:00 to 18:00 on weekdays'; to leave out runs use "
        "pause_schedule and resume_schedule.",
    )


def _interval_bounds(schedule: Interval, edit: NewBounds, now: datetime) -> Interval:
    start = None if edit.no_start else edit.start or schedule.start
    until = None if edit.no_end else edit.until or schedule.until
    # A new start is what it is counted from.
    found = replace(schedule, anchor=None if edit.start else schedule.anchor, start=start, until=until)
    if edit.count is not None:
        runs = list(islice(fires(replace(found, until=None), after=now), edit.count))
        found = replace(found, until=runs[-1])
    return found


# -- calendars -----------------------------------------------------------------------------------------------


def _calendar(schedule: Calendar, edit: Edit, now: datetime) -> Schedule | Open:
    match edit:
        case NewTimes():
            return _at_times(schedule, edit, now)
        case NewDays():
            return _on_days(schedule, edit, now)
        case OneDay():
            return _on_one_day(schedule, edit, now)
        case Later():
            return _later(schedule, edit, now)
        case Extra():
            return _more(schedule, edit)
        case Less(days, times):
            return _less(schedule, days or EVERY_DAY, times)
        case SkipRuns(count):
            return _skipping(schedule, count, now)
        case Within(days):
            rules = tidied(Rule(_narrowed(rule.days, days), rule.times) for rule in schedule.rules)
            return replace(schedule, rules=rules)
        case NewBounds():
            return _bounded(schedule, edit, now)
        case InZone():
            return _in_zone(schedule, edit, now)
        case NewPace():
            return _paced(schedule, edit, now)
        case Whole():
            return _replaced(schedule, edit, now)


def _with_rules(schedule: Calendar, rules: Sequence[Rule], now: datetime) -> Calendar:
    """The calendar with other rules; an end or a start that is a run moves with the runs."""
    left = runs_left(schedule, now)
    new = replace(schedule, rules=tidied(rules))
    if schedule.start is not None and is_run(schedule, schedule.start):
        place = zone(schedule.zone)
        day, _ = date_at(schedule.start, place)
        begin = at_wall(datetime.combine(day, time()), place)
        new = replace(new, start=begin)
    return new if left is None else ending_after(new, left, now)


def _time_sets(schedule: Calendar) -> list[tuple[int, ...]]:
    return list(dict.fromkeys(rule.times for rule in schedule.rules if rule.times))


def _at_times(schedule: Calendar, edit: NewTimes, now: datetime) -> Schedule | Open:
    sets, new = _time_sets(schedule), tuple(sorted(edit.times))
    everywhere = _with_rules(schedule, [replace(rule, times=new) for rule in schedule.rules], now)
    if edit.only or len(new) > 1 or (len(sets) == 1 and len(sets[0]) == 1):
        return everywhere
    old = sorted({t for times in sets for t in times})
    said = " and ".join(map(_clock, old[:OPTIONS_AT_MOST])) + (" and so on" if len(old) > OPTIONS_AT_MOST else "")
    ask = f"It runs at {said}: which of these becomes {_clock(new[0])}, or all?"
    each = []
    if len(old) <= _CHOSEN_AMONG:
        for gone in old:
            rules = [
                replace(rule, times=tuple(sorted({new[0] if t == gone else t for t in rule.times})))
                for rule in schedule.rules
            ]
            each.append(_with_rules(schedule, rules, now))
    return Open(ask, (*each, everywhere), tuple(old) if each else (), ends_with_all=True)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02}:{seconds % 3600 // 60:02}"


def _on_days(schedule: Calendar, edit: NewDays, now: datetime) -> Schedule | Open:
    sets = _time_sets(schedule)
    ways = _kept_with(schedule.rules, edit)
    made = [_with_rules(schedule, [Rule(days, times)], now) for _, days in ways for times in sets]
    asks = [ask for ask, _ in ways if ask]
    if len(sets) > 1:
        both = tuple(sorted({t for times in sets for t in times}))
        asks.append(f"At which times: {' or '.join(' and '.join(map(_clock, times[:4])) for times in sets)}, or all?")
        made.extend(_with_rules(schedule, [Rule(days, both)], now) for _, days in ways)
    return Open(" ".join(dict.fromkeys(asks)), tuple(made[:OPTIONS_AT_MOST])) if asks else made[0]


def _kept_with(rules: Sequence[Rule], edit: NewDays) -> list[tuple[str, Days]]:
    """The new days with what stays of the old ones: months, spans, dates that are left out; a pace, or an exception
    that comes again, stays or goes, and that is asked."""
    shared = [part for part in parts_of(rules[0].days) if all(part in parts_of(rule.days) for rule in rules)]
    dated = [p for p in shared if isinstance(p, Not) and is_dated(p.part)]
    narrow = [p for p in shared if isinstance(p, Months | Between) and len(parts_of(rules[0].days)) > 1]
    if any(isinstance(part, Months | Between) for part in parts_of(edit.days)):
        narrow = []
    paces = [p for p in shared if isinstance(p, Every) and p.unit is not Unit.DAY and not edit.paced]
    again = [p for p in shared if isinstance(p, Not) and p not in dated]
    plain = all_of([*parts_of(edit.days), *narrow])
    again = [p for p in again if date_set(p.part) & date_set(plain) and date_set(plain) & ~date_set(p.part)]
    dated = [p for p in dated if isinstance(p, Not) and date_set(p.part) & date_set(plain)]
    ways = [("", all_of([*parts_of(plain), *dated]))]
    if paces:
        ask = "As often as before, or every time?"
        ways = [(ask, all_of([*parts_of(plain), *paces, *dated])), (ask, ways[0][1])]
    if again:
        ask = "Are the days that were left out until now still left out?"
        ways = [w for _, days in ways for w in ((ask, all_of([*parts_of(days), *again])), (ask, days))]
    return ways


def _on_one_day(schedule: Calendar, edit: OneDay, now: datetime) -> Schedule | Open:
    """ "tomorrow at 10" of a schedule that comes again: the next run, all from then on, or a single run instead."""
    place = zone(schedule.zone)
    following = next_fire(schedule, now)
    if following is None:
        raise ImpossibleChange("it has no run ahead that could move", "Say the whole sentence.")
    run_day, run_time = _run_at(schedule, following)
    seconds = run_time if edit.time is None else edit.time
    wall = datetime.combine(edit.day, time()) + timedelta(seconds=seconds)
    at = at_wall(wall, place)
    if at is None or at <= now:
        raise ImpossibleSchedule(f"{wall:%Y-%m-%d %H:%M} lies in the past", "Name a time that is still to come.")
    left = cut(schedule.rules, Between(run_day, run_day), (run_time,))
    moved = replace(schedule, rules=united(left, (Rule(Between(edit.day, edit.day), (seconds,)),)))
    if schedule.until is not None and schedule.until < at:
        moved = replace(moved, until=at)
    if schedule.start is not None and schedule.start > at:
        moved = replace(moved, start=at)
    days = edit.weekly
    made: list[tuple[Schedule, str]] = [(moved, "next")]
    if days is not None:
        rules = [Rule(days, (seconds,) if edit.time is not None else times) for times in _time_sets(schedule)]
        made.insert(0, (_with_rules(schedule, rules, now), "onwards"))
    elif edit.time is not None:
        onwards = _with_rules(schedule, [replace(rule, times=(seconds,)) for rule in schedule.rules], now)
        begin = at_wall(datetime.combine(edit.day, time()), place)
        onwards = replace(onwards, start=begin) if begin is not None and begin > now else onwards
        made.append((onwards, "onwards"))
    made = [each for each in made if not same(each[0], schedule, after=now)]
    made.append((Once(at), "once"))
    ask = "Is only the next run moved, all runs from then on, or is it a single run instead?"
    return Open(ask, tuple(each for each, _ in made), senses=tuple(sense for _, sense in made))


def _run_at(schedule: Calendar, at: datetime) -> tuple[date, int]:
    """The day and the time of the rules that make a run: one that a clock change has moved is found by its date."""
    place = zone(schedule.zone)
    day, second = date_at(at, place)
    for ahead in (0, 1):
        on = day - timedelta(days=ahead)
        for rule in schedule.rules:
            if second + ahead * DAY_S in rule.times and date_set(rule.days) & date_set(Between(on, on)):
                return on, second + ahead * DAY_S
    gapped = [t for rule in schedule.rules for t in rule.times if date_set(rule.days) & date_set(Between(day, day))]
    earlier = [t for t in gapped if t <= second]
    if not earlier:
        raise ImpossibleChange("the next run is moved by a clock change and cannot be named", "Name its date.")
    return day, max(earlier)


def _later(schedule: Calendar, edit: Later, now: datetime) -> Schedule | Open:
    if edit.months:
        raise _no_fixed_length()
    by = edit.days * DAY_S + edit.seconds
    rules = shifted_rules(schedule.rules, by)
    if rules is None:
        raise ImpossibleChange(
            f"the days of {describe(schedule)} cannot be moved by that much and still be said",
            "Say the days and times that are meant.",
        )
    new = replace(schedule, rules=rules)
    begin = next_fire(schedule, now)
    if begin is not None and edit.days > 0 and edit.seconds == 0 and same(new, schedule, after=now):
        # A week later is the same days of the week.
        from_then = replace(schedule, start=_midnight(begin + timedelta(days=edit.days), schedule.zone))
        return Open(
            "These are the same days as before: does it begin that much later?", (from_then,), is_yes_or_no=True
        )
    left = runs_left(schedule, now)
    new = replace(new, start=_edge_moved(schedule, schedule.start, by))
    return new if left is None else ending_after(new, left, now)


def _narrowed(days: Days, within: Days) -> Days:
    """The days that also lie within others; months take the place of months."""
    parts = parts_of(days)
    if any(isinstance(part, Months) for part in parts_of(within)):
        parts = tuple(part for part in parts if not isinstance(part, Months))
    if isinstance(within, Weekdays):
        parts = tuple(p for p in parts if not (isinstance(p, Weekdays) and p.days >= within.days))
    return all_of([*parts, within])


def _no_fixed_length() -> ImpossibleChange:
    return ImpossibleChange(
        "it comes again, and months have no fixed length by which its days could move",
        "Say the days and times that are meant instead, or from when on: 'starting January 5'.",
    )


def _midnight(at: datetime, name: str) -> datetime | None:
    place = zone(name)
    return at_wall(datetime.combine(date_at(at, place)[0], time()), place)


def _edge_moved(schedule: Calendar, edge: datetime | None, by: int) -> datetime | None:
    """A bound that is a run moves with it."""
    if edge is None or not is_run(schedule, edge):
        return edge
    place = zone(schedule.zone)
    wall = edge.astimezone(place.tzinfo).replace(tzinfo=None) + timedelta(seconds=by)
    return at_wall(wall, place, schedule.clock) or edge + timedelta(seconds=by)


def _more(schedule: Calendar, edit: Extra) -> Schedule | Open:
    if edit.days is None:
        rules = [replace(rule, times=tuple(sorted({*rule.times, *edit.times}))) for rule in schedule.rules]
        return replace(schedule, rules=tidied(rules))
    if edit.times:
        return replace(schedule, rules=united(schedule.rules, (Rule(edit.days, tuple(sorted(edit.times))),)))
    sets = _time_sets(schedule)
    ways = _added_with(schedule.rules, edit.days)
    made = [replace(schedule, rules=united(schedule.rules, (Rule(days, times),))) for _, days in ways for times in sets]
    asks = [ask for ask, _ in ways if ask]
    if len(sets) > 1:
        asks.append(f"At which times: {' or '.join(' and '.join(map(_clock, times[:4])) for times in sets)}?")
    return Open(" ".join(dict.fromkeys(asks)), tuple(made[:OPTIONS_AT_MOST])) if asks else made[0]


def _added_with(rules: Sequence[Rule], added: Days) -> list[tuple[str, Days]]:
    """Days that are added, under the months, the dates left out and the pace of those that there are."""
    first = parts_of(rules[0].days)
    shared = [part for part in first if all(part in parts_of(rule.days) for rule in rules)]
    if is_dated(added) or len(first) == 1:
        return [("", added)]
    months = [p for p in shared if isinstance(p, Months)] if isinstance(added, Weekdays) else []
    dates = date_set(added)
    gone = [
        p
        for p in shared
        if isinstance(p, Not) and not isinstance(p.part, Weekdays) and date_set(p.part) & dates != dates
    ]
    paces = [p for p in shared if isinstance(p, Every) and p.unit is not Unit.DAY]
    plain = all_of([*parts_of(added), *months, *gone])
    if not paces or any(isinstance(p, Every) for p in parts_of(added)):
        return [("", plain)]
    ask = "As often as the others, or every time?"
    return [(ask, all_of([*parts_of(added), *months, *paces, *gone])), (ask, plain)]


def _less(schedule: Calendar, days: Days, times: tuple[int, ...] | None) -> Calendar:
    rules = cut(schedule.rules, days, times)
    new = replace(schedule, rules=rules)
    if normal_form(new.rules) == normal_form(schedule.rules):
        raise ImpossibleChange(f"{describe(schedule)} has no such run", "Name days or times on which it runs.")
    return new


def _skipping(schedule: Calendar, count: int, now: datetime) -> Calendar:
    gone: dict[date, set[int]] = {}
    for run in islice(fires(schedule, after=now), count):
        day, second = _run_at(schedule, run)
        gone.setdefault(day, set()).add(second)
    rules = schedule.rules
    place = zone(schedule.zone)
    today, passed = date_at(now, place)
    for day, seconds in gone.items():
        # What has passed already of a day needs no rule of its own.
        over = set(range(passed + 1)) if day == today else set()
        held = {t for rule in rules for t in rule.times if date_set(rule.days) & date_set(Between(day, day))}
        rules = cut(rules, Between(day, day), None if held <= seconds | over else seconds)
    return replace(schedule, rules=rules)


def _bounded(schedule: Calendar, edit: NewBounds, now: datetime) -> Calendar:
    start = None if edit.no_start else edit.start or schedule.start
    until = None if edit.no_end else edit.until or schedule.until
    if start is not None and until is not None and start > until:
        # A bound that contradicts the new one is over.
        start, until = (None, until) if edit.until else (start, None)
    found = replace(schedule, start=start, until=until)
    return found if edit.count is None else ending_after(found, edit.count, now)


def _in_zone(schedule: Calendar, edit: InZone, now: datetime) -> Calendar:
    here, there = zone(schedule.zone), zone(edit.zone)
    if not edit.same_instants:
        edges = [_same_wall(edge, here.tzinfo, edit.zone) for edge in (schedule.start, schedule.until)]
        return replace(schedule, zone=there.name, start=edges[0], until=edges[1])
    at = next_fire(schedule, now) or now
    seconds = int(at.timestamp())
    by = there.offset_at(seconds) - here.offset_at(seconds)
    rules = shifted_rules(schedule.rules, by)
    found = None if rules is None else replace(schedule, rules=rules, zone=there.name)
    if found is None or not _runs_alike(schedule, found, now):
        raise ImpossibleChange(
            f"{schedule.zone} and {there.name} do not keep the same distance all year, so no times there are the same "
            "instants",
            f"Say 'in {there.name} time' for the same wall times there, or keep it in {schedule.zone}.",
        )
    return found


_COMPARED = 2_000


def _runs_alike(one: Calendar, other: Calendar, now: datetime) -> bool:
    """Whether both run at the same instants for years to come."""
    ahead = now + timedelta(days=1500)
    for a, b in islice(zip(fires(one, after=now), fires(other, after=now), strict=False), _COMPARED):
        if a != b:
            return False
        if a > ahead:
            break
    changes = [
        (at, zone(s.zone)) for s in (one, other) for at in zone(s.zone).transitions_between(*_seconds(now, ahead))
    ]
    return all(_gap(one, other, at.at) == _gap(one, other, int(now.timestamp())) for at, _ in changes)


def _gap(one: Calendar, other: Calendar, seconds: int) -> int:
    return zone(one.zone).offset_at(seconds) - zone(other.zone).offset_at(seconds)


def _seconds(first: datetime, last: datetime) -> tuple[int, int]:
    return int(first.timestamp()), int(last.timestamp())


def _same_wall(edge: datetime | None, here: object, name: str) -> datetime | None:
    if edge is None:
        return None
    wall = edge.astimezone(here).replace(tzinfo=None)  # type: ignore[arg-type]
    found = at_wall(wall.replace(microsecond=0), zone(name))
    return None if found is None else found.replace(microsecond=wall.microsecond)


# -- paces ---------------------------------------------------------------------------------------------------


def _paced(schedule: Calendar, edit: NewPace, now: datetime) -> Schedule | Open:
    if edit.every is None:
        return _every_so_many(schedule, edit, now)
    seconds = int(edit.every.total_seconds())
    through = Interval(edit.every, until=schedule.until)
    if seconds < 1 or edit.every.microseconds:
        return through
    window = _window(schedule)
    days = {rule.days for rule in schedule.rules}
    all_day = DAY_S % seconds == 0
    if window is None and days == {EVERY_DAY}:
        return through
    made: list[Schedule] = []
    if window is not None:
        times = tuple(range(window[0], window[1] + 1, seconds))
        made.append(replace(schedule, rules=tidied(Rule(rule.days, times) for rule in schedule.rules)))
    elif all_day:
        whole = tuple(range(0, DAY_S, seconds))
        made.append(replace(schedule, rules=tidied(Rule(rule.days, whole) for rule in schedule.rules)))
    ask = "On the same days and within the same hours as before, or around the clock every day?"
    return Open(ask, (*made, through))


def _window(schedule: Calendar) -> tuple[int, int] | None:
    """From when to when a calendar runs at an even pace that leaves a part of the day free."""
    sets = _time_sets(schedule)
    if len(sets) != 1 or len(sets[0]) <= _CHOSEN_AMONG:
        return None
    times = sets[0]
    steps = {b - a for a, b in pairwise(times)}
    if len(steps) != 1 or times[-1] - times[0] + steps.pop() == DAY_S:
        return None
    return times[0], times[-1]


def _every_so_many(schedule: Calendar, edit: NewPace, now: datetime) -> Schedule | Open:
    following = next_fire(schedule, now)
    if following is None:
        raise ImpossibleChange("it has no run ahead from which to count", "Say the whole sentence.")
    anchor, _ = _run_at(schedule, following)
    pace = Every(edit.n, edit.unit, anchor)
    which = _days_to_choose(schedule, edit, anchor)
    if which:
        counted = () if edit.n == 1 else (pace,)
        rules = [[Rule(all_of([*parts_of(d), *counted]), t) for t in _time_sets(schedule)] for d in which]
        ask = f"On which day of the {edit.unit.value}?"
        return Open(ask, tuple(replace(schedule, rules=tidied(each)) for each in rules))

    def paced(days: Days) -> Days:
        kept: list[Days] = [p for p in parts_of(days) if not isinstance(p, Every)]
        if edit.unit is Unit.DAY:
            kept = [p for p in kept if not isinstance(p, Weekdays | Nth)]
        return all_of(kept if edit.n == 1 and edit.unit is not Unit.DAY else [*kept, pace])

    return replace(schedule, rules=tidied(Rule(paced(rule.days), rule.times) for rule in schedule.rules))


def _days_to_choose(schedule: Calendar, edit: NewPace, anchor: date) -> tuple[Days, ...]:
    """The days of a week, month or year of which one must be named for a pace; () where they are known."""
    parts = [p for rule in schedule.rules for p in parts_of(rule.days)]
    paced = any(isinstance(p, Every) and p.unit is edit.unit for p in parts)
    weekdays = {day for p in parts if isinstance(p, Weekdays) for day in p.days}
    match edit.unit:
        case Unit.WEEK if not weekdays or (edit.n == 1 and len(weekdays) > 1 and not paced):
            return tuple(Weekdays(frozenset({day})) for day in dict.fromkeys((anchor.weekday(), 0, 4)))
        case Unit.MONTH if not any(isinstance(p, Nth) for p in parts):
            return tuple(Nth(frozenset({day})) for day in dict.fromkeys((anchor.day, 1, -1)))
        case Unit.YEAR:
            dates = dict.fromkeys(((anchor.month, anchor.day), (1, 1), (12, 31)))
            return tuple(AllOf((Months(frozenset({m})), Nth(frozenset({d})))) for m, d in dates)
    return ()


# -- whole sentences -----------------------------------------------------------------------------------------


def _replaced(schedule: Schedule, edit: Whole, now: datetime) -> Schedule | Open:
    new = edit.schedule
    if edit.exact:
        return new
    if isinstance(new, Once):
        if isinstance(schedule, Once) or next_fire(schedule, now) is None:
            return new
        if isinstance(schedule, Interval):
            return Open("It comes again until now: is it a single run instead?", (new,), is_yes_or_no=True)
        if all(is_dated(rule.days) for rule in schedule.rules):
            # Some dates do not come again either.
            return new
        place = zone(schedule.zone)
        day, second = date_at(new.at, place)
        options = _on_one_day(schedule, OneDay(day, second), now)
        assert isinstance(options, Open)
        return replace(options, schedules=(*options.schedules[:-1], new))
    if isinstance(schedule, Once):
        return new
    if isinstance(new, Interval):
        return _interval_kept(schedule, new, phased=edit.phased)
    return _calendar_kept(schedule, new, now, phased=edit.phased)


def _interval_kept(old: Interval | Calendar, new: Interval, *, phased: bool) -> Interval:
    if isinstance(old, Interval) and old.every == new.every and new.anchor is None and new.start is None and not phased:
        new = replace(new, anchor=old.anchor, start=old.start)
    return new if new.until is not None else replace(new, until=old.until)


def _calendar_kept(old: Interval | Calendar, new: Calendar, now: datetime, *, phased: bool) -> Schedule | Open:
    if isinstance(old, Calendar):
        anchors = {(p.n, p.unit): p.anchor for rule in old.rules for p in _paces(rule.days)}
        if not phased:
            new = replace(new, rules=tuple(Rule(_in_phase(r.days, anchors), r.times) for r in new.rules))
    start, until = new.start, new.until
    if start is None or until is None:
        start = start or _kept_edge(old, old.start, new)
        until = until or _kept_edge(old, old.until, new)
        if start is not None and until is not None and start > until:
            start, until = new.start, new.until
    left = runs_left(old, now) if isinstance(old, Calendar) and new.until is None else None
    made = replace(new, start=start, until=until)
    if left is not None:
        made = ending_after(made, left, now)
    return _still_left_out(old, made) if isinstance(old, Calendar) else made


def _kept_edge(old: Interval | Calendar, edge: datetime | None, new: Calendar) -> datetime | None:
    """A bound as it was said: the same date on the clocks of the new zone."""
    if edge is None:
        return None
    if isinstance(old, Interval):
        return edge
    if edge == old.start and is_run(old, edge):
        edge = _midnight(edge, old.zone)
    return _same_wall(edge, zone(old.zone).tzinfo, new.zone)


def _paces(days: Days) -> list[Every]:
    match days:
        case Every():
            return [days]
        case AllOf(parts):
            return [p for part in parts for p in _paces(part)]
    return []


def _in_phase(days: Days, anchors: dict[tuple[int, Unit], date]) -> Days:
    match days:
        case Every(n, unit, anchor):
            return Every(n, unit, anchors.get((n, unit), anchor))
        case AllOf(parts):
            return AllOf(tuple(_in_phase(part, anchors) for part in parts))
    return days


def _still_left_out(old: Calendar, new: Calendar) -> Calendar | Open:
    """Dates that were left out stay so; days that come again are asked about where the new sentence names days on
    which both would be possible."""
    shared = [p for p in parts_of(old.rules[0].days) if all(p in parts_of(rule.days) for rule in old.rules)]
    named = any(isinstance(p, Not) for rule in new.rules for p in parts_of(rule.days))
    gone = [p for p in shared if isinstance(p, Not)]
    if not gone or named:
        return new
    all_days = joined_days(rule.days for rule in new.rules)
    biting = [p for p in gone if date_set(p.part) & date_set(all_days) and date_set(all_days) & ~date_set(p.part)]
    dated = [p for p in biting if is_dated(p.part)]
    again = [p for p in biting if p not in dated]
    plain = _leaving_out(new, dated)
    if not again:
        return plain
    base = all_of(p for p in parts_of(old.rules[0].days) if not isinstance(p, Not))
    if len(new.rules) == len(old.rules) == 1 and date_set(base) == date_set(new.rules[0].days):
        return _leaving_out(new, [*dated, *again])
    ask = "Are the days that were left out until now still left out?"
    return Open(ask, (_leaving_out(new, [*dated, *again]), plain), is_yes_or_no=True)


def _leaving_out(schedule: Calendar, gone: Sequence[Days]) -> Calendar:
    if not gone:
        return schedule
    return replace(
        schedule, rules=tuple(Rule(all_of([*parts_of(rule.days), *gone]), rule.times) for rule in schedule.rules)
    )
