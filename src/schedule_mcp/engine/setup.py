"""The engine and the targets of a configured local backend."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule_mcp.engine.port import Engine
from schedule_mcp.engine.tables import KEPT, Kept
from schedule_mcp.engine.targets import INBOX, Target
from schedule_mcp.errors import ConfigError

if TYPE_CHECKING:
    from schedule_mcp.engine.notify import Notifier

_POSTGRES = ("postgresql", "postgres")
_DATABASES = "Write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, or leave it out."
_SETTINGS = frozenset({"url", "secret", "command", "timeout_s", "headers", "env", "pass_env", "at_once"})


def open_engine(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> Engine:
    """The engine of a backend's table: its `database`, else a file named after the backend in `data_dir`."""
    database = settings.get("database") or ""
    if not isinstance(database, str):
        raise ConfigError(f"backend '{name}': database is no text", _DATABASES)
    scheme, separator, _ = database.partition("://")
    if separator and scheme in _POSTGRES:
        return _open_postgres(name, database, now, settings)
    if database and not database.startswith("sqlite:///"):
        # Not the text itself: it may hold a password.
        what = f"'{scheme}'" if separator else "it"
        raise ConfigError(f"backend '{name}': database cannot be used, {what} is no known kind", _DATABASES)
    from schedule_mcp.engine.sqlite import SqliteEngine

    file = file_of(name, settings)
    assert file is not None
    return SqliteEngine(file, now, _kept(settings))


def _open_postgres(name: str, url: str, now: Callable[[], datetime], settings: Mapping[str, Any]) -> Engine:
    missing = [package for package in ("dbos", "psycopg", "sqlalchemy") if find_spec(package) is None]
    if missing:
        raise ConfigError(
            f"backend '{name}' keeps its schedules in Postgres, for which {' and '.join(missing)} must be installed",
            "Run: pip install 'schedule-mcp[postgres]'",
        )
    from schedule_mcp.engine.postgres import PostgresEngine

    try:
        folder = Path(settings["data_dir"]) / f"{name}-runs" if "data_dir" in settings else None
        return PostgresEngine(url, now, _kept(settings), folder)
    except ValueError as error:
        raise ConfigError(f"backend '{name}', database: {error}", _DATABASES) from None


def file_of(name: str, settings: Mapping[str, Any]) -> Path | None:
    """The file that a local backend is kept in; None where it is kept in Postgres."""
    scheme, _, path = str(settings.get("database") or "").partition("://")
    if scheme in _POSTGRES:
        return None
    return Path(path.removeprefix("/")) if path else Path(settings["data_dir"]) / f"{name}.db"


def _kept(settings: Mapping[str, Any]) -> Kept:
    days = settings.get("kept_days")
    return Kept(
        int(settings.get("runs_kept", KEPT.runs)),
        int(settings.get("inbox_kept", KEPT.inbox)),
        KEPT.age if days is None else timedelta(days=int(days)),
    )


def targets_of(settings: Mapping[str, Any]) -> dict[str, Target]:
    """What a run of each agent does; the inbox is always there."""
    agents = settings.get("agents", {})
    return {INBOX: Target(), **{agent: _target(agent, table) for agent, table in agents.items()}}


def each_run_of(settings: Mapping[str, Any], agent: str) -> str:
    """What a run of an agent does and who is told of it, as the end of "each run …"."""
    table = settings.get("agents", {}).get(agent)
    if table is None:
        does = "waits in the inbox of this server until it is read"
    elif table.get("url"):
        does = f"calls the URL that is configured for agent '{agent}'"
    else:
        does = f"starts the command that is configured for agent '{agent}'"
    told = [
        f"{name} ({', '.join(each.get('on', ('failed', 'missed')))})"
        for name, each in settings.get("notify", {}).items()
        if agent in each.get("agents", (agent,))
    ]
    return f"{does}; told of runs: {', '.join(told)}" if told else does


def notifier_of(settings: Mapping[str, Any], now: Callable[[], datetime]) -> Notifier | None:
    """Who is told of the runs of a local backend; None where nobody is.

    Raises:
        ConfigError: with the setting.
    """
    tables = settings.get("notify", {})
    if not tables:
        return None
    # E-mail and TLS are loaded only where somebody is to be told.
    from schedule_mcp.engine.notify import Notifier
    from schedule_mcp.engine.notify_setup import notification

    return Notifier([notification(name, table) for name, table in tables.items()], now)


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
        env=environment_of(f"agent '{agent}'", table),
        at_once=_at_once(agent, table.get("at_once", 0)),
    )


def environment_of(where: str, table: Mapping[str, Any]) -> Mapping[str, str]:
    """The variables of a command: those of `env`, and those of the server that `pass_env` names."""
    found = table.get("env", {})
    if not isinstance(found, Mapping) or not all(isinstance(value, str) for value in found.values()):
        raise ConfigError(f"`env` of {where} is no table of texts", 'Write env = { TOKEN = "env:TOKEN" }.')
    if found and not table.get("command"):
        raise ConfigError(f"{where} has `env`, and no command", "Remove it.")
    passed_on = table.get("pass_env", ())
    return {**{name: os.environ[name] for name in passed_on if name in os.environ}, **found}


def _at_once(agent: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000:
        raise ConfigError(f"`at_once` of agent '{agent}' is no whole number up to 1000", "Write at_once = 2.")
    return value
