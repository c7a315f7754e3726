"""The tools. Each takes strings where a model sends text, calls the service, and answers text and structure.

Plain functions run on worker threads, so a client that gives up cannot interrupt a write half-way.
"""

# No postponed annotations here: the SDK evaluates those of the tools, which are local functions.

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from anyio import to_thread
from mcp.server.mcpserver import AcceptedElicitation, Context, DeclinedElicitation, Elicit, ElicitationResult, Resolve
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, BeforeValidator, Field, PrivateAttr, create_model, model_validator

from schedule_mcp.answers.text import text_of
from schedule_mcp.errors import ScheduleError
from schedule_mcp.outside.text import cleaned, told
from schedule_mcp.planning.planner import Heard
from schedule_mcp.server.asking import asked as asked_of
from schedule_mcp.server.asking import can_ask, outcome
from schedule_mcp.server.failures import as_tool_errors
from schedule_mcp.server.strict import knowing_each_other, strict
from schedule_mcp.service import calls
from schedule_mcp.service.asking import answer_plan

if TYPE_CHECKING:
    from schedule_mcp.service import Service


def _text(value: Any) -> Any:
    """Numbers that stand for ids: some backends count their schedules."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _json_text(value: Any) -> Any:
    """An object as JSON text: some clients parse a text that looks like JSON before they send it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


When = Annotated[
    str, Field(description="The person's own words, e.g. 'every weekday at 9am'. Do not convert to cron or UTC.")
]
Said = Annotated[
    str,
    Field(
        description="The person's own words: a change ('an hour later', 'also Saturdays', 'skip next Monday') or anew"
    ),
]
Zone = Annotated[str, Field(description="IANA zone for words that name none")]
Which = Annotated[str, BeforeValidator(_text), Field(description="Id, or an exact unique name")]
Accept = Annotated[str | list[str], Field(description="Differences the person agreed to, as a refusal named them")]
PlanName = Annotated[
    str,
    Field(description="`plan` of a preview: sends exactly that; of a question: `when` answers it"),
]
Input = Annotated[
    str,
    BeforeValidator(_json_text),
    Field(description="Text for the agent at each run; JSON text where the backend wants an object"),
]
Options = Annotated[
    str, BeforeValidator(_json_text), Field(description="JSON object of the backend's own fields, see list_backends")
]
AsOf = Annotated[str, Field(description="Read from this ISO 8601 instant on")]
Show = Annotated[int, Field(description="Next runs to list, 1-50")]
Agent = Annotated[
    str, BeforeValidator(_text), Field(description="An agent of the backend; the configured one if empty")
]
Place = Annotated[str, Field(description="A configured backend; the default one if empty")]
Name = Annotated[str, Field(description="A short name")]
Cursor = Annotated[str, BeforeValidator(_text), Field(description="`next_cursor` of the page before")]


class Preview(BaseModel):
    """What `preview_schedule` answers; absent keys are left out."""

    status: str
    understood: str = ""
    timezone: str = ""
    next_runs: list[dict[str, str]] = []
    assumptions: list[str] = []
    warnings: list[str] = []
    plan: str = ""
    sends: list[dict[str, Any]] = []
    question: dict[str, Any] = {}


class Explained(BaseModel):
    """What `explain_cron` answers."""

    status: str
    understood: str
    dialect: str
    points: list[str]
    next_runs: list[dict[str, str]]


class Listed(BaseModel):
    """What `list_schedules` answers."""

    status: str
    total: int
    schedules: list[dict[str, Any]]
    next_cursor: str = ""


NONE_OF_THESE = "none of these"
_ZONE_LABEL = "time zone "


class Choice(BaseModel):
    """The answer to a question; an elicitation schema is flat. Nothing asked, nothing chosen: both are empty.

    A choice is the text of an option itself and no number: "tomorrow" has other options after midnight.
    """

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, content: Any) -> Any:
        """Clients fill fields that were left empty with null."""
        return {k: v for k, v in content.items() if v is not None} if isinstance(content, dict) else content

    plan: ClassVar[str] = ""
    """The name of the question, beside which words of the person's own are sent."""
    _heard: Heard | None = PrivateAttr(None)
    choice: str = ""
    other: str = Field(default="", description="Or in your own words: when, and in which time zone", max_length=1000)

    def arguments(self) -> Mapping[str, str]:
        """What replaces the arguments of the call."""
        if self.other.strip():
            words = self.other.strip()
            return {"when": words, "plan": self.plan} if self.plan else _own_words(words)
        if self.choice in ("", NONE_OF_THESE):
            return {}
        if self.choice.startswith(_ZONE_LABEL):
            return {"timezone": self.choice.removeprefix(_ZONE_LABEL)}
        return {"when": self.choice}


