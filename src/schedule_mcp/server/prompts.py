"""Prompts from Markdown files: front matter, then the text."""

from __future__ import annotations

from pathlib import Path

from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument

from schedule_mcp.server.published import INSTRUCTIONS, shipped


def prompts() -> list[Prompt]:
    """All prompts, by name."""
    return [load(path) for path in sorted(shipped("prompts").glob("*.md")) if path.name != INSTRUCTIONS]


def load(path: Path) -> Prompt:
    """A prompt of a file: `title` and `description`, `arguments` as indented lines, then the text with {names}."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta: dict[str, str] = {}
    arguments: list[PromptArgument] = []
    for line in head.splitlines():
        key, _, value = line.partition(": ")
        if line.startswith("  "):
            arguments.append(PromptArgument(name=key.strip(), description=value, required=True))
        elif value:
            meta[key] = value

    def render(**values: str) -> str:
        return body.strip().format(**values)

    return Prompt(
        name=path.stem,
        title=meta["title"],
        description=meta["description"],
        arguments=arguments,
        fn=render,
        context_kwarg=None,
    )
