"""From the best over some pairs to the best over all: rounds of pricing, to a proof.

At the prices of the best so far, every allowed pair is asked whether it would improve it. Those
that would join, the assignment is repaired, and only people whose terms got worse since the last
round are asked again: for all others the last answer still holds. When no pair is left, the
prices are a proof by linear programming duality, in whole numbers.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.sight import Asked, Seen, look
from journeywork.engine.matching.working import Edges, Going, Work, enlarge, place, worth_of

_A_SEEKER = 8
_A_GIVER = 16

Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms under which all pairs were last asked: `gain` int64[n], `price` int64[m]."""

    gain: NDArray[np.int64]
    price: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Offers:
    """Pairs that would improve; `gap` bounds by how much; who has more of them than asked for."""

    edges: Edges
    gap: int
    seekers: Rows
    givers: Rows
    whole: bool = field(default=True)


@dataclass(frozen=True, eq=False)
class Proof:
    """The work after pricing; no plan is worth more than its worth + `gap` (None: not known)."""

    work: Work
    gap: int | None
    rounds: int


def prove(work: Work, going: Going | None = None, first: Terms | None = None) -> Proof:
    """Price until no allowed pair improves, or `going` says stop.

    `first` are terms under which all pairs outside the graph are known not to improve; without
    it, every pair is asked. `work.state` must be at its best over its pairs.
    """
    rows, givers, rounds = _askers(work, first)
    best: int | None = None
    while True:
        offers = ask(work, rows, givers, going)
        if not offers.whole:
            return Proof(work, best, rounds)
        rounds += 1
        bound = worth_of(work.state) + offers.gap
        best = bound if best is None else min(best, bound)
        if not len(offers.edges.seeker):
            return Proof(work, 0, rounds)
        before = Terms(work.state.gain.copy(), work.state.price.copy())
        work, changed = enlarge(work, offers.edges)
        if not place(work, changed, going):
            return Proof(work, best - worth_of(work.state), rounds)
        rows, givers = worse(work, before)
        rows = np.union1d(rows, offers.seekers).astype(np.int32)
        givers = np.union1d(givers, offers.givers).astype(np.int32)


def worse(work: Work, before: Terms) -> tuple[Rows, Rows]:
    """Seekers who gain less and givers whose price is lower than before: they may have offers."""
    seekers = np.flatnonzero(work.state.gain < before.gain).astype(np.int32)
    return seekers, np.flatnonzero(work.state.price < before.price).astype(np.int32)


def ask(work: Work, rows: Rows, givers: Rows, going: Going | None = None) -> Offers:
    """Ask every pair of the rows and of the givers whether it would improve."""
    sight, state = work.sight, work.state
    top = int(work.worths.max())
    rows = rows[state.gain[rows] + state.price.min(initial=0) < top]
    asked = Asked(state.gain, state.price, work.worths, rows, _A_SEEKER)
    there = look(sight.seekers, sight.giver_tie, sight.lowest, asked, going)
    givers = givers[state.price[givers] + state.gain.min(initial=0) < top]
    asked = Asked(state.price, state.gain, work.worths, givers, _A_GIVER)
    back = look(sight.givers, sight.seeker_tie, sight.lowest, asked, None)
    return _offers(work, there, back)


def _askers(work: Work, first: Terms | None) -> tuple[Rows, Rows, int]:
    if first is None:
        return np.arange(work.sight.market.n, dtype=np.int32), np.zeros(0, np.int32), 0
    return (*worse(work, first), 0)


def _offers(work: Work, there: Seen, back: Seen) -> Offers:
    at, k = np.nonzero(there.found.column >= 0)
    column, row = np.nonzero(back.found.column >= 0)
    seeker = np.concatenate((there.rows[at], back.found.column[column, row]))
    giver = np.concatenate((there.found.column[at, k], back.rows[column]))
    fit = np.concatenate((there.found.fit[at, k], back.found.fit[column, row]))
    value = np.concatenate((there.found.value[at, k], back.found.value[column, row]))
    new = ~(work.state.mine[seeker] == giver[:, None]).any(axis=1)
    edges = Edges(seeker[new], giver[new], fit[new])
    more = np.zeros(work.sight.market.n, np.int64)
    np.maximum.at(more, seeker[new], value[new])
    return Offers(
        edges,
        int((more * work.state.demand).sum()),
        there.rows[there.found.kept == _A_SEEKER],
        back.rows[back.found.kept == _A_GIVER],
        there.whole,
    )
