"""Words of a lexicon near a word that it lacks: one letter left out, added, exchanged, or two swapped."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

from schedule_mcp.language.lexicon import K, Lexicon

REPAIRED_FROM = 5
"""Only words of the dictionary with at least so many letters are repaired to."""
_SHORT = frozenset({K.ORDINAL, K.MONTH, K.UNIT, K.NUMBER, K.EVERY, K.NEXT, K.CLOCK})
"""Kinds of shorter words that two swapped letters are put right in: "lsat", but not "form" for "from"."""


_WORDS = Path(__file__).with_name("words.txt.gz")


@cache
def english_words() -> frozenset[str]:
    """Words of English of four letters and more, with common names: what one of them says is not a misspelt word.

    Made from the lists of the Spell Checker Oriented Word Lists (`words.LICENSE`), capitals folded.
    """
    return frozenset(gzip.decompress(_WORDS.read_bytes()).decode("ascii").split())


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


@lru_cache(maxsize=16)
def _index(words: frozenset[str]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for word in words:
        for key in {word, *_shortened(word)}:
            index.setdefault(key, set()).add(word)
    return index


_vocabularies: dict[str, frozenset[str]] = {}


def near(word: str, lexicon: Lexicon) -> set[str]:
    if len(word) > 24:
        return set()
    if lexicon.code not in _vocabularies:
        _vocabularies[lexicon.code] = frozenset(w for w in lexicon.table if len(w) >= REPAIRED_FROM - 1 and w.isalpha())
    index = _index(_vocabularies[lexicon.code])
    found: set[str] = set()
    for key in {word, *_shortened(word)}:
        found |= {w for w in index.get(key, ()) if _one_edit(word, w)}
    return found


def swapped(word: str, meant: str, lexicon: Lexicon) -> bool:
    """Whether only neighbours are swapped in a short word that says a day, a month or a number."""
    return sorted(word) == sorted(meant) and not _SHORT.isdisjoint(lexicon.table[meant])


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter is left out, added, exchanged, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    a, b = one[i:], other[i:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1)
