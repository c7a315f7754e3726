"""Subscriptions to the inbox, in both protocol eras: a run that arrives is told to whoever asked for it.

Runs arrive from this process's worker or from another one on the same database, so the inbox is looked at, and only
while somebody listens.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable
from typing import Any

import anyio
from anyio import to_thread
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.session import ServerSession
from mcp.server.subscriptions import InMemorySubscriptionBus, ResourceUpdated, ServerEvent
from mcp.types import INVALID_PARAMS, EmptyResult, SubscribeRequestParams, UnsubscribeRequestParams

logger = logging.getLogger("schedule_mcp")

INBOX = "schedule-mcp://inbox"
LOOK_EVERY_S = 1.0


class Watch(InMemorySubscriptionBus):
    """Who listens, and the look at the inbox. `state` changes with the inbox; it may take a while."""

    def __init__(self, state: Callable[[], Hashable]) -> None:
        super().__init__()
        self._state = state
        self._streams = 0
        self._sessions: dict[int, ServerSession] = {}
        self._looking: asyncio.Task[None] | None = None

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        """A stream of the later era listens from now on; what arrives after this call is told."""
        release = super().subscribe(listener)
        self._streams += 1
        self._begin(self._state())
        open_ = True

        def unsubscribe() -> None:
            nonlocal open_
            self._streams -= open_
            open_ = False
            release()

        return unsubscribe

    async def on_subscribe(self, ctx: ServerRequestContext[Any], params: SubscribeRequestParams) -> EmptyResult:
        """A session of the earlier era listens from now on, until it ends."""
        _check(str(params.uri))
        found = await to_thread.run_sync(self._state)
        # Each request has a session object of its own; what they share, and what knows of the end, is the connection.
        connection = ctx.session._connection
        if id(connection) not in self._sessions:
            connection.exit_stack.callback(self._sessions.pop, id(connection), None)
        self._sessions[id(connection)] = ctx.session
        self._begin(found)
        return EmptyResult()

    async def on_unsubscribe(self, ctx: ServerRequestContext[Any], params: UnsubscribeRequestParams) -> EmptyResult:
        """The session listens no longer."""
        _check(str(params.uri))
        self._sessions.pop(id(ctx.session._connection), None)
        return EmptyResult()

    def _begin(self, found: Hashable) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look(found))

    async def _look(self, last: Hashable) -> None:
        while self._streams or self._sessions:
            await anyio.sleep(LOOK_EVERY_S)
            try:
                found = await to_thread.run_sync(self._state)
            except Exception:
                # Whatever keeps a database from answering now, the next look may find it again.
                logger.exception("the inbox could not be looked at")
                continue
            if found != last:
                last = found
                await self._tell()

    async def _tell(self) -> None:
        await self.publish(ResourceUpdated(uri=INBOX))
        for session in list(self._sessions.values()):
            await session.send_resource_updated(INBOX)


def _check(uri: str) -> None:
    if uri != INBOX:
        raise MCPError(code=INVALID_PARAMS, message=f"Resource not found; there is {INBOX}", data={"uri": uri})
