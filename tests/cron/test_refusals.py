"""What is refused: the place in the text, the reason and the fix, for every rule of the grammar."""

from __future__ import annotations

import pytest

from schedule_mcp.cron import parse
from schedule_mcp.errors import InputError, InvalidExpression, LimitExceeded

# dialect, text, position, field, a part of the reason, a part of the fix
REFUSED = [
    ("vixie", "", 0, "", "is empty", "Write 5 fields: minute hour day-of-month month day-of-week."),
    ("nats", " \t", 0, "", "is empty", "Write 6 fields: second minute"),
    ("vixie", "0 9 * *", 6, "", "has 5 fields, this has 4", "Write 5 fields: minute hour"),
    (
        "vixie",
        "0 9 * * 1 2027",
        8,
        "",
        "this has 6",
        "the last, or is that a year? Name the dialect: robfig6",
    ),
    ("vixie", "0 9 * * 1 2 3", 8, "", "this has 7", "Write 5 fields: minute hour day-of-month month day-of-week."),
    ("nats", "0 9 * * 1", 8, "", "has 6 fields, this has 5", "Write 6 fields"),
    ("quartz", "0 9 * * ?", 8, "", "has 6 or 7 fields, this has 5", "Write 6 or 7 fields: second minute"),
    ("aws", "0 9 * * ?", 8, "", "has 6 fields, this has 5", "day-of-week year."),
    ("vixie", "every day", 6, "", "this has 2", "look like words: give them to preview_schedule. Write 5"),
    ("vixie", "CRON_TZ=UTC 0 9 * * *", 0, "", "this has 6", "Give the time zone apart"),
    ("robfig6", "TZ=UTC 0 0 9 * * *", 0, "", "this has 7", "Give the time zone apart"),
    ("vixie", "60 * * * *", 0, "minute", "minute 60 is outside 0-59", "Use 0 to 59."),
    ("nats", "60 * * * * *", 0, "second", "second 60 is outside 0-59", "Use 0 to 59."),
    ("vixie", "61 * * * *", 0, "minute", "minute 61 is outside 0-59", "Use 0 to 59."),
    ("vixie", "* 24 * * *", 2, "hour", "hour 24 is outside 0-23", "Write 0 and the day after."),
    ("vixie", "* 25 * * *", 2, "hour", "hour 25 is outside", "Use 0 to 23."),
    ("vixie", "0 0 0 * *", 4, "day-of-month", "day-of-month 0 is outside 1-31", "Use 1 to 31."),
    ("vixie", "0 0 1-40 * *", 4, "day-of-month", "day-of-month 40", "Use 1 to 31."),
    ("vixie", "0 0 * 13 *", 6, "month", "month 13 is outside 1-12", "Use 1 to 12."),
    ("vixie", "0 0 * * 1,9", 10, "day-of-week", "day-of-week 9 is outside 0-7", "Sunday is 0 here"),
    ("apscheduler", "0 0 * * 7", 8, "day-of-week", "day-of-week 7 is outside 0-6", "Sunday is 6 here"),
    ("quartz", "0 0 9 ? * 0", 10, "day-of-week", "day-of-week 0 is outside 1-7", "Sunday is 1 here"),
    ("quartz", "0 0 9 * * ? 2100", 12, "year", "year 2100 is outside 1970-2099", "Use 1970 to 2099."),
    ("aws", "0 9 * * ? 2200", 10, "year", "year 2200 is outside 1970-2199", "Use 1970 to 2199."),
    ("vixie", "*/0 * * * *", 0, "minute", "the step in '*/0' is 0", "Use 1 or more."),
    ("vixie", "1,4-9/0 * * * *", 2, "minute", "the step in '4-9/0' is 0", "Use 1 or more."),
    ("vixie", "5/15 * * * *", 0, "minute", "'5/15' has a step without a range", "Write 5-59/15."),
    ("vixie", "0 0 * * 3/2", 8, "day-of-week", "'3/2' has a step without a range", "Write 3-7/2."),
    ("apscheduler", "59/15 * * * *", 0, "minute", "'59/15' is larger than its range", "List the values."),
    ("quartz", "0/60 0 9 * * ?", 0, "second", "'0/60' is larger than the field", "Write the one value."),
    ("quartz", "0 0 9 1/32 * ?", 6, "day-of-month", "'1/32' is larger than the field", "Write the one value."),
    ("vixie", "1.5 * * * *", 0, "minute", "'1.5' is no minute in Unix cron", "Write whole numbers."),
    ("vixie", "1;3 * * * *", 0, "minute", "'1;3' is no minute", "Separate values by commas."),
    ("vixie", "1|3 * * * *", 0, "minute", "'1|3' is no minute", "Separate values by commas."),
    ("vixie", "0,+5 * * * *", 2, "minute", "'+5' is no minute", "without a sign"),
    ("vixie", "0x5 * * * *", 0, "minute", "'0x5' is no minute", "A field holds *, a number"),
    ("vixie", "*5 * * * *", 0, "minute", "'*5' is no minute", "Write */5 or 5."),
    ("vixie", "12345 * * * *", 0, "minute", "'12345' is no minute", "A field holds"),
    ("vixie", "5,,10 * * * *", 2, "minute", "'' is no minute", "Remove the extra comma."),
    (
        "vixie",
        "*-5 * * * *",
        0,
        "minute",
        "'*' is already the whole range",
        "Write * alone, or a range of two numbers.",
    ),
    ("vixie", "H * * * *", 0, "minute", "'H' stands for no certain minute", "Write a number."),
    ("vixie", "abc * * * *", 0, "minute", "'abc' is no minute", "Only numbers are allowed here."),
    ("vixie", "0 0 * january *", 6, "month", "'january' is not spelled as cron has it", "Write jan."),
    ("vixie", "0 0 * * Monday", 8, "day-of-week", "'Monday' is not spelled", "Write mon."),
    ("vixie", "0 0 * * jan", 8, "day-of-week", "'jan' is no day-of-week", "Names here: mon, tue, wed"),
    ("vixie", "0 0 * xyz *", 6, "month", "'xyz' is no month", "Names here: jan, feb"),
    ("vixie", "0 22-2 * * *", 2, "hour", "'22-2' runs backwards", "Write 22,23,0,1,2."),
    ("vixie", "0 0 * * 5-2", 8, "day-of-week", "'5-2' runs backwards", "Write fri,sat,sun,mon,tue."),
    ("vixie", "0 0 * nov-feb/2 *", 6, "month", "'nov-feb/2' runs backwards", "Write 11,1."),
    ("apscheduler", "0 0 * * sun-tue", 8, "day-of-week", "'sun-tue' runs backwards", "Write sun,mon,tue."),
    ("agentscope", "0 0 * * mon-5", 8, "day-of-week", "a range of a name and a number, 'mon-5'", "Use two names."),
    ("agentscope", "0 0 * * mon-fri/2", 8, "day-of-week", "drops the step of 'mon-fri/2'", "List the names."),
    ("agentscope", "0 0 * * mon/2", 8, "day-of-week", "drops the step of 'mon/2'", "List the names."),
    ("apscheduler", "0 0 1 jan-jun/2 *", 6, "month", "drops the step of 'jan-jun/2'", "List the names."),
    ("vixie", "0 0 15W * *", 4, "day-of-month", "'15W' is no day-of-month", "cannot say the nearest working day"),
    ("vixie", "0 0 L * *", 4, "day-of-month", "'L' is no day-of-month", "cannot say the last one"),
    ("vixie", "0 0 * * 5L", 8, "day-of-week", "'5L' is no day-of-week", "cannot say the last one"),
    ("vixie", "0 0 * * 1#1", 8, "day-of-week", "'1#1' is no day-of-week", "cannot say the n-th weekday"),
    ("vixie", "0 0 $ * *", 4, "day-of-month", "'$' is no day-of-month", "last day of the month in words"),
    ("vixie", "0 0 1 * ?", 8, "day-of-week", "'?' has no meaning here", "Write *."),
    ("nats", "0 ? 9 * * *", 2, "minute", "'?' has no meaning here", "Write *."),
    ("nats", "0 0 9 ?/2 * *", 6, "day-of-month", "'?' has no meaning here", "Write *."),
    ("quartz", "0 0 9 29W * ?", 6, "day-of-month", "'29W' is no day-of-month", "1W to 28W"),
    ("quartz", "0 0 9 0W * ?", 6, "day-of-month", "'0W' is no day-of-month", "1W to 28W"),
    ("quartz", "0 0 9 L-31 * ?", 6, "day-of-month", "'L' is no day-of-month in Quartz", "L-1 to L-30"),
    ("quartz", "0 0 9 ? * 2#6", 10, "day-of-week", "'2#6' is no day-of-week", "6#1 to 6#5"),
    ("quartz", "0 0 9 ? * 8L", 10, "day-of-week", "'8L' is no day-of-week", "6L and 6#1"),
    ("quartz", "0 0 9 L,15 * ?", 6, "day-of-month", "'L,15' is no list", "Make one schedule for each."),
    ("aws", "0 9 ? * 2#1,6#3 *", 8, "day-of-week", "'2#1,6#3' is no list", "Make one schedule for each."),
    ("quartz", "0 0 9 * * MON", 10, "day-of-week", "wants '?' in exactly one", "Put ? into the one"),
    ("quartz", "0 0 9 ? * ?", 10, "day-of-week", "wants '?' in exactly one", "Put ? into the one"),
    ("aws", "0 9 * * * *", 8, "day-of-week", "wants '?' in exactly one", "Put ? into the one"),
    ("vixie", "@fortnightly", 0, "", "has no macro '@fortnightly'", "Use one of @annually, @daily, @hourly"),
    ("vixie", "@Daily", 0, "", "in small letters only", "Write @daily."),
    ("vixie", "@reboot", 0, "", "@reboot names no time", "for example '@daily'"),
    ("quartz", "@daily", 0, "", "Quartz has no macro '@daily'", "Write the fields."),
    ("vixie", "@every 1h", 0, "", "has no macro '@every 1h'", "Use one of"),
    ("robfig6", "@every 1d", 7, "", "'@every 1d' is no @every", "for example '@every 24h'"),
    ("robfig6", "@every1h", 7, "", "is no @every", "for example '@every 24h'"),
    ("robfig6", "@every", 5, "", "is no @every", "for example '@every 24h'"),
    ("robfig6", "@every 999ms", 7, "", "needs at least a second", "'@every 1s'"),
    ("robfig6", "@every 99999999h", 7, "", "at most 400 years", "fewer hours"),
    ("sequentum", "0 9  13 * 5", 5, "day-of-month", "may read '0 9  13 * 5' in more than one way", "only one of"),
    ("orq_narrow", "0 30 9 * * *", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "1 0 9 * * *", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "0 0 9,17 * * *", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "0 0 9 1 * *", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "0 0 9 * 1 *", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "0 0 9 * * mon", 0, "", "none of these shapes", "full hours"),
    ("orq_narrow", "0 0 * * * 1", 0, "", "none of these shapes", "full hours"),
    ("vixie", "٥ * * * *", 0, "", "character '٥' at position 0", "plain ASCII"),
    ("vixie", "0 9\n* * *", 3, "", "at position 3 is no part of cron", "plain ASCII"),
    ("vixie", "0 9 * * 1\x7f", 9, "", "at position 9 is no part of cron", "plain ASCII"),
]


