"""`answered`: what a person types as the answer to a question, as one of its options or as what completes them.

A whole sentence replaces what was said. A part of one only chooses or completes: it never becomes a schedule alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schedule_mcp.errors import InputError
from schedule_mcp.language.changes.apply import changed, in_full
from schedule_mcp.language.changes.frames import bare
from schedule_mcp.language.changes.kinds import Change, Edit, NewBounds, NewDays, NewPace, NewTimes, OneDay, Whole
from schedule_mcp.language.changes.reader import Said, day_part, read_change
from schedule_mcp.language.changes.revising import zone_of
from schedule_mcp.language.context import ZONE_ASKED
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.language.tokens.places import find_zone
from schedule_mcp.language.tokens.text import cleaned
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.edits import date_at, is_dated, joined_days, united
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import DAY_S, Between, Calendar, Interval, Once, Rule, Schedule, Unit, Weekdays
from schedule_mcp.schedule.zones import same_zone, zone

_OPTIONS_AT_MOST = 4
_ORDINALS = (
    r"1|1st|first|former|one|erste[rs]?|première?|premier|primer[oa]?|primeir[oa]|prim[oa]|eerste|第一个?|一番目|最初",
    r"2|2nd|second|two|zweite[rs]?|deuxième|seconde?|segund[oa]|second[oa]|tweede|第二个?|二番目",
    r"3|3rd|third|three|dritte[rs]?|troisième|tercer[oa]?|terceir[oa]|terz[oa]|derde|第三个?|三番目",
    r"4|4th|fourth|four|vierte[rs]?|quatrième|cuart[oa]|quart[oa]|vierde|第四个?|四番目",
)
_LAST = r"last|latter|letzte[rs]?|dernière?|dernier|últim[oa]|ultim[oa]|laatste|最后一?个?|最後"
_BEFORE = r"(?:the |option |number |choice |no\.? |nr\.? |# ?|das |der |die |den |le |la |el |o |a |il |de |het )?"
_AFTER = r"(?: one| option| choice| please| bitte|の方|の)?"
_ALL = (
    r"(?:both|all)(?: of (?:them|these|those))?(?: please)?|all (?:times|of it)|each|everywhere|beide|alle|les deux|"
    r"toutes?|tous|amb[oa]s|los dos|las dos|todos|todas|os dois|as duas|entramb[ie]|tutti|tutte|allebei|"
    r"两个都|都|両方|全部"
)
_YES = r"yes|yeah|yep|yup|sure|right|correct|exactly|ok|okay|ja|oui|s[íi]|sim|sì|是的?|对|はい|ええ"
_NO = r"no|nope|nein|non|não|nee|不是?|いいえ"
_ONCE = (
    r"(?:just |only )?(?:once|one time|a single run|single|this once|one ?off)(?: only)?|(?:nur )?einmal|"
    r"une (?:seule )?fois|una (?:sola )?(?:vez|volta)|uma (?:só )?vez|eenmalig|一次|一回(?:だけ)?"
)
_AGAIN = (
    r"repeat(?:ing|ed)?|recurring|regularly|always|(?:all(?: runs)? )?from (?:now|then) on|permanently|for good|"
    r"every time|each time|ab jetzt|immer|jedes mal|toujours|siempre|sempre|altijd|每次|毎回"
)
_NEXT = (
    r"(?:just |only )?(?:move )?(?:the )?next(?: run| one| time)?(?: only)?|(?:just|only) this (?:one|time)|"
    r"nur (?:den|das) nächsten?(?: lauf| mal)?"
)
_EARLIER = r"(?:the )?(?:earlier|sooner|nearer)(?: one| date| of them)?"
_LATER = r"(?:the )?later(?: one| date| of them)?"


@dataclass(frozen=True)
class Answering:
    """A question that was asked, and how its words are read again."""

    question: Question
    words: str
    """What was asked about,"""
    zone: str
    """the zone in which it was read, "" where none was known,"""
    now: datetime
    again: Callable[[str, str], Reading]
    """and a reading of (words, zone) as of then."""


def answered(text: str, asked: Answering) -> Reading:
    """The reading that the answer makes of a question: a schedule, or the question again with what is left of it.

    Raises:
        InputError: a whole sentence that cannot be.
    """
    said = bare(cleaned(text), "en")
    options = asked.question.options
    for option in options:
        if text.strip().casefold() in [value.casefold() for value in option.arguments.values()]:
            return _picked([option], asked)
    chosen = _by_place(said, asked)
    if chosen is None:
        rest = re.sub(rf"^(?:{_YES})\b[,. ]*", "", said) if re.match(rf"(?:{_YES})\b[,. ]+\S", said) else said
        chosen = _by_sense(rest, asked)
        said = rest
    if chosen:
        return _picked(chosen, asked)
    found = _zoned(said, asked) or _whole(text, said, asked) or _by_part(said, asked) or _completed(said, asked)
    return found or Reading(zone=asked.zone or None, question=asked.question)


def _chosen(options: Sequence[Option], asked: Answering) -> Reading:
    """The option that a time or a day picks; where the zone was asked as well, that is still open."""
    place = zone_of(options[0].schedule)
    if len(options) > 1 or ZONE_ASKED not in asked.question.ask or asked.question.ask == ZONE_ASKED or not place:
        return _picked(options, asked)
    words = in_full(options[0].schedule).removesuffix(f" ({place})")
    reading = asked.again(words, "")
    if reading.question is None:
        return _picked(options, asked)
    offered = tuple(replace(o, arguments={"when": words, **o.arguments}) for o in reading.question.options)
    return replace(reading, question=replace(reading.question, options=offered, words=words))


def _picked(options: Sequence[Option], asked: Answering) -> Reading:
    if len(options) == 1:
        (one,) = options
        return Reading(one.schedule, zone_of(one.schedule) or asked.zone or None)
    # What is left of the question is asked.
    return Reading(zone=asked.zone or None, question=replace(asked.question, options=tuple(options), all_together=None))


# -- by their place, by "both", "yes" and "once" --------------------------------------------------------------


def _by_place(said: str, asked: Answering) -> list[Option] | None:
    options = asked.question.options
    for k, words in enumerate((*_ORDINALS, _LAST)):
        if not options or not re.fullmatch(f"{_BEFORE}(?:{words}){_AFTER}", said):
            continue
        if said.isdecimal() and any(t // 3600 % 12 == int(said) % 12 for o in options for t in _times_of(o)):
            # A number may be an hour of the clock as well.
            return None
        at = -1 if k == len(_ORDINALS) else k
        return [options[at]] if at < len(options) else None
    return None


def _by_sense(said: str, asked: Answering) -> list[Option]:
    question, options = asked.question, asked.question.options
    if re.fullmatch(_ALL, said):
        return _all_together(question)
    if re.fullmatch(_YES, said) and (len(options) == 1 or question.is_yes_or_no):
        return [options[0]]
    if re.fullmatch(_NO, said) and question.is_yes_or_no and len(options) > 1:
        return [options[1]]
    for words, senses in ((_ONCE, ("once",)), (_NEXT, ("next", "once")), (_AGAIN, ("onwards", "always"))):
        if re.fullmatch(words, said):
            return _of_sense(options, senses)
    for words, pick in ((_EARLIER, min), (_LATER, max)):
        if re.fullmatch(words, said) and options:
            runs = [(next_fire(o.schedule, asked.now) or asked.now, k) for k, o in enumerate(options)]
            return [options[pick(runs)[1]]]
    return []


def _of_sense(options: Sequence[Option], senses: Sequence[str]) -> list[Option]:
    for sense in senses:
        found = [o for o in options if o.sense == sense]
        if found:
            return found
    if any(o.sense for o in options):
        return []
    once = "once" in senses
    return [o for o in options if isinstance(o.schedule, Once) == once]


def _moves_one(schedule: Schedule) -> bool:
    return isinstance(schedule, Calendar) and any(is_dated(rule.days) for rule in schedule.rules)


def _all_together(question: Question) -> list[Option]:
    """The option that stands for all, or the union of options that differ in times or in days alone."""
    if question.all_together is not None and question.all_together < len(question.options):
        return [question.options[question.all_together]]
    calendars = [_as_calendar(o.schedule) for o in question.options]
    known = [c for c in calendars if c is not None]
    if len(known) < 2 or len(known) != len(question.options):
        return []
    first = known[0]
    for other in known[1:]:
        alike = replace(other, rules=first.rules, zone=first.zone) == first and same_zone(other.zone, first.zone)
        days = {r.days for r in other.rules} == {r.days for r in first.rules}
        times = {r.times for r in other.rules} == {r.times for r in first.rules}
        if not alike or not (days or times):
            return []
    rules = first.rules
    for other in known[1:]:
        rules = united_times(rules, other.rules)
    whole = replace(first, rules=rules)
    return [Option({"when": in_full(whole)}, whole)]


def united_times(rules: Sequence[Rule], more: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules of both, those of the same days in one."""
    times = {rule.days: set(rule.times) for rule in rules}
    if all(rule.days in times for rule in more):
        for rule in more:
            times[rule.days] |= set(rule.times)
        return tuple(Rule(days, tuple(sorted(held))) for days, held in times.items())
    return united(rules, more)


