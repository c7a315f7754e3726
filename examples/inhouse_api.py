"""A small scheduling API as a company may have one: jobs in memory, over HTTP on a loopback address.

    python examples/inhouse_api.py 8790

It is there to try a description against (docs/http-backend.md); it starts nothing, it only says when it would.
PUT replaces a job, lists come in pages under result.items, instants are seconds since 1970, states are words.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from croniter import croniter

KEY = "acme-key-1"
_FIELDS = {"title", "queue", "cron", "tz", "run_at", "state", "args", "labels"}
_CRON = re.compile(r"[0-9*,/-]+( [0-9*,/-]+){4}")


@dataclass
class Jobs:
    """The jobs of all queues; `page` is how many come at once."""

    now: Callable[[], datetime]
    page: int = 50
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    count: int = 0

    def answer(self, method: str, path: str, params: Mapping[str, str], body: Any) -> tuple[int, Any]:
        """(status, JSON) of a request."""
        of_queue = re.fullmatch(r"/v2/queues/([^/]+)/jobs", path)
        of_one = re.fullmatch(r"/v2/jobs/([^/]+)", path)
        if of_queue and method in ("GET", "POST"):
            return self.listed(of_queue[1], params) if method == "GET" else self.created(of_queue[1], body)
        if of_one and of_one[1] not in self.held:
            return 404, {"error": "no such job"}
        if of_one and method == "DELETE":
            del self.held[of_one[1]]
            return 204, None
        if of_one and method in ("GET", "PUT"):
            return self.replaced(of_one[1], body) if method == "PUT" else (200, {"result": self.shown(of_one[1])})
        return 404, {"error": "no such call"}

    def listed(self, queue: str, params: Mapping[str, str]) -> tuple[int, Any]:
        ids = [key for key, job in self.held.items() if job["queue"] == queue]
        first = (int(params.get("page", 1)) - 1) * self.page
        return 200, {"result": {"items": [self.shown(i) for i in ids[first : first + self.page]], "count": len(ids)}}

    def created(self, queue: str, body: Any) -> tuple[int, Any]:
        problem = self.problem(body)
        if problem:
            return 422, {"error": problem}
        self.count += 1
        self.held[f"j{self.count}"] = {"state": "ON", **body, "queue": queue}
        return 201, {"result": self.shown(f"j{self.count}")}

    def replaced(self, job_id: str, body: Any) -> tuple[int, Any]:
        problem = self.problem(body)
        if problem:
            return 422, {"error": problem}
        self.held[job_id] = {"state": "OFF", **body, "queue": self.held[job_id]["queue"]}
        return 200, {"result": self.shown(job_id)}

    def problem(self, body: Any) -> str:
        """What is wrong with a body; "" when nothing is."""
        if not isinstance(body, dict) or not set(body) <= _FIELDS or not body.get("title"):
            return "title is missing or a field is unknown"
        if body.get("state", "ON") not in ("ON", "OFF"):
            return "state is ON or OFF"
        if isinstance(body.get("run_at"), int):
            return "" if "cron" not in body else "cron and run_at"
        if not isinstance(body.get("cron"), str) or not _CRON.fullmatch(body["cron"]):
            return "cron has five fields"
        try:
            self.next_run({"cron": body["cron"], "tz": str(body.get("tz"))})
        except (ValueError, OSError) as error:
            return f"cron or tz is wrong: {error}"
        return ""

    def shown(self, job_id: str) -> dict[str, Any]:
        job = self.held[job_id]
        over = isinstance(job.get("run_at"), int) and job["run_at"] <= self.now().timestamp() and job["state"] == "ON"
        state = "DONE" if over else job["state"]
        return {**job, "id": job_id, "state": state, "next": None if over else self.next_run(job)}

    def next_run(self, job: Mapping[str, Any]) -> int:
        if isinstance(job.get("run_at"), int):
            return int(job["run_at"])
        start = self.now().astimezone(ZoneInfo(job["tz"]))
        return int(croniter(job["cron"], start).get_next(datetime).timestamp())


class Handler(BaseHTTPRequestHandler):
    """Hands requests with the right key to the jobs."""

    jobs: Jobs

    def _handled(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        status, found = 401, {"error": "wrong key"}
        if self.headers.get("x-api-key") == KEY:
            body = json.loads(self.rfile.read(length)) if length else None
            status, found = self.jobs.answer(self.command, parts.path, dict(parse_qsl(parts.query)), body)
        data = b"" if found is None else json.dumps(found).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _handled

    def log_message(self, format: str, *arguments: Any) -> None:
        print(f"{self.command} {self.path} {arguments[1]}", flush=True)


def main() -> None:
    Handler.jobs = Jobs(lambda: datetime.now(UTC))
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler) as server:
        print(f"jobs at http://127.0.0.1:{server.server_port}/v2, key {KEY}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
