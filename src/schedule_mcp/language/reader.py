"""`read`: text to a reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import product
from typing import Any

from schedule_mcp.errors import ImpossibleSchedule, InputError, UnknownTimeZone, UnreadableText
from schedule_mcp.language.compose import schedule_of
from schedule_mcp.language.compose.holidays import lack_a_place, placed
from schedule_mcp.language.context import Context, NeedsAnswer
from schedule_mcp.language.description import describe
from schedule_mcp.language.grammar import parse
from schedule_mcp.language.grammar.items import Ask, Item, Sep
from schedule_mcp.language.lexicon import K, Lexicon
from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.reading import Option, Question, Reading
from schedule_mcp.language.tokens.foreign import is_foreign, language_not_read
from schedule_mcp.language.tokens.holidays import with_default_place
from schedule_mcp.language.tokens.places import folded, zone_argument, zone_vocabulary
from schedule_mcp.language.tokens.text import (
    Near,
    Raw,
    Token,
    Tokens,
    cleaned,
    not_understood,
    raws_of,
    tokenize,
    words_of,
)
from schedule_mcp.schedule.equality import same
from schedule_mcp.schedule.model import Once, Schedule
from schedule_mcp.schedule.public_holidays import country_of, is_known
from schedule_mcp.schedule.zones import canonical_name

_NAMING = frozenset(
    {K.MONTH, K.WEEKDAY, K.DAY_SET, K.ORDINAL, K.NUMBER, K.ZONE, K.CLOCK, K.SEASON_DAY, K.DAY_PART, K.FREQUENCY}
)
"""Kinds of words that say when, and also name what is to run: "the third report", "the Tokyo report"."""
_SILENT = frozenset({K.FILLER, K.ARTICLE, K.COMMA})
OPTIONS_AT_MOST = 4
_TRIED_AT_MOST = 32


def read(text: str, *, now: datetime, timezone: str | None = None, holidays: str = "") -> Reading:
    """What the text means at `now` (aware), in `timezone` where the words name no zone.

    Args:
        holidays: The place whose public holidays are meant where the words name none, such as "DE-BY".

    Raises:
        UnreadableText: a part was not understood, or two parts contradict each other.
        InvalidExpression: a machine form breaks its grammar.
        ImpossibleSchedule: it lies in the past or never runs.
        UnknownTimeZone, LimitExceeded
    """
    name = _zone(timezone) if timezone else None
    now = now.astimezone(UTC)
    if text.strip():
        # Only what reads words needs the machine forms: a server that starts does not wait for them.
        from schedule_mcp.language.machine.dispatch import read_machine

        found = read_machine(text, now=now, timezone=name)
        if found is not None:
            return found
    words = cleaned(text)
    minutes_or_months = _capital_m(text)
    if minutes_or_months is not None and (asked := _ask_capital_m(minutes_or_months, now, name)) is not None:
        return asked
    return _read_words(with_default_place(words, holidays) if holidays else words, now, name, deep=True)


_CAPITAL_M = re.compile(r"(?<![\w.:])(\d{1,4}) ?M(?![\w.])")


def _capital_m(text: str) -> tuple[str, ...] | None:
    """The texts that "every 4M" may mean, in minutes and in months; None where no such letter is written."""
    if not _CAPITAL_M.search(text):
        return None
    if _CAPITAL_M.fullmatch(text.strip()):
        n = text.strip()[:-1].strip()
        return tuple(f"{lead} {n} {unit}" for unit in ("minutes", "months") for lead in ("in", "every"))
    return _CAPITAL_M.sub(r"\1 minutes", text), _CAPITAL_M.sub(r"\1 months", text)


def _ask_capital_m(texts: Sequence[str], now: datetime, name: str | None) -> Reading | None:
    options = _options(texts, now, name)
    question = Question("Does 'M' mean minutes or months?", options)
    return Reading(zone=name, question=question) if options else None


def _zone(name: str) -> str:
    """A name of the database as it is, anything else as words for a zone."""
    with suppress(UnknownTimeZone):
        return canonical_name(name)
    return zone_argument(name)


@dataclass(frozen=True)
class Named:
    """A word of time directly before what is to run, "the March report", and the sentence without it."""

    word: str
    without: Sentence
    alone: bool = False
    """Whether nothing else speaks of time."""
    frequency: bool = False
    """Whether it says how often: "weekly digest"."""


@dataclass(frozen=True)
class Sentence:
    """What a text says in one language, whenever and wherever it is said."""

    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: InputError | None = None
    near: Near | None = None
    """A word that may be misspelt."""
    named: Named | None = None
    """A word of time that may be the name of what is to run."""


@lru_cache(maxsize=1024)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a cleaned text: in English, else in every language that knows all its words.

    The same words are read again and again: previewed, created, updated. What they say is kept, what they mean
    at an instant is not.
    """
    raws = raws_of(text)
    english = tokenize(text, ENGLISH, raws=raws)
    if not english.unknown:
        return (sentence_of(english, ENGLISH),)
    words = words_of(raws)
    able = [lexicon for lexicon in other_languages() if words <= lexicon.words]
    others = [(lexicon, tokens) for lexicon in able if not (tokens := tokenize(text, lexicon, raws=raws)).unknown]
    if others:
        return tuple(sentence_of(tokens, lexicon) for lexicon, tokens in others)
    repaired = tokenize(text, ENGLISH, raws=raws, repair=True)
    if repaired.near and len(repaired.unknown) == 1:
        return (Sentence(near=repaired.near[0], refusal=not_understood(repaired.unknown[0])),)
    if repaired.unknown and is_foreign(_alphabetic(raws), ENGLISH.words, [each.words for each in other_languages()]):
        return (Sentence(refusal=language_not_read(text)),)
    if repaired.unknown:
        return (Sentence(refusal=not_understood(_first_unknown(text, raws, repaired))),)
    return (sentence_of(repaired, ENGLISH),)


