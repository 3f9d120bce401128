"""Events are taken up in batches; one that breaks something never holds the others up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import connection

from journeywork.config.stream import drain
from journeywork.engine.work import WorkEvent
from journeywork.work import actions, queries
from journeywork.work.folding import FOLDING
from tests.conftest import Cast
from tests.database import APP, NAME, cluster


def events(at: datetime, count: int) -> list[WorkEvent]:
    return [
        WorkEvent(
            source="test",
            id=f"{n}",
            type="work.started",
            at=at + timedelta(seconds=n),
            subject=f"order-{n}",
            title="poison" if n in (3, 11) else "work",
        )
        for n in range(count)
    ]


class Steps:
    """Remembers what came through, and breaks on poison."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, batch: Sequence[WorkEvent], at: datetime) -> None:
        if any(event.title == "poison" for event in batch):
            raise ValueError("a name that must not be shown")
        self.seen += [event.id for event in batch]


def test_everything_goes_through_once(cast: Cast, at: datetime) -> None:
    step = Steps()
    actions.accept([e for e in events(at, 9) if e.title == "work"], by=None, at=at)
    assert drain(cast.org, [step], Event(), read=lambda: at) == 8
    assert sorted(step.seen) == sorted(f"{n}" for n in range(9) if n != 3)
    assert drain(cast.org, [step], Event(), read=lambda: at) == 0


def test_poison_is_set_aside_and_the_others_go_on(cast: Cast, at: datetime) -> None:
    step = Steps()
    actions.accept(events(at, 20), by=None, at=at)
    assert drain(cast.org, [step], Event(), read=lambda: at) == 18
    assert len(set(step.seen)) == len(step.seen) == 18
    assert queries.backlog() == 2
    for days in (1, 2, 3):
        later = at + timedelta(days=days)
        assert drain(cast.org, [step], Event(), read=lambda: later) == 0  # noqa: B023 -- called at once
    aside = queries.set_aside()
    assert sorted(entry.id for entry in aside) == ["11", "3"]
    assert {entry.reason for entry in aside} == {"ValueError in stream.take_up"}
    assert queries.backlog() == 0
    assert len(queries.episodes()) == 20, "what broke came after the folding"


def test_what_failed_leaves_no_half_of_it(cast: Cast, at: datetime) -> None:
    actions.accept(events(at, 4), by=None, at=at)
    drain(cast.org, [Steps()], Event(), read=lambda: at)
    assert queries.episode_of("order-3") is None
    assert queries.episode_of("order-2") is not None


def test_mended_it_is_taken_up_again(cast: Cast, at: datetime) -> None:
    actions.accept(events(at, 4), by=None, at=at)
    for days in range(4):
        later = at + timedelta(days=days)
        drain(cast.org, [Steps()], Event(), read=lambda: later)  # noqa: B023 -- called at once
    assert actions.take_up_again(at=later) == 1
    assert drain(cast.org, [], Event(), read=lambda: later) == 1
    assert queries.set_aside() == ()


def test_one_organisation_gives_way_to_the_next(cast: Cast, at: datetime) -> None:
    actions.accept(events(at, 3), by=None, at=at)
    assert drain(cast.org, [], Event(), most=1, read=lambda: at) == 3
    assert drain(cast.org, [], Event(), most=1, read=lambda: at) == 0


def test_asked_to_stop_it_takes_up_nothing_more(cast: Cast, at: datetime) -> None:
    actions.accept(events(at, 3), by=None, at=at)
    asked = Event()
    asked.set()
    assert drain(cast.org, [], asked, read=lambda: at) == 0
    assert queries.backlog() == 3


@pytest.fixture
def impatient(org: Any) -> None:
    """Nobody waits long for a lock here."""
    with connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '50ms'")


def test_who_is_held_up_blames_no_event(cast: Cast, at: datetime, impatient: None) -> None:
    """Somebody gives a long history to a person meanwhile, which takes longer than a lock waits."""
    step = Steps()
    actions.accept([e for e in events(at, 9) if e.title == "work"], by=None, at=at)
    held = f"select pg_advisory_lock(hashtextextended('{FOLDING} {cast.org}', 0))"
    with psycopg.connect(cluster.url(APP, NAME), autocommit=True) as somebody:
        somebody.execute(held)
        assert drain(cast.org, [step], Event(), read=lambda: at) == 0
    assert (queries.backlog(), queries.set_aside(), step.seen) == (8, (), [])
    assert drain(cast.org, [step], Event(), read=lambda: at) == 8, "none was put off"
