"""Text to tokens: special forms by shape, words by the lexicon's longest key, zones, and careful repair of spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from schedule_mcp.errors import LimitExceeded, UnknownTimeZone, UnreadableText
from schedule_mcp.language.lexicon import K, Lexicon, Meanings, cut
from schedule_mcp.language.zone_words import ZoneHit, find_zone
from schedule_mcp.schedule.zones import canonical_name, zone_names

TEXT_AT_MOST = 1000
_ZONE_WORDS = 5
_REPAIRS_AT_MOST = 3
_UNKNOWN_AT_MOST = 4
_REPAIRED_FROM = 5
"""Only words of the dictionary with at least so many letters are repaired to."""

_SPECIAL = re.compile(
    r"(?P<instant>\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)(?![\w:]))"
    r"|(?P<date>\d{4}-\d\d-\d\d)(?:t(?=\d)|(?![\w-]))"
    r"|(?P<offset>(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d\d)?(?![\w:]))"
    r"|(?<![\w:])(?P<fixed>[+-]\d\d:\d\d)(?![\w:])"
    r"|(?P<hhmm>\d{1,2}:\d\d(?::\d\d)?)(?![\d:])"
    r"|(?P<minute>(?<![\d:]):\d\d)(?![\d:])"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?![\d.])"
    r"|(?P<slashed>\d{1,4}/\d{1,2}(?:/\d{2,4})?)(?![\d/])"
    r"|(?P<decimal>\d+\.\d+)(?![\d.])"
    r"|(?P<place>[a-z]+(?:[_-][a-z]+)*(?:/[a-z0-9_+-]+){1,2})(?![\w/])"
)
_SIGNS: dict[str, str] = {
    ",": K.COMMA, ".": K.COMMA, "!": K.COMMA, "?": K.COMMA, ":": K.COMMA, "…": K.COMMA, "。": K.COMMA, "、": K.COMMA,
    ";": K.SEMICOLON, "-": K.DASH, "–": K.DASH, "—": K.DASH, "~": K.DASH, "(": K.OPEN, ")": K.CLOSE,
}  # fmt: skip
_SILENT = frozenset("\"'`“”‘’*")


@dataclass(slots=True)
class Token:
    """A word, a phrase or a number with everything that it may mean."""

    text: str
    meanings: Meanings
    glued: bool = False
    """No space before it, and a digit."""
    start: int = 0


@dataclass
class Tokens:
    """The tokens of a text in one language."""

    tokens: list[Token] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repaired: list[tuple[str, str]] = field(default_factory=list)
    near: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Words with more than one word of the dictionary near them."""


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
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("−", "-")
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
        if category == "Nd" and not char.isascii():
            raise UnreadableText("only the digits 0-9 are read", "Write the numbers with 0-9.", part=char)
    if len(text) > 2 * TEXT_AT_MOST:
        raise LimitExceeded("the text is too long", "Say only when it should run.")
    return text.lower()


@lru_cache(maxsize=1)
def _zones_by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


@dataclass(slots=True)
class _Raw:
    text: str
    start: int
    glued: bool
    meanings: Meanings | None = None


def _raws(text: str) -> list[_Raw]:
    raws: list[_Raw] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _SPECIAL.match(text, position)
        meanings = _special(match) if match else None
        if match and meanings:
            end = match.end()
            raws.append(_Raw(match.group().strip(), position, False, meanings))
        else:
            end = _plain(text, position, raws)
        position = end
    return raws


_RUN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|['](?=[^\W\d_])|')*|\S")


def _plain(text: str, position: int, raws: list[_Raw]) -> int:
    match = _RUN.match(text, position)
    assert match is not None
    word = match.group()
    glued = position > 0 and text[position - 1].isdigit()
    offset = position
    for part in cut(word):
        if part not in _SILENT:
            raws.append(_Raw(part.rstrip("'") if len(part) > 3 else part, offset, glued))
        offset += len(part)
        glued = False
    return match.end()


def _special(match: re.Match[str]) -> Meanings | None:
    kind, text = match.lastgroup, match.group()
    assert kind is not None
    text = match.group(kind)
    if kind == "place":
        return _place(text)
    if kind == "instant":
        return {K.INSTANT: _instant(text)}
    if kind == "date":
        return {K.DATE: _date(int(text[:4]), int(text[5:7]), int(text[8:]), text)}
    if kind == "offset":
        return _offset(text)
    if kind == "fixed":
        return {K.ZONE: ZoneHit(canonical_name(text))}
    if kind == "dotted":
        day, month, year = text.split(".")
        return (
            {K.DATE: _date(int(year), int(month), int(day), text)} if year else {K.SLASHED: (int(day), int(month), 0)}
        )
    numbers = tuple(int(part) for part in re.split(r"[:./]", text) if part)
    if kind == "slashed":
        return _slashed(text, numbers)
    return {{"hhmm": K.HHMM, "minute": K.MINUTE, "decimal": K.OFFSET_NUMBER}[kind]: numbers}


