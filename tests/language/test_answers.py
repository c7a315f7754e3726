"""What people type when they are asked: it chooses or completes, and never becomes a schedule alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schedule_mcp.language import describe, read
from schedule_mcp.language.changes import Answering, answered, revise
from schedule_mcp.language.reading import Reading

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def reply(words: str, text: str, *, zone: str | None = "Europe/Berlin", beside: str = "") -> str:
    """The canonical sentence that an answer makes, "asked again: N" with the options left, or what was asked anew."""
    held = read(beside, now=NOW, timezone="Europe/Berlin").schedule if beside else None

    def again(said: str, place: str) -> Reading:
        if held is not None:
            return revise(said, held, now=NOW, timezone=place, default="Europe/Berlin")
        return read(said, now=NOW, timezone=place or zone)

    question = again(words, "").question
    assert question is not None
    found = answered(text, Answering(question, words, zone or "", NOW, again))
    if found.schedule is not None:
        return describe(found.schedule).removesuffix(" (Europe/Berlin)")
    assert found.question is not None
    return f"asked again: {len(found.question.options)}"


NINE = "every day at 9"


@pytest.mark.parametrize(
    ("words", "text", "becomes"),
    [
        (NINE, "9pm", "every day at 21:00"),
        (NINE, "9 pm please", "every day at 21:00"),
        (NINE, "21:00", "every day at 21:00"),
        (NINE, "the morning one", "every day at 09:00"),
        (NINE, "in the evening", "every day at 21:00"),
        (NINE, "pm", "every day at 21:00"),
        (NINE, "abends", "every day at 21:00"),
        (NINE, "both", "every day at 09:00 and 21:00"),
        (NINE, "beide", "every day at 09:00 and 21:00"),
        (NINE, "the second", "every day at 21:00"),
        (NINE, "the first one", "every day at 09:00"),
        (NINE, "option 2", "every day at 21:00"),
        (NINE, "die zweite", "every day at 21:00"),
        (NINE, "the last one", "every day at 21:00"),
        (NINE, "9:30pm", "every day at 21:30"),
        (NINE, "every day at 21:00 (Europe/Berlin)", "every day at 21:00"),
        (NINE, "every Sunday at noon in Tokyo", "every Sunday at 12:00 (Asia/Tokyo)"),
        (NINE, "every two hours", "every 2 hours"),
        (NINE, "9", "asked again: 2"),
        (NINE, "yes", "asked again: 2"),
        (NINE, "whatever you like", "asked again: 2"),
        (NINE, "tomorrow", "asked again: 2"),
        (NINE, "the third", "asked again: 2"),
        (NINE, "weekly", "asked again: 2"),
        ("every weekday", "9am", "every weekday at 09:00"),
        ("every weekday", "at noon", "every weekday at 12:00"),
        ("in the evening", "7:30pm", "on 2026-11-25 at 19:30"),
        ("biweekly on Tuesday and Thursday at noon", "yes, weekly", "every Tuesday and Thursday at 12:00"),
        ("every week at noon", "Friday", "every Friday at 12:00"),
        ("every week at noon", "on Sundays", "every Sunday at 12:00"),
    ],
)
def test_an_answer_chooses_or_completes(words: str, text: str, becomes: str) -> None:
    assert reply(words, text) == becomes


@pytest.mark.parametrize("text", ["LA time", "Los Angeles", "america/los_angeles", "in Los Angeles"])
def test_a_place_answers_the_question_of_the_zone(text: str) -> None:
    assert reply("every day at noon", text, zone=None) == "every day at 12:00 (America/Los_Angeles)"


TWICE = "every day at 9am and 5pm"


@pytest.mark.parametrize(
    ("beside", "words", "text", "becomes"),
    [
        (TWICE, "10:30", "the 5pm one", "every day at 09:00 and 10:30"),
        (TWICE, "10:30", "9am", "every day at 10:30 and 17:00"),
        (TWICE, "10:30", "both", "every day at 10:30"),
        (TWICE, "10:30", "the evening one", "every day at 09:00 and 10:30"),
        (TWICE, "10:30", "the second", "every day at 09:00 and 10:30"),
        (
            "every Monday at 9am",
            "tomorrow at 10am",
            "only the next one",
            "every Monday at 09:00 except on 2026-11-30; on 2026-11-26 at 10:00",
        ),
        ("every Monday at 9am", "tomorrow at 10am", "from then on", "every Monday at 10:00, starting 2026-11-26"),
        ("every Monday at 9am", "tomorrow at 10am", "just once", "on 2026-11-26 at 10:00"),
        ("every Monday at 9am", "a week later", "yes", "every Monday at 09:00, starting 2026-12-07"),
        ("every Monday at 9am", "a week later", "no", "asked again: 1"),
        ("every Monday at 9am", "10", "10pm", "every Monday at 22:00"),
        ("Mondays and Fridays at 9am", "skip Monday", "every Monday", "every Friday at 09:00"),
        ("Mondays and Fridays at 9am", "skip Monday", "always", "every Friday at 09:00"),
        ("Mondays and Fridays at 9am", "skip Monday", "November 30", "every Monday and Friday at 09:00 except on "
         "2026-11-30"),
        ("every weekday at 9am", "skip Monday", "just once", "every weekday at 09:00 except on 2026-11-30"),
    ],
)  # fmt: skip
def test_an_answer_about_a_change_keeps_the_rest_of_the_schedule(
    beside: str, words: str, text: str, becomes: str
) -> None:
    assert reply(words, text, beside=beside) == becomes
