"""Every English word in the place of every word of time: python -m tests.campaigns.word_swaps [WORDS]

A schedule that fires as if the word had been the word of time is printed, and counted in the last line. Words that are
within one edit of a word of the dictionary are all tried; of the others every nth, so that about WORDS (default 30,000)
are tried in each place.
"""

from __future__ import annotations

import sys

from schedule_mcp.language.lexicon.languages import ENGLISH, other_languages
from schedule_mcp.language.reader import sentences_of
from schedule_mcp.language.tokens.spelling import english_words, near
from schedule_mcp.schedule import same
from tests.language.test_spelling import NOW, SENTENCES, names_place, schedule_of


def candidates(at_most: int) -> list[str]:
    known = set(ENGLISH.table).union(*(lexicon.words for lexicon in other_languages()))
    words = sorted(english_words() - known)
    close = [word for word in words if near(word, ENGLISH)]
    rest = [word for word in words if not near(word, ENGLISH)]
    return close + rest[:: max(1, len(rest) // max(1, at_most - len(close)))]


def main(at_most: int = 30_000) -> int:
    words, tried, wrong = candidates(at_most), 0, 0
    for text in (text.strip() for text in SENTENCES if text.strip()):
        before, parts = schedule_of(text), text.split()
        for k, part in enumerate(parts):
            if part.lower() not in ENGLISH.table or len(part) < 3:
                continue
            for word in words:
                changed = " ".join([*parts[:k], word, *parts[k + 1 :]])
                found, tried = schedule_of(changed), tried + 1
                alike = found is not None and before is not None and same(found, before, after=NOW)
        if alike and not names_place(text, changed):
            wrong += 1
            print(changed)
        sentences_of.cache_clear()
    print(f"{tried} texts of {len(words)} words, {wrong} read as the word that was replaced")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
