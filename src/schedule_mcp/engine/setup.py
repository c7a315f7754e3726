"""The engine and the targets of a configured local backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from schedule_mcp.engine.port import Engine
from schedule_mcp.engine.targets import INBOX, Target
from schedule_mcp.errors import ConfigError

_SETTINGS = frozenset({"url", "secret", "command", "timeout_s", "headers"})


def open_engine(name: str, settings: Mapping[str, Any], now: Callable[[], datetime]) -> Engine:
    """The engine of a backend's table: its `database`, else a file named after the backend in `data_dir`."""
    from schedule_mcp.engine.sqlite import SqliteEngine

    database = settings.get("database") or ""
    if database and not database.startswith("sqlite:///"):
        raise ConfigError(
            f"backend '{name}': '{database.partition('://')[0]}' is no database that can be used",
            "Write sqlite:///PATH, or leave it out.",
        )
    path = database.removeprefix("sqlite:///")
    return SqliteEngine(Path(path) if path else Path(settings["data_dir"]) / f"{name}.db", now)


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
