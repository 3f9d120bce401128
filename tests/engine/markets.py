"""Small markets drawn by a seed, and a second opinion on them by scipy's linear programming."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from journeywork.engine.matching.market import (
    NEVER,
    Market,
    Mask,
    Table,
    fit_of,
    pairs,
    sparse,
)
from journeywork.engine.matching.proving import Terms
from journeywork.engine.matching.working import Work, keys_of
from journeywork.engine.matching.worths import FORBIDDEN


def drawn(seed: int, most: int = 24, *, several: bool = False) -> Market:
    """A market with everything in it: skills, tables hard and soft, languages, lists."""
    draw = np.random.default_rng(seed)
    n, m, skills = int(draw.integers(1, most)), int(draw.integers(1, most)), 12
    wanted = [_row(draw, skills, 3, 100, 1500) for _ in range(n)]
    offered = [_row(draw, skills, 4, 1, 1001) for _ in range(m)]
    shapes = ((3, 4, 0.3), (5, 3, 0.0), (2, 2, 0.0), (4, 4, 0.1))
    tables = tuple(_table(draw, n, m, *shape) for shape in shapes)
    mask = Mask(_bits(draw, n), _bits(draw, m))
    listed = [(int(draw.integers(n)), int(draw.integers(m))) for _ in range(2 * n)]
    bonus = [(i, j, int(draw.integers(-300, 300))) for i, j in listed[:n]]
    return Market(
        draw.integers(0 if several else 1, 4 if several else 2, n).astype(np.int32),
        draw.integers(0, 4, m).astype(np.int32),
        sparse(wanted),
        sparse(offered),
        tables,
        (mask,),
        (pairs(bonus),),
        (pairs(listed[n:]),),
    )


def _row(draw: np.random.Generator, skills: int, count: int, low: int, high: int) -> dict[int, int]:
    chosen = draw.choice(skills, count, replace=False)
    return {int(skill): int(draw.integers(low, high)) for skill in chosen}


def _table(draw: np.random.Generator, n: int, m: int, a: int, b: int, never: float) -> Table:
    points = draw.integers(-200, 900, (a, b)).astype(np.int32)
    points[draw.random((a, b)) < never] = NEVER
    left, right = draw.integers(0, a, n), draw.integers(0, b, m)
    return Table(left.astype(np.int32), right.astype(np.int32), points)


def _bits(draw: np.random.Generator, size: int) -> np.ndarray:
    return (1 << draw.integers(0, 3, size) | 1 << draw.integers(0, 3, size)).astype(np.uint64)


def fits_of(market: Market) -> np.ndarray:
    """Every fit by the plain function, NEVER where not allowed: int32[n, m]."""
    every = [[fit_of(market, i, j) for j in range(market.m)] for i in range(market.n)]
    return np.array([[NEVER if fit is None else fit for fit in row] for row in every])


def worth_matrix(work: Work, fits: np.ndarray) -> np.ndarray:
    """What each pair is worth by the work's dial and for staying, FORBIDDEN where not allowed."""
    low = work.sight.lowest
    worth = np.where(fits == NEVER, FORBIDDEN, work.worths[np.where(fits == NEVER, 0, fits - low)])
    if work.stay is None:
        return worth
    seeker, giver = np.indices(fits.shape).astype(np.int32)
    stays = np.isin(keys_of(seeker, giver), work.stay.keys) & (worth != FORBIDDEN)
    return worth + stays * work.stay.worth


def best(market: Market, worth: np.ndarray, slot: np.ndarray) -> int:
    """The highest worth of any plan, with the worth of places: by HiGHS, in whole numbers."""
    seeker, giver = np.nonzero(worth > FORBIDDEN // 2)
    pairs, n = len(seeker), market.n
    wide = pairs + 3 * n
    slots = np.tile(np.arange(n), 3)
    rows = (np.r_[np.ones(pairs), -np.ones(3 * n)], (np.r_[seeker, slots], np.arange(wide)))
    places = (np.ones(pairs), (giver, np.arange(pairs)))
    upper = np.r_[np.ones(pairs), *(market.demand >= k for k in (1, 2, 3))]
    value = np.r_[worth[seeker, giver], np.repeat(slot[1:4], n)]
    answer = linprog(
        -value.astype(float),
        A_eq=sp.csr_matrix(rows, shape=(n, wide)),
        b_eq=np.zeros(n),
        A_ub=sp.csr_matrix(places, shape=(market.m, wide)),
        b_ub=market.capacity,
        bounds=np.c_[np.zeros(wide), upper],
        method="highs",
    )
    taken = np.rint(answer.x).astype(np.int64)
    return sum(int(a) * int(b) for a, b in zip(taken, value, strict=True) if a)


def complaints(work: Work, fits: np.ndarray) -> list[str]:
    """Every condition of optimality that does not hold, over all pairs: [] is a proof."""
    state, worth = work.state, worth_matrix(work, fits)
    found = [f"price {j}" for j in np.flatnonzero(state.price < 0)]
    idle = (state.load < state.capacity) & (state.price > 0)
    found += [f"free place {j}" for j in np.flatnonzero(idle | (state.load > state.capacity))]
    for i in np.flatnonzero(state.demand > 0):
        held, gain = state.held[i], state.gain[i]
        if held and gain < -state.slot[held]:
            found.append(f"seeker {i} would rather have fewer")
        if held < state.demand[i] and gain > -state.slot[held + 1]:
            found.append(f"seeker {i} would have more")
        net = np.where(worth[i] == FORBIDDEN, FORBIDDEN, worth[i] - state.price)
        mine = state.mine[i, :held]
        if held and net[mine].min() < gain:
            found.append(f"seeker {i} gains less than said")
        if np.delete(net, mine).max(initial=FORBIDDEN) > gain:
            found.append(f"seeker {i} would gain elsewhere")
    return found


def untold(work: Work, terms: Terms, fits: np.ndarray) -> list[str]:
    """Pairs that the work does not have and that are worth more than the terms say."""
    worth, state = worth_matrix(work, fits), work.state
    for graph in work.roads:
        worth[graph.seeker, graph.giver] = FORBIDDEN
    own = terms.gain[:, None] + terms.price
    if terms.near is not None:
        seeker, giver = terms.near.seeker, terms.near.giver
        own[seeker, giver] = terms.seen[0][seeker] + terms.seen[1][giver]
    above = (worth > own) & (state.demand > 0)[:, None] & (state.capacity > 0)
    return [f"{i} with {j}" for i, j in zip(*np.nonzero(above), strict=True)]


def without(market: Market, *, giver: int) -> Market:
    """The market when a giver has left."""
    capacity = market.capacity.copy()
    capacity[giver] = 0
    return replace(market, capacity=capacity)
