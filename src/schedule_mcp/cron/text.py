"""Cron text: a strict grammar, and what the fields mean as a calendar.

No engine is asked: each accepts some nonsense. What is not in the grammar is refused with the position, the
reason and the spelling that works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from schedule_mcp.cron.dialects import (
    DAY,
    DIALECTS,
    HOUR,
    MINUTE,
    MONTH,
    MONTH_NAMES,
    RANGES,
    SECOND,
    WEEKDAY,
    WEEKDAY_NAMES,
    YEAR,
    DayRule,
    Dialect,
    Star,
    dialect,
)
from schedule_mcp.cron.special import special_days, special_forms
from schedule_mcp.errors import InvalidExpression, LimitExceeded
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.english import MONTHS, WEEKDAYS
from schedule_mcp.schedule.model import (
    DAY_S,
    EVERY_WEEKDAY,
    RUNNING_CLOCK,
    SPOKEN_CLOCK,
    AllOf,
    AnyOf,
    Between,
    Calendar,
    Clock,
    Days,
    Interval,
    Months,
    Nth,
    Rule,
    Weekdays,
)
from schedule_mcp.schedule.times import normal_form
from schedule_mcp.schedule.zones import canonical_name

LONGEST = 256
_DIGITS_AT_MOST = 4

_ITEM = r"(?P<low>\*|\?|\d{1,4}|[A-Za-z]+)(?:-(?P<high>\d{1,4}|[A-Za-z]+))?(?:/(?P<step>\d{1,4}))?"
_STARS = ("*", "?")
_GO_DURATION = r"(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s))+"
_GO_PART = r"(\d+(?:\.\d+)?)(h|ms|m|s)"
_LONGEST_EVERY_S = 400 * 366 * DAY_S
_GO_UNIT_S = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True)
class Field:
    """One field as it was read: its text, its numbers, and days that are no plain numbers."""

    name: str
    text: str
    values: frozenset[int]
    """Numbers of the field; weekdays as Monday = 0."""
    is_star: bool
    """Whether the engine's day rule counts it as unrestricted."""
    is_full: bool
    special: tuple[Days, ...] = ()


@dataclass(frozen=True)
class Expression:
    """A cron text in one dialect, read and checked."""

    text: str
    dialect: Dialect
    fields: tuple[Field, ...]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """The field of a name; full when the dialect or the text has none."""
        return self._by_name.get(name) or _absent(name)

    @cached_property
    def is_running(self) -> bool:
        """Whether minute or hour begins with `*`: the clock as it runs, by Debian's distinction."""
        return self.field(MINUTE).text.startswith("*") or self.field(HOUR).text.startswith("*")

    @property
    def joins_by_or(self) -> bool:
        """Whether a day counts that fits one of the two day fields."""
        both = self.field(DAY), self.field(WEEKDAY)
        return self.dialect.day_rule is DayRule.OR and not any(field.is_star for field in both)

    @property
    def clock(self) -> Clock:
        """The clock that the text stands for when it is what a person means."""
        return RUNNING_CLOCK if self.is_running else SPOKEN_CLOCK

    @property
    def engine_clock(self) -> Clock:
        """What the dialect's engine does at clock changes."""
        return self.dialect.running_clock if self.is_running else self.dialect.fixed_clock


@lru_cache(maxsize=8)
def _absent(name: str) -> Field:
    values = frozenset({0}) if name == SECOND else frozenset()
    return Field(name, "*", values, True, True)


def parse(text: str, dialect: str | Dialect = "vixie", timezone: str = "UTC") -> Calendar | Interval:
    """The schedule that a cron text is in a dialect: it fires as the dialect's engine does, clock changes included.

    An engine that nobody disclosed is taken at its first candidate's word about clock changes.

    Raises:
        InvalidExpression: with the position in the text, the reason and the fix.
        UnknownTimeZone: `timezone` is no zone.
    """
    read = _read(text, _dialect(dialect), timezone)
    return read if isinstance(read, Interval) else calendar_of(read, timezone, read.engine_clock)


