"""Equal schedules that were created at the same moment by hosts that do not know of each other.

Every host looks after its create. Of equal ones the earliest stays, and each host removes only its own, so that two
that look at once do not both remove theirs. What stays besides is named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schedule_mcp.backends.base import Record
from schedule_mcp.errors import BackendError
from schedule_mcp.outside.text import quoted
from schedule_mcp.records.groups import Group, gathered
from schedule_mcp.records.row import Row, records_of
from schedule_mcp.writes.members import Written
from schedule_mcp.writes.verdict import same_text
from schedule_mcp.writes.writer import Writer

_LOOKS_AGAIN_S = 1.0


@dataclass(frozen=True)
class Twins:
    """What a look for equal ones found: the one that stays when ours was removed, and what must be told."""

    winner: Row | None = None
    told: tuple[str, ...] = ()


def settle_twins(writer: Writer, written: Written, known: Collection[str]) -> Twins:
    """Remove our schedule where an equal one was there first, else name what is there besides."""
    if not written.verdict.read_back:
        return Twins()
    try:
        twins = _equal(writer, written, known)
        if not twins:
            return Twins()
        earlier = [records for records in twins if _order(records) < _order(written.records)]
        if earlier:
            first = min(earlier, key=_order)
            return _ours_removed(writer, written, first)
        # Its host removes it when it looks; what was made twice by one request nobody removes.
        writer.backend.wait(_LOOKS_AGAIN_S)
        twins = _equal(writer, written, known)
    except BackendError as error:
        return Twins(told=(f"whether another made the same at the same moment could not be seen ({error.message})",))
    names = ", ".join(f"{quoted(record.name)} (id {record.id})" for records in twins for record in records)
    if not names:
        return Twins()
    own = ", ".join(record.id for record in written.records)
    return Twins(
        told=(
            f"the same was created twice at the same moment: besides this one (id {own}) there is {names}; "
            "delete_schedule removes the one that is not wanted",
        )
    )


def _equal(writer: Writer, written: Written, known: Collection[str]) -> list[tuple[Record, ...]]:
    """The records of other schedules, new ones, with the name, input and timing of ours."""
    own = {record.id for record in written.records}
    title = gathered(written.records)[0].name
    others = [r for r in writer.backend.named(writer.agent, title) if r.id not in own and r.id not in known]
    alike = [other for other in others if any(_is_like(other, record) for record in written.records)]
    by_group = [records_of(row) for row in gathered(alike)]
    return [records for row in by_group for records in _copies(row)]


def _copies(records: Sequence[Record]) -> list[tuple[Record, ...]]:
    """Two groups of one key look as one with every part twice."""
    found: list[list[Record]] = []
    for record in records:
        free = next((copy for copy in found if all(each.name != record.name for each in copy)), None)
        if free is None:
            found.append([record])
        else:
            free.append(record)
    return [tuple(each) for each in found]


def _is_like(other: Record, record: Record) -> bool:
    return (
        other.name == record.name and same_text(other.input, record.input) and dict(other.timing) == dict(record.timing)
    )


def _order(records: Sequence[Record]) -> tuple[str, int, str]:
    """Earliest first: by the backend's own time, then by its id."""
    first = min(records, key=lambda record: (record.created, len(record.id), record.id))
    return (first.created, len(first.id), first.id)


def _ours_removed(writer: Writer, written: Written, first: Sequence[Record]) -> Twins:
    left = [record for record in written.records if writer.delete(record).outcome != "done"]
    rows = gathered(first)
    winner = rows[0] if len(rows) == 1 else None
    if not left and winner is not None and not (isinstance(winner, Group) and winner.status == "incomplete"):
        return Twins(winner)
    names = ", ".join(f"{quoted(record.name)} (id {record.id})" for record in [*left, *first])
    return Twins(told=(f"the same was created twice at the same moment: {names}; delete the one that is not wanted",))
