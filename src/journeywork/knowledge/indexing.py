"""Keeps the search index in step with the database: the worker's side of the index.

Cards note their changes in a feed (`feed.changed`), episodes are read in the order in which
they change (`work.queries.episodes_changed`). A change leaves the feed only after the index
has it on disk, so a crash repeats work and loses nothing. A folder that is gone, or made by
another version, is made anew. What is left of an organisation that is gone is taken out.
Whoever takes changes in, or makes the index anew, holds it (`one_writer`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from journeywork.engine.work import Episode
from journeywork.kernel.tenancy import current_org, within
from journeywork.knowledge.entries import card_entry, episode_entry
from journeywork.knowledge.index import Bookmark, Entry, SearchIndex, Shelf
from journeywork.knowledge.models import CardRow, IndexChangeRow
from journeywork.knowledge.one_writer import one_writer
from journeywork.knowledge.tantivy_index import TantivyIndex
from journeywork.knowledge.values import card_of
from journeywork.people import queries as people
from journeywork.work import queries as work

BATCH = 500
#: When everything is taken in, each commit costs more than what it writes.
REBUILD_BATCH = 5_000
#: Organisations that a transaction of this process makes just now: nobody else sees them yet.
_COMING: set[UUID] = set()


@cache
def _opened(folder: Path) -> TantivyIndex:
    return TantivyIndex(folder)


def search_index() -> TantivyIndex:
    """Return the index of this process."""
    return _opened(_folder())


def _folder() -> Path:
    return Path(settings.INDEX_FOLDER)


def catch_up_everywhere() -> int:
    """Take in what changed in any organisation; the worker calls it every second or two.

    Makes the index first where there is none. Returns how many things were taken in: none
    while somebody else holds the index, such as `journeywork index rebuild`.
    """
    with one_writer(_folder(), wait=False) as held:
        if not held:
            return 0
        done = 0 if search_index().sound() else rebuild()
        forget_the_gone()
        for organisation in people.organisations():
            with within(organisation.id):
                done += catch_up()
        if search_index().uncounted() and _holds_too_much():
            done += rebuild()
    return done


def _holds_too_much() -> bool:
    """Tell whether the index holds more than there is.

    Seldom, after a kill, tantivy has forgotten that an entry was replaced, and keeps both.
    """
    held, there = {shelf: search_index().size(shelf) for shelf in Shelf}, _there_is()
    return any(held[shelf] > there[shelf] for shelf in Shelf)


def _there_is() -> Counter[Shelf]:
    """Return how many things there are to be found, of all organisations."""
    there: Counter[Shelf] = Counter()
    for organisation in people.organisations():
        with within(organisation.id):
            there[Shelf.CARD] += CardRow.objects.count()
            there[Shelf.EPISODE] += work.episode_count()
    return there


@contextmanager
def before_the_commit() -> Iterator[Callable[[UUID], None]]:
    """Keep what is put in of an organisation that only the transaction within can see yet.

    The block gets a function to name that organisation with. Where the block breaks off, what
    it put in is taken out again.
    """
    named: set[UUID] = set()

    def name(org: UUID) -> None:
        named.add(org)
        _COMING.add(org)

    try:
        yield name
    except BaseException:
        for org in named if search_index().ready() else ():
            search_index().forget(org)
        raise
    finally:
        _COMING.difference_update(named)


def forget_the_gone() -> int:
    """Take out what is left of organisations that are gone; return how many these were."""
    index = search_index()
    if not index.ready():
        return 0
    # In this order: one that was committed meanwhile is no longer coming, and is living.
    held = index.organisations() - _COMING
    gone = held - {organisation.id for organisation in people.organisations()} if held else held
    for org in gone:
        index.forget(org)
    return len(gone)


def catch_up() -> int:
    """Take in what changed in the organisation in force; return how many things."""
    with one_writer(_folder()):
        if not search_index().ready():
            rebuild()
        done, index = 0, search_index()
        while taken := _cards(index) + _episodes(index):
            done += taken
    return done


def pending() -> int:
    """Return how many changes of cards here the index has not taken in: its lag."""
    return IndexChangeRow.objects.count()


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Make the index anew from the database, beside the one in use; return how many things.

    `progress` is told how many are done. What changes meanwhile is taken in afterwards: the
    index is held so long, and the worker waits. Broken off, it leaves the one in use as it was.
    """
    with one_writer(_folder()):
        fresh = search_index().renew(_there_is())
        try:
            done = _filled(fresh, progress or _unheard)
        except BaseException:
            fresh.discard()
            raise
        search_index().close()
        fresh.settle()
    return done


def _filled(fresh: SearchIndex, progress: Callable[[int], None]) -> int:
    done = 0
    for organisation in people.organisations():
        with within(organisation.id):
            for taken in _everything(fresh):
                done += taken
                progress(done)
    return done


def _unheard(done: int) -> None:
    del done


def _everything(index: SearchIndex) -> Iterable[int]:
    last = UUID(int=0)
    while rows := list(CardRow.objects.filter(id__gt=last).order_by("id")[:REBUILD_BATCH]):
        last = rows[-1].id
        index.write(Shelf.CARD, map(_entry, rows))
        yield len(rows)
    while taken := _episodes(index, REBUILD_BATCH):
        yield taken


def _cards(index: SearchIndex) -> int:
    with transaction.atomic():
        noted = IndexChangeRow.objects.select_for_update(skip_locked=True).order_by("id")
        changes = list(noted.filter(shelf=Shelf.CARD)[:BATCH])
        if not changes:
            return 0
        targets = {change.target for change in changes}
        rows = list(CardRow.objects.filter(id__in=targets))
        index.write(Shelf.CARD, map(_entry, rows), targets - {row.id for row in rows})
        IndexChangeRow.objects.filter(id__in=[change.id for change in changes]).delete()
    return len(targets)


def _episodes(index: SearchIndex, limit: int = BATCH) -> int:
    org = current_org()
    mark = index.bookmark(org)
    found = work.episodes_changed(
        since=mark.at if mark else None, after=mark.episode if mark else None, limit=limit
    )
    if not found:
        return 0
    teams = _teams(episode for _, episode in found)
    index.write(Shelf.EPISODE, (episode_entry(episode, org, teams) for _, episode in found))
    index.set_bookmark(org, Bookmark(found[-1][0], found[-1][1].uuid))
    return len(found)


def _teams(episodes: Iterable[Episode]) -> dict[UUID, tuple[UUID, ...]]:
    ids = {person for episode in episodes for person in episode.people}
    return {id: one.teams for id, one in people.persons(ids, active_only=False).items()}


def _entry(row: CardRow) -> Entry:
    return card_entry(card_of(row, row.reviewed_on), row.org, row.language)
