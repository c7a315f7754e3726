"""Times of a day as sets, and the normal form of rules.

A time set is an integer: bit t is the second t after local midnight (0 .. 86,399). The normal form of rules
maps date sets to time sets: each time of a day belongs to exactly one entry, and no two entries have the same
dates. It is unique, so equality of rules is equality of two small mappings.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from schedule_mcp.schedule.days import date_set, iterate, rotate
from schedule_mcp.schedule.model import DAY_S, TIME_END, Rule

NormalForm = dict[int, int]
"""Date set to time set."""

ALL_TIMES = (1 << DAY_S) - 1

_CACHED_FORMS = 128


def time_set(times: Iterable[int]) -> int:
    """The times (seconds after midnight, 0 .. TIME_END - 1) as bits."""
    data = bytearray(TIME_END // 8)
    for t in times:
        data[t >> 3] |= 1 << (t & 7)
    return int.from_bytes(data, "little")


def times_of(times: int) -> tuple[int, ...]:
    """The times of a set, ascending, in seconds."""
    return tuple(iterate(times))


def normal_form(rules: tuple[Rule, ...]) -> NormalForm:
    """What the rules mean, in the one form that any equal rules share."""
    return dict(_normal_form(rules))


@lru_cache(maxsize=_CACHED_FORMS)
def _normal_form(rules: tuple[Rule, ...]) -> tuple[tuple[int, int], ...]:
    rectangles: list[tuple[int, int]] = []
    for rule in rules:
        dates, times = date_set(rule.days), time_set(rule.times)
        rectangles.append((dates, times & ALL_TIMES))
        # A time past midnight belongs to the day that it starts on.
        rectangles.append((rotate(dates, 1), times >> DAY_S))
    return tuple(from_rectangles(rectangles).items())


def from_rectangles(rectangles: Iterable[tuple[int, int]]) -> NormalForm:
    """The normal form of a union of (date set, time set) pairs, which may overlap."""
    cells: list[tuple[int, int]] = []  # (times, dates); the times are disjoint
    for dates, times in rectangles:
        if dates and times:
            cells = _with_rectangle(cells, dates, times)
    form: NormalForm = {}
    for cell_times, cell_dates in cells:
        form[cell_dates] = form.get(cell_dates, 0) | cell_times
    return form


def _with_rectangle(cells: list[tuple[int, int]], dates: int, times: int) -> list[tuple[int, int]]:
    refined: list[tuple[int, int]] = []
    for cell_times, cell_dates in cells:
        shared = cell_times & times
        if shared:
            refined.append((shared, cell_dates | dates))
            times ^= shared
            cell_times ^= shared
        if cell_times:
            refined.append((cell_times, cell_dates))
    if times:
        refined.append((times, dates))
    return refined


def masked(form: NormalForm, dates: int) -> NormalForm:
    """The part of a normal form on these dates."""
    return from_rectangles((d & dates, t) for d, t in form.items())


def all_dates_of(form: NormalForm) -> int:
    """Every date on which anything happens."""
    union = 0
    for dates in form:
        union |= dates
    return union
