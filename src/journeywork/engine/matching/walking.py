"""What a search walks on - pairs, holdings, prices - and its heap of the nearest."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled


class Graph(NamedTuple):
    """Pairs in rows of seekers, best worth first, and in columns of givers.

    Row i is `start[i]:start[i + 1]` of `giver` int32 and `worth` int64; column j is
    `back[j]:back[j + 1]` of `edge` int32, numbers of pairs whose seeker is `seeker` int32.
    """

    start: NDArray[np.int64]
    giver: NDArray[np.int32]
    worth: NDArray[np.int64]
    seeker: NDArray[np.int32]
    back: NDArray[np.int64]
    edge: NDArray[np.int32]


class Roads(NamedTuple):
    """All pairs that are searched: `main`, and the few that came `late`, no pair in both.

    So a pair can join without the others being laid out anew.
    """

    main: Graph
    late: Graph


class State(NamedTuple):
    """Who is with whom, and the prices that prove it.

    `gain` int64[n], `price` int64[m]; `mine` int32[n, 3] givers held by a seeker (first `held`
    int32[n] of them, worth in `value` int64[n, 3]); `theirs` int32[places] seekers at giver j
    (from `place[j]`, first `load[j]` of them). `slot` int64[5]: slot[k] for the k-th partner.
    """

    gain: NDArray[np.int64]
    price: NDArray[np.int64]
    mine: NDArray[np.int32]
    value: NDArray[np.int64]
    held: NDArray[np.int32]
    theirs: NDArray[np.int32]
    place: NDArray[np.int64]
    load: NDArray[np.int32]
    demand: NDArray[np.int32]
    capacity: NDArray[np.int32]
    slot: NDArray[np.int64]


class Trail(NamedTuple):
    """Work space of one search: givers are nodes 0..m-1, seekers m..m+n-1.

    `far` int64 distance, `via` int32 the node before, `where` int32 the place in `heap` + 1
    (0: not seen, -1: settled), `settled` int32 in order; `size` int64[3]: heap, settled, seen.
    """

    far: NDArray[np.int64]
    via: NDArray[np.int32]
    where: NDArray[np.int32]
    heap: NDArray[np.int32]
    settled: NDArray[np.int32]
    seen: NDArray[np.int32]
    size: NDArray[np.int64]


class Goal(NamedTuple):
    """The nearest end so far: `near` int64[1] its distance, `node` int32[1] (-1: the start)."""

    near: NDArray[np.int64]
    node: NDArray[np.int32]


@compiled
def _rise(trail: Trail, node: int, k: int) -> None:
    """Move a node up the heap to its place, from place k."""
    far = trail.far[node]
    while k > 0:
        above = trail.heap[(k - 1) // 2]
        if trail.far[above] <= far:
            break
        trail.heap[k] = above
        trail.where[above] = k + 1
        k = (k - 1) // 2
    trail.heap[k] = node
    trail.where[node] = k + 1


@compiled
def reach(trail: Trail, node: int, far: int, via: int) -> None:
    """A node is reached at a distance; only a shorter one changes anything."""
    if trail.where[node] == 0:
        trail.seen[trail.size[2]] = node
        trail.size[2] += 1
        trail.far[node] = far
        trail.via[node] = via
        trail.size[0] += 1
        _rise(trail, node, trail.size[0] - 1)
    elif trail.where[node] > 0 and far < trail.far[node]:
        trail.far[node] = far
        trail.via[node] = via
        _rise(trail, node, trail.where[node] - 1)


@compiled
def nearest(trail: Trail) -> int:
    """Take the nearest node off the heap and settle it."""
    top = trail.heap[0]
    trail.size[0] -= 1
    size = trail.size[0]
    if size:
        last, k = trail.heap[size], 0
        far = trail.far[last]
        while 2 * k + 1 < size:
            child = 2 * k + 1
            if child + 1 < size and trail.far[trail.heap[child + 1]] < trail.far[trail.heap[child]]:
                child += 1
            if trail.far[trail.heap[child]] >= far:
                break
            trail.heap[k] = trail.heap[child]
            trail.where[trail.heap[k]] = k + 1
            k = child
        trail.heap[k] = last
        trail.where[last] = k + 1
    settle(trail, top)
    return int(top)


@compiled
def settle(trail: Trail, node: int) -> None:
    """A node's distance is final."""
    trail.where[node] = -1
    trail.settled[trail.size[1]] = node
    trail.size[1] += 1
