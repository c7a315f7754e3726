"""Telling people that a run was made, failed or was missed: by a signed webhook, a command, e-mail, on the desktop, or
by any service that Apprise knows.

Each notification has a thread and a queue of its own, so that no run ever waits for one. It is tried three times and
is then given up with a line in the log; what waits while the process is killed is lost. Runs themselves are not: they
are in the history.
"""

from __future__ import annotations

import json
import logging
import smtplib
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from queue import Full, Queue
from typing import Any
from urllib.parse import unquote, urlsplit

from schedule_mcp.engine import commands
from schedule_mcp.engine.port import Event
from schedule_mcp.engine.targets import Post, post_with_httpx, signature
from schedule_mcp.outside.text import one_line, visible

logger = logging.getLogger("schedule_mcp.notify")

EVENTS = ("fired", "failed", "missed")
DEFAULT_EVENTS = ("failed", "missed")
TIMEOUT_S = 20.0
WAITING_AT_MOST = 1_000
"""Notifications of one target that wait; more are dropped, and that is logged."""

RETRIES_S = (2.0, 10.0)
_CLOSE_WITHIN_S = 5.0
_DETAIL_SHOWN = 1_000
_DONE = {"fired": "ran", "failed": "FAILED", "missed": "was missed"}


@dataclass(frozen=True)
class Mail:
    """Where e-mail goes: `smtp` is smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS (none on this machine)."""

    smtp: str
    sender: str
    to: Sequence[str]
    username: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Notification:
    """Who is told of what: exactly one of `url`, `command`, `mail`, `desktop` and `services` is set."""

    name: str
    on: Sequence[str] = DEFAULT_EVENTS
    agents: Sequence[str] = ()
    """Of these agents only; empty: of all."""
    url: str = ""
    secret: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    command: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    mail: Mail | None = None
    desktop: bool = False
    services: Sequence[str] = field(default=(), repr=False)
    """URLs as Apprise has them."""
    timeout_s: float = TIMEOUT_S

    def wants(self, event: Event) -> bool:
        return event.what in self.on and (not self.agents or event.agent in self.agents)


class Undelivered(Exception):
    """A notification did not arrive; the text says why."""


Send = Callable[[Notification, Event, datetime], None]
"""Delivers one, or raises `Undelivered`."""


class Notifier:
    """The notifications of one engine. `tell` returns at once, whatever their receivers do."""

    def __init__(
        self,
        notifications: Iterable[Notification],
        now: Callable[[], datetime],
        *,
        send: Send | None = None,
        retries_s: Sequence[float] = RETRIES_S,
    ) -> None:
        self._now = now
        self._send = send or deliver
        self._retries_s = retries_s
        self._closing = threading.Event()
        self._queues = {each.name: Queue[Event | None](WAITING_AT_MOST) for each in notifications}
        self._notifications = {each.name: each for each in notifications}
        self._threads: dict[str, threading.Thread] = {}

    def tell(self, event: Event) -> None:
        """Hand an event to those that want it."""
        for name, each in self._notifications.items():
            if not each.wants(event):
                continue
            try:
                self._queues[name].put_nowait(event)
            except Full:
                logger.warning("notify %s: %d wait already, one is dropped: %s", name, WAITING_AT_MOST, event.run)
            if name not in self._threads:
                thread = threading.Thread(target=self._run, args=(name,), name="schedule-mcp-notify", daemon=True)
                self._threads[name] = thread
                thread.start()

    def close(self, within_s: float = _CLOSE_WITHIN_S) -> None:
        """Deliver what waits, for a while, and end."""
        self._closing.set()
        for name in self._threads:
            with suppress(Full):
                self._queues[name].put_nowait(None)
        for thread in self._threads.values():
            thread.join(within_s / max(len(self._threads), 1))

    def _run(self, name: str) -> None:
        queue = self._queues[name]
        while (event := queue.get()) is not None:
            self._deliver(self._notifications[name], event)
            if self._closing.is_set() and queue.empty():
                return

    def _deliver(self, notification: Notification, event: Event) -> None:
        for wait_s in (*self._retries_s, None):
            try:
                self._send(notification, event, self._now())
            except Undelivered as error:
                last = str(error)
            except Exception as error:  # noqa: BLE001 - a library of a service may raise anything
                last = f"{type(error).__name__}: {error}"
            else:
                return
            if wait_s is None or self._closing.wait(wait_s):
                break
        logger.warning("notify %s: %s was not told: %s", notification.name, event.run, one_line(last))


# -- what is said ------------------------------------------------------------------------------------------------


