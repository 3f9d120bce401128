"""Anything that signs as Standard Webhooks do: CloudEvents, and `{type, timestamp, data}`."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from journeywork.connectors.payload import Unusable
from journeywork.connectors.standard.events import events
from journeywork.connectors.standard.words import ANY, FIELDS, THINGS, our_type
from journeywork.connectors.webhook import Delivery
from journeywork.engine.vocabulary import TYPES
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.work import actions, queries
from tests.conftest import Cast
from tests.rooms.signing import Line, standard

PAGE = Path(__file__).parent.parent.parent / "docs" / "howto" / "connect-anything.md"
TICKET = {
    "type": "ticket.created",
    "timestamp": "2026-03-10T09:00:00Z",
    "data": {
        "id": 4711,
        "summary": "Scanner does not start",
        "description": "It beeps twice.",
        "user": {"name": "Ana", "email": "ana@fairwater.example"},
        "project": {"key": "ward-3", "name": "Ward 3"},
        "tags": [{"name": "scanner"}, "urgent"],
        "link": "https://desk.example/4711",
        "priority": 2,
    },
}
EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "https://desk.example",
    "type": "org.journeywork.case.opened",
    "subject": "ticket 4711",
    "data": {"title": "Scanner does not start", "queue": 7},
}
SOURCE = UUID(int=5)
SENT = Delivery(
    source=SOURCE,
    at=datetime(2026, 3, 10, 10, tzinfo=UTC),
    headers={"webhook-id": "msg_1", "webhook-timestamp": "1773136800"},
    body=b"",
)


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture(autouse=True)
def at() -> Any:
    """Now, as far as everybody here knows."""
    with clock.fixed(SENT.at):
        yield SENT.at


@pytest.fixture
def desk(org: UUID, at: datetime) -> Line:
    return Line("standard", org, actions.follow(kind="standard", key="help desk", at=at))


def send(desk: Line, content: Any, **more: Any) -> Any:
    body = json.dumps(content).encode()
    return desk.sends(standard(desk.secret, body, **more), body)


def one(content: Any) -> WorkEvent:
    [event] = events(SENT, content)
    assert isinstance(event, WorkEvent)
    return event


def ticket(type: str, **data: Any) -> dict[str, Any]:
    return {"type": type, "timestamp": "2026-03-10T09:00:00Z", "data": data}


def test_a_ticket_in_our_words_and_the_rest_is_kept() -> None:
    assert one(TICKET) == WorkEvent(
        source=f"urn:uuid:{SOURCE}",
        id="msg_1",
        type="case.opened",
        at=datetime(2026, 3, 10, 9, tzinfo=UTC),
        subject="ticket 4711",
        by_handle="ana@fairwater.example",
        title="Scanner does not start",
        text="It beeps twice.",
        place="ward-3",
        labels=("scanner", "urgent"),
        url="https://desk.example/4711",
        extra={"data": {"id": 4711, "priority": 2}},
    )


def test_it_is_the_work_of_whoever_is_known_by_that_address(desk: Line, cast: Cast) -> None:
    assert send(desk, TICKET).json() == {"new": 1, "repeated": 0}
    [event] = actions.digest(at=clock.now())
    assert event.by == cast.ana.id


def test_sent_again_later_it_is_the_same(desk: Line) -> None:
    """A sender that had no answer tries again: same id, another time and another signature."""
    assert send(desk, TICKET, late=60).json() == {"new": 1, "repeated": 0}
    assert send(desk, TICKET, late=0).json() == {"new": 0, "repeated": 1}
    assert send(desk, TICKET, id="msg_2").json() == {"new": 1, "repeated": 0}


def test_two_sources_may_number_alike(desk: Line, org: UUID, at: datetime) -> None:
    floor = Line("standard", org, actions.follow(kind="standard", key="floor", at=at))
    assert [send(line, TICKET).json()["new"] for line in (desk, floor)] == [1, 1]
    assert [send(line, {"type": "x.y"}).status_code for line in (desk, floor)] == [202, 202]
    assert len(list(queries.set_aside(limit=9))) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ticket("org.journeywork.work.handed_over", id=1, subject="bed 12"), ("work.handed_over", "bed 12")),
        (ticket("ticket.solved", number=7), ("case.closed", "ticket 7")),
        (ticket("desk.ticket.reopened", key="D-7"), ("work.reopened", "ticket D-7")),
        (ticket("incident.triggered", incident={"id": "P1"}), ("incident.opened", "incident P1")),
        (ticket("task.completed", id="881"), ("work.finished", "task 881")),
        (ticket("build.failed", id=3), ("check.failed", "build 3")),
        (ticket("weld.inspected", subject="order-881"), ("weld.inspected", "order-881")),
        (ticket("contact.created", id=3) | {"subject": "lead 3"}, ("contact.created", "lead 3")),
        ({"type": "order.started", "timestamp": 1773129600, "id": 9}, ("work.started", "order 9")),
    ],
)  # fmt: skip
def test_types_and_subjects(content: Any, expected: tuple[str, str]) -> None:
    event = one(content)
    assert (event.type, event.subject) == expected


def test_without_a_time_it_happened_when_it_was_sent() -> None:
    assert one({"type": "ticket.closed", "data": {"id": 3}}).at == SENT.at


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "it is neither a CloudEvent nor {type, timestamp, data}"),
        ("hello", "it is neither a CloudEvent nor {type, timestamp, data}"),
        ({"type": 7}, "it is neither a CloudEvent nor {type, timestamp, data}"),
        ({"type": " "}, "it is neither a CloudEvent nor {type, timestamp, data}"),
        (ticket("contact.created", id=3), "contact.created is not in our vocabulary, and it names no subject"),
        (ticket("ticket.sang", id=3), "ticket.sang is not in our vocabulary, and it names no subject"),
        (ticket("ticket.created", title="x"), "it does not say which piece of work it is about"),
        (ticket("ticket.created", id=3) | {"timestamp": "soon"}, "timestamp is not a time"),
        (ticket("ticket.created", id=3) | {"timestamp": "0001-01-01T00:00:00+14:00"}, "timestamp is not a time"),
        (ticket("ticket.created", id=3, title=7), "data.title: expected `str`, got `int`"),
        (ticket("ticket.created", id=3, labels=[7]), "data.labels[0]: expected `str`, got `int`"),
        (EVENT | {"subject": ""}, "subject: is not a text with something in it"),
        (EVENT | {"specversion": "0.3"}, 'specversion: is not "1.0"'),
        (EVENT | {"time": "2026-03-10T09:00:00"}, "time: has no time zone, such as Z or +01:00"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_set_aside_with_its_reason(
    desk: Line, content: Any, reason: str
) -> None:
    answer = send(desk, content)
    told = {"new": 0, "repeated": 0, "set_aside": reason}
    assert (answer.status_code, answer.json()) == (202, told)
    [aside] = queries.set_aside(limit=9)
    kind = content.get("type") if isinstance(content, dict) else None
    expected = kind if isinstance(kind, str) and kind.strip() else "unknown"
    assert (aside.source, aside.type, aside.reason) == ("standard", expected, reason)


def test_cloud_events_come_as_they_are_one_or_many(desk: Line) -> None:
    assert send(desk, EVENT).json() == {"new": 1, "repeated": 0}
    batch = [EVENT, EVENT | {"id": "2"}, EVENT | {"id": "3", "subject": 7}, TICKET, "nonsense"]
    assert send(desk, batch, id="msg_2").json() == {
        "new": 2,
        "repeated": 1,
        "refused": [
            {"index": 2, "detail": "subject: is not a text with something in it"},
            {"index": 4, "detail": "it is neither a CloudEvent nor {type, timestamp, data}"},
        ],
    }
    found = {(event.source, event.id): event for event in queries.all_events()}
    assert set(found) == {
        ("https://desk.example", "1"),
        ("https://desk.example", "2"),
        (f"urn:uuid:{desk.source}", "msg_2:3"),
    }
    assert found["https://desk.example", "1"].extra == {"data": {"queue": 7}}
    assert len(list(queries.set_aside(limit=9))) == 2


def test_too_many_at_once_and_what_is_no_json_are_turned_away(desk: Line) -> None:
    assert send(desk, [EVENT] * 1001).status_code == 413
    for body in (b"{", b"", b'{"type": NaN}', b'{"type": "a", "type": "b"}', b"\xff"):
        assert desk.sends(standard(desk.secret, body), body).status_code == 400
    assert send(desk, []).json() == {"new": 0, "repeated": 0}


def test_a_long_text_is_cut_and_a_link_that_is_none_is_dropped(desk: Line) -> None:
    long = ticket("ticket.created", id=3, title="x" * 900, text="y" * 30_000, link="javascript:0")
    assert send(desk, long).json() == {"new": 1, "repeated": 0}
    [event] = queries.all_events()
    assert (len(event.title), len(event.text), event.url) == (500, 20_000, "")


def test_what_comes_by_the_headers_is_not_signed_and_so_not_taken(desk: Line) -> None:
    body = json.dumps({"title": "Handover"}).encode()
    attributes = {"ce-specversion": "1.0", "ce-id": "9", "ce-source": "x", "ce-type": "case.opened"}
    answer = desk.sends(standard(desk.secret, body) | attributes | {"ce-subject": "x"}, body)
    assert answer.json()["set_aside"] == "it is neither a CloudEvent nor {type, timestamp, data}"


def test_each_part_of_a_list_is_told_of_by_itself() -> None:
    found = list(events(SENT, [TICKET, 7]))
    assert [type(each) for each in found] == [WorkEvent, Unusable]


# The page


def test_every_word_leads_to_one_of_ours() -> None:
    ours = {kind for kinds in (*THINGS.values(), ANY) for kind in kinds.values()}
    assert ours <= TYPES.keys()
    assert [our_type(kind) for kind in TYPES] == list(TYPES)


def test_the_page_says_what_becomes_what() -> None:
    told: dict[tuple[str, str], str] = {}
    for things, done, ours in re.findall(
        r"^\| (.+?) \| (.+?) \| `(.+?)` \|$", PAGE.read_text(), re.MULTILINE
    ):
        for thing in re.findall(r"`(\w+)`", things) or ["any"]:
            told |= {(thing, each): ours for each in re.findall(r"`(\w+)`", done)}
    known = {(thing, done): ours for thing, all in THINGS.items() for done, ours in all.items()}
    known |= {("any", done): ours for done, ours in ANY.items()}
    assert told == known


def test_the_page_says_under_which_names_fields_are_found() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    told = {ours: tuple(re.findall(r"`(\w+)`", names)) for ours, names in rows}
    assert {ours: names for ours, names in told.items() if ours in FIELDS} == FIELDS
