"""Every refusal offers what can be sent, and each offer, sent back as it stands, is accepted."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schedule_mcp.backends.base import Backend
from schedule_mcp.errors import InputError, Unsupported
from schedule_mcp.policy.rules import Policy
from schedule_mcp.service import Service, calls
from schedule_mcp.writes.journal import Journal
from tests.backends.kinds import CLASSES, SETTINGS

PHRASES = Path(__file__).parents[1] / "language" / "phrases.jsonl"
BACKENDS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "sequentum": ("sequentum", {}),
    "agentscope": ("agentscope", {}),
    "uranus": ("uranus", {}),
    "wide": ("orq", {"contract": "wide"}),
    "narrow": ("orq", {"contract": "narrow"}),
}


def made(name: str, now: datetime) -> Backend:
    kind, settings = BACKENDS[name]
    backend: Backend = CLASSES[kind].from_config(name, {**SETTINGS[kind], **settings}, now=lambda: now)
    return backend


def service_of(now: datetime, timezone: str, *names: str) -> Service:
    backends = {name: made(name, now) for name in names}
    return Service(
        backends,
        default_backend=names[0],
        timezone=timezone,
        policy=Policy(),
        journal=Journal(None, lambda: now),
        now=lambda: now,
    )


def rows() -> list[dict[str, Any]]:
    found = map(json.loads, PHRASES.read_text(encoding="utf-8").splitlines())
    return [row for row in found if row["expect"]["kind"] == "runs"]


@pytest.mark.slow
@pytest.mark.parametrize("name", BACKENDS)
def test_offers_over_all_phrases_are_accepted_as_they_stand(name: str) -> None:
    """The backend alone: what it offers itself. A single run has no words of its own on narrow shapes."""
    wrong, without, refused = [], [], 0
    for row in rows():
        now = datetime.fromisoformat(row["now"]).astimezone(UTC)
        service = service_of(now, row["timezone"], name)
        try:
            service.preview(calls.Preview(row["text"]))
            continue
        except Unsupported as refusal:
            refused += 1
            offers, reason = refusal.alternatives, refusal.reason
        except InputError:
            continue
        if not offers:
            without.append((reason, row["text"]))
        for offer in offers:
            answer = service.preview(calls.Preview(**{"when": row["text"], **offer}))
            if answer["status"] != "previewed" or len(offers) > 3:
                wrong.append((row["text"], offer))
    assert wrong == []
    assert refused > 40
    none = [text for reason, text in without if not (name == "narrow" and reason in ("once", "window"))]
    assert none == [], f"{len(none)} of {refused} refusals without an offer"


def test_another_backend_is_offered_only_where_it_takes_the_whole_call() -> None:
    now = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
    service = service_of(now, "UTC", "agentscope", "sequentum", "wide")
    call = {"name": "n", "when": "tomorrow at 12:00", "input": "say hello"}
    with pytest.raises(Unsupported) as caught:
        service.create(calls.Create(**call))
    # Sequentum takes JSON only, so the next one is offered.
    assert {"backend": "wide", "agent_id": ""} in caught.value.alternatives
    with pytest.raises(Unsupported) as caught:
        service.create(calls.Create(**call, options={"stateful": True}))
    assert not [offer for offer in caught.value.alternatives if "backend" in offer]


def test_what_the_policy_forbids_is_not_offered() -> None:
    now = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
    service = service_of(now, "UTC", "agentscope", "wide")
    service.policy = Policy(allowed_backends=frozenset({"agentscope"}))
    with pytest.raises(Unsupported) as caught:
        service.create(calls.Create("n", "tomorrow at 12:00", input="say hello"))
    assert not [offer for offer in caught.value.alternatives if "backend" in offer]


def test_an_offer_clears_a_plan_and_names_that_are_idle() -> None:
    now = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
    service = service_of(now, "America/New_York", "agentscope")
    call = {"when": "every other day at 1:30am", "accept": "dst_overlap"}
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview(**call))
    for offer in caught.value.alternatives:
        assert service.preview(calls.Preview(**{**call, **offer}))["status"] == "previewed"


@pytest.mark.parametrize("name", BACKENDS)
def test_what_runs_by_the_second_is_refused_at_once_with_an_offer(name: str) -> None:
    now = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
    service = service_of(now, "America/New_York", name)
    began = time.process_time()
    with pytest.raises(Unsupported) as caught:
        service.preview(calls.Preview("* * * * * *"))
    assert time.process_time() - began < 3
    assert caught.value.reason in ("seconds", "cadence")
    assert caught.value.alternatives
