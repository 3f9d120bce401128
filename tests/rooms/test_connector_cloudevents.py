"""Anybody's system sends CloudEvents: durable, once, and a bad one is named by its field."""

import json
from datetime import timedelta
from typing import Any

import pytest

from journeywork.engine.vocabulary import TYPES
from journeywork.kernel import clock
from journeywork.people import actions as people
from journeywork.people.queries import person
from journeywork.work import actions, queries
from tests.conftest import Cast
from tests.fakes.knocking import knock

EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "https://git.example.org/payments",
    "type": "org.journeywork.change.proposed",
    "subject": "payments#412",
    "time": "2026-03-10T09:00:00Z",
    "data": {"by": "ana@fairwater.example", "title": "Charge the fee once", "sprint": 7},
}


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture
def token(cast: Cast) -> str:
    return token_of(cast, "administrator")


def token_of(cast: Cast, *roles: str) -> str:
    at = clock.now()
    people.change_person(person_id=cast.ana.id, roles=(*roles,), by=None, at=at)
    _, secret = people.issue_token(
        person_id=cast.ana.id,
        name="sender",
        scopes=("events",),
        expires_at=at + timedelta(days=1),
        by=cast.ana.id,
        at=at,
    )
    return secret


def send(token: str, content: Any, kind: str = "application/json", **headers: str) -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    given = {"Content-Type": kind, "Authorization": f"Bearer {token}", **headers}
    return knock("/ingest/events", body, headers=given)


def test_one_event_is_taken_once(token: str) -> None:
    assert send(token, EVENT).json() == {"new": 1, "repeated": 0}
    assert send(token, EVENT).json() == {"new": 0, "repeated": 1}
    [kept] = actions.digest(at=clock.now())
    assert (kept.type, kept.subject, kept.extra) == (
        "change.proposed",
        "payments#412",
        {"data": {"sprint": 7}},
    )
    assert kept.by is not None
    assert person(kept.by).name == "Ana"


TEXTS = ["", "\x1f", "a\x1fb", "\x1f\x1f", "x", "\x1e\x1f{}", "'\\x1f", "\N{PARTY POPPER}"]


@pytest.mark.parametrize("many", [1, 2, len(TEXTS)])
def test_a_text_comes_back_as_it_was_sent_whatever_is_in_it(token: str, many: int) -> None:
    batch = [
        EVENT | {"id": f"{text}|{n}", "data": {"title": text, "place": text, "labels": ["a", "b"]}}
        for n, text in enumerate(TEXTS[:many])
    ]
    assert send(token, batch).json() == {"new": many, "repeated": 0}
    kept = {event.id: event for event in queries.all_events()}
    for n, text in enumerate(TEXTS[:many]):
        event = kept[f"{text}|{n}"]
        assert (event.title, event.place, event.text) == (text, text, "")
        assert (event.labels, event.rating, event.to) == (("a", "b"), None, None)


def test_a_batch_keeps_the_good_and_names_the_bad(token: str) -> None:
    batch = [
        EVENT,
        EVENT | {"id": "2", "time": "yesterday"},
        EVENT | {"id": "3", "data": {"paths": [7]}},
        EVENT | {"id": "4", "subject": ""},
        EVENT | {"id": "5"},
        "nonsense",
    ]
    answer = send(token, batch, "application/cloudevents-batch+json")
    assert answer.status_code == 202
    assert (answer.json()["new"], answer.json()["repeated"]) == (2, 0)
    assert [(fault["index"], fault["field"]) for fault in answer.json()["refused"]] == [
        (1, "time"),
        (2, "data.paths[0]"),
        (3, "subject"),
        (5, ""),
    ]
    assert {event.id for event in queries.all_events()} == {"1", "5"}


def test_binary_mode_carries_the_attributes_in_headers(token: str) -> None:
    headers = {
        "ce-specversion": "1.0",
        "ce-id": "9",
        "ce-source": "urn:example:ward-3",
        "ce-type": "work.handed_over",
        "ce-subject": "patient-plan-12",
        "ce-shift": "n%C3%BCchtern",
    }
    assert send(token, {"title": "Handover"}, **headers).json() == {"new": 1, "repeated": 0}
    [kept] = queries.all_events()
    assert (kept.title, kept.extra) == ("Handover", {"shift": "nüchtern"})


def test_every_example_of_the_vocabulary_is_taken(token: str) -> None:
    answer = send(token, [entry.example for entry in TYPES.values()])
    assert answer.json() == {"new": len(TYPES), "repeated": 0}


def test_an_unknown_type_is_kept(token: str) -> None:
    assert send(token, EVENT | {"type": "com.example.sung"}).status_code == 202
    assert [event.type for event in queries.all_events()] == ["com.example.sung"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400),
        (b"{", 400),
        (b'{"id": NaN}', 400),
        (b'{"id": "1", "id": "2"}', 400),
        (b'{"id": "\\u0000"}', 400),
        (b'{"id": "\\ud800"}', 400),
        (b"[" * 40 + b"]" * 40, 400),
        (json.dumps([EVENT] * 1001).encode(), 413),
        (b'"' + b"x" * 10 * 1024 * 1024 + b'"', 413),
        (b"7", 422),
        (b"{}", 422),
    ],
)
def test_bad_bodies_are_refused_with_nothing_kept(token: str, body: bytes, status: int) -> None:
    answer = send(token, body)
    assert answer.status_code == status, answer.content[:200]
    assert list(queries.all_events()) == []


def test_a_wrong_content_type_is_415(token: str) -> None:
    assert send(token, EVENT, "text/plain").status_code == 415


def test_nobody_and_a_token_without_the_scope_send_nothing(cast: Cast) -> None:
    at = clock.now()
    _, reading = people.issue_token(
        person_id=cast.ana.id,
        name="reader",
        scopes=("read",),
        expires_at=at + timedelta(days=1),
        by=cast.ana.id,
        at=at,
    )
    assert [send("", EVENT).status_code, send("jw_guess", EVENT).status_code] == [401, 401]
    assert send(reading, EVENT).status_code == 403


def test_a_member_sends_own_work_and_nobody_elses(cast: Cast) -> None:
    secret = token_of(cast, "member")
    mine = EVENT | {"data": {"title": "Mine"}}
    foreign = EVENT | {"id": "2", "data": {"by": "ben@fairwater.example"}}
    answer = send(secret, [mine, foreign])
    assert answer.json()["new"] == 1
    assert answer.json()["refused"][0]["field"] == "data.by"
    assert [event.by for event in queries.all_events()] == [cast.ana.id]
