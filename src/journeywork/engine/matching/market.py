"""What is matched: seekers who want partners, givers with places, and how well each pair fits.

A market never holds one number per pair. The fit of a pair is a sum of whole numbers that
factorise: skills wanted against skills offered, small tables over categories, and short lists
of single pairs. So the best partners of a hundred thousand people are found exactly without
ever writing ten thousand million fits down.

**Rounding.** Points are rounded once, where they arise: a skill's part is its wanted points times
the offered level in thousandths, rounded half up (`skill_points`); everything else is whole
already. The parts of a pair therefore add up to its fit exactly, always.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

NEVER = np.iinfo(np.int32).min
"""The points of a cell that forbids the pair: a hard no."""

THOUSANDTHS = 1000
"""An offered level of 1000 is the whole of the wanted points."""

MOST_DEMAND = 3
FIT_LIMIT = 1_000_000
"""No fit may leave -1,000,000..1,000,000; the usual range is 0..10,000."""


class Unfit(ValueError):
    """The market contradicts itself; says which part, and how."""


@dataclass(frozen=True, eq=False)
class Sparse:
    """A sparse table of whole numbers >= 0 in rows, one row a person.

    `start` int64[rows + 1], `column` int32[entries], `value` int32[entries]; the entries of row r
    are `start[r]:start[r + 1]`, each column at most once in a row.
    """

    start: NDArray[np.int64]
    column: NDArray[np.int32]
    value: NDArray[np.int32]

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.start) - 1

    def row(self, number: int) -> dict[int, int]:
        """Column -> value of one row."""
        span = slice(self.start[number], self.start[number + 1])
        return dict(zip(self.column[span].tolist(), self.value[span].tolist(), strict=True))


def sparse(rows: list[dict[int, int]]) -> Sparse:
    """A sparse table from one {column: value} a row; zeros are left out."""
    kept = [{c: v for c, v in sorted(row.items()) if v} for row in rows]
    start = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in kept], out=start[1:])
    columns = [c for row in kept for c in row]
    values = [v for row in kept for v in row.values()]
    return Sparse(start, np.array(columns, np.int32), np.array(values, np.int32))


@dataclass(frozen=True, eq=False)
class Table:
    """Points by the two people's categories: `points[left[i], right[j]]`, or NEVER.

    `left` int32[n] and `right` int32[m] are categories, `points` int32[categories, categories].
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    points: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Mask:
    """Both must share at least one bit (languages): `left` uint64[n], `right` uint64[m]."""

    left: NDArray[np.uint64]
    right: NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Pairs:
    """A list of single pairs: `seeker` int32[k], `giver` int32[k], and `points` int32[k].

    Among bonuses the points are added (they may be negative); a pair named twice counts twice.
    Among the forbidden the points are ignored.
    """

    seeker: NDArray[np.int32]
    giver: NDArray[np.int32]
    points: NDArray[np.int32]

    def of(self, i: int, j: int) -> NDArray[np.int32]:
        """The points of each entry of seeker i with giver j: int32[as often as they are named]."""
        keys, points = self._by_pair
        key = (i << 32) | j
        return points[np.searchsorted(keys, key) : np.searchsorted(keys, key, side="right")]

    @cached_property
    def _by_pair(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """One number a pair in rising order, and their points: made once, for many questions."""
        keys = (self.seeker.astype(np.int64) << np.int64(32)) | self.giver
        order = np.argsort(keys, kind="stable")
        return keys[order], self.points[order]


def pairs(entries: list[tuple[int, int]] | list[tuple[int, int, int]]) -> Pairs:
    """A list of pairs from (seeker, giver) or (seeker, giver, points)."""
    width = max((len(entry) for entry in entries), default=2)
    grid = np.array(entries, np.int32).reshape(len(entries), width)
    points = grid[:, 2] if width > 2 else np.zeros(len(grid), np.int32)  # noqa: PLR2004
    return Pairs(grid[:, 0].copy(), grid[:, 1].copy(), points.copy())


@dataclass(frozen=True, eq=False)
class Market:
    """n seekers and m givers. Arrays are never changed; what changes makes a new market.

    `demand` int32[n], 0..3: how many different partners a seeker wants (0: pausing).
    `capacity` int32[m], >= 0: how many places a giver has.
    `wanted` [n, skills] in points, `offered` [m, skills] in thousandths (0..1000).
    A pair is allowed unless a table says NEVER, a mask shares no bit, or a list forbids it.
    """

    demand: NDArray[np.int32]
    capacity: NDArray[np.int32]
    wanted: Sparse | None = None
    offered: Sparse | None = None
    tables: tuple[Table, ...] = ()
    masks: tuple[Mask, ...] = ()
    bonuses: tuple[Pairs, ...] = ()
    forbidden: tuple[Pairs, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse what contradicts itself; nothing is repaired in silence."""
        for complaint in _complaints(self):
            raise Unfit(complaint)

    @property
    def n(self) -> int:
        """How many seekers."""
        return len(self.demand)

    @property
    def m(self) -> int:
        """How many givers."""
        return len(self.capacity)


@dataclass(frozen=True)
class Parts:
    """Why a pair fits as it does: every part in points; they add up to `fit` exactly.

    `skills` is (skill, points) in the order of the columns, `tables` and `bonuses` one number for
    each table and list of the market, in its order. If the pair is not allowed, `fit` is None and
    `never` names each reason: ("table", number), ("mask", number) or ("forbidden", number).
    """

    fit: int | None
    skills: tuple[tuple[int, int], ...]
    tables: tuple[int, ...]
    bonuses: tuple[int, ...]
    never: tuple[tuple[str, int], ...]


def skill_points(wanted: int, level: int) -> int:
    """Points of one skill: `wanted` points at an offered level in thousandths, half up."""
    return (wanted * level + THOUSANDTHS // 2) // THOUSANDTHS


def parts_of(market: Market, i: int, j: int) -> Parts:
    """Every part of the fit of seeker i and giver j, and every reason why not."""
    cells = [int(table.points[table.left[i], table.right[j]]) for table in market.tables]
    never = [("table", t) for t, cell in enumerate(cells) if cell == NEVER]
    never += [("mask", k) for k, one in enumerate(market.masks) if not one.left[i] & one.right[j]]
    never += [("forbidden", k) for k, one in enumerate(market.forbidden) if len(one.of(i, j))]
    skills = tuple(_skills(market, i, j))
    bonuses = tuple(int(one.of(i, j).sum()) for one in market.bonuses)
    tables = tuple(0 if cell == NEVER else cell for cell in cells)
    total = sum(points for _, points in skills) + sum(tables) + sum(bonuses)
    return Parts(None if never else total, skills, tables, bonuses, tuple(never))


def fit_of(market: Market, i: int, j: int) -> int | None:
    """The fit of seeker i and giver j in points, or None if the pair is not allowed."""
    return parts_of(market, i, j).fit


def dense(
    scores: NDArray[np.int32], demand: NDArray[np.int32], capacity: NDArray[np.int32]
) -> Market:
    """A market from a ready matrix: `scores` int32[n, m] with NEVER where a pair is not allowed."""
    n, m = scores.shape
    own = Table(np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32), scores)
    return Market(demand, capacity, tables=(own,))


def _skills(market: Market, i: int, j: int) -> Iterator[tuple[int, int]]:
    if market.wanted is None or market.offered is None:
        return
    levels = market.offered.row(j)
    for skill, points in market.wanted.row(i).items():
        if skill in levels:
            yield skill, skill_points(points, levels[skill])


def _complaints(market: Market) -> Iterator[str]:
    n, m = market.n, market.m
    if _outside(market.demand, MOST_DEMAND + 1):
        yield f"A demand is 0..{MOST_DEMAND}."
    if m and market.capacity.min() < 0:
        yield "A capacity is 0 or more."
    yield from _skill_complaints(market)
    sides = [(len(one.left), len(one.right)) for one in market.tables]
    sides += [(len(one.left), len(one.right)) for one in market.masks]
    if any(side != (n, m) for side in sides):
        yield "A table and a mask name every seeker and every giver."
    for one in market.tables:
        rows, columns = one.points.shape
        if _outside(one.left, rows) or _outside(one.right, columns):
            yield "A table has points for every category that it names."
    for listed in (*market.bonuses, *market.forbidden):
        if _outside(listed.seeker, n) or _outside(listed.giver, m):
            yield "A listed pair is of a seeker and a giver of this market."


def _skill_complaints(market: Market) -> Iterator[str]:
    if market.wanted is None or market.offered is None:
        if market.wanted is not market.offered:
            yield "Skills are wanted and offered, or neither."
        return
    if (market.wanted.rows, market.offered.rows) != (market.n, market.m):
        yield "Skills need one row a seeker and one row a giver."
    if _outside(market.wanted.value, FIT_LIMIT + 1):
        yield f"Skills are wanted in 0..{FIT_LIMIT:,} points."
    if _outside(market.offered.value, THOUSANDTHS + 1):
        yield f"Skills are offered in 0..{THOUSANDTHS:,} thousandths."


def _outside(numbers: NDArray[np.int32], size: int) -> bool:
    return bool(len(numbers)) and not 0 <= int(numbers.min()) <= int(numbers.max()) < size
