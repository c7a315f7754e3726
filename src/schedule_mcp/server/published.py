"""What every client is told about the server, from committed files and the standard library alone.

The tools lie in `tools/`, one contract a file; the rest (`published.json`) is written beside this module by
`python -m schedule_mcp.server.contracts`, which asks the SDK.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from schedule_mcp import __version__

NAME, TITLE = "schedule-mcp", "Schedules"
INSTRUCTIONS = "instructions.md"
FILE = Path(__file__).with_name("published.json")


def shipped(name: str) -> Path:
    """A folder of the top level: inside the installed package, or in a working copy."""
    installed = Path(__file__).parents[1] / name
    return installed if installed.is_dir() else Path(__file__).parents[3] / name


def instructions() -> str:
    """The text that every client gets about the server."""
    return (shipped("prompts") / INSTRUCTIONS).read_text(encoding="utf-8").strip()


@dataclass(frozen=True)
class Published:
    """The committed answers; each file is read when it is first needed."""

    tools_folder: Path
    file: Path = FILE

    @cached_property
    def _rest(self) -> Mapping[str, Any]:
        rest: Mapping[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return rest

    @cached_property
    def instructions(self) -> str:
        return instructions()

    @property
    def server_info(self) -> Mapping[str, Any]:
        return {"name": NAME, "title": TITLE, "version": __version__}

    def capabilities(self, era: str) -> Mapping[str, Any]:
        """What the server can do, in the era "handshake" or "envelope"."""
        found: Mapping[str, Any] = self._rest["capabilities"][era]
        return found

    @cached_property
    def tools(self) -> list[Mapping[str, Any]]:
        """All tools in the order of their registration."""
        names = self._rest["tools"]
        return [json.loads((self.tools_folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]

    def listed(self, what: str) -> list[Mapping[str, Any]]:
        """`prompts`, `resources` or `resourceTemplates`."""
        found: list[Mapping[str, Any]] = self._rest[what]
        return found


def published() -> Published:
    """The committed answers of this installation."""
    return Published(shipped("tools"))
