"""Commands under their keepers: what they get, how they end, and what becomes of them when their worker dies."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from schedule_mcp.engine import commands
from schedule_mcp.engine.port import Occurrence, Room, StoredSchedule
from schedule_mcp.engine.setup import targets_of
from schedule_mcp.engine.sqlite import SqliteEngine
from schedule_mcp.engine.targets import Target, post_with_httpx, run
from schedule_mcp.engine.worker import Worker
from schedule_mcp.schedule.model import Once
from tests.clock import Clock

LEASE = timedelta(seconds=30)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no keepers on Windows")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path, clock: Clock) -> Iterator[SqliteEngine]:
    made = SqliteEngine(tmp_path / "engine.db", clock)
    yield made
    made.close()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", code)


def due(engine: SqliteEngine, clock: Clock, **options: object) -> None:
    """A run of the agent "coder" that is due now."""
    at = clock() + timedelta(seconds=1)
    engine.arm(StoredSchedule("s1", "coder", "n", Once(at), "active", "hello", options=options))
    clock.forward(seconds=1)


def test_a_command_gets_what_is_passed_on_and_no_key_of_the_server(
    engine: SqliteEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVER_API_KEY", "secret")
    monkeypatch.setenv("PASSED_ON", "yes")
    code = "import os; print(sorted(k for k in os.environ if k not in ('LC_CTYPE', '__CF_USER_TEXT_ENCODING')))"
    table = {"command": list(python(code)), "env": {"TOKEN": "t"}, "pass_env": ["PASSED_ON", "NOT_SET"]}
    target = targets_of({"agents": {"coder": table}})["coder"]
    due(engine, clock)
    (occurrence,) = engine.claim("w1", Room(1), LEASE)
    detail = run(target, occurrence, clock(), None, engine.folder).detail
    for name in ("TOKEN", "PASSED_ON", "PATH", "SCHEDULE_MCP_RUN_ID", "SCHEDULE_MCP_NAME"):
        assert f"'{name}'" in detail
    assert "SERVER_API_KEY" not in detail


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        ({}, [("failed", "exit code 3")]),
        ({"attempts": 2}, [("retry", "exit code 3"), ("failed", "exit code 3; given up after 2 attempts")]),
        ({"attempts": 3, "retry_s": [7, 9]}, [("retry", "exit code 3")] * 2),
    ],
)
def test_a_command_is_tried_again_only_where_its_schedule_asks_for_it(
    options: dict[str, object], ends: list[tuple[str, str]], clock: Clock
) -> None:
    target = Target(command=python("raise SystemExit(3)"))
    for attempt, (status, detail) in enumerate(ends, 1):
        occurrence = Occurrence("s1", 1, clock(), attempt, "w1", "coder", "n", "", options=options)
        how = run(target, occurrence, clock())
        assert (how.status, how.detail) == (status, detail)
        if "retry_s" in options:
            assert how.retry_at == clock() + timedelta(seconds=[7, 9][attempt - 1])


def test_the_time_that_a_schedule_asks_for_counts(clock: Clock) -> None:
    occurrence = Occurrence("s1", 1, clock(), 1, "w1", "coder", "n", "", options={"timeout_s": 1})
    how = run(Target(command=python("import time; time.sleep(60)")), occurrence, clock())
    assert how.detail == "killed after 1 s"


def test_a_command_that_outlives_its_worker_is_not_begun_twice_and_its_end_is_known(
    engine: SqliteEngine, clock: Clock, tmp_path: Path
) -> None:
    gate, mark = tmp_path / "gate", tmp_path / "mark"
    code = (
        f"import os, time; open({str(mark)!r}, 'a').write('begun ');\n"
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\nprint('the end')"
    )
    targets = {"coder": Target(command=python(code))}
    dead, heir = Worker(engine, targets, clock), Worker(engine, targets, clock)
    due(engine, clock)
    (occurrence,) = engine.claim(dead.id, dead._room(1), dead.lease)
    # Its worker dies: nobody waits for this thread any more.
    threading.Thread(target=dead.attempt, args=(occurrence,), daemon=True).start()
    _until(mark.exists)
    dead._beat()
    assert engine.bury(dead.id, clock())
    heir.run_once()
    assert [past.status for past in engine.history("s1", 5)] == ["running"]
    assert engine.folder is not None
    file = commands.file_of(engine.folder, occurrence.id, 1)
    held = file.with_suffix(".held")
    os.link(file, held)
    gate.touch()
    _until(lambda: commands.looked_at(held).state == "ended")
    # The worker that is gone would have removed it.
    with suppress(FileExistsError):
        os.link(held, file)
    clock.forward(seconds=6)
    heir.run_once()
    (past,) = engine.history("s1", 5)
    assert (past.status, past.attempt, past.detail) == ("done", 1, "exit code 0\nthe end")
    assert mark.read_text() == "begun "


def test_a_command_that_died_with_its_worker_is_made_again(engine: SqliteEngine, clock: Clock) -> None:
    targets = {"coder": Target(command=python("print('again')"))}
    dead, heir = Worker(engine, targets, clock), Worker(engine, targets, clock)
    due(engine, clock)
    assert len(engine.claim(dead.id, dead._room(1), dead.lease)) == 1
    dead._beat()
    engine.bury(dead.id, clock())
    heir.run_once()
    assert [(past.status, past.attempt) for past in engine.history("s1", 5)] == [("done", 2)]


def test_a_command_on_another_host_is_waited_for_as_long_as_it_may_take(
    engine: SqliteEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = {"coder": Target(command=python("pass"), timeout_s=600)}
    with monkeypatch.context() as patch:
        patch.setattr(commands, "host", lambda: "elsewhere")
        dead = Worker(engine, targets, clock)
    heir = Worker(engine, targets, clock)
    due(engine, clock)
    assert len(engine.claim(dead.id, dead._room(1), dead.lease)) == 1
    dead._beat()
    engine.bury(dead.id, clock())
    heir.run_once()
    clock.forward(seconds=600)
    heir.run_once()
    assert [past.status for past in engine.history("s1", 5)] == ["running"]
    clock.forward(seconds=20)
    heir.run_once()
    assert [past.status for past in engine.history("s1", 5)] == ["done"]


def test_a_keeper_that_did_not_get_the_whole_input_begins_nothing(tmp_path: Path) -> None:
    import subprocess

    mark = tmp_path / "mark"
    keeper = [sys.executable, "-I", "-S", str(commands._KEEPER), str(tmp_path / "x.run"), "5", "10"]
    done = subprocess.run([*keeper, "touch", str(mark)], input=b"half", capture_output=True, check=True)
    assert (done.stdout, mark.exists()) == (b"", False)
    assert commands.looked_at(tmp_path / "x.run").state == "gone"


def test_a_worker_that_is_stopped_settles_what_is_under_way(engine: SqliteEngine, clock: Clock, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    begun, stop = threading.Event(), threading.Event()

    def post(*_: object) -> int:
        begun.set()
        _until(gate.exists)
        return 204

    worker = Worker(engine, {"coder": Target(url="https://example.com")}, clock, post=post)
    due(engine, clock)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    assert begun.wait(10)
    stop.set()
    time.sleep(0.05)
    assert thread.is_alive()
    gate.touch()
    thread.join(10)
    assert [past.status for past in engine.history("s1", 5)] == ["done"]
    assert engine.workers() == {}


def test_a_peer_that_sends_a_byte_at_a_time_is_given_up_in_time() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with closing(connection), suppress(OSError):
                while not stop.wait(0.05):
                    connection.sendall(b"H")

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(OSError):
            post_with_httpx(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, 0.5)
        assert time.monotonic() - begun < 5
        stop.set()
        thread.join(5)


def _until(holds: object) -> None:
    end = time.monotonic() + 20
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)
