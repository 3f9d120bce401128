"""Relevance, measured: asks the questions of real data sets of the code that serves Ask.

    python -m benchmarks.retrieval DIR [--split dev]

Scores every set found in DIR (`SET.corpus*.jsonl.gz` with `SET.queries.SPLIT.jsonl.gz`) with one
configuration, and prints one JSON line a set. Beside it stand the plain BM25 of the same index
(every word of the question counts as often as it stands there, nothing else counts) and, where
choices are learnt from, the same ranking without learning. A
corpus line has `id` and `text`, perhaps `names`, `time`, `files`; a question `qid`, `text` and
`rel` (ids), perhaps `time`, `files`, and `day` where it was a choice somebody made: such sets
are replayed in time order, and what was chosen before counts. Only documents older than the
question are scored where both have a time.
"""

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from journeywork.engine.context import Context
from journeywork.engine.documents import Document, titled
from journeywork.engine.options import OptionKind
from journeywork.engine.query_kinds import kind_of
from journeywork.engine.ranking import Candidate, Lessons, rank
from journeywork.engine.terms import path_terms
from journeywork.knowledge.analysis import Question, analyse, question
from journeywork.knowledge.entries import entry
from journeywork.knowledge.index import EVERYONE, Hit, Search, Shelf
from journeywork.knowledge.tantivy_index import TantivyIndex

ORG = UUID(int=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
CANDIDATES = 100
#: Where documents must be older than the question, so many more are fetched and then sifted.
SIFTED = 1_000
AT = 10
OURS, BM25, UNLEARNT = "journeywork", "bm25", "without learning"

Row = dict[str, Any]


class Collection:
    """One data set: its documents in an index of its own, its questions, what was chosen."""

    def __init__(self, name: str, folder: Path, split: str, scratch: Path) -> None:
        self.name = name
        files = _touched(folder)
        self.documents = {_id(row): _with_files(row, files) for row in _corpus(name, folder)}
        self.questions = [_with_files(row, files) for row in _questions(name, folder, split)]
        self.learns = bool(self.questions) and "day" in self.questions[0]
        self.chosen: Counter[UUID] = Counter()
        self.index = _indexed(self.documents, scratch / name)

    def results(self) -> Iterator[tuple[Row, dict[str, list[UUID]]]]:
        """Yield (question, ids by method, best first), in time order where there is one."""
        asked = sorted(self.questions, key=lambda row: (row.get("day", ""), row.get("time", 0)))
        for row in asked:
            context = _context(row)
            hits = self._hits(row, question(context.text, kind=context.kind), context.paths)
            found = {OURS: self._ranked(hits, context, self.chosen), BM25: self._plain(row)}
            if self.learns:
                found[UNLEARNT] = self._ranked(hits, context, Counter())
                self.chosen.update(uuid5(NAMESPACE_OID, rel) for rel in row["rel"])
            yield row, found

    def _ranked(self, hits: list[Hit], context: Context, chosen: Counter[UUID]) -> list[UUID]:
        options = rank((self._candidate(hit, chosen) for hit in hits), context, limit=AT)
        return [option.id for option in options]

    def _plain(self, row: Row) -> list[UUID]:
        counts = {term: float(times) for term, times in Counter(analyse(row["text"])).items()}
        return [hit.id for hit in self._hits(row, Question(counts, {}), ())[:AT]]

    def _hits(self, row: Row, asked: Question, paths: tuple[str, ...]) -> list[Hit]:
        timed = "time" in row
        found = self.index.search(
            Search(
                shelf=Shelf.CARD,
                org=ORG,
                audience=(EVERYONE,),
                terms=asked.terms,
                pairs=asked.pairs,
                areas=tuple(path_terms(paths)),
                limit=SIFTED if timed else CANDIDATES,
            )
        )
        if timed:
            found = tuple(hit for hit in found if self._time(hit.id) < row["time"])
        return [*found[:CANDIDATES], *(hit for hit in found[CANDIDATES:] if not hit.score)]

    def _time(self, document: UUID) -> float:
        return float(self.documents[document].get("time", 0))

    def _candidate(self, hit: Hit, chosen: Counter[UUID]) -> Candidate:
        row = self.documents[hit.id]
        time = row.get("time")
        return Candidate(
            kind=OptionKind.EPISODE if time else OptionKind.CARD,
            id=hit.id,
            title=row["id"],
            words=hit.score,
            touched=tuple(row.get("files", ())),
            at=datetime.fromtimestamp(time, UTC) if time else None,
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
    return {"set": collection.name, **ours, "baselines": beside}


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


def _indexed(documents: dict[UUID, Row], folder: Path) -> TantivyIndex:
    index = TantivyIndex(folder)
    index.renew().settle()
    index.write(Shelf.CARD, (_entry(id, row) for id, row in documents.items()))
    return index


def _entry(id: UUID, row: Row) -> Any:
    named = ", ".join(row.get("names", ()))
    title, text = titled(Document(path=row["id"], text=row["text"], title=named))
    areas = path_terms(tuple(row.get("files", ())))
    return entry(id=id, org=ORG, title=title, text=text, areas=areas)


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


def sets(folder: Path) -> Iterable[str]:
    """Return the names of the sets in `folder`."""
    return sorted({file.name.split(".")[0] for file in folder.glob("*.corpus*.jsonl.gz")})


def main() -> None:
    """Print one line a set; one clear line where the folder or a set's questions are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--set", action="append", help="only these sets")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"skipped: {arguments.folder} is not there")
        return
    for name in arguments.set or sets(arguments.folder):
        with tempfile.TemporaryDirectory() as scratch:
            collection = Collection(name, arguments.folder, arguments.split, Path(scratch))
            if not collection.questions:
                print(f"skipped: {name} has no questions of the split {arguments.split}")
                continue
            print(json.dumps(measure(collection)), flush=True)


if __name__ == "__main__":
    main()
