"""Text from outside, as data: cleaned, cut and quoted before it stands in anything that we say.

Every way of showing such a text goes through `visible`. Secrets are taken out before a text is cut.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from schedule_mcp.outside.secrets import redacted

_QUOTED_AT_MOST = 60


_NAME_SHOWN = 240


_TEXT_SHOWN = 64_000


INPUT_SHOWN = 2_000
"""Characters of an input in the text; the structured answer has all of it."""

_DEPTH_SHOWN = 64
_NUMBER_SHOWN = 10**18

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
"""What Unicode counts as printable and draws nothing: fillers and selectors of variants."""


def visible(text: str, keep: str = "") -> str:
    """Text with a space for each character that is not seen: control and format characters, line breaks, fillers.

    Args:
        text: From outside.
        keep: Characters that stay although they are not seen.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in keep else " " for c in text)
    return _INVISIBLE.sub(" ", text)


def quoted(text: object) -> str:
    """Outside text as part of a message: cut, without control characters, in quotes."""
    return f"'{one_line(str(text), _QUOTED_AT_MOST)}'"


def one_line(text: str, at_most: int = _NAME_SHOWN) -> str:
    """Text from outside on one line: no control or formatting characters, cut."""
    shown = visible(redacted(text))
    return shown if len(shown) <= at_most else shown[: at_most - 1] + "…"


def cleaned(value: Any, depth: int = 0) -> Any:
    """A JSON value from outside whose texts keep line breaks and tabs, but no other control characters.

    What JSON cannot say (NaN, infinity) or a client cannot hold (nesting, very long numbers) becomes text.
    """
    if isinstance(value, str):
        return visible(redacted(value)[:_TEXT_SHOWN], "\n\t")
    if depth > _DEPTH_SHOWN:
        return "…"
    if isinstance(value, Mapping):
        return {one_line(str(key)): cleaned(held, depth + 1) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(held, depth + 1) for held in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) >= _NUMBER_SHOWN:
        return f"{value:#x}"
    return value


def told(text: str) -> str:
    """A text of ours as it leaves: its lines stay, and nothing in it is unseen or secret."""
    return visible(redacted(text), "\n")


def in_quotes(text: str) -> str:
    """A text from outside in quotes on one line, with its length where it is cut."""
    import json  # The core cleans texts too and does without it.

    shown = visible(redacted(text), "\n\t")
    if len(shown) <= INPUT_SHOWN:
        return json.dumps(shown, ensure_ascii=False)
    return f"{json.dumps(shown[:INPUT_SHOWN], ensure_ascii=False)} … {len(shown):,} characters in all"
