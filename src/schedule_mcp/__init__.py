"""Schedules from words, cron and ISO times: validated, compiled for a backend, verified."""

__version__ = "0.1.0"
