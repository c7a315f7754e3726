"""What stands on the shelves: the registry's description, the bundle, the lines for clients, the page of errors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

from schedule_mcp.config.table import known_variables
from tests import errors_page

TOP = Path(__file__).parents[2]
SHELF = TOP / "shelf"
VERSION = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def loaded(name: str) -> Any:
    return json.loads((SHELF / name).read_text(encoding="utf-8"))


def test_all_carry_the_version_of_the_package() -> None:
    server, bundle = loaded("server.json"), loaded("manifest.json")
    assert {server["version"], server["packages"][0]["version"], bundle["version"]} == {VERSION}
    inside = tomllib.loads((SHELF / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (inside["version"], inside["dependencies"]) == (VERSION, [f"schedule-mcp=={VERSION}"])


def test_the_registry_finds_its_name_in_the_readme_and_only_variables_that_mean_something() -> None:
    server = loaded("server.json")
    assert f"<!-- mcp-name: {server['name']} -->" in (TOP / "README.md").read_text(encoding="utf-8")
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", server["name"])
    assert len(server["description"]) <= 100
    (package,) = server["packages"]
    assert (package["registryType"], package["identifier"], package["transport"]) == (
        "pypi",
        "schedule-mcp",
        {"type": "stdio"},
    )
    assert {each["name"] for each in package["environmentVariables"]} <= set(known_variables())


def test_the_bundle_starts_what_it_holds_and_asks_only_for_settings() -> None:
    bundle = loaded("manifest.json")
    started = bundle["server"]["mcp_config"]
    assert (SHELF / bundle["server"]["entry_point"]).is_file()
    assert started["args"][-1] == bundle["server"]["entry_point"]
    asked = {f"${{user_config.{name}}}" for name in bundle["user_config"]}
    assert set(started["env"].values()) == asked
    assert set(started["env"]) <= set(known_variables())


def test_the_bundles_own_tool_takes_it() -> None:
    if shutil.which("mcpb") is None:
        pytest.skip("NOT TRIED: mcpb is not installed (npm install --global @anthropic-ai/mcpb)")
    done = subprocess.run(
        ["mcpb", "validate", str(SHELF / "manifest.json")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


async def _answered(command: str, args: list[str], env: dict[str, str]) -> str:
    async with (
        stdio_client(StdioServerParameters(command=command, args=args, env=env)) as (read, write),
        ClientSession(read, write) as session,
    ):
        found = await session.initialize()
        return found.server_info.name


@pytest.mark.slow
def test_what_the_bundle_starts_is_the_server_with_empty_settings_too(tmp_path: Path) -> None:
    """A host writes an empty text for what its user left empty."""
    env = {"SCHEDULE_MCP_TIMEZONE": "", "SCHEDULE_MCP_CONFIG": "", "SCHEDULE_MCP_DATA_DIR": str(tmp_path)}
    assert anyio.run(_answered, sys.executable, [str(SHELF / "main.py")], env) == "schedule-mcp"


LINES = re.findall(
    r"^\| [^|]+ \| `(\{.*\}|mcp_servers.*)` \|$", (TOP / "docs" / "clients.md").read_text(encoding="utf-8"), re.M
)


def test_the_lines_for_clients_are_json_or_toml_and_start_our_command() -> None:
    found = []
    for line in LINES:
        table = json.loads(line) if line.startswith("{") else tomllib.loads(line)
        servers = next(iter(table.values()))
        found.append(servers["schedules"]["command"])
        assert set(servers["schedules"].get("env", {})) <= set(known_variables())
    assert found == ["schedule-mcp"] * 5


def test_the_page_of_errors_is_current() -> None:
    """After a wanted change: python -m tests.errors_page --write"""
    assert errors_page.is_current()
