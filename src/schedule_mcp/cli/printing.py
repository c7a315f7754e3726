"""What the command line prints, whatever the terminal can show."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from schedule_mcp.answers.refusals import refusal_json, refusal_text
from schedule_mcp.errors import ScheduleError
from schedule_mcp.outside.text import cleaned, told

_PLAINER = {"…": "...", "–": "-", "—": "-", "−": "-", "→": "->", "’": "'", "‘": "'", "“": '"', "”": '"', "×": "x"}
_HANDLER = "schedule-mcp-plainer"


def prepare_streams() -> None:
    """Let what the encoding of a stream lacks be written in other characters, or as its number."""
    codecs.register_error(_HANDLER, _plainer)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    text = error.object[error.start : error.end]
    return "".join(_PLAINER.get(c) or c.encode("ascii", "backslashreplace").decode() for c in text), error.end


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """JSON that the encoding of standard output can hold: characters that it lacks as escapes of JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent, separators=None if indent else (",", ":"))
    return text


def say(text: str, *, err: bool = False) -> None:
    """A text of ours on standard output, or on standard error."""
    # click would take an ASCII stream for a mistake and write UTF-8 to it.
    print(told(text), file=sys.stderr if err else sys.stdout, flush=True)


def print_raw(line: str, out: TextIO | None = None) -> None:
    """A line of ASCII for programs, byte for byte."""
    print(line, end="", file=out or sys.stdout)


def say_json(value: Mapping[str, Any]) -> None:
    """An answer as JSON on standard output."""
    print(json_text(cleaned(value)), flush=True)


def refuse(error: ScheduleError, *, as_json: bool = False) -> None:
    """A refusal on standard error; its structure on standard output where that was asked for."""
    if as_json:
        say_json(refusal_json(error))
    say(refusal_text(error), err=True)
