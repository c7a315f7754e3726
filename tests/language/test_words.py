"""What people write, by construct: each phrase with the schedule that it is, or with what it is asked to mean.

`words.jsonl` holds them, as said on a Wednesday morning in UTC.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.language import describe, read
from schedule_mcp.schedule import same

NOW = datetime(2027, 3, 3, 9, 15, tzinfo=UTC)
ROWS = [json.loads(line) for line in (Path(__file__).parent / "words.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", [row for row in ROWS if "meant" in row], ids=lambda row: row["text"])
def test_clear_words_are_read_without_a_question(row: dict[str, Any]) -> None:
    reading = read(row["text"], now=NOW, timezone="UTC")
    assert reading.schedule is not None, reading.question
    assert describe(reading.schedule).removesuffix(" (UTC)") == row["meant"]


@pytest.mark.parametrize("row", [row for row in ROWS if "asked" in row], ids=lambda row: row["text"])
def test_open_words_are_asked_about_and_every_answer_reads_to_what_it_shows(row: dict[str, Any]) -> None:
    question = read(row["text"], now=NOW, timezone="UTC").question
    assert question is not None
    options = [option.arguments["when"] for option in question.options]
    assert [option.removesuffix(" (UTC)") for option in options] == row["asked"]
    for option in question.options:
        again = read(option.arguments["when"], now=NOW, timezone="UTC").schedule
        assert again is not None
        assert same(again, option.schedule, after=NOW)
