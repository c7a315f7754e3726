"""Chinese."""

from __future__ import annotations

from typing import NamedTuple

from schedule_mcp.language.lexicon import Ahead, Exclusion, K, Lexicon, ZoneHit, parts, table
from schedule_mcp.language.lexicon.east_asian import numerals, with_traditional
from schedule_mcp.language.lexicon.forms import chat_words, task_words
from schedule_mcp.language.lexicon.traits import EAST_ASIAN
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_WEEK = ("周", "星期", "礼拜")
_EACH = ("每", "每个", "每逢", "逢")
_NAMES = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_POSITIONS = {
    **{f"第{n}": n for n in range(1, 60)},
    **{f"第{word}": n for word, n in numerals().items() if n > 0},
    **{f"倒数第{word}": -n for n, word in enumerate("一二三四五六七八九十", start=1)},
    **{f"倒数第{n}": -n for n in range(1, 11)},
}


class _Near(NamedTuple):
    """下周, 下个月, 下周二: weeks and longer periods counted from this one, and days of such weeks."""

    units: dict[str, str]
    weekdays: dict[str, tuple[int, bool]]


def _near(*words: str) -> _Near:
    units = {"月": "month", "季度": "quarter", "年": "year"}
    weeks = [(word, week) for word in words for week in _WEEK if week != "周" or not word.endswith("个")]
    periods = {f"{word}{unit}": meant for word in words for unit, meant in units.items()}
    periods |= {f"{word}{week}": "week" for word, week in weeks}
    days = {f"{word}{week}{name}": (day, False) for word, week in weeks for name, day in _NAMES.items()}
    return _Near(periods | dict.fromkeys(days, "week"), days)


_NEXT, _AFTER_NEXT, _THIS = _near("下", "下个"), _near("下下", "下下个"), _near("本", "这", "这个")

_TASKS = """
    脚本 | 任务 | 报告 | 报表 | 日报 | 周报 | 爬虫 | 程序 | 邮件 | 数据 | 工作流 | 代理 | 机器人 | 消息 | 总结 |
    定时任务 | 作业
    """
