"""What of a schedule a change leaves as it was, in words."""

from __future__ import annotations

from schedule_mcp.language.description import describe
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.edits import joined_days, parts_of
from schedule_mcp.schedule.model import AllOf, Calendar, Days, Every, Interval, Not, Once, Rule, Schedule
from schedule_mcp.schedule.zones import same_zone, zone, zone_name


def stays(old: Schedule, new: Schedule) -> tuple[str, ...]:
    """Days, times, zone, phase, exceptions and bounds that both have."""
    match old, new:
        case Calendar(), Calendar():
            return tuple(_of_calendars(old, new))
        case Interval(), Interval():
            found = ["the pace"] if old.every == new.every else []
            found += ["what it is counted from"] if old.anchor is not None and old.anchor == new.anchor else []
            return (*found, *_bounds(old, new))
        case Once(one), Once(other):
            place = zone_name(one)
            found = [f"the zone {place}"] if place and place == zone_name(other) else []
            found += ["the date"] if one.date() == other.date() else []
            return (*found, *(["the time"] if one.time() == other.time() else []))
    return ()


def _of_calendars(old: Calendar, new: Calendar) -> list[str]:
    found = []
    if same_zone(old.zone, new.zone):
        found.append(f"the zone {old.zone}")
    exceptions = [p for p in _shared(old) if isinstance(p, Not) and p in _shared(new)]
    days = [joined_days(_plain(rule.days) for rule in each.rules) for each in (old, new) if each.rules]
    if len(days) == 2 and date_set(days[0]) == date_set(days[1]):
        alike = len(exceptions) == len([p for each in (old, new) for p in _shared(each) if isinstance(p, Not)]) / 2
        found.append("the days" if alike else "the other days")
    if {t for rule in old.rules for t in rule.times} == {t for rule in new.rules for t in rule.times}:
        found.append("the times")
    phases = [p for p in _shared(old) if isinstance(p, Every) and p in _shared(new)]
    found += [f"counted from {p.anchor}" for p in phases]
    found += [f"except {_said(p.part)}" for p in exceptions]
    return [*found, *_bounds(old, new)]


def _shared(schedule: Calendar) -> list[Days]:
    """The conditions that hold for all rules."""
    parts = [parts_of(rule.days) for rule in schedule.rules]
    return [part for part in parts[0] if all(part in other for other in parts)] if parts else []


def _plain(days: Days) -> Days:
    return AllOf(tuple(part for part in parts_of(days) if not isinstance(part, Not)))


def _said(days: Days) -> str:
    text = describe(Calendar((Rule(days, (0,)),), "UTC"))
    return text.removesuffix(" (UTC)").removesuffix(" at 00:00").removeprefix("on ")


def _bounds(old: Calendar | Interval, new: Calendar | Interval) -> list[str]:
    place = zone(old.zone if isinstance(old, Calendar) else "UTC")
    edges = (("starting", old.start, new.start), ("until", old.until, new.until))
    return [
        f"{word} {one.astimezone(place.tzinfo):%Y-%m-%d}"
        for word, one, other in edges
        if one is not None and one == other
    ]
