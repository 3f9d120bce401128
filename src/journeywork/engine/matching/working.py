"""One assignment at work: its pairs, its state, and the steps that bring it to the best."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import opening, paths
from journeywork.engine.matching.market import MOST_DEMAND
from journeywork.engine.matching.sight import CLOSED, Sight
from journeywork.engine.matching.walking import Goal, Graph, State, Trail
from journeywork.engine.matching.worths import FORBIDDEN, Worths, slots

PAUSED = np.int64(2**57)
"""The gain of a seeker who wants nobody."""
_A_STEP = 1024
_BIDS = 300
_STEPS = 200

Going = Callable[[float], bool]
"""Told which part of a step is done; False stops it."""


@dataclass(frozen=True, eq=False)
class Edges:
    """A list of pairs: `seeker`, `giver`, `fit` int32[k]."""

    seeker: NDArray[np.int32]
    giver: NDArray[np.int32]
    fit: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Stay:
    """Pairs that are worth more because they are together already: `keys` of pairs, `worth`."""

    keys: NDArray[np.int64]
    worth: int


@dataclass(frozen=True, eq=False)
class Pool:
    """The pairs that are considered, each once: rows of seekers by falling fit, and columns.

    Row i is `start[i]:start[i + 1]` of `giver` and `fit`, `seeker` names its seeker; column j is
    `back[j]:back[j + 1]` of `edge`, numbers of pairs. Worths never rise as fits fall, so the
    rows are sorted for every dial.
    """

    start: NDArray[np.int64]
    seeker: NDArray[np.int32]
    giver: NDArray[np.int32]
    fit: NDArray[np.int32]
    back: NDArray[np.int64]
    edge: NDArray[np.int32]

    def graph(self, sight: Sight, worths: Worths) -> Graph:
        """The same pairs with their worths."""
        worth = worths[self.fit.astype(np.int64) - sight.lowest]
        return Graph(self.start, self.giver, worth, self.seeker, self.back, self.edge)

    def edges(self) -> Edges:
        """The pairs as a list."""
        return Edges(self.seeker, self.giver, self.fit)


def pool_of(sight: Sight, *lists: Edges) -> Pool:
    """All pairs of the lists, each once."""
    n, m = sight.market.n, sight.market.m
    seeker = np.concatenate([one.seeker for one in lists])
    giver = np.concatenate([one.giver for one in lists])
    _, first = np.unique(keys_of(seeker, giver), return_index=True)
    rows, columns = seeker[first].astype(np.int32), giver[first].astype(np.int32)
    fit = np.concatenate([one.fit for one in lists])[first].astype(np.int32)
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=n), out=start[1:])
    opening.sort_rows(start, columns, fit, sight.giver_tie)
    back, edge = np.zeros(m + 1, np.int64), np.empty(len(columns), np.int32)
    opening.columns(columns, back, edge)
    return Pool(start, rows, columns, fit, back, edge)


@dataclass(frozen=True, eq=False)
class Work:
    """A state of the assignment over a pool. `state` is changed in place by the steps."""

    sight: Sight
    worths: Worths
    pool: Pool
    graph: Graph
    state: State
    trail: Trail
    goal: Goal
    stay: Stay | None = None


def begin(sight: Sight, pool: Pool, worths: Worths) -> Work:
    """Nobody is placed yet; every price is 0."""
    n, m = sight.market.n, sight.market.m
    state = _nobody(sight, slots(worths, MOST_DEMAND * n))
    graph = pool.graph(sight, worths)
    return Work(sight, worths, pool, graph, state, trail_of(n, m), goal_of())


def settle(work: Work, going: Going | None = None) -> bool:
    """Bring a beginning to its best over its pool; False if it was stopped before.

    First an auction whose step is a two-hundredth of the span of worths: fast, and near the
    best. Who is not exactly content with the prices lets go, and paths do the rest exactly.
    Stopped by `going`, the rest take the best place that is free.
    """
    order = order_of(work.sight)
    bid = np.zeros(len(work.state.theirs), np.int64)
    allowed = work.graph.worth[work.graph.worth != FORBIDDEN]
    step = int(allowed.max() - allowed.min()) // _STEPS if len(allowed) else 0
    most = _BIDS * max(len(order), 1)
    opening.auction(work.graph, work.state, bid, order.copy(), most, step)
    opening.open_gains(work.graph, work.state)
    return place(work, order, going)


def order_of(sight: Sight) -> NDArray[np.int32]:
    """The order in which equals are served: drawn by the seed."""
    return np.argsort(sight.seeker_tie, kind="stable").astype(np.int32)


def hold(work: Work, seeker: NDArray[np.int32], giver: NDArray[np.int32]) -> None:
    """Begin with these pairs where every pair is worth 0: each gains 0 at price 0."""
    state = work.state
    state.gain[state.demand > 0] = 0
    opening.hold(state, seeker, giver)


def place(
    work: Work, order: NDArray[np.int32], going: Going | None = None, most_without: int = -1
) -> bool:
    """Place the seekers named as far as it goes, then bring idle prices down."""
    parts = work.graph, work.state, work.trail, work.goal
    step = _A_STEP if going is not None else max(len(order), 1)
    for first in range(0, len(order), step):
        some = order[first : first + step]
        if paths.place_all(*parts, some, most_without) < len(some):
            return False
        if going is not None and not going(min(first + step, len(order)) / len(order)):
            paths.fill_free(work.graph, work.state, order[first + step :])
            return False
    paths.lift_all(*parts)
    return True


def enlarge(work: Work, more: Edges) -> tuple[Work, NDArray[np.int32]]:
    """Further pairs join, none of them in the pool yet. Says which seekers they concern.

    Those for whom one is better than what they hold let go, and want to be placed.
    """
    _, first = np.unique(keys_of(more.seeker, more.giver), return_index=True)
    more = Edges(more.seeker[first], more.giver[first], more.fit[first])
    worth = work.worths[more.fit.astype(np.int64) - work.sight.lowest]
    pool, graph = _merged(work, more, worth)
    larger = replace(work, pool=pool, graph=graph)
    changed = np.unique(more.seeker).astype(np.int32)
    changed = changed[np.argsort(work.sight.seeker_tie[changed])]
    paths.renew(graph, work.state, changed)
    return larger, changed


def _merged(work: Work, more: Edges, worth: NDArray[np.int64]) -> tuple[Pool, Graph]:
    """The pool and its graph with pairs that are in rising order of seekers."""
    old, size = work.pool, len(work.pool.giver) + len(more.giver)
    by_worth = work.stay is not None
    start = np.searchsorted(more.seeker, np.arange(work.sight.market.n + 1)).astype(np.int64)
    ranks = (work.graph.worth, worth) if by_worth else (old.fit, more.fit)
    out = (np.zeros_like(old.start), *np.empty((2, size), np.int32), np.empty(size, np.int64))
    seeker = np.empty(size, np.int32)
    opening.merge_rows(
        (old.start, old.giver, old.fit, ranks[0].astype(np.int64)),
        (start, more.giver, more.fit, ranks[1].astype(np.int64)),
        out,
        seeker,
    )
    back, edge = np.zeros_like(old.back), np.empty(size, np.int32)
    opening.columns(out[1], back, edge)
    pool = Pool(out[0], seeker, out[1], out[2], back, edge)
    if by_worth:
        return pool, Graph(out[0], out[1], out[3], seeker, back, edge)
    return pool, pool.graph(work.sight, work.worths)


def with_stay(work: Work, stay: Stay) -> Work:
    """The same work with some pairs worth more: rows are sorted by worth from now on."""
    old = work.pool
    worth = work.worths[old.fit.astype(np.int64) - work.sight.lowest]
    worth = worth + np.isin(keys_of(old.seeker, old.giver), stay.keys) * stay.worth
    order = np.lexsort((-worth, old.seeker))
    giver, fit, worth = old.giver[order], old.fit[order], worth[order]
    back, edge = np.zeros_like(old.back), np.empty_like(old.edge)
    opening.columns(giver, back, edge)
    pool = Pool(old.start, old.seeker, giver, fit, back, edge)
    graph = Graph(old.start, giver, worth, old.seeker, back, edge)
    return replace(work, pool=pool, graph=graph, stay=stay)


def without(work: Work, sight: Sight, i: int, j: int) -> Work:
    """The same work without one pair, which nobody holds any more; `sight` forbids it."""
    kept = (work.pool.seeker != i) | (work.pool.giver != j)
    seeker, giver, fit = work.pool.seeker[kept], work.pool.giver[kept], work.pool.fit[kept]
    start = np.searchsorted(seeker, np.arange(sight.market.n + 1)).astype(np.int64)
    back, edge = np.zeros_like(work.pool.back), np.empty(len(giver), np.int32)
    opening.columns(giver, back, edge)
    pool = Pool(start, seeker, giver, fit, back, edge)
    graph = Graph(start, giver, work.graph.worth[kept], seeker, back, edge)
    return replace(work, sight=sight, pool=pool, graph=graph)


def keys_of(seeker: NDArray[np.int32], giver: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number for each pair."""
    return (seeker.astype(np.int64) << np.int64(32)) | giver


