"""The standard streams as lines, and where each line goes. The standard library alone is imported.

One thread reads and one writes, for as long as the process lives. While the SDK loads, what it must see to waits here,
in the order in which it came.
"""

from __future__ import annotations

import json
import os
import threading
from queue import SimpleQueue

from schedule_mcp.server.front import INVALID_REQUEST, Malformed, era_of, parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    from schedule_mcp.server.front import Front

    class Sink(Protocol):
        """What takes the messages that the front hands on. Called on the reading thread."""

        def take(self, era: str, line: bytes) -> None: ...

        def end(self) -> None: ...


_CHUNK = 1 << 16
_END = b""


def take_standard_streams() -> tuple[int, int]:
    """Descriptors of the protocol. What else reads standard input finds its end; what else prints goes to the log."""
    reads, writes = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return reads, writes


def lines_of(descriptor: int) -> Iterator[bytes]:
    """The lines of a descriptor without their ends; what stands after the last end of line is a line too."""
    held: list[bytes] = []
    while chunk := _read(descriptor):
        first, *others = chunk.split(b"\n")
        held.append(first)
        for other in others:
            yield b"".join(held)
            held = [other]
    if last := b"".join(held):
        yield last


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError:
        # A client that is gone is the end of input.
        return _END


class Wire:
    """One connection over two descriptors: replies of the front go out at once, the rest to the sink, in order."""

    def __init__(self, front: Front, reads: int, writes: int) -> None:
        self._front = front
        self._reads, self._writes = reads, writes
        self._out: SimpleQueue[bytes] = SimpleQueue()
        self._lock = threading.Lock()
        self._sink: Sink | None = None
        self._waiting: list[tuple[str, bytes]] = []
        self._silenced: list[Any] = []
        self._open: dict[str, None] = {}
        self.answered = threading.Event()
        """Set once something was sent, or nothing more comes."""
        self._ended = False
        self._writer = threading.Thread(target=self._write, name="stdout", daemon=True)

    def start(self) -> None:
        """Read and write from now on."""
        threading.Thread(target=self._receive, name="stdin", daemon=True).start()
        self._writer.start()

    def connect(self, sink: Sink) -> None:
        """Hand over what waits, and from now on everything as it comes, and the end of input."""
        with self._lock:
            for era, line in self._waiting:
                sink.take(era, line)
            self._waiting.clear()
            self._sink = sink
            if self._ended:
                sink.end()

    def send(self, text: str, reply_to: Any = None) -> None:
        """Send a message of the SDK, unless the front has sent that reply already."""
        if reply_to is not None:
            with self._lock:
                if reply_to in self._silenced:
                    self._silenced.remove(reply_to)
                    return
                self._settle(reply_to)
        self._put(text.encode("utf-8"))

    def refuse(self, line: bytes, why: str) -> None:
        """Reply to a request that the front let pass and the SDK cannot read."""
        request_id = parsed(line).get("id")
        if request_id is not None:
            self.send(json.dumps(Malformed(INVALID_REQUEST, f"Invalid request: {why}", request_id).reply()), request_id)

    def is_settled(self) -> bool:
        """Whether every request that was handed on is answered."""
        with self._lock:
            return not self._open

    def close(self, seconds: float = 5.0) -> None:
        """Send what is still to be sent."""
        self._out.put(_END)
        self._writer.join(seconds)

    def _receive(self) -> None:
        for line in lines_of(self._reads):
            if line.strip():
                self._take(line)
        with self._lock:
            self._ended = True
            if self._sink is not None:
                self._sink.end()
        self.answered.set()

    def _take(self, line: bytes) -> None:
        try:
            message = parsed(line)
        except Malformed as error:
            self._put(json.dumps(error.reply()).encode())
            return
        reply = self._front.answer(message)
        if reply is not None:
            self._put(json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode())
        if reply is None or message["method"] == "initialize":
            self._hand_on(message, line, is_answered=reply is not None)

    def _hand_on(self, message: Mapping[str, Any], line: bytes, is_answered: bool) -> None:
        era = era_of(message)
        with self._lock:
            if is_answered:
                # The SDK's session begins with this message too; the client has its reply.
                self._silenced.append(message["id"])
            elif "method" in message and "id" in message:
                self._open[_key(message["id"])] = None
            elif message.get("method") == "notifications/cancelled":
                self._settle((message.get("params") or {}).get("requestId"))
            if self._sink is None:
                self._waiting.append((era, line))
            else:
                self._sink.take(era, line)

    def _settle(self, request_id: Any) -> None:
        self._open.pop(_key(request_id), None)

    def _put(self, line: bytes) -> None:
        self._out.put(line + b"\n")
        self.answered.set()

    def _write(self) -> None:
        while line := self._out.get():
            try:
                view = memoryview(line)
                while view:
                    view = view[os.write(self._writes, view) :]
            except OSError:
                # Nobody reads any more; the end of input follows.
                return


def _key(request_id: Any) -> str:
    return json.dumps(request_id, default=str)
