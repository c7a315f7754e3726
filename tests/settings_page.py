"""The tables of docs/configuration.md, from the settings themselves: python -m tests.settings_page --write"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from schedule_mcp.config.table import AGENT, KINDS, NOTIFY, PLACES, PREFIX, TOP, Setting

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
_BEGIN, _END = "<!-- settings: python -m tests.settings_page --write -->\n", "<!-- end -->"


def _rows(settings: Iterable[Setting], prefix: str | None = PREFIX) -> list[str]:
    named = prefix is not None
    head = ["Setting", "Type", "Example", *(["Variable"] if named else []), "Means", "Default"]
    rows = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for each in settings:
        example = each.example if each.example.startswith("[backends") else f"{each.name} = {each.example}"
        cells = [f"`{each.name}`", each.type, f"`{example}`", *([f"`{prefix}{each.name.upper()}`"] if named else [])]
        rows.append("| " + " | ".join([*cells, each.meaning, each.default or "none"]) + " |")
    return rows


def tables() -> str:
    """All settings: of the top level, of each kind of backend, of an agent, and the variables for places."""
    remote = [settings for kind, settings in KINDS.items() if kind != "local"]
    shared = [each for each in remote[0] if all(each in settings for settings in remote)]
    lines = ["### Top level", "", *_rows(TOP), "", "### Every remote backend", "", *_rows(shared), ""]
    for kind, settings in KINDS.items():
        own = [each for each in settings if kind == "local" or each not in shared]
        lines += [f"### Kind `{kind}`", "", *_rows(own), ""] if own else []
    lines += ["### An agent of a local backend: `[backends.NAME.agents.AGENT]`", "", *_rows(AGENT, None), ""]
    lines += ["### Who is told, on a local backend: `[backends.NAME.notify.WHO]`", "", *_rows(NOTIFY, None), ""]
    lines += ["### Variables only", "", "| Variable | Means |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{PREFIX}{name}` | {what} |" for name, what in PLACES.items())]) + "\n"


def _with_tables(text: str) -> str:
    before, _, rest = text.partition(_BEGIN)
    return before + _BEGIN + tables() + _END + rest.partition(_END)[2]


def is_current() -> bool:
    text = PAGE.read_text(encoding="utf-8")
    return _BEGIN in text and text == _with_tables(text)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0 if is_current() else 1)
