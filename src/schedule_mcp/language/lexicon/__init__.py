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

from schedule_mcp.language.lexicon.cutting import RAW, cut, raws_of_key
from schedule_mcp.language.lexicon.kinds import (
    VALUE_OF_BARE_KEYS,
    Ahead,
    End,
    Exclusion,
    Hours,
    K,
    Kind,
    Others,
    ZoneHit,
)
from schedule_mcp.language.lexicon.lexicon import Lexicon, Meanings
from schedule_mcp.language.lexicon.tables import table
from schedule_mcp.language.lexicon.traits import Trait

__all__ = [
    "RAW",
    "VALUE_OF_BARE_KEYS",
    "Ahead",
    "End",
    "Exclusion",
    "Hours",
    "K",
    "Kind",
    "Lexicon",
    "Meanings",
    "Others",
    "Trait",
    "ZoneHit",
    "cut",
    "raws_of_key",
    "table",
]
