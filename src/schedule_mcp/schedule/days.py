"""Trees of days as sets of dates.

A date set is an integer: bit i is the date 2000-01-01 + i days, up to 2399-12-31. These 400 years are one
Gregorian cycle (146,097 days, 20,871 whole weeks), so a set that names no year describes all time, and
moving a set by a day rotates it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from schedule_mcp.schedule.model import (
    EVERY_WEEKDAY,
    AllOf,
    AnyOf,
    Between,
    Days,
    Every,
    Holidays,
    Months,
    Moved,
    Not,
    Nth,
    NumberedWeeks,
    Period,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.public_holidays import holiday_set

FIRST_DATE = date(2000, 1, 1)
LAST_DATE = date(2399, 12, 31)
FIRST_ORDINAL = FIRST_DATE.toordinal()
DATE_COUNT = 146_097
ALL_DATES = (1 << DATE_COUNT) - 1

_FIRST_MONDAY = 2
"""2000-01-03; FIRST_DATE is a Saturday."""

_CACHED_SETS = 512
"""A set has 18 kB and anchors come from outside, so no cache may grow without end."""


def index_of(day: date) -> int:
    """The bit of a date; below 0 or from DATE_COUNT on for dates outside the calendar."""
    return day.toordinal() - FIRST_ORDINAL


def date_of(index: int) -> date:
    """The date of a bit."""
    return date.fromordinal(FIRST_ORDINAL + index)


def rotate(dates: int, by: int) -> int:
    """The set moved by so many days (later when positive), around the cycle."""
    by %= DATE_COUNT
    if not by:
        return dates
    return ((dates << by) | (dates >> (DATE_COUNT - by))) & ALL_DATES


def dates_from(first: date) -> int:
    """All dates of the calendar from `first` on."""
    return ALL_DATES >> max(index_of(first), 0) << max(index_of(first), 0)


def dates_until(last: date) -> int:
    """All dates of the calendar up to and including `last`."""
    return (1 << max(min(index_of(last) + 1, DATE_COUNT), 0)) - 1


def iterate(dates: int) -> Iterator[int]:
    """The bits of a set, ascending."""
    for chunk_start, chunk in chunks(dates, 0):
        while chunk:
            low = chunk & -chunk
            yield chunk_start + low.bit_length() - 1
            chunk ^= low


CHUNK_BITS = 512
_CHUNK = (1 << CHUNK_BITS) - 1


def chunks(bits: int, first: int) -> Iterator[tuple[int, int]]:
    """(start, CHUNK_BITS bits from start) of every part that is not empty, beginning at the bit `first`."""
    start = max(first, 0)
    rest = bits >> start
    # The first part alone is often enough, and spares the bytes.
    part = rest & _CHUNK
    if part:
        yield start, part
    data = rest.to_bytes((rest.bit_length() + 7) // 8, "little")
    step = CHUNK_BITS // 8
    for offset in range(step, len(data), step):
        part = int.from_bytes(data[offset : offset + step], "little")
        if part:
            yield start + offset * 8, part


@lru_cache(maxsize=_CACHED_SETS)
def date_set(days: Days) -> int:
    """The dates that a tree means."""
    match days:
        case AllOf(parts):
            dates = ALL_DATES
            for part in parts:
                dates &= date_set(part)
            return dates
        case AnyOf(parts):
            return _union(map(date_set, parts))
        case Not(part):
            return ALL_DATES ^ date_set(part)
        case Weekdays(weekdays):
            return _weekdays(weekdays)
        case Months(months):
            return _union(_month(month) for month in months)
        case Nth(positions, among, Period.MONTH) if among == EVERY_WEEKDAY and min(positions, default=0) > 0:
            return _union(_day_of_month(day) for day in positions)
        case Nth(positions, among, period):
            return _nth(positions, among, period)
        case Every(n, unit, anchor):
            return _every(n, unit, anchor)
        case NumberedWeeks(even):
            return _numbered_weeks(even)
        case Holidays(place):
            return holiday_set(place)
        case Moved(moved, off, later):
            return _moved(date_set(moved), date_set(off), later=later)
        case Between(first, last):
            return dates_from(first) & dates_until(last)


def _moved(dates: int, off: int, *, later: bool) -> int:
    """The dates, those of `off` moved to the nearest date that is not off; what finds none within the calendar goes."""
    kept, open_days = dates & ~off, ALL_DATES & ~off
    for index in iterate(dates & off):
        if later:
            following = open_days >> (index + 1)
            if following:
                kept |= 1 << (index + (following & -following).bit_length())
        elif before := open_days & ((1 << index) - 1):
            kept |= 1 << (before.bit_length() - 1)
    return kept


def _union(sets: Iterable[int]) -> int:
    union = 0
    for dates in sets:
        union |= dates
    return union


@lru_cache(maxsize=12)
def _month(month: int) -> int:
    return _whole_months(range(month - 1, 4800, 12)) if 1 <= month <= 12 else 0


@lru_cache(maxsize=31)
def _day_of_month(day: int) -> int:
    starts = _period_starts(Period.MONTH)
    days = starts << day - 1 & ALL_DATES if 1 <= day <= 31 else 0
    for beyond in range(day - 28):
        # In a month that is too short it would be one of the first days of the next.
        days &= ~(starts << beyond)
    return days


def _repeat(pattern: int, width: int, phase: int = 0) -> int:
    """The pattern of `width` bits over the whole calendar, one copy of it beginning at bit `phase`."""
    phase %= width
    copies = pattern
    length = width
    while length < DATE_COUNT + width:
        copies |= copies << length
        length *= 2
    return copies << phase >> width & ALL_DATES


@lru_cache(maxsize=128)
def _weekdays(weekdays: frozenset[int]) -> int:
    return _repeat(sum(1 << day for day in weekdays), 7, _FIRST_MONDAY)


@lru_cache(maxsize=2)
def _numbered_weeks(even: bool) -> int:
    mondays = (
        date.fromisocalendar(year, 1, 1) + timedelta(weeks=number)
        for year in range(FIRST_DATE.year, LAST_DATE.year + 1)
        for number in range(even, date(year, 12, 28).isocalendar().week, 2)
    )
    starts = _bits(index_of(monday) % DATE_COUNT for monday in mondays)
    return _union(rotate(starts, day) for day in range(7))


@lru_cache(maxsize=1)
def _month_starts() -> tuple[int, ...]:
    """The bit of the first day of each of the 4,800 months, and DATE_COUNT."""
    starts = [index_of(date(2000 + m // 12, m % 12 + 1, 1)) for m in range(4800)]
    return (*starts, DATE_COUNT)


def _bits(indexes: Iterable[int]) -> int:
    data = bytearray(_BYTES)
    for i in indexes:
        data[i >> 3] |= 1 << (i & 7)
    return int.from_bytes(data, "little")


def _whole_months(months: Iterable[int]) -> int:
    """All dates of these months, counted from January 2000 = 0."""
    starts = _month_starts()
    selected = list(months)
    ends = _bits(starts[m + 1] for m in selected)
    return ends - _bits(starts[m] for m in selected)


@lru_cache(maxsize=8)
def _period_starts(period: Period) -> int:
    if period is Period.WEEK:
        return _weekdays(frozenset({0}))
    length = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    return _bits(_month_starts()[:-1:length])


def _nth(positions: frozenset[int], among: frozenset[int], period: Period) -> int:
    # Weeks do not begin with the calendar: turn it so that the first bit is a Monday.
    turn = -_FIRST_MONDAY if period is Period.WEEK else 0
    starts = rotate(_period_starts(period), turn)
    days = rotate(_weekdays(among or EVERY_WEEKDAY), turn)
    forward = _nth_set_bits(days, starts, {p for p in positions if p > 0})
    backward = {-p for p in positions if p < 0}
    if backward:
        ends = rotate(starts, -1)
        forward |= _mirror(_nth_set_bits(_mirror(days), _mirror(ends), backward))
    return rotate(forward, -turn)


_BYTES = DATE_COUNT // 8 + 1
_MIRRORED_BYTES = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def _mirror(dates: int) -> int:
    mirrored = dates.to_bytes(_BYTES, "big").translate(_MIRRORED_BYTES)
    return int.from_bytes(mirrored, "little") >> (8 * _BYTES - DATE_COUNT)


def _nth_set_bits(bits: int, starts: int, positions: set[int]) -> int:
    """The n-th set bits of every segment, where a segment runs from one bit of `starts` to the next.

    `x & -x` isolates the lowest set bit; here the negation is done in all segments at once. A set bit at
    the end of each segment keeps the carry inside.
    """
    ends = rotate(starts, -1)
    found = 0
    for done in range(max(positions, default=0)):
        closed = bits | ends
        lowest = closed & ((ALL_DATES ^ closed) + starts) & bits
        if done + 1 in positions:
            found |= lowest
        bits ^= lowest
    return found


def _every(n: int, unit: Unit, anchor: date) -> int:
    if n < 1:
        raise ValueError(f"every {n} units")
    match unit:
        case Unit.DAY:
            return _repeat(1, n, index_of(anchor))
        case Unit.WEEK:
            return _repeat(0b1111111, 7 * n, index_of(anchor) - anchor.weekday())
        case Unit.MONTH:
            phase = (anchor.year * 12 + anchor.month - 1 - 24_000) % n
            if 12 % n == 0:
                return _union(_month(month + 1) for month in range(phase, 12, n))
            return _whole_months(range(phase, 4800, n))
        case Unit.YEAR:
            years = range((anchor.year - 2000) % n, 400, n)
            return _whole_months(12 * y + m for y in years for m in range(12))
