"""What was set aside is taken up again while more is set aside, over real connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from journeywork.engine.work import WorkEvent
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from journeywork.work import actions, queries
from tests.database import APP, NAME, cluster
from tests.flow.installation import wait_until

HELD_UP = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
OCCUPIED = "insert into work_waiting (org, id, at, attempts) values (%s, %s, %s, 0)"


@pytest.fixture
def fairwater(transactional_db: None, at: datetime) -> Iterator[UUID]:
    """Two events came in."""
    made = people.create_organisation(key="fairwater", name="Fairwater", at=at)
    with within(made.id):
        for number in range(2):
            when = at + timedelta(minutes=number)
            started = WorkEvent(
                source="test", id=f"{number}", type="work.started", at=when, subject="order-1"
            )
            actions.accept([started], by=None, at=at)
        yield made.id


def set_the_next_aside(at: datetime) -> UUID:
    found = queries.waiting(at=at)
    assert found is not None
    for _ in range(len(actions.PATIENCE) + 1):
        actions.put_off(found, reason="it broke", at=at)
    return found


def try_again(org: UUID, at: datetime) -> int:
    try:
        with within(org):
            return actions.take_up_again(at=at)
    finally:
        connections.close_all()


def test_what_is_set_aside_meanwhile_is_not_lost(fairwater: UUID, at: datetime) -> None:
    """Whoever tries again is held up in the middle, and the second event is set aside then."""
    first = set_the_next_aside(at)
    with ThreadPoolExecutor(1) as somebody, psycopg.connect(cluster.url(APP, NAME)) as link:
        link.execute("select set_config('journeywork.org', %s, false)", [str(fairwater)])
        link.execute(OCCUPIED, [fairwater, first, at])
        tried = somebody.submit(try_again, fairwater, at)
        with psycopg.connect(cluster.url(APP, NAME), autocommit=True) as watch:
            wait_until(lambda: watch.execute(HELD_UP, [NAME]).fetchone() == (1,), "held up")
        set_the_next_aside(at)
        link.rollback()
        assert tried.result() == 2
    assert (queries.backlog(), queries.set_aside()) == (2, ())
