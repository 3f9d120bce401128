"""Judging methods on questions whose answer the history itself shows.

Each method names answers, best first; the history names one or several right ones. Kept for
each question is the place of the first right answer, and the week, because questions of one
week resemble each other.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journeywork.engine.estimates import Resample, Share, difference, mcnemar, mean, share
from journeywork.engine.replay_report import Hindsight, Method

#: How many answers of each method are looked at; further ones count as not found.
DEPTH = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A method as it is shown: key, name, and what it does in one sentence."""

    key: str
    name: str
    says: str


class Judge:
    """Collects questions of one sort. The first of `methods` is ours."""

    def __init__(self, key: str, methods: Sequence[Named]) -> None:
        self._key = key
        self._methods = tuple(methods)
        self._places: dict[str, list[int]] = {method.key: [] for method in methods}
        self._first: dict[str, Counter[Hashable]] = {method.key: Counter() for method in methods}
        self._weeks: list[tuple[int, int]] = []
        self._truth: Counter[Hashable] = Counter()
        self.sorts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def ask(
        self,
        *,
        at: datetime,
        sort: str,
        right: Collection[Hashable],
        answers: Mapping[str, Sequence[Hashable]],
    ) -> None:
        """Take in one question: the `right` answers, and what each method answered."""
        self.sorts[sort] += 1
        self._weeks.append(at.isocalendar()[:2])
        self._truth.update(right)
        for key, places in self._places.items():
            given = answers[key][:DEPTH]
            places.append(place_of(given, right))
            self._first[key].update(given[:1])

    def verdict(
        self, resample: Resample, *, within: Sequence[int], busiest: bool = False
    ) -> Hindsight:
        """Return what can be said; `within` are the k of hit@k, the first for McNemar."""
        ours = self._methods[0].key
        methods = [self._method(one, ours, resample, within) for one in self._methods]
        if busiest:
            methods = [replace(m, busiest=_busiest(self._first[m.key])) for m in methods]
        return Hindsight(
            key=self._key,
            questions=len(self._weeks),
            methods=tuple(methods),
            sorts=dict(self.sorts.most_common()),
            left_out=dict(self.left_out.most_common()),
            busiest_in_truth=_busiest(self._truth) if busiest else None,
        )

    def _method(self, one: Named, ours: str, resample: Resample, within: Sequence[int]) -> Method:
        mine, places = self._places[ours], self._places[one.key]
        worth = reciprocals(places)
        average = sum(worth) / len(worth) if worth else 0.0
        value, low, high = mean(worth, self._weeks, resample) or (average, 0.0, 1.0)
        first = one.key == ours
        return Method(
            key=one.key,
            name=one.name,
            says=one.says,
            hits=tuple((k, share(_hits(places, k), len(places))) for k in within),
            reciprocal=value,
            low=low,
            high=high,
            against=None if first else difference(reciprocals(mine), worth, self._weeks, resample),
            p=None if first else _p(mine, places, within[0]),
        )


def place_of(given: Sequence[Hashable], right: Collection[Hashable]) -> int:
    """Return the place (from 1) of the first right answer, 0 when there is none."""
    return next((place for place, one in enumerate(given, 1) if one in right), 0)


def reciprocals(places: Sequence[int]) -> list[float]:
    """Return 1/place, and 0 for an answer that was not found."""
    return [1 / place if place else 0.0 for place in places]


def _hits(places: Sequence[int], k: int) -> int:
    return sum(0 < place <= k for place in places)


def _p(ours: Sequence[int], theirs: Sequence[int], k: int) -> float:
    pairs = [(0 < mine <= k, 0 < other <= k) for mine, other in zip(ours, theirs, strict=True)]
    return mcnemar(pairs.count((True, False)), pairs.count((False, True)))


def _busiest(counts: Counter[Hashable]) -> Share | None:
    most = counts.most_common(1)
    return share(most[0][1], counts.total()) if most else None
