"""What tantivy holds of an entry, and how a question is looked up in it.

The best by words are looked up in one of two ways, with the same answer:

- Where most of a shelf is for the asker, among all of it: tantivy then passes over whatever
  cannot be among the best, which it does for words alone. Some more than are wanted are taken,
  and those that are not for the asker left out. Where too few are left, the other way is gone.
- Among what is for the asker, looking at each thing that has one of the words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import Any
from uuid import UUID

import msgspec
import tantivy

from journeywork.engine.terms import beginnings
from journeywork.knowledge.analysis import MOST_BEGINNINGS, MOST_TERMS, pairs
from journeywork.knowledge.index import Entry, Hit, Search

#: In the audience of an entry that is for several: they cannot be told apart by one number.
SEVERAL = "several"
#: The smallest share of a shelf that is for the asker with which all of it is looked through.
MOST_OF_IT = 0.5
#: So many times what should be enough are taken, and so many more.
AMPLE, MORE = 1.2, 10
#: So many counts are remembered of each field.
REMEMBERED = 20_000
_HALF = 64
_HALVES = Struct(">QQ").pack

#: By field and term: in how many entries it occurs.
Known = dict[str, dict[str, int]]
Part = tuple[tantivy.Occur, tantivy.Query]
#: A score, and where the entry stands.
Found = tuple[Any, Any]


def fields() -> tantivy.SchemaBuilder:
    """Return the fields of an entry."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "org", "audience", "area", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("words", "pairs", "beginnings"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # Columns: reading a document for its id costs four times as much.
    for name in ("first_half", "second_half", "reader"):
        builder.add_unsigned_field(name, fast=True)
    return builder


SCHEMA = fields().build()


def document(entry: Entry) -> tantivy.Document:
    """Return what is put in for an entry."""
    readers = [told(entry.org, each) for each in entry.audience]
    # `Document(org=...)` guesses types, and a wrong guess ends the writer; this form checks.
    return tantivy.Document.from_dict(
        {
            "id": entry.id.hex,
            "first_half": entry.id.int >> _HALF,
            "second_half": entry.id.int & (1 << _HALF) - 1,
            "org": entry.org.hex,
            "audience": [*readers, SEVERAL] if len(readers) > 1 else readers,
            "reader": _number(readers[0]) if len(readers) == 1 else 0,
            "words": " ".join(entry.words),
            "pairs": " ".join(pairs(entry.words)),
            "beginnings": " ".join(beginnings(entry.words)),
            "area": entry.areas,
            "language": told(entry.org, entry.language),
        },
        SCHEMA,
    )


def told(org: UUID, what: str) -> str:
    """Return a term that is an organisation's own."""
    return f"{org.hex} {what}"