def _alphabetic(raws: Sequence[Raw]) -> list[str]:
    zones = zone_vocabulary()
    words = [raw.text for raw in raws if raw.meanings is None and raw.text.isalpha()]
    return [word for word in words if folded(word) not in zones]


def _first_unknown(text: str, raws: Sequence[Raw], english: Tokens) -> str:
    """The first part that is not understood in the language that understands most of the text."""
    readings = [english, *(tokenize(text, lexicon, raws=raws) for lexicon in other_languages())]

    def begin(tokens: Tokens) -> int:
        return next(token.start for token in tokens.tokens if K.UNKNOWN in token.meanings)

    best = max(readings, key=lambda tokens: (-len(tokens.unknown), begin(tokens)))
    end = begin(best)
    for token in best.tokens:
        # Of Chinese and Japanese each sign is a token.
        if token.start == end and K.UNKNOWN in token.meanings:
            end += len(token.text)
    return text[begin(best) : end]


def sentence_of(tokens: Tokens, lexicon: Lexicon) -> Sentence:
    """What tokens say; a word of time that may name what is to run is told with it."""
    found = _sentence_of(tokens, lexicon)
    begin, end = _before_a_task(tokens.tokens)
    if begin == end:
        return found
    rest = _sentence_of(replace(tokens, tokens=[*tokens.tokens[:begin], *tokens.tokens[end:]]), lexicon)
    word = " ".join(token.text for token in tokens.tokens[begin:end])
    others = [token.meanings for token in (*tokens.tokens[:begin], *tokens.tokens[end:])]
    often = any(K.FREQUENCY in token.meanings for token in tokens.tokens[begin:end])
    alone = not often and all(not _SILENT.isdisjoint(meanings) for meanings in others)
    named = Named(word, rest, alone=alone, frequency=often)
    return replace(found, named=named) if rest.refusal is None or alone else found


