"""MCP over standard input and output: the front answers at once, the SDK is loaded behind it."""

from __future__ import annotations

import gc
import os
import sys

from schedule_mcp.config.where import said_at_start
from schedule_mcp.server.front import Front
from schedule_mcp.server.published import Published
from schedule_mcp.server.wire import Wire, take_standard_streams

_FIRST_ANSWER_WITHIN_S = 0.05
"""Loading the SDK begins after the first answer or this time, since both need the interpreter's lock."""
_SWITCH_S = 0.000_5


def serve_stdio(config_path: str = "") -> None:
    """Serve until the client closes the input.

    Raises:
        ConfigError: what was asked meanwhile stays without an answer.
    """
    # Importing the SDK makes several hundred thousand objects that live for ever; collecting them is wasted time.
    gc.disable()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    wire = Wire(front_of(config_path), *take_standard_streams())
    wire.start()
    wire.answered.wait(_FIRST_ANSWER_WITHIN_S)
    import signal

    # The event loop would hold an interrupt back until the client says something. Nothing depends on a clean stop.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from schedule_mcp.config.load import load
    from schedule_mcp.outside.secrets import guard_crashes

    guard_crashes()
    config = load(config_path)
    from schedule_mcp.server.app import serve_wire

    gc.freeze()
    gc.enable()
    sys.setswitchinterval(usual)
    serve_wire(config, wire)


def front_of(config_path: str) -> Front:
    """The front of a connection under a configuration."""
    return Front(Published(said_at_start(config_path, os.environ)), lambda: reads_only(config_path))


def reads_only(config_path: str) -> bool | None:
    """Whether the operator allows reading only; None where that cannot be told without a closer look."""
    from schedule_mcp.config import sources
    from schedule_mcp.errors import ConfigError

    try:
        return sources.reads_only(sources.find(config_path, os.environ), os.environ)
    except ConfigError:
        return None
