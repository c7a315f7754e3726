"""Which phrases each backend holds exactly: python -m tests.fidelity --write | --check

Every phrase that has runs is read and encoded for every backend. For each pair that is accepted, the runs are
computed from the sent fields by an engine that shares no code with ours (croniter, APScheduler, plain steps of a
timedelta) and compared with the phrase's expected runs and with two years of ours.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from croniter import croniter

from schedule_mcp.backends.base import Backend
from schedule_mcp.errors import Unsupported
from schedule_mcp.language import read
from schedule_mcp.schedule import Schedule, fires
from tests.backends.kinds import CLASSES, SETTINGS

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "fidelity.md"
SPAN = timedelta(days=731)
RUNS_AT_MOST = 3_000

BACKENDS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "Sequentum": ("sequentum", {}),
    "AgentScope": ("agentscope", {}),
    "Uranus (cron in UTC)": ("uranus", {}),
    "orq.ai, wide": ("orq", {"contract": "wide"}),
    "orq.ai, narrow": ("orq", {"contract": "narrow"}),
    "OpenClaw": ("openclaw", {}),
    "Hermes (cron in UTC)": ("hermes", {}),
    "LangGraph": ("langgraph", {}),
    "Agno": ("agno", {}),
    "an API of one's own (common)": ("http", {}),
}


@dataclass(frozen=True)
class Outcome:
    """What one backend makes of one phrase; `wrong` says where the engine's runs differ."""

    objects: int
    reason: str = ""
    wrong: str = ""


def phrases() -> list[dict[str, Any]]:
    lines = (HERE / "language" / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["expect"]["kind"] == "runs"]


def outcome(row: Mapping[str, Any], kind: str, settings: Mapping[str, Any]) -> Outcome:
    now = datetime.fromisoformat(row["now"]).astimezone(UTC)
    backend: Backend = CLASSES[kind].from_config("work", {**SETTINGS[kind], **settings}, now=lambda: now)
    schedule = read(row["text"], now=now, timezone=row["timezone"]).schedule
    assert schedule is not None, row["text"]
    try:
        encoding = backend.encode(schedule, now=now, accept=frozenset(), options={})
    except Unsupported as refusal:
        return Outcome(0, refusal.reason)
    streams = [engine_runs(kind, member.timing, member.schedule, now) for member in encoding.members]
    # A stream that was cut ends the comparison for all.
    last = min((stream[-1] for stream in streams if len(stream) == RUNS_AT_MOST), default=now + SPAN)
    theirs = [run for run in merge(*streams) if run <= last][:RUNS_AT_MOST]
    return Outcome(len(streams), wrong=difference(row, schedule, theirs, now))


def difference(row: Mapping[str, Any], schedule: Schedule, theirs: list[datetime], now: datetime) -> str:
    """Where the engine's runs are not the expected ones; "" where they are."""
    ours = list(islice((t for t in fires(schedule, after=now) if t <= now + SPAN), RUNS_AT_MOST))
    free = getattr(schedule, "every", None) is not None and getattr(schedule, "anchor", None) is None
    if free:
        # The phase of a free interval is the backend's: the distances count.
        step = schedule.every  # type: ignore[union-attr]
        even = all(b - a == step for a, b in pairwise(theirs))
        return "" if even and theirs else "not evenly spaced"
    expected = [datetime.fromisoformat(run) for run in row["expect"]["first"]]
    if theirs[: len(expected)] != [t for t in expected if t <= now + SPAN][:RUNS_AT_MOST]:
        return f"expected {expected[:2]}, engine {theirs[:2]}"
    days_400 = now + timedelta(days=400)
    counted = sum(run <= days_400 for run in theirs)
    if len(theirs) < RUNS_AT_MOST and counted != row["expect"]["count"]:
        return f"expected {row['expect']['count']} runs in 400 days, engine {counted}"
    return "" if theirs == ours[: len(theirs)] and len(theirs) >= min(len(ours), 500) else "differs within two years"


def engine_runs(kind: str, timing: Mapping[str, Any], schedule: Schedule, now: datetime) -> list[datetime]:
    """The runs of one object in two years, by an engine of its own."""
    stream = _ENGINES[kind](timing, now)
    # A stub of a backend holds no window: it is part of none of these payloads.
    del schedule
    found = []
    for run in stream:
        if run > now + SPAN or len(found) >= RUNS_AT_MOST:
            break
        found.append(run)
    return found


def _by_croniter(text: str, zone: str, now: datetime, seconds: bool = False) -> Iterator[datetime]:
    """Wall times by croniter without a zone, put on the clock by zoneinfo: once each, gaps moved behind them."""
    place = ZoneInfo(zone)
    runs = croniter(text, now.astimezone(place).replace(tzinfo=None), second_at_beginning=seconds)
    while True:
        wall: datetime = runs.get_next(datetime)
        yield wall.replace(tzinfo=place).astimezone(UTC)


