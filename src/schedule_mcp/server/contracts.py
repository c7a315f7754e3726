"""The contract of every tool as a client sees it, one JSON file each, and what else the front answers from.

python -m schedule_mcp.server.contracts FOLDER           write them
python -m schedule_mcp.server.contracts --check FOLDER   exit 1 when a file differs
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
from mcp import Client

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, build_server
from schedule_mcp.server.front import ENVELOPE, HANDSHAKE
from schedule_mcp.server.published import FILE_NAME, file


async def contracts() -> dict[str, str]:
    """File name to text: a contract for each tool, and `published.json` with the rest that clients are told."""
    app = App(Config("local", {"local": {"kind": "local", "data_dir": "."}}, Path(), "contracts"), work=False)
    server = build_server(app)
    async with Client(server) as client:
        tools = _plain((await client.list_tools()).tools)
        rest = {
            "capabilities": {HANDSHAKE: {}, ENVELOPE: _plain(client.server_capabilities)},
            "tools": [tool["name"] for tool in tools],
            "prompts": _plain((await client.list_prompts()).prompts),
            "resources": _plain((await client.list_resources()).resources),
            "resourceTemplates": _plain((await client.list_resource_templates()).resource_templates),
        }
    async with Client(server, mode="legacy") as client:
        rest["capabilities"][HANDSHAKE] = _plain(client.server_capabilities)
    files: dict[str, Any] = {f"{tool['name']}.json": tool for tool in tools}
    return {name: json.dumps(held, indent=2) + "\n" for name, held in {**files, FILE_NAME: rest}.items()}


def _plain(models: Any) -> Any:
    if isinstance(models, list):
        return [_plain(each) for each in models]
    return models.model_dump(mode="json", by_alias=True, exclude_none=True)


def differing(folder: Path) -> list[str]:
    """The names of files that are missing, stale or too many."""
    wanted = anyio.run(contracts)
    present = {path.name for path in folder.glob("*.json")}
    stale = [name for name, text in wanted.items() if _text(_path(folder, name)) != text]
    return sorted({*stale, *(present - set(wanted))})


def _path(folder: Path, name: str) -> Path:
    return file() if name == FILE_NAME else folder / name


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main() -> int:
    check = "--check" in sys.argv
    folder = Path(sys.argv[-1])
    if check:
        names = differing(folder)
        print("stale: " + ", ".join(names) if names else "all contracts are current")
        return int(bool(names))
    for name, text in anyio.run(contracts).items():
        _path(folder, name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
