"""What the machine forms share: the wall clock of a text, counts as ends, and the checks of a finished reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from schedule_mcp.errors import ImpossibleSchedule, InvalidArgument, InvalidExpression
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.language.tokens.places import zone_argument
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.clock import walls_at
from schedule_mcp.schedule.fire_times import (
    END_OF_TIME,
    EPOCH,
    LAST,
    epoch_seconds,
    fires,
    instant_of,
    next_fire,
    resolved,
    wall_time,
)
from schedule_mcp.schedule.model import SPOKEN_CLOCK, Calendar, Clock, Gap, Interval, Once, Overlap, Schedule
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import zone

YEARS = range(2000, 2400)
QUOTES = "`'\"“”‘’"


class ZoneMissing(Exception):
    """A wall-clock form without a zone of its own, and the request names none."""


@dataclass(frozen=True)
class Context:
    """What a text is read against."""

    now: datetime
    timezone: str | None

    @property
    def local(self) -> str:
        """The request's zone.

        Raises:
            ZoneMissing: it has none.
        """
        if self.timezone is None:
            raise ZoneMissing
        return self.timezone


def seconds_of(wall: datetime) -> int:
    """A naive wall time as seconds since 1970 as if it were UTC."""
    since = wall.replace(tzinfo=UTC) - EPOCH
    return since.days * 86_400 + since.seconds


def instants_of(wall: datetime, name: str, clock: Clock = SPOKEN_CLOCK) -> list[datetime]:
    """The instants (UTC) of a naive wall time in a zone under a clock rule."""
    return [instant_of(s) for s in resolved(zone(name), clock, [seconds_of(wall)])]


def first_instant(wall: datetime, name: str) -> datetime:
    """The one instant of a wall time as words mean it: after a gap, the first of two."""
    return instants_of(wall, name)[0]


def iso(instant: datetime) -> str:
    """An instant as text that reads back to it."""
    text = instant.isoformat()
    return text.replace("+00:00", "Z") if text.endswith("+00:00") else text


def once_at_wall(wall: datetime, name: str, context: Context) -> Reading:
    """One run at a wall time; where a clock change makes it missing or double, a question."""
    place = zone(name)
    exact = instants_of(wall, name, Clock(Gap.SKIP, Overlap.BOTH))
    if len(exact) == 1:
        return checked(Once(exact[0].astimezone(place.tzinfo)), context, zone_name=name)
    if exact:
        ask = f"{wall:%Y-%m-%d %H:%M} comes twice in {name}: the first or the second time?"
    else:
        ask = f"{wall:%Y-%m-%d %H:%M} does not exist in {name}, the clocks go forward. When instead?"
        after = first_instant(wall, name)
        before = place.offset_at(int(after.timestamp()) - 1)
        moved = instant_of(seconds_of(wall) - before)
        exact = sorted({after, moved})
    exact = [moment for moment in exact if moment > context.now]
    if not exact:
        raise ImpossibleSchedule(f"{wall:%Y-%m-%d %H:%M} in {name} is past", "Name a time in the future.")
    options = tuple(Option({"when": iso(moment.astimezone(place.tzinfo))}, Once(moment)) for moment in exact)
    return Reading(zone=name, question=Question(ask, options))


def zone_named(text: str, position: int) -> str:
    """The zone of a name within a machine form.

    Raises:
        InvalidExpression: the name stands for several clocks.
        UnknownTimeZone: there is none of that name.
    """
    try:
        return zone_argument(text)
    except InvalidArgument as error:
        raise InvalidExpression(error.message, error.hint, position=position, field="time zone") from None


def moved(error: InvalidExpression, by: int) -> InvalidExpression:
    """An error of a part, with its place in the whole."""
    position = None if error.position is None else error.position + by
    return InvalidExpression(error.message, error.hint, position=position, field=error.field)


_EVERY = re.compile(r"(?:\d{1,9}(?:\.\d{1,9})?(?:ms|[smhdw]))+", re.ASCII)
_EVERY_S = {"w": 604_800.0, "d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def every_interval(text: str, at: int) -> Interval:
    """`1h30m`; days and weeks are taken as 24 and 168 hours, which Go itself lacks."""
    if not _EVERY.fullmatch(text):
        raise InvalidExpression(f"{quoted(text)} is no duration", "Write @every 1h30m.", position=at)
    total = sum(float(n) * _EVERY_S[u] for n, u in re.findall(r"(\d+(?:\.\d+)?)(ms|[smhdw])", text))
    if total < 1 or abs(total - round(total)) > 1e-6:
        raise InvalidExpression(
            f"{quoted(text)} is no whole number of seconds above 0", "Write @every 90s.", position=at
        )
    if total > 400 * 366 * 86_400:
        raise InvalidExpression(f"{quoted(text)} is too long", "Write less than 400 years.", position=at)
    return Interval(timedelta(seconds=round(total)))


_EPOCH = re.compile(r"@(\d{1,15})", re.ASCII)


def read_epoch(text: str, context: Context, at: int = 0) -> Reading | None:
    """`@1893456000`: one run so many seconds after 1970-01-01 UTC."""
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds = int(match[1])
    if seconds > LAST:
        hint = "Milliseconds? Leave out the last three digits." if seconds // 1000 <= LAST else "Check the number."
        raise InvalidExpression(f"{text} lies after 2399", hint, position=at)
    return checked(Once(instant_of(seconds)), context, zone_name="UTC")


def with_count(
    schedule: Interval | Calendar, count: int, after: datetime
) -> tuple[Interval | Calendar, tuple[str, ...]]:
    """The schedule with its end at the count-th run later than `after`, and the sentence that says so."""
    if count < 1:
        raise ImpossibleSchedule(f"a count of {count} leaves no run", "Count 1 or more.")
    last: datetime | None = None
    if isinstance(schedule, Interval):
        first = next_fire(schedule, after)
        # Beyond the end of the calendar a date may not even exist.
        if first is not None and count - 1 <= (END_OF_TIME - first) // schedule.every:
            last = first + schedule.every * (count - 1)
            last = None if schedule.until and last > schedule.until else last
    else:
        last = next(islice(fires(schedule, after=after), count - 1, None), None)
    if last is None:
        return schedule, (f"there are fewer than {count} runs until 2399, so the count ends nothing",)
    shown = iso(last.astimezone(zone(schedule.zone).tzinfo) if isinstance(schedule, Calendar) else last)
    return replace(schedule, until=last), (f"{count} {'run' if count == 1 else 'runs'}, the last at {shown}",)


_LOOK_AHEAD_S = 2 * 366 * 86_400


def missing_times(schedule: Schedule, now: datetime, theirs: str) -> Iterator[str]:
    """The next run at a time that a clock change leaves out: where it runs, and what the form's own engine or
    standard does, in which "{shifted}" stands for the time moved by the length of the gap."""
    if not isinstance(schedule, Calendar) or schedule.clock.gap is not Gap.AFTER:
        return
    place, form, begin = zone(schedule.zone), normal_form(schedule.rules), epoch_seconds(now)
    for change in place.transitions_between(begin, begin + _LOOK_AHEAD_S):
        at = instant_of(change.at)
        bounded = (schedule.start and at < schedule.start) or (schedule.until and at > schedule.until)
        wall = next(walls_at(form, change), None) if change.after > change.before and not bounded else None
        if wall is not None:
            missing, shifted = instant_of(wall), instant_of(wall + change.after - change.before)
            yield (
                f"{missing:%Y-%m-%d %H:%M} does not exist in {schedule.zone}: it runs at "
                f"{wall_time(at, place):%H:%M}; {theirs.format(shifted=f'{shifted:%H:%M}')}"
            )
            return


def checked(
    schedule: Schedule,
    context: Context,
    *,
    zone_name: str | None = None,
    assumptions: Iterable[str] = (),
    warnings: Iterable[str] = (),
) -> Reading:
    """The reading of a schedule that has a run in the future.

    Raises:
        ImpossibleSchedule: it has none.
    """
    if next_fire(schedule, context.now) is None:
        if isinstance(schedule, Once):
            raise ImpossibleSchedule(f"{iso(schedule.at)} is past", "Name a time in the future.")
        if schedule.until is not None and schedule.until <= context.now:
            raise ImpossibleSchedule("its last run is past", "Name an end in the future, or none.")
        raise ImpossibleSchedule("it never fires", "Name days and times that exist.")
    return Reading(schedule, zone_name, tuple(assumptions), tuple(warnings))


def just_before(instant: datetime) -> datetime:
    """So that a run at the instant itself counts as later."""
    return instant - timedelta.resolution