def title_of(event: Event) -> str:
    """One line: the schedule and what became of its run."""
    if event.what == "missed" and event.missed > 1:
        return f"{one_line(event.name)}: {event.missed} runs were missed"
    return f"{one_line(event.name)} {_DONE[event.what]}"


def text_of(event: Event) -> str:
    """A few lines: when it was due, for whom, and what is known of its end."""
    due = event.due.astimezone(UTC)
    lines = [f"{title_of(event)}.", f"Due {due:%Y-%m-%d %H:%M:%S} UTC, agent {one_line(event.agent)}, run {event.run}."]
    if event.missed and event.what != "missed":
        lines.append(f"{event.missed} runs before it were missed; this one stands for them.")
    if event.detail:
        lines.append(visible(event.detail[:_DETAIL_SHOWN], "\n"))
    return "\n".join(lines)


def body_of(event: Event) -> bytes:
    """The JSON of a webhook, and what a command gets on its standard input."""
    due = event.due.astimezone(UTC).isoformat().replace("+00:00", "Z")
    data: dict[str, Any] = {"run": event.run, "schedule": event.schedule, "name": event.name, "agent": event.agent}
    data |= {"due": due, "missed": event.missed, "detail": event.detail}
    data |= {"title": title_of(event), "text": text_of(event)}
    return json.dumps({"type": f"run.{event.what}", "timestamp": due, "data": data}, ensure_ascii=False).encode()


# -- how it goes out ---------------------------------------------------------------------------------------------


def deliver(notification: Notification, event: Event, now: datetime) -> None:
    """Send one notification.

    Raises:
        Undelivered
    """
    if notification.url:
        call(notification, event, now)
    elif notification.command:
        _start(notification, event)
    elif notification.mail is not None:
        _mail(notification.mail, event, notification.timeout_s)
    elif notification.desktop:
        _show(event)
    else:
        _by_services(notification.services, event)


def call(notification: Notification, event: Event, now: datetime, post: Post = post_with_httpx) -> None:
    """POST it, signed as runs are."""
    body, timestamp = body_of(event), int(now.timestamp())
    message = f"{event.run}:{event.what}"
    headers = {**notification.headers, "content-type": "application/json"}
    headers |= {"webhook-id": message, "webhook-timestamp": str(timestamp)}
    if notification.secret:
        headers["webhook-signature"] = signature(notification.secret, message, timestamp, body)
    try:
        status = post(notification.url, body, headers, notification.timeout_s)
    except OSError as error:
        raise Undelivered(f"no answer: {type(error).__name__}") from None
    if not 200 <= status < 300:
        raise Undelivered(f"answered {status}")


def _start(notification: Notification, event: Event) -> None:
    told = {
        "SCHEDULE_MCP_EVENT": event.what,
        "SCHEDULE_MCP_RUN_ID": event.run,
        "SCHEDULE_MCP_NAME": one_line(event.name),
        "SCHEDULE_MCP_TITLE": title_of(event),
        "SCHEDULE_MCP_TEXT": text_of(event).replace("\0", " "),
    }
    variables = commands.environment(notification.env, told)
    end = commands.run(notification.command, body_of(event), notification.timeout_s, variables, None)
    if end.code != 0:
        raise Undelivered(end.detail)


def message_of(mail: Mail, event: Event) -> EmailMessage:
    """The e-mail of an event."""
    message = EmailMessage()
    message["Subject"] = title_of(event)
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message.set_content(text_of(event))
    return message


def _mail(mail: Mail, event: Event, timeout_s: float) -> None:
    parts = urlsplit(mail.smtp)
    host = parts.hostname or ""
    try:
        with _connected(parts.scheme, host, parts.port, timeout_s) as server:
            if mail.username:
                server.login(unquote(mail.username), mail.password)
            server.send_message(message_of(mail, event))
    except (OSError, smtplib.SMTPException) as error:
        # Its text may hold what the server said to the password.
        raise Undelivered(f"{host}: {type(error).__name__}") from None


def _connected(scheme: str, host: str, port: int | None, timeout_s: float) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=timeout_s, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port or 587, timeout=timeout_s)
    if not is_here(host):
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def is_here(host: str) -> bool:
    """Whether a host is this machine, to which nothing needs to be encrypted."""
    return host in ("127.0.0.1", "localhost", "::1")


def _show(event: Event) -> None:
    from desktop_notifier.sync import DesktopNotifierSync

    DesktopNotifierSync(app_name="schedule-mcp").send(title=title_of(event), message=text_of(event))


def _by_services(urls: Sequence[str], event: Event) -> None:
    import apprise

    told: Any = apprise.Apprise()
    told.add(list(urls))
    if not told.notify(title=title_of(event), body=text_of(event)):
        raise Undelivered("a service did not take it")
