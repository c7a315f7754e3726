"""Days that are no plain numbers: `L`, `L-3`, `LW`, `15W`, `6L`, `6#3` and `last`."""

from __future__ import annotations

import re

from schedule_mcp.cron.dialects import (
    BEFORE_LAST,
    DAY,
    LAST,
    LAST_WEEKDAY,
    LAST_WEEKDAY_BEFORE,
    LAST_WORKDAY,
    NEAREST,
    NTH,
    NTH_FROM_END,
    WEEKDAY,
    WEEKDAY_L,
    WEEKDAY_NAMES,
    Dialect,
)
from schedule_mcp.schedule.english import listed
from schedule_mcp.schedule.model import WORKDAYS, AllOf, AnyOf, Days, Nth, Weekdays


def special_forms(spoken: Dialect) -> str:
    """The special days of a dialect, as a list in words; "" where it has none."""
    days = {LAST: "L", BEFORE_LAST: "L-1 to L-30", LAST_WORKDAY: "LW", NEAREST: f"1W to {spoken.nearest_at_most}W"}
    weekdays = {
        LAST_WEEKDAY: "6L",
        LAST_WEEKDAY_BEFORE: "L6",
        NTH: f"6#1 to 6#{spoken.nth_at_most}",
        NTH_FROM_END: "6#-1 to 6#-5",
    }
    parts = [
        listed([text for form, text in table.items() if form in spoken.special])
        for table in (days, weekdays)
        if spoken.special.intersection(table)
    ]
    return ", and for weekdays ".join(parts)


def special_days(item: str, name: str, spoken: Dialect) -> Days | None:
    """What one item of a day field means, or None where it is a plain one (or nonsense)."""
    upper = item.upper()
    if name == DAY:
        if spoken.last_word and upper == spoken.last_word.upper():
            return Nth(frozenset({-1}))
        return _special_day(upper, spoken) if spoken.special else None
    return _special_weekday(upper, spoken) if name == WEEKDAY and spoken.special else None


def _special_day(item: str, spoken: Dialect) -> Days | None:
    forms = spoken.special
    if item == "L" and LAST in forms:
        return Nth(frozenset({-1}))
    if item in ("LW", "WL") and LAST_WORKDAY in forms:
        return Nth(frozenset({-1}), WORKDAYS)
    match = re.fullmatch(r"L-(\d{1,2})", item) if BEFORE_LAST in forms else None
    if match and int(match[1]) <= 30:
        return Nth(frozenset({-1 - int(match[1])}))
    match = re.fullmatch(r"(\d{1,2})W", item) if NEAREST in forms else None
    if match and 1 <= int(match[1]) <= spoken.nearest_at_most:
        return nearest_workday(int(match[1]))
    return None


_WEEKDAY = rf"\d|{'|'.join(WEEKDAY_NAMES).upper()}"
_SPECIAL_WEEKDAYS = {
    LAST_WEEKDAY: rf"(?P<day>{_WEEKDAY})(?P<position>L)",
    LAST_WEEKDAY_BEFORE: r"(?P<position>L)(?P<day>\d)",
    NTH: rf"(?P<day>{_WEEKDAY})#(?P<position>[1-5])",
    NTH_FROM_END: rf"(?P<day>{_WEEKDAY})#(?P<position>-[1-5])",
}


def _special_weekday(item: str, spoken: Dialect) -> Days | None:
    if item == "L" and WEEKDAY_L in spoken.special:
        return Weekdays(frozenset({5}))
    for form, pattern in _SPECIAL_WEEKDAYS.items():
        match = re.fullmatch(pattern, item) if form in spoken.special else None
        if match is None:
            continue
        word, position = match["day"], -1 if match["position"] == "L" else int(match["position"])
        if word.isdigit() and not spoken.weekday_low <= int(word) <= spoken.weekday_high:
            return None
        if position > spoken.nth_at_most:
            return None
        weekday = spoken.weekday_of(int(word)) if word.isdigit() else WEEKDAY_NAMES.index(word.lower())
        return Nth(frozenset({position}), frozenset({weekday}))
    return None


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
