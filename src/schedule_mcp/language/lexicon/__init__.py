"""Words of a language as one table; the grammar over it knows kinds of words, never words.

**Tokens.** A text is folded to lower case and cut into raw tokens: runs of letters (with inner apostrophes: "o'clock",
"l'ultimo" is cut after the apostrophe: "l'" "ultimo"), numbers, single signs, and every Chinese or Japanese character
by itself. A number and the letters glued to it are two tokens ("9h30" is 9, h, 30; "15min" is 15, min), a hyphen is
one too ("segunda-feira" is segunda, -, feira). Keys of a table are written as people write them and cut by the same
rule, so "day after tomorrow", "segunda-feira", "每周" and "毎" are all just keys: at every place the **longest key
that matches** wins, with or without spaces. Accents count; list the spelling without accents as well if people use it.
Plural and inflected forms are keys of their own ("jeden", "jede", "jeder").

**Meanings.** A key has one or more meanings (kind, value), at most one of each kind: "second" is `ORDINAL 2` and
`UNIT second`, Spanish "mañana" is `DAY_REF 1` and `DAY_PART (5, 12)`. The grammar takes the one that fits its place.

**Read by themselves**, in every language: 9:30, 18.30 Uhr, 2026-05-12, 25/12/2026, 24.12.2026, ISO instants, "1st"
(`ordinal_suffixes`), IANA zones, "UTC+2", and the signs `, ; & + / - – ( ) @`.

**Order of words** is free: clauses come in any order, a scope may precede its ordinal ("每月最后一天",
"毎月末日"), a day part may stand before or after the clock ("下午3点", "a las 7 de la tarde").
What is built: `EVERY [NUMBER|OTHER|ORDINAL] UNIT`, `NUMBER UNIT EVERY_AFTER` ("15分ごと"), `EVERY WEEKDAY`,
`WEEKDAY ALTERNATE_AFTER` ("un mardi sur deux"), `[FROM] WEEKDAY TO WEEKDAY`, `ORDINAL (WEEKDAY|DAY_SET|UNIT day) OF
[EVERY] UNIT`, `FREQUENCY (daily …)`, `AT NUMBER OCLOCK [NUMBER [UNIT minute]|HALF_PAST]`, `HALF_TO NUMBER`
("halb acht" = 7:30), `PAST_HOUR NUMBER`, `NUMBER PAST|TO NUMBER`, `DAY_REF`, `IN NUMBER UNIT`, `UNTIL`, `START`, `EXCEPT` …
Contractions carry one meaning for the whole: "del" and "im" (before "Monat") are `OF`, "a las" and "um" are `AT`.
Articles are `ARTICLE`; words that carry nothing ("please", "bitte") are `FILLER`: only a closed list.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

Meanings = dict[str, Any]
"""Kind to value."""


class K:
    """Kinds of words; after each the shape of its value (None where there is none)."""

    # Days
    WEEKDAY: Final = "weekday"
    """(weekday, Monday = 0; True for a form that alone means every week, such as "Mondays")"""
    SINGULAR: Final = "one weekday with an article"
    """None, beside a WEEKDAY that comes every week, unless a date follows: "le lundi", "le lundi 5 octobre" """
    DAY_SET: Final = "day set"
    """(frozenset of weekdays, plural as above): weekday, workday, business day, weekend"""
    MONTH: Final = "month"
    """1 .. 12"""
    SEASON_DAY: Final = "named day"
    """(month, day): New Year's Day, Christmas"""
    DAY_REF: Final = "day reference"
    """days from today: today 0, tomorrow 1, day after tomorrow 2, yesterday -1"""
    DAY_NUMBER: Final = "day of the month, after its number"
    """None, beside UNIT day: 日, 号"""
    LAST_DAY: Final = "last day"
    """None: one word for the last day of a month (末日, Monatsende, "end of the month"); or of a "quarter" …"""
    FIRST_DAY: Final = "first day"
    """None: one word for the first day of a month (月初, Monatsanfang)"""
    HOLIDAYS: Final = "holidays"

    # Numbers
    NUMBER: Final = "number"
    """int, or a float for "half a" = 0.5 and "one and a half" = 1.5"""
    ORDINAL: Final = "ordinal"
    """1, 2, …; -1 is last, -2 the last but one"""
    COUNT: Final = "count"
    """once 1, twice 2, thrice 3; "three times" is NUMBER TIMES"""
    AT_MOST: Final = "at most"
    """None, before a count: at most, max"""
    IN_ALL: Final = "in all"
    """None, before or after a count: insgesamt, "en total" """
    TIMES: Final = "times"
    """None: times, runs, occurrences; True where the word says that all runs are counted: 回だけ"""
    EACH: Final = "each of those before"
    """None, before a count: 各一次, それぞれ"""
    FEW: Final = "few"
    """None: an amount without a number (a few, several): always asked about"""

    # Frequency
    EVERY: Final = "every"
    EVERY_AFTER: Final = "every, after its unit"
    """None: "15分ごと" """
    APART: Final = "apart"
    """None, after an amount (おき) or with EVERY before it (每隔): so many between, which are counted or not"""
    OTHER: Final = "other"
    """None: "every other"; True for a word that means it by itself: alternate"""
    REST: Final = "the rest"
    """None before days that are not named elsewhere: all other; True where a period may follow, whose rest it is;
    False where it stands alone: otherwise"""
    ALTERNATE_AFTER: Final = "every other, after its day"
    """int: "un mardi sur deux" is 2, "sur trois" 3"""
    ALTERNATE_WEEKDAY: Final = "every other weekday"
    """(weekday, n), a phrase with the weekday in it: "un martes sí y otro no", "quarta sim, quarta não" are (…, 2)"""
    UNIT: Final = "unit"
    """"second", "minute", "hour", "day", "week", "month", "quarter", "year"; also "fortnight", "half hour",
    "quarter hour", "half year" for one word or phrase ("halbe Stunde")"""
    SEVERAL: Final = "plural"
    """None, beside UNIT day: days, which an ordinal without a number leaves open ("the last days")"""
    FREQUENCY: Final = "frequency"
    """(n, unit): daily (1, "day"), fortnightly (2, "week"), 隔週 (2, "week")"""
    VAGUE_FREQUENCY: Final = "vague frequency"
    """((n, unit), …) readings of "biannually": always asked about"""
    PER: Final = "per"
    """None: a, per (in "twice a day", "twice per day")"""

    # Clock
    CLOCK: Final = "clock"
    """seconds after midnight: noon 43200, midnight 0"""
    MERIDIEM: Final = "meridiem"
    """"am" or "pm" """
    DAY_PART: Final = "part of the day"
    """(first hour, end hour): morning (5, 12), afternoon (12, 18), evening (16, 24), night (18, 28); hours on a
    12-hour clock are moved into it, other hours outside it contradict it"""
    DAY_AND_PART: Final = "part of a day from today"
    """(days from today, part as in DAY_PART), one phrase for both: vanavond, "esta noche", "ce matin"; a word that
    can be either alone ("mañana", "morgen") is a DAY_REF and a DAY_PART instead"""
    WEEKDAY_AND_PART: Final = "part of a weekday"
    """(weekday as in WEEKDAY, part as in DAY_PART), one word for both: Montagabend, maandagochtend"""
    EACH_PART: Final = "plural part of the day"
    """None, beside DAY_PART: mornings, nights, which come again"""
    REPEATING: Final = "repeating"
    """None: it comes again"""
    END_OF_DAY: Final = "end of day"
    """None: always asked about"""
    BUSINESS_HOURS: Final = "business hours"
    """None: always asked about"""
    OCLOCK: Final = "o'clock"
    """None: o'clock, Uhr, h, 時, 点"""
    HALF_PAST: Final = "half, after its hour"
    """minutes: 半 30, "y media" 30, "et quart" 15, "menos cuarto" -15"""
    HALF_TO: Final = "half, before its hour"
    """None: halb acht, half acht = 7:30"""
    MINUTES_TO: Final = "minutes to"
    """None, beside TO or not: before an hour only ("fünf vor zwölf", "dez para as oito")"""
    PAST_HOUR: Final = "minutes past, before its hour"
    """minutes: "half past" 30, "quarter past" 15, "quarter to" -15, "viertel nach" 15"""
    PAST: Final = "past"
    """None: "ten PAST nine"; TO stands in "ten to nine" """
    ON_THE_HOUR: Final = "minutes of every hour"
    """tuple of minutes: "on the hour" (0,)"""
    MINUTE_OF: Final = "minute of the hour, before its number"
    """None: "ogni ora al minuto 20" """
    TO_EACH_HOUR: Final = "to each hour"
    """None: before every hour, to the hour (in "ten minutes to the hour")"""
    PAST_EACH_HOUR: Final = "past each hour"
    """None: past every hour, after the hour (in "15 minutes past every hour")"""

    # Small words
    AT: Final = "at"
    ON: Final = "on"
    IN: Final = "in"
    OF: Final = "of"
    FROM: Final = "from"
    TO: Final = "to"
    """None: range to, through, bis, a, al; both ends included"""
    BETWEEN: Final = "between"
    UNTIL: Final = "until"
    """None, or True where the end is surely included: through"""
    BEFORE: Final = "before"
    AFTER: Final = "after"
    POSTPOSED: Final = "postposed"
    """"start", "until" or "except", after its day or time: から, まで, 以外; 起, 为止, 除外"""
    START: Final = "starting"
    ENDING: Final = "ending"
    ONWARDS: Final = "onwards"
    """None, after its day, which is a start: onwards"""
    FOR: Final = "for"
    FOR_AFTER: Final = "for, after its duration"
    """None: "zwei Wochen lang" """
    AND: Final = "and"
    OR: Final = "or"
    EXCEPT: Final = "except"
    """None or False: but not, skip; True where a time that follows may replace another: except; "but" where it may do
    so even if it is one of those times; "other" where it must, and nothing is left out: aber, pero"""
    EXCLUDED: Final = "excluded"
    """None, after its days: excluded"""
    ONLY: Final = "only"
    NOT: Final = "not"
    NEXT: Final = "next"
    """None: next, the coming one or that of the next week, asked about where they differ; 0: of weekdays the coming
    one; 2: the one after the next"""
    THIS: Final = "this"
    """None: this, the coming"""
    NOW: Final = "now"
    FROM_NOW: Final = "from now"
    """None, after a duration: from now, later"""
    AGO: Final = "ago"
    END: Final = "end"
    """None: end of … (END OF UNIT)"""
    BEGINNING: Final = "beginning"
    ARTICLE: Final = "article"
    TIME_WORD: Final = "time"
    """None: time (in "New York time")"""
    LOCAL_TIME: Final = "local time"
    FILLER: Final = "filler"
    ALSO: Final = "also"
    """None, beside FILLER or AND: what was said before holds as well"""
    CORRECTION: Final = "correction"
    """None: "around … no, exactly": what stands before it is taken back (a time only)"""

    # Canonical English only
    COUNTED_FROM: Final = "counted from"
    NEXT_DAY: Final = "the next day"
    CLOCK_RULE: Final = "clock rule"
    """(gap, overlap): "skip" or None, "both" or None"""
    NEVER: Final = "never"

    # Made by the tokenizer, never in a table
    HHMM: Final = "hh:mm"
    MINUTE: Final = ":mm"
    DATE: Final = "date"
    SLASHED: Final = "slashed date"
    INSTANT: Final = "instant"
    ZONE: Final = "zone"
    OFFSET_NUMBER: Final = "decimal"
    COMMA: Final = "comma"
    SEMICOLON: Final = "semicolon"
    DASH: Final = "dash"
    OPEN: Final = "("
    CLOSE: Final = ")"
    UNKNOWN: Final = "unknown"


