"""Days that are no plain numbers: `L`, `L-3`, `LW`, `15W`, `6L`, `6#3` and `last`."""

from __future__ import annotations

import re

from schedule_mcp.cron.dialects import DAY, WEEKDAY, WEEKDAY_NAMES, Dialect
from schedule_mcp.schedule.model import WORKDAYS, AllOf, AnyOf, Days, Nth, Weekdays

NEAREST_AT_MOST = 28
"""Engines do not agree on 29W to 31W in a month without that day."""


SPECIAL_FORMS = f"L, L-1 to L-30, LW and 1W to {NEAREST_AT_MOST}W, and for weekdays 6L and 6#1 to 6#5"


def special_days(item: str, name: str, spoken: Dialect) -> Days | None:
    """What one item of a day field means, or None where it is a plain one (or nonsense)."""
    upper = item.upper()
    if name == DAY:
        if spoken.last_word and upper == "LAST":
            return Nth(frozenset({-1}))
        return _special_day(upper) if spoken.special_days else None
    return _special_weekday(upper, spoken) if name == WEEKDAY and spoken.special_days else None


def _special_day(item: str) -> Days | None:
    if item == "L":
        return Nth(frozenset({-1}))
    if item in ("LW", "WL"):
        return Nth(frozenset({-1}), WORKDAYS)
    if (match := re.fullmatch(r"L-(\d{1,2})", item)) and int(match[1]) <= 30:
        return Nth(frozenset({-1 - int(match[1])}))
    if (match := re.fullmatch(r"(\d{1,2})W", item)) and 1 <= int(match[1]) <= NEAREST_AT_MOST:
        return nearest_workday(int(match[1]))
    return None


def _special_weekday(item: str, spoken: Dialect) -> Days | None:
    if item == "L":
        return Weekdays(frozenset({5}))
    names = "|".join(WEEKDAY_NAMES).upper()
    match = re.fullmatch(rf"([1-7]|{names})(?:(L)|#([1-5]))", item)
    if match is None:
        return None
    word = match[1]
    weekday = spoken.weekday_of(int(word)) if word.isdigit() else WEEKDAY_NAMES.index(word.lower())
    position = -1 if match[2] else int(match[3])
    return Nth(frozenset({position}), frozenset({weekday}))


def nearest_workday(day: int) -> Days:
    """The working day nearest to a day of the month, within the month (`15W`)."""
    monday, friday = Weekdays(frozenset({0})), Weekdays(frozenset({4}))
    itself: Days = AllOf((Nth(frozenset({day})), Weekdays(WORKDAYS)))
    if day == 1:
        return AnyOf((itself, AllOf((Nth(frozenset({2, 3})), monday))))
    before = AllOf((Nth(frozenset({day - 1})), friday))
    after = AllOf((Nth(frozenset({day + 1})), monday))
    # The 28th can be the last day of its month: then a Sunday moves back to Friday.
    on_last_sunday = AllOf((Nth(frozenset({day - 2})), Nth(frozenset({-3})), friday))
    return AnyOf((itself, before, after, on_last_sunday) if day == 28 else (itself, before, after))
