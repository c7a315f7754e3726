"""The command line."""

from __future__ import annotations


def main() -> None:
    """The command `schedule-mcp`; what it needs is loaded only here."""
    from schedule_mcp.cli.commands import main as run

    run()
