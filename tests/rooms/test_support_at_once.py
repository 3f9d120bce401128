"""Two workers decide about Ana at the same time, over two real connections."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from django.conf import settings
from django.db import connections

from journeywork.engine.support import Decision, Offer
from journeywork.kernel.tenancy import within
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.support import actions, histories, queries
from tests.conftest import Cast, make_cast
from tests.rooms.test_support import card, moment


@pytest.fixture
def stage(transactional_db: None, at: datetime) -> Iterator[Cast]:
    """The cast, committed, with three cards that fit."""
    shutil.rmtree(Path(settings.INDEX_FOLDER), ignore_errors=True)
    indexing.search_index().close()
    made = people.create_organisation(key="fairwater", name="Fairwater", at=at)
    with within(made.id):
        cast = make_cast(made.id)
        for number in range(4):
            card(cast, at, f"Charge a fee once, part {number}")
        yield cast
    indexing.search_index().close()


def meet(barrier: Barrier) -> Callable[[], float]:
    """A draw that waits a moment for the other worker: both have read the history by then."""

    def draw() -> float:
        with contextlib.suppress(BrokenBarrierError):
            barrier.wait(timeout=1)
        return 0.9

    return draw


def at_once(cast: Cast, at: datetime) -> list[Decision]:
    barrier = Barrier(2)

    def worker() -> tuple[Decision, ...]:
        try:
            with within(cast.org):
                moments = (moment(cast, at), moment(cast, at))
                return actions.consider(moments, at=at, draw=meet(barrier))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(worker) for _ in range(2)]
        return [decision for run in runs for decision in run.result()]


def offers(decisions: list[Decision]) -> list[Offer]:
    return [each for each in decisions if isinstance(each, Offer)]


def test_two_workers_share_one_budget(stage: Cast, at: datetime) -> None:
    made = offers(at_once(stage, at))
    assert len(made) == 2
    assert len({offer.option.id for offer in made}) == 2
    assert queries.attention(stage.ana.id, at=at).spent_today == 2


def test_the_control_without_the_lock_overspends(
    stage: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were this to pass without the lock, the test above would prove nothing."""
    monkeypatch.setattr(histories, "hold", lambda _: None)
    assert len(offers(at_once(stage, at))) > 2
