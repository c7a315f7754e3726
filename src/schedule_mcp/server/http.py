"""Streamable HTTP: who may ask, a health check, and the address said once it is there."""

from __future__ import annotations

import hmac
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvicorn
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from pydantic import AnyHttpUrl
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from schedule_mcp.config.load import Config
from schedule_mcp.server.app import App, build_server, log_to_standard_error, log_what_is_not_used

PATH, HEALTH = "/mcp", "/healthz"
_ENDS_WITHIN_S = 2
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = r"(?P<host>\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?"
_HOST_HEADER = re.compile(_HOST, re.IGNORECASE)
_ORIGIN = re.compile(rf"(?P<scheme>[a-z][a-z0-9+.-]*)://{_HOST}", re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """Whether a name stands for this machine alone."""
    return host.strip("[]").lower() in _LOOPBACK


def is_origin(text: str) -> bool:
    """Whether a text is an origin as browsers send it: a scheme, a host, and at most a port."""
    return _ORIGIN.fullmatch(text) is not None


@dataclass(frozen=True)
class Access:
    """Who may ask: names of this server besides loopback, pages besides those on localhost, a token ("": none)."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    token: str = ""

    def takes_host(self, header: str) -> bool:
        """Whether a Host header names this server; a name without a port is meant with any."""
        found = _HOST_HEADER.fullmatch(header)
        if found is None:
            return False
        allowed = {host.lower() for host in self.hosts}
        return is_loopback(found["host"]) or bool({found["host"].lower(), header.lower()} & allowed)

    def takes_origin(self, header: str) -> bool:
        """Whether a page of this origin may ask."""
        found = _ORIGIN.fullmatch(header)
        if found is None:
            return False
        on_localhost = found["scheme"].lower() in ("http", "https") and is_loopback(found["host"])
        return on_localhost or header.lower() in {origin.lower() for origin in self.origins}


class Guard:
    """Turns away requests under a foreign name (a page that had its name rebound) and from foreign pages."""

    def __init__(self, inner: ASGIApp, access: Access) -> None:
        self._inner = inner
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] == "http" else None
        await (refusal or self._inner)(scope, receive, send)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        if not self._access.takes_host(headers.get("host", "")):
            return PlainTextResponse("This server has another name: see --allowed-host.", 421)
        origin = headers.get("origin")
        if origin is not None and not self._access.takes_origin(origin):
            return PlainTextResponse("Pages of this origin may not ask: see --allowed-origin.", 403)
        return None


class OneToken(TokenVerifier):
    """The operator's token, and no other."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def verify_token(self, token: str) -> AccessToken | None:
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        return AccessToken(token=token, client_id="operator", scopes=[])


def http_app(app: App, access: Access, url: str = "http://127.0.0.1") -> tuple[ASGIApp, Any]:
    """The application, and the session manager that must run while it serves."""
    server = build_server(app)

    async def health(_: Any) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    server.custom_route(HEALTH, methods=["GET"])(health)
    auth = AuthSettings(issuer_url=AnyHttpUrl(url), resource_server_url=None) if access.token else None
    inner = server.http_app(PATH, auth, OneToken(access.token) if access.token else None)
    pages = CORSMiddleware(
        inner,
        allow_origin_regex=".*",  # The guard has turned the others away.
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        expose_headers=["mcp-session-id", "mcp-protocol-version", "www-authenticate"],
    )
    return Guard(pages, access), server.session_manager


def serve_http(config: Config, host: str, port: int, access: Access, say: Callable[[str], Any]) -> None:
    """Serve until it is told to stop. `say` gets the address once it takes connections.

    Raises:
        OSError: the address cannot be had.
    """
    log_to_standard_error()
    log_what_is_not_used(config)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listening.getsockname()[1]}"
    app = App(config)
    try:
        asgi, _ = http_app(app, access, url)
        settings = uvicorn.Config(
            asgi, log_level="warning", access_log=False, timeout_graceful_shutdown=_ENDS_WITHIN_S, lifespan="on"
        )
        app.answered()
        say(f"{url}{PATH}")
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:
        # The HTTP server has ended what was under way and only passes the interrupt on.
        return
    finally:
        listening.close()
        app.close()
