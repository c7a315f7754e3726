"""The table of clients and transports, by one command:

python -m tests.clients            run every client over every transport and print the table
python -m tests.clients --write    and write it to docs/clients.md
python -m tests.clients NAME …     only these clients
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.clients.environments import CLIENTS, Missing
from tests.clients.table import TRANSPORTS, cell, rows

PAGE = Path(__file__).parents[2] / "docs" / "clients.md"
BEGIN, END = "<!-- clients: python -m tests.clients --write -->\n", "<!-- end -->"


def main() -> int:
    names = [word for word in sys.argv[1:] if not word.startswith("--")]
    clients = tuple(client for client in CLIENTS if not names or client.name in names)
    cells, failed = {}, False
    for client in clients:
        for transport in TRANSPORTS:
            try:
                found = cell(client, transport)
                failed = failed or bool(found.problems)
                cells[client.name, transport] = found.text
            except Missing as why:
                failed = True
                cells[client.name, transport] = f"not to be had here: {why}"
            print(f"{client.name:18} {transport:6} {cells[client.name, transport]}", flush=True)
    table = rows(cells, clients)
    print("\n" + table)
    if "--write" in sys.argv and not names:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + table + END + rest.partition(END)[2], encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
