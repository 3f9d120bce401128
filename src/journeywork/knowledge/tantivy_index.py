"""The search index on tantivy: a folder, mapped into memory by every process that reads it.

Where it lies: `generations`. Only one process may write; tantivy's own lock refuses a second
one. What a reader cannot read it doubts, and says so to whoever asks (IndexUnavailable); the
worker looks closely at what is doubted (`damage`) and makes it anew where it is broken.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import tantivy

from journeywork.kernel.metrics import COMMIT_SECONDS, SEARCH_SECONDS
from journeywork.kernel.spans import span
from journeywork.knowledge.analysis import LANGUAGES, VERSION
from journeywork.knowledge.generations import Generations, replace
from journeywork.knowledge.index import Bookmark, Entry, Hit, IndexUnavailable, Search, Shelf
from journeywork.knowledge.lookups import SCHEMA, Known, Sight, document, find, told
from journeywork.knowledge.pieces import Pieces
from journeywork.knowledge.soundness import META, damage

#: Bytes. An index made anew has no pieces yet to be joined: the larger each, the fewer to look in.
_MEMORY, _MEMORY_ANEW = 30_000_000, 150_000_000
_HERE, _BOOKMARK = ".here", ".bookmark"


Found = TypeVar("Found")

NONE_YET = (
    "There is no search index yet. The worker makes it when it starts; "
    "`journeywork index rebuild` makes it at once."
)
OTHER_VERSION = (
    "The search index was made by another version. The worker makes it anew when it starts; "
    "`journeywork index rebuild` makes it at once."
)
UNREADABLE = (
    "The search index cannot be read. The worker looks at it and makes it anew; "
    "`journeywork index rebuild` makes it at once."
)


class TantivyIndex:
    """`SearchIndex` in `folder`. Safe to use from many threads; one process writes."""

    def __init__(
        self, folder: Path, generation: str | None = None, pieces: Pieces | None = None
    ) -> None:
        self._places, self._pieces = Generations(folder, generation), pieces or Pieces()
        self._opening, self._writing = threading.Lock(), threading.RLock()
        self._open: dict[Shelf, tuple[str, int, tantivy.Index, Known]] = {}
        self._writers: dict[tuple[str, Shelf], tantivy.IndexWriter] = {}
        self._marked: set[tuple[str, UUID]] = set()
        self._looked_at = self._counted = ""

    def ready(self) -> bool:
        """Tell whether there is an index made by this version of the analysis."""
        return self._places.complete()

    def damage(self) -> str:
        """Say what is wrong with what is on disk, "" for nothing; reads all of it."""
        name = self._places.current()[0]
        found = ((shelf, damage(self._places.at(name, shelf), SCHEMA)) for shelf in Shelf)
        return next((f"{shelf.value}: {why}" for shelf, why in found if why), "")

    def sound(self) -> bool:
        """Tell whether the index can be read and written; for whoever holds it.

        Looks closely at a generation that this process has not seen, and at one in doubt, and
        then sweeps away what was never finished.
        """
        if not self._places.complete():
            return False
        name = self._places.current()[0]
        if name == self._looked_at and not self._places.doubted():
            return True
        if self.damage():
            return False
        self._places.trust()
        self._places.sweep()
        self._looked_at = name
        return True

    def uncounted(self) -> bool:
        """Tell, once for each generation, that this process has not counted its entries yet."""
        before, self._counted = self._counted, self._places.current()[0]
        return before != self._counted

    def search(self, asked: Search) -> tuple[Hit, ...]:
        """Return the best by words, then those found by area alone."""
        with span("index search", shelf=asked.shelf.value), SEARCH_SECONDS.timed(asked.shelf.value):
            return self._read(asked.shelf, lambda sight: find(sight, asked))

    def rarity(self, shelf: Shelf, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries of the whole shelf each term occurs."""
        wanted = tuple(terms)
        return self._read(shelf, lambda sight: sight.counts("words", wanted))

    def size(self, shelf: Shelf) -> int:
        """Return how many entries the whole shelf has."""
        return self._read(shelf, lambda sight: sight.size)

    def languages(self, shelf: Shelf, org: UUID) -> dict[str, int]:
        """Return how many entries an organisation has, or lately had, in each language."""
        wanted = {told(org, language): language for language in LANGUAGES}
        found = self._read(shelf, lambda sight: sight.counts("language", wanted))
        return {wanted[each]: many for each, many in found.items() if many}

    def write(self, shelf: Shelf, entries: Iterable[Entry], gone: Iterable[UUID] = ()) -> None:
        """Replace and remove, then commit: on return the change is on disk.

        Of an index made by `renew`, which nobody reads yet, it is with `settle`.
        """
        with self._written(shelf) as writer:
            for id_ in gone:
                writer.delete_documents_by_term("id", id_.hex)
            for entry in entries:
                self._mark_here(entry.org)
                writer.delete_documents_by_term("id", entry.id.hex)
                writer.add_document(document(entry))
                if self._pieces.ends_with_one_more(shelf):
                    _commit(writer)
            if not self._places.fixed:
                _commit(writer)

    def forget(self, org: UUID) -> None:
        """Take everything of an organisation off every shelf; on return it is off the disk."""
        with self._writing:
            for shelf in Shelf:
                with self._written(shelf) as writer:
                    writer.delete_documents_by_term("org", org.hex)
                    writer.commit()
            for name in (_HERE, _BOOKMARK):
                self._beside(org, name).unlink(missing_ok=True)
            self._marked.discard((self._places.current()[0], org))

    def organisations(self) -> frozenset[UUID]:
        """Return the organisations that have a file beside the shelves."""
        place = self._places.beside("")
        named = (file.stem for name in (_HERE, _BOOKMARK) for file in place.glob(f"*{name}"))
        return frozenset(UUID(hex=each) for each in named)

    def bookmark(self, org: UUID) -> Bookmark | None:
        """Return the bookmark kept beside the generation; losing it costs work, nothing else."""
        try:
            at, episode = self._beside(org, _BOOKMARK).read_text().split()
            return Bookmark(datetime.fromisoformat(at), UUID(hex=episode))
        except (OSError, ValueError):
            return None

    def set_bookmark(self, org: UUID, mark: Bookmark) -> None:
        """Keep the bookmark."""
        text = f"{mark.at.isoformat()} {mark.episode.hex}"
        replace(self._beside(org, _BOOKMARK), text)

    def renew(self, expected: Mapping[Shelf, int] | None = None) -> "TantivyIndex":
        """Return an empty generation beside the one in use."""
        fresh = TantivyIndex(self._places.folder, uuid4().hex, Pieces(expected))
        try:
            for shelf in Shelf:
                fresh.write(shelf, ())
        except BaseException:
            fresh.discard()
            raise
        return fresh

    def settle(self) -> None:
        """Put this generation in use, and sweep away all others."""
        for writer in self._writers.values():
            _commit(writer)
        self.close()
        Generations(self._places.folder).use(self._places.fixed or self._places.current()[0])

    def discard(self) -> None:
        """Take an index made by `renew` away that will not take the place of another."""
        self._let_go()
        self._places.drop()

    def close(self) -> None:
        """Let go of the writers, so that another process may write."""
        with self._writing:
            for writer in self._writers.values():
                with contextlib.suppress(ValueError):  # Already given back by an error.
                    writer.wait_merging_threads()
        self._let_go()

    def _let_go(self) -> None:
        """Forget what is open; what was not committed is lost, and tantivy's lock is free."""
        with self._writing, self._opening:
            self._writers.clear()
            self._open.clear()

    def _read(self, shelf: Shelf, look: Callable[[Sight], Found]) -> Found:
        """Return what `look` finds; IndexUnavailable where the index cannot be read.

        What was opened a while ago may be gone (a rebuild, a folder that was put back): the
        second try opens anew.
        """
        for last in (False, True):
            name, version = self._places.current()
            try:
                return look(self._reader(shelf, name, version))
            except IndexUnavailable:
                if last or self._places.current()[0] == name:
                    raise
            except BaseException as fault:
                if not _broken(fault):
                    raise
                with self._opening:
                    self._open.pop(shelf, None)
                if last:
                    self._places.doubt(name)
                    raise IndexUnavailable(UNREADABLE) from fault
        raise AssertionError

    def _reader(self, shelf: Shelf, name: str, version: str) -> Sight:
        """Return what the shelf holds; it is opened or reloaded when its folder has changed."""
        place = self._places.at(name, shelf)
        try:
            changed = os.stat(f"{place}/{META}").st_mtime_ns  # noqa: PTH116 -- a dozen times a question
        except OSError:
            raise IndexUnavailable(NONE_YET) from None
        if version != VERSION:
            raise IndexUnavailable(OTHER_VERSION)
        with self._opening:
            return self._reloaded(shelf, name, changed, place)

    def _reloaded(self, shelf: Shelf, generation: str, changed: int, place: Path) -> Sight:
        name, seen, index, known = self._open.get(shelf, ("", 0, None, {}))
        if index is None or name != generation:
            index = tantivy.Index.open(str(place))
            if index.schema != SCHEMA:
                raise IndexUnavailable(OTHER_VERSION)
        elif seen != changed:
            index.reload()
        if (name, seen) != (generation, changed):
            known = {}
        self._open[shelf] = (generation, changed, index, known)
        return Sight(index.searcher(), known)

    @contextlib.contextmanager
    def _written(self, shelf: Shelf) -> Iterator[tantivy.IndexWriter]:
        """Give a writer; where something breaks, all that was not committed is taken back.

        A writer that met an error (a full disk) takes nothing more: the next write opens anew.
        """
        with self._writing:
            name = self._places.current()[0]
            try:
                yield self._writer(shelf, name)
            except BaseException as fault:
                self._let_go()
                if _broken(fault) and "LockBusy" not in str(fault):
                    self._places.doubt(name)
                raise

    def _writer(self, shelf: Shelf, name: str) -> tantivy.IndexWriter:
        place = self._places.at(name, shelf)
        # Where somebody took files away, tantivy would begin an empty index in their place.
        if not name or not (self._places.fixed or (place / META).is_file()):
            raise IndexUnavailable(NONE_YET)
        if (name, shelf) not in self._writers:
            place.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(SCHEMA, path=str(place))
            self._writers = {k: w for k, w in self._writers.items() if k[0] == name}
            self._writers[name, shelf] = index.writer(
                _MEMORY_ANEW if self._places.fixed else _MEMORY, num_threads=1
            )
        return self._writers[name, shelf]

    def _mark_here(self, org: UUID) -> None:
        """Note, before anything of an organisation is put in, that there will be something."""
        generation = self._places.current()[0]
        if (generation, org) not in self._marked:
            self._beside(org, _HERE).touch()
            self._marked.add((generation, org))

    def _beside(self, org: UUID, name: str) -> Path:
        return self._places.beside(f"{org.hex}{name}")


def _commit(writer: tantivy.IndexWriter) -> None:
    with COMMIT_SECONDS.timed():
        writer.commit()


def _broken(fault: BaseException) -> bool:
    """Tell whether tantivy could not go on: it says ValueError, or breaks off (no Exception)."""
    return isinstance(fault, ValueError | OSError) or type(fault).__name__ == "PanicException"
