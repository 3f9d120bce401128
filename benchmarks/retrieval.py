"""Relevance, measured: asks the questions of real data sets of the code that serves Ask.

    python -m benchmarks.retrieval DIR [--split dev] [--semantic]

Scores every set found in DIR (`SET.corpus*.jsonl.gz` with `SET.queries.SPLIT.jsonl.gz`) with one
configuration, and prints one JSON line a set, with the seconds of CPU that its questions took.
Beside it stand the plain BM25 of the same index (every word of the question counts as often as
it stands there, nothing else counts) and, where choices are learnt from, the same ranking
without learning. A corpus line has `id` and `text`, perhaps `names`, `time`, `files`; a question
`qid`, `text` and `rel` (ids), perhaps `time`, `files`, and `day` where it was a choice somebody
made: such sets are replayed in time order, and what was chosen before counts. Where documents
have a time they come into the index in the order of time, and a question finds those that are
older, as it is live. With `--semantic` a model compares meanings besides: the one that
JOURNEYWORK_SEMANTIC_MODEL names, or that of `make model`. As it is live it compares cards; past
work (documents with a time) is ranked by words and by the work itself.
"""

import argparse
import gzip
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from journeywork.engine.chances import Worth
from journeywork.engine.context import Context
from journeywork.engine.documents import Document, titled
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.query_kinds import kind_of
from journeywork.engine.ranking import Candidate, Lessons, Renown, gathers, rank
from journeywork.engine.terms import path_terms
from journeywork.knowledge import proposals
from journeywork.knowledge.analysis import analyse
from journeywork.knowledge.embedder import Embedder, Vector, near, text_of
from journeywork.knowledge.entries import entry
from journeywork.knowledge.index import EVERYONE, Hit, Search, Shelf
from journeywork.knowledge.tantivy_index import TantivyIndex
from tools.model import bring

