"""It stays alive: a worker that the system starts, a doctor that sees that nobody works, health and metrics."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.backends.local import LocalBackend
from schedule_mcp.cli.installing import Place, install, run_command, service_for, status, uninstall
from schedule_mcp.cli.metrics import Watched, serve_metrics
from schedule_mcp.errors import InvalidArgument, Unavailable
from tests.clock import Clock
from tests.living.store import made, service_on, worker_of

COMMAND = ["/opt/my python/bin/python", "-m", "schedule_mcp", "--config", '/home/a "b"/100%/$x\\y.toml', "worker"]
NOW = datetime(2027, 3, 15, 6, tzinfo=UTC)


def place(tmp_path: Path, platform: str = "linux", **environ: str) -> Place:
    return Place(platform, tmp_path, COMMAND, environ, "alice", 501)


class System:
    """Notes what it is asked to run, and answers with a code."""

    def __init__(self, code: int = 0) -> None:
        self.asked: list[str] = []
        self.code = code

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        self.asked.append(" ".join(command))
        return self.code, "said"


def test_the_unit_is_started_shown_and_removed(tmp_path: Path) -> None:
    system, here = System(), place(tmp_path)
    assert status(here, system)[0] is False
    told = install(here, system)
    unit = tmp_path / ".config/systemd/user/schedule-mcp-worker.service"
    assert unit.is_file()
    assert system.asked == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now schedule-mcp-worker",
        "systemctl --user restart schedule-mcp-worker",
    ]
    assert any("loginctl enable-linger alice" in line for line in told)
    assert status(here, system)[0] is True
    assert status(here, System(3))[0] is False
    assert "no longer installed" in uninstall(here, system)[0]
    assert not unit.exists()
    assert uninstall(here, system) == ["No worker was installed."]


def test_a_system_that_does_not_start_it_is_told_and_the_file_stays(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="daemon-reload"):
        install(place(tmp_path), System(1))
    assert (tmp_path / ".config/systemd/user/schedule-mcp-worker.service").is_file()


def test_what_the_service_needs_of_the_environment_goes_with_it_or_is_named(tmp_path: Path) -> None:
    here = place(tmp_path, SCHEDULE_MCP_DATA_DIR="/data/100% $mine", SCHEDULE_MCP_TIMEZONE="UTC")
    assert b'Environment="SCHEDULE_MCP_DATA_DIR=/data/100%% $mine"' in service_for(here).content
    assert "Set here, and not for the service: SCHEDULE_MCP_TIMEZONE." in install(here, System())


@pytest.mark.real
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT TRIED: systemd-analyze is not installed (apt-get install systemd)")
    unit = tmp_path / "schedule-mcp-worker.service"
    here = Place("linux", tmp_path, [sys.executable, *COMMAND[1:]], {"SCHEDULE_MCP_DATA_DIR": "/a b/100%"}, "alice")
    unit.write_bytes(service_for(here).content)
    runtime = {"XDG_RUNTIME_DIR": str(tmp_path), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = ["systemd-analyze", "verify", "--user", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, env=runtime, check=False, timeout=60)
    own = [line for line in done.stderr.splitlines() if "schedule-mcp-worker" in line]
    assert (done.returncode, own) == (0, []), done.stderr


def test_launchd_gets_the_words_as_they_are(tmp_path: Path) -> None:
    system, here = System(), place(tmp_path, "darwin", SCHEDULE_MCP_DATA_DIR="/data")
    install(here, system)
    (file,) = (tmp_path / "Library/LaunchAgents").iterdir()
    table = plistlib.loads(file.read_bytes())
    assert table["ProgramArguments"] == COMMAND
    assert table["EnvironmentVariables"] == {"SCHEDULE_MCP_DATA_DIR": "/data"}
    assert system.asked == [f"launchctl bootstrap gui/501 {file}"]
    uninstall(here, system)
    assert not file.exists()


def test_windows_gets_a_task(tmp_path: Path) -> None:
    system, here = System(), place(tmp_path, "win32")
    install(here, system)
    assert system.asked[0].startswith("schtasks /Create /F /TN schedule-mcp-worker /SC ONLOGON")
    assert '"/opt/my python/bin/python" -m schedule_mcp' in system.asked[0]
    uninstall(here, system)
    assert system.asked[-1] == "schtasks /Delete /F /TN schedule-mcp-worker"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ([sys.executable, "-c", "print('hi')"], 0, "hi"),
        ([sys.executable, "-c", "import sys; sys.exit('no')"], 1, "no"),
        (["no-such-command-here"], 127, "there is no no-such-command-here here"),
    ],
)
def test_a_command_of_the_system_says_how_it_ended(command: list[str], code: int, said: str) -> None:
    assert run_command(command) == (code, said)


def test_other_systems_and_paths_that_no_file_holds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument):
        service_for(place(tmp_path, "plan9"))
    with pytest.raises(InvalidArgument):
        service_for(Place("linux", tmp_path, ["/a\nExecStartPre=/bin/evil"], {}))


# -- doctor ------------------------------------------------------------------------------------------------------


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_TIMEZONE": "UTC"}


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schedule_mcp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment(tmp_path), check=False, cwd=tmp_path)


@pytest.mark.slow
def test_the_doctor_fails_where_schedules_are_active_and_nobody_works(tmp_path: Path) -> None:
    assert run(tmp_path, "doctor").returncode == 0
    run(tmp_path, "create", "n", "every day at noon")
    failed = run(tmp_path, "doctor", "--json")
    (found,) = json.loads(failed.stdout)["backends"]
    assert (failed.returncode, found["works"], found["code"]) == (3, False, "no_worker")
    assert "1 active schedules and no living worker" in found["state"]
    run(tmp_path, "pause", "n")
    assert run(tmp_path, "doctor").returncode == 0


def got(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.slow
def test_a_worker_process_answers_a_monitor_logs_its_runs_and_ends(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client", reason="NOT TRIED: the extra metrics is not installed")
    run(tmp_path, "create", "n", "in 1 second")
    command = [sys.executable, "-m", "schedule_mcp", "worker", "--metrics", "127.0.0.1:0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=tmp_path
    ) as process:
        assert process.stderr is not None
        lines, address, begun = [], "", time.monotonic()
        while time.monotonic() - begun < 60 and not (address and any(" done run=" in line for line in lines)):
            lines.append(process.stderr.readline())
            if "a monitor is answered on " in lines[-1]:
                address = lines[-1].split("answered on ")[1].split("/metrics")[0]
        assert got(f"{address}/healthz") == (200, '{"status": "ok", "problems": []}')
        assert run(tmp_path, "doctor").returncode == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    (line,) = [each for each in lines if " done run=" in each]
    assert "name='n' agent=inbox attempt=1" in line


def test_what_a_monitor_is_told(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client", reason="NOT TRIED: the extra metrics is not installed")
    clock = Clock(NOW)
    service = service_on(tmp_path, clock)
    made(service, "a", "every hour at :30")
    made(service, "b", "every day at noon")
    service.pause("b")
    backend = service.backends["here"]
    assert isinstance(backend, LocalBackend)
    running = [True]
    server = serve_metrics(Watched({"here": backend.engine}, clock, lambda: running[0]), "127.0.0.1", 0)
    try:
        address = f"http://127.0.0.1:{server.server_port}"

        def metrics() -> dict[str, float]:
            lines = got(f"{address}/metrics")[1].splitlines()
            return {key: float(value) for key, value in (x.rsplit(" ", 1) for x in lines if x and x[0] != "#")}

        def value(name: str, **labels: Any) -> float:
            inside = ",".join(f'{key}="{each}"' for key, each in {"backend": "here", **labels}.items())
            return metrics()[f"schedule_mcp_{name}{{{inside}}}"]

        assert (value("schedules", status="active"), value("schedules", status="paused")) == (1, 1)
        assert (value("up"), value("overdue"), value("overdue_seconds")) == (1, 0, 0)
        assert got(f"{address}/healthz")[0] == 200
        clock.time += timedelta(minutes=35)
        assert (value("overdue"), value("overdue_seconds")) == (1, 300)
        code, told = got(f"{address}/healthz")
        assert (code, json.loads(told)["problems"]) == (503, ["here: 1 are due and not begun, the first for 300 s"])
        worker_of(service, clock).run_once()
        assert (value("runs_kept", status="done"), value("inbox_unread"), value("workers_alive")) == (1, 1, 1)
        assert got(f"{address}/healthz")[0] == 200
        running[0] = False
        assert got(f"{address}/healthz")[0] == 503
        assert got(f"{address}/other")[0] == 404
    finally:
        server.shutdown()
        server.server_close()
