"""What can be sent instead of what a backend refused: at most three offers, each tried before it is made.

The transformations stand in a fixed order, and none changes more than it says: a clock time outside the zone's
changes, the nearest interval that divides a day, full hours, the same timing on another backend, consent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from schedule_mcp.errors import ScheduleError, Unsupported
from schedule_mcp.language import describe, read
from schedule_mcp.schedule import same
from schedule_mcp.schedule.model import DAY_S, Calendar, Interval, Rule, Schedule

OFFERED_AT_MOST = 3

Try = Callable[[Schedule, frozenset[str]], object]
"""Encodes a schedule with accepted names; raises an error of the tree when it cannot."""

_HOURS_MOVED = (1, -1, 2, -2, 3, -3)
_DIVISORS_OF_A_DAY_S = [s for s in range(60, DAY_S + 1, 60) if DAY_S % s == 0]


def alternatives(
    schedule: Schedule,
    refusal: Unsupported,
    encode: Try,
    others: Mapping[str, Try],
    accept: frozenset[str] = frozenset(),
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """Arguments ready to send instead, at most three; each of them reads back to what encodes.

    `others` are the other configured backends by name. An offer is merged over the arguments of the refused call.
    """
    offers = [
        *_first_that_encodes(_moved_hours(schedule, refusal), encode, accept, now),
        *_first_that_encodes(_divisors(schedule, refusal), encode, accept, now),
        *_first_that_encodes(_full_hours(schedule, refusal), encode, accept, now),
    ]
    for name, other in others.items():
        if _encodes(other, schedule, frozenset()):
            offers.append({"backend": name})
            break
    if refusal.accept:
        names = accept | set(refusal.accept)
        if _encodes(encode, schedule, names):
            offers.append({"accept": sorted(names)})
    return _distinct(offers)[:OFFERED_AT_MOST]


def _distinct(offers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    for offer in offers:
        if offer not in seen:
            seen.append(offer)
    return seen


def _first_that_encodes(
    candidates: Iterable[Schedule], encode: Try, accept: frozenset[str], now: datetime
) -> Iterator[dict[str, Any]]:
    for candidate in candidates:
        if _encodes(encode, candidate, accept) and (said := _said(candidate, now)):
            yield {"when": said}
            return


def _said(candidate: Schedule, now: datetime) -> str:
    """Words that read to exactly this schedule; "" where there are none."""
    try:
        text = describe(candidate)
        reading = read(text, now=now)
    except ScheduleError:
        return ""
    return text if reading.schedule is not None and same(reading.schedule, candidate, after=now) else ""


def _encodes(encode: Try, schedule: Schedule, accept: frozenset[str]) -> bool:
    try:
        encode(schedule, accept)
    except ScheduleError:
        return False
    return True


def _moved_hours(schedule: Schedule, refusal: Unsupported) -> Iterator[Schedule]:
    """All times moved by whole hours, out of the hours that clock changes skip or double."""
    if refusal.reason not in ("clock_change", "engine_may_skip") or not isinstance(schedule, Calendar):
        return
    for hours in _HOURS_MOVED:
        rules = [Rule(rule.days, tuple(t + hours * 3600 for t in rule.times)) for rule in schedule.rules]
        if all(0 <= t < DAY_S for rule in rules for t in rule.times):
            yield replace(schedule, rules=tuple(rules))


def _divisors(schedule: Schedule, refusal: Unsupported) -> Iterator[Schedule]:
    """The nearest intervals that divide a day, the longer one first among equals."""
    if not isinstance(schedule, Interval):
        return
    if refusal.reason == "cadence" and "minimum_s" in refusal.details:
        yield Interval(timedelta(seconds=refusal.details["minimum_s"]))
    wanted = schedule.every.total_seconds()
    for seconds in sorted(_DIVISORS_OF_A_DAY_S, key=lambda s: (abs(s - wanted), -s))[:8]:
        if seconds != wanted:
            yield Interval(timedelta(seconds=seconds))


def _full_hours(schedule: Schedule, refusal: Unsupported) -> Iterator[Schedule]:
    """Every time on the nearest full hour."""
    if refusal.reason != "full_hours" or not isinstance(schedule, Calendar):
        return
    rules = []
    for rule in schedule.rules:
        hours = sorted({min((t + 1800) // 3600, 23) * 3600 for t in rule.times})
        rules.append(Rule(rule.days, tuple(hours)))
    yield replace(schedule, rules=tuple(rules))
