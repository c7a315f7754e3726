"""The MCP server: tools, answers as text, failures as tool errors, prompts."""
