"""What the sittings share: places and moments, days by dateutil, their instants, and what every row must keep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from heapq import merge
from importlib.resources import files
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

SHOWN = 6
WORK = (MO, TU, WE, TH, FR)
WEEKEND = (SA, SU)
MINUTE = timedelta(minutes=1)


@cache
def zone_of(key: str) -> ZoneInfo:
    """The zone as the `tzdata` package has it, whatever the machine has installed."""
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """UTC instant of a wall time: first pass of a repeated hour, first instant after a skipped one."""
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    before = found - timedelta(hours=12)
    old = before.astimezone(zone).utcoffset()
    moment = before
    while moment.astimezone(zone).utcoffset() == old:
        moment += MINUTE
    return moment


@dataclass(frozen=True)
class Spot:
    """Where and when something is said; `now` is wall time, `day` the weekday it must be."""

    zone: str
    now: str
    day: str

    @property
    def wall(self) -> datetime:
        return datetime.fromisoformat(self.now)

    @property
    def utc(self) -> datetime:
        return self.wall.replace(tzinfo=zone_of(self.zone)).astimezone(UTC)


@dataclass(frozen=True)
class Part:
    """Days from a dateutil rule, each with wall times as minutes from its midnight (may pass 24 h)."""

    at: tuple[int, ...]
    freq: int
    start: date | None
    shift: int
    by: tuple[tuple[str, Any], ...]

    def days(self, since: date) -> Iterator[datetime]:
        first = self.start or since
        rule = rrule(self.freq, dtstart=datetime.combine(first, datetime.min.time()), **dict(self.by))
        return (day + relativedelta(days=self.shift) for day in rule)

    def walls(self, since: date) -> Iterator[datetime]:
        return (day + timedelta(minutes=at) for day in self.days(since) for at in self.at)


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def on(at: str, freq: int = DAILY, *, start: str | None = None, shift: int = 0, **by: Any) -> Part:
    """`at` holds wall times split by blanks; `by` are dateutil's own words."""
    times = tuple(minutes(one) for one in at.split())
    return Part(times, freq, date.fromisoformat(start) if start else None, shift, tuple(by.items()))


def span(step: int, first: str, last: str) -> str:
    """Wall times from first to last, both ends included; 25:00 is one o'clock of the next day."""
    return " ".join(f"{at // 60}:{at % 60:02}" for at in range(minutes(first), minutes(last) + 1, step))


@dataclass(frozen=True)
class Row:
    kind: str
    text: str
    spot: Spot
    gold: dict[str, Any]


ROWS: list[Row] = []


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def first_runs(moments: Iterable[datetime], spot: Spot, count: int, last: datetime | None) -> list[str]:
    """At most six distinct instants after now, in order, none after `last`."""
    runs: list[datetime] = []
    for moment in moments:
        if len(runs) == min(count, SHOWN) or (last and moment > last):
            break
        if moment > spot.utc and (not runs or moment != runs[-1]):
            runs.append(moment)
    assert runs == sorted(set(runs)), runs
    return [stamp(one) for one in runs]


def wall_moments(spot: Spot, parts: Iterable[Part], but: Iterable[Part], zone: ZoneInfo) -> Iterator[datetime]:
    since = spot.utc.astimezone(zone).date() - timedelta(days=40)
    until = datetime.combine(since, datetime.min.time()) + relativedelta(years=15)
    days_off: set[date] = set()
    walls_off: set[datetime] = set()
    for part in but:
        for day in part.days(since):
            if day > until:
                break
            days_off.update([] if part.at else [day.date()])
            walls_off.update(day + timedelta(minutes=at) for at in part.at)
    for wall in merge(*(part.walls(since) for part in parts)):
        if wall.date() not in days_off and wall not in walls_off:
            yield instant(wall, zone)