RAW = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f々〇]"  # one Chinese or Japanese character
    r"|\d+"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]+(?:['’](?:[^\W\d_]+)?)*"
    r"|\S"
)
"""Cuts text into raw tokens."""

_ELISION = re.compile(r"(?<=['’])(?=[^\W\d_]{3,})")


def cut(text: str) -> list[str]:
    """The raw tokens of a key or a text in lower case."""
    return [part for raw in RAW.findall(text.replace("’", "'")) for part in _parts(raw)]


def _parts(raw: str) -> list[str]:
    """ "l'ultimo" as "l'" and "ultimo"; "o'clock" and "year's" stay whole."""
    if "'" not in raw or raw in _WHOLE:
        return [raw]
    return [part for part in _ELISION.split(raw) if part]


_WHOLE: Final = frozenset({"o'clock"})


_ONLY_GLUED = frozenset({K.UNIT, K.MERIDIEM, K.TIMES})
"""Beside a digit: before it ("x5") only times."""


@dataclass(slots=True)
class Longer:
    """Keys of several raw tokens with the same first one."""

    most: int = 0
    """Raw tokens of the longest."""
    seconds: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Lexicon:
    """A language."""

    code: str
    """ISO 639-1, such as "de"."""
    table: Mapping[str, Meanings]
    """Key to meanings; make it with `table`."""
    oclock_is_24h: bool = True
    """"9 Uhr", "9h", "9時" name an hour of 24; English "9 o'clock" does not."""
    bare_hour_is_24h: bool = False
    """Whether a bare "at 9" is 09:00; where people also mean 21:00 it stays False and is asked about."""
    dotted_clock: bool = False
    """Whether 18.30 is a time without further words."""
    day_first: bool = True
    """Whether 03/04/2027 can only be 3 April; False asks."""
    dot_ordinals: bool = False
    """Whether "1." is an ordinal (German)."""
    ordinal_suffixes: frozenset[str] = frozenset()
    """What may be glued to a number to make it an ordinal: st, nd, rd, th; º, er, e."""
    numbered_weekdays: frozenset[str] = frozenset()
    """What makes of 2 to 6 the days from Monday to Friday: "2ª", "6ª"."""
    postposed: bool = False
    """Whether "from", "until" and "except" stand after what they speak of."""
    next_after_noun: bool = False
    """Whether "next" may stand after its noun: "la semaine prochaine"."""
    joins_minutes: bool = False
    """Whether "eight and twenty" is 8:20."""
    inclusive_days: frozenset[int] = frozenset()
    """Numbers of days that people count with both ends, so that eight of them are a week."""
    repairs: bool = False
    """Whether spelling is repaired."""

    @property
    def joint(self) -> str:
        """What lies between the raw tokens of a key."""
        return "" if self.postposed else " "

    @cached_property
    def _index(self) -> tuple[dict[str, Meanings], dict[str, Longer], frozenset[str]]:
        keys: dict[str, Meanings] = {}
        longer: dict[str, Longer] = {}
        words: set[str] = set(self.ordinal_suffixes)
        joint = self.joint
        for key, meanings in self.table.items():
            raws = raws_of_key(key.lower())
            keys.setdefault(joint.join(raws), meanings)
            words.update(raws)
            if len(raws) > 1:
                found = longer.get(raws[0])
                if found is None:
                    found = longer[raws[0]] = Longer()
                found.seconds.add(raws[1])
                found.most = max(found.most, len(raws))
        return keys, longer, frozenset(words)

    @cached_property
    def keys(self) -> dict[str, Meanings]:
        """Keys as raw tokens with the joint between them."""
        return self._index[0]

    @cached_property
    def longer(self) -> dict[str, Longer]:
        """What a raw token begins besides itself."""
        return self._index[1]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every raw token of every key, and what may be glued to a number."""
        return self._index[2]

    @cached_property
    def loose(self) -> dict[str, Meanings]:
        """What a single letter means that is not glued to a number, where that is less."""
        if self.code != "en":
            return {}
        letters = {raw: found for raw, found in self.keys.items() if len(raw) == 1 and raw.isascii() and raw.isalpha()}
        return {raw: {k: v for k, v in found.items() if k not in _ONLY_GLUED} for raw, found in letters.items()}


def raws_of_key(key: str) -> list[str]:
    """`cut`, quicker for the many keys of letters and blanks, or of Chinese and Japanese signs, alone."""
    if max(key) < _BEYOND_LATIN:
        raws = key.split(" ")
        return raws if all(map(str.isalpha, raws)) else cut(key)
    return list(key) if min(key) >= _FIRST_KANA and max(key) < _BEYOND_HAN else cut(key)


_BEYOND_LATIN, _FIRST_KANA, _BEYOND_HAN = "\u0250", "\u3041", "\ua000"


def table(*rows: tuple[Any, ...]) -> dict[str, Meanings]:
    """A table from one row for each kind: (kind, words, more words …), where words are {"a|b|c": value} or, for kinds
    without a value, "a|b|c" in a list.

    >>> table((K.MONTH, {"jan|january": 1}), (K.EVERY, ["each"]))["jan"]
    {'month': 1}

    Raises:
        ValueError: a kind has two rows, or a key two values in one row.
    """
    made: dict[str, Meanings] = {}
    kinds = [kind for kind, *_ in rows]
    if len(set(kinds)) < len(kinds):
        raise ValueError("a kind has two rows: " + ", ".join(sorted(k for k in set(kinds) if kinds.count(k) > 1)))
    for kind, *parts in rows:
        for key, value in _pairs(parts):
            meanings = made.setdefault(key, {})
            if kind in meanings:
                raise ValueError(f"{key!r} is written twice as {kind}")
            meanings[kind] = value
    return made


def _pairs(parts: Iterable[Mapping[str, Any] | Iterable[str]]) -> Iterator[tuple[str, Any]]:
    for part in parts:
        for keys, value in part.items() if isinstance(part, Mapping) else ((keys, None) for keys in part):
            for key in keys.split("|"):
                yield key.strip(), value
