"""The one knot of the grammar: the two places where a reader needs one that is built on it.

A day may be told by another day ("from the 5th to the last Friday", "a week from Monday"), and an answer to a question
is read as a phrase of its own. Every other reader imports what it builds on, and imports go one way; what closes the
circle is looked up here, when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schedule_mcp.language.grammar.cursor import Cursor
    from schedule_mcp.language.grammar.items import Item


def inner_day(c: Cursor, *, every: bool = False, single: bool = False) -> list[Item]:
    """A day within another statement, as `days.read_day` reads it."""
    from schedule_mcp.language.grammar.days import read_day

    return read_day(c, every=every, single=single)


def items_of_answer(text: str) -> tuple[Item, ...]:
    """The items of an answer in canonical English."""
    from schedule_mcp.language.grammar.parser import parse
    from schedule_mcp.language.lexicon.en import ENGLISH
    from schedule_mcp.language.tokens.text import tokenize

    return tuple(parse(tokenize(text.lower(), ENGLISH).tokens, ENGLISH)[0])
