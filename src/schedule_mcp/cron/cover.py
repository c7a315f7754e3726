"""Date sets as disjoint expressions of dialects whose two day fields exclude each other (Quartz, AWS).

One expression says days of the month, or weekdays, or one special day (`L`, `15W`, `6#3`), in some months of some
years. A set that no single one says is covered month by month, by search over the expressions that lie within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from schedule_mcp.cron.cells import ALL_MONTHS, LONGEST, Refusal, cells_of, needs_both_days, patterns_of, years
from schedule_mcp.cron.dialects import DAY, WEEKDAY, Dialect
from schedule_mcp.cron.printing import EVERY_DAY_OF_MONTH, Box
from schedule_mcp.cron.special import NEAREST_AT_MOST, nearest_workday
from schedule_mcp.schedule.days import ALL_DATES, date_set
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WORKDAYS, Days, Months, Nth, Weekdays

_STEPS_AT_MOST = 400
"""Bounds the search within one month; what random unions of expressions need is below 30."""


@dataclass(frozen=True)
class _Piece:
    """What one item of a day field says: its field, its value (a day, a weekday, or the text of a special)."""

    field: str
    value: int | str
    dates: int

    @property
    def kind(self) -> str:
        """Pieces of one kind share an expression."""
        return self.field if isinstance(self.value, int) else f"{self.field} {self.value}"


def exclusive_boxes(dates: int, spoken: Dialect) -> list[Box]:
    """The dates as boxes that share no date.

    Raises:
        Refusal: there are none, and why.
    """
    regular = _every_year(dates, spoken)
    boxes = _boxes(regular, ALL_DATES, spoken) if regular else []
    rest = dates ^ regular
    return [*boxes, *_boxes_of_years(rest, spoken)] if rest else boxes


def _every_year(dates: int, spoken: Dialect) -> int:
    """The part without a year: what happens after the last year that the dialect can name, in all years."""
    patterns = patterns_of(dates, first_year=spoken.last_year + 1)
    regular = 0
    for start, _, kind in years():
        regular |= patterns[kind] << start
    if regular & ~dates:
        raise Refusal("phase", "it depends on counting from a date or on single dates, which cron cannot")
    return regular


def _boxes_of_years(dates: int, spoken: Dialect) -> list[Box]:
    concerned = [year for year in range(2000, spoken.last_year + 1) if dates & _year_set(year)]
    by_year: dict[Box, set[int]] = {}
    for year in concerned:
        for box in _boxes(dates & _year_set(year), _year_set(year), spoken):
            by_year.setdefault(box, set()).add(year)
    found = [replace(box, years=frozenset(group)) for box, group in by_year.items()]
    universe = sum(map(_year_set, concerned))
    try:
        together = _boxes(dates, universe, spoken)
    except Refusal:
        return found
    return min(found, [replace(box, years=frozenset(concerned)) for box in together], key=len)


@lru_cache(maxsize=512)
def _year_set(year: int) -> int:
    start, days, _ = years()[year - 2000]
    return ((1 << days) - 1) << start


def _boxes(dates: int, universe: int, spoken: Dialect) -> list[Box]:
    """Boxes for dates within a universe of whole years."""
    months = frozenset(m for m in ALL_MONTHS if dates & date_set(Months(frozenset({m}))))
    single = _single(dates, universe & date_set(Months(months)), spoken)
    if single:
        return [_box(single, months)]
    by_month: dict[tuple[_Piece, ...], set[int]] = {}
    for month in sorted(months, key=lambda m: -LONGEST[m]):
        month_dates = date_set(Months(frozenset({month})))
        for pieces in _cover(dates & month_dates, universe & month_dates, spoken):
            by_month.setdefault(pieces, set()).add(month)
    found = [_box(pieces, frozenset(group)) for pieces, group in by_month.items()]
    try:
        whole = [_box(pieces, months) for pieces in _cover(dates, universe & date_set(Months(months)), spoken)]
    except Refusal:
        return found
    return min(whole, found, key=len)


def _single(dates: int, universe: int, spoken: Dialect) -> Sequence[_Piece]:
    """The pieces of one expression that says exactly these dates of the universe; none when there is none."""
    for plain in (_days_of_month(), _weekdays()):
        inside = [piece for piece in plain if piece.dates & universe and not piece.dates & universe & ~dates]
        if _union(inside) & universe == dates:
            return inside
    return next(([piece] for piece in _specials(spoken) if piece.dates & universe == dates), [])


def _union(pieces: Iterable[_Piece]) -> int:
    union = 0
    for piece in pieces:
        union |= piece.dates
    return union


def _cover(dates: int, universe: int, spoken: Dialect) -> Iterator[tuple[_Piece, ...]]:
    """Disjoint expressions (the pieces of each) that say exactly these dates of one month."""
    single = _single(dates, universe, spoken)
    if single:
        yield tuple(single)
        return
    candidates = [
        (piece, piece.dates & universe)
        for piece in (*_days_of_month(), *_weekdays(), *_specials(spoken))
        if piece.dates & universe and not piece.dates & universe & ~dates
    ]
    chosen = _Search(candidates).fewest(dates)
    if chosen is None:
        cells_of(dates)  # It may know a better reason.
        raise needs_both_days()
    kinds: dict[str, list[_Piece]] = {}
    for piece in chosen:
        kinds.setdefault(piece.kind, []).append(piece)
    for kind in sorted(kinds):
        yield tuple(sorted(kinds[kind], key=lambda piece: str(piece.value)))


class _Search:
    """An exact cover with the fewest kinds of pieces."""

    def __init__(self, candidates: Sequence[tuple[_Piece, int]]) -> None:
        self.candidates = candidates
        self.steps = 0
        self.best: tuple[_Piece, ...] | None = None
        self.best_kinds = 1 << 10

    def fewest(self, dates: int) -> tuple[_Piece, ...] | None:
        self._extend(dates, (), frozenset())
        return self.best

    def _extend(self, rest: int, chosen: tuple[_Piece, ...], kinds: frozenset[str]) -> None:
        self.steps += 1
        if self.steps > _STEPS_AT_MOST or len(kinds) >= self.best_kinds:
            return
        if not rest:
            self.best, self.best_kinds = chosen, len(kinds)
            return
        first = rest & -rest
        for piece, dates in self.candidates:
            if dates & first and not dates & ~rest:
                self._extend(rest ^ dates, (*chosen, piece), kinds | {piece.kind})


def _box(pieces: Sequence[_Piece], months: frozenset[int]) -> Box:
    field, value = pieces[0].field, pieces[0].value
    if isinstance(value, str):
        return Box(months, EVERY_DAY_OF_MONTH, EVERY_WEEKDAY, special=(field, value))
    values = frozenset(piece.value for piece in pieces if isinstance(piece.value, int))
    if field == WEEKDAY:
        return Box(months, EVERY_DAY_OF_MONTH, values)
    is_all = len(values) == max(LONGEST[month] for month in months)
    return Box(months, EVERY_DAY_OF_MONTH if is_all else values, EVERY_WEEKDAY)


@lru_cache(maxsize=1)
def _days_of_month() -> tuple[_Piece, ...]:
    return tuple(_piece(DAY, day, Nth(frozenset({day}))) for day in range(1, 32))


@lru_cache(maxsize=1)
def _weekdays() -> tuple[_Piece, ...]:
    return tuple(_piece(WEEKDAY, day, Weekdays(frozenset({day}))) for day in range(7))


@lru_cache(maxsize=8)
def _specials(spoken: Dialect) -> tuple[_Piece, ...]:
    found = [_piece(DAY, "L", Nth(frozenset({-1}))), _piece(DAY, "LW", Nth(frozenset({-1}), WORKDAYS))]
    for weekday in range(7):
        number, only = spoken.number_of(weekday), frozenset({weekday})
        found.append(_piece(WEEKDAY, f"{number}L", Nth(frozenset({-1}), only)))
        found.extend(_piece(WEEKDAY, f"{number}#{n}", Nth(frozenset({n}), only)) for n in range(1, 6))
    found.extend(_piece(DAY, f"{day}W", nearest_workday(day)) for day in range(1, NEAREST_AT_MOST + 1))
    found.extend(_piece(DAY, f"L-{n}", Nth(frozenset({-1 - n}))) for n in range(1, 31))
    return tuple(found)


def _piece(field: str, value: int | str, days: Days) -> _Piece:
    return _Piece(field, value, date_set(days))
