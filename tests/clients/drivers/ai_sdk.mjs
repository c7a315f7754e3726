// Vercel's AI SDK, 6 and 7: node ai_sdk.mjs stdio COMMAND ARGUMENT... | http URL
// A tool counts as converted when it is in the requests that the providers of Google and OpenAI would send.
import { generateText } from "ai";
import * as mcp from "@ai-sdk/mcp";
import * as stdio from "@ai-sdk/mcp/mcp-stdio";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";

const CALLS = [
  ["preview_schedule", { when: "every weekday at 9am New York time" }],
  ["preview_schedule", { when: "every day at 25:00" }],
  ["create_schedule", { name: "report", when: "every day at noon UTC", input: "write" }],
  ["create_schedule", { name: "asked", when: "every day at 9", timezone: "UTC" }],
  ["list_schedules", {}],
];

async function sent(provider, options, tools) {
  let body = "{}";
  const fetch = async (_, request) => {
    body = request.body;
    return new Response("{}", { status: 400 });
  };
  const model = provider({ apiKey: "none", fetch })(options);
  await generateText({ model, tools, prompt: "x", maxRetries: 0 }).catch(() => {});
  return body;
}

const seen = { tools: [], failed: {}, told: [] };
try {
  const [kind, ...target] = process.argv.slice(2);
  const Stdio = stdio.Experimental_StdioMCPTransport ?? stdio.StdioMCPTransport;
  const transport =
    kind === "stdio"
      ? new Stdio({ command: target[0], args: target.slice(1), env: process.env })
      : { type: "http", url: target[0] };
  const create = mcp.createMCPClient ?? mcp.experimental_createMCPClient;
  const client = await create({ transport });
  const tools = await client.tools();
  seen.tools = Object.keys(tools).sort();
  const google = await sent(createGoogleGenerativeAI, "gemini-2.5-flash", tools);
  const openai = await sent(createOpenAI, "gpt-5", tools);
  for (const name of seen.tools) {
    if (!google.includes(`"${name}"`)) seen.failed[name] = "not sent to Google";
    if (!openai.includes(`"${name}"`)) seen.failed[name] = "not sent to OpenAI";
  }
  for (const [name, given] of CALLS) {
    try {
      const answer = await tools[name].execute(given, { toolCallId: "1", messages: [] });
      seen.told.push(JSON.stringify(answer));
    } catch (error) {
      seen.told.push(String(error));
    }
  }
  await client.close();
} catch (error) {
  seen.error = String(error.stack ?? error);
}
process.stdout.write("\n" + JSON.stringify(seen) + "\n", () => process.exit(0));
