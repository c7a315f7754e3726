"""Texts in a language that is not read, told as such: who asked can say it in one that is."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.tokens.spelling import english_words

HINT = (
    "Say the same in English, or in Chinese, Dutch, French, German, Italian, Japanese, Polish, Portuguese or Spanish."
)
_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH", "MODIFIER", "MASCULINE", "FEMININE")
"""How the names of letters begin in which the languages that are read are written."""
_WORDS_AT_LEAST = 2
_SHOWN = 40


def in_other_script(text: str) -> bool:
    """Whether most letters of the text are of a script in which no language is read: "каждый день", "매일"."""
    letters = [char for char in text if char.isalpha()]
    others = sum(not unicodedata.name(char, "LATIN").startswith(_SCRIPTS) for char in letters if not char.isascii())
    return 2 * others > len(letters)


def is_foreign(words: Sequence[str], english: Collection[str], others: Collection[Collection[str]]) -> bool:
    """Whether most words of a text are of no language that is read: "varje dag", "her gün".

    Args:
        words: Those of letters, in lower case.
        english: The words of English that are read; its common words are known besides.
        others: Those of each other language.
    """
    if len(words) < _WORDS_AT_LEAST:
        return False
    in_english = sum(word in english or word in english_words() for word in words)
    return all(2 * known < len(words) for known in (in_english, *(sum(w in other for w in words) for other in others)))


def language_not_read(text: str) -> UnreadableText:
    return UnreadableText(f"'{text.strip()[:_SHOWN]}' is in a language that is not read", HINT, part=text[:_SHOWN])
