"""English: public phrases with their runs, questions and refusals."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule_mcp.errors import InputError
from schedule_mcp.language import describe, read
from schedule_mcp.language.lexicon.en import ENGLISH
from schedule_mcp.schedule import Calendar, Once, fires, same

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
]
NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_public_phrase(case: dict) -> None:
    now, expected = datetime.fromisoformat(case["now"]), case["expect"]
    if expected["kind"] == "refuse":
        with pytest.raises(InputError):
            read(case["text"], now=now, timezone=case["timezone"])
        return
    reading = read(case["text"], now=now, timezone=case["timezone"])
    if expected["kind"] == "clarify":
        assert reading.question is not None
        assert reading.schedule is None
        return
    assert reading.schedule is not None
    runs = [f"{run:%Y-%m-%dT%H:%M:%SZ}" for run in islice(fires(reading.schedule, after=now), 6)]
    assert runs in (expected["first"], expected.get("also"))


@pytest.mark.parametrize("case", [c for c in CASES if c["expect"]["kind"] == "clarify"], ids=lambda case: case["id"])
def test_an_option_sent_back_reads_to_its_schedule(case: dict) -> None:
    now = datetime.fromisoformat(case["now"])
    question = read(case["text"], now=now, timezone=case["timezone"]).question
    assert question is not None
    assert len(question.options) <= 4
    for option in question.options:
        again = read(**{"text": case["text"], "timezone": case["timezone"], "now": now} | _renamed(option.arguments))
        assert again.schedule is not None
        assert same(again.schedule, option.schedule, after=now)


def _renamed(arguments: dict[str, str]) -> dict[str, str]:
    return {"text" if key == "when" else key: value for key, value in arguments.items()}


@pytest.mark.parametrize(
    "text",
    ["", " ", "every day at 9am and something", "every day at ٩", "every day at ⓿", "every day at 1²",
     "every day at ½ past 9", "every day\u202e at 9am", "every day at 9\x00am",
     "every morning at 17:00", "daily at 24:30", "every Monday at 9am banana", "tomorrow yesterday at 9am",
     "every day at 9am or", "days 9 to 5 of the month at 9am", "the 5th to 3rd of the month at 9am",
     "every March 5 to March 9 at noon", "on March 5 2500 at 9am", "Friday the 900th at 9am",
     "every other Monday and every Friday at 9am", "every 1.5 days counted from 2026-05-01",
     "every day at noon except 2026-12-12 Wednesdays", "every day at 9am until now"],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="UTC")


@pytest.mark.parametrize("text", ["every day at 9am", "tomorrow at noon"])
def test_without_a_zone_it_asks(text: str) -> None:
    question = read(text, now=NOW).question
    assert question is not None
    assert question.options[0].arguments == {"timezone": "UTC"}


@pytest.mark.parametrize("text", ["every day at 8, 9 and 10", "every week", "next Friday at 5"])
def test_without_a_zone_the_answers_are_in_the_same_order(text: str) -> None:
    asked, known = read(text, now=NOW).question, read(text, now=NOW, timezone="UTC").question
    assert asked is not None
    assert known is not None
    assert [option.arguments for option in asked.options] == [option.arguments for option in known.options]


def test_an_interval_needs_no_zone() -> None:
    assert read("every 90 minutes", now=NOW).schedule is not None


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from([*sorted(ENGLISH.table), *"123579", "9am", "15:30", ",", ";", "(", ")", "-"]), max_size=12)
)
def test_only_refusals_escape(words: list[str]) -> None:
    _reads_or_refuses(" ".join(words))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_reads_or_is_refused(text: str) -> None:
    _reads_or_refuses(text)


def _reads_or_refuses(text: str) -> None:
    try:
        reading = read(text, now=NOW, timezone="Europe/Berlin")
    except InputError:
        return
    assert (reading.schedule is None) != (reading.question is None)


MINUTES = {
    "20 past and 20 to every hour": {20, 40},
    "5 past and 5 to the hour": {5, 55},
    "10 to and 10 past each hour": {10, 50},
    "10 and 20 past every hour": {10, 20},
    "10 and 20 to every hour": {40, 50},
    "10 and 20 past and 5 to every hour": {10, 20, 55},
    "20 past and 40 past every hour": {20, 40},
    "quarter past and quarter to every hour": {15, 45},
    "every hour at 20 past and 20 to": {20, 40},
    "hourly at 5 past": {5},
    "hourly, 10 to": {50},
    "every hour at quarter past": {15},
}


@pytest.mark.parametrize("text", MINUTES)
def test_each_minute_lies_on_its_own_side_of_the_hour(text: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert {run.minute for run in islice(fires(schedule, after=NOW), 12)} == MINUTES[text]


@pytest.mark.parametrize(
    "text",
    ["5 times a day", "13 times a day", "24 times a day", "semi-annually on jan 31 at 9am", "at 10 to 5 every day",
     "every 9/11 at 9am", "bimonthly on the 1st and 15th at 9am",
     "every couple of days at 9am", "every couple of hours",
     "every 4 months on july 4th at 9am", "every 5 months on july 4th at 9am", "yearly on the 15th at 9am",
     "quarterly on monday at 9am", "every year on friday at noon", "every day at 9am except at 3pm",
     "weekdays at 9am but not saturdays at 3pm", "twice a month: 1st at 9am, 10th at noon and 20th at 6pm",
     "3 times a week on monday and friday at 9am", "4 times an hour on weekdays", "twice a year at 9am",
     "5 times a month at noon", "once a year at 9am", "twice a day at 9am", "every 20 minutes overnight"],
)  # fmt: skip
def test_a_question_has_answers_that_read_back(text: str) -> None:
    question = read(text, now=NOW, timezone="UTC").question
    assert question is not None
    assert question.options
    for option in question.options:
        again = read(option.arguments["when"], now=NOW, timezone="UTC").schedule
        assert again is not None
        assert same(again, option.schedule, after=NOW)


SAID_TWICE = {
    "4 times a day every 6 hours": "every 6 hours",
    "twice a day, every 12 hours, starting at 8am": "every day at 08:00 and 20:00 (UTC)",
    "semi-annually on jan 1 and jul 1 at 9am": ("on (every January 1 or every July 1) at 09:00 (UTC)"),
}


@pytest.mark.parametrize("text", SAID_TWICE)
def test_what_is_said_twice_must_agree(text: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert describe(schedule) == SAID_TWICE[text]
    with pytest.raises(InputError):
        read("3 times a day every 6 hours", now=NOW, timezone="UTC")


@pytest.mark.parametrize("text", ["every day at 8 and 20:00", "at 8 and 20 daily", "twice a day, at 8 and at 20"])
def test_an_hour_that_would_say_a_time_twice_is_the_other_one(text: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert describe(schedule) == "every day at 08:00 and 20:00 (UTC)"


def test_a_time_of_24_hours_makes_the_others_such() -> None:
    for text in ("every day at 8 and 21:00", "every day at 8, 12 and 21", "every day at 08:00, 9 and 9:30 at 21:00"):
        schedule = read(text.replace(" at 21:00", " and 21:00"), now=NOW, timezone="UTC").schedule
        assert schedule is not None
    assert read("every day at 8 and 9", now=NOW, timezone="UTC").schedule is None


@pytest.mark.parametrize(
    ("text", "asked"),
    {"every day at 1:30": True, "at 6:59": True, "at 06:59": False, "every day at 12:30": False}.items(),
)
def test_hours_to_seven_without_a_half_of_the_day_are_asked_about(text: str, asked: bool) -> None:
    assert (read(text, now=NOW, timezone="UTC").question is not None) is asked


def test_a_morning_that_was_taken_for_meant_is_told() -> None:
    assert read("every day at 9:30", now=NOW, timezone="UTC").assumptions == ("read 9:30 as 09:30",)


MISSPELT = {
    "every 30 minuts": ("every 30 minutes", ["read 'minuts' as 'minutes'"]),
    "monthy on the 1st at 9am": ("on the 1st day of the month at 09:00 (UTC)", ["read 'monthy' as 'monthly'"]),
    "every 45 secnds": ("every 45 seconds", ["read 'secnds' as 'seconds'"]),
}


@pytest.mark.parametrize("text", MISSPELT)
def test_a_misspelt_word_is_read_where_all_that_it_may_be_say_one_thing(text: str) -> None:
    reading = read(text, now=NOW, timezone="UTC")
    assert reading.schedule is not None
    assert (describe(reading.schedule), list(reading.assumptions)) == MISSPELT[text]
    assert read("on mondasy at 9am", now=NOW, timezone="UTC").schedule is None


MILITARY = {"daily 0900": "09:00", "weekdays 1730": "17:30", "mondays 0715 hours": "07:15", "1200 daily": "12:00"}


@pytest.mark.parametrize("text", MILITARY)
def test_four_digits_that_are_no_year_are_a_time(text: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert f"{next(fires(schedule, after=NOW)):%H:%M}" == MILITARY[text]
    with pytest.raises(InputError):
        read("daily 2030", now=NOW, timezone="UTC")


@pytest.mark.parametrize("word", ["Tuesday", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "Friday", "fri"])
def test_a_weekday_by_itself_comes_once_however_it_is_shortened(word: str) -> None:
    assert isinstance(read(f"{word} at 4pm", now=NOW, timezone="UTC").schedule, Once)
    assert isinstance(read(f"every {word} at 4pm", now=NOW, timezone="UTC").schedule, Calendar)


SAY = "Say only when it should run, for example 'every weekday at 9am'."
REFUSALS = {
    "every tomorrow at 9am": "a single day does not come again. Leave 'every' out, or name a day that does.",
    "each next monday at 9am": "a single day does not come again. Leave 'every' out, or name a day that does.",
    "every 2026-12-25 at 9am": "a single day does not come again. Leave 'every' out, or name a day that does.",
    "Mon:Fri at 9am": (
        "this part was not understood: ': fri at 9'. Say it another way, for example 'every weekday at 9am'."
    ),
    "every Monday at 9am and every Friday at 10am every other week": (
        "it is not clear whether all of these days are meant by what is said once. Make two schedules of it."
    ),
    "mondays at 9am in may, june at 10am": (
        "it is not clear on which of these days it runs. Say each time with its days."
    ),
    "every weekday at 9am, on weekends only": "no day is all of these weekdays. Say each day with its times.",
    "every day at 9:5": "there is no time 9:5. Write 9:05 or 9:50.",
    "every day at 9:05:61": "there is no time 9:05:61. Hours are 0 to 23, minutes 0 to 59.",
    "3 times a day every 6 hours": "3 times a day and the interval do not agree. Say one of them.",
    "last week": "the last of what? Say for example 'the last day of the month'.",
    "every day same time": "'same' was not understood. " + SAY,
    "every day at 9am zzz": "'zzz' was not understood. " + SAY,
    "bitte täglich um 9 Uhr zzz": "'zzz' was not understood. " + SAY,
    "毎日9時にヌヌ": "'ヌヌ' was not understood. " + SAY,
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_names_the_part_and_the_way_out(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, now=NOW, timezone="UTC")
    assert str(caught.value) == REFUSALS[text]


SAID_AS_WELL = (
    ("in 20 minutes", "in 20 minutes next week"),
    ("2026-12-24T08:00:00Z", "2026-12-24T08:00:00Z evening"),
    ("next week Tuesday at 1pm", "next week Tuesday the 3rd at 1pm"),
    ("every 6 hours starting at 3am", "starting June 1 every 6 hours starting at 3am"),
    ("every 2 hours from 10am tomorrow", "every 2 hours after 5pm from 10am tomorrow"),
    ("every day at 1pm and 5pm", "every day at 1pm and every 2 hours at 5pm"),
    ("every day at 9am until June 3", "every day at 9am until two weeks June 3"),
    ("on the 2nd Wednesday of the month at 6pm", "on the 2nd Wednesday of the month yearly at 6pm"),
    ("on the Monday after the 1st Sunday of each month at 9am", "quarterly Mon after the 1st Sun of each month 9am"),
    ("every other day at 9am", "every day every other day at 9am"),
    ("every day at 9am except Mondays", "every day at 9am except Mondays weekends"),
    ("every Monday at 9am and 10am", "every Monday at 9am and every month on the 1st at 10am"),
)


@pytest.mark.parametrize(("text", "more"), SAID_AS_WELL)
def test_nothing_that_is_said_is_passed_over(text: str, more: str) -> None:
    plain = read(text, now=NOW, timezone="UTC").schedule
    assert plain is not None
    try:
        other = read(more, now=NOW, timezone="UTC").schedule
    except InputError:
        return
    assert other is None or not same(other, plain, after=NOW)


PARTS = {
    "every 12/25 at 9am": "every December 25 at 09:00 (UTC)",
    "24/7 every 10 minutes": "every 10 minutes",
    "hourly, 24/7": "every hour",
    "24/7 at 9am": "on 2026-07-24 at 09:00 (UTC)",
    "mondays at 9am in may and at 10am in june": "every Monday in May at 09:00; every Monday in June at 10:00 (UTC)",
    "every day at 6am in june and 7am in july": "every day in June at 06:00; every day in July at 07:00 (UTC)",
    "every morning at 7 and every evening at 7": "every day at 07:00; every day at 19:00 (UTC)",
    "mornings at 7 and evenings at 8": "every day at 07:00; every day at 20:00 (UTC)",
    "every day in the morning at 7 and in the evening at 7": "every day at 07:00; every day at 19:00 (UTC)",
    "in the morning at 7 and in the evening at 8 every day": "every day at 07:00; every day at 20:00 (UTC)",
    "friday mornings at 7 and evenings at 8": "every Friday at 07:00; every Friday at 20:00 (UTC)",
    "tomorrow morning at 7 and tomorrow evening at 8": "on 2026-05-07 at 07:00; on 2026-05-07 at 20:00 (UTC)",
    "2x/day at 8am & 8pm": "every day at 08:00 and 20:00 (UTC)",
    "each hour on the quarter hour": "every hour at :00, :15, :30 and :45 (UTC)",
}


@pytest.mark.parametrize("text", PARTS)
def test_each_time_has_its_own_days_or_part_of_the_day(text: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert describe(schedule) == PARTS[text]


EACH_YEAR = {
    "every day from July 1 to July 3 every year at 9am": "2026-07-01, 2026-07-02, 2026-07-03, 2027-07-01",
    "every year from December 30 to January 1 at 9am": "2026-12-30, 2026-12-31, 2027-01-01, 2027-12-30",
    "every year from January 31 to March 1, Mondays at 9am": "2027-02-01, 2027-02-08, 2027-02-15, 2027-02-22",
    "每年7月1日到7月3日每天9点": "2026-07-01, 2026-07-02, 2026-07-03, 2027-07-01",
    "毎年7月1日から7月3日まで毎日9時": "2026-07-01, 2026-07-02, 2026-07-03, 2027-07-01",
}


@pytest.mark.parametrize(("text", "first"), EACH_YEAR.items())
def test_a_range_of_every_year_comes_again(text: str, first: str) -> None:
    schedule = read(text, now=NOW, timezone="UTC").schedule
    assert schedule is not None
    assert ", ".join(f"{run:%Y-%m-%d}" for run in islice(fires(schedule, after=NOW), 4)) == first


@pytest.mark.parametrize(
    "text", ["every Monday the 9th for the next 12 weeks at 9am", "every 2 hours until 1pm today", "el 30 de febrero"]
)
def test_what_would_never_run_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="UTC")


SAME = {
    "every 30 minutes except after 17:00": "every 30 minutes from midnight to 17:00",
    "every 30 minutes except before 9am": "every 30 minutes from 9am to 23:30",
    "daily at 9am and 6pm except after 5pm": "daily at 9am",
    "every hour starting now": "every hour starting 2026-05-06T12:00:00Z",
    "every day at 9am starting Friday, July 17": "every day at 9am starting 2026-07-17",
    "at 10 to 1 pm every day": "daily at 12:50",
    "at 10 to 12 pm every day": "daily at 11:50",
    "at 10 to 12 am every day": "daily at 23:50",
    "monthly, two days before the last Friday at noon": "at noon, 2 days before the last Friday of every month",
    "two days before the end of each month at noon": "on the 3rd to last day of the month at noon",
    "every year 3 days after July 4 at noon": "every July 7 at noon",
    "every hour from 9am ending before 5pm": "every hour from 9am to 4pm",
    "2 hours after now": "in 2 hours",
    "except 2026-12-12 Wednesdays at noon": "Wednesdays at noon except 2026-12-12",
    "daily at 9am except Sundays, (until June 5)": "daily at 9am until June 5 except Sundays",
    "daily at 9am except Mondays, before June 5": "daily at 9am except Mondays until June 4",
    "daily at 9am (June to August)": "daily at 9am in June, July and August",
    "every day at 9am repeating": "daily at 9am",
    "the first Monday of every third month at 9am": "the first Monday of every 3 months at 9am",
    "daily at 9am the next 2 fortnights": "daily at 9am for the next 4 weeks",
    "the next 3 times at 9am": "daily at 9am, 3 times",
    "the next 3 Fridays at 9am": "every Friday at 9am, 3 times",
    "in every month on the 3rd at 9am": "monthly on the 3rd at 9am",
    "the last Tuesday or Friday and the last Monday of the month at 9am": (
        "the last Monday and the last Tuesday or Friday of the month at 9am"
    ),
    "the first Monday of every 2 months at 9am": "every other month on the first Monday at 9am",
}


@pytest.mark.parametrize("text", SAME)
def test_two_ways_of_saying_one_thing_mean_the_same(text: str) -> None:
    one, other = (read(said, now=NOW, timezone="UTC").schedule for said in (text, SAME[text]))
    assert one is not None
    assert other is not None
    assert same(one, other, after=NOW)


def test_a_range_of_dates_left_out_is_left_out_each_year() -> None:
    schedule = read("every day at 9am except from Dec 24 to Jan 2", now=NOW, timezone="UTC").schedule
    assert schedule is not None
    days = {run.date() for run in islice(fires(schedule, after=NOW), 1200)}
    for year in (2026, 2027, 2028):
        assert date(year, 12, 23) in days
        assert date(year + 1, 1, 3) in days
        assert not days & {date(year, 12, 24) + timedelta(days=k) for k in range(10)}


@pytest.mark.parametrize(
    "text",
    ["4 days before the first Monday of March at noon", "2 days before the first Monday of next month at noon",
     "27 days after the last Monday of March at noon", "2 days before the first Monday of every other month at noon",
     "3 days before the first day of March at noon", "2 days before March 1 at noon every year"],
)  # fmt: skip
def test_days_that_are_moved_out_of_the_period_that_is_named_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="UTC")


@pytest.mark.parametrize("text", ["every day at 9am until next year March", "每天上午9点直到明年3月"])
def test_a_month_of_another_year_is_an_end_that_is_asked_about(text: str) -> None:
    question = read(text, now=NOW, timezone="America/New_York").question
    assert question is not None
    assert [option.schedule.until.date() for option in question.options if option.schedule.until] == [
        date(2027, 3, 31),
        date(2027, 2, 28),
    ]
