"""`schedule-mcp worker --install`: a worker that each system starts with the session of this user."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schedule_mcp.config.where import PREFIX
from schedule_mcp.errors import InvalidArgument, Unavailable
from schedule_mcp.outside.text import one_line

NAME = "schedule-mcp-worker"
_LABEL = "io.github.schedule-mcp.worker"
_COMMAND_WITHIN_S = 30

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command of the system; its exit code and what it said."""


@dataclass(frozen=True)
class Place:
    """The machine and user that a worker is installed for, and how the worker is called."""

    platform: str
    home: Path
    command: Sequence[str]
    environ: Mapping[str, str]
    user: str = ""
    uid: int = 0


@dataclass(frozen=True)
class Service:
    """A service of one system: its file (None where the system keeps it elsewhere), and the commands around it."""

    file: Path | None
    content: bytes
    start: Sequence[Sequence[str]]
    stop: Sequence[Sequence[str]]
    after: Sequence[Sequence[str]]
    """Once the file is gone."""
    state: Sequence[str]
    hints: Sequence[str] = ()


def here(config_path: str) -> Place:
    """This machine and user; the configuration by its whole path, since a service starts in another folder."""
    named = config_path or os.environ.get(f"{PREFIX}CONFIG", "")
    config = ["--config", str(Path(named).expanduser().resolve())] if named else []
    getuid = getattr(os, "getuid", None)
    return Place(
        sys.platform,
        Path.home(),
        [sys.executable, "-m", "schedule_mcp", *config, "worker"],
        os.environ,
        os.environ.get("USER", ""),
        getuid() if getuid else 0,
    )


def service_for(place: Place) -> Service:
    """The service of a place.

    Raises:
        InvalidArgument: no service is known for this system, or a path cannot stand in it.
    """
    for text in (*place.command, _data_dir(place), str(place.home)):
        if not text.isprintable():
            raise InvalidArgument("a path has control characters, which no service file holds", "Move it elsewhere.")
    if place.platform.startswith("linux"):
        return _systemd(place)
    if place.platform == "darwin":
        return _launchd(place)
    if place.platform == "win32":
        return _windows(place)
    raise InvalidArgument(f"no service is known for '{place.platform}'", "Start `schedule-mcp worker` by other means.")


def _data_dir(place: Place) -> str:
    named = place.environ.get(f"{PREFIX}DATA_DIR", "")
    return str(Path(named).expanduser().resolve()) if named else ""


def _config_home(place: Place) -> Path:
    return Path(place.environ.get("XDG_CONFIG_HOME", "").strip() or place.home / ".config")


