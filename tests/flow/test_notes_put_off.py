"""A server that takes one note and puts another off for now, over a real connection."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from journeywork.cli import outbox
from journeywork.cli.connection import Connection
from journeywork.config.entry import app

VISIT = str(uuid4())
NOT_NOW = 429


class Server(BaseHTTPRequestHandler):
    """Knows one visit; takes every note but those in `late`, which it has no time for."""

    late: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        """Tell of the visit."""
        self.answer(200, b'{"id": "%s"}' % VISIT.encode())

    def do_PUT(self) -> None:
        """Take a note, or say that it is too much for now."""
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.rpartition("/")[2] in self.late:
            self.answer(NOT_NOW, b'{"title": "Too much at once", "detail": "Ask again later."}')
        else:
            self.answer(204, b"")

    def answer(self, status: int, body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on the error stream."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("late", [True, False])
def test_an_older_note_that_is_put_off_makes_no_error_of_the_one_that_arrived(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("JOURNEYWORK_ADDRESS", address)
    monkeypatch.setenv("JOURNEYWORK_TOKEN", "jw_mine")
    mine = outbox.owner(Connection(address=address, token="jw_mine"))
    older = outbox.put(
        visit=VISIT, named=VISIT, text="one", written_at="2026-03-10T10:00:00+00:00", whose=mine
    )
    monkeypatch.setattr(Server, "late", frozenset({older.id} if late else ()))
    done = CliRunner().invoke(app(), ["shadow", "note", VISIT, "two"])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "Kept. Only you can read it.")
    assert [each.text for each in outbox.waiting(mine)] == (["one"] if late else [])
    assert ("1 older still to be sent" in done.stdout) is late
