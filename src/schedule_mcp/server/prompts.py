"""Prompts and the server's instructions from Markdown files: front matter, then the text."""

from __future__ import annotations

from pathlib import Path

from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument

INSTRUCTIONS = "instructions.md"


def folder() -> Path:
    """Where the files lie: inside the installed package, or at the top of a working copy."""
    installed = Path(__file__).parents[1] / "prompts"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "prompts"


def instructions() -> str:
    """The text that every client gets about the server."""
    return (folder() / INSTRUCTIONS).read_text(encoding="utf-8").strip()


def prompts() -> list[Prompt]:
    """All prompts, by name."""
    return [load(path) for path in sorted(folder().glob("*.md")) if path.name != INSTRUCTIONS]


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
