"""The inner loops of an exact assignment with prices: auction, forward and reverse paths.

Successive shortest paths with potentials (Edmonds and Karp 1972; Bertsekas and Castanon 1992 for
the reverse direction), for places on one side and up to three partners on the other. What holds
between calls (w worth, u a seeker's `gain`, p a giver's `price`, slot[k] the worth of having a
k-th partner at all, falling in k):

- not together:  w - p <= u          - together:  w - p >= u
- p >= 0, and p = 0 where a place is free
- k partners held:  -slot[k] <= u, and u <= -slot[k + 1] if a further one is wanted

Those are the conditions of optimality of the linear program, which has whole-number solutions.
Everything is int64, so they hold exactly.
"""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled
from journeywork.engine.matching.holding import drop, holds, revalue, take_off
from journeywork.engine.matching.walking import (
    Goal,
    Graph,
    Roads,
    State,
    Trail,
    nearest,
    reach,
    settle,
)


@compiled
def _begin(trail: Trail, node: int, goal: Goal, near: int) -> None:
    trail.size[:] = 0
    trail.far[node] = 0
    trail.via[node] = -1
    trail.seen[0] = node
    trail.size[2] = 1
    settle(trail, node)
    goal.near[0] = near
    goal.node[0] = -1


@compiled
def _forget(trail: Trail) -> None:
    for k in range(trail.size[2]):
        trail.where[trail.seen[k]] = 0


@compiled
def _aim(goal: Goal, near: int, node: int) -> None:
    if near < goal.near[0]:
        goal.near[0] = near
        goal.node[0] = node


@compiled
def _ask_along(graph: Graph, state: State, trail: Trail, goal: Goal, i: int) -> None:
    """Seeker i looks for another partner in a graph: every giver not held, as far as the goal is."""
    m = len(state.price)
    base = trail.far[m + i] + state.gain[i]
    for e in range(graph.start[i], graph.start[i + 1]):
        if base - graph.worth[e] >= goal.near[0]:
            break
        j = graph.giver[e]
        near = base - graph.worth[e] + state.price[j]
        if near >= goal.near[0] or holds(state, i, j):
            continue
        reach(trail, j, near, m + i)
        if state.load[j] < state.capacity[j]:
            _aim(goal, near, j)


@compiled
def _let_go(state: State, trail: Trail, goal: Goal, j: int) -> None:
    """Giver j is full: each of its seekers may have to look on, or stay with one less."""
    m = len(state.price)
    for s in range(state.place[j], state.place[j] + state.load[j]):
        i = state.theirs[s]
        k = 0
        while state.mine[i, k] != j:
            k += 1
        near = trail.far[j] + state.value[i, k] - state.gain[i] - state.price[j]
        if near < goal.near[0]:
            reach(trail, m + i, near, j)


@compiled
def _apply_forward(roads: Roads, state: State, trail: Trail, end: int, start: int) -> None:
    """Walk back from the end: each seeker on the way takes the giver that the walk names."""
    m = len(state.price)
    node = end
    if node < m:
        state.theirs[state.place[node] + state.load[node]] = -1
        state.load[node] += 1
        slot = state.place[node] + state.load[node] - 1
    else:
        node, slot = _leave(state, trail, end)
    while True:
        i = trail.via[node] - m
        state.theirs[slot] = i
        if m + i == start:
            state.mine[i, state.held[i]] = node
            state.held[i] += 1
            revalue(roads, state, i, state.held[i] - 1)
            return
        before = trail.via[m + i]
        k = 0
        while state.mine[i, k] != before:
            k += 1
        state.mine[i, k] = node
        revalue(roads, state, i, k)
        slot = state.place[before]
        while state.theirs[slot] != i:
            slot += 1
        node = before


@compiled
def _leave(state: State, trail: Trail, end: int) -> tuple[int, int]:
    """The seeker at the end stays with one less: says which giver it leaves, and its place."""
    i = end - len(state.price)
    j = trail.via[end]
    drop(state, i, j)
    slot = state.place[j]
    while state.theirs[slot] != i:
        slot += 1
    return j, slot


@compiled
def _reprice(state: State, trail: Trail, near: int, sign: int) -> None:
    """Move the potentials of the settled so that the path found costs nothing."""
    m = len(state.price)
    for k in range(trail.size[1]):
        node = trail.settled[k]
        by = (near - trail.far[node]) * sign
        if by * sign <= 0:
            continue
        if node < m:
            state.price[node] += by
        else:
            state.gain[node - m] -= by


