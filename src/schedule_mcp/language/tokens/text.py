"""Text to tokens: special forms by shape, words by the lexicon's longest key, zones, and careful repair of spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from schedule_mcp.errors import LimitExceeded, UnreadableText
from schedule_mcp.language.lexicon import K, Lexicon, Meanings, Trait, cut
from schedule_mcp.language.tokens.foreign import in_other_script, language_not_read
from schedule_mcp.language.tokens.holidays import match_holidays, mentions_holidays
from schedule_mcp.language.tokens.places import find_zone, folded, zone_beginnings, zone_vocabulary
from schedule_mcp.language.tokens.shapes import SHAPE, meanings_of
from schedule_mcp.language.tokens.spelling import REPAIRED_FROM, english_words, near, swapped

TEXT_AT_MOST = 1000
RAWS_AT_MOST = 350
"""A text of 1,000 characters has some 200 words, one in Chinese as many as it has characters."""
_ZONE_WORDS = 5
_ZONE_CHARACTERS = 14
"""Of Chinese or Japanese, where each character is a word."""
_REPAIRS_AT_MOST = 3
_DIGITS_AT_MOST = 9
_UNKNOWN_AT_MOST = 4
_SIGNS: dict[str, str] = {
    ",": K.COMMA, ".": K.COMMA, "!": K.COMMA, "?": K.COMMA, ":": K.COMMA, "…": K.COMMA, "。": K.COMMA, "、": K.COMMA,
    "·": K.COMMA, "•": K.COMMA, "|": K.COMMA,
    "/": K.AND, ";": K.SEMICOLON, "-": K.DASH, "–": K.DASH, "—": K.DASH, "~": K.DASH, "〜": K.DASH, "‐": K.DASH,
    "‒": K.DASH, "―": K.DASH, "ー": K.DASH,
    "(": K.OPEN, ")": K.CLOSE,
}  # fmt: skip
_SILENT = frozenset("\"'`“”‘’*¿¡«»„「」『』《》〈〉【】")


@dataclass(slots=True)
class Token:
    """A word, a phrase or a number with everything that it may mean."""

    text: str
    meanings: Meanings
    glued: bool = False
    """No space before it, and a digit."""
    start: int = 0


@dataclass(frozen=True)
class Near:
    """A word that is not known, and those of the dictionary that it may be meant for.

    Where it `exists` in English it may as well mean itself, so that is asked about, and never taken for another.
    """

    word: str
    meant: tuple[str, ...]
    exists: bool


@dataclass
class Tokens:
    """The tokens of a text in one language."""

    tokens: list[Token] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repaired: list[tuple[str, str]] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    """Words that may be meant for others of the dictionary, but are not taken for them."""


def cleaned(text: str) -> str:
    """The text in one form of characters and lower case.

    Raises:
        UnreadableText: empty, control or direction signs, digits of other scripts.
        LimitExceeded: too long.
    """
    if len(text) > TEXT_AT_MOST:
        raise LimitExceeded(
            f"the text has {len(text)} characters, at most {TEXT_AT_MOST} are read", "Say only when it should run."
        )
    if text.isascii() and text.isprintable() and not text.isspace() and text:
        return text.lower()
    for before, char in pairwise(f" {text}"):
        # Normal forms would make "9²" the number 92, and of a nine before one sign for "0点" the number 90.
        if unicodedata.category(char) == "No" or (_is_numeric(before) and _begins_with_digit(char)):
            raise UnreadableText("only the digits 0-9 are read", "Write the numbers with 0-9.", part=char)
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("−", "-").replace("İ", "I")
    if not text.strip():
        raise UnreadableText("the text is empty", "Say when, for example 'every weekday at 9am'.")
    for char in text:
        if char in "\n\t\r ":
            continue
        category = unicodedata.category(char)
        if category[0] == "C" or category in ("Zl", "Zp"):
            raise UnreadableText(
                f"the text holds the invisible character U+{ord(char):04X}", "Write it without.", part=char
            )
        if category == "Nd" and not char.isascii() and not in_other_script(text):
            raise UnreadableText("only the digits 0-9 are read", "Write the numbers with 0-9.", part=char)
        if category[0] == "M":
            # Of the languages that are read, none has a mark that its letter does not hold already.
            raise (
                language_not_read(text)
                if in_other_script(text)
                else not_understood(next(word for word in text.split() if char in word))
            )
    if in_other_script(text):
        raise language_not_read(text)
    if len(text) > 2 * TEXT_AT_MOST:
        raise LimitExceeded("the text is too long", "Say only when it should run.")
    return text.lower()


def _is_numeric(char: str) -> bool:
    return unicodedata.numeric(char, None) is not None


def _begins_with_digit(sign: str) -> bool:
    return unicodedata.category(sign) == "So" and unicodedata.normalize("NFKC", sign)[0].isdigit()


def not_understood(part: str) -> UnreadableText:
    return UnreadableText(
        f"'{part[:40]}' was not understood",
        "Say only when it should run, for example 'every weekday at 9am'.",
        part=part,
    )


class Raw:
    """A word, a number, a sign, or a form whose shape says its meaning, before any language is chosen."""

    __slots__ = ("glued", "meanings", "start", "text")

    def __init__(self, text: str, start: int, glued: bool, meanings: Meanings | None = None) -> None:
        self.text = text
        self.start = start
        self.glued = glued
        self.meanings = meanings


_RUN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|['](?=[^\W\d_])|')*|\S")


def raws_of(text: str) -> list[Raw]:
    """The raw tokens of a cleaned text, the same for every language."""
    raws: list[Raw] = []
    position, length = 0, len(text)
    holidays = mentions_holidays(text)
    shaped_words = "/" in text or "utc" in text or "gmt" in text
    while position < length:
        char = text[position]
        if char == " " or char.isspace():
            position += 1
            continue
        if holidays and (not position or not text[position - 1].isalnum() or char > "\u3040"):
            named = match_holidays(text, position)
            if named is not None:
                raws.append(Raw(text[position : named[0]], position, False, named[1]))
                position = named[0]
                continue
        if "\u3041" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff":
            # Each sign of Chinese or Japanese is a word.
            raws.append(Raw(char, position, position > 0 and text[position - 1].isdigit()))
            position += 1
            continue
        if shaped_words or char.isdigit() or (char in "+-:" and text[position + 1 : position + 2].isdigit()):
            match = SHAPE.match(text, position)
            meanings = meanings_of(match) if match else None
            if match and meanings:
                raws.append(Raw(match.group().strip(), position, False, meanings))
                position = match.end()
                continue
        position = _plain(text, position, raws)
    if len(raws) > RAWS_AT_MOST:
        raise LimitExceeded(f"more than {RAWS_AT_MOST} words and signs", "Say only when it should run.")
    return raws


def _plain(text: str, position: int, raws: list[Raw]) -> int:
    match = _RUN.match(text, position)
    assert match is not None
    word, end = match.group(), match.end()
    glued = position > 0 and text[position - 1].isdigit()
    if len(word) == 1 or (word.isascii() and "'" not in word):
        if word not in _SILENT:
            raws.append(Raw(word, position, glued))
        return end
    for part in cut(word):
        if part not in _SILENT:
            raws.append(Raw(part.rstrip("'") if len(part) > 3 else part, position, glued))
        position += len(part)
        glued = False
    return end


def words_of(raws: Sequence[Raw]) -> frozenset[str]:
    """The words that a language must know: all but those of some name of a zone."""
    zones = zone_vocabulary()
    words = {raw.text for raw in raws if raw.meanings is None and raw.text[0].isalpha()}
    return frozenset(word for word in words if folded(word) not in zones)


def tokenize(text: str, lexicon: Lexicon, *, raws: Sequence[Raw] | None = None, repair: bool = False) -> Tokens:
    """The tokens of a cleaned text; words that the lexicon lacks are in `unknown`."""
    raws = raws_of(text) if raws is None else raws
    result = Tokens()
    tokens = result.tokens
    i, length = 0, len(raws)
    while i < length:
        raw = raws[i]
        if raw.meanings is not None:
            tokens.append(Token(raw.text, raw.meanings, raw.glued, raw.start))
            i += 1
            continue
        used, meanings = _known(raws, i, lexicon)
        if not used:
            used, meanings = _number(raws, i, lexicon)
        if not used and len(result.unknown) >= _UNKNOWN_AT_MOST:
            # It will be refused: no more time is spent on it.
            break
        if not used:
            used, meanings = _zone(raws, i)
        if not used:
            used, meanings = 1, _mended(raw.text, lexicon, result, repair)
        last = raws[i + used - 1]
        words = raw.text if used == 1 else text[raw.start : last.start + len(last.text)]
        tokens.append(Token(words, meanings, raw.glued, raw.start))
        i += used
    return result


def _known(raws: Sequence[Raw], i: int, lexicon: Lexicon) -> tuple[int, Meanings]:
    """The longest key that begins here."""
    raw = raws[i]
    longer = lexicon.longer.get(raw.text)
    if longer is not None and i + 1 < len(raws) and raws[i + 1].text in longer.seconds:
        texts = [raw.text]
        for following in raws[i + 1 : i + longer.most]:
            if following.meanings is not None:
                break
            texts.append(following.text)
        for used in range(len(texts), 1, -1):
            meanings = lexicon.keys.get(lexicon.joint.join(texts[:used]))
            if meanings:
                return used, meanings
    meanings = lexicon.keys.get(raw.text) or {}
    if raw.text in lexicon.loose and not raw.glued:
        # A single letter is a unit or am/pm only where it is glued to a number; before one ("x5") it may be "times".
        times = K.TIMES_SIGN in meanings and _touches_number(raws, i)
        meanings = {K.TIMES: None, K.TIMES_SIGN: None} if times else lexicon.loose[raw.text]
    return (1, meanings) if meanings else _sign(raw.text)


def _touches_number(raws: Sequence[Raw], i: int) -> bool:
    """Whether a number follows without a space: "x5"."""
    following = raws[i + 1] if i + 1 < len(raws) else None
    return following is not None and following.text.isdigit() and following.start == raws[i].start + 1


def _sign(text: str) -> tuple[int, Meanings]:
    sign = _SIGNS.get(text)
    return (1, {sign: None}) if sign else (0, {})


def _number(raws: Sequence[Raw], i: int, lexicon: Lexicon) -> tuple[int, Meanings]:
    text = raws[i].text
    if not (text.isascii() and text.isdigit()):
        return 0, {}
    if len(text) > _DIGITS_AT_MOST:
        raise UnreadableText(f"the number {text[:40]} is too large", "Use a larger unit or a date.", part=text[:40])
    number = int(text)
    following = raws[i + 1] if i + 1 < len(raws) else None
    if following and following.meanings is None and following.glued and following.text in lexicon.ordinal_suffixes:
        if following.text in lexicon.numbered_weekdays and 2 <= number <= 6:
            return 2, {K.ORDINAL: number, K.WEEKDAY: (number - 2, False)}
        return 2, {K.ORDINAL: number}
    if lexicon.has(Trait.DOT_ORDINALS) and following and following.text == "." and i + 2 < len(raws):
        return 2, {K.ORDINAL: number, K.NUMBER: number}
    return 1, {K.NUMBER: number}


def _zone(raws: Sequence[Raw], i: int) -> tuple[int, Meanings]:
    if folded(raws[i].text) not in zone_beginnings():
        return 0, {}
    end, most = i, _ZONE_WORDS if raws[i].text < "\u3040" else _ZONE_CHARACTERS
    while (
        end < len(raws) and end - i < most and raws[end].meanings is None and raws[end].text not in (",", ";", "(", ")")
    ):
        end += 1
    for stop in range(end, i, -1):
        words = " ".join(r.text for r in raws[i:stop])
        hit = find_zone(words.replace(" . ", ". ").replace(" - ", "-"))
        if hit is not None:
            return stop - i, {K.ZONE: hit}
    return 0, {}


def _mended(word: str, lexicon: Lexicon, result: Tokens, repair: bool) -> Meanings:
    result_unknown: Meanings = {K.UNKNOWN: None}
    if (
        repair
        and lexicon.has(Trait.REPAIRED)
        and len(word) >= REPAIRED_FROM - 1
        and len(result.repaired) < _REPAIRS_AT_MOST
        and not result.unknown
    ):
        found = sorted(near(word, lexicon))
        # A word that carries no time is no likely meaning beside one that does.
        found = [f for f in found if lexicon.table[f].keys() - {K.TASK} != {K.FILLER}] or found
        meant = {repr(lexicon.table[f]) for f in found}
        long_enough = found and (max(map(len, found)) >= REPAIRED_FROM or swapped(word, found[0], lexicon))
        if found and word in english_words():
            if long_enough and any(lexicon.table[f].keys() - {K.TASK} != {K.FILLER} for f in found):
                result.near.append(Near(word, tuple(found), exists=True))
        elif long_enough and len(meant) == 1:
            result.repaired.append((word, found[0]))
            return lexicon.table[found[0]]
        elif len(meant) > 1:
            result.near.append(Near(word, tuple(found), exists=False))
    result.unknown.append(word)
    return result_unknown