def copy_state(state: State) -> State:
    """The same state in its own arrays."""
    return State(*(array.copy() for array in state))  # type: ignore[arg-type]


def held_pairs(state: State) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Seekers and givers who are together: int32[k] each, by seeker and giver."""
    taken = np.arange(MOST_DEMAND) < state.held[:, None]
    seeker = np.nonzero(taken)[0].astype(np.int32)
    giver = state.mine[taken]
    order = np.lexsort((giver, seeker))
    return seeker[order], giver[order]


def worth_of(state: State) -> int:
    """The worth of all pairs and of being placed: what the certificate's bound is held against."""
    taken = np.arange(MOST_DEMAND) < state.held[:, None]
    places = np.cumsum(state.slot[:4])[state.held]
    return int(state.value[taken].sum()) + int(places.sum())


def coverage(state: State) -> tuple[int, int, int]:
    """How many seekers have at least one, two, three partners."""
    one, two, three = (int((state.held >= k).sum()) for k in (1, 2, 3))
    return one, two, three


def trail_of(n: int, m: int) -> Trail:
    """Work space for searches among n seekers and m givers."""
    via, where, heap, settled, seen = np.zeros((5, n + m), np.int32)
    return Trail(np.zeros(n + m, np.int64), via, where, heap, settled, seen, np.zeros(3, np.int64))


def goal_of() -> Goal:
    """A goal to be filled in."""
    return Goal(np.zeros(1, np.int64), np.zeros(1, np.int32))


def places_of(capacity: NDArray[np.int32], n: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where each giver's places begin, and empty places: int64[m + 1], int32[places]."""
    place = np.zeros(len(capacity) + 1, np.int64)
    np.cumsum(np.minimum(capacity, n), out=place[1:])
    return place, np.full(int(place[-1]), -1, np.int32)


def _nobody(sight: Sight, slot: NDArray[np.int64]) -> State:
    n, m = sight.market.n, sight.market.m
    place, theirs = places_of(sight.market.capacity, n)
    return State(
        np.where(sight.market.demand > 0, -slot[1], PAUSED).astype(np.int64),
        np.where(sight.market.capacity > 0, 0, CLOSED).astype(np.int64),
        np.full((n, MOST_DEMAND), -1, np.int32),
        np.zeros((n, MOST_DEMAND), np.int64),
        np.zeros(n, np.int32),
        theirs,
        place,
        np.zeros(m, np.int32),
        np.array(sight.market.demand, np.int32),
        np.minimum(sight.market.capacity, n).astype(np.int32),
        slot,
    )
