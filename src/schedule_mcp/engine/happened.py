"""What happened, in both engines: past runs over all schedules, and the inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from schedule_mcp.engine.port import Delivery, InboxPage, Occurrence, Past, RunsPage, RunsWanted
from schedule_mcp.engine.retention import DROPPED
from schedule_mcp.engine.rules import micros
from schedule_mcp.engine.tables import Tables, Transaction, among, cursor_of, read_cursor
from schedule_mcp.errors import InvalidArgument

_JOINED = "select o.*, s.name, s.agent from @occurrences o join @schedules s on s.id = o.schedule"


class Happened(Tables):
    """The history and the inbox."""

    def history(self, schedule_id: str, limit: int) -> Sequence[Past]:
        with self.read() as tx:
            rows = tx.rows(f"{_JOINED} where o.schedule = ? order by o.due desc limit ?", schedule_id, limit)
        return [self.past(row) for row in rows]

    def runs(self, wanted: RunsWanted, limit: int, after: str = "") -> RunsPage:
        condition, values = _condition(wanted)
        begun = _read_cursor(after)
        rows: list[tuple[int, Any]] = []
        with self.read() as tx:
            counted = "select count(*) as number from @occurrences o join @schedules s on s.id = o.schedule"
            total = int(tx.row(f"{counted} where {condition}", *values)["number"])
            # What failed comes as a list of its own before the others, each by index.
            for rank, more in enumerate(
                ("o.status = 'failed'", "o.status <> 'failed'") if wanted.failed_first else ("",)
            ):
                if begun is not None and rank < begun[0]:
                    continue
                at = "o.due < ? or o.due = ? and (o.schedule, o.generation) > (?, ?)"
                inside = begun is not None and rank == begun[0]
                where = " and ".join(filter(None, (condition, more, f"({at})" if inside else "")))
                begin = (begun[1], *begun[1:]) if begun is not None and inside else ()
                found = tx.rows(
                    f"{_JOINED} where {where} order by o.due desc, o.schedule, o.generation limit ?",
                    *(*values, *begin, limit + 1 - len(rows)),
                )
                rows.extend((rank, row) for row in found)
        end = ""
        if len(rows) > limit:
            rank, last = rows[limit - 1]
            end = cursor_of(rank, last["due"], last["generation"], last["schedule"])
        return RunsPage([self.past(row) for _, row in rows[:limit]], total, end)

    # -- the inbox -------------------------------------------------------------------------------------------

    def put_into_inbox(self, tx: Transaction, occurrence: Occurrence, now: datetime) -> None:
        """Repeated, it changes nothing."""
        tx.run(
            "insert into @inbox (id, schedule, name, input, due, delivered, missed, read) "
            "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            *(occurrence.id, occurrence.schedule_id, occurrence.name, self.held(occurrence.input)),
            *(micros(occurrence.due), micros(now), occurrence.missed, False),
        )

    def inbox(self, limit: int, *, schedule_id: str = "", unread: bool = False, after: str = "") -> InboxPage:
        conditions, values = ["1 = 1"], list[object]()
        if schedule_id:
            conditions.append("schedule = ?")
            values.append(schedule_id)
        here = " and ".join(conditions)
        asked = f"{here} and not read" if unread else here
        where, begin = asked, list[object]()
        if after:
            due, last = _read_inbox_cursor(after)
            where, begin = f"{asked} and (due < ? or due = ? and id < ?)", [due, due, last]
        with self.read() as tx:
            query = f"select * from @inbox where {where} order by due desc, id desc limit ?"
            rows = tx.rows(query, *values, *begin, limit + 1)
            total = tx.row(f"select count(*) as number from @inbox where {asked}", *values)["number"]
            waiting = tx.row(f"select count(*) as number from @inbox where {here} and not read", *values)["number"]
            dropped = tx.row("select value from @notes where name = ?", DROPPED)
        page = rows[:limit]
        end = cursor_of(page[-1]["due"], page[-1]["id"]) if len(rows) > limit else ""
        found = [self.delivery_of(row) for row in page]
        return InboxPage(found, total, waiting, end, 0 if dropped is None else int(dropped["value"]))

    def delivery(self, run: str) -> Delivery | None:
        with self.read() as tx:
            row = tx.row("select * from @inbox where id = ?", run)
        return None if row is None else self.delivery_of(row)

    def acknowledge(self, runs: Collection[str]) -> int:
        if not runs:
            return 0
        with self.write() as tx:
            return tx.run(f"update @inbox set read = ? where id in {among(runs)} and not read", True, *runs)

    def unread(self, schedule_id: str = "") -> int:
        condition, values = ("and schedule = ?", [schedule_id]) if schedule_id else ("", [])
        with self.read() as tx:
            return int(tx.row(f"select count(*) as number from @inbox where not read {condition}", *values)["number"])


def _condition(wanted: RunsWanted) -> tuple[str, list[object]]:
    conditions, values = ["1 = 1"], list[object]()
    if wanted.statuses:
        conditions.append(f"o.status in {among(wanted.statuses)}")
        values.extend(wanted.statuses)
    for column, sign, value in (
        ("o.due", ">=", None if wanted.since is None else micros(wanted.since)),
        ("o.due", "<", None if wanted.until is None else micros(wanted.until)),
        ("s.agent", "=", wanted.agent or None),
        ("o.schedule", "=", wanted.schedule_id or None),
    ):
        if value is not None:
            conditions.append(f"{column} {sign} ?")
            values.append(value)
    return " and ".join(conditions), values


def _read_cursor(cursor: str) -> tuple[int, int, str, int] | None:
    """(rank, due, schedule, generation) of the last run of the page before."""
    if not cursor:
        return None
    *numbers, schedule = cursor.split(".", 3)
    rank, due, generation = read_cursor(".".join(numbers), 3)
    return rank, due, schedule, generation


def _read_inbox_cursor(cursor: str) -> tuple[int, str]:
    number, dot, last = cursor.partition(".")
    if not dot:
        raise InvalidArgument("this `cursor` is none", "Take it from `next_cursor` of the page before.")
    return read_cursor(number, 1)[0], last