def _as_calendar(schedule: Schedule) -> Calendar | None:
    if isinstance(schedule, Calendar):
        return None if any(is_dated(rule.days) for rule in schedule.rules) else schedule
    place = zone_of(schedule)
    if not isinstance(schedule, Once) or not place:
        return None
    day, second = date_at(schedule.at, zone(place))
    return Calendar((Rule(Between(day, day), (second,)),), place)


# -- by what they say of times, days and zones ----------------------------------------------------------------


def _zoned(said: str, asked: Answering) -> Reading | None:
    hit = find_zone(said) or find_zone(said.removeprefix("in "))
    if hit is None:
        return None
    if hit.ambiguous:
        return _which_zone([name for name in (hit.zone, *hit.ambiguous) if name], asked)
    for option in asked.question.options:
        if same_zone(option.arguments.get("timezone") or zone_of(option.schedule) or "UTC", hit.zone):
            named = "timezone" in option.arguments or len({zone_of(o.schedule) for o in asked.question.options}) > 1
            if named:
                return _picked([option], asked)
    return asked.again(asked.words, hit.zone)


def _which_zone(names: Sequence[str], asked: Answering) -> Reading:
    """The question which of several zones a name means; the words stay."""
    options = []
    for name in dict.fromkeys(names):
        reading = asked.again(asked.words, name)
        found = reading.schedule or (reading.question.options[0].schedule if reading.question else None)
        if found is not None:
            options.append(Option({"when": asked.words, "timezone": name}, found))
    ask = f"Which time zone is meant: {', '.join(o.arguments['timezone'] for o in options)}?"
    return Reading(question=Question(ask, tuple(options[:_OPTIONS_AT_MOST])))


