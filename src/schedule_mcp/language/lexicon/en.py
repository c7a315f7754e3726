"""English."""

from __future__ import annotations

from typing import Any

from schedule_mcp.language.lexicon import End, Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import words
from schedule_mcp.language.lexicon.traits import Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = {
    "monday|mon": 0,
    "tuesday|tue|tues": 1,
    "wednesday|wed|weds|wendsday|wensday|wednsday|wednesay": 2,
    "thursday|thu|thur|thurs|thirsday": 3,
    "friday|fri": 4,
    "saturday|sat|saterday|sa": 5,
    "sunday|sun|su": 6,
}
_WEEKDAYS: dict[str, Any] = {key: (day, False) for keys, day in _DAYS.items() for key in keys.split("|")}
# "Tues", "weds" and "thurs" are one day, "mondays" and "mons" are all.
_WEEKDAYS |= {
    f"{key}s": (day, True)
    for key, (day, _) in tuple(_WEEKDAYS.items())
    if f"{key}s" not in _WEEKDAYS and key[-1] != "s"
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
_AFTER_NOUGHT = {f"oh {word}|o {word}": number for word, number in _NUMBERS.items() if 0 < number < 10}
_HUNDREDS = {
    "hundred|a hundred|one hundred": 100,
    "two thousand": 2000,
    **_AFTER_NOUGHT,
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
    "second to last|second-to-last|2nd to last|2nd-to-last|next to last|next-to-last|"
    "penultimate|second last|last but one|second from last": -2,
    "third to last|third-to-last|3rd to last|3rd-to-last|third from last|last but two|antepenultimate": -3,
    **{
        f"{word}{joint}last": -n
        for n, words_ in {4: "fourth|4th", 5: "fifth|5th", 6: "sixth|6th", 7: "seventh|7th"}.items()
        for word in words_.split("|")
        for joint in (" to ", "-to-", " from ", " from the ")
    },
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
    "quarter|quarters|qtr|qtrs": "quarter",
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
    "semiannually|semi-annually|semiannual|semi-annual|half-yearly|half yearly": (6, "month"),
    "biweekly|bi-weekly|fortnightly": (2, "week"),
    "bimonthly|bi-monthly": (2, "month"),
    "semimonthly|semi-monthly": (0.5, "month"),
    "biennially": (2, "year"),
}

_DAY_PARTS = {
    "morning|mornings|in the morning|in the mornings|of the morning|in the early morning|"
    "early morning": parts.MORNING_FROM_MIDNIGHT,
    "afternoon|afternoons|in the afternoon|in the afternoons|of the afternoon|in the late afternoon": parts.AFTERNOON,
    "evening|evenings|in the evening|in the evenings|of the evening": parts.EVENING,
    "night|nights|at night|in the night|during the night|overnight|through the night|throughout the night|all night|"
    "all night long": parts.NIGHT,
}
_PLURAL_PARTS = "mornings|in the mornings|afternoons|in the afternoons|evenings|in the evenings|nights"

_VERBS = words(
    """
    run | start | do | check | fire | trigger | execute | schedule | send | launch | call | kick off | perform |
    process | refresh | sync | poll | scrape | generate | email | ping | notify | post | fetch | update | invoke |
    rerun | crawl | pull | publish | deliver | make | have
    """
)
_OBJECTS = words(
    """
    it | this | that | this thing | that thing | things
    """
)
_NOUNS = words(
    """
    task | job | script | scraper | agent | report | workflow | check | reminder | run | runs | thing | pipeline |
    crawler | bot | process | sync | backup | cron | cron job | email | query | digest | summary | update | scrape |
    crawl | flow | automation | command | data | newsletter | batch | meeting | event | alarm | appointment | post |
    message | notification | test | tests | build | export | import | cleanup | standup | review | call | note |
    stand-up | routine | scan | snapshot
    """
)
_OWNERS = words(
    """
    my | our | the | this | that | a | these | an | your
    """
)
_POLITE = words(
    """
    on the following days | at the following times | the following days | following times |
    please | maybe | sorry | asap | as soon as possible | someone | somebody | anyone | kick this off | kick it off
    | kick that off | go out | goes out | to go out | if there is one | if it exists | inclusive | pls | plz |
    thanks | thx | ty | thank you | thanks a lot | many thanks | cheers | hey | hi | hello | ok | okay | kindly |
    just | so | well | could you | can you | would you | will you | could u | can u | would u | will u | could we |
    can we | shall we | could | would | can | could you please | can you please | i want | i need | i would like |
    i'd like | i want it | i need it | i'd like it | i want you to | i need you to | i'd like you to | we want |
    we need | we'd like | want | need | let's | you to | it should | it should run | should | should run |
    should be run | must | must run | needs to | needs to run | has to run | is to run | will | will run | to run |
    to run it | to be run | to happen | to go | to start | go | to be | be run | happen | happens | happening |
    occurs | occurring | takes place | me | us | for me | for us | to me | remind me | remind us | remind me to |
    wake me | wake me up | email me | send me | ping me | notify me | tell me | do so | it run | it to run |
    it going | it off | it up | set it up | set up | set | set it | set it to run | set it for | make sure it runs |
    running | runs | runs it | started | scheduled | executed | triggered | regular | exactly | sharp | on the dot |
    precisely | total | all day | all day long | throughout the day
    | until further notice | indefinitely | forever | for ever | with no end date | without an end date | without end
    | around the clock | round the clock | at exactly | at precisely | on a schedule | on my | our | that | which |
    would be great | would be nice | if possible | if you can | will do | right
    """
)

_CHAT = dict.fromkeys(
    (
        *_POLITE,
        *_VERBS,
        *_NOUNS,
        *(f"{verb} {thing}" for verb in _VERBS for thing in _OBJECTS),
        *(f"to {verb}" for verb in _VERBS),
        *(thing for thing in _OBJECTS if thing not in ("this", "that")),
        *(f"{owner} {noun}" for owner in _OWNERS for noun in _NOUNS),
    )
)
"""What is said around a time and carries none: a closed list, so that a word that might matter is never passed over."""

_TIMERS = "|".join(
    f"{verb}{owner}{noun} for"
    for verb in ("", "set ", "start ", "make ", "create ", "run ", "put on ", "begin ")
    for owner in ("", "a ", "the ", "my ")
    for noun in ("timer", "countdown", "countdown timer")
)
"""What is set for a span and for a time alike: "timer for 5 minutes", "timer for 7am"."""

_TABLE = table(
    (K.WEEKDAY, _WEEKDAYS),
    (
        K.DAY_SET,
        {
            "weekday|wkday|workday|biz day|business day|working day|work day|week day": (WORKDAYS, False),
            "weekdays|wkdays|workdays|biz days|business days|working days|work days|week days|m-f|m-fr|mo-fr|mon-fri": (
                WORKDAYS,
                True,
            ),
            "mwf|m/w/f|m-w-f": (frozenset({0, 2, 4}), True),
            "tth|t/th|tu/th|tu & th|tu and th": (frozenset({1, 3}), True),
            "weekend day|weekend": (WEEKEND, False),
            "weekends|weekend days": (WEEKEND, True),
        },
    ),
    (K.WHOLE, ["weekend|weekends"]),
    (K.MONTH, _MONTHS),
    (
        K.WEEK_PARITY,
        {
            "even week|even weeks|even-numbered week|even-numbered weeks|"
            "even numbered weeks|even iso weeks|even calendar weeks": True,
            "odd week|odd weeks|odd-numbered week|odd-numbered weeks|"
            "odd numbered weeks|odd iso weeks|odd calendar weeks": False,
        },
    ),
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
            "bastille day": (7, 14),
            "australia day": (1, 26),
            "canada day": (7, 1),
            "leap day": (2, 29),
        },
    ),
    (
        K.DAY_REF,
        {
            "today|later today": 0,
            "tomorrow|tommorow|tommorrow|tomorow|tmrw|tmr|tmw|tomoz|2moro|2morrow": 1,
            "day after tomorrow|the day after tomorrow": 2,
            "yesterday": -1,
        },
    ),
    (K.LAST_DAY, ["eom"]),
    (
        K.HOLIDAYS,
        [
            "holiday|holidays|public holiday|bank holiday|national holiday|public holidays|bank holidays|"
            "federal holidays|us holidays"
        ],
    ),
    (K.ONE, ["one|ones"]),
    (K.NUMBER, _NUMBERS, _TENS, _HUNDREDS),
    (K.HUNDRED, ["hundred"]),
    (K.OH, ["|".join(_AFTER_NOUGHT)]),
    (K.ORDINAL, _ORDINALS, _TENS_ORDINALS, _BACKWARD),
    (
        K.COUNT,
        {
            "once": 1,
            "twice": 2,
            "thrice": 3,
        },
    ),
    (K.AT_MOST, ["at most|max|maximum|a maximum of|no more than|not more than|up to"]),
    (K.IN_ALL, ["in total|in all|altogether|a total of|total of"]),
    (K.TIMES_SIGN, ["x"]),
    (K.TIMES, ["times|time|x|runs|occurrences|executions|repetitions|occurrence"]),
    (
        K.FEW,
        [
            "a few|few|every now and then|once in a while|from time to time|multiple|a number of|various|"
            "every so often|whenever|several|some|many|a couple times|couple of|couple|often|regularly|frequently|"
            "occasionally|periodically|sometimes|now and then"
        ],
    ),
    (K.EVERY, ["every|ev|each|all|every single|each and every|in all|q"]),
    (K.ALL_TIMES, ["all"]),
    (
        K.OTHER,
        {
            "other": None,
            "alternate|alternating": True,
        },
    ),
    (
        K.REST,
        {
            "all other|all the other|all of the other|the other|any other|all remaining|the remaining|"
            "all the remaining": Others.DAYS,
            "the rest of the|all the rest of the|rest of the|the rest of|rest of|the rest of this|"
            "the remainder of the|the remainder of|remainder of the|the remainder of this": Others.OF_PERIOD,
            "otherwise": Others.ALONE,
        },
    ),
    (
        K.UNIT,
        {
            "fortnight|fortnights": "fortnight",
            "half an hour|half hour|a half hour|a half-hour": "half hour",
            "quarter of an hour|a quarter of an hour|quarter hour|a quarter hour": "quarter hour",
            "three quarters of an hour|three-quarters of an hour|three quarters of the hour|"
            "three quarter hours": "three quarters",
        },
        _UNITS,
    ),
    (K.SEVERAL, ["weeks|wks"]),
    (
        K.FREQUENCY,
        {
            "seven days a week|7 days a week|seven days per week|7 days per week|everyday|"
            "every day of the week|each day of the week|all days of the week|all days|all 7 days of the week|"
            "all seven days of the week|all 7 days|all seven days|every day of the month|"
            "every day of the year|every single day|day in day out|day after day|once every day|"
            "on a daily basis|each and every day": (1, "day"),
            "on an hourly basis": (1, "hour"),
            "on a weekly basis": (1, "week"),
            "on a monthly basis": (1, "month"),
            "day on day off|day on, day off|day on and day off": (2, "day"),
        },
        _FREQUENCIES,
    ),
    (
        K.VAGUE_FREQUENCY,
        {
            "biannually|biannual|bi-annually": ((6, "month"), (2, "year")),
        },
    ),
    (K.PER, ["a|an|per"]),
    (
        K.CLOCK,
        {
            "noon|midday|12 noon|twelve noon|12pm noon|noontime|12 midday|12noon|high noon": 43200,
            "midnight|12 midnight": 0,
        },
    ),
    (
        K.MERIDIEM,
        {
            "am|a.m.|a.m|a|a m": "am",
            "pm|p.m.|p.m|p|p m": "pm",
        },
    ),
    (
        K.DAY_PART,
        {
            "during the day|during the daytime|in the daytime": parts.DAYTIME,
        },
        _DAY_PARTS,
    ),
    (
        K.DAY_AND_PART,
        {
            "tonight|tonite|2nite": (0, parts.TONIGHT),
            "this evening": (0, parts.EVENING),
            "this morning": (0, parts.MORNING_FROM_MIDNIGHT),
            "this afternoon": (0, parts.AFTERNOON),
            # "Tom" by itself may be somebody's name.
            "tom morning": (1, parts.MORNING_FROM_MIDNIGHT),
            "tom afternoon": (1, parts.AFTERNOON),
            "tom evening": (1, parts.EVENING),
            "tom night": (1, parts.NIGHT),
        },
    ),
    (K.EACH_PART, ["mornings|in the mornings|afternoons|in the afternoons|evenings|in the evenings|nights"]),
    (K.REPEATING, ["repeat|repeats|repeating|repeated|recurring|recurringly|on repeat|repeat it"]),
    (K.END_OF_DAY, ["eod|by eod|cob|eob|close of business|end of business"]),
    (
        K.BUSINESS_HOURS,
        [
            f"{start}{word} hours"
            for word in ("business", "office", "working", "work", "trading", "market", "school")
            for start in ("during ", "in ", "within ", "during the ", "")
        ],
    ),
    (K.OCLOCK, ["o'clock|oclock|o clock|o' clock|hrs|hours|h"]),
    (
        K.PAST_HOUR,
        {
            "half past|half": 30,
            "quarter past|a quarter past|quarter after|a quarter after": 15,
            "quarter to|a quarter to|quarter till": -15,
        },
    ),
    (K.PAST, ["past|after"]),
    (
        K.ON_THE_HOUR,
        {
            "on the hour|at the top of the hour|top of the hour|at the top of every hour|"
            "at the top of each hour|top of every hour|top of each hour|on the hour every hour|"
            "every hour on the hour sharp|at the full hour|on the dot of the hour": (0,),
            "on the half hour|at the bottom of the hour|at the bottom of every hour|"
            "at the bottom of each hour|bottom of the hour|bottom of every hour|half past|on the half-hour|"
            "at half past the hour|half past the hour": (30,),
            "on the quarter hour|on the quarter-hour|on every quarter hour": (0, 15, 30, 45),
            "quarter past|a quarter past": (15,),
            "quarter to|a quarter to": (45,),
        },
    ),
    (
        K.TO_EACH_HOUR,
        [
            f"{word} {hour}"
            for word in ("before", "to", "till", "until", "prior to")
            for hour in ("every hour", "each hour", "the hour", "the top of the hour", "the full hour")
        ],
    ),
    (
        K.PAST_EACH_HOUR,
        [
            "past every hour|after every single hour|past each and every hour|into every hour|into each hour|"
            "into the hour|in every hour|past the hour|past each hour|after every hour|after the hour|"
            "after each hour|of every hour|of each hour|of the hour"
        ],
    ),
    (K.AT, [_TIMERS, "at|@|when it's|when it is|when it's at|when it should be|when it should run at|when it runs at"]),
    (
        K.ON,
        ["on|during|within|upon|throughout|for the whole of|for all of|during the whole of|for the entire|all through"],
    ),
    (K.IN, [_TIMERS, "in|delay|wait|after|timer|countdown"]),
    (K.OF, ["of|in|from"]),
    (K.FROM, ["from"]),
    (K.TO, ["to|through|thru|until|till|til|up to"]),
    (K.BETWEEN, ["between|btwn|btw"]),
    (
        K.UNTIL,
        {
            "through|thru|up through|up to and including": End.INCLUDED,
            "until|till|til|to|up to|up until|ending|ending on|ends|ends on|ending at|end on|not after|"
            "no later than|and ending|and ends|stopping|stopping on|stopping at|stop|stop on|stop at|"
            "stop after|ending after|ends after|end after|stopping after|and stop after|and end after|"
            "and then stop after|finishing|finishing on|and stop on|and stop at|the last run|last run|"
            "with the last run": End.OPEN,
        },
    ),
    (K.BEFORE, ["before|prior to|ending before"]),
    (K.AFTER, ["after"]),
    (
        K.START,
        {"starting in|starts in|start in|beginning in": True},
        [
            "starting|starts|beginning|begins|commencing|starting from|starting on|beginning on|start|begin|"
            "effective|starting at|beginning at|with the first run|with the first run on|with the first run at|"
            "with the first one|with the first one at|with the first one on|the first one|first one|first one at|"
            "first one on|first time|first time at|the first time|first run at|first run on|first occurrence|"
            "the first occurrence|the first being|the first run|initial run|and starting|start on|start at|"
            "start from|begin on|begin at|starts on|starts at|begins on|effective from|"
            "commencing on|kicking off|kicking off on|from and including|as from|beginning from|"
            "first run|first on|as of|not before|not earlier than|no earlier than|no sooner than|not until|from"
        ],
    ),
    (K.ONWARDS, ["onwards|onward|and onwards|going forward|and after that"]),
    (K.FOR, ["for|over"]),
    (
        K.AND,
        [
            "n|and|&|+|plus|and also|also|as well as|additionally|and additionally|in addition|in addition to|"
            "and in addition|along with|together with|and again|again|plus also|and another one|and once more|"
            "as well|too|and as well"
        ],
    ),
    (K.OR, ["or"]),
    (
        K.EXCEPT,
        {
            # A time after these may be another time for those days: "every day at 8am, but 10am on Sundays".
            "but|but on": Exclusion.INSTEAD_OR_ALONE,
            "except|except for|except on|except in|except at|except during|except that|except that on|"
            "with the exception of|with the exceptions of|with an exception for|apart from|aside from|"
            "other than": Exclusion.INSTEAD,
            "but not|but not on|but not in|but not at|but no|but never|but never on|but skip|but skipping|"
            "excluding|excl|excl.|exclude|exclusive of|skip|skipping|skips|not on|not in|not at|not during|"
            "without|save|save for|never on|never in|never at|never during|besides|unless it is|unless it's|"
            "unless|leaving out|leave out|omitting|omit|minus|bar|barring|not counting|not including|"
            "no runs on|no runs in|no runs at|no run on|no run in|don't run on|don't run in|don't run at|"
            "do not run on|do not run in|do not run at|does not run on|doesn't run on|not running on|"
            "but don't run on|unless it falls on|unless that is|unless that's|unless that falls on|"
            "except when it is|except when it's|except when it falls on|except when that is|"
            "except when that's|except if it is|except if it's|except if it falls on|if it is not|"
            "if it's not|if it isn't|but do not run on|nothing on|nothing in|but nothing on|but nothing in|"
            "don't|do not|but don't|but do not": Exclusion.PLAIN,
        },
    ),
    (K.EXCLUDED, ["excluded|excepted|left out|omitted|skipped|not included|are excluded|is excluded"]),
    (K.ONLY, ["and only|only|and only on|and only in|only on|only in|but only|but only on|but only in|only during"]),
    (K.NOT, ["no|not"]),
    (K.NEXT, ["next|the next|following|the following|each of the next|every one of the next|all of the next"]),
    (K.THIS, ["this|this coming|the coming|coming"]),
    (K.THIS_THING, ["this"]),
    (K.NOW, ["now|right now|right away|immediately|straight away|at once"]),
    (K.FROM_NOW, {"from now": True}, ["later|hence|from this moment|from right now|timer|countdown"]),
    (K.AGO, ["ago"]),
    (K.END, ["end of|the end of|end|the end|the very end of"]),
    (K.BEGINNING, ["beginning of|start of|the beginning of|the start of"]),
    (K.ARTICLE, ["the|a|an|its"]),
    (K.TIME_WORD, ["time|hour"]),
    (K.LOCAL_TIME, ["local time|my time|local timezone|my timezone|local time zone|my local time|my time zone"]),
    (K.FILLER, _CHAT),
    (K.TASK, _NOUNS),
    (
        K.ALSO,
        [
            "plus|and also|also|as well as|additionally|and additionally|in addition|too|in addition to|"
            "and in addition|along with|together with|and again|again|plus also|and another one|and once more|"
            "as well|and as well"
        ],
    ),
    (K.CORRECTION, ["around... no|no, exactly|no, make it|no, make that"]),
    (K.COUNTED_FROM, ["counted from|counting from"]),
    (K.NEXT_DAY, ["the next day|the following day"]),
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
    traits=frozenset(
        {
            Trait.LOOSE_LETTERS,
            Trait.REPAIRED,
            Trait.CANONICAL,
            Trait.ARTICLE_COUNTS,
            Trait.AT_LEADS_MINUTES,
            Trait.HOUR_WINDOWS,
            Trait.NUMBERED_RANGES,
            Trait.FROM_IS_START,
            Trait.ONCE_IS_A_COUNT,
            Trait.WEEK_BESIDE_DAY,
            Trait.PART_BEFORE_WEEKDAY,
            Trait.COMMA_MAY_END_EXCEPTION,
        }
    ),
    ordinal_suffixes=frozenset({"st", "nd", "rd", "th"}),
)
