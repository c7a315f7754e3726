"""The matrix of what backends can hold, from their capabilities: python -m tests.matrix --write | --check"""

from __future__ import annotations

import sys
from pathlib import Path

from schedule_mcp.backends import agentscope, local, orq, sequentum, uranus
from schedule_mcp.backends.base import Capabilities

README = Path(__file__).parents[1] / "README.md"
_BEGIN, _END = "<!-- capabilities: python -m tests.matrix --write -->\n", "<!-- end -->"

ALL: tuple[Capabilities, ...] = (
    local.CAPABILITIES,
    sequentum.CAPABILITIES,
    agentscope.CAPABILITIES,
    uranus.CAPABILITIES,
    orq.CAPABILITIES,
)


def table() -> str:
    """The matrix as a Markdown table."""
    rows = [
        "| Kind | Holds | Zones | Least cadence | Created paused | Names its next run | History | Input |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in ALL:
        cadence = f"{each.minimum_cadence_s // 60} min" if each.minimum_cadence_s else "none"
        cells = [
            f"`{each.kind}`",
            ", ".join(each.timings),
            each.zones,
            cadence,
            "yes" if each.creates_paused else "no",
            "yes" if each.names_next_run else "no",
            "yes" if each.history else "no",
            each.input + (", required" if each.input_required else ""),
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """The README with the current table."""
    before, _, rest = text.partition(_BEGIN)
    return before + _BEGIN + table() + _END + rest.partition(_END)[2]


def main() -> int:
    text = README.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        README.write_text(written(text), encoding="utf-8")
        return 0
    return int(text != written(text))


if __name__ == "__main__":
    sys.exit(main())