def _own_words(text: str) -> Mapping[str, str]:
    from schedule_mcp.language.tokens.places import find_zone

    place = find_zone(text)
    if place is None:
        return {"when": text}
    # A name of several zones goes on as it is, to be refused as such: it replaces no words that say when.
    return {"timezone": text if place.ambiguous else place.zone}


def _label(arguments: Mapping[str, str]) -> str:
    return arguments["when"] if "when" in arguments else _ZONE_LABEL + arguments["timezone"]


Asked = Choice | Elicit[Choice] | ElicitationResult[Choice]


def choice_of(options: Sequence[Mapping[str, Any]], plan: str = "") -> type[Choice]:
    """The form of a question: one of its options, or other words, which are sent beside its name."""
    labels = [*(_label(option["arguments"]) for option in options), NONE_OF_THESE]
    # A literal of values that are known only now is no type for a type checker.
    picked: Any = Literal[tuple(labels)]
    form = create_model("Choice", __base__=Choice, choice=(picked, Field(NONE_OF_THESE, description="Which is meant?")))
    form.plan = plan
    return form


_DOING = frozenset({"preview", "create", "update", "pause", "resume", "run", "undo", "delete"})


def _result(answer: Mapping[str, Any], verb: str) -> CallToolResult:
    shown = cleaned(answer)
    text = told(text_of(shown, verb))
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=_enough_alone(shown, text, verb)
    )


def _enough_alone(shown: dict[str, Any], text: str, verb: str) -> dict[str, Any]:
    """The structure with what came of the call in words, and how to answer: some clients show nothing else."""
    if verb not in _DOING:
        return shown
    lines = text.splitlines()
    question = {"question": {**shown["question"], "how": lines[-1]}} if shown.get("question") else {}
    return {"summary": lines[0], **shown, **question}


