"""Values that the operator gave are taken out of everything, by their value."""

from __future__ import annotations

import base64
import io
import logging
import subprocess
import sys
from urllib.parse import quote

import pytest

from schedule_mcp.outside.secrets import redacted, remember, remember_headers, remember_url
from schedule_mcp.outside.text import cleaned, in_quotes, one_line, quoted, told

CANARY = "cnry-7f3a/9+b=42"


@pytest.fixture(autouse=True)
def _remembered() -> None:
    remember([CANARY])


FORMS = [
    CANARY,
    f"x{CANARY}y",
    f"https://a.example/?key={quote(CANARY, safe='')}",
    f'{{"key": "{CANARY}"}}',
    base64.b64encode(CANARY.encode()).decode(),
]


@pytest.mark.parametrize("text", FORMS)
def test_a_secret_is_taken_out_in_every_form(text: str) -> None:
    assert "***" in redacted(text)
    assert "cnry-7f3a" not in redacted(text)
    assert quote(CANARY, safe="") not in redacted(text)


@pytest.mark.parametrize("show", [quoted, one_line, in_quotes, told, cleaned])
@pytest.mark.parametrize("before", [0, 40, 55, 230])
def test_a_secret_at_a_cut_does_not_lose_its_end_and_stay(show: object, before: int) -> None:
    assert "cnry" not in str(show("x" * before + CANARY))  # type: ignore[operator]


def test_headers_are_known_whole_and_in_parts() -> None:
    basic = base64.b64encode(b"alice:pa55-w0rd-x").decode()
    remember_headers({"Authorization": "Bearer tok-1a2b3c4d", "Cookie": "sid=s1d-99887766; theme=dark"})
    remember_headers({"Proxy-Authorization": f"Basic {basic}", "Content-Type": "application/json"})
    for secret in ("tok-1a2b3c4d", "s1d-99887766", basic, "pa55-w0rd-x"):
        assert secret not in redacted(f"got {secret} back")
    assert redacted("application/json") == "application/json"


URLS = [
    ("postgresql://u:s3cr3t-pw@host/db", "s3cr3t-pw"),
    ("postgresql://u:s3cr3t%40pw@host/db", "s3cr3t@pw"),
    ("postgresql://u:s3cr3t@pw-2@host/db", "s3cr3t@pw-2"),
    ("https://u:s3cr3t/pw-3@host/", "s3cr3t/pw-3"),
]


@pytest.mark.parametrize(("url", "secret"), URLS)
def test_the_password_of_a_url_is_known(url: str, secret: str) -> None:
    remember_url(url)
    assert secret not in redacted(f"cannot connect with {secret}")


ORDINARY = ["test", "2026", "202611", "abc", "", "admin"]


@pytest.mark.parametrize("value", ORDINARY)
def test_a_short_word_or_number_is_left_since_answers_could_not_be_read(value: str) -> None:
    remember([value])
    assert redacted("admin test abc 2026 202611") == "admin test abc 2026 202611"


def test_a_word_in_a_header_of_its_own_name_is_left() -> None:
    remember_headers({"X-Stage": "production", "X-Token": "tangerines"})
    assert redacted("production tangerines") == "production ***"


def test_a_word_is_taken_out_only_by_itself() -> None:
    remember(["orchids"])
    assert redacted("orchids, orchidsellers") == "***, orchidsellers"


def test_every_logger_and_every_traceback_is_without_secrets() -> None:
    logger, stream = logging.getLogger("somebody.elses"), io.StringIO()
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        logger.debug("request %s", {"authorization": CANARY})
        try:
            raise ValueError(f"Illegal header value {CANARY}")
        except ValueError:
            logger.exception("it failed")
    finally:
        logger.removeHandler(handler)
    assert "cnry" not in stream.getvalue()
    assert "Illegal header value ***" in stream.getvalue()


@pytest.mark.parametrize("crash", ["f()", "import threading; t = threading.Thread(target=f); t.start(); t.join()"])
def test_a_crash_is_printed_without_secrets(crash: str) -> None:
    code = (
        "from schedule_mcp.outside.secrets import *\n"
        f"remember([{CANARY!r}]); guard_crashes()\n"
        "def f():\n    raise ValueError('with cnry-7f3a' + '/9+b=42')\n" + crash
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ValueError: with ***" in done.stderr
