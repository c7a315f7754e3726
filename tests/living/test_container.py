"""The container files, as far as they can be tried without a container engine."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from schedule_mcp.cli.commands import commands

TOP = Path(__file__).parents[2]
CONTAINER = (TOP / "shelf" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")


def instruction(name: str) -> str:
    (found,) = re.findall(rf"^{name} (.*)$", CONTAINER, re.MULTILINE)
    return str(found)


def test_it_runs_as_a_user_without_rights_and_has_a_health_check() -> None:
    assert instruction("USER") == "10001"
    assert CONTAINER.index("\nUSER ") < CONTAINER.index("\nENTRYPOINT ")
    check = json.loads(instruction("HEALTHCHECK").split("CMD", 1)[1])
    compile(check[2], "health", "exec")
    port = instruction("EXPOSE")
    assert f":{port}/healthz" in check[2]
    assert f":{port}" in json.loads(instruction("CMD"))[2]


def test_what_it_copies_is_there() -> None:
    for line in re.findall(r"^COPY (.*)$", CONTAINER, re.MULTILINE):
        *sources, _ = shlex.split(line)
        assert all((TOP / source).exists() for source in sources)


def test_its_commands_are_commands_of_ours() -> None:
    words = json.loads(instruction("CMD"))
    commands().commands[words[0]].make_context(words[0], words[1:])
    compose = (TOP / "shelf" / "compose.yaml").read_text(encoding="utf-8")
    serve = re.findall(r"^      - (--\S+|serve)$", compose, re.MULTILINE)
    commands().commands[serve[0]].make_context(serve[0], serve[1:])


@pytest.mark.parametrize("wanted", ["read_only: true", 'cap_drop: ["ALL"]', "no-new-privileges:true"])
def test_both_services_are_shut_in(wanted: str) -> None:
    assert (TOP / "shelf" / "compose.yaml").read_text(encoding="utf-8").count(wanted) == 2
