"""Cells as disjoint boxes (months x days x weekdays) that a dialect can print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import product

from schedule_mcp.cron.cells import (
    ALL_MONTHS,
    ALL_WEEKDAYS,
    LONGEST,
    Cells,
    Refusal,
    cells_of,
    longest_of,
    needs_both_days,
)
from schedule_mcp.cron.cover import exclusive_boxes
from schedule_mcp.cron.dialects import DayRule, Dialect, Star
from schedule_mcp.cron.printing import Box
from schedule_mcp.cron.products import grouped, members
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.model import EVERY_WEEKDAY, AllOf, AnyOf, Months, Nth, Weekdays

_SUNDAY = 1 << 6

Way = Callable[[int, Dialect], list[Box]]


def date_boxes(dates: int, spoken: Dialect) -> list[Box]:
    """The dates as boxes that the dialect can print and that share no date.

    Raises:
        Refusal: there are none, and why.
    """
    if spoken.day_rule is DayRule.ONE:
        return list(map(_in_every_month, exclusive_boxes(dates, spoken)))
    ways: list[Way] = [_boxes_of_dates]
    if spoken.last_word:
        ways.extend([_box_with_last, _boxes_and_last])
    found: list[list[Box]] = []
    refusals: list[Refusal] = []
    for way in ways:
        try:
            found.append(way(dates, spoken))
        except Refusal as refusal:
            refusals.append(refusal)
        if found and len(found[-1]) == 1:
            break
    if not found:
        raise refusals[0]
    boxes = [_in_every_month(box) for box in min(found, key=len)]
    if spoken.day_rule is DayRule.OR and any(box.last and box.restricts_weekdays for box in boxes):
        raise needs_both_days()
    if spoken.full_hours_only:
        boxes = [part for box in boxes for part in _single_weekdays(box)]
    return boxes


def _in_every_month(box: Box) -> Box:
    """The box for all months where those that it lacks have none of its days: "the 31st" names no months."""
    if box.last or box.either or box.special or box.years:
        return box
    without = {month for month, days in LONGEST.items() if min(box.days) > days}
    return replace(box, months=ALL_MONTHS) if box.months | without == ALL_MONTHS else box


def _boxes_of_dates(dates: int, spoken: Dialect) -> list[Box]:
    cells = cells_of(dates)
    if spoken.day_rule is DayRule.AND:
        return and_boxes(cells)
    if spoken.common_core or spoken.full_hours_only:
        boxes = and_boxes(cells)
        if any(box.restricts_days and box.restricts_weekdays for box in boxes):
            raise needs_both_days()
        return boxes
    return _or_boxes(cells, spoken)


# -- `last`, the last day of the month ----------------------------------------------------------------------


def _box_with_last(dates: int, _: Dialect) -> list[Box]:
    """One box of `last` and other days: if any is equal to the dates, the projections are."""
    months, __, weekdays = _projections(dates)
    days = _projections(dates & ~_last_days())[1]
    box = Box(months, days, weekdays, last=True)
    if dates_of_box(box) != dates:
        raise Refusal("month_length", "it depends on the length of the month")
    return [box]


def _projections(dates: int) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The months, days of the month and weekdays that occur."""
    return (
        frozenset(n for n in range(1, 13) if dates & date_set(Months(frozenset({n})))),
        frozenset(n for n in range(1, 32) if dates & date_set(Nth(frozenset({n})))),
        frozenset(n for n in range(7) if dates & date_set(Weekdays(frozenset({n})))),
    )


def _boxes_and_last(dates: int, spoken: Dialect) -> list[Box]:
    """The last days with `last` and the others without, each by itself. On a weekday on which the 28th of a month is
    in where it is not the last day, it is in for another reason: there the last days need no `last`."""
    regular = dates & ~_last_days()
    for month, weekday in product(ALL_MONTHS, range(7)):
        concerned = _on(month, weekday)
        if not concerned & _not_last_28ths() & ~dates:
            regular |= dates & concerned
    return [*(_boxes_of_dates(regular, spoken) if regular else []), *_last_boxes(dates ^ regular)]


