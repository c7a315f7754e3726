"""Date sets as disjoint expressions of dialects whose two day fields exclude each other (Quartz, AWS).

One expression says days of the month, or weekdays, or one special day (`L`, `15W`, `6#3`), in some months of some
years. A set that no single one says is covered month by month, by search over the expressions that lie within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from schedule_mcp.cron.cells import ALL_MONTHS, LONGEST, Refusal, cells_of, needs_both_days, patterns_of, years
from schedule_mcp.cron.dialects import DAY, WEEKDAY, Dialect
from schedule_mcp.cron.printing import EVERY_DAY_OF_MONTH, Box
from schedule_mcp.cron.special import nearest_workday
from schedule_mcp.schedule.days import date_set, dates_until
from schedule_mcp.schedule.model import EVERY_WEEKDAY, WORKDAYS, Days, Months, Nth, Weekdays

_STEPS_AT_MOST = 150
"""Bounds the search within one month; what random unions of expressions need is below 30."""


@dataclass(frozen=True)
class _Piece:
    """What one item of a day field says: the field's name, its value (a day, a weekday, or the text of a special)."""

    name: str
    value: int | str
    dates: int = field(compare=False)  # Field and value tell pieces apart, and are hashed faster.

    @property
    def kind(self) -> str:
        """Pieces of one kind share an expression."""
        return self.name if isinstance(self.value, int) else f"{self.name} {self.value}"


def exclusive_boxes(dates: int, spoken: Dialect) -> list[Box]:
    """The dates as boxes that share no date.

    Raises:
        Refusal: there are none, and why.
    """
    regular = _every_year(dates, spoken)
    # What is alike in all years of a kind is told by 28 years in a row, which hold every kind.
    try:
        boxes = _boxes(regular & _KINDS, _view(spoken, _KINDS)) if regular else []
    except Refusal:
        cells_of(regular)  # It may know a better reason.
        raise
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
    found: list[list[Box]] = []
    try:
        together = _boxes(dates, _view(spoken, sum(map(_year_set, concerned))))
        found.append([replace(box, years=frozenset(concerned)) for box in together])
    except Refusal:
        pass
    if not found or len(found[0]) > 1:
        by_year: dict[Box, set[int]] = {}
        for year in concerned:
            for box in _boxes(dates & _year_set(year), _view(spoken, _year_set(year))):
                by_year.setdefault(box, set()).add(year)
        found.append([replace(box, years=frozenset(group)) for box, group in by_year.items()])
    return min(found, key=len)


@lru_cache(maxsize=512)
def _year_set(year: int) -> int:
    start, days, _ = years()[year - 2000]
    return ((1 << days) - 1) << start


_KINDS = dates_until(date(2027, 12, 31))


@dataclass(frozen=True)
class _View:
    """What can be said within a universe of whole years; bits count from `low`, which keeps them short."""

    low: int
    months: dict[int, int]
    plain: tuple[Sequence[tuple[_Piece, int]], ...]
    specials: Sequence[tuple[_Piece, int]]


@lru_cache(maxsize=16)
def _view(spoken: Dialect, universe: int) -> _View:
    low = (universe & -universe).bit_length() - 1

    def within(pieces: Iterable[_Piece]) -> list[tuple[_Piece, int]]:
        return [(piece, (piece.dates & universe) >> low) for piece in pieces]

    months = {month: (date_set(Months(frozenset({month}))) & universe) >> low for month in ALL_MONTHS}
    return _View(low, months, (within(_days_of_month()), within(_weekdays())), within(_specials(spoken)))


def _boxes(dates: int, view: _View) -> list[Box]:
    """Boxes for dates within the universe of a view."""
    dates >>= view.low
    months = frozenset(month for month, bits in view.months.items() if dates & bits)
    universe = sum(view.months[month] for month in months)
    single = _single(dates, universe, view)
    if single:
        return [_box(single, months)]
    by_month: dict[tuple[_Piece, ...], set[int]] = {}
    for month in sorted(months, key=lambda m: -LONGEST[m]):
        for pieces in _cover(dates & view.months[month], view.months[month], view):
            by_month.setdefault(pieces, set()).add(month)
    found = [_box(pieces, frozenset(group)) for pieces, group in by_month.items()]
    try:
        whole = [_box(pieces, months) for pieces in _cover(dates, universe, view)]
    except Refusal:
        return found
    return min(whole, found, key=len)


def _single(dates: int, universe: int, view: _View) -> Sequence[_Piece]:
    """The pieces of one expression that says exactly these dates of the universe; none when there is none."""
    for plain in view.plain:
        inside = [(piece, bits & universe) for piece, bits in plain if bits & universe and not bits & universe & ~dates]
        union = 0
        for _, bits in inside:
            union |= bits
        if union == dates:
            return [piece for piece, _ in inside]
    return next(([piece] for piece, bits in view.specials if bits & universe == dates), [])


def _cover(dates: int, universe: int, view: _View) -> Iterator[tuple[_Piece, ...]]:
    """Disjoint expressions (the pieces of each) that say exactly these dates of the universe."""
    single = _single(dates, universe, view)
    if single:
        yield tuple(single)
        return
    candidates = [
        (piece, bits & universe)
        for group in (*view.plain, view.specials)
        for piece, bits in group
        if bits & universe and not bits & universe & ~dates
    ]
    chosen = _Search(candidates).fewest(dates)
    if chosen is None:
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
    name, value = pieces[0].name, pieces[0].value
    if isinstance(value, str):
        return Box(months, EVERY_DAY_OF_MONTH, EVERY_WEEKDAY, special=(name, value))
    values = frozenset(piece.value for piece in pieces if isinstance(piece.value, int))
    if name == WEEKDAY:
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
    found.extend(_piece(DAY, f"{day}W", nearest_workday(day)) for day in range(1, spoken.nearest_at_most + 1))
    found.extend(_piece(DAY, f"L-{n}", Nth(frozenset({-1 - n}))) for n in range(1, 31))
    return tuple(found)


def _piece(name: str, value: int | str, days: Days) -> _Piece:
    return _Piece(name, value, date_set(days))
