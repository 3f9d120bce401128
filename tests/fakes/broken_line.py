"""A way to a server that may be cut: before a request arrives, or before its answer does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATIENCE = 30


@dataclass
class Line:
    """The way, at its own `address`; `cut` says where it ends: "at once", "before the answer".

    `carries` is the id of what a test speaks of over it.
    """

    address: str
    server: str
    cut: str = ""
    carries: str = ""


@contextmanager
def line_to(server: str) -> Iterator[Line]:
    """Give a way to a server, which only what is put can lose the answer on."""
    way = ThreadingHTTPServer(("127.0.0.1", 0), _Way)
    way.line = line = Line(f"http://127.0.0.1:{way.server_port}", server)  # type: ignore[attr-defined]
    threading.Thread(target=way.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        way.shutdown()
        way.server_close()


class _Way(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def do_PUT(self) -> None:
        self._pass()

    def log_message(self, *given: object) -> None:
        del given

    def _pass(self) -> None:
        line: Line = self.server.line  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.close_connection = True
        if line.cut == "at once":
            return
        status, content = self._asked(line, body)
        if line.cut == "before the answer" and self.command == "PUT":
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _asked(self, line: Line, body: bytes) -> tuple[int, bytes]:
        keep = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
        asked = Request(line.server + self.path, body or None, keep, method=self.command)
        try:
            with urlopen(asked, timeout=PATIENCE) as came:
                return came.status, came.read()
        except HTTPError as fault:
            return fault.code, fault.read()
