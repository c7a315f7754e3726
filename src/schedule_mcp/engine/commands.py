"""Commands that runs start, each under a keeper that outlives the worker, and what became of those of a dead worker."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_KEEPER = Path(__file__).with_name("keeper.py")
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
"""What a command needs to run at all, as cron gives it; no variable that holds what only the server is to know."""


@dataclass(frozen=True)
class End:
    """How a command ended, "alive" while it goes on, "gone" when it ended with its keeper, without a word."""

    state: Literal["ended", "alive", "gone"]
    code: int | None = None
    detail: str = ""


def host() -> str:
    """This machine since it was started last: what ran before that does not run any more."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return f"{socket.gethostname()} {boot}"


def file_of(folder: Path, run: str, attempt: int) -> Path:
    return folder / f"{hashlib.sha256(f'{run} {attempt}'.encode()).hexdigest()[:32]}.run"


def environment(own: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """A clean one: what the configuration passes on, what is told of the run, and what any command needs."""
    return {**{key: os.environ[key] for key in _PASSED_ON if key in os.environ}, **own, **told}


def run(command: Sequence[str], given: bytes, timeout_s: float, variables: Mapping[str, str], file: Path | None) -> End:
    """Run a command to its end; with a file under a keeper. Where files cannot be locked there is none."""
    if file is None or os.name == "nt":
        return _run_here(command, given, timeout_s, variables)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keeper = [sys.executable, "-I", "-S", str(_KEEPER), str(file), str(timeout_s), str(len(given)), *command]
    with subprocess.Popen(  # noqa: S603 - argv is the operator's, and there is no shell
        keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(variables), start_new_session=True
    ) as process:
        output, _ = process.communicate(given)
    end = _read(output)
    file.unlink(missing_ok=True)
    return end or End("gone", None, "its keeper was killed")


def _run_here(command: Sequence[str], given: bytes, timeout_s: float, variables: Mapping[str, str]) -> End:
    try:
        process = subprocess.Popen(  # noqa: S603 - argv is the operator's, and there is no shell
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(variables)
        )
    except OSError as error:
        return End("ended", None, f"the command did not start: {error.strerror}")
    with process:
        try:
            output, _ = process.communicate(given, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return End("ended", None, f"killed after {timeout_s:g} s")
    text = output.decode(errors="replace").strip()[-2_000:]
    return End("ended", process.returncode, f"exit code {process.returncode}\n{text}".strip())


def looked_at(file: Path) -> End:
    """What became of a command whose worker is gone."""
    import fcntl

    try:
        held = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return End("gone")
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return _read(os.read(held, 100_000)) or End("gone")
    except BlockingIOError:
        return End("alive")
    finally:
        os.close(held)


def _read(text: bytes) -> End | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return End("ended", found["code"], found["detail"])
