"""Six and seven fields, which engines read in several ways: what must be asked.

Seconds first (most), seconds last (croniter), a year last (AWS, Temporal); both day fields (Spring, NCRONTAB) or either
(robfig); weekdays from Sunday = 0 or, in Quartz and AWS, from Sunday = 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from schedule_mcp.cron import meant
from schedule_mcp.cron.dialects import MONTH_NAMES, WEEKDAY_NAMES
from schedule_mcp.cron.text import parse_fields
from schedule_mcp.errors import InputError
from schedule_mcp.language.description import describe
from schedule_mcp.language.machine.common import Context
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.schedule.days import date_set
from schedule_mcp.schedule.fire_times import next_fire
from schedule_mcp.schedule.model import AllOf, Between, Calendar, Rule

_NAMES = re.compile("|".join((*MONTH_NAMES, *WEEKDAY_NAMES)), re.I)
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_STARRED = re.compile(r"\*/(\d{1,2})", re.ASCII)


def is_special(words: Sequence[str]) -> bool:
    """Whether a day field has L, W or #, which stand in no name of a day or a month."""
    return any(re.search("[LW#]", _NAMES.sub("", word).upper()) for word in (words[3], words[5]))


def with_mark(words: Sequence[str]) -> list[str]:
    """The fields as Quartz wants them: "?" for the `*` beside a day field with L, W or #."""
    marked = list(words)
    if is_special(words) and not any("?" in word for word in words):
        other = 5 if words[5] == "*" else 3
        if words[other] == "*":
            marked[other] = "?"
    return marked


def question_about(words: Sequence[str], context: Context) -> Reading | None:
    """What to ask about six or seven fields, or None where all engines that take them read them alike."""
    marked = any("?" in word for word in words)
    if len(words) == 7 or marked or is_special(words):
        return _years_place(words, context) if _is_aws(words) else _weekday_numbers(words, context)
    return _year_last(words, context) or _seconds_last(words, context) or _both_days(words, context)


def _is_aws(words: Sequence[str]) -> bool:
    return len(words) == 6 and "?" in (words[2], words[4]) and "?" not in (words[3], words[5])


def _asked(ask: str, options: Iterable[Option], context: Context) -> Reading | None:
    alive = tuple(option for option in options if next_fire(option.schedule, context.now) is not None)
    return Reading(zone=context.local, question=Question(ask, alive)) if alive else None


def _read_as(text: str, name: str, context: Context, when: str = "") -> list[Option]:
    """The option of a text in a dialect, none where the dialect refuses it."""
    with suppress(InputError):
        return [Option({"when": when or f"{name} {text}"}, meant(text, name, context.local))]
    return []


def _years_place(words: Sequence[str], context: Context) -> Reading | None:
    text = " ".join(words)
    option = Option({"when": f"cron({text})"}, meant(text, "aws", context.local))
    ask = "Six fields with ? in this place are AWS's (minute first, year last). Is it that?"
    return Reading(zone=context.local, question=Question(ask, (option,)))


def _weekday_numbers(words: Sequence[str], context: Context) -> Reading | None:
    """Numbers of weekdays beside `?`, L or #: engines count them from 0 and from 1."""
    marked = with_mark(words)
    if not re.search(r"\d", re.sub(r"[#/]-?\d+", "", marked[5])):
        return None
    options = []
    for shift in (0, 1):
        named = _with_names(marked[5], shift)
        if named is not None:
            text = " ".join([*marked[:5], named, *marked[6:]])
            options.append(Option({"when": f"quartz {text}"}, meant(text, "quartz", context.local)))
    ask = f"Which weekday is {words[5]}? Quartz counts from Sunday = 1, Unix and Spring from Sunday = 0."
    return _asked(ask, options, context)


def _with_names(field: str, shift: int) -> str | None:
    """The weekday field with names for numbers; `shift` 0 counts from Sunday = 1, 1 from Sunday = 0."""
    parts = []
    for piece in re.split(r"(#-?\d+|/\d+|\d+)", field):
        if piece.isdigit():
            number = int(piece)
            if not 1 - shift <= number <= 7:
                return None
            # WEEKDAY_NAMES begins with Monday; Quartz 2 and Unix 1 are Monday.
            parts.append(WEEKDAY_NAMES[(number - 2 + shift) % 7].upper())
        else:
            parts.append(piece)
    return "".join(parts)


def _year_last(words: Sequence[str], context: Context) -> Reading | None:
    """`0 9 * * 1 2027`: five fields and a year."""
    years = _YEARS.fullmatch(words[5])
    if years is None:
        return None
    first, last = int(years[1]), int(years[2] or years[1])
    try:
        found = meant(" ".join(words[:5]), "vixie", context.local)
        span = Between(date(first, 1, 1), date(last, 12, 31))
    except (InputError, ValueError):
        return None
    assert isinstance(found, Calendar)
    rules = tuple(Rule(AllOf((rule.days, span)), rule.times) for rule in found.rules)
    schedule = replace(found, rules=rules)
    ask = "Are these five fields of Unix cron, minute first with Sunday = 0, and a year?"
    return _asked(ask, [Option({"when": describe(schedule)}, schedule)], context)


def _seconds_last(words: Sequence[str], context: Context) -> Reading | None:
    """`* * * * * */15`: croniter writes the seconds last; asked where the fields look like that."""
    text = " ".join(words)
    first, last = _read_as(text, seconds_first(text), context), _read_as(text, "croniter6", context)
    if not last or (first and not _looks_seconds_last(words)):
        return None
    ask = "Do the seconds stand first, as most engines have them, or last, as croniter has them?"
    return _asked(ask, [*first, *last], context)


def seconds_first(text: str) -> str:
    """The dialect that six fields with the seconds first are read in: robfig's, or Spring's where that has them (7 is
    Sunday, sat-sun)."""
    with suppress(InputError):
        parse_fields(text, "robfig6")
        return "robfig6"
    with suppress(InputError):
        parse_fields(text, "spring")
        return "spring"
    return "robfig6"


def _looks_seconds_last(words: Sequence[str]) -> bool:
    """Fields that read oddly with the seconds first: many runs a minute on one weekday only, a weekday in steps of a
    week and more, or months without an hour."""
    step = _STARRED.fullmatch(words[5])
    number = _PLAIN_NUMBER.fullmatch(words[5])
    if step and int(step[1]) >= 7:
        return True
    if (step or number) and not _PLAIN_NUMBER.fullmatch(words[0]):
        return True
    return number is not None and words[2] == "*" and words[4] != "*"


def _both_days(words: Sequence[str], context: Context) -> Reading | None:
    """Day of the month and day of the week at once: NATS and robfig join them by OR, Spring and NCRONTAB by AND."""
    if "*" in (words[3], words[5]):
        return None
    text = " ".join(words)
    either, both, spring = (_read_as(text, name, context) for name in ("robfig6", "ncrontab", "spring"))
    both = both or spring
    if not both or (either and _days(either[0]) == _days(both[0])):
        return None
    if spring and _days(spring[0]) == _days(both[0]):
        both = spring
    ask = "Both day fields are given: on days where either fits (NATS, robfig), or where both do (Spring, NCRONTAB)?"
    return _asked(ask, [*either, *both], context)


def _days(option: Option) -> int:
    assert isinstance(option.schedule, Calendar)
    return date_set(option.schedule.rules[0].days)
