"""Looking at tokens that are about to be put into another order, and replacing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, overload

from schedule_mcp.language.lexicon import VALUE_OF_BARE_KEYS, K, Kind
from schedule_mcp.language.tokens.text import Token

Replacement = tuple[int, list[Token]] | None
"""How many tokens are taken and what stands there instead; None where a rule says nothing."""
T = TypeVar("T")
AFTER_A_DURATION = (K.EVERY_AFTER, K.APART, K.FROM_NOW, K.BEFORE)


@overload
def of(like: Token, kind: str) -> Token: ...
@overload
def of(like: Token, kind: Kind[T], value: T) -> Token: ...
def of(like: Token, kind: str, value: object = None) -> Token:
    """A token of this kind in place of another one."""
    return Token(like.text, {kind: VALUE_OF_BARE_KEYS.get(kind) if value is None else value}, like.glued, like.start)


def has(tokens: list[Token], i: int, *kinds: str) -> bool:
    if not 0 <= i < len(tokens):
        return False
    meanings = tokens[i].meanings
    for kind in kinds:  # noqa: SIM110 (asked so often that a generator is felt)
        if kind in meanings:
            return True
    return False


def has_unit(tokens: list[Token], i: int, *units: str) -> bool:
    return has(tokens, i, K.UNIT) and tokens[i].meanings[K.UNIT] in units


def replaced(
    tokens: list[Token], rule: Callable[[list[Token], int], Replacement], beginnings: frozenset[str]
) -> list[Token]:
    """The tokens with what the rule says at each place where one of its beginnings stands."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        answer = None if beginnings.isdisjoint(tokens[i].meanings) else rule(tokens, i)
        used, instead = answer if answer is not None else (1, [tokens[i]])
        found.extend(instead)
        i += used
    return found
