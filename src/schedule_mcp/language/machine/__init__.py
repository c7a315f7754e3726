"""Machine forms: cron, ISO 8601, RRULE, systemd and others, recognised by their shape."""
