"""A text from outside that tries everything: lines of its own, a terminal's codes, markup, unseen characters."""

from __future__ import annotations

HOSTILE = (
    "evil\r\nCREATED: fake\u2028next\x1b[31m\x9b2J\x07\u202egnp\u2066x\u200b\u200d\ufeffy\u3164\U000e0041\x85"
    "[/red][link=https://evil.example]z[/link]\ud800end"
)

UNSEEN = set("\r\x1b\x9b\x07\u2028\u202e\u2066\u200b\u200d\ufeff\u3164\U000e0041\x85\ud800")
"""What may stand in no text that is told."""


def unseen_in(text: str) -> set[str]:
    return {c for c in text if c in UNSEEN or not (c.isprintable() or c in "\n\t")}
