"""Schedules to cron by synthesis and proof.

The dates are reduced to cells (month, day of month, weekday). Where years of one kind or days of one cell
differ, no cron expression without years exists, and that is the reason given. From the cells boxes are built that
share no date; they are printed, parsed back with the dialect's rules and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from schedule_mcp.cron.cells import Refusal
from schedule_mcp.cron.dialects import Dialect, dialect
from schedule_mcp.cron.text import LONGEST, calendar_of, parse_fields
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule.equality import interval_as_calendar
from schedule_mcp.schedule.model import Calendar, Interval, Once, Overlap, Schedule
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form

OBJECTS_AT_MOST = 8


def fit(
    schedule: Schedule | NormalForm, dialect: str | Dialect = "vixie", *, limit: int = OBJECTS_AT_MOST
) -> list[str]:
    """Expressions of the dialect that together fire on exactly these dates and times and never at once.

    One element where a single expression exists. Zone and window of a calendar are not looked at; its clock decides
    between spellings where the engine runs those that begin with `*` otherwise. An interval becomes `@every` where the
    dialect has it and its phase is free, else the clock times in UTC that it is equal to.

    Raises:
        Unsupported: no such expressions exist; `reason` is "phase", "month_length", "day_and_weekday",
            "seconds", "full_hours", "never", "too_many_objects", "too_long", "interval" or "once".
    """
    spoken = _dialect(dialect)
    try:
        if isinstance(schedule, Interval) and _is_free(schedule) and (elapsed := _elapsed(schedule.every, spoken)):
            return [elapsed]
        form = _form(schedule)
        texts = _best(form, spoken, _is_running(schedule, spoken))
    except Refusal as refusal:
        raise Unsupported(
            f"no cron expression for {spoken.title} says this exactly: {refusal.why}", reason=refusal.reason
        ) from None
    if len(texts) > limit:
        raise Unsupported(
            f"{spoken.title} would need {len(texts)} schedules for this; at most {limit} are made",
            "Choose fewer times, or times that share their minutes.",
            reason="too_many_objects",
            details={"objects": len(texts)},
        )
    _prove(texts, form, spoken)
    return texts


_dialect = dialect


def _is_free(interval: Interval) -> bool:
    whole_seconds = not interval.every % timedelta(seconds=1)
    return whole_seconds and interval.anchor is None and interval.start is None


def _elapsed(every: timedelta, spoken: Dialect) -> str | None:
    """How a dialect writes elapsed time, if it does."""
    seconds = every // timedelta(seconds=1)
    if spoken.intervals:
        return f"@every {_go_duration(every)}"
    if spoken.counted_seconds and seconds < 60:
        return f"{seconds} seconds"
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)) if spoken.calls else ():
        if seconds % size == 0:
            return f"rate({seconds // size} {unit}{'' if seconds == size else 's'})"
    return None


def _go_duration(every: timedelta) -> str:
    """
    >>> _go_duration(timedelta(hours=25, seconds=1)), _go_duration(timedelta(minutes=90))
    ('25h1s', '1h30m')
    """
    minutes, seconds = divmod(every // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    return "".join(f"{count}{unit}" for count, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if count)


def _form(schedule: Schedule | NormalForm) -> NormalForm:
    if isinstance(schedule, Once):
        raise Refusal("once", "it runs once, and cron repeats")
    if isinstance(schedule, Interval):
        calendar = interval_as_calendar(schedule)
        if calendar is None:
            raise Refusal("interval", "it counts elapsed time that does not divide a day")
        return normal_form(calendar.rules)
    return schedule if isinstance(schedule, dict) else normal_form(schedule.rules)


def _is_running(schedule: Schedule | NormalForm, spoken: Dialect) -> bool | None:
    """Whether minute or hour should begin with `*`; None where it does not matter."""
    matters = any(reading.fixed_clock != reading.running_clock for reading in spoken.readings)
    return schedule.clock.overlap is Overlap.BOTH if matters and isinstance(schedule, Calendar) else None


def _best(form: NormalForm, spoken: Dialect, is_running: bool | None) -> list[str]:
    if not form:
        raise Refusal("never", "it never fires")
    found: list[list[str]] = []
    refusals: list[Refusal] = []
    for grouping in (form, by_day(form)) if len(form) > 1 else (form,):
        try:
            found.append(_texts(grouping, spoken, is_running))
        except Refusal as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return min(found, key=len)


def by_day(form: NormalForm) -> NormalForm:
    """The same dates and times with disjoint date sets: each date with all of its times."""
    cells: list[tuple[int, int]] = []  # (dates, times)
    for dates, times in form.items():
        refined = []
        rest = dates
        for cell_dates, cell_times in cells:
            shared = cell_dates & rest
            if shared:
                refined.append((shared, cell_times | times))
                rest ^= shared
            if cell_dates ^ shared:
                refined.append((cell_dates ^ shared, cell_times))
        if rest:
            refined.append((rest, times))
        cells = refined
    return dict(cells)


def _texts(form: NormalForm, spoken: Dialect, is_running: bool | None) -> list[str]:
    # Most programs that import the core only read cron, and synthesis would be a third of what they load.
    from schedule_mcp.cron.boxes import date_boxes
    from schedule_mcp.cron.printing import print_expression
    from schedule_mcp.cron.products import hour_by_hour, time_products

    texts: list[str] = []
    for dates, times in form.items():
        products = time_products(times, spoken)
        for box in date_boxes(dates, spoken):
            within = hour_by_hour(products) if spoken.full_hours_only and box.restricts_weekdays else products
            texts.extend(print_expression(box, product, spoken, is_running=is_running) for product in within)
    if max(map(len, texts)) > LONGEST:
        raise Refusal("too_long", f"it would have more than {LONGEST} characters")
    return texts


def _prove(texts: Sequence[str], form: NormalForm, spoken: Dialect) -> None:
    """Reads the texts back; what cannot be proved is refused like what cannot be said."""
    wanted = _count(form)
    for reading in spoken.readings:
        parts = [normal_form(calendar_of(parse_fields(text, reading), "UTC").rules) for text in texts]
        union = from_rectangles(pair for part in parts for pair in part.items())
        if union != form or sum(map(_count, parts)) != wanted:
            raise Unsupported(f"{', '.join(texts)} could not be proved equal for {reading.title}", reason="unproved")


def _count(form: NormalForm) -> int:
    return sum(dates.bit_count() * times.bit_count() for dates, times in form.items())