def _before_a_task(tokens: Sequence[Token]) -> tuple[int, int]:
    """Where words of time stand directly before what is to run, with nothing before them that makes them a time:
    "run the march report every day". Both ends are 0 where none do."""
    for end in range(1, len(tokens)):
        if K.TASK not in tokens[end].meanings:
            continue
        begin = end
        while begin and not _NAMING.isdisjoint(tokens[begin - 1].meanings):
            begin -= 1
        before = tokens[begin - 1].meanings.keys() if begin else {K.FILLER}
        if begin < end and not before.isdisjoint((K.FILLER, K.ARTICLE, K.COMMA)):
            return begin, end
    return 0, 0


def _sentence_of(tokens: Tokens, lexicon: Lexicon) -> Sentence:
    try:
        items, assumed = parse(_corrected(tokens.tokens), lexicon)
        if all(isinstance(item, Sep) for item in items):
            raise UnreadableText("nothing about time was said", "Say when, for example 'every weekday at 9am'.")
    except InputError as error:
        return Sentence(refusal=error.with_traceback(None))
    repaired = tuple(f"read '{word}' as '{meant}'" for word, meant in tokens.repaired)
    return Sentence(tuple(items), (*repaired, *assumed))


def _read_words(text: str, now: datetime, name: str | None, *, deep: bool) -> Reading:
    sentences = sentences_of(text)
    if len(sentences) > 1:
        return _in_several_languages(sentences, now, name, deep)
    (sentence,) = sentences
    if sentence.near and deep:
        return _misspelt(text, sentence.near, now, name)
    return Attempt(sentence, now, name, deep).reading()


def _misspelt(text: str, near: Near, now: datetime, name: str | None) -> Reading:
    """The reading of a text with a word that may be misspelt: where all that it may be say one thing, that.

    A word that exists is never taken for another: it is asked about.
    """
    word, readings = near.word, dict[str, Reading]()
    texts = {meant: re.sub(rf"\b{re.escape(word)}\b", meant, text, count=1) for meant in near.meant}
    for candidate in near.meant[:_TRIED_AT_MOST]:
        with suppress(InputError):
            readings[candidate] = _read_words(texts[candidate], now, name, deep=False)
    schedules = [reading.schedule for reading in readings.values() if reading.schedule is not None]
    if (
        not near.exists
        and schedules
        and len(schedules) == len(readings)
        and all(same(schedules[0], s, after=now) for s in schedules)
    ):
        meant, reading = max(readings.items(), key=lambda item: len(item[0]))
        return replace(reading, assumptions=(f"read '{word}' as '{meant}'", *reading.assumptions))
    possible = list(readings)[:OPTIONS_AT_MOST]
    options = _options([texts[candidate] for candidate in possible], now, name)
    if not options:
        raise not_understood(word)
    ask = f"Does '{word}' mean " + " or ".join(f"'{n}'" for n in possible) + "?"
    return Reading(zone=name, question=Question(ask, options))


def _in_several_languages(sentences: Sequence[Sentence], now: datetime, name: str | None, deep: bool) -> Reading:
    """The reading of every language that knows all words; they must agree."""
    readings: list[Reading] = []
    refusal: InputError | None = None
    for sentence in sentences:
        try:
            readings.append(Attempt(sentence, now, name, deep).reading())
        except InputError as error:
            refusal = refusal or error
    if not readings:
        assert refusal is not None
        raise refusal
    first = next((r for r in readings if r.schedule), readings[0])
    differing = [
        r for r in readings if r.schedule and first.schedule and not same(first.schedule, r.schedule, after=now)
    ]
    if differing and first.schedule:
        schedules = [first.schedule, *(r.schedule for r in differing if r.schedule)]
        options = tuple(Option({"when": describe(s)}, s) for s in schedules[:OPTIONS_AT_MOST])
        return Reading(
            zone=first.zone,
            question=Question("The words mean different things in different languages: which?", options),
        )
    return first


