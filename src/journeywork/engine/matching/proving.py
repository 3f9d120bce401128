"""From the best over some pairs to the best over all: rounds of pricing, to a proof.

At the prices of the best so far, every allowed pair is asked whether it would improve it. Those
that would join, the assignment is repaired, and only people whose terms got worse than what was
asked before are asked again: for all others the last answer still holds. When nobody is left to
be asked, the prices are a proof by linear programming duality, in whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import opening, paths
from journeywork.engine.matching.sight import Asked, Seen, look
from journeywork.engine.matching.working import Edges, Going, Work, enlarge, place, worth_of

_A_SEEKER = 8
_A_GIVER = 16
_WITH_MARGIN = 128
_UNKNOWN = np.int64(2**60)
"""A gain that nobody has: nothing is known of this seeker's pairs."""

Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Terms:
    """No pair outside the pool is worth more than `gain` int64[n] + `price` int64[m]."""

    gain: NDArray[np.int64]
    price: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Proof:
    """The work after pricing; no plan is worth more than its worth + `gap` (None: not known).

    `terms` are what is known of the pairs outside the pool.
    """

    work: Work
    gap: int | None
    rounds: int
    terms: Terms | None = None


def prove(
    work: Work, going: Going | None = None, terms: Terms | None = None, margin: int = 0
) -> Proof:
    """Price until no allowed pair improves, or `going` says stop.

    `terms` are what is known already; without them, every pair is asked. `work.state` must be at
    its best over its pool. With a margin, pairs that would improve if a seeker gained that much
    less join the pool too: later changes then seldom have to ask again.
    """
    paths.tighten(work.state)
    n = work.sight.market.n
    known = Terms(np.full(n, _UNKNOWN), work.state.price.copy())
    if terms is not None:
        known = Terms(terms.gain.copy(), np.maximum(terms.price, work.state.price))
    best: int | None = None
    rounds, changed = 0, np.zeros(0, np.int32)
    while True:
        rows, givers = _askers(work, known)
        if not len(rows) and not len(givers):
            return Proof(work, 0, rounds, known)
        asked = _ask(work, known, rows, givers, going, margin)
        if asked is None:
            return Proof(work, None if best is None else best - worth_of(work.state), rounds)
        rounds += 1
        gap, own = _gap(work, asked.edges), worth_of(work.state)
        best = own + gap if best is None else min(best, own + gap)
        if asked.hidden and not gap:
            known.gain[:] = _UNKNOWN
        if len(asked.edges.seeker):
            work, changed = enlarge(work, asked.edges)
        if not gap and not (known.gain > work.state.gain).any():
            return Proof(work, 0, rounds, known)
        if not place(work, changed, going):
            return Proof(work, best - worth_of(work.state), rounds)
        paths.tighten(work.state)
        np.maximum(known.price, work.state.price, out=known.price)


def _askers(work: Work, known: Terms) -> tuple[Rows, Rows]:
    """Seekers who gain less and givers whose price is lower than what is known."""
    seekers = np.flatnonzero(work.state.gain < known.gain).astype(np.int32)
    if len(seekers) == work.sight.market.n:
        return seekers, np.zeros(0, np.int32)
    return seekers, np.flatnonzero(work.state.price < known.price).astype(np.int32)


@dataclass(frozen=True, eq=False)
class _Asked:
    """Pairs outside the pool that were found; `hidden` if held ones took a giver's whole list."""

    edges: Edges
    hidden: bool


def _ask(
    work: Work, known: Terms, rows: Rows, givers: Rows, going: Going | None, margin: int
) -> _Asked | None:
    """Ask every pair of the rows, with the margin, and of the givers; None if stopped.

    `known` is brought to what the rows' answers say.
    """
    sight, state, top = work.sight, work.state, int(work.worths.max())
    known.gain[rows] = state.gain[rows] - margin
    rows = rows[known.gain[rows] + state.price.min(initial=0) < top]
    most = _WITH_MARGIN if margin else _A_SEEKER
    asked = Asked(known.gain, state.price, work.worths, rows, most)
    there = look(sight.seekers, sight.giver_tie, sight.lowest, asked, going)
    if not there.whole:
        return None
    givers = givers[state.price[givers] + state.gain.min(initial=0) < top]
    asked = Asked(state.price, state.gain, work.worths, givers, _A_GIVER)
    back = look(sight.givers, sight.seeker_tie, sight.lowest, asked, None)
    full = there.found.kept == most
    known.gain[there.rows[full]] += there.found.value[full, -1]
    return _Asked(_new(work, there, back), bool((back.found.kept == _A_GIVER).any()))


def _new(work: Work, there: Seen, back: Seen) -> Edges:
    at, k = np.nonzero(there.found.column >= 0)
    column, row = np.nonzero(back.found.column >= 0)
    seeker = np.concatenate((there.rows[at], back.found.column[column, row]))
    giver = np.concatenate((there.found.column[at, k], back.rows[column]))
    fit = np.concatenate((there.found.fit[at, k], back.found.fit[column, row]))
    new = np.empty(len(seeker), np.bool_)
    opening.unknown(work.graph.start, work.graph.giver, seeker, giver, new)
    return Edges(seeker[new], giver[new], fit[new])


def _gap(work: Work, edges: Edges) -> int:
    """By how much all plans together could be better at most, given what the pairs would add."""
    state = work.state
    worth = work.worths[edges.fit.astype(np.int64) - work.sight.lowest]
    value = worth - state.gain[edges.seeker] - state.price[edges.giver]
    more = np.zeros(work.sight.market.n, np.int64)
    np.maximum.at(more, edges.seeker, value)
    return int((more * state.demand).sum())
