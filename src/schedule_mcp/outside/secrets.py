"""What the operator gave in confidence, taken out by its value of everything that is told, logged or kept.

The values are remembered for the life of the process, from the configuration and from whatever is made of one, so that
the last step before a text leaves needs to know nothing of where a secret may have come back: an error's body, a
redirect, a name, a line of a log, the output of a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

HIDDEN = "***"

_SHORTEST = 4
_WORD_FROM = 6
_NUMBER_FROM = 8
_PART_FROM = 8

_PARTS = re.compile(r"[\s,;=]+")
_SECRET_WORDS = ("pass", "token", "key", "secret", "sig", "auth", "cookie", "credential", "session")
_PLAIN_HEADERS = frozenset({"accept", "accept-encoding", "accept-language", "content-type", "user-agent", "x-user-id"})

_lock = Lock()
_known: set[str] = set()
_pattern: re.Pattern[str] | None = None


def remember(values: Iterable[str]) -> None:
    """Take these out of everything from now on; each also as it is written in a URL, in JSON and in base64."""
    global _pattern
    found = {form for value in values for form in _forms(value)}
    with _lock:
        if found <= _known:
            return
        _known.update(found)
        _pattern = re.compile("|".join(map(_expression, sorted(_known, key=len, reverse=True))))
    _watch_logs()


def remember_headers(headers: Mapping[str, str]) -> None:
    """Values of headers that a request carries: each as a whole and in its parts ("Bearer …", cookies)."""
    for name, value in headers.items():
        # A word in a header of its own name, such as a stage or a team, is none.
        if name.lower() not in _PLAIN_HEADERS and not (value.isalpha() and not sounds_secret(name)):
            parts = [part for part in _PARTS.split(value) if len(part) >= _PART_FROM]
            remember([value, *parts, value.rpartition(" ")[2], *_basic(value)])


def remember_url(url: str) -> None:
    """The password of a URL, before its host or in its query, as it is written and as it is meant."""
    _, _, rest = url.partition("://")
    user_info, at, _ = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    if not at:
        # A password may hold a slash that nobody has escaped.
        user_info, at, _ = rest.rpartition("@")
    if at:
        remember([user_info.partition(":")[2]])
    for part in url.partition("?")[2].split("&"):
        key, _, value = part.partition("=")
        if sounds_secret(key):
            remember([value])


def sounds_secret(name: str) -> bool:
    """Whether a name is that of a secret.

    >>> sounds_secret("X-Api-Key"), sounds_secret("MODE")
    (True, False)
    """
    return any(word in name.lower() for word in _SECRET_WORDS)


def redacted(text: str) -> str:
    """The text without any value that was remembered."""
    return text if _pattern is None else _pattern.sub(HIDDEN, text)


def _is_told_apart(value: str) -> bool:
    """Whether a value can be taken out at all: without a very short word or number no answer could be read."""
    least = _WORD_FROM if value.isalpha() else _NUMBER_FROM if value.isdigit() else _SHORTEST
    return len(value) >= least


def _expression(value: str) -> str:
    """A word, or what is short, is taken out where it stands by itself: it may be a part of common words."""
    text = re.escape(value)
    stands_alone = value.isalpha() or len(value) < _WORD_FROM
    return rf"(?<![A-Za-z0-9]){text}(?![A-Za-z0-9])" if stands_alone else text


def _forms(value: str) -> Iterator[str]:
    import base64
    import json
    from urllib.parse import quote, quote_plus, unquote

    value = value.strip()
    if not _is_told_apart(value):
        return
    yield from (value, json.dumps(value)[1:-1])
    if value.isascii():
        coded = base64.b64encode(value.encode()).decode()
        yield from (quote(value, safe=""), quote(value), quote_plus(value), unquote(value), coded, coded.rstrip("="))


def _basic(value: str) -> Iterator[str]:
    import base64
    import binascii

    scheme, _, coded = value.partition(" ")
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(coded).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield from (decoded, decoded.partition(":")[2])


# -- logs and crashes ------------------------------------------------------------------------------------------

_watched = False


def _watch_logs() -> None:
    """Records of every logger, at every level, are made without secrets: other libraries log headers and URLs."""
    global _watched
    import logging

    with _lock:
        if _watched:
            return
        _watched = True
    make = logging.getLogRecordFactory()

    def made(*args: Any, **named: Any) -> logging.LogRecord:
        record = make(*args, **named)
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = f"{record.msg} {record.args}"
        shown = redacted(text)
        if shown != text:
            record.msg, record.args = shown, ()
        if record.exc_info and record.exc_info[0] is not None:
            # A formatter takes the text of a traceback that is there already.
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
        return record

    logging.setLogRecordFactory(made)


def guard_crashes() -> None:
    """A traceback that ends the process or a thread is printed without secrets."""
    import sys
    import threading
    import traceback

    def crashed(kind: Any, error: Any, trace: Any) -> None:
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))

    def thread_crashed(about: Any) -> None:
        crashed(about.exc_type, about.exc_value, about.exc_traceback)

    sys.excepthook = crashed
    threading.excepthook = thread_crashed