def meant(text: str, dialect: str | Dialect = "vixie", timezone: str = "UTC") -> Calendar | Interval:
    """What a person means by a cron text: the same days and times, with the clock of fixed times or of all hours
    (Debian's distinction) whatever the engine makes of clock changes. Raises as `parse` does.
    """
    read = _read(text, _dialect(dialect), timezone)
    return read if isinstance(read, Interval) else calendar_of(read, timezone)


def _read(text: str, spoken: Dialect, timezone: str) -> Interval | Expression:
    interval = _interval_of(text.strip(" \t"), spoken)
    if interval is not None:
        return interval
    if not spoken.candidates:
        return parse_fields(text, spoken)
    expressions = [parse_fields(text, reading) for reading in spoken.candidates]
    if len({_meaning(calendar_of(read, timezone)) for read in expressions}) > 1:
        raise InvalidExpression(
            f"{spoken.title} may read {quoted(text.strip())} in more than one way",
            "Restrict only one of the two day fields.",
            position=_words(text)[spoken.fields.index(DAY)][0],
            field=DAY,
        )
    return expressions[0]


_RATE = re.compile(r"rate\s*\(\s*(?P<n>\d{1,9})\s+(?P<unit>minute|hour|day)s?\s*\)", re.I | re.ASCII)
_RATE_S = {"minute": 60, "hour": 3600, "day": DAY_S}
_COUNTED_SECONDS = re.compile(r"([1-9]|[1-5]\d) seconds?", re.I | re.ASCII)
_CALL = re.compile(r"\s*cron\s*\((?P<inner>.*)\)\s*", re.I | re.S)


def _interval_of(text: str, spoken: Dialect) -> Interval | None:
    """What a dialect writes for elapsed time: `@every 1h30m`, `rate(5 minutes)`, `30 seconds`."""
    if spoken.intervals and text.startswith("@every"):
        return Interval(_go_duration(text, spoken))
    rate = _RATE.fullmatch(text) if spoken.calls else None
    if rate:
        every = timedelta(seconds=int(rate["n"]) * _RATE_S[rate["unit"].lower()])
        if not timedelta(0) < every <= timedelta(seconds=_LONGEST_EVERY_S):
            raise InvalidExpression(
                f"{quoted(text)} is no rate", "Write rate(5 minutes): from 1 to 400 years.", position=0
            )
        return Interval(every)
    counted = _COUNTED_SECONDS.fullmatch(text) if spoken.counted_seconds else None
    return Interval(timedelta(seconds=int(counted[1]))) if counted else None


def _meaning(calendar: Calendar) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(normal_form(calendar.rules).items()))


_dialect = dialect


def parse_fields(text: str, dialect: str | Dialect = "vixie") -> Expression:
    """The text field by field, in one dialect that is no set of candidates."""
    spoken = _dialect(dialect).readings[0]
    call = _CALL.fullmatch(text) if spoken.calls else None
    if call:
        return _within_call(call, spoken)
    if len(text) > LONGEST:
        raise LimitExceeded(f"the expression has {len(text):,} characters; cron has at most {LONGEST}", "Shorten it.")
    stripped = text.strip(" \t")
    if not stripped:
        shape = " ".join(spoken.fields)
        raise InvalidExpression(
            "the cron expression is empty", f"Write {len(spoken.fields)} fields: {shape}.", position=0
        )
    _refuse_foreign_characters(text)
    if stripped.startswith("@"):
        return parse_fields(_expanded(stripped, spoken), spoken)
    words = text.split()
    missing = len(spoken.fields) - len(words)
    if missing and not (missing == 1 and (spoken.optional_year or spoken.optional_seconds)):
        raise _wrong_count(_words(text), spoken)
    names = spoken.fields[missing:] if spoken.optional_seconds else spoken.fields
    try:
        fields = tuple([_field(word, name, spoken) for word, name in zip(words, names, strict=False)])
    except InvalidExpression:
        # Fields are remembered without their place in the text, so their errors count from the field.
        raise _first_error(_words(text), names, spoken) from None
    expression = Expression(stripped, spoken, fields)
    if spoken.day_rule is DayRule.ONE:
        _check_day_fields(expression, _words(text))
    if spoken.full_hours_only:
        _check_shape(expression)
    return expression


