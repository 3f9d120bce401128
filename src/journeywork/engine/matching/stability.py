"""Pairs who would both rather be with each other than as they are, if both rank by fit."""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.plan import Blocking, BlockingPair, Dial
from journeywork.engine.matching.sight import CLOSED, Asked, fits, look
from journeywork.engine.matching.working import PAUSED, Work, held_pairs
from journeywork.engine.matching.worths import worths

_A_SEEKER = 8


def blocking(work: Work, margin: int = 0, most: int = 200) -> Blocking:
    """All allowed pairs in which both gain more than `margin` points, the greatest gains listed.

    A seeker who wants a further partner and a giver with a free place gain the whole fit; others
    gain what the fit is above that of their least fitting partner. The count is exact; the list
    has at most 8 a seeker and `most` altogether, by the smaller of the two gains.
    """
    sight = work.sight
    seeker, giver = held_pairs(work.state)
    fit = fits(sight, seeker, giver).astype(np.int64)
    least, price = _least(work, seeker, fit), _lowest(work, giver, fit)
    table = worths(Dial(exponent=1), sight.lowest, sight.highest)
    asked = Asked(least, price, table, None, _A_SEEKER, margin, both=True)
    seen = look(sight.seekers, sight.giver_tie, sight.lowest, asked, None)
    own = int((fit - np.maximum(least[seeker], price[giver]) > margin).sum())
    at, k = np.nonzero(seen.found.column >= 0)
    pairs = seen.rows[at], seen.found.column[at, k], seen.found.fit[at, k].astype(np.int64)
    new = ~(work.state.mine[pairs[0]] == pairs[1][:, None]).any(axis=1)
    value = np.where(new, seen.found.value[at, k], 0)
    order = np.argsort(-value, kind="stable")[: min(most, int(new.sum()))]
    found = tuple(
        _pair(int(pairs[0][at]), int(pairs[1][at]), int(pairs[2][at]), least, price) for at in order
    )
    return Blocking(int(seen.found.counted.sum()) - own, found)


def _pair(
    i: int, j: int, fit: int, least: NDArray[np.int64], price: NDArray[np.int64]
) -> BlockingPair:
    return BlockingPair(i, j, fit - int(least[i]), fit - int(price[j]))


def _least(work: Work, seeker: NDArray[np.int32], fit: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fit of each seeker's worst partner, 0 who wants a further one, beyond who wants none."""
    worst = np.full(len(work.state.held), int(PAUSED))
    np.minimum.at(worst, seeker, fit)
    worst[work.state.held < work.state.demand] = 0
    return worst


def _lowest(work: Work, giver: NDArray[np.int32], fit: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same for givers."""
    worst = np.full(len(work.state.load), int(CLOSED))
    np.minimum.at(worst, giver, fit)
    worst[work.state.load < work.state.capacity] = 0
    return worst
