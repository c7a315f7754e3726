"""The local engine: it really fires. A port, SQLite behind it, and the worker that delivers runs."""
