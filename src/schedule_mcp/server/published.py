"""What every client is told about the server, from committed files and the standard library alone.

The tools lie in `tools/`, one contract a file; the rest (`published.json`) is written beside this module by
`python -m schedule_mcp.server.contracts`, which asks the SDK.
"""

from __future__ import annotations

import json
import os

from schedule_mcp import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Loading these takes longer than all else here.
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

NAME, TITLE = "schedule-mcp", "Schedules"
INSTRUCTIONS = "instructions.md"
_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
FILE_NAME = "published.json"


def file() -> Path:
    """Where the answers that are no tools lie."""
    from pathlib import Path

    return Path(_HERE, FILE_NAME)


def shipped(name: str) -> Path:
    """A folder of the top level: inside the installed package, or in a working copy."""
    from pathlib import Path

    return Path(_shipped(name))


def _shipped(name: str) -> str:
    installed = os.path.join(os.path.dirname(_HERE), name)  # noqa: PTH118, PTH120
    return installed if os.path.isdir(installed) else os.path.join(_HERE, "..", "..", "..", name)  # noqa: PTH112, PTH118


def _read(*parts: str) -> str:
    with open(os.path.join(*parts), encoding="utf-8") as opened:  # noqa: PTH118, PTH123
        return opened.read()


def instructions(configuration: str = "") -> str:
    """The text that every client gets about the server, with what is said of its configuration."""
    return f"{_read(_shipped('prompts'), INSTRUCTIONS).strip()}\n{configuration}".strip()


class Published:
    """The committed answers; a tool's file is read when the tools are first asked for."""

    def __init__(self, configuration: str = "") -> None:
        self._rest: Mapping[str, Any] = json.loads(_read(_HERE, FILE_NAME))
        self._tools: list[Mapping[str, Any]] | None = None
        self.instructions = instructions(configuration)
        self.server_info = {"name": NAME, "title": TITLE, "version": __version__}

    def capabilities(self, era: str) -> Mapping[str, Any]:
        """What the server can do, in the era "handshake" or "envelope"."""
        found: Mapping[str, Any] = self._rest["capabilities"][era]
        return found

    def listed(self, what: str) -> list[Mapping[str, Any]]:
        """`tools` in the order of their registration, `prompts`, `resources` or `resourceTemplates`."""
        if what == "tools":
            if self._tools is None:
                folder = _shipped("tools")
                self._tools = [json.loads(_read(folder, f"{name}.json")) for name in self._rest[what]]
            return self._tools
        found: list[Mapping[str, Any]] = self._rest[what]
        return found
