"""Another system that is told what happens here, on loopback: real HTTP, and its own eyes.

It checks signatures by code of its own, written after the standard and sharing nothing with
ours, and answers as the test says: at once, late, with an error, with a redirect, not at all.
"""

import base64
import hashlib
import hmac
import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]
#: A receiver takes nothing that was signed longer ago, in seconds.
TOLERANCE = 300


@dataclass(frozen=True)
class Heard:
    """One request as it came in."""

    id: str
    signatures: tuple[str, ...]
    body: bytes
    path: str
    proved: bool
    headers: dict[str, str]

    @property
    def event(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Where deliveries arrive. `kept` is what it has taken, each id once."""

    secrets: list[str] = field(default_factory=list)
    clock: Callable[[], float] = time.time
    heard: list[Heard] = field(default_factory=list)
    kept: dict[str, Heard] = field(default_factory=dict)
    #: What to answer next, in order; then `usual`.
    replies: deque[Reply] = field(default_factory=deque)
    usual: Reply = field(default_factory=lambda: answer(204))
    released: Event = field(default_factory=Event)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.heard]

    @property
    def subjects(self) -> list[str]:
        return [one.event["subject"] for one in self.heard]

    def hear(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["content-length"]))
        one = Heard(
            id=request.headers["webhook-id"],
            signatures=tuple(request.headers["webhook-signature"].split(" ")),
            body=body,
            path=request.path,
            proved=self.proves(request, body),
            headers={name.lower(): value for name, value in request.headers.items()},
        )
        self.heard.append(one)
        reply = self.replies.popleft() if self.replies else self.usual
        if one.proved:
            self.kept.setdefault(one.id, one)
        with suppress(OSError):
            reply(request)

    def proves(self, request: BaseHTTPRequestHandler, body: bytes) -> bool:
        id, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        if not at.isdigit() or abs(self.clock() - int(at)) > TOLERANCE or "." in id:
            return False
        expected = set()
        for secret in self.secrets:
            key = base64.b64decode(secret[len("whsec_") :])
            made = hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
            expected.add("v1," + base64.b64encode(made).decode())
        sent = request.headers["webhook-signature"].split(" ")
        return any(hmac.compare_digest(one, other) for one in sent for other in expected)


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    """Run a receiver for the length of the block."""
    receiver = Receiver()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True
            receiver.hear(self)

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Door)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()


def answer(status: int, body: bytes = b"", **headers: str) -> Reply:
    """Answer in full."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return reply


def lose(request: BaseHTTPRequestHandler) -> None:
    """Break the connection without an answer, though the delivery was taken."""
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    request.connection.close()


def drip(request: BaseHTTPRequestHandler) -> None:
    """Answer so slowly that it never ends."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(400):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def silent(request: BaseHTTPRequestHandler) -> None:
    """Take it, and say nothing for long."""
    del request
    time.sleep(5)


def flood(request: BaseHTTPRequestHandler) -> None:
    """Say yes, and never stop talking."""
    request.send_response(200)
    request.end_headers()
    for _ in range(100_000):
        request.wfile.write(b"x" * 65536)


def hold(receiver: Receiver) -> Reply:
    """Take it, and answer only when the test lets go."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        receiver.released.wait(60)
        answer(204)(request)

    return reply
