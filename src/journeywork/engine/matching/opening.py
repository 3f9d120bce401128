"""The inner loops before the paths: pairs put into rows and columns, and an opening auction."""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.compiled import compiled
from journeywork.engine.matching.walking import Graph, State


@compiled
def sort_rows(
    start: NDArray[np.int64],
    giver: NDArray[np.int32],
    fit: NDArray[np.int32],
    worth: NDArray[np.int64],
    tie: NDArray[np.uint64],
) -> None:
    """Sort each row by falling worth, equals by the givers' tie, in place."""
    for i in range(len(start) - 1):
        for e in range(start[i] + 1, start[i + 1]):
            j, f, w = giver[e], fit[e], worth[e]
            k = e
            while k > start[i] and (
                worth[k - 1] < w or (worth[k - 1] == w and tie[giver[k - 1]] > tie[j])
            ):
                giver[k], fit[k], worth[k] = giver[k - 1], fit[k - 1], worth[k - 1]
                k -= 1
            giver[k], fit[k], worth[k] = j, f, w


@compiled
def columns(giver: NDArray[np.int32], back: NDArray[np.int64], edge: NDArray[np.int32]) -> None:
    """Number the pairs of each giver: `back` int64[m + 1] and `edge` int32[pairs] are filled."""
    for j in giver:
        back[j + 1] += 1
    for j in range(len(back) - 1):
        back[j + 1] += back[j]
    at = back.copy()
    for e in range(len(giver)):
        edge[at[giver[e]]] = e
        at[giver[e]] += 1


@compiled
def _best(graph: Graph, state: State, i: int) -> tuple[int, int, int]:
    """The best pair of seeker i at the prices, its gain, and the second best gain."""
    best, first = -1, -state.slot[1] - 1
    second = -state.slot[1]
    free = False
    for e in range(graph.start[i], graph.start[i + 1]):
        worth = graph.worth[e]
        if worth < second or (worth == second and (worth < first or free)):
            break
        j = graph.giver[e]
        gain = worth - state.price[j]
        open_there = state.load[j] < state.capacity[j]
        if gain > first:
            second = max(second, first)
            best, first, free = e, gain, open_there
        elif gain == first and open_there and not free:
            second = first
            best, free = e, True
        elif gain > second:
            second = gain
    return best, first, second


@compiled
def _weakest(state: State, bid: NDArray[np.int64], j: int) -> int:
    weakest = state.place[j]
    for s in range(state.place[j] + 1, state.place[j] + state.load[j]):
        if bid[s] < bid[weakest]:
            weakest = s
    return weakest


@compiled
def _take(state: State, s: int, i: int, j: int, worth: int) -> None:
    state.theirs[s] = i
    state.mine[i, 0] = j
    state.value[i, 0] = worth
    state.held[i] = 1


@compiled
def _bid_for(
    graph: Graph, state: State, bid: NDArray[np.int64], i: int, best: int, second: int
) -> int:
    """Seeker i bids for its best pair; says who must bid again (-1: nobody, -2: no progress)."""
    j, worth = graph.giver[best], graph.worth[best]
    offer = worth - second
    if state.load[j] < state.capacity[j]:
        s = state.place[j] + state.load[j]
        state.load[j] += 1
        bid[s] = offer
        _take(state, s, i, j, worth)
        return -1
    s = _weakest(state, bid, j)
    if offer > bid[s]:
        loser = state.theirs[s]
        state.held[loser] = 0
        state.mine[loser, 0] = -1
        state.price[j] = max(state.price[j], bid[s])
        bid[s] = offer
        _take(state, s, i, j, worth)
        return loser
    if offer > state.price[j]:
        state.price[j] = offer
        return i
    return -2


@compiled
def auction(
    graph: Graph, state: State, bid: NDArray[np.int64], queue: NDArray[np.int32], limit: int
) -> int:
    """Seekers bid for one place each, at most `limit` bids; says how many were made.

    A giver's price is the highest bid that lost there, so every holder's pair stays among its
    best: the conditions hold exactly, without an epsilon. `queue` int32[n] is used up; `bid`
    int64[places] is the highest price at which each holder stays.
    """
    size, head, bids = len(queue), 0, 0
    waiting = size
    while waiting and bids < limit:
        i = queue[head]
        head = (head + 1) % size
        waiting -= 1
        if state.demand[i] == 0 or state.held[i]:
            continue
        best, _, second = _best(graph, state, i)
        if best < 0:
            continue
        bids += 1
        again = _bid_for(graph, state, bid, i, best, second)
        if again >= 0:
            queue[(head + waiting) % size] = again
            waiting += 1
    return bids


@compiled
def open_gains(graph: Graph, state: State) -> None:
    """What each seeker gains after the auction."""
    for i in range(len(state.gain)):
        if state.held[i]:
            state.gain[i] = state.value[i, 0] - state.price[state.mine[i, 0]]
        elif state.demand[i]:
            best = -state.slot[1]
            for e in range(graph.start[i], graph.start[i + 1]):
                if graph.worth[e] <= best:
                    break
                best = max(best, graph.worth[e] - state.price[graph.giver[e]])
            state.gain[i] = best
