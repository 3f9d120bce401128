"""The inner loops before the paths: pairs put into rows and columns, and an opening auction."""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled
from journeywork.engine.matching.walking import Graph, State


@compiled
def sort_rows(
    start: NDArray[np.int64],
    giver: NDArray[np.int32],
    fit: NDArray[np.int32],
    tie: NDArray[np.uint64],
) -> None:
    """Sort each row by falling fit, equals by the givers' tie, in place."""
    for i in range(len(start) - 1):
        for e in range(start[i] + 1, start[i + 1]):
            j, f = giver[e], fit[e]
            k = e
            while k > start[i] and (
                fit[k - 1] < f or (fit[k - 1] == f and tie[giver[k - 1]] > tie[j])
            ):
                giver[k], fit[k] = giver[k - 1], fit[k - 1]
                k -= 1
            giver[k], fit[k] = j, f


@compiled
def merge_rows(
    old: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]],
    new: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]],
    out: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]],
    seeker: NDArray[np.int32],
) -> None:
    """Merge rows (start, giver, fit, rank), sorted by falling rank, with new ones in any order."""
    at = np.int64(0)
    for i in range(len(old[0]) - 1):
        out[0][i] = at
        for e in range(old[0][i], old[0][i + 1]):
            out[1][at], out[2][at], out[3][at] = old[1][e], old[2][e], old[3][e]
            at += 1
        for e in range(new[0][i], new[0][i + 1]):
            k = at
            while k > out[0][i] and out[3][k - 1] < new[3][e]:
                out[1][k], out[2][k], out[3][k] = out[1][k - 1], out[2][k - 1], out[3][k - 1]
                k -= 1
            out[1][k], out[2][k], out[3][k] = new[1][e], new[2][e], new[3][e]
            at += 1
        seeker[out[0][i] : at] = i
    out[0][len(old[0]) - 1] = at


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
    return int(weakest)


@compiled
def _take(state: State, s: int, i: int, j: int, worth: int) -> None:
    state.theirs[s] = i
    state.mine[i, 0] = j
    state.value[i, 0] = worth
    state.held[i] = 1


@compiled
def _bid_for(
    graph: Graph, state: State, bid: NDArray[np.int64], i: int, best: int, second: int, step: int
) -> int:
    """Seeker i bids for its best pair; says who must bid again (-1: nobody, -2: no progress)."""
    j, worth = graph.giver[best], graph.worth[best]
    offer = worth - second + step
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
        return int(loser)
    if offer > state.price[j]:
        state.price[j] = offer
        return i
    return -2


@compiled
def auction(
    graph: Graph,
    state: State,
    bid: NDArray[np.int64],
    queue: NDArray[np.int32],
    limit: int,
    step: int,
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
        again = _bid_for(graph, state, bid, i, best, second, step)
        if again >= 0:
            queue[(head + waiting) % size] = again
            waiting += 1
    return bids


@compiled
def open_gains(graph: Graph, state: State) -> None:
    """What each seeker gains after the auction; who could gain more elsewhere lets go."""
    for i in range(len(state.gain)):
        if state.demand[i] == 0:
            continue
        best = -state.slot[1]
        for e in range(graph.start[i], graph.start[i + 1]):
            if graph.worth[e] <= best:
                break
            best = max(best, graph.worth[e] - state.price[graph.giver[e]])
        state.gain[i] = best
        if state.held[i] and state.value[i, 0] - state.price[state.mine[i, 0]] < best:
            _let_go(state, i, state.mine[i, 0])


@compiled
def _let_go(state: State, i: int, j: int) -> None:
    slot = state.place[j]
    while state.theirs[slot] != i:
        slot += 1
    state.load[j] -= 1
    last = state.place[j] + state.load[j]
    state.theirs[slot] = state.theirs[last]
    state.theirs[last] = -1
    state.held[i] = 0
    state.mine[i, 0] = -1


@compiled
def hold(state: State, seeker: NDArray[np.int32], giver: NDArray[np.int32]) -> None:
    """Put pairs of worth 0 together, none twice."""
    for k in range(len(seeker)):
        i, j = seeker[k], giver[k]
        state.mine[i, state.held[i]] = j
        state.value[i, state.held[i]] = 0
        state.held[i] += 1
        state.theirs[state.place[j] + state.load[j]] = i
        state.load[j] += 1


@compiled
def unknown(
    start: NDArray[np.int64],
    giver: NDArray[np.int32],
    seekers: NDArray[np.int32],
    givers: NDArray[np.int32],
    out: NDArray[np.bool_],
) -> None:
    """Which of the pairs (seekers[k], givers[k]) are not in the rows: `out` bool[k]."""
    for k in range(len(seekers)):
        out[k] = True
        for e in range(start[seekers[k]], start[seekers[k] + 1]):
            if giver[e] == givers[k]:
                out[k] = False
                break


@compiled
def that_improve(
    near: Graph,
    state: State,
    seen_gain: NDArray[np.int64],
    seen_price: NDArray[np.int64],
    out: NDArray[np.int32],
) -> int:
    """Numbers of the pairs of `near` worth more than gain and price, into `out`: says how many.

    None was at the gains and prices `seen`; so only those are asked of whom one has fallen.
    """
    size = 0
    for i in range(len(state.gain)):
        if state.gain[i] < seen_gain[i]:
            for e in range(near.start[i], near.start[i + 1]):
                if near.worth[e] > state.gain[i] + state.price[near.giver[e]]:
                    out[size] = e
                    size += 1
    for j in range(len(state.price)):
        if state.price[j] < seen_price[j]:
            for c in range(near.back[j], near.back[j + 1]):
                e = near.edge[c]
                i = near.seeker[e]
                own = state.gain[i]
                if own >= seen_gain[i] and near.worth[e] > own + state.price[j]:
                    out[size] = e
                    size += 1
    return size
