"""The engine and the targets of a configured local backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from schedule_mcp.engine.port import Engine
from schedule_mcp.engine.targets import INBOX, Target
from schedule_mcp.errors import ConfigError

_POSTGRES = ("postgresql", "postgres")
_DATABASES = "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, or leave it out."
_SETTINGS = frozenset({"url", "secret", "command", "timeout_s", "headers"})


def open_engine(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> Engine:
    """The engine of a backend's table: its `database`, else a file named after the backend in `data_dir`."""
    database = settings.get("database") or ""
    if not isinstance(database, str):
        raise ConfigError(f"backend '{name}': database is no text", _DATABASES)
    scheme, separator, path = database.partition("://")
    if separator and scheme in _POSTGRES:
        return _open_postgres(name, database, now)
    if database and not database.startswith("sqlite:///"):
        # Not the text itself: it may hold a password.
        what = f"'{scheme}'" if separator else "it"
        raise ConfigError(f"backend '{name}': database cannot be used, {what} is no known kind", _DATABASES)
    from schedule_mcp.engine.sqlite import SqliteEngine

    file = Path(path.removeprefix("/")) if database else Path(settings["data_dir"]) / f"{name}.db"
    return SqliteEngine(file, now)


def _open_postgres(name: str, url: str, now: Callable[[], datetime]) -> Engine:
    missing = [package for package in ("dbos", "psycopg", "sqlalchemy") if find_spec(package) is None]
    if missing:
        raise ConfigError(
            f"backend '{name}' keeps its schedules in Postgres, for which {' and '.join(missing)} must be installed",
            "Run: pip install 'schedule-mcp[postgres]'",
        )
    from schedule_mcp.engine.postgres import PostgresEngine

    try:
        return PostgresEngine(url, now)
    except ValueError as error:
        raise ConfigError(f"backend '{name}', database: {error}", _DATABASES) from None


def targets_of(settings: Mapping[str, Any]) -> dict[str, Target]:
    """What a run of each agent does; the inbox is always there."""
    agents = settings.get("agents", {})
    return {INBOX: Target(), **{agent: _target(agent, table) for agent, table in agents.items()}}


def _target(agent: str, table: Mapping[str, Any]) -> Target:
    unknown = sorted(set(table) - _SETTINGS)
    if unknown:
        raise ConfigError(
            f"agent '{agent}' has an unknown setting '{unknown[0]}'", f"Known: {', '.join(sorted(_SETTINGS))}."
        )
    if bool(table.get("url")) == bool(table.get("command")):
        raise ConfigError(f"agent '{agent}' needs exactly one of url and command", "Name what a run of it does.")
    command = table.get("command", ())
    if isinstance(command, str) or not all(isinstance(part, str) for part in command):
        raise ConfigError(f"the command of agent '{agent}' is no list of texts", 'Write command = ["claude", "-p"].')
    return Target(
        url=table.get("url", ""),
        secret=table.get("secret", ""),
        command=tuple(command),
        timeout_s=float(table.get("timeout_s", 0)),
        headers=table.get("headers", {}),
    )