def _sequentum(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    if timing["scheduleType"] == 3:
        yield from _by_croniter(timing["cronExpression"], timing["timezone"], now)
    start = datetime.fromisoformat(timing["startTime"])
    yield start
    if timing["scheduleType"] == 2:
        step = timedelta(minutes=timing["runEveryCount"] * {1: 1, 2: 60}[timing["runEveryPeriod"]])
        while True:
            start += step
            yield start


def _agentscope(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    minute, hour, day, month, weekday = timing["cron_expression"].split()
    trigger = CronTrigger(
        minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=timing["timezone"]
    )
    run = trigger.get_next_fire_time(None, now + timedelta(microseconds=1))
    while run is not None:
        yield run.astimezone(UTC)
        run = trigger.get_next_fire_time(run, run)


def _uranus(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    if timing["type"] == "once":
        yield datetime.fromisoformat(timing["next_run"])
        return
    yield from _by_croniter(timing["cron_expression"], "UTC", now)


def _orq(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    text = timing["expression"]
    if timing["type"] == "once":
        yield datetime.fromisoformat(text.removeprefix("@at "))
    elif timing["type"] == "interval":
        hours, _, rest = text.removeprefix("@every ").partition("h")
        minutes = int(rest.removesuffix("m") or 0)
        run = now
        while True:
            run += timedelta(hours=int(hours), minutes=minutes)
            yield run
    else:
        yield from _by_croniter(text, "UTC", now, seconds=True)


def _hermes(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    """Once an instant, else cron by croniter in its one zone."""
    text = timing["schedule"]
    if text.endswith("Z"):
        yield datetime.fromisoformat(text)
        return
    yield from _by_croniter(text, "UTC", now)


def _as_croniter_runs(text: str, place: str, now: datetime) -> Iterator[datetime]:
    """As a server with croniter inside computes it, in its zone."""
    runs = croniter(text, now.astimezone(ZoneInfo(place)))
    while True:
        run: datetime = runs.get_next(datetime)
        yield run.astimezone(UTC)


def _langgraph(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    yield from _as_croniter_runs(timing["schedule"], timing["timezone"], now)


def _agno(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    yield from _as_croniter_runs(timing["cron_expr"], timing["timezone"], now)


def _openclaw(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    if timing["kind"] == "at":
        yield datetime.fromisoformat(timing["at"])
        return
    if timing["kind"] == "every":
        run = now
        while True:
            run += timedelta(milliseconds=timing["everyMs"])
            yield run
    place, last = ZoneInfo(timing["tz"]), now
    for run in _by_croniter(timing["expr"], timing["tz"], now, seconds=len(timing["expr"].split()) == 6):
        wall = run.astimezone(place)
        # Not a time that a clock change leaves out, nor the second of two equal ones.
        if run > last and wall.fold == 0 and wall.astimezone(UTC) == run and _is_on(timing["expr"], wall):
            last = run
            yield run


def _is_on(text: str, wall: datetime) -> bool:
    """Whether croniter counts a wall time among the runs of a text."""
    return bool(croniter.match(text, wall.replace(tzinfo=None), second_at_beginning=len(text.split()) == 6))


def _inhouse(timing: Mapping[str, Any], now: datetime) -> Iterator[datetime]:
    if "run_at" in timing:
        yield datetime.fromtimestamp(timing["run_at"], UTC)
        return
    yield from _by_croniter(timing["cron"], timing["tz"], now)


_ENGINES: Mapping[str, Callable[[Mapping[str, Any], datetime], Iterator[datetime]]] = {
    "sequentum": _sequentum,
    "agentscope": _agentscope,
    "uranus": _uranus,
    "orq": _orq,
    "hermes": _hermes,
    "langgraph": _langgraph,
    "agno": _agno,
    "openclaw": _openclaw,
    "http": _inhouse,
}


def outcomes_on(title: str) -> list[Outcome]:
    """Every phrase on one backend."""
    kind, settings = BACKENDS[title]
    return [outcome(row, kind, settings) for row in phrases()]


def outcomes() -> dict[str, list[Outcome]]:
    """Every phrase on every backend."""
    return {title: outcomes_on(title) for title in BACKENDS}


def page(found: Mapping[str, list[Outcome]]) -> str:
    """The page of counts."""
    count = len(next(iter(found.values())))
    lines = [
        "# Fidelity",
        "",
        f"{count} phrases that have runs, on every backend, without any accepted difference. For each accepted pair",
        "the runs were computed from the sent fields by croniter, APScheduler or plain steps, and compared with the",
        "phrase's first runs, with its number of runs in 400 days, and with two years of ours. Made by",
        "`python -m tests.fidelity --write`.",
        "",
        "| Backend | exact, one object | exact, several objects | refused | mismatches |",
        "|---|---|---|---|---|",
    ]
    lines += [counts_row(title, results) for title, results in found.items()]
    lines += ["", "Why it was refused:", "", "| Backend | reasons |", "|---|---|"]
    lines += [reasons_row(title, results) for title, results in found.items()]
    return "\n".join(lines) + "\n"


def counts_row(title: str, results: list[Outcome]) -> str:
    one = sum(r.objects == 1 for r in results)
    several = sum(r.objects > 1 for r in results)
    wrong = sum(bool(r.wrong) for r in results)
    return f"| {title} | {one} | {several} | {len(results) - one - several} | {wrong} |"


def reasons_row(title: str, results: list[Outcome]) -> str:
    reasons = Counter(r.reason for r in results if r.reason)
    return f"| {title} | {', '.join(f'{reason} {n}' for reason, n in sorted(reasons.items()))} |"


def main() -> int:
    found = outcomes()
    for title, results in found.items():
        for row, result in zip(phrases(), results, strict=True):
            if result.wrong:
                print(f"MISMATCH {title}: {row['text']!r}: {result.wrong}")
    text = page(found)
    print(text)
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text)


if __name__ == "__main__":
    sys.exit(main())
