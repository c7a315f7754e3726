"""Foreign clients drive the real server over stdio: the official TypeScript SDK, both lines, both protocol eras.

They are installed from the npm registry once, into pytest's cache. Where there is no Node.js or no registry, these
tests are skipped and say so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.server.app import App
from tests.server.calls import TOOLS, client_of

HERE = Path(__file__).parent / "node"
SCRIPTS = ("package.json", "story.mjs", "tokens.mjs")
LEAST_NODE = 20


@pytest.fixture(scope="session")
def node(pytestconfig: pytest.Config) -> Path:
    """A folder with the scripts and the packages that they import."""
    found = shutil.which("node"), shutil.which("npm")
    if None in found:
        pytest.skip("SKIPPED FOREIGN CLIENTS: node and npm are not on this machine")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().removeprefix("v").split(".")[0]) < LEAST_NODE:
        pytest.skip(f"SKIPPED FOREIGN CLIENTS: node {version.strip()} is older than {LEAST_NODE}")
    assert pytestconfig.cache is not None
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in SCRIPTS)).hexdigest()[:12]
    folder = pytestconfig.cache.mkdir("node-clients") / digest
    if not folder.is_dir():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Into a folder of its own, then moved to its place: two test processes may do it at once."""
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    for name in SCRIPTS:
        shutil.copy(HERE / name, made)
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        shutil.rmtree(made)
        pytest.skip(f"SKIPPED FOREIGN CLIENTS: npm could not install them: {done.stderr[-300:]}")
    if folder.is_dir():
        shutil.rmtree(made)
    else:
        made.rename(folder)


def story(node: Path, kind: str, tmp_path: Path) -> dict[str, Any]:
    config = tmp_path / "schedule-mcp.toml"
    config.write_text('timezone = "Europe/Berlin"\n[backends.local]\nkind = "local"\n', encoding="utf-8")
    environment = {**os.environ, "SCHEDULE_MCP_DATA_DIR": str(tmp_path), "SCHEDULE_MCP_CONFIG": str(config)}
    command = ["node", "story.mjs", kind, sys.executable, "-m", "schedule_mcp"]
    done = subprocess.run(command, cwd=node, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


STARTS = [
    "NOT CREATED, only previewed: every weekday at 09:00 (America/New_York)",
    "unreadable_text: there is no time 25:00",
    "invalid_argument: there is no argument 'tz'",
    "CREATED: report (local/inbox/",
    "CREATED: asked (local/inbox/",
    "At 09:00, on the 13th of each month and also every Friday",
    "UPDATED: report (local/inbox/",
    "2 schedules:",
    "DELETED: report (local/inbox/",
]


@pytest.mark.parametrize(
    ("kind", "protocol"), [("v1", None), ("v2-legacy", "2025-11-25"), ("v2-auto", "2026-07-28")], ids=lambda v: str(v)
)
def test_the_typescript_clients_do_the_whole_job(node: Path, tmp_path: Path, kind: str, protocol: str | None) -> None:
    seen = story(node, kind, tmp_path)
    assert (len(seen["tools"]), seen["prompts"]) == (len(TOOLS), ["review", "schedule"])
    assert "`when`" in seen["instructions"]
    for found, start in zip(seen["calls"], STARTS, strict=True):
        assert found["text"].startswith(start)
        assert found["refused"] is start.startswith(("unreadable_text", "invalid_argument"))
        assert (found["structured"] is None) is found["refused"]
    assert len(seen["asked"]) == 1
    assert seen["calls"][4]["structured"]["understood"] == "every day at 21:00 (Europe/Berlin)"
    assert seen["inbox"] == "The inbox is empty."
    assert seen["protocol"] == protocol


@pytest.mark.anyio
async def test_the_tools_cost_at_most_2600_tokens(node: Path, app: App) -> None:
    """Counted in o200k_base, the encoding of current models; test_tools.py holds a coarser bar without Node.js."""
    async with client_of(app) as client:
        listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(listed, separators=(",", ":"), ensure_ascii=False)
    done = subprocess.run(["node", "tokens.mjs"], cwd=node, input=text, capture_output=True, text=True, check=True)
    assert 1_000 < int(done.stdout) <= 2_600
