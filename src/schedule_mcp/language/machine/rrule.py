"""RFC 5545 recurrence rules, with DTSTART and EXDATE, as calendars and intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import gcd

from schedule_mcp.errors import ImpossibleSchedule, InvalidExpression
from schedule_mcp.language.machine.common import (
    YEARS,
    Context,
    checked,
    first_instant,
    just_before,
    missing_times,
    with_count,
    zone_named,
)
from schedule_mcp.language.machine.positions import chosen
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.fire_times import fires, next_fire
from schedule_mcp.schedule.model import (
    EVERY_DAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Days,
    Every,
    Interval,
    Months,
    Not,
    Nth,
    Period,
    Rule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.zones import zone

_SHAPE = re.compile(r"(?:RRULE[:;]|DTSTART[:;]|EXDATE[:;]|RDATE[:;]|EXRULE[:;])|(?:[A-Z]+=[^;=]*;)*FREQ=", re.I)
_LINES = re.compile(r"(?:\\n|[\r\n]|\s)+(?=(?:RRULE|DTSTART|EXDATE|RDATE|EXRULE|FREQ)\b)", re.I)
_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEP_S = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600}
_DAY_S = 86_400
_LISTS = {
    "BYSECOND": (0, 59, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_MOST = 999_999
_BY_STANDARD = "RFC 5545 has it at {shifted}"
_DATE = re.compile(r"\d{8}", re.ASCII)
_START_YEARS = range(1900, 2400)


class _NeedsAnswer(Exception):
    """The rule leaves a time or a day open, and there is no DTSTART to take it from; `parts` would settle it."""

    def __init__(self, ask: str, parts: Sequence[str]) -> None:
        super().__init__(ask)
        self.parts = parts


@dataclass(frozen=True)
class _Start:
    wall: datetime
    zone: str
    given: bool
    """False where the text has no DTSTART: then only the zone and the phase count."""

    @property
    def seconds(self) -> int:
        return self.wall.hour * 3600 + self.wall.minute * 60 + self.wall.second


@dataclass(frozen=True)
class _Recurrence:
    freq: str
    interval: int
    count: int | None
    until: str | None
    week_start: int
    lists: Mapping[str, frozenset[int]]
    weekdays: tuple[tuple[int, int], ...]
    """(position or 0, weekday)"""
    private: tuple[str, ...] = ()
    """What is said of parts that are private to some program."""

    def has(self, *names: str) -> bool:
        return any(self.lists.get(n) for n in names)


def is_rrule(text: str) -> bool:
    """Whether the text has the shape of a recurrence rule."""
    return _SHAPE.match(text) is not None


def read_rrule(text: str, context: Context) -> Reading:
    """The reading of `RRULE:…` with optional DTSTART, RDATE and EXDATE lines, or of a bare `FREQ=…`; several rules are
    their union.

    Raises:
        InvalidExpression: broken, or a rule that no calendar holds exactly.
    """
    lines = _lines(text, context)
    start = lines.start
    held: list[tuple[Interval | Calendar, tuple[str, ...]]] = []
    for rule_text in lines.rules:
        rule = _parse(rule_text)
        try:
            schedule = _schedule(rule, start, context)
        except _NeedsAnswer as open_question:
            texts = [text.replace(rule_text, f"{rule_text.rstrip(';')};{part}", 1) for part in open_question.parts]
            return Reading(zone=start.zone, question=Question(str(open_question), _options(texts, context)))
        schedule, said = _counted_out(schedule, rule, start, context)
        held.append((schedule, (*_notes(rule, schedule, start), *rule.private, *said)))
    schedule = _united([schedule for schedule, _ in held])
    if lines.added:
        schedule = _with_dates(schedule, lines.added)
    if lines.excluded:
        schedule = _without(schedule, lines.excluded)
    whole_days = any(second is None for _, second in lines.excluded)
    return checked(
        schedule,
        context,
        zone_name=start.zone if isinstance(schedule, Calendar) else None,
        assumptions=(
            *dict.fromkeys(note for _, notes in held for note in notes),
            *(("EXDATE names dates: every run on them is left out",) if whole_days else ()),
        ),
        warnings=missing_times(schedule, context.now, _BY_STANDARD),
    )


def _counted_out(
    schedule: Interval | Calendar, rule: _Recurrence, start: _Start, context: Context
) -> tuple[Interval | Calendar, tuple[str, ...]]:
    """The schedule with the end that COUNT makes, and the sentence that says so."""
    if rule.count is None:
        return schedule, ()
    if start.wall.year < YEARS[0] and isinstance(schedule, Calendar):
        # Days are known from 2000 on; what ran before cannot be counted.
        raise InvalidExpression(
            "COUNT is not counted from a start before 2000", "Write UNTIL.", position=0, field="COUNT"
        )
    before = just_before(first_instant(start.wall, start.zone)) if start.given else context.now
    return with_count(schedule, rule.count, before)


def _united(schedules: Sequence[Interval | Calendar]) -> Interval | Calendar:
    """All runs of several rules, which must share their clock and their end."""
    first = schedules[0]
    calendars = [schedule for schedule in schedules if isinstance(schedule, Calendar)]
    if len(schedules) == 1:
        return first
    if len(calendars) < len(schedules) or len({(each.clock, each.until) for each in calendars}) > 1:
        raise InvalidExpression(
            "several RRULE are united only where they count days and end alike", "Make a schedule for each.", position=0
        )
    return replace(calendars[0], rules=tuple(rule for each in calendars for rule in each.rules))


def _with_dates(schedule: Interval | Calendar, added: Sequence[datetime]) -> Calendar:
    """RDATE: single runs besides those of the rule."""
    if isinstance(schedule, Interval):
        raise InvalidExpression("RDATE with an hourly or shorter rule is not read", "Use BYHOUR.", position=0)
    rules = list(schedule.rules)
    for wall in added:
        moment = first_instant(wall, schedule.zone)
        if (schedule.start and moment < schedule.start) or (schedule.until and moment > schedule.until):
            raise InvalidExpression(
                f"RDATE {wall.isoformat()} lies before the start or after the end of the rule",
                "Make a schedule of its own for it.",
                position=0,
                field="RDATE",
            )
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        rules.append(Rule(Between(wall.date(), wall.date()), (second,)))
    return replace(schedule, rules=tuple(rules))


def _options(texts: Iterable[str], context: Context) -> tuple[Option, ...]:
    """A rule that leaves something else open as well is completed by the first answer to that."""
    found = []
    for text in texts:
        reading = read_rrule(text, context)
        if reading.schedule is not None:
            found.append(Option({"when": text}, reading.schedule))
        elif reading.question is not None:
            found.extend(reading.question.options[:1])
    return tuple(found)


def _notes(rule: _Recurrence, schedule: Interval | Calendar, start: _Start) -> Iterable[str]:
    if rule.until is not None and _DATE.fullmatch(rule.until):
        yield f"UNTIL={rule.until} names a date: runs on that day are among them"
    if not start.given or isinstance(schedule, Interval) or start.wall.year < YEARS[0]:
        return
    begin = first_instant(start.wall, start.zone)
    if next_fire(schedule, just_before(begin)) != begin:
        yield "DTSTART does not match the rule, so it is no run itself"


# -- lines and parts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lines:
    rules: list[str]
    start: _Start
    added: list[datetime]
    excluded: list[tuple[datetime, int | None]]
    """(day, second of the day or None for all of it)"""


def _lines(text: str, context: Context) -> _Lines:
    rules: list[str] = []
    start: _Start | None = None
    additions: list[str] = []
    exclusions: list[str] = []
    for line in _LINES.split(text.strip()):
        head = line.upper()
        if head.startswith("EXRULE"):
            raise InvalidExpression("EXRULE is not read", "Use EXDATE.", position=text.find(line))
        if head.startswith("DTSTART"):
            if start is not None:
                raise InvalidExpression("there are two DTSTART", "Write one.", position=text.rfind(line))
            start = _dtstart(line, context)
        elif head.startswith(("EXDATE", "RDATE")):
            (exclusions if head.startswith("EXDATE") else additions).append(line)
        else:
            rules.append(re.sub(r"^RRULE[:;]", "", line, flags=re.I))
    if not rules:
        raise InvalidExpression("one RRULE is needed", "Write one line RRULE:FREQ=…", position=0)
    if start is None:
        zone_name = context.local
        start = _Start(
            context.now.astimezone(zone(zone_name).tzinfo).replace(tzinfo=None, microsecond=0), zone_name, False
        )
    added = [wall for line in additions for wall, second in _dates(line, start) if second is not None]
    excluded = [moment for line in exclusions for moment in _dates(line, start)]
    return _Lines(rules, start, added, excluded)


def _property(line: str) -> tuple[dict[str, str], str]:
    match = re.fullmatch(r"[A-Z]+((?:;[A-Z-]+=[^:;]+)*):(.+)", line.strip(), re.I)
    if match is None:
        raise InvalidExpression(f"{quoted(line)} cannot be read", "Write DTSTART:20260505T090000Z.", position=0)
    parameters = dict(p.split("=", 1) for p in match[1].split(";") if p)
    return {k.upper(): v for k, v in parameters.items()}, match[2].strip()


def _dtstart(line: str, context: Context) -> _Start:
    parameters, value = _property(line)
    unknown = set(parameters) - {"TZID", "VALUE"}
    if unknown:
        raise InvalidExpression(f"DTSTART has no {sorted(unknown)[0]} here", "Use TZID or VALUE.", position=0)
    if re.fullmatch(r"\d{8}", value):
        raise InvalidExpression("DTSTART names no time of day", "Write DTSTART:20260505T090000.", position=0)
    wall, is_utc = _stamp(value)
    if wall.year not in _START_YEARS:
        raise InvalidExpression("DTSTART lies outside 1900 to 2399", "Check the year.", position=0, field="DTSTART")
    if is_utc and "TZID" in parameters:
        raise InvalidExpression("DTSTART has a TZID and a Z", "Write one of them.", position=0)
    name = zone_named(parameters["TZID"].strip('"'), 0) if "TZID" in parameters else "UTC" if is_utc else context.local
    return _Start(wall, name, True)


def _stamp(value: str) -> tuple[datetime, bool]:
    match = re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(Z?)", value, re.I | re.ASCII)
    try:
        if match is None:
            raise ValueError
        return datetime(*map(int, match.groups()[:6])), bool(match[7])  # type: ignore[arg-type]  # noqa: DTZ001 - a wall time
    except ValueError:
        raise InvalidExpression(f"there is no time {quoted(value)}", "Write 20260505T090000Z.", position=0) from None


def _dates(line: str, start: _Start) -> list[tuple[datetime, int | None]]:
    """The values of EXDATE or RDATE on the clock of the rule; of EXDATE also whole days."""
    name = line[:6].upper().rstrip(":;")
    parameters, values = _property(line)
    place = zone(start.zone).tzinfo
    found: list[tuple[datetime, int | None]] = []
    for value in map(str.strip, values.split(",")):
        if name == "EXDATE" and _DATE.fullmatch(value):
            found.append((_stamp(f"{value}T000000")[0], None))
            continue
        wall, is_utc = _stamp(value)
        if is_utc:
            wall = wall.replace(tzinfo=UTC).astimezone(place).replace(tzinfo=None)
        elif "TZID" in parameters and zone_named(parameters["TZID"].strip('"'), 0) != start.zone:
            raise InvalidExpression(f"{name} and DTSTART have different zones", "Use one zone.", position=0)
        found.append((wall, wall.hour * 3600 + wall.minute * 60 + wall.second))
    return found


def _without(schedule: Interval | Calendar, excluded: Iterable[tuple[datetime, int | None]]) -> Calendar:
    if isinstance(schedule, Interval):
        raise InvalidExpression("EXDATE with an hourly or shorter rule is not read", "Use BYHOUR.", position=0)
    rules = list(schedule.rules)
    for wall, second in excluded:
        day = Between(wall.date(), wall.date())
        parted: list[Rule] = []
        for rule in rules:
            if second is not None and second not in rule.times:
                parted.append(rule)
                continue
            parted.append(Rule(AllOf((rule.days, Not(day))), rule.times))
            others = tuple(t for t in rule.times if second is not None and t != second)
            if others:
                parted.append(Rule(AllOf((rule.days, day)), others))
        rules = parted
    return replace(schedule, rules=tuple(rules))


def _parse(text: str) -> _Recurrence:
    parts: dict[str, str] = {}
    for piece in text.strip().rstrip(";").split(";"):
        name, sign, value = piece.partition("=")
        name, value = name.strip().upper(), value.strip().upper()
        if not sign or not value or name in parts:
            problem = "is given twice" if name in parts else "is no NAME=VALUE"
            raise InvalidExpression(
                f"{quoted(piece)} {problem}", "Write FREQ=DAILY;BYHOUR=9.", position=text.find(piece)
            )
        parts[name] = value
    freq = parts.pop("FREQ", "")
    if freq not in _FREQUENCIES:
        raise InvalidExpression(
            f"FREQ={quoted(freq)} is none of {', '.join(_FREQUENCIES)}", "Use one of them.", position=0, field="FREQ"
        )
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if count is not None and until is not None:
        raise InvalidExpression("COUNT and UNTIL exclude each other", "Use one of them.", position=0, field="COUNT")
    week_start = parts.pop("WKST", "MO")
    if week_start not in _WEEKDAYS:
        raise InvalidExpression(f"{quoted(week_start)} is no weekday", "Use MO … SU.", position=0, field="WKST")
    interval = _whole(parts.pop("INTERVAL", "1"), "INTERVAL")
    weekdays = _weekdays(parts.pop("BYDAY", ""))
    lists = {name: _numbers(name, parts.pop(name)) for name in _LISTS if name in parts}
    private = tuple(f"{name} is private to some program and says nothing here" for name in parts if name[:2] == "X-")
    parts = {name: value for name, value in parts.items() if name[:2] != "X-"}
    if parts:
        name = sorted(parts)[0]
        hint = "Write one rule for each year's dates." if name == "BYWEEKNO" else "RFC 5545 has no such part."
        raise InvalidExpression(f"{quoted(name)} is not read", hint, position=text.upper().find(name), field=name)
    counted = None if count is None else _whole(count, "COUNT")
    return _Recurrence(freq, interval, counted, until, _WEEKDAYS.index(week_start), lists, weekdays, private)


def _whole(text: str, name: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= _MOST:
        raise InvalidExpression(
            f"{name}={quoted(text)} is no number from 1", "Write 1 or more.", position=0, field=name
        )
    return int(text)


def _numbers(name: str, text: str) -> frozenset[int]:
    low, high, signed = _LISTS[name]
    found = set()
    for item in text.split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", item, re.ASCII):
            raise InvalidExpression(f"{quoted(item)} is no number", f"{name} holds numbers.", position=0, field=name)
        number = int(item)
        if not (low <= number <= high or (signed and low <= -number <= high)):
            raise InvalidExpression(
                f"{name}={number} is outside {low} to {high}", "Correct it.", position=0, field=name
            )
        found.add(number)
    return frozenset(found)


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for item in text.split(",") if text else ():
        match = re.fullmatch(r"([+-]?\d{1,2})?([A-Z]{2})", item, re.ASCII)
        if match is None or match[2] not in _WEEKDAYS or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise InvalidExpression(f"{quoted(item)} is no weekday", "Write MO or 1MO.", position=0, field="BYDAY")
        found.append((int(match[1] or 0), _WEEKDAYS.index(match[2])))
    return tuple(found)


# -- meaning ---------------------------------------------------------------------------------------------


def _schedule(rule: _Recurrence, start: _Start, context: Context) -> Interval | Calendar:
    until = None if rule.until is None else _until(rule.until, start)
    begin = first_instant(start.wall, start.zone) if start.given else None
    if rule.freq in _STEP_S and not rule.weekdays and not any(rule.lists.values()):
        every = timedelta(seconds=_STEP_S[rule.freq] * rule.interval)
        return Interval(every, begin, begin, until)
    if rule.freq in _STEP_S and rule.has("BYSETPOS"):
        raise _unheld("BYSETPOS", "it would count times within an hour")
    running = rule.freq in _STEP_S and not rule.has("BYHOUR")
    clock = RUNNING_CLOCK if running else SPOKEN_CLOCK
    rules = _rules(rule, start)
    if rule.interval > 1 and rule.freq not in _STEP_S:
        anchor = start.wall.date() if start.given else _next_date(rules, start, context)
        phase = _phase(rule, anchor)
        rules = tuple(Rule(AllOf((each.days, phase)), each.times) for each in rules)
    return Calendar(rules, start.zone, clock, begin, until)


def _rules(rule: _Recurrence, start: _Start) -> tuple[Rule, ...]:
    if rule.freq in _STEP_S:
        return _sub_daily_rules(rule, start)
    times = _times(rule, start)
    days = _days(rule, start)
    if not rule.has("BYSETPOS"):
        return (Rule(days, times),)
    if rule.freq == "DAILY":
        picked = tuple(sorted({times[place] for place in _places(rule, len(times))}))
        if not picked:
            raise ImpossibleSchedule("no time of day has that position, so it never runs", "Check BYSETPOS.")
        return (Rule(days, picked),)
    return tuple(_positioned(rule, days, times))


def _places(rule: _Recurrence, count: int) -> Iterable[int]:
    places = (p - 1 if p > 0 else p for p in rule.lists["BYSETPOS"])
    return (place for place in places if -count <= place < count)


def _positioned(rule: _Recurrence, days: Days, times: tuple[int, ...]) -> Iterable[Rule]:
    """BYSETPOS counts the times of all days of a period: with two times a day the third is the first of the second
    day."""
    by_time: dict[int, set[int]] = {}
    for position in rule.lists["BYSETPOS"]:
        place = position - 1 if position > 0 else position
        day, time = divmod(place, len(times))
        by_time.setdefault(times[time], set()).add(day + 1 if position > 0 else day)
    by_days: dict[frozenset[int], list[int]] = {}
    for time, positions in by_time.items():
        by_days.setdefault(frozenset(positions), []).append(time)
    for positions_of_days, of_them in by_days.items():
        found = _counted(rule, positions_of_days) or chosen(days, rule.freq, positions_of_days, rule.week_start)
        if found is None:
            raise _unheld("BYSETPOS", "which day it is hangs on the length of the month or the year")
        yield Rule(found, tuple(sorted(of_them)))


def _counted(rule: _Recurrence, positions: frozenset[int]) -> Days | None:
    """Positions among plain weekdays of a month, a year or a week, which need no counting of dates."""
    months = rule.lists.get("BYMONTH", frozenset())
    if rule.has("BYMONTHDAY", "BYYEARDAY") or not rule.weekdays or any(position for position, _ in rule.weekdays):
        return None
    if (rule.freq == "WEEKLY" and months) or (rule.freq == "YEARLY" and len(months) > 1):
        return None
    if rule.freq == "WEEKLY":
        week = sorted({day for _, day in rule.weekdays}, key=lambda day: (day - rule.week_start) % 7)
        places = (p - 1 if p > 0 else p for p in positions)
        return Weekdays(frozenset(week[place] for place in places if -len(week) <= place < len(week)))
    period = Period.YEAR if rule.freq == "YEARLY" and not months else Period.MONTH
    nth = Nth(positions, frozenset(day for _, day in rule.weekdays), period)
    return AllOf((Months(months), nth)) if months else nth


def _next_date(rules: tuple[Rule, ...], start: _Start, context: Context) -> date:
    """Without DTSTART a phase starts at the next matching day."""
    first = next(fires(Calendar(rules, start.zone), after=context.now), None)
    place = zone(start.zone).tzinfo
    return start.wall.date() if first is None else first.astimezone(place).date()


def _until(text: str, start: _Start) -> datetime | None:
    wall, is_utc = _stamp(f"{text}T235959" if _DATE.fullmatch(text) else text)
    if wall.year > YEARS[-1]:
        # "99991231" is written for "without an end", and the calendar ends before it.
        return None
    wall = max(wall, datetime(_START_YEARS[0], 1, 1))  # noqa: DTZ001 - a wall time
    return wall.replace(tzinfo=UTC) if is_utc else first_instant(wall, start.zone)


def _unheld(part: str, why: str) -> InvalidExpression:
    return InvalidExpression(
        f"{part} is not read here: {why}", "Say it in words, or split the rule.", position=0, field=part
    )


def _times(rule: _Recurrence, start: _Start) -> tuple[int, ...]:
    hours, minutes, seconds = (rule.lists.get(n, frozenset()) for n in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if not start.given and not hours:
        rest = "" if minutes else ";BYMINUTE=0"
        raise _NeedsAnswer(
            "At what time of day? The rule has no BYHOUR and no DTSTART.", [f"BYHOUR={h}{rest}" for h in (9, 12, 18)]
        )
    hours = hours or frozenset({start.wall.hour})
    minutes = minutes or frozenset({start.wall.minute if start.given else 0})
    seconds = seconds or frozenset({start.wall.second if start.given else 0})
    return tuple(sorted(h * 3600 + m * 60 + s for h in hours for m in minutes for s in seconds))


_CYCLE_DAYS_AT_MOST = 31


def _sub_daily_rules(rule: _Recurrence, start: _Start) -> tuple[Rule, ...]:
    """Hours, minutes or seconds in steps that limit days and times: where the step does not divide a day, the times of
    a day come again only after some days."""
    step = _STEP_S[rule.freq] * rule.interval
    cycle = step // gcd(step, _DAY_S)
    if cycle > 1 and not start.given:
        raise _unheld(f"INTERVAL={rule.interval}", "without DTSTART with other parts it must divide 24 hours")
    if cycle > _CYCLE_DAYS_AT_MOST:
        raise _unheld(f"INTERVAL={rule.interval}", f"its times come again only after {cycle} days")
    days, unit = _days(rule, start), _STEP_S[rule.freq]
    origin = start.seconds // unit * unit if start.given else 0
    found = []
    for day in range(cycle):
        begin = (origin - day * _DAY_S) % step
        times = _sub_daily_times(rule, start, range(begin, _DAY_S, step))
        if times:
            phase = Every(cycle, Unit.DAY, start.wall.date() + timedelta(days=day))
            found.append(Rule(days if cycle == 1 else AllOf((days, phase)), times))
    if not found:
        raise ImpossibleSchedule("no time of day is left, so it never runs", "Check BYHOUR, BYMINUTE and BYSECOND.")
    return tuple(found)


def _sub_daily_times(rule: _Recurrence, start: _Start, grid: range) -> tuple[int, ...]:
    hours, minutes, seconds = (rule.lists.get(n, frozenset()) for n in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    base = [t for t in grid if not hours or t // 3600 in hours]
    open_minute = frozenset({start.wall.minute if start.given else 0})
    open_second = frozenset({start.wall.second if start.given else 0})
    if rule.freq == "HOURLY":
        base = [t + m * 60 for t in base for m in (minutes or open_minute)]
    elif minutes:
        base = [t for t in base if t // 60 % 60 in minutes]
    if rule.freq == "SECONDLY":
        base = [t for t in base if not seconds or t % 60 in seconds]
    else:
        base = [t + s for t in base for s in (seconds or open_second)]
    return tuple(sorted(base))


def _phase(rule: _Recurrence, anchor: date) -> Days:
    if rule.freq == "WEEKLY":
        # Weeks may begin on any day, so each weekday is counted by itself.
        first = anchor - timedelta(days=(anchor.weekday() - rule.week_start) % 7)
        return AnyOf(tuple(Every(7 * rule.interval, Unit.DAY, first + timedelta(days=i)) for i in range(7)))
    unit = {"DAILY": Unit.DAY, "MONTHLY": Unit.MONTH, "YEARLY": Unit.YEAR}[rule.freq]
    return Every(rule.interval, unit, anchor)


def _days(rule: _Recurrence, start: _Start) -> Days:
    if rule.has("BYYEARDAY") and rule.freq in ("DAILY", "WEEKLY", "MONTHLY"):
        raise _unheld("BYYEARDAY", "it needs FREQ=YEARLY")
    ordinal = any(position for position, _ in rule.weekdays)
    if ordinal and rule.freq not in ("MONTHLY", "YEARLY"):
        raise _unheld("BYDAY", "numbered weekdays need FREQ=MONTHLY or YEARLY")
    parts: list[Days] = []
    if rule.has("BYMONTH"):
        parts.append(Months(rule.lists["BYMONTH"]))
    parts.extend(_plain_days(rule, start))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else EVERY_DAY


def _plain_days(rule: _Recurrence, start: _Start) -> Iterable[Days]:
    if rule.has("BYMONTHDAY"):
        if rule.freq == "WEEKLY":
            raise _unheld("BYMONTHDAY", "it has no meaning with FREQ=WEEKLY")
        yield Nth(rule.lists["BYMONTHDAY"])
    if rule.has("BYYEARDAY"):
        if rule.has("BYMONTHDAY") or any(position for position, _ in rule.weekdays):
            raise _unheld("BYYEARDAY", "together with other days")
        yield Nth(rule.lists["BYYEARDAY"], of=Period.YEAR)
    if rule.weekdays:
        yield _weekday_set(rule)
    if rule.weekdays or rule.has("BYMONTHDAY", "BYYEARDAY") or rule.freq in (*_STEP_S, "DAILY"):
        return
    if not start.given:
        raise _NeedsAnswer("On which day? The rule names none and there is no DTSTART.", _usual_days(rule, start))
    if rule.freq == "WEEKLY":
        yield Weekdays(frozenset({start.wall.weekday()}))
        return
    yield Nth(frozenset({start.wall.day}))
    if rule.freq == "YEARLY" and not rule.has("BYMONTH"):
        yield Months(frozenset({start.wall.month}))


def _usual_days(rule: _Recurrence, start: _Start) -> Sequence[str]:
    """Parts that name a day of the period: that of today, then the usual ones."""
    if rule.freq == "WEEKLY":
        return [f"BYDAY={_WEEKDAYS[day]}" for day in dict.fromkeys((start.wall.weekday(), 0, 4))]
    month = "" if rule.freq == "MONTHLY" or rule.has("BYMONTH") else "BYMONTH={};"
    days = dict.fromkeys(((start.wall.month, start.wall.day), (1, 1), (12, -1)))
    return [f"{month.format(m)}BYMONTHDAY={d}" for m, d in days]


def _weekday_set(rule: _Recurrence) -> Days:
    plain = frozenset(day for position, day in rule.weekdays if not position)
    of = Period.YEAR if rule.freq == "YEARLY" and not rule.has("BYMONTH") else Period.MONTH
    sets: list[Days] = [Weekdays(plain)] if plain else []
    sets += [Nth(frozenset({position}), frozenset({day}), of) for position, day in rule.weekdays if position]
    return sets[0] if len(sets) == 1 else AnyOf(tuple(sets))
