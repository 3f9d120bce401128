"""The worst-off first: the highest fit that every pair can keep with nobody left out for it."""

from dataclasses import dataclass

import numpy as np

from journeywork.engine.matching.proving import prove
from journeywork.engine.matching.sight import Sight, fits
from journeywork.engine.matching.starting import Start, Watching
from journeywork.engine.matching.working import (
    Edges,
    Going,
    Work,
    begin,
    coverage,
    held_pairs,
    settle,
)
from journeywork.engine.matching.worths import nothing_but_places


@dataclass(frozen=True, eq=False)
class Floor:
    """The floor (None: no pair at all), the pairs found on the way, and whether floor + 1 is
    proven to leave somebody out."""

    edges: Edges
    fit: int | None
    proven: bool


def floor_of(start: Start, least: int | None, watching: Watching) -> Floor:
    """The max-min threshold over all allowed pairs: coverage first, then the worst fit.

    Searched over the candidates, then floor + 1 is proven impossible over all pairs; if it is
    possible after all, the search goes on from there.
    """
    going = watching.stage("worst-off")
    lowest = start.sight.lowest + 1 if least is None else max(least, start.sight.lowest + 1)
    proof = prove(_placed(start.sight, start.edges, lowest, going), going)
    edges, target = proof.work.edges, coverage(proof.work.state)
    floor = _worst(proof.work)
    if floor is None or proof.gap != 0:
        return Floor(edges, least if floor is None else floor, proven=proof.gap == 0)
    while not watching.stopped:
        floor = _search(start, edges, floor, target, going)
        above = prove(_placed(start.sight, edges, floor + 1, going), going)
        edges = above.work.edges
        if above.gap == 0 and coverage(above.work.state) < target:
            return Floor(edges, floor, proven=True)
        if coverage(above.work.state) == target:
            floor = _worst(above.work) or floor
    return Floor(edges, floor, proven=False)


def _search(
    start: Start, edges: Edges, low: int, target: tuple[int, int, int], going: Going | None
) -> int:
    """The highest floor over the pairs at hand that places as many: `low` does."""
    best = np.sort(start.best)
    high = int(best[len(best) - target[0]]) if target[0] else low
    low, high = low, max(low, high)
    while low < high and (going is None or going((low - start.sight.lowest) / high)):
        middle = (low + high + 1) // 2
        most = int((start.sight.market.demand > 0).sum()) - target[0]
        work = _placed(start.sight, edges, middle, None, most)
        if coverage(work.state) == target:
            low = _worst(work) or middle
        else:
            high = middle - 1
    return low


def _placed(
    sight: Sight, edges: Edges, floor: int, going: Going | None, most_without: int = -1
) -> Work:
    """As many placed as can be with the pairs at hand at or above the floor."""
    kept = edges.where(edges.fit >= floor)
    work = begin(sight, kept, nothing_but_places(floor, sight.lowest, sight.highest))
    settle(work, going, most_without)
    return Work(**{**vars(work), "edges": edges})


def _worst(work: Work) -> int | None:
    """The lowest fit of a pair that is held."""
    seeker, giver = held_pairs(work.state)
    return int(fits(work.sight, seeker, giver).min()) if len(seeker) else None
