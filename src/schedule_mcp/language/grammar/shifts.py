"""Days counted from other days: "two days before the end of the month", "the Friday before the last Monday"."""

from __future__ import annotations

from datetime import date, timedelta

from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.dates import read_date_words
from schedule_mcp.language.grammar.items import (
    Dates,
    Dom,
    Item,
    MonthSet,
    NextOf,
    OrdWd,
    Pace,
    Scoped,
    Span,
    ThisPeriod,
    Tree,
    Wd,
)
from schedule_mcp.language.grammar.nth import read_nth
from schedule_mcp.language.grammar.references import read_ending, read_reference
from schedule_mcp.language.lexicon import K
from schedule_mcp.schedule.model import EVERY_WEEKDAY, AllOf, AnyOf, Days, Nth, Period, Weekdays

_ALWAYS = {Period.WEEK: 7, Period.MONTH: 28, Period.QUARTER: 90, Period.YEAR: 365}
"""Days that every such period has."""
_FARTHEST = 27
_FARTHEST_OF_DATE = 300
_MONTHS = {"month": 1, "quarter": 3}
_MONTHS_AT_MOST = 12


def _is_paced_by(c: Cursor, unit: str) -> bool:
    """Whether the phrase says "every month" or "monthly" anywhere."""
    for k, meanings in enumerate(c.kinds[: c.end]):
        if K.FREQUENCY in meanings and meanings[K.FREQUENCY][1] == unit:
            return True
        if meanings.get(K.UNIT) == unit and k and any(x in c.kinds[k - 1] for x in (K.EVERY, K.OTHER, K.NUMBER)):
            return True
    return False


def read_shifted_days(c: Cursor, parts: tuple[tuple[float, str], ...]) -> list[Item]:
    """What follows "two days before" or "3 days after", when it is a day that comes again."""
    if len(parts) != 1 or parts[0][0] != int(parts[0][0]):
        return []
    if parts[0][1] in _MONTHS:
        return _read_months_beside(c, int(parts[0][0]) * _MONTHS[parts[0][1]])
    if parts[0][1] not in ("day", "week"):
        return []
    days = int(parts[0][0]) * (7 if parts[0][1] == "week" else 1)
    if c.at(K.BEFORE):
        days = -days
    c.i += 1
    if c.at(K.MOVABLE):
        base_day = NextOf(c.value(K.MOVABLE))
        c.i += 1
        return [Span(((days, "day"),), base=base_day)]
    base = _read_base_day(c)
    dated = len(base) == 1 and isinstance(base[0], Dates)
    return _moved(base, days) if base and 0 < abs(days) <= (_FARTHEST_OF_DATE if dated else _FARTHEST) else []


def _read_months_beside(c: Cursor, months: int) -> list[Item]:
    """The day of "three months before Christmas", "a month after July 4"."""
    sign = -1 if c.at(K.BEFORE) else 1
    c.i += 1
    match _read_base_day(c):
        case [Dates(((year, month, day),), every)] if day <= _ALWAYS[Period.MONTH] and months < _MONTHS_AT_MOST:
            years, other = divmod(month - 1 + sign * months, 12)
            return [Dates(((year and year + years, other + 1, day),), every)]
    return []


def read_beside_nth(c: Cursor, days: Wd) -> list[Item]:
    """ "Monday after the first Sunday of the month", "Friday before the last Monday"."""
    begin = c.i
    sign = -1 if c.at(K.BEFORE) else 1
    c.i += 1
    base = _read_base_day(c)
    match base:
        case [Scoped(_, among, Period.MONTH), *_] if len(among) == len(days.days) == days.singles == 1:
            (weekday,), (day,) = among, days.days
            found = _moved(base, sign * ((sign * (day - weekday) - 1) % 7 + 1))
            if found:
                return found
    c.i = begin
    if base and not isinstance(base[0], Dates):
        raise c.refuse()
    return [days]


def _read_base_day(c: Cursor) -> list[Item]:
    c.take(K.ARTICLE)
    found = read_ending(c, every=False) or read_nth(c, every=False) or read_date_words(c, every=False)
    if not found and c.at_any((K.SEASON_DAY, K.DATE)):
        found = read_reference(c, every=False)
    if len(found) == 1 and isinstance(found[0], OrdWd) and _is_paced_by(c, "month"):
        return [Scoped(found[0].positions, found[0].among, Period.MONTH)]
    return found


def _moved(base: list[Item], days: int) -> list[Item]:
    """The items of `base` so many days later, or nothing where that is not the same day each time."""
    match base:
        case [Scoped(positions, among, of), *rest] if len(positions) == 1:
            (n,) = positions
            return _moved_nth(n, among, of, rest, days)
        case [Dom(numbers, every)] if len(numbers) == 1 and 1 <= min(numbers) + days <= _ALWAYS[Period.MONTH]:
            return [Dom(frozenset({min(numbers) + days}), every)]
        case [Dates(((year, month, day),), every)]:
            found = {date(y, month, day) + timedelta(days=days) for y in ((year,) if year else (2023, 2024))}
            if len({(d.month, d.day) for d in found}) == 1:
                other = min(found)
                same_year = year and other.year
                return [Dates(((same_year or None, other.month, other.day),), every)]
    return []


def _moved_nth(n: int, among: frozenset[int], of: Period, rest: list[Item], days: int) -> list[Item]:
    """The n-th of these days of a period, so many days later: two days before the last Friday of the month."""
    if among == EVERY_WEEKDAY:
        first = last = n
    elif len(among) == 1 and of is Period.MONTH:
        first, last = (7 * (n - 1) + 1, 7 * n) if n > 0 else (7 * n, 7 * n + 6)
    else:
        return []
    placed = _positions(first + days, last + days, n, of)
    if placed is None:
        return []
    inside = isinstance(placed, Nth) and (min(placed.positions) > 0) == (n > 0)
    if not inside and any(isinstance(r, MonthSet | ThisPeriod) for r in rest):
        # Days of a neighbour of the period that is named.
        return []
    if isinstance(placed, AnyOf) and any(isinstance(r, Pace) for r in rest):
        # Of "every other month", some in the month and some in the one beside it.
        return []
    if among != EVERY_WEEKDAY:
        (weekday,) = among
        return [Tree(AllOf((Weekdays(frozenset({(weekday + days) % 7})), placed))), *rest]
    return [Scoped(placed.positions, placed.among, of), *rest] if isinstance(placed, Nth) else [Tree(placed), *rest]


def _positions(first: int, last: int, n: int, of: Period) -> Days | None:
    """Days first to last of a period, counted from the end where n is; what lies outside is in the next one."""
    most = _ALWAYS[of]
    within: set[int] = set()
    outside: set[int] = set()
    for k in range(first, last + 1):
        if n > 0:
            (within if k > 0 else outside).add(k if k > 0 else k - 1)
        else:
            (within if k < 0 else outside).add(k if k < 0 else k + 1)
    if any(abs(k) > most for k in within | outside):
        return None
    parts = [Nth(frozenset(p), of=of) for p in (within, outside) if p]
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
