"""Writes to a backend: the journal around them, and the parts of a schedule one by one."""