def _ask_of_name(found: Reading, word: str) -> Reading:
    """What a word of time says that stands before what is to run and nothing else: asked, it may be its name."""
    schedule = found.schedule or _first_option(found)
    if schedule is None:
        return found
    ask = f"Does '{word}' say when to run, or is it part of the name of what runs? Then say when it should run."
    return Reading(zone=found.zone, question=Question(ask, (Option({"when": describe(schedule)}, schedule),)))


def _first_option(reading: Reading) -> Schedule | None:
    options = reading.question.options if reading.question else ()
    return options[0].schedule if options else None


def _options(texts: Iterable[str], now: datetime, name: str | None) -> tuple[Option, ...]:
    return _answers(partial(_read_words, cleaned(text), now, name, deep=False) for text in texts)


def _answers(readings: Iterable[Callable[[], Reading]]) -> tuple[Option, ...]:
    options: list[Option] = []
    for reread in readings:
        try:
            reading = reread()
        except (InputError, NeedsAnswer):
            continue
        # An answer that leaves something else open is completed by its first option.
        found = reading.schedule or _first_option(reading)
        if found is not None and all(o.schedule != found for o in options):
            options.append(Option({"when": describe(found)}, found))
    return tuple(options[:OPTIONS_AT_MOST])


@dataclass
class Attempt:
    """Readings of one sentence under every choice that the words leave open."""

    sentence: Sentence
    now: datetime
    name: str | None
    deep: bool

    def reading(self) -> Reading:
        if self.sentence.refusal is not None and (self.sentence.named is None or not self.deep):
            # Raised anew each time, so that no traceback is kept with what is remembered.
            raise copy(self.sentence.refusal)
        if self.sentence.named is not None and self.deep:
            return self.named(self.sentence.named)
        return self.read()

    def named(self, named: Named) -> Reading:
        """The reading of a sentence with a word of time that may name what is to run: asked where that matters."""
        try:
            without = Attempt(named.without, self.now, self.name, deep=False).reading().schedule
        except InputError:
            without = None
        if without is None and named.alone:
            return _ask_of_name(self.read(), named.word)
        if without is None or (named.frequency and isinstance(without, Once)):
            return self.read()
        found = Reading()
        with suppress(InputError):
            found = self.read()
        first = found.schedule or _first_option(found)
        if first is not None and same(first, without, after=self.now):
            return found
        answers = [Option({"when": describe(s)}, s) for s in (first, without) if s is not None]
        ask = f"Does '{named.word}' say when to run, or is it part of the name of what runs?"
        return Reading(zone=found.zone or self.name, question=Question(ask, tuple(answers)))

    def read(self) -> Reading:
        if self.sentence.refusal is not None:
            raise copy(self.sentence.refusal)
        if lack_a_place(self.sentence.items):
            return self.which_holidays()
        try:
            return self.resolved(self.sentence.items)
        except NeedsAnswer as need:
            answers = self.answers(need.choices) if self.deep else ()
            if self.deep and need.choices and not answers:
                raise UnreadableText(f"{need.ask} No answer fits what else is said", "Say one of them.") from None
            return Reading(zone=self.name, question=Question(need.ask, answers))

    def which_holidays(self) -> Reading:
        """The question whose holidays are meant: those of the zone's country first, last to leave them out."""
        items = self.sentence.items
        country = country_of(self.name or "")
        places = [place for place in dict.fromkeys((country, "US", "GB-ENG")) if place and is_known(place)][:2]
        sentences = [replace(self.sentence, items=placed(items, place), named=None) for place in (*places, "")]
        whole = [sentence for sentence in sentences if not lack_a_place(sentence.items)]
        answers = _answers(Attempt(sentence, self.now, self.name, deep=False).reading for sentence in whole)
        ask = "Which holidays? Name the place whose public holidays are meant, such as 'public holidays in Bavaria'."
        return Reading(zone=self.name, question=Question(ask, answers if self.deep else ()))

    def answers(self, choices: Sequence[Any]) -> tuple[Option, ...]:
        texts = [choice for choice in choices if isinstance(choice, str)]
        if texts or not choices:
            return _options(texts, self.now, self.name)
        items = self.sentence.items
        k = next(k for k, item in enumerate(items) if isinstance(item, Ask))
        said = (Sentence((*items[:k], *choice, *items[k + 1 :])) for choice in choices)
        return _answers(Attempt(sentence, self.now, self.name, deep=False).reading for sentence in said)

    def resolved(self, items: Sequence[Item]) -> Reading:
        first, schedule = self.one(items, ())
        if not first.asked:
            return self.answer(first, schedule)
        outcomes: list[tuple[Context, Schedule]] = []
        sizes = [n for _, n in first.asked]
        refusal: ImpossibleSchedule | None = schedule if isinstance(schedule, ImpossibleSchedule) else None
        for choices in _several(sizes, offered=first.offered):
            if len(outcomes) == OPTIONS_AT_MOST:
                break
            context, found = self.one(items, choices) if any(choices) else (first, schedule)
            if isinstance(found, ImpossibleSchedule):
                refusal = found
                continue
            if all(not same(found, other, after=self.now) for _, other in outcomes):
                outcomes.append((context, found))
        if not outcomes:
            assert refusal is not None
            raise refusal
        if len(outcomes) == 1 and not outcomes[0][0].forced and len(sizes) < 6:
            reading = self.answer(*outcomes[0])
            told = _half_that_passed(first.asked[0][0]) if any(outcomes[0][0].choices) else ()
            return replace(reading, assumptions=(*reading.assumptions, *told))
        ask = " ".join(dict.fromkeys(text for text, _ in first.asked))
        only_zone = len(first.asked) == 1 and first.zone_was_asked
        options = tuple(
            Option({"timezone": context.zone_name or "UTC"} if only_zone else {"when": describe(found)}, found)
            for context, found in outcomes[:OPTIONS_AT_MOST]
        )
        return Reading(zone=first.zone_name, question=Question(ask, options))

    def one(self, items: Sequence[Item], choices: tuple[int, ...]) -> tuple[Context, Schedule | ImpossibleSchedule]:
        context = Context(self.now, self.name, choices)
        try:
            return context, schedule_of(items, context)
        except ImpossibleSchedule as error:
            if not context.asked:
                raise
            return context, error

    def answer(self, context: Context, schedule: Schedule | ImpossibleSchedule) -> Reading:
        if isinstance(schedule, ImpossibleSchedule):
            raise schedule
        zone = getattr(schedule, "zone", None) or context.zone_name
        assumptions = (*self.sentence.notes, *context.assumptions)
        return Reading(schedule, zone, assumptions, tuple(context.warnings))


