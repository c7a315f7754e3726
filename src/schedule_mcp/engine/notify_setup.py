"""Who is told, from the operator's tables, each checked before a worker begins."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from schedule_mcp.engine.notify import DEFAULT_EVENTS, EVENTS, TIMEOUT_S, Mail, Notification
from schedule_mcp.engine.setup import environment_of
from schedule_mcp.errors import ConfigError
from schedule_mcp.outside.text import one_line

_WAYS = ("url", "command", "smtp", "desktop", "services")
_OF_WAY = {
    "url": ("secret", "headers"),
    "command": ("env", "pass_env"),
    "smtp": ("sender", "to", "username", "password"),
}
_ANY = ("on", "agents", "timeout_s")
_NEEDS = {"desktop": "desktop_notifier", "services": "apprise"}


def notification(name: str, table: Mapping[str, Any]) -> Notification:
    """The notification of a table `[backends.NAME.notify.WHO]`.

    Raises:
        ConfigError: with the setting.
    """
    where = f"notify '{one_line(name)}'"
    way = _way(where, table)
    known = (*_ANY, *_WAYS, *(each for more in _OF_WAY.values() for each in more))
    for key in table:
        if key not in known:
            raise ConfigError(
                f"{where} has an unknown setting '{one_line(key)}'", f"Known: {', '.join(sorted(known))}."
            )
        if key not in (*_ANY, way, *_OF_WAY.get(way, ())):
            raise ConfigError(f"{where} has `{key}`, which does not go with `{way}`", "Remove it.")
    on = _texts(where, table, "on", DEFAULT_EVENTS)
    for event in on:
        if event not in EVENTS:
            raise ConfigError(f"{where}: there is no event '{one_line(event)}'", f"Use {', '.join(EVENTS)}.")
    return Notification(
        name=name,
        on=on,
        agents=_texts(where, table, "agents"),
        url=_text(where, table, "url"),
        secret=_text(where, table, "secret"),
        headers=table.get("headers", {}),
        command=_texts(where, table, "command"),
        env=environment_of(where, table),
        mail=_mail(where, table) if way == "smtp" else None,
        desktop=way == "desktop",
        services=_texts(where, table, "services"),
        timeout_s=_seconds(where, table),
    )


def _way(where: str, table: Mapping[str, Any]) -> str:
    ways = [way for way in _WAYS if table.get(way)]
    if len(ways) != 1:
        raise ConfigError(f"{where} needs exactly one of {', '.join(_WAYS)}", "Name one way to tell.")
    missing = _NEEDS.get(ways[0])
    if missing and find_spec(missing) is None:
        raise ConfigError(f"{where} needs the package {missing}", "Run: pip install 'schedule-mcp[notify]'")
    if "desktop" in table and table["desktop"] not in (True, False):
        raise ConfigError(f"{where}: desktop is not true or false", "Write desktop = true.")
    return ways[0]


def _mail(where: str, table: Mapping[str, Any]) -> Mail:
    smtp, sender, to = _text(where, table, "smtp"), _text(where, table, "sender"), _texts(where, table, "to")
    try:
        parts = urlsplit(smtp)
        usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
        usable = usable and parts.username is None and parts.path in ("", "/")
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"{where}: smtp is no address of a mail server", "Write smtps://HOST or smtp://HOST:PORT.")
    if not sender or not to or not all(each.isprintable() and "@" in each for each in (sender, *to)):
        raise ConfigError(f"{where} needs a sender and somebody in `to`", 'Write to = ["me@example.com"].')
    return Mail(smtp, sender, to, _text(where, table, "username"), _text(where, table, "password"))


def _text(where: str, table: Mapping[str, Any], key: str) -> str:
    found = table.get(key, "")
    if not isinstance(found, str):
        raise ConfigError(f"{where}: {key} is no text", "Write it in quotes.")
    return found


def _texts(where: str, table: Mapping[str, Any], key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = table.get(key, default)
    if isinstance(found, str) or not all(isinstance(each, str) for each in found):
        raise ConfigError(f"{where}: {key} is no list of texts", f'Write {key} = ["…"].')
    return tuple(found)


def _seconds(where: str, table: Mapping[str, Any]) -> float:
    found = table.get("timeout_s", TIMEOUT_S)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 600:
        raise ConfigError(f"{where}: timeout_s is no number of seconds up to 600", "Write timeout_s = 20.")
    return float(found)