def _on(month: int, weekday: int) -> int:
    return date_set(Months(frozenset({month}))) & date_set(Weekdays(frozenset({weekday})))


@lru_cache(maxsize=1)
def _not_last_28ths() -> int:
    return date_set(Nth(frozenset({28}))) & ~_last_days()


@lru_cache(maxsize=1)
def _last_days() -> int:
    return date_set(Nth(frozenset({-1})))


def _last_boxes(on_last: int) -> list[Box]:
    masks: dict[int, int] = {}
    for month, weekday in product(ALL_MONTHS, range(7)):
        concerned = _on(month, weekday) & _last_days()
        if on_last & concerned not in (0, concerned):
            raise Refusal("phase", "it depends on counting from a date or on single dates, which cron cannot")
        masks[month] = masks.get(month, 0) | bool(on_last & concerned) << weekday
    groups = grouped(masks)
    return [Box(frozenset(group), frozenset(), frozenset(members(mask)), last=True) for mask, group in groups.items()]


# -- both day fields (AND) ----------------------------------------------------------------------------------


def and_boxes(cells: Cells) -> list[Box]:
    """The fewest disjoint boxes that the two ways of cutting give."""
    return min(_cut(cells, _by_rows), _cut(cells, _by_columns), key=len)


def _completed(days: frozenset[int], months: Iterable[int]) -> frozenset[int]:
    """All 31 days where the days are all that these months have."""
    return frozenset(range(1, 32)) if len(days) == longest_of(months) else days


Parts = frozenset[tuple[frozenset[int], int]]
"""Boxes of one month: (days, mask of weekdays)."""


def _by_rows(row: tuple[int, ...]) -> Parts:
    groups = grouped(dict(enumerate(row, 1)))
    return frozenset((frozenset(days), mask) for mask, days in groups.items())


def _by_columns(row: tuple[int, ...]) -> Parts:
    columns = {w: sum(1 << d for d, mask in enumerate(row, 1) if mask >> w & 1) for w in range(7)}
    return frozenset(
        (frozenset(members(days)), sum(1 << w for w in weekdays)) for days, weekdays in grouped(columns).items()
    )


