"""Schedules to cron by synthesis and proof.

The dates are reduced to cells (month, day of month, weekday). Where years of one kind or days of one cell
differ, no cron expression exists, and that is the reason given. From the cells boxes are built that share no
date; they are printed, parsed back with the dialect's rules and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from schedule_mcp.cron.dialects import DayRule, Dialect, Star, dialect
from schedule_mcp.cron.printing import Box, Product, print_expression
from schedule_mcp.cron.text import calendar_of, parse_fields
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule.days import ALL_DATES, FIRST_DATE, date_of, date_set, iterate
from schedule_mcp.schedule.model import EVERY_WEEKDAY, AllOf, AnyOf, Calendar, Months, Nth, Weekdays
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form, times_of

OBJECTS_AT_MOST = 8

Cells = Mapping[int, tuple[int, ...]]
"""Month (1-12) to a mask of weekdays (bit 0 = Monday) for each day of the month that it can have."""

_LONGEST = dict.fromkeys((1, 3, 5, 7, 8, 10, 12), 31) | dict.fromkeys((4, 6, 9, 11), 30) | {2: 29}
_FULL = 0b1111111
_ALL_MONTHS = frozenset(range(1, 13))


@dataclass(frozen=True)
class _Refusal(Exception):
    reason: str
    why: str


def fit(
    schedule: Calendar | NormalForm, dialect: str | Dialect = "vixie", *, limit: int = OBJECTS_AT_MOST
) -> list[str]:
    """Expressions of the dialect that together fire on exactly these dates and times and never at once.

    One element where a single expression exists. Zone, clock and window of a calendar are not looked at.

    Raises:
        Unsupported: no such expressions exist; `reason` is "phase", "month_length", "day_and_weekday",
            "seconds", "full_hours", "never" or "too_many_objects".
    """
    spoken = _dialect(dialect)
    form = normal_form(schedule.rules) if isinstance(schedule, Calendar) else schedule
    try:
        texts = _best(form, spoken)
    except _Refusal as refusal:
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


def _best(form: NormalForm, spoken: Dialect) -> list[str]:
    if not form:
        raise _Refusal("never", "it never fires")
    found: list[list[str]] = []
    refusals: list[_Refusal] = []
    for grouping in (form, by_day(form)):
        try:
            found.append(_texts(grouping, spoken))
        except _Refusal as refusal:
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


def _texts(form: NormalForm, spoken: Dialect) -> list[str]:
    texts: list[str] = []
    for dates, times in form.items():
        products = time_products(times, spoken)
        for box in date_boxes(dates, spoken):
            texts.extend(print_expression(box, product, spoken) for product in products)
    return texts


def _prove(texts: Sequence[str], form: NormalForm, spoken: Dialect) -> None:
    for reading in spoken.readings:
        parts = [normal_form(calendar_of(parse_fields(text, reading), "UTC").rules) for text in texts]
        rectangles = [pair for part in parts for pair in part.items()]
        assert from_rectangles(rectangles) == form, f"{texts} is not what {reading.name} should run"
        runs = sum(dates.bit_count() * times.bit_count() for part in parts for dates, times in part.items())
        assert runs == sum(dates.bit_count() * times.bit_count() for dates, times in form.items()), texts


# -- times of the day ------------------------------------------------------------------------------------


def time_products(times: int, spoken: Dialect) -> list[Product]:
    """The times as products of hours, minutes and seconds that share no time."""
    by_second: dict[int, dict[int, int]] = {}
    for t in times_of(times):
        rows = by_second.setdefault(t % 60, {})
        rows[t // 3600] = rows.get(t // 3600, 0) | 1 << t // 60 % 60
    if not spoken.has_seconds and set(by_second) != {0}:
        raise _Refusal("seconds", "its times have seconds, and this cron counts in minutes")
    seconds_by_rows: dict[tuple[tuple[int, int], ...], set[int]] = {}
    for second, rows in by_second.items():
        seconds_by_rows.setdefault(tuple(sorted(rows.items())), set()).add(second)
    products = [
        Product(frozenset(hours), frozenset(minutes), frozenset(seconds))
        for rows_items, seconds in seconds_by_rows.items()
        for hours, minutes in _hours_and_minutes(dict(rows_items))
    ]
    return [part for product in products for part in _full_hours(product)] if spoken.full_hours_only else products


def _hours_and_minutes(rows: Mapping[int, int]) -> list[tuple[set[int], set[int]]]:
    """A set of (hour, minute) as products, by equal hours or by equal minutes, whichever are fewer."""
    columns: dict[int, int] = {}
    for hour, minutes in rows.items():
        for minute in _members(minutes):
            columns[minute] = columns.get(minute, 0) | 1 << hour
    by_hours = [(hours, set(_members(minutes))) for minutes, hours in _grouped(rows).items()]
    by_minutes = [(set(_members(hours)), minutes) for hours, minutes in _grouped(columns).items()]
    return min(by_hours, by_minutes, key=len)


def _grouped(rows: Mapping[int, int]) -> dict[int, set[int]]:
    """Row indexes by their content, empty rows left out."""
    groups: dict[int, set[int]] = {}
    for index, row in rows.items():
        if row:
            groups.setdefault(row, set()).add(index)
    return groups


def _members(mask: int) -> Iterable[int]:
    return (i for i in range(mask.bit_length()) if mask >> i & 1)


def _full_hours(product: Product) -> list[Product]:
    zero = frozenset({0})
    if product.minutes != zero or product.seconds != zero:
        raise _Refusal("full_hours", "its runs are not at full hours")
    if len(product.hours) == 24:
        return [product]
    return [Product(frozenset({hour}), zero, zero) for hour in sorted(product.hours)]


# -- dates -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _years() -> tuple[tuple[int, int, tuple[int, int]], ...]:
    """(first bit, days, kind) of each of the 400 years; the kind is (days, weekday of 1 January)."""
    years = []
    for year in range(2000, 2400):
        first = date(year, 1, 1)
        days = (date(year, 12, 31) - first).days + 1
        years.append(((first - FIRST_DATE).days, days, (days, first.weekday())))
    return tuple(years)


@lru_cache(maxsize=16)
def _cells_of_kind(kind: tuple[int, int]) -> tuple[tuple[int, int, int], ...]:
    """(month, day, weekday) of each date of a year of this kind."""
    start = next(start for start, _, other in _years() if other == kind)
    dates = map(date_of, range(start, start + kind[0]))
    return tuple((d.month, d.day, d.weekday()) for d in dates)


def cells_of(dates: int) -> Cells:
    """The cells of a date set.

    Raises:
        _Refusal: years of one kind differ ("phase"), or days of one cell do ("month_length").
    """
    patterns: dict[tuple[int, int], int] = {}
    for start, days, kind in _years():
        pattern = dates >> start & ((1 << days) - 1)
        if patterns.setdefault(kind, pattern) != pattern:
            raise _Refusal("phase", "it depends on counting from a date or on single dates, which cron cannot")
    return _cells_of_patterns(tuple(sorted(patterns.items())))


@lru_cache(maxsize=64)
def _cells_of_patterns(patterns: tuple[tuple[tuple[int, int], int], ...]) -> Cells:
    inside = {month: [0] * days for month, days in _LONGEST.items()}
    outside = {month: [0] * days for month, days in _LONGEST.items()}
    for kind, pattern in patterns:
        for i, (month, day, weekday) in enumerate(_cells_of_kind(kind)):
            (inside if pattern >> i & 1 else outside)[month][day - 1] |= 1 << weekday
    for month, days in inside.items():
        for day, mask in enumerate(days):
            if mask & outside[month][day]:
                raise _Refusal("month_length", _month_length_reason(month, day + 1))
    return {month: tuple(days) for month, days in inside.items() if any(days)}


def _month_length_reason(month: int, day: int) -> str:
    named = f"{day} {date(2001, month, 1):%B}"
    return f"it depends on the length of the month or year (the {named} is in it in some years only)"


def date_boxes(dates: int, spoken: Dialect) -> list[Box]:
    """The dates as boxes that the dialect can print and that share no date."""
    ways = [_boxes_of_dates, _boxes_with_last] if "last" in spoken.specials else [_boxes_of_dates]
    found: list[list[Box]] = []
    refusals: list[_Refusal] = []
    for way in ways:
        try:
            found.append(way(dates, spoken))
        except _Refusal as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    boxes = [_in_every_month(box) for box in min(found, key=len)]
    if spoken.full_hours_only:
        boxes = [part for box in boxes for part in _single_weekdays(box)]
    return boxes


def _in_every_month(box: Box) -> Box:
    """The box for all months where those that it lacks have none of its days: "the 31st" names no months."""
    if box.last or box.either:
        return box
    without = {month for month, days in _LONGEST.items() if min(box.days) > days}
    return replace(box, months=_ALL_MONTHS) if box.months | without == _ALL_MONTHS else box


def _boxes_of_dates(dates: int, spoken: Dialect) -> list[Box]:
    return _boxes_of_cells(cells_of(dates), spoken)


def _boxes_with_last(dates: int, spoken: Dialect) -> list[Box]:
    """With `last` for the last day of the month: the other days and the last one, each by itself."""
    last_days = date_set(Nth(frozenset({-1})))
    rest = dates & ~last_days
    return [*(_boxes_of_dates(rest, spoken) if rest else []), *_last_boxes(dates & last_days)]


def _last_boxes(on_last: int) -> list[Box]:
    masks = dict.fromkeys(range(1, 13), 0)
    missing = dict.fromkeys(range(1, 13), 0)
    for index in _last_day_indexes():
        day = date_of(index)
        (masks if on_last >> index & 1 else missing)[day.month] |= 1 << day.weekday()
    if any(masks[month] & missing[month] for month in masks):
        raise _Refusal("phase", "it depends on counting from a date or on single dates, which cron cannot")
    groups = _grouped(masks)
    return [Box(frozenset(group), frozenset(), frozenset(_members(mask)), last=True) for mask, group in groups.items()]


@lru_cache(maxsize=1)
def _last_day_indexes() -> tuple[int, ...]:
    return tuple(iterate(date_set(Nth(frozenset({-1})))))


def _boxes_of_cells(cells: Cells, spoken: Dialect) -> list[Box]:
    if spoken.day_rule is not DayRule.OR:
        boxes = _and_boxes(cells)
        if spoken.day_rule is DayRule.ONE:
            _refuse_both(boxes)
        return boxes
    if spoken.common_core or spoken.full_hours_only:
        boxes = _and_boxes(cells)
        _refuse_both(boxes)
        return boxes
    return _or_boxes(cells, spoken)


def _refuse_both(boxes: Sequence[Box]) -> None:
    if any(box.restricts_days and box.restricts_weekdays for box in boxes):
        raise _Refusal("day_and_weekday", "it needs a day of the month and a weekday together")


def _and_boxes(cells: Cells) -> list[Box]:
    """The fewest disjoint boxes months x days x weekdays that the two ways of cutting give."""
    whole = _one_box(cells)
    if whole is not None:
        return [whole]
    return min(_cut(cells, _by_rows), _cut(cells, _by_columns), key=len)


def _one_box(cells: Cells) -> Box | None:
    months = frozenset(cells)
    days = frozenset(d + 1 for row in cells.values() for d, mask in enumerate(row) if mask)
    weekdays = 0
    for row in cells.values():
        for mask in row:
            weekdays |= mask
    exact = all(mask == (weekdays if d + 1 in days else 0) for row in cells.values() for d, mask in enumerate(row))
    return Box(months, _completed(days, months), frozenset(_members(weekdays))) if exact else None


def _completed(days: frozenset[int], months: Iterable[int]) -> frozenset[int]:
    """All 31 days where the days are all that these months have."""
    longest = max(_LONGEST[m] for m in months)
    return frozenset(range(1, 32)) if len(days) == longest else days


Parts = frozenset[tuple[frozenset[int], int]]
"""Boxes of one month: (days, mask of weekdays)."""


def _by_rows(row: tuple[int, ...]) -> Parts:
    groups = _grouped(dict(enumerate(row, 1)))
    return frozenset((frozenset(days), mask) for mask, days in groups.items())


def _by_columns(row: tuple[int, ...]) -> Parts:
    columns = {w: sum(1 << d for d, mask in enumerate(row, 1) if mask >> w & 1) for w in range(7)}
    return frozenset(
        (frozenset(_members(days)), sum(1 << w for w in weekdays)) for days, weekdays in _grouped(columns).items()
    )


def _cut(cells: Cells, cut: Callable[[tuple[int, ...]], Parts]) -> list[Box]:
    groups: list[tuple[Parts, set[int]]] = []
    # The longest months first: a shorter one joins when it has the same days as far as it has them at all.
    for month in sorted(cells, key=lambda m: -_LONGEST[m]):
        parts = cut(cells[month])
        for known, months in groups:
            if _shortened(known, _LONGEST[month]) == parts:
                months.add(month)
                break
        else:
            groups.append((parts, {month}))
    return [
        Box(frozenset(months), _completed(days, months), frozenset(_members(mask)))
        for parts, months in groups
        for days, mask in sorted(parts, key=lambda part: (sorted(part[0]), part[1]))
    ]


def _shortened(parts: Parts, longest: int) -> Parts:
    """The parts on the days that a month of this length has; parts that become equal in days are one."""
    by_days: dict[frozenset[int], int] = {}
    for days, mask in parts:
        kept = frozenset(d for d in days if d <= longest)
        if kept:
            by_days[kept] = by_days.get(kept, 0) | mask
    return frozenset(by_days.items())


def _single_weekdays(box: Box) -> list[Box]:
    """orq.ai's narrow contract: every day, or one weekday."""
    if box.months != _ALL_MONTHS or box.restricts_days:
        raise _Refusal("day_and_weekday", "this contract knows neither months nor days of the month")
    if not box.restricts_weekdays:
        return [box]
    return [Box(box.months, box.days, frozenset({weekday})) for weekday in sorted(box.weekdays)]


