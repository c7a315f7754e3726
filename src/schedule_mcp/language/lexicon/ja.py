"""Japanese."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Ahead, Exclusion, K, Lexicon, ZoneHit, parts, table
from schedule_mcp.language.lexicon.east_asian import numerals, ranges_of_days, rows_of_days
from schedule_mcp.language.lexicon.forms import chat_words, task_words
from schedule_mcp.language.lexicon.traits import EAST_ASIAN
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_NAMES = "月火水木金土日"
_ROWS = dict(rows_of_days(_NAMES, "・、と"))
# "31日〜金" begins with a date.
_RANGES = {row: days for row, days in ranges_of_days(_NAMES, ("〜", "~", "-", "–", "から")) if not row.startswith("日")}
_TAILS = ("", "曜", "曜日")
_NUMBERS = {word: n for word, n in numerals().items() if 0 < n < 32} | {str(n): n for n in range(1, 32)}

_TASKS = """
    スクリプト | タスク | ジョブ | レポート | 報告 | バックアップ | スクレイパー | ワークフロー | メール |
    データ | エージェント | ボット | 処理 | 通知
    """
_CHAT = chat_words(
    verbs="""
    送って | 送信 | 送信して | 送る | 動かして | 動かす | 走らせて | 走らせる | 起動 | 起動して | 起動する |
    実行させて | 確認して | チェックして | 作成して | 生成して | 更新して | 同期して | 取得して | やって |
    回して | 送ってください | 起動してください | 動かしてください | 実行してほしい | 実行してほしいです
    """,
    owners="私の | この | その | あの",
    nouns=_TASKS,
    rest="を | 私に | 毎回 | どうか | できますか | もらえますか | ありがとう | ありがとうございます | です | ね",
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "最終日曜|最終日曜日|最後の日曜|最後の日曜日|最初の日曜|最初の日曜日": (6, False),
        },
        {f"{name}曜日|{name}曜|({name})|({name}曜)|({name}曜日)": (day, False) for day, name in enumerate(_NAMES)},
        {
            f"毎週{name}曜日|毎週{name}曜|毎週の{name}曜日|毎週の{name}曜": (day, True)
            for day, name in enumerate(_NAMES)
        },
        {f"毎{name}曜|毎{name}曜日": (day, True) for day, name in enumerate(_NAMES)},
    ),
    (
        K.DAY_SET,
        {
            "営業日": (WORKDAYS, False),
            "平日|毎平日|平日毎日|毎営業日": (WORKDAYS, True),
            "週末|毎週末|毎週土日|毎土日|土日祝|土日祝日|土日・祝日|土日と祝日": (WEEKEND, True),
            "来週末|今週末|次の週末|今度の週末|この週末": (WEEKEND, False),
        },
        {f"{row}{tail}": (days, True) for row, days in (_ROWS | _RANGES).items() for tail in _TAILS},
        {f"{row}{tail}まで": (days, True) for row, days in _RANGES.items() for tail in _TAILS if "から" in row},
        {f"{name}曜日曜|毎週{name}曜日曜": (frozenset({day, 6}), True) for day, name in enumerate(_NAMES[:6])},
    ),
    (
        K.MONTH,
        {
            "1月|一月": 1,
            "2月|二月": 2,
            "3月|三月": 3,
            "4月|四月": 4,
            "5月|五月": 5,
            "6月|六月": 6,
            "7月|七月": 7,
            "8月|八月": 8,
            "9月|九月": 9,
            "10月|十月": 10,
            "11月|十一月": 11,
            "12月|十二月": 12,
        },
    ),
    (
        K.SEASON_DAY,
        {
            "元日|元旦": (1, 1),
            "クリスマスイブ": (12, 24),
            "クリスマス": (12, 25),
            "大晦日": (12, 31),
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "偶数週|毎偶数週|偶数の週": True,
            "奇数週|毎奇数週|奇数の週": False,
        },
    ),
    (
        K.DAY_REF,
        {
            "今日|本日|きょう|今夜|今晩|今朝": 0,
            "明日|あした|あす|明朝|明晩": 1,
            "明後日|あさって": 2,
            "明々後日|しあさって": 3,
            "昨日|きのう|一昨日|おととい": -1,
        },
    ),
    (K.LASTING, ["日間|週間|年間"]),
    (K.DAY_NUMBER, ["日"]),
    (
        K.LAST_DAY,
        {
            "最終日|最後の日|末日": None,
            "月末": "month",
            "年末": "year",
            "四半期末": "quarter",
        },
    ),
    (
        K.FIRST_DAY,
        {
            "初日|最初の日": None,
            "月初|月初め|月はじめ": "month",
            "年初|年始|年初め": "year",
        },
    ),
    (K.HOLIDAYS, ["祝日|休日|祝祭日|祭日|土日祝|土日祝日|土日・祝日|土日と祝日"]),
    (K.NUMBER, numerals()),
    (
        K.ORDINAL,
        {
            "最初|最初の|最初の日曜|最初の日曜日": 1,
            # The names of Sundays are longer than "最終日" and "最後の日".
            "最後|最後の|最終|最終の|最終日曜|最終日曜日|最後の日曜|最後の日曜日": -1,
        },
        {f"第{word}|{word}番目|{word}番目の|第{word}番目の": n for word, n in _NUMBERS.items()},
        {
            f"最後から{word}番目の|後ろから{word}番目の|最終から{word}番目の|終わりから{word}番目の": -n
            for word, n in _NUMBERS.items()
        },
    ),
    (
        K.TIMES,
        {
            "回|度": None,
            "回だけ|回のみ|回限り|回きり|回まで|度だけ|度のみ|度限り": True,
        },
    ),
    (K.EACH, ["それぞれ"]),
    (K.EVERY, ["毎"]),
    (
        K.EVERY_AFTER,
        [
            "ごと|ごとに|毎に|毎|ごとの|間隔|間隔で|間隔の|分間隔|分間隔で|分間隔の|日間隔|日間隔で|日間隔の|週間隔|週間隔で|週間隔の"
        ],
    ),
    (K.APART, ["おき|おきに|おきの|置き|置きに"]),
    (
        K.UNIT,
        {
            "分間隔|分間隔で|分間隔の|分|分間": "minute",
            "日間隔|日間隔で|日間隔の|日|日間": "day",
            "週間隔|週間隔で|週間隔の|週|週間|来週|今週|再来週|さ来週": "week",
            "秒": "second",
            "時間": "hour",
            "月|か月|ヶ月|カ月|ヵ月|ケ月|箇月|来月|今月|再来月|さ来月": "month",
            "四半期": "quarter",
            "年|年間|来年|今年|再来年": "year",
            "半年": "half year",
        },
    ),
    (
        K.FREQUENCY,
        {
            "毎日|毎朝|毎晩|毎夜|日々": (1, "day"),
            "毎時|毎時間|毎正時": (1, "hour"),
            "毎分": (1, "minute"),
            "毎週|各週": (1, "week"),
            "毎月|各月|月々": (1, "month"),
            "毎年|各年": (1, "year"),
            "隔週": (2, "week"),
            "隔月": (2, "month"),
            "隔日": (2, "day"),
            "隔年": (2, "year"),
            "毎四半期|各四半期|四半期ごと|四半期ごとの|四半期毎|四半期毎の": (1, "quarter"),
        },
    ),
    (
        K.CLOCK,
        {
            "正午": 43200,
            "真夜中": 0,
        },
    ),
    (
        K.MERIDIEM,
        {
            "am": "am",
            "pm": "pm",
        },
    ),
    (
        K.DAY_PART,
        {
            "朝|午前|毎朝|明朝|今朝|早朝|午前中": parts.MORNING_FROM_MIDNIGHT,
            "午後": parts.AFTER_NOON,
            "夕方|夕": parts.DUSK,
            "夜|晩|毎晩|毎夜|今夜|今晩|明晩": parts.EVENING_AND_NIGHT,
            "深夜|夜中|真夜中": parts.LATE_NIGHT,
            "未明|明け方": parts.SMALL_HOURS,
            "昼|お昼|昼間": parts.NOON,
        },
    ),
    (K.END_OF_DAY, ["終業時|定時"]),
    (K.BUSINESS_HOURS, ["営業時間|営業時間中|業務時間|業務時間中|勤務時間|勤務時間中"]),
    (K.OCLOCK, ["時"]),
    (
        K.HALF_PAST,
        {
            "半": 30,
        },
    ),
    (
        K.ON_THE_HOUR,
        {
            "ちょうど|丁度|きっかり|ぴったり|正時|毎正時": (0,),
        },
    ),
    (K.AT, ["に|で"]),
    (K.OF, ["の"]),
    (K.TO, ["から"]),
    (K.BETWEEN, ["の間|間|の間に|間に|の間は"]),
    (
        K.POSTPOSED,
        {
            "から|より": "start",
            "まで|までの|までに": "until",
            "以外|を除く|除く|を除いて|を除き|休み|お休み|除外|を除外|を除外して|なし|不要|"
            "スキップ|をスキップ|実行しない|しない|抜き|抜きで": "except",
        },
    ),
    (K.FOR, ["全|計|合計|全部で|合わせて"]),
    (K.AND, ["と|および|及び|・|·|土日祝|土日祝日|土日・祝日|土日と祝日"]),
    (K.OR, ["または"]),
    (
        K.EXCEPT,
        {
            "ただし|但し|ただ": Exclusion.INSTEAD,
        },
    ),
    (
        K.NEXT,
        {
            "次|次の|来週|来月|来年|今度の": Ahead.NEXT,
            "再来週|さ来週|再来月|さ来月|再来年": Ahead.AFTER_NEXT,
            "来週末|次の週末|今度の週末|今後|これから|向こう|この先": Ahead.NEXT,
        },
    ),
    (K.THIS, ["今|今週|今月|今年|この|本|今週末|この週末"]),
    (K.NOW, ["今すぐ"]),
    (K.FROM_NOW, ["後|後に"]),
    (K.END, ["末"]),
    (K.BEGINNING, ["初め|はじめ|始め"]),
    (K.LOCAL_TIME, ["現地時間"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "するようにして|ようにして|するように|実行|実行して|してください|実行してください|実行する|お願いします|お願い|お願いいたします|リマインド|リマインドして|リマインドしてください|知らせて|"
            "知らせてください|教えて|教えてください|通知して|通知してください|起こして|ください|下さい|は|だけ|のみ"
        ],
        _CHAT,
    ),
    (K.NEXT_DAY, ["翌|翌日|翌日の|次の日の"]),
    (
        K.ZONE,
        {
            "日本時間": ZoneHit("Asia/Tokyo"),
            "太平洋時間": ZoneHit("America/Los_Angeles"),
        },
    ),
)

JAPANESE = Lexicon(
    code="ja",
    table=_TABLE,
    traits=EAST_ASIAN,
)
