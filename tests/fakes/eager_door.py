"""A door that answers before it has stored anything: it must lose events when it is killed."""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg

waiting: list[str] = []


class Door(BaseHTTPRequestHandler):
    """Takes events into memory and says 202."""

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        waiting.extend(each["id"] for each in (content if isinstance(content, list) else [content]))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def store(url: str) -> None:
    """Write down, twice a second, what has come in."""
    with psycopg.connect(url, autocommit=True) as link:
        while True:
            time.sleep(0.5)
            batch = [waiting.pop() for _ in range(len(waiting))]
            link.execute(
                "insert into control (id) select unnest(%s::text[]) on conflict do nothing", [batch]
            )


if __name__ == "__main__":
    threading.Thread(target=store, args=(sys.argv[2],), daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()
