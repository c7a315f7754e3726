"""Files of the data directory: their owner's alone, through no link, and without secrets."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from schedule_mcp.engine.port import Finished
from schedule_mcp.errors import ScheduleError
from schedule_mcp.outside.files import private_file
from schedule_mcp.outside.secrets import remember
from schedule_mcp.writes.journal import Journal
from schedule_mcp.writes.notes import Notes
from tests.clock import Clock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
CANARY = "files-canary-88f1c2"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_its_folder_are_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = private_file(tmp_path / "data" / "a.db")
    finally:
        os.umask(before)
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_an_old_file_becomes_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_text("kept", encoding="utf-8")
    file.chmod(0o644)
    private_file(file)
    assert (mode(file), file.read_text(encoding="utf-8")) == (0o600, "kept")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    for target in ("there", "missing"):
        (tmp_path / "there").write_text("", encoding="utf-8")
        link = tmp_path / f"{target}.db"
        link.symlink_to(tmp_path / target)
        with pytest.raises(OSError, match="not followed"):
            private_file(link)
    assert not (tmp_path / "missing").exists()


def test_journal_and_notes_keep_to_it(tmp_path: Path) -> None:
    remember([CANARY])
    journal = Journal(tmp_path / "data" / "journal.db", Clock())
    entry = journal.begin("create", "work", "key", "digest")
    journal.settle(entry, "failed", {"error": f"echo {CANARY}", "long": "x" * 3_990 + CANARY})
    assert CANARY[:10] not in str(journal.entries())
    journal.close()
    assert CANARY.encode() not in (tmp_path / "data" / "journal.db").read_bytes()
    assert mode(tmp_path / "data" / "journal.db") == 0o600
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    linked = Journal(tmp_path / "link.db", Clock())
    with pytest.raises(ScheduleError, match="not followed"):
        linked.begin("create", "work", "key", "digest")
    assert Notes(tmp_path / "link.db", Clock()).found("said", "x") is None
    assert not (tmp_path / "elsewhere.db").exists()


def test_what_a_run_has_printed_is_kept_without_secrets() -> None:
    remember([CANARY])
    assert Finished("failed", f"exit code 1\n{CANARY}").detail == "exit code 1\n***"