def _systemd(place: Place) -> Service:
    variables = _config_home(place) / "schedule-mcp" / "worker.env"
    data = _data_dir(place)
    lines = [
        "[Unit]",
        "Description=schedule-mcp worker: runs schedules when they are due",
        "",
        "[Service]",
        f"ExecStart={' '.join(_quoted(word) for word in place.command)}",
        *([f"Environment={_quoted(f'{PREFIX}DATA_DIR={data}', '')}"] if data else []),
        f"EnvironmentFile=-{str(variables).replace('%', '%%')}",
        "Restart=on-failure",
        "RestartSec=5",
        # Callbacks that were begun are waited for; commands have keepers of their own, which outlive the worker.
        "TimeoutStopSec=60",
        "KillMode=process",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    systemctl = ("systemctl", "--user")
    return Service(
        _config_home(place) / "systemd" / "user" / f"{NAME}.service",
        "\n".join(lines).encode(),
        ([*systemctl, "daemon-reload"], [*systemctl, "enable", "--now", NAME], [*systemctl, "restart", NAME]),
        ([*systemctl, "disable", "--now", NAME],),
        ([*systemctl, "daemon-reload"],),
        [*systemctl, "is-active", NAME],
        (
            f"It stops when you log out, unless once you run: loginctl enable-linger {place.user}".rstrip(),
            f"Variables that the configuration takes (env:NAME) go into {variables}, as NAME=value.",
            f"Its log: journalctl --user -u {NAME}",
        ),
    )


def _quoted(word: str, dollar: str = "$") -> str:
    """A word of systemd's ExecStart, or of Environment, where a dollar means nothing.

    >>> _quoted("/home/a b/100%"), _quoted("$HOME"), _quoted("$HOME", "")
    ('"/home/a b/100%%"', '"$$HOME"', '"$HOME"')
    """
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", f"${dollar}")
    return f'"{escaped}"'


def _launchd(place: Place) -> Service:
    data = _data_dir(place)
    log = place.home / "Library" / "Logs" / f"{NAME}.log"
    table = {
        "Label": _LABEL,
        "ProgramArguments": list(place.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardErrorPath": str(log),
        "EnvironmentVariables": {f"{PREFIX}DATA_DIR": data} if data else {},
    }
    file = place.home / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    domain = f"gui/{place.uid}"
    return Service(
        file,
        plistlib.dumps(table),
        (["launchctl", "bootstrap", domain, str(file)],),
        (["launchctl", "bootout", f"{domain}/{_LABEL}"],),
        (),
        ["launchctl", "print", f"{domain}/{_LABEL}"],
        (
            f"Variables that the configuration takes (env:NAME) go into EnvironmentVariables of {file}.",
            f"Its log: {log}",
        ),
    )


def _windows(place: Place) -> Service:
    command = subprocess.list2cmdline(place.command)
    data = _data_dir(place)
    return Service(
        None,
        b"",
        (
            ["schtasks", "/Create", "/F", "/TN", NAME, "/SC", "ONLOGON", "/RL", "LIMITED", "/TR", command],
            ["schtasks", "/Run", "/TN", NAME],
        ),
        (["schtasks", "/End", "/TN", NAME], ["schtasks", "/Delete", "/F", "/TN", NAME]),
        (),
        ["schtasks", "/Query", "/TN", NAME],
        (
            "Variables that the configuration takes (env:NAME) must be set for your user (setx NAME value).",
            *([f"Run once: setx {PREFIX}DATA_DIR {subprocess.list2cmdline([data])}"] if data else []),
        ),
    )


def run_command(command: Sequence[str]) -> tuple[int, str]:
    """Run a command of the system."""
    if shutil.which(command[0]) is None:
        return 127, f"there is no {command[0]} here"
    try:
        said = subprocess.check_output(  # noqa: S603 - our own words and the operator's paths, and there is no shell
            list(command), stderr=subprocess.STDOUT, text=True, errors="replace", timeout=_COMMAND_WITHIN_S
        )
    except subprocess.CalledProcessError as error:
        return error.returncode, str(error.output).strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        return 126, type(error).__name__
    return 0, said.strip()


def install(place: Place, run: Run = run_command) -> list[str]:
    """Write the service and start it; what was done, a line each.

    Raises:
        Unavailable: the file cannot be written, or the system did not start it; the file stays then.
    """
    service = service_for(place)
    told = []
    if service.file is not None:
        try:
            service.file.parent.mkdir(parents=True, exist_ok=True)
            service.file.write_bytes(service.content)
        except OSError as error:
            raise Unavailable(
                f"{service.file} cannot be written: {error.strerror}", "Nothing was installed.", operation="install"
            ) from None
        told.append(f"{one_line(str(service.file))} is written.")
    for command in service.start:
        code, said = run(command)
        if code:
            raise Unavailable(
                f"`{' '.join(command)}` failed ({code}): {one_line(said)}",
                "The service is written and not started; start it by hand with: "
                + " && ".join(" ".join(each) for each in service.start),
                operation="install",
            )
    told.append("The worker runs, and starts with your session from now on.")
    set_here = sorted(name for name in place.environ if name.startswith(PREFIX) and name[len(PREFIX) :] not in _CARRIED)
    if set_here:
        told.append(f"Set here, and not for the service: {', '.join(set_here)}.")
    return [*told, *service.hints]


_CARRIED = ("CONFIG", "DATA_DIR", "RUN_ID", "NAME")


def uninstall(place: Place, run: Run = run_command) -> list[str]:
    """Stop the service and remove it; schedules stay."""
    service = service_for(place)
    was_there = service.file is None or service.file.exists()
    failed = [said for code, said in map(run, service.stop) if code]
    if service.file is not None:
        service.file.unlink(missing_ok=True)
    for command in service.after:
        run(command)
    if not was_there or (service.file is None and len(failed) == len(service.stop)):
        return ["No worker was installed."]
    left = [f"It may go on until it is stopped: {one_line(failed[0])}."] if failed else []
    return ["The worker is no longer installed; schedules and past runs stay.", *left]


def status(place: Place, run: Run = run_command) -> tuple[bool, str]:
    """Whether the installed worker runs, and what is told of it."""
    service = service_for(place)
    if service.file is not None and not service.file.exists():
        return False, "No worker is installed: schedule-mcp worker --install."
    code, said = run(service.state)
    where = "" if service.file is None else f" ({one_line(str(service.file))})"
    if code == 0:
        return True, f"The installed worker runs{where}."
    return False, f"A worker is installed{where} and does not run: {one_line(said) or code}."
