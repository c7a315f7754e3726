"""What a host starts: the server over standard input and output."""

from schedule_mcp.cli import main

main()
