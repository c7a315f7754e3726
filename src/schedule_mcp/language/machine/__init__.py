"""Machine forms: cron, ISO 8601, RRULE, systemd and others, told apart by their shape."""
