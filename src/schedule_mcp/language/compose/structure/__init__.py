"""Where a clause ends and what belongs together."""
