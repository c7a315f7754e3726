"""Writes docs/grammar.md from the table of statements: python -m tests.language.make_grammar_page

The page holds what the readers say of themselves. Every quoted example of a docstring is read by its reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from schedule_mcp.errors import InputError
from schedule_mcp.language.grammar.cursor import Cursor
from schedule_mcp.language.grammar.days import DAY_READERS
from schedule_mcp.language.grammar.items import Item
from schedule_mcp.language.grammar.parser import STATEMENTS
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.tokens.text import tokenize
from schedule_mcp.language.trace import shown

PAGE = Path(__file__).parents[2] / "docs" / "grammar.md"
Reader = Callable[[Cursor], list[Item]]
HEAD = """# Grammar

Made by `python -m tests.language.make_grammar_page` from the table of statements (`STATEMENTS` in
`language/grammar/parser.py`) and the readers' docstrings; each example is read by its reader in the tests.

A phrase is a row of statements in any order. Where several kinds of statement may begin with a word, they are tried in
the order of this page, and the first that reads something is taken. A reader either consumes what it returns, or leaves
the place as it was. What is left over is refused. `schedule-mcp preview --trace WHEN` shows tokens, items, groups and
choices of any phrase.
"""
DAYS = """## Days, one by one

What `read_day` tries where no plain weekdays stand, in this order; weekdays themselves are read by
`grammar/weekdays.py`.
"""


def _of_day(reader: Callable[[Cursor, bool], list[Item]]) -> Reader:
    def read(c: Cursor) -> list[Item]:
        c.skip("on", "article")
        if c.take("in"):
            c.skip("article")
        return reader(c, False)

    read.__name__, read.__doc__ = reader.__name__, reader.__doc__
    return read


def readers() -> tuple[list[tuple[Reader, frozenset[str]]], list[Reader]]:
    """The readers of statements with their beginnings, and those of days."""
    return [(s.reader, s.beginnings) for s in STATEMENTS], [_of_day(reader) for reader in DAY_READERS]


def sentence(reader: Reader) -> tuple[str, list[str]]:
    """What the docstring says, and its examples."""
    text = " ".join((reader.__doc__ or "").split())
    said, _, examples = text.rpartition(": ")
    return said, re.findall(r'"([^"]+)"', examples)


def read_by(reader: Reader, example: str) -> tuple[str, list[Item]]:
    """The language and the items of an example; no items where the reader does not read it."""
    for lexicon in (ENGLISH, *other_languages()):
        tokens = tokenize(example.lower(), lexicon)
        if tokens.unknown:
            continue
        try:
            found = reader(Cursor(tokens.tokens, lexicon))
        except InputError:
            continue
        if found:
            return lexicon.code, found
    return "", []


def _section(reader: Reader) -> Iterator[str]:
    _, examples = sentence(reader)
    yield f"Read by `{reader.__name__}`."
    yield ""
    yield "| Words | Language | Items |"
    yield "|---|---|---|"
    for example in examples:
        code, items = read_by(reader, example)
        yield f"| {example} | {code} | {'; '.join(f'`{shown(item)}`' for item in items)} |"
    yield ""


def page() -> str:
    statements, days = readers()
    lines = [HEAD]
    for n, (reader, beginnings) in enumerate(statements, start=1):
        lines += [f"## {n}. {sentence(reader)[0]}", "", *_section(reader)]
        lines += ["Begins with: " + ", ".join(sorted(f"{kind}" for kind in beginnings)) + ".", ""]
    lines.append(DAYS)
    for reader in days:
        lines += [f"### {sentence(reader)[0]}", "", *_section(reader)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
