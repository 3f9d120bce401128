"""The best pairs among people who may all be paired with one another (a general graph).

In this order: as many people as can be have somebody; who sat out before comes first; as few
as can be meet again; they have met less often, and longer ago; the sum of fits is the greatest.
All of that is one weight, in which each matter counts more than everything after it together.
The matching of greatest weight among those of most pairs is Edmonds' (1965, Canadian Journal of
Mathematics 17), as Galil tells it (1986, ACM Computing Surveys 18(1)); the library has it.
"""

from dataclasses import dataclass

import numpy as np
import rustworkx
from numpy.typing import NDArray

from journeywork.engine.peers.pool import NEVER, Pool

#: Of so many people every pair is looked at; of more the best few of each, and more where needed.
ALL_PAIRS = 300
FEW, MORE = 24, 8
#: Pairs that are worth the same are told apart by a drawn number below this.
_DRAWN = 8

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """What one step of each matter counts: one of them outweighs all that stands before it."""

    late: int
    times: int
    again: int
    owed: int


def best_pairs(pool: Pool, *, fair: bool, seed: int = 0) -> Pairs:
    """Return the best pairs, the lower number first, in order.

    `fair`: who sat out before comes first. Up to `ALL_PAIRS` people the best of all; of more
    the best among the few best of each; of more pairs where somebody would be left alone, and of
    all who have not met where somebody would meet again though more could meet anew.
    """
    fits = _told_apart(pool, seed)
    few = FEW if pool.size > ALL_PAIRS else pool.size
    while True:
        near = _candidates(pool, few)
        found = _matched(pool, fits, near, fair=fair)
        if 2 * len(found) >= pool.size - 1 or few >= pool.size:
            break
        few *= MORE
    if few < pool.size and _meets_needlessly(pool, found):
        found = _matched(pool, fits, near | (pool.allowed & (pool.times == 0)), fair=fair)
        if _meets_needlessly(pool, found):
            return _matched(pool, fits, pool.allowed, fair=fair)
    return found


def _meets_needlessly(pool: Pool, found: Pairs) -> bool:
    """Tell whether more could meet anew than do in pairs of which some meet again."""
    anew = sum(pool.times[pair] == 0 for pair in found)
    fresh = pool.allowed & (pool.times == 0)
    return bool(anew < len(found)) and bool(anew < len(most_pairs(fresh)))


def most_pairs(allowed: NDArray[np.bool_], worths: NDArray[np.int64] | None = None) -> Pairs:
    """Return as many pairs as there can be among those allowed, of greatest worth if any."""
    left, right = np.nonzero(np.triu(allowed, k=1))
    value = np.ones(len(left), dtype=np.int64) if worths is None else worths[left, right]
    return _matching(len(allowed), left, right, [int(each) for each in value])


def _told_apart(pool: Pool, seed: int) -> NDArray[np.int64]:
    """Return fits that differ where a draw says so, and whose order otherwise is as before."""
    drawn = np.random.default_rng(seed).integers(0, _DRAWN, size=pool.fits.shape)
    both = np.triu(drawn, k=1)
    fits = np.where(pool.fits == NEVER, 0, pool.fits).astype(np.int64)
    return np.asarray(fits * (_DRAWN * max(1, pool.size)) + both + both.T)


def _candidates(pool: Pool, few: int) -> NDArray[np.bool_]:
    """Tell of each two whether one is among the few that the other would meet next."""
    if few >= pool.size - 1:
        return pool.allowed
    top = int(pool.fits.max(initial=0)) + 1
    rounds = int(pool.last.max(initial=0)) + 1
    key = (pool.times.astype(np.int64) * rounds + pool.last) * top + (top - 1 - pool.fits)
    key[~pool.allowed] = np.iinfo(np.int64).max
    best = np.argpartition(key, few, axis=1)[:, :few]
    near = np.zeros_like(pool.allowed)
    np.put_along_axis(near, best, values=True, axis=1)
    return (near | near.T) & pool.allowed


def _matched(pool: Pool, fits: NDArray[np.int64], near: NDArray[np.bool_], *, fair: bool) -> Pairs:
    left, right = np.nonzero(np.triu(near, k=1))
    scale = _scale(pool, int(fits.max(initial=0)))
    rounds, often = int(pool.last.max(initial=0)), int(pool.times.max(initial=0))
    columns = zip(
        fits[left, right].tolist(),
        pool.last[left, right].tolist(),
        pool.times[left, right].tolist(),
        (pool.waited[left] + pool.waited[right]).tolist(),
        strict=True,
    )
    worths = [
        fit
        + scale.late * (rounds - last)
        + scale.times * (often - times)
        + scale.again * (times == 0)
        + (scale.owed * owed if fair else 0)
        for fit, last, times, owed in columns
    ]
    return _matching(pool.size, left, right, worths)


def _scale(pool: Pool, most_fit: int) -> Scale:
    rounds, often = int(pool.last.max(initial=0)) + 1, int(pool.times.max(initial=0)) + 1
    everybody = 2 * max(1, pool.size)
    late = everybody * (most_fit + 1)
    times = late * everybody * rounds
    again = times * everybody * often
    return Scale(late=late, times=times, again=again, owed=again * everybody)


def _matching(
    people: int, left: NDArray[np.int64], right: NDArray[np.int64], worths: list[int]
) -> Pairs:
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(people))
    graph.add_edges_from(list(zip(left.tolist(), right.tolist(), worths, strict=True)))
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return tuple(sorted((min(pair), max(pair)) for pair in found))
