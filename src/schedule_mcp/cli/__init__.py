"""The command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The command `schedule-mcp`. What it needs is loaded only here, since a client waits for the server's start."""
    from schedule_mcp.cli.serving import serve_stdio, stdio_config

    completes = "_SCHEDULE_MCP_COMPLETE" in os.environ
    config_path = None if completes else stdio_config(sys.argv[1:], sys.stdin.isatty())
    if config_path is not None:
        serve_stdio(config_path)
        return
    from schedule_mcp.cli.commands import main as run

    run()
