"""Chinese and Japanese as native speakers say it, with the first six instants, written without a look at the reader.

Run as `python -m tests.language.sittings.east_asian` to write `east_asian.jsonl` beside this file. Days come from
python-dateutil in wall time, instants from the zone files of the `tzdata` package; the product is never imported.
Lines are those of `languages.jsonl`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, YEARLY

from tests.language.sittings.gold import WEEKEND, WORK, Spot, check_rows, on, span
from tests.language.sittings.languages import QUARTERS, ROWS, Row, Speaker, line, month, nth, week, year

OUT = Path(__file__).with_suffix(".jsonl")
QUARTER_ENDS = (3, 6, 9, 12)

PEK = Spot("Asia/Shanghai", "2026-12-14T15:10", "Mon")
HKG = Spot("Asia/Hong_Kong", "2027-02-25T08:40", "Thu")
TPE = Spot("Asia/Taipei", "2027-08-08T21:15", "Sun")
SIN = Spot("Asia/Singapore", "2027-05-28T12:00", "Fri")
LAX = Spot("America/Los_Angeles", "2027-03-11T18:30", "Thu")
TYO = Spot("Asia/Tokyo", "2027-01-06T10:20", "Wed")
KIX = Spot("Asia/Tokyo", "2026-12-27T22:45", "Sun")
FUK = Spot("Asia/Tokyo", "2027-06-18T16:00", "Fri")
LON = Spot("Europe/London", "2026-10-22T09:30", "Thu")


def chinese() -> None:
    zh = Speaker("zh")
    zh.says("每天上午10点整", PEK, on("10:00"))
    zh.says("每日 22:15", SIN, on("22:15"))
    zh.says("天天早上六点二十提醒我", PEK, on("6:20"))
    zh.says("每晚十一点", HKG, on("23:00"))
    zh.says("每天中午12点半", SIN, on("12:30"))
    zh.says("每天凌晨2点半跑一次", LAX, on("2:30"))
    zh.says("每天半夜十二点", PEK, on("0:00"))
    zh.says("每天２０：３０", HKG, on("20:30"))
    zh.says("工作日上午9时30分", PEK, week("9:30", *WORK))
    zh.says("周一至周五 18:00", SIN, week("18:00", *WORK))
    zh.says("每个礼拜二晚上七点三刻", PEK, week("19:45", TU))
    zh.says("每周一三五早上7点", HKG, week("7:00", MO, WE, FR))
    zh.says("每逢周六、周日上午9点", PEK, week("9:00", *WEEKEND))
    zh.says("每週四下午五點一刻", TPE, week("17:15", TH))
    zh.says("每星期天傍晚6点", SIN, week("18:00", SU))
    zh.says("每月15日下午3时", PEK, month("15:00", 15))
    zh.says("每月1、11、21号上午9点", HKG, month("9:00", 1, 11, 21))
    zh.says("每个月的最后一天晚上9点", SIN, month("21:00", -1))
    zh.says("每月倒数第二天上午10点", PEK, month("10:00", -2))
    zh.says("每月31号下午1点", PEK, month("13:00", 31))
    zh.says("每個月第一個禮拜一早上十點", TPE, nth("10:00", MO(1)))
    zh.says("每月第三个周五和最后一个周五17:00", PEK, nth("17:00", FR(3), FR(-1)))
    zh.says("每月第一个工作日上午9点", HKG, on("9:00", MONTHLY, byweekday=WORK, bysetpos=1))
    zh.says("每个月最后一个工作日下午5点", SIN, on("17:00", MONTHLY, byweekday=WORK, bysetpos=-1))
    zh.every("每十分钟", PEK, 10, aligned=True)
    zh.every("每半小时跑一次", SIN, 30, aligned=True)
    zh.every("每隔45分鐘執行一次", TPE, 45)
    zh.says("每小时整点", PEK, on(span(60, "0:00", "23:00")))
    zh.says("每小时的第10分和第40分", HKG, on(span(30, "0:10", "23:40")))
    zh.says("上午9点到下午6点每半个小时一次", PEK, on(span(30, "9:00", "18:00")))
    zh.says("工作日9点到12点每15分钟", SIN, week(span(15, "9:00", "12:00"), *WORK))
    zh.says("每晚10点到次日凌晨2点每小时一次", PEK, on(span(60, "22:00", "26:00")))
    zh.says("每天9点、13点、晚上8点半", HKG, on("9:00 13:00 20:30"))
    zh.says("每天早上8点和晚上8点各一次", SIN, on("8:00 20:00"))
    zh.says("每周二上午10点、每周五下午3点", PEK, week("10:00", TU), week("15:00", FR))
    zh.says("每天上午11点，周末除外", PEK, week("11:00", *WORK))
    zh.says("除了周三以外每天晚上9点半", HKG, week("21:30", MO, TU, TH, FR, SA, SU))
    zh.says(
        "工作日早上7点,12月17日除外", PEK, week("7:00", *WORK), but=(on("7:00", YEARLY, bymonth=12, bymonthday=17),)
    )
    zh.says("每天8点，从下个月1号开始", PEK, on("8:00", start="2027-01-01"))
    zh.says("从明天起每天下午2点半", HKG, on("14:30", start="2027-02-26"))
    zh.says("每天10点，直到12月18日", PEK, on("10:00"), until="2026-12-18")
    zh.says("每天19点，到月底为止", SIN, on("19:00"), until="2027-05-31")
    zh.says("每周五下午5点，共3次", PEK, week("17:00", FR), count=3)
    zh.says("每两天上午8点", SIN, on("8:00", start="2027-05-29", interval=2))
    zh.says("隔天晚上10点", PEK, on("22:00", start="2026-12-14", interval=2))
    zh.says("从1月4日开始每两周的周一上午9点", PEK, week("9:00", MO, start="2027-01-04", interval=2))
    zh.says("每季度最后一天下午5点", HKG, month("17:00", -1, bymonth=QUARTER_ENDS))
    zh.says("每年10月第一个周一上午10点", SIN, on("10:00", YEARLY, bymonth=10, byweekday=MO(1)))
    zh.once("明早8点", PEK, "2026-12-15T8:00")
    zh.once("後天下午三點二十五分", TPE, "2027-08-10T15:25")
    zh.once("12月31日23时59分", PEK, "2026-12-31T23:59")
    zh.once("2027年3月5日上午10:15", HKG, "2027-03-05T10:15")
    zh.once("周四下午2点", PEK, "2026-12-17T14:00")
    zh.once("下下周一上午9点", PEK, "2026-12-28T9:00")
    zh.once("这周五下午4点半", PEK, "2026-12-18T16:30")
    zh.after("一个半小时后", SIN, 90)
    zh.after("10分钟后叫我", PEK, 10)
    zh.says("北京时间每个工作日上午9点半", LON, week("9:30", *WORK), zone="Asia/Shanghai")
    zh.asks(PEK, "每周三次", "每天早上", "周六半夜12点", "工作日早上9点，节假日除外", "每隔两天早上7点")
    zh.asks(HKG, "每月上午10点", "每天9点 CST")
    zh.refuses(PEK, "每天上午25点", "2月30日上午9点", "每周八上午9点", "有空的时候", "每0分钟")


def japanese() -> None:
    ja = Speaker("ja")
    ja.says("毎日午前6時45分", TYO, on("6:45"))
    ja.says("毎朝七時半", KIX, on("7:30"))
    ja.says("毎晩十時に教えて", FUK, on("22:00"))
    ja.says("毎日正午に", TYO, on("12:00"))
    ja.says("毎日お昼の12時半", KIX, on("12:30"))
    ja.says("毎日深夜0時", FUK, on("0:00"))
    ja.says("毎日１８：４０", TYO, on("18:40"))
    ja.says("毎日十三時五分", KIX, on("13:05"))
    ja.says("毎日1時半", LON, on("1:30"))
    ja.says("平日朝9時", FUK, week("9:00", *WORK))
    ja.says("月〜金の18時半", TYO, week("18:30", *WORK))
    ja.says("毎週火・木の20時", KIX, week("20:00", TU, TH))
    ja.says("毎週月水金の朝7時", FUK, week("7:00", MO, WE, FR))
    ja.says("毎週土日の10時", TYO, week("10:00", *WEEKEND))
    ja.says("毎日曜の夕方5時", KIX, week("17:00", SU))
    ja.says("毎週金曜の夜11時30分にお願い", FUK, week("23:30", FR))
    ja.says("毎月5日の午後3時", TYO, month("15:00", 5))
    ja.says("毎月1日、11日、21日の9時", KIX, month("9:00", 1, 11, 21))
    ja.says("毎月末日の17時", FUK, month("17:00", -1))
    ja.says("毎月月初の9時", TYO, month("9:00", 1))
    ja.says("毎月第3木曜の14時", KIX, nth("14:00", TH(3)))
    ja.says("毎月第1・第3土曜日の午前10時", FUK, nth("10:00", SA(1), SA(3)))
    ja.says("毎月最後の月曜の18時", TYO, nth("18:00", MO(-1)))
    ja.says("毎月最初の営業日の9時", KIX, on("9:00", MONTHLY, byweekday=WORK, bysetpos=1))
    ja.says("毎月最終営業日の17時半", FUK, on("17:30", MONTHLY, byweekday=WORK, bysetpos=-1))
    ja.every("5分ごとに", TYO, 5, aligned=True)
    ja.every("30分毎", KIX, 30, aligned=True)
    ja.every("1時間半ごとに実行", FUK, 90)
    ja.says("毎時15分", TYO, on(span(60, "0:15", "23:15")))
    ja.says("毎時0分と30分", KIX, on(span(30, "0:00", "23:30")))
    ja.says("9時から18時まで30分ごと", FUK, on(span(30, "9:00", "18:00")))
    ja.says("平日の午前10時から正午まで15分おき", TYO, week(span(15, "10:00", "12:00"), *WORK))
    ja.says("毎晩22時から翌2時まで1時間ごと", KIX, on(span(60, "22:00", "26:00")))
    ja.says("毎日7時、12時、19時", FUK, on("7:00 12:00 19:00"))
    ja.says("毎日朝8時と夜8時の2回", TYO, on("8:00 20:00"))
    ja.says("毎週火曜の10時と金曜の15時", KIX, week("10:00", TU), week("15:00", FR))
    ja.says("日曜以外毎日8時", FUK, week("8:00", *WORK, SA))
    ja.says("平日の9時、ただし水曜は除く", TYO, week("9:00", MO, TU, TH, FR))
    ja.says("毎日21時（土日を除く）", KIX, week("21:00", *WORK))
    ja.says("毎日9時、12月31日を除く", KIX, on("9:00"), but=(on("9:00", YEARLY, bymonth=12, bymonthday=31),))
    ja.says("1月10日から毎日7時半", TYO, on("7:30", start="2027-01-10"))
    ja.says("明日から毎朝6時", FUK, on("6:00", start="2027-06-19"))
    ja.says("来月1日から毎週月曜9時", TYO, week("9:00", MO, start="2027-02-01"))
    ja.says("今月末まで毎日18時", KIX, on("18:00"), until="2026-12-31")
    ja.says("毎週水曜19時、全4回", FUK, week("19:00", WE), count=4)
    ja.says("隔日で8時", TYO, on("8:00", start="2027-01-07", interval=2))
    ja.says("1月11日から隔週月曜の10時", TYO, week("10:00", MO, start="2027-01-11", interval=2))
    ja.says("3日に1回、朝9時", KIX, on("9:00", start="2026-12-28", interval=3))
    ja.says("各四半期の最終日の17時", FUK, month("17:00", -1, bymonth=QUARTER_ENDS))
    ja.says("毎年5月の第2日曜日の9時", TYO, on("9:00", YEARLY, bymonth=5, byweekday=SU(2)))
    ja.says("毎年1月、4月、7月、10月の1日の8時", KIX, month("8:00", 1, bymonth=QUARTERS))
    ja.says("毎年三月三日の午前十時", TYO, year("10:00", 3, 3))
    ja.once("明朝7時", TYO, "2027-01-07T7:00")
    ja.once("あさっての15時", FUK, "2027-06-20T15:00")
    ja.once("2027年4月1日9時", KIX, "2027-04-01T9:00")
    ja.once("再来週の月曜10時", TYO, "2027-01-18T10:00")
    ja.once("今週の金曜17時", TYO, "2027-01-08T17:00")
    ja.once("来月3日の9時", FUK, "2027-07-03T9:00")
    ja.after("1時間半後", KIX, 90)
    ja.says("東京時間で平日9時", LON, week("9:00", *WORK), zone="Asia/Tokyo")
    ja.says("日本時間の毎週月曜8時", LON, week("8:00", MO), zone="Asia/Tokyo")
    ja.asks(TYO, "毎週金曜日", "毎朝", "一日二回", "毎月10時", "土曜の夜12時", "平日9時、祝日を除く", "2日おきに朝8時")
    ja.refuses(TYO, "毎日9時70分", "2月30日の9時", "毎週ほげ曜の10時", "気が向いたとき", "0分ごと")


def check() -> None:
    """Weekday of every `now`, no phrase twice, every run after now in ascending order, sixty or more of each."""
    assert max(Counter(row.text for row in ROWS).values()) == 1
    check_rows(ROWS)
    counts = Counter((row.lang, row.gold.get("expect", "runs")) for row in ROWS)
    for lang in ("zh", "ja"):
        assert counts[lang, "runs"] >= 48, lang
        assert counts[lang, "refuse"] == 5, lang
        assert counts[lang, "clarify"] == 7, lang


def build() -> list[Row]:
    ROWS.clear()
    chinese()
    japanese()
    check()
    return list(ROWS)


if __name__ == "__main__":
    rows = build()
    OUT.write_text("".join(line(row) + "\n" for row in rows), encoding="utf-8")
    for (lang, expect), number in Counter((row.lang, row.gold.get("expect", "runs")) for row in rows).items():
        print(f"{number:4} {lang} {expect}")
    print(f"{len(rows):4} in all")
