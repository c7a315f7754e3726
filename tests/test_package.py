"""The package as a stranger gets it: documents that are current, a wheel with its prompts."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests import matrix

TOP = Path(__file__).parents[1]


def test_the_matrix_in_the_readme_is_current() -> None:
    """After a wanted change: python -m tests.matrix --write"""
    text = matrix.README.read_text(encoding="utf-8")
    assert text == matrix.written(text)


def test_the_readme_and_ci_run_the_same_tests() -> None:
    command = (".venv-test/bin/python -m pip install --quiet -e '.[test]'", ".venv-test/bin/python -m tests")
    for name in ("README.md", ".ci/run"):
        text = (TOP / name).read_text(encoding="utf-8")
        assert all(part in text for part in command), name


def test_a_wheel_holds_code_types_and_prompts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(TOP)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip(f"the build backend cannot be had here: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        "answers/calendar/page.css",
        "cli/commands.py",
        "py.typed",
        "prompts/instructions.md",
        "prompts/schedule.md",
        "server/app.py",
        "tools/preview_schedule.json",
        "server/published.json",
    ):
        assert f"schedule_mcp/{name}" in names
    assert not any(name.startswith("tests") for name in names)
