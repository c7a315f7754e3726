"""A failing row is found again by its name: it stays when rows are added before it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import pytest_make_parametrize_id as name_of

TOP = Path(__file__).parents[1]

TABLES = "tests/schedule/test_same.py", "tests/cron/test_dialects.py", "tests/backends/test_encoding.py"


@pytest.mark.parametrize("value", ["every day", 3, None, 1.5, print, int], ids=str)
def test_what_has_a_name_keeps_it(value: object) -> None:
    assert name_of(value, "value") is None


def test_a_short_value_is_its_own_name_and_a_long_one_has_a_digest() -> None:
    assert name_of({"b", "a"}, "value") == "{'a', 'b'}"
    assert name_of([("every day", 9)], "value") == "[['every day', 9]]"
    long = name_of(["every day at 9am"] * 9, "texts")
    assert long is not None
    assert long.startswith("texts~")
    assert long != name_of(["every day at 9am"] * 8, "texts")


def test_what_is_told_only_by_its_address_is_left_to_pytest() -> None:
    assert name_of(object(), "value") is None
    assert name_of([object()], "value") is None


def collected(seed: str) -> str:
    """The names of some tables in a process whose sets have another order."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *TABLES]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.rsplit("\n\n", 1)[0]


@pytest.mark.slow
def test_names_are_the_same_in_every_process() -> None:
    names = collected("1")
    assert "test_different[" in names
    assert names == collected("2")
