"""A full-text index in memory that grows in time order: BM25 with tantivy's own formula.

The live search asks an index on disk that knows everything up to now. The replay must know,
at each moment, only what was known then; so it walks through the history and adds to this
index as it goes. Formula, parameters and the rounding of lengths are those of tantivy
(`Bm25Weight`, `fieldnorm`), which follow Robertson & Zaragoza 2009 and Lucene; a test holds
the two side by side.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

#: How soon a repeated term stops counting, and how much a long text is discounted.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75
_BYTE = 256

Name = TypeVar("Name", bound=Hashable)
Scores = NDArray[np.float64]
#: Cuts a text into the terms that are indexed.
Analysis = Callable[[str], Sequence[str]]


def _rounded_lengths() -> tuple[int, ...]:
    """Return the 256 lengths that one byte can tell apart: exact to 40, then ever coarser."""
    lengths = list(range(41))
    step = 2
    while len(lengths) < _BYTE:
        lengths += [lengths[-1] + step * number for number in range(1, 9)]
        step *= 2
    return tuple(lengths[:_BYTE])


ROUNDED_LENGTHS = _rounded_lengths()
_LENGTHS = np.array(ROUNDED_LENGTHS, dtype=np.float64)


def length_byte(length: int) -> int:
    """Return the byte that stands for a text of `length` terms (rounded down)."""
    return bisect_right(ROUNDED_LENGTHS, length) - 1


@dataclass(slots=True)
class _Posting:
    """Where a term occurs: document numbers, how often in each, and each one's length byte."""

    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    times: "array[float]" = field(default_factory=lambda: array("f"))
    lengths: "array[int]" = field(default_factory=lambda: array("B"))
    #: documents that hold the term and were not taken out
    holding: int = 0

    def add(self, number: int, times: int, length: int) -> None:
        self.numbers.append(number)
        self.times.append(times)
        self.lengths.append(length)
        self.holding += 1


class Lexicon(Generic[Name]):
    """One text field of many documents, searchable at any point of its growth.

    Documents are named by the caller. Adding a name again replaces what was there. Terms come
    analysed: use the analysis of the live index, so that both find the same.
    """

    def __init__(self) -> None:
        self._postings: dict[str, _Posting] = {}
        self._names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._terms: dict[int, tuple[str, ...]] = {}
        self._gone = array("i")
        self._total_length = 0

    def __len__(self) -> int:
        """Return how many documents can be found."""
        return len(self._numbers)

    def __contains__(self, name: Name) -> bool:
        """Tell whether a document of this name can be found."""
        return name in self._numbers

    def add(self, name: Name, terms: Sequence[str]) -> None:
        """Add a document, or replace the one of the same name; it gets the next number."""
        if name in self._numbers:
            self.remove(name)
        number = len(self._names)
        self._names.append(name)
        self._numbers[name] = number
        self._terms[number] = tuple(terms)
        self._total_length += len(terms)
        length = length_byte(len(terms))
        for term, times in Counter(terms).items():
            self._postings.setdefault(term, _Posting()).add(number, times, length)

    def holds(self, name: Name, terms: Sequence[str]) -> bool:
        """Tell whether a document of this name and these terms can be found."""
        number = self._numbers.get(name)
        return number is not None and self._terms[number] == tuple(terms)

    def remove(self, name: Name) -> None:
        """Take a document out; KeyError for one that is not there."""
        number = self._numbers.pop(name)
        terms = self._terms.pop(number)
        self._gone.append(number)
        self._total_length -= len(terms)
        for term in set(terms):
            self._postings[term].holding -= 1

    def frequency(self, term: str) -> int:
        """Return how many documents hold `term`."""
        posting = self._postings.get(term)
        return posting.holding if posting else 0

    def score(self, terms: Mapping[str, float]) -> Scores:
        """Return BM25 of every document by its number; `terms` come with their weights."""
        sums = np.zeros(len(self._names))
        norms = self._norms()
        for term, weight in terms.items():
            posting = self._postings.get(term)
            if posting and posting.holding:
                occurs = np.frombuffer(posting.times, dtype=np.float32)
                lengths = np.frombuffer(posting.lengths, dtype=np.uint8)
                numbers = np.frombuffer(posting.numbers, dtype=np.int32)
                worth = weight * self._weight(posting)
                sums[numbers] += worth * occurs / (occurs + norms[lengths])
        sums[np.frombuffer(self._gone, dtype=np.int32)] = 0.0
        return sums

    def ranked(self, scores: Scores, *, limit: int) -> list[tuple[Name, float]]:
        """Return the `limit` best (name, score) above zero, older first where scores are equal."""
        bar = float(np.partition(scores, -limit)[-limit]) if len(scores) > limit else 0.0
        hopeful = np.flatnonzero((scores >= bar) & (scores > 0))
        order = hopeful[np.lexsort((hopeful, -scores[hopeful]))][:limit]
        return [(self._names[number], float(scores[number])) for number in order]

    def _weight(self, posting: _Posting) -> float:
        rarity = log(1 + (len(self) - posting.holding + 0.5) / (posting.holding + 0.5))
        return rarity * (1 + SATURATION)

    def _norms(self) -> Scores:
        average = max(self._total_length, 1) / max(len(self), 1)
        return SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * _LENGTHS / average)
