"""How many tests of the common suites run on each backend and temper: python -m tests.backends.count"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

from tests.backends.kinds import SETTINGS

SUITES = ("tests/backends/test_conformance.py", "tests/backends/test_lives.py")


def counts() -> Counter[str]:
    """Backend and temper to the number of collected tests."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *SUITES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kinds = "|".join(SETTINGS)
    found = re.findall(rf"\[((?:{kinds})(?:-[a-z_]+=[^-\]]*)*)", done.stdout)
    return Counter(found)


def main() -> None:
    for name, count in counts().items():
        print(f"{count:4} {name}")


if __name__ == "__main__":
    main()