@compiled
def forward(
    roads: Roads, state: State, trail: Trail, goal: Goal, start: int, free: int, alike: int
) -> bool:
    """Find seeker `start` one more partner, or prove that nobody gains; True if it got one.

    Between taking a place and staying without, all else equal, it takes the place. Where none is
    `free` at all, that is not looked for: who is left over is then told so at once. Where all
    pairs are worth the same (`alike`), those from whom no place was found stay settled, so that
    no later search walks there.
    """
    m, late = len(state.price), len(roads.late.giver) > 0
    stay = state.gain[start] + state.slot[state.held[start] + 1]
    _begin(trail, m + start, goal, stay + min(free, 1))
    _ask_along(roads.main, state, trail, goal, start)
    if late:
        _ask_along(roads.late, state, trail, goal, start)
    while trail.size[0] and trail.far[trail.heap[0]] < goal.near[0]:
        node = nearest(trail)
        if node < m:
            _let_go(state, trail, goal, node)
            continue
        i = node - m
        leave = trail.far[node] + state.slot[state.held[i]] + state.gain[i]
        if leave < stay:
            _aim(goal, leave, node)
        _ask_along(roads.main, state, trail, goal, i)
        if late:
            _ask_along(roads.late, state, trail, goal, i)
    end = goal.node[0]
    _reprice(state, trail, goal.near[0] if end >= 0 else stay, 1)
    if end >= 0:
        _apply_forward(roads, state, trail, end, m + start)
    if end >= 0 or not alike:
        _forget(trail)
    return bool(end >= 0)


@compiled
def _invite_along(graph: Graph, state: State, trail: Trail, goal: Goal, j: int) -> None:
    """Giver j has a free place: every seeker of a graph not there may come."""
    m = len(state.price)
    base = trail.far[j] + state.price[j]
    for c in range(graph.back[j], graph.back[j + 1]):
        e = graph.edge[c]
        i = graph.seeker[e]
        near = base - graph.worth[e] + state.gain[i]
        if near >= goal.near[0] or state.demand[i] == 0 or holds(state, i, j):
            continue
        reach(trail, m + i, near, j)
        if state.held[i] < state.demand[i]:
            _aim(goal, near - state.slot[state.held[i] + 1] - state.gain[i], m + i)


@compiled
def _move_out(state: State, trail: Trail, goal: Goal, i: int) -> None:
    """Seeker i could come from any giver it holds, and leave a free place there."""
    m = len(state.price)
    for k in range(state.held[i]):
        j = state.mine[i, k]
        near = trail.far[m + i] + state.value[i, k] - state.gain[i] - state.price[j]
        if near < goal.near[0]:
            reach(trail, j, near, m + i)
            if trail.where[j] >= 0:
                _aim(goal, near + state.price[j], j)


@compiled
def _apply_reverse(roads: Roads, state: State, trail: Trail, end: int, start: int) -> None:
    """Walk back from the end to the free place at `start`: each seeker moves up."""
    m = len(state.price)
    if end < m:
        i = trail.via[end] - m
        take_off(state, end, i)
        k = 0
        while state.mine[i, k] != end:
            k += 1
    else:
        i = end - m
        k = state.held[i]
        state.held[i] += 1
    while True:
        j = trail.via[m + i]
        state.mine[i, k] = j
        revalue(roads, state, i, k)
        if j == start:
            state.theirs[state.place[j] + state.load[j]] = i
            state.load[j] += 1
            return
        leaver = trail.via[j] - m
        slot = state.place[j]
        while state.theirs[slot] != leaver:
            slot += 1
        state.theirs[slot] = i
        i, k = leaver, 0
        while state.mine[i, k] != j:
            k += 1


@compiled
def reverse(roads: Roads, state: State, trail: Trail, goal: Goal, start: int) -> None:
    """Fill a free place of giver `start` whose price is above 0, or bring the price down to 0."""
    m, late = len(state.price), len(roads.late.giver) > 0
    _begin(trail, start, goal, state.price[start])
    _invite_along(roads.main, state, trail, goal, start)
    if late:
        _invite_along(roads.late, state, trail, goal, start)
    while trail.size[0] and trail.far[trail.heap[0]] < goal.near[0]:
        node = nearest(trail)
        if node < m:
            _invite_along(roads.main, state, trail, goal, node)
            if late:
                _invite_along(roads.late, state, trail, goal, node)
        else:
            _move_out(state, trail, goal, node - m)
    _reprice(state, trail, goal.near[0], -1)
    if goal.node[0] >= 0:
        _apply_reverse(roads, state, trail, goal.node[0], start)
    _forget(trail)


@compiled
def place_all(
    roads: Roads,
    state: State,
    trail: Trail,
    goal: Goal,
    order: NDArray[np.int32],
    most: int,
    alike: int,
) -> int:
    """Each seeker in turn gets all the partners it can; says how many it went through.

    Stops once more than `most` seekers were left with none (-1: never stops). `alike` says that
    all pairs are worth the same and nobody wants a second partner: then whoever cannot be reached
    a place from once cannot be later, as in any matching of most pairs (Hungarian trees).
    """
    without, gone, free = 0, len(order), 0
    for j in range(len(state.price)):
        free += max(int(state.capacity[j] - state.load[j]), 0)
    for k in range(len(order)):
        i = order[k]
        while state.held[i] < state.demand[i]:
            if not forward(roads, state, trail, goal, i, free, alike):
                break
            if goal.node[0] < len(state.price):
                free -= 1
        if state.held[i] == 0:
            without += 1
            if 0 <= most < without:
                gone = k + 1
                break
    if alike:
        trail.where[:] = 0
    return gone


@compiled
def lift_all(roads: Roads, state: State, trail: Trail, goal: Goal) -> None:
    """Fill or bring to price 0 every free place."""
    for j in range(len(state.price)):
        while state.load[j] < state.capacity[j] and state.price[j] > 0:
            reverse(roads, state, trail, goal, j)
