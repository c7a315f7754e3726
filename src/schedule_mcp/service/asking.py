"""Questions that were asked, kept for their answer: what a person types chooses an option or completes the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from schedule_mcp.errors import StalePlan
from schedule_mcp.language import Option, Question, Reading
from schedule_mcp.language.changes import Answering, answered, zone_of
from schedule_mcp.planning.plan import PLAN_HOLDS
from schedule_mcp.schedule.model import Once
from schedule_mcp.schedule.stored import from_json, to_json
from schedule_mcp.schedule.zones import zone
from schedule_mcp.writes.notes import Notes

PREFIX = "ask-"
PENDING_FOR = timedelta(minutes=10)
"""So long a part of a sentence without a plan is taken for the answer to the question about the same schedule."""


def answer_plan(plan: str) -> str:
    """The plan, where it is that of a question, else ""."""
    return plan if plan.startswith(PREFIX) else ""


@dataclass(frozen=True)
class Asked:
    """A question with the words that raised it."""

    question: Question
    words: str
    timezone: str
    """The zone that the call named,"""
    zone: str
    """and the one in which it was read."""
    schedule_id: str
    at: datetime


def keep(asked: Asked, notes: Notes) -> str:
    """The name under which an answer is sent; "" where it cannot be kept."""
    value = {
        "ask": asked.question.ask,
        "options": [
            [dict(o.arguments), to_json(o.schedule), zone_of(o.schedule), o.stands_for, o.sense]
            for o in asked.question.options
        ],
        "all": asked.question.all_together,
        "yes": asked.question.is_yes_or_no,
        "words": asked.words,
        "timezone": asked.timezone,
        "zone": asked.zone,
        "schedule_id": asked.schedule_id,
        "at": asked.at.astimezone(UTC).isoformat(),
    }
    said = repr(sorted(value.items(), key=lambda item: item[0])).encode()
    name = f"{PREFIX}{asked.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{sha256(said).hexdigest()[:8]}"
    return name if notes.keep("question", name, value) else ""


def await_answer(about: str, name: str, notes: Notes) -> None:
    """Note which question is open about a schedule: its handle, or the name under which it was to be created."""
    if about and name:
        notes.keep("pending", about, {"plan": name})


def pending(about: str, now: datetime, notes: Notes) -> str:
    """The name of the question that is open about a schedule, "" where none is or it was asked long ago."""
    noted = notes.found("pending", about)
    asked = None if noted is None else notes.found("question", str(noted["plan"]))
    if noted is None or asked is None or now - datetime.fromisoformat(asked["at"]) > PENDING_FOR:
        return ""
    return str(noted["plan"])


def kept(name: str, schedule_id: str, now: datetime, notes: Notes) -> Asked:
    """The question of a name.

    Raises:
        StalePlan: it is not known here, is older than an hour, or was asked about another schedule.
    """
    value = notes.found("question", name)
    if value is None:
        raise StalePlan("this question is not known here", "Send the whole sentence as `when`, without `plan`.")
    asked = _from(value)
    if not timedelta(minutes=-1) <= now - asked.at <= PLAN_HOLDS:
        raise StalePlan("the question is older than an hour", "Send the whole sentence as `when`, without `plan`.")
    if asked.schedule_id and asked.schedule_id != schedule_id:
        raise StalePlan("this question was asked about another schedule", "Send the call without `plan`.")
    return asked


def _from(value: dict[str, Any]) -> Asked:
    options = []
    for arguments, stored, place, stands_for, sense in value["options"]:
        schedule = from_json(stored)
        if isinstance(schedule, Once) and place:
            schedule = Once(schedule.at.astimezone(zone(place).tzinfo))
        options.append(Option(arguments, schedule, stands_for, sense))
    question = Question(value["ask"], tuple(options), value["all"], value["yes"])
    at = datetime.fromisoformat(value["at"])
    return Asked(question, value["words"], value["timezone"], value["zone"], value["schedule_id"], at)


def answer_to(asked: Asked, words: str, again: Callable[[str, str], Reading]) -> Reading:
    """What an answer makes of a question; `again` reads words in a zone as of when it was asked."""
    return answered(words, Answering(asked.question, asked.words, asked.zone, asked.at, again))
