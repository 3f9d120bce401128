"""A full-text index in memory that grows in time order: BM25 with tantivy's own formula.

The live search asks an index on disk that knows everything up to now. The replay must know,
at each moment, only what was known then; so it walks through the history and adds to this
index as it goes. Formula, parameters and the rounding of lengths are those of tantivy
(`Bm25Weight`, `fieldnorm`), which follow Robertson & Zaragoza 2009 and Lucene; a test holds
the two side by side.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest
from math import log
from typing import Generic, TypeVar

#: How soon a repeated term stops counting, and how much a long text is discounted.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75
#: After how many terms to ask whether the rest can still matter.
_LOOK_EVERY = 4

Name = TypeVar("Name", bound=Hashable)
#: Cuts a text into the terms that are indexed.
Analysis = Callable[[str], Sequence[str]]


def _rounded_lengths() -> tuple[int, ...]:
    """Return the 256 lengths that one byte can tell apart: exact to 40, then ever coarser."""
    lengths = list(range(41))
    step = 2
    while len(lengths) < 256:
        lengths += [lengths[-1] + step * number for number in range(1, 9)]
        step *= 2
    return tuple(lengths[:256])


ROUNDED_LENGTHS = _rounded_lengths()


def length_byte(length: int) -> int:
    """Return the byte that stands for a text of `length` terms (rounded down)."""
    return bisect_right(ROUNDED_LENGTHS, length) - 1


class Lexicon(Generic[Name]):
    """One text field of many documents, searchable at any point of its growth.

    Documents are named by the caller. Adding a name again replaces what was there. Terms come
    analysed: use the analysis of the live index, so that both find the same.
    """

    def __init__(self) -> None:
        # Documents are grouped by (times the term occurs, rounded length): all of a group get
        # the same weight from a term, which makes the inner loop an addition.
        self._postings: dict[str, dict[int, list[int]]] = {}
        self._frequency: Counter[str] = Counter()
        self._names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._documents: dict[int, tuple[int, Counter[str]]] = {}
        self._total_length = 0

    def __len__(self) -> int:
        """Return how many documents can be found."""
        return len(self._numbers)

    def __contains__(self, name: Name) -> bool:
        """Tell whether a document of this name was added."""
        return name in self._numbers

    def add(self, name: Name, terms: Sequence[str]) -> None:
        """Add a document, or replace the one of the same name."""
        if name in self._numbers:
            self.remove(name)
        number = len(self._names)
        counts = Counter(terms)
        length = length_byte(len(terms))
        self._names.append(name)
        self._numbers[name] = number
        self._documents[number] = (length, counts)
        self._total_length += len(terms)
        for term, times in counts.items():
            groups = self._postings.setdefault(term, {})
            groups.setdefault(times << 8 | length, []).append(number)
            self._frequency[term] += 1

    def remove(self, name: Name) -> None:
        """Take a document out; KeyError for one that is not there."""
        number = self._numbers.pop(name)
        length, counts = self._documents.pop(number)
        self._total_length -= counts.total()
        for term, times in counts.items():
            self._postings[term][times << 8 | length].remove(number)
            self._frequency[term] -= 1

    def score(self, terms: Iterable[str], *, boost: float = 1.0) -> dict[Name, float]:
        """Return BM25 of every document that shares a term; a repeated term counts again."""
        found = self._sum(terms, boost)
        return {self._names[number]: score for number, score in found.items()}

    def best(self, terms: Iterable[str], *, limit: int) -> list[tuple[Name, float]]:
        """Return the `limit` best (name, score), best first, older first where scores are equal.

        Exact, yet common words cost little: once no document that holds only the remaining,
        commoner terms could still get in, nobody new is admitted (Turtle & Flood 1995).
        """
        norms = self._norms()
        weighed = self._weighed(terms)
        bounds = [weight * self._steepest(term, norms) for term, weight in weighed]
        remaining = sum(bounds)
        sums: dict[int, float] = {}
        for place, (term, weight) in enumerate(weighed):
            bar = self._bar(sums, limit) if place % _LOOK_EVERY == 0 else 0.0
            if bar > remaining:
                hopeful = {n: score for n, score in sums.items() if score + remaining >= bar}
                sums = self._complete(hopeful, weighed[place:], norms)
                break
            self._gain(sums, term, weight, norms)
            remaining -= bounds[place]
        best = nsmallest(limit, sums.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self._names[number], score) for number, score in best]

    def _sum(self, terms: Iterable[str], boost: float) -> dict[int, float]:
        sums: dict[int, float] = {}
        norms = self._norms()
        for term, weight in self._weighed(terms):
            self._gain(sums, term, boost * weight, norms)
        return sums

    def _weighed(self, terms: Iterable[str]) -> list[tuple[str, float]]:
        """Return (term, weight) of the terms that occur at all, the rarest first."""
        known = {t: times for t, times in Counter(terms).items() if self._frequency[t]}
        weighed = [(term, times * self._weight(term)) for term, times in known.items()]
        return sorted(weighed, key=lambda pair: -pair[1])

    def _gain(
        self, sums: dict[int, float], term: str, weight: float, norms: Sequence[float]
    ) -> None:
        for group, numbers in self._postings[term].items():
            occurs = group >> 8
            gain = weight * occurs / (occurs + norms[group & 255])
            for number in numbers:
                sums[number] = sums.get(number, 0.0) + gain

    def _steepest(self, term: str, norms: Sequence[float]) -> float:
        """Return the most that an occurrence of `term` can yield per unit of its weight."""
        return max(
            (group >> 8) / ((group >> 8) + norms[group & 255]) for group in self._postings[term]
        )

    def _bar(self, sums: Mapping[int, float], limit: int) -> float:
        """Return the score that is certain to be among the `limit` best, 0 while unknown."""
        return nlargest(limit, sums.values())[-1] if len(sums) >= limit else 0.0

    def _complete(
        self,
        sums: dict[int, float],
        weighed: Sequence[tuple[str, float]],
        norms: Sequence[float],
    ) -> dict[int, float]:
        """Return `sums` with what the remaining terms add to them."""
        for number in sums:
            length, terms = self._documents[number]
            norm = norms[length]
            for term, weight in weighed:
                occurs = terms[term]
                if occurs:
                    sums[number] += weight * occurs / (occurs + norm)
        return sums

    def _weight(self, term: str) -> float:
        holding = self._frequency[term]
        rarity = log(1 + (len(self) - holding + 0.5) / (holding + 0.5))
        return rarity * (1 + SATURATION)

    def _norms(self) -> list[float]:
        average = max(self._total_length, 1) / max(len(self), 1)
        return [
            SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average)
            for length in ROUNDED_LENGTHS
        ]
