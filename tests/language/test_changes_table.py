"""Two hundred changes as people say them, ten kinds in ten languages, with their instants by dateutil.

All are said of "every weekday at 9am Tokyo time" while the configured zone is Berlin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import DAILY, rrule
from dateutil.tz import gettz

from schedule_mcp.language import read
from schedule_mcp.language.changes import revise
from schedule_mcp.schedule import fires

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
"""A Wednesday, 21:00 in Tokyo."""
BEFORE = "every weekday at 9am Tokyo time"
COMPARED = 120
WEEKDAYS = (0, 1, 2, 3, 4)


def runs(
    days: tuple[int, ...] = WEEKDAYS,
    at: tuple[int, int] = (9, 0),
    *,
    keeps: Callable[[date], bool] = lambda _: True,
    until: date | None = None,
    start: date = date(2026, 11, 25),
    count: int = COMPARED,
    zone: str = "Asia/Tokyo",
) -> list[datetime]:
    """The runs later than now, by dateutil's recurrence rule on the wall clock of a zone."""
    first = datetime(start.year, start.month, start.day, *at)
    last = None if until is None else datetime(until.year, until.month, until.day, 23, 59)
    rule = rrule(DAILY, byweekday=days, dtstart=first, until=last or first + timedelta(days=2500))
    walls = (wall for wall in rule if keeps(wall.date()))
    found = (wall.replace(tzinfo=gettz(zone)).astimezone(UTC) for wall in walls)
    return list(islice((at for at in found if at > NOW), count))


def next_week(day: date) -> bool:
    return not date(2026, 11, 30) <= day <= date(2026, 12, 6)


EXPECTED: dict[str, Callable[[], list[datetime]]] = {
    "time": partial(runs, at=(10, 30)),
    "later": partial(runs, at=(10, 0)),
    "earlier": partial(runs, at=(8, 40)),
    "days": partial(runs, (1, 3)),
    "also": partial(runs, (0, 1, 2, 3, 4, 5)),
    "drop": partial(runs, (0, 1, 2, 3)),
    "skip the next": partial(runs, keeps=lambda day: day != date(2026, 11, 26)),
    "skip next week": partial(runs, keeps=next_week),
    "not on a date": partial(runs, keeps=lambda day: (day.month, day.day) != (12, 24)),
    "not in a month": partial(runs, keeps=lambda day: day.month != 7),
    "until": partial(runs, until=date(2027, 3, 31)),
    "only in a month": partial(runs, keeps=lambda day: day.month == 12),
    "starting": partial(runs, start=date(2027, 1, 1)),
    "ten more": partial(runs, count=10),
    "whole": partial(runs, at=(10, 0)),
    "no end": runs,
    "in a zone": partial(runs, zone="Europe/London"),
}

