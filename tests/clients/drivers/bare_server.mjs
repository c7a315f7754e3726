// A server of ten tools on the TypeScript SDK that do nothing, to compare its start with.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "bare", version: "1" });
for (let i = 0; i < 10; i++) {
  const inputSchema = { when: z.string(), timezone: z.string().optional(), backend: z.string().optional() };
  server.registerTool(`tool_${i}`, { description: "Does something.", inputSchema }, async ({ when }) => ({
    content: [{ type: "text", text: when }],
  }));
}
await server.connect(new StdioServerTransport());
