"""Schedules in the data directory that no configured backend opens: they fire no more, and somebody must be told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from schedule_mcp.config.load import Config
from schedule_mcp.outside.text import one_line

_TABLES = ("schedules", "schedule")
"""Where schedules stand, today and in files of the first version."""
_COLUMNS = {"id", "agent", "name", "spec", "status"}
_BUSY_S = 0.2


def leftovers(config: Config) -> list[str]:
    """A sentence for each such database, with the lines that bring it back."""
    opened = {file.resolve() for file in _opened(config)}
    try:
        files = sorted(file for file in config.data_dir.glob("*.db") if file.resolve() not in opened)
    except OSError:
        return []
    return [_said(file, count) for file in files if (count := _waiting(file))]


def _opened(config: Config) -> Iterator[Path]:
    for name, settings in config.backends.items():
        if settings["kind"] == "local":
            database = str(settings.get("database") or "")
            if not database:
                yield config.data_dir / f"{name}.db"
            elif database.startswith("sqlite:///"):
                yield Path(database.removeprefix("sqlite:///"))


def _waiting(file: Path) -> int:
    """How many schedules of a database are not over; 0 for what is no database of ours or cannot be read."""
    if file.is_symlink():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=_BUSY_S)) as connection:
            for table in _TABLES:
                columns = {row[1] for row in connection.execute(f"pragma table_info({table})")}
                if columns >= _COLUMNS:
                    [(count,)] = connection.execute(f"select count(*) from {table} where status != 'completed'")  # noqa: S608
                    return int(count)
            return 0
    except (sqlite3.Error, OSError):
        return 0


def _said(file: Path, count: int) -> str:
    name = file.stem
    key = name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else f'"{one_line(name)}"'
    what = "1 schedule that does" if count == 1 else f"{count} schedules that do"
    return (
        f"{one_line(file.name)} in the data directory holds {what} not fire: the backend '{one_line(name)}' is not "
        f'configured. These lines bring it back: [backends.{key}] and, beneath it, kind = "local"'
    )
