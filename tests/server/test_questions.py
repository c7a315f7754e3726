"""What words leave open is asked: of the person where the client can, else of the model, in both protocol eras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from mcp.types import ElicitResult

from schedule_mcp.server.app import App
from tests.clock import Clock
from tests.server.calls import call, client_of

pytestmark = pytest.mark.anyio

NINE = "every day at 9"
MORNING, EVENING = "every day at 09:00 (Europe/Berlin)", "every day at 21:00 (Europe/Berlin)"


class Person:
    """Answers each question in the same way and remembers what was asked."""

    def __init__(
        self, action: Any, content: dict[str, Any] | None = None, before: Callable[[], None] = lambda: None
    ) -> None:
        self.action, self.content, self.before = action, content, before
        self.asked: list[Any] = []

    async def __call__(self, _: Any, params: Any) -> ElicitResult:
        self.asked.append(params)
        self.before()
        return ElicitResult(action=self.action, content=self.content)


async def test_a_question_is_no_error_and_its_options_can_be_sent(app: App, mode: str) -> None:
    async with client_of(app, mode) as client:
        asked, text, refused = await call(client, "create_schedule", name="n", when=NINE)
        assert not refused
        assert asked["status"] == "needs_answer"
        assert text.startswith("NOT CREATED:")
        assert len(asked["question"]["options"]) == 2
        for number, option in enumerate(asked["question"]["options"]):
            arguments = {"name": f"n{number}", "when": NINE, **option["arguments"]}
            made, _, _ = await call(client, "create_schedule", **arguments)
            assert made["status"] == "created"
            assert made["next_runs"][0] == option["first_run"]


ASKING = [
    NINE,
    "every week at noon",
    "monthly on Monday at noon",
    "twice a day",
    "3 times a week at noon",
    "every 3rd Friday at noon",
    "daily on Friday at noon",
    "biweekly on Tuesday and Thursday at noon",
    "every hour in the morning",
    "every Tuseday at noon",
    "at 2027-10-31 02:30 Berlin time",
    "0 0 9 ? * 2",
    "every quarter at noon",
    "in the evening",
    "P1D",
    "FREQ=DAILY",
    "6 times an hour",
    "abends um 8",
]


@pytest.mark.parametrize("when", ASKING)
@pytest.mark.parametrize("place", ["app", "app_without_zone"])
async def test_each_option_sent_back_as_it_stands_is_read_to_exactly_what_was_offered(
    request: pytest.FixtureRequest, place: str, when: str
) -> None:
    async with client_of(request.getfixturevalue(place)) as client:
        asked, text, _ = await call(client, "preview_schedule", when=when)
        if asked.get("status") != "needs_answer":
            assert asked.get("status") == "previewed", text
            return
        for option in asked["question"]["options"]:
            read, text, _ = await call(client, "preview_schedule", **{"when": when, **option["arguments"]})
            assert read["status"] == "previewed", text
            assert read["next_runs"][0] == option["first_run"]


async def test_at_least_ten_of_these_words_are_asked_about(app: App) -> None:
    async with client_of(app) as client:
        found = [(await call(client, "preview_schedule", when=when))[0].get("status") for when in ASKING]
    assert found.count("needs_answer") >= 10


async def test_the_person_picks_one_of_the_options(app: App, mode: str) -> None:
    person = Person("accept", {"choice": EVENING})
    async with client_of(app, mode, elicitation_callback=person) as client:
        made, _, _ = await call(client, "create_schedule", name="n", when=NINE)
        assert (made["status"], made["understood"]) == ("created", EVENING)
        (asked,) = person.asked
        assert f"- {MORNING} (first Mon 2026-11-23 09:00 +01:00)" in asked.message
        assert asked.requested_schema["properties"]["choice"]["enum"] == [MORNING, EVENING, "none of these"]
        changed, _, _ = await call(client, "update_schedule", schedule_id="n", when="every Monday at 8")
        assert len(person.asked) == 2 or changed["status"] == "updated"


async def test_the_person_answers_in_other_words(app: App, mode: str) -> None:
    person = Person("accept", {"choice": "none of these", "other": "every Sunday at noon in Tokyo"})
    async with client_of(app, mode, elicitation_callback=person) as client:
        made, _, _ = await call(client, "create_schedule", name="n", when=NINE)
    assert made["understood"] == "every Sunday at 12:00 (Asia/Tokyo)"


@pytest.mark.parametrize("other", ["asia/tokyo", "Tokyo", "Tokyo time"])
async def test_the_person_names_the_zone_that_was_missing(app_without_zone: App, mode: str, other: str) -> None:
    person = Person("accept", {"other": other})
    async with client_of(app_without_zone, mode, elicitation_callback=person) as client:
        made, _, _ = await call(client, "create_schedule", name="n", when="every day at noon")
    assert made["understood"] == "every day at 12:00 (Asia/Tokyo)"


async def test_a_zone_name_of_several_zones_replaces_no_words(app_without_zone: App, mode: str) -> None:
    person = Person("accept", {"other": "CST"})
    async with client_of(app_without_zone, mode, elicitation_callback=person) as client:
        asked, text, refused = await call(client, "create_schedule", name="n", when="every day at noon")
        assert not refused
        assert text.startswith("NOT CREATED:")
        assert {"when": "every day at noon", "timezone": "America/Chicago"} in [
            option["arguments"] for option in asked["question"]["options"]
        ]
        assert (await call(client, "list_schedules"))[0]["total"] == 0


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("decline", None),
        ("cancel", None),
        ("accept", None),
        ("accept", {}),
        ("accept", {"choice": None, "other": None}),
        ("accept", {"choice": "none of these"}),
        ("accept", {"choice": "none of these", "other": None}),
    ],
)
async def test_without_an_answer_nothing_is_created(app: App, mode: str, action: str, content: Any) -> None:
    person = Person(action, content)
    async with client_of(app, mode, elicitation_callback=person) as client:
        made, text, refused = await call(client, "create_schedule", name="n", when=NINE)
        assert (made["status"], refused) == ("needs_answer", False)
        assert text.startswith("NOT CREATED:")
        assert (await call(client, "list_schedules"))[0]["total"] == 0
    assert len(person.asked) == 1


@pytest.mark.parametrize("content", [{"choice": "every day at 10:00"}, {"choice": 2}, {"other": "x" * 1001}])
async def test_an_answer_that_was_not_offered_is_refused_without_our_inner_names(
    app: App, mode: str, content: Any
) -> None:
    async with client_of(app, mode, elicitation_callback=Person("accept", content)) as client:
        _, text, refused = await call(client, "create_schedule", name="n", when=NINE)
        assert refused
        assert text.startswith("invalid_answer: ")
        assert "schedule_mcp" not in text
        assert (await call(client, "list_schedules"))[0]["total"] == 0


async def test_what_the_person_saw_is_what_is_sent_even_after_midnight(app: App, clock: Clock, mode: str) -> None:
    """The answer may take long: "tomorrow" of the question is not "tomorrow" of the answer."""
    person = Person("accept", {"choice": "on 2026-11-23 at 21:00 (Europe/Berlin)"}, lambda: clock.forward(hours=12))
    async with client_of(app, mode, elicitation_callback=person) as client:
        made, text, refused = await call(client, "create_schedule", name="n", when="tomorrow at 9")
    shown = [asked.requested_schema["properties"]["choice"]["enum"][1] for asked in person.asked]
    if refused:
        # The later era asks again when the question has changed meanwhile.
        assert text.startswith("invalid_answer: ")
        assert len(set(shown)) == 2
    else:
        assert made["next_runs"][0]["local"] == "Mon 2026-11-23 21:00 +01:00"


async def test_words_that_cannot_be_read_are_refused_and_not_asked(app: App, mode: str) -> None:
    person = Person("accept", {"choice": "x"})
    async with client_of(app, mode, elicitation_callback=person) as client:
        _, text, refused = await call(client, "create_schedule", name="n", when="when the moon is full")
    assert refused
    assert text.startswith("unreadable_text: ")
    assert person.asked == []


async def test_a_model_cannot_answer_in_the_persons_place(app: App) -> None:
    async with client_of(app) as client:
        _, text, refused = await call(client, "create_schedule", name="n", when=NINE, answer={"choice": MORNING})
    assert refused
    assert "there is no argument 'answer'" in text


@pytest.mark.parametrize(
    ("other", "understood"),
    [
        ("9pm", EVENING),
        ("the morning one", MORNING),
        ("both", "every day at 09:00 and 21:00 (Europe/Berlin)"),
        ("the second", EVENING),
        ("9:30pm", "every day at 21:30 (Europe/Berlin)"),
    ],
)
async def test_a_typed_answer_fills_the_open_choice(app: App, mode: str, other: str, understood: str) -> None:
    person = Person("accept", {"choice": "none of these", "other": other})
    async with client_of(app, mode, elicitation_callback=person) as client:
        made, text, _ = await call(client, "create_schedule", name="n", when=NINE)
    assert made.get("understood") == understood, text


async def test_an_answer_that_fits_nothing_is_asked_again_and_makes_no_schedule(app: App) -> None:
    async with client_of(app) as client:
        asked, _, _ = await call(client, "create_schedule", name="n", when=NINE)
        plan = asked["question"]["plan"]
        again, text, refused = await call(client, "create_schedule", name="n", when="on the blue moon", plan=plan)
        assert (again["status"], refused) == ("needs_answer", False)
        assert "chooses none of them" in text
        assert again["question"]["options"] == asked["question"]["options"]
        assert (await call(client, "list_schedules"))[0]["total"] == 0
        made, _, _ = await call(client, "create_schedule", name="n", when="9pm", plan=again["question"]["plan"])
        assert (made["status"], made["understood"]) == ("created", EVENING)


async def test_the_models_answer_beside_the_plan_of_a_question_changes_the_schedule_and_no_more(app: App) -> None:
    async with client_of(app) as client:
        await call(client, "create_schedule", name="n", when="every Monday at 8am and 5pm in Tokyo")
        asked, text, _ = await call(client, "update_schedule", schedule_id="n", when="10:30")
        assert asked["status"] == "needs_answer"
        assert text.startswith("NOT CHANGED:")
        changed, _, _ = await call(
            client, "update_schedule", schedule_id="n", when="the 5pm one", plan=asked["question"]["plan"]
        )
        assert changed["understood"] == "every Monday at 08:00 and 10:30 (Asia/Tokyo)"
        assert changed["was"]["when"] == "every Monday at 08:00 and 17:00 (Asia/Tokyo)"
        undone, _, _ = await call(client, "update_schedule", **changed["undo"])
        assert undone["understood"] == "every Monday at 08:00 and 17:00 (Asia/Tokyo)"


async def test_a_question_is_answered_for_its_own_schedule_and_within_the_hour(app: App, clock: Clock) -> None:
    async with client_of(app) as client:
        for name in ("n", "m"):
            await call(client, "create_schedule", name=name, when="every day at 8am and 5pm")
        asked, _, _ = await call(client, "update_schedule", schedule_id="n", when="10:30")
        plan = asked["question"]["plan"]
        _, other, _ = await call(client, "update_schedule", schedule_id="m", when="both", plan=plan)
        _, created, _ = await call(client, "create_schedule", name="x", when="both", plan=plan)
        _, unknown, _ = await call(client, "update_schedule", schedule_id="n", when="both", plan="ask-" + plan[5:])
        clock.forward(hours=2)
        _, late, _ = await call(client, "update_schedule", schedule_id="n", when="both", plan=plan)
    assert all(text.startswith("stale_plan:") for text in (other, created, unknown, late))


@pytest.mark.parametrize(("action", "said"), [("decline", "declined"), ("cancel", "cancelled")])
async def test_who_declines_is_told_that_nothing_was_done(app: App, mode: str, action: str, said: str) -> None:
    async with client_of(app, mode, elicitation_callback=Person(action)) as client:
        made, text, _ = await call(client, "create_schedule", name="n", when=NINE)
        assert made["person"] == said
        assert text.startswith(f"NOT CREATED: the person {said} the question, and nothing was done.")


async def test_a_change_is_asked_about_beside_its_schedule(app: App, mode: str) -> None:
    person = Person("accept", {"choice": "none of these", "other": "only the next one"})
    async with client_of(app, mode, elicitation_callback=person) as client:
        await call(client, "create_schedule", name="n", when="every Monday at 9am")
        changed, text, _ = await call(client, "update_schedule", schedule_id="n", when="tomorrow at 10am")
    assert changed.get("understood") == (
        "every Monday at 09:00 except on 2026-11-23; on 2026-11-23 at 10:00 (Europe/Berlin)"
    ), text


async def test_a_time_does_not_answer_the_question_of_the_zone(app_without_zone: App) -> None:
    """ "9pm" leaves the zone open: nothing is made in UTC because the person did not speak of it."""
    async with client_of(app_without_zone) as client:
        first, _, _ = await call(client, "create_schedule", name="n", when=NINE)
        plan = first["question"]["plan"]
        second, _, _ = await call(client, "create_schedule", name="n", when="9pm", plan=plan)
        assert second["question"]["ask"] == "In which time zone?"
        offered = {"when": "every day at 21:00", "timezone": "UTC"}
        assert [option["arguments"] for option in second["question"]["options"]] == [offered]
        made, text, _ = await call(
            client, "create_schedule", name="n", when="Los Angeles", plan=second["question"]["plan"]
        )
        assert made.get("understood") == "every day at 21:00 (America/Los_Angeles)", text
        zone_first, _, _ = await call(client, "create_schedule", name="m", when="LA time", plan=plan)
        hour, text, _ = await call(client, "create_schedule", name="m", when="pm", plan=zone_first["question"]["plan"])
        assert hour.get("understood") == "every day at 21:00 (America/Los_Angeles)", text


async def test_an_answer_without_its_plan_is_still_the_answer_and_no_run_of_tonight(app: App, clock: Clock) -> None:
    async with client_of(app) as client:
        await call(client, "create_schedule", name="n", when=NINE)
        made, _, _ = await call(client, "create_schedule", name="n", when="9pm")
        assert (made["status"], made["understood"]) == ("created", EVENING)
        await call(client, "update_schedule", schedule_id="n", when="every weekday at 8")
        changed, _, _ = await call(client, "update_schedule", schedule_id="n", when="8pm")
        assert changed["understood"] == "every weekday at 20:00 (Europe/Berlin)"
        # Answered is answered, and what was asked long ago is over.
        later, _, _ = await call(client, "update_schedule", schedule_id="n", when="9am")
        assert later["understood"] == "every weekday at 09:00 (Europe/Berlin)"
        await call(client, "update_schedule", schedule_id="n", when="every day at 8")
        clock.forward(minutes=11)
        kept, _, _ = await call(client, "update_schedule", schedule_id="n", when="8pm")
        assert kept["understood"] == "every weekday at 20:00 (Europe/Berlin)"


async def test_a_question_that_is_open_keeps_no_other_words_from_being_read(app: App) -> None:
    async with client_of(app) as client:
        await call(client, "create_schedule", name="n", when=NINE)
        whole, _, _ = await call(client, "create_schedule", name="n", when="every Monday at noon")
        assert whole["understood"] == "every Monday at 12:00 (Europe/Berlin)"
        await call(client, "update_schedule", schedule_id="n", when="every weekday at 8")
        later, _, _ = await call(client, "update_schedule", schedule_id="n", when="an hour later")
        assert later["understood"] == "every Monday at 13:00 (Europe/Berlin)"
