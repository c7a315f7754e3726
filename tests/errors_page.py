"""The table of docs/errors.md, from the tree of errors itself: python -m tests.errors_page --write"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from schedule_mcp import errors
from schedule_mcp.cli.commands import _exit_code

PAGE = Path(__file__).parents[1] / "docs" / "errors.md"
_BEGIN, _END = "<!-- errors: python -m tests.errors_page --write -->\n", "<!-- end -->"
_REPEAT = {
    "no": "no: something has to change first",
    "same_call": "yes, the same call",
    "after": "yes, after the seconds that it names",
    "look_first": "only after a look with `list_schedules`",
}


def _tree(kind: type[errors.ScheduleError] = errors.ScheduleError) -> Iterator[type[errors.ScheduleError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from _tree(each)


def table() -> str:
    """One row for each code; a class that only gathers others has none."""
    lines = ["| Code | What it says | May it be repeated? | Exit code |", "|---|---|---|---|"]
    rows: dict[str, str] = {}
    for kind in _tree():
        if "code" in vars(kind) and not any(each.__module__ == errors.__name__ for each in kind.__subclasses__()):
            says = (kind.__doc__ or "").strip().partition("\n")[0].rstrip(".")
            bare = kind.__new__(kind)
            cells = (f"`{kind.code}`", says, _REPEAT[kind.repeat], str(_exit_code(bare)))
            rows.setdefault(kind.code, f"| {' | '.join(cells)} |")
    return "\n".join([*lines, *rows.values()]) + "\n"


def _with_table(text: str) -> str:
    before, _, rest = text.partition(_BEGIN)
    return before + _BEGIN + table() + _END + rest.partition(_END)[2]


def is_current() -> bool:
    text = PAGE.read_text(encoding="utf-8")
    return _BEGIN in text and text == _with_table(text)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit(0 if is_current() else 1)
