"""`revise`: the words of an update read beside the schedule that they change."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import zip_longest

from schedule_mcp.errors import ImpossibleSchedule, InputError, UnreadableText
from schedule_mcp.language.changes.apply import changed, settled
from schedule_mcp.language.changes.kinds import (
    Change,
    ImpossibleChange,
    InZone,
    Later,
    NewPace,
    NewTimes,
    OneDay,
    SkipRuns,
    Whole,
)
from schedule_mcp.language.changes.reader import read_change
from schedule_mcp.language.reader import read
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import Calendar, Once, Schedule
from schedule_mcp.schedule.zones import canonical_name, zone_name

_ZONELESS = (Later, SkipRuns, NewPace)
"""What means the same in every zone."""


def zone_of(schedule: Schedule | None) -> str:
    """The zone that a schedule has of its own, "" where it has none."""
    match schedule:
        case Calendar():
            return schedule.zone
        case Once(at):
            return zone_name(at) or ""
    return ""


def is_part(text: str, *, now: datetime, timezone: str) -> bool:
    """Whether a text is a part of a sentence, such as "9pm" or "the second": alone it makes no schedule that recurs."""
    try:
        said = read_change(text, None, now=now.astimezone(UTC), timezone=timezone or "UTC")
    except InputError:
        return True
    return any(not isinstance(edit, Whole | NewPace) for change in said.changes for edit in change.edits)


def says_times(text: str, schedule: Schedule, *, now: datetime, timezone: str) -> bool:
    """Whether a text says all the wall times itself, so that they may be meant in another zone than the schedule's."""
    try:
        said = read_change(text, schedule, now=now.astimezone(UTC), timezone=timezone)
    except InputError:
        return False
    edits = [edit for change in said.changes for edit in change.edits]
    return any(
        isinstance(e, NewTimes)
        or (isinstance(e, OneDay) and e.time is not None)
        or (isinstance(e, Whole) and not e.exact)
        for e in edits
    )


def revise(text: str, schedule: Schedule | None, *, now: datetime, timezone: str = "", default: str = "") -> Reading:
    """What the text makes of a schedule; without text its zone becomes `timezone`.

    Args:
        text: A change ("an hour later") or a sentence of its own.
        schedule: What is held, None where it cannot be read.
        timezone: The zone that the call names; without it that of the schedule, else `default`.

    Raises:
        ImpossibleChange: the schedule has not what the change speaks of.
        InputError: as `read` does.
    """
    now = now.astimezone(UTC)
    own = zone_of(schedule)
    place = canonical_name(timezone) if timezone else own or default
    if schedule is None:
        return _without(text, now, place)
    begin: tuple[InZone, ...] = ()
    if timezone and own and place != own:
        begin = (InZone(place),)
    if not text:
        return _reading(changed(schedule, Change(begin, place), now), place)
    said = read_change(text, schedule, now=now, timezone=place or "UTC")
    if not place and any(not isinstance(edit, _ZONELESS) for change in said.changes for edit in change.edits):
        if not any(isinstance(edit, Whole) for change in said.changes for edit in change.edits):
            raise ImpossibleChange("it is not known in which time zone that is meant", "Name the zone as `timezone`.")
        return read(text, now=now)
    if not said.changes:
        if said.reading is None:
            raise UnreadableText(said.ask or "what is to be changed is not clear", "Say the whole sentence.")
        return said.reading
    over = next_fire(schedule, now) is None
    ways: list[list[Option]] = []
    open_ones: list[Question] = []
    asks = [said.ask]
    refusal: InputError | None = None
    for change in said.changes:
        whole = any(isinstance(edit, Whole) for edit in change.edits)
        if over and not whole:
            raise ImpossibleChange(
                "it is over: no run is left that could be changed", "Give it a new `when`, a whole sentence."
            )
        try:
            found = changed(schedule, change if whole else Change((*begin, *change.edits), place, change.sense), now)
        except (ImpossibleChange, ImpossibleSchedule) as error:
            refusal = refusal or error
            continue
        if isinstance(found, Question):
            asks.append(found.ask)
            open_ones.append(found)
            ways.append(list(found.options))
        else:
            ways.append([Option({}, found, sense=change.sense)])
    if not ways and refusal is not None:
        raise refusal
    # Of several readings that are asked about further each has its turn.
    made = [each for turn in zip_longest(*ways) for each in turn if each is not None]
    alone = open_ones[0] if len(open_ones) == len(said.changes) == 1 else Question("")
    together = None if alone.all_together is None else alone.options[alone.all_together].schedule
    result = settled(made, [ask for ask in asks if ask], now, together, alone.is_yes_or_no)
    kept = "" if isinstance(result, Question) else _phase_kept(said.reading, result)
    assumptions = tuple(a for a in said.assumptions if not (kept and a.startswith("counted from")))
    return _reading(result, place, assumptions, said.warnings)


def _without(text: str, now: datetime, place: str) -> Reading:
    """A whole sentence for what cannot be read; a part of one has nothing that it could change."""
    said = read_change(text, None, now=now, timezone=place or "UTC")
    if any(not isinstance(edit, Whole) for change in said.changes for edit in change.edits):
        raise ImpossibleChange(
            "its timing cannot be read as one meaning, so there is nothing of which a part could be changed",
            "Say the whole sentence, days and times.",
        )
    return read(text, now=now, timezone=place or None)


def _phase_kept(reading: Reading | None, result: Schedule) -> bool:
    return reading is not None and reading.schedule != result


def _reading(
    result: Schedule | Question, place: str, assumptions: tuple[str, ...] = (), warnings: tuple[str, ...] = ()
) -> Reading:
    if isinstance(result, Question):
        return Reading(zone=place, question=result)
    return Reading(result, zone_of(result) or place, assumptions, warnings)
