"""The floor of what the quick tests run: python -m tests.coverage

Apart from `python -m tests`, since measuring makes the tests slower by about half. Servers and workers that tests start
as processes of their own are not measured, and `slow` and `real` tests are left out unless `--all` asks for them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

QUICK = "not slow and not real"
"""The set for every day."""

FLOOR = 80
"""Per cent of lines and branches of `src`: set before a first measurement, to be raised to what one shows."""


def command(quick: bool) -> list[str]:
    """How pytest is called."""
    measured = ["--cov=schedule_mcp", "--cov-branch", f"--cov-fail-under={FLOOR}"]
    chosen = ["-m", QUICK] if quick else []
    return ["-m", "pytest", "-q", "-n", "2", *chosen, *measured, "--cov-report=term-missing:skip-covered"]


def main() -> int:
    step = command(quick="--all" not in sys.argv[1:])
    print("$ python", *step, flush=True)
    return subprocess.run([sys.executable, *step], cwd=Path(__file__).parents[1], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
