"""Phrases written without a look at the reader, their runs computed by python-dateutil: no other answer is given."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import read
from schedule_mcp.schedule import fires, same

SITTINGS = Path(__file__).parent / "sittings"
CASES = [
    (path.stem, json.loads(line))
    for path in sorted(SITTINGS.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
SHOWN = 6
SAID = Counter(case["text"] for _, case in CASES)


def named(case: dict) -> str:
    """The phrase; with its instant and zone where two rows have the same words."""
    return case["text"] if SAID[case["text"]] == 1 else f"{case['text']} @ {case['now']} {case['timezone']}"


JUDGED = {
    # Said on a Monday: four Wednesdays from now, five from the first run.
    "every Wednesday at 08:00 for a month": "clarify",
    # Written when Polish was no language that is read: every other Tuesday at ten.
    "co drugi wtorek o 10:00": "runs",
    # No word says whether the four dates come again.
    "1 of jan,april,july,oct 00:00": "clarify",
    # Without a part of the day, half past eight in the evening is as good.
    "täglich um halb neun": "clarify",
    "dagelijks om half negen": "clarify",
    "dopodomani alle 9 e mezza": "clarify",
    # As "every Saturday night at 12": the night of a Saturday at twelve can only be its end.
    "土曜の夜12時": "runs",
    # Seasons lie in other months on the other half of the world, and no word of them is read.
    "10:10, 12:20 and 14:30 each saturday in the spring months march, april and may": "refuse",
    # As open as "at 5": nothing in the text says that it counts to 24.
    "tomorrow at 5:00": "clarify",
    "at 6:00": "clarify",
    "thx, run it once on 1 June at 6:05": "clarify",
    # No short form of a weekday.
    "every S 10:00": "refuse",
    # 'Or' leaves open which is meant: the refusal says so.
    "the first or second Monday of the month at 9am": "refuse",
    # Whether the interval holds for both days is not said.
    "every second week on Saturday at 9pm and on Sunday at 10am, starting in two weeks": "refuse",
    # Without a comma the months may be those of the second pair alone.
    "the 5th Friday of the month at noon and the 1st Monday of the month at 9am, from April to October": "refuse",
    # What is to be done is words that carry no time, but they are no closed list: the refusal names the first of them.
    "remind me every day at 9pm to take my pills": "refuse",
    "remind me to call mum tomorrow at 6pm": "refuse",
    "water the plants every Sunday at 10am": "refuse",
    # As open as "at 1".
    "every Thursday at 1:30": "clarify",
    # No word says whether the eight dates come again.
    "on the 5th and the 25th of January, April, July and October at 10am": "clarify",
    # Up to a month: its beginning or its end.
    "once a month on the 5th at 2pm until June 2027": "clarify",
    # Spelled as in the United States: the first Monday of September.
    "every Labor Day at 10am": "runs",
    # One rule for each year's dates is asked for.
    "DTSTART;TZID=Europe/Paris:20280515T080000\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO": "refuse",
    # Days of the year and weeks are refused by name, with the way to write the date.
    "2027-300T09:00": "refuse",
    "2027-W32-5T09:00": "refuse",
    # Week dates are refused by name, with the way to write the date.
    "2027-W10-3T09:00": "refuse",
}
"""Where the reader's answer was preferred to the one written down, and why."""

TASKS = [
    "remind me to stretch every afternoon",
    "remind me to call mom every Sunday at 6pm",
    "take out the trash every Tuesday at 8pm",
    "water the plants every 3 days at 7am",
    "remind me tomorrow at 9am to pay the rent",
    "take my pills every day at 8am and 8pm",
    "back up the database every night at 2am",
    "set a reminder for Monday at 10am to book flights",
    "remind me in 20 minutes to check the oven",
    "could you post the stand-up thread every weekday at 9:15am?",
    "schedule a meeting with Anna every other Thursday at 14:00",
    "I need to feed the cat every day at 7:00 and 19:00",
    "run the invoice script on the last business day of each month at 5pm",
    "remind me to renew my passport on September 9 2028 at 10am",
    "check the server logs every 10 minutes",
    "ping the team every weekday at 10 in the morning",
    "drink water every hour from 9am to 6pm",
    "remind Bob and Sue about the quarterly review on the 1st of February at 9am",
    "every Monday at 9am, send the sales numbers to the whole team",
    "could you remind me at 5pm to leave the office",
    "change the water filter every 6 months on the 1st at 9am starting May 1, 2027",
    "erinnere mich jeden Mittwoch um 19 Uhr an den Müll",
]
"""Words of the task are a closed list, so that none that might matter is passed over: the refusal names the first."""

