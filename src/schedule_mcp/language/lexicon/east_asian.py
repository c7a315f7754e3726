"""What the tables of Chinese and Japanese have in common: numerals, days in a row, older forms of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations
from typing import Any

from schedule_mcp.language.lexicon import Meanings

_DIGITS = "零一二三四五六七八九"
_SIMPLE = (
    "续连点号钟个礼时两从后节现与运执谢请开间几仅这总为东约过里还当结晓纽伦罗达尔马兰宾韩亚数双"
    "启动发帮诉给记终触圣诞暂来准复营业办黄务众国头脚报邮据检导备让烦么虫机调们写测试读见该会说"
    "应"
)
_TRADITIONAL = (
    "續連點號鐘個禮時兩從後節現與運執謝請開間幾僅這總為東約過裡還當結曉紐倫羅達爾馬蘭賓韓亞數雙"
    "啟動發幫訴給記終觸聖誕暫來準複營業辦黃務眾國頭腳報郵據檢導備讓煩麼蟲機調們寫測試讀見該會說"
    "應"
)
_TO_OLDER = str.maketrans(_SIMPLE, _TRADITIONAL)


def numerals() -> dict[str, int]:
    """Zero to 59 in characters, and the minutes 零五."""
    found = {"〇": 0, "零": 0}
    for n in range(1, 60):
        tens, ones = divmod(n, 10)
        found[("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")] = n
    return found | {f"零{_DIGITS[n]}": n for n in range(1, 10)}


def rows_of_days(names: str, signs: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Two days or more in the order of the week, next to each other or with one of the signs between them."""
    for size in range(2, 7):
        for days in combinations(range(7), size):
            for sign in ("", *signs):
                yield sign.join(names[d] for d in days), frozenset(days)


def ranges_of_days(names: str, signs: Iterable[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """Days from one to another with a sign between them, over the end of the week as well: 月〜金, 金〜月."""
    for first, last in permutations(range(7), 2):
        days = frozenset((first + k) % 7 for k in range((last - first) % 7 + 1))
        for sign in signs:
            yield f"{names[first]}{sign}{names[last]}", days


def with_traditional(table: Mapping[str, Meanings]) -> dict[str, Any]:
    """The table with every key in older forms as well."""
    made = dict(table)
    for key, meanings in table.items():
        for form in (
            key.replace("周", "週"),
            key.translate(_TO_OLDER),
            key.replace("周", "週").translate(_TO_OLDER),
        ):
            made.setdefault(form, meanings)
    return made
