"""Reading speed, next to recurrent where it is installed: python -m tests.benchmarks.reading

Prints phrases a second through the command line (`preview --jsonl`, one process) and in one process, both for words
that were never read before and for words that were, the time of single readings of new words (median, 99th
percentile, longest) over phrases of people and over long made-up ones, and how the time grows with the length. Not a
timed test: figures depend on the machine.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from schedule_mcp.errors import InputError
from schedule_mcp.language import read

LANGUAGE = Path(__file__).parent.parent / "language"
NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
ZONE = "America/New_York"
TIMES_OVER = 10
REMEMBERED = 600
"""Phrases that are remembered together; all of them over and over are new each time."""
forget = import_module("schedule_mcp.language.reader").sentences_of.cache_clear


def phrases() -> list[str]:
    files = [LANGUAGE / "phrases.jsonl", *sorted((LANGUAGE / "sittings").glob("*.jsonl"))]
    return [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def made_up(words: list[str], length: int, chance: random.Random) -> str:
    text = ""
    while len(text) < length:
        text += chance.choice(words) + " "
    return text[:length]


def reading(text: str) -> None:
    with suppress(InputError):
        read(text, now=NOW, timezone=ZONE)


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def new(text: str) -> float:
    """The seconds of a reading of words that are not remembered."""
    forget()
    return seconds(lambda: reading(text))


def spread(name: str, texts: list[str]) -> None:
    took = sorted(min(new(t) for _ in range(3)) for t in texts)
    middle, high = took[len(took) // 2], took[int(len(took) * 0.99)]
    print(f"{name:28} median {middle * 1e3:6.2f} ms   p99 {high * 1e3:6.2f} ms   longest {took[-1] * 1e3:6.2f} ms")


def through_the_command_line(texts: list[str]) -> float:
    """Lines a second, without the start of the program."""
    lines = "".join(json.dumps({"when": t, "timezone": ZONE}) + "\n" for t in texts)
    command = [sys.executable, "-m", "schedule_mcp", "preview", "--jsonl"]
    empty = seconds(lambda: subprocess.run(command, input="", text=True, capture_output=True, check=True))
    full = seconds(lambda: subprocess.run(command, input=lines, text=True, capture_output=True, check=True))
    return len(texts) / (full - empty)


def peer(texts: list[str]) -> float | None:
    try:
        from recurrent.event_parser import RecurringEvent
    except ImportError:
        return None
    some = texts[:200]

    def parse_all() -> None:
        for text in some:
            try:
                RecurringEvent(now_date=NOW.replace(tzinfo=None)).parse(text)
            except Exception:  # noqa: BLE001
                continue

    return len(some) / seconds(parse_all)


def main() -> None:
    texts, chance = phrases(), random.Random(1)
    words = [word for text in texts for word in text.split()]
    for text in texts:
        reading(text)
    rate = len(texts) / min(sum(map(new, texts)) for _ in range(3))
    known = texts[:REMEMBERED]
    print(f"{len(texts)} phrases, {rate:,.0f} readings a second of new words in one process")
    print(
        f"{through_the_command_line(texts * TIMES_OVER):,.0f} previews a second of new words through the command line"
    )
    print(f"{through_the_command_line(known * 30):,.0f} previews a second of words read before")
    theirs = peer(texts)
    print(f"recurrent: {theirs:,.0f} a second, ratio {rate / theirs:.1f}" if theirs else "recurrent is not installed")
    spread("phrases of people", texts)
    for length in (125, 250, 500, 1000):
        spread(f"{length} characters made up", [made_up(words, length, chance) for _ in range(200)])


if __name__ == "__main__":
    main()
