"""The operator's configuration: a TOML file, or the environment alone, or nothing at all.

A secret is written as "env:NAME" and read from the environment; it appears in no message.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.config.settings import (
    check_urls,
    checked_settings,
    from_text,
    names,
    refuse_unknown,
    takes_text,
    typed,
)
from schedule_mcp.errors import ConfigError

if TYPE_CHECKING:
    pass

FILE_NAME = "schedule-mcp.toml"
_PREFIX = "SCHEDULE_MCP_"

INBOX = "inbox"

_TOP = frozenset(
    {
        "default_backend",
        "timezone",
        "read_only",
        "allowed_backends",
        "allowed_agents",
        "minimum_cadence_s",
        "creates_per_minute",
        "backends",
    }
)


CREATES_PER_MINUTE = 60


@dataclass(frozen=True)
class Config:
    """A checked configuration; `source` says where it came from. Secrets are resolved in `backends`."""

    default_backend: str
    backends: Mapping[str, Mapping[str, Any]]
    data_dir: Path
    source: str
    timezone: str | None = None
    read_only: bool = False
    allowed_backends: frozenset[str] = frozenset()
    allowed_agents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    minimum_cadence: timedelta = timedelta(0)
    creates_per_minute: int = CREATES_PER_MINUTE
    """On each backend; 0 is no limit."""


def load(path: str = "", environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of a path, of SCHEDULE_MCP_CONFIG, of the current or the user's directory, or the default.

    Raises:
        ConfigError: with the setting and what to write instead.
    """
    environ = os.environ if environ is None else environ
    data_dir = _data_dir(environ)
    file = file_in_force(path, environ)
    if file is not None:
        return _checked(_read(file), str(file), data_dir, environ)
    if environ.get(f"{_PREFIX}KIND"):
        return _checked(_from_environment(environ), "environment", data_dir, environ)
    table: dict[str, Any] = {"backends": {"local": {"kind": "local"}}}
    if environ.get(f"{_PREFIX}TIMEZONE"):
        table["timezone"] = environ[f"{_PREFIX}TIMEZONE"]
    return _checked(table, "defaults", data_dir, environ)


def _data_dir(environ: Mapping[str, str]) -> Path:
    named = environ.get(f"{_PREFIX}DATA_DIR")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("schedule-mcp", appauthor=False)


def file_in_force(path: str = "", environ: Mapping[str, str] | None = None) -> Path | None:
    """The configuration file that is used, None where there is none.

    Raises:
        ConfigError: a file was named that is not there.
    """
    environ = os.environ if environ is None else environ
    named = path or environ.get(f"{_PREFIX}CONFIG", "")
    if named:
        file = Path(named).expanduser()
        if not file.is_file():
            raise ConfigError(f"there is no configuration file {named}", "Check --config or SCHEDULE_MCP_CONFIG.")
        return file
    here = Path.cwd() / FILE_NAME
    if here.is_file():
        return here
    from platformdirs import user_config_path

    in_home = user_config_path("schedule-mcp", appauthor=False) / FILE_NAME
    return in_home if in_home.is_file() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        # Editors on Windows put a byte order mark before the first line.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file.name} is no TOML: {error}", "Correct that line.") from None
    except OSError as error:
        raise ConfigError(f"{file.name} cannot be read: {error.strerror}", "Check the path.") from None


def reads_only_in(file: Path | None, environ: Mapping[str, str] | None = None) -> bool | None:
    """Whether writes are turned off, by the standard library alone and without checking the rest; None: look closer.

    Raises:
        ConfigError: the file cannot be read.
    """
    environ = os.environ if environ is None else environ
    said = False if file is None else _read(file).get("read_only", False)
    return said if isinstance(said, bool) and not environ.get(f"{_PREFIX}READ_ONLY") else None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    kind = environ[f"{_PREFIX}KIND"]
    settings = {"kind": kind}
    for key in takes_text(kind):
        value = environ.get(f"{_PREFIX}{key.upper()}")
        if value:
            settings[key] = from_text(kind, key, value)
    table: dict[str, Any] = {"backends": {kind: settings}}
    if environ.get(f"{_PREFIX}TIMEZONE"):
        table["timezone"] = environ[f"{_PREFIX}TIMEZONE"]
    if environ.get(f"{_PREFIX}READ_ONLY", "").lower() in ("1", "true", "yes"):
        table["read_only"] = True
    return table


def _checked(table: Mapping[str, Any], source: str, data_dir: Path, environ: Mapping[str, str]) -> Config:
    refuse_unknown(table, _TOP, "the configuration")
    backends = table.get("backends", {"local": {"kind": "local"}})
    if not isinstance(backends, dict) or not backends or not all(isinstance(b, dict) for b in backends.values()):
        raise ConfigError("`backends` is no table of tables", "Write [backends.NAME] with kind = …")
    default = table.get("default_backend", next(iter(backends)))
    if default not in backends:
        raise ConfigError(f"default_backend '{default}' is not configured", f"Configured: {', '.join(backends)}.")
    agents = table.get("allowed_agents", {})
    if not isinstance(agents, dict):
        raise ConfigError("`allowed_agents` is no table", 'Write allowed_agents = { BACKEND = ["AGENT", …] }.')
    refuse_unknown(agents, backends, "`allowed_agents`")
    return Config(
        default_backend=default,
        backends={name: _backend(name, settings, data_dir, environ) for name, settings in backends.items()},
        data_dir=data_dir,
        source=source,
        timezone=_zone(typed(table, "timezone", str, "")),
        read_only=typed(table, "read_only", bool, False),
        allowed_backends=names(table.get("allowed_backends", []), backends, "allowed_backends"),
        allowed_agents={name: names(held, None, f"allowed_agents.{name}") for name, held in agents.items()},
        minimum_cadence=timedelta(seconds=typed(table, "minimum_cadence_s", int, 0)),
        creates_per_minute=typed(table, "creates_per_minute", int, CREATES_PER_MINUTE),
    )


def _zone(name: str | None) -> str | None:
    if not name:
        return None
    from schedule_mcp.errors import UnknownTimeZone
    from schedule_mcp.schedule.zones import canonical_name

    try:
        return canonical_name(name)
    except UnknownTimeZone as error:
        raise ConfigError(f"timezone: {error.message}", error.hint) from None


def _backend(name: str, settings: Mapping[str, Any], data_dir: Path, environ: Mapping[str, str]) -> Mapping[str, Any]:
    checked = checked_settings(name, settings)
    resolved = {key: _resolved(name, value, environ) for key, value in checked.items()}
    check_urls(name, resolved, bool(resolved.get("allow_http", False)))
    return {**resolved, "data_dir": str(data_dir)}


def _resolved(name: str, value: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _resolved(name, each, environ) for key, each in value.items()}
    if isinstance(value, str) and value.startswith("env:"):
        secret = environ.get(value.removeprefix("env:"))
        if not secret:
            raise ConfigError(
                f"backend '{name}' needs the environment variable {value.removeprefix('env:')}", "Set it, or remove it."
            )
        if not secret.isprintable():
            raise ConfigError(
                f"the environment variable {value.removeprefix('env:')} has line breaks or control characters",
                "Set it to the secret alone.",
            )
        return secret
    return value