def _whole(text: str, said: str, asked: Answering) -> Reading | None:
    """A sentence of its own: days and times, or a pace within the day."""
    fragment = _read(said, asked)
    if fragment is None or not fragment.changes:
        return None
    edits = [edit for change in fragment.changes for edit in change.edits]
    complete = all(
        isinstance(e, Whole) or (isinstance(e, NewPace) and e.every is not None) or _is_moment(e) for e in edits
    )
    if not complete:
        return None
    if any(_is_moment(e) for e in edits):
        # "Friday at 9pm" may as well choose between the Fridays that were offered.
        chosen = _matching(fragment, asked)
        if len(chosen) == 1:
            return _chosen(chosen, asked)
    return asked.again(text, "")


def _is_moment(edit: Edit) -> bool:
    return isinstance(edit, OneDay) and edit.time is not None


def _read(said: str, asked: Answering) -> Said | None:
    place = zone_of(asked.question.options[0].schedule) if asked.question.options else ""
    for words in (said, re.sub(r"^(?:the )?(.+?)(?: ones?| run)$", r"\1", said), f"at {said}"):
        try:
            return read_change(words, None, now=asked.now, timezone=place or asked.zone or "UTC")
        except InputError:
            continue
    return None


def _by_part(said: str, asked: Answering) -> Reading | None:
    part = day_part(said)
    if part is not None:
        within = [o for o in asked.question.options if (t := _named_by(o)) and all(_lies_in(each, part) for each in t)]
        return _chosen(within, asked) if within and len(within) < len(asked.question.options) else None
    fragment = _read(said, asked)
    chosen = _matching(fragment, asked) if fragment is not None else []
    if not chosen or (len(chosen) == len(asked.question.options) and len(chosen) > 1):
        return None
    return _chosen(chosen, asked)


def _lies_in(seconds: int, part: tuple[int, int]) -> bool:
    first, last = part[0] * 3600, part[1] * 3600
    return first <= seconds % DAY_S < last or first <= seconds % DAY_S + DAY_S < last


def _matching(fragment: Said, asked: Answering) -> list[Option]:
    """The options that hold for some reading of a fragment; those of its readings that fit none are passed over."""
    return [o for o in asked.question.options if any(_fits(o, change, asked) for change in fragment.changes)]


def _fits(option: Option, change: Change, asked: Answering) -> bool:
    return bool(change.edits) and all(_holds(option, edit, asked) for edit in change.edits)


