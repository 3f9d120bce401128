"""Pairs join a work, or leave it: laid out in rows anew, or where few come, beside the others."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import holding, opening
from journeywork.engine.matching.sight import Sight
from journeywork.engine.matching.walking import Graph, Roads
from journeywork.engine.matching.working import (
    NO_EDGES,
    Edges,
    Pool,
    Stay,
    Work,
    keys_of,
    no_pairs,
)

_MOST_LATE = 4096
"""More pairs than these beside the pool are slower to search than to lay out."""


def enlarge(work: Work, more: Edges, *, late: bool = False) -> tuple[Work, NDArray[np.int32]]:
    """Further pairs join, none of them in the work yet. Says which seekers they concern.

    Those for whom one is better than what they hold let go, and want to be placed. If `late`, a
    few pairs stay beside the pool, which costs nothing for all others.
    """
    _, first = np.unique(keys_of(more.seeker, more.giver), return_index=True)
    more = Edges(more.seeker[first], more.giver[first], more.fit[first])
    if late and len(work.late.seeker) + len(more.seeker) <= _MOST_LATE:
        larger = _beside(work, more)
    else:
        larger = _with(merged(work), more)
    changed = np.unique(more.seeker).astype(np.int32)
    changed = changed[np.argsort(work.sight.seeker_tie[changed])]
    holding.renew(larger.roads, work.state, changed)
    return larger, changed


def merged(work: Work) -> Work:
    """The same work with the pairs that stood beside its pool in it."""
    return _with(work, work.late) if len(work.late.seeker) else work


def laid_out(work: Work, pairs: Edges) -> Graph:
    """A graph of the pairs, which are in rising order of seekers."""
    n, m = work.sight.market.n, work.sight.market.m
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(pairs.seeker, minlength=n), out=start[1:])
    back, edge = np.zeros(m + 1, np.int64), np.empty(len(pairs.seeker), np.int32)
    opening.columns(pairs.giver, back, edge)
    worth = work.worths[pairs.fit.astype(np.int64) - work.sight.lowest]
    return Graph(start, pairs.giver, worth, pairs.seeker, back, edge)


def _beside(work: Work, more: Edges) -> Work:
    """The pairs join those that came late, best first in each row."""
    late = both(work.late, more)
    order = np.lexsort((work.sight.giver_tie[late.giver], -late.fit, late.seeker))
    late = Edges(late.seeker[order], late.giver[order], late.fit[order])
    return replace(work, roads=Roads(work.roads.main, laid_out(work, late)), late=late)


def both(one: Edges, other: Edges) -> Edges:
    """Both lists in one."""
    lists = ((one.seeker, other.seeker), (one.giver, other.giver), (one.fit, other.fit))
    return Edges(*(np.concatenate(each) for each in lists))


def _with(work: Work, more: Edges) -> Work:
    """The pool laid out anew with pairs that are in rising order of seekers; none is late."""
    old, n, size = work.pool, work.sight.market.n, len(work.pool.giver) + len(more.giver)
    worth = work.worths[more.fit.astype(np.int64) - work.sight.lowest]
    by_worth = work.stay is not None
    start = np.searchsorted(more.seeker, np.arange(n + 1)).astype(np.int64)
    ranks = (work.roads.main.worth, worth) if by_worth else (old.fit, more.fit)
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
    graph = Graph(out[0], out[1], out[3], seeker, back, edge)
    graph = graph if by_worth else pool.graph(work.sight, work.worths)
    roads = Roads(graph, no_pairs(n, work.sight.market.m))
    return replace(work, pool=pool, roads=roads, late=NO_EDGES)


def with_stay(work: Work, stay: Stay) -> Work:
    """The same work with some pairs worth more: rows are sorted by worth from now on."""
    work = merged(work)
    old = work.pool
    worth = work.worths[old.fit.astype(np.int64) - work.sight.lowest]
    worth = worth + np.isin(keys_of(old.seeker, old.giver), stay.keys) * stay.worth
    order = np.lexsort((-worth, old.seeker))
    giver, fit, worth = old.giver[order], old.fit[order], worth[order]
    back, edge = np.zeros_like(old.back), np.empty_like(old.edge)
    opening.columns(giver, back, edge)
    pool = Pool(old.start, old.seeker, giver, fit, back, edge)
    graph = Graph(old.start, giver, worth, old.seeker, back, edge)
    return replace(work, pool=pool, roads=Roads(graph, work.roads.late), stay=stay)


def without(work: Work, sight: Sight, i: int, j: int) -> Work:
    """The same work without one pair, which nobody holds any more; `sight` forbids it."""
    work = merged(work)
    kept = (work.pool.seeker != i) | (work.pool.giver != j)
    seeker, giver, fit = work.pool.seeker[kept], work.pool.giver[kept], work.pool.fit[kept]
    start = np.searchsorted(seeker, np.arange(sight.market.n + 1)).astype(np.int64)
    back, edge = np.zeros_like(work.pool.back), np.empty(len(giver), np.int32)
    opening.columns(giver, back, edge)
    pool = Pool(start, seeker, giver, fit, back, edge)
    graph = Graph(start, giver, work.roads.main.worth[kept], seeker, back, edge)
    return replace(work, sight=sight, pool=pool, roads=Roads(graph, work.roads.late))
