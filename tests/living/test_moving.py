"""Export and import: what comes in fires as what went out; good lines come in, bad ones are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.language import read
from schedule_mcp.outside import secrets
from schedule_mcp.records.groups import gathered
from schedule_mcp.schedule import same
from schedule_mcp.service import Service, calls
from schedule_mcp.service.moving import crontab, lines, timers
from schedule_mcp.service.moving.entry import Entry
from schedule_mcp.service.moving.importing import Where, imported
from tests.backends.kinds import bench
from tests.clock import Clock
from tests.living.store import made, service_on
from tests.test_service import service_of

NOW = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
HERE = Path(__file__).parent


def exported(service: Service) -> list[str]:
    return [
        lines.line_of(found)
        for name, backend in service.backends.items()
        for row in gathered(backend.list(""))
        for found in lines.exported(name, backend, row)
    ]


def brought(service: Service, entries: Iterable[Entry], where: Where | None = None) -> list[dict[str, Any]]:
    return list(imported(service, entries, where or Where(), NOW))


MOVED = [
    ("every weekday at 9am except 24 December 2026", {}),
    ("every 90 minutes", {}),
    ("in 3 hours", {}),
    ("every 2 weeks on Friday at 16:00 starting 2026-12-04", {}),
    ("the last Friday of every month at 17:00 America/New_York until 2027-06-30", {}),
    ("*/7 3-5 * * 1", {}),
    ("every day at 02:30", {"enabled": False}),
    ("every day at noon", {"agent_id": "hook", "options": {"attempts": 3}, "input": 'ä "quoted"\nline\x07'}),
]


def test_what_was_exported_comes_in_as_it_was(tmp_path: Path) -> None:
    old, new = (service_on(tmp_path / name, Clock(NOW), "hook", timezone="Europe/Berlin") for name in ("old", "new"))
    for number, (words, more) in enumerate(MOVED):
        made(old, f"s{number}", words, **more)
    out = exported(old)
    assert all(line.isascii() and line.count("\n") == 1 for line in out)
    report = brought(new, lines.entries(out))
    assert [each["status"] for each in report] == ["created"] * len(MOVED)
    before, after = (s.backends["here"].list("") for s in (old, new))
    for one, other in zip(before, after, strict=True):
        assert one.schedule is not None
        assert other.schedule is not None
        assert same(one.schedule, other.schedule, after=NOW)
        assert replace(other, id=one.id, schedule=one.schedule, timing=one.timing, next_run=one.next_run) == one
    # Once more, it is all there.
    assert {each["status"] for each in brought(new, lines.entries(out))} == {"exists"}


def test_a_group_of_another_backend_comes_in_as_one_schedule(tmp_path: Path) -> None:
    orq = bench("orq", {"narrow": True}, contract="auto")
    far = service_of(orq)
    far.create(calls.Create("report", "every weekday at 14:00", input="write"))
    out = [
        lines.line_of(found)
        for row in far.directory.rows(orq.kind)
        for found in lines.exported(orq.kind, orq.backend, row)
    ]
    (report,) = brought(service_on(tmp_path, Clock(NOW)), lines.entries(out))
    assert (report["status"], report["told"]) == ("created", "every weekday at 14:00 (UTC)")


GOOD = {"name": "n", "when": "every day at noon UTC"}

BAD_LINES: list[tuple[Any, str]] = [
    ("no json", "invalid_argument"),
    ("[1]", "invalid_argument"),
    ('{"name":' * 5_000, "invalid_argument"),
    ({**GOOD, "surprise": 1}, "invalid_argument"),
    ({**GOOD, "name": 5}, "invalid_argument"),
    ({**GOOD, "name": ""}, "invalid_argument"),
    ({**GOOD, "when": ""}, "invalid_argument"),
    ({**GOOD, "when": "every day at 9"}, "needs_answer"),
    ({**GOOD, "when": "every day at 25:00"}, "unreadable_text"),
    ({**GOOD, "options": [1]}, "invalid_argument"),
    ({**GOOD, "options": {"nonsense": 1}}, "invalid_argument"),
    ({**GOOD, "timing": {"nonsense": 1}}, "invalid_argument"),
    ({**GOOD, "timing": {"once": "2030-01-01T00:00:00+00:00"}}, "invalid_argument"),
    ({**GOOD, "schedule_mcp": 2}, "invalid_argument"),
    ({**GOOD, "agent": "nobody", "backend": "here"}, "invalid_argument"),
    ({"name": "n", "unreadable": "why", "stored": {}}, "invalid_argument"),
    ({"name": "n", "timing": {"once": "2020-01-01T00:00:00+00:00"}}, "impossible_schedule"),
    ("x" * 1_000_001, "invalid_argument"),
]


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=[str(n) for n in range(len(BAD_LINES))])
def test_a_bad_line_is_named_and_the_others_come_in(tmp_path: Path, line: Any, code: str) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    good = json.dumps({**GOOD, "name": "good"})
    first, second = brought(service_on(tmp_path, Clock(NOW)), lines.entries([text, "", good]))
    assert (first["place"], first["status"], first["code"]) == ("line 1", "refused", code)
    assert (second["place"], second["status"]) == ("line 3", "created")


@pytest.mark.parametrize(
    "line",
    [
        {**GOOD, "name": ""},
        {**GOOD, "options": {"nonsense": 1}},
        {**GOOD, "name": "x" * 201},
        {**GOOD, "input": "x" * 70_000},
    ],
)
def test_a_trial_refuses_what_would_be_refused(tmp_path: Path, line: dict[str, Any]) -> None:
    service = service_on(tmp_path, Clock(NOW))
    (tried,) = brought(service, lines.entries([json.dumps(line)]), Where(dry=True))
    (done,) = brought(service, lines.entries([json.dumps(line)]))
    assert (tried["status"], tried["code"]) == (done["status"], done["code"]) == ("refused", done["code"])


def test_what_is_over_is_passed_over_and_a_pause_stays_one(tmp_path: Path) -> None:
    over = json.dumps({**GOOD, "status": "completed"})
    paused = json.dumps({**GOOD, "name": "p", "status": "paused", "resumes": "2026-12-01T00:00:00+00:00"})
    service = service_on(tmp_path, Clock(NOW))
    first, second = brought(service, lines.entries([over, paused]))
    assert first["status"] == "passed_over"
    assert "without end" in second["notes"][0]
    assert service.get("p")["schedule"]["status"] == "paused"


def test_a_secret_of_the_configuration_leaves_no_line(tmp_path: Path) -> None:
    secrets.remember(["hunter2hunter2"])
    service = service_on(tmp_path, Clock(NOW))
    made(service, "n", "every day at noon", input="curl -H hunter2hunter2 x")
    (line,) = exported(service)
    assert "hunter2" not in line
    (report,) = brought(service, lines.entries([line]))
    assert "secret" in report["told"]


# -- crontab -----------------------------------------------------------------------------------------------------


def test_a_crontab_of_thirty_lines(tmp_path: Path) -> None:
    text = (HERE / "crontab.txt").read_text(encoding="utf-8").splitlines()
    service = service_on(tmp_path, Clock(NOW))
    report = brought(service, crontab.entries(text, "Europe/Berlin"))
    assert [each["place"] for each in report if each["status"] == "refused"] == [
        f"line {n}" for n in (7, 11, 12, 18, 19, 28, 29)
    ]
    assert [each["place"] for each in report if each["status"] == "passed_over"] == [
        f"line {n}" for n in (2, 3, 16, 20)
    ]
    assert sum(each["status"] == "created" for each in report) == 21
    again = brought(service, crontab.entries(text, "Europe/Berlin"))
    assert sum(each["status"] == "exists" for each in again) == 21


CRONTAB: list[tuple[str, bool, dict[str, str]]] = [
    ("0 5 * * 1 a b", False, {"name": "a b", "when": "0 5 * * 1", "input": "a b"}),
    ("0\t5  *\t* 1\ta  b ", False, {"when": "0 5 * * 1", "input": "a  b"}),
    ("@daily x", False, {"when": "@daily", "input": "x"}),
    ("0 5 * * 1 root a b", True, {"input": "a b"}),
    (r"0 5 * * 1 date +\%F", False, {"input": "date +%F"}),
    (r"0 5 * * 1 mail me%hi%there 5\%", False, {"input": "mail me\nhi\nthere 5%"}),
    ("0 5 * * 1 A=b c", False, {"input": "A=b c"}),
    ("-*/5 * * * * quiet", False, {"when": "*/5 * * * *"}),
]


@pytest.mark.parametrize(("line", "with_user", "wanted"), CRONTAB)
def test_how_a_line_of_a_crontab_is_read(line: str, with_user: bool, wanted: dict[str, str]) -> None:
    (entry,) = crontab.entries([line], "UTC", with_user=with_user)
    assert {key: getattr(entry, key) for key in wanted} == wanted


def test_without_a_zone_no_line_of_a_crontab_comes_in() -> None:
    (entry,) = crontab.entries(["0 5 * * 1 x"], "")
    assert entry.refusal is not None


# -- systemd -----------------------------------------------------------------------------------------------------

TIMERS: list[tuple[str, str]] = [
    ("OnCalendar=daily", "every day at 00:00"),
    ("OnCalendar=Mon..Fri 09:00", "every weekday at 09:00"),
    ("OnCalendar=Mon 09:00\nOnCalendar=Tue 10:00", "every Monday at 09:00 and every Tuesday at 10:00"),
    ("OnCalendar=Mon 09:00\nOnCalendar=\nOnCalendar=Tue 10:00", "every Tuesday at 10:00"),
    ("OnCalendar=quarterly", "0 0 1 1,4,7,10 *"),
    ("OnCalendar=weekly", "every Monday at 00:00"),
    ("OnBootSec=5min\nOnCalendar=\nOnCalendar=daily", "every day at 00:00"),
]


@pytest.mark.parametrize(("body", "words"), TIMERS)
def test_a_timer_means_what_the_words_say(body: str, words: str) -> None:
    text = f"[Unit]\nDescription=Tidy up\n\n[Timer]\n{body}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    (entry,) = timers.entries(text, "/etc/systemd/system/tidy.timer", "Europe/Berlin", NOW)
    wanted = read(words, now=NOW, timezone="Europe/Berlin").schedule
    assert entry.refusal is None
    assert wanted is not None
    assert entry.schedule is not None
    assert same(entry.schedule, wanted, after=NOW)
    assert (entry.name, entry.input) == ("Tidy up", "systemctl start tidy.service")


@pytest.mark.parametrize("body", ["OnBootSec=5min", "", "OnCalendar=nonsense", "OnCalendar=daily\nOnUnitActiveSec=1h"])
def test_a_timer_that_is_no_schedule_is_refused(body: str) -> None:
    (entry,) = timers.entries(f"[Timer]\n{body}\n", "x.timer", "UTC", NOW)
    assert entry.refusal is not None


def test_what_systemctl_cat_prints_are_several_timers(tmp_path: Path) -> None:
    text = "".join(f"# /lib/systemd/system/{n}.timer\n[Timer]\nOnCalendar=daily\nUnit=u.service\n\n" for n in "ab")
    report = brought(service_on(tmp_path, Clock(NOW)), timers.entries(text, "-", "UTC", NOW))
    assert [(each["place"], each["status"]) for each in report] == [("a.timer", "created"), ("b.timer", "created")]


# -- the commands ------------------------------------------------------------------------------------------------


def run(tmp_path: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin"}
    command = [sys.executable, "-m", "schedule_mcp", *arguments]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, env=environment, check=False, cwd=tmp_path
    )


@pytest.mark.slow
def test_the_commands_from_a_crontab_to_a_file_and_back(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    dry = run(one, "import", "--dry-run", text="0 5 * * 1 x\n")
    assert (dry.returncode, "would be created" in dry.stdout) == (0, True)
    assert run(one, "export").stdout == ""
    mixed = run(one, "import", "-", text="0 5 * * 1 x\n0 99 * * 1 y\n")
    assert mixed.returncode == 1
    assert "line 2: refused: y: invalid_expression: " in mixed.stdout
    assert run(one, "export", "out.jsonl").returncode == 0
    assert (one / "out.jsonl").stat().st_mode & 0o077 == 0 or os.name == "nt"
    report = json.loads(run(other, "import", str(one / "out.jsonl"), "--json").stdout)
    assert report["counts"] == {"created": 1}
    assert run(other, "export").stdout == run(one, "export").stdout
    odd = json.dumps({"name": "odd", "input": "a\u2028b", "when": "every day at noon"}, ensure_ascii=False)
    assert "line 1: created" in run(one, "import", text=f"\ufeff{odd}\r\n").stdout
    assert run(one, "import", "none.txt").returncode == 1
    assert run(one, "import", "--format", "ini", text="x").returncode == 1