def _slashed(text: str, numbers: tuple[int, ...]) -> Meanings:
    if len(numbers) == 3 and numbers[0] > 31:
        return {K.DATE: _date(*numbers, text)}
    first, second, year = (*numbers, 0)[:3]
    return {K.SLASHED: (first, second, year + 2000 if 0 < year < 100 else year)}


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise UnreadableText(f"there is no date {text}", "Check the day and the month.", part=text) from None
    if not 2000 <= year <= 2399:
        raise UnreadableText(f"the year {year} is outside 2000 to 2399", "Check the year.", part=text)
    return made


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise UnreadableText(f"there is no time {text.upper()}", "Check the date and the time.", part=text) from None


def _offset(text: str) -> Meanings:
    match = re.fullmatch(r"(?:utc|gmt)\s?([+-])\s?(\d{1,2}):?(\d\d)?", text)
    assert match is not None
    sign, hours, minutes = match.groups()
    if int(hours) > 14 or int(minutes or 0) > 59:
        raise UnknownTimeZone(text.upper())
    if not int(hours) and not int(minutes or 0):
        return {K.ZONE: ZoneHit("UTC")}
    return {K.ZONE: ZoneHit(f"{sign}{int(hours):02}:{minutes or '00'}")}


def _place(text: str) -> Meanings | None:
    name = _zones_by_lower_case().get(text)
    return {K.ZONE: ZoneHit(name)} if name else None


def tokenize(text: str, lexicon: Lexicon, *, repair: bool = False) -> Tokens:
    """The tokens of a cleaned text; words that the lexicon lacks are in `unknown`."""
    raws = _raws(text)
    result = Tokens()
    i = 0
    while i < len(raws):
        raw = raws[i]
        if raw.meanings is not None:
            result.tokens.append(Token(raw.text, raw.meanings, raw.glued, raw.start))
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
        result.tokens.append(Token(words, meanings, raw.glued, raw.start))
        i += used
    return result


def _known(raws: Sequence[_Raw], i: int, lexicon: Lexicon) -> tuple[int, Meanings]:
    for rest, meanings in lexicon.tree.get(raws[i].text, ()):
        end = i + 1 + len(rest)
        if end <= len(raws) and all(
            r.meanings is None and r.text == w for r, w in zip(raws[i + 1 : end], rest, strict=False)
        ):
            if len(raws[i].text) == 1 and not rest and raws[i].text.isascii() and raws[i].text.isalpha():
                # A single letter is a unit or am/pm only where it is glued to a number.
                loose = {k: v for k, v in meanings.items() if k not in (K.UNIT, K.MERIDIEM, K.TIMES)}
                meanings = meanings if raws[i].glued or lexicon.code != "en" else loose
                if not meanings:
                    continue
            return 1 + len(rest), meanings
    sign = _SIGNS.get(raws[i].text)
    if sign:
        return 1, {sign: None}
    return (1, {K.AND: None}) if raws[i].text == "/" else (0, {})


def _number(raws: Sequence[_Raw], i: int, lexicon: Lexicon) -> tuple[int, Meanings]:
    text = raws[i].text
    if not text.isdigit():
        return 0, {}
    number = int(text) if len(text) <= 9 else 10**9
    following = raws[i + 1] if i + 1 < len(raws) else None
    if following and following.meanings is None and following.glued and following.text in lexicon.ordinal_suffixes:
        return 2, {K.ORDINAL: number}
    if lexicon.dot_ordinals and following and following.text == "." and i + 2 < len(raws):
        return 2, {K.ORDINAL: number, K.NUMBER: number}
    return 1, {K.NUMBER: number}


def _zone(raws: Sequence[_Raw], i: int) -> tuple[int, Meanings]:
    if not raws[i].text[0].isalpha():
        return 0, {}
    end = i
    while (
        end < len(raws)
        and end - i < _ZONE_WORDS
        and raws[end].meanings is None
        and raws[end].text not in (",", ";", "(", ")")
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
        and lexicon.repairs
        and len(word) >= _REPAIRED_FROM - 1
        and len(result.repaired) < _REPAIRS_AT_MOST
        and not result.unknown
    ):
        near = sorted(_near(word, lexicon))
        if len(near) == 1:
            result.repaired.append((word, near[0]))
            return lexicon.table[near[0]]
        if near:
            result.near.append((word, tuple(near)))
    result.unknown.append(word)
    return result_unknown


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


@lru_cache(maxsize=16)
def _index(words: frozenset[str]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for word in words:
        for key in {word, *_shortened(word)}:
            index.setdefault(key, set()).add(word)
    return index


_vocabularies: dict[str, frozenset[str]] = {}


def _near(word: str, lexicon: Lexicon) -> set[str]:
    if len(word) > 24:
        return set()
    if lexicon.code not in _vocabularies:
        _vocabularies[lexicon.code] = frozenset(w for w in lexicon.table if len(w) >= _REPAIRED_FROM and w.isalpha())
    index = _index(_vocabularies[lexicon.code])
    found: set[str] = set()
    for key in {word, *_shortened(word)}:
        found |= {w for w in index.get(key, ()) if _one_edit(word, w)}
    return found


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter is left out, added, exchanged, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    a, b = one[i:], other[i:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1)
