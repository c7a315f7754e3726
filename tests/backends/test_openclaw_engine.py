"""The dialect `openclaw` against the function with which OpenClaw itself looks for the next run."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from schedule_mcp.cron import parse
from schedule_mcp.cron.dialects import OPENCLAW
from schedule_mcp.errors import InvalidExpression
from schedule_mcp.schedule import fires
from tests.backends.openclaw_env import next_runs
from tests.cron.expressions import some_expression

pytestmark = [pytest.mark.real, pytest.mark.slow]

ZONES = (
    "UTC", "America/New_York", "Europe/London", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Cairo",
    "America/Santiago", "Pacific/Chatham", "Asia/Kolkata",
)  # fmt: skip
RUNS = 25
AT_CHANGES = (
    "30 2 * * *", "0 2 * * *", "0 * * * *", "*/30 * * * *", "30 1 * * *", "*/20 1-3 * * *", "0 0 * * *", "15 0 * * 0",
    "30 2 14 3 *", "0 0,1,2,3 * * *", "45 1 * * 6,0",
)  # fmt: skip
FORMS = (
    "0 9 L * *", "0 9 LW * *", "0 9 15W * *", "0 9 1,L * *", "0 9 * * 5L", "0 9 * * 1#2", "0 9 13 * 5", "0 9 */2 * 1",
    "0 9 1-31 * 1", "0 9 * * 7", "0 9 * * sun-tue", "0 9 * * fri-sun", "30 0 9 * * *", "@daily", "@weekly",
    "0 9 L * 1", "0 9 15W * 1", "0 9 29 2 *", "0 9 28W * *", "0 9 1W * *", "0 9 *,1 * 1", "0 9 */1 * 1",
)  # fmt: skip


def moments(source: random.Random) -> datetime:
    return datetime.fromtimestamp(source.randrange(1_796_000_000, 1_860_000_000), UTC)


def compared(cases: list[tuple[str, str, datetime]], folder: Path) -> list[str]:
    """The cases (expression, zone, from when) in which its runs are not ours."""
    asked = [{"expr": e, "tz": z, "from": int(t.timestamp() * 1000), "count": RUNS} for e, z, t in cases]
    wrong = []
    for (text, zone, after), theirs in zip(cases, next_runs(asked, folder), strict=True):
        ours = [int(run.timestamp() * 1000) for run in islice(fires(parse(text, OPENCLAW, zone), after=after), RUNS)]
        if theirs["refusal"] or theirs["runs"] != ours[: len(theirs["runs"])] or len(theirs["runs"]) != len(ours):
            pairs = zip(ours, theirs["runs"], strict=False)
            first = next(((a, b) for a, b in pairs if a != b), (len(ours), len(theirs["runs"])))
            wrong.append(f"{text} in {zone} after {after}: {first} {theirs['refusal'][:80]}")
    return wrong


def test_runs_are_those_of_its_own_function(tmp_path: Path) -> None:
    source = random.Random(11)
    cases = [(text, zone, moments(source)) for text in (*AT_CHANGES, *FORMS) for zone in ZONES]
    cases += [(some_expression(source, OPENCLAW), source.choice(ZONES), moments(source)) for _ in range(700)]
    live = [case for case in cases if next(iter(fires(parse(case[0], OPENCLAW, case[1]), after=case[2])), None)]
    assert len(live) > 900
    assert compared(live, tmp_path) == []


REFUSED_BY_BOTH = ("0 9 * * 5-1", "0 22-2 * * *", "0 9 L-2 * *", "0 9 * * L5", "5/15 9 * * *", "@reboot", "0 9 * * 8")
TRAPS = ("0 9 ? * 1", "0 9 1 * ?")
"""What it takes and reads otherwise than anybody means it: `?` runs every day."""


def test_what_it_refuses_is_refused_and_its_traps_are_not_read(tmp_path: Path) -> None:
    asked = [{"expr": text, "tz": "UTC", "from": 1_796_000_000_000, "count": 3} for text in (*REFUSED_BY_BOTH, *TRAPS)]
    answers = next_runs(asked, tmp_path)
    for text, theirs in zip((*REFUSED_BY_BOTH, *TRAPS), answers, strict=True):
        assert bool(theirs["refusal"]) is (text in REFUSED_BY_BOTH), (text, theirs)
        with pytest.raises(InvalidExpression):
            parse(text, OPENCLAW)
    day_ms = 86_400_000
    for theirs in answers[-len(TRAPS) :]:
        first, second, third = theirs["runs"]
        assert third - second == second - first == day_ms
