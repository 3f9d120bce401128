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
from math import log
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

#: How soon a repeated term stops counting, and how much a long text is discounted.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75
_BYTE = 256
#: Where a term occurs, in one number: document, times (at most so many), length byte.
_NUMBER_AT, _TIMES_AT, _MOST_TIMES = 24, 8, 0xFFFF

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


class Lexicon(Generic[Name]):
    """One text field of many documents, searchable at any point of its growth.

    Documents are named by the caller, who also keeps their terms: to take one out, the same
    terms must be given again. Terms come analysed: use the analysis of the live index, so that
    both find the same.
    """

    def __init__(self) -> None:
        # Most terms of a large history occur once: those are a number, the others an array.
        self._postings: dict[str, int | array[int]] = {}
        self._lost: Counter[str] = Counter()
        self._names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._gone = array("i")
        self._total_length = 0

    def __len__(self) -> int:
        """Return how many documents can be found."""
        return len(self._numbers)

    def __contains__(self, name: Name) -> bool:
        """Tell whether a document of this name can be found."""
        return name in self._numbers

    def add(self, name: Name, terms: Sequence[str]) -> None:
        """Add a document, which gets the next number. KeyError for a name that is taken."""
        if name in self._numbers:
            raise KeyError(name)
        number = len(self._names)
        self._names.append(name)
        self._numbers[name] = number
        self._total_length += len(terms)
        length = length_byte(len(terms))
        for term, times in Counter(terms).items():
            self._post(term, _packed(number, times, length))

    def remove(self, name: Name, terms: Sequence[str]) -> None:
        """Take out a document that was added with `terms`; KeyError for one not there."""
        self._gone.append(self._numbers.pop(name))
        self._total_length -= len(terms)
        self._lost.update(set(terms))

    def frequency(self, term: str) -> int:
        """Return how many documents hold `term`."""
        posting = self._postings.get(term)
        if posting is None:
            return 0
        return (1 if isinstance(posting, int) else len(posting)) - self._lost[term]

    def score(self, terms: Mapping[str, float]) -> Scores:
        """Return BM25 of every document by its number; `terms` come with their weights."""
        sums = np.zeros(len(self._names))
        norms = self._norms()
        for term, weight in terms.items():
            holding = self.frequency(term)
            if holding:
                found = self._packed_of(term)
                occurs = (found >> _TIMES_AT) & _MOST_TIMES
                worth = weight * self._weight(holding)
                sums[found >> _NUMBER_AT] += worth * occurs / (occurs + norms[found & 255])
        sums[np.frombuffer(self._gone, dtype=np.int32)] = 0.0
        return sums

    def ranked(self, scores: Scores, *, limit: int) -> list[tuple[Name, float]]:
        """Return the `limit` best (name, score) above zero, older first where scores are equal."""
        bar = float(np.partition(scores, -limit)[-limit]) if len(scores) > limit else 0.0
        hopeful = np.flatnonzero((scores >= bar) & (scores > 0))
        order = hopeful[np.lexsort((hopeful, -scores[hopeful]))][:limit]
        return [(self._names[number], float(scores[number])) for number in order]

    def _post(self, term: str, packed: int) -> None:
        known = self._postings.get(term)
        if known is None:
            self._postings[term] = packed
        elif isinstance(known, int):
            self._postings[term] = array("q", (known, packed))
        else:
            known.append(packed)

    def _packed_of(self, term: str) -> NDArray[np.int64]:
        posting = self._postings[term]
        if isinstance(posting, int):
            return np.array((posting,), dtype=np.int64)
        return np.frombuffer(posting, dtype=np.int64)

    def _weight(self, holding: int) -> float:
        rarity = log(1 + (len(self) - holding + 0.5) / (holding + 0.5))
        return rarity * (1 + SATURATION)

    def _norms(self) -> Scores:
        average = max(self._total_length, 1) / max(len(self), 1)
        return SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * _LENGTHS / average)


def _packed(number: int, times: int, length: int) -> int:
    """Return one number for where a term occurs: the document, how often, how long it is."""
    return number << _NUMBER_AT | min(times, _MOST_TIMES) << _TIMES_AT | length
