"""Japanese."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.east_asian import numerals, rows_of_days
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.places import ZoneHit
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_NAMES = "月火水木金土日"
_ROWS = dict(rows_of_days(_NAMES, "・、と"))

_TABLE = table(
    (K.WEEKDAY, {f"{name}曜日|{name}曜": (day, False) for day, name in enumerate(_NAMES)}),
    (
        K.WEEKDAY,
        {
            f"毎週{name}曜日|毎週{name}曜|毎週の{name}曜日|毎週の{name}曜": (day, True)
            for day, name in enumerate(_NAMES)
        },
    ),
    (K.WEEKDAY, {"毎月曜": (0, True)}),
    (K.DAY_SET, {f"{row}{tail}": (days, True) for row, days in _ROWS.items() for tail in ("", "曜", "曜日")}),
    (
        K.DAY_SET,
        {
            "営業日": (WORKDAYS, False),
            "平日|毎平日|平日毎日|毎営業日": (WORKDAYS, True),
            "週末|土日|毎週末|毎週土日": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "1月": 1,
            "2月": 2,
            "3月": 3,
            "4月": 4,
            "5月": 5,
            "6月": 6,
            "7月": 7,
            "8月": 8,
            "9月": 9,
            "10月": 10,
            "11月": 11,
            "12月": 12,
        },
    ),
    (
        K.DAY_REF,
        {"今日|本日": 0, "明日|あした|あす": 1, "明後日|あさって": 2, "昨日": -1, "今夜|今晩|今朝": 0, "明朝|明晩": 1},
    ),
    (
        K.DAY_PART,
        {
            "朝|午前|毎朝|明朝|今朝": (0, 12),
            "午後": (12, 24),
            "夕方": (15, 20),
            "夜|晩|毎晩|毎夜|今夜|今晩|明晩": (17, 28),
            "深夜": (22, 30),
            "昼|お昼": (11, 16),
        },
    ),
    (K.NUMBER, numerals()),
    (
        K.ORDINAL,
        {
            "第一|第1|最初|最初の": 1,
            "第二|第2": 2,
            "第三|第3": 3,
            "第四|第4": 4,
            "第五|第5": 5,
            "最後|最後の|最終|最終の": -1,
        },
    ),
    (K.TIMES, ["回"]),
    (K.EVERY, ["毎"]),
    (K.EVERY_AFTER, ["ごと|ごとに|毎に|毎|ごとの"]),
    (K.APART, ["おき|おきに|おきの|置き|置きに"]),
    (
        K.UNIT,
        {
            "秒": "second",
            "分|分間": "minute",
            "時間": "hour",
            "日|日間": "day",
            "週|週間|来週|今週": "week",
            "月|か月|ヶ月|カ月|ヵ月|ケ月|来月|今月": "month",
            "四半期": "quarter",
            "年|年間|来年|今年": "year",
        },
    ),
    (K.DAY_NUMBER, ["日"]),
    (
        K.FREQUENCY,
        {
            "毎日|毎朝|毎晩|毎夜|日々": (1, "day"),
            "毎時|毎時間": (1, "hour"),
            "毎分": (1, "minute"),
            "毎週": (1, "week"),
            "毎月": (1, "month"),
            "毎年": (1, "year"),
            "隔週": (2, "week"),
            "隔月": (2, "month"),
            "隔日": (2, "day"),
            "毎四半期": (1, "quarter"),
        },
    ),
    (K.LAST_DAY, ["末日|月末|最終日"]),
    (K.FIRST_DAY, ["月初|初日"]),
    (K.END, ["末"]),
    (K.BEGINNING, ["初め|はじめ"]),
    (K.CLOCK, {"正午": 43200, "真夜中": 0}),
    (K.OCLOCK, ["時"]),
    (K.HALF_PAST, {"半": 30}),
    (K.AT, ["に|で"]),
    (K.OF, ["の"]),
    (K.TO, ["から"]),
    (K.POSTPOSED, {"から|より": "start", "まで|までの|までに": "until", "以外|を除く|除く|を除いて|を除き": "except"}),
    (K.AND, ["と|および|及び|・"]),
    (K.OR, ["または"]),
    (K.NEXT, ["次|次の|来週|来月|来年"]),
    (K.THIS, ["今|今週|今月|今年"]),
    (K.NOW, ["今すぐ"]),
    (K.FROM_NOW, ["後|後に"]),
    (K.HOLIDAYS, ["祝日|休日"]),
    (K.ZONE, {"日本時間": ZoneHit("Asia/Tokyo")}),
    (K.LOCAL_TIME, ["現地時間"]),
    (K.FILLER, ["実行|実行して|してください|実行してください|実行する|お願いします|お願い|お願いいたします"]),
    (K.FILLER, ["リマインド|リマインドして|リマインドしてください|知らせて|知らせてください|教えて|教えてください"]),
    (K.FILLER, ["通知|通知して|通知してください|起こして|ください|下さい|は|だけ|のみ|合計|全部で|計"]),
    (K.FILLER, fillers("ja")),
)

JAPANESE = Lexicon(
    code="ja",
    table=_TABLE,
    postposed=True,
)
