"""Coverage-guided fuzzing of the reader: python -m tests.campaigns.fuzz_reading [seconds]

Needs atheris (`pip install atheris`), which is no dependency of the tests. Inputs are raw text and texts made of the
words of the phrases under test. Stops with the input at any exception outside the error tree, at a reading longer
than a quarter of a second, or when memory keeps growing (the fuzzer's own limit).
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["schedule_mcp"]):
    from schedule_mcp.errors import ScheduleError
    from schedule_mcp.language import describe, read

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
SLOW_S = 0.25
LANGUAGE = Path(__file__).parent.parent / "language"
WORDS = sorted(
    {
        word
        for file in (LANGUAGE / "phrases.jsonl", *(LANGUAGE / "sittings").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for word in json.loads(line)["text"].split()
    }
)


def text_of(data: bytes) -> str:
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():
        return provider.ConsumeUnicodeNoSurrogates(1000)
    return " ".join(
        WORDS[provider.ConsumeIntInRange(0, len(WORDS) - 1)] for _ in range(provider.ConsumeIntInRange(1, 24))
    )


def one_input(data: bytes) -> None:
    text = text_of(data)
    begin = time.process_time()
    with suppress(ScheduleError):
        schedule = read(text, now=NOW, timezone="Europe/Berlin").schedule
        if schedule is not None:
            describe(schedule)
    took = time.process_time() - begin
    if took > SLOW_S:
        raise RuntimeError(f"{took:.3f} s for {text!r}")


def main() -> None:
    # The first unknown word loads all languages; that is no slow reading.
    with suppress(ScheduleError):
        read("unknownword", now=NOW, timezone="UTC")
    seconds = sys.argv[1] if len(sys.argv) > 1 else "120"
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2048", "-rss_limit_mb=1024"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
