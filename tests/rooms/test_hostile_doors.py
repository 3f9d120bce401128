"""Bad values in every field of what is sent to the fast path: CloudEvents three ways, and webhooks.

No 5xx; a refusal names the field and stores nothing; what is good beside it is kept.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from threading import Event
from time import process_time
from typing import Any
from urllib.parse import quote_from_bytes

import pytest

from journeywork.config.stream import drain
from journeywork.flow import STREAM
from journeywork.kernel import clock
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.work import actions, queries
from tests.conftest import Cast
from tests.fakes.bad_values import LARGE, VALUES, Bad
from tests.fakes.knocking import Answer, Knock, knock_often
from tests.rooms import signing
from tests.rooms.test_hostile_api import resident

MARK = "\ue000here\ue000"
DATA: dict[str, Any] = {
    "by": "ana@fairwater.example", "to": "ben", "title": "Fee", "text": "Once.", "place": "billing",
    "paths": ["a/b.py"], "labels": ["fee"], "part_of": ["release/1"], "check": "unit", "rating": 3,
    "helpers": [{"by": "ben", "kind": "helped", "to": "ana"}],
    "url": "https://git.example/1", "more": {"of": ["their", "own"]},
}  # fmt: skip
EVENT: dict[str, Any] = {
    "specversion": "1.0", "id": "e-1", "source": "urn:test", "type": "work.started",
    "subject": "order-1", "time": "2026-03-10T09:00:00Z", "datacontenttype": "application/json",
    "dataschema": "https://x.example/s", "theirs": "kept", "data": DATA,
}  # fmt: skip
SHARE = 12


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture
def secret(cast: Cast) -> str:
    at = clock.now()
    sender = people.add_person(
        name="Sender", email="", roles=("administrator",), by=cast.emil.id, at=at
    )
    _, made = people.issue_token(
        person_id=sender.id, name="sender", scopes=("events",), expires_at=at + timedelta(days=1),
        by=sender.id, at=at,
    )  # fmt: skip
    return made


Place = tuple[str | int, ...]


def places(content: Any, path: Place = ()) -> Iterator[Place]:
    """Yield the path to everything in a document, members and entries."""
    if path:
        yield path
    inner = content.items() if isinstance(content, dict) else ()
    inner = enumerate(content) if isinstance(content, list) else inner
    for name, part in inner:
        yield from places(part, (*path, name))


def put(content: Any, path: Place, value: bytes) -> bytes:
    """Return `content` as JSON with `value`, byte for byte, at `path`."""
    whole: Any = [json.loads(json.dumps(content))]
    holder, last = whole, 0
    for name in path:
        holder, last = holder[last], name  # type: ignore[assignment]
    holder[last] = MARK
    return json.dumps(whole[0]).encode().replace(json.dumps(MARK).encode(), value)


def shares(count: int) -> Iterator[tuple[Bad, ...]]:
    endless = cycle(VALUES)
    while True:
        yield tuple(islice(endless, count))


def looked_at(what: str, answer: Answer, names: str, *, whole: bool) -> list[str]:
    """Return what is wrong with one answer."""
    said = answer.json()
    if answer.status_code not in (202, 400, 401, 404, 413, 415, 422):
        return [f"{what}: {answer.status_code} {said}"]
    if answer.status_code not in (400, 422):
        return []
    if answer.headers["content-type"] != "application/problem+json":
        return [f"{what}: {answer.headers['content-type']}"]
    fields = [each["field"].replace("[", ".").replace("]", "") for each in said["errors"]]
    fields = [each.removeprefix("a key of ").removeprefix("0.") for each in fields]
    near = [f for f in fields if f and (f.startswith(names) or names.startswith(f))]
    return [] if near or whole else [f"{what}: does not name {names}: {said}"]


def sent(path: Place, value: Bad, secret: str, kind: str) -> Knock:
    """Return a request with one event that has `value` at `path`."""
    head = {"Authorization": f"Bearer {secret}", "Content-Type": f"application/{kind}"}
    return Knock("/ingest/events", put(EVENT, path, value.json), headers=head)


def check(knocks: list[tuple[str, str, bool, Knock]]) -> None:
    """Send everything, look at each answer, and count that only what was taken is stored."""
    before = sum(1 for _ in queries.all_events())
    answers = knock_often([each for *_, each in knocks])
    wrong = [
        fault
        for (what, names, whole, _), answer in zip(knocks, answers, strict=True)
        for fault in looked_at(what, answer, names, whole=whole)
    ]
    if wrong:
        pytest.fail(f"{len(wrong)} faults\n" + "\n".join(each[:300] for each in wrong[:300]),
                    pytrace=False)  # fmt: skip
    new = sum(answer.json().get("new", 0) for answer in answers if answer.status_code == 202)
    assert sum(1 for _ in queries.all_events()) - before == new
    taken_up()


def taken_up() -> None:
    """What was taken is digested by the worker: nothing of it breaks there."""
    drain(current_org(), STREAM, Event(), read=clock.now)
    assert queries.backlog() == 0
    indexing.catch_up()


def structured(secret: str, values: Iterator[tuple[Bad, ...]]) -> None:
    check(
        [
            (f"{path} = {v.name}", ".".join(map(str, path)), v.whole, sent(path, v, secret, "cloudevents+json"))
            for path in places(EVENT)
            for v in next(values)
        ]
    )  # fmt: skip


def test_every_field_of_a_structured_event_bears_bad_values(cast: Cast, secret: str) -> None:
    structured(secret, shares(SHARE))


@pytest.mark.long
def test_every_field_of_a_structured_event_bears_every_bad_value(cast: Cast, secret: str) -> None:
    structured(secret, cycle([(*VALUES, *LARGE)]))


#: As large as a body may be here, and made to cost as much as possible.
COSTLY = {
    "text": b'"' + b"x" * 9_000_000 + b'"',
    "escapes": b'"' + b"\\u0041" * 1_500_000 + b'"',
    "numbers": b"[" + b"1," * 490_000 + b"1]",
    "fractions": b"[" + b"1e1," * 490_000 + b"1]",
    "objects": b"[" + b'{"a":1},' * 240_000 + b"1]",
    "keys": b"{" + b",".join(b'"%d":1' % n for n in range(400_000)) + b"}",
    "quotes": b'"' + b'\\"' * 4_500_000 + b'"',
    "deep": b"[" * 9_000_000,
    "minus": b"-" * 9_000_000,
}


@pytest.mark.long
@pytest.mark.parametrize("path", [("data", "text"), ("data", "more"), ("theirs",), ("id",)])
def test_the_largest_body_takes_little_time_and_leaves_no_memory(
    cast: Cast, secret: str, path: Place
) -> None:
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/cloudevents+json"}
    knocks = [
        Knock("/ingest/events", put(EVENT, path, each), headers=head) for each in COSTLY.values()
    ]
    knock_often(knocks)
    before, took = resident(), {}
    for name, each in zip(COSTLY, knocks, strict=True):
        began = process_time()
        [answer] = knock_often([each])
        took[name] = process_time() - began
        assert answer.status_code in (202, 400, 413, 422), (name, answer.content[:200])
    grown = (resident() - before) // 1_000_000
    print(f"{path}: {max(took.items(), key=lambda each: each[1])}; grew by {grown} MB")  # noqa: T201
    assert max(took.values()) < 1, took
    assert grown < 64


def headers(name: str, value: Bad, secret: str) -> list[tuple[str, str]]:
    """Return the headers of a binary event, with `value` in one, as it is and encoded."""
    given = {f"ce-{k}": v for k, v in EVENT.items() if isinstance(v, str)}
    plain = value.plain[:8_000]
    bare = plain.isascii() and not set(plain) & set(b"\r\n\x00%")
    given[f"ce-{name}"] = plain.decode() if bare else quote_from_bytes(plain, safe="")
    return [*given.items(), ("Authorization", f"Bearer {secret}"),
            ("Content-Type", "application/json")]  # fmt: skip


def binary(secret: str, values: Iterator[tuple[Bad, ...]]) -> None:
    names = [name for name, value in EVENT.items() if isinstance(value, str)]
    body = json.dumps(DATA).encode()
    check(
        [
            (f"ce-{name} = {v.name}", "", True, Knock("/ingest/events", body, headers=headers(name, v, secret)))
            for name in [*names, "data", "x" * 300, "data_base64"]
            for v in next(values)
        ]
    )  # fmt: skip


def test_every_header_of_a_binary_event_bears_bad_values(cast: Cast, secret: str) -> None:
    binary(secret, shares(SHARE))


@pytest.mark.long
def test_every_header_of_a_binary_event_bears_every_bad_value(cast: Cast, secret: str) -> None:
    binary(secret, cycle([VALUES]))


@pytest.mark.parametrize("name", ["ce-id", "ce-type", "Ce-Theirs"])
def test_a_header_that_stands_twice_is_refused(cast: Cast, secret: str, name: str) -> None:
    """Which of the two would count is for nobody to guess."""
    given = [*headers("theirs", VALUES[-1], secret), (name, "other")]
    [answer] = knock_often([Knock("/ingest/events", b"{}", headers=given)])
    errors = answer.json()["errors"]
    assert (answer.status_code, errors) == (
        400,
        [{"field": name.lower(), "detail": "stands twice"}],
    )


def test_in_a_batch_the_good_ones_are_kept_and_the_bad_one_is_named(
    cast: Cast, secret: str
) -> None:
    head = {"Authorization": f"Bearer {secret}",
            "Content-Type": "application/cloudevents-batch+json"}  # fmt: skip
    few = shares(3)
    tried = [
        (path, value)
        for path in places(EVENT)
        for value in next(few)
        if not value.whole and len(value.json) < 100_000
    ]
    knocks = []
    for number, (path, value) in enumerate(tried):
        good = [EVENT | {"id": f"{number}-{n}"} for n in range(2)]
        events = [json.dumps(good[0]).encode(), put(EVENT, path, value.json),
                  json.dumps(good[1]).encode()]  # fmt: skip
        knocks.append(Knock("/ingest/events", b"[" + b",".join(events) + b"]", headers=head))
    for (path, value), answer in zip(tried, knock_often(knocks), strict=True):
        what = (path, value.name, answer.content)
        # What no JSON document may hold is refused with the document; the rest by its place.
        assert answer.status_code in (202, 400), what
        if answer.status_code == 400:
            field = answer.json()["errors"][0]["field"].removeprefix("a key of ")
            assert field.startswith("[1]"), what
        elif "refused" in answer.json():
            assert {each["index"] for each in answer.json()["refused"]} == {1}, what
            assert answer.json()["new"] == 2, what


def webhook(kind: str, cast: Cast, at: datetime, values: Iterator[tuple[Bad, ...]]) -> None:
    line = signing.Line(kind, cast.org, actions.follow(kind=kind, key="billing", at=at))
    knocks = []
    for path in places(signing.BODIES[kind]):
        for v in next(values):
            body = put(signing.BODIES[kind], path, v.json)
            proof = signing.headers(kind, line.secret, body)
            knocks.append((f"{path} = {v.name}", ".".join(map(str, path)), v.whole,
                           Knock(line.path, body, headers=proof)))  # fmt: skip
    check(knocks)


@pytest.mark.parametrize("kind", signing.BODIES)
def test_every_field_of_a_webhook_bears_bad_values(kind: str, cast: Cast, at: datetime) -> None:
    webhook(kind, cast, at, shares(SHARE))


@pytest.mark.long
@pytest.mark.parametrize("kind", signing.BODIES)
def test_every_field_of_a_webhook_bears_every_bad_value(
    kind: str, cast: Cast, at: datetime
) -> None:
    webhook(kind, cast, at, cycle([(*VALUES, *LARGE)]))


@pytest.mark.parametrize("kind", signing.BODIES)
def test_every_header_of_a_webhook_bears_bad_values(kind: str, cast: Cast, at: datetime) -> None:
    line = signing.Line(kind, cast.org, actions.follow(kind=kind, key="billing", at=at))
    few, knocks = shares(SHARE), []
    for name in [*line.signed(), "Content-Type", "Content-Length", "Host", "Content-Encoding"]:
        for v in next(few):
            plain = v.plain.translate(None, b"\r\n\x00")[:8_000].decode("latin-1")
            given = [*(line.signed() | {name: plain}).items()]
            knocks.append(
                (f"{name} = {v.name}", "", True, Knock(line.path, line.body, headers=given))
            )
    check(knocks)
