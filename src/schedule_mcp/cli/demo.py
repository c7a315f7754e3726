"""The main job end to end, for a person to read: a real MCP client starts the real server over stdio."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from rich.console import Console
from rich.markup import escape

_FIRE_WITHIN_S = 12.0
_QUIET_S = 3.0

_LINES_SHOWN = 10

STEPS = (
    "What do these words mean, and when would it run?",
    "A time that does not exist is refused, not bent",
    "What is not known is asked, with answers ready to send",
    "What does this cron expression really do?",
    "A schedule from words that comes due in seconds",
    "Paused, it fires no more",
    "The change that a preview showed, and nothing else",
    "Resumed, looked at, deleted",
)

console = Console(highlight=False, soft_wrap=True)


def run_demo() -> int:
    """Run the demo in a temporary directory; 0 when everything happened as it should."""
    with tempfile.TemporaryDirectory(prefix="schedule-mcp-demo-") as folder:
        return anyio.run(_demo, folder)


async def _demo(folder: str) -> int:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "schedule_mcp"],
        env={**os.environ, "SCHEDULE_MCP_DATA_DIR": folder, "SCHEDULE_MCP_CONFIG": _config(folder)},
    )
    async with Client(parameters) as client:
        demo = _Demo(client)
        await demo.reading()
        await demo.firing()
        await demo.changing()
    return demo.finish()


def _config(folder: str) -> str:
    """An empty configuration, so that the person's own is left alone."""
    path = os.path.join(folder, "schedule-mcp.toml")  # noqa: PTH118 - a plain path for an environment variable
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write('[backends.local]\nkind = "local"\n')
    return path


class _Demo:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.failures: list[str] = []
        self.schedule_id = ""

    async def call(self, tool: str, **arguments: Any) -> tuple[Mapping[str, Any], str, bool]:
        shown = ", ".join(f"{key}={value!r}" for key, value in arguments.items())
        console.print(f"\n[cyan]{tool}[/cyan]({escape(shown)})", markup=True)
        result = await self.client.call_tool(tool, arguments)
        text = "\n".join(getattr(block, "text", "") for block in result.content)
        lines = text.splitlines()
        for line in lines[:_LINES_SHOWN]:
            console.print(f"  {line}", markup=False)
        if len(lines) > _LINES_SHOWN:
            console.print("  …")
        structured: Mapping[str, Any] = result.structured_content or {}
        return structured, text, bool(result.is_error)

    def expect(self, claim: bool, what: str) -> None:
        console.print(f"  [green]✓[/green] {what}" if claim else f"  [red]✗ not so: {what}[/red]")
        if not claim:
            self.failures.append(what)

    def step(self, number: int) -> None:
        console.print(f"\n[bold]{number}. {STEPS[number - 1]}[/bold]")

    async def reading(self) -> None:
        """What words mean, what cannot be, and what must be asked."""
        listed = await self.client.list_tools()
        names = [tool.name for tool in listed.tools]
        console.print(f"A client has started the server over stdio. It has {len(names)} tools: {', '.join(names)}.")
        self.step(1)
        answer, _, _ = await self.call("preview_schedule", when="every weekday at 9am New York time")
        self.expect(len(answer.get("next_runs", ())) == 5, "words became runs in New York, with offset and weekday")
        self.step(2)
        _, text, refused = await self.call("preview_schedule", when="every day at 25:00", timezone="Europe/Berlin")
        self.expect(refused and "25:00" in text, "an hour that does not exist is refused, not bent")
        self.step(3)
        answer, _, _ = await self.call("preview_schedule", when="every day at 9")
        self.expect(answer.get("status") == "needs_answer", "what is not known is asked, with answers ready to send")
        self.step(4)
        answer, _, _ = await self.call("explain_cron", expression="0 9 13 * 5", timezone="America/New_York", show=3)
        self.expect("OR" in " ".join(answer.get("points", ())), "cron's trap is named: the 13th OR every Friday")

    async def firing(self) -> None:
        """A schedule from words that comes due in seconds, and really fires."""
        self.step(5)
        answer, _, _ = await self.call(
            "create_schedule", name="heartbeat", when="every 2 seconds", input="say that you are alive"
        )
        self.expect(answer.get("status") == "created", "created, read back and compared")
        self.schedule_id = str(answer.get("schedule", {}).get("id", ""))
        console.print("\n… waiting until it fires into the inbox")
        self.expect(await self._fired(), "it fired: the run waits in the inbox (resource schedule-mcp://inbox)")
        self.step(6)
        await self.call("pause_schedule", schedule_id=self.schedule_id)
        # A run that was already due may still be delivered in the moment of the pause.
        await anyio.sleep(1)
        before = await self._inbox()
        console.print(f"\n… {_QUIET_S:.0f} seconds of silence")
        await anyio.sleep(_QUIET_S)
        self.expect(await self._inbox() == before, "paused, it fires no more")

    async def _fired(self) -> bool:
        until = datetime.now(UTC) + timedelta(seconds=_FIRE_WITHIN_S)
        while datetime.now(UTC) < until:
            if await self._inbox():
                return True
            await anyio.sleep(0.3)
        return False

    async def _inbox(self) -> int:
        found = await self.client.read_resource("schedule-mcp://inbox")
        lines = getattr(found.contents[0], "text", "").splitlines()
        return sum("heartbeat" in line for line in lines)

    async def changing(self) -> None:
        """A change by the plan of a preview, resumed, looked at, deleted."""
        self.step(7)
        words = "every weekday at 17:30 in Berlin except Fridays"
        answer, _, _ = await self.call("preview_schedule", when=words, schedule_id=self.schedule_id, show=2)
        plan = str(answer.get("plan", ""))
        answer, _, _ = await self.call("update_schedule", schedule_id=self.schedule_id, when=words, plan=plan)
        self.expect(answer.get("status") == "updated", "the update sent exactly the timing of the preview")
        self.step(8)
        answer, _, _ = await self.call("resume_schedule", schedule_id=self.schedule_id)
        self.expect(answer.get("schedule", {}).get("status") == "active", "it is active again")
        answer, _, _ = await self.call("get_schedule", schedule_id=self.schedule_id, runs=2)
        self.expect(bool(answer.get("runs")), "its past runs are known")
        answer, _, _ = await self.call("delete_schedule", schedule_id=self.schedule_id, name="heartbeat")
        self.expect(answer.get("schedule", {}).get("status") == "deleted", "deleted, with its name as a check")

    def finish(self) -> int:
        if self.failures:
            console.print(f"\n[red]{len(self.failures)} expectations failed.[/red]")
            return 1
        console.print("\n[bold green]All of it happened as it should.[/bold green]")
        return 0
