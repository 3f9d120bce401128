"""The search index on tantivy: a folder, mapped into memory by every process that reads it.

    INDEX_FOLDER/current          the name of the generation in use, and what made it
    INDEX_FOLDER/<generation>/    one tantivy index for each shelf; a file for each organisation
                                  that has something here, and one for its bookmark

A rebuild fills a new generation and then changes `current` in one step, so readers never see
half an index. Only one process may write; tantivy's own lock refuses a second one.
"""

import contextlib
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
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
from journeywork.knowledge.index import Bookmark, Entry, Hit, IndexUnavailable, Search, Shelf

_MEMORY = 30_000_000
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


class TantivyIndex:
    """`SearchIndex` in `folder`. Safe to use from many threads; one process writes."""

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        self._folder = folder
        self._fixed = generation
        self._lock = threading.Lock()
        self._open: dict[Shelf, tuple[str, int, tantivy.Index]] = {}
        self._writers: dict[tuple[str, Shelf], tantivy.IndexWriter] = {}
        self._marked: set[tuple[str, UUID]] = set()

    def ready(self) -> bool:
        """Tell whether there is an index made by this version of the analysis."""
        generation, version = self._current()
        there = bool(generation) and all(self._at(generation, s).is_dir() for s in Shelf)
        return there and version == VERSION

    def search(self, asked: Search) -> tuple[Hit, ...]:
        """Return the best by words, then those found by area alone."""
        with span("index search", shelf=asked.shelf.value), SEARCH_SECONDS.timed(asked.shelf.value):
            searcher = self._reader(asked.shelf).searcher()
            best = self._find(searcher, asked, _by_words(searcher, asked))
            known = {hit.id for hit in best}
            near = self._find(searcher, asked, _by_area(asked))
        return (*best, *(Hit(hit.id, 0.0) for hit in near if hit.id not in known))

    def rarity(self, shelf: Shelf, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries of the whole shelf each term occurs."""
        searcher = self._reader(shelf).searcher()
        return {term: searcher.doc_freq("words", term) for term in terms}

    def size(self, shelf: Shelf) -> int:
        """Return how many entries the whole shelf has."""
        return int(self._reader(shelf).searcher().num_docs)

    def languages(self, shelf: Shelf, org: UUID) -> dict[str, int]:
        """Return how many entries an organisation has, or lately had, in each language."""
        searcher = self._reader(shelf).searcher()
        counts = ((one, searcher.doc_freq("language", _told(org, one))) for one in LANGUAGES)
        return {language: count for language, count in counts if count}

    def write(self, shelf: Shelf, entries: Iterable[Entry], gone: Iterable[UUID] = ()) -> None:
        """Replace and remove, then commit: on return the change is on disk."""
        with self._lock:
            writer = self._writer(shelf)
            for id_ in gone:
                writer.delete_documents_by_term("id", id_.hex)
            for entry in entries:
                self._mark_here(entry.org)
                writer.delete_documents_by_term("id", entry.id.hex)
                writer.add_document(_document(entry))
            with COMMIT_SECONDS.timed():
                writer.commit()

    def forget(self, org: UUID) -> None:
        """Take everything of an organisation off every shelf; on return it is off the disk."""
        with self._lock:
            for shelf in Shelf:
                writer = self._writer(shelf)
                writer.delete_documents_by_term("org", org.hex)
                writer.commit()
            for name in (_HERE, _BOOKMARK):
                self._beside(org, name).unlink(missing_ok=True)
            self._marked.discard((self._current()[0], org))

    def organisations(self) -> frozenset[UUID]:
        """Return the organisations that have a file beside the shelves."""
        place = self._folder / (self._current()[0] or "none")
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
        place = self._beside(org, _BOOKMARK)
        beside = place.with_suffix(".new")
        beside.write_text(f"{mark.at.isoformat()} {mark.episode.hex}")
        os.replace(beside, place)  # noqa: PTH105 - atomic by contract

    def renew(self) -> "TantivyIndex":
        """Return an empty generation beside the one in use."""
        fresh = TantivyIndex(self._folder, generation=uuid4().hex)
        for shelf in Shelf:
            fresh.write(shelf, ())
        return fresh

    def settle(self) -> None:
        """Put this generation in use, and sweep away all others."""
        self.close()
        name = self._fixed or self._current()[0]
        beside = self._folder / f"current.{name}"
        beside.write_text(f"{name} {VERSION}")
        os.replace(beside, self._folder / "current")  # noqa: PTH105 - atomic by contract
        for other in self._folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        """Let go of the writers, so that another process may write."""
        with self._lock:
            for writer in self._writers.values():
                with contextlib.suppress(ValueError):  # Already given back by an error.
                    writer.wait_merging_threads()
            self._writers.clear()
            self._open.clear()

    def _find(
        self, searcher: tantivy.Searcher, asked: Search, wanted: tantivy.Query | None
    ) -> tuple[Hit, ...]:
        if wanted is None:
            return ()
        query = tantivy.Query.boolean_query([*_may_see(asked), (tantivy.Occur.Must, wanted)])
        found = searcher.search(query, limit=asked.limit, count=False)
        return tuple(
            Hit(UUID(hex=searcher.doc(address).get_first("id")), score)
            for score, address in found.hits
        )

    def _reader(self, shelf: Shelf) -> tantivy.Index:
        """Return the shelf's index, opened or reloaded when its folder has changed."""
        generation, version = self._current()
        place = self._at(generation, shelf)
        try:
            changed = (place / "meta.json").stat().st_mtime_ns
        except OSError:
            raise IndexUnavailable(
                "There is no search index yet. The worker makes it when it starts; "
                "`journeywork index rebuild` makes it at once."
            ) from None
        if version != VERSION and self._fixed is None:
            raise IndexUnavailable("The search index is of another version; restart the worker.")
        with self._lock:
            return self._reloaded(shelf, generation, changed, place)

    def _reloaded(self, shelf: Shelf, generation: str, changed: int, place: Path) -> tantivy.Index:
        name, seen, index = self._open.get(shelf, ("", 0, None))
        if index is None or name != generation:
            index = tantivy.Index.open(str(place))
        elif seen != changed:
            index.reload()
        self._open[shelf] = (generation, changed, index)
        return index

    def _writer(self, shelf: Shelf) -> tantivy.IndexWriter:
        generation = self._current()[0]
        if not generation:
            raise IndexUnavailable("There is no search index yet; make one with `renew`.")
        if (generation, shelf) not in self._writers:
            place = self._at(generation, shelf)
            place.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(SCHEMA, path=str(place))
            self._writers = {k: w for k, w in self._writers.items() if k[0] == generation}
            self._writers[generation, shelf] = index.writer(_MEMORY, num_threads=1)
        return self._writers[generation, shelf]

    def _current(self) -> tuple[str, str]:
        """Return (generation, version) in use, both "" where there is none."""
        if self._fixed is not None:
            return self._fixed, VERSION
        try:
            name, _, version = (self._folder / "current").read_text().partition(" ")
        except OSError:
            return "", ""
        return name, version

    def _mark_here(self, org: UUID) -> None:
        """Note, before anything of an organisation is put in, that there will be something."""
        generation = self._current()[0]
        if (generation, org) not in self._marked:
            self._beside(org, _HERE).touch()
            self._marked.add((generation, org))

    def _beside(self, org: UUID, name: str) -> Path:
        return self._folder / (self._current()[0] or "none") / f"{org.hex}{name}"

    def _at(self, generation: str, shelf: Shelf) -> Path:
        return self._folder / (generation or "none") / shelf.value


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
    for field, values in (("org", [asked.org.hex]), ("audience", list(asked.audience))):
        those = tantivy.Query.term_set_query(SCHEMA, field, values)
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
