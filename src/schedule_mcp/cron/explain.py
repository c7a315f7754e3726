"""What a cron expression does: one sentence, then only the points that apply to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise, takewhile

from schedule_mcp.cron.dialects import (
    DAY,
    DIALECTS,
    HOUR,
    MINUTE,
    MONTH,
    RANGES,
    SECOND,
    WEEKDAY,
    Dialect,
    Fault,
    dialect,
)
from schedule_mcp.cron.joining import how_joined, who_differs
from schedule_mcp.cron.synthesis import by_day, fit
from schedule_mcp.cron.text import Expression, Field, meant, parse_fields
from schedule_mcp.cron.words import in_words
from schedule_mcp.errors import InputError, Unsupported
from schedule_mcp.schedule.clock import runs_at_change, walls_at
from schedule_mcp.schedule.days import dates_from, dates_until, iterate, rotate
from schedule_mcp.schedule.english import MONTHS, WEEKDAYS, listed, ordinal
from schedule_mcp.schedule.fire_times import FIRST_DAY, epoch_seconds, fires, instant_of, resolved, wall_time
from schedule_mcp.schedule.model import DAY_S, SPOKEN_CLOCK, Calendar, Clock, Gap, Interval, Overlap, Schedule
from schedule_mcp.schedule.times import NormalForm, all_dates_of, normal_form, times_of
from schedule_mcp.schedule.zones import Transition, Zone, zone, zone_data_version

SPELLED = ("vixie", "agentscope", "robfig6", "orq_narrow", "sequentum", "uranus", "quartz", "aws")
"""Dialects for which the canonical spelling is shown."""

_YEARS = 28
_FEW_DATES = 5_000
"""After so many years weekdays and dates meet again as before (within 1901-2099)."""
_SKIPPING = Clock(Gap.SKIP, Overlap.FIRST)
_LOOK_AHEAD = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Explanation:
    """Facts about one expression. Gaps are in seconds of the clock, without clock changes."""

    expression: str
    dialect: str
    timezone: str
    schedule: Schedule
    sentence: str
    points: tuple[str, ...]
    next_runs: tuple[datetime, ...]
    runs_per_year: tuple[int, int] | None
    smallest_gap_s: int | None
    largest_gap_s: int | None
    spellings: dict[str, list[str]]

    @property
    def text(self) -> str:
        """Everything as text: a short first sentence, a line for each point, the next runs."""
        place = zone(self.timezone)
        runs = [f"  {_dated(run, place)}" for run in self.next_runs]
        return "\n".join(
            [self.sentence, *(f"- {point}" for point in self.points), *(["Next runs:"] if runs else []), *runs]
        )


def explain(
    expression: str,
    *,
    dialect: str | Dialect = "vixie",
    timezone: str = "UTC",
    as_of: datetime,
    show: int = 5,
    backend_dialect: str | None = None,
) -> Explanation:
    """What an expression does, read in a dialect, in a zone; `backend_dialect` adds what it means there.

    Raises:
        InvalidExpression: with the position, the reason and the fix.
    """
    spoken = _dialect(dialect)
    schedule = meant(expression, spoken, timezone)
    if isinstance(schedule, Interval):
        return _interval(expression, spoken, timezone, schedule, as_of, show)
    read = parse_fields(expression, spoken)
    form = normal_form(schedule.rules)
    runs = tuple(islice(fires(replace(schedule, clock=read.engine_clock), after=as_of), show))
    gaps = _gaps(form, as_of.date())
    other = None if backend_dialect is None or _dialect(backend_dialect) is spoken else _dialect(backend_dialect)
    points = [
        *_how_often(form, runs, gaps, as_of),
        *_numbering(read),
        *_day_rule(read, form),
        *_uneven_steps(read),
        *_short_months(read),
        *_clock_changes(read, schedule, form, as_of, other),
        *(_elsewhere(expression, schedule, other) if other is not None else ()),
        *(
            point
            for engine in (spoken, other)
            if engine is not None
            for point in _limits(engine, schedule, gaps, as_of)
        ),
    ]
    return Explanation(
        expression.strip(),
        spoken.name,
        schedule.zone,
        schedule,
        _sentence(in_words(read), schedule.zone, spoken) if form else _never(spoken),
        tuple(points),
        runs,
        _runs_per_year(form, as_of.year),
        min(gaps, default=None),
        max(gaps, default=None),
        _spellings(schedule),
    )


_dialect = dialect


def _sentence(words: str, place: str, spoken: Dialect) -> str:
    where = f" ({place})" if place else ""
    return f"{words[:1].upper()}{words[1:]}{where}. Read as {spoken.title}; zone data {zone_data_version()}."


def _never(spoken: Dialect) -> str:
    return f"Never fires. Read as {spoken.title}."


def _interval(
    expression: str, spoken: Dialect, timezone: str, schedule: Interval, as_of: datetime, show: int
) -> Explanation:
    seconds = schedule.every // timedelta(seconds=1)
    per_year = 365 * DAY_S // seconds
    return Explanation(
        expression.strip(),
        spoken.name,
        timezone,
        schedule,
        _sentence(f"every {_duration(seconds)} from the moment of its creation", "", spoken),
        ("It counts elapsed time: a change starts it anew, clock changes do not matter, and no clock times are kept.",),
        tuple(islice(fires(schedule, after=as_of), show)),
        (per_year, per_year),
        seconds,
        seconds,
        {spoken.name: fit(schedule, spoken)},
    )


# -- how often ---------------------------------------------------------------------------------------------


def _year_dates(form: NormalForm, year: int) -> Iterator[tuple[int, int]]:
    span = dates_from(date(year, 1, 1)) & dates_until(date(year, 12, 31))
    for dates, times in form.items():
        yield (dates & span).bit_count(), times.bit_count()


def _runs_per_year(form: NormalForm, first: int) -> tuple[int, int] | None:
    if not form:
        return None
    counts = [sum(d * t for d, t in _year_dates(form, year)) for year in range(first, first + _YEARS)]
    return min(counts), max(counts)


def _gaps(form: NormalForm, first: date) -> set[int]:
    """All distances between one run and the next, in seconds of the clock: over 28 years, and where dates are few,
    such as 29 February, to the end of the calendar, since 2100 is no leap year."""
    span = dates_from(first)
    if (all_dates_of(form) & span).bit_count() > _FEW_DATES:
        span &= dates_until(date(min(first.year + _YEARS, 2399), 12, 31))
    days = {dates & span: times_of(times) for dates, times in by_day(form).items() if dates & span}
    gaps = {b - a for times in days.values() for a, b in pairwise(times)}
    previous: int | None = None
    for index in iterate(all_dates_of(dict.fromkeys(days, 1))):
        times = next(t for dates, t in days.items() if dates >> index & 1)
        if previous is not None:
            gaps.add(index * DAY_S + times[0] - previous)
        previous = index * DAY_S + times[-1]
    return gaps


def _how_often(form: NormalForm, runs: tuple[datetime, ...], gaps: set[int], as_of: datetime) -> Iterator[str]:
    per_year = _runs_per_year(form, as_of.year)
    if per_year is None:
        yield "No date fits these fields, so nothing will ever run: change the day of the month or the month."
        return
    if not runs:
        yield "All its dates have passed: it will not run again."
        return
    yield f"{_count(form, per_year)}{_apart(gaps)}."
    if per_year[0] == 0:
        yield f"There are years without a run; the next run is {runs[0]:%A %Y-%m-%d}."


def _count(form: NormalForm, per_year: tuple[int, int]) -> str:
    low, high = per_year
    yearly = f"{low:,}" if low == high else f"{low:,} to {high:,}" if low else f"at most {high:,}"
    dates = all_dates_of(form)
    daily = {times.bit_count() for times in by_day(form).values()}
    if dates == rotate(dates, 1) and len(daily) == 1:
        return f"{_runs(min(daily))} a day, {yearly} a year"
    if all(one == rotate(one, 7) for one in form):
        weekly = sum((one & ((1 << 7) - 1)).bit_count() * times.bit_count() for one, times in form.items())
        return f"{_runs(weekly)} a week, {yearly} a year"
    return f"{yearly} {'run' if high == 1 else 'runs'} a year"


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"


def _apart(gaps: set[int]) -> str:
    if not gaps:
        return ""
    if len(gaps) == 1:
        return f", always {_duration(min(gaps))} apart"
    return f", {_duration(min(gaps))} to {_duration(max(gaps))} apart"


def _duration(seconds: int) -> str:
    """
    >>> _duration(5400), _duration(86400), _duration(60)
    ('1 h 30 min', '1 day', '1 min')
    """
    days, rest = divmod(seconds, DAY_S)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{n:,} {unit}" for n, unit in parts if n) or "0 s"


# -- days --------------------------------------------------------------------------------------------------


def _day_rule(read: Expression, form: NormalForm) -> Iterator[str]:
    if form:
        yield from (said for said in (how_joined(read), who_differs(read)) if said is not None)


_CYCLES = {
    # field: the unit of its numbers, where it starts again
    SECOND: ("seconds", "minute"),
    MINUTE: ("minutes", "hour"),
    HOUR: ("hours", "day"),
    DAY: ("days", "month"),
    MONTH: ("months", "year"),
    WEEKDAY: ("days", "week"),
}


def _uneven_steps(read: Expression) -> Iterator[str]:
    for name, (units, cycle) in _CYCLES.items():
        field = read.field(name)
        step_text = field.text.removeprefix("*/")
        if field.text == step_text or not step_text.isdigit() or int(step_text) == 1:
            continue
        step, values = int(step_text), _in_order(field, read.dialect)
        if len(values) == 1:
            yield f"'{field.text}' names one value only: {name} {_named(name, values[0], read.dialect)}."
            continue
        size = 7 if name == WEEKDAY else RANGES[name][1] - RANGES[name][0] + 1
        last_gap = size - values[-1] + values[0]
        if last_gap == step and name != DAY:
            continue
        names = [_named(name, value, read.dialect) for value in values]
        over = f"from {names[-1]} to {names[0]} it is {last_gap} instead of {step}"
        if name == DAY:
            over = f"from the {names[-1]} to the {names[0]} of the next month it can be {last_gap} instead of {step}"
        again = f"starts again with each {cycle} ({_shown(names)})"
        yield f"'{field.text}' is not every {step} {units}: it {again}, and {over}."


def _in_order(field: Field, spoken: Dialect) -> list[int]:
    """The values as the dialect counts; weekdays from its first one."""
    if field.name != WEEKDAY:
        return sorted(field.values)
    return sorted(spoken.number_of(weekday) for weekday in field.values)


def _named(name: str, value: int, spoken: Dialect) -> str:
    if name == WEEKDAY:
        return WEEKDAYS[spoken.weekday_of(value)]
    if name == MONTH:
        return MONTHS[value - 1]
    if name == DAY:
        return ordinal(value)
    return f":{value:02}" if name in (SECOND, MINUTE) else f"{value:02}:00"


def _shown(names: list[str]) -> str:
    return listed(names) if len(names) <= 10 else f"{', '.join(names[:4])}, … {names[-1]}"


_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def _short_months(read: Expression) -> Iterator[str]:
    """Dates that some months or years lack."""
    day = read.field(DAY)
    if day.is_full or not day.values or max(day.values) < 29 or day.text.startswith("*"):
        return
    months = sorted(read.field(MONTH).values)
    first, last = min(day.values), max(day.values)
    alone = first >= 29 and not day.special and read.field(WEEKDAY).is_full
    if 29 in day.values and 2 in months and (alone or months == [2]):
        yield "29 February exists in leap years only."
    lacking = [m for m in months if _LONGEST.get(m, 31) < (first if alone else last)]
    if not alone and lacking:
        yield f"Some of these months have no {ordinal(last)}."
    elif lacking and len(lacking) < len(months):
        names, have = listed([MONTHS[m - 1] for m in lacking]), "has" if len(lacking) == 1 else "have"
        yield f"{names} {have} no {ordinal(first)} and no run: this is not the last day of the month."


def _numbering(read: Expression) -> Iterator[str]:
    weekday = read.field(WEEKDAY)
    number = next((c for c in weekday.text if c.isdigit()), None)
    if number is not None and not weekday.text.startswith("*"):
        yield f"Day-of-week {number} is {WEEKDAYS[read.dialect.weekday_of(int(number))]} in this dialect."


# -- clocks --------------------------------------------------------------------------------------------------


def _clock_changes(
    read: Expression, schedule: Calendar, form: NormalForm, as_of: datetime, other: Dialect | None
) -> Iterator[str]:
    """The next change of each kind that meets a run, and what the engines do there."""
    place = zone(schedule.zone)
    start = epoch_seconds(as_of)
    engines = [(_short(read.dialect), read.engine_clock)]
    if other is not None:
        theirs = other.readings[0]
        engines.append((_short(other), theirs.running_clock if read.is_running else theirs.fixed_clock))
    seen: set[bool] = set()
    for change in place.transitions_between(start, start + _LOOK_AHEAD // timedelta(seconds=1)):
        walls = list(walls_at(form, change))
        forward = change.after > change.before
        if not walls or forward in seen:
            continue
        seen.add(forward)
        if read.is_running:
            yield from _counts_that_day(forward, walls[0], schedule, engines)
        else:
            does = [f"{who} {_at_change(form, change, engine, walls, place)}" for who, engine in engines]
            yield _change_point(forward, walls[0], "; ".join(does))


def _counts_that_day(forward: bool, wall: int, schedule: Calendar, engines: list[tuple[str, Clock]]) -> Iterator[str]:
    """How often it runs on the day of a change, for what follows the clock all day."""
    day = wall // DAY_S
    usual = sum(
        times.bit_count() for dates, times in normal_form(schedule.rules).items() if dates >> day - FIRST_DAY & 1
    )
    counts = [_runs_on(replace(schedule, clock=engine), day) for _, engine in engines]
    if set(counts) == {usual}:
        return
    does = [f"{who} runs {count} times" for (who, _), count in zip(engines, counts, strict=True)]
    way = "forward" if forward else "back"
    yield f"On {_date_text(wall)} clocks go {way}: {'; '.join(does)} that day instead of {usual}."


def _runs_on(schedule: Calendar, day: int) -> int:
    """The runs between two midnights of a day since 1970."""
    # Two midnights are one instant where a zone skipped the day between them.
    start, end = (
        instant_of(resolved(zone(schedule.zone), SPOKEN_CLOCK, [midnight])[0])
        for midnight in (day * DAY_S, (day + 1) * DAY_S)
    )
    runs = fires(schedule, after=start - timedelta(seconds=1))
    return sum(1 for _ in takewhile(lambda run: run < end, runs))


def _date_text(wall: int) -> str:
    return str(instant_of(wall).date())


def _at_change(form: NormalForm, change: Transition, engine: Clock, walls: list[int], place: Zone) -> str:
    runs = runs_at_change(form, change, engine, walls)
    if change.after > change.before:
        # Only what the engine makes of the missing times, not what runs at that hour anyway.
        runs -= runs_at_change(form, change, _SKIPPING, walls)
    if not runs:
        return "skips it"
    times = [f"{wall_time(instant_of(t), place):%H:%M} {_offset(instant_of(t), place)}" for t in sorted(runs)]
    return f"runs at {', '.join(times[:4])}{' …' if len(times) > 4 else ''}"


def _change_point(forward: bool, first: int, does: str) -> str:
    clock = f"{first % DAY_S // 3600:02d}:{first % 3600 // 60:02d}"
    what = f"forward and {clock} does not exist" if forward else f"back and {clock} comes twice"
    return f"On {_date_text(first)} clocks go {what}: {does}."


# -- limits of an engine ---------------------------------------------------------------------------------------


def _limits(engine: Dialect, schedule: Calendar, gaps: set[int], as_of: datetime) -> Iterator[str]:
    """What the engine cannot do with these runs, or does wrong."""
    short = _short(engine)
    if gaps and min(gaps) < engine.minimum_cadence_s:
        least = _duration(engine.minimum_cadence_s)
        yield f"{short} wants {least} at least between runs; here it can be {_duration(min(gaps))}."
    if gaps and engine.horizon_years is not None and max(gaps) > engine.horizon_years * 366 * DAY_S:
        yield f"{short} looks {engine.horizon_years} years ahead only and never finds a run that is farther away."
    start = epoch_seconds(as_of)
    changes = zone(schedule.zone).transitions_between(start, start + _LOOK_AHEAD // timedelta(seconds=1))
    form = normal_form(schedule.rules)
    yield from (f"{short}: {fault.text}." for fault in engine.faults if any(_meets(fault, form, c) for c in changes))


def _meets(fault: Fault, form: NormalForm, change: Transition) -> bool:
    shift = change.after - change.before
    early = shift > 0 and any(times & ((1 << shift) - 1) for times in form.values())
    return (
        fault.offset_before
        or (fault.early_runs and early)
        or (fault.odd_changes and shift % 3600 != 0)
        or (fault.midnight_changes and shift > 0 and (change.at + change.before) % DAY_S == 0)
    )


# -- other dialects ------------------------------------------------------------------------------------------


def _short(spoken: Dialect) -> str:
    """
    >>> _short(DIALECTS["vixie"]), _short(DIALECTS["agentscope"])
    ('Unix cron', 'AgentScope from 2.0.9')
    """
    return spoken.title.split(" (")[0].split(",")[0].split(":")[0]


def _elsewhere(expression: str, schedule: Calendar, other: Dialect) -> Iterator[str]:
    """What the same text means to another engine, where that is not the same."""
    short = _short(other)
    try:
        there = meant(expression, other, schedule.zone)
    except InputError as error:
        why = error.message.removeprefix(f"{other.title} ")
        yield f"{short} does not take this text ({why}). {_written(schedule, other)}"
        return
    if isinstance(there, Calendar) and normal_form(there.rules) == normal_form(schedule.rules):
        return
    words = in_words(parse_fields(expression, other)) if isinstance(there, Calendar) else "an interval"
    yield f"{short} reads the same text otherwise: {words}. {_written(schedule, other)}"


def _written(schedule: Calendar, other: Dialect) -> str:
    """How a dialect says these runs, as a sentence."""
    try:
        texts = fit(schedule, other)
    except Unsupported as error:
        return f"It cannot be said there: {error.message.rpartition('exactly: ')[2]}."
    quoted = [f"'{text}'" for text in texts]
    return f"There it is written {listed(quoted)}."


def _spellings(schedule: Calendar) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in SPELLED:
        try:
            found[name] = fit(schedule, DIALECTS[name])
        except Unsupported:
            continue
    return found


def _dated(run: datetime, place: Zone) -> str:
    return f"{wall_time(run, place):%a %Y-%m-%d %H:%M} {_offset(run, place)} ({run:%Y-%m-%dT%H:%M:%SZ})"


def _offset(run: datetime, place: Zone) -> str:
    text = f"{wall_time(run, place):%z}"
    return f"{text[:3]}:{text[3:]}"
