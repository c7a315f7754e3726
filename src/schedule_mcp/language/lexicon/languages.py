"""The languages that are read, in the order in which they are tried."""

from __future__ import annotations

from functools import cache

from schedule_mcp.language.lexicon.en import ENGLISH
from schedule_mcp.language.lexicon.lexicon import Lexicon

__all__ = ["ENGLISH", "other_languages"]


@cache
def other_languages() -> tuple[Lexicon, ...]:
    """Every language but English; their tables are loaded with the first text that is not English."""
    from schedule_mcp.language.lexicon.de import GERMAN
    from schedule_mcp.language.lexicon.es import SPANISH
    from schedule_mcp.language.lexicon.fr import FRENCH
    from schedule_mcp.language.lexicon.it import ITALIAN
    from schedule_mcp.language.lexicon.ja import JAPANESE
    from schedule_mcp.language.lexicon.nl import DUTCH
    from schedule_mcp.language.lexicon.pl import POLISH
    from schedule_mcp.language.lexicon.pt import PORTUGUESE
    from schedule_mcp.language.lexicon.zh import CHINESE

    return SPANISH, GERMAN, FRENCH, PORTUGUESE, ITALIAN, DUTCH, CHINESE, JAPANESE, POLISH
