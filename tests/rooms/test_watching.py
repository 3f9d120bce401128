"""Whoever watches: the process answers, the parts are ready, and figures tell of nobody."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from prometheus_client.parser import text_string_to_metric_families

from journeywork.config.fast import fast_doors
from journeywork.config.stream import drain
from journeywork.config.watching.requests import Watched
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.flow import STREAM
from journeywork.kernel import clock, shared_counts
from journeywork.kernel.direct import Direct
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.support import queries as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.database import APP, NAME, OWNER, cluster
from tests.fakes.knocking import Answer, Knock, knock, knock_often
from tests.fakes.stage import an_index

Figures = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    """Count from nothing."""
    shared_counts.keep_to_oneself()
    yield
    shared_counts.keep_to_oneself()


@pytest.fixture
def index(db: None) -> Iterator[None]:
    with an_index():
        indexing.rebuild()
        yield


@pytest.fixture
def worker(db: None) -> Iterator[None]:
    """A worker gave a sign of life just now."""
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Person:
    """She administers."""
    return people.add_person(
        name="Ada", email="ada@fairwater.example", key="ada", roles=("administrator",),
        invited=True, by=None, at=at,
    )  # fmt: skip


def token(person: Person, *scopes: str) -> dict[str, str]:
    at = clock.now()
    _, secret = people.issue_token(
        person_id=person.id,
        name="prometheus",
        scopes=scopes or ("administer",),
        expires_at=at + timedelta(days=1),
        by=person.id,
        at=at,
    )
    return {"Authorization": f"Bearer {secret}"}


def look(path: str, **headers: str) -> Answer:
    return knock(path, method="GET", headers=headers)


def ready(direct: Direct | None = None) -> tuple[int, dict[str, str]]:
    """Return the status and the parts that are not in order."""
    if direct is None:
        answer = look("/readyz")
    else:
        [answer] = knock_often([Knock("/readyz", method="GET")], lambda _: fast_doors(direct))
    parts: dict[str, str] = answer.json()["parts"]
    assert set(parts) == {"database", "migrations", "index", "worker"}
    assert answer.json()["ready"] == (answer.status_code == 200)
    return answer.status_code, {part: how for part, how in parts.items() if how != "ok"}


# Health


def test_the_process_answers_whatever_else_is_wrong() -> None:
    nowhere = Direct("postgresql://nobody@127.0.0.1:9/none")
    [answer] = knock_often([Knock("/healthz", method="GET")], lambda _: fast_doors(nowhere))
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert answer.headers["cache-control"] == "no-store"


def test_all_is_ready(index: None, worker: None) -> None:
    assert ready() == (200, {})


def test_without_a_worker_it_is_not_ready_and_says_so(index: None) -> None:
    assert ready() == (503, {"worker": "not seen lately"})
    with connection.cursor() as cursor:
        long_ago = "now() - interval '2 minutes'"
        cursor.execute(f"insert into procrastinate_workers (last_heartbeat) values ({long_ago})")
    assert ready() == (503, {"worker": "not seen lately"})


def test_without_an_index_it_is_not_ready(worker: None) -> None:
    with an_index():
        assert ready() == (503, {"index": "cannot be read"})


def test_with_a_migration_to_come_it_is_not_ready(index: None, worker: None) -> None:
    with connection.cursor() as cursor:
        last = "(select max(id) from django_migrations)"
        cursor.execute(f"delete from django_migrations where id = {last} returning app, name")
        app, name = cursor.fetchone()
        try:
            assert ready() == (503, {"migrations": "pending"})
        finally:
            cursor.execute(
                "insert into django_migrations (app, name, applied) values (%s, %s, now())",
                [app, name],
            )


def test_a_database_that_is_away_is_named_within_a_second(index: None) -> None:
    away = dict.fromkeys(("database", "migrations", "worker"), "does not answer")
    assert ready(Direct("postgresql://nobody@127.0.0.1:9/none")) == (503, away)


def test_a_database_that_lets_nobody_in_is_away(cast: Cast, index: None) -> None:
    """It is not there, or does not know who asks: the doors say 503, as for one that sleeps."""
    away = dict.fromkeys(("database", "migrations", "worker"), "does not answer")
    name = settings.DATABASES["default"]["NAME"]
    gone = Direct(settings.DIRECT_URL.replace(name, "nowhere"))
    assert ready(gone) == (503, away)
    stranger = Direct(settings.DIRECT_URL.replace("journeywork_app", "stranger"))
    assert ready(stranger) == (503, away)
    secret = token(cast.ana, "events")
    sent = Knock("/ingest/events", b"{}", headers=secret)
    answers = knock_often([sent, sent], lambda _: fast_doors(gone))
    assert {answer.status_code for answer in answers} == {503}


def test_a_database_that_refuses_is_named(index: None, worker: None) -> None:
    """Whatever else it answers with: somebody took a right away, for one."""
    with psycopg.connect(cluster.url(OWNER, NAME), autocommit=True) as owner:
        owner.execute(f"revoke select on procrastinate_workers from {APP}")
        try:
            assert ready() == (503, {"worker": "refuses"})
        finally:
            owner.execute(f"grant select on procrastinate_workers to {APP}")


def test_a_database_that_does_not_answer_is_named_within_a_second(index: None) -> None:
    """Somebody takes the connection and says nothing: that must not hold up the answer."""

    async def story() -> tuple[int, float]:
        silent = await asyncio.start_server(lambda *_: asyncio.sleep(60), "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        direct = Direct(f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable")
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/readyz", "headers": [],
                 "query_string": b"", "root_path": ""}  # fmt: skip
        began = asyncio.get_running_loop().time()
        await fast_doors(direct)(scope, asyncio.sleep, send)  # type: ignore[arg-type]
        took = asyncio.get_running_loop().time() - began
        silent.close()
        return sent[0]["status"], took

    status, seconds = asyncio.run(story())
    assert status == 503
    assert 0.9 < seconds < 2.5


def test_a_database_with_nothing_in_it_waits_for_its_migrations(index: None) -> None:
    empty = settings.DIRECT_URL.replace(settings.DATABASES["default"]["NAME"], "postgres")
    status, parts = ready(Direct(empty))
    assert (status, parts["migrations"]) == (503, "not there yet")
    assert "database" not in parts


def test_asking_often_makes_no_work(index: None, worker: None) -> None:
    """Anybody may ask, so the answer of a moment ago is good enough."""
    answers = knock_often([Knock("/readyz", method="GET")] * 50, _Once)
    assert {answer.status_code for answer in answers} == {200}
    assert _Once.asked == 3  # Database, migrations, worker; the index is no database.


class _Once:
    """The real doors, on a line that counts what is asked."""

    asked = 0

    def __init__(self, direct: Direct) -> None:
        class Counted(Direct):
            async def fetch(self, *given: Any) -> list[Any]:
                _Once.asked += 1
                return await direct.fetch(*given)

        self._doors = fast_doors(Counted(""))
        _Once.asked = 0

    async def __call__(self, *given: Any) -> None:
        await self._doors(*given)


# Figures


def figures(answer: Answer) -> Figures:
    """Return the figures of a page of metrics that are not 0, without buckets."""
    assert answer.status_code == 200, answer.content
    return {
        (sample.name.removeprefix("journeywork_"), _values(sample.labels)): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_sum"))
    }


def _values(labels: dict[str, str]) -> tuple[str, ...]:
    """Return the values of labels in the order of their names."""
    return tuple(labels[name] for name in sorted(labels))


def event(number: int, at: datetime, cast: Cast, **more: Any) -> WorkEvent:
    return WorkEvent(
        source="urn:test",
        id=f"e{number}",
        type="check.failed",
        at=at,
        subject="change/1",
        by=cast.ana.id,
        title="Charge the late fee once",
        check="fee-time",
        **more,
    )


def test_who_may_read_them(cast: Cast, ada: Person) -> None:
    assert look("/metrics").status_code == 401
    assert look("/metrics", Authorization="Bearer jw_nothing").status_code == 401
    assert look("/metrics", **token(cast.ana)).status_code == 403
    assert look("/metrics", **token(cast.emil)).status_code == 403
    assert look("/metrics", **token(ada, "read", "write", "events")).status_code == 403
    found = look("/metrics", **token(ada))
    assert (found.status_code, found.headers["content-type"]) == (
        200,
        "text/plain; version=0.0.4; charset=utf-8",
    )


def test_what_comes_in_is_counted_by_source_and_outcome(cast: Cast, ada: Person) -> None:
    from benchmarks.intake.load import event as sent

    batch = [sent(1), sent(2), sent(2), {"id": "nothing else"}]
    kind = {"Content-Type": "application/cloudevents-batch+json"}
    body = json.dumps(batch).encode()
    pushed = Knock("/ingest/events", body, headers=token(ada, "events") | kind)
    asked = Knock("/metrics", method="GET", headers=token(ada))
    *_, page = knock_often([pushed, pushed, asked], lambda d: Watched(fast_doors(d)))
    found = figures(page)
    assert {key: n for key, n in found.items() if key[0] == "events_total"} == {
        ("events_total", ("new", "cloudevents")): 2,
        ("events_total", ("repeated", "cloudevents")): 4,
        ("events_total", ("refused", "cloudevents")): 2,
    }
    assert found["accept_seconds_count", ()] == found["intake_group_events_count", ()] == 2
    assert found["intake_waiting_events", ()] == 0
    assert found["waiting_events", ("in line",)] == 2
    assert found["up", ()] == 1


def test_lag_is_what_waits_and_how_long_it_has(cast: Cast, ada: Person) -> None:
    """The age is that of being accepted, not that of the work: a history may be years old."""
    long_ago = clock.now() - timedelta(days=700)
    work.accept([event(n, long_ago, cast) for n in range(3)], by=None, at=clock.now())
    found = figures(look("/metrics", **token(ada)))
    assert found["waiting_events", ("in line",)] == 3
    assert 0 <= found["waiting_oldest_seconds", ()] < 30
    with clock.fixed(clock.now() + timedelta(minutes=7)):
        page = look("/metrics", **token(ada))
    assert 420 <= figures(page)["waiting_oldest_seconds", ()] < 450


def test_taking_up_decides_and_both_are_counted(
    cast: Cast, ada: Person, at: datetime, index: None
) -> None:
    from threading import Event

    work.accept([event(n, at, cast) for n in range(4)], by=None, at=at)
    drain(cast.org, STREAM, Event(), read=lambda: at)
    found = figures(look("/metrics", **token(ada)))
    assert found["taken_up_events_total", ()] == 4
    assert found["waiting_events", ("in line",)] == 0
    assert found["batch_seconds_count", ()] == 1
    assert found["index_behind", ("episode",)] == 1
    outcomes = {key[1][0] for key in found if key[0] == "decisions_total"}
    assert outcomes == {"nothing_fits"}


def test_decisions_about_a_few_people_are_not_told(
    cast: Cast, ada: Person, at: datetime, index: None
) -> None:
    """Figures about fewer than five people would be figures about somebody."""
    from threading import Event

    work.accept([event(n, at, cast) for n in range(4)], by=None, at=at)
    drain(cast.org, STREAM, Event(), read=lambda: at)
    for gone in (cast.ben, cast.cleo, cast.dora):
        people.deactivate(person_id=gone.id, by=None, at=clock.now())
    found = figures(look("/metrics", **token(ada)))
    assert [key for key in found if key[0] == "decisions_total"] == []
    assert found["taken_up_events_total", ()] == 4


def test_asking_is_counted_by_the_sort_of_text(cast: Cast, ada: Person, index: None) -> None:
    question = "How do I charge the late fee?"
    support.ask(question, person_id=cast.ana.id, at=clock.now())
    page = look("/metrics", **token(ada))
    assert figures(page)["ask_seconds_count", ("how-to",)] == 1
    assert "late fee" not in page.content.decode()


def test_without_a_database_the_rest_is_told(cast: Cast, ada: Person) -> None:
    """The token is known for a second; then even that is a 503."""
    from journeywork.config.watching import figures as reading

    away = Direct("postgresql://nobody@127.0.0.1:9/none")
    found = asyncio.run(reading.told(away, at=clock.now()))
    names = {family.name.removeprefix("journeywork_") for family in found}
    assert {"up", "build_info", "processes"} <= names
    assert "waiting_events" not in names
    assert [s.value for f in found if f.name == "journeywork_up" for s in f.samples] == [0]


def test_no_figure_tells_of_anybody(cast: Cast, ada: Person, index: None) -> None:
    """Whatever people are called, asked or wrote: of their words, no label has one."""
    work.accept([event(1, clock.now(), cast)], by=cast.ana.id, at=clock.now())
    support.ask("Who knows the late fee?", person_id=cast.ana.id, at=clock.now())
    paths = ("/ingest/events", "/ingest/ana@fairwater.example", "/readyz")
    asked = Knock("/metrics", method="GET", headers=token(ada))
    knocks = [*(Knock(path) for path in paths), asked]
    *_, page = knock_often(knocks, lambda direct: Watched(fast_doors(direct)))
    labels = set(re.findall(r'="([^"]*)"', page.content.decode()))
    personal = re.compile(r"ana|ben|fairwater|@|fee|[0-9a-f]{8}-[0-9a-f]{4}|jw_", re.IGNORECASE)
    assert [label for label in labels if personal.search(label)] == []
    assert len(labels) > 20
