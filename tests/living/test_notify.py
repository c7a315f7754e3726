"""People learn that it fired: who is told of what, by every way, and that no run ever waits for it."""

from __future__ import annotations

import json
import os
import socketserver
import sys
import threading
import types
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.config.load import load
from schedule_mcp.engine.notify import Notification, Notifier, Undelivered, call, deliver, text_of, title_of
from schedule_mcp.engine.notify_setup import notification
from schedule_mcp.engine.port import Event
from schedule_mcp.engine.targets import Target, signature
from schedule_mcp.errors import ConfigError
from tests.clock import Clock
from tests.living.store import made, service_on, work_until, worker_of

NOW = datetime(2027, 3, 15, 6, tzinfo=UTC)


def event(what: Any = "failed", **more: Any) -> Event:
    return Event(what, "s:1:5", "s", "report", "hook", NOW, **more)


def noted(
    tmp_path: Path, when: str, on: tuple[str, ...], status: int = 200, **more: Any
) -> tuple[Any, Any, list[Event]]:
    """(clock, worker, what was told) of one schedule with a callback that answers `status`."""
    clock, told = Clock(NOW), list[Event]()
    service = service_on(tmp_path, clock, "hook")
    made(service, "report", when, agent_id="hook", **more)
    notifier = Notifier([Notification("me", on=on)], clock, send=lambda _, each, __: told.append(each))
    targets = {"hook": Target(url="http://127.0.0.1:9/")}
    worker = worker_of(service, clock, targets, post=lambda *_: status, notifier=notifier)
    return clock, (worker, notifier), told


# Status of the answer, minutes of the night without a worker, options, what is told (events and missed), in order.
TOLD: list[tuple[int, int, dict[str, Any], list[tuple[str, int]]]] = [
    (200, 0, {}, [("fired", 0)]),
    (410, 0, {}, [("failed", 0)]),
    (200, 150, {}, [("missed", 2), ("fired", 2)]),
    (410, 150, {}, [("missed", 2), ("failed", 2)]),
    (200, 150, {"catch_up": "skip"}, [("missed", 3)]),
]


@pytest.mark.parametrize(("status", "asleep", "options", "wanted"), TOLD)
def test_what_is_told_of_a_run(
    tmp_path: Path, status: int, asleep: int, options: dict[str, Any], wanted: list[tuple[str, int]]
) -> None:
    clock, (worker, notifier), told = noted(
        tmp_path, "every hour at :30", ("fired", "failed", "missed"), status, options=options
    )
    clock.forward(minutes=30 + asleep)
    worker.run_once()
    notifier.close()
    assert [(each.what, each.missed) for each in told] == wanted
    assert all(each.name == "report" and each.agent == "hook" for each in told)


def test_a_run_that_will_be_tried_again_is_not_told_yet(tmp_path: Path) -> None:
    clock, (worker, notifier), told = noted(
        tmp_path, "every day at 07:30", ("fired", "failed"), 503, options={"attempts": 2}
    )
    clock.forward(minutes=30)
    worker.run_once()
    assert told == []
    work_until(worker, clock, clock.time + timedelta(minutes=2), timedelta(seconds=30))
    notifier.close()
    assert [each.what for each in told] == ["failed"]


def test_what_waits_in_the_inbox_is_told_as_fired(tmp_path: Path) -> None:
    clock, told = Clock(NOW), list[Event]()
    service = service_on(tmp_path, clock)
    made(service, "n", "every day at 07:30")
    notifier = Notifier([Notification("me", on=("fired",))], clock, send=lambda _, each, __: told.append(each))
    worker = worker_of(service, clock, notifier=notifier)
    clock.forward(minutes=30)
    worker.run_once()
    notifier.close()
    assert [(each.what, each.agent) for each in told] == [("fired", "inbox")]


def test_only_the_events_and_agents_that_are_wanted() -> None:
    of_report = Notification("me", on=("failed",), agents=("report",))
    assert [of_report.wants(e) for e in (event(), Event("failed", "r", "s", "n", "report", NOW), event("fired"))] == [
        False,
        True,
        False,
    ]


def test_a_receiver_that_hangs_holds_neither_runs_nor_other_receivers() -> None:
    release, told = threading.Event(), list[str]()
    both = threading.Event()

    def send(to: Notification, each: Event, now: datetime) -> None:
        if to.name == "slow":
            release.wait(30)
        told.append(to.name)
        both.set()

    notifier = Notifier([Notification("slow"), Notification("quick")], Clock(NOW), send=send)
    notifier.tell(event())
    assert both.wait(10)
    assert told == ["quick"]
    release.set()
    notifier.close()
    assert told == ["quick", "slow"]


