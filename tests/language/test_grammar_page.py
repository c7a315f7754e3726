"""docs/grammar.md is what the grammar says of itself, and its examples are read."""

from __future__ import annotations

import pytest

from schedule_mcp.language.trace import traced
from tests.language.conftest import NOW, how_it_is_read
from tests.language.make_grammar_page import PAGE, Reader, page, read_by, readers, sentence

STATEMENTS, DAYS = readers()
EXAMPLES = [(reader, example) for reader in (*(r for r, _ in STATEMENTS), *DAYS) for example in sentence(reader)[1]]


def test_the_page_is_made_of_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(("reader", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_is_read_by_its_reader(reader: Reader, example: str) -> None:
    code, items = read_by(reader, example)
    assert items, code


def test_every_reader_says_what_it_reads_with_examples() -> None:
    for reader in (*(r for r, _ in STATEMENTS), *DAYS):
        said, examples = sentence(reader)
        assert said
        assert examples, reader.__name__


def test_a_trace_shows_tokens_items_groups_and_choices() -> None:
    lines = traced("every weekday at 9", now=NOW, timezone="UTC")
    steps = [line.split()[0] for line in lines]
    assert steps == ["language", *["token"] * 4, "item", "item", "group", "choice", "reads"]
    assert "every weekday at 09:00" in lines[-1]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("every weekday at 25:99", "refused"),
        ("call mum tomorrow", "refused"),
        ("every day at the end of the day", "asks"),
        ("0 9 * * 1", "machine form"),
    ],
)
def test_a_trace_ends_where_the_reading_ends(text: str, last: str) -> None:
    assert last in traced(text, now=NOW, timezone="UTC")[-1]


@pytest.mark.parametrize(
    ("parameters", "last"),
    [
        ({"text": "every day at 9am"}, "  reads  every day at 09:00 (UTC)"),
        ({"case": {"text": "9am daily", "timezone": "Europe/Paris"}}, "  reads  every day at 09:00 (Europe/Paris)"),
        ({"case": {"text": "9am daily", "now": "no instant"}}, "no trace: ValueError"),
        ({"text": 5}, ""),
        ({}, ""),
    ],
)
def test_a_failing_phrase_shows_how_it_is_read_whatever_else_it_holds(parameters: dict, last: str) -> None:
    assert [*how_it_is_read(parameters), ""][-2 if last else 0].startswith(last)
