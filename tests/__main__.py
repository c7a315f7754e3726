"""Everything that must hold before a change is taken: python -m tests"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STEPS = [
    ["-m", "ruff", "format", "--check", "."],
    ["-m", "ruff", "check", "."],
    ["-m", "mypy", "src"],
    ["-m", "pytest", "-q", "-n", "2"],
]


def main() -> int:
    top = Path(__file__).parents[1]
    failed = []
    for step in STEPS:
        print("$ python", *step, flush=True)
        if subprocess.run([sys.executable, *step], cwd=top, check=False).returncode:
            failed.append(" ".join(step))
    if failed:
        print("failed:", "; ".join(failed), file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
