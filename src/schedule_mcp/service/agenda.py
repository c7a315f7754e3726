"""The agenda: what runs in a span of time said in words, over all schedules, and what came of the runs before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice, takewhile
from typing import Any

from schedule_mcp.answers.calendar.model import Drawn, Ended
from schedule_mcp.answers.structured import run_json
from schedule_mcp.engine.port import DEAD
from schedule_mcp.language.spans import Spans, spans
from schedule_mcp.outside.text import one_line, quoted
from schedule_mcp.policy.limits import WHEN_AT_MOST, check_length
from schedule_mcp.records.row import Row
from schedule_mcp.schedule import fires
from schedule_mcp.service.arguments import checked_agent, checked_count, checked_zone
from schedule_mcp.service.calls import Runs
from schedule_mcp.service.drawing import Drawing, HasPastRuns, common_zone, drawn_of

RUNS_AT_MOST = 100
_OF_ONE_AT_MOST = 5_000
_ONE_BY_ONE = 5
"""More runs of one schedule with one outcome are told as one entry."""
_COLLISIONS_SHOWN = 10
_DETAIL_SHOWN = 300

FAILED = DEAD | {"error", "timeout"}
"""Outcomes of runs that were not made as they should."""
DUE, EXPECTED = "due", "expected"


@dataclass(frozen=True)
class Run:
    """A run of the schedule with a number; `outcome` is "due" before it, "expected" where nobody tells what came."""

    due: datetime
    number: int
    outcome: str
    detail: str = ""


class Agenda(Drawing):
    """The runs of a span."""

    def runs(self, call: Runs) -> dict[str, Any]:
        """The runs in the order of time, past ones with their outcome; many of one schedule are one entry."""
        check_length("when", call.when, WHEN_AT_MOST)
        checked_count("limit", call.limit, RUNS_AT_MOST)
        now = self._now()
        named = checked_zone(call.timezone) or self.timezone
        if named:
            # Words that name no span are refused before anything is asked.
            spans(call.when, now=now, timezone=named)
        with self.call(call.backend):
            rows, notes = self._wanted(call.backend, checked_agent(call.agent_id), call.name)
            drawn = [drawn_of(name, row) for name, row in rows]
            window = spans(call.when, now=now, timezone=named or common_zone(drawn))
            past = list(self._made_before(rows, drawn, window, now, notes))
        coming = [run for n, each in enumerate(drawn) for run in _coming(n, each, window, now)]
        notes += [f"{quoted(d.name)} ({d.id}) is not listed: {d.unreadable}" for d in drawn if d.unreadable]
        found = [run for run in (*past, *coming) if not call.failed or run.outcome in FAILED]
        return _answer(found, drawn, window, call.limit, notes)

    def _made_before(
        self, rows: Sequence[tuple[str, Row]], drawn: Sequence[Drawn], window: Spans, now: datetime, notes: list[str]
    ) -> Iterator[Run]:
        if window.begin >= now:
            return
        until = min(now, window.end)
        ended: Iterator[Ended] = self._ended(rows, window.begin, until, notes)
        yield from (Run(e.due, e.number, e.outcome, e.detail) for e in ended if window.holds(e.due))
        silent = set()
        for number, (name, _) in enumerate(rows):
            backend = self.backends[name]
            if backend.capabilities.history or isinstance(backend, HasPastRuns):
                continue
            of_one = _within(drawn[number], window, window.begin - timedelta.resolution, until)
            runs = [Run(at, number, EXPECTED) for at in of_one]
            yield from runs
            silent |= {name} if runs else set()
        if silent:
            notes.append(
                f"{', '.join(sorted(map(quoted, silent)))} tells no past runs: 'expected' is what its schedules say as "
                "they are now, and whether they ran is not known here"
            )


def _coming(number: int, drawn: Drawn, window: Spans, now: datetime) -> Iterator[Run]:
    after = max(now, window.begin - timedelta.resolution)
    if drawn.begins is not None:
        after = max(after, drawn.begins - timedelta.resolution)
    yield from (Run(at, number, DUE) for at in _within(drawn, window, after, window.end))


def _within(drawn: Drawn, window: Spans, after: datetime, until: datetime) -> Iterator[datetime]:
    runs = merge(*(fires(schedule, after=after) for schedule in drawn.schedules))
    inside = (at for at in takewhile(lambda at: at < until, runs) if window.holds(at))
    return islice(inside, _OF_ONE_AT_MOST)


def _answer(
    runs: Sequence[Run], drawn: Sequence[Drawn], window: Spans, limit: int, notes: Sequence[str]
) -> dict[str, Any]:
    entries = sorted(_entries(runs, drawn, window.zone), key=lambda entry: str(entry["due"]["utc"]))
    answer: dict[str, Any] = {
        "status": "ok",
        "timezone": window.zone,
        "window": [
            {"begin": run_json(p.begin, window.zone), "end": run_json(p.end, window.zone)} for p in window.parts[:5]
        ],
        "total": len(runs),
        "failed": sum(run.outcome in FAILED for run in runs),
        "runs": entries[:limit],
    }
    if len(entries) > limit:
        answer["more"] = len(entries) - limit
    if found := list(_collisions(runs, drawn, window.zone)):
        answer["collisions"] = found[:_COLLISIONS_SHOWN]
        answer["collisions_total"] = len(found)
    cut = [drawn[n].name for n, count in _counts(runs).items() if count >= _OF_ONE_AT_MOST]
    more = [f"only the first {_OF_ONE_AT_MOST:,} runs of {quoted(name)} are counted" for name in cut]
    if warnings := [*notes, *more]:
        answer["warnings"] = warnings
    return answer


def _counts(runs: Sequence[Run]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for run in runs:
        found[run.number] += 1
    return found


def _entries(runs: Sequence[Run], drawn: Sequence[Drawn], place: str) -> Iterator[dict[str, Any]]:
    alike: dict[tuple[int, str], list[Run]] = defaultdict(list)
    for run in runs:
        alike[run.number, run.outcome].append(run)
    for (number, outcome), group in alike.items():
        group.sort(key=lambda run: run.due)
        who = {"name": one_line(drawn[number].name), "id": drawn[number].id, "status": outcome}
        if len(group) > _ONE_BY_ONE:
            last = run_json(group[-1].due, place)
            said = {"count": len(group), "when": drawn[number].when}
            yield {"due": run_json(group[0].due, place), "last": last, **who, **said}
            continue
        for run in group:
            detail = {"detail": one_line(run.detail, _DETAIL_SHOWN)} if run.detail and outcome in FAILED else {}
            yield {"due": run_json(run.due, place), **who, **detail}


def _collisions(runs: Sequence[Run], drawn: Sequence[Drawn], place: str) -> Iterator[dict[str, Any]]:
    """The instants at which several schedules run."""
    at_once: dict[datetime, set[int]] = defaultdict(set)
    for run in runs:
        at_once[run.due].add(run.number)
    for instant, numbers in sorted(at_once.items()):
        if len(numbers) > 1:
            yield {"at": run_json(instant, place), "names": [one_line(drawn[n].name) for n in sorted(numbers)]}
