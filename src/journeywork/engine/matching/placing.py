"""Whom a floor leaves out: coverage comes first, also after somebody has left.

A match keeps the worst-off's floor as long as it leaves nobody out. Where it would, it is lowered
to the highest with which as many are placed as can be.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import holding, worst
from journeywork.engine.matching.joining import merged, with_stay
from journeywork.engine.matching.market import MOST_DEMAND, NEVER
from journeywork.engine.matching.plan import Dial
from journeywork.engine.matching.proving import Proof, Terms, nothing_known, prove
from journeywork.engine.matching.sight import fits
from journeywork.engine.matching.starting import Watching
from journeywork.engine.matching.walking import Roads, State
from journeywork.engine.matching.working import (
    Work,
    copy_state,
    coverage,
    no_pairs,
    order_of,
    place,
    pool_of,
)
from journeywork.engine.matching.worths import slots, worths

_MOST_ASKED = 500_000
"""So many pairs are asked at most whether they place somebody, before all is matched anew."""


def leaves_out(work: Work, least: int | None) -> bool:
    """Tell whether more might be placed if pairs down to `least` were allowed; exact where False.

    From all who want a further partner: whom they could have at all, who is there, whom those
    could have. Where that comes to no free place, and to nobody who has two partners more, none
    can be placed (Berge 1957).
    """
    state = work.state
    waiting = np.flatnonzero(state.held < state.demand).astype(np.int64)
    free = state.load < state.capacity
    if not len(waiting) or (not free.any() and state.held.max() <= 1):
        return False
    bottom = work.sight.lowest + 1 if least is None else least
    least_held, seen = int(state.held[waiting].min()), np.zeros(len(state.held), np.bool_)
    open_givers, asked = np.flatnonzero(state.capacity > 0), 0
    while len(waiting) and len(open_givers):
        seen[waiting] = True
        asked += len(waiting) * len(open_givers)
        if asked > _MOST_ASKED:
            return True
        reached = _reached(work, waiting, open_givers, bottom)
        if free[open_givers[reached]].any():
            return True
        there = _there(work, open_givers[reached])
        if (state.held[there] > least_held + 1).any():
            return True
        open_givers, waiting = open_givers[~reached], there[~seen[there]]
    return False


def lowered(work: Work, dial: Dial, least: int | None, terms: Terms | None) -> tuple[Proof, Dial]:
    """The best with the highest floor that leaves out nobody who could be placed, and the dial.

    `floor` of the dial is as it was where it leaves nobody out after all.
    """
    pool = pool_of(work.sight, work.pool.edges(), work.late)
    best = np.full(work.sight.market.n, work.sight.highest, np.int64)
    floor = worst.floor_from(replace(work, pool=pool), best, least, Watching(None))
    if floor.target == coverage(work.state):
        return Proof(work, 0, 0, terms), dial
    dial = replace(dial, floor=floor.fit)
    work = _reopened(work, dial)
    order = order_of(work.sight)
    place(work, order[work.state.held[order] < work.state.demand[order]])
    return prove(work, None, nothing_known(work, terms)), dial


def _reopened(work: Work, dial: Dial) -> Work:
    """The same with pairs down to the dial's floor: whoever could gain by them lets go."""
    work, sight = merged(work), work.sight
    table = worths(dial, sight.lowest, sight.highest)
    graph = work.pool.graph(sight, table)
    old = copy_state(work.state)
    state = State(*old[:-1], slots(table, MOST_DEMAND * sight.market.n))
    roads = Roads(graph, no_pairs(sight.market.n, sight.market.m))
    work = replace(work, worths=table, state=state, roads=roads)
    work = work if work.stay is None else with_stay(work, work.stay)
    content = state.held == state.demand
    for i in np.flatnonzero(~content).tolist():
        holding.release(state, i)
        best = holding.best_net(work.roads, state, i)
        state.gain[i] = max(best, -int(state.slot[1]))
    holding.renew(work.roads, state, np.flatnonzero(content).astype(np.int32))
    return work


def _reached(
    work: Work, seekers: NDArray[np.int64], givers: NDArray[np.int64], bottom: int
) -> NDArray[np.bool_]:
    """Which of the givers some of the seekers could have at all."""
    every = np.repeat(seekers, len(givers)), np.tile(givers, len(seekers))
    fit = fits(work.sight, every[0].astype(np.int32), every[1].astype(np.int32))
    allowed = (fit != NEVER) & (fit >= bottom)
    found: NDArray[np.bool_] = allowed.reshape(len(seekers), len(givers)).any(axis=0)
    return found


def _there(work: Work, givers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Who is at some givers, each once."""
    state = work.state
    lists = [state.theirs[state.place[j] : state.place[j] + state.load[j]] for j in givers]
    return np.unique(np.concatenate([*lists, np.zeros(0, np.int32)])).astype(np.int64)
