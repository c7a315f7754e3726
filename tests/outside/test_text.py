"""One cleaner: what is unseen becomes a space, what is long is cut, what JSON cannot say becomes text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.outside.text import cleaned, in_quotes, one_line, quoted, told, visible
from tests.outside.hostile import HOSTILE, unseen_in

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)

SHOWN = [
    ("report", "report"),
    ("a\nb", "a b"),
    ("a\x1b[31mb", "a [31mb"),
    ("a\u202eb\u2069", "a b "),
    ("a\u200bb", "a b"),
    ("a\x85b\x9bc", "a b c"),
    ("a\u3164b\u034fc\ufe0fd", "a b c d"),
    ("tag\U000e0041", "tag "),
    ("café 日本 👍", "café 日本 👍"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_is_not_seen_becomes_a_space(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY_TEXT)
def test_no_way_of_showing_a_text_lets_through_what_is_not_seen(text: str) -> None:
    for shown in (visible(text), one_line(text), quoted(text), in_quotes(text)):
        assert unseen_in(shown + HOSTILE[:0]) == set()
        assert "\n" not in shown
        assert "\t" not in shown
    assert unseen_in(told(text)) == set()
    assert unseen_in(cleaned(text)) == set()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_a_cleaned_value_is_strict_json_in_utf_8(value: Any) -> None:
    text = json.dumps(cleaned(value), ensure_ascii=False, allow_nan=False)
    assert json.loads(text.encode()) == cleaned(value)


def test_nesting_without_end_is_cut() -> None:
    value: Any = "x"
    for _ in range(5_000):
        value = [value]
    assert "…" in json.dumps(cleaned(value), ensure_ascii=False)


def test_a_number_that_clients_cannot_hold_is_a_text() -> None:
    assert cleaned({"id": 2**63}) == {"id": "0x8000000000000000"}
    assert cleaned({"id": 10**4_400}) != {"id": 10**4_400}
