"""Synthesis: what an expression means comes back as an expression, unions as disjoint expressions."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from schedule_mcp.cron import DIALECTS, dialect, fit, parse
from schedule_mcp.cron.dialects import DayRule, Dialect
from schedule_mcp.errors import Unsupported
from schedule_mcp.schedule.model import Calendar
from schedule_mcp.schedule.times import NormalForm, from_rectangles, normal_form
from tests.cron.expressions import some_expression

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))
"""Fewer are enough for mutation testing."""

READ_ONLY = ("kubernetes", "spring", "ncrontab", "croniter6", "jenkins", "pgcron", "githubactions")


def examples(name: str) -> int:
    """What no backend is sent is tried less."""
    return EXAMPLES // 5 if name in READ_ONLY else EXAMPLES


def meaning(text: str, spoken: Dialect) -> dict[int, int]:
    schedule = parse(text, spoken)
    assert isinstance(schedule, Calendar)
    return normal_form(schedule.rules)


def union(texts: list[str], spoken: Dialect) -> dict[int, int]:
    return from_rectangles(pair for text in texts for pair in meaning(text, spoken).items())


def test_a_unix_expression_comes_back_with_its_rule_for_clock_changes() -> None:
    source = random.Random(3)
    for _ in range(EXAMPLES):
        schedule = parse(some_expression(source, dialect("vixie")))
        assert isinstance(schedule, Calendar)
        if not normal_form(schedule.rules):
            continue
        (printed,) = fit(schedule)
        back = parse(printed)
        assert isinstance(back, Calendar)
        # All hours are written `*`, and a 0 without more has no spelling that begins with it.
        minute, hour, *_ = printed.split()
        assert back.clock == schedule.clock or hour == "*" or minute.split(",")[0] == "0", printed


def as_written(name: str) -> Dialect:
    """The dialect without the days that are read but not written: special ones where a plain weekday may stand beside
    them, and a word for the last day where the other day field would join it by OR."""
    spoken = dialect(name)
    if spoken.day_rule is DayRule.ONE:
        return spoken
    last_word = spoken.last_word if spoken.day_rule is DayRule.AND else ""
    return replace(spoken, special=frozenset(), last_word=last_word)


def test_the_last_day_is_written_where_there_is_a_word_for_it() -> None:
    assert fit(parse("0 9 $ * *", "pgcron"), "pgcron") == ["0 9 $ * *"]
    assert fit(parse("0 9 15,$ * *", "pgcron"), "pgcron") == ["0 9 15,$ * *"]


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALECTS)
def test_every_expression_comes_back_as_one(name: str) -> None:
    spoken, source = as_written(name), random.Random(20261122)
    for _ in range(examples(name)):
        text = some_expression(source, spoken)
        form = meaning(text, spoken)
        if not form:
            continue
        printed = fit(form, spoken)
        assert len(printed) == 1, (text, printed)
        assert meaning(printed[0], spoken) == form, (text, printed)


# What two expressions say together cannot always be said by disjoint expressions. An AND engine can say every box;
# only with `last` can the length of a month come in. The other engines may lack a way to join the day fields.
TRUE_REASONS = {
    DayRule.AND: {"month_length"},
    DayRule.OR: {"day_and_weekday"},
    DayRule.ONE: {"day_and_weekday", "month_length", "phase"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DIALECTS)
def test_a_union_comes_back_as_disjoint_expressions_or_a_true_reason(name: str) -> None:
    spoken, source = as_written(name), random.Random(7)
    reasons: set[str] = set()
    for _ in range(examples(name)):
        texts = [some_expression(source, spoken) for _ in range(2)]
        form = union(texts, spoken)
        if not form:
            continue
        try:
            printed = fit(form, spoken, limit=1000)
        except Unsupported as error:
            reasons.add(error.reason)
            continue
        assert union(printed, spoken) == form, (texts, printed)
        assert sum(runs(meaning(text, spoken)) for text in printed) == runs(form), (texts, printed)
    assert reasons <= TRUE_REASONS[spoken.day_rule], reasons


def runs(form: NormalForm) -> int:
    return sum(dates.bit_count() * times.bit_count() for dates, times in form.items())


@pytest.mark.parametrize("text", ["0 * * * 1-5", "0 * * * mon", "0 */2 * * 0,6"])
def test_hours_of_some_weekdays_are_no_shape_of_the_narrow_contract(text: str) -> None:
    """Each hour of each weekday would be a schedule of its own."""
    with pytest.raises(Unsupported) as caught:
        fit(parse(text), "orq_narrow")
    assert caught.value.reason == "too_many_objects"
    (first, *_) = fit(parse(text), "orq_narrow", limit=200)
    assert parse(first, "orq_narrow")
