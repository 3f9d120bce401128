"""Asking a web process from beside it: what the supervisor and `journeywork ready` go by."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from journeywork.config.watching import asking
from journeywork.config.watching.asking import Health, Looks, answers, health, place, wait_for

NOBODY = "http://127.0.0.1:9"
ALL_WELL = {"database": "ok", "worker": "ok"}
NO_WORKER = {"database": "ok", "worker": "not seen lately"}


class Web(BaseHTTPRequestHandler):
    """Says what the test told it to."""

    parts: Any = ALL_WELL

    def do_GET(self) -> None:
        body = json.dumps({"parts": Web.parts}).encode()
        self.send_response(200 if Web.parts == ALL_WELL else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Web)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Web.parts = ALL_WELL
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_ready_is_when_every_part_is(web: str) -> None:
    assert (health(web).ready, health(web).lacks) == (True, "")
    Web.parts = NO_WORKER
    assert (health(web).ready, health(web).lacks) == (False, "worker: not seen lately")


def test_nobody_home_is_no_traceback() -> None:
    assert (answers(NOBODY), health(NOBODY)) == (False, Health())
    assert health(NOBODY).lacks == "the web process does not answer"


@pytest.mark.parametrize("parts", [None, [], "ok", 3])
def test_somebody_else_on_the_port_is_not_ready(web: str, parts: Any) -> None:
    Web.parts = parts
    found = health(web)
    assert (found.alive, found.ready) == (True, False)
    assert found.lacks == "what answers is no web process of Journeywork"


def test_waiting_ends_when_it_is_ready_or_patience_is_over(web: str) -> None:
    Web.parts = NO_WORKER
    threading.Timer(0.3, lambda: setattr(Web, "parts", ALL_WELL)).start()
    assert wait_for(web, seconds=10, only_alive=False).ready
    assert not wait_for(NOBODY, seconds=0.1, only_alive=True).alive


@pytest.mark.parametrize(
    ("listen", "found"),
    [
        ("0.0.0.0", "http://127.0.0.1:8765"),
        ("::", "http://[::1]:8765"),
        ("::1", "http://[::1]:8765"),
        ("10.0.0.7", "http://10.0.0.7:8765"),
    ],
)
def test_it_is_asked_where_it_listens(listen: str, found: str) -> None:
    assert place(listen, 8765) == found


def test_what_is_amiss_is_said_once_and_that_it_is_over(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At one look alone it is not: a process that is started again takes a moment."""
    monkeypatch.setattr(asking, "LOOK_EVERY", 0.0)
    said: list[str] = []
    looks = Looks(web, said.append)
    for parts in (ALL_WELL, NO_WORKER, ALL_WELL, NO_WORKER, NO_WORKER, NO_WORKER, ALL_WELL):
        Web.parts = parts
        looks.look()
    assert said == [
        "Not ready: worker: not seen lately. `journeywork doctor` tells more.",
        "Ready again.",
    ]


def test_nobody_is_asked_more_often_than_now_and_then(web: str) -> None:
    looks = Looks(web, print)
    for _ in range(3):
        looks.look()
        Web.parts = NO_WORKER
    assert looks._amiss == ""
