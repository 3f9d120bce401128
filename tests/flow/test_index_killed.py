"""Whoever writes the search index is killed -9 at any moment: nothing is lost, nobody notices.

A child takes changes in, or makes the index anew, and is killed after a while that chance
chooses; meanwhile somebody searches without a pause. Then the next one carries on, and the
index says what the database says.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from journeywork.engine.knowledge import Card, CardState
from journeywork.engine.work import WorkEvent
from journeywork.knowledge import actions, feed, indexing, queries
from journeywork.knowledge.index import EVERYONE, Search, Shelf
from journeywork.knowledge.lookups import document
from journeywork.knowledge.models import CardRow
from journeywork.knowledge.one_writer import one_writer
from journeywork.work import actions as work
from journeywork.work import queries as episodes
from tests.conftest import Cast

CARDS = 40
#: Seconds after which a child is killed, at most.
LONGEST = {"catch-up": 0.25, "rebuild": 0.25, "worker": 2.5}


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the children have connections of their own."""


class Nursery:
    """Children that write the index."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "tests.fakes.nursery"]
        self._parent = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self._told() == "ready"

    def killed(self, does: str, after: float) -> None:
        """Let a child begin, and kill it."""
        child = int(self._asked(does))
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        assert self._asked("buried") == "buried"

    def end(self) -> None:
        self._parent.communicate()

    def _asked(self, word: str) -> str:
        assert self._parent.stdin is not None
        print(word, file=self._parent.stdin, flush=True)
        return self._told()

    def _told(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline().strip()


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.end()


class Story:
    """Cards that come, change and go, each with a word that no other has."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self._many = cast, at, 0
        self.says: dict[UUID, str] = {}
        self.steadfast = self._card()
        self._events(12)
        for _ in range(CARDS):
            self._card()
        indexing.catch_up_everywhere()
        indexing.search_index().close()

    def goes_on(self, chance: random.Random) -> None:
        """Write a card, draft one, change one, archive one; all others are to be taken in too."""
        self._card()
        actions.draft(title=self._word(), body="Half.", by=self.cast.ana.id, at=self.at)
        changing, leaving = chance.sample(sorted(self.says), 2)
        word = self._word()
        actions.edit(card_id=changing, by=self.cast.ana.id, at=self.at, body=f"Now {word}.")
        self.says[changing] = word
        actions.archive(card_id=leaving, by=self.cast.ana.id, at=self.at)
        del self.says[leaving]
        feed.changed(*self.says)
        self._events(2)

    def holds(self) -> None:
        """Everything that is published is found, by its words of today, and nothing else is.

        As soon as a worker that was started anew has looked at the index.
        """
        with one_writer(Path(settings.INDEX_FOLDER), wait=False) as free:
            assert free
        indexing.search_index().close()
        indexing._opened.cache_clear()
        indexing.catch_up_everywhere()
        indexing.search_index().close()
        assert indexing.pending() == 0
        assert {id: found(self.cast, word) for id, word in self.says.items()} == {
            id: (id,) for id in self.says
        }
        drafted = queries.cards(
            state=CardState.DRAFT, reader=self.cast.ana.id, at=self.at, limit=500
        )
        gone = queries.cards(state=CardState.ARCHIVED, at=self.at, limit=500)
        assert [found(self.cast, one.title) for one in (*drafted, *gone)] == [()] * len(
            (*drafted, *gone)
        )
        index = indexing.search_index()
        assert index.size(Shelf.CARD) == len(self.says) + len(drafted) + len(gone) + 1
        assert index.size(Shelf.EPISODE) == len(episodes.episodes(limit=500))

    def _card(self) -> Card:
        word = self._word()
        made = actions.draft(title=word, body="Words.", by=self.cast.ana.id, at=self.at)
        card = actions.publish_card(card_id=made.id, by=self.cast.ana.id, at=self.at)
        if self._many > 1:
            self.says[card.id] = word
        return card

    def _word(self) -> str:
        self._many += 1
        return f"zq{self._many:05}"

    def _events(self, many: int) -> None:
        events = [
            WorkEvent(
                source="urn:test",
                id=self._word(),
                type="work.started",
                by=self.cast.ana.id,
                at=self.at - timedelta(days=1),
                subject=f"change/{self._many}",
                title="Rounding",
            )
            for _ in range(many)
        ]
        work.accept(events, by=None, at=self.at)
        while work.digest(at=self.at):
            pass


def found(cast: Cast, word: str) -> tuple[UUID, ...]:
    """Return what the index finds for everybody, without a look at the database."""
    asked = Search(shelf=Shelf.CARD, org=cast.org, audience=(EVERYONE,), terms={word: 1.0})
    return tuple(hit.id for hit in indexing.search_index().search(asked))


@contextmanager
def somebody_searches(story: Story) -> Iterator[None]:
    """Search for a card that was always there, until the block ends; it is always found."""
    done, faults = Event(), list[Any]()

    def search() -> None:
        times = 0
        while not done.is_set() or not times:
            times += 1
            try:
                hits = found(story.cast, story.steadfast.title.lower())
            except Exception as fault:  # noqa: BLE001 -- whatever it is, a reader met it
                faults.append(fault)
                return
            if hits != (story.steadfast.id,):
                faults.append(hits)

    thread = Thread(target=search)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    assert faults == []


def campaign(story: Story, nursery: Nursery, rounds: int, *does: str) -> None:
    chance = random.Random(rounds)
    with somebody_searches(story):
        for number in range(rounds):
            story.goes_on(chance)
            now = does[number % len(does)]
            nursery.killed(now, after=chance.uniform(0.0, LONGEST[now]))
            story.holds()


def test_a_killed_writer_loses_nothing(cast: Cast, at: datetime, nursery: Nursery) -> None:
    campaign(Story(cast, at), nursery, 8, "catch-up", "rebuild")


@pytest.mark.long
def test_a_writer_that_is_killed_over_and_over_loses_nothing(
    cast: Cast, at: datetime, nursery: Nursery
) -> None:
    campaign(Story(cast, at), nursery, 120, "catch-up", "rebuild", "catch-up", "rebuild", "worker")


def test_what_was_never_finished_is_swept_away(cast: Cast, at: datetime, nursery: Nursery) -> None:
    story, folder = Story(cast, at), Path(settings.INDEX_FOLDER)
    nursery.killed("rebuild", after=0.2)
    (folder / ("0" * 32)).mkdir()
    indexing._opened.cache_clear()
    story.holds()
    assert [one.name for one in folder.iterdir() if one.is_dir()] == [
        (folder / "current").read_text().partition(" ")[0]
    ]


def test_what_stands_there_twice_is_taken_out_by_the_next_worker(cast: Cast, at: datetime) -> None:
    story = Story(cast, at)
    card, word = next(iter(story.says.items()))
    entry = indexing._entry(CardRow.objects.get(id=card))
    with indexing.search_index()._written(Shelf.CARD) as writer:
        writer.add_document(document(entry))
        writer.commit()
    assert found(cast, word) == (card, card)
    story.holds()
