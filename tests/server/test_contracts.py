"""The committed contracts of the tools are what clients see."""

from __future__ import annotations

from pathlib import Path

from schedule_mcp.server.contracts import differing


def test_the_committed_contracts_are_current() -> None:
    """After a wanted change: python -m schedule_mcp.server.contracts tools"""
    assert differing(Path(__file__).parents[2] / "tools") == []