def test_more_than_can_wait_is_dropped_with_a_word(caplog: pytest.LogCaptureFixture) -> None:
    release = threading.Event()
    notifier = Notifier([Notification("slow")], Clock(NOW), send=lambda *_: release.wait(30) and None)
    for _ in range(1_010):
        notifier.tell(event())
    assert "1000 wait already" in caplog.text
    release.set()
    notifier.close()


def test_it_is_tried_three_times_and_given_up_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    tried = []

    def send(*_: Any) -> None:
        tried.append(1)
        raise Undelivered("answered 503")

    notifier = Notifier([Notification("me")], Clock(NOW), send=send, retries_s=(0.0, 0.0))
    notifier.tell(event())
    deadline = threading.Event()
    for _ in range(200):
        if "was not told" in caplog.text:
            break
        deadline.wait(0.05)
    notifier.close()
    assert len(tried) == 3
    assert "notify me: s:1:5 was not told: answered 503" in caplog.text


TITLES = [
    (event("fired"), "report ran"),
    (event(), "report FAILED"),
    (event("missed", missed=1), "report was missed"),
    (event("missed", missed=3), "report: 3 runs were missed"),
    (Event("failed", "r", "s", "a\r\nBcc: x\x1b[31m", "hook", NOW), "a  Bcc: x [31m FAILED"),
]


@pytest.mark.parametrize(("what", "title"), TITLES)
def test_the_title(what: Event, title: str) -> None:
    assert title_of(what) == title
    assert text_of(what).startswith(title)


# -- every way, for real -----------------------------------------------------------------------------------------


class Web(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Hook(BaseHTTPRequestHandler):
    server: Web

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_webhook_is_signed(web: Web) -> None:
    call(
        Notification("me", url=f"http://{web.address}/x", secret="s3cret", headers={"X-Own": "1"}),
        event(detail="why"),
        NOW,
    )
    ((headers, body),) = web.got
    wanted = signature("s3cret", "s:1:5:failed", int(NOW.timestamp()), body)
    assert (headers["webhook-signature"], headers["webhook-id"], headers["x-own"]) == (wanted, "s:1:5:failed", "1")
    found = json.loads(body)
    assert (found["type"], found["data"]["name"], found["data"]["detail"]) == ("run.failed", "report", "why")


@pytest.mark.parametrize("status", [301, 404, 500])
def test_a_webhook_that_does_not_take_it_is_no_success(status: int) -> None:
    with pytest.raises(Undelivered, match=str(status)):
        call(Notification("me", url="http://127.0.0.1:9/"), event(), NOW, post=lambda *_: status)


def test_a_command_gets_the_event_and_no_secrets_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "hidden")
    out = tmp_path / "out.json"
    code = "import json,os,sys; json.dump([json.load(sys.stdin), dict(os.environ)], open(sys.argv[1], 'w'))"
    deliver(Notification("me", command=(sys.executable, "-c", code, str(out)), env={"OWN": "1"}), event(), NOW)
    given, variables = json.loads(out.read_text())
    assert given["type"] == "run.failed"
    assert (variables["SCHEDULE_MCP_TITLE"], variables["SCHEDULE_MCP_EVENT"]) == ("report FAILED", "failed")
    assert variables["OWN"] == "1"
    assert "SOME_API_KEY" not in variables


def test_a_command_that_fails_is_no_success() -> None:
    with pytest.raises(Undelivered, match="exit code 3"):
        deliver(Notification("me", command=(sys.executable, "-c", "raise SystemExit(3)")), event(), NOW)
    with pytest.raises(Undelivered):
        deliver(Notification("me", command=("/no/such/command",)), event(), NOW)


class Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    got: list[str]


class Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one message needs."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(text)
                self.server.got.append("\n".join(lines))
            elif verb == "QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def test_an_e_mail_arrives() -> None:
    with Mailbox(("127.0.0.1", 0), Smtp) as server:
        server.got = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings = {
            "smtp": f"smtp://127.0.0.1:{server.server_address[1]}",
            "sender": "a@b.example",
            "to": ["c@d.example"],
        }
        deliver(notification("me", settings), event(detail="why\n.\nFrom x"), NOW)
        server.shutdown()
        thread.join()
    (mail,) = server.got
    assert "Subject: report FAILED" in mail
    assert "To: c@d.example" in mail
    assert "why" in mail


def test_a_mail_server_that_is_not_there_is_no_success() -> None:
    with pytest.raises(Undelivered, match="ConnectionRefusedError"):
        deliver(notification("me", {"smtp": "smtp://127.0.0.1:1", "sender": "a@b.c", "to": ["a@b.c"]}), event(), NOW)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_services_are_told_by_apprise(web: Web) -> None:
    pytest.importorskip("apprise", reason="NOT TRIED: the extra notify is not installed")
    deliver(notification("me", {"services": [f"json://{web.address}/x"]}), event(), NOW)
    ((_, body),) = web.got
    assert json.loads(body)["title"] == "report FAILED"


