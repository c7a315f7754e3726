"""Names for backends with a grammar of their own: ASCII, unique, of a length."""

from __future__ import annotations

import re
import unicodedata

_KEY_SHOWN = 8


def slug(name: str, key: str, at_most: int = 64) -> str:
    """ASCII letters, digits and single hyphens, beginning with a letter, with a key at the end that keeps it unique.

    >>> slug("Täglicher Bericht [1/3 9f3c]", "0123456789abcdef")
    'Taglicher-Bericht-1-3-9f3c-01234567'
    >>> slug("日报", "0123456789abcdef")
    'schedule-01234567'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    tail = f"-{key[:_KEY_SHOWN]}" if key else ""
    if not words[:1].isalpha():
        words = f"schedule-{words}".rstrip("-")
    return words[: at_most - len(tail)].rstrip("-") + tail
