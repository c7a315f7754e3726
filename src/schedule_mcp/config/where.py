"""Where the files of the configuration and the data are, and which are in force, said in a sentence.

The first answer of the server waits for this and for `sources`: the standard library alone is imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_NAME = "schedule-mcp.toml"
APP = "schedule-mcp"
PREFIX = "SCHEDULE_MCP_"
_BACKENDS_SHOWN = 12


def user_file() -> str:
    """Where the user's own file lies or would lie."""
    return os.path.join(_user_directory("XDG_CONFIG_HOME", ".config", "user_config_dir"), FILE_NAME)  # noqa: PTH118


def data_directory(environ: Mapping[str, str]) -> str:
    """SCHEDULE_MCP_DATA_DIR, else the user's data directory."""
    named = environ.get(f"{PREFIX}DATA_DIR")
    if named:
        return os.path.expanduser(named)  # noqa: PTH111
    return _user_directory("XDG_DATA_HOME", os.path.join(".local", "share"), "user_data_dir")  # noqa: PTH118


def _user_directory(variable: str, beneath_home: str, elsewhere: str) -> str:
    """As `platformdirs` has it, which takes longer to load than the server may take to answer."""
    platform: str = sys.platform
    if platform.startswith("linux"):
        place = os.environ.get(variable, "").strip() or os.path.expanduser(os.path.join("~", beneath_home))  # noqa: PTH111, PTH118
        return os.path.join(place, APP)  # noqa: PTH118
    import platformdirs

    return str(getattr(platformdirs, elsewhere)(APP, appauthor=False))


def said(files: Iterable[str | os.PathLike[str]], notices: Iterable[str], environ: Mapping[str, str]) -> str:
    """What is in force, for people and models; `files` have the one that goes first at the front.

    >>> said([], [], {})
    'Configuration in force: defaults.'
    """
    source = source_of(files, environ)
    return " ".join(f"{each}." for each in (f"Configuration in force: {source}", *notices))


def outline(backends: Mapping[str, tuple[str, str]], default: str, timezone: str) -> str:
    """The backends, each with its kind and agent, the default one, and the zone, in one line.

    >>> outline({"work": ("sequentum", "7"), "here": ("local", "")}, "", "UTC")
    'Backends: work (sequentum, agent 7; default), here (local). Words that name no zone are in UTC.'
    """
    from schedule_mcp.outside.text import one_line

    backends = backends or {"local": ("local", "")}
    chosen = default or next(iter(backends))
    shown = []
    for name, (kind, agent) in list(backends.items())[:_BACKENDS_SHOWN]:
        about = (
            one_line(kind) + (f", agent {one_line(agent)}" if agent else "") + ("; default" if name == chosen else "")
        )
        shown.append(f"{one_line(name)} ({about})")
    more = f" and {len(backends) - len(shown)} more" if len(backends) > len(shown) else ""
    zone = f"are in {one_line(timezone)}" if timezone else "are asked about"
    return f"Backends: {', '.join(shown)}{more}. Words that name no zone {zone}."


def source_of(files: Iterable[str | os.PathLike[str]], environ: Mapping[str, str]) -> str:
    """Where settings come from; the environment is named where it describes a backend."""
    names = ["environment"] if environ.get(f"{PREFIX}KIND") else []
    names += [short(file) for file in files]
    return ", and beneath it ".join(names) or "defaults"


def short(path: str | os.PathLike[str]) -> str:
    """A path as a person writes it, on one line."""
    from schedule_mcp.outside.text import one_line

    home, whole = os.path.expanduser("~"), os.path.abspath(path)  # noqa: PTH100, PTH111
    if home not in ("~", os.sep) and whole.startswith(home + os.sep):
        whole = "~" + whole[len(home) :]
    return one_line(whole)


def said_at_start(config_path: str, environ: Mapping[str, str]) -> str:
    """`said` of what a server that starts here uses; "" where its configuration is wrong, and it will not start."""
    from schedule_mcp.config.sources import find
    from schedule_mcp.errors import ConfigError

    try:
        return find(config_path, environ).said
    except ConfigError:
        return ""