class Sight:
    """What a shelf holds at a moment; `known` are counts that hold while nothing changes."""

    def __init__(self, searcher: tantivy.Searcher, known: Known) -> None:
        self._searcher, self._known = searcher, known

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return int(self._searcher.num_docs)

    def counts(self, field: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each term occurs."""
        known = self._known.setdefault(field, {})
        if len(known) > REMEMBERED:
            known = self._known[field] = {}
        found = {}
        for term in terms:
            many = known.get(term)
            if many is None:
                many = known[term] = self._searcher.doc_freq(field, term)
            found[term] = many
        return found

    def best(self, wanted: tantivy.Query, limit: int) -> "Hits":
        """Return the best, in order."""
        return Hits(self._searcher, self._searcher.search(wanted, limit=limit, count=False).hits)


class Hits:
    """What was found, best first: scores, and where each stands."""

    def __init__(self, searcher: tantivy.Searcher, found: Sequence[Found]) -> None:
        self._searcher = searcher
        self._scores = [score for score, _ in found]
        self._places = [place for _, place in found]

    def __len__(self) -> int:
        return len(self._scores)

    def all(self) -> tuple[Hit, ...]:
        """Return all of it."""
        halves = map(_HALVES, self._column("first_half"), self._column("second_half"))
        ids = msgspec.convert(list(halves), list[UUID])
        return tuple(map(Hit, ids, self._scores))

    def only(self, readers: Iterable[str], most: int) -> "Hits":
        """Return the first of those that are for one of `readers` alone."""
        mine = {_number(each) for each in readers}
        seen = zip(self._column("reader"), self._scores, self._places, strict=True)
        found = [(score, place) for reader, score, place in seen if reader in mine]
        return Hits(self._searcher, found[:most])

    def _column(self, name: str) -> list[Any]:
        return self._searcher.fast_field_values(name, self._places)


def find(sight: Sight, asked: Search) -> tuple[Hit, ...]:
    """Return the best by words, then those found by area alone."""
    own = (told(asked.org, each) for each in asked.audience)
    readers = {each: many for each, many in sight.counts("audience", own).items() if many}
    if not readers:
        return ()
    words, area = _by_words(sight, asked), _by_area(asked)
    best = _best(sight, words, readers, asked.limit) if words else ()
    if area is None:
        return best
    known = {hit.id for hit in best}
    near = sight.best(_among(readers, area), asked.limit).all()
    return (*best, *(Hit(hit.id, 0.0) for hit in near if hit.id not in known))


def _best(
    sight: Sight, words: tantivy.Query, readers: Mapping[str, int], limit: int
) -> tuple[Hit, ...]:
    # What was replaced and is not swept away yet still counts here, and not in the size.
    share = min(1.0, sum(readers.values()) / max(sight.size, 1))
    if share >= MOST_OF_IT and not sight.counts("audience", (SEVERAL,))[SEVERAL]:
        taken = int(limit / share * AMPLE) + MORE
        found = sight.best(words, taken)
        mine = found.only(readers, limit)
        if len(mine) == limit or len(found) < taken:
            return mine.all()
    return sight.best(_among(readers, words), limit).all()


def _among(readers: Mapping[str, int], wanted: tantivy.Query) -> tantivy.Query:
    """Look only at what is for one of `readers`."""
    those = [_term("audience", each, "basic") for each in readers]
    either = [(tantivy.Occur.Should, each) for each in those]
    theirs = those[0] if len(those) == 1 else tantivy.Query.boolean_query(either)
    seen = tantivy.Query.const_score_query(theirs, 0.0)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, seen), (tantivy.Occur.Must, wanted)])


def _by_words(sight: Sight, asked: Search) -> tantivy.Query | None:
    """Any of the rarest words, pairs of words and beginnings of words."""
    wanted = [
        *_weighed(sight, "words", asked.terms, MOST_TERMS),
        *_weighed(sight, "pairs", asked.pairs, MOST_TERMS),
        *_weighed(sight, "beginnings", asked.beginnings, MOST_BEGINNINGS),
    ]
    return tantivy.Query.boolean_query(wanted) if wanted else None


def _weighed(sight: Sight, field: str, weights: Mapping[str, float], most: int) -> Iterator[Part]:
    found = sight.counts(field, weights)
    for _, term in sorted((n, term) for term, n in found.items() if n)[:most]:
        query, weight = _term(field, term, "freq"), weights[term]
        yield (
            tantivy.Occur.Should,
            query if weight == 1.0 else tantivy.Query.boost_query(query, weight),
        )


def _by_area(asked: Search) -> tantivy.Query | None:
    if not asked.areas:
        return None
    wanted = [(tantivy.Occur.Should, _term("area", area, "basic")) for area in asked.areas]
    return tantivy.Query.boolean_query(wanted)


def _term(field: str, term: str, option: str) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, term, index_option=option)


@lru_cache(maxsize=10_000)
def _number(reader: str) -> int:
    """Return a number that stands for a reader; 0 stands for nobody, or for several."""
    return int.from_bytes(blake2b(reader.encode(), digest_size=8).digest())
