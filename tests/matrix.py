"""The tables of what backends can hold, from their capabilities: python -m tests.matrix --write | --check

In the README the short one; in docs/backends.md that, and the options of each.
"""

from __future__ import annotations

import sys
from pathlib import Path

from schedule_mcp.backends import agentscope, local, openclaw, orq, sequentum
from schedule_mcp.backends.base import Capabilities
from schedule_mcp.backends.described.backend import capabilities_of
from schedule_mcp.backends.described.description import preset

TOP = Path(__file__).parents[1]
README = TOP / "README.md"
PAGES = (README, TOP / "docs" / "backends.md")
_MARKS = {
    "capabilities": "<!-- capabilities: python -m tests.matrix --write -->\n",
    "options": "<!-- options: python -m tests.matrix --write -->\n",
}
_END = "<!-- end -->"

ALL: tuple[Capabilities, ...] = (
    local.CAPABILITIES,
    sequentum.CAPABILITIES,
    agentscope.CAPABILITIES,
    orq.CAPABILITIES,
    openclaw.CAPABILITIES,
    *(capabilities_of(preset(kind)) for kind in ("uranus", "hermes", "langgraph", "agno")),
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


def options() -> str:
    """The backends' own fields that `options` may set, as a Markdown table."""
    rows = ["| Kind | Option | Is |", "|---|---|---|"]
    rows += [f"| `{each.kind}` | `{key}` | {text} |" for each in ALL for key, text in each.options.items()]
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """A page with the current tables where it has marks for them."""
    for key, made in (("capabilities", table), ("options", options)):
        before, mark, rest = text.partition(_MARKS[key])
        if mark:
            text = before + mark + made() + _END + rest.partition(_END)[2]
    return text


def stale() -> list[str]:
    """The pages whose tables are not current."""
    return [page.name for page in PAGES if (text := page.read_text(encoding="utf-8")) != written(text)]


def main() -> int:
    if "--write" in sys.argv:
        for page in PAGES:
            page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
    return int(bool(stale()))


if __name__ == "__main__":
    sys.exit(main())
