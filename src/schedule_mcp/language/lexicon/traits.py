"""What the grammar of a language has of its own: the grammar asks for traits, never for a language or a word."""

from __future__ import annotations

from enum import StrEnum, auto


class Trait(StrEnum):
    """One fact about a language, with an example."""

    # Writing
    UNSPACED = auto()
    """No blanks between words."""
    LOOSE_LETTERS = auto()
    """A letter is a unit, "am" or "pm" only when it is glued to a number: "5m", "9a"."""
    REPAIRED = auto()
    """Its words are repaired where they are misspelt."""
    DOT_ORDINALS = auto()
    """ "1." is an ordinal."""
    DOTTED_CLOCK = auto()
    """18.30 is a time without further words."""
    DOTTED_DATES = auto()
    """3.12 is a date after "on": "am 3.12 um 9 Uhr"."""
    DAY_FIRST = auto()
    """3.12. can only be 3 December."""

    # Order of words
    POSTPOSED = auto()
    """ "From", "until" and "except" stand after what they speak of."""
    NEXT_AFTER_NOUN = auto()
    """ "Next" may stand after its noun: "la semaine prochaine"."""
    NUMBER_BEFORE_ORDINAL = auto()
    """A number stands before "first": "les 3 premiers jours"."""
    DAYS_OF_PERIODS = auto()
    """Days lie in what follows them: "le 5 de chaque mois", "lundi de la semaine prochaine", "do mês que vem"."""
    BARE_GENITIVE = auto()
    """So they do without a word between: "am 5. nächsten Monats"."""
    OF_LEADS_DAY = auto()
    """ "Of" may stand before a day or a month of its own: "a las 9:00 del 5 de mayo"."""
    DAY_THEN_ORDINAL = auto()
    """ "Day" stands before an ordinal: "dia 1º"."""

    # Clock
    OCLOCK_IS_24H = auto()
    """ "9 Uhr", "9h", "9時" name an hour of 24; English "9 o'clock" does not."""
    COUNTS_TO_24 = auto()
    """Hours in order count to 24 where the last of them does: "alle 8, alle 12 e alle 18"."""
    HOUR_WORD_IS_CLOCK = auto()
    """The word for hours makes a time of its number: "9 horas" is nine o'clock, "9 hours" a duration."""
    JOINS_MINUTES = auto()
    """ "Eight and twenty" is 8:20."""
    MINUTES_AFTER_OCLOCK = auto()
    """Minutes follow the word for o'clock as a word or a digit: "acht Uhr zwanzig", "6 heures 5"."""
    MINUTES_AFTER_NOON = auto()
    """Minutes follow the word for noon: "midi trente"."""
    MINUTES_TO_ARE_CLEAR = auto()
    """ "5 vor 9" is a time wherever it stands."""
    AT_LEADS_MINUTES = auto()
    """It is one after "at" only: "at 5 to 9"."""
    SHARP_AFTER_TIME = auto()
    """A word for the full hour may follow a time: "midi pile"."""
    MINUTES_AT_EACH_HOUR = auto()
    """Minutes of the hour follow "every hour" without "past": "cada hora a los 45 minutos"."""
    HOUR_WINDOWS = auto()
    """An hour may be named by its beginning: "during the 9am hour"."""
    TIME_OF_PLACE = auto()
    """ "Time of" stands before a place: "hora de Madrid"."""

    # Parts of the day
    PARTS_ARE_HABITS = auto()
    """A part of the day by itself may mean every day: "le matin à 8h", "abends um 8"."""
    PART_AFTER_WEEKDAY = auto()
    """A word for "morning" and "tomorrow" is the morning after a weekday: "Montag Morgen"."""
    PART_BEFORE_WEEKDAY = auto()
    """A part of the day before a weekday is that day's: "evening Friday"."""

    # Days
    EVERY_DAY_NUMBER = auto()
    """ "Todo dia 5" is the 5th of every month."""
    WRITTEN_ORDINALS = auto()
    """Ordinals of digits count days of a month: "les 1er, 14 et 16"."""
    NUMBER_AFTER_WEEKDAY = auto()
    """A number between a weekday and a time is a day of the month: "le mardi 12 à 9h"."""
    MONTH_ENDS_RANGE = auto()
    """Numbers of days from one to another take the month after the second: "del 1 al 5 de enero"."""
    NUMBERED_RANGES = auto()
    """Numbers of days are a range without "from" or an article: "10 to 18 November"."""
    UNTIL_ENDS_NUMBERS = auto()
    """The word for "to" after a day of every month is its end: "todo dia 5 até dezembro"."""
    FROM_IS_START = auto()
    """ "From March" is a start, not the month of a day before it."""

    # Spans and counts
    ARTICLE_COUNTS = auto()
    """An article is the number one: "an hour"."""
    BARE_UNITS = auto()
    """A unit alone is one of it: "za godzinę"."""
    ONCE_IS_A_COUNT = auto()
    """ "Once" counts runs."""
    NEXT_SPAN_LASTS = auto()
    """ "The next two weeks" say for how long, where something else says how often: "nas próximas 2 semanas"."""
    LATER_BY_IN = auto()
    """ "Monday in two weeks" is two weeks after Monday."""
    WEEK_BESIDE_DAY = auto()
    """ "Thursday week", "a week on Thursday" are a week after Thursday."""

    # Exceptions
    COMMA_MAY_END_EXCEPTION = auto()
    """Days after a comma may be those of the runs: "except Sundays, on weekdays"."""
    EXCEPTION_MAY_OPEN = auto()
    """An exception may open the phrase, its runs after it: "salvo en agosto los lunes a las 9:00"."""
    EXCEPTED_END_IS_OPEN = auto()
    """ "Behalve op 11 september t/m 14 oktober": whether the end is that of the exception is open."""

    # Answers
    CANONICAL = auto()
    """Canonical sentences and the answers to questions are in this language."""


COMMON = frozenset(
    {
        Trait.DAY_FIRST,
        Trait.DOTTED_DATES,
        Trait.NUMBER_BEFORE_ORDINAL,
        Trait.DAYS_OF_PERIODS,
        Trait.DAY_THEN_ORDINAL,
        Trait.OCLOCK_IS_24H,
        Trait.COUNTS_TO_24,
        Trait.HOUR_WORD_IS_CLOCK,
        Trait.MINUTES_TO_ARE_CLEAR,
        Trait.SHARP_AFTER_TIME,
        Trait.MINUTES_AT_EACH_HOUR,
        Trait.TIME_OF_PLACE,
        Trait.PARTS_ARE_HABITS,
        Trait.NUMBER_AFTER_WEEKDAY,
        Trait.MONTH_ENDS_RANGE,
        Trait.UNTIL_ENDS_NUMBERS,
        Trait.NEXT_SPAN_LASTS,
        Trait.EXCEPTION_MAY_OPEN,
        Trait.EXCEPTED_END_IS_OPEN,
    }
)
"""What most languages share and English does not."""
EUROPEAN = COMMON | {Trait.MINUTES_AFTER_OCLOCK, Trait.WRITTEN_ORDINALS, Trait.OF_LEADS_DAY}
EAST_ASIAN = COMMON | {Trait.UNSPACED, Trait.POSTPOSED}
