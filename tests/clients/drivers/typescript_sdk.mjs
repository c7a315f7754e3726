// The TypeScript SDK, 1 and 2: node typescript_sdk.mjs stdio COMMAND ARGUMENT... | http URL
// The environment says which: the packages of one line are installed, and VERSION_NEGOTIATION is auto or legacy.
const CALLS = [
  ["preview_schedule", { when: "every weekday at 9am New York time" }],
  ["preview_schedule", { when: "every day at 25:00" }],
  ["create_schedule", { name: "report", when: "every day at noon UTC", input: "write" }],
  ["create_schedule", { name: "asked", when: "every day at 9", timezone: "UTC" }],
  ["list_schedules", {}],
];

async function parts() {
  try {
    const { Client, StreamableHTTPClientTransport } = await import("@modelcontextprotocol/client");
    const { StdioClientTransport } = await import("@modelcontextprotocol/client/stdio");
    return { Client, StreamableHTTPClientTransport, StdioClientTransport };
  } catch {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const { StdioClientTransport } = await import("@modelcontextprotocol/sdk/client/stdio.js");
    const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    return { Client, StreamableHTTPClientTransport, StdioClientTransport };
  }
}

const seen = { tools: [], failed: {}, told: [] };
try {
  const [kind, ...target] = process.argv.slice(2);
  const { Client, StreamableHTTPClientTransport, StdioClientTransport } = await parts();
  const mode = process.env.VERSION_NEGOTIATION;
  const client = new Client({ name: "story", version: "1" }, mode ? { versionNegotiation: { mode } } : {});
  await client.connect(
    kind === "stdio"
      ? new StdioClientTransport({ command: target[0], args: target.slice(1), env: process.env, stderr: "inherit" })
      : new StreamableHTTPClientTransport(new URL(target[0])),
  );
  seen.tools = (await client.listTools()).tools.map((tool) => tool.name).sort();
  for (const [name, given] of CALLS) {
    try {
      const answer = await client.callTool({ name, arguments: given });
      seen.told.push(answer.content.map((block) => block.text).join("\n"));
    } catch (error) {
      seen.told.push(String(error));
    }
  }
  await client.close();
} catch (error) {
  seen.error = String(error.stack ?? error);
}
process.stdout.write("\n" + JSON.stringify(seen) + "\n", () => process.exit(0));
