#!/bin/sh
# One JSON object a line in (the arguments of preview_schedule and an id), one a line out, in order, as they come.
# A line that is refused or asked back does not end the stream.
schedule-mcp preview --jsonl <<'LINES'
{"id": 1, "when": "every weekday at 9am New York time", "show": 1}
{"id": 2, "when": "every day at 25:00"}
{"id": 3, "when": "every day at 9", "timezone": "Europe/Berlin"}
{"id": 4, "when": "mañana a las 10:00", "timezone": "Europe/Madrid", "show": 1}
LINES
