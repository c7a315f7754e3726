"""The contract of every tool as a client sees it, one JSON file each.

python -m schedule_mcp.server.contracts FOLDER           write them
python -m schedule_mcp.server.contracts --check FOLDER   exit 1 when a file differs
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anyio
from mcp import Client

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, build_server


async def contracts() -> dict[str, str]:
    """File name to text."""
    folder = Path()
    app = App(Config("local", {"local": {"kind": "local", "data_dir": "."}}, folder, "contracts"), work=False)
    async with Client(build_server(app)) as client:
        listed = (await client.list_tools()).tools
    return {
        f"{tool.name}.json": json.dumps(tool.model_dump(mode="json", by_alias=True, exclude_none=True), indent=2) + "\n"
        for tool in listed
    }


def differing(folder: Path) -> list[str]:
    """The names of files that are missing, stale or too many."""
    wanted = anyio.run(contracts)
    present = {path.name for path in folder.glob("*.json")}
    stale = [n for n, text in wanted.items() if n not in present or (folder / n).read_text(encoding="utf-8") != text]
    return sorted({*stale, *(present - set(wanted))})


def main() -> int:
    check = "--check" in sys.argv
    folder = Path(sys.argv[-1])
    if check:
        names = differing(folder)
        print("stale: " + ", ".join(names) if names else "all contracts are current")
        return int(bool(names))
    for name, text in anyio.run(contracts).items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
