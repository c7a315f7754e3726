"""Signs of all scripts around words of time: read as what they show, or refused with the part that is named."""

from __future__ import annotations

from datetime import datetime

import pytest

from schedule_mcp.errors import InputError
from schedule_mcp.language import read
from schedule_mcp.language.description import describe

NOW = datetime.fromisoformat("2026-12-16T15:10:00+01:00")

READ = {
    "ｅｖｅｒｙ　ｄａｙ　ａｔ　９：３０": "every day at 09:30",
    "every day at 𝟗:30": "every day at 09:30",
    "every ﬁrst monday of the month at 9am": "on the 1st Monday of the month at 09:00",
    "EVERY FRİDAY AT 9AM": "every Friday at 09:00",
    "mon‑fri at 9am": "every weekday at 09:00",
    "mon‒fri at 9am": "every weekday at 09:00",
    "“every day at 9am”": "every day at 09:00",
    "tous les jours à 9\u202fh\u202f30": "every day at 09:30",
    "「毎日9時」": "every day at 09:00",
    "《每天9点》": "every day at 09:00",
    "每周一·三·五9点": "every Monday, Wednesday and Friday at 09:00",
    "毎週月･水･金の9時": "every Monday, Wednesday and Friday at 09:00",
    "平日9時ー18時、30分ごと": "every weekday every 30 minutes from 09:00 to 18:00",
    "dal 1° al 3 di ogni mese alle 7:00": "on the 1st, 2nd and 3rd day of the month at 07:00",
}
REFUSED = {
    "every day at ٩am": "٩",
    "every day at 9²": "²",
    "毎日⑨時": "⑨",
    "每天9㍘": "㍘",
    "每天十㍘": "㍘",
    "every day \u202eat 9am": "\u202e",
    "every\u200bday at 9am": "\u200b",
    "every day\x00 at 9am": "\x00",
    "every d\u0361ay at 9am": "d\u0361ay",
    "every day at 9\ufe0f\u20e3am": "9\ufe0f\u20e3am",
    "ทุกวัน 9": "ทุกวัน 9",
    "every dаy at 9am": "dаy",
    "every day at 9am 🚀": "🚀",
    "每天蓝色9点": "蓝色",
    "毎日ふわふわ9時": "ふわふわ",
    "每天 at 9am": "at",
    "every day at " + "9" * 400: "",
    "。。。、、": "",
    "每" * 1000: "",
    "a" * 1001: "",
}


@pytest.mark.parametrize(("text", "meant"), READ.items())
def test_signs_are_read_as_what_they_show(text: str, meant: str) -> None:
    schedule = read(text, now=NOW, timezone="Europe/Berlin").schedule
    assert schedule is not None
    assert describe(schedule) == f"{meant} (Europe/Berlin)"


@pytest.mark.parametrize(("text", "part"), REFUSED.items(), ids=lambda text: ascii(text)[:40])
def test_what_no_language_has_is_refused_and_named(text: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text, now=NOW, timezone="Europe/Berlin")
    assert len(str(refused.value)) < 200
    if part:
        assert getattr(refused.value, "part", None) == part
