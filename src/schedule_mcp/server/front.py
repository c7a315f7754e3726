"""The first answers, before the SDK is loaded, and the way of every other message to the SDK.

Loading the SDK takes most of a second, and some clients give a server less than that. What depends on committed files
only is answered here, in every protocol revision exactly as the SDK answers it (`tests/server/test_front.py` compares
them); whatever looks unusual in the least is handed on. The standard library alone is imported.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from schedule_mcp.server.published import Published

HANDSHAKE_VERSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
ENVELOPE_VERSION = "2026-07-28"
HANDSHAKE, ENVELOPE = "handshake", "envelope"
"""The two eras: a connection that begins with `initialize`, and requests that carry their protocol version each."""

_RESERVED = "io.modelcontextprotocol/"
_VERSION, _CLIENT, _CAPABILITIES, _SERVER = (
    _RESERVED + name for name in ("protocolVersion", "clientInfo", "clientCapabilities", "serverInfo")
)
_LISTS = {
    "tools/list": "tools",
    "prompts/list": "prompts",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
}
_GROUPS = ("sampling", "elicitation", "experimental", "extensions")
PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS = -32700, -32600, -32602


class Malformed(Exception):
    """A line that is no message of the protocol; `request_id` is the id that the reply should carry, if any."""

    def __init__(self, code: int, why: str, request_id: Any = None) -> None:
        super().__init__(why)
        self.code = code
        self.request_id = request_id

    def reply(self) -> dict[str, Any]:
        """The error reply as a message."""
        error = {"code": self.code, "message": str(self)}
        return {"jsonrpc": "2.0", "id": self.request_id, "error": error}


def parsed(line: bytes) -> dict[str, Any]:
    """The message of a line.

    Raises:
        Malformed: no JSON, no text (half of a surrogate pair), or no JSON-RPC message that MCP has.
    """
    try:
        text, whole = line.decode("utf-8"), True
    except UnicodeDecodeError:
        text, whole = line.decode("utf-8", "replace"), False
    try:
        message = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed(PARSE_ERROR, "Parse error: the line is no JSON") from None
    if not isinstance(message, dict):
        raise Malformed(INVALID_REQUEST, "Invalid request: a message is one JSON object on a line of its own")
    request_id = message.get("id")
    if not whole:
        raise Malformed(PARSE_ERROR, "Parse error: the line is not UTF-8", _echoed(request_id))
    if "\\u" in text and not _is_text(message):
        raise Malformed(PARSE_ERROR, "Parse error: half of a surrogate pair is no text", _echoed(request_id))
    _check(message)
    return message


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _is_text(message: Any) -> bool:
    try:
        json.dumps(message, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _echoed(request_id: Any) -> Any:
    """The id for an error reply: as it came where it can be told, else null."""
    if isinstance(request_id, bool) or not isinstance(request_id, str | int | float):
        return None
    return request_id if _is_text(request_id) else None


def _check(message: Mapping[str, Any]) -> None:
    """Refuse what the SDK would drop without an answer."""
    request_id = _echoed(message.get("id"))
    if message.get("jsonrpc") != "2.0":
        raise Malformed(INVALID_REQUEST, 'Invalid request: "jsonrpc" must be "2.0"', request_id)
    if "id" in message and (isinstance(message["id"], bool) or not isinstance(message["id"], str | int)):
        raise Malformed(INVALID_REQUEST, "Invalid request: an id is a string or an integer", request_id)
    if "method" in message:
        if not isinstance(message["method"], str):
            raise Malformed(INVALID_REQUEST, "Invalid request: a method is a string", request_id)
        if not isinstance(message.get("params", {}), dict | None):
            raise Malformed(INVALID_PARAMS, "Invalid params: they must be an object", request_id)
    elif "id" not in message or not ("result" in message or "error" in message):
        raise Malformed(INVALID_REQUEST, "Invalid request: there is no method", request_id)


def era_of(message: Mapping[str, Any]) -> str:
    """The era that a message belongs to, by itself: the version key is reserved for envelopes."""
    meta = (message.get("params") or {}).get("_meta")
    enveloped = isinstance(meta, dict) and _VERSION in meta
    return ENVELOPE if enveloped and message.get("method") != "initialize" else HANDSHAKE


class Front:
    """Answers of one connection. `reads_only` says whether writing tools are left out, None when it is not known."""

    def __init__(self, published: Published, reads_only: Callable[[], bool | None]) -> None:
        self._published = published
        self._reads_only = reads_only
        self._shook_hands = False

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        """The reply to a request, None for what the SDK must see to."""
        if "id" not in message or "method" not in message:
            return None
        envelope = era_of(message) == ENVELOPE
        result = self._enveloped(message) if envelope else self._in_session(message)
        return None if result is None else {"jsonrpc": "2.0", "id": message["id"], "result": result}

    def _in_session(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        method, params = message["method"], message.get("params", {})
        if method == "initialize":
            return self._initialized(params)
        if not _is_plain(params):
            return None
        if method == "ping":
            return {}
        return self._list(method) if self._shook_hands else None

    def _initialized(self, params: Any) -> dict[str, Any] | None:
        if not (isinstance(params, dict) and set(params) <= {"protocolVersion", "capabilities", "clientInfo", "_meta"}):
            return None
        version = params.get("protocolVersion")
        known = isinstance(version, str) and _is_client(params.get("clientInfo"))
        if not (known and _are_capabilities(params.get("capabilities")) and _is_meta(params.get("_meta", {}))):
            return None
        self._shook_hands = True
        return {
            "capabilities": self._published.capabilities(HANDSHAKE),
            "instructions": self._published.instructions,
            "protocolVersion": version if version in HANDSHAKE_VERSIONS else HANDSHAKE_VERSIONS[-1],
            "serverInfo": self._published.server_info,
        }

    def _enveloped(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        params = message["params"]
        meta = params["_meta"]
        if set(params) != {"_meta"} or not _is_meta(meta, {_VERSION, _CLIENT, _CAPABILITIES}):
            return None
        if meta[_VERSION] != ENVELOPE_VERSION or not _are_capabilities(meta.get(_CAPABILITIES)):
            return None
        if _CLIENT in meta and not _is_client(meta[_CLIENT]):
            return None
        result = self._discovered() if message["method"] == "server/discover" else self._list(message["method"])
        if result is None:
            return None
        stamp = {"_meta": {_SERVER: self._published.server_info}}
        return {**result, "cacheScope": "private", "resultType": "complete", "ttlMs": 0, **stamp}

    def _discovered(self) -> dict[str, Any]:
        return {
            "capabilities": self._published.capabilities(ENVELOPE),
            "instructions": self._published.instructions,
            "supportedVersions": [ENVELOPE_VERSION],
        }

    def _list(self, method: str) -> dict[str, Any] | None:
        what = _LISTS.get(method)
        if what is None:
            return None
        if what != "tools":
            return {what: self._published.listed(what)}
        reads_only = self._reads_only()
        if reads_only is None:
            return None
        tools = self._published.listed(what)
        return {what: [tool for tool in tools if not reads_only or tool["annotations"]["readOnlyHint"]]}


def _is_plain(params: Any) -> bool:
    """Whether parameters ask for nothing but the whole answer."""
    return isinstance(params, dict) and set(params) <= {"_meta"} and _is_meta(params.get("_meta", {}))


def _is_meta(meta: Any, reserved: frozenset[str] | set[str] = frozenset()) -> bool:
    """Whether metadata hold nothing reserved that is not named here, and a progress token that is one."""
    if not isinstance(meta, dict) or any(key.startswith(_RESERVED) and key not in reserved for key in meta):
        return False
    token = meta.get("progressToken", 0)
    return isinstance(token, str | int) and not isinstance(token, bool)


def _is_client(info: Any) -> bool:
    """Whether a client names itself in the plain way: texts only, with name and version."""
    if not isinstance(info, dict) or not {"name", "version"} <= set(info):
        return False
    plain = {"name", "version", "title", "description", "websiteUrl"}
    return set(info) <= plain and all(isinstance(value, str) for value in info.values())


def _are_capabilities(given: Any) -> bool:
    """Whether a client's capabilities have the shapes that need no second look."""
    if not isinstance(given, dict) or not set(given) <= {"roots", *_GROUPS}:
        return False
    roots = given.get("roots", {})
    if not isinstance(roots, dict) or not set(roots) <= {"listChanged"}:
        return False
    if not isinstance(roots.get("listChanged", True), bool):
        return False
    rest = [given.get(name, {}) for name in _GROUPS]
    return all(isinstance(each, dict) and all(isinstance(v, dict) for v in each.values()) for each in rest)
