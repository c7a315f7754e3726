"""The operator's configuration: a TOML file, or the environment alone, or nothing at all.

A secret is written as "env:NAME" and read from the environment; it appears in no message.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.errors import ConfigError

if TYPE_CHECKING:
    from schedule_mcp.backends.base import Backend
    from schedule_mcp.service import Service

FILE_NAME = "schedule-mcp.toml"
_PREFIX = "SCHEDULE_MCP_"

KINDS: Mapping[str, tuple[str, str]] = {
    "sequentum": ("sequentum", "Sequentum"),
    "agentscope": ("agentscope", "AgentScope"),
    "uranus": ("uranus", "Uranus"),
    "orq": ("orq", "Orq"),
}
"""Kind of a remote backend to its module in `backends` and its class."""
INBOX = "inbox"

_COMMON = frozenset({"kind", "base_url", "agent_id", "allow_http", "headers", "timeout_s", "api_key", "bearer_token"})
SETTINGS: Mapping[str, frozenset[str]] = {
    "local": frozenset({"kind", "database", "agent_id", "agents", "allow_http"}),
    "sequentum": _COMMON | {"send_local_schedule"},
    "agentscope": _COMMON | {"user_id", "chat_model", "weekday_numbering"},
    "uranus": _COMMON | {"cron_timezone", "callback"},
    "orq": _COMMON | {"contract"},
}
_TOP = frozenset(
    {"default_backend", "timezone", "read_only", "allowed_backends", "allowed_agents", "minimum_cadence_s", "backends"}
)


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


def load(path: str = "", environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of a path, of SCHEDULE_MCP_CONFIG, of the current or the user's directory, or the default.

    Raises:
        ConfigError: with the setting and what to write instead.
    """
    environ = os.environ if environ is None else environ
    data_dir = _data_dir(environ)
    file = _file(path, environ)
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


def _file(path: str, environ: Mapping[str, str]) -> Path | None:
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
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file.name} is no TOML: {error}", "Correct that line.") from None
    except OSError as error:
        raise ConfigError(f"{file.name} cannot be read: {error.strerror}", "Check the path.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    kind = environ[f"{_PREFIX}KIND"]
    known = SETTINGS.get(kind, _COMMON)
    settings = {"kind": kind}
    for key in known - {"kind", "agents", "headers", "chat_model", "callback"}:
        value = environ.get(f"{_PREFIX}{key.upper()}")
        if value:
            settings[key] = value
    table: dict[str, Any] = {"backends": {kind: settings}}
    if environ.get(f"{_PREFIX}TIMEZONE"):
        table["timezone"] = environ[f"{_PREFIX}TIMEZONE"]
    if environ.get(f"{_PREFIX}READ_ONLY", "").lower() in ("1", "true", "yes"):
        table["read_only"] = True
    return table


def _checked(table: Mapping[str, Any], source: str, data_dir: Path, environ: Mapping[str, str]) -> Config:
    _refuse_unknown(table, _TOP, "the configuration")
    backends = table.get("backends", {"local": {"kind": "local"}})
    if not isinstance(backends, dict) or not backends or not all(isinstance(b, dict) for b in backends.values()):
        raise ConfigError("`backends` is no table of tables", "Write [backends.NAME] with kind = …")
    default = table.get("default_backend", next(iter(backends)))
    if default not in backends:
        raise ConfigError(f"default_backend '{default}' is not configured", f"Configured: {', '.join(backends)}.")
    allowed = table.get("allowed_backends", [])
    _refuse_unknown(dict.fromkeys(allowed), backends, "allowed_backends")
    return Config(
        default_backend=default,
        backends={name: _backend(name, settings, data_dir, environ) for name, settings in backends.items()},
        data_dir=data_dir,
        source=source,
        timezone=_zone(table.get("timezone")),
        read_only=_typed(table, "read_only", bool, False),
        allowed_backends=frozenset(allowed),
        allowed_agents={name: frozenset(agents) for name, agents in table.get("allowed_agents", {}).items()},
        minimum_cadence=timedelta(seconds=_typed(table, "minimum_cadence_s", int, 0)),
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


def _typed(table: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    value = table.get(key, default)
    if type(value) is not kind:
        raise ConfigError(f"`{key}` is no {kind.__name__}", f"Write {key} = {str(default).lower()}.")
    return value


def _backend(name: str, settings: Mapping[str, Any], data_dir: Path, environ: Mapping[str, str]) -> Mapping[str, Any]:
    kind = settings.get("kind")
    if not isinstance(kind, str) or kind not in SETTINGS:
        raise ConfigError(f"backend '{name}' has the kind '{kind}'", f"Use one of: {', '.join(SETTINGS)}.")
    _refuse_unknown(settings, SETTINGS[kind], f"backend '{name}'")
    resolved = _resolved(name, settings, environ)
    assert isinstance(resolved, dict)
    _check_urls(name, resolved, bool(resolved.get("allow_http", False)))
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
        return secret
    return value


def _check_urls(name: str, value: Any, allow_http: bool) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("base_url", "url"):
                _check_url(name, str(each), allow_http)
            else:
                _check_urls(name, each, allow_http)


def _check_url(name: str, url: str, allow_http: bool) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise ConfigError(f"backend '{name}' has no usable URL", "Write https://HOST/… without a user name.")
    if parts.scheme == "http" and not allow_http and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ConfigError(
            f"backend '{name}' has a URL without TLS on another machine",
            "Use https, or write allow_http = true for this backend.",
        )


def _refuse_unknown(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    names = sorted(known)
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
            raise ConfigError(f"{where} has an unknown setting '{key}'", hint)


def build_backend(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> Backend:
    """The backend of a checked table; its module is imported only here."""
    if settings["kind"] == "local":
        from schedule_mcp.backends.local import LocalBackend
        from schedule_mcp.engine.setup import open_engine, targets_of

        agent = settings.get("agent_id") or INBOX
        return LocalBackend(name, open_engine(name, settings, now), agents=targets_of(settings), agent_id=agent)
    module, class_name = KINDS[settings["kind"]]
    kind = getattr(import_module(f"schedule_mcp.backends.{module}"), class_name)
    backend: Backend = kind.from_config(name, settings, now=now)
    return backend


def build_service(config: Config, now: Callable[[], datetime]) -> Service:
    """The service over all configured backends."""
    from schedule_mcp.journal import Journal
    from schedule_mcp.policy import Policy
    from schedule_mcp.service import Service

    return Service(
        {name: build_backend(name, settings, now) for name, settings in config.backends.items()},
        default_backend=config.default_backend,
        timezone=config.timezone,
        policy=Policy(config.read_only, config.allowed_backends, config.allowed_agents, config.minimum_cadence),
        journal=Journal(config.data_dir / "journal.db", now),
        now=now,
    )
