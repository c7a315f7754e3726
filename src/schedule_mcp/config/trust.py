"""Folders whose configuration a person has trusted, and what such a file may never do.

A folder may come from anywhere, and a server starts in whatever folder its client is in. What was trusted is remembered
by path and digest in the data directory, so that a changed file is a file that nobody has trusted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from schedule_mcp.config.table import AGENT, KINDS, TOP, setting
from schedule_mcp.errors import ConfigError

_MEMORY = "trusted.json"
_LIMITS = ("read_only", "allowed_backends", "allowed_agents", "minimum_cadence_s", "creates_per_minute")
_COMMANDS = ("command", "env", "pass_env")
_OWN_ONLY = "Write it in your own configuration file."


class Trusted:
    """What was trusted, in a file of the data directory that only its owner may read."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / _MEMORY

    def state(self, file: Path, content: bytes) -> Literal["trusted", "changed", "unknown"]:
        """Whether this very content of a file was trusted."""
        known = self._read().get(_key(file))
        return "unknown" if known is None else "trusted" if known == digest_of(content) else "changed"

    def add(self, file: Path, content: bytes) -> None:
        """Trust this content of a file.

        Raises:
            ConfigError: the data directory lies in the folder itself, or cannot be written.
        """
        folder = file.resolve().parent
        if folder in (self._file.resolve().parent, *self._file.resolve().parents):
            raise ConfigError(
                "the data directory lies inside this folder, so what is trusted would be said by the folder itself",
                "Set SCHEDULE_MCP_DATA_DIR to another place.",
            )
        self._write({**self._read(), _key(file): digest_of(content)})

    def remove(self, file: Path) -> bool:
        """Trust a file no longer; whether it was trusted."""
        known = self._read()
        was = known.pop(_key(file), None) is not None
        if was:
            self._write(known)
        return was

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def _write(self, known: Mapping[str, str]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self._file.with_name(f"{_MEMORY}.{os.getpid()}.new")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(new, flags, 0o600), "w", encoding="utf-8") as opened:
                json.dump(known, opened, indent=1)
            new.replace(self._file)
        except OSError as error:
            raise ConfigError(f"the data directory cannot be written: {error.strerror}", "Check it.") from None


def _key(file: Path) -> str:
    return str(file.resolve())


def digest_of(content: bytes) -> str:
    """What a content is known by."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


# -- what a folder may not do ----------------------------------------------------------------------------------


def check_folder(table: Mapping[str, Any], own: Mapping[str, Any], what: str) -> None:
    """Refuse commands, secrets of the environment, addresses that `own` does not name, and wider limits.

    Raises:
        ConfigError: with the setting.
    """
    for where, value in _values(table):
        name = where[-1]
        if isinstance(value, str) and value.startswith("env:"):
            raise ConfigError(f"{what} may not take a secret from the environment ({_dotted(where)})", _OWN_ONLY)
        if "agents" in where[:-1] and set(where) & set(_COMMANDS):
            raise ConfigError(f"{what} may not say what a command is ({_dotted(where)})", _OWN_ONLY)
        if "notify" in where:
            raise ConfigError(f"{what} may not say who is told of runs ({_dotted(where)})", _OWN_ONLY)
        if name in ("allow_http", "allowed_addresses") or "allowed_addresses" in where:
            raise ConfigError(f"{what} may not say where requests may go ({_dotted(where)})", _OWN_ONLY)
        if _is_address(name) and not _is_allowed(where, value, own):
            hint = f"{_OWN_ONLY} There, allowed_addresses lets a folder use an address."
            raise ConfigError(f"{what} names an address that your own file does not ({_dotted(where)})", hint)
    _check_backends(table, own, what)
    for name in _LIMITS:
        tightens = name == "read_only" and table.get(name) is True
        if name in table and name in own and not tightens and table[name] != own[name]:
            raise ConfigError(f"{what} may not change `{name}`, which your own file sets", _OWN_ONLY)


def _check_backends(table: Mapping[str, Any], own: Mapping[str, Any], what: str) -> None:
    """Names stay what the person knows them as, and none reaches an address that nobody wrote down."""
    backends, known = table.get("backends"), own.get("backends")
    for name, settings in backends.items() if isinstance(backends, dict) else ():
        mine = known.get(name) if isinstance(known, dict) else None
        kind = settings.get("kind") if isinstance(settings, dict) else None
        if mine is None and kind != "local" and "base_url" not in (settings if isinstance(settings, dict) else {}):
            raise ConfigError(f"{what} names the backend '{name}', which your own file does not have", _OWN_ONLY)
        if isinstance(mine, dict) and kind is not None and kind != mine.get("kind"):
            raise ConfigError(f"{what} makes another kind of your backend '{name}'", _OWN_ONLY)


def _values(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _values(each, (*where, str(key)))
    elif isinstance(value, list) and value:
        for each in value:
            yield from _values(each, where or ("",))
    else:
        yield where or ("",), value


def _dotted(where: tuple[str, ...]) -> str:
    return ".".join(where)[:200]


def _is_address(name: str) -> bool:
    tables = (AGENT, TOP, *KINDS.values())
    return any((found := setting(each, name)) is not None and found.is_address for each in tables)


def _is_allowed(where: tuple[str, ...], address: Any, own: Mapping[str, Any]) -> bool:
    """Whether an address is one of the person's own, or beneath one that is allowed to folders."""
    if not isinstance(address, str):
        return False
    mine_here: Any = own
    for key in where[:-1]:
        mine_here = mine_here.get(key) if isinstance(mine_here, Mapping) else None
    if isinstance(mine_here, Mapping):
        # What the person keeps secret for one address goes to no other one.
        return bool(mine_here.get(where[-1]) == address)
    mine = {value for where, value in _values(own) if _is_address(where[-1]) and isinstance(value, str)}
    more = own.get("allowed_addresses")
    allowed = [each for each in more if isinstance(each, str)] if isinstance(more, list) else []
    return address in mine or any(_is_beneath(address, each) for each in allowed)


def _is_beneath(address: str, allowed: str) -> bool:
    if address.rstrip("/") == allowed.rstrip("/"):
        return True
    rest = address.removeprefix(allowed.rstrip("/"))
    # Dots and escapes could lead out again.
    return rest != address and rest.startswith("/") and ".." not in rest and "%" not in rest and "\\" not in rest