_HALVES = re.compile(r"Does (\S+) mean (\d\d:\d\d) or (\d\d:\d\d)\?")


def _half_that_passed(ask: str) -> tuple[str, ...]:
    """What is said of an hour whose other half of the day has passed: it is not moved without a word."""
    asked = _HALVES.match(ask)
    return (f"read {asked[1]} as {asked[3]}: {asked[2]} has passed",) if asked else ()


def _several(sizes: Sequence[int], *, offered: int | None) -> Sequence[tuple[int, ...]]:
    """Choices, those that decide alike everywhere first: all hours before noon, then all after.

    Where there is but one option, as UTC for the zone, nothing is decided.
    """
    if len(sizes) >= 6:
        return [(0,) * len(sizes)]
    if offered is not None:
        return [tuple(k if at == offered else 0 for at in range(len(sizes))) for k in range(sizes[offered])]
    return sorted(
        product(*(range(n) for n in sizes)),
        key=lambda choices: len({c for c, n in zip(choices, sizes, strict=True) if n > 1}),
    )[:_TRIED_AT_MOST]


def _corrected(tokens: list[Token]) -> list[Token]:
    """The tokens without the marker of a correction: "around … no, exactly 10pm"."""
    for k, token in enumerate(tokens):
        if K.CORRECTION in token.meanings:
            return [*tokens[:k], *tokens[k + 1 :]]
    return tokens
