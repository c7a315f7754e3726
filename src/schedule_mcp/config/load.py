"""The operator's configuration: files, the environment, or nothing at all, checked and with its secrets.

A secret is written as "env:NAME" and read from the environment; it appears in no message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schedule_mcp.config.sources import find
from schedule_mcp.config.table import AGENT, KINDS, NOTIFY, Setting, setting
from schedule_mcp.errors import ConfigError
from schedule_mcp.outside.secrets import remember, remember_headers, remember_url, sounds_secret
from schedule_mcp.outside.text import one_line

INBOX = "inbox"
CREATES_PER_MINUTE = 60
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHOWN = frozenset(
    {"kind", "base_url", "database", "agent_id", "user_id", "cron_timezone", "weekday_numbering", "contract"}
)
"""Settings that answers show even where they come from the environment: an id that is hidden cannot be used."""
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class Config:
    """A checked configuration; `source` says where it came from. Secrets are resolved in `backends`."""

    default_backend: str
    backends: Mapping[str, Mapping[str, Any]] = field(repr=False)
    data_dir: Path
    source: str
    timezone: str | None = None
    holidays: str = ""
    """The place whose public holidays are meant where words name none."""
    read_only: bool = False
    allowed_backends: frozenset[str] | None = None
    """None where it is not given, which allows all; an empty one allows none."""
    allowed_agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    minimum_cadence: timedelta = timedelta(0)
    creates_per_minute: int = CREATES_PER_MINUTE
    """On each backend; 0 is no limit."""
    notices: tuple[str, ...] = ()
    """Files that were passed over, a sentence each."""
    said: str = ""
    """What is in force and what was passed over, for people and models."""


def load(path: str = "", environ: Mapping[str, str] | None = None) -> Config:
    """The configuration: the environment, upon the file of a trusted folder, upon the person's own file.

    Args:
        path: What --config names: then it is the only file.
        environ: The environment, when it is not the process's own.

    Raises:
        ConfigError: with the setting and what to write instead.
    """
    from schedule_mcp.config.settings import settings_of

    environ = os.environ if environ is None else environ
    found = find(path, environ)
    table = settings_of(found, environ)
    backends = table["backends"]
    default = table.get("default_backend", next(iter(backends)))
    if default not in backends:
        raise ConfigError(
            f"default_backend '{one_line(default)}' is not configured", f"Configured: {', '.join(backends)}."
        )
    agents = table.get("allowed_agents", {})
    _check_known(agents, backends, "allowed_agents")
    _check_known(table.get("allowed_backends", ()), backends, "allowed_backends")
    return Config(
        default_backend=default,
        backends={name: _backend(name, settings, found.data_dir, environ) for name, settings in backends.items()},
        data_dir=found.data_dir,
        source=found.source,
        timezone=_zone(table.get("timezone", "")),
        holidays=_holidays(table.get("holidays", "")),
        read_only=table.get("read_only", False),
        # One that is not there allows all, an empty one none.
        allowed_backends=frozenset(table["allowed_backends"]) if "allowed_backends" in table else None,
        allowed_agents={name: frozenset(held) for name, held in agents.items()},
        minimum_cadence=timedelta(seconds=table.get("minimum_cadence_s", 0)),
        creates_per_minute=table.get("creates_per_minute", CREATES_PER_MINUTE),
        notices=found.notices,
        said=found.said,
    )


def _check_known(names: Any, backends: Mapping[str, Any], where: str) -> None:
    from schedule_mcp.config.settings import refuse_unknown

    refuse_unknown(dict.fromkeys(names), backends, f"`{where}`")


def _holidays(place: str) -> str:
    if not place:
        return ""
    from schedule_mcp.schedule.public_holidays import is_known

    if not is_known(place.upper()):
        raise ConfigError(
            f"no public holidays are known of '{place[:20]}'", 'Write a country or a part of it: holidays = "DE-BY".'
        )
    return place.upper()


def _zone(name: str) -> str | None:
    if not name:
        return None
    from schedule_mcp.errors import InputError
    from schedule_mcp.language.tokens.places import zone_argument

    try:
        return zone_argument(name)
    except InputError as error:
        raise ConfigError(f"timezone: {error.message}", error.hint) from None


def _backend(name: str, settings: Mapping[str, Any], data_dir: Path, environ: Mapping[str, str]) -> Mapping[str, Any]:
    from schedule_mcp.config.settings import checked_settings

    checked = checked_settings(name, settings)
    resolved = {key: _resolved(name, key, value, environ) for key, value in checked.items()}
    for key, value, about in _placed(resolved, KINDS[resolved["kind"]]):
        _keep_secret(key, value, about, environ)
    for key, value, about in _placed(resolved, KINDS[resolved["kind"]]):
        _check(name, key, value, about, bool(resolved.get("allow_http", False)))
    return {**resolved, "data_dir": str(data_dir)}


# -- secrets ---------------------------------------------------------------------------------------------------


def _resolved(name: str, setting_name: str, value: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _resolved(name, setting_name, each, environ) for key, each in value.items()}
    if isinstance(value, list):
        return [_resolved(name, setting_name, each, environ) for each in value]
    if not (isinstance(value, str) and value.startswith("env:")):
        return value
    variable = value.removeprefix("env:")
    shown = one_line(variable)
    secret = environ.get(variable)
    if not secret:
        raise ConfigError(f"backend '{one_line(name)}' needs the environment variable {shown}", "Set it, or remove it.")
    if setting_name not in _SHOWN:
        remember([secret])
    if not secret.isprintable():
        raise ConfigError(
            f"the environment variable {shown} has line breaks or control characters",
            "Set it to the secret alone.",
        )
    return secret


def _placed(table: Mapping[str, Any], settings: tuple[Setting, ...]) -> Iterator[tuple[str, Any, Setting]]:
    """Every setting of a backend and of its agents, with what is known of it."""
    for key, value in table.items():
        found = setting(settings, key)
        if found is not None:
            yield key, value, found
    for agent in table.get("agents", {}).values() if settings is KINDS["local"] else ():
        yield from _placed(agent, AGENT)
    for told in table.get("notify", {}).values() if settings is KINDS["local"] else ():
        yield from _placed(told, NOTIFY)


def _keep_secret(key: str, value: Any, about: Setting, environ: Mapping[str, str]) -> None:
    if about.is_address and isinstance(value, str):
        remember_url(value)
    elif key == "headers" and isinstance(value, dict):
        remember_headers({str(k): str(v) for k, v in value.items()})
    elif key == "env" and isinstance(value, dict):
        remember(str(each) for name, each in value.items() if sounds_secret(name))
    elif key == "pass_env" and isinstance(value, list):
        remember(environ.get(str(name), "") for name in value if sounds_secret(str(name)))
    elif about.is_secret:
        held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        remember(map(str, held))


# -- values that must fit where they go ------------------------------------------------------------------------


def _check(name: str, key: str, value: Any, about: Setting, allow_http: bool) -> None:
    where = f"backend '{one_line(name)}'"
    if about.is_address and key == "database":
        _check_database(where, str(value))
    elif about.is_address:
        _check_url(where, str(value), allow_http)
    elif about.type == "table":
        _check_urls_in(where, value, allow_http)
    if about.in_header:
        headers = value if isinstance(value, dict) else {"X": str(value)}
        for header, each in headers.items():
            if not _HEADER.fullmatch(header):
                raise ConfigError(f"{where}: {key} has a name that no HTTP header has", f"Write {about.example}.")
            if not (isinstance(each, str) and each.isascii() and each.isprintable()):
                told = f"{where}: {key} has characters that no HTTP header carries"
                raise ConfigError(told, "Use letters, digits and signs of ASCII.")


def _check_database(where: str, url: str) -> None:
    """An @ in a password that is not escaped makes another host of it, and errors would show that host."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgresql", "postgres"):
        return
    if "@" in rest.rpartition("@")[0].partition("?")[0]:
        told = f"{where}: the user or the password in `database` has an @ that is not escaped"
        raise ConfigError(told, "Write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F.")


def _check_urls_in(where: str, value: Any, allow_http: bool) -> None:
    """Addresses within a table that goes on as it is, such as a description's or a callback's."""
    for key, each in value.items() if isinstance(value, dict) else ():
        if key in ("base_url", "url"):
            _check_url(where, str(each), allow_http)
        else:
            _check_urls_in(where, each, allow_http)


def _check_url(where: str, url: str, allow_http: bool) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
        usable = usable and parts.username is None and parts.password is None
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or not url.isprintable():
        raise ConfigError(f"{where} has no usable URL", "Write https://HOST/… without user name, ? and #.")
    if parts.scheme == "http" and not allow_http and parts.hostname not in _LOOPBACK:
        raise ConfigError(
            f"{where} has a URL without TLS on another machine",
            "Use https, or write allow_http = true for this backend.",
        )
