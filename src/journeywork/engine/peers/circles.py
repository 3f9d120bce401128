"""Circles: groups of four to six who learn together for a while.

Nobody sits with somebody they must not sit with, and of one kind (a department, say) there are
at most so many in a circle. Under that the mean of how well people fit the others of their circle
is the greatest: proven for as many people as `EXACT`, found by guided swaps for more. Where not
all can be placed like that, those who cannot be are named, and nobody is placed in spite of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.peers.pool import Unfit

#: Up to so many people every way to split them is looked at.
EXACT = 20
LEAST, USUAL, MOST = 4, 5, 6
FEWEST = 2


class Outside(StrEnum):
    """Why somebody is in no circle."""

    NOBODY_MAY = "too few may sit with them"
    NO_PLACE = "no circle has a place that keeps all rules"
    TOO_FEW = "too few are left for another circle"


@dataclass(frozen=True)
class Gathering:
    """Who is to sit in circles.

    `fits` is an int32 matrix [people, people], the same both ways, from 0 on; NEVER for those
    who must not sit together. `kinds` int32 [people] says of which kind each is, and `most_alike`
    how many of one kind a circle may have; None: any number. `least` to `most` sit in a circle,
    `usual` where it can be. Raises Unfit.
    """

    fits: NDArray[np.int32]
    kinds: NDArray[np.int32] | None = None
    most_alike: int | None = None
    least: int = LEAST
    usual: int = USUAL
    most: int = MOST

    def __post_init__(self) -> None:
        if not FEWEST <= self.least <= self.usual <= self.most <= MOST:
            raise Unfit(
                f"a circle has from {FEWEST} to {MOST}: least, usual and most in this order"
            )
        if not np.array_equal(self.fits, self.fits.T):
            raise Unfit("fits must be the same both ways")
        if self.kinds is not None and len(self.kinds) != self.size:
            raise Unfit("kinds must name one for each person")
        if self.most_alike is not None and self.most_alike < 1:
            raise Unfit("at least one of a kind may sit in a circle")

    @property
    def size(self) -> int:
        """Return how many people there are."""
        return len(self.fits)

    def among(self, people: Sequence[int]) -> "Gathering":
        """Return the gathering of some of the people, in this order."""
        chosen = np.array(people, dtype=np.int64)
        kinds = None if self.kinds is None else self.kinds[chosen]
        return replace(self, fits=self.fits[np.ix_(chosen, chosen)], kinds=kinds)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who sits together, the lowest number first; `fit` is the mean over each two."""

    people: tuple[int, ...]
    fit: Fraction


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles that keep all rules, and who is in none.

    `fit` is the mean, over all who sit, of how well they fit the others of their circle.
    `proven`: there is no better way with circles of these sizes; with somebody outside it says
    that not all could be placed.
    """

    circles: tuple[Circle, ...]
    outside: tuple[tuple[int, Outside], ...]
    fit: Fraction
    proven: bool


def sizes(people: int, *, least: int = LEAST, usual: int = USUAL, most: int = MOST) -> list[int]:
    """Return how large circles are, the larger first: as near the usual size as can be, and even.

    Raises Unfit where so many people cannot be split.
    """
    few, many = -(-people // most), people // least
    if not 0 < few <= many:
        raise Unfit(f"{people} people cannot sit in circles of {least} to {most}")
    count = min(max(round(people / usual), few), many)
    whole, more = divmod(people, count)
    return [whole + 1] * more + [whole] * (count - more)


def circles(gathering: Gathering, *, seed: int = 0, turns: int = 1200) -> Circles:
    """Return circles of everybody who can be placed.

    `turns`: how often each person is moved about where there are more than `EXACT` people; more
    is better and takes longer. The same gathering, seed and turns: the same circles.
    """
    from journeywork.engine.peers import swapping, whole

    if gathering.size < gathering.least:
        alone = tuple((each, Outside.TOO_FEW) for each in range(gathering.size))
        return Circles((), alone, Fraction(0), proven=True)
    if gathering.size <= EXACT:
        found = whole.split(gathering)
        if found is not None:
            return _circles(gathering, found, {}, proven=True)
    placed, outside = _settled(gathering, swapping.split(gathering, seed=seed, turns=turns))
    return _circles(gathering, placed, outside, proven=gathering.size <= EXACT)


def allowed(gathering: Gathering, people: Sequence[int]) -> bool:
    """Tell whether some people may sit in one circle, whatever their number."""
    return _troubles(gathering, people).total() == 0


def _troubles(gathering: Gathering, people: Sequence[int]) -> Counter[int]:
    """Return how many rules each of a circle breaks."""
    found: Counter[int] = Counter()
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            if gathering.fits[one, other] < 0:
                found.update((one, other))
    if gathering.kinds is not None and gathering.most_alike is not None:
        kinds = Counter(int(gathering.kinds[each]) for each in people)
        for each in people:
            if kinds[int(gathering.kinds[each])] > gathering.most_alike:
                found[each] += 1
    return found


def _settled(
    gathering: Gathering, groups: Sequence[Sequence[int]]
) -> tuple[list[tuple[int, ...]], dict[int, Outside]]:
    """Take out who breaks most rules until none is broken, and give them a place where one is."""
    kept: list[list[int]] = []
    out: list[int] = []
    for group in groups:
        people = list(group)
        while troubles := _troubles(gathering, people):
            worst = max(people, key=lambda each: (troubles[each], each))
            people.remove(worst)
            out.append(worst)
        kept.append(people)
    out = _placed(gathering, kept, out)
    small = [each for group in kept if len(group) < gathering.least for each in group]
    large = [group for group in kept if len(group) >= gathering.least]
    out = _placed(gathering, large, [*out, *small])
    return [tuple(sorted(each)) for each in large], {
        each: _why(gathering, each, large) for each in out
    }


def _placed(gathering: Gathering, groups: list[list[int]], people: Sequence[int]) -> list[int]:
    """Give each person the place that fits best where one keeps the rules; return the others."""
    left = []
    for person in people:
        free = [
            group
            for group in groups
            if len(group) < gathering.most and allowed(gathering, [*group, person])
        ]
        if free:
            best = max(free, key=lambda group: int(gathering.fits[person, group].sum()))
            best.append(person)
        else:
            left.append(person)
    return left


def _why(gathering: Gathering, person: int, groups: Sequence[Sequence[int]]) -> Outside:
    others = int((gathering.fits[person] >= 0).sum()) - int(gathering.fits[person, person] >= 0)
    if others < gathering.least - 1:
        return Outside.NOBODY_MAY
    return Outside.NO_PLACE if groups else Outside.TOO_FEW


def _circles(
    gathering: Gathering,
    groups: Sequence[Sequence[int]],
    outside: dict[int, Outside],
    *,
    proven: bool,
) -> Circles:
    made = tuple(
        Circle(tuple(sorted(group)), _mean(gathering, group))
        for group in sorted(map(sorted, groups))
    )
    people = sum(len(each.people) for each in made)
    total = sum((each.fit * len(each.people) for each in made), Fraction(0))
    fit = total / people if people else Fraction(0)
    return Circles(made, tuple(sorted(outside.items())), fit, proven=proven)


def _mean(gathering: Gathering, people: Sequence[int]) -> Fraction:
    chosen = np.array(people, dtype=np.int64)
    half = np.triu(gathering.fits[np.ix_(chosen, chosen)], k=1)
    return Fraction(int(half.sum()) * 2, len(people) * (len(people) - 1))