# -- either day field (OR) ---------------------------------------------------------------------------------


def _or_boxes(cells: Cells, spoken: Dialect) -> list[Box]:
    groups: list[tuple[int, frozenset[int], tuple[int, ...], set[int]]] = []
    for month in sorted(cells, key=lambda m: -_LONGEST[m]):
        row = cells[month]
        weekdays = _FULL
        for mask in row:
            weekdays &= mask
        days = frozenset(d for d, mask in enumerate(row, 1) if mask == _FULL)
        for known_weekdays, _days, known_row, months in groups:
            if known_weekdays == weekdays and known_row[: len(row)] == row:
                months.add(month)
                break
        else:
            groups.append((weekdays, days, row, {month}))
    boxes = []
    for weekdays, days, row, months in groups:
        boxes.extend(_or_month(weekdays, days, row, frozenset(months), spoken))
    merged = _one_box(cells)
    if merged is not None and len(boxes) > 1 and _printable(merged, spoken):
        return [merged]
    return boxes


def _or_month(
    weekdays: int, days: frozenset[int], row: tuple[int, ...], months: frozenset[int], spoken: Dialect
) -> list[Box]:
    if all(mask == (_FULL if d in days else weekdays) for d, mask in enumerate(row, 1)):
        all_days = _completed(days, months) if days else frozenset(range(1, 32))
        if not weekdays or weekdays == _FULL:
            return [Box(months, all_days, EVERY_WEEKDAY)]
        if not days:
            return [Box(months, all_days, frozenset(_members(weekdays)))]
        return [Box(months, days, frozenset(_members(weekdays)), either=True)]
    boxes = min(
        (
            [Box(months, _completed(d, months), frozenset(_members(m))) for d, m in cut(row)]
            for cut in (_by_rows, _by_columns)
        ),
        key=lambda found: (not all(_printable(box, spoken) for box in found), len(found)),
    )
    if not all(_printable(box, spoken) for box in boxes):
        raise _Refusal("day_and_weekday", "it needs a day of the month and a weekday together")
    return boxes


def _printable(box: Box, spoken: Dialect) -> bool:
    """Whether a box of both day fields has a spelling in an OR dialect: one field must begin with `*`."""
    if not (box.restricts_days and box.restricts_weekdays):
        return True
    return spoken.star is Star.BEGINS_WITH_STAR and box.star_step is not None


def dates_of(boxes: Iterable[Box]) -> int:
    """The dates of boxes without `last`, for tests of the synthesis itself."""
    found = 0
    for box in boxes:
        parts = Nth(box.days), Weekdays(box.weekdays)
        joined = AnyOf(parts) if box.either else AllOf(parts)
        found |= date_set(AllOf((Months(box.months), joined)))
    return found & ALL_DATES
