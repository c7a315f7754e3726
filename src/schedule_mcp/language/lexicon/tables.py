"""Tables of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schedule_mcp.language.lexicon.kinds import VALUE_OF_BARE_KEYS
from schedule_mcp.language.lexicon.lexicon import Meanings


def table(*rows: tuple[Any, ...]) -> dict[str, Meanings]:
    """A table from one row for each kind: (kind, words, more words …), where words are {"a|b|c": value} or, for kinds
    without a value, "a|b|c" in a list.

    >>> table((K.MONTH, {"jan|january": 1}), (K.EVERY, ["each"]))["jan"]
    {'month': 1}

    Raises:
        ValueError: a kind has two rows, or a key two values in one row.
    """
    made: dict[str, Meanings] = {}
    kinds = [kind for kind, *_ in rows]
    if len(set(kinds)) < len(kinds):
        raise ValueError("a kind has two rows: " + ", ".join(sorted(k for k in set(kinds) if kinds.count(k) > 1)))
    for kind, *parts in rows:
        for key, value in _pairs(parts, VALUE_OF_BARE_KEYS.get(kind)):
            meanings = made.setdefault(key, {})
            if kind in meanings:
                raise ValueError(f"{key!r} is written twice as {kind}")
            meanings[kind] = value
    return made


def _pairs(parts: Iterable[Mapping[str, Any] | Iterable[str]], bare: Any) -> Iterator[tuple[str, Any]]:
    for part in parts:
        for keys, value in part.items() if isinstance(part, Mapping) else ((keys, bare) for keys in part):
            for key in keys.split("|"):
                yield key.strip(), value
