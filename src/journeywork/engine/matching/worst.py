"""The worst-off first: the highest fit that every pair can keep with nobody left out for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.plan import Dial
from journeywork.engine.matching.proving import Proof, prove
from journeywork.engine.matching.sight import fits
from journeywork.engine.matching.starting import Start, Watching
from journeywork.engine.matching.working import (
    Going,
    Pool,
    Work,
    begin,
    coverage,
    held_pairs,
    hold,
    order_of,
    place,
    settle,
)
from journeywork.engine.matching.worths import nothing_but_places, worths

Fits = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Floor:
    """The floor (None: no pair at all) and the pairs found on the way.

    `proven` means that floor + 1 leaves somebody out, over all allowed pairs. `target` is how
    many have at least one, two, three partners.
    """

    pool: Pool
    fit: int | None
    proven: bool
    target: tuple[int, int, int] = (0, 0, 0)


def floor_of(start: Start, dial: Dial, watching: Watching) -> Floor:
    """The max-min threshold over all allowed pairs: coverage first, then the worst fit.

    From a good assignment each step up places anew only those whose pair falls below. Then
    floor + 1 is proven impossible over all pairs; if it is possible after all, the search goes
    on from there.
    """
    going = watching.stage("worst-off")
    first = begin(start.sight, start.pool, worths(dial, start.sight.lowest, start.sight.highest))
    settle(first, going)
    return floor_from(first, start.best, dial.floor, watching)


def floor_from(first: Work, best: Fits, least: int | None, watching: Watching) -> Floor:
    """The same from the pairs of a work whose pool is sorted by fit, which need not be its best.

    `best` int64[n] is at least each seeker's highest fit; below `least` no pair may be at all.
    What was stopped proves nothing, neither of the floor nor of how many can be placed.
    """
    going = watching.stage("worst-off")
    proof = _proved(first, first.sight.lowest + 1 if least is None else least, going)
    work, target = proof.work, coverage(proof.work.state)
    floor = _worst(work)
    if floor is None or proof.gap != 0:
        return Floor(work.pool, least if floor is None else floor, proof.gap == 0, target)
    while not watching.stopped:
        work = _search(best, work, target, going)
        found = _worst(work)
        floor = floor if found is None else max(floor, found)  # A fit of 0 is one too.
        above = _proved(work, floor + 1, going)
        if above.gap == 0 and coverage(above.work.state) < target:
            return Floor(above.work.pool, floor, proven=True, target=target)
        if coverage(above.work.state) == target:
            work = above.work
    return Floor(work.pool, floor, proven=False, target=target)


def _search(best: Fits, work: Work, target: tuple[int, int, int], going: Going | None) -> Work:
    """The work with the highest floor over its pool that places as many."""
    best = np.sort(best)
    least = _worst(work)
    low = 0 if least is None else least
    high = max(low, int(best[len(best) - target[0]]) if target[0] else low)
    most = int((work.sight.market.demand > 0).sum()) - target[0]
    while low < high and (going is None or going(1 / (1 + high - low))):
        middle = (low + high + 1) // 2
        higher, _ = _placed(work, middle, None, most)
        if coverage(higher.state) == target:
            least = _worst(higher)
            work, low = higher, middle if least is None else max(middle, least)
        else:
            high = middle - 1
    return work


def _proved(work: Work, floor: int, going: Going | None) -> Proof:
    """As many placed as can be at or above the floor, over all pairs; stopped before: no gap."""
    placed, whole = _placed(work, floor, going)
    return prove(placed, going) if whole else Proof(placed, None, 0)


def _placed(
    work: Work, floor: int, going: Going | None, most_without: int = -1
) -> tuple[Work, bool]:
    """As many placed as can be at or above the floor, beginning with the pairs that may stay.

    False if it was stopped before, or more than `most_without` were left with nobody.
    """
    seeker, giver = held_pairs(work.state)
    stay = fits(work.sight, seeker, giver) >= floor
    table = nothing_but_places(floor, work.sight.lowest, work.sight.highest)
    placed = begin(work.sight, work.pool, table)
    hold(placed, seeker[stay], giver[stay])
    order = order_of(work.sight)
    waiting = placed.state.held[order] < placed.state.demand[order]
    whole = place(placed, order[waiting], going, most_without)
    return placed, whole


def _worst(work: Work) -> int | None:
    """The lowest fit of a pair that is held."""
    seeker, giver = held_pairs(work.state)
    return int(fits(work.sight, seeker, giver).min()) if len(seeker) else None
