"""Schedules out of one place and into another: as lines of JSON, from a crontab, from systemd's timers."""
