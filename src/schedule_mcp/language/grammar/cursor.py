"""Looking at tokens and taking them; numbers, units and durations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from schedule_mcp.errors import UnreadableText
from schedule_mcp.language.grammar.items import Answers, Item
from schedule_mcp.language.grammar.recursion import items_of_answer
from schedule_mcp.language.lexicon import K, Kind, Lexicon, Trait
from schedule_mcp.language.tokens.text import Token
from schedule_mcp.schedule.model import Period

PERIODS = {"week": Period.WEEK, "month": Period.MONTH, "quarter": Period.QUARTER, "year": Period.YEAR}
JOINTS = (K.COMMA, K.AND)
"""What joins the members of a list."""
T = TypeVar("T")
_SHOWN = 80
"""Characters of a part that a refusal quotes."""
_FACTORS: dict[str, tuple[float, str]] = {
    "fortnight": (2, "week"),
    "half hour": (30, "minute"),
    "quarter hour": (15, "minute"),
    "three quarters": (45, "minute"),
    "two months": (2, "month"),
    "half year": (6, "month"),
}


class Cursor:
    """A place in a list of tokens. Readers either consume what they return or leave the place as it was."""

    def __init__(self, tokens: list[Token], lexicon: Lexicon) -> None:
        spoken = [t for t in _signs_read(tokens) if not (K.FILLER in t.meanings and t.meanings.keys() <= _SILENT)]
        self.also = any(K.ALSO in t.meanings for t in tokens)
        self.tokens = [
            t for k, t in enumerate(spoken) if not (K.THIS_THING in t.meanings and _points_at_nothing(spoken, k))
        ]
        self.lexicon = lexicon
        self.traits = lexicon.traits
        self.i = 0
        self.found: list[Item] = []
        """What was read so far."""
        self.nested = 0
        self.loose = 0
        """How many parentheses are open."""
        self.opening = True
        """Whether no days were said yet."""
        self.spanning = False
        """Whether the first end of a window is read."""
        self.excepting = False
        """Whether the days of an exception are read."""
        self.reading_one_end = False
        """Whether one end of a range or of a bound is read, so that no range is read."""
        self.excluding = False
        """Whether what is left out is read, where "or" means "and"."""
        self.kinds = [t.meanings for t in self.tokens] + [{}] * 64
        self.end = len(self.tokens)
        self.has_ranges = any(K.TO in kinds or K.DASH in kinds for kinds in self.kinds[: self.end])

    def has(self, trait: Trait) -> bool:
        """Whether the language has this trait."""
        return trait in self.traits

    # Looking and taking

    def at(self, kind: str, ahead: int = 0) -> bool:
        return kind in self.kinds[self.i + ahead]

    def at_any(self, kinds: Iterable[str], ahead: int = 0) -> bool:
        return not self.kinds[self.i + ahead].keys().isdisjoint(kinds)

    def beyond(self, kinds: Iterable[str], ahead: int = 0) -> int:
        """How far ahead the first token lies that is none of these kinds."""
        while self.at_any(kinds, ahead):
            ahead += 1
        return ahead

    def text(self, i: int) -> str:
        return self.tokens[i].text if i < self.end else ""

    def value(self, kind: Kind[T], ahead: int = 0) -> T:
        value: T = self.kinds[self.i + ahead][kind]
        return value

    def take(self, *kinds: str) -> bool:
        here = self.kinds[self.i]
        for kind in kinds:
            if kind in here:
                self.i += 1
                return True
        return False

    def take_periods_ahead(self) -> int:
        """Takes "next" or the like; how many weeks, months … it is ahead, 0 where it is not said."""
        if not self.at(K.NEXT):
            return 0
        self.i += 1
        return self.value(K.NEXT, -1).periods

    def skip(self, *kinds: str) -> None:
        while self.take(*kinds):
            pass

    def refuse(self, why: str = "", hint: str = "") -> UnreadableText:
        part = " ".join(t.text for t in self.tokens[self.i : self.i + 4]) if self.i < self.end else ""
        message = why or (f"this part was not understood: '{part[:_SHOWN]}'" if part else "the text ends too early")
        return UnreadableText(message, hint or "Say it another way, for example 'every weekday at 9am'.", part=part)

    def said_instead(self, begin: int, *texts: str) -> Answers:
        """Answers to a question: the whole phrase with each of these English words in place of what was read since
        `begin`, or in a phrase of another language only what the words say."""
        if not self.has(Trait.CANONICAL):
            return tuple(map(items_of_answer, texts))
        before, after = self.tokens[:begin], self.tokens[self.i :]
        return tuple(" ".join((*(t.text for t in before), text, *(t.text for t in after))) for text in texts)

    def spaced(self, i: int) -> bool:
        return i + 1 < self.end and self.tokens[i + 1].start > self.tokens[i].start + 1

    @cached_property
    def is_hourly(self) -> bool:
        """Whether "hourly" or "every hour" is said anywhere."""
        return any(
            kinds.get(K.FREQUENCY) == (1, "hour") or (K.EVERY in kinds and following.get(K.UNIT) == "hour")
            for kinds, following in pairwise(self.kinds[: self.end + 1])
        )

    @cached_property
    def names_minutes(self) -> bool:
        """Whether a minute or a second may be named, "at minute 50", in a language whose names these are."""
        return self.has(Trait.CANONICAL) and any(
            kinds.get(K.UNIT) in ("minute", "second") for kinds in self.kinds[: self.end]
        )

    # Numbers

    def number(self) -> float | None:
        if self.at(K.OFFSET_NUMBER):
            whole, part = self.value(K.OFFSET_NUMBER)
            text = self.tokens[self.i].text
            self.i += 1
            return float(text) if text.replace(".", "").isdigit() else float(f"{whole}.{part}")
        if not self.at(K.NUMBER):
            return None
        digits = self.tokens[self.i].text.isdigit()
        n = self.value(K.NUMBER)
        self.i += 1
        if digits:
            return float(n) if isinstance(n, float) else n
        if n == 100 and self.has(Trait.CANONICAL):
            # "one hundred and twenty"
            ahead = 1 if self.at(K.AND) else 0
            if self._spelled(ahead) and not self.at_any((K.CLOCK, K.AT), ahead):
                self.i += ahead
                return n + (self.number() or 0)
        if isinstance(n, int) and 20 <= n < 100 and n % 10 == 0:
            ahead = 1 if self.at(K.DASH) else 0
            if self._spelled(ahead):
                unit = self.value(K.NUMBER, ahead)
                if isinstance(unit, int) and 0 < unit < 10 and not self.at(K.OH, ahead):
                    self.i += ahead + 1
                    return n + unit
        return n

    def _spelled(self, ahead: int) -> bool:
        """Whether a number in letters below a hundred stands there."""
        spelled = self.at(K.NUMBER, ahead) and not self.tokens[self.i + ahead].text.isdigit()
        return spelled and 0 < self.value(K.NUMBER, ahead) < 100

    def amount(self) -> tuple[float, str] | None:
        """A number and its unit: "3 days", "an hour", "half an hour"."""
        before = self.i
        n = self.number()
        if n is None and self.has(Trait.ARTICLE_COUNTS) and (self.take(K.ARTICLE) or self.take(K.PER)):
            n = 1
        if n is None and self.at(K.UNIT) and (self.value(K.UNIT) in _FACTORS or self.at(K.HALF_PAST, 1)):
            # "en hora y media"
            n = 1
        halved = self.at(K.AND) and self.at(K.NUMBER, 1) and self.value(K.NUMBER, 1) == 0.5 and self.at(K.UNIT, 2)
        if n is not None and halved:
            # "two and a half hours"
            self.i += 2
            n += 0.5
        if n is not None and self.at(K.DASH) and self.at(K.UNIT, 1) and not self.spaced(self.i) and self.touches():
            # "a 5-minute timer"
            self.i += 1
        if n is not None and self.at(K.UNIT):
            return self.unit(n)
        self.i = before
        return None

    def unit(self, n: float) -> tuple[float, str]:
        unit = self.value(K.UNIT)
        self.i += 1
        if unit in _FACTORS:
            factor, unit = _FACTORS[unit]
            n *= factor
        if self.at(K.AND) and self.at(K.NUMBER, 1) and self.value(K.NUMBER, 1) == 0.5 and not self.at(K.UNIT, 2):
            self.i += 2
            n += 0.5
        elif unit == "hour" and self.at(K.HALF_PAST) and self.value(K.HALF_PAST) > 0:
            # "dos horas y media", "une heure et quart"
            n += self.value(K.HALF_PAST) / 60
            self.i += 1
        return n, unit

    def span(self) -> tuple[tuple[float, str], ...]:
        """Amounts said together: "1h30m", "2 hours and 15 minutes"."""
        parts: list[tuple[float, str]] = []
        while len(parts) < 6:
            before = self.i
            if parts:
                self.take(K.AND)
            amount = self.amount()
            if amount is None or (parts and not _finer(amount[1], parts[-1][1])):
                self.i = before
                break
            parts.append(amount)
            if amount[1] == "hour" and self.at(K.NUMBER) and self.touches() and len(self.text(self.i)) == 2:
                # "2h30"
                parts.append((self.number() or 0, "minute"))
                self.take(K.UNIT)
                break
        return tuple(parts)

    def touches(self) -> bool:
        """Whether no space lies before this token."""
        here, before = self.tokens[self.i], self.tokens[self.i - 1]
        return here.start == before.start + len(before.text)

    def whole(self) -> int:
        n = self.number()
        if n is None or n != int(n) or n < 1:
            raise self.refuse("a count must be a whole number from 1 on")
        return int(n)

    def time_follows(self, ahead: int) -> bool:
        return (
            any(self.at(k, ahead) for k in (K.HHMM, K.CLOCK))
            or (self.at(K.NUMBER, ahead) and not self.at(K.MONTH, ahead + 1))
            or self.at(K.OFFSET_NUMBER, ahead)
        )

    def frequency_said(self) -> bool:
        """Whether days or how often are said anywhere: "nas próximas 2 semanas toda segunda"."""
        return any(not _OFTEN.isdisjoint(kinds) for kinds in self.kinds[: self.end])


_ENDS_OF_RANGES = frozenset({K.WEEKDAY, K.MONTH, K.DATE, K.NUMBER, K.HHMM, K.CLOCK, K.ORDINAL})


def _signs_read(tokens: list[Token]) -> list[Token]:
    """The tokens with signs that mean something else where they stand than by themselves."""
    texts = {token.text for token in tokens}
    if "24/7" in texts:
        tokens = _round_the_clock(tokens)
    return _dots_joined(tokens) if "." in texts or ":" in texts else tokens


def _round_the_clock(tokens: list[Token]) -> list[Token]:
    """Without "24/7" where an interval of hours or less is said; by itself it may be July 24."""
    units = [token.meanings.get(K.UNIT) or (token.meanings.get(K.FREQUENCY) or (0, ""))[1] for token in tokens]
    short = any(unit in ("second", "minute", "hour", "half hour", "quarter hour") for unit in units)
    return [token for token in tokens if token.text != "24/7"] if short else tokens


def _dots_joined(tokens: list[Token]) -> list[Token]:
    """ "Mon..Fri", "9:00...17:00": dots between two days or two numbers are a range and no commas."""
    joined: list[Token] = []
    k = 0
    while k < len(tokens):
        end = k
        while end < len(tokens) and tokens[end].text == "." and tokens[end].start == tokens[k].start + end - k:
            end += 1
        if end - k > 1 and joined and end < len(tokens):
            sides = joined[-1].meanings, tokens[end].meanings
            if all(not _ENDS_OF_RANGES.isdisjoint(side) for side in sides):
                joined.append(Token("..", {K.DASH: None}, False, tokens[k].start))
                k = end
                continue
        joined.append(_colon_between_days(tokens, k) or tokens[k])
        k += 1
    return joined


def _colon_between_days(tokens: list[Token], k: int) -> Token | None:
    """ "Mon:Fri": a list or a range, so nothing that is known."""
    if tokens[k].text != ":" or not 0 < k < len(tokens) - 1:
        return None
    before, after = tokens[k - 1], tokens[k + 1]
    glued = before.start + len(before.text) == tokens[k].start == after.start - 1
    days = all(K.WEEKDAY in side.meanings or K.MONTH in side.meanings for side in (before, after))
    return Token(":", {K.UNKNOWN: None}, False, tokens[k].start) if glued and days else None


def _points_at_nothing(tokens: list[Token], k: int) -> bool:
    """Whether a "this" stands for what is to run: "could this go out at 9am"."""
    return k + 1 == len(tokens) or _POINTED_AT.isdisjoint(tokens[k + 1].meanings)


_OFTEN = frozenset({K.EVERY, K.FREQUENCY, K.WEEKDAY, K.DAY_SET, K.ALTERNATE_WEEKDAY})
_SILENT = frozenset({K.FILLER, K.ALSO, K.TASK})
_POINTED_AT = frozenset({K.UNIT, K.WEEKDAY, K.MONTH, K.DAY_SET, K.DAY_PART, K.ORDINAL, K.SEASON_DAY})


def _finer(unit: str, than: str) -> bool:
    order = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")
    return order.index(unit) > order.index(than)
