"""The names of the parts of a schedule that a backend holds as several objects: "NAME [i/n key]"."""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY_LENGTH = 4

_MEMBER = re.compile(r"(?s)(.*) \[([1-9]\d?)/([1-9]\d?) ([0-9a-f]{4})\]")


@dataclass(frozen=True)
class Part:
    """What the name of a member says: part `number` of `count` of the group `key`."""

    name: str
    number: int
    count: int
    key: str


def is_part_name(name: str) -> bool:
    """Whether a name has the shape of a part's, with whatever numbers."""
    return _MEMBER.fullmatch(name) is not None


def part_named(name: str) -> Part | None:
    """What a name says about a group; None for the name of a schedule of its own.

    >>> part_named("report [2/5 9f3c]")
    Part(name='report', number=2, count=5, key='9f3c')
    """
    match = _MEMBER.fullmatch(name)
    if match is None:
        return None
    title, number, count, key = match.groups()
    return Part(title, int(number), int(count), key) if int(number) <= int(count) and int(count) > 1 else None


def member_name(name: str, number: int, count: int, key: str) -> str:
    """
    >>> member_name("report", 2, 5, "9f3c")
    'report [2/5 9f3c]'
    """
    return f"{name} [{number}/{count} {key}]"
