"""What importing the core brings with it: its time is held by the modules that it does not load."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

HEAVY = {
    "asyncio",
    "croniter",
    "dateutil",
    "difflib",
    "email",
    "httpx2",
    "json",
    "logging",
    "mcp",
    "pathlib",
    "pydantic",
    "sqlite3",
    "subprocess",
    "tzdata",
    "urllib",
    "schedule_mcp.cron.boxes",
    "schedule_mcp.language",
}


def test_the_core_loads_nothing_that_takes_long() -> None:
    code = (
        "import sys; before = set(sys.modules); import schedule_mcp.schedule, schedule_mcp.cron;"
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "schedule_mcp.cron.text" in loaded
    assert {name for name in loaded if name in HEAVY or name.split(".")[0] in HEAVY} == set()


@pytest.mark.parametrize("package", ["schedule_mcp.schedule", "schedule_mcp.cron"])
def test_every_public_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