def keep(kind: str, text: str, spot: Spot, runs: list[str], short: bool, also: list[str] | None = None) -> None:
    assert runs, text
    assert short or len(runs) == SHOWN, (text, runs)
    assert not short or len(runs) < SHOWN, (text, runs)
    gold: dict[str, Any] = {"runs": runs}
    if also and also != runs:
        assert short or len(also) == SHOWN, (text, also)
        gold["also"] = also
    ROWS.append(Row(kind, text, spot, gold))


def say(
    kind: str,
    text: str,
    spot: Spot,
    *parts: Part,
    but: tuple[Part, ...] = (),
    zone: str | None = None,
    until: str | None = None,
    count: int = 99,
) -> None:
    """A schedule of wall times; `until` is a wall time, included."""
    place = zone_of(zone or spot.zone)
    last = instant(datetime.fromisoformat(until), place) if until else None
    runs = first_runs(wall_moments(spot, parts, but, place), spot, count, last)
    keep(kind, text, spot, runs, bool(until) or count < SHOWN)


def ticks(
    kind: str,
    text: str,
    spot: Spot,
    step: int,
    *,
    first: str | None = None,
    until: str | None = None,
    count: int = 99,
    aligned: bool = False,
) -> None:
    """Elapsed minutes from now, or from `first` (wall), which is then a run; `aligned` accepts the clock too."""
    place = zone_of(spot.zone)
    begin = instant(datetime.fromisoformat(first), place) if first else spot.utc + timedelta(minutes=step)
    last = instant(datetime.fromisoformat(until), place) if until else None
    moments = (begin + timedelta(minutes=step) * turn for turn in range(9999))
    runs = first_runs(moments, spot, count, last)
    also = None
    if aligned:
        clock = wall_moments(spot, [on(span(step, "0:00", "23:59"))], (), place)
        also = first_runs(clock, spot, count, last)
    keep(kind, text, spot, runs, bool(until) or count < SHOWN, also)


def past(kind: str, text: str, spot: Spot, *marks: int) -> None:
    """Minutes of the hour as the clock really runs: both passes, nothing in a skipped stretch."""
    place = zone_of(spot.zone)
    moments = (spot.utc + MINUTE * turn for turn in range(1, 3000))
    runs = first_runs((one for one in moments if one.astimezone(place).minute in marks), spot, 99, None)
    keep(kind, text, spot, runs, False)


def ask(text: str, spot: Spot) -> None:
    ROWS.append(Row("clarify", text, spot, {"expect": "clarify"}))


def no(text: str, spot: Spot) -> None:
    ROWS.append(Row("refuse", text, spot, {"expect": "refuse"}))


def weekly(at: str, *days: Any, **by: Any) -> Part:
    return on(at, WEEKLY, byweekday=days, **by)


def monthly(at: str, **by: Any) -> Part:
    return on(at, MONTHLY, **by)


def yearly(at: str, month: Any, day: Any) -> Part:
    return on(at, YEARLY, bymonth=month, bymonthday=day)


def day(date: str) -> Part:
    """One whole day, to be left out."""
    return on("", DAILY, start=date, count=1)


def line(row: Row) -> str:
    now = row.spot.wall.replace(tzinfo=zone_of(row.spot.zone)).isoformat()
    return json.dumps({"text": row.text, "timezone": row.spot.zone, "now": now, **row.gold}, ensure_ascii=False)


class Said(Protocol):
    """A row of any sitting."""

    @property
    def text(self) -> str: ...
    @property
    def spot(self) -> Spot: ...
    @property
    def gold(self) -> dict[str, Any]: ...


def check_rows(rows: Iterable[Said]) -> None:
    """The weekday of every `now`, which its zone has, and every run after now in ascending order."""
    for row in rows:
        assert row.spot.wall.strftime("%a") == row.spot.day, row.spot
        assert instant(row.spot.wall, zone_of(row.spot.zone)) == row.spot.utc, row.spot
        for runs in (row.gold[key] for key in ("runs", "also") if key in row.gold):
            assert runs == sorted(set(runs)), row.text
            assert runs[0] > stamp(row.spot.utc), row.text
            assert 1 <= len(runs) <= SHOWN, row.text
