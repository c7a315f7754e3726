"""The tables of the documentation say what the backends say of themselves."""

from __future__ import annotations

from tests.matrix import PAGES, options, stale, table


def test_the_tables_are_current() -> None:
    """After a wanted change: python -m tests.matrix --write"""
    assert stale() == []
    for page in PAGES:
        assert table() in page.read_text(encoding="utf-8")
    assert options() in PAGES[1].read_text(encoding="utf-8")