ORG = UUID(int=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
AT = 10
#: So many questions share a state of the index, where documents come in the order of time.
STEP = 25
OURS, BM25, UNLEARNT = "journeywork", "bm25", "without learning"

Row = dict[str, Any]


class Collection:
    """One data set: its documents in an index of its own, its questions, what was chosen."""

    def __init__(
        self, name: str, folder: Path, split: str, scratch: Path, model: Embedder | None = None
    ) -> None:
        self.name, self.model = name, model
        files = _touched(folder)
        rows = [_with_files(row, files) for row in _corpus(name, folder)]
        rows.sort(key=lambda row: row.get("time", 0))
        self.documents = {_id(row): row for row in rows}
        self.titles = {id: _titled(row)[0] for id, row in self.documents.items()}
        self.questions = [_with_files(row, files) for row in _questions(name, folder, split)]
        self.learns = bool(self.questions) and "day" in self.questions[0]
        self.chosen: Counter[UUID] = Counter()
        self.index = TantivyIndex(scratch / name)
        self.index.renew().settle()
        self._waiting = list(self.documents.items())[::-1]
        self._vectors = self._embedded() if model else {}
        self.seconds = 0.0

    def results(self) -> Iterator[tuple[Row, dict[str, list[UUID]]]]:
        """Yield (question, ids by method, best first), in time order where there is one."""
        start = time.process_time()
        for row, hits, options, _ in self.looked():
            self.seconds += time.process_time() - start
            found = {OURS: [one.id for one in options], BM25: self._plain(row)}
            if self.learns:
                unlearnt = self._ranked(hits, _context(row), Counter(), Worth())
                found[UNLEARNT] = [one.id for one in unlearnt]
            yield row, found
            start = time.process_time()

    def looked(self) -> Iterator[tuple[Row, tuple[Hit, ...], tuple[Option, ...], Worth]]:
        """Yield each question with what was proposed and what was ranked, then learn from it."""
        asked = sorted(self.questions, key=lambda row: (row.get("day", ""), row.get("time", 0)))
        for number, row in enumerate(asked):
            if number % STEP == 0:
                self._let_come(asked[number : number + STEP][-1].get("time"))
            context = _context(row)
            hits, worth = self._hits(context)
            yield row, hits, self._ranked(hits, context, self.chosen, worth), worth
            if self.learns:
                self.chosen.update(uuid5(NAMESPACE_OID, rel) for rel in row["rel"])

    def _let_come(self, at: float | None) -> None:
        """Put into the index what is older than `at`; everything where there is no time."""
        coming = []
        while self._waiting and (at is None or self._waiting[-1][1].get("time", 0) < at):
            coming.append(self._waiting.pop())
        if coming:
            self.index.write(Shelf.CARD, (_entry(id, row) for id, row in coming))

    def _hits(self, context: Context) -> tuple[tuple[Hit, ...], Worth]:
        spoken = proposals.spoken(self.index.languages(Shelf.CARD, ORG), context.language)
        most = proposals.COMPARED if self.model else proposals.CANDIDATES
        asked = proposals.asked(Shelf.CARD, context, org=ORG, languages=spoken, limit=most)
        rare, size = self.index.rarity(Shelf.CARD, asked.terms), self.index.size(Shelf.CARD)
        return self._older(asked, context), proposals.worth(asked, rare, size)

    def _ranked(
        self, hits: tuple[Hit, ...], context: Context, chosen: Counter[UUID], worth: Worth
    ) -> tuple[Option, ...]:
        known = proposals.renown(
            {hit.id: self.titles[hit.id] for hit in hits},
            lambda stems: self.index.rarity(Shelf.CARD, stems),
            self.index.size(Shelf.CARD),
        )
        close = self._near(hits, context)
        pool = (
            self._candidate(hit, chosen, known.get(hit.id, Renown()), close.get(hit.id))
            for hit in hits
        )
        return rank(pool, context, limit=AT, worth=worth)

    def _embedded(self) -> dict[UUID, Vector]:
        """Return the vectors of the cards among the documents, as the worker makes them."""
        assert self.model
        cards = {id: row for id, row in self.documents.items() if "time" not in row}
        texts = [text_of(*_titled(row)) for row in cards.values()]
        return dict(zip(cards, self.model.vectors(texts), strict=True)) if texts else {}

    def _near(self, hits: tuple[Hit, ...], context: Context) -> dict[UUID, float]:
        if not self.model or not self._vectors:
            return {}
        asked = self.model.vectors([context.text])[0]
        return near(asked, [hit.id for hit in hits], self._vectors)

    def _plain(self, row: Row) -> list[UUID]:
        counts = {term: float(times) for term, times in Counter(analyse(row["text"])).items()}
        everyone = Search(shelf=Shelf.CARD, org=ORG, audience=(EVERYONE,), terms=counts, limit=AT)
        return [hit.id for hit in self._older(everyone, _context(row))][:AT]

    def _older(self, asked: Search, context: Context) -> tuple[Hit, ...]:
        """Return the hits that were there already; a few that came since stand among them."""
        if context.at == LONG_AGO:
            return self.index.search(asked)
        found = self.index.search(replace(asked, limit=2 * asked.limit))
        then = [hit for hit in found if self._time(hit.id) < context.at.timestamp()]
        said, near = [hit for hit in then if hit.score], [hit for hit in then if not hit.score]
        return (*said[: asked.limit], *near[: asked.limit])

    def _time(self, document: UUID) -> float:
        return float(self.documents[document].get("time", 0))

    def _candidate(
        self, hit: Hit, chosen: Counter[UUID], renown: Renown, meaning: float | None
    ) -> Candidate:
        row = self.documents[hit.id]
        at = row.get("time")
        return Candidate(
            kind=OptionKind.EPISODE if at else OptionKind.CARD,
            id=hit.id,
            title=row["id"],
            words=hit.score,
            touched=tuple(row.get("files", ())),
            at=datetime.fromtimestamp(at, UTC) if at else None,
            renown=Renown() if at else renown,
            meaning=meaning,
            gathers=bool(at) and gathers(row["text"]),
            lessons=Lessons(chosen=chosen[hit.id]),
        )


def measure(collection: Collection) -> Row:
    """Score a set: nDCG@10, MRR@10 and precision at 1, and the baselines beside them."""
    scores: dict[str, _Score] = {}
    for row, found in collection.results():
        if row.get("conduct"):
            continue
        relevant = {uuid5(NAMESPACE_OID, rel) for rel in row["rel"]}
        for method, ranked in found.items():
            scores.setdefault(method, _Score()).add(ranked, relevant)
    ours = scores.pop(OURS, _Score()).figures()
    beside = {method: score.figures() for method, score in scores.items()}
    return {
        "set": collection.name,
        **ours,
        "baselines": beside,
        "cpu ms a question": round(1e3 * collection.seconds / (len(collection.questions) or 1), 2),
    }


class _Score:
    def __init__(self) -> None:
        self._sums = [0.0, 0.0, 0.0]
        self._n = 0

    def add(self, ranked: list[UUID], relevant: set[UUID]) -> None:
        gains = [1.0 / log2(place + 2) for place, id in enumerate(ranked[:AT]) if id in relevant]
        ideal = sum(1.0 / log2(place + 2) for place in range(min(AT, len(relevant))))
        first = next((place for place, id in enumerate(ranked[:AT], 1) if id in relevant), 0)
        for at, value in enumerate((sum(gains) / ideal, 1 / first if first else 0, first == 1)):
            self._sums[at] += value
        self._n += 1

    def figures(self) -> Row:
        names = ("ndcg@10", "mrr@10", "p@1")
        means = (round(total / (self._n or 1), 4) for total in self._sums)
        return dict(zip(names, means, strict=True)) | {"n": self._n}


def _context(row: Row) -> Context:
    paths = tuple(row.get("files", ()))
    at = datetime.fromtimestamp(row["time"], UTC) if "time" in row else LONG_AGO
    context = Context(text=row["text"], at=at, paths=paths)
    return replace(context, kind=kind_of(row["text"], paths=bool(paths) or "time" in row))


def _entry(id: UUID, row: Row) -> Any:
    title, text = _titled(row)
    areas = path_terms(tuple(row.get("files", ())))
    return entry(id=id, org=ORG, title=title, text=text, areas=areas)


def _titled(row: Row) -> tuple[str, str]:
    named = ", ".join(row.get("names", ()))
    return titled(Document(path=row["id"], text=row["text"], title=named))


def _corpus(name: str, folder: Path) -> Iterator[Row]:
    for file in sorted(folder.glob(f"{name}.corpus*.jsonl.gz")):
        yield from _rows(file)


def _questions(name: str, folder: Path, split: str) -> list[Row]:
    named = [folder / f"{name}.queries.{split}.jsonl.gz", folder / f"{name}.queries.jsonl.gz"]
    rows = [row for file in named[:] if file.is_file() for row in _rows(file)]
    rows = [row for row in rows if row.get("split") == split] or rows
    chosen = folder / f"{name}.balanced_{split}_ids.json"
    if chosen.is_file():
        ids = set(json.loads(chosen.read_text()))
        rows = [row for row in rows if row["qid"] in ids]
    return rows


def _touched(folder: Path) -> dict[str, list[str]]:
    """Return the files of changes by the first twelve signs of their id, where they are known."""
    rows = (row for file in sorted(folder.glob("events.*.jsonl.gz")) for row in _rows(file))
    return {row["sha"][:12]: row["files"] for row in rows}


def _with_files(row: Row, files: dict[str, list[str]]) -> Row:
    known = row.get("files") or files.get(row.get("qid") or row.get("id") or "")
    return row | {"files": known} if known else row


def _rows(file: Path) -> Iterator[Row]:
    with gzip.open(file, "rt") as read:
        for line in read:
            yield json.loads(line)


def _id(row: Row) -> UUID:
    return uuid5(NAMESPACE_OID, row["id"])


def _model() -> Embedder:
    named = os.environ.get("JOURNEYWORK_SEMANTIC_MODEL")
    return Embedder(Path(named) if named else bring())


def sets(folder: Path) -> Iterable[str]:
    """Return the names of the sets in `folder`."""
    return sorted({file.name.split(".")[0] for file in folder.glob("*.corpus*.jsonl.gz")})


def main() -> None:
    """Print one line a set; one clear line where the folder or a set's questions are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--semantic", action="store_true", help="compare meanings as well")
    parser.add_argument("--set", action="append", help="only these sets")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"skipped: {arguments.folder} is not there")
        return
    model = _model() if arguments.semantic else None
    for name in arguments.set or sets(arguments.folder):
        with tempfile.TemporaryDirectory() as scratch:
            collection = Collection(name, arguments.folder, arguments.split, Path(scratch), model)
            if not collection.questions:
                print(f"skipped: {name} has no questions of the split {arguments.split}")
                continue
            print(json.dumps(measure(collection)), flush=True)


if __name__ == "__main__":
    main()
