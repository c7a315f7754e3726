"""Chinese."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.east_asian import numerals, rows_of_days, with_traditional
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.places import ZoneHit
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_WEEK = ("周", "星期", "礼拜")
_EACH = ("每", "每个", "每逢", "逢")
_NAMES = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ROWS = dict(rows_of_days("一二三四五六日", "、和"))

_TABLE = table(
    (K.WEEKDAY, {f"{week}{name}": (day, False) for week in _WEEK for name, day in _NAMES.items()}),
    (
        K.WEEKDAY,
        {f"{each}{week}{name}": (day, True) for each in _EACH for week in _WEEK for name, day in _NAMES.items()},
    ),
    (K.DAY_SET, {f"{week}{row}": (days, True) for week in _WEEK[:2] for row, days in _ROWS.items()}),
    (
        K.DAY_SET,
        {f"{each}{week}{row}": (days, True) for each in _EACH[:2] for week in _WEEK[:2] for row, days in _ROWS.items()},
    ),
    (
        K.DAY_SET,
        {
            "工作日": (WORKDAYS, False),
            "每个工作日|每工作日|平日": (WORKDAYS, True),
            "周末": (WEEKEND, False),
            "每个周末|每周末|每逢周末": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "1月|一月|1月份|一月份": 1,
            "2月|二月|2月份|二月份": 2,
            "3月|三月|3月份|三月份": 3,
            "4月|四月|4月份|四月份": 4,
            "5月|五月|5月份|五月份": 5,
            "6月|六月|6月份|六月份": 6,
            "7月|七月|7月份|七月份": 7,
            "8月|八月|8月份|八月份": 8,
            "9月|九月|9月份|九月份": 9,
            "10月|十月|10月份|十月份": 10,
            "11月|十一月|11月份|十一月份": 11,
            "12月|十二月|12月份|十二月份": 12,
        },
    ),
    (
        K.DAY_REF,
        {"今天|今日|今晚|今早": 0, "明天|明日|明晚|明早": 1, "后天": 2, "大后天": 3, "昨天": -1},
    ),
    (
        K.DAY_PART,
        {
            "早上|上午|早晨|清晨|早|今早|明早|每天早上|每早": (4, 12),
            "中午": (11, 15),
            "下午": (12, 19),
            "晚上|晚|今晚|明晚|傍晚|每晚|每晚上|每天晚上": (17, 24),
            "凌晨": (0, 6),
            "夜里|夜间": (20, 30),
        },
    ),
    (K.NUMBER, {**numerals(), "两": 2, "半个": 0.5}),
    (
        K.ORDINAL,
        {
            "第一|第一个|第1个|第1": 1,
            "第二|第二个|第2个|第2": 2,
            "第三|第三个|第3个|第3": 3,
            "第四|第四个|第4个|第4": 4,
            "第五|第五个|第5个|第5": 5,
            "最后一|最后一个|最后": -1,
            "倒数第二个|倒数第二": -2,
        },
    ),
    (K.COUNT, {"一次": 1, "两次": 2}),
    (K.TIMES, ["次"]),
    (K.EVERY, ["每|每个|每一|每一个|每隔|每间隔"]),
    (K.APART, ["每隔|每间隔"]),
    (
        K.UNIT,
        {
            "秒|秒钟": "second",
            "分钟|分": "minute",
            "小时|个小时|个钟头|钟头": "hour",
            "天|日|号": "day",
            "周|个星期|星期|个礼拜": "week",
            "月|个月": "month",
            "季度|个季度|季": "quarter",
            "年": "year",
            "半小时|半个小时|半个钟头": "half hour",
            "一刻钟": "quarter hour",
        },
    ),
    (K.DAY_NUMBER, ["日|号"]),
    (
        K.FREQUENCY,
        {
            "每天|每日|天天|每晚|每晚上|每天早上|每天晚上|每早": (1, "day"),
            "每小时|每个小时": (1, "hour"),
            "每分钟": (1, "minute"),
            "每周|每星期|每个星期": (1, "week"),
            "每月|每个月": (1, "month"),
            "每年": (1, "year"),
            "每季度|每个季度|每季": (1, "quarter"),
            "隔周|每隔一周|每两周|每隔周": (2, "week"),
            "隔天|隔日|每隔一天|每隔一日": (2, "day"),
            "隔月": (2, "month"),
            "隔年": (2, "year"),
        },
    ),
    (K.LAST_DAY, ["月底|月末|最后一天|最后一日"]),
    (K.FIRST_DAY, ["月初"]),
    (K.END, ["底|末"]),
    (K.BEGINNING, ["初"]),
    (K.CLOCK, {"正午|中午十二点|中午12点": 43200, "午夜|半夜十二点": 0}),
    (K.OCLOCK, ["点|时|点钟|时整|点整"]),
    (K.HALF_PAST, {"半": 30, "一刻": 15, "三刻": 45}),
    (K.AT, ["在|于"]),
    (K.IN, ["过"]),
    (K.OF, ["的"]),
    (K.FROM, ["从|自"]),
    (K.TO, ["到|至"]),
    (K.UNTIL, ["直到|截至|到|截止到"]),
    (K.BEFORE, ["之前"]),
    (K.START, ["从|自"]),
    (K.POSTPOSED, {"起|开始": "start", "为止": "until", "除外|以外|之外": "except"}),
    (K.AND, ["和|与|及|以及"]),
    (K.OR, ["或|或者"]),
    (K.EXCEPT, ["除了|除|不包括|不含"]),
    (K.ONLY, ["只|仅"]),
    (K.NEXT, ["下个|下一个|下周|下个星期|下星期|下个月|下月"]),
    (K.THIS, ["这个|本|本周|这周|这个星期|这星期|本月|这个月"]),
    (
        K.UNIT,
        {"下周|下个星期|下星期|本周|这周|这个星期|这星期": "week", "下个月|下月|本月|这个月": "month"},
    ),
    *(
        (kind, {f"{word}{week}{name}": value(day) for word in words for week in _WEEK for name, day in _NAMES.items()})
        for words, pointing in ((("下", "下个"), K.NEXT), (("本", "这", "这个"), K.THIS))
        for kind, value in (
            (pointing, lambda _: None),
            (K.UNIT, lambda _: "week"),
            (K.WEEKDAY, lambda day: (day, False)),
        )
    ),
    (K.NOW, ["现在"]),
    (K.FROM_NOW, ["后|之后|以后"]),
    (K.HOLIDAYS, ["节假日|假期|法定节假日"]),
    (K.LOCAL_TIME, ["当地时间"]),
    (K.ZONE, {"日本时间": ZoneHit("Asia/Tokyo")}),
    (K.FOR, ["持续|连续|为期"]),
    (K.FEW, ["几|几次"]),
    (K.FILLER, ["请|运行|执行|提醒我|提醒|叫我|通知我|谢谢|一共|总共|共|各"]),
    (K.FILLER, fillers("zh")),
)

CHINESE = Lexicon(
    code="zh",
    table=with_traditional(_TABLE),
    postposed=True,
)
