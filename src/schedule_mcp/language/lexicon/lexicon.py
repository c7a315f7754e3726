"""A language: a table of words, and what its grammar has of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schedule_mcp.language.lexicon.cutting import raws_of_key
from schedule_mcp.language.lexicon.kinds import K
from schedule_mcp.language.lexicon.traits import Trait

Meanings = dict[str, Any]
"""Kind to value."""

_ONLY_GLUED = frozenset({K.UNIT, K.MERIDIEM, K.TIMES, K.TIMES_SIGN})
"""Beside a digit: before it ("x5") only times."""


@dataclass(slots=True)
class Longer:
    """Keys of several raw tokens with the same first one."""

    most: int = 0
    """Raw tokens of the longest."""
    seconds: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Lexicon:
    """A language."""

    code: str
    """ISO 639-1, such as "de"."""
    table: Mapping[str, Meanings]
    """Key to meanings; make it with `table`."""
    traits: frozenset[Trait] = frozenset()
    """What its grammar has of its own."""
    ordinal_suffixes: frozenset[str] = frozenset()
    """What may be glued to a number to make it an ordinal: st, nd, rd, th; º, er, e."""
    numbered_weekdays: frozenset[str] = frozenset()
    """What makes of 2 to 6 the days from Monday to Friday: "2ª", "6ª"."""
    inclusive_days: frozenset[int] = frozenset()
    """Numbers of days that people count with both ends, so that eight of them are a week."""

    def has(self, trait: Trait) -> bool:
        return trait in self.traits

    @property
    def joint(self) -> str:
        """What lies between the raw tokens of a key."""
        return "" if self.has(Trait.UNSPACED) else " "

    @cached_property
    def _index(self) -> tuple[dict[str, Meanings], dict[str, Longer], frozenset[str]]:
        keys: dict[str, Meanings] = {}
        longer: dict[str, Longer] = {}
        words: set[str] = set(self.ordinal_suffixes)
        joint = self.joint
        for key, meanings in self.table.items():
            raws = raws_of_key(key.lower())
            keys.setdefault(joint.join(raws), meanings)
            words.update(raws)
            if len(raws) > 1:
                found = longer.get(raws[0])
                if found is None:
                    found = longer[raws[0]] = Longer()
                found.seconds.add(raws[1])
                found.most = max(found.most, len(raws))
        return keys, longer, frozenset(words)

    @cached_property
    def keys(self) -> dict[str, Meanings]:
        """Keys as raw tokens with the joint between them."""
        return self._index[0]

    @cached_property
    def longer(self) -> dict[str, Longer]:
        """What a raw token begins besides itself."""
        return self._index[1]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every raw token of every key, and what may be glued to a number."""
        return self._index[2]

    @cached_property
    def loose(self) -> dict[str, Meanings]:
        """What a single letter means that is not glued to a number, where that is less."""
        if not self.has(Trait.LOOSE_LETTERS):
            return {}
        letters = {raw: found for raw, found in self.keys.items() if len(raw) == 1 and raw.isascii() and raw.isalpha()}
        return {raw: {k: v for k, v in found.items() if k not in _ONLY_GLUED} for raw, found in letters.items()}
