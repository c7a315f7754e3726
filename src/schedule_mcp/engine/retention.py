"""What is forgotten: old runs, old deliveries, and the oldest of too many, so that a database keeps its size."""

from __future__ import annotations

from schedule_mcp.engine.rules import micros
from schedule_mcp.engine.tables import Tables, Transaction

DROPPED = "inbox dropped"
"""The note that counts the unread runs that were dropped because the inbox was full."""


class Retention(Tables):
    """Runs and inbox by count and by age."""

    def tidy(self) -> None:
        old = micros(self.now() - self.kept.age)
        with self.write() as tx:
            tx.run("delete from @occurrences where finished is not null and due < ?", old)
            surplus = tx.row(
                "select due from @occurrences where finished is not null order by due desc limit 1 offset ?",
                self.kept.runs,
            )
            if surplus is not None:
                tx.run("delete from @occurrences where finished is not null and due <= ?", surplus["due"])
            tx.run("delete from @inbox where read and due < ?", old)
            self._drop_surplus(tx)

    def _drop_surplus(self, tx: Transaction) -> None:
        """Of too many in the inbox the oldest go, those that were read first; that unread ones went is noted."""
        surplus = tx.row("select count(*) as number from @inbox")["number"] - self.kept.inbox
        if surplus <= 0:
            return
        oldest = "delete from @inbox where id in (select id from @inbox where {} order by due, id limit ?)"
        surplus -= tx.run(oldest.format("read"), surplus)
        if surplus > 0:
            dropped = tx.run(oldest.format("not read"), surplus)
            before = tx.row("select value from @notes where name = ?", DROPPED)
            tx.run(
                "insert into @notes (name, value) values (?, ?) "
                "on conflict (name) do update set value = excluded.value",
                *(DROPPED, str(dropped + (0 if before is None else int(before["value"])))),
            )
