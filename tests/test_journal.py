"""The journal of writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schedule_mcp import journal as journal_module
from schedule_mcp.journal import Journal, natural_key


def at_nine() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_write_that_was_never_settled_is_found_by_another_process(tmp_path: Path) -> None:
    first = Journal(tmp_path / "deep" / "journal.db", at_nine)
    lost = first.begin("create", "work", "key-1", "digest")
    done = first.begin("create", "work", "key-2", "digest")
    first.settle(done, "done", {"id": "work/1/2"})
    first.close()
    second = Journal(tmp_path / "deep" / "journal.db", at_nine)
    assert [entry.id for entry in second.unsettled()] == [lost]
    assert second.unsettled("key-2") == []
    assert second.entries()[0].outcome == '{"id": "work/1/2"}'
    second.close()


def test_nothing_is_written_before_the_first_write(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.db", at_nine).close()
    assert list(tmp_path.iterdir()) == []


def test_old_settled_entries_go_and_unknown_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(None, at_nine)
    monkeypatch.setattr(journal_module, "KEPT", 3)
    lost = journal.begin("create", "work", "lost", "d")
    for i in range(6):
        journal.settle(journal.begin("create", "work", str(i), "d"), "done")
    assert lost in [entry.id for entry in journal.entries()]
    assert len(journal.entries()) == 4
    journal.close()


def test_the_natural_key_depends_on_every_part() -> None:
    parts = ["work", "1", "report", {"cron": "0 9 * * *"}, "text"]
    keys = {natural_key(*parts)}  # type: ignore[arg-type]
    for i in range(len(parts)):
        keys.add(natural_key(*[*parts[:i], "other", *parts[i + 1 :]]))  # type: ignore[arg-type]
    assert len(keys) == 6
