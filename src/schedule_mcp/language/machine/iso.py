"""ISO 8601: instants, durations and repeating intervals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schedule_mcp.errors import ImpossibleSchedule, InvalidExpression
from schedule_mcp.language.machine.common import (
    YEARS,
    Context,
    checked,
    first_instant,
    iso,
    just_before,
    once_at_wall,
    with_count,
)
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.language.tokens.places import find_zone
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.fire_times import resolved
from schedule_mcp.schedule.model import (
    AllOf,
    Calendar,
    Clock,
    Days,
    Every,
    Gap,
    Interval,
    Months,
    Nth,
    Once,
    Overlap,
    Rule,
    Unit,
)
from schedule_mcp.schedule.zones import zone

_INSTANT = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)(?:[Tt]|(?= \d\d:\d\d) )|(?P<bdate>\d{8})[Tt])"
    r"(?P<time>\d\d(?::?\d\d(?::?\d\d)?(?:[.,](?P<part>\d{1,9}))?)?)"
    r"(?P<offset> ?[Zz](?![A-Za-z])|[+-]\d\d(?::?\d\d)?)?"
)
_BASIC_DATE = re.compile(r"[2]\d{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_TAG = re.compile(r"\[(!?)([^\[\]]*)\]")
_CALENDARS = frozenset({"u-ca=gregory", "u-ca=iso8601"})
_OTHER_DATES = re.compile(r"\d{4}-?W\d\d(?:-?\d)?|\d{4}-\d{3}(?=$|[Tt])|\d{4}-\d\d-\d\d/\d", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d|T)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?",
    re.ASCII,
)
_REPEATING = re.compile(r"R(-?\d*)/(.+)", re.ASCII)
_LONGEST_YEARS = 400


@dataclass(frozen=True)
class Moment:
    """A wall time with its offset or zone, where it has one."""

    wall: datetime
    zone: str | None
    instant: datetime | None = None
    """Given with a zone and an offset that agree: which of two passes of an hour is meant."""

    def place(self, context: Context) -> str:
        return self.zone or context.local


@dataclass(frozen=True)
class Duration:
    """A duration in calendar months, calendar days and elapsed seconds."""

    months: int
    days: int
    seconds: int


def read_instant(text: str, context: Context, at: int = 0) -> Reading | None:
    """One run at an ISO 8601 time, with an offset, a zone name after it, or in the request's zone."""
    _refuse_other_dates(text, at)
    moment = parse_moment(text, at)
    if moment is None:
        return _date_alone(text, context, at) if _BASIC_DATE.fullmatch(text) else None
    name = moment.place(context)
    if moment.instant is not None:
        return checked(Once(moment.instant.astimezone(zone(name).tzinfo)), context, zone_name=name)
    return once_at_wall(moment.wall, name, context)


def _date_alone(text: str, context: Context, at: int) -> Reading:
    """`20270524`: at what time?"""
    options = []
    for hour in (9, 12, 18):
        moment = parse_moment(f"{text}T{hour:02}00", at)
        assert moment is not None
        run = first_instant(moment.wall, context.local).astimezone(zone(context.local).tzinfo)
        if run > context.now:
            options.append(Option({"when": f"{moment.wall:%Y-%m-%d %H:%M} {context.local}"}, Once(run)))
    if not options:
        raise ImpossibleSchedule(f"{quoted(text)} is past", "Name a day in the future.")
    return Reading(zone=context.local, question=Question("At what time of day?", tuple(options)))


def _refuse_other_dates(text: str, at: int) -> None:
    found = _OTHER_DATES.match(text)
    if found:
        kind = "week dates" if "W" in found.group() else "day-of-year dates"
        raise InvalidExpression(
            f"{kind} such as {quoted(found.group())} are not read", "Write the date as 2026-05-24.", position=at
        )


def parse_moment(text: str, at: int = 0) -> Moment | None:
    """The time that a whole text is, or None when it has another shape."""
    match = _INSTANT.match(text)
    if match is None:
        return None
    rest = text[match.end() :].strip()
    offset = (match["offset"] or "").strip()
    wall = _wall(match, at)
    if not rest:
        return Moment(wall, _offset_name(offset, at + match.start("offset")) if offset else None)
    name = _trailing_zone(rest, wall, at + text.find(rest))
    if name is None or not offset:
        return None if name is None else Moment(wall, name)
    return _agreed(wall, _offset_name(offset, at + match.start("offset")), offset in "Zz", name, at)


def _agreed(wall: datetime, offset: str, is_utc: bool, name: str, at: int) -> Moment:
    """A wall time with an offset and a zone (RFC 9557). "Z" names the instant only; any other offset must be the
    zone's at that time."""
    place = zone(name)
    instant = first_instant(wall, offset)
    local = instant.astimezone(place.tzinfo).replace(tzinfo=None)
    if local != wall and not is_utc:
        hint = f"Write {local.isoformat()} there, or leave the offset out."
        raise InvalidExpression(f"{offset} is not the offset of {name} at that time", hint, position=at)
    return Moment(local, name, instant)


