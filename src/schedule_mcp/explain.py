"""What a cron expression does: one sentence, then only the points that apply to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from schedule_mcp.cron.dialects import DAY, DIALECTS, HOUR, MINUTE, MONTH, RANGES, WEEKDAY, DayRule, Dialect, dialect
from schedule_mcp.cron.fit import by_day, fit
from schedule_mcp.cron.text import Expression, meant, parse_fields
from schedule_mcp.errors import InputError, Unsupported
from schedule_mcp.schedule.clock import runs_at_change, walls_at
from schedule_mcp.schedule.days import dates_from, dates_until, iterate
from schedule_mcp.schedule.fires import epoch_seconds, fires, instant_of, wall_time
from schedule_mcp.schedule.model import DAY_S, Calendar, Clock, Gap, Interval, Overlap, Schedule
from schedule_mcp.schedule.times import NormalForm, all_dates_of, normal_form, times_of
from schedule_mcp.schedule.zones import Transition, Zone, zone, zone_data_version

SPELLED = ("vixie", "agentscope", "robfig6", "orq_narrow", "sequentum", "uranus", "quartz", "aws")
"""Dialects for which the canonical spelling is shown."""

_YEARS = 28
"""After so many years weekdays and dates meet again as before (within 1901-2099)."""
_SKIPPING = Clock(Gap.SKIP, Overlap.FIRST)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
    runs = tuple(islice(fires(replace(schedule, clock=read.engine_clock), after=as_of), show)) if form else ()
    gaps = _gaps(form, as_of.date())
    points = [
        *_how_often(form, runs, gaps, as_of),
        *_numbering(read),
        *_day_rule(read, form),
        *_uneven_steps(read),
        *_short_months(read),
        *_clock_changes(read, schedule, form, as_of, backend_dialect),
        *_elsewhere(expression, read, schedule, backend_dialect, timezone),
        *_faults(spoken, schedule, form, as_of),
    ]
    return Explanation(
        expression.strip(),
        spoken.name,
        schedule.zone,
        schedule,
        _sentence(schedule, spoken, bool(form)),
        tuple(points),
        runs,
        _runs_per_year(form, as_of.year),
        min(gaps, default=None),
        max(gaps, default=None),
        _spellings(form),
    )


_dialect = dialect


def _in_words(schedule: Schedule) -> str:
    # Reading words takes far longer to import than all of cron.
    from schedule_mcp.language import describe

    return describe(schedule)


def _sentence(schedule: Schedule, spoken: Dialect, ever: bool) -> str:
    if not ever:
        return f"Never fires (read as {spoken.title})."
    words = _in_words(schedule)
    return f"{words[:1].upper()}{words[1:]}. Read as {spoken.title}; zone data {zone_data_version()}."


def _interval(
    expression: str, spoken: Dialect, timezone: str, schedule: Interval, as_of: datetime, show: int
) -> Explanation:
    seconds = int(schedule.every.total_seconds())
    points = ("It counts elapsed time from its creation, so it drifts against the clock when clocks change.",)
    runs = tuple(islice(fires(schedule, after=as_of), show))
    per_year = 365 * DAY_S // seconds
    sentence = _sentence(schedule, spoken, True)
    return Explanation(
        expression.strip(),
        spoken.name,
        timezone,
        schedule,
        sentence,
        points,
        runs,
        (per_year, per_year),
        seconds,
        seconds,
        {},
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
    """All distances between one run and the next over 28 years, in seconds of the clock."""
    span = dates_from(first) & dates_until(date(min(first.year + _YEARS, 2399), 12, 31))
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
    low, high = per_year
    count = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    distances = f"; from one run to the next {_duration(min(gaps))}" if gaps else ""
    if len(gaps) > 1:
        distances += f" to {_duration(max(gaps))}"
    yield f"{count} runs a year{distances}."
    if low == 0 and runs:
        yield f"There are years without a run; the next run is {runs[0]:%A %Y-%m-%d}."


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
    day, weekday = read.field(DAY), read.field(WEEKDAY)
    if day.is_full or weekday.is_full or read.dialect.day_rule is DayRule.ONE or not form:
        return
    if read.dialect.day_rule is DayRule.OR and not (day.is_star or weekday.is_star):
        yield (
            "Day-of-month and day-of-week are joined by OR: it runs on each such day of the month and also on "
            "each such weekday, not only where both meet."
        )
    else:
        yield "Day-of-month and day-of-week are joined by AND: it runs only on dates where both meet."


def _uneven_steps(read: Expression) -> Iterator[str]:
    for name, unit in ((MINUTE, "hour"), (HOUR, "day"), (DAY, "month"), (MONTH, "year")):
        field = read.field(name)
        low, high = RANGES[name]
        step_text = field.text.removeprefix("*/")
        if field.text == step_text or not step_text.isdigit() or len(field.values) < 2:
            continue
        step, values = int(step_text), sorted(field.values)
        last_gap = high - values[-1] + 1 + values[0] - low
        if last_gap == step and name is not DAY:
            continue
        listed = ", ".join(map(str, values))
        odd = (
            f"the last gap is {last_gap} instead of {step}"
            if name != DAY
            else "so the gap over the month's end differs"
        )
        yield f"'{field.text}' starts again with each {unit}: {name} {listed}; {odd}."


def _short_months(read: Expression) -> Iterator[str]:
    day, month = read.field(DAY), read.field(MONTH)
    if day.is_full or not day.values or min(day.values) < 29:
        return
    months = month.values or frozenset(range(1, 13))
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    lacking = [m for m in sorted(months) if longest.get(m, 31) < min(day.values)]
    if 2 in months and min(day.values) == 29:
        yield "29 February exists in leap years only."
    if lacking and len(lacking) < len(months):
        names = ", ".join(f"{date(2001, m, 1):%B}" for m in lacking)
        have = "has" if len(lacking) == 1 else "have"
        yield f"{names} {have} no day {min(day.values)} and no run: this is not the last day of the month."


def _numbering(read: Expression) -> Iterator[str]:
    weekday = read.field(WEEKDAY)
    number = next((c for c in weekday.text if c.isdigit()), None)
    if number is not None and not weekday.text.startswith("*"):
        yield f"Day-of-week {number} is {_WEEKDAYS[read.dialect.weekday_of(int(number))]} in this dialect."


# -- clocks --------------------------------------------------------------------------------------------------


def _clock_changes(
    read: Expression, schedule: Calendar, form: NormalForm, as_of: datetime, backend: str | None
) -> Iterator[str]:
    place = zone(schedule.zone)
    start = epoch_seconds(as_of)
    other = _dialect(backend).readings[0] if backend not in (None, read.dialect.name) else None
    engines = [("this engine", read.engine_clock)]
    if other is not None:
        engines.append((other.title, other.running_clock if read.is_running else other.fixed_clock))
    seen: set[bool] = set()
    for change in place.transitions_between(start, start + int(_LOOK_AHEAD.total_seconds())):
        walls = list(walls_at(form, change))
        forward = change.after > change.before
        if walls and forward not in seen:
            seen.add(forward)
            does = [f"{who} {_at_change(form, change, engine, walls, place)}" for who, engine in engines]
            yield _change_point(forward, walls[0], "; ".join(does))


def _at_change(form: NormalForm, change: Transition, engine: Clock, walls: list[int], place: Zone) -> str:
    runs = runs_at_change(form, change, engine, walls)
    if change.after > change.before:
        # Only what the engine makes of the missing times, not what runs at that hour anyway.
        runs -= runs_at_change(form, change, _SKIPPING, walls)
    if not runs:
        return "skips it"
    times = [f"{wall_time(instant_of(t), place):%H:%M %z}" for t in sorted(runs)]
    return f"runs at {', '.join(times[:4])}{' …' if len(times) > 4 else ''}"


def _change_point(forward: bool, first: int, does: str) -> str:
    clock = f"{first % DAY_S // 3600:02d}:{first % 3600 // 60:02d}"
    what = f"forward and {clock} does not exist" if forward else f"back and {clock} comes twice"
    return f"On {instant_of(first).date()} clocks go {what}: {does}."


def _faults(spoken: Dialect, schedule: Calendar, form: NormalForm, as_of: datetime) -> Iterator[str]:
    """What the engine does wrong, where the zone changes its clocks and a run is early enough to be concerned."""
    start = epoch_seconds(as_of)
    changes = zone(schedule.zone).transitions_between(start, start + int(_LOOK_AHEAD.total_seconds()))
    shift = max((change.after - change.before for change in changes), default=0)
    early = any(times & ((1 << max(shift, 0)) - 1) for times in form.values())
    if changes and (early or spoken.day_rule is not DayRule.AND):
        yield from (f"{spoken.title}: {fault}." for fault in spoken.faults)


# -- other dialects ------------------------------------------------------------------------------------------


def _elsewhere(
    expression: str, read: Expression, schedule: Calendar, other: str | None, timezone: str
) -> Iterator[str]:
    if other is None or other == read.dialect.name:
        return
    title, form = _dialect(other).title, normal_form(schedule.rules)
    try:
        there = meant(expression, other, timezone)
    except InputError as error:
        yield f"{title} does not take this text: {error.message}. {_written(form, other)}"
        return
    if isinstance(there, Calendar) and normal_form(there.rules) == form:
        return
    yield f"On {title} the same text means something else: {_in_words(there)}. {_written(form, other)}"


def _written(form: NormalForm, other: str) -> str:
    """How a dialect says these runs, as a sentence."""
    try:
        texts = fit(form, other)
    except Unsupported as error:
        return f"What is meant here cannot be said there: {error.message}."
    listed = " and ".join(f"'{text}'" for text in texts)
    return f"What is meant here is written there as {listed}."


def _spellings(form: NormalForm) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in SPELLED:
        try:
            found[name] = fit(form, DIALECTS[name])
        except Unsupported:
            continue
    return found


def _dated(run: datetime, place: Zone) -> str:
    local = wall_time(run, place)
    return f"{local:%a %Y-%m-%d %H:%M} {local:%z} ({run:%Y-%m-%dT%H:%M:%SZ})"
