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
_BIDS = 30

Going = Callable[[float], bool]
"""Told which part of a step is done; False stops it."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Pairs that are looked at: `seeker`, `giver`, `fit` int32[k], each pair once."""

    seeker: NDArray[np.int32]
    giver: NDArray[np.int32]
    fit: NDArray[np.int32]

    def joined(self, more: "Edges") -> "Edges":
        """Both, each pair once."""
        seeker = np.concatenate((self.seeker, more.seeker))
        giver = np.concatenate((self.giver, more.giver))
        keys = (seeker.astype(np.int64) << np.int64(32)) | giver
        _, first = np.unique(keys, return_index=True)
        return Edges(seeker[first], giver[first], np.concatenate((self.fit, more.fit))[first])

    def where(self, kept: NDArray[np.bool_]) -> "Edges":
        """Only some."""
        return Edges(self.seeker[kept], self.giver[kept], self.fit[kept])


@dataclass(frozen=True, eq=False)
class Work:
    """A state of the assignment over some pairs. `state` is changed in place by the steps.

    `fit` int32[pairs] in the order of the graph.
    """

    sight: Sight
    worths: Worths
    edges: Edges
    graph: Graph
    fit: NDArray[np.int32]
    state: State
    trail: Trail
    goal: Goal


def begin(sight: Sight, edges: Edges, worths: Worths) -> Work:
    """Nobody is placed yet; every price is 0."""
    graph, fit = graph_of(sight, edges, worths)
    n, m = sight.market.n, sight.market.m
    state = _nobody(sight, slots(worths, _most_pairs(sight)))
    return Work(sight, worths, edges, graph, fit, state, trail_of(n, m), goal_of())


def settle(work: Work, going: Going | None = None, most_without: int = -1) -> bool:
    """Bring a beginning to its best over its pairs; False if it was stopped before.

    Stopped with `going`, the rest take the best place that is free.
    """
    order = np.argsort(work.sight.seeker_tie, kind="stable").astype(np.int32)
    bid = np.zeros(len(work.state.theirs), np.int64)
    opening.auction(work.graph, work.state, bid, order.copy(), _BIDS * max(len(order), 1))
    opening.open_gains(work.graph, work.state)
    return place(work, order, going, most_without)


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
    """Further pairs join. Says which seekers they change: they let go, and want to be placed."""
    edges = work.edges.joined(more)
    graph, fit = graph_of(work.sight, edges, work.worths)
    larger = replace(work, edges=edges, graph=graph, fit=fit)
    changed = np.unique(more.seeker).astype(np.int32)
    paths.renew(graph, work.state, changed)
    return larger, changed


def copy_state(state: State) -> State:
    """The same state in its own arrays."""
    return State(*(array.copy() for array in state))


def graph_of(sight: Sight, edges: Edges, worths: Worths) -> tuple[Graph, NDArray[np.int32]]:
    """Rows and columns of the pairs that are worth anything, and their fits in that order."""
    n, m = sight.market.n, sight.market.m
    worth = worths[edges.fit.astype(np.int64) - sight.lowest]
    kept = np.flatnonzero(worth != FORBIDDEN)
    kept = kept[np.argsort(edges.seeker[kept], kind="stable")]
    seeker, giver, fit = edges.seeker[kept], edges.giver[kept], edges.fit[kept]
    worth = worth[kept]
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(seeker, minlength=n), out=start[1:])
    opening.sort_rows(start, giver, fit, worth, sight.giver_tie)
    back, edge = np.zeros(m + 1, np.int64), np.empty(len(giver), np.int32)
    opening.columns(giver, back, edge)
    return Graph(start, giver, worth, seeker, back, edge), fit


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
    return Trail(
        np.zeros(n + m, np.int64),
        *(np.zeros(n + m, np.int32) for _ in range(5)),
        np.zeros(3, np.int64),
    )


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


def _most_pairs(sight: Sight) -> int:
    demand = int(sight.market.demand.sum(dtype=np.int64))
    places = int(np.minimum(sight.market.capacity, sight.market.n).sum(dtype=np.int64))
    return min(demand, places)
