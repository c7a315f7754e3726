"""Cron in words."""

from __future__ import annotations

import pytest

from schedule_mcp.cron.text import parse_fields
from schedule_mcp.cron.words import in_words

WORDS = [
    ("vixie", "* * * * *", "every minute"),
    ("vixie", "*/5 * * * *", "every 5 minutes"),
    ("vixie", "*/15 * * * *", "every 15 minutes"),
    ("vixie", "*/20 * * * *", "every hour at :00, :20 and :40"),
    ("vixie", "0 * * * *", "every hour at :00"),
    ("vixie", "*/7 * * * *", "every hour at :00, :07, :14, :21, :28, :35, :42, :49 and :56"),
    ("vixie", "*/4,1 * * * *", "every hour at :00, :01, :04, … :56"),
    ("vixie", "0-30 * * * *", "every hour at each minute from :00 to :30"),
    ("vixie", "0,1 * * * *", "every hour at :00 and :01"),
    ("vixie", "0 9 * * *", "at 09:00, every day"),
    ("vixie", "0 9,17 * * *", "at 09:00 and 17:00, every day"),
    ("vixie", "0 */5 * * *", "at 00:00, 05:00, 10:00, 15:00 and 20:00, every day"),
    (
        "vixie",
        "15 */2 * * *",
        "at 00:15, 02:15, 04:15, 06:15, 08:15, 10:15, 12:15, 14:15, 16:15, 18:15, 20:15 and 22:15, every day",
    ),
    ("vixie", "0 8-18 * * 1-5", "every hour from 08:00 to 18:00, every weekday"),
    ("vixie", "30 8-18 * * 1", "every hour from 08:30 to 18:30, every Monday"),
    ("vixie", "0,30 9-17 * * 6,0", "at :00 and :30 of each hour from 9 to 17, every Saturday and Sunday"),
    ("vixie", "0,30 9,11,13,15,17 * * *", "at :00 and :30 of the hours 9, 11, 13, 15 and 17, every day"),
    ("vixie", "*/10 9,13 * * *", "every 10 minutes of the hours 9 and 13"),
    ("vixie", "* 9 * * *", "every minute from 09:00 to 09:59"),
    ("vixie", "7-59/2 3 * * *", "at :07, :09, :11, … :59 of the hour from 03:00, every day"),
    ("vixie", "0 9 13 * 5", "at 09:00, on the 13th of each month and also every Friday"),
    ("vixie", "0 0 31 12 5", "at 00:00, on the 31st of December and also every Friday in December"),
    ("vixie", "0 0 */16 * 1", "at 00:00, every Monday that falls on the 1st or 17th of each month"),
    ("vixie", "0 0 */2 * *", "at 00:00, on the 1st, 3rd, 5th, … 31st of each month"),
    ("vixie", "0 9 1-7 * */7", "at 09:00, every Sunday that falls on the 1st to 7th of each month"),
    ("vixie", "0 0 1 */5 *", "at 00:00, on the 1st of January, June and November"),
    ("vixie", "0 0 * 2 *", "at 00:00, every day in February"),
    ("vixie", "0 0 * 2 1", "at 00:00, every Monday in February"),
    ("vixie", "0 9 1-31 * 1", "at 09:00, every day"),
    ("vixie", "0 9 1 * */1", "at 09:00, on the 1st of each month"),
    ("vixie", "0 9 2,22 * *", "at 09:00, on the 2nd and 22nd of each month"),
    ("quartz", "0 0 9 L * ?", "at 09:00, on the last day of each month"),
    ("quartz", "0 0 9 L-3 2 ?", "at 09:00, on the 3rd day before the last day of February"),
    ("quartz", "0 0 9 LW * ?", "at 09:00, on the last working day of each month"),
    ("quartz", "0 0 9 15W * ? 2027", "at 09:00, on the working day nearest to the 15th of each month, in 2027"),
    ("quartz", "0 0 9 ? * 6#3", "at 09:00, on the 3rd Friday of the month"),
    ("quartz", "0 0 9 ? 2 2L 2027-2030", "at 09:00, on the last Monday of the month in February, from 2027 to 2030"),
    ("quartz", "0 0 9 ? * MON 2027,2030", "at 09:00, every Monday, in 2027 and 2030"),
    ("quartz", "0 0 9 ? * MON 2027/2", "at 09:00, every Monday, in 2027/2"),
    ("quartz", "0 0 9 ? * L", "at 09:00, every Saturday"),
    ("quartz", "*/20 30 9 * * ?", "at 09:30:00, 09:30:20 and 09:30:40, every day"),
    ("quartz", "*/30 * * * * ?", "every minute, at second 0 and 30"),
    # A list of times is short: at most eight, or twelve where only the hours differ.
    ("vixie", "0 9-16 * * *", "at 09:00, 10:00, 11:00, 12:00, 13:00, 14:00, 15:00 and 16:00, every day"),
    ("vixie", "0 9-17 * * *", "every hour from 09:00 to 17:00"),
    (
        "vixie",
        "0 1,3,5,7,9,11,13,15,17 * * *",
        "at 01:00, 03:00, 05:00, 07:00, 09:00, 11:00, 13:00, 15:00 and 17:00, every day",
    ),
    (
        "vixie",
        "0 1,3,5,7,9,11,13,15,17,19,21,22,23 * * *",
        "at :00 of the hours 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 22 and 23, every day",
    ),
    (
        "vixie",
        "0,5,10,15 9,12 * * *",
        "at 09:00, 09:05, 09:10, 09:15, 12:00, 12:05, 12:10 and 12:15, every day",
    ),
    ("vixie", "0,5,10,15,20 9,12 * * *", "at :00, :05, :10, :15 and :20 of the hours 9 and 12, every day"),
    ("vixie", "0,20,40 9-10 * * *", "at 09:00, 09:20, 09:40, 10:00, 10:20 and 10:40, every day"),
    ("vixie", "0,20,40 9-11 * * *", "at :00, :20 and :40 of each hour from 9 to 11, every day"),
    ("vixie", "0,15,30,45 9-11 * * *", "every 15 minutes from 09:00 to 11:45"),
    ("vixie", "1-3 * * * *", "every hour at each minute from :01 to :03"),
    ("vixie", "1,2 * * * *", "every hour at :01 and :02"),
    (
        "quartz",
        "0,15,30,45 0,20 9 * * ?",
        "at 09:00:00, 09:00:15, 09:00:30, 09:00:45, 09:20:00, 09:20:15, 09:20:30 and 09:20:45, every day",
    ),
    (
        "quartz",
        "0,30 0,10,20,30,40 9 * * ?",
        "at :00, :10, :20, :30 and :40 of the hour from 09:00, at second 0 and 30, every day",
    ),
    ("nats", "5 * * * * *", "every minute, at second 5"),
    ("nats", "7-8 0 * * * *", "every hour at :00, at second 7 and 8"),
    ("nats", "0-20 0 * * * *", "every hour at :00, each second from 0 to 20"),
    ("nats", "*/3 0 * * * *", "every hour at :00, at second 0, 3, 6, … 57"),
    ("nats", "*/5 0 * * * *", "every hour at :00, at second 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50 and 55"),
    ("nats", "* 30 9 * * *", "at 09:30, every second, every day"),
    ("quartz", "0 0 9 ? * MON 2027-2029", "at 09:00, every Monday, from 2027 to 2029"),
    ("quartz", "0 0 9 ? * MON 2027,2028", "at 09:00, every Monday, in 2027 and 2028"),
    ("apscheduler", "0 9 2,3,last * *", "at 09:00, on the 2nd, 3rd and the last day of each month"),
    ("apscheduler", "0 9 2-4,last * *", "at 09:00, on the 2nd to 4th and the last day of each month"),
    (
        "apscheduler",
        "0 9 2-18/2,last * *",
        "at 09:00, on the 2nd, 4th, 6th, … 18th and the last day of each month",
    ),
    ("quartz", "* * * * * ?", "every minute, every second"),
    (
        "agentscope",
        "0 9 1-7,last * mon",
        "at 09:00, every Monday that falls on the 1st to 7th or the last day of each month",
    ),
    ("agentscope", "0 9 last * *", "at 09:00, on the last day of each month"),
    ("agentscope", "0 9 13 * 5", "at 09:00, every Friday that falls on the 13th of each month"),
]


@pytest.mark.parametrize(("name", "text", "words"), WORDS)
def test_in_words(name: str, text: str, words: str) -> None:
    assert in_words(parse_fields(text, name)) == words
