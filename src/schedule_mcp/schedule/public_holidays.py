"""Public holidays of places, as the `holidays` package knows them: the one module that asks it.

A place is a country of ISO 3166 ("DE"), one of its parts ("DE-BY", "GB-ENG"), or a stock exchange ("NYSE"). What the
package knows ends in some year, and so does every schedule that rests on it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from schedule_mcp.errors import ImpossibleSchedule
from schedule_mcp.schedule.model import AllOf, AnyOf, Days, Holidays, Moved, Not

EASTER = {
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
    "Ascension Day": 39,
    "Whit Sunday": 49,
    "Whit Monday": 50,
    "Corpus Christi": 60,
}
"""Days of the year that move with Easter, as places of their own: days from Easter Sunday."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
_FIRST_ORDINAL = date(2000, 1, 1).toordinal()
_RANGE = re.compile(r"available only from \d+ to (\d+)")


def version() -> str:
    """The version of the package, which is said with what it knows."""
    from importlib.metadata import version as version_of

    return version_of("holidays")


def is_known(place: str) -> bool:
    """Whether holidays of this place are known: "DE-BY", "NYSE"."""
    if place in EASTER:
        return True
    try:
        _known(place)
    except ImpossibleSchedule:
        return False
    return True


def holiday_set(place: str) -> int:
    """The holidays of a place as a date set: bit i is 2000-01-01 + i days.

    Raises:
        ImpossibleSchedule: none are known of this place.
    """
    return _easter(EASTER[place]) if place in EASTER else _known(place)[0]


def known_until(place: str) -> date:
    """The last date for which the holidays of a place are known."""
    return date(2399 if place in EASTER else _known(place)[1], 12, 31)


@cache
def _easter(days: int) -> int:
    """The dates so many days from each Easter Sunday, by the Western church's reckoning."""
    from dateutil.easter import easter

    return sum(1 << (easter(year).toordinal() + days - _FIRST_ORDINAL) for year in range(2000, 2400))


@cache
def _known(place: str) -> tuple[int, int]:
    """The date set of a place, and the last year that is known."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found = _asked(place)
        except (NotImplementedError, ValueError):
            raise ImpossibleSchedule(
                f"no public holidays are known of '{place[:20]}'", "Name a country, such as DE, or a part of it, DE-BY."
            ) from None
    until = min([LAST_YEAR, int(found.end_year or LAST_YEAR), *_limits(told)])
    dates = 0
    for day in found:
        if FIRST_YEAR <= day.year <= until:
            dates |= 1 << (day.toordinal() - _FIRST_ORDINAL)
    return dates, until


def _asked(place: str) -> Any:
    import holidays

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    country, _, part = place.partition("-")
    if len(country) == 2:
        return holidays.country_holidays(country, subdiv=part or None, years=years)
    return holidays.financial_holidays(place, years=years)


def _limits(told: list[warnings.WarningMessage]) -> list[int]:
    """Years after which a warning of the package says that nothing more is known."""
    return [int(match[1]) for each in told if (match := _RANGE.search(str(each.message)))]


@cache
def _countries() -> dict[str, str]:
    """Time zones of the database to the country that it lists them for."""
    from importlib.resources import files

    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country_of(zone: str) -> str:
    """The country in which a time zone is kept, "" where the database does not say."""
    return _countries().get(zone, "")


def places_in(days: Days) -> Iterator[str]:
    """The places whose holidays a tree of days names."""
    match days:
        case Holidays(place):
            yield place
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from places_in(part)
        case Not(part):
            yield from places_in(part)
        case Moved(moved, off):
            yield from places_in(moved)
            yield from places_in(off)
