"""Bodies with holes: filled for what is sent, and matched backwards for what came.

A hole is `{name}`. As a whole text it keeps the type of its value; within a text it stands for a part of that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

Template = Any
"""A JSON value whose texts may have holes."""

_HOLE = re.compile(r"\{([a-z][a-z_0-9]*)\}")


def holes(template: Template) -> Iterator[str]:
    """The names of all holes of a template."""
    if isinstance(template, str):
        yield from _HOLE.findall(template)
    elif isinstance(template, Mapping):
        for each in template.values():
            yield from holes(each)
    elif isinstance(template, list):
        for each in template:
            yield from holes(each)


def filled(template: Template, values: Mapping[str, Any]) -> Any:
    """
    >>> filled({"at": "@at {instant}", "n": "{count}"}, {"instant": "2027", "count": 3})
    {'at': '@at 2027', 'n': 3}
    """
    if isinstance(template, str):
        whole = _HOLE.fullmatch(template)
        return values[whole[1]] if whole else _HOLE.sub(lambda hole: str(values[hole[1]]), template)
    if isinstance(template, Mapping):
        return {key: filled(each, values) for key, each in template.items()}
    if isinstance(template, list):
        return [filled(each, values) for each in template]
    return template


def matched(template: Template, value: Any, found: dict[str, Any]) -> bool:
    """Whether a value has the shape of a template; `found` gets what stands in its holes. Further keys do not count.

    >>> found = {}
    >>> matched({"at": "@at {instant}"}, {"at": "@at 2027", "more": 1}, found), found
    (True, {'instant': '2027'})
    """
    if isinstance(template, str):
        return _text_matched(template, value, found)
    if isinstance(template, Mapping):
        return isinstance(value, Mapping) and all(
            key in value and matched(each, value[key], found) for key, each in template.items()
        )
    if isinstance(template, list):
        return (
            isinstance(value, list)
            and len(value) == len(template)
            and all(matched(each, one, found) for each, one in zip(template, value, strict=True))
        )
    return type(template) is type(value) and bool(template == value)


def _text_matched(template: str, value: Any, found: dict[str, Any]) -> bool:
    whole = _HOLE.fullmatch(template)
    if whole:
        return value is not None and found.setdefault(whole[1], value) == value
    names = _HOLE.findall(template)
    if not names:
        return isinstance(value, str) and value == template
    if not isinstance(value, str):
        return False
    pattern = "(.+?)".join(map(re.escape, _HOLE.split(template)[::2]))
    parts = re.fullmatch(pattern, value, re.S)
    return parts is not None and all(
        found.setdefault(name, part) == part for name, part in zip(names, parts.groups(), strict=True)
    )


def part_at(value: Any, path: Sequence[str]) -> Any:
    """What stands at a path of keys; None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def put_at(body: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Set a value at a path of keys, making the objects on the way."""
    *way, last = path
    for key in way:
        held = body.get(key)
        if not isinstance(held, dict):
            held = body[key] = {}
        body = held
    body[last] = value


def joined(held: Any, wanted: Any) -> Any:
    """`wanted` over what is held: objects key by key, so that keys of other hands stay; anything else as wanted."""
    if isinstance(held, Mapping) and isinstance(wanted, Mapping):
        return {**deepcopy(dict(held)), **{key: joined(held.get(key), each) for key, each in wanted.items()}}
    return wanted