@pytest.mark.parametrize(("name", "text", "position", "field", "reason", "fix"), REFUSED)
def test_a_refusal_names_the_place_the_reason_and_the_fix(
    name: str, text: str, position: int, field: str, reason: str, fix: str
) -> None:
    with pytest.raises(InvalidExpression) as caught:
        parse(text, name)
    error = caught.value
    assert (error.position, error.field) == (position, field), error.message
    assert reason in error.message
    assert fix in error.hint


TAKEN = [
    ("vixie", "0\t9  * * 1", "0 9 * * 1"),
    ("vixie", "  0 9 * * 1 ", "0 9 * * 1"),
    ("vixie", "00 09 * * 01", "0 9 * * 1"),
    ("vixie", "0 9 * JAN Mon", "0 9 * 1 1"),
    ("vixie", "*,5 * * * *", "* * * * *"),
    ("vixie", "5,1,5 * * * *", "1,5 * * * *"),
    ("vixie", "0-59/61 * * * *", "0 * * * *"),
    ("vixie", "5-5 9 * * *", "5 9 * * *"),
    ("vixie", "0 9 1-31 * 1", "0 9 * * *"),
    ("vixie", "0 9 1 * sun-sat", "0 9 * * *"),
    ("robfig6", "@every  5m", "@every 300s"),
    ("robfig6", "@every 1.5h10s", "@every 90m10s"),
    ("robfig6", "@every 1500ms", "@every 1s"),
    ("quartz", "0 0 9 WL * ?", "0 0 9 LW * ?"),
    ("quartz", "0 0 9 ? * L", "0 0 9 ? * 7"),
    ("quartz", "0 0 9 ? * SATL", "0 0 9 ? * 7L 1970-2099"),
    ("orq_narrow", "0 0 9 * * 0", "0 0 9 * * 0"),
]


@pytest.mark.parametrize(("name", "text", "plain"), TAKEN)
def test_other_spellings_mean_the_same(name: str, text: str, plain: str) -> None:
    one, other = parse(text, name), parse(plain, name)
    assert getattr(one, "rules", one) == getattr(other, "rules", other)


def test_256_characters_are_taken_and_one_more_is_not() -> None:
    text = "0," * 123 + "0 * * * *"
    text = text.ljust(256)
    assert len(text) == 256
    assert parse(text) == parse("0 * * * *")
    with pytest.raises(LimitExceeded, match="the expression has 257 characters; cron has at most 256"):
        parse(text + " ")


def test_a_zone_that_is_none_is_an_input_error() -> None:
    with pytest.raises(InputError):
        parse("0 9 * * *", timezone="Europe/Atlantis")
