"""The SDK's loops behind the wire: one for each protocol era, so that a connection may speak both.

The SDK settles on the era of the first request and refuses the other one for good. A client that probes with
`server/discover` and falls back to the handshake, or the other way round, would never be served.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

import anyio
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCResponse, jsonrpc_message_adapter
from mcp_types import ErrorData
from pydantic import ValidationError

from schedule_mcp.server.front import ENVELOPE, HANDSHAKE, INVALID_REQUEST, parsed
from schedule_mcp.server.wire import Wire

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

    from schedule_mcp.server.app import Server

_ANSWERS_WITHIN_S = 5.0
"""How long calls under way may still take after the end of input."""
_LOOK_EVERY_S = 0.01


class Loops:
    """The sink of a wire: each line goes to the loop of its era."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._loop = asyncio.get_running_loop()
        self._eras: dict[str, MemoryObjectSendStream[SessionMessage | Exception]] = {}
        self._ended = anyio.Event()

    async def run(self, server: Server) -> None:
        """Serve until the end of input, and until what was asked before it is answered."""
        async with anyio.create_task_group() as tasks:
            for era in (HANDSHAKE, ENVELOPE):
                self._eras[era], reads = anyio.create_memory_object_stream[SessionMessage | Exception](math.inf)
                writes, replies = anyio.create_memory_object_stream[SessionMessage](0)
                tasks.start_soon(server.serve_streams, reads, writes)
                tasks.start_soon(self._send, replies)
            self._wire.connect(self)
            await self._ended.wait()
            with anyio.move_on_after(_ANSWERS_WITHIN_S):
                while not self._wire.is_settled():
                    await anyio.sleep(_LOOK_EVERY_S)
            for stream in self._eras.values():
                stream.close()

    def take(self, era: str, line: bytes) -> None:
        """A line from the reading thread."""
        self._loop.call_soon_threadsafe(self._deliver, era, line)

    def end(self) -> None:
        """The end of input, from the reading thread."""
        self._loop.call_soon_threadsafe(self._ended.set)

    def _deliver(self, era: str, line: bytes) -> None:
        try:
            message: Any = jsonrpc_message_adapter.validate_json(line, by_name=False)
        except ValidationError:
            message = _unreadable_reply(line)
            if message is None:
                self._wire.refuse(line, "it is nested too deep, or its members are of the wrong kind")
                return
        self._eras[era].send_nowait(SessionMessage(message))

    async def _send(self, replies: MemoryObjectReceiveStream[SessionMessage]) -> None:
        async for each in replies:
            message = each.message
            reply_to = message.id if isinstance(message, JSONRPCResponse | JSONRPCError) else None
            self._wire.send(message.model_dump_json(by_alias=True, exclude_unset=True), reply_to)


def _unreadable_reply(line: bytes) -> JSONRPCError | None:
    """An answer of the client that cannot be read is a failed answer: whoever waits for it must learn of it."""
    message = parsed(line)
    if "method" in message:
        return None
    error = ErrorData(code=INVALID_REQUEST, message="the client's answer cannot be read")
    return JSONRPCError(jsonrpc="2.0", id=message["id"], error=error)
