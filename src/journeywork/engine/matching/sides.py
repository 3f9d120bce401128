"""A market laid out in arrays, once as the seekers see it and once as the givers do."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.looking import Side
from journeywork.engine.matching.market import (
    FIT_LIMIT,
    NEVER,
    Market,
    Pairs,
    Sparse,
    Table,
    Unfit,
)

Stacked = tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]
]
Listed = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]

_MANY = 64
"""A table with more categories than this on the looking side belongs to the groups."""


@dataclass(frozen=True, eq=False)
class View:
    """One side with its rows in groups: `group` int64[rows] numbers those who meet alike."""

    side: Side
    group: NDArray[np.int64]
    rows: int
    columns: int


def views(market: Market) -> tuple[View, View]:
    """How the seekers see the givers, and how the givers see the seekers."""
    wanted = market.wanted or _empty(market.n)
    offered = market.offered or _empty(market.m)
    left, right = _masks(market)
    bonus, never = _listed(market.bonuses), _listed(market.forbidden)
    there = _view(market.tables, (left, right), (wanted, offered), (bonus, never))
    turned = tuple(
        Table(one.right, one.left, np.ascontiguousarray(one.points.T)) for one in market.tables
    )
    back = ((bonus[1], bonus[0], bonus[2]), (never[1], never[0], never[2]))
    return there, _view(turned, (right, left), (offered, wanted), back)


def range_of(market: Market) -> tuple[int, int]:
    """Bounds (lowest, highest) of every allowed fit; Unfit if they leave the range."""
    low = high = 0
    for table in market.tables:
        cells = table.points[table.points != NEVER].astype(np.int64)
        low += int(cells.min()) if len(cells) else 0
        high += int(cells.max()) if len(cells) else 0
    if market.wanted is not None:
        sums = np.concatenate(([0], np.cumsum(market.wanted.value, dtype=np.int64)))
        rows = sums[market.wanted.start[1:]] - sums[market.wanted.start[:-1]]
        high += int(rows.max(initial=0))
    seeker, giver, points = _listed(market.bonuses)
    _, which = np.unique(seeker.astype(np.int64) * market.m + giver, return_inverse=True)
    sums = np.bincount(which, weights=points).astype(np.int64)
    low, high = low + int(sums.min(initial=0)), high + int(sums.max(initial=0))
    if low < -FIT_LIMIT or high > FIT_LIMIT:
        raise Unfit(f"Fits between {low:,} and {high:,} leave the range of {FIT_LIMIT:,}.")
    return low, high


def _view(
    tables: tuple[Table, ...],
    masks: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    skills: tuple[Sparse, Sparse],
    listed: tuple[Listed, Listed],
) -> View:
    rows, columns = skills[0].rows, skills[1].rows
    hard = [one for one in tables if _is_hard(one)]
    soft = [one for one in tables if not _is_hard(one)]
    bonus, never = _by_row(rows, listed[0]), _by_row(rows, listed[1])
    wanted, posts = skills[0], _postings(skills[1], int(skills[0].column.max(initial=-1)) + 1)
    slots = np.cumsum([0, *(one.points.shape[0] for one in soft)]).astype(np.int64)
    side = Side(
        *_stacked(hard, rows, columns), *_stacked(soft, rows, columns), slots, *masks,
        wanted.start.copy(), wanted.column.copy(), wanted.value.copy(),
        posts[0], posts[1], posts[2], bonus[0], bonus[1], bonus[2], never[0], never[1],
    )  # fmt: skip
    return View(side, _groups(side, rows), rows, columns)


def _is_hard(table: Table) -> bool:
    return bool((table.points == NEVER).any()) or table.points.shape[0] > _MANY


def _stacked(tables: list[Table], rows: int, columns: int) -> Stacked:
    """Left and right categories, all cells, and where each table begins and how wide it is."""
    left = np.array([one.left for one in tables], np.int32).reshape(len(tables), rows)
    right = np.array([one.right for one in tables], np.int32).reshape(len(tables), columns)
    cells = [np.asarray(one.points, np.int32).ravel() for one in tables]
    at = np.cumsum([0, *(len(one) for one in cells)])[:-1].astype(np.int64)
    width = np.array([one.points.shape[1] for one in tables], np.int64)
    return left, right, np.concatenate(cells) if cells else np.zeros(0, np.int32), at, width


def _masks(market: Market) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    left = [one.left for one in market.masks]
    right = [one.right for one in market.masks]
    return (
        np.array(left, np.uint64).reshape(len(left), market.n),
        np.array(right, np.uint64).reshape(len(right), market.m),
    )


def _listed(lists: tuple[Pairs, ...]) -> Listed:
    none = np.zeros(0, np.int32)
    return (
        np.concatenate([none, *(one.seeker for one in lists)]).astype(np.int32),
        np.concatenate([none, *(one.giver for one in lists)]).astype(np.int32),
        np.concatenate([none, *(one.points for one in lists)]).astype(np.int32),
    )


def _by_row(
    rows: int, listed: Listed
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    order = np.argsort(listed[0], kind="stable")
    start = np.zeros(rows + 1, np.int64)
    np.cumsum(np.bincount(listed[0], minlength=rows), out=start[1:])
    return start, listed[1][order], listed[2][order]


def _postings(
    columns: Sparse, wanted: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """For each skill the columns that have it, in rising order, and their values."""
    owner = np.repeat(np.arange(columns.rows, dtype=np.int32), np.diff(columns.start))
    skills = max(wanted, int(columns.column.max(initial=-1)) + 1)
    return _by_row(skills, (columns.column.astype(np.int32), owner, columns.value.copy()))


def _groups(side: Side, rows: int) -> NDArray[np.int64]:
    group = np.zeros(rows, np.int64)
    for codes in (*side.hard_left, *side.mask_left):
        _, own = np.unique(codes, return_inverse=True)
        _, group = np.unique(group * (rows + 1) + own, return_inverse=True)
    return group.astype(np.int64)


def _empty(rows: int) -> Sparse:
    return Sparse(np.zeros(rows + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))


def forbidding(market: Market, views: tuple[View, View]) -> tuple[View, View]:
    """The same views with the market's lists of forbidden pairs as they are now."""
    never = _listed(market.forbidden)
    there = _by_row(market.n, never)
    back = _by_row(market.m, (never[1], never[0], never[2]))
    sides = (Side(*views[0].side[:-2], *there[:2]), Side(*views[1].side[:-2], *back[:2]))
    return replace(views[0], side=sides[0]), replace(views[1], side=sides[1])
