"""Public holidays in what was said: whose they are, and until when they are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from schedule_mcp.errors import ImpossibleSchedule
from schedule_mcp.language.context import Context
from schedule_mcp.language.grammar import items as g
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import AllOf, AnyOf, Calendar, Days, Holidays, Not, Schedule
from schedule_mcp.schedule.public_holidays import EASTER, known_until, places_in, version


def with_known_holidays(schedule: Schedule, context: Context) -> Schedule:
    """The schedule, which ends where the holidays that it rests on are no longer known."""
    if not isinstance(schedule, Calendar):
        return schedule
    places = sorted({place for rule in schedule.rules for place in places_in(rule.days)} - EASTER.keys())
    if not places:
        return schedule
    last = min(known_until(place) for place in places)
    wall = datetime.combine(last + timedelta(days=1), time())
    end = context.instant(wall, ask=False) - timedelta(seconds=1)
    names = " and ".join(places)
    context.assume(f"public holidays of {names} as version {version()} of the holidays package knows them, to {last}")
    if schedule.until is None or schedule.until > end:
        schedule = replace(schedule, until=end)
    if next_fire(schedule, context.now) is None:
        raise ImpossibleSchedule("it never runs while these holidays are known", "Check the days and the place.")
    return schedule


def lack_a_place(items: Sequence[g.Item]) -> bool:
    """Whether holidays are named without saying whose."""
    return any("" in places_in(days) for days in _trees(items))


def _trees(items: Sequence[g.Item]) -> Iterator[Days]:
    for item in items:
        match item:
            case g.Tree(days):
                yield days
            case g.Rolled(off):
                yield off
            case g.Except(items=inner) | g.Both(inner):
                yield from _trees(inner)


def placed(items: Sequence[g.Item], place: str) -> tuple[g.Item, ...]:
    """The items with the holidays of this place where none was said; "" leaves them out of exceptions."""
    return tuple(found for item in items for found in _placed(item, place))


def _placed(item: g.Item, place: str) -> tuple[g.Item, ...]:
    match item:
        case g.Tree(days):
            return (g.Tree(_at(days, place)),)
        case g.Rolled(off):
            return (replace(item, off=_at(off, place)),)
        case g.Except(items=inner) if place or not lack_a_place([item]):
            return (replace(item, items=placed(inner, place)),)
        case g.Except(items=inner):
            kept = tuple(each for each in inner if not lack_a_place([each]))
            # A time after the holidays is that of the runs: "except on holidays at 9".
            timed = all(isinstance(each, g.TimeItem) for each in kept)
            return kept if timed else (replace(item, items=kept),)
    return (item,)


def _at(days: Days, place: str) -> Days:
    match days:
        case Holidays(""):
            return Holidays(place)
        case AllOf(parts) | AnyOf(parts):
            return type(days)(tuple(_at(part, place) for part in parts))
        case Not(part):
            return Not(_at(part, place))
    return days
