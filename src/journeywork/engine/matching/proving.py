"""From the best over some pairs to the best over all: rounds of pricing, to a proof.

At the prices of the best so far, every allowed pair is asked whether it would improve it. Those
that would join, the assignment is repaired, and only people whose terms got worse than what was
asked before are asked again: for all others the last answer still holds. When nobody is left to
be asked, the prices are a proof by linear programming duality, in whole numbers.

What was asked with a margin holds longer: a price may fall by as much as a seeker gains more than
what was asked, before their pair can improve.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import holding, opening
from journeywork.engine.matching.joining import both, enlarge
from journeywork.engine.matching.market import NEVER
from journeywork.engine.matching.sight import Asked, Seen, fits, look
from journeywork.engine.matching.walking import Graph
from journeywork.engine.matching.working import NO_EDGES, Edges, Going, Work, place, worth_of

WITHIN_MARGIN = 128
"""How many pairs a seeker brings who is asked with a margin."""
_A_SEEKER = 8
_A_GIVER = 16
_UNKNOWN = np.int64(2**60)
"""A gain that nobody has: nothing is known of this seeker's pairs."""

Rows = NDArray[np.int32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Terms:
    """What is known of the pairs that a work does not have.

    None but those written down in `near` is worth more than `gain` int64[n] + `price` int64[m];
    none of `near` improved at the gains and prices of `seen`. Seekers are asked with `margin`.
    """

    gain: Numbers
    price: Numbers
    margin: int = 0
    near: Graph | None = None
    seen: tuple[Numbers, Numbers] | None = None


@dataclass(frozen=True, eq=False)
class Proof:
    """The work after pricing; no plan is worth more than its worth + `gap` (None: not known).

    `terms` are what is known of the pairs outside the pool.
    """

    work: Work
    gap: int | None
    rounds: int
    terms: Terms | None = None


def prove(work: Work, going: Going | None = None, terms: Terms | None = None) -> Proof:
    """Price until no allowed pair improves, or `going` says stop.

    `terms` are what is known already; without them, every pair is asked. `work.state` must be at
    its best over its pool. With a margin in the terms, pairs that would improve if a seeker
    gained that much less join the pool too: later changes then seldom have to ask again.
    """
    holding.tighten(work.state)
    known = _begun(work, terms)
    best: int | None = None
    rounds, changed = 0, np.zeros(0, np.int32)
    while True:
        near, known = _near(work, known)
        rows, givers = _askers(work, known)
        if not len(rows) and not len(givers) and not len(near.seeker):
            return Proof(work, 0, rounds, known)
        asked = _ask(work, known, rows, givers, going)
        if asked is None:
            return _stopped(work, best, rounds)
        rounds += 1
        edges = both(asked, near)
        gap = _gap(work, edges)
        if going is not None:  # Nobody else can stop, and then needs a bound.
            own = worth_of(work.state) + gap
            best = own if best is None else min(best, own)
        if len(edges.seeker):
            work, changed = enlarge(work, edges, late=terms is not None)
        if not gap and not (known.gain > work.state.gain).any():
            return Proof(work, 0, rounds, known)
        if not place(work, changed, going):
            return _stopped(work, best, rounds)
        holding.tighten(work.state)
        np.maximum(known.price, work.state.price, out=known.price)


def _stopped(work: Work, best: int | None, rounds: int) -> Proof:
    return Proof(work, None if best is None else best - worth_of(work.state), rounds)


def _begun(work: Work, terms: Terms | None) -> Terms:
    """What is known, in arrays of its own."""
    price = work.state.price
    if terms is None:
        return Terms(np.full(work.sight.market.n, _UNKNOWN), price.copy())
    return replace(terms, gain=terms.gain.copy(), price=np.maximum(terms.price, price))


def nothing_known(work: Work, terms: Terms | None) -> Terms | None:
    """What is known where the worths have changed: nothing, to be asked with the same margin."""
    if terms is None:
        return None
    gain = np.full(work.sight.market.n, _UNKNOWN)
    return Terms(gain, work.state.price.copy(), terms.margin)


def _near(work: Work, known: Terms) -> tuple[Edges, Terms]:
    """The pairs written down that improve now; they were asked at the gains and prices of now."""
    if known.near is None or known.seen is None:
        return NO_EDGES, known
    state = work.state
    out = np.empty(len(known.near.giver), np.int32)
    found = out[: opening.that_improve(known.near, state, *known.seen, out)]
    seeker, giver = known.near.seeker[found], known.near.giver[found]
    fit = fits(work.sight, seeker, giver)
    allowed = fit != NEVER  # A block may have come since.
    edges = unknown(work, Edges(seeker[allowed], giver[allowed], fit[allowed]))
    return edges, replace(known, seen=(state.gain.copy(), state.price.copy()))


def _askers(work: Work, known: Terms) -> tuple[Rows, Rows]:
    """Seekers and givers who must be asked: each pair that may improve has one of them.

    It may if the giver's price fell by more than what the seeker gains above what is known. So
    for some bound, all seekers are asked who have less to spare, and all givers whose price fell
    by more: of all bounds the one that asks fewest pairs.
    """
    spare, fallen = work.state.gain - known.gain, known.price - work.state.price
    least, most = spare.min(initial=_UNKNOWN), fallen.max(initial=-_UNKNOWN)
    if least >= most:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    bounds = np.unique(np.append(fallen[fallen > least], least))
    rows = np.searchsorted(np.sort(spare[spare < most]), bounds, side="left")
    givers = (fallen > least).sum() - np.searchsorted(
        np.sort(fallen[fallen > least]), bounds, side="right"
    )
    asked = rows * len(fallen) + givers * len(spare)
    bound = bounds[len(bounds) - 1 - int(np.argmin(asked[::-1]))]
    return (
        np.flatnonzero(spare < bound).astype(np.int32),
        np.flatnonzero(fallen > bound).astype(np.int32),
    )


def _ask(work: Work, known: Terms, rows: Rows, givers: Rows, going: Going | None) -> Edges | None:
    """Ask every pair of the rows, with the margin, and of the givers; None if stopped.

    `known` is brought to what the rows' answers say. A giver's list has room for whom it holds.
    """
    sight, state, top = work.sight, work.state, int(work.worths.max())
    known.gain[rows] = state.gain[rows] - known.margin
    rows = rows[known.gain[rows] + state.price.min(initial=0) < top]
    most = WITHIN_MARGIN if known.margin else _A_SEEKER
    asked = Asked(known.gain, state.price, work.worths, rows, most)
    there = look(sight.seekers, sight.giver_tie, sight.lowest, asked, going)
    if not there.whole:
        return None
    givers = givers[state.price[givers] + state.gain.min(initial=0) < top]
    room = _A_GIVER + int(state.load[givers].max(initial=0))
    asked = Asked(state.price, state.gain, work.worths, givers, room)
    back = look(sight.givers, sight.seeker_tie, sight.lowest, asked, None)
    full = there.found.kept == most
    known.gain[there.rows[full]] += there.found.value[full, -1]
    return _new(work, there, back)


def _new(work: Work, there: Seen, back: Seen) -> Edges:
    at, k = np.nonzero(there.found.column >= 0)
    column, row = np.nonzero(back.found.column >= 0)
    seeker = np.concatenate((there.rows[at], back.found.column[column, row]))
    giver = np.concatenate((there.found.column[at, k], back.rows[column]))
    fit = np.concatenate((there.found.fit[at, k], back.found.fit[column, row]))
    return unknown(work, Edges(seeker, giver, fit))


def unknown(work: Work, found: Edges) -> Edges:
    """The pairs that the work does not have yet."""
    new = np.ones(len(found.seeker), np.bool_)
    for graph in work.roads:
        old = np.empty(len(new), np.bool_)
        opening.unknown(graph.start, graph.giver, found.seeker, found.giver, old)
        new &= old
    return Edges(found.seeker[new], found.giver[new], found.fit[new])


def _gap(work: Work, edges: Edges) -> int:
    """By how much all plans together could be better at most, given what the pairs would add."""
    state = work.state
    worth = work.worths[edges.fit.astype(np.int64) - work.sight.lowest]
    value = worth - state.gain[edges.seeker] - state.price[edges.giver]
    more = np.zeros(work.sight.market.n, np.int64)
    np.maximum.at(more, edges.seeker, value)
    return int((more * state.demand).sum())
