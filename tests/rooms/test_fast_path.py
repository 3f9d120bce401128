"""One house, two ways in: what holds before a Django view holds before a door of the fast path."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from journeywork.engine.gate import MEGABYTE
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.people import actions as people
from journeywork.work import queries
from tests.conftest import Cast
from tests.fakes.knocking import knock

NOTES = "/api/v1/notes"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


def token(cast: Cast, *, scopes: tuple[str, ...] = ("events", "write"), days: int = 1) -> str:
    at = clock.now()
    _, secret = people.issue_token(
        person_id=cast.ana.id,
        name="sender",
        scopes=scopes,
        expires_at=at + timedelta(days=days),
        by=cast.ana.id,
        at=at,
    )
    return secret


def both(secret: str, body: bytes, **headers: str) -> tuple[Any, Any]:
    """Send the same to a door of each kind."""
    given = {"Authorization": f"Bearer {secret}", **headers}
    view = Client().generic("POST", NOTES, body, "application/json", headers=given)
    return knock(
        "/ingest/events", body, headers={"Content-Type": "application/json", **given}
    ), view


def test_both_know_the_same_tokens(cast: Cast) -> None:
    good, revoked = token(cast), token(cast)
    people.revoke_token(
        token_id=next(
            each.id for each in people_tokens(cast) if revoked.split("_")[2].startswith(each.prefix)
        ),
        by=cast.ana.id,
        at=clock.now(),
    )
    wrong = good[:-1] + ("a" if good[-1] != "a" else "b")
    elsewhere = good.replace(good.split("_")[1], "a" * 26)
    for secret in (revoked, wrong, elsewhere, "", "jw_x", "é" * 90):
        fast, view = both(secret, b"{}")
        assert (fast.status_code, view.status_code) == (401, 401), secret
        assert fast.headers["www-authenticate"] == view.headers["WWW-Authenticate"]
    fast, view = both(good, b"{}")
    assert (fast.status_code, view.status_code) == (422, 422)


def people_tokens(cast: Cast) -> Any:
    from journeywork.people.models import TokenRow

    return TokenRow.objects.filter(person=cast.ana.id)


def test_both_end_when_the_person_leaves(cast: Cast) -> None:
    secret = token(cast)
    people.deactivate(person_id=cast.ana.id, by=cast.emil.id, at=clock.now())
    assert [answer.status_code for answer in both(secret, b"{}")] == [401, 401]


def test_both_heed_the_scope(cast: Cast) -> None:
    reading = token(cast, scopes=("read",))
    assert [a.status_code for a in both(reading, b'{"text": "Keep the receipt"}')] == [403, 403]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"text": NaN}',
        b'{"text": 1e400}',
        b'{"text": 18446744073709551616}',
        b'{"text": "a", "text": "b"}',
        b'{"text": "\\u0000"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\xff"}',
        b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}",
        json.dumps({f"k{n}": 1 for n in range(1001)}).encode(),
    ],
)
def test_both_have_the_same_gate(cast: Cast, body: bytes) -> None:
    fast, view = both(token(cast), body)
    assert (fast.status_code, fast.json()["errors"]) == (view.status_code, view.json()["errors"])
    assert fast.json()["detail"] == view.json()["detail"]
    assert fast.headers["content-type"] == view.headers["Content-Type"]


@pytest.mark.parametrize("pieces", [11, 1_000])
def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_limit(cast: Cast, pieces: int) -> None:
    """A little over the limit, or without end: 413 from the whole application, read no further."""
    from journeywork.config.fast import FastPath
    from journeywork.kernel.gate import BodyLimit

    sent: list[dict[str, Any]] = []
    left = [b"x" * MEGABYTE] * pieces

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def no_view(*_: Any) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "POST", "path": f"/ingest/github/{cast.org}/{cast.org}",
             "headers": [], "query_string": b"", "root_path": ""}  # fmt: skip
    asyncio.run(BodyLimit(FastPath(no_view))(scope, receive, send))
    assert sent[0]["status"] == 413
    assert json.loads(sent[1]["body"])["title"] == "Content Too Large"
    assert len(left) == pieces - 11


def test_what_is_not_there_and_what_is_not_done_here(cast: Cast) -> None:
    assert knock("/ingest/nothing").status_code == 404
    looked = knock("/ingest/events", method="GET")
    assert (looked.status_code, looked.headers["allow"]) == (405, "POST")
    assert looked.headers["content-type"] == "application/problem+json"


def event(id: str, at: datetime) -> WorkEvent:
    return WorkEvent(source="test", id=id, type="work.started", at=at, subject="order-1")


def test_many_senders_at_once_are_each_told_of_their_own(cast: Cast, at: datetime) -> None:
    """Twenty deliveries, each event in two of them: each is new once, and nothing is lost."""
    from django.conf import settings

    from journeywork.kernel.direct import Direct
    from journeywork.work.direct_intake import Intake, Sent

    async def story() -> list[tuple[int, int]]:
        direct = Direct(settings.DIRECT_URL, settings=settings.DIRECT_SETTINGS)
        intake = Intake(direct)
        batches = [[event(f"e{n}", at), event(f"e{(n + 1) % 20}", at)] for n in range(20)]
        people = (cast.ana.id, cast.ben.id)
        sent = [
            Sent(org=cast.org, at=at, by=people[n % 2], events=batch)
            for n, batch in enumerate(batches)
        ]
        taken = await asyncio.gather(*(intake.take(each) for each in sent))
        await direct.close()
        return [(each.new, each.repeated) for each in taken]

    found = asyncio.run(story())
    assert [new + repeated for new, repeated in found] == [2] * 20
    assert sum(new for new, _ in found) == 20
    assert {kept.id for kept in queries.all_events()} == {f"e{n}" for n in range(20)}
    assert queries.backlog() == 20
