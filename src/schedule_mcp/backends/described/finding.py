"""What a proof has shown of a server: kept beside the other data, used by the backend from then on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from schedule_mcp.cron.dialects import COMMON, DIALECTS, Dialect
from schedule_mcp.errors import ConfigError

NONE = "none"
"""The dialect of a server on which not even what all engines read alike is read so."""


@dataclass(frozen=True)
class Finding:
    """The dialects that a server's own next runs agree with; several where the proofs cannot tell them apart.

    `saw` are the proofs, a sentence each; `at` is an ISO 8601 date.
    """

    base_url: str
    dialects: tuple[str, ...]
    at: str
    saw: tuple[str, ...] = ()

    @property
    def dialect(self) -> Dialect | None:
        """The dialect to write in; None where there is none that is safe."""
        if self.dialects == (NONE,):
            return None
        if not self.dialects:
            return COMMON
        if len(self.dialects) == 1:
            return DIALECTS[self.dialects[0]]
        engines = tuple(DIALECTS[name] for name in self.dialects)
        title = " or ".join(engine.title for engine in engines)
        fields = engines[0].fields
        return Dialect("proved", f"an engine that is {title}", fields, common_core=True, candidates=engines)


def path_of(data_dir: str, name: str) -> Path:
    """The file of a backend's finding."""
    return Path(data_dir) / "proved" / f"{quote(name, safe='')}.json"


def write(data_dir: str, name: str, finding: Finding) -> Path:
    path = path_of(data_dir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(finding), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def read(data_dir: str, name: str, base_url: str) -> Finding | None:
    """The finding about this server; None where there is none, or one about another address.

    Raises:
        ConfigError: the file is none of ours.
    """
    path = path_of(data_dir, name)
    if not data_dir or not path.is_file():
        return None
    try:
        held: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = Finding(str(held["base_url"]), tuple(held["dialects"]), str(held["at"]), tuple(held["saw"]))
    except (OSError, ValueError, TypeError, KeyError):
        found = None
    if found is None or not all(name in DIALECTS or name == NONE for name in found.dialects):
        raise ConfigError(
            f"backend '{name}': {path} is no finding of a proof",
            f"Delete it, or run schedule-mcp doctor --prove {name} again.",
        )
    return found if found.base_url == base_url else None