def _words(text: str) -> list[tuple[int, str]]:
    return [(m.start(), m[0]) for m in re.finditer(r"[^ \t]+", text)]


def _within_call(call: re.Match[str], spoken: Dialect) -> Expression:
    """`cron(…)`, the form in which AWS writes its fields."""
    try:
        return parse_fields(call["inner"], spoken)
    except InvalidExpression as error:
        position = None if error.position is None else error.position + call.start("inner")
        raise InvalidExpression(error.message, error.hint, position=position, field=error.field) from None


def _first_error(words: Sequence[tuple[int, str]], names: Sequence[str], spoken: Dialect) -> InvalidExpression:
    """What is wrong with the first field that is, with its place in the text."""
    for (at, word), name in zip(words, names, strict=False):
        try:
            _field(word, name, spoken)
        except InvalidExpression as error:
            position = at + (error.position or 0)
            return InvalidExpression(error.message, error.hint, position=position, field=name)
    raise AssertionError("a field was refused and is not any more")


def _refuse_foreign_characters(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    for position, character in enumerate(text):
        if not (character.isascii() and (character.isprintable() or character == "\t")):
            raise InvalidExpression(
                f"character {quoted(character)} at position {position} is no part of cron",
                "Use plain ASCII digits, names and the signs * , - /",
                position=position,
            )


_MACRO_NAMES = frozenset(DIALECTS["vixie"].macros)


def _expanded(macro: str, spoken: Dialect) -> str:
    known = spoken.macros.get(macro)
    if known is not None:
        return known
    if spoken.hashed and macro.lower() in _MACRO_NAMES:
        raise InvalidExpression(f"{quoted(macro)} {spoken.hashed}", "Write the fields.", position=0)
    if macro.lower() in spoken.macros:
        raise InvalidExpression(
            f"{spoken.title} knows its macros in small letters only", f"Write {macro.lower()}.", position=0
        )
    if macro.lower().startswith("@reboot"):
        raise InvalidExpression("@reboot names no time", "Name a time, for example '@daily'.", position=0)
    listed = ", ".join(sorted(spoken.macros))
    fix = f"Use one of {listed}, or write the fields." if listed else "Write the fields."
    raise InvalidExpression(f"{spoken.title} has no macro {quoted(macro)}", fix, position=0)


def _wrong_count(words: Sequence[tuple[int, str]], spoken: Dialect) -> InvalidExpression:
    needed = len(spoken.fields)
    allowed = [needed - 1, needed] if spoken.optional_year or spoken.optional_seconds else [needed]
    counts = " or ".join(map(str, allowed))
    hint = f"Write {counts} fields: {' '.join(spoken.fields)}."
    position = words[min(len(words), needed) - 1][0]
    if words[0][1].upper().startswith(("CRON_TZ=", "TZ=")):
        hint, position = "Give the time zone apart from the expression.", 0
    elif all(word.isalpha() for _, word in words):
        hint = "These look like words: give them to preview_schedule. " + hint
    elif len(words) == 6 and needed == 5:
        hint += (
            " Is the first of six the seconds, the last, or is that a year? Name the dialect: robfig6, spring, "
            "ncrontab, quartz, croniter6 or aws."
        )
    return InvalidExpression(f"{spoken.title} has {counts} fields, this has {len(words)}", hint, position=position)


@lru_cache(maxsize=1024)
def _field(word: str, name: str, spoken: Dialect) -> Field:
    values: set[int] = set()
    special: list[Days] = []
    star_item = False
    position = 0
    for item in word.split(","):
        found = special_days(item, name, spoken)
        if isinstance(found, Weekdays):
            values.update(map(spoken.number_of, found.days))  # `L` alone is Saturday
        elif found is not None:
            special.append(found)
        else:
            numbers = _item(item, position, name, spoken)
            star_item = star_item or item in _STARS or (item == "*/1" and spoken.star is Star.WHOLE_FIELD)
            values.update(numbers)
        position += len(item) + 1
    if special and "," in word and spoken.day_rule is DayRule.ONE:
        raise InvalidExpression(
            f"in {spoken.title} {quoted(word)} is no list: a day with L, W or # stands alone",
            "Make one schedule for each.",
            position=0,
        )
    if name == WEEKDAY:
        values = {spoken.weekday_of(n) for n in values}
    low, high = (0, 6) if name == WEEKDAY else _limits(name, spoken)
    full = len(values) == high - low + 1
    star = word == "*" if spoken.star is Star.ALONE else star_item
    if spoken.star is Star.BEGINS_WITH_STAR:
        star = word.startswith(_STARS)
    return Field(name, word, frozenset(values), star, full and not special, tuple(special))


def _item(item: str, at: int, name: str, spoken: Dialect) -> Iterable[int]:
    if item.isdigit() and len(item) <= _DIGITS_AT_MOST:
        return (_number(item, at, name, spoken),)
    match = re.fullmatch(_ITEM, item)
    if match is None:
        raise _unreadable(item, at, name, spoken)
    low_text, high_text, step_text = match.group("low", "high", "step")
    if low_text == "?" and not (spoken.question_mark and name in (DAY, WEEKDAY) and item == "?"):
        raise InvalidExpression(f"'?' has no meaning here in {spoken.title}", "Write *.", position=at, field=name)
    if low_text in _STARS and high_text is not None:
        raise InvalidExpression(
            "'*' is already the whole range", "Write * alone, or a range of two numbers.", position=at, field=name
        )
    if high_text is not None:
        _check_ends(item, at, name, spoken, low_text, high_text)
    if spoken.weekday_names_only and name == WEEKDAY and high_text is not None and low_text.isalpha():
        return _range_of_names(item, at, spoken, low_text, high_text, step_text)
    low, high = _ends(item, at, name, spoken, match)
    step = 1 if step_text is None else int(step_text)
    _check_step(item, at, name, spoken, step, step_text is not None, abs(high - low))
    if step_text is not None and not spoken.step_after_names and (low_text + (high_text or "")).isalpha():
        raise _dropped_step(item, at, name, spoken)
    return _numbers(item, at, name, spoken, low, high, step)


def _ends(item: str, at: int, name: str, spoken: Dialect, match: re.Match[str]) -> tuple[int, int]:
    """The first and the last number of an item, in the dialect's own numbers."""
    low_text, high_text, step_text = match.group("low", "high", "step")
    low_end, high_end = _limits(name, spoken)
    if low_text in _STARS:
        if name != WEEKDAY:
            return low_end, high_end
        first = low_end if spoken.star_weekday_low is None else spoken.star_weekday_low
        return first, first + 6
    low = _number(low_text, at, name, spoken)
    if high_text is not None:
        high = _number(high_text, at, name, spoken)
        sunday_last = spoken.sunday_ends_ranges and name == WEEKDAY and high == 0 < low and high_text.isalpha()
        return low, high_end if sunday_last else high
    if step_text is None:
        return low, low
    if not spoken.open_step:
        raise InvalidExpression(
            f"{quoted(item)} has a step without a range",
            f"Write {low}-{high_end}/{step_text}.",
            position=at,
            field=name,
        )
    return low, spoken.open_weekday_end if name == WEEKDAY and spoken.open_weekday_end is not None else high_end


def _check_ends(item: str, at: int, name: str, spoken: Dialect, low_text: str, high_text: str) -> None:
    """What a dialect reads otherwise than it looks: `aug-12`, `5-5`.

    Raises:
        InvalidExpression: it is one of these.
    """
    if low_text.isalpha() != high_text.isalpha() and not spoken.mixed_ranges:
        raise InvalidExpression(
            f"{spoken.title} does not read a range of a name and a number, {quoted(item)}",
            "Use two names.",
            position=at,
            field=name,
        )
    if not spoken.equal_ranges and _number(low_text, at, name, spoken) == _number(high_text, at, name, spoken):
        raise InvalidExpression(
            f"{spoken.title} reads {quoted(item)} as every value", f"Write {low_text}.", position=at, field=name
        )


def _range_of_names(
    item: str, at: int, spoken: Dialect, low_text: str, high_text: str, step_text: str | None
) -> Iterator[int]:
    """`mon-fri` for engines whose names begin the week with Monday whatever their numbers do."""
    if step_text is not None:
        raise _dropped_step(item, at, WEEKDAY, spoken)
    first, last = (spoken.weekday_of(_number(text, at, WEEKDAY, spoken)) for text in (low_text, high_text))
    if first > last:
        numbers = spoken.number_of(first), spoken.number_of(last)
        fix = _listed(WEEKDAY, spoken, *numbers, 1)
        raise InvalidExpression(f"the range {quoted(item)} runs backwards", fix, position=at, field=WEEKDAY)
    return (spoken.number_of(weekday) for weekday in range(first, last + 1))


def _dropped_step(item: str, at: int, name: str, spoken: Dialect) -> InvalidExpression:
    return InvalidExpression(
        f"{spoken.title} drops the step of {quoted(item)} without a word", "List the names.", position=at, field=name
    )


def _numbers(item: str, at: int, name: str, spoken: Dialect, low: int, high: int, step: int) -> Iterator[int]:
    if low <= high:
        return iter(range(low, high + 1, step))
    if not spoken.wraps:
        raise InvalidExpression(
            f"the range {quoted(item)} runs backwards", _listed(name, spoken, low, high, step), position=at, field=name
        )
    return _wrapped(name, spoken, low, high, step)


def _wrapped(name: str, spoken: Dialect, low: int, high: int, step: int) -> Iterator[int]:
    low_end, high_end = _limits(name, spoken)
    if name == WEEKDAY:
        high_end = low_end + 6
    size = high_end - low_end + 1
    return ((n - low_end) % size + low_end for n in range(low, high + size + 1, step))


def _listed(name: str, spoken: Dialect, low: int, high: int, step: int) -> str:
    """The fix for a range that runs backwards: what it would mean if it went on at the beginning."""
    values = _wrapped(name, spoken, low, high, step)
    if name == WEEKDAY:
        return f"Write {','.join(WEEKDAY_NAMES[spoken.weekday_of(n)] for n in values)}."
    return f"Write {','.join(map(str, values))}."


def _check_step(item: str, at: int, name: str, spoken: Dialect, step: int, given: bool, span: int) -> None:
    if not given:
        return
    if step == 0:
        raise InvalidExpression(f"the step in {quoted(item)} is 0", "Use 1 or more.", position=at, field=name)
    bounded = spoken.bounded_step and not (name == WEEKDAY and spoken.free_weekday_step)
    if bounded and step > span:
        raise InvalidExpression(
            f"the step in {quoted(item)} is larger than its range", "List the values.", position=at, field=name
        )
    low, high = _limits(name, spoken)
    if spoken.step_within_field and step > high - low + (name in (DAY, MONTH, WEEKDAY)):
        raise InvalidExpression(
            f"the step in {quoted(item)} is larger than the field", "Write the one value.", position=at, field=name
        )


def _limits(name: str, spoken: Dialect) -> tuple[int, int]:
    if name == WEEKDAY:
        return spoken.weekday_low, spoken.weekday_high
    low, high = RANGES[name]
    return (low, spoken.last_year) if name == YEAR else (low, high)


def _number(text: str, at: int, name: str, spoken: Dialect) -> int:
    low, high = _limits(name, spoken)
    if text.isalpha() and not spoken.names:
        stands = spoken.hashed if text.upper() == "H" else ""
        raise InvalidExpression(
            f"{quoted(text)} {stands}" if stands else f"{spoken.title} has no names, {quoted(text)} is no {name}",
            "Write a number.",
            position=at,
            field=name,
        )
    if text.isalpha():
        names = {MONTH: MONTH_NAMES, WEEKDAY: WEEKDAY_NAMES}.get(name, ())
        lowered = text.lower()
        if lowered in names:
            index = names.index(lowered)
            return spoken.number_of(index) if name == WEEKDAY else index + 1
        raise _unknown_name(text, at, name, spoken, names)
    number = int(text)
    if not low <= number <= high:
        raise InvalidExpression(
            f"{name} {number} is outside {low}-{high}",
            _out_of_range_fix(name, number, spoken),
            position=at,
            field=name,
        )
    return number


def _out_of_range_fix(name: str, number: int, spoken: Dialect) -> str:
    low, high = _limits(name, spoken)
    if name == WEEKDAY:
        return f"Sunday is {spoken.number_of(6)} here; or use names such as sun."
    if (name, number) == (HOUR, 24):
        return "Write 0 and the day after."
    return f"Use {low} to {high}."


def _unknown_name(text: str, at: int, name: str, spoken: Dialect, names: Sequence[str]) -> InvalidExpression:
    if name in (DAY, WEEKDAY) and text.upper() in ("L", "LW", "W"):
        return _unreadable(text, at, name, spoken)
    full = next((word for word in (*MONTHS, *WEEKDAYS) if word.lower().startswith(text.lower())), "")
    if len(text) > 3 and full[:3].lower() in names:
        return InvalidExpression(
            f"{quoted(text)} is not spelled as cron has it",
            f"Write {text[:3].lower()}.",
            position=at,
            field=name,
        )
    if text.upper() in ("H", "R"):
        return InvalidExpression(
            f"{quoted(text)} stands for no certain {name}", "Write a number.", position=at, field=name
        )
    hint = f"Names here: {', '.join(names)}." if names else "Only numbers are allowed here."
    return InvalidExpression(f"{quoted(text)} is no {name}", hint, position=at, field=name)


def _unreadable(item: str, at: int, name: str, spoken: Dialect) -> InvalidExpression:
    special = f"{spoken.title} has the special days {special_forms(spoken)}." if spoken.special else ""
    if spoken.hashed and item.upper().startswith("H"):
        return InvalidExpression(f"{quoted(item)} {spoken.hashed}", "Write numbers.", position=at, field=name)
    hints = {
        "": "Remove the extra comma.",
        ".": "Write whole numbers.",
        ";": "Separate values by commas.",
        "|": "Separate values by commas.",
        "+": "Write the number without a sign.",
        "#": special or f"{spoken.title} cannot say the n-th weekday; say it in words.",
        "W": special or f"{spoken.title} cannot say the nearest working day; say it in words.",
        "L": special or f"{spoken.title} cannot say the last one of a month with L; say it in words.",
        "$": "" if spoken.last_word == "$" else "Say the last day of the month in words.",
    }
    hint = next((text for sign, text in hints.items() if (sign in item.upper() if sign else not item)), "")
    if re.fullmatch(r"\*\d+", item):
        hint = f"Write */{item[1:]} or {item[1:]}."
    return InvalidExpression(
        f"{quoted(item)} is no {name} in {spoken.title}",
        hint or "A field holds *, a number, a range a-b, a step */n or a list of them.",
        position=at,
        field=name,
    )


# -- checks of the whole, and the meaning -------------------------------------------------------------------


def _check_day_fields(expression: Expression, words: Sequence[tuple[int, str]]) -> None:
    marks = [expression.field(name).text == "?" for name in (DAY, WEEKDAY)]
    if sum(marks) == 1:
        return
    position = words[expression.dialect.fields.index(WEEKDAY)][0]
    raise InvalidExpression(
        f"{expression.dialect.title} wants '?' in exactly one of day-of-month and day-of-week",
        "Put ? into the one that does not matter.",
        position=position,
        field=WEEKDAY,
    )


def _check_shape(expression: Expression) -> None:
    texts = [f.text for f in expression.fields]
    shape_is_right = (
        texts[:2] == ["0", "0"]
        and texts[3:5] == ["*", "*"]
        and (texts[2] == "*" or len(expression.field(HOUR).values) == 1)
        and (texts[5] == "*" or (texts[5].isdigit() and texts[2] != "*"))
    )
    if not shape_is_right:
        raise InvalidExpression(
            f"{expression.dialect.title}: {quoted(expression.text)} is none of these shapes",
            "Use full hours, daily or on one weekday.",
            position=0,
        )


def calendar_of(expression: Expression, timezone: str, clock: Clock | None = None) -> Calendar:
    """What an expression means in a zone, with the clock that its text stands for or another one."""
    times = _times(*(expression.field(name).values for name in (HOUR, MINUTE, SECOND)))
    return Calendar((Rule(days_of(expression), times),), canonical_name(timezone), clock or expression.clock)


@lru_cache(maxsize=128)
def _times(hours: frozenset[int], minutes: frozenset[int], seconds: frozenset[int]) -> tuple[int, ...]:
    of_an_hour = [m * 60 + s for m in sorted(minutes) for s in sorted(seconds)]
    return tuple([h * 3600 + t for h in sorted(hours) for t in of_an_hour])


def days_of(expression: Expression) -> Days:
    """The dates of the day, month and year fields, by the dialect's day rule."""
    day, weekday = expression.field(DAY), expression.field(WEEKDAY)
    by_day, by_weekday = _day_node(day), _weekday_node(weekday)
    parts: list[Days] = [part for part in (by_day, by_weekday) if part is not None]
    if expression.joins_by_or:
        # A full list beside a restricted field makes every day.
        parts = [AnyOf(tuple(parts))] if len(parts) == 2 else []
    month = expression.field(MONTH)
    if not month.is_full:
        parts.append(Months(month.values))
    years = expression.field(YEAR)
    if years.values and not years.is_full:
        parts.append(AnyOf(tuple(Between(date(y, 1, 1), date(y, 12, 31)) for y in sorted(years.values))))
    return _only(AllOf, parts)


def _day_node(field: Field) -> Days | None:
    return None if field.is_full else _union(field, Nth)


def _weekday_node(field: Field) -> Days | None:
    return None if field.values == EVERY_WEEKDAY else _union(field, Weekdays)


def _union(field: Field, node: Callable[[frozenset[int]], Days]) -> Days:
    """Any of the numbers of a field, as a node, and its special days."""
    plain = [node(field.values)] if field.values else []
    return _only(AnyOf, [*plain, *field.special])


def _only(node: type[AllOf | AnyOf], parts: Sequence[Days]) -> Days:
    return parts[0] if len(parts) == 1 else node(tuple(parts))


def _go_duration(text: str, spoken: Dialect) -> timedelta:
    body = text.removeprefix("@every").strip()
    if not text.startswith("@every ") or not re.fullmatch(_GO_DURATION, body):
        raise InvalidExpression(
            f"{quoted(text)} is no @every of {spoken.title}",
            "Use hours, minutes and seconds, for example '@every 24h' or '@every 1h30m'.",
            position=min(len("@every "), len(text) - 1),
        )
    seconds = sum(float(number) * _GO_UNIT_S[unit] for number, unit in re.findall(_GO_PART, body))
    if seconds < 1:
        raise InvalidExpression("@every needs at least a second", "Use '@every 1s' or more.", position=len("@every "))
    if seconds > _LONGEST_EVERY_S:
        raise InvalidExpression("@every takes at most 400 years", "Use fewer hours.", position=len("@every "))
    return timedelta(seconds=int(seconds))
