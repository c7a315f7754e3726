"""The settings that a configuration may hold: their names, their types, and what to write instead of a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from schedule_mcp.errors import ConfigError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _text(value: Any) -> str | None:
    """A text of one line; a number stands for an id."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.isprintable() and value else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _seconds(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None


def _table(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _texts(value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict) or any(not isinstance(v, str) or _text(v) is None for v in value.values()):
        return None
    return value


def _tables(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict) or any(not isinstance(v, dict) or not _text(k) for k, v in value.items()):
        return None
    return value


Check = Callable[[Any], Any]

TEXT: tuple[Check, str] = (_text, '"a text of one line"')
FLAG: tuple[Check, str] = (_flag, "true or false")
SECONDS: tuple[Check, str] = (_seconds, "a number of seconds above 0")
TABLE: tuple[Check, str] = (_table, "{ … }")

_COMMON: Mapping[str, tuple[Check, str]] = {
    "kind": TEXT,
    "base_url": TEXT,
    "agent_id": TEXT,
    "allow_http": FLAG,
    "headers": (_texts, '{ Name = "text", … }'),
    "timeout_s": SECONDS,
    "api_key": TEXT,
    "bearer_token": TEXT,
}
_DESCRIBED: Mapping[str, tuple[Check, str]] = {
    **_COMMON,
    "cron_timezone": TEXT,
    "dialect": TEXT,
    "input_template": TABLE,
}
SETTINGS: Mapping[str, Mapping[str, tuple[Check, str]]] = {
    "local": {
        "kind": TEXT,
        "database": TEXT,
        "agent_id": TEXT,
        "allow_http": FLAG,
        "agents": (_tables, "[backends.NAME.agents.AGENT] with url or command"),
    },
    "sequentum": {**_COMMON, "send_local_schedule": FLAG},
    "agentscope": {**_COMMON, "user_id": TEXT, "chat_model": TABLE, "weekday_numbering": TEXT},
    "uranus": {**_DESCRIBED, "callback": TABLE},
    "orq": {**_COMMON, "contract": TEXT},
    "hermes": _DESCRIBED,
    "langgraph": _DESCRIBED,
    "agno": _DESCRIBED,
    "http": {**_DESCRIBED, "description": TABLE},
}
"""Kind of a backend to its settings, each with a check and an example of what to write."""


def checked_settings(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one backend, each of its type; secrets are still as they were written.

    Raises:
        ConfigError: an unknown kind or setting, or a value of another type.
    """
    if not name or not name.isprintable():
        raise ConfigError("a backend has an empty name or one with control characters", "Write [backends.NAME].")
    kind = settings.get("kind")
    if not isinstance(kind, str) or kind not in SETTINGS:
        raise ConfigError(f"backend '{name}' has the kind '{kind}'", f"Use one of: {', '.join(SETTINGS)}.")
    refuse_unknown(settings, SETTINGS[kind], f"backend '{name}'")
    found = {}
    for key, value in settings.items():
        check, example = SETTINGS[kind][key]
        found[key] = check(value)
        if found[key] is None:
            raise ConfigError(f"backend '{name}': {key} has a value of the wrong kind", f"Write {key} = {example}.")
    return found


def from_text(kind: str, key: str, text: str) -> Any:
    """A setting that came as text, from the environment: true, false and numbers are what they say."""
    wanted = SETTINGS.get(kind, _COMMON)[key]
    if wanted is FLAG:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.lower(), text)
    if wanted is SECONDS:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def takes_text(kind: str) -> list[str]:
    """The settings of a kind that a text can give; those of an unknown kind are the common ones."""
    return [key for key, wanted in SETTINGS.get(kind, _COMMON).items() if wanted in (TEXT, FLAG, SECONDS)]


def check_urls(name: str, value: Any, allow_http: bool) -> None:
    """Every URL of a backend's settings leads where the operator may mean it to."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("base_url", "url"):
                _check_url(name, str(each), allow_http)
            else:
                check_urls(name, each, allow_http)


def _check_url(name: str, url: str, allow_http: bool) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("https", "http") and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or not url.isprintable():
        raise ConfigError(f"backend '{name}' has no usable URL", "Write https://HOST/… without user name, ? and #.")
    if parts.scheme == "http" and not allow_http and parts.hostname not in _LOOPBACK:
        raise ConfigError(
            f"backend '{name}' has a URL without TLS on another machine",
            "Use https, or write allow_http = true for this backend.",
        )


def refuse_unknown(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse a key that is not known, with the nearest that is."""
    names = sorted(known)
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
            raise ConfigError(f"{where} has an unknown setting '{key}'", hint)


def typed(table: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    """A value of the top level, of exactly that type; numbers are not negative."""
    value = table.get(key, default)
    if type(value) is not kind or (isinstance(value, int) and value < 0):
        what = {bool: "true or false", int: "a whole number from 0", str: "a text"}[kind]
        raise ConfigError(f"`{key}` is not {what}", f"Write {key} = {str(default).lower() or '…'}.")
    return value


def names(value: Any, known: Iterable[str] | None, where: str) -> frozenset[str]:
    """A list of names, each known where that is a question."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f"`{where}` is no list of names", f'Write {where} = ["NAME", …].')
    if known is not None:
        refuse_unknown(dict.fromkeys(value), known, f"`{where}`")
    return frozenset(value)
