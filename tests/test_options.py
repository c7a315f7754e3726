"""Options are JSON that a backend can hold, or they are refused."""

from __future__ import annotations

from typing import Any

import pytest

from schedule_mcp.errors import InvalidArgument, LimitExceeded
from schedule_mcp.service.arguments import checked_options

DEEP: Any = 1
for _ in range(5_000):
    DEEP = {"a": DEEP}

REFUSED: list[Any] = [
    {"a": float("nan")}, {"a": [float("-inf")]}, {"a": "\ud800"}, {"\ud800": 1}, DEEP, {"a": 10**19}, {"a": {1, 2}},
    {"a": b"x"}, '{"a": NaN}', '{"a": 1e400}', '{"a": "\\ud800"}', "[1]", "null", '{"a":' * 900 + "1" + "}" * 900,
    "9" * 5_000, '{"a": ' + "9" * 5_000 + "}", {"a": "x" * 64_001},
]  # fmt: skip


@pytest.mark.parametrize("options", REFUSED, ids=range(len(REFUSED)))
def test_what_json_cannot_say_or_a_backend_cannot_hold_is_refused(options: Any) -> None:
    with pytest.raises((InvalidArgument, LimitExceeded)):
        checked_options(options)


KEPT: list[Any] = [{}, {"schlüssel": "wört"}, {"a": {"b": [1, 2.5, None, True, "x"]}}, {"": ""}, {"a": -(10**18)}]


@pytest.mark.parametrize("options", KEPT, ids=range(len(KEPT)))
def test_anything_else_is_kept_as_it_is(options: Any) -> None:
    assert checked_options(options) == options