def _cut(cells: Cells, cut: Callable[[tuple[int, ...]], Parts]) -> list[Box]:
    groups: list[tuple[Parts, set[int]]] = []
    # The longest months first: a shorter one joins when it has the same days as far as it has them at all.
    for month in sorted(cells, key=lambda m: -LONGEST[m]):
        parts = cut(cells[month])
        for known, months in groups:
            if _shortened(known, LONGEST[month]) == parts:
                months.add(month)
                break
        else:
            groups.append((parts, {month}))
    return [
        Box(frozenset(months), _completed(days, months), frozenset(members(mask)))
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
    if box.months != ALL_MONTHS or box.restricts_days:
        raise Refusal("day_and_weekday", "this contract knows neither months nor days of the month")
    if not box.restricts_weekdays:
        return [box]
    return [Box(box.months, box.days, frozenset({weekday})) for weekday in sorted(box.weekdays)]


# -- either day field (OR) ----------------------------------------------------------------------------------


def _or_boxes(cells: Cells, spoken: Dialect) -> list[Box]:
    either = _one_either(cells)
    if either is not None:
        return [either]
    return [box for row, months in _months_by_row(cells) for box in _or_month(row, frozenset(months), spoken)]


def _one_either(cells: Cells) -> Box | None:
    """One box of full days or full weekdays: if any is equal to the cells, the universal projections are."""
    days = frozenset(
        day
        for day in range(1, longest_of(cells) + 1)
        if all(row[day - 1] == ALL_WEEKDAYS for month, row in cells.items() if day <= LONGEST[month])
    )
    weekdays = ALL_WEEKDAYS
    for row in cells.values():
        weekdays &= _full_columns(row)
    exact = all(
        mask == (ALL_WEEKDAYS if d in days else weekdays) for row in cells.values() for d, mask in enumerate(row, 1)
    )
    return _either(days, weekdays, frozenset(cells)) if exact else None


def _full_columns(row: tuple[int, ...]) -> int:
    weekdays = ALL_WEEKDAYS
    for mask in row:
        weekdays &= mask
    return weekdays


def _months_by_row(cells: Cells) -> list[tuple[tuple[int, ...], set[int]]]:
    """The months with equal days, as far as a month has them; the row is that of the longest."""
    groups: list[tuple[tuple[int, ...], set[int]]] = []
    for month in sorted(cells, key=lambda m: -LONGEST[m]):
        row = cells[month]
        # Only days that the month lacks may tell the rows apart, and no column may be full in one of them alone.
        known = next(
            (m for other, m in groups if other[: len(row)] == row and _full_columns(other) == _full_columns(row)), None
        )
        if known is None:
            groups.append((row, {month}))
        else:
            known.add(month)
    return groups


def _or_month(row: tuple[int, ...], months: frozenset[int], spoken: Dialect) -> list[Box]:
    weekdays = _full_columns(row)
    days = frozenset(d for d, mask in enumerate(row, 1) if mask == ALL_WEEKDAYS)
    if all(mask == (ALL_WEEKDAYS if d in days else weekdays) for d, mask in enumerate(row, 1)):
        return [_either(days, weekdays, months)]
    if spoken.star is not Star.BEGINS_WITH_STAR:
        raise needs_both_days()
    cuts = [by(row) for by in (_by_rows, _by_columns, _by_days_then_sundays, _by_sundays_then_days)]
    found = [
        [Box(months, _completed(d, months), frozenset(members(m))) for d, m in sorted(c, key=_first)] for c in cuts
    ]
    # A box of one day field can always be said, and has a star in the other one.
    printable = [boxes for boxes in found if all(box.starred is not None for box in boxes)]
    if not printable:
        raise needs_both_days()
    return min(printable, key=len)


def _first(part: tuple[frozenset[int], int]) -> tuple[list[int], int]:
    return sorted(part[0]), part[1]


def _either(days: frozenset[int], weekdays: int, months: frozenset[int]) -> Box:
    if not weekdays or weekdays == ALL_WEEKDAYS:
        return Box(months, _completed(days, months), EVERY_WEEKDAY)
    if not days:
        return Box(months, frozenset(range(1, 32)), frozenset(members(weekdays)))
    return Box(months, days, frozenset(members(weekdays)), either=True)


def _by_days_then_sundays(row: tuple[int, ...]) -> Parts:
    """Boxes that all hold the 1st or the Sundays, where they exist: those that a field beginning with `*` can say.

    The weekdays of the 1st with all their days; what is left of the other days needs its Sundays.
    """
    on_first = row[0] & ~_SUNDAY
    columns = {w: sum(1 << d for d, mask in enumerate(row, 1) if mask >> w & 1) for w in members(on_first)}
    boxes = {(frozenset(members(days)), _mask(ws)) for days, ws in grouped(columns).items()}
    rest = {d: mask & ~on_first for d, mask in enumerate(row, 1)}
    return frozenset(boxes | {(frozenset(days), mask) for mask, days in grouped(rest).items()})


def _by_sundays_then_days(row: tuple[int, ...]) -> Parts:
    """The same with the days that have their Sundays first."""
    full = {d: mask for d, mask in enumerate(row, 1) if d > 1 and mask & _SUNDAY}
    boxes = {(frozenset(days), mask) for mask, days in grouped(full).items()}
    columns = {w: sum(1 << d for d, mask in enumerate(row, 1) if d not in full and mask >> w & 1) for w in range(7)}
    return frozenset(boxes | {(frozenset(members(days)), _mask(ws)) for days, ws in grouped(columns).items()})


def _mask(members_of: Iterable[int]) -> int:
    return sum(1 << member for member in members_of)


def dates_of_box(box: Box) -> int:
    """The dates of a box without a special day field."""
    days = AnyOf((Nth(box.days), Nth(frozenset({-1})))) if box.last else Nth(box.days)
    parts = days, Weekdays(box.weekdays)
    return date_set(AllOf((Months(box.months), AnyOf(parts) if box.either else AllOf(parts))))
