"""`python -m schedule_mcp` is the command `schedule-mcp`."""

from schedule_mcp.cli import main

if __name__ == "__main__":
    main()
