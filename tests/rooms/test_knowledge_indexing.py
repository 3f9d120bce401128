"""The index is made anew beside a worker that takes changes in, and nothing is lost."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connections

from journeywork.engine.context import Context
from journeywork.knowledge import actions, indexing, queries
from journeywork.knowledge.one_writer import one_writer
from tests.conftest import Cast

HOLD = """
import sys
from pathlib import Path
from journeywork.knowledge.one_writer import one_writer

with one_writer(Path(sys.argv[1]), wait=False) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the worker has a connection of its own."""


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    place = Path(settings.INDEX_FOLDER)
    shutil.rmtree(place, ignore_errors=True)
    indexing.search_index().close()
    yield place
    indexing.search_index().close()


def as_the_worker() -> int:
    """One turn of the worker's loop, in a thread of its own."""
    taken: list[int] = []

    def turn() -> None:
        try:
            taken.append(indexing.catch_up_everywhere())
        finally:
            connections.close_all()

    thread = Thread(target=turn)
    thread.start()
    thread.join()
    return taken[0]


def test_a_card_that_changes_during_a_rebuild_is_found(cast: Cast, at: datetime) -> None:
    made = actions.draft(title="Refunds", body="Words.", by=cast.ana.id, at=at)
    actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)
    assert as_the_worker() == 2, "it is made, and what waited is taken in"
    taken = []

    def meanwhile(done: int) -> None:
        if not taken:
            actions.edit(card_id=made.id, by=cast.ana.id, at=at, body="Reconcile by noon.")
            taken.append(as_the_worker())

    indexing.rebuild(meanwhile)
    assert taken == [0], "the worker waits"
    assert as_the_worker() == 1
    asked = Context(text="reconcile", at=at, person=cast.ben.id, teams=cast.ben.teams)
    assert [option.id for option in queries.fitting(asked)] == [made.id]


def test_another_process_holds_the_index_until_it_ends(tmp_path: Path) -> None:
    def hold() -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", HOLD, str(tmp_path)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    with hold() as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with one_writer(tmp_path, wait=False) as held:
            assert not held
        other.kill()
    with one_writer(tmp_path) as held, one_writer(tmp_path) as again:
        assert held
        assert again
        third, _ = hold().communicate("")
        assert third == "False\n"
    with one_writer(tmp_path, wait=False) as held:
        assert held
