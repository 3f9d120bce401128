"""One assignment at work: its pairs, its state, and the steps that bring it to the best."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import holding, opening, paths
from journeywork.engine.matching.market import MOST_DEMAND
from journeywork.engine.matching.sight import CLOSED, Sight
from journeywork.engine.matching.walking import Goal, Graph, Roads, State, Trail
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


NO_EDGES = Edges(*np.zeros((3, 0), np.int32))


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
    """A state of the assignment over a pool. `state` is changed in place by the steps.

    `roads.main` are the pairs of the pool with their worths, `roads.late` those that joined after
    it was laid out, which are `late`, in the same order.
    """

    sight: Sight
    worths: Worths
    pool: Pool
    roads: Roads
    state: State
    trail: Trail
    goal: Goal
    stay: Stay | None = None
    late: Edges = NO_EDGES


def begin(sight: Sight, pool: Pool, worths: Worths) -> Work:
    """Nobody is placed yet; every price is 0."""
    n, m = sight.market.n, sight.market.m
    state = _nobody(sight, slots(worths, MOST_DEMAND * n))
    graph = pool.graph(sight, worths)
    roads = Roads(graph, no_pairs(n, m))
    return Work(sight, worths, pool, roads, state, trail_of(n, m), goal_of())


def no_pairs(n: int, m: int) -> Graph:
    """A graph of n seekers and m givers without any pair."""
    start, back, none = np.zeros(n + 1, np.int64), np.zeros(m + 1, np.int64), np.zeros(0, np.int32)
    return Graph(start, none, np.zeros(0, np.int64), none, back, none)


def settle(work: Work, going: Going | None = None) -> bool:
    """Bring a beginning to its best over its pool; False if it was stopped before.

    First an auction whose step is a two-hundredth of the span of worths: fast, and near the
    best. Who is not exactly content with the prices lets go, and paths do the rest exactly.
    Stopped by `going`, the rest take the best place that is free.
    """
    order = order_of(work.sight)
    bid = np.zeros(len(work.state.theirs), np.int64)
    allowed = work.roads.main.worth[work.roads.main.worth != FORBIDDEN]
    step = int(allowed.max() - allowed.min()) // _STEPS if len(allowed) else 0
    most = _BIDS * max(len(order), 1)
    opening.auction(work.roads.main, work.state, bid, order.copy(), most, step)
    opening.open_gains(work.roads.main, work.state)
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
    parts = work.roads, work.state, work.trail, work.goal
    alike = int(_alike(work))
    step = _A_STEP if going is not None else max(len(order), 1)
    for first in range(0, len(order), step):
        some = order[first : first + step]
        if paths.place_all(*parts, some, most_without, alike) < len(some):
            return False
        if going is not None and not going(min(first + step, len(order)) / len(order)):
            holding.fill_free(work.roads.main, work.state, order[first + step :])
            return False
    paths.lift_all(*parts)
    return True


def _alike(work: Work) -> bool:
    """Tell whether all pairs are worth nothing but a place, and nobody wants a second one."""
    allowed = work.worths[work.worths != FORBIDDEN]
    return not allowed.any() and int(work.state.demand.max(initial=0)) <= 1


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


EVERYBODY = slice(None)


def worth_of(state: State, seekers: slice | NDArray[np.int64] = EVERYBODY) -> int:
    """The worth of all pairs and of being placed: what the certificate's bound is held against.

    Or of the pairs of some seekers, by number.
    """
    held = state.held[seekers]
    taken = np.arange(MOST_DEMAND) < held[:, None]
    places = np.cumsum(state.slot[:4])[held]
    return int(state.value[seekers][taken].sum()) + int(places.sum())


def coverage(state: State, seekers: slice | NDArray[np.int64] = EVERYBODY) -> tuple[int, int, int]:
    """How many seekers (all, or some by number) have at least one, two, three partners."""
    one, two, three = (int((state.held[seekers] >= k).sum()) for k in (1, 2, 3))
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
