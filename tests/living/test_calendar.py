"""The calendar: every run on its day, what came of past ones, clock changes, days left out, runs at one instant."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule_mcp.answers.calendar.model import Day, Drawn, View, begin_of, view_json, view_of
from schedule_mcp.answers.calendar.page import page
from schedule_mcp.cli.calendar import draw
from schedule_mcp.engine.targets import Target
from schedule_mcp.errors import InvalidArgument
from schedule_mcp.language import read
from schedule_mcp.schedule import fires
from schedule_mcp.schedule.zones import zone
from schedule_mcp.service.calls import Draw
from tests.clock import Clock
from tests.living.store import made, service_on, work_until, worker_of

NOW = datetime(2027, 3, 12, 6, tzinfo=UTC)


def drawn(words: str, name: str = "it", now: datetime = NOW) -> Drawn:
    schedule = read(words, now=now, timezone="Europe/Berlin").schedule
    assert schedule is not None, words
    return Drawn(f"here/inbox/{name}", name, words, "active", (schedule,))


def view(*words: str, first: str = "2027-03-22", weeks: int = 2, place: str = "Europe/Berlin") -> View:
    begin = date.fromisoformat(first)
    each = [drawn(text, chr(ord("a") + n)) for n, text in enumerate(words)]
    return view_of(each, (), zone_name=place, first=begin, last=begin + timedelta(days=7 * weeks - 1), now=NOW)


def day(of: View, text: str) -> dict[str, Any]:
    found = next((each for each in view_json(of)["days"] if each["date"] == text), {})
    return {key: value for key, value in found.items() if key != "date"}


# What is said, a day (in Berlin), and what is to be seen there; worked out by hand.
SEEN: list[tuple[str, str, dict[str, Any]]] = [
    ("every weekday at 09:00", "2027-03-26", {"times": ["09:00:00+0100"]}),
    ("every weekday at 09:00", "2027-03-27", {}),
    ("every weekday at 09:00 except 26 March 2027", "2027-03-26", {"left_out": True}),
    ("every weekday at 09:00 except 26 March 2027", "2027-03-27", {}),
    ("every day at 02:30", "2027-03-28", {"times": ["03:00:00+0200"], "moved": "02:30 does not exist, runs at 03:00"}),
    ("every hour at :30", "2027-03-28", {"moved": "02:30 does not exist, no run", "number": 23}),
    ("every Tuesday at 10:00 America/New_York", "2027-03-23", {"times": ["15:00:00+0100"]}),
    ("every Tuesday at 10:00 America/New_York", "2027-03-30", {"times": ["16:00:00+0200"]}),
    ("once on 2027-03-31 at 23:30", "2027-03-31", {"times": ["23:30:00+0200"]}),
    ("every day at 23:30 America/New_York", "2027-03-24", {"times": ["04:30:00+0100"]}),
]


@pytest.mark.parametrize(("words", "on", "wanted"), SEEN, ids=[f"{w} {d}" for w, d, _ in SEEN])
def test_what_is_to_be_seen_on_a_day(words: str, on: str, wanted: dict[str, Any]) -> None:
    found = day(view(words), on)
    times = [time for entry in found.get("runs", ()) for time in entry["times"]]
    if "number" in wanted:
        assert len(times) == wanted["number"]
    else:
        assert times == wanted.get("times", [])
    assert found.get("left_out", []) == (["here/inbox/a"] if "left_out" in wanted else [])
    assert found.get("moved", []) == ([f"a: {wanted['moved']}"] if "moved" in wanted else [])


def test_the_hour_that_comes_twice_is_told() -> None:
    found = day(view("every day at 02:30", "every hour at :30", first="2027-10-25", weeks=1), "2027-10-31")
    assert found["clock_changes"] == ["clocks go back 03:00 → 02:00"]
    assert found["moved"] == ["a: 02:30 comes twice, runs once", "b: 02:30 comes twice, runs both times"]
    assert found["runs"][-1]["times"].count("02:30:00+0200") == 1
    assert found["runs"][0]["times"].count("02:30:00+0100") + found["runs"][1]["times"].count("02:30:00+0100") <= 1


def test_changes_of_other_zones_are_named_with_them() -> None:
    both = view("every day at 09:00", "every day at 09:00 America/New_York", first="2027-03-08", weeks=4)
    assert day(both, "2027-03-14")["clock_changes"] == ["clocks go forward 02:00 → 03:00 (America/New_York)"]
    assert day(both, "2027-03-28")["clock_changes"] == ["clocks go forward 02:00 → 03:00 (Europe/Berlin)"]


def test_runs_at_one_instant_name_each_other_whatever_their_zones() -> None:
    found = day(view("every Tuesday at 15:00", "every Tuesday at 10:00 America/New_York"), "2027-03-23")
    assert [entry["with"] for entry in found["runs"]] == [["here/inbox/b"], ["here/inbox/a"]]
    assert all("with" not in entry for entry in day(view("every Tuesday at 15:00"), "2027-03-23")["runs"])


def test_many_runs_of_a_day_are_one_entry_with_all_of_them() -> None:
    (entry,) = day(view("every 15 minutes"), "2027-03-23")["runs"]
    assert len(entry["times"]) == 96
    (endless,) = day(view("every 10 seconds"), "2027-03-23")["runs"]
    assert endless["more"] is True


WORDS = ("every day at 02:30", "every 90 minutes", "every Friday at 23:59", "every hour at :15", "every 8 hours")
PLACES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC")


@given(words=st.sampled_from(WORDS), place=st.sampled_from(PLACES), week=st.integers(0, 60))
def test_the_days_hold_exactly_the_runs(words: str, place: str, week: int) -> None:
    """Law: what stands on the days, put together, is what fires between their ends."""
    first = date(2027, 3, 15) + timedelta(days=7 * week)
    last = first + timedelta(days=6)
    each = drawn(words)
    shown = view_of([each], (), zone_name=place, first=first, last=last, now=NOW)
    begin, end = begin_of(first, zone(place)), begin_of(last + timedelta(days=1), zone(place))
    wanted = []
    for run in fires(each.schedules[0], after=begin - timedelta(microseconds=1)):
        if run >= end:
            break
        wanted.append(run)
    assert [run for of in shown.days for entry in of.entries for run in entry.runs] == wanted


def test_past_runs_stand_there_with_what_came_of_them(tmp_path: Path) -> None:
    clock = Clock(NOW)
    service = service_on(tmp_path, clock, "hook")
    made(service, "call", "every day at 09:00", agent_id="hook")
    worker = worker_of(
        service,
        clock,
        {"hook": Target(url="http://127.0.0.1:9/")},
        post=lambda *_: 410 if clock.time.day == 14 else 200,
    )
    work_until(worker, clock, datetime(2027, 3, 16, 12, tzinfo=UTC), timedelta(hours=1))
    found = service.calendar(Draw(weeks=2))
    assert isinstance(found, View)
    outcomes = {each.date.day: [entry.outcome for entry in each.entries] for each in found.days if each.entries}
    assert (outcomes[15], outcomes[16], outcomes[17]) == (["done"], ["done"], [""])
    earlier = service.calendar(Draw(weeks=2, first="2027-03-08"))
    assert isinstance(earlier, View)
    assert {d.date.day: [e.outcome for e in d.entries] for d in earlier.days}[14] == ["failed"]
    assert "✗" in page(earlier)


def test_a_run_that_is_due_and_that_nobody_begins_is_to_be_seen(tmp_path: Path) -> None:
    clock = Clock(NOW)
    service = service_on(tmp_path, clock)
    made(service, "report", "every day at 09:00")
    clock.forward(hours=4)
    found = service.calendar(Draw(weeks=1))
    assert isinstance(found, View)
    today, tomorrow = (next(d for d in found.days if d.date.day == n) for n in (12, 13))
    assert [(entry.outcome, entry.detail) for entry in today.entries] == [("waiting", "due and not begun")]
    assert [entry.outcome for entry in tomorrow.entries] == [""]


def test_a_paused_schedule_has_no_runs_and_says_that_it_is_paused(tmp_path: Path) -> None:
    service = service_on(tmp_path, Clock(NOW))
    made(service, "report", "every day at 09:00")
    service.pause("report")
    found = service.calendar(Draw())
    assert isinstance(found, View)
    assert not any(each.entries for each in found.days)
    assert found.schedules[0].status == "paused"
    assert "paused" in page(found)


def test_words_are_drawn_without_being_stored(tmp_path: Path) -> None:
    service = service_on(tmp_path, Clock(NOW))
    found = service.calendar(Draw(when="every weekday at 09:00"))
    assert isinstance(found, View)
    assert sum(len(each.entries) for each in found.days) == 1 + 20
    asked = service.calendar(Draw(when="every day at 9"))
    assert isinstance(asked, dict)
    assert asked["status"] == "needs_answer"
    assert service.list_schedules()["total"] == 0


SPANS = [
    (Draw(), "2027-03-08", "2027-04-11"),
    (Draw(weeks=1), "2027-03-08", "2027-03-14"),
    (Draw(months=1), "2027-03-01", "2027-03-31"),
    (Draw(months=2, first="2027-11-15"), "2027-11-01", "2027-12-31"),
    (Draw(months=12, first="2027-02-28"), "2027-02-01", "2028-01-31"),
    (Draw(weeks=1, first="2027-03-10"), "2027-03-10", "2027-03-16"),
]


@pytest.mark.parametrize(("call", "first", "last"), SPANS)
def test_which_days_are_drawn(tmp_path: Path, call: Draw, first: str, last: str) -> None:
    found = service_on(tmp_path, Clock(NOW)).calendar(call)
    assert isinstance(found, View)
    assert (found.days[0].date.isoformat(), found.days[-1].date.isoformat()) == (first, last)


@pytest.mark.parametrize("call", [Draw(first="tomorrow"), Draw(first="1999-01-01"), Draw(weeks=0), Draw(months=13)])
def test_days_that_cannot_be_drawn_are_refused(tmp_path: Path, call: Draw) -> None:
    with pytest.raises(InvalidArgument):
        service_on(tmp_path, Clock(NOW)).calendar(call)


# -- the page ----------------------------------------------------------------------------------------------------


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href", "action", "data")]


def test_the_page_runs_nothing_loads_nothing_and_shows_names_as_text() -> None:
    hostile = Drawn("i", '<script>alert(1)</script><img src="https://example.com/x">', 'x" onload="y', "active", ())
    shown = page(view_of([hostile], (), zone_name="UTC", first=date(2027, 3, 1), last=date(2027, 3, 31), now=NOW))
    seen = Seen()
    seen.feed(shown)
    assert not {"script", "img", "link", "iframe", "object"} & set(seen.tags)
    assert seen.addresses == []
    assert "default-src 'none'" in shown
    assert "&lt;script&gt;" in shown
    assert "url(" not in shown


def test_an_empty_day_holds_nothing_but_its_date() -> None:
    only = view("once on 2027-03-31 at 23:30")
    assert [each.date.isoformat() for each in only.days if each != Day(each.date)] == ["2027-03-28", "2027-03-31"]


@pytest.mark.parametrize("width", [60, 100, 160])
def test_the_terminal_shows_the_same_in_every_width(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    draw(view("every day at 02:30", "every Tuesday at 15:00 except 30 March 2027"), width)
    shown = capsys.readouterr().out
    assert all(len(line) <= width for line in shown.splitlines())
    words = " ".join(shown.replace("│", " ").split())
    assert "15:00" in words
    assert "left" in words
    assert "03:00" in words


def test_markup_in_names_is_text_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    named = Drawn("i", "[red]x[/red] :smile: \x1b[31m", "every day", "active", drawn("every day at noon").schedules)
    draw(view_of([named], (), zone_name="UTC", first=date(2027, 3, 15), last=date(2027, 3, 16), now=NOW), 60)
    shown = capsys.readouterr().out
    assert "[red]x[/red] :smile:" in shown
    assert "\x1b[31m" not in shown


# -- the command -------------------------------------------------------------------------------------------------


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_TIMEZONE": "Europe/Berlin"}
    command = [sys.executable, "-m", "schedule_mcp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=tmp_path)


@pytest.mark.slow
def test_the_command_prints_writes_a_page_and_refuses(tmp_path: Path) -> None:
    run(tmp_path, "create", "report", "every day at 9am")
    assert "09:00 report" in run(tmp_path, "calendar").stdout
    assert len(json.loads(run(tmp_path, "calendar", "--json", "--weeks", "2").stdout)["days"]) >= 7
    assert run(tmp_path, "calendar", "--html", "out.html").returncode == 0
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run(tmp_path, "calendar", "--html", "no/such/out.html").returncode == 1
    asked = run(tmp_path, "calendar", "--when", "every day at 9")
    assert (asked.returncode, asked.stderr[:12]) == (1, "NOT CREATED:")
    assert run(tmp_path, "calendar", "--from", "x").returncode == 1


@pytest.mark.slow
def test_a_backend_that_is_missing_is_said_and_is_a_failure(tmp_path: Path) -> None:
    """The same for the calendar and for an export: what is there comes, and the exit code says that it is not all."""
    far = '[backends.far]\nkind = "orq"\nbase_url = "http://127.0.0.1:9"\napi_key = "k"\nagent_id = "a"\n'
    file = tmp_path / "c.toml"
    file.write_text(f'timezone = "UTC"\n[backends.here]\nkind = "local"\n{far}', encoding="utf-8")
    run(tmp_path, "--config", str(file), "create", "n", "every day at noon")
    shown = run(tmp_path, "--config", str(file), "calendar", "--json")
    assert (shown.returncode, json.loads(shown.stdout)["unreachable"]) == (3, ["far"])
    out = run(tmp_path, "--config", str(file), "export")
    assert (out.returncode, json.loads(out.stdout)["name"]) == (3, "n")
    assert "the schedules of 'far' are missing" in out.stderr
    file.write_text(f'timezone = "UTC"\n{far}', encoding="utf-8")
    none = run(tmp_path, "--config", str(file), "calendar")
    assert (none.returncode, none.stdout) == (3, "")


# -- as a browser shows it ---------------------------------------------------------------------------------------


def picture(file: Path, width: int, dark: bool, folder: Path) -> bytes:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("NOT TRIED: chromium is not installed (apt-get install chromium)")
    shot = folder / f"{width}{dark}.png"
    flags = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'user'}",
    ]
    flags += ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
    command = [browser, *flags, f"--window-size={width},900", f"--screenshot={shot}", file.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return shot.read_bytes()


def first_pixel(png: bytes) -> tuple[int, ...]:
    """Red, green, blue of the corner, which every filter of PNG leaves as it is."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, data = 8, b""
    while place < len(png):
        size, kind = int.from_bytes(png[place : place + 4]), png[place + 4 : place + 8]
        data += png[place + 8 : place + 8 + size] if kind == b"IDAT" else b""
        place += 12 + size
    return tuple(zlib.decompress(data)[1:4])


@pytest.mark.slow
@pytest.mark.real
def test_a_browser_shows_it_wide_narrow_and_in_the_dark(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(view("every weekday at 09:00", "every day at 02:30")), encoding="utf-8")
    for width in (1200, 500):
        light, dark = (picture(file, width, is_dark, tmp_path) for is_dark in (False, True))
        assert int.from_bytes(light[16:20]) == width
        assert first_pixel(light) == (255, 255, 255)
        assert first_pixel(dark) == (0x14, 0x17, 0x1B)
