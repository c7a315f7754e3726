"""Machine forms by their shape: cron, macros, AWS, ISO 8601, RRULE, systemd, App Engine.

A text of one of these shapes is read here or refused with the position; every other text is None and goes on to
the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from schedule_mcp.cron import DIALECTS, Dialect, meant
from schedule_mcp.cron.dialects import RANGES, WEEKDAY_NAMES
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.language.description import describe
from schedule_mcp.language.machine.common import Context, ZoneMissing, checked, read_epoch, zone_named
from schedule_mcp.language.machine.iso import read_duration, read_instant, read_repeating
from schedule_mcp.language.machine.rrule import is_rrule, read_rrule
from schedule_mcp.language.machine.systemd import read_app_engine, read_on_calendar
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.language.tokens.places import find_zone
from schedule_mcp.outside.text import quoted
from schedule_mcp.schedule.model import Calendar, Interval, Once
from schedule_mcp.schedule.zones import canonical_name, zone

# Five fields are Unix cron; the last day and the n-th weekday are read as well, since nothing else can be meant.
_FIVE = replace(DIALECTS["vixie"], name="cron", title="cron", special_days=True)
_ALIASES = {"unix": "vixie", "crontab": "vixie", "eventbridge": "aws", "robfig": "robfig6"}

_DIALECT = re.compile(rf"(?P<name>{'|'.join([*DIALECTS, *_ALIASES])})(?::\s*|\s+)(?P<rest>.+)", re.I | re.S)
_ZONE_FIRST = re.compile(r"(?:CRON_)?TZ=(?P<zone>\"[^\"]*\"|'[^']*'|\S*)\s+(?P<rest>.+)", re.S)
_CALL = re.compile(r"(?P<name>rate|cron|at)\s*\(\s*(?P<inner>[^()]*?)\s*\)", re.I)
_RATE = re.compile(r"(?P<n>-?\d+(?:\.\d+)?)\s+(?P<unit>minute|hour|day)s?", re.I | re.ASCII)
_RATE_S = {"minute": 60, "hour": 3600, "day": 86_400}
_NAME = rf"(?:{'|'.join(WEEKDAY_NAMES)}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last)"
_FIELD = re.compile(rf"(?:[\d*?/,\-#+.]|{_NAME}(?![a-z])|[LW](?![a-z])|(?<=\d)[LW])+", re.I)
_QUOTES = "`'\"“”‘’"
_AROUND = frozenset(
    [
        "a",
        "an",
        "the",
        "use",
        "using",
        "with",
        "run",
        "runs",
        "execute",
        "schedule",
        "scheduled",
        "it",
        "this",
        "as",
        "at",
        "on",
        "to",
        "for",
        "please",
        "me",
        "my",
        "job",
        "task",
        "cron",
        "crontab",
        "expression",
        "string",
        "syntax",
        "timing",
        "time",
        "zone",
        "timezone",
        "set",
        "is",
        "follow",
        "following",
        "here",
        "here's",
        "heres",
        "this",
        "that",
        "entry",
        "i",
        "want",
        "need",
        "by",
        "in",
        "of",
        "new",
        "create",
        "make",
        "give",
        "our",
        "agent",
        "script",
        "scraper",
        "format",
        "pattern",
        "and",
        "line",
        "spec",
        "thanks",
    ]
)


def read_machine(text: str, *, now: datetime, timezone: str | None) -> Reading | None:
    """The reading of a machine form, or None when the text has no such shape.

    Args:
        text: What was said, as it came.
        now: Aware; runs lie after it.
        timezone: The request's zone for forms that name none; with None such forms ask.

    Raises:
        InvalidExpression: the shape of a machine form, but broken; with the position.
        ImpossibleSchedule: past, or never.
        UnknownTimeZone: a zone named in the text does not exist.
    """
    context = Context(now, None if timezone is None else canonical_name(timezone))
    body = _unquoted(text.strip())
    try:
        return _read(body, context)
    except ZoneMissing:
        ask = "In which time zone? Name one, for example Europe/Berlin."
        return Reading(question=Question(ask, _in_utc(_read(body, replace(context, timezone="UTC")))))


def _in_utc(reading: Reading | None) -> tuple[Option, ...]:
    if reading is None:
        return ()
    if reading.schedule is not None:
        return (Option({"timezone": "UTC"}, reading.schedule),)
    open_still = reading.question.options if reading.question else ()
    return tuple(Option({"when": describe(option.schedule)}, option.schedule) for option in open_still)


def _unquoted(text: str) -> str:
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1].strip()
    return text


def _read(body: str, context: Context) -> Reading | None:
    if not body or body[0] in "{[":
        return None
    if body.startswith("@"):
        return read_epoch(body, context) or _macro(body, context)
    if is_rrule(body):
        return read_rrule(body, context)
    zoned = _ZONE_FIRST.fullmatch(body)
    if zoned:
        name = zone_named(zoned["zone"].strip("\"'"), zoned.start("zone"))
        return _shifted(zoned["rest"], zoned.start("rest"), replace(context, timezone=name), name)
    call = _CALL.fullmatch(body)
    if call:
        return _called(call, context)
    named = _DIALECT.fullmatch(body)
    if (named and _field_count(named["rest"]) >= 4) or (named and named["rest"].startswith("@")):
        assert named is not None
        name = named["name"].lower()
        return _in_dialect(named["rest"], named.start("rest"), DIALECTS[_ALIASES.get(name, name)], context)
    for reader in (_from_now, read_repeating, read_duration, read_instant, read_on_calendar, read_app_engine):
        found = reader(body, context)
        if found is not None:
            return found
    return _cron_in(body, context)


def _shifted(rest: str, by: int, context: Context, name: str) -> Reading:
    """What follows a zone: cron, a macro or OnCalendar."""
    try:
        found = _read(rest, context)
    except InvalidExpression as error:
        raise _moved(error, by) from None
    if found is None:
        raise InvalidExpression(
            f"{quoted(rest)} is no cron expression", "Write TZ=Europe/Berlin 0 9 * * *.", position=by
        )
    return (
        found
        if found.zone or found.schedule is None or isinstance(found.schedule, Interval)
        else replace(found, zone=name)
    )


def _moved(error: InvalidExpression, by: int) -> InvalidExpression:
    position = None if error.position is None else error.position + by
    return InvalidExpression(error.message, error.hint, position=position, field=error.field)


# -- @, rate(), cron(), at() -----------------------------------------------------------------------------


def _macro(body: str, context: Context) -> Reading | None:
    word, _, rest = body.partition(" ")
    at = len(body) - len(rest.lstrip())
    if word.lower() == "@at":
        found = read_instant(rest.strip(), context, at)
        if found is None:
            raise InvalidExpression(
                f"{quoted(rest)} is no time", "Write @at 2026-05-24T09:00:00Z.", position=at if rest else 0
            )
        return found
    if word.lower() == "@every":
        return checked(_every(rest.strip(), at), context)
    if not re.fullmatch(r"@[a-z_]+", word, re.I):
        return None
    name = _zone_after(rest, at) if rest else context.local
    return checked(meant(word, "vixie", name), context, zone_name=name)


_EVERY = re.compile(r"(?:\d{1,9}(?:\.\d{1,9})?(?:ms|[smhdw]))+", re.ASCII)
_EVERY_S = {"w": 604_800.0, "d": 86_400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def _every(text: str, at: int) -> Interval:
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


_FROM_NOW = re.compile(r"(?:now|t)\s*\+\s*(?P<length>\d[\w.]*)", re.I | re.ASCII)


def _from_now(body: str, context: Context) -> Reading | None:
    """`now + 90s`, `T+2h`: once after that time."""
    match = _FROM_NOW.fullmatch(body) if "+" in body else None
    if match is None:
        return None
    elapsed = _every(match["length"].lower(), match.start("length")).every
    zone_name = context.timezone or "UTC"
    at = (context.now.replace(microsecond=0) + elapsed).astimezone(zone(zone_name).tzinfo)
    return checked(Once(at), context, zone_name=zone_name)


def _called(call: re.Match[str], context: Context) -> Reading:
    name, inner, at = call["name"].lower(), call["inner"], call.start("inner")
    if name == "rate":
        match = _RATE.fullmatch(inner)
        if match is None or "." in match["n"] or int(match["n"]) < 1 or len(match["n"]) > 9:
            raise InvalidExpression(
                f"rate({inner[:40]}) is no rate", "Write rate(5 minutes): a whole number from 1.", position=at
            )
        every = timedelta(seconds=int(match["n"]) * _RATE_S[match["unit"].lower()])
        if every.days > 400 * 366:
            raise InvalidExpression("the rate is too long", "Write less than 400 years.", position=at)
        return checked(Interval(every), context)
    if name == "at":
        found = read_instant(inner, context, at)
        if found is None:
            raise InvalidExpression(f"{quoted(inner)} is no time", "Write at(2026-05-24T09:00:00).", position=at)
        return found
    return _in_dialect(inner, at, DIALECTS["aws"], context)


# -- cron ------------------------------------------------------------------------------------------------


def _field_count(text: str) -> int:
    """How many cron fields the text begins with."""
    count = 0
    for word in text.split():
        if not _FIELD.fullmatch(word):
            break
        count += 1
    return count


def _zone_after(rest: str, at: int) -> str:
    words = rest.strip().strip("()")
    for head in ("in ", "("):
        words = words.removeprefix(head).strip()
    hit = find_zone(words)
    if hit is None:
        raise InvalidExpression(
            f"{quoted(rest.strip())} after the expression is not read",
            "Write the expression and a zone only.",
            position=at,
        )
    return zone_named(words, at)


def _in_dialect(text: str, at: int, dialect: Dialect, context: Context, warnings: Sequence[str] = ()) -> Reading:
    """Cron in a dialect, perhaps with a zone after it."""
    count = _field_count(text)
    words = text.split()
    expression, name = text, None
    if words and words[0].startswith("@"):
        if words[0] == "@every":
            return checked(_every(" ".join(words[1:]), at + 7), context)
        count = 1
    if 0 < count < len(words) and count >= min(len(dialect.fields), 5) - 4 * words[0].startswith("@"):
        rest = " ".join(words[count:])
        bare = rest.strip("()").removeprefix("in ").strip()
        if find_zone(bare) is not None:
            name = zone_named(bare, at + text.find(words[count]))
            expression = " ".join(words[:count])
    try:
        schedule = meant(expression, dialect, name or context.local)
    except InvalidExpression as error:
        raise _moved(error, at) from None
    said = (*warnings, *_wide_steps(expression, dialect))
    return checked(schedule, context, zone_name=name or context.local, warnings=said)


def _wide_steps(expression: str, dialect: Dialect) -> Iterator[str]:
    """Steps as wide as their field, which leave its first value: "*/60" is the first minute of each hour.

    Raises:
        InvalidExpression: a step is wider than its field; no engine does what it seems to say.
    """
    for name, word in zip(dialect.fields, expression.split(), strict=False):
        step = re.fullmatch(r"(?:\*|(\d{1,4}))/(\d{1,4})", word)
        if not step or name not in RANGES:
            continue
        low, high = RANGES[name]
        first, width, size = int(step[1] or low), int(step[2]), high - low + 1
        if width > size:
            hint = f"Write {first} for the first of each round, or say the interval in words."
            at = expression.find(word)
            raise InvalidExpression(
                f"'{word}' steps beyond the {size} values of its field", hint, position=at, field=name
            )
        if first + width > high:
            yield f"'{word}' names one value only, {name} {first}"


_TWO_FIELDS = re.compile(r"[\d*/,\-][\"'`“”‘’,;:.]*\s+[\"'`“”‘’,;:.]*[\d*/\-]")
"""Every cron text has two fields of numbers and signs side by side."""


def _cron_in(body: str, context: Context) -> Reading | None:
    """Cron alone, with a zone, or inside a sentence of a few known words."""
    if _TWO_FIELDS.search(body) is None:
        return None
    pieces = [(m.start(), m.group().strip(_QUOTES + ",;:.")) for m in re.finditer(r"\S+", body)]
    pieces = [(at + body[at:].find(word), word) if word else (at, word) for at, word in pieces]
    begin, end = _longest_run([word for _, word in pieces])
    words = [word for _, word in pieces[begin:end]]
    if not 4 <= len(words) <= 8 or not _looks_like_cron(words, body):
        return None
    before = [word.lower() for _, word in pieces[:begin] if word]
    after = [word for _, word in pieces[end:] if word]
    while after and after[0].lower() in ("in", "at", "on", "time", "timezone", "zone", "thanks", "please"):
        after = after[1:]
    name = None
    if after:
        hit = find_zone(" ".join(after).strip("()"))
        if hit is None and not {w.lower() for w in after} <= _AROUND:
            raise _unread(" ".join(after), pieces[end][0])
        name = zone_named(" ".join(after).strip("()"), pieces[end][0]) if hit else None
    if not set(before) <= _AROUND:
        raise _unread(" ".join(before), 0)
    inner = replace(context, timezone=name) if name else context
    return _plain_cron(words, pieces[begin][0], inner)


def _unread(words: str, at: int) -> InvalidExpression:
    return InvalidExpression(
        f"{quoted(words)} beside the cron expression is not read",
        "Write the expression and a time zone only, or say all of it in words.",
        position=at,
    )


def _longest_run(words: Sequence[str]) -> tuple[int, int]:
    best, begin = (0, 0), 0
    for i, word in enumerate([*words, ""]):
        if not (word and _FIELD.fullmatch(word)):
            if i - begin > best[1] - best[0]:
                best = (begin, i)
            begin = i + 1
    return best


def _looks_like_cron(words: Sequence[str], body: str) -> bool:
    """At least two stars or question marks, or five to seven fields of which the first two are numbers."""
    stars = sum("*" in word or "?" in word for word in words)
    numeric = all(re.fullmatch(r"[\d*/,\-]+", word) for word in words[:2])
    named = re.search(r"\bcron", body, re.I) is not None
    return numeric and (stars >= 2 or named or (len(words) >= 5 and (stars >= 1 or _bare_numbers(words, body))))


def _bare_numbers(words: Sequence[str], body: str) -> bool:
    """Fields with nothing between them: "at :00, :10, :20, :30, :40 and :50" is a list."""
    side_by_side = re.search(r"\s+".join(map(re.escape, words)), body) is not None
    return side_by_side and all(re.fullmatch(r"[\dA-Za-z*/,\-#]+", word) for word in words)


def _plain_cron(words: Sequence[str], at: int, context: Context) -> Reading:
    expression = " ".join(words)
    question = _quartz_like(words, context)
    if question is not None:
        return question
    if len(words) == 7:
        return _in_dialect(expression, at, DIALECTS["quartz"], context)
    if len(words) == 6:
        if any("?" in word for word in words) or re.search(r"[LW#]", words[3] + words[5].upper().replace("JUL", "")):
            return _in_dialect(expression, at, DIALECTS["quartz"], context)
        return _in_dialect(expression, at, DIALECTS["robfig6"], context)
    if len(words) == 5 and words[4].upper() == "L":
        raise InvalidExpression("'L' alone is no weekday in five fields", "Write 5L for the last Friday.", position=at)
    special = re.search(r"[LW#]", re.sub(r"[A-Za-z]{3}", "", expression))
    warnings = (
        ("L, W and # are no part of Unix cron; read as they are used elsewhere, with Sunday = 0",) if special else ()
    )
    return _in_dialect(expression, at, _FIVE, context, warnings)


def _quartz_like(words: Sequence[str], context: Context) -> Reading | None:
    """A question where `?`, L or # come with a weekday number: engines count weekdays from 0 and from 1."""
    marked = any("?" in word for word in words)
    if len(words) == 6 and marked and "?" in (words[2], words[4]) and "?" not in (words[3], words[5]):
        option = f"cron({' '.join(words)})"
        schedule = meant(" ".join(words), "aws", context.local)
        ask = "Six fields with ? in this place are AWS's (minute first, year last). Is it that?"
        return Reading(zone=context.local, question=Question(ask, (Option({"when": option}, schedule),)))
    if len(words) not in (6, 7) or not re.search(r"\d", words[5]):
        return None
    if len(words) == 6 and not marked and not re.search(r"[#L]", words[5].upper()):
        return None
    options = []
    for shift in (0, 1):
        named = _with_names(words[5], shift)
        if named is None:
            continue
        text = " ".join([*words[:5], named, *words[6:]])
        schedule = meant(text, "quartz", context.local)
        assert isinstance(schedule, Calendar)
        options.append(Option({"when": f"quartz {text}"}, schedule))
    if not options:
        return None
    ask = f"Which weekday is {words[5]}? Quartz counts from Sunday = 1, Unix and Spring from Sunday = 0."
    return Reading(zone=context.local, question=Question(ask, tuple(options)))


def _with_names(field: str, shift: int) -> str | None:
    """The weekday field with names for numbers; `shift` 0 counts from Sunday = 1, 1 from Sunday = 0."""
    parts = []
    for piece in re.split(r"(#\d+|/\d+|\d+)", field):
        if piece.isdigit():
            number = int(piece)
            if not 1 - shift <= number <= 7:
                return None
            # WEEKDAY_NAMES begins with Monday; Quartz 2 and Unix 1 are Monday.
            parts.append(WEEKDAY_NAMES[(number - 2 + shift) % 7].upper())
        else:
            parts.append(piece)
    return "".join(parts)
