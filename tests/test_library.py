"""The public door, and the page about it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import schedule_mcp

PAGE = Path(__file__).parents[1] / "docs" / "library.md"


def test_every_public_name_is_there() -> None:
    assert [name for name in schedule_mcp.__all__ if not hasattr(schedule_mcp, name)] == []
    with pytest.raises(AttributeError):
        schedule_mcp.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_door_alone_loads_nothing() -> None:
    code = "import sys, schedule_mcp; print(*(m for m in sys.modules if m.startswith('schedule_mcp.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_page_runs_as_it_is_written(tmp_path: Path) -> None:
    program = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    environ = {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env=environ,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
