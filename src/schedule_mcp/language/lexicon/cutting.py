"""Cutting texts and keys into raw tokens."""

from __future__ import annotations

import re
from typing import Final

RAW = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f々〇]"  # one Chinese or Japanese character
    r"|\d+"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]+(?:['’](?:[^\W\d_]+)?)*"
    r"|\S"
)
"""Cuts text into raw tokens."""

_ELISION = re.compile(r"(?<=['’])(?=[^\W\d_]{3,})")


def cut(text: str) -> list[str]:
    """The raw tokens of a key or a text in lower case."""
    return [part for raw in RAW.findall(text.replace("’", "'")) for part in _parts(raw)]


def _parts(raw: str) -> list[str]:
    """ "l'ultimo" as "l'" and "ultimo"; "o'clock" and "year's" stay whole."""
    if "'" not in raw or raw in _WHOLE:
        return [raw]
    return [part for part in _ELISION.split(raw) if part]


_WHOLE: Final = frozenset({"o'clock"})


def raws_of_key(key: str) -> list[str]:
    """`cut`, quicker for the many keys of letters and blanks, or of Chinese and Japanese signs, alone."""
    if max(key) < _BEYOND_LATIN:
        raws = key.split(" ")
        return raws if all(map(str.isalpha, raws)) else cut(key)
    return list(key) if min(key) >= _FIRST_KANA and max(key) < _BEYOND_HAN else cut(key)


_BEYOND_LATIN, _FIRST_KANA, _BEYOND_HAN = "\u0250", "\u3041", "\ua000"
