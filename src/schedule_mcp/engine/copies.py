"""Whole copies of a SQLite database while it is used, and their way back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from schedule_mcp.engine.tables import SCHEMA_VERSION
from schedule_mcp.errors import InvalidArgument, Unavailable
from schedule_mcp.outside.files import private_file

_NAME_A_COPY = "Name a file that backup has written."
_APPLICATION_TABLES = {"schedules", "occurrences", "deliveries"}


def back_up(database: Path, file: Path) -> int:
    """Copy a live database into one file; returns the number of schedules in the copy.

    Raises:
        InvalidArgument: there is such a file already, or no database.
        Unavailable: it cannot be read or written.
    """
    if not database.is_file():
        raise InvalidArgument(f"there is no database {database.name}", "Name a local backend that has schedules.")
    if file.exists() or file.is_symlink():
        raise InvalidArgument(f"{file} is there already", "Name a new file.")
    try:
        private_file(file)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
            # One file, whole without others beside it.
            copy.execute("pragma journal_mode = delete")
        return _checked(file)
    except (sqlite3.Error, OSError) as error:
        file.unlink(missing_ok=True)
        raise Unavailable(f"no copy could be made: {error}", "Check the folder and its free space.") from None


def restore(file: Path, database: Path) -> int:
    """Put a copy in the place of a database; returns the number of schedules in it. What was there is copied beside it.

    Raises:
        InvalidArgument: the copy is none of ours, is damaged or of a newer version.
        Unavailable: it cannot be written, or workers use the database.
    """
    if not file.is_file():
        raise InvalidArgument(f"there is no file {file}", _NAME_A_COPY)
    try:
        number = _checked(file)
        if database.is_file():
            kept = _beside(database)
            back_up(database, kept)
        private_file(database)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(database, timeout=5)) as target:
            # Through SQLite, so that whoever has the database open sees the new content or the old, and no mixture.
            source.backup(target)
        return number
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(
            f"the copy could not be restored: {error}", "Stop servers and workers that use the database, and repeat."
        ) from None


def _checked(file: Path) -> int:
    """How many schedules a copy holds, after a look that it is whole and ours."""
    with closing(sqlite3.connect(file)) as found:
        try:
            whole = found.execute("pragma quick_check").fetchone()[0] == "ok"
            tables = {row[0] for row in found.execute("select name from sqlite_master where type = 'table'")}
            version = int(found.execute("pragma user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise InvalidArgument(f"{file.name} is no database: {error}", _NAME_A_COPY) from None
        if version > SCHEMA_VERSION:
            raise InvalidArgument(f"{file.name} was written by a newer version", "Update schedule-mcp.")
        if not whole or not (tables >= _APPLICATION_TABLES or "schedule" in tables):
            raise InvalidArgument(f"{file.name} is damaged or no copy of ours", _NAME_A_COPY)
        table = "schedules" if "schedules" in tables else "schedule"
        return int(found.execute(f"select count(*) from {table}").fetchone()[0])


def _beside(database: Path) -> Path:
    """A name for what was there before."""
    names = (database.with_name(f"{database.name}.before-restore{number or ''}") for number in range(1_000))
    return next(name for name in names if not os.path.lexists(name))
