"""Schedules as plain JSON values and back: the stored form of the local backend and of saved plans."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from schedule_mcp.schedule.model import (
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Every,
    Gap,
    Holidays,
    Interval,
    Months,
    Moved,
    Not,
    Nth,
    NumberedWeeks,
    Once,
    Overlap,
    Period,
    Rule,
    Schedule,
    Unit,
    Weekdays,
)


def to_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule as a JSON object; `from_json` reads it back to an equal value."""
    match schedule:
        case Once(at):
            return {"once": at.isoformat()}
        case Interval(every, anchor):
            return _without_none(every_us=every // timedelta.resolution, anchor=_text(anchor), **_window(schedule))
        case Calendar(rules, zone, clock):
            return _without_none(
                rules=[{"days": days_to_json(rule.days), "times": list(rule.times)} for rule in rules],
                zone=zone,
                clock=_clock_to_json(clock),
                **_window(schedule),
            )


def from_json(stored: dict[str, Any]) -> Schedule:
    """The schedule that `to_json` wrote."""
    if "once" in stored:
        return Once(datetime.fromisoformat(stored["once"]))
    start, until = _instant(stored.get("start")), _instant(stored.get("until"))
    if "every_us" in stored:
        every = timedelta(microseconds=stored["every_us"])
        return Interval(every, _instant(stored.get("anchor")), start, until)
    rules = tuple(Rule(days_from_json(r["days"]), tuple(r["times"])) for r in stored["rules"])
    gap, overlap, *engine = stored["clock"]
    return Calendar(rules, stored["zone"], Clock(Gap(gap), Overlap(overlap), *engine), start, until)


def _clock_to_json(clock: Clock) -> list[Any]:
    engine = [clock.longest_gap_s, clock.skips_midnight_gaps]
    return [clock.gap.value, clock.overlap.value, *(engine if engine != [None, False] else [])]


def _window(schedule: Interval | Calendar) -> dict[str, str | None]:
    return {"start": _text(schedule.start), "until": _text(schedule.until)}


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _without_none(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def days_to_json(days: Days) -> list[Any]:
    """A tree of days as nested lists, the node's name first."""
    match days:
        case Weekdays(weekdays):
            return ["weekdays", sorted(weekdays)]
        case Months(months):
            return ["months", sorted(months)]
        case Nth(positions, among, of):
            return ["nth", sorted(positions), sorted(among), of.value]
        case Every(n, unit, anchor):
            return ["every", n, unit.value, anchor.isoformat()]
        case NumberedWeeks(even):
            return ["weeks", "even" if even else "odd"]
        case Holidays(place):
            return ["holidays", place]
        case Moved(moved, off, later):
            return ["moved", days_to_json(moved), days_to_json(off), "later" if later else "earlier"]
        case Between(first, last):
            return ["between", first.isoformat(), last.isoformat()]
        case AllOf(parts):
            return ["all", *map(days_to_json, parts)]
        case AnyOf(parts):
            return ["any", *map(days_to_json, parts)]
        case Not(part):
            return ["not", days_to_json(part)]


def days_from_json(stored: list[Any]) -> Days:
    """The tree that `days_to_json` wrote."""
    match stored:
        case ["weekdays", weekdays]:
            return Weekdays(frozenset(weekdays))
        case ["months", months]:
            return Months(frozenset(months))
        case ["nth", positions, among, of]:
            return Nth(frozenset(positions), frozenset(among), Period(of))
        case ["every", n, unit, anchor]:
            return Every(n, Unit(unit), date.fromisoformat(anchor))
        case ["weeks", "even" | "odd" as parity]:
            return NumberedWeeks(parity == "even")
        case ["holidays", str(place)]:
            return Holidays(place)
        case ["moved", moved, off, "later" | "earlier" as way]:
            return Moved(days_from_json(moved), days_from_json(off), way == "later")
        case ["between", first, last]:
            return Between(date.fromisoformat(first), date.fromisoformat(last))
        case ["all", *parts]:
            return AllOf(tuple(map(days_from_json, parts)))
        case ["any", *parts]:
            return AnyOf(tuple(map(days_from_json, parts)))
        case ["not", part]:
            return Not(days_from_json(part))
    raise ValueError(f"no tree of days: {stored!r}")
