"""Backends that are described in TOML: calls, fields, states and timing as data, read by one program.

`docs/http-backend.md` is the language. `templates` fills bodies and reads them backwards, `description` checks a
description, `timing` turns schedules into its fields and back, `records` reads what is held, `backend` makes the calls,
`configured` reads the operator's table, `finding` holds what a proof has shown of a server.
"""
