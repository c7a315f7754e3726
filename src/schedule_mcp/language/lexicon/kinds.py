"""Kinds of words, each with the shape of its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from schedule_mcp.schedule.model import Days

if TYPE_CHECKING:
    pass

Hours = tuple[int, int]
"""First hour and end hour of a part of the day; the end may lie after midnight."""
T_co = TypeVar("T_co", covariant=True)

if TYPE_CHECKING:

    class Kind(str, Generic[T_co]):
        """The name of a kind of words whose value is a T_co."""

else:

    class Kind:
        """At run time a plain string: every token is asked for its kinds, and a subclass would be slower to look up."""

        def __class_getitem__(cls, value):
            return str


@dataclass(frozen=True)
class ZoneHit:
    """A zone that words name; `ambiguous` lists every zone that they may mean (`zone` is the first of them)."""

    zone: str
    ambiguous: tuple[str, ...] = ()
    note: str = ""


class Exclusion(Enum):
    """What a time after "except" may mean besides being left out."""

    PLAIN = auto()
    """It is left out: "but not", "skip"."""
    INSTEAD = auto()
    """It may replace another: "every day at 8am, except at 10am on Sundays"."""
    INSTEAD_OR_ALONE = auto()
    """It may do so even where it is one of the times: "at 8am and 10am, but 10am on Sundays"."""
    OTHER_TIME = auto()
    """It must, and nothing is left out: "aber sonntags um 11 Uhr"."""


class Others(Enum):
    """How the days are told that are not named elsewhere."""

    DAYS = auto()
    """Days follow: "all other days"."""
    OF_PERIOD = auto()
    """Days or a period follow: "the rest of the week"."""
    ALONE = auto()
    """Nothing needs to follow: "otherwise"."""


class Ahead(Enum):
    """Which one to come."""

    NEXT = auto()
    """The coming one or that of the next week; asked about where they differ."""
    COMING = auto()
    """Of weekdays the coming one."""
    AFTER_NEXT = auto()
    """The one after the next."""

    @property
    def periods(self) -> int:
        """How many weeks, months … ahead."""
        return 2 if self is Ahead.AFTER_NEXT else 1


class End(Enum):
    """Whether the last day or month of a range belongs to it."""

    OPEN = auto()
    """Days do; of a month it is asked: "until"."""
    INCLUDED = auto()
    """It surely does: "through"."""


class K:
    """Kinds of words; after each the shape of its value (None where there is none)."""

    # Days
    WEEKDAY: Final = Kind[tuple[int, bool]]("weekday")
    """(weekday, Monday = 0; True for a form that alone means every week, such as "Mondays")"""
    SINGULAR: Final = Kind[None]("one weekday with an article")
    """None, beside a WEEKDAY that comes every week, unless a date follows: "le lundi", "le lundi 5 octobre" """
    DAY_SET: Final = Kind[tuple[frozenset[int], bool]]("day set")
    """(frozenset of weekdays, plural as above): weekday, workday, business day, weekend"""
    WHOLE: Final = Kind[None]("whole weekend")
    """None, beside a DAY_SET that is named as one, so that an n-th of it is no single day"""
    ONE: Final = Kind[None]("one")
    """None: stands for a day or a run that was named: "the second one" """
    MONTH: Final = Kind[int]("month")
    """1 .. 12"""
    WEEK_PARITY: Final = Kind[bool]("even or odd weeks")
    """whether even, one phrase with the word for weeks: "even weeks", "ungerade Kalenderwochen" """
    SEASON_DAY: Final = Kind[tuple[int, int]]("named day")
    """(month, day): New Year's Day, Christmas"""
    DAY_REF: Final = Kind[int]("day reference")
    """days from today: today 0, tomorrow 1, day after tomorrow 2, yesterday -1"""
    DAY_NUMBER: Final = Kind[None]("day of the month, after its number")
    """None, beside UNIT day: 日, 号"""
    LAST_DAY: Final = Kind[str | None]("last day")
    """None: one word for the last day of a month (末日, Monatsende, "end of the month"); or of a "quarter" …"""
    FIRST_DAY: Final = Kind[str | None]("first day")
    """None: one word for the first day of a month (月初, Monatsanfang)"""
    HOLIDAYS: Final = Kind[str | None]("holidays")
    """The place whose holidays they are, None or "" where none is named"""
    MOVABLE: Final = Kind[Days]("named day that moves")
    """Its days: Easter Monday, Thanksgiving"""
    ROLLED: Final = Kind[tuple[str | None, int]]("moved to a business day")
    """(place of the holidays or None, 1 for the next day and -1 for the one before):
    "if that is a holiday, the next business day" """

    # Numbers
    NUMBER: Final = Kind[float]("number")
    """int, or a float for "half a" = 0.5 and "one and a half" = 1.5"""
    HUNDRED: Final = Kind[None]("hundred")
    """None, beside NUMBER: "fourteen hundred" is a time"""
    OH: Final = Kind[None]("number after a nought")
    """None, beside NUMBER: the "oh five" of "six oh five" """
    ORDINAL: Final = Kind[int]("ordinal")
    """1, 2, …; -1 is last, -2 the last but one"""
    COUNT: Final = Kind[int]("count")
    """once 1, twice 2, thrice 3; "three times" is NUMBER TIMES"""
    AT_MOST: Final = Kind[None]("at most")
    """None, before a count: at most, max"""
    IN_ALL: Final = Kind[None]("in all")
    """None, before or after a count: insgesamt, "en total" """
    TIMES: Final = Kind[bool | None]("times")
    """None: times, runs, occurrences; True where the word says that all runs are counted: 回だけ"""
    TIMES_SIGN: Final = Kind[None]("times, before its number")
    """None, beside TIMES: the x of "x5" """
    EACH: Final = Kind[None]("each of those before")
    """None, before a count: 各一次, それぞれ"""
    FEW: Final = Kind[None]("few")
    """None: an amount without a number (a few, several): always asked about"""

    # Frequency
    EVERY: Final = Kind[None]("every")
    ALL_TIMES: Final = Kind[None]("all times")
    """None, beside EVERY: may stand before a zone, for all times that are said: "all UTC" """
    EVERY_AFTER: Final = Kind[None]("every, after its unit")
    """None: "15分ごと" """
    APART: Final = Kind[None]("apart")
    """None, after an amount (おき) or with EVERY before it (每隔): so many between, which are counted or not"""
    OTHER: Final = Kind[bool | None]("other")
    """None: "every other"; True for a word that means it by itself: alternate"""
    REST: Final = Kind[Others]("the rest")
    """how it is said: all other, the rest of the, otherwise"""
    ALTERNATE_AFTER: Final = Kind[int]("every other, after its day")
    """int: "un mardi sur deux" is 2, "sur trois" 3"""
    ALTERNATE_WEEKDAY: Final = Kind[tuple[int, int]]("every other weekday")
    """(weekday, n), a phrase with the weekday in it: "un martes sí y otro no", "quarta sim, quarta não" are (…, 2)"""
    UNIT: Final = Kind[str]("unit")
    """"second", "minute", "hour", "day", "week", "month", "quarter", "year"; also "fortnight", "half hour",
    "quarter hour", "half year" for one word or phrase ("halbe Stunde")"""
    GENITIVE: Final = Kind[None]("of the unit")
    """None, beside UNIT: "of" lies in its form: miesiąca"""
    LASTING: Final = Kind[None]("unit of a duration")
    """None, beside UNIT: with its number it says for how long: 日間"""
    SEVERAL: Final = Kind[None]("plural")
    """None, beside UNIT day: days, which an ordinal without a number leaves open ("the last days")"""
    FREQUENCY: Final = Kind[tuple[float, str]]("frequency")
    """(n, unit): daily (1, "day"), fortnightly (2, "week"), 隔週 (2, "week")"""
    VAGUE_FREQUENCY: Final = Kind[tuple[tuple[int, str], ...]]("vague frequency")
    """((n, unit), …) readings of "biannually": always asked about"""
    PER: Final = Kind[None]("per")
    """None: a, per (in "twice a day", "twice per day")"""

    # Clock
    CLOCK: Final = Kind[int]("clock")
    """seconds after midnight: noon 43200, midnight 0"""
    MERIDIEM: Final = Kind[str]("meridiem")
    """"am" or "pm" """
    DAY_PART: Final = Kind[Hours]("part of the day")
    """(first hour, end hour): morning (5, 12), afternoon (12, 18), evening (16, 24), night (18, 28); hours on a
    12-hour clock are moved into it, other hours outside it contradict it"""
    DAY_AND_PART: Final = Kind[tuple[int, Hours]]("part of a day from today")
    """(days from today, part as in DAY_PART), one phrase for both: vanavond, "esta noche", "ce matin"; a word that
    can be either alone ("mañana", "morgen") is a DAY_REF and a DAY_PART instead"""
    WEEKDAY_AND_PART: Final = Kind[tuple[tuple[int, bool], Hours]]("part of a weekday")
    """(weekday as in WEEKDAY, part as in DAY_PART), one word for both: Montagabend, maandagochtend"""
    EACH_PART: Final = Kind[None]("plural part of the day")
    """None, beside DAY_PART: mornings, nights, which come again"""
    REPEATING: Final = Kind[None]("repeating")
    """None: it comes again"""
    END_OF_DAY: Final = Kind[None]("end of day")
    """None: always asked about"""
    BUSINESS_HOURS: Final = Kind[None]("business hours")
    """None: always asked about"""
    OCLOCK: Final = Kind[None]("o'clock")
    """None: o'clock, Uhr, h, 時, 点"""
    HALF_PAST: Final = Kind[int]("half, after its hour")
    """minutes: 半 30, "y media" 30, "et quart" 15, "menos cuarto" -15"""
    HALF_TO: Final = Kind[None]("half, before its hour")
    """None: halb acht, half acht = 7:30"""
    MINUTES_TO: Final = Kind[None]("minutes to")
    """None, beside TO or not: before an hour only ("fünf vor zwölf", "dez para as oito")"""
    PAST_HOUR: Final = Kind[int]("minutes past, before its hour")
    """minutes: "half past" 30, "quarter past" 15, "quarter to" -15, "viertel nach" 15"""
    PAST: Final = Kind[None]("past")
    """None: "ten PAST nine"; TO stands in "ten to nine" """
    ON_THE_HOUR: Final = Kind[tuple[int, ...]]("minutes of every hour")
    """tuple of minutes: "on the hour" (0,)"""
    MINUTE_OF: Final = Kind[None]("minute of the hour, before its number")
    """None: "ogni ora al minuto 20" """
    TO_EACH_HOUR: Final = Kind[None]("to each hour")
    """None: before every hour, to the hour (in "ten minutes to the hour")"""
    PAST_EACH_HOUR: Final = Kind[None]("past each hour")
    """None: past every hour, after the hour (in "15 minutes past every hour")"""

    # Small words
    AT: Final = Kind[None]("at")
    ON: Final = Kind[None]("on")
    IN: Final = Kind[None]("in")
    OF: Final = Kind[None]("of")
    FROM: Final = Kind[None]("from")
    TO: Final = Kind[bool | None]("to")
    """range to, through, bis, a, al; both ends included"""
    BETWEEN: Final = Kind[None]("between")
    UNTIL: Final = Kind[End]("until")
    """whether the end is surely included: through"""
    BEFORE: Final = Kind[None]("before")
    AFTER: Final = Kind[None]("after")
    POSTPOSED: Final = Kind[str]("postposed")
    """"start", "until" or "except", after its day or time: から, まで, 以外; 起, 为止, 除外"""
    START: Final = Kind[bool | None]("starting")
    """None; True where a span may follow: "starting in" """
    ENDING: Final = Kind[None]("ending")
    ONWARDS: Final = Kind[None]("onwards")
    """None, after its day, which is a start: onwards"""
    FOR: Final = Kind[None]("for")
    FOR_AFTER: Final = Kind[None]("for, after its duration")
    """None: "zwei Wochen lang" """
    AND: Final = Kind[None]("and")
    OR: Final = Kind[None]("or")
    EXCEPT: Final = Kind[Exclusion]("except")
    """what a time that follows may mean: but not, except, but, aber"""
    EXCLUDED: Final = Kind[None]("excluded")
    """None, after its days: excluded"""
    ONLY: Final = Kind[None]("only")
    NOT: Final = Kind[None]("not")
    NEXT: Final = Kind[Ahead]("next")
    """which one to come: next, coming, übernächste"""
    THIS: Final = Kind[None]("this")
    """None: this, the coming"""
    THIS_THING: Final = Kind[None]("this thing")
    """None, beside THIS: may stand for what is to run as well: "could this go out at 9am" """
    NOW: Final = Kind[None]("now")
    FROM_NOW: Final = Kind[bool | None]("from now")
    """After a duration: from now, later; True where it is a start by itself as well"""
    AGO: Final = Kind[None]("ago")
    END: Final = Kind[None]("end")
    """None: end of … (END OF UNIT)"""
    BEGINNING: Final = Kind[None]("beginning")
    ARTICLE: Final = Kind[None]("article")
    TIME_WORD: Final = Kind[None]("time")
    """None: time (in "New York time")"""
    LOCAL_TIME: Final = Kind[None]("local time")
    FILLER: Final = Kind[None]("filler")
    TASK: Final = Kind[None]("what is to run")
    """None, beside FILLER: a noun that a word of time may belong to, "the March report" """
    ALSO: Final = Kind[None]("also")
    """None, beside FILLER or AND: what was said before holds as well"""
    CORRECTION: Final = Kind[None]("correction")
    """None: "around … no, exactly": what stands before it is taken back (a time only)"""

    # Canonical English only
    COUNTED_FROM: Final = Kind[None]("counted from")
    NEXT_DAY: Final = Kind[None]("the next day")
    CLOCK_RULE: Final = Kind[tuple[str | None, str | None]]("clock rule")
    """(gap, overlap): "skip" or None, "both" or None"""
    NEVER: Final = Kind[None]("never")

    # Made by the tokenizer, never in a table
    HHMM: Final = Kind[tuple[int, ...]]("hh:mm")
    MINUTE: Final = Kind[tuple[int, ...]](":mm")
    DATE: Final = Kind[date]("date")
    SLASHED: Final = Kind[tuple[int, int, int]]("slashed date")
    INSTANT: Final = Kind[datetime]("instant")
    ZONE: Final = Kind[ZoneHit]("zone")
    OFFSET_NUMBER: Final = Kind[tuple[int, int]]("decimal")
    COMMA: Final = Kind[None]("comma")
    SEMICOLON: Final = Kind[None]("semicolon")
    DASH: Final = Kind[None]("dash")
    OPEN: Final = Kind[None]("(")
    CLOSE: Final = Kind[None](")")
    UNKNOWN: Final = Kind[None]("unknown")


VALUE_OF_BARE_KEYS: Final[dict[str, Any]] = {
    K.EXCEPT: Exclusion.PLAIN,
    K.REST: Others.DAYS,
    K.NEXT: Ahead.NEXT,
    K.UNTIL: End.OPEN,
}
"""What a key without a value in a table means, for kinds that have one; for all others it is None."""
