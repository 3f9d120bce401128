"""The client against the running server, and against one that is in trouble."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from journeywork.client import (
    Client,
    Denied,
    Invalid,
    NoToken,
    NotThere,
    Stale,
    TooOften,
    Unavailable,
    Unreachable,
    shapes,
)
from journeywork.engine.people import Person
from journeywork.engine.permissions import SCOPES
from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.people import actions
from tests.conftest import Cast, make_cast
from tools import client as making

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "howto" / "use-the-api-from-python.md"


@pytest.fixture
def cast(live_server: Any, transactional_db: None) -> Iterator[Cast]:
    del live_server, transactional_db
    org = actions.create_organisation(key="fairwater", name="Fairwater", at=clock.now()).id
    with within(org):
        yield make_cast(org)


def token(who: Person, *scopes: str) -> str:
    at = clock.now()
    with within(who.org):
        _, secret = actions.issue_token(
            person_id=who.id,
            name="client",
            scopes=scopes or tuple(SCOPES),
            expires_at=at + timedelta(days=1),
            by=who.id,
            at=at,
        )
    return secret


@pytest.fixture
def ana(cast: Cast, live_server: Any) -> Client:
    return Client(live_server.url, token(cast.ana))


def test_what_is_made_is_what_the_description_says() -> None:
    assert list(making.stale()) == [], "run make docs"


def test_every_operation_has_its_method() -> None:
    from journeywork.api.doors import FOR_ANY_TOKEN, OPERATIONS

    client = Client("http://127.0.0.1:9", "jw_x")
    missing = []
    for operation in (*OPERATIONS, *FOR_ANY_TOKEN):
        found: Any = client
        for part in operation.split("."):
            found = getattr(found, part, None)
        if not callable(found):
            missing.append(operation)
    assert missing == []


def test_a_card_is_written_found_changed_and_not_written_over(ana: Client, cast: Cast) -> None:
    given = shapes.CardIn(title="Before a migration", body="Look at its locks.", topics=["locks"])
    card = ana.cards.draft(given)
    assert (card.title, card.state, card.owner and card.owner.name) == (given.title, "draft", "Ana")
    published = ana.cards.publish(card.key)
    assert published.state == "published"
    for number in range(4):
        ana.cards.note(shapes.NoteIn(text=f"Note {number}"))
    walked = [one.id for one in ana.cards.find(mine=True, at_once=2)]
    assert (len(walked), len(set(walked))) == (5, 5)
    read = ana.cards.read(card.key)
    assert ana.cards.read(card.key, known=read) is read
    change = shapes.CardChangeIn(title="Locks first")
    changed = ana.cards.edit(card.key, change, if_match=read.etag)
    assert (changed.title, changed.body, changed.topics) == ("Locks first", given.body, ["locks"])
    with pytest.raises(Stale) as stale:
        ana.cards.edit(card.key, shapes.CardChangeIn(title="Mine"), if_match=read.etag)
    assert stale.value.status == 412
    again = ana.cards.edit(card.key, shapes.CardChangeIn(team=None), if_match=changed.etag)
    assert (again.title, again.team) == ("Locks first", None)
    assert ana.cards.read(card.key, known=read).title == "Locks first"
    assert [one.number for one in ana.upkeep.versions(card.key)] == [2, 1]


def test_times_days_and_nothing_come_as_what_they_are(ana: Client) -> None:
    me = ana.me.read()
    assert (me.starts.hour, me.paused_until, me.token.name) == (9, None, "client")
    assert ana.me.snooze(shapes.SnoozeIn(until=None)) is None  # type: ignore[func-returns-value]
    assert ana.evidence.progress() is None
    assert ana.asking.today().offer is None


def test_a_key_of_ones_own_acts_once(ana: Client) -> None:
    ids = {ana.cards.note(shapes.NoteIn(text="Locks."), once="line 7".replace(" ", "-")).id
           for _ in range(3)}  # fmt: skip
    assert (len(ids), len(list(ana.cards.find(mine=True)))) == (1, 1)


def test_what_is_refused_says_what_and_where(ana: Client, cast: Cast, live_server: Any) -> None:
    with pytest.raises(NotThere):
        ana.cards.read("a/b c?d")
    with pytest.raises(Invalid) as invalid:
        ana.cards.draft(shapes.CardIn(title=" ", body="b"))
    assert (invalid.value.status, set(invalid.value.faults)) == (422, {"title"})
    with pytest.raises(Denied):
        next(ana.administration.audit.lines())
    with pytest.raises(NoToken):
        Client(live_server.url, "jw_nonsense").me.read()


def test_who_asks_too_often_waits_as_long_as_the_server_says(
    cast: Cast, live_server: Any, settings: Any
) -> None:
    settings.API_PER_MINUTE = 3
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        settings.API_PER_MINUTE = 0

    client = Client(live_server.url, token(cast.ana), sleep=sleep)
    assert [client.asking.policy().per_day for _ in range(4)] == [2] * 4
    assert (len(waited), 0 < waited[0] <= 60) == (1, True)
    settings.API_PER_MINUTE = 1
    hasty = Client(live_server.url, token(cast.ben), longest=0)
    hasty.me.read()
    with pytest.raises(TooOften) as often:
        hasty.me.read()
    assert often.value.retry_after is not None


def test_the_page_about_it_does_what_it_says(
    cast: Cast, live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"address": live_server.url, "token": token(cast.ana)}
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    assert capsys.readouterr().out.splitlines() == [
        "Ana",
        "404 There is no such thing here.",
        "{'title': 'needs 1 to 200 characters'}",
    ]
    titles = [one.title for one in names["client"].cards.find(mine=True)]
    assert sorted(titles) == ["Locks first", "Locks wait for reports."]


class InTrouble(BaseHTTPRequestHandler):
    """Answers as told, one answer after another, and remembers what came in."""

    answers: list[tuple[int, dict[str, str], str] | None]
    heard: list[dict[str, str]]

    def do_POST(self) -> None:
        self.heard.append({"path": self.path, **dict(self.headers)})
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.answers.pop(0)
        if answer is None:  # It hangs up.
            self.close_connection = True
            return
        status, headers, content = answer
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    do_GET = do_POST  # noqa: N815 -- the name is the library's

    def log_message(self, *given: Any) -> None:
        pass


@pytest.fixture
def trouble() -> Iterator[tuple[type[InTrouble], str]]:
    class Here(InTrouble):
        answers, heard = [], []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Here, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


BUSY = (503, {"Retry-After": "7"}, json.dumps({"detail": "Busy.", "request_id": "r1"}))
RUNNING = (409, {"Retry-After": "1"}, json.dumps({"detail": "Still at it."}))
DONE = (200, {}, json.dumps({"count": 3}))


def test_a_write_is_sent_again_under_the_same_key(trouble: tuple[type[InTrouble], str]) -> None:
    here, address = trouble
    here.answers += [BUSY, None, RUNNING, DONE]
    waited: list[float] = []
    client = Client(address, "jw_x", sleep=waited.append)
    assert client.administration.sources.again().count == 3
    assert waited == [7.0, 2.0, 1.0]
    assert len({each["Idempotency-Key"] for each in here.heard}) == 1
    here.answers += [DONE]
    client.administration.sources.again()
    assert len({each["Idempotency-Key"] for each in here.heard}) == 2


def test_patience_ends(trouble: tuple[type[InTrouble], str]) -> None:
    here, address = trouble
    here.answers += [BUSY] * 9
    with pytest.raises(Unavailable) as busy:
        Client(address, "jw_x", tries=3, sleep=lambda _: None).me.read()
    assert (len(here.heard), busy.value.request_id, busy.value.retry_after) == (3, "r1", 7.0)
    with pytest.raises(Unavailable):
        Client(address, "jw_x", longest=5, sleep=lambda _: None).me.read()
    assert len(here.heard) == 4
    here.answers[:] = [None] * 2
    with pytest.raises(Unreachable):
        Client(address, "jw_x", tries=2, sleep=lambda _: None).me.read()


def test_what_is_no_journeywork_is_said_to_be_none(trouble: tuple[type[InTrouble], str]) -> None:
    here, address = trouble
    here.answers += [(200, {}, '{"other": 1}'), (404, {"Content-Type": "text/html"}, "<p>no</p>")]
    with pytest.raises(Unreachable, match="another shape"):
        Client(address, "jw_x").me.read()
    with pytest.raises(NotThere, match="404"):
        Client(address, "jw_x").me.read()
    for wrong in ("ftp://x.example", "x.example", "https://x.example/api", "https://?a"):
        with pytest.raises(ValueError, match="is not an address"):
            Client(wrong, "jw_x")


def test_a_token_is_not_carried_elsewhere(trouble: tuple[type[InTrouble], str]) -> None:
    here, address = trouble
    here.answers += [(302, {"Location": f"{address}/elsewhere"}, "")]
    with pytest.raises(Exception, match="302"):
        Client(address, "jw_x").me.read()
    assert [each["path"] for each in here.heard] == ["/api/v1/me"]


def test_it_brings_nothing_of_the_server_along() -> None:
    import subprocess
    import sys

    code = "import sys, journeywork.client; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    ).stdout.split()  # fmt: skip
    ours = {name for name in loaded if name.startswith("journeywork.")}
    assert {name for name in ours if not name.startswith("journeywork.client")} == set()
    assert not {"django", "ninja", "pydantic", "psycopg"} & set(loaded)