def tools(service: "Callable[[], Service]") -> list[Tool]:
    """The tools over a service, which is made at the first call."""

    def answered(verb: str, call: "Callable[[Service], Mapping[str, Any]]") -> CallToolResult:
        with as_tool_errors():
            return _result(call(service()), verb)

    async def put(ctx: Context, when: str, timezone: str, plan: str, schedule_id: str = "", name: str = "") -> Asked:
        choice = Choice()
        if not when or not can_ask(ctx):
            return choice
        named = answer_plan(plan) if schedule_id else plan
        try:
            # On a thread of its own: it may ask the backend, and other calls go on meanwhile.
            heard, answer = await to_thread.run_sync(lambda: service().heard(when, timezone, named, schedule_id, name))
        except ScheduleError:
            # The tool itself will say what is wrong.
            return choice
        question = answer.get("question", {})
        options = question.get("options", ())
        # An option that says words and a zone apart has no label of its own in a form.
        if options and all(len(option["arguments"]) == 1 for option in options):
            form = choice_of(options, question.get("plan", ""))
            return await asked_of(ctx, _asked_text(question), form) or choice
        choice._heard = None if schedule_id or answer else heard
        return choice

    async def ask(name: str, when: str, timezone: str, plan: str, ctx: Context) -> Asked:
        """Put the words' question to the person where the client can; the words are read once for both."""
        return await put(ctx, when, timezone, plan, name=name)

    async def ask_beside(schedule_id: str, when: str, timezone: str, plan: str, ctx: Context) -> Asked:
        """The same for words that change a schedule."""
        return await put(ctx, when, timezone, plan, schedule_id)

    asked = Annotated[ElicitationResult[Choice], Resolve(ask)]
    asked_beside = Annotated[ElicitationResult[Choice], Resolve(ask_beside)]

    def preview_schedule(
        when: When,
        timezone: Zone = "",
        backend: Place = "",
        agent_id: Agent = "",
        accept: Accept = "",
        show: Show = 5,
        as_of: AsOf = "",
        schedule_id: Which = "",
        plan: Annotated[str, Field(description="`plan` of a question that `when` answers")] = "",
    ) -> Annotated[CallToolResult, Preview]:
        """Show what words mean and when it would run, without creating anything. With schedule_id: a change of it."""
        return answered(
            "preview",
            lambda s: s.preview(
                calls.Preview(
                    when,
                    timezone=timezone,
                    backend=backend,
                    agent_id=agent_id,
                    accept=accept,
                    show=show,
                    as_of=as_of,
                    schedule_id=schedule_id,
                    plan=plan,
                )
            ),
        )

    def create_schedule(
        name: Name,
        when: When,
        answer: asked,
        timezone: Zone = "",
        backend: Place = "",
        agent_id: Agent = "",
        input: Input = "",
        enabled: Annotated[bool, Field(description="false: create it paused")] = True,
        options: Options = "",
        accept: Accept = "",
        plan: PlanName = "",
    ) -> CallToolResult:
        """Create a schedule that fires exactly as said, or refuse with exact alternatives.

        Only CREATED in the answer means that it exists.
        """
        words, zone, named = _chosen(answer, when, timezone, plan)
        call = calls.Create(
            name,
            words,
            timezone=zone,
            backend=backend,
            agent_id=agent_id,
            input=input,
            enabled=enabled,
            options=options,
            accept=accept,
            plan=named,
            heard=_heard(answer),
        )
        return answered(
            "create",
            lambda s: _unanswered(
                answer,
                s.create(call),
            ),
        )

    def update_schedule(
        schedule_id: Which,
        answer: asked_beside,
        name: Annotated[str, Field(description="A new name")] = "",
        when: Said = "",
        timezone: Zone = "",
        input: Input = "",
        options: Options = "",
        accept: Accept = "",
        plan: PlanName = "",
        backend: Annotated[str, Field(description="Move it to this backend")] = "",
        agent_id: Annotated[str, BeforeValidator(_text), Field(description="Move it to this agent")] = "",
    ) -> CallToolResult:
        """Change a schedule; what is not named stays: its zone, days, times, bounds."""
        words, zone, named = _chosen(answer, when, timezone, plan)
        call = calls.Update(
            schedule_id,
            name=name,
            when=words,
            timezone=zone,
            input=input,
            options=options,
            accept=accept,
            plan=named,
            backend=backend,
            agent_id=agent_id,
        )
        return answered(
            "update",
            lambda s: _unanswered(answer, s.update(call)),
        )

    def pause_schedule(
        schedule_id: Which,
        until: Annotated[str, Field(description="'until Monday', 'for two weeks': resumes by itself")] = "",
    ) -> CallToolResult:
        """Stop further runs until resume_schedule, or until a time."""
        return answered("pause", lambda s: s.pause(schedule_id, until))

    def undo_schedule(schedule_id: Which) -> CallToolResult:
        """Take the last change of a schedule back, or bring back one that was deleted."""
        return answered("undo", lambda s: s.undo(schedule_id))

    def run_schedule(schedule_id: Which) -> CallToolResult:
        """Run it once now, besides its timing."""
        return answered("run", lambda s: s.run(schedule_id))

    def resume_schedule(schedule_id: Which) -> CallToolResult:
        """Let a paused schedule run again."""
        return answered("resume", lambda s: s.resume(schedule_id))

    def delete_schedule(
        schedule_id: Which, name: Annotated[str, Field(description="The schedule's name, as a check")]
    ) -> CallToolResult:
        """Delete a schedule. To stop it for a while use pause_schedule."""
        return answered("delete", lambda s: s.delete(schedule_id, name))

    def get_schedule(
        schedule_id: Which, runs: Annotated[int, Field(description="Past runs to show, 0-100")] = 0
    ) -> CallToolResult:
        """Show one schedule: when it runs, its input, its next and past runs."""
        return answered("get", lambda s: s.get(schedule_id, runs))

    def list_schedules(
        backend: Annotated[str, Field(description="One backend; all if empty")] = "",
        agent_id: Annotated[str, BeforeValidator(_text), Field(description="One agent; all if empty")] = "",
        status: Annotated[str, Field(description="active, paused, completed, incomplete, dead, failing or never")] = "",
        name: Annotated[str, Field(description="Part of the name")] = "",
        limit: Annotated[int, Field(description="Rows, 1-100")] = 20,
        cursor: Cursor = "",
    ) -> Annotated[CallToolResult, Listed]:
        """List schedules of all backends, with the next run of each."""
        return answered(
            "list",
            lambda s: s.list_schedules(
                calls.List(backend=backend, agent_id=agent_id, status=status, name=name, limit=limit, cursor=cursor)
            ),
        )

    def list_runs(
        when: Annotated[
            str, Field(description="'tomorrow', 'next week', 'last night'; the next 24 hours if empty")
        ] = "",
        timezone: Zone = "",
        backend: Annotated[str, Field(description="One backend; all if empty")] = "",
        name: Annotated[str, Field(description="Part of the name")] = "",
        failed: Annotated[bool, Field(description="Only failed ones")] = False,
    ) -> CallToolResult:
        """What runs, or ran and failed, in a span of time, over all schedules."""
        return answered(
            "runs",
            lambda s: s.runs(calls.Runs(when, timezone=timezone, backend=backend, name=name, failed=failed)),
        )

    def explain_cron(
        expression: Annotated[str, Field(description="As it is written, e.g. '0 9 * * 1-5'")],
        dialect: Annotated[
            str,
            Field(
                description="vixie (default), agentscope, apscheduler, robfig6, nats, quartz, aws, spring, ncrontab, "
                "kubernetes, croniter6, jenkins, githubactions, pgcron"
            ),
        ] = "",
        backend: Annotated[str, Field(description="Read it as this backend does; instead of dialect")] = "",
        timezone: Annotated[str, Field(description="IANA zone of its clock")] = "",
        show: Show = 5,
        as_of: AsOf = "",
    ) -> Annotated[CallToolResult, Explained]:
        """Explain a cron expression: what it does, its traps and next runs, how other engines spell it."""
        return answered(
            "explain",
            lambda s: s.explain(
                calls.Explain(expression, dialect=dialect, backend=backend, timezone=timezone, show=show, as_of=as_of)
            ),
        )

    def list_backends(
        backend: Annotated[str, Field(description="One backend; all if empty")] = "",
    ) -> CallToolResult:
        """Show the configured backends, what each can hold and who fires."""
        return answered("backends", lambda s: s.list_backends(backend))

    every = [
        strict(preview_schedule, "Preview schedule", _hints(read=True)),
        strict(create_schedule, "Create schedule", _hints()),
        strict(update_schedule, "Update schedule", _hints(destructive=True)),
        strict(pause_schedule, "Pause schedule", _hints(idempotent=True)),
        strict(resume_schedule, "Resume schedule", _hints(idempotent=True)),
        strict(undo_schedule, "Undo", _hints(destructive=True)),
        strict(run_schedule, "Run schedule now", _hints()),
        strict(delete_schedule, "Delete schedule", _hints(destructive=True, idempotent=True)),
        strict(get_schedule, "Get schedule", _hints(read=True)),
        strict(list_schedules, "List schedules", _hints(read=True)),
        strict(list_runs, "List runs", _hints(read=True)),
        strict(explain_cron, "Explain cron", _hints(read=True)),
        strict(list_backends, "List backends", _hints(read=True)),
    ]
    return knowing_each_other(every)


