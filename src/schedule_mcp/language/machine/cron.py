"""Cron as `when`: alone, in a named dialect, with a zone, or inside a sentence of a few known words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from schedule_mcp.cron import DIALECTS, Dialect, meant
from schedule_mcp.cron.dialects import LAST_WEEKDAY_BEFORE, NTH_FROM_END, QUARTZ_FORMS, RANGES, WEEKDAY_NAMES
from schedule_mcp.cron.joining import how_joined, who_differs
from schedule_mcp.cron.text import parse_fields
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.language.machine.common import QUOTES, Context, checked, every_interval, moved, zone_named
from schedule_mcp.language.machine.six_fields import is_special, question_about, seconds_first, with_mark
from schedule_mcp.language.reading import Reading
from schedule_mcp.language.tokens.places import find_zone
from schedule_mcp.outside.text import quoted

# Five fields are Unix cron; the last day and the n-th weekday are read as well, since nothing else can be meant.
_FIVE = replace(
    DIALECTS["vixie"], name="cron", title="cron", special=QUARTZ_FORMS | {LAST_WEEKDAY_BEFORE, NTH_FROM_END}
)
_FIVE_MARKED = replace(_FIVE, question_mark=True)
_NAME = rf"(?:{'|'.join(WEEKDAY_NAMES)}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last)"
_HASHED = r"H(?:\(\d{1,2}-\d{1,2}\))?(?![a-z])"
_FIELD = re.compile(rf"(?:[\d*?/,\-#+.$]|{_HASHED}|{_NAME}L?(?![a-z])|LW(?![a-z])|[LW](?![a-z])|(?<=\d)[LW])+", re.I)
_AROUND = frozenset(
    """
    a an the use using with run runs execute schedule scheduled it this as at on to for please me my job task
    cron crontab expression string syntax timing time zone timezone set is follow following here here's heres
    that entry i want need by in of new create make give our agent script scraper format pattern and line spec
    thanks
    """.split()  # noqa: SIM905
)
"""Words of a sentence around an expression that say nothing about time."""


def field_count(text: str) -> int:
    """How many cron fields the text begins with."""
    count = 0
    for word in text.split():
        if not _FIELD.fullmatch(word):
            break
        count += 1
    return count


def zone_after(rest: str, at: int) -> str:
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


def in_dialect(text: str, at: int, dialect: Dialect, context: Context, warnings: Sequence[str] = ()) -> Reading:
    """Cron in a dialect, perhaps with a zone after it."""
    count = field_count(text)
    words = text.split()
    expression, name = text, None
    if words and words[0].startswith("@"):
        if words[0] == "@every":
            return checked(every_interval(" ".join(words[1:]), at + 7), context)
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
        raise moved(error, at) from None
    said = (*warnings, *_wide_steps(expression, dialect), *_joined(expression, dialect))
    return checked(schedule, context, zone_name=name or context.local, warnings=said)


def _joined(expression: str, dialect: Dialect) -> Iterator[str]:
    """How the two day fields are joined, and which engines join them otherwise."""
    if len(expression.split()) < len(dialect.fields) - 1:
        return
    read = parse_fields(expression, dialect)
    yield from (said.rstrip(".") for said in (how_joined(read), who_differs(read)) if said is not None)


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


def cron_in(body: str, context: Context) -> Reading | None:
    """Cron alone, with a zone, or inside a sentence of a few known words."""
    if _TWO_FIELDS.search(body) is None:
        return None
    pieces = [(m.start(), _bare(m.group())) for m in re.finditer(r"\S+", body)]
    pieces = [(at + body[at:].find(word), word) if word else (at, word) for at, word in pieces]
    begin, end = _longest_run([word for _, word in pieces])
    words = [word for _, word in pieces[begin:end]]
    if words:
        # The sign that ends a sentence or parts it is no comma of the last field.
        words[-1] = words[-1].rstrip(",." if end - begin < len(pieces) else ".")
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


def _bare(word: str) -> str:
    """A word without the quotes around it and the signs after them; the commas of a field stay."""
    ended = word.rstrip(",;:.")
    if ended and ended[-1] in QUOTES:
        word = ended
    word = word.strip(QUOTES).rstrip(";:")
    return word if _FIELD.fullmatch(word) else word.strip(",;:.")


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
    numeric = all(re.fullmatch(rf"(?:[\d*/,\-]|{_HASHED})+", word) for word in words[:2])
    named = re.search(r"\bcron", body, re.I) is not None
    return numeric and (stars >= 2 or named or (len(words) >= 5 and (stars >= 1 or _bare_numbers(words, body))))


def _bare_numbers(words: Sequence[str], body: str) -> bool:
    """Fields with nothing between them: "at :00, :10, :20, :30, :40 and :50" is a list."""
    side_by_side = re.search(r"\s+".join(map(re.escape, words)), body) is not None
    return side_by_side and all(re.fullmatch(r"[\dA-Za-z*/,\-#]+", word) for word in words)


def _plain_cron(words: Sequence[str], at: int, context: Context) -> Reading:
    expression = " ".join(words)
    if len(words) >= 6:
        question = question_about(words, context)
        if question is not None:
            return question
        if len(words) == 7 or any("?" in word for word in words) or is_special(words):
            return in_dialect(" ".join(with_mark(words)), at, DIALECTS["quartz"], context)
        return in_dialect(expression, at, DIALECTS[seconds_first(expression)], context)
    if len(words) == 5 and words[4].upper() == "L":
        raise InvalidExpression("'L' alone is no weekday in five fields", "Write 5L for the last Friday.", position=at)
    special = re.search(r"[LW#]", re.sub(r"[A-Za-z]{3}", "", expression.upper()))
    warnings = (
        ("L, W and # are no part of Unix cron; read as they are used elsewhere, with Sunday = 0",) if special else ()
    )
    # Beside a number of a weekday "?" may be of an engine that counts from Sunday = 1; it is refused.
    marked = "?" in words and not re.search(r"\d", words[-1])
    return in_dialect(expression, at, _FIVE_MARKED if marked else _FIVE, context, warnings)
