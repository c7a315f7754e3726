"""Which files are in force, read and not yet checked: the person's own, and a folder's only where it was trusted.

The standard library alone is imported, since the server's first answer looks here.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schedule_mcp.config import where
from schedule_mcp.config.where import FILE_NAME, PREFIX, data_directory, short, user_file
from schedule_mcp.errors import ConfigError
from schedule_mcp.outside.text import one_line

_FILE_AT_MOST = 1_000_000
_SAID_BY_ENVIRONMENT = ("KIND", "TIMEZONE", "DEFAULT_BACKEND")


@dataclass(frozen=True)
class Found:
    """The tables that are in force.

    `own` is the person's, of `file` (None where there is none); `folder` that of a trusted folder, of `folder_file`.
    `notices` say which file was passed over and why, a sentence each.
    """

    own: Mapping[str, Any]
    file: Path | None
    data_dir: Path
    folder: Mapping[str, Any] = field(default_factory=dict)
    folder_file: Path | None = None
    notices: tuple[str, ...] = ()

    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> list[Path]:
        """The files in force, the one that goes first at the front."""
        return [file for file in (self.folder_file, self.file) if file is not None]

    @property
    def source(self) -> str:
        """Which files are in force, in a few words."""
        return where.source_of(self.files, self.environ)

    @property
    def said(self) -> str:
        """What is in force, and what was passed over."""
        return " ".join(filter(None, (where.said(self.files, self.notices, self.environ), self._outline())))

    def _outline(self) -> str:
        """The backends and the zone, as far as the files alone tell; "" where the environment says more."""
        if any(self.environ.get(f"{PREFIX}{name}") for name in _SAID_BY_ENVIRONMENT):
            return ""
        tables = [table.get("backends", {}) for table in (self.own, self.folder)]
        if not all(isinstance(table, Mapping) for table in tables):
            return ""
        backends = {name: held for table in tables for name, held in table.items() if isinstance(held, Mapping)}
        top = {**self.own, **self.folder}
        return where.outline(
            {name: (str(held.get("kind", "?")), str(held.get("agent_id", ""))) for name, held in backends.items()},
            str(top.get("default_backend", "")),
            str(top.get("timezone", "")),
        )


def find(path: str, environ: Mapping[str, str]) -> Found:
    """What --config names, else SCHEDULE_MCP_CONFIG, else the user's file with that of a trusted folder upon it.

    Raises:
        ConfigError: a file was named that is not there, or one cannot be read, or everybody may write it.
    """
    data_dir = Path(data_directory(environ))
    named = path or environ.get(f"{PREFIX}CONFIG", "")
    if named:
        file = Path(named).expanduser()
        if not file.is_file():
            shown = one_line(named)
            raise ConfigError(f"there is no configuration file {shown}", "Check --config or SCHEDULE_MCP_CONFIG.")
        return Found(table_of(content_of(file), file), file.absolute(), data_dir, environ=environ)
    own_file = Path(user_file())
    found = Found(own_table(), own_file if own_file.is_file() else None, data_dir, environ=environ)
    return _with_folder(found, Path.cwd() / FILE_NAME)


def own_table() -> Mapping[str, Any]:
    """The table of the user's own file; empty where there is none."""
    file = Path(user_file())
    return table_of(content_of(file), file) if file.is_file() else {}


def _with_folder(found: Found, here: Path) -> Found:
    """What was found, with the file of the current folder upon it where it may be used."""
    from dataclasses import replace

    from schedule_mcp.config.trust import Trusted, check_folder

    try:
        is_there = stat.S_ISREG(here.lstat().st_mode) or here.is_symlink()
        if not is_there or (found.file is not None and here.samefile(found.file)):
            return found
    except OSError:
        return found
    name = f"{FILE_NAME} in the current folder"
    if here.is_symlink():
        return replace(found, notices=(f"{name} is a link, so it is not used",))
    content = content_of(here, check=False)
    state = Trusted(found.data_dir).state(here, content)
    if state != "trusted":
        why = "has changed since it was trusted" if state == "changed" else "is not trusted"
        notice = f"{name} {why}, so it is not used; read it, then run: schedule-mcp trust {short(here.parent)}"
        return replace(found, notices=(notice,))
    table = table_of(content, here)
    check_folder(table, found.own, f"the trusted {FILE_NAME}")
    return replace(found, folder=table, folder_file=here)


def content_of(file: Path, *, check: bool = True) -> bytes:
    """What a file holds; with `check`, only where not everybody may write it.

    Raises:
        ConfigError: it cannot be read, or everybody may write it.
    """
    try:
        with file.open("rb") as opened:
            if check:
                _check_private(file, os.fstat(opened.fileno()))
            return opened.read(_FILE_AT_MOST)
    except OSError as error:
        raise ConfigError(f"{file.name} cannot be read: {error.strerror}", "Check the path.") from None


def _check_private(file: Path, about: os.stat_result) -> None:
    """Refuse a file that anybody may write: it can start commands and say where secrets go."""
    if os.name != "posix":
        return
    folder = file.resolve().parent.stat()
    open_folder = folder.st_mode & stat.S_IWOTH and not folder.st_mode & stat.S_ISVTX
    for wrong, what in ((about.st_mode & stat.S_IWOTH, file), (open_folder, file.resolve().parent)):
        if wrong:
            raise ConfigError(f"{short(what)} can be written by everybody", f"Run: chmod o-w {short(what)}")


def table_of(content: bytes, file: Path) -> dict[str, Any]:
    """The table of a TOML file."""
    try:
        # Editors on Windows put a byte order mark before the first line.
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        told = type(error).__name__ if isinstance(error, RecursionError) else str(error)
        raise ConfigError(f"{file.name} is no TOML: {one_line(told)}", "Correct that line.") from None


def reads_only(found: Found, environ: Mapping[str, str]) -> bool | None:
    """Whether writes are turned off, without checking the rest; None where that needs a closer look."""
    if environ.get(f"{PREFIX}READ_ONLY"):
        return None
    said = [table.get("read_only", False) for table in (found.own, found.folder)]
    return any(said) if all(isinstance(each, bool) for each in said) else None
