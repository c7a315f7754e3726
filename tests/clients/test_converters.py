"""What frameworks make of the tools for a model, measured with their own converters: `python -m tests.clients` has all.

Each framework is installed into an environment of its own, kept between runs. Where it cannot be had, the test is
skipped and says so.
"""

from __future__ import annotations

import pytest

from tests.clients.environments import CLIENTS, Client, Missing
from tests.clients.table import cell

pytestmark = pytest.mark.slow

CONVERTERS = (
    "openai-agents",
    "google-genai",
    "google-adk",
    "langchain",
    "pydantic-ai",
    "crewai",
    "AI SDK 6",
    "AI SDK 7",
)


@pytest.mark.parametrize(
    "client", [each for each in CLIENTS if each.name in CONVERTERS], ids=lambda client: client.name
)
def test_a_framework_connects_converts_every_tool_and_is_told_everything(client: Client) -> None:
    try:
        found = cell(client, "stdio")
    except Missing as why:
        pytest.skip(f"SKIPPED {client.name}: {why}")
    assert found.problems == ()
