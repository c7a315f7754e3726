"""OpenClaw and the Node that it wants, from npm, in a folder of their own; its gateway, and its own search for runs."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.backends.environments import ROOT, START_S, Running, free_port, running

VERSION = "2026.9.6"
NODE = "24.21.0"
TOKEN = "token-0123456789abcdef"
_FOLDER = ROOT / f"openclaw-{VERSION}"
_INSTALL_S = 900

_NEXT_RUNS = """
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
const dist = process.argv[2];
let next;
for (const name of readdirSync(dist).filter((each) => /^schedule-[\\w-]+\\.mjs$/.test(each)))
  for (const value of Object.values(await import(`${dist}/${name}`)))
    if (typeof value === "function" && value.name === "computeNextRunAtMs") next = value;
if (!next) throw new Error("computeNextRunAtMs is not there any more");
for await (const line of createInterface({ input: process.stdin })) {
  const { expr, tz, from, count } = JSON.parse(line);
  const runs = [];
  let at = from, refusal = "";
  try {
    while (runs.length < count) {
      const run = next({ kind: "cron", expr, tz }, at);
      if (run === undefined) break;
      runs.push(run);
      at = run;
    }
  } catch (error) { refusal = String(error.message); }
  console.log(JSON.stringify({ runs, refusal }));
}
"""


def _node_package() -> str:
    """The npm package of this machine's Node; skips where there is none that we know of."""
    system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform, "")
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine().lower())
    if not system or not machine:
        pytest.skip(f"no Node for {sys.platform} {platform.machine()} is known here")
    return f"node-{system}-{machine}" if system == "linux" else f"node-bin-{system}-{machine}"


def installed() -> tuple[Path, Path]:
    """Node and OpenClaw's folder; installed once, and the test is skipped where they cannot be had."""
    package = _node_package()
    node, claw = _FOLDER / "node_modules" / package / "bin" / "node", _FOLDER / "node_modules" / "openclaw"
    if node.exists() and (claw / "openclaw.mjs").exists():
        return node, claw
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("OpenClaw cannot be installed here: there is no npm")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    # Its own script would ask the Node that runs npm, which is another one.
    install = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]
    install += ["--prefix", str(_FOLDER), f"{package}@{NODE}", f"openclaw@{VERSION}"]
    try:
        subprocess.run(install, check=True, capture_output=True, timeout=_INSTALL_S, cwd=_FOLDER)
    except (OSError, subprocess.SubprocessError) as error:
        detail = (getattr(error, "stderr", b"") or b"")[-300:].decode(errors="replace")
        pytest.skip(f"OpenClaw cannot be installed here: {error} {detail}")
    return node, claw


def next_runs(questions: Sequence[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """The runs that OpenClaw's own function finds: each question is {expr, tz, from, count}, each answer
    {runs, refusal}; instants in milliseconds since 1970."""
    node, claw = installed()
    script = folder / "next_runs.mjs"
    script.write_text(_NEXT_RUNS, encoding="utf-8")
    lines = "\n".join(json.dumps(question) for question in questions)
    done = subprocess.run(
        [node, script, claw / "dist"], input=lines, capture_output=True, text=True, timeout=120, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def gateway(folder: Path, *, rpc: bool = True) -> Iterator[Running]:
    """A gateway on a loopback port, with the admin RPC on or off; ended by its process id."""
    node, claw = installed()
    port, home = free_port(), folder / ".openclaw"
    home.mkdir()
    gateway_settings = {"mode": "local", "port": port, "bind": "loopback", "auth": {"mode": "token", "token": TOKEN}}
    plugins = {"entries": {"admin-http-rpc": {"enabled": rpc}}}
    (home / "openclaw.json").write_text(json.dumps({"gateway": gateway_settings, "plugins": plugins}))
    environ = {"OPENCLAW_DISABLE_BONJOUR": "1", "OPENCLAW_SKIP_CHANNELS": "1", "TMPDIR": str(folder), "TZ": "UTC"}
    environ |= {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [node, claw / "openclaw.mjs", "gateway", "run", "--port", str(port), "--bind", "loopback"]
    with running(command, folder, port, health="/", environ=environ) as server:
        _until_plugins_are_there(server)
        yield server


def _until_plugins_are_there(server: Running) -> None:
    """The gateway answers before its plugins do, with 503."""
    until = time.monotonic() + START_S
    with httpx2.Client(headers={"authorization": f"Bearer {TOKEN}"}, timeout=20, trust_env=False) as client:
        while time.monotonic() < until:
            answer = client.post(f"{server.url}/api/v1/admin/rpc", json={"method": "cron.status", "params": {}})
            if answer.status_code != 503:
                return
            time.sleep(0.5)
    raise AssertionError("the plugins did not start: " + server.log.read_text(errors="replace")[-2000:])
