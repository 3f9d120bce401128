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

from journeywork.engine.terms import beginnings
from journeywork.kernel.metrics import COMMIT_SECONDS, SEARCH_SECONDS
from journeywork.kernel.spans import span
from journeywork.knowledge.analysis import (
    LANGUAGES,
    MOST_BEGINNINGS,
    MOST_TERMS,
    VERSION,
    pairs,
)
from journeywork.knowledge.generations import Generations, replace
from journeywork.knowledge.index import Bookmark, Entry, Hit, IndexUnavailable, Search, Shelf
from journeywork.knowledge.soundness import META, damage

#: Bytes. An index made anew has no pieces yet to be joined: the larger each, the fewer to look in.
_MEMORY, _MEMORY_ANEW = 30_000_000, 150_000_000
_HERE, _BOOKMARK = ".here", ".bookmark"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("org", "audience", "area", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("words", "pairs", "beginnings"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


SCHEMA = _schema()
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

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        self._places = Generations(folder, generation)
        self._opening, self._writing = threading.Lock(), threading.RLock()
        self._open: dict[Shelf, tuple[str, int, tantivy.Index]] = {}
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
            return self._read(asked.shelf, lambda searcher: self._searched(searcher, asked))

    def rarity(self, shelf: Shelf, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries of the whole shelf each term occurs."""
        wanted = tuple(terms)
        return self._read(
            shelf, lambda searcher: {term: searcher.doc_freq("words", term) for term in wanted}
        )

    def size(self, shelf: Shelf) -> int:
        """Return how many entries the whole shelf has."""
        return self._read(shelf, lambda searcher: int(searcher.num_docs))

    def languages(self, shelf: Shelf, org: UUID) -> dict[str, int]:
        """Return how many entries an organisation has, or lately had, in each language."""

        def count(searcher: tantivy.Searcher) -> dict[str, int]:
            found = ((one, searcher.doc_freq("language", _told(org, one))) for one in LANGUAGES)
            return {language: many for language, many in found if many}

        return self._read(shelf, count)

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
                writer.add_document(_document(entry))
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

    def renew(self) -> "TantivyIndex":
        """Return an empty generation beside the one in use."""
        fresh = TantivyIndex(self._places.folder, generation=uuid4().hex)
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

    def _searched(self, searcher: tantivy.Searcher, asked: Search) -> tuple[Hit, ...]:
        best = self._find(searcher, asked, _by_words(searcher, asked))
        known = {hit.id for hit in best}
        near = self._find(searcher, asked, _by_area(asked))
        return (*best, *(Hit(hit.id, 0.0) for hit in near if hit.id not in known))

    def _find(
        self, searcher: tantivy.Searcher, asked: Search, wanted: tantivy.Query | None
    ) -> tuple[Hit, ...]:
        if wanted is None:
            return ()
        query = tantivy.Query.boolean_query([*_may_see(asked), (tantivy.Occur.Must, wanted)])
        found = searcher.search(query, limit=asked.limit, count=False)
        return tuple(
            Hit(UUID(int=int(str(searcher.doc(address).get_first("id")), 16)), score)
            for score, address in found.hits
        )

    def _read(self, shelf: Shelf, look: Callable[[tantivy.Searcher], Found]) -> Found:
        """Return what `look` finds; IndexUnavailable where the index cannot be read.

        What was opened a while ago may be gone (a rebuild, a folder that was put back): the
        second try opens anew.
        """
        for last in (False, True):
            name, version = self._places.current()
            try:
                return look(self._reader(shelf, name, version).searcher())
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

    def _reader(self, shelf: Shelf, name: str, version: str) -> tantivy.Index:
        """Return the shelf's index, opened or reloaded when its folder has changed."""
        place = self._places.at(name, shelf)
        try:
            changed = os.stat(f"{place}/{META}").st_mtime_ns  # noqa: PTH116 -- a dozen times a question
        except OSError:
            raise IndexUnavailable(NONE_YET) from None
        if version != VERSION:
            raise IndexUnavailable(OTHER_VERSION)
        with self._opening:
            return self._reloaded(shelf, name, changed, place)

    def _reloaded(self, shelf: Shelf, generation: str, changed: int, place: Path) -> tantivy.Index:
        name, seen, index = self._open.get(shelf, ("", 0, None))
        if index is None or name != generation:
            index = tantivy.Index.open(str(place))
            if index.schema != SCHEMA:
                raise IndexUnavailable(OTHER_VERSION)
        elif seen != changed:
            index.reload()
        self._open[shelf] = (generation, changed, index)
        return index

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


def _document(entry: Entry) -> tantivy.Document:
    # `Document(org=...)` guesses types, and a wrong guess ends the writer; this form checks.
    return tantivy.Document.from_dict(
        {
            "id": entry.id.hex,
            "org": entry.org.hex,
            "audience": list(entry.audience),
            "words": " ".join(entry.words),
            "pairs": " ".join(pairs(entry.words)),
            "beginnings": " ".join(beginnings(entry.words)),
            "area": entry.areas,
            "language": _told(entry.org, entry.language),
        },
        SCHEMA,
    )


def _told(org: UUID, language: str) -> str:
    return f"{org.hex} {language}"


def _may_see(asked: Search) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
    # A set marks all that it holds before the search begins, one term is stepped through.
    ours = tantivy.Query.term_query(SCHEMA, "org", asked.org.hex, index_option="basic")
    mine = tantivy.Query.term_set_query(SCHEMA, "audience", list(asked.audience))
    for those in (ours, mine):
        yield tantivy.Occur.Must, tantivy.Query.const_score_query(those, 0.0)


def _by_words(searcher: tantivy.Searcher, asked: Search) -> tantivy.Query | None:
    """Any of the rarest words, pairs of words and beginnings of words."""
    wanted = [
        *_weighed(searcher, "words", asked.terms, MOST_TERMS),
        *_weighed(searcher, "pairs", asked.pairs, MOST_TERMS),
        *_weighed(searcher, "beginnings", asked.beginnings, MOST_BEGINNINGS),
    ]
    return tantivy.Query.boolean_query(wanted) if wanted else None


def _weighed(
    searcher: tantivy.Searcher, field: str, weights: Mapping[str, float], most: int
) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
    found = {term: searcher.doc_freq(field, term) for term in weights}
    for _, term in sorted((n, term) for term, n in found.items() if n)[:most]:
        query = tantivy.Query.term_query(SCHEMA, field, term, index_option="freq")
        yield tantivy.Occur.Should, tantivy.Query.boost_query(query, weights[term])


def _by_area(asked: Search) -> tantivy.Query | None:
    if not asked.areas:
        return None
    wanted = [
        (tantivy.Occur.Should, tantivy.Query.term_query(SCHEMA, "area", area, "basic"))
        for area in asked.areas
    ]
    return tantivy.Query.boolean_query(wanted)
