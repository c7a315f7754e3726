"""Names of tests that stay when rows are added: from what a row says, never from its place in a table."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from hypothesis import HealthCheck, settings

# A property is not judged by how fast a loaded machine makes its examples.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

SHORT = 40


def spelled(value: object) -> str:
    """A value in one spelling: sets have no order of their own, and it differs from one process to the next."""
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(spelled, value))) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{spelled(key)}: {spelled(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(spelled, value)) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(spelled(getattr(value, part.name)) for part in fields(value))})"
    return repr(value)


def pytest_make_parametrize_id(val: Any, argname: str) -> str | None:
    """The value itself where it is short, else its digest; None leaves the name to pytest.

    What pytest names after its value anyway (texts, numbers, enums, functions) it goes on to name, and so what has
    no spelling but its address in memory.
    """
    if val is None or isinstance(val, (str, bytes, int, float, complex, re.Pattern)) or hasattr(val, "__name__"):
        return None
    text = spelled(val)
    if " at 0x" in text:
        return None
    if len(text) <= SHORT and text.isprintable() and "::" not in text:
        return text
    return f"{argname}~{sha256(text.encode()).hexdigest()[:8]}"
