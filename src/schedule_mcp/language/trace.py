"""How a text is read, step by step, for people who work on the grammar: tokens, items, groups, choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from schedule_mcp.errors import InputError
from schedule_mcp.language.compose import schedule_of
from schedule_mcp.language.compose.structure.groups import Outline
from schedule_mcp.language.compose.structure.outline import outline
from schedule_mcp.language.context import Context, NeedsAnswer
from schedule_mcp.language.description import describe
from schedule_mcp.language.lexicon import Lexicon
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.machine.dispatch import read_machine
from schedule_mcp.language.reader import sentence_of
from schedule_mcp.language.tokens.text import Tokens, cleaned, raws_of, tokenize
from schedule_mcp.schedule.zones import canonical_name


def traced(text: str, *, now: datetime, timezone: str | None = None) -> list[str]:
    """Lines that show how `read` comes to its reading, in each language that knows all words."""
    now, name = now.astimezone(UTC), canonical_name(timezone) if timezone else None
    try:
        if text.strip() and read_machine(text, now=now, timezone=name) is not None:
            return ["machine form: known by its shape, not read as words"]
    except InputError as error:
        return [f"machine form, refused: {error}"]
    words = cleaned(text)
    raws = raws_of(words)
    readings = [(lexicon, tokenize(words, lexicon, raws=raws)) for lexicon in (ENGLISH, *other_languages())]
    known = [(lexicon, tokens) for lexicon, tokens in readings if not tokens.unknown]
    if not known:
        known = [(ENGLISH, tokenize(words, ENGLISH, raws=raws, repair=True))]
    return [line for lexicon, tokens in known for line in _in_language(lexicon, tokens, now, name)]


def _in_language(lexicon: Lexicon, tokens: Tokens, now: datetime, name: str | None) -> Iterator[str]:
    yield f"language {lexicon.code}"
    for token in tokens.tokens:
        kinds = ", ".join(kind if value is None else f"{kind} = {value}" for kind, value in token.meanings.items())
        yield f"  token  {token.text!r}: {kinds or 'nothing that is known'}"
    sentence = sentence_of(tokens, lexicon)
    yield from (f"  item   {shown(item)}" for item in sentence.items)
    if sentence.refusal is not None:
        yield f"  refused: {sentence.refusal}"
        return
    context = Context(now, name)
    try:
        yield from _groups(outline(sentence.items))
        schedule = schedule_of(sentence.items, context)
    except NeedsAnswer as need:
        yield f"  asks   {need.ask}"
        return
    except InputError as error:
        yield from _choices(context)
        yield f"  refused: {error}"
        return
    yield from _choices(context)
    yield f"  reads  {describe(schedule)}"


def _groups(made: Outline) -> Iterator[str]:
    for group in made.groups:
        yield f"  group  {shown(group)}"
    whole = [
        f"{f.name}={shown(value)}" for f in fields(made) if f.name != "groups" and (value := getattr(made, f.name))
    ]
    if whole:
        yield f"  whole  {', '.join(whole)}"


def _choices(context: Context) -> Iterator[str]:
    for ask, count in context.asked:
        yield f"  choice {ask} ({count} option{'s' * (count != 1)}, the first is taken here)"
    yield from (f"  assumes {text}" for text in context.assumptions)


def shown(value: object) -> str:
    """The value with only those of its fields that say something.

    >>> shown([frozenset({2, 1})])
    '[{1, 2}]'
    """
    if is_dataclass(value) and not isinstance(value, type):
        said = ((f, getattr(value, f.name)) for f in fields(value) if f.repr)
        inner = ", ".join(f"{f.name}={shown(held)}" for f, held in said if held not in (f.default, []))
        return f"{type(value).__name__}({inner})"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    if isinstance(value, frozenset | set):
        return "{" + ", ".join(map(repr, sorted(value, key=repr))) + "}"
    return repr(value)