JUDGED |= dict.fromkeys(TASKS, "refuse") | {
    # The range of a year that began with the September before.
    "every day at 9am from September 10 to September 5, 2027": "runs",
    # Said in June of the June that it is: asked as any position of a month that is named.
    "last working day of June at 4pm": "clarify",
}

NOT_READ: set[str] = {
    "the next to last business day of every month at 9:00",
    "the second business day of every month at 9am and the last one at 5pm",
    "every year on Labor Day at 8am",
    "the Friday after Thanksgiving at 6am",
    "every weekday at 10am for the next 4 weekdays",
    "Fridays of even calendar weeks at 13:00",
    "every Wednesday at 11am in March and April 2027",
    "every weekday at 7am from Monday until Friday December 3",
    "every weekday except Friday at 9am, and Friday at 8am",
    "on the first of the month at 9am and then again on the last day at 5pm, every month",
    "the first weekday after the 15th of every month at 10am",
    "DTSTART:20271201T090000\nRRULE:FREQ=DAILY;COUNT=3\nRDATE:20271210T150000",
    "2027-W26-3T09:00",
    "2027-200T12:00:00",
    "every 30 minutes from 9:00 to 10:30 on weekdays, but from 10:00 to 11:00 on Fridays",
    "the day before the last business day of each month at 6pm, until the end of May",
    "9h30 + 17h45 daily",
    "every 5' between 06:00 and 06:20",
    "every Sa/Su 10.30",
    "next Friday at 3pm and every two weeks after that",
}
"""What should be read and is refused; a phrase that is read by now has no place here."""


def outcome(case: dict) -> tuple[str, list[str]]:
    now = datetime.fromisoformat(case["now"])
    try:
        reading = read(case["text"], now=now, timezone=case["timezone"])
    except InputError:
        return "refuse", []
    if reading.schedule is None:
        return "clarify", []
    runs = islice(fires(reading.schedule, after=now), SHOWN)
    return "runs", [f"{run:%Y-%m-%dT%H:%M:%SZ}" for run in runs]


def golds(case: dict) -> list[list[str]]:
    """The runs that are right: those written down, and what is as good."""
    also = case.get("also") or []
    return [case["runs"], *(also if also and isinstance(also[0], list) else [also])]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=named)
def test_phrase(case: dict) -> None:
    kind, runs = outcome(case)
    if case["text"] in NOT_READ:
        assert kind == "refuse"
        return
    meant = JUDGED.get(case["text"], case.get("expect", "runs"))
    assert kind == meant or kind in case.get("accept", ())
    if kind == "runs" and case["text"] not in JUDGED:
        assert runs in golds(case)


@pytest.mark.parametrize(
    "case",
    [
        case
        for _, case in CASES
        if JUDGED.get(case["text"], case.get("expect")) == "clarify"
        and case["text"] not in NOT_READ
        and "refuse" not in case.get("accept", ())
    ],
    ids=named,
)
def test_every_answer_to_a_question_reads_to_what_it_shows(case: dict) -> None:
    now = datetime.fromisoformat(case["now"])
    question = read(case["text"], now=now, timezone=case["timezone"]).question
    assert question is not None
    assert 1 <= len(question.options) <= 4
    for option in question.options:
        arguments = {"when": case["text"], "timezone": case["timezone"]} | dict(option.arguments)
        again = read(arguments["when"], now=now, timezone=arguments["timezone"])
        assert again.schedule is not None
        assert same(again.schedule, option.schedule, after=now)
        assert next(fires(option.schedule, after=now), None) is not None


def test_sittings_are_large_and_of_every_kind() -> None:
    kinds = [case.get("expect", "runs") for _, case in CASES]
    assert kinds.count("runs") >= 500
    assert kinds.count("clarify") >= 90
    assert kinds.count("refuse") >= 90
