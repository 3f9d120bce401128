"""The inner loops that change who holds whom, without a search: part, let go, look for the best."""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled
from journeywork.engine.matching.walking import Graph, Roads, State

PINNED = 576460752303423488
"""The value of a pair that stays together whatever it costs: 2^59."""
NOT_ALLOWED = -1152921504606846976
"""The worth of a pair that must not be: worths.FORBIDDEN as a plain number."""


@compiled
def holds(state: State, i: int, j: int) -> bool:
    """Tell whether seeker i holds giver j."""
    for k in range(state.held[i]):  # noqa: SIM110 - compiled code has no generators
        if state.mine[i, k] == j:
            return True
    return False


@compiled
def drop(state: State, i: int, j: int) -> None:
    """Take giver j out of what seeker i holds."""
    k = 0
    while state.mine[i, k] != j:
        k += 1
    state.held[i] -= 1
    last = state.held[i]
    state.mine[i, k] = state.mine[i, last]
    state.value[i, k] = state.value[i, last]
    state.mine[i, last] = -1


@compiled
def take_off(state: State, j: int, i: int) -> None:
    """Take seeker i off the places of giver j."""
    slot = state.place[j]
    while state.theirs[slot] != i:
        slot += 1
    state.load[j] -= 1
    last = state.place[j] + state.load[j]
    state.theirs[slot] = state.theirs[last]
    state.theirs[last] = -1


@compiled
def _worth(graph: Graph, i: int, j: int) -> int:
    """The worth of a pair in the graph, or NOT_ALLOWED."""
    for e in range(graph.start[i], graph.start[i + 1]):
        if graph.giver[e] == j:
            return int(graph.worth[e])
    return -1152921504606846976


@compiled
def revalue(roads: Roads, state: State, i: int, k: int) -> None:
    """Seeker i's k-th giver is new: its worth is looked up."""
    j = state.mine[i, k]
    state.value[i, k] = max(_worth(roads.main, i, j), _worth(roads.late, i, j))


@compiled
def part(state: State, i: int, j: int) -> None:
    """Seeker i and giver j are no longer together; the conditions must be restored afterwards."""
    take_off(state, j, i)
    drop(state, i, j)


@compiled
def release(state: State, i: int) -> None:
    """Seeker i lets go of all partners but the pinned; the conditions must be restored."""
    for k in range(state.held[i] - 1, -1, -1):
        if state.value[i, k] < PINNED:
            part(state, i, state.mine[i, k])


@compiled
def _least_net(state: State, i: int) -> int:
    """The least that seeker i gains from a giver it holds."""
    least = np.int64(PINNED)
    for k in range(state.held[i]):
        least = min(least, state.value[i, k] - state.price[state.mine[i, k]])
    return int(least)


@compiled
def tighten(state: State) -> None:
    """Who holds all they want gains as much as what they hold allows: fewer pairs can improve."""
    for i in range(len(state.gain)):
        if 0 < state.held[i] == state.demand[i]:
            least = _least_net(state, i)
            if least < PINNED // 4:
                state.gain[i] = max(state.gain[i], least)


@compiled
def _better(graph: Graph, state: State, i: int, best: int) -> int:
    """The most that seeker i could gain from a giver it does not hold, or `best` if that is more."""
    for e in range(graph.start[i], graph.start[i + 1]):
        if graph.worth[e] <= best:
            break
        j = graph.giver[e]
        if graph.worth[e] - state.price[j] > best and not holds(state, i, j):
            best = int(graph.worth[e] - state.price[j])
    return best


@compiled
def best_net(roads: Roads, state: State, i: int) -> int:
    """The most that seeker i could gain from a giver it does not hold, or -2^60."""
    best = _better(roads.main, state, i, -1152921504606846976)
    return _better(roads.late, state, i, best)


@compiled
def renew(roads: Roads, state: State, seekers: NDArray[np.int32]) -> None:
    """Seekers who have new pairs: those for whom one is better let go and ask anew."""
    for i in seekers:
        best = best_net(roads, state, i)
        if best <= state.gain[i]:
            continue
        if state.held[i] == state.demand[i] and best <= _least_net(state, i):
            state.gain[i] = best
            continue
        release(state, i)
        if state.held[i] < state.demand[i]:
            best = best_net(roads, state, i)
            state.gain[i] = max(best, -state.slot[state.held[i] + 1])


@compiled
def fill_free(graph: Graph, state: State, seekers: NDArray[np.int32]) -> None:
    """Each seeker without a partner takes the best giver with a free place: time is up."""
    for i in seekers:
        e = graph.start[i]
        while state.held[i] == 0 and state.demand[i] and e < graph.start[i + 1]:
            if graph.worth[e] == NOT_ALLOWED:
                break
            j = graph.giver[e]
            if state.load[j] < state.capacity[j]:
                state.theirs[state.place[j] + state.load[j]] = i
                state.load[j] += 1
                state.mine[i, 0] = j
                state.value[i, 0] = graph.worth[e]
                state.held[i] = 1
            e += 1
