"""Bad values in every place of every operation that the API describes.

No 5xx; a problem that names the place; nothing written where it was refused; no answer that the
description does not tell of. The walk reads the OpenAPI document: an operation that is added is
walked from its first day.
"""

import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.test import Client

from journeywork.api.app import api
from journeywork.config.ask_door import AskDoor
from journeywork.engine.permissions import ROLES
from journeywork.kernel import clock
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.fakes.bad_values import LARGE, MEGABYTE, VALUES, Bad
from tests.fakes.described import Description, Operation
from tests.fakes.hostile import Judge, Send, Walk
from tests.fakes.knocking import Knock, scope_of
from tests.rooms.api_examples import examples, own
from tests.rooms.calling import EVERYTHING
from tests.rooms.test_api_doors import things

__all__ = ["things"]

#: In the short walk so many values stand in each place; every value stands in many places.
SHARE = 5
#: What seems slow is done so often at most.
AGAIN = 3
HEADERS = (
    *("Authorization", "Content-Type", "Accept", "Accept-Language", "Cookie", "Host", "Range"),
    *("If-None-Match", "If-Match", "If-Modified-Since", "Idempotency-Key", "X-Request-Id"),
    *("traceparent", "Content-Encoding", "X-Forwarded-For", "Forwarded", "Origin", "Expect"),
    *("X-HTTP-Method-Override", "Prefer", "HX-Request"),
)  # fmt: skip
#: One that reads, one that writes, one of the fast path: headers are read before the operation.
WITH_HEADERS = ("cards.find", "cards.note", "asking.ask")


def sender(secret: str, at: datetime) -> Send:
    """Return what sends requests with this token, over the whole of Django.

    What the fast path would take goes through its door, in this thread.
    """
    client = Client(raise_request_exception=False)
    door = AskDoor()

    def send(
        method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        given = {"Authorization": f"Bearer {secret}"} | headers
        kind = given.pop("Content-Type", "application/json")
        scope = scope_of(Knock(path, body or b"", method, {"Content-Type": kind, **given}))
        with clock.fixed(at):
            if door.takes(scope):
                found = door.answer(scope, body or b"")
                return found.status_code, dict(found.headers), found.content
            came = client.generic(method, path, body or b"", content_type=kind, headers=given)
        return came.status_code, dict(came.headers), came.content

    return send


@pytest.fixture
def walk(cast: Cast, things: dict[str, str], at: datetime, settings: Any) -> Walk:
    """Return a walk as somebody who may do everything, as often as they like."""
    settings.API_PER_MINUTE = 0
    person = people.add_person(
        name="Everybody", email="", roles=tuple(ROLES), teams=(cast.payments.id,), by=None, at=at
    )
    _, secret = people.issue_token(
        person_id=person.id, name="walk", scopes=EVERYTHING, expires_at=at + timedelta(days=1),
        by=person.id, at=at,
    )  # fmt: skip
    described = Description(api.get_openapi_schema())
    mine = own(person, at)
    return Walk(sender(secret, at), Judge(described), examples(things) | mine)


def operations(walk: Walk) -> list[Operation]:
    return walk.judge.described.operations()


def shares() -> Iterator[tuple[Bad, ...]]:
    """Yield a few values at a time, on and on, so that each meets every sort of place."""
    endless = cycle(VALUES)
    while True:
        yield tuple(islice(endless, SHARE))


def test_what_fits_is_taken_and_answered_as_described(walk: Walk) -> None:
    """The control: were the examples refused, a walk with them would show nothing."""
    for operation in operations(walk):
        assert walk.examples[operation.name][0] == operation.method
        walk.right(operation)
    walk.judge.sound()


def test_every_place_of_every_operation_bears_bad_values(walk: Walk) -> None:
    few = shares()
    for operation in operations(walk):
        for place in walk.judge.described.places(operation):
            for value in next(few):
                walk.try_(operation, place, value)
    walk.judge.sound()
    assert walk.judge.asked > 1_000


def test_every_body_bears_to_be_something_else(walk: Walk) -> None:
    few = shares()
    for operation in operations(walk):
        for value in next(few) if operation.body else ():
            walk.whole(operation, value)
    walk.judge.sound()


def test_every_header_bears_bad_values(walk: Walk) -> None:
    few = shares()
    for operation in operations(walk):
        for name in HEADERS if operation.name in WITH_HEADERS else ():
            for value in next(few):
                walk.header(operation, name, value)
    walk.judge.sound()


def cost(does: Callable[[], object]) -> float:
    """Return the seconds of the processor that something takes, whenever it is done.

    What seems slow is done again: once in ten thousand times the collector of garbage comes.
    """
    spent = []
    while not spent or (spent[-1] >= 1 and len(spent) < AGAIN):
        began = process_time()
        does()
        spent.append(process_time() - began)
    return min(spent)


@pytest.mark.long
def test_every_place_bears_every_bad_value_in_little_time_and_memory(
    walk: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    """The whole cross product: under a second of the processor each, memory as it was."""
    # What is captured keeps the request, with all of its body.
    caplog.set_level(logging.CRITICAL, "django.request")
    before, slowest = 0, (0.0, "")
    for number, operation in enumerate(operations(walk)):
        before = resident() if number == 10 else before  # What is loaded once, is loaded.
        for place in walk.judge.described.places(operation):
            for value in (*VALUES, *LARGE):
                spent = cost(partial(walk.try_, operation, place, value))
                slowest = max(slowest, (spent, f"{place}: {value.name}"))
    grown = (resident() - before) // MEGABYTE
    print(f"{walk.judge.asked} requests; slowest {slowest}; memory grew by {grown} MB")  # noqa: T201
    walk.judge.sound()
    assert slowest[0] < 1, slowest
    assert grown < 64


@pytest.mark.long
def test_every_header_of_every_operation_bears_every_bad_value(walk: Walk) -> None:
    for operation in operations(walk):
        for name in HEADERS:
            for value in VALUES if operation.name in WITH_HEADERS else VALUES[::35]:
                walk.header(operation, name, value)
        for value in (*VALUES, *LARGE) if operation.body else ():
            walk.whole(operation, value)
    walk.judge.sound()


def resident() -> int:
    """Return how much memory this process holds, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
