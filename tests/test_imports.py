"""Imports go one way, and the core stays free of protocol, network and databases."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "schedule_mcp"

LEVELS = {
    "errors": 0,
    "schedule": 1,
    "cron": 2,
    "language": 3,
    "explain": 4,
    "plan": 4,
    "policy": 4,
    "journal": 4,
    "engine": 4,
    "handles": 4,
    "arguments": 5,
    "backends": 5,
    "groups": 6,
    "alternatives": 6,
    "remarks": 5,
    "planning": 6,
    "writing": 7,
    "rows": 7,
    "lookup": 8,
    "service": 9,
    "settings": 1,
    "config": 10,
    "texts": 10,
    "lines": 10,
    "operations": 11,
    "server": 11,
    "demo": 12,
    "cli": 13,
    "__main__": 14,
    "__init__": 0,
}
"""A module imports only modules of its own package or of a lower level. `config` builds the service lazily."""


def area(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


def imported(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("schedule_mcp"):
            parts = (node.module or "").split(".")
            found.extend([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            found.extend(a.name.split(".")[1] for a in node.names if a.name.startswith("schedule_mcp."))
    return [name for name in found if name != "__version__"]


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    own = area(path)
    for name in imported(path):
        assert name == own or LEVELS[name] < LEVELS[own], f"{own} imports {name}"


def test_the_core_loads_neither_protocol_nor_network_nor_database() -> None:
    code = (
        "import sys, schedule_mcp.schedule, schedule_mcp.cron, schedule_mcp.language, schedule_mcp.explain;"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('mcp', 'httpx2', 'httpx', 'sqlite3', 'pydantic', 'anyio', 'click', 'rich', 'croniter', 'asyncio')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_module_knows_the_http_client() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "import httpx2" in path.read_text(encoding="utf-8")
    }
    # The local engine's callbacks are no calls to a backend.
    assert users == {"backends/http.py", "engine/targets.py"}


def test_one_module_loads_time_zones() -> None:
    """Python's own choice may be years older than the newest database that is present."""
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("zoneinfo", "dateutil.tz")))
        or (isinstance(node, ast.Import) and any(alias.name.startswith("zoneinfo") for alias in node.names))
    }
    assert users == {"schedule/zones.py"}


def test_nothing_prints_but_the_command_line() -> None:
    """Standard output belongs to the protocol."""
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr == "stdout")
    }
    assert users <= {"cli.py", "server/contracts.py"}
