"""English."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = {
    "monday|mon": 0,
    "tuesday|tue|tues": 1,
    "wednesday|wed|weds|wendsday|wensday|wednsday|wednesay": 2,
    "thursday|thu|thur|thurs|thirsday": 3,
    "friday|fri": 4,
    "saturday|sat|saterday": 5,
    "sunday|sun": 6,
}
_WEEKDAYS: dict[str, Any] = {keys: (day, False) for keys, day in _DAYS.items()}
_WEEKDAYS |= {
    "|".join(f"{key}s" for key in keys.split("|") if not key.endswith("s")): (day, True) for keys, day in _DAYS.items()
}

_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        1,
    )
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty|fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_HUNDREDS = {
    "hundred|a hundred|one hundred": 100,
    "zero": 0,
    "a couple of|a couple|a pair of": 2,
    "half a|half an|half|a half": 0.5,
    "one and a half|a and a half": 1.5,
    "a dozen|dozen": 12,
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_TENS_ORDINALS = {f"twenty-{word}|twenty {word}": 20 + number for word, number in _ORDINALS.items() if number < 10} | {
    "thirtieth": 30,
    "thirty-first|thirty first": 31,
}
_BACKWARD = {
    "last|final|ultimate": -1,
    "second to last|second-to-last|2nd to last|2nd-to-last|next to last|next-to-last|penultimate|second last|last but one|second from last": -2,  # noqa: E501
    "third to last|third-to-last|3rd to last|3rd-to-last|third from last|last but two": -3,
}

_MONTHS = {
    "january|jan": 1,
    "february|feb|febuary": 2,
    "march|mar": 3,
    "april|apr": 4,
    "may": 5,
    "june|jun": 6,
    "july|jul": 7,
    "august|aug": 8,
    "september|sep|sept": 9,
    "october|oct": 10,
    "november|nov": 11,
    "december|dec": 12,
}

_UNITS = {
    "second|seconds|sec|secs|s": "second",
    "minute|minutes|min|mins|m": "minute",
    "hour|hours|hr|hrs|h": "hour",
    "day|days|d": "day",
    "week|weeks|wk|wks|w": "week",
    "month|months|mo": "month",
    "quarter|quarters": "quarter",
    "year|years|yr|yrs|y": "year",
}

_FREQUENCIES = {
    "minutely": (1, "minute"),
    "hourly": (1, "hour"),
    "daily|nightly": (1, "day"),
    "weekly": (1, "week"),
    "monthly": (1, "month"),
    "quarterly": (1, "quarter"),
    "yearly|annually|annual": (1, "year"),
    "biweekly|bi-weekly|fortnightly": (2, "week"),
    "bimonthly|bi-monthly": (2, "month"),
    "semimonthly|semi-monthly": (0.5, "month"),
    "biennially": (2, "year"),
}

_DAY_PARTS = {
    "morning|mornings|in the morning|of the morning": (4, 12),
    "afternoon|afternoons|in the afternoon|of the afternoon": (12, 18),
    "evening|evenings|in the evening|of the evening": (16, 24),
    "night|nights|at night": (18, 28),
}

_FILLERS = (
    "please|pls|plz|thanks|thx|thank you|hey|hi|hello|could you|can you|would you|could|would|will you|kindly|maybe|just|run|run it|"  # noqa: E501
    "runs|runs it|running|run this|run that|do this|do it|do that|it|this thing|that thing|task|job|script|scraper|agent|report|workflow|check|fire|"  # noqa: E501
    "trigger|execute|schedule|schedule it|schedule this|scheduled|remind me|remind us|reminder|my|our|for me|for us|ok|okay|happen|happens|"  # noqa: E501
    "this task|this job|this script|this agent|this workflow|this report|this check|i want|i need|i would like|i'd like|to run|to run it|to be run|to happen|"  # noqa: E501
    "kick off|should run|should be run|exactly|sharp|the scraper|the agent|the job|the report|the task|the script|the workflow|the check|"  # noqa: E501
    "a report|a job|a check|a reminder|recurring|repeat|repeating|repeats|start it|in total|altogether|during the day|at exactly|"  # noqa: E501
    "perform|ping|ping me|wake me up|wake me|email me|send|send me|send it|send the|generate|generate the|let's|want|need|i'd like it|i want it|i need it|i want you to|"  # noqa: E501
    "it should run|make it|make it run|have it run|have it|set it|set it to run|set it for|to go|go|thing|the thing|you to|that"  # noqa: E501
)

_TABLE = table(
    (K.WEEKDAY, _WEEKDAYS),
    (
        K.DAY_SET,
        {
            "weekday|workday|business day|working day|work day|week day": (WORKDAYS, False),
            "weekdays|workdays|business days|working days|work days|week days": (WORKDAYS, True),
            "weekend day": (WEEKEND, False),
            "weekend": (WEEKEND, False),
            "weekends|weekend days": (WEEKEND, True),
        },
    ),
    (K.MONTH, _MONTHS),
    (
        K.SEASON_DAY,
        {
            "new year's day|new years day|new year": (1, 1),
            "new year's eve|new years eve": (12, 31),
            "christmas|christmas day|xmas": (12, 25),
            "christmas eve": (12, 24),
            "boxing day": (12, 26),
            "valentine's day|valentines day": (2, 14),
            "halloween": (10, 31),
            "independence day": (7, 4),
        },
    ),
    (
        K.DAY_REF,
        {
            "today": 0,
            "tomorrow|tommorow|tommorrow|tomorow|tmrw|tmr": 1,
            "day after tomorrow|the day after tomorrow": 2,
            "yesterday": -1,
        },
    ),
    (
        K.HOLIDAYS,
        [
            "holiday",
            "holidays",
            "public holidays",
            "bank holidays",
            "federal holidays",
            "us holidays",
            "public holiday",
            "bank holiday",
        ],
    ),
    (K.NUMBER, _NUMBERS),
    (K.NUMBER, _TENS),
    (K.NUMBER, _HUNDREDS),
    (K.ORDINAL, _ORDINALS),
    (K.ORDINAL, _TENS_ORDINALS),
    (K.ORDINAL, _BACKWARD),
    (K.COUNT, {"once": 1, "twice": 2, "thrice": 3}),
    (K.TIMES, ["times", "time", "x", "runs", "occurrences", "executions", "repetitions", "occurrence"]),
    (
        K.FEW,
        [
            "a few",
            "several",
            "some",
            "many",
            "a couple times",
            "often",
            "regularly",
            "frequently",
            "occasionally",
            "periodically",
            "sometimes",
            "now and then",
        ],
    ),
    (K.EVERY, ["every", "each", "all", "every single", "each and every"]),
    (K.OTHER, ["other", "alternate", "alternating"]),
    (K.UNIT, _UNITS),
    (K.UNIT, {"fortnight|fortnights": "fortnight"}),
    (K.FREQUENCY, _FREQUENCIES),
    (
        K.FREQUENCY,
        {
            "seven days a week|7 days a week|everyday|every day of the week": (1, "day"),
            "day on day off|day on, day off|day on and day off": (2, "day"),
        },
    ),
    (
        K.VAGUE_FREQUENCY,
        {"biannually|biannual|bi-annually|semiannually|semi-annually|semiannual": ((6, "month"), (2, "year"))},
    ),
    (K.PER, ["a", "an", "per"]),
    (K.CLOCK, {"noon|midday|12 noon|twelve noon|12pm noon|noontime": 43200, "midnight|12 midnight": 0}),
    (K.MERIDIEM, {"am|a.m.|a.m": "am", "pm|p.m.|p.m": "pm"}),
    (K.DAY_PART, _DAY_PARTS),
    (K.DAY_PART, {"tonight|this evening": (16, 28), "this morning": (4, 12), "this afternoon": (12, 18)}),
    (K.DAY_REF, {"tonight|this evening|this morning|this afternoon": 0}),
    (K.OCLOCK, ["o'clock", "oclock", "hrs", "hours", "h"]),
    (
        K.UNIT,
        {
            "half an hour|half hour|a half hour|a half-hour": "half hour",
            "quarter of an hour|a quarter of an hour|quarter hour|a quarter hour": "quarter hour",
            "three quarters of an hour": "three quarters",
        },
    ),
    (
        K.PAST_HOUR,
        {
            "half past": 30,
            "quarter past|a quarter past|quarter after|a quarter after": 15,
            "quarter to|a quarter to|quarter till": -15,
        },
    ),
    (K.MERIDIEM, {"a": "am", "p": "pm"}),
    (K.PAST, ["past", "after"]),
    (
        K.ON_THE_HOUR,
        {
            "on the hour|at the top of the hour|top of the hour|at the full hour|on the dot of the hour": (0,),
            "on the half hour|at the bottom of the hour|half past|on the half-hour|at half past the hour|half past the hour": (  # noqa: E501
                30,
            ),
            "quarter past|a quarter past": (15,),
            "quarter to|a quarter to": (45,),
        },
    ),
    (
        K.PAST_EACH_HOUR,
        [
            "past every hour",
            "past the hour",
            "past each hour",
            "after every hour",
            "after the hour",
            "after each hour",
            "of every hour",
            "of each hour",
            "of the hour",
        ],
    ),
    (K.AT, ["at", "@"]),
    (K.ON, ["on", "during", "within", "upon"]),
    (K.IN, ["in", "delay", "wait", "after"]),
    (K.OF, ["of", "in", "from"]),
    (K.FROM, ["from"]),
    (K.TO, ["to", "through", "thru", "until", "till", "til", "up to"]),
    (K.BETWEEN, ["between"]),
    (
        K.UNTIL,
        [
            "until",
            "till",
            "til",
            "through",
            "thru",
            "to",
            "up to",
            "up until",
            "ending",
            "ending on",
            "ends",
            "ends on",
            "ending at",
            "end on",
            "not after",
            "no later than",
            "and ending",
        ],
    ),
    (K.BEFORE, ["before", "prior to", "ending before"]),
    (K.AFTER, ["after"]),
    (
        K.START,
        [
            "starting",
            "starts",
            "beginning",
            "begins",
            "commencing",
            "starting from",
            "starting on",
            "beginning on",
            "start",
            "begin",
            "effective",
            "starting at",
            "beginning at",
            "with the first run",
            "first run",
            "first on",
            "as of",
            "from",
            "starting in",
        ],
    ),
    (K.FOR, ["for"]),
    (K.AND, ["and", "&", "+", "plus", "and also", "also", "as well as", "then", "and then"]),
    (K.OR, ["or"]),
    (
        K.EXCEPT,
        [
            "except",
            "except for",
            "except on",
            "except in",
            "but not",
            "but not on",
            "but not in",
            "excluding",
            "excl",
            "other than",
            "apart from",
            "aside from",
            "skip",
            "skipping",
            "not on",
            "not in",
            "not at",
            "but",
            "but skip",
            "without",
            "save",
            "never on",
            "except at",
            "except during",
            "but never on",
            "never in",
            "besides",
            "unless it is",
            "unless it's",
        ],
    ),
    (
        K.ONLY,
        [
            "and only",
            "only",
            "and only on",
            "and only in",
            "only on",
            "only in",
            "but only",
            "but only on",
            "but only in",
            "only during",
        ],
    ),
    (K.NOT, ["no", "not"]),
    (K.NEXT, ["next", "the next"]),
    (K.THIS, ["this", "this coming", "the coming", "coming"]),
    (K.NOW, ["now", "right now", "immediately", "asap"]),
    (K.FROM_NOW, ["from now", "later", "hence"]),
    (K.AGO, ["ago"]),
    (K.END, ["end of", "the end of", "end", "the end"]),
    (K.BEGINNING, ["beginning of", "start of", "the beginning of", "the start of"]),
    (K.ARTICLE, ["the", "a", "an"]),
    (K.TIME_WORD, ["time", "hour"]),
    (
        K.LOCAL_TIME,
        ["local time", "my time", "local timezone", "my timezone", "local time zone", "my local time", "my time zone"],
    ),
    (K.FILLER, [_FILLERS]),
    (K.CORRECTION, ["around... no", "no, exactly", "no, make it", "no, make that"]),
    (K.COUNTED_FROM, ["counted from", "counting from"]),
    (K.NEXT_DAY, ["the next day", "the following day"]),
    (
        K.CLOCK_RULE,
        {
            "as the clocks run": ("skip", "both"),
            "skipping missing times": ("skip", None),
            "repeating doubled times": (None, "both"),
        },
    ),
    (K.NEVER, ["never"]),
)

ENGLISH = Lexicon(
    code="en",
    table=_TABLE,
    oclock_is_24h=False,
    day_first=False,
    ordinal_suffixes=frozenset({"st", "nd", "rd", "th"}),
    repairs=True,
)
