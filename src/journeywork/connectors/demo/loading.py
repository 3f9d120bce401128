"""Loads the demo and takes it away again; both go through the rooms' own actions."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from journeywork.connectors.demo import (
    cards,
    corners,
    growing,
    people,
    posts,
    reading,
    together,
    work,
)
from journeywork.connectors.demo.content import Content
from journeywork.connectors.demo.living import Life
from journeywork.connectors.demo.people import Stage, Visitor
from journeywork.engine.people import Organisation
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time_here
from journeywork.kernel.tenancy import within
from journeywork.knowledge import indexing
from journeywork.knowledge.index import Shelf
from journeywork.people import actions
from journeywork.people import queries as directory
from journeywork.people.demo import LOCK

KEY, NAME = "fairwater", "Fairwater Group (demo)"
#: Told after each step: what is being done, how much of it is done, how much there is.
Progress = Callable[[str, int, int], None]


class AlreadyLoaded(Invalid):
    """There is a demo in this installation already; there is never more than one."""


def demos() -> tuple[Organisation, ...]:
    """Return the demo organisations of this installation."""
    return tuple(each for each in directory.organisations() if each.is_demo)


def load(
    *, at: datetime, visitor: Visitor | None = None, progress: Progress | None = None
) -> Organisation:
    """Load the demo as it stands at `at`, and return its organisation.

    `visitor` gets a seat in it as its administrator; nothing else of theirs is touched. All of
    it happens or nothing, in one transaction: the worker must not take up events of the last
    days as if they happened now. So it runs where the search index is written (`writes_here`).
    Raises AlreadyLoaded, and WrongContent.
    """
    content = reading.read()
    with indexing.before_the_commit() as coming, transaction.atomic():
        one_at_a_time_here(LOCK)
        if demos():
            raise AlreadyLoaded({"demo": "is loaded already; remove it first"})
        made = actions.create_organisation(key=KEY, name=NAME, at=at, is_demo=True)
        coming(made.id)
        with within(made.id):
            _Loading(content, at, progress or _quiet).run(visitor)
    return made


def remove(*, at: datetime, by: UUID | None = None) -> tuple[Organisation, ...]:
    """Remove every demo with all that is in it; returns what was removed.

    Where the search index is written (`writes_here`) it is taken out of it at once; elsewhere
    the worker does so within seconds.
    """
    found = demos()
    for organisation in found:
        with suppress(NotFound):  # Somebody else was quicker.
            actions.remove_organisation(org_id=organisation.id, by=by, at=at)
    if found and writes_here():
        indexing.forget_the_gone()
    return found


def writes_here() -> bool:
    """Tell whether this process may write the search index, and claim it if so.

    Only one process may. Where the worker runs it is the worker; and files of another account
    in the index would lock the worker out.
    """
    folder = Path(settings.INDEX_FOLDER)
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        return False
    index = indexing.search_index()
    try:
        if not index.ready():
            indexing.rebuild()
        for shelf in Shelf:
            index.write(shelf, ())
    except ValueError:  # tantivy's own lock.
        index.close()
        return False
    return True


def _quiet(what: str, done: int, of: int) -> None:
    del what, done, of


@dataclass(frozen=True)
class _Loading:
    """One loading, within the demo's organisation."""

    content: Content
    at: datetime
    progress: Progress

    def run(self, visitor: Visitor | None) -> None:
        stage = self._people(visitor)
        known = self._cards(stage)
        indexing.catch_up()
        self._work(stage, known)
        posts.write(self.content, stage, now=self.at)
        together.hold(self.content, stage, now=self.at)
        together.ask(self.content, stage, now=self.at)
        growing.grow(self.content, stage, now=self.at)
        corners.fill(stage, at=self.at)
        indexing.catch_up()
        audit.record(verb="demo.loaded", object="demo", by=None, at=self.at)

    def _people(self, visitor: Visitor | None) -> Stage:
        stage = Stage(teams={}, people={})
        for done, found in enumerate(people.set_up(self.content, at=self.at), 1):
            stage = found
            self.progress("people", done, len(self.content.people))
        if visitor:
            people.seat(visitor, stage, at=self.at)
        return stage

    def _cards(self, stage: Stage) -> dict[str, UUID]:
        known = {}
        for key, card in cards.write(self.content, stage, now=self.at):
            known[key] = card
            self.progress("cards", len(known), len(self.content.cards))
        cards.report(self.content, stage, known, now=self.at)
        cards.wish(self.content, stage, now=self.at)
        return known

    def _work(self, stage: Stage, known: dict[str, UUID]) -> None:
        happened = work.events(self.content, stage, now=self.at)
        life = Life(self.content, stage, known, self.at)
        history = [event for event in happened if event.at < life.began()]
        news = happened[len(history) :]
        self.progress("past", 0, len(history))
        life.remember(history)
        self.progress("past", len(history), len(history))
        for done, _ in enumerate(life.live(news), 1):
            self.progress("work", done, len(news))