def test_the_desktop_is_told_by_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []

    class Fake:
        def __init__(self, app_name: str) -> None:
            assert app_name == "schedule-mcp"

        def send(self, **given: str) -> None:
            shown.append(given)

    sync = types.ModuleType("desktop_notifier.sync")
    sync.DesktopNotifierSync = Fake  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "desktop_notifier.sync", sync)
    monkeypatch.setitem(sys.modules, "desktop_notifier", types.ModuleType("desktop_notifier"))
    deliver(Notification("me", desktop=True), event(), NOW)
    assert shown[0]["title"] == "report FAILED"


# -- the configuration -------------------------------------------------------------------------------------------

WRONG: list[tuple[str, str]] = [
    ("on = ['failed']", "exactly one of"),
    ("url = 'https://a.example/x'\ncommand = ['x']", "exactly one of"),
    ("url = 'https://a.example/x'\non = ['sometimes']", "no event 'sometimes'"),
    ("url = 'https://a.example/x'\nto = ['a@b.c']", "does not go with `url`"),
    ("url = 'http://a.example/x'", "without TLS"),
    ("url = 'https://a.example/x'\nsurprise = 1", "unknown setting 'surprise'"),
    ("command = 'x'", "no list of texts"),
    ("smtp = 'mail.example.com'\nsender = 'a@b.c'\nto = ['a@b.c']", "no address of a mail server"),
    ("smtp = 'smtps://u:p@mail.example.com'\nsender = 'a@b.c'\nto = ['a@b.c']", "no address of a mail server"),
    ("smtp = 'smtps://mail.example.com'\nto = ['a@b.c']", "needs a sender"),
    ("smtp = 'smtps://mail.example.com'\nsender = 'a@b.c'\nto = [\"a@b.c\\nBcc: x@y.z\"]", "needs a sender"),
    ("url = 'https://a.example/x'\ntimeout_s = -1", "timeout_s"),
    ("url = 'https://a.example/x'\nsecret = 'env:NOT_SET_HERE'", "NOT_SET_HERE"),
]


@pytest.mark.parametrize(("table", "told"), WRONG)
def test_what_is_wrong_with_it_is_said_before_anything_runs(tmp_path: Path, table: str, told: str) -> None:
    from schedule_mcp.config.build import build_service

    file = tmp_path / "c.toml"
    file.write_text(f"[backends.here]\nkind = 'local'\n[backends.here.notify.me]\n{table}\n", encoding="utf-8")
    environment = {"SCHEDULE_MCP_DATA_DIR": str(tmp_path)}
    with pytest.raises(ConfigError, match=told):
        build_service(load(str(file), environment), Clock(NOW))


def test_a_folder_may_not_say_who_is_told(tmp_path: Path) -> None:
    from schedule_mcp.config.trust import check_folder

    table = {"backends": {"local": {"kind": "local", "notify": {"me": {"desktop": True}}}}}
    with pytest.raises(ConfigError, match="who is told"):
        check_folder(table, {}, "this folder's file")


def test_a_worker_process_logs_one_line_a_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="schedule_mcp.runs")
    clock, (worker, notifier), _ = noted(tmp_path, "every day at 07:30", ())
    clock.forward(minutes=30)
    worker.run_once()
    notifier.close()
    (line,) = [each for each in caplog.messages if each.startswith("done")]
    assert "name='report' agent=hook attempt=1 after_s=0.000 answered 200" in line
    assert os.linesep not in line


def test_create_says_what_each_run_will_do(tmp_path: Path) -> None:
    from schedule_mcp.config.build import build_service
    from schedule_mcp.service.calls import Create

    file = tmp_path / "c.toml"
    agents = "[backends.here.agents.hook]\nurl = 'https://a.example/x'\n[backends.here.agents.sh]\ncommand = ['sh']\n"
    notify = (
        "[backends.here.notify.me]\ncommand = ['x']\nagents = ['hook']\n[backends.here.notify.all]\ncommand = ['y']\n"
    )
    file.write_text(f"timezone = 'UTC'\n[backends.here]\nkind = 'local'\n{agents}{notify}", encoding="utf-8")
    service = build_service(load(str(file), {"SCHEDULE_MCP_DATA_DIR": str(tmp_path)}), Clock(NOW))
    said = {
        agent: service.create(Create(f"of {agent}", "every day at noon", agent_id=agent))["each_run"]
        for agent in ("inbox", "hook", "sh")
    }
    assert said == {
        "inbox": "waits in the inbox of this server until it is read; told of runs: all (failed, missed)",
        "hook": "calls the URL that is configured for agent 'hook'; told of runs: me (failed, missed), "
        "all (failed, missed)",
        "sh": "starts the command that is configured for agent 'sh'; told of runs: all (failed, missed)",
    }
    service.journal.close()
    service.notes.close()
    service.backends["here"].close()
