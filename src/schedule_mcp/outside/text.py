"""Text from outside, as data: cleaned, cut and quoted before it stands in anything that we say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_QUOTED_AT_MOST = 60


_NAME_SHOWN = 240


_TEXT_SHOWN = 64_000


INPUT_SHOWN = 2_000
"""Characters of an input in the text; the structured answer has all of it."""


def quoted(text: object) -> str:
    """Outside text as part of a message: cut, without control characters, in quotes."""
    cleaned = "".join(c if c.isprintable() else " " for c in str(text))
    if len(cleaned) > _QUOTED_AT_MOST:
        cleaned = cleaned[: _QUOTED_AT_MOST - 1] + "…"
    return f"'{cleaned}'"


def one_line(text: str, at_most: int = _NAME_SHOWN) -> str:
    """Text from outside on one line: no control or formatting characters, cut."""
    cleaned = "".join(c if c.isprintable() else " " for c in text)
    return cleaned if len(cleaned) <= at_most else cleaned[: at_most - 1] + "…"


def cleaned(value: Any) -> Any:
    """A JSON value from outside whose texts keep line breaks and tabs, but no other control characters."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() or c in "\n\t" else " " for c in value[:_TEXT_SHOWN])
    if isinstance(value, Mapping):
        return {one_line(str(key)): cleaned(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(held) for held in value]
    return value


def in_quotes(text: str) -> str:
    """A text from outside in quotes on one line, with its length where it is cut."""
    import json  # The core cleans texts too and does without it.

    if len(text) <= INPUT_SHOWN:
        return json.dumps(text, ensure_ascii=False)
    return f"{json.dumps(text[:INPUT_SHOWN], ensure_ascii=False)} … {len(text):,} characters in all"
