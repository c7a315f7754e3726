"""Chinese and Japanese phrases whose small words stand after what they speak of."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language.read import read
from schedule_mcp.schedule import fires

NOW = datetime.fromisoformat("2026-09-29T09:50:00+09:00")
"""A Tuesday."""

RUNS = {
    "毎晩9時15分": "29 21:15, 30 21:15, 01 21:15",
    "今夜9時": "29 21:00",
    "每晚九点四十": "29 21:40, 30 21:40, 01 21:40",
    "毎朝7時と毎晩9時": "29 21:00, 30 07:00, 30 21:00",
    "每天7点晚上9点": "29 21:00, 30 07:00, 30 21:00",
    "每天7点、晚上9点": "29 21:00, 30 07:00, 30 21:00",
    "每天下午3点、5点和晚上8点": "29 15:00, 29 17:00, 29 20:00",
    "每天上午9点至下午1点每2小时": "29 11:00, 29 13:00, 30 09:00",
    "平日の9時から11時まで1時間ごと": "29 10:00, 29 11:00, 30 09:00",
    "10月1日から10月3日まで毎日9時": "01 09:00, 02 09:00, 03 09:00",
    "每天9点,从10月1號開始": "01 09:00, 02 09:00, 03 09:00",
    "金曜日の11時まで毎時": "29 10:50, 29 11:50, 29 12:50",
    "明後日までの毎日9時": "30 09:00, 01 09:00",
    "3日間毎日9時": "30 09:00, 01 09:00, 02 09:00",
    "除了周五,工作日9点": "30 09:00, 01 09:00, 05 09:00",
    "金曜以外の平日9時": "30 09:00, 01 09:00, 05 09:00",
    "土曜、日曜以外毎日9時": "30 09:00, 01 09:00, 02 09:00",
    "毎日9時(土日を除く)": "30 09:00, 01 09:00, 02 09:00",
    "15分に1回": "29 10:05, 29 10:20, 29 10:35",
    "每隔90分钟": "29 11:20, 29 12:50, 29 14:20",
    "一日おきに9時": "30 09:00, 02 09:00, 04 09:00",
    "毎時30分": "29 10:30, 29 11:30, 29 12:30",
    "每個月15號下午3點": "15 15:00, 15 15:00, 15 15:00",
    "毎月1日から3日まで9時": "01 09:00, 02 09:00, 03 09:00",
    "毎四半期の初日の9時": "01 09:00, 01 09:00, 01 09:00",
    "今月末の18時": "30 18:00",
    "每周一、三、五上午9点": "30 09:00, 02 09:00, 05 09:00",
    "月・水・金の9時": "30 09:00, 02 09:00, 05 09:00",
    "下週二下午1點": "06 13:00",
    "来週の火曜13時": "06 13:00",
    "ロンドン時間で毎日9時": "29 17:00, 30 17:00, 01 17:00",
    "每天9点倫敦時間": "29 17:00, 30 17:00, 01 17:00",
    "毎日9時、2回だけ": "30 09:00, 01 09:00",
}
ASKED = (
    *("3日おきに20時", "每隔三天晚上8点", "1週間おきの月曜9時", "毎日2回", "每天三次9点", "每天早上9点到5点每小时"),
    *("祝日を除く平日9時", "每周一", "明日の朝", "每周五晚上8点到10点"),
)
REFUSED = (
    *("土曜の13時から1時間おきに", "每天早上8点和2点", "毎朝22時", "毎朝22時と23時"),
    "毎日7時朝22時",
    *("8月の土曜以外毎日9時", "10月1日金曜日9時", "毎月32日9時", "以外毎日9時", "毎日9時を除く月曜から"),
)


@pytest.mark.parametrize(("text", "first"), RUNS.items())
def test_a_phrase_runs_when_it_says(text: str, first: str) -> None:
    schedule = read(text, now=NOW, timezone="Asia/Tokyo").schedule
    assert schedule is not None
    assert ", ".join(f"{t.astimezone(NOW.tzinfo):%d %H:%M}" for t in islice(fires(schedule, after=NOW), 3)) == first


@pytest.mark.parametrize("text", ASKED)
def test_what_is_open_is_asked(text: str) -> None:
    assert read(text, now=NOW, timezone="Asia/Tokyo").question is not None


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_placed_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, now=NOW, timezone="Asia/Tokyo")
