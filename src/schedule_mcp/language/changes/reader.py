"""Text to changes: what is said of a schedule that exists, in the languages of the grammar.

The words around ("also …", "skip …", "… later") are templates; the days, times and bounds in them are read by the
grammar of whole sentences, with a day or a time beside them where they lack it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from schedule_mcp.errors import ImpossibleSchedule, InputError, UnreadableText
from schedule_mcp.language.changes.apply import AROUND, in_full
from schedule_mcp.language.changes.frames import Verb, bare, matches, named
from schedule_mcp.language.changes.kinds import (
    Change,
    Edit,
    Extra,
    ImpossibleChange,
    InZone,
    Later,
    Less,
    NewBounds,
    NewDays,
    NewPace,
    NewTimes,
    OneDay,
    SkipRuns,
    Whole,
    Within,
)
from schedule_mcp.language.grammar import items as g
from schedule_mcp.language.lexicon import K, Lexicon
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.reader import Attempt, Sentence, read, sentence_of
from schedule_mcp.language.reading import Reading
from schedule_mcp.language.tokens.places import find_zone
from schedule_mcp.language.tokens.text import cleaned, raws_of, tokenize, words_of
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.edits import as_dates, date_at, parts_of
from schedule_mcp.schedule.model import (
    DAY_S,
    AnyOf,
    Between,
    Calendar,
    Days,
    Interval,
    Not,
    Nth,
    Once,
    Schedule,
    Unit,
    Weekdays,
)
from schedule_mcp.schedule.zones import zone

_DAY = g.Pace(1, "day")
_LATE = g.Times((g.Time(23, 59, 59, exact=True),))
"""A time at which no date of today is over yet."""
_SECONDS = {"second": 1, "minute": 60, "quarter hour": 900, "half hour": 1800, "hour": 3600}
_MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_UNITS = {"day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_TIMED = (g.Times, g.Window, g.DayPart, g.Minutes)
_BOUNDS = (g.Bound, g.Lasting)
_SILENT = (g.Sep, g.Only, g.Also, g.Repeating, g.Local)
_SEVERAL_AT_MOST = 4


@dataclass(frozen=True)
class Said:
    """What a text says of a schedule: one change, or several of which one is meant."""

    changes: tuple[Change, ...]
    ask: str = ""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reading: Reading | None = None
    """The reading of a whole sentence."""
    is_named: bool = False
    """Whether a word said what is to be done: "skip", "later"."""


@dataclass(frozen=True)
class _Place:
    """Where and of what it is said."""

    now: datetime
    zone: str
    schedule: Schedule | None
    lexicon: Lexicon = ENGLISH
    assumptions: list[str] = field(default_factory=list)

    @property
    def times(self) -> tuple[int, ...]:
        """The times of the day at which the schedule runs."""
        if isinstance(self.schedule, Calendar):
            return tuple(sorted({t for rule in self.schedule.rules for t in rule.times}))
        return ()


class _NoFragment(Exception):
    """It is no part of a sentence, or not in this language."""


def read_change(text: str, schedule: Schedule | None, *, now: datetime, timezone: str) -> Said:
    """What the text says of a schedule, in a zone where it names none.

    Raises:
        InputError: as `read` does; a part of a sentence that has no sense here.
    """
    whole = _exactly(text, now, timezone)
    if whole is not None:
        return whole
    words = cleaned(text)
    failed: InputError | None = None
    found: list[Said] = []
    for lexicon in (ENGLISH, *other_languages()):
        place = _Place(now, timezone, schedule, lexicon)
        try:
            found.append(_in_language(words, place))
        except _NoFragment:
            continue
        except _Unclear:
            raise
        except InputError as error:
            failed = failed or error
        if found and lexicon is ENGLISH:
            break
    # "Salta" is a town as well, where no language has it as a verb.
    found = [said for said in found if said.is_named] or found
    if found:
        return _agreed(found)
    try:
        return _whole(text, now, timezone)
    except InputError as error:
        # What is wrong with a change is said in its own terms.
        raise (error if failed is None or isinstance(error, ImpossibleSchedule) else failed) from None


def day_part(text: str) -> tuple[int, int] | None:
    """The hours of "the morning one", "in the evening", "pm"; None where no part of the day is named."""
    if text in ("am", "pm", "a.m", "p.m"):
        return (0, 12) if text[0] == "a" else (12, 24)
    for lexicon in (ENGLISH, *other_languages()):
        for words in (named(text, lexicon.code), text):
            match _items(words, lexicon):
                case (g.DayPart(hours),):
                    return hours
    return None


def _agreed(found: Sequence[Said]) -> Said:
    """What languages that share the words make of them."""
    changes = tuple(dict.fromkeys(change for said in found for change in said.changes))
    if len(changes) == len(found[0].changes):
        return found[0]
    ask = found[0].ask or "The words mean different things in different languages: which?"
    return Said(changes[:_SEVERAL_AT_MOST], ask, found[0].assumptions)


# -- whole sentences -----------------------------------------------------------------------------------------


def _exactly(text: str, now: datetime, timezone: str) -> Said | None:
    """A sentence in canonical words says all, and nothing of the old one stays."""
    words = " ".join(text.split())
    around = words.casefold().endswith(AROUND)
    try:
        reading = read(words, now=now, timezone=timezone or None)
    except InputError:
        return None
    found = reading.schedule
    if found is None or in_full(found).casefold() != words.casefold():
        return None
    if isinstance(found, Interval) and not around and found.anchor is None and found.start is None:
        return None
    return Said((Change((Whole(found, exact=True),)),), reading=reading)


def _whole(text: str, now: datetime, timezone: str, items: Sequence[Any] = ()) -> Said:
    reading = read(text, now=now, timezone=timezone or None)
    phased = any(isinstance(i, g.Bound) and i.edge in ("start", "after", "counted") for i in items)
    machine = not items and not any(c.isalpha() and c.islower() for c in text)
    question = reading.question
    schedules = tuple(o.schedule for o in question.options) if question else (reading.schedule,)
    weekly = _weekly(items)
    changes = []
    for schedule in schedules:
        assert schedule is not None
        edit: Edit = Whole(schedule, phased=phased or machine)
        if isinstance(schedule, Once) and weekly is not None:
            day, second = date_at(schedule.at, zone(timezone or "UTC"))
            edit = OneDay(day, second, weekly)
        changes.append(Change((edit,)))
    if not changes:
        return Said((), question.ask if question else "", reading=reading)
    return Said(tuple(changes), question.ask if question else "", reading.assumptions, reading.warnings, reading)


def _weekly(items: Sequence[Any]) -> Days | None:
    """The days of a single weekday or a day of the month, where they may come again."""
    for item in items:
        if isinstance(item, g.Wd) and not item.recurring:
            return Weekdays(item.days)
        if isinstance(item, g.Dom) and not item.every:
            return Nth(item.days)
    return None


# -- one language --------------------------------------------------------------------------------------------


def _in_language(text: str, place: _Place) -> Said:
    code = place.lexicon.code
    stripped = bare(text, code)
    failed: InputError | None = None
    for words in dict.fromkeys((stripped, text.strip(" .!。！"))):
        for verb, held, other in matches(words, code):
            try:
                said = _instead(held, other, place) if verb is Verb.INSTEAD else _VERBS[verb](held, place)
                return replace(said, is_named=True)
            except _NoFragment:
                is_amount = verb in (Verb.LATER, Verb.EARLIER) and code == "en"
                if is_amount and not tokenize(held, ENGLISH).unknown:
                    raise _how_much(verb) from None
                continue
            except InputError as error:
                if verb in (Verb.LATER, Verb.EARLIER):
                    raise
                failed = failed or error
    if code == "en" and re.fullmatch(r"(?:a (?:bit|little) )?(?:later|earlier|sooner)", stripped):
        raise _how_much(Verb.LATER if stripped.endswith("later") else Verb.EARLIER)
    bare_hour = _items(f"at {stripped}", ENGLISH) if code == "en" and stripped.isdecimal() else None
    items = _items(stripped, place.lexicon) or _items(text, place.lexicon) or bare_hour
    if items is not None:
        return _of_items(stripped, items, place)
    if failed is not None:
        raise failed
    raise _NoFragment


class _Unclear(UnreadableText):
    """It surely is a change, and what it says is not clear: no other reading is looked for."""


def _how_much(verb: Verb) -> UnreadableText:
    return _Unclear(f"how much {verb.value} is not clear", f"Say it, for example 'an hour {verb.value}'.")


def _items(text: str, lexicon: Lexicon) -> tuple[Any, ...] | None:
    """The statements of a text in one language, None where it knows not all words or has no sense in it."""
    if not text.strip():
        return None
    raws = raws_of(text)
    if lexicon is not ENGLISH and not words_of(raws) <= lexicon.words:
        return None
    tokens = tokenize(text, lexicon, raws=raws)
    if tokens.unknown:
        return None
    sentence = sentence_of(tokens, lexicon)
    return None if sentence.refusal is not None or not sentence.items else sentence.items


def _part(text: str, place: _Place) -> tuple[Any, ...]:
    """The statements of what a template holds."""
    code = place.lexicon.code
    bare_hour = f"at {text}" if code == "en" else text
    for words in (named(text, code), text, bare_hour, f"at {named(text, code)}" if code == "en" else text):
        found = _items(words, place.lexicon)
        if found is not None:
            return found
    raise _NoFragment


def _of_items(text: str, items: Sequence[Any], place: _Place) -> Said:
    said = [item for item in items if not isinstance(item, _SILENT)]
    if any(isinstance(item, g.Also) for item in items) and said:
        return _extra(said, place)
    if not said:
        raise _NoFragment
    if all(isinstance(item, g.Except) for item in said):
        inner = [i for item in said for i in item.items]
        return _less(inner, place)
    zones = [item for item in said if isinstance(item, g.ZoneItem)]
    rest = [item for item in said if item not in zones]
    if any(isinstance(item, g.ClockRule | g.Ask) or (isinstance(item, g.Count) and item.unit) for item in rest):
        return _sentence(text, items, place)
    left_out = [item for item in rest if isinstance(item, g.Except)]
    if left_out and not zones and not any(_is_timed(i) or _is_bound(i) for e in left_out for i in (*rest, *e.items)):
        # "every day except Fridays": other days at the same times.
        return _days([item for item in items if not isinstance(item, g.Also)], place, only=False)
    if left_out:
        return _sentence(text, items, place)
    if not rest:
        return _zoned(zones, place)
    bounds = [item for item in rest if _is_bound(item)]
    times = [item for item in rest if _is_timed(item)]
    days = [item for item in rest if item not in bounds and item not in times]
    paced = [item for item in times if isinstance(item, g.Pace)]
    if (days and times) or (paced and (len(rest) > 1 or zones)):
        return _sentence(text, items, place)
    if any(isinstance(item, g.Span) for item in rest) and not times:
        return _spans(rest, place)
    only = any(isinstance(item, g.Only) for item in items)
    parts = [
        _zoned(zones, place) if zones else None,
        _bounds(bounds, place) if bounds else None,
        _pace(paced[0], place) if paced else _times(times, place, only) if times else None,
        _days(days, place, only) if days else None,
    ]
    return _together([part for part in parts if part is not None])


def _is_bound(item: Any) -> bool:
    return isinstance(item, _BOUNDS) or (isinstance(item, g.Count) and item.unit in (None, "date"))


def _is_timed(item: Any) -> bool:
    return isinstance(item, _TIMED) or (isinstance(item, g.Pace) and item.unit in ("second", "minute", "hour"))


def _sentence(text: str, items: Sequence[Any], place: _Place) -> Said:
    return _whole(text, place.now, place.zone, items)


def _together(parts: Sequence[Said]) -> Said:
    """Several statements of one text: every way that each leaves open."""
    changes: tuple[Change, ...] = (Change(),)
    for part in parts:
        changes = tuple(Change((*one.edits, *other.edits)) for one in changes for other in part.changes)
    ask = " ".join(dict.fromkeys(part.ask for part in parts if part.ask))
    assumed = tuple(a for part in parts for a in part.assumptions)
    return Said(changes, ask, assumed, tuple(w for part in parts for w in part.warnings))


# -- readings with a day or a time beside them ---------------------------------------------------------------


def _carried(items: Sequence[Any], place: _Place, name: str = "") -> tuple[list[Schedule], str, Reading]:
    """The schedules that items may mean, and what is open between them."""
    reading = Attempt(Sentence(tuple(items)), place.now, name or place.zone, deep=True).reading()
    if reading.question is None:
        assert reading.schedule is not None
        return [reading.schedule], "", reading
    return [option.schedule for option in reading.question.options], reading.question.ask, reading


def _said(edits: Sequence[Edit], ask: str = "", assumptions: Sequence[str] = ()) -> Said:
    return Said(tuple(Change((edit,)) for edit in edits), ask, tuple(assumptions))


def _times(items: Sequence[Any], place: _Place, only: bool) -> Said:
    windows = [item for item in items if isinstance(item, g.Window)]
    if windows and len(items) == 1:
        step = _step(place.times)
        if step:
            # The same minutes of the hour as before, within other hours.
            (span, *_), _, _ = _carried([_DAY, *items, g.Pace(1, "minute")], place)
            if isinstance(span, Calendar):
                kept = tuple(t for t in _times_of(span) if (t - place.times[0]) % step == 0)
                return _said([NewTimes(kept)])
    found, ask, _ = _carried([_DAY, *items], place)
    edits = [NewTimes(_times_of(each), only) for each in found if isinstance(each, Calendar)]
    if not edits:
        raise UnreadableText(ask or "no time of the day was said", "Say it, for example 'at 10:30'.")
    return _said(list(dict.fromkeys(edits)), ask)


def _step(times: Sequence[int]) -> int:
    steps = {b - a for a, b in pairwise(times)}
    return steps.pop() if len(steps) == 1 and len(times) > 3 else 0


def _times_of(schedule: Calendar) -> tuple[int, ...]:
    return tuple(sorted({t for rule in schedule.rules for t in rule.times}))


def _days(items: Sequence[Any], place: _Place, only: bool) -> Said:
    if all(isinstance(i, g.MonthSet | g.DateRange | g.ThisPeriod) for i in items) and any(
        not isinstance(i, g.ThisPeriod) or only for i in items
    ):
        return _within(items, place)
    pace = items[0] if len(items) == 1 and isinstance(items[0], g.Pace) else None
    if pace is not None and pace.unit in _UNITS and pace.n == int(pace.n) and (pace.unit, pace.n) != ("day", 1):
        return _said([NewPace(None, int(pace.n), _UNITS[pace.unit])])
    found, ask, reading = _carried([*items, _LATE], place)
    paced = any(isinstance(item, g.Pace) and (item.unit, item.n) != ("day", 1) for item in items)
    edits: list[Edit] = []
    for each in found:
        if isinstance(each, Once):
            edits.append(OneDay(date_at(each.at, zone(place.zone))[0], None, _weekly(items)))
        elif isinstance(each, Calendar):
            days = _union(rule.days for rule in each.rules)
            narrow = only and not paced and _narrows(days, place)
            edits.append(Within(days) if narrow else NewDays(days, paced))
            if each.start is not None or each.until is not None:
                raise _NoFragment
    return _said(list(dict.fromkeys(edits)), ask, [a for a in reading.assumptions if a.startswith("counted from")])


def _narrows(days: Days, place: _Place) -> bool:
    """Whether days are some of those on which the schedule runs."""
    if not isinstance(place.schedule, Calendar):
        return False
    held = _union(rule.days for rule in place.schedule.rules)
    both = date_set(days) & date_set(held)
    return both == date_set(days)


def _within(items: Sequence[Any], place: _Place) -> Said:
    found, ask, _ = _carried([_DAY, *items, _LATE], place)
    return _together(
        [_said([Within(_union(r.days for r in each.rules)) for each in found if isinstance(each, Calendar)], ask)]
    )


def _union(days: Iterable[Days]) -> Days:
    parts = tuple(dict.fromkeys(days))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _zoned(zones: Sequence[g.ZoneItem], place: _Place) -> Said:
    names = [n for hit in (zones[0].hit,) for n in (hit.zone, *hit.ambiguous) if n]
    names = list(dict.fromkeys(names))[:_SEVERAL_AT_MOST]
    ask = "" if len(names) == 1 else f"Which time zone is meant: {', '.join(names)}?"
    del place
    return _said([InZone(name) for name in names], ask)


def _bounds(items: Sequence[Any], place: _Place) -> Said:
    counts = [item for item in items if isinstance(item, g.Count)]
    others = [item for item in items if item not in counts]
    parts = [_said([NewBounds(count=count.n)]) for count in counts]
    if others:
        timed = [i for b in others if isinstance(b, g.Bound) and b.edge == "start" for i in b.items[1:]]
        timed = [i for i in timed if isinstance(i, g.Times)]
        pace = [_DAY, *([] if timed else [_LATE])]
        if isinstance(place.schedule, Interval):
            pace = [g.Pace(place.schedule.every.total_seconds(), "second")]
        found, ask, reading = _carried([*pace, *others], place)
        ends = [each for each in found if isinstance(each, Calendar | Interval)]
        bounds = [NewBounds(each.start or getattr(each, "anchor", None), each.until) for each in ends]
        parts.append(_said(bounds, ask, reading.assumptions))
        sets = {_times_of(each) for each in ends if isinstance(each, Calendar)}
        if timed and len(sets) == 1:
            parts.append(_said([NewTimes(sets.pop())]))
    return _together(parts)


def _pace(pace: g.Pace, place: _Place) -> Said:
    found, ask, _ = _carried([pace], place)
    edits: list[Edit] = []
    for each in found:
        edits.append(NewPace(each.every) if isinstance(each, Interval) and each.anchor is None else Whole(each))
    return _said(edits, ask)


def _spans(items: Sequence[Any], place: _Place) -> Said:
    """ "in two hours", "a week from Friday": a moment, which is the next run or a single one."""
    found, ask, _ = _carried(items, place)
    return _said([Whole(each) for each in found], ask)


# -- verbs ---------------------------------------------------------------------------------------------------


def _amount(text: str, lexicon: Lexicon) -> Later:
    """How much "an hour", "1h 30", "two and a half hours", "a month" are."""
    tokens = tokenize(text, lexicon)
    if tokens.unknown:
        raise _NoFragment
    total = [0.0, 0.0, 0.0]
    n: float | None = None
    kind, size = -1, 0
    for token in tokens.tokens:
        kinds = token.meanings
        if (K.NUMBER in kinds and K.UNIT not in kinds) or K.OFFSET_NUMBER in kinds:
            value = kinds.get(K.NUMBER, kinds.get(K.OFFSET_NUMBER))
            value = float(value) if isinstance(value, int | float) else _decimal(token.text)
            n = value if n is None else n * value if value < 1 else n + value
        elif K.UNIT in kinds:
            kind, size = _measure(str(kinds[K.UNIT]))
            total[kind] += (1 if n is None else n) * size
            n = None
        elif not kinds.keys() & {K.ARTICLE, K.AND, K.FILLER, K.PER, K.OF, K.AT, K.FOR}:
            raise _NoFragment
    if kind >= 0 and n is not None and 0 < n < 1:
        # "an hour and a half"
        total[kind] += n * size
        n = None
    if n is not None or not any(total) or any(part != int(part) for part in total):
        raise _NoFragment
    months, days, seconds = map(int, total)
    return Later(days, seconds, months)


def _measure(unit: str) -> tuple[int, int]:
    """Whether a unit counts in months (0), days (1) or seconds (2), and how many of them it is."""
    for kind, sizes in enumerate((_MONTHS, _DAYS, _SECONDS)):
        if unit in sizes:
            return kind, sizes[unit]
    raise _NoFragment


def _decimal(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise _NoFragment from None


def _later(text: str, place: _Place) -> Said:
    return _said([_amount(text, place.lexicon)])


def _earlier(text: str, place: _Place) -> Said:
    by = _amount(text, place.lexicon)
    return _said([Later(-by.days, -by.seconds, -by.months)])


def _number(text: str, lexicon: Lexicon, otherwise: int) -> int:
    if not text:
        return otherwise
    tokens = tokenize(text, lexicon).tokens
    if len(tokens) != 1 or not isinstance(tokens[0].meanings.get(K.NUMBER), int):
        raise _NoFragment
    return int(tokens[0].meanings[K.NUMBER])


def _skip_runs(text: str, place: _Place) -> Said:
    return _said([SkipRuns(max(_number(text, place.lexicon, 1), 1))])


def _more_times(text: str, place: _Place) -> Said:
    return _said([NewBounds(count=max(_number(text, place.lexicon, 1), 1))])


def _endless(text: str, place: _Place) -> Said:
    del text, place
    return _said([NewBounds(no_end=True)])


def _at_once(text: str, place: _Place) -> Said:
    del text, place
    return _said([NewBounds(no_start=True)])


def _convert(text: str, place: _Place) -> Said:
    hit = find_zone(text) or find_zone(f"{text} time") or find_zone(text.removesuffix(" time"))
    if hit is None:
        raise _NoFragment
    names = [n for n in dict.fromkeys((hit.zone, *hit.ambiguous)) if n][:_SEVERAL_AT_MOST]
    del place
    ask = "" if len(names) == 1 else f"Which time zone is meant: {', '.join(names)}?"
    return _said([InZone(name, same_instants=True) for name in names], ask)


def _zone_named(text: str, place: _Place) -> Said:
    said = _convert(text, place)
    return replace(said, changes=tuple(Change((_same_walls(c.edits[0]),)) for c in said.changes))


def _same_walls(edit: Edit) -> Edit:
    return replace(edit, same_instants=False) if isinstance(edit, InZone) else edit


def _end(text: str, place: _Place) -> Said:
    """ "stop on December 31" is an end, "stop on Fridays" drops days."""
    items = [i for i in _part(text, place) if not isinstance(i, _SILENT)]
    if all(isinstance(i, g.Wd) and i.recurring for i in items):
        return _less(items, place)
    bound = _items(f"until {text}", place.lexicon)
    if bound is None or not all(_is_bound(i) or isinstance(i, _SILENT) for i in bound):
        raise _NoFragment
    return _bounds([i for i in bound if _is_bound(i)], place)


def _instead(text: str, other: str, place: _Place) -> Said:
    """ "10am instead of 9am", "Tuesdays instead of Mondays"."""
    new = [i for i in _part(text, place) if not isinstance(i, _SILENT)]
    old = [i for i in _part(other, place) if not isinstance(i, _SILENT)]
    added, gone = _extra(new, place), _less(old, place)
    pairs = [(one.edits, two.edits) for one in added.changes for two in gone.changes]
    ask = " ".join(filter(None, dict.fromkeys((added.ask, gone.ask))))
    return Said(tuple(Change((*one, *two)) for one, two in pairs), ask)


def _add(text: str, place: _Place) -> Said:
    return _extra([i for i in _part(text, place) if not isinstance(i, _SILENT)], place)


def _extra(items: Sequence[Any], place: _Place) -> Said:
    if not items or any(_is_bound(i) or isinstance(i, g.Except | g.ZoneItem) for i in items):
        raise _NoFragment
    times = [i for i in items if _is_timed(i)]
    days = [i for i in items if not _is_timed(i)]
    if not days:
        found, ask, _ = _carried([_DAY, *times], place)
        return _said([Extra(None, _times_of(each)) for each in found if isinstance(each, Calendar)], ask)
    if isinstance(place.schedule, Once):
        # "also on the 25th", said of the 24th of a month to come
        recurring = days
        place = replace(place, now=max(place.now, place.schedule.at.astimezone(UTC)))
    else:
        recurring = [_again(i) for i in days]
    found, ask, _ = _carried([*recurring, *(times or [_LATE])], place)
    edits: list[Edit] = []
    for each in found:
        if isinstance(each, Once):
            day, second = date_at(each.at, zone(place.zone))
            edits.append(Extra(Between(day, day), (second,) if times else ()))
        elif isinstance(each, Calendar):
            edits.append(Extra(_union(r.days for r in each.rules), _times_of(each) if times else ()))
    return _said(edits, ask)


def _again(item: Any) -> Any:
    """A weekday or a day of the month beside others that come again comes again as well."""
    if isinstance(item, g.Wd):
        return replace(item, recurring=True)
    return replace(item, every=True) if isinstance(item, g.Dom) else item


def _drop(text: str, place: _Place) -> Said:
    return _less([i for i in _part(text, place) if not isinstance(i, _SILENT)], place)


def _skip(text: str, place: _Place) -> Said:
    """Days that are left out: the coming ones, unless they are said to come again."""
    items = [i for i in _part(text, place) if not isinstance(i, _SILENT)]
    one = items[0] if len(items) == 1 else None
    lone = isinstance(one, g.Wd) and not one.recurring and not one.each and one.singles == 1
    if not lone:
        return _less(items, place)
    found, _, _ = _carried([*items, _LATE], place)
    (coming,) = found
    assert isinstance(coming, Once)
    assert isinstance(one, g.Wd)
    day = date_at(coming.at, zone(place.zone))[0]
    ask = f"Is only the run on {day} left out, or that of every {day:%A}?"
    once, always = Less(Between(day, day)), Less(Weekdays(one.days))
    return Said((Change((once,), sense="once"), Change((always,), sense="always")), ask)


def _less(items: Sequence[Any], place: _Place) -> Said:
    if not items or any(_is_bound(i) or isinstance(i, g.ZoneItem | g.Except) for i in items):
        raise _NoFragment
    times = [i for i in items if _is_timed(i)]
    days = [i for i in items if not _is_timed(i)]
    if not times:
        found, ask, _ = _carried([_DAY, _LATE, g.Except(tuple(days) if len(days) == 1 else _joint(days))], place)
        return _said([Less(_left_out(each)) for each in found if isinstance(each, Calendar)], ask)
    sets, ask = _held_times(times, place)
    if not days:
        return _said([Less(None, each) for each in sets], ask)
    recurring = [_again(i) for i in days]
    found, more, _ = _carried([*recurring, _LATE], place)
    edits: list[Edit] = []
    for each in found:
        if isinstance(each, Once):
            day = date_at(each.at, zone(place.zone))[0]
            edits.extend(Less(Between(day, day), one) for one in sets)
        elif isinstance(each, Calendar):
            edits.extend(Less(_union(r.days for r in each.rules), one) for one in sets)
    return _said(edits, " ".join(filter(None, (ask, more))))


def _joint(days: Sequence[Any]) -> tuple[Any, ...]:
    """Days that are listed, or of which one narrows the other."""
    kinds = {type(i) for i in days}
    return tuple(days) if len(kinds) == 1 else (g.Both(tuple(days)),)


def _left_out(schedule: Calendar) -> Days:
    return as_dates(_gone(schedule))


def _gone(schedule: Calendar) -> Days:
    gone = [part.part for rule in schedule.rules for part in parts_of(rule.days) if isinstance(part, Not)]
    return _union(gone) if gone else Not(_union(rule.days for rule in schedule.rules))


def _held_times(items: Sequence[Any], place: _Place) -> tuple[list[tuple[int, ...]], str]:
    """Which of the times that the schedule has are meant."""
    held = place.times
    if len(items) == 1 and isinstance(items[0], g.DayPart):
        first, last = (hour * 3600 for hour in items[0].hours)
        meant = tuple(t for t in held if first <= t % DAY_S < last or first <= t % DAY_S + DAY_S < last)
        if not meant:
            raise ImpossibleChange("it has no run in that part of the day", "Name one of its times.")
        return [meant], ""
    found, ask, _ = _carried([_DAY, *items], place)
    sets = [_times_of(each) for each in found if isinstance(each, Calendar)]
    there = [each for each in sets if set(each) <= set(held)]
    return (there, ask if len(there) > 1 else "") if there else (sets, ask)


_VERBS: dict[Verb, Callable[[str, _Place], Said]] = {
    Verb.SKIP_RUNS: _skip_runs,
    Verb.MORE: _more_times,
    Verb.CONVERT: _convert,
    Verb.ZONE: _zone_named,
    Verb.END: _end,
    Verb.ENDLESS: _endless,
    Verb.AT_ONCE: _at_once,
    Verb.LATER: _later,
    Verb.EARLIER: _earlier,
    Verb.DROP: _drop,
    Verb.SKIP: _skip,
    Verb.ADD: _add,
}
