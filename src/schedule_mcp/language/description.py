"""`describe`: a schedule in canonical English, which `read` reads back to the same schedule.

Rules are joined by ";", conditions by "and only", alternatives by "or" (in parentheses), exceptions by "except". Clock
times have 24 hours, dates are ISO, phases name the date that they count from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from schedule_mcp.language.grammar.nth import most_of
from schedule_mcp.schedule.english import MONTHS, WEEKDAYS, listed
from schedule_mcp.schedule.fire_times import epoch_seconds
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_WEEKDAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    WEEKEND,
    WORKDAYS,
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
    Weekdays,
)
from schedule_mcp.schedule.public_holidays import EASTER
from schedule_mcp.schedule.zones import zone, zone_name

_HOUR_S = 3600


def describe(schedule: Schedule) -> str:
    """Canonical English.

    >>> from schedule_mcp.schedule.model import Interval
    >>> describe(Interval(timedelta(minutes=90)))
    'every 90 minutes'
    """
    match schedule:
        case Once(at):
            return _once(at)
        case Interval():
            return _interval(schedule)
        case Calendar():
            return _calendar(schedule)


def _once(at: datetime) -> str:
    name = zone_name(at)
    wall = at.replace(tzinfo=None)
    if name is None or at.microsecond or not _said_plainly(at, name):
        return f"at {_iso(at)}"
    return f"on {wall:%Y-%m-%d} at {_clock(_seconds(wall))} ({name})"


def _said_plainly(at: datetime, name: str) -> bool:
    """Whether the wall time alone means this instant: it comes once."""
    place, instant = zone(name), epoch_seconds(at)
    offset = at.utcoffset()
    if offset is None or any(place.offset_at(instant + d) != offset.total_seconds() for d in (-DAY_S, 0, DAY_S)):
        return False
    return all(at.replace(fold=fold).utcoffset() == offset for fold in (0, 1))


def _iso(at: datetime) -> str:
    text = at.isoformat()
    offset = at.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        text = at.astimezone(UTC).isoformat()
    return text.replace("+00:00", "Z")


def _seconds(wall: datetime) -> int:
    return wall.hour * _HOUR_S + wall.minute * 60 + wall.second


def _clock(seconds: int) -> str:
    suffix = " the next day" if seconds >= DAY_S else ""
    seconds %= DAY_S
    text = f"{seconds // _HOUR_S:02}:{seconds % _HOUR_S // 60:02}"
    return f"{text}:{seconds % 60:02}{suffix}" if seconds % 60 else text + suffix


def _amount(every: timedelta) -> str:
    micros = every // timedelta(microseconds=1)
    for unit, size in (("hour", 3_600_000_000), ("minute", 60_000_000)):
        if micros % size == 0:
            n = micros // size
            return unit if n == 1 else f"{n} {unit}s"
    whole, rest = divmod(micros, 1_000_000)
    if not rest:
        return "second" if whole == 1 else f"{whole} seconds"
    return f"{whole}.{rest:06}".rstrip("0") + " seconds"


def _interval(schedule: Interval) -> str:
    parts = [f"every {_amount(schedule.every)}"]
    if schedule.anchor is not None and schedule.start is not None:
        parts.append(f"counted from {_iso(schedule.anchor)}")
    first = schedule.start or schedule.anchor
    if first is not None:
        parts.append(f"starting {_iso(first)}")
    if schedule.until is not None:
        parts.append(f"until {_iso(schedule.until)}")
    return " ".join(parts)


def _calendar(schedule: Calendar) -> str:
    clock = schedule.clock
    grid = _hourly(schedule)
    if grid:
        text, clock_said = grid, RUNNING_CLOCK
    else:
        rules = [r for r in schedule.rules if r.times]
        text = _doubled_moment(rules, schedule.zone) or "; ".join(_rule(rule) for rule in rules) or "never"
        clock_said = SPOKEN_CLOCK
    text += _clock_words(clock, clock_said)
    place = zone(schedule.zone)
    if schedule.start is not None:
        text += f", starting {_edge(schedule.start, place.tzinfo, 0)}"
    if schedule.until is not None:
        text += f", until {_edge(schedule.until, place.tzinfo, DAY_S - 1)}"
    return f"{text} ({schedule.zone})"


def _doubled_moment(rules: list[Rule], name: str) -> str | None:
    """A single wall time that comes twice or not at all: said as a range, which leaves no question open."""
    match [(_alone(rule.days), rule.times) for rule in rules]:
        case [(Between(first, last), (seconds,))] if first == last and seconds < DAY_S:
            at = datetime.combine(first, time(), zone(name).tzinfo) + timedelta(seconds=seconds)
            if not _said_plainly(at, name):
                return f"between {first} and {last} at {_clock(seconds)}"
    return None


def _alone(days: Days) -> Days:
    """The days, where they are the only part of a union or an intersection."""
    match days:
        case AllOf((part,)) | AnyOf((part,)):
            return _alone(part)
    return days


def _edge(at: datetime, place: object, plain_second: int) -> str:
    """A bound on the clocks of the zone: the date alone where that means the same instant."""
    wall = at.astimezone(place)  # type: ignore[arg-type]
    offset = {(wall.replace(fold=fold) + timedelta(hours=h)).utcoffset() for fold in (0, 1) for h in (-24, 0, 24)}
    if _seconds(wall) == plain_second and not wall.microsecond and len(offset) == 1:
        return f"{wall:%Y-%m-%d}"
    return _iso(wall)


def _clock_words(clock: Clock, said: Clock) -> str:
    if clock == said:
        return ""
    if clock == RUNNING_CLOCK:
        return ", as the clocks run"
    return (
        ", skipping missing times"
        if clock.gap is Gap.SKIP
        else ", repeating doubled times"
        if clock.overlap is Overlap.BOTH
        else ""
    )


def _hourly(schedule: Calendar) -> str:
    """The same minutes of all hours of every day, on the running clock: "every hour at :15 and :45"."""
    if schedule.clock != RUNNING_CLOCK or len(schedule.rules) != 1:
        return ""
    rule = schedule.rules[0]
    minutes = sorted({t % _HOUR_S for t in rule.times})
    if rule.days != AllOf(()) or any(m % 60 for m in minutes) or len(minutes) > 12:
        return ""
    if rule.times != tuple(h * _HOUR_S + m for h in range(24) for m in minutes):
        return ""
    return "every hour at " + listed([f":{m // 60:02}" for m in minutes])


def _rule(rule: Rule) -> str:
    days, exceptions = _split(rule.days)
    said = "".join(f" except {_operand(e)}" for e in exceptions)
    return f"{_days(days)} {_times(rule.times)}{said}"


def _times(times: Sequence[int]) -> str:
    step = _step(times)
    if step and len(times) > 3:
        whole_day = times[0] == 0 and times[-1] == DAY_S - step
        span = "" if whole_day else f" from {_clock(times[0])} to {_clock(times[-1])}"
        if times[-1] - times[0] < DAY_S and (times[0] < DAY_S) and not whole_day and times[0] != times[-1] - DAY_S:
            span = f" from {_clock(times[0])} to {_clock(times[-1] % DAY_S)}"
            return f"every {_amount(timedelta(seconds=step))}{span}"
        if whole_day:
            return f"every {_amount(timedelta(seconds=step))} from 00:00 to {_clock(times[-1])}"
    return "at " + listed([_clock(t) for t in times])


def _step(times: Sequence[int]) -> int:
    if len(times) < 2:
        return 0
    step = times[1] - times[0]
    return step if all(b - a == step for a, b in pairwise(times)) else 0


def _split(days: Days) -> tuple[Days, list[Days]]:
    """The days, and what is taken from them."""
    if isinstance(days, Not):
        return AllOf(()), [days.part]
    if isinstance(days, AllOf):
        kept = tuple(p for p in days.parts if not isinstance(p, Not))
        return (kept[0] if len(kept) == 1 else AllOf(kept)), [p.part for p in days.parts if isinstance(p, Not)]
    return days, []


def _days(days: Days) -> str:
    dated = _yearly_date(days)
    if dated:
        return dated
    match days:
        case AllOf(()):
            return "every day"
        case Weekdays(chosen) if chosen == EVERY_WEEKDAY:
            return "every day"
        case Weekdays(chosen) if chosen == WORKDAYS:
            return "every weekday"
        case Weekdays(chosen) if chosen:
            return "every " + listed([WEEKDAYS[d] for d in sorted(chosen)])
        case Months(months) if months:
            return f"every day {_literal(days)}"
        case Nth() | Every() | Between():
            return _literal(days)
        case NumberedWeeks():
            return f"every day {_literal(days)}"
        case Holidays():
            return _literal(days)
        case Moved(moved, off, later):
            return f"{_days(moved)}, if that is {_off(off)} the {'next' if later else 'previous'} business day,"
        case AllOf((Weekdays() as weekdays, NumberedWeeks() as weeks)) if weekdays.days:
            return f"{_days(weekdays)} {_literal(weeks)}"
        case AllOf(parts) if (
            len(parts) == 2
            and isinstance(parts[0], Weekdays | Nth)
            and isinstance(parts[1], Months)
            and parts[0] != Weekdays(frozenset())
        ):
            if isinstance(parts[0], Weekdays):
                return f"{_days(parts[0])} {_literal(parts[1])}"
    said = _operand(days)
    return f"on {said}" if said.startswith("(") else f"every day {said}" if said.startswith("in ") else said


def _yearly_date(days: Days) -> str:
    """ "every December 25", or "" where the days are no single date of each year."""
    match days:
        case AllOf((Months() as months, Nth() as day)) | AllOf((Nth() as day, Months() as months)):
            plain = day.among == EVERY_WEEKDAY and day.of is Period.MONTH
            if plain and len(months.months) == len(day.positions) == 1 and min(day.positions) > 0:
                return f"every {MONTHS[min(months.months) - 1]} {min(day.positions)}"
    return ""


def _operand(days: Days) -> str:
    """In parentheses where it is more than one condition."""
    dated = _yearly_date(days)
    if dated:
        return dated
    match days:
        case Moved():
            return f"({_days(days).removesuffix(',')})"
        case AllOf(()) | AnyOf(()) | Weekdays() | Months() | Nth() | Every() | NumberedWeeks() | Between() | Holidays():
            return _literal(days)
        case AllOf((part,)) | AnyOf((part,)):
            return _operand(part)
        case AnyOf(parts):
            return f"({' or '.join(_operand(p) for p in parts)})"
        case Not(part):
            return f"(every day except {_operand(part)})"
        case AllOf(parts):
            kept = [p for p in parts if not isinstance(p, Not)]
            taken = [p.part for p in parts if isinstance(p, Not)]
            said = " and only ".join(_operand(p) for p in kept) or "every day"
            return f"({said}{''.join(f' except {_operand(p)}' for p in taken)})"


def _literal(days: Days) -> str:
    match days:
        case Weekdays(chosen) if not chosen:
            return "(never)"
        case Weekdays(chosen) if chosen == EVERY_WEEKDAY:
            return "every day"
        case Weekdays(chosen) if chosen == WORKDAYS:
            return "every weekday"
        case Weekdays(chosen):
            return "every " + listed([WEEKDAYS[d] for d in sorted(chosen)])
        case Months(months) if months:
            return "in " + listed([MONTHS[m - 1] for m in sorted(months)])
        case Nth():
            return _nth(days)
        case Every(n, unit, anchor):
            amount = unit.value if n == 1 else f"{n} {unit.value}s"
            return f"every {amount} counted from {anchor}"
        case NumberedWeeks(even):
            return f"in {'even' if even else 'odd'} weeks"
        case Holidays(place):
            return f"every {place}" if place in EASTER else f"on public holidays in {place}"
        case Between(first, last):
            return f"on {first}" if first == last else f"between {first} and {last}"
        case AllOf(()):
            return "every day"
    return "(never)"


def _off(off: Days) -> str:
    """The days off of "if that is …"."""
    match off:
        case AnyOf((Weekdays(), Holidays(place))):
            return f"a weekend or a public holiday in {place}"
        case Holidays(place):
            return f"a public holiday in {place}"
    return "a weekend"


def _nth(days: Nth) -> str:
    if not days.positions:
        return "(never)"
    most = most_of(days.among, days.of)
    positions = sorted((p for p in days.positions if 1 <= abs(p) <= most), key=lambda p: (p < 0, abs(p)))
    if days.among == EVERY_WEEKDAY and days.of is Period.WEEK and positions:
        # Which day begins a week is not the same everywhere; ours is Monday.
        return "every " + listed([WEEKDAYS[d] for d in sorted({p - 1 if p > 0 else 7 + p for p in positions})])
    if days.among == EVERY_WEEKDAY:
        kind = "day"
    elif days.among == WORKDAYS:
        kind = "business day"
    elif days.among == WEEKEND:
        kind = "weekend day"
    else:
        kind = " or ".join(WEEKDAYS[d] for d in sorted(days.among))
    if not positions:
        return "(never)"
    return f"on the {listed([_ordinal(p) for p in positions])} {kind} of the {days.of.value}"


def _ordinal(n: int) -> str:
    """
    >>> _ordinal(22), _ordinal(-1), _ordinal(-2)
    ('22nd', 'last', '2nd-to-last')
    """
    if n == -1:
        return "last"
    if n < 0:
        return f"{_ordinal(-n)}-to-last"
    suffix = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