SAID: dict[str, dict[str, list[str]]] = {
    "time": {
        "en": ["10:30", "make it 10:30", "at 10:30am", "10:30 instead please", "change the time to 10:30",
               "same days, 10:30"],
        "de": ["10:30", "um 10:30 Uhr", "mach es um 10:30 Uhr", "auf 10:30 Uhr verschieben"],
        "fr": ["10h30", "à 10h30", "plutôt 10h30"],
        "es": ["a las 10:30", "mejor a las 10:30"],
        "pt": ["às 10:30", "10:30 por favor"],
        "it": ["alle 10:30", "alle 10:30 invece"],
        "nl": ["om 10:30", "liever om 10:30"],
        "pl": ["o 10:30", "zmień na 10:30"],
        "zh": ["10点30分", "改成10点30分", "上午10点半"],
        "ja": ["10時半", "10:30に変更して", "10時30分に"],
    },
    "later": {
        "en": ["an hour later", "1 hour later", "push it back by an hour", "move it one hour later",
               "later by 60 minutes"],
        "de": ["eine Stunde später", "um eine Stunde später"],
        "fr": ["une heure plus tard"],
        "es": ["una hora más tarde"],
        "pt": ["uma hora mais tarde"],
        "it": ["un'ora più tardi"],
        "nl": ["een uur later"],
        "pl": ["godzinę później", "o 1 godzinę później"],
        "zh": ["晚一小时", "推迟1小时"],
        "ja": ["1時間遅く", "1時間遅らせて"],
    },
    "earlier": {
        "en": ["20 minutes earlier", "bring it forward by 20 minutes"],
        "de": ["20 Minuten früher"],
        "fr": ["20 minutes plus tôt"],
        "es": ["20 minutos antes"],
        "pt": ["20 minutos mais cedo"],
        "it": ["20 minuti prima"],
        "nl": ["20 minuten eerder"],
        "pl": ["20 minut wcześniej"],
        "zh": ["提前20分钟"],
        "ja": ["20分早く"],
    },
    "days": {
        "en": ["Tuesdays and Thursdays", "on Tuesdays and Thursdays instead", "only Tuesdays and Thursdays",
               "same time, but on Tuesdays and Thursdays"],
        "de": ["dienstags und donnerstags", "nur Dienstag und Donnerstag"],
        "fr": ["les mardis et jeudis", "le mardi et le jeudi"],
        "es": ["los martes y jueves", "martes y jueves"],
        "pt": ["terças e quintas"],
        "it": ["martedì e giovedì"],
        "nl": ["dinsdag en donderdag"],
        "pl": ["we wtorki i czwartki"],
        "zh": ["每周二和周四", "周二和周四"],
        "ja": ["毎週火曜日と木曜日", "火曜日と木曜日"],
    },
    "also": {
        "en": ["also on Saturdays", "Saturdays too", "add Saturdays", "and on Saturdays", "also on Saturday"],
        "de": ["auch samstags", "samstags auch", "zusätzlich am Samstag"],
        "fr": ["aussi le samedi", "le samedi aussi"],
        "es": ["también los sábados", "los sábados también"],
        "pt": ["também aos sábados", "aos sábados também"],
        "it": ["anche il sabato"],
        "nl": ["ook op zaterdag", "op zaterdag ook"],
        "pl": ["także w soboty"],
        "zh": ["周六也要", "加上周六"],
        "ja": ["土曜日も", "土曜日も追加"],
    },
    "drop": {
        "en": ["not on Fridays any more", "no longer on Fridays", "without Fridays", "drop Fridays", "except Fridays",
               "stop running on Fridays"],
        "de": ["freitags nicht mehr", "nicht mehr freitags", "ohne freitags"],
        "fr": ["plus le vendredi"],
        "es": ["ya no los viernes"],
        "pt": ["não mais às sextas"],
        "it": ["non più il venerdì"],
        "nl": ["niet meer op vrijdag"],
        "pl": ["już nie w piątki"],
        "zh": ["周五不再运行", "周五不要了"],
        "ja": ["金曜日はもうなし", "金曜日をやめて"],
    },
    "skip the next": {
        "en": ["skip the next run", "skip the next one", "skip it next time", "skip tomorrow", "not tomorrow",
               "cancel tomorrow's run"],
        "de": ["überspringe den nächsten Lauf", "den nächsten Lauf auslassen"],
        "fr": ["saute la prochaine exécution", "saute la prochaine"],
        "es": ["salta la próxima ejecución", "salta la próxima vez"],
        "pt": ["pule a próxima execução"],
        "it": ["salta la prossima esecuzione"],
        "nl": ["sla de volgende keer over"],
        "pl": ["pomiń następny raz"],
        "zh": ["跳过下一次", "下次跳过"],
        "ja": ["次回をスキップ", "次回はスキップして"],
    },
    "skip next week": {
        "en": ["skip next week", "not next week", "leave out next week"],
        "de": ["lass nächste Woche aus", "nächste Woche auslassen"],
        "fr": ["saute la semaine prochaine"],
        "es": ["salta la próxima semana"],
        "pt": ["pule a próxima semana"],
        "it": ["salta la prossima settimana"],
        "nl": ["sla volgende week over"],
        "zh": ["跳过下周"],
        "ja": ["来週はスキップ"],
    },
    "not on a date": {
        "en": ["not on December 24", "leave out December 24", "except December 24", "no run on December 24"],
        "de": ["nicht am 24. Dezember"],
        "fr": ["pas le 24 décembre"],
        "es": ["no el 24 de diciembre"],
        "pt": ["não em 24 de dezembro"],
        "it": ["non il 24 dicembre"],
        "nl": ["niet op 24 december"],
        "pl": ["nie 24 grudnia"],
        "zh": ["12月24日不运行"],
        "ja": ["12月24日を除く"],
    },
    "not in a month": {
        "en": ["leave out July", "not in July", "skip July"],
        "de": ["nicht im Juli", "im Juli nicht"],
        "fr": ["sauf en juillet"],
        "es": ["excepto en julio"],
        "pt": ["exceto em julho"],
        "it": ["tranne a luglio"],
        "nl": ["behalve in juli"],
        "zh": ["除了7月"],
        "ja": ["7月を除く"],
    },
    "until": {
        "en": ["until March 31", "through March 31", "ending March 31", "stop on March 31"],
        "de": ["bis 31. März"],
        "fr": ["jusqu'au 31 mars"],
        "es": ["hasta el 31 de marzo"],
        "pt": ["até 31 de março"],
        "it": ["fino al 31 marzo"],
        "nl": ["tot 31 maart"],
        "pl": ["do 31 marca"],
        "zh": ["到3月31日为止"],
        "ja": ["3月31日まで"],
    },
    "only in a month": {
        "en": ["only in December", "in December only"],
        "de": ["nur im Dezember"],
        "fr": ["seulement en décembre"],
        "es": ["solo en diciembre"],
        "pt": ["só em dezembro"],
        "it": ["solo a dicembre"],
        "nl": ["alleen in december"],
        "zh": ["只在12月"],
        "ja": ["12月だけ"],
    },
    "starting": {
        "en": ["starting in January", "from January", "not before January"],
        "de": ["ab Januar"],
        "fr": ["à partir de janvier"],
        "es": ["a partir de enero"],
        "pt": ["a partir de janeiro"],
        "it": ["da gennaio"],
        "nl": ["vanaf januari"],
        "zh": ["从1月开始"],
        "ja": ["1月から"],
    },
    "ten more": {
        "en": ["for ten more times", "10 more runs", "stop after 10 runs"],
        "de": ["noch 10 mal"],
        "fr": ["encore 10 fois"],
        "es": ["10 veces más"],
        "pt": ["mais 10 vezes"],
        "it": ["altre 10 volte"],
        "nl": ["nog 10 keer"],
        "zh": ["再运行10次"],
        "ja": ["あと10回"],
    },
    "whole": {
        "en": ["every weekday at 10am", "weekdays at 10:00"],
        "de": ["jeden Werktag um 10 Uhr"],
        "fr": ["chaque jour ouvrable à 10h"],
        "es": ["de lunes a viernes a las 10:00"],
        "pt": ["de segunda a sexta às 10:00"],
        "it": ["dal lunedì al venerdì alle 10:00"],
        "nl": ["elke werkdag om 10:00"],
        "zh": ["每个工作日上午10点"],
        "ja": ["平日の午前10時"],
    },
    "no end": {
        "en": ["no end", "forever", "without an end date"],
        "de": ["ohne Ende", "kein Ende"],
        "fr": ["sans fin"],
        "es": ["sin fin"],
        "pt": ["sem fim"],
        "it": ["senza fine"],
        "nl": ["zonder einde"],
        "zh": ["没有结束日期"],
        "ja": ["終わりなし"],
    },
    "in a zone": {"en": ["in London time", "London time instead", "change the time zone to London"]},
}  # fmt: skip


def rows() -> Iterator[Any]:
    for kind, languages in SAID.items():
        for language, texts in languages.items():
            for text in texts:
                yield pytest.param(kind, text, id=f"{kind}-{language}-{text}")


def test_the_table_has_ten_kinds_and_two_hundred_rows_in_ten_languages() -> None:
    assert len(list(rows())) >= 200
    assert len(SAID) >= 10
    assert len({language for languages in SAID.values() for language in languages}) == 10


@pytest.mark.parametrize(("kind", "text"), list(rows()))
def test_a_change_fires_when_it_says(kind: str, text: str) -> None:
    before = f"{BEFORE} until December 31" if kind == "no end" else BEFORE
    schedule = read(before, now=NOW, timezone="Europe/Berlin").schedule
    found = revise(text, schedule, now=NOW, default="Europe/Berlin")
    assert found.question is None, found.question
    assert found.schedule is not None
    expected = EXPECTED[kind]()
    assert list(islice(fires(found.schedule, after=NOW), COMPARED)) == expected