_CHAT = chat_words(
    verbs="""
    跑 | 跑一下 | 发送 | 发 | 发给我 | 启动 | 开始运行 | 检查 | 生成 | 更新 | 同步 | 抓取 | 备份 | 执行一下 |
    运行一下 | 调用 | 推送 | 触发 | 导出 | 刷新
    """,
    owners="我的 | 我们的 | 这个 | 那个 | 一个",
    nouns=_TASKS,
    rest="""
    帮我 | 请帮我 | 麻烦 | 麻烦你 | 能不能 | 可以 | 给我 | 让 | 把 | 要 | 需要 | 我想 | 我要 | 谢谢你 | 多谢 |
    吧 | 一下
    """,
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {f"{week}{name}": (day, False) for week in _WEEK for name, day in _NAMES.items()},
        {f"{each}{week}{name}": (day, True) for each in _EACH for week in _WEEK for name, day in _NAMES.items()},
        _NEXT.weekdays,
        _AFTER_NEXT.weekdays,
        _THIS.weekdays,
    ),
    (
        K.DAY_SET,
        {
            "工作日|工作天": (WORKDAYS, False),
            "每个工作日|每工作日|每个工作天|平日": (WORKDAYS, True),
            "周末|个周末|双休日|个双休日|下周末|下个周末|下个双休日|本周末|这周末|这个周末|这个双休日": (
                WEEKEND,
                False,
            ),
            "每个周末|每周末|每逢周末|逢周末|每个双休日|每逢双休日": (WEEKEND, True),
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
        K.SEASON_DAY,
        {
            "元旦": (1, 1),
            "平安夜": (12, 24),
            "圣诞节|圣诞": (12, 25),
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "偶数周|双数周|每个偶数周|每个双数周": True,
            "奇数周|单数周|每个奇数周|每个单数周": False,
        },
    ),
    (
        K.DAY_REF,
        {
            "今天|今日|今晚|今早": 0,
            "明天|明日|明晚|明早": 1,
            "后天": 2,
            "大后天": 3,
            "昨天": -1,
        },
    ),
    (K.DAY_NUMBER, ["日|号"]),
    (
        K.LAST_DAY,
        {
            "最后一天|最后一日": None,
            "月底|月末": "month",
            "年底|年末|年终": "year",
            "季末|季度末": "quarter",
        },
    ),
    (
        K.FIRST_DAY,
        {
            "首日": None,
            "月初|月头": "month",
            "年初": "year",
            "季初|季度初": "quarter",
        },
    ),
    (K.HOLIDAYS, ["节假日|假期|法定节假日|节日|公众假期|放假|法定假日|假日"]),
    (
        K.NUMBER,
        {
            # "每一个半小时" is no half hour.
            "每一个半": 1.5,
        },
        {**numerals(), "两": 2, "半个": 0.5},
    ),
    (
        K.ORDINAL,
        {
            "最后一|最后一个|最后": -1,
            "首个": 1,
        },
        {f"{word}|{word}个": n for word, n in _POSITIONS.items()},
    ),
    (
        K.COUNT,
        {
            "一次|1次|一遍": 1,
            "两次|二次|两遍": 2,
        },
    ),
    (K.TIMES, ["次|遍|回"]),
    (K.EACH, ["各"]),
    (K.FEW, ["几|几次"]),
    (K.EVERY, ["每|每个|每一|每一个|每隔|每间隔|每一个半"]),
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
            "年|明年|今年": "year",
            "半小时|半个小时|半个钟头": "half hour",
            "半年": "half year",
            "一刻钟|刻钟": "quarter hour",
        },
        _NEXT.units,
        _AFTER_NEXT.units,
        _THIS.units,
    ),
    (
        K.FREQUENCY,
        {
            "每天|每日|天天|每晚|每晚上|每天早上|每天晚上|每早": (1, "day"),
            "每小时|每个小时|每个整点|每逢整点|每到整点|每个钟头|每钟头": (1, "hour"),
            "每分钟": (1, "minute"),
            "每周|每星期|每个星期|每礼拜|每个礼拜|每一周": (1, "week"),
            "每月|每个月": (1, "month"),
            "每年|年年|每一年": (1, "year"),
            "每季度|每个季度|每季": (1, "quarter"),
            "隔周|每隔一周|每两周|每隔周|每隔一个星期|每隔一星期|每隔一个礼拜": (2, "week"),
            "隔天|隔日|每隔一天|每隔一日|每隔天|每隔日": (2, "day"),
            "隔月": (2, "month"),
            "隔年": (2, "year"),
        },
    ),
    (
        K.CLOCK,
        {
            "正午": 43200,
            "午夜": 0,
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
            "早上|朝早|上午|早晨|清晨|早|今早|明早|每天早上|每早|一早": parts.MORNING,
            "中午": parts.NOON,
            "下午": parts.LONG_AFTERNOON,
            "傍晚|黄昏": parts.DUSK,
            "晚上|晚|今晚|明晚|每晚|每晚上|每天晚上|晚间|夜晚": parts.EVENING_AND_NIGHT,
            "凌晨": parts.SMALL_HOURS,
            "夜里|夜间|半夜|深夜|午夜|夜": parts.WHOLE_NIGHT,
        },
    ),
    (K.END_OF_DAY, ["下班前|下班时|下班"]),
    (K.BUSINESS_HOURS, ["工作时间|上班时间|营业时间|办公时间"]),
    (K.OCLOCK, ["点|时|点钟|时整|点整"]),
    (
        K.HALF_PAST,
        {
            "半|个半": 30,
            "一刻": 15,
            "三刻": 45,
        },
    ),
    (
        K.ON_THE_HOUR,
        {
            "整点|整|每个整点|每逢整点|每到整点": (0,),
        },
    ),
    (K.AT, ["在|于"]),
    (K.IN, ["过|再过"]),
    (K.OF, ["的"]),
    (K.FROM, ["从|自"]),
    (K.TO, ["到|至"]),
    (K.BETWEEN, ["之间|期间|这段时间"]),
    (K.UNTIL, ["直到|截至|到|截止到"]),
    (K.BEFORE, ["之前"]),
    (
        K.POSTPOSED,
        {
            "起|开始": "start",
            "为止": "until",
            "除外|以外|之外|外|不执行|不运行|不跑|不要|不用|不提醒|休息|暂停|停": "except",
        },
    ),
    (K.START, ["从|自"]),
    (K.FOR, ["持续|连续|为期|一共|总共|共|总计|合计"]),
    (K.AND, ["和|与|及|以及|同|跟|·"]),
    (K.OR, ["或|或者"]),
    (
        K.EXCEPT,
        {
            "除了|除|除去|不包括|不含|但不包括|但不含|但除了|跳过|但跳过|不要在|不在|别在|避开|排除": Exclusion.PLAIN,
            "但|但是|不过": Exclusion.INSTEAD,
        },
    ),
    (K.ONLY, ["只|仅|只有|仅在|只在"]),
    (
        K.NEXT,
        # "下个周五" may be the coming one, "下周五" is that of next week.
        ["下个|下一个|明年|接下来|接下来的|未来|今后|下周末|下个周末|下个双休日"],
        dict.fromkeys(_NEXT.units, Ahead.NEXT),
        dict.fromkeys(_AFTER_NEXT.units, Ahead.AFTER_NEXT),
    ),
    (K.THIS, ["这个|本|今年|本周末|这周末|这个周末|这个双休日"], dict.fromkeys(_THIS.units)),
    (K.NOW, ["现在"]),
    (K.FROM_NOW, ["后|之后|以后"]),
    (K.END, ["底|末"]),
    (K.BEGINNING, ["初"]),
    (K.LOCAL_TIME, ["当地时间"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        ["请|运行|执行|提醒我|提醒|叫我|叫醒我|通知我|通知|告诉我|记得|谢谢|都|就|这个任务|定时|准时|重复"],
        _CHAT,
    ),
    (K.NEXT_DAY, ["次日|翌日"]),
    (
        K.ZONE,
        {
            "日本时间": ZoneHit("Asia/Tokyo"),
            "太平洋时间|美西时间|美国西部时间": ZoneHit("America/Los_Angeles"),
        },
    ),
)

CHINESE = Lexicon(
    code="zh",
    table=with_traditional(_TABLE),
    traits=EAST_ASIAN,
)
