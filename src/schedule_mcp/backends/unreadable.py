"""Records that have not the documented shape: shown as unreadable, so that one of them hides no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from schedule_mcp.backends.base import Record
from schedule_mcp.errors import ScheduleError, UnexpectedResponse
from schedule_mcp.outside.text import one_line

ODD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading a record raises where a field is of another type or out of all bounds."""

_WHY_AT_MOST = 200


def records_of(
    rows: Sequence[Mapping[str, Any]], record: Callable[[Mapping[str, Any]], Record], agent: str
) -> list[Record]:
    """Each row as `record` reads it; a row that it cannot read as a record that says so."""
    return [_read(row, record, agent, number) for number, row in enumerate(rows, 1)]


def _read(row: Mapping[str, Any], record: Callable[[Mapping[str, Any]], Record], agent: str, number: int) -> Record:
    try:
        return record(row)
    except ScheduleError as error:
        why = error.message
    except ODD as error:
        why = f"a field has a value of another kind ({type(error).__name__})"
    names = (row.get(key) for key in ("name", "display_name", "title"))
    name = next((text for text in names if isinstance(text, str) and text), "")
    return Record(
        id=f"unreadable-{number}",
        agent=agent,
        name=name,
        status="unreadable",
        timing={},
        unreadable=one_line(why, _WHY_AT_MOST),
        notes=("this record has not the documented shape; look at it at the backend itself",),
    )


@contextmanager
def as_unexpected(backend: str, operation: str) -> Iterator[None]:
    """What cannot be read of an answer is the backend's failure and no fault of ours."""
    try:
        yield
    except ODD as error:
        raise UnexpectedResponse(
            f"{backend} answered {operation} with a record that cannot be read ({type(error).__name__})",
            "Look at it at the backend itself.",
            backend=backend,
            operation=operation,
        ) from error