def _wall(match: re.Match[str], at: int) -> datetime:
    if (match["part"] or "0").strip("0"):
        raise InvalidExpression("parts of a second are not scheduled", "Write whole seconds.", position=at)
    date = match["date"] or match["bdate"]
    time = re.split(r"[.,]", match["time"])[0].replace(":", "").ljust(6, "0")
    # The midnight at the end of a day is the one at which the next begins.
    next_day = time == "240000"
    try:
        wall = datetime.strptime(date.replace("-", "") + ("000000" if next_day else time), "%Y%m%d%H%M%S")  # noqa: DTZ007 - a wall time
    except ValueError:
        raise InvalidExpression(
            f"there is no time {quoted(match.group())}", "Check the day and the hour.", position=at
        ) from None
    wall += timedelta(days=next_day)
    if wall.year not in YEARS:
        raise InvalidExpression(f"the year {wall.year} is outside 2000 to 2399", "Check the year.", position=at)
    return wall


def _trailing_zone(rest: str, wall: datetime, at: int) -> str | None:
    """The zone after a time: "Europe/Berlin", "(Europe/Berlin)" or in brackets with further tags (RFC 9557)."""
    name = rest.strip("()")
    if rest.startswith("["):
        names = _tagged(rest, at)
        if names is None:
            return None
        name = names
    hit = find_zone(name)
    if hit is None:
        return None
    if hit.ambiguous and len({first_instant(wall, z) for z in hit.ambiguous}) > 1:
        return None
    return hit.zone


def _tagged(rest: str, at: int) -> str | None:
    """The zone among the tags in brackets.

    Raises:
        InvalidExpression: a tag that must be heeded is not known.
    """
    if not re.fullmatch(rf"(?:{_TAG.pattern})+", rest):
        return None
    zones = [name for _, name in _TAG.findall(rest) if "=" not in name]
    for critical, name in _TAG.findall(rest):
        if critical and "=" in name and name.lower() not in _CALENDARS:
            raise InvalidExpression(f"the tag {quoted(name)} is not read", "Write the Gregorian date.", position=at)
    return zones[0] if len(zones) == 1 else None


def _offset_name(text: str, at: int) -> str:
    if text in "Zz":
        return "UTC"
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) * 60 + int(digits[2:]) > 14 * 60 or int(digits[2:]) > 59:
        raise InvalidExpression(f"there is no offset {quoted(text)}", "Offsets go to 14:00.", position=at)
    return "UTC" if not int(digits) else f"{text[0]}{digits[:2]}:{digits[2:]}"


# -- durations -------------------------------------------------------------------------------------------


def parse_duration(text: str, at: int) -> Duration:
    """The duration that a text is.

    Raises:
        InvalidExpression: it is none, is zero, or has a fraction.
    """
    match = _DURATION.fullmatch(text.upper())
    if match is None:
        hint = "Write whole numbers, such as PT90M." if re.search(r"\d[.,]\d", text) else "Write it as P1D or PT6H."
        raise InvalidExpression(f"{quoted(text)} is no ISO 8601 duration", hint, position=at)
    years, months, weeks, days, hours, minutes, seconds = (
        int(g or 0) if len(g or "") < 10 else 10**9 for g in match.groups()
    )
    found = Duration(years * 12 + months, weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)
    if found == Duration(0, 0, 0):
        raise InvalidExpression(f"the duration {quoted(text)} is zero", "Write a length above zero.", position=at)
    if (
        found.months > 12 * _LONGEST_YEARS
        or found.days > 366 * _LONGEST_YEARS
        or found.seconds > 366 * 86_400 * _LONGEST_YEARS
    ):
        raise InvalidExpression(f"the duration {quoted(text)} is too long", "Write less than 400 years.", position=at)
    return found


def read_duration(text: str, context: Context) -> Reading | None:
    """A bare duration: once after it, or again and again? Asked."""
    if not re.match(r"P(?=\d|T\d)", text):
        return None
    length = parse_duration(text, 0)
    if length.months:
        raise InvalidExpression(
            f"{quoted(text)} names no day and no start", "Say 'in a month at 9:00', or write R/START/P1M.", position=0
        )
    now = context.now.replace(microsecond=0)
    elapsed = timedelta(days=length.days, seconds=length.seconds)
    at = (now + elapsed).astimezone(zone(context.timezone or "UTC").tzinfo)
    options = [Option({"when": iso(at)}, Once(at))]
    every = int(elapsed.total_seconds())
    options.append(Option({"when": f"@every {every}s"}, Interval(elapsed)))
    return Reading(question=Question(f"{text}: once after that time, or every time it has passed?", tuple(options)))


# -- repeating -------------------------------------------------------------------------------------------


