"""Clients × transports: what each client saw of the real server, as the table in docs/clients.md."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients.environments import Client

TRANSPORTS = ("stdio", "http")
TOOLS = sorted(path.stem for path in (Path(__file__).parents[2] / "tools").glob("*.json"))
TOLD = (
    ("a preview is told", ("every weekday at 09:00 (America/New_York)",)),
    ("a refusal is told", ("unreadable_text", "25:00")),
    ("a creation is told", ("report", "CREATED: |'created'|\"created\"")),
    ("a question is told", ("NOT CREATED: an answer|needs_answer", "every day at 21:00 (UTC)")),
    ("a list is told", ("report",)),
)
"""What must be in the answer of each call of the story, as the agent gets it: all of these, `|` between ways."""
_STORY_S = 120


@dataclass(frozen=True)
class Cell:
    """What one client saw over one transport."""

    client: str
    transport: str
    converted: int
    problems: tuple[str, ...]

    @property
    def text(self) -> str:
        """The cell of the table."""
        return f"{self.converted} of {len(TOOLS)} tools" if not self.problems else "; ".join(self.problems)[:300]


def environment(folder: Path) -> dict[str, str]:
    """The server's environment, with data in a folder of its own, and no setting of this process's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCHEDULE_MCP_", "PYTHONPATH"))}
    config = folder / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    own = {"SCHEDULE_MCP_DATA_DIR": str(folder), "SCHEDULE_MCP_CONFIG": str(config), "HOME": str(folder)}
    quiet = {"OTEL_SDK_DISABLED": "true", "CREWAI_DISABLE_TELEMETRY": "true", "CREWAI_TRACING_ENABLED": "false"}
    return {**kept, **own, **quiet, "AGNO_TELEMETRY": "false", "DO_NOT_TRACK": "1", "PYTHONUTF8": "1"}


@contextmanager
def _target(transport: str, variables: Mapping[str, str]) -> Iterator[list[str]]:
    server = [sys.executable, "-m", "schedule_mcp"]
    if transport == "stdio":
        yield ["stdio", *server]
        return
    command = [*server, "serve", "--http", "127.0.0.1:0"]
    with subprocess.Popen(command, env=dict(variables), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield ["http", process.stdout.readline().strip()]
        finally:
            process.send_signal(signal.SIGINT)


def seen_by(client: Client, transport: str) -> dict[str, Any]:
    """What the client's driver printed.

    Raises:
        Missing: the client's packages cannot be had.
    """
    command = client.command()
    with tempfile.TemporaryDirectory() as name:
        variables = environment(Path(name))
        with _target(transport, variables) as target:
            done = subprocess.run(
                [*command, *target],
                env={**variables, **dict(client.settings)},
                capture_output=True,
                text=True,
                timeout=_STORY_S,
                check=False,
                stdin=subprocess.DEVNULL,
            )
    lines = done.stdout.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {"tools": [], "failed": {}, "told": [], "error": done.stderr[-2_000:]}
    seen: dict[str, Any] = json.loads(lines[-1])
    return seen


def cell(client: Client, transport: str) -> Cell:
    """The client's cell of the table."""
    seen = seen_by(client, transport)
    problems = [f"error: {seen['error']}"] if "error" in seen else []
    if seen["tools"] != TOOLS:
        problems.append(f"tools: {', '.join(seen['tools']) or 'none'}")
    problems += [f"{name} is not converted: {why}" for name, why in seen["failed"].items()]
    if "error" not in seen:
        for (what, wanted), told in zip(TOLD, seen["told"], strict=True):
            if not all(any(way in told for way in each.split("|")) for each in wanted):
                problems.append(f"not so: {what}: {told[:200]}")
    return Cell(client.name, transport, len(seen["tools"]) - len(seen["failed"]), tuple(problems))


def rows(cells: Mapping[tuple[str, str], str], clients: Iterator[Client] | tuple[Client, ...]) -> str:
    """The table in Markdown."""
    lines = ["| Client | Packages | stdio | HTTP |", "|---|---|---|---|"]
    for client in clients:
        packages = ", ".join(f"`{package.replace('==', ' ')}`" for package in client.packages)
        lines.append(f"| {client.name} | {packages} | " + " | ".join(cells[client.name, t] for t in TRANSPORTS) + " |")
    return "\n".join(lines) + "\n"
