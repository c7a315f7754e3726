"""What a run does: inbox, signed callback, command."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from schedule_mcp.engine.port import Occurrence, StoredSchedule
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.targets import Target, run
from schedule_mcp.engine.worker import Worker
from schedule_mcp.schedule.model import Interval
from tests.clock import Clock

CLOCK = Clock()
RUN = Occurrence("s1", 1, CLOCK(), 1, "w1", "report", "daily report", "räport")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SqliteEngine]:
    made = SqliteEngine(tmp_path / "engine.db", CLOCK)
    yield made
    made.close()


def test_a_callback_is_signed_as_standard_webhooks(engine: SqliteEngine) -> None:
    sent: list[tuple[str, bytes, Mapping[str, str]]] = []

    def post(url: str, body: bytes, headers: Mapping[str, str], timeout_s: float) -> int:
        sent.append((url, body, headers))
        return 204

    key = base64.b64encode(b"0123456789abcdef").decode()
    target = Target(url="https://example.com/hook", secret=f"whsec_{key}")
    assert run(target, RUN, CLOCK(), post).status == "done"
    ((_, body, headers),) = sent
    assert json.loads(body)["data"]["input"] == "räport"
    signed = f"{RUN.id}.{int(CLOCK().timestamp())}.".encode() + body
    expected = base64.b64encode(hmac.new(b"0123456789abcdef", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == RUN.id


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "done"), (404, "failed"), (302, "failed"), (429, "retry"), (500, "retry")]
)
def test_answers_of_a_callback(engine: SqliteEngine, status: int, outcome: str) -> None:
    target = Target(url="https://example.com/hook")
    assert run(target, RUN, CLOCK(), lambda *_: status).status == outcome


def test_a_callback_without_answer_is_tried_again_and_given_up_in_the_end(engine: SqliteEngine) -> None:
    def post(*_: object) -> int:
        raise OSError("refused")

    target = Target(url="https://example.com/hook")
    first = run(target, RUN, CLOCK(), post)
    assert (first.status, first.retry_at) == ("retry", CLOCK() + timedelta(seconds=5))
    eighth = Occurrence("s1", 1, CLOCK(), 8, "w1", "report", "daily report", "")
    assert run(target, eighth, CLOCK(), post).status == "failed"


COMMANDS = [
    ("import sys; print(sys.stdin.read().upper())", "done", "exit code 0\nRÄPORT"),
    ("import sys; sys.exit('no')", "failed", "exit code 1\nno"),
    ("import sys; print(len(sys.argv))", "done", "exit code 0\n1"),
]


@pytest.mark.parametrize(("code", "status", "detail"), COMMANDS)
def test_a_command_gets_the_input_and_no_shell(engine: SqliteEngine, code: str, status: str, detail: str) -> None:
    finished = run(Target(command=(sys.executable, "-X", "utf8", "-c", code)), RUN, CLOCK())
    assert (finished.status, finished.detail) == (status, detail)


def test_a_command_that_hangs_is_killed(engine: SqliteEngine) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    finished = run(Target(command=(sys.executable, "-c", code), timeout_s=0.5), RUN, CLOCK())
    assert finished.detail == "killed after 0.5 s"


def test_a_command_that_does_not_exist_fails(engine: SqliteEngine) -> None:
    assert run(Target(command=("/does/not/exist",)), RUN, CLOCK()).status == "failed"


def test_a_worker_delivers_what_is_due_and_survives_a_target_that_raises(engine: SqliteEngine) -> None:
    def post(*_: object) -> int:
        raise RuntimeError("boom")

    clock = Clock()
    engine.now = clock
    for agent in ("report", "inbox"):
        engine.arm(StoredSchedule(agent, agent, agent, Interval(timedelta(minutes=1)), "active"))
    clock.forward(minutes=1)
    worker = Worker(engine, {"report": Target(url="https://example.com")}, clock, post=post)
    worker.run_once()
    assert worker.delivered == 2
    assert engine.history("report", 1)[0].detail == "RuntimeError: boom"
    assert [d.name for d in engine.inbox(5).deliveries] == ["inbox"]
