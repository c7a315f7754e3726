"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
import sys
from types import ModuleType

import pytest

from schedule_mcp.cron import explain, printing, words
from schedule_mcp.schedule import merge

# The package's `fit` is the function.
fit = sys.modules["schedule_mcp.cron.synthesis"]


@pytest.mark.parametrize("module", [printing, words, fit, merge, explain], ids=lambda module: module.__name__)
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