def _holds(option: Option, edit: Edit, asked: Answering) -> bool:
    schedule = option.schedule
    match edit:
        case NewTimes(times):
            if option.stands_for is not None:
                return times == (option.stands_for,)
            return set(times) == set(_times_of(option)) or (
                _moves_one(schedule) and set(times) <= set(_times_of(option))
            )
        case NewDays(days):
            if option.sense:
                return option.sense == "always"
            if isinstance(schedule, Once):
                return False
            return isinstance(schedule, Calendar) and date_set(joined_days(r.days for r in schedule.rules)) == date_set(
                days
            )
        case OneDay(day, time, weekly):
            if time is not None and time not in _times_of(option):
                return False
            if option.sense in ("once", "always"):
                return option.sense == "once"
            if isinstance(schedule, Once):
                return date_at(schedule.at, zone(zone_of(schedule) or "UTC"))[0] == day
            return weekly is not None and isinstance(schedule, Calendar) and _runs_on(schedule, weekly)
        case NewPace(None, n, unit):
            return _comes(schedule, n, unit)
        case NewBounds(_, until) if until is not None:
            return getattr(schedule, "until", None) == until
    del asked
    return False


def _runs_on(schedule: Calendar, days: object) -> bool:
    return isinstance(days, Weekdays) and date_set(joined_days(r.days for r in schedule.rules)) == date_set(days)


def _comes(schedule: Schedule, n: int, unit: Unit) -> bool:
    """Whether it comes every n units: "weekly", "every two weeks"."""
    if isinstance(schedule, Once | Interval) or _moves_one(schedule):
        return False
    text = in_full(schedule)
    paced = f"every {n} {unit.value}s" in text
    plain = n == 1 and not re.search(r"every \d+ (?:day|week|month|year)s", text)
    return (
        paced
        or (plain and unit is Unit.WEEK and "every" in text and "of the month" not in text)
        or (plain and unit is Unit.MONTH and "of the month" in text)
    )


def _named_by(option: Option) -> tuple[int, ...]:
    return _times_of(option) if option.stands_for is None else (option.stands_for,)


def _times_of(option: Option) -> tuple[int, ...]:
    schedule = option.schedule
    match schedule:
        case Calendar(rules):
            return tuple(sorted({t for rule in rules for t in rule.times}))
        case Once(at):
            return (date_at(at, zone(zone_of(schedule) or "UTC"))[1],) if zone_of(schedule) else ()
    return ()


# -- what completes -------------------------------------------------------------------------------------------


def _completed(said: str, asked: Answering) -> Reading | None:
    """A time or days that none of the options has, in their place; without options they are added to the words."""
    fragment = _read(said, asked)
    if fragment is None or not fragment.changes:
        return None
    edits = [edit for change in fragment.changes for edit in change.edits]
    if not all(isinstance(e, NewTimes | NewDays | OneDay | NewBounds) for e in edits):
        return None
    if not asked.question.options:
        return _added(said, asked)
    if any(o.sense or o.stands_for is not None for o in asked.question.options) or ZONE_ASKED in asked.question.ask:
        return None
    alike = _alike_but(asked.question.options, edits)
    if not alike or len(fragment.changes) > 1:
        return None
    found = changed(
        asked.question.options[0].schedule, replace(fragment.changes[0], zone=asked.zone or "UTC"), asked.now
    )
    return Reading(question=found) if isinstance(found, Question) else Reading(found, zone_of(found) or None)


def _alike_but(options: Sequence[Option], edits: Iterable[Edit]) -> bool:
    """Whether the options differ in nothing but what the edits say anew."""
    kinds = {type(e) for e in edits}
    if kinds == {NewTimes} and all(isinstance(o.schedule, Once) for o in options):
        return len({o.schedule.at.date() for o in options if isinstance(o.schedule, Once)}) == 1
    calendars = [o.schedule for o in options if isinstance(o.schedule, Calendar)]
    if len(calendars) != len(options):
        return False
    days = {frozenset(rule.days for rule in c.rules) for c in calendars}
    times = {frozenset(rule.times for rule in c.rules) for c in calendars}
    return (kinds == {NewTimes} and len(days) == 1) or (kinds == {NewDays} and len(times) == 1)


def _added(said: str, asked: Answering) -> Reading | None:
    for words in (f"{asked.words} {said}", f"{asked.words} at {said}", f"{asked.words}, {said}"):
        try:
            found = asked.again(words, "")
        except InputError:
            continue
        if found.schedule is not None and next_fire(found.schedule, asked.now) is not None:
            return found
    return None
