"""Circles: groups of four to six who learn together for a while.

Nobody sits with somebody they must not sit with, and of one kind (a department, say) there are
at most so many in a circle. Under that the mean of how well people fit the others of their circle
is the greatest: proven for as many people as `EXACT`, found by guided swaps for more. Where not
all can be placed like that, those who cannot be are named, and nobody is placed in spite of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from journeywork.engine.peers.gathering import Gathering, allowed, seats, troubles

#: Up to so many people every way to split them is looked at.
EXACT = 20


class Outside(StrEnum):
    """Why somebody is in no circle, by what may be told of (`Gathering.told`).

    OTHERWISE is said whatever it is that leaves somebody no place, so that it tells of nothing.
    """

    NOBODY_MAY = "too few may sit with them"
    OTHERWISE = "the round as a whole came out otherwise"
    TOO_FEW = "too few are left for another circle"


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
    that not all could be placed in them. Where the number itself leaves some over, nothing is
    proven, as others could have been.
    """

    circles: tuple[Circle, ...]
    outside: tuple[tuple[int, Outside], ...]
    fit: Fraction
    proven: bool


def circles(gathering: Gathering, *, seed: int = 0, turns: int = 1200) -> Circles:
    """Return circles of everybody who can be placed.

    `turns`: how often each person is moved about where there are more than `EXACT` people; more
    is better and takes longer. The same gathering, seed and turns: the same circles. Of a number
    that cannot be split as many sit as can be; who fits the others least is left over.
    """
    from journeywork.engine.peers import swapping, whole

    if gathering.size < gathering.least:
        alone = tuple((each, Outside.TOO_FEW) for each in range(gathering.size))
        return Circles((), alone, Fraction(0), proven=True)
    sit, over = _by_number(gathering, seed)
    seated = gathering.among(sit)
    found: Sequence[Sequence[int]] | None = None
    if len(sit) <= EXACT:
        found = whole.split(seated)
    proven = len(sit) <= EXACT and not over
    if found is None:
        found = swapping.split(seated, seed=seed, turns=turns)
    groups = [[sit[each] for each in group] for group in found]
    placed, outside = _settled(gathering, groups, over)
    return _circles(gathering, placed, outside, proven=proven)


def _by_number(gathering: Gathering, seed: int) -> tuple[list[int], list[int]]:
    """Return as many as can be split, and who is left over: one by one who fits least."""
    worths = gathering.fits.astype(np.int64) + 1
    np.fill_diagonal(worths, 0)
    drawn = np.random.default_rng(seed).permutation(gathering.size)
    sit, over = list(range(gathering.size)), list[int]()
    while len(sit) > seats(gathering.size, least=gathering.least, most=gathering.most):
        worst = min(sit, key=lambda one: (int(worths[one, sit].sum()), int(drawn[one])))
        sit.remove(worst)
        over.append(worst)
    return sit, over


def _settled(
    gathering: Gathering, groups: Sequence[Sequence[int]], over: Sequence[int]
) -> tuple[list[tuple[int, ...]], dict[int, Outside]]:
    """Take out who breaks most rules until none is broken, and give them a place where one is.

    `over` are those whom the number leaves over: they get what place others leave.
    """
    kept: list[list[int]] = []
    out: list[int] = []
    for group in groups:
        people = list(group)
        while broken := troubles(gathering, people):
            worst = max(people, key=lambda each: (broken[each], each))
            people.remove(worst)
            out.append(worst)
        kept.append(people)
    out = _placed(gathering, kept, out)
    small = [each for group in kept if len(group) < gathering.least for each in group]
    large = [group for group in kept if len(group) >= gathering.least]
    out = _placed(gathering, large, [*out, *small, *over])
    return [tuple(sorted(each)) for each in large], {
        each: _why(gathering.told, each, large, over) for each in out
    }


def _placed(gathering: Gathering, groups: list[list[int]], people: Sequence[int]) -> list[int]:
    """Give each person the place that fits best where one keeps the rules; return the others."""
    left = []
    for person in people:
        if free := _free(gathering, groups, person):
            best = max(free, key=lambda group: int(gathering.fits[person, group].sum()))
            best.append(person)
        else:
            left.append(person)
    return left


def _free(gathering: Gathering, groups: Sequence[list[int]], person: int) -> list[list[int]]:
    """Return the groups that have a place for somebody."""
    return [
        group
        for group in groups
        if len(group) < gathering.most and allowed(gathering, [*group, person])
    ]


def _why(told: Gathering, person: int, groups: Sequence[list[int]], over: Sequence[int]) -> Outside:
    others = int((told.fits[person] >= 0).sum()) - int(told.fits[person, person] >= 0)
    if others < told.least - 1:
        return Outside.NOBODY_MAY
    if person in over and not _free(told, groups, person):
        return Outside.TOO_FEW
    return Outside.OTHERWISE


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