def read_repeating(text: str, context: Context) -> Reading | None:
    """`R3/START/PT6H`, `R/START/P1D`, `R/PT6H`, `R/START/END`; R3 is three runs."""
    match = _REPEATING.fullmatch(text)
    if match is None:
        return None
    count = _count(match[1])
    parts = re.split(r"/(?![^\[]*\])", match[2])
    if len(parts) == 1:
        return _from_now(parts[0], match.start(2), count, context)
    if len(parts) != 2:
        raise InvalidExpression(f"{quoted(text)} has too many parts", "Write R/START/DURATION.", position=0)
    if parts[0].upper().startswith("P"):
        raise InvalidExpression("a duration before an end is not read", "Write R/START/DURATION.", position=2)
    start_at, end_at = match.start(2), match.start(2) + len(parts[0]) + 1
    _refuse_other_dates(parts[0], start_at)
    start = parse_moment(parts[0], start_at)
    if start is None:
        raise InvalidExpression(
            f"{quoted(parts[0])} is no start time", "Write it as 2026-05-24T09:00:00Z.", position=start_at
        )
    name = start.place(context)
    begin = start.instant or _sole_instant(start.wall, name, start_at)
    if parts[1].upper().startswith("P"):
        length = parse_duration(parts[1], end_at)
        schedule = _repeated(length, start.wall, begin, name, end_at)
    else:
        schedule = _to_end(parts[1], end_at, begin, context)
    zone_name = name if isinstance(schedule, Calendar) else start.zone
    said: tuple[str, ...] = ()
    if count is not None:
        schedule, said = with_count(schedule, count, just_before(begin))
    return checked(schedule, context, zone_name=zone_name, assumptions=said)


def _count(text: str) -> int | None:
    if not text:
        return None
    if text.startswith("-"):
        raise InvalidExpression("a negative count is not read", "Write R/ for runs without an end.", position=1)
    count = int(text) if len(text) < 10 else 10**9
    if count == 0:
        raise ImpossibleSchedule("R0 leaves no run", "Write R1 for one run, or R for runs without an end.")
    return count


def _from_now(text: str, at: int, count: int | None, context: Context) -> Reading:
    length = parse_duration(text, at)
    if length.months or (length.days and length.seconds):
        raise InvalidExpression("repeating by months or mixed units needs a start", "Write R/START/P1M.", position=at)
    every = timedelta(days=length.days, seconds=length.seconds)
    if count is None:
        return checked(Interval(every), context, assumptions=("no start is named: it counts from now",))
    begin = context.now.replace(microsecond=0) + every
    schedule, said = with_count(Interval(every, begin, begin), count, just_before(begin))
    return checked(schedule, context, assumptions=("no start is named: it counts from now", *said))


def _sole_instant(wall: datetime, name: str, at: int) -> datetime:
    exact = resolved(zone(name), Clock(Gap.SKIP, Overlap.BOTH), [int(wall.replace(tzinfo=UTC).timestamp())])
    if len(exact) != 1:
        raise InvalidExpression(
            f"{wall.isoformat()} {'comes twice' if exact else 'does not exist'} in {name}",
            "Write it with an offset.",
            position=at,
        )
    return datetime.fromtimestamp(exact[0], UTC)


def _to_end(text: str, at: int, begin: datetime, context: Context) -> Interval:
    end = parse_moment(text, at)
    if end is None:
        raise InvalidExpression(f"{quoted(text)} is no duration and no time", "Write R/START/PT6H.", position=at)
    until = end.instant or _sole_instant(end.wall, end.place(context), at)
    if until <= begin:
        raise InvalidExpression("the end is not after the start", "Write R/START/DURATION.", position=at)
    return Interval(until - begin, begin, begin)


def _repeated(length: Duration, wall: datetime, begin: datetime, name: str, at: int) -> Interval | Calendar:
    fixed = zone(name).fixed_offset is not None
    if not length.months and (not length.days or (fixed and length.seconds)):
        return Interval(timedelta(days=length.days, seconds=length.seconds), begin, begin)
    if length.seconds or (length.months and length.days):
        raise InvalidExpression(
            "months or days together with smaller units are not repeated", "Use one unit.", position=at
        )
    if length.days:
        days: Days = Every(length.days, Unit.DAY, wall.date())
    else:
        days = _monthly(length.months, wall, at)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return Calendar((Rule(days, (seconds,)),), name, start=begin)


def _monthly(months: int, wall: datetime, at: int) -> Days:
    if wall.day > 28:
        raise InvalidExpression(
            f"day {wall.day} is missing in some months, and ISO 8601 does not say what then",
            "Write an RRULE with BYMONTHDAY, or start on day 1 to 28.",
            position=at,
        )
    on_day = Nth(frozenset({wall.day}))
    if months % 12 == 0:
        return AllOf((Every(months // 12, Unit.YEAR, wall.date()), Months(frozenset({wall.month})), on_day))
    return AllOf((Every(months, Unit.MONTH, wall.date()), on_day))