def _hints(read: bool = False, destructive: bool = False, idempotent: bool = False) -> ToolAnnotations:
    return ToolAnnotations(
        read_only_hint=read,
        destructive_hint=destructive,
        idempotent_hint=read or idempotent,
        open_world_hint=True,
    )


def _asked_text(question: Mapping[str, Any]) -> str:
    lines = [str(question["ask"])]
    for option in question["options"]:
        first = option.get("first_run", {}).get("local", "")
        lines.append(f"- {_label(option['arguments'])}" + (f" (first {first})" if first else ""))
    return "\n".join(lines)


def _chosen(answer: ElicitationResult[Choice], when: str, timezone: str, plan: str) -> tuple[str, str, str]:
    """`when`, `timezone` and `plan` with what the person chose, where something was asked and chosen."""
    said = outcome(answer)
    patch = said.data.arguments() if isinstance(said, AcceptedElicitation) else {}
    # A choice says it all: the question that it answers is settled.
    settled = "" if "when" in patch or "timezone" in patch else plan
    return patch.get("when", when), patch.get("timezone", timezone), patch.get("plan", settled)


def _unanswered(answer: ElicitationResult[Choice], result: Mapping[str, Any]) -> Mapping[str, Any]:
    """The result, which says so where the person was asked and declined."""
    said = outcome(answer)
    if isinstance(said, AcceptedElicitation) or result.get("status") != "needs_answer":
        return result
    return {**result, "person": "declined" if isinstance(said, DeclinedElicitation) else "cancelled"}


def _heard(answer: ElicitationResult[Choice]) -> Heard | None:
    """What was read of the words, where nothing was open."""
    said = outcome(answer)
    return said.data._heard if isinstance(said, AcceptedElicitation) else None
