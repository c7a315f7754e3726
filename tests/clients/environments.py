"""An environment for each client, since they need different lines of the SDK: made once, kept in the temporary folder.

Where the packages cannot be had, `Missing` says why.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DRIVERS = Path(__file__).parent / "drivers"
_AT_MOST_S = 280
_LEAST_NODE = 20


class Missing(Exception):
    """A client's packages cannot be had on this machine."""


def cache() -> Path:
    """Where environments are kept between runs."""
    named = os.environ.get("SCHEDULE_MCP_CLIENTS_CACHE")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"schedule-mcp-clients-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True, parents=True)
    return folder


@dataclass(frozen=True)
class Client:
    """A client: its packages with versions, and the driver that tells the story with it."""

    name: str
    packages: tuple[str, ...]
    driver: str
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def is_node(self) -> bool:
        return self.driver.endswith(".mjs")

    def command(self) -> list[str]:
        """What runs the driver; made at the first use.

        Raises:
            Missing: the packages cannot be had.
        """
        return self._node() if self.is_node else self._python()

    def _python(self) -> list[str]:
        folder = cache() / f"{self.name.replace(' ', '-')}-{_digest(sys.version, *self.packages)}"
        python = _interpreter(folder)
        if not folder.is_dir():
            uv = _uv()
            made = _unfinished(folder)
            _run([sys.executable, "-m", "venv", "--without-pip", str(made)], made)
            # An environment finds its packages beside its interpreter, wherever it is moved to.
            _run([uv, "pip", "install", "--quiet", "--python", str(_interpreter(made)), *self.packages], made)
            _finish(made, folder)
        return [str(python), str(DRIVERS / self.driver)]

    def _node(self) -> list[str]:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise Missing("node and npm are not on this machine")
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        if int(version.removeprefix("v").split(".")[0]) < _LEAST_NODE:
            raise Missing(f"node {version} is older than {_LEAST_NODE}")
        script = (DRIVERS / self.driver).read_bytes()
        folder = cache() / f"{self.name.replace(' ', '-')}-{_digest(script.decode(), *self.packages)}"
        if not folder.is_dir():
            made = _unfinished(folder)
            needs = dict(package.rsplit("@", 1) for package in self.packages)
            (made / "package.json").write_text(json.dumps({"private": True, "type": "module", "dependencies": needs}))
            (made / self.driver).write_bytes(script)
            _run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], made)
            _finish(made, folder)
        return [node, str(folder / self.driver)]


def _interpreter(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _uv() -> str:
    """The installer: it shares files between environments and needs seconds where pip needs minutes."""
    found = shutil.which("uv")
    if found:
        return found
    folder = cache() / "uv"
    if not folder.is_dir():
        made = _unfinished(folder)
        _run([sys.executable, "-m", "venv", str(made)], made)
        _run([str(_interpreter(made)), "-m", "pip", "install", "--quiet", "uv>=0.9"], made)
        _finish(made, folder)
    return str(_interpreter(folder).with_name("uv"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _unfinished(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))


def _finish(made: Path, folder: Path) -> None:
    """Two test processes may make the same environment at once; the first one stays."""
    try:
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)


def _run(command: Sequence[str], made: Path | None = None) -> None:
    try:
        done = subprocess.run(
            command, cwd=made, capture_output=True, text=True, timeout=_AT_MOST_S, check=False, stdin=subprocess.DEVNULL
        )
        why = done.stderr.strip()[-300:] if done.returncode else ""
    except subprocess.TimeoutExpired:
        why = f"it took more than {_AT_MOST_S} s"
    if why:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        raise Missing(why)


CLIENTS = (
    Client(
        "AI SDK 6",
        ("ai@6.0.326", "@ai-sdk/mcp@1.0.102", "@ai-sdk/google@3.0.141", "@ai-sdk/openai@3.0.141"),
        "ai_sdk.mjs",
    ),
    Client(
        "AI SDK 7",
        ("ai@7.0.173", "@ai-sdk/mcp@2.0.99", "@ai-sdk/google@4.0.121", "@ai-sdk/openai@4.0.118"),
        "ai_sdk.mjs",
    ),
    Client("TypeScript SDK 1", ("@modelcontextprotocol/sdk@1.32.2",), "typescript_sdk.mjs"),
    Client(
        "TypeScript SDK 2",
        ("@modelcontextprotocol/client@2.4.0",),
        "typescript_sdk.mjs",
        (("VERSION_NEGOTIATION", "auto"),),
    ),
    Client("Python SDK 1", ("mcp==1.30.0",), "python_sdk_1.py"),
    Client("Python SDK 2", ("mcp==2.3.0",), "python_sdk_2.py"),
    Client("langchain", ("langchain-mcp-adapters==0.3.2",), "langchain.py"),
    Client("pydantic-ai", ("pydantic-ai-slim[mcp,openai,google]==2.68.0",), "pydantic_ai_client.py"),
    Client("openai-agents", ("openai-agents==0.24.0",), "openai_agents.py"),
    Client("google-genai", ("google-genai==3.6.1", "mcp==2.3.0"), "google_genai.py"),
    Client("google-adk", ("google-adk[mcp]==2.13.0",), "google_adk.py"),
    Client("crewai", ("crewai==1.15.30", "mcp==1.30.0"), "crewai_client.py"),
    Client("agno", ("agno[mcp]==3.1.10",), "agno_client.py"),
    Client("fastmcp", ("fastmcp==4.2.3",), "fastmcp_client.py"),
)
"""The table's rows."""
