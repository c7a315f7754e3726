// The same story for every client: node story.mjs v1|v2-legacy|v2-auto COMMAND ARGUMENT...
// Prints one JSON object with what the client saw.

const [kind, command, ...args] = process.argv.slice(2);
const asked = [];
const EVENING = "every day at 21:00 (Europe/Berlin)";

function answer(request) {
  asked.push(request.params.message);
  return { action: "accept", content: { choice: EVENING } };
}

async function connected() {
  const capabilities = { elicitation: { form: {} } };
  const info = { name: "story", version: "1" };
  const server = { command, args, env: process.env, stderr: "inherit" };
  if (kind === "v1") {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const { StdioClientTransport } = await import("@modelcontextprotocol/sdk/client/stdio.js");
    const { ElicitRequestSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const client = new Client(info, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, async (request) => answer(request));
    await client.connect(new StdioClientTransport(server));
    return client;
  }
  const { Client } = await import("@modelcontextprotocol/client");
  const { StdioClientTransport } = await import("@modelcontextprotocol/client/stdio");
  const negotiation = kind === "v2-auto" ? { versionNegotiation: { mode: "auto" } } : {};
  const client = new Client(info, { capabilities, ...negotiation });
  client.setRequestHandler("elicitation/create", async (request) => answer(request));
  await client.connect(new StdioClientTransport(server));
  return client;
}

const client = await connected();
const seen = { calls: [] };

async function call(name, given) {
  // A client that publishes schemas checks answers against them and throws when they do not fit.
  const result = await client.callTool({ name, arguments: given });
  const found = {
    text: result.content.map((block) => block.text).join("\n"),
    structured: result.structuredContent ?? null,
    refused: result.isError === true,
  };
  seen.calls.push(found);
  return found;
}

seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
seen.instructions = client.getInstructions();
const words = "every weekday at 9am New York time";
const preview = await call("preview_schedule", { when: words });
await call("preview_schedule", { when: "every day at 25:00" });
await call("preview_schedule", { when: words, tz: "UTC" });
const made = await call("create_schedule", { name: "report", when: words, input: "write", plan: preview.structured.plan });
await call("create_schedule", { name: "asked", when: "every day at 9", input: "write" });
await call("explain_cron", { expression: "0 9 13 * 5" });
await call("pause_schedule", { schedule_id: made.structured.schedule.id });
await call("list_schedules", {});
await call("delete_schedule", { schedule_id: made.structured.schedule.id, name: "report" });
seen.inbox = (await client.readResource({ uri: "schedule-mcp://inbox" })).contents[0].text;
seen.asked = asked;
seen.protocol = client.getNegotiatedProtocolVersion?.() ?? null;
await client.close();
process.stdout.write(JSON.stringify(seen) + "\n");
