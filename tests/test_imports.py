"""Imports go one way, and the core stays free of protocol, network and databases."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "schedule_mcp"

LAYERS = (
    "outside",
    "errors",
    "schedule",
    "cron",
    "language",
    "policy",
    "engine",
    "backends",
    "records",
    "planning",
    "writes",
    "answers",
    "service",
    "config",
    "server",
    "cli",
    "__main__",
)
"""A package imports only itself and what stands above it here; ARCHITECTURE.md draws the same order."""

ROOT = {"__init__.py", "__main__.py", "errors.py"}
"""The modules that lie in no package: the public door, the command and the errors."""


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
    if own == "__init__":
        return  # The public door opens to every layer.
    for name in imported(path):
        assert name == own or LAYERS.index(name) < LAYERS.index(own), f"{own} imports {name}"


def test_nothing_lies_flat_in_the_root() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} <= ROOT


def test_the_architecture_draws_the_same_layers() -> None:
    text = (SOURCE.parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert " ← ".join(LAYERS[:-1]) in text.replace("\n", " ")


def shadowed(package: Path) -> set[str]:
    """The names that a package exports although a module of it has them: the function would hide the module."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return names & {path.stem for path in package.glob("*.py")}


@pytest.mark.parametrize("package", sorted({p.parent for p in SOURCE.rglob("__init__.py")}), ids=lambda p: p.name)
def test_no_module_is_hidden_by_a_name_of_its_package(package: Path) -> None:
    assert shadowed(package) == set()


def test_the_core_loads_neither_protocol_nor_network_nor_database() -> None:
    code = (
        "import sys, schedule_mcp.schedule, schedule_mcp.cron, schedule_mcp.language, schedule_mcp.cron.explain;"
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
    assert users <= {"cli/calendar.py", "cli/commands.py", "cli/printing.py", "server/contracts.py"}
