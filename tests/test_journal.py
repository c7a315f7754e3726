"""The journal of writes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.errors import Unavailable
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes import journal as journal_module
from schedule_mcp.writes.journal import OUTCOME_AT_MOST, Journal, natural_key
from tests.backends.fake import FakeBackend
from tests.clock import Clock


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


def test_an_outcome_that_is_too_long_stays_json() -> None:
    journal = Journal(None, at_nine)
    entry = journal.begin("create", "work", "key", "d")
    journal.settle(entry, "unknown", {"name": "report", "left": ["x" * 300] * 50})
    (held,) = journal.unsettled("key")
    assert len(held.outcome) <= OUTCOME_AT_MOST
    assert json.loads(held.outcome)["name"] == "report"
    journal.close()


def filled(journal: Journal) -> None:
    for i in range(10_000):
        journal.begin("create", "work", "k" * 500, str(i))


def test_a_full_disk_refuses_before_anything_is_sent_and_loses_no_answer_after(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db", at_nine)
    entry = journal.begin("create", "work", "key", "d")
    connection = journal._open()
    pages = connection.execute("pragma page_count").fetchone()[0]
    connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(Unavailable) as caught:
        filled(journal)
    assert "Nothing was sent" in str(caught.value)
    journal.settle(entry, "done", {"text": "x" * 100_000})
    assert [each.id for each in journal.unsettled("key")] in ([entry], [])
    connection.execute("pragma max_page_count = 100000")
    journal.settle(entry, "done")
    assert journal.unsettled("key") == []
    journal.close()


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(b"no database" * 999), lambda p: p.mkdir()])
def test_a_file_that_cannot_be_the_journal_is_reported(tmp_path: Path, spoil: Callable[[Path], Any]) -> None:
    spoil(tmp_path / "journal.db")
    journal = Journal(tmp_path / "journal.db", at_nine)
    for call in (journal.unsettled, lambda: journal.begin("create", "work", "key", "d")):
        with pytest.raises(Unavailable):
            call()
    journal.close()


class Failing(Journal):
    """The nth use of the file fails, once."""

    def __init__(self, nth: int, now: Callable[[], datetime]) -> None:
        super().__init__(None, now)
        self.left = nth

    def _open(self) -> sqlite3.Connection:
        self.left -= 1
        if self.left == 0:
            raise sqlite3.OperationalError("database or disk is full")
        return super()._open()


def lived(service: Service) -> list[str]:
    """Every verb that writes, each tried again until it is answered; the statuses and codes on the way."""
    found = []
    verbs: list[Callable[[], dict[str, Any]]] = [
        lambda: service.create(calls.Create("report", "every day at noon")),
        lambda: service.update(calls.Update("report", when="every day at 13:00")),
        lambda: service.pause("report"),
        lambda: service.resume("report"),
        lambda: service.delete("report", "report"),
    ]
    for call in verbs:
        while True:
            try:
                found.append(call()["status"])
                break
            except Unavailable as error:
                found.append(error.code)
    return found


def test_whichever_use_of_the_journal_fails_nothing_is_sent_unnoted_and_no_answer_is_lost() -> None:
    """As SQLite tests its own: make the nth operation fail, for every n, until none does."""
    whole = ["created", "updated", "updated", "updated", "deleted"]
    refused = 0
    for nth in range(1, 100):
        clock = Clock()
        backend, journal = FakeBackend("work", clock), Failing(nth, clock)
        service = Service(
            {"work": backend}, default_backend="work", timezone="UTC", policy=Policy(), journal=journal, now=clock
        )
        found = lived(service)
        assert [status for status in found if status != "unavailable"] == whole
        assert [verb for verb, _ in backend.writes()] == ["create", "update", "pause", "resume", "delete"]
        refused += "unavailable" in found
        if journal.left > 0:
            break
    assert nth > 10
    assert refused >= 5
