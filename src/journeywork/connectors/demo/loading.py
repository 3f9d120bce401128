"""Loads the demo and takes it away again; both go through the rooms' own actions."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from journeywork.connectors.demo import cards, people, reading, work
from journeywork.connectors.demo.content import Content
from journeywork.connectors.demo.living import Life
from journeywork.connectors.demo.people import Stage, Visitor
from journeywork.engine.people import Organisation
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.knowledge import indexing
from journeywork.people import actions
from journeywork.people import queries as directory

KEY, NAME = "fairwater", "Fairwater Group (demo)"
#: Told after each step: what is being done, how much of it is done, how much there is.
Progress = Callable[[str, int, int], None]


def _quiet(what: str, done: int, of: int) -> None:
    del what, done, of


class NoWorker(RuntimeError):
    """Nobody keeps the search index; the message says what to do."""


def demos() -> tuple[Organisation, ...]:
    """Return the demo organisations of this installation."""
    return tuple(each for each in directory.organisations() if each.is_demo)


def load(
    *,
    at: datetime,
    visitor: Visitor | None = None,
    progress: Progress | None = None,
    keep_index: Callable[[], object] | None = None,
) -> Organisation:
    """Load the demo as it stands at `at`, and return its organisation.

    `visitor` gets a seat in it as its administrator; nothing else of theirs is touched.
    `keep_index` brings the search index up to date; without it that is done here, or by the
    worker where one runs. All of it happens or nothing. Raises Invalid where a demo is
    loaded already, WrongContent, NoWorker.
    """
    if demos():
        raise Invalid({"demo": "is loaded already; remove it first"})
    content = reading.read()
    made = actions.create_organisation(key=KEY, name=NAME, at=at, is_demo=True)
    try:
        with within(made.id):
            _Loading(content, at, progress or _quiet, keep_index or in_step).run(visitor)
    except BaseException:
        actions.remove_organisation(org_id=made.id, by=None, at=at)
        raise
    return made


def remove(*, at: datetime, by: UUID | None = None) -> tuple[Organisation, ...]:
    """Remove every demo with all that is in it; returns what was removed."""
    found = demos()
    for organisation in found:
        with suppress(NotFound):  # Somebody else was quicker.
            actions.remove_organisation(org_id=organisation.id, by=by, at=at)
    return found


def in_step(patience: float = 60.0) -> None:
    """Bring the search index up to date: here, or by waiting for the worker that writes it.

    Raises NoWorker where the index belongs to somebody else and nobody writes it.
    """
    if _may_write():
        with suppress(ValueError):  # tantivy's own lock: the worker writes.
            indexing.catch_up()
            indexing.search_index().close()
            return
    until = time.monotonic() + patience
    while indexing.pending():
        if time.monotonic() > until:
            raise NoWorker("The worker does not run: `journeywork run` or `journeywork worker`.")
        time.sleep(0.2)


def _may_write() -> bool:
    folder = Path(settings.INDEX_FOLDER)
    return not folder.exists() or folder.stat().st_uid == os.geteuid()


@dataclass(frozen=True)
class _Loading:
    """One loading, within the demo's organisation."""

    content: Content
    at: datetime
    progress: Progress
    keep_index: Callable[[], object]

    def run(self, visitor: Visitor | None) -> None:
        stage = self._people(visitor)
        known = self._cards(stage)
        self.keep_index()
        self._work(stage, known)
        audit.record(verb="demo.loaded", object="demo", by=None, at=self.at)

    def _people(self, visitor: Visitor | None) -> Stage:
        stage = Stage(teams={}, people={})
        with transaction.atomic():
            for done, found in enumerate(people.set_up(self.content, at=self.at), 1):
                stage = found
                self.progress("people", done, len(self.content.people))
            if visitor:
                people.seat(visitor, stage, at=self.at)
        return stage

    def _cards(self, stage: Stage) -> dict[str, UUID]:
        known = {}
        with transaction.atomic():
            for key, card in cards.write(self.content, stage, now=self.at):
                known[key] = card
                self.progress("cards", len(known), len(self.content.cards))
            cards.report(self.content, stage, known, now=self.at)
            cards.wish(self.content, stage, now=self.at)
        return known

    def _work(self, stage: Stage, known: dict[str, UUID]) -> None:
        happened = work.events(self.content, stage, now=self.at)
        life = Life(self.content, stage, known, self.at, self.keep_index)
        history = [event for event in happened if event.at < life.began()]
        life.remember(history)
        for done, _ in enumerate(life.live(happened[len(history) :]), len(history) + 1):
            self.progress("work", done, len(happened))
