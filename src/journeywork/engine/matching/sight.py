"""A market made ready to be looked at from both sides, and the looks themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching import looking
from journeywork.engine.matching.looking import Found, Room, Terms
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.sides import View, range_of, views

CLOSED = np.int64(2**58)
"""The price of a giver without places."""

_ROWS_A_STEP = 2048
_FEW, _MANY = 200, 2000
"""For few rows and many columns, sorting the columns by price costs more than it saves."""

Step = Callable[[float], bool]
"""Told which part (0..1) of a look is done; False stops it."""


@dataclass(frozen=True, eq=False)
class Sight:
    """Both views of a market, and the range of its fits.

    `lowest` lies one below the lowest possible fit, `highest` is an upper bound; `tie` int64
    gives seekers and givers an order by the seed, in which equals are served.
    """

    market: Market
    seekers: View
    givers: View
    lowest: int
    highest: int
    seeker_tie: NDArray[np.uint64]
    giver_tie: NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Asked:
    """What to look for: rows (None: all), their least int64[rows of the side], prices, margin."""

    least: NDArray[np.int64]
    price: NDArray[np.int64]
    worth: NDArray[np.int64]
    rows: NDArray[np.int32] | None = None
    most: int = 8
    margin: int = 0
    both: bool = False


@dataclass(frozen=True, eq=False)
class Seen:
    """The answer: `rows` int32[k] as they were looked at, and what was found for each.

    `whole` is False if the look was stopped; rows from `done` on were not looked at.
    """

    rows: NDArray[np.int32]
    found: Found
    done: int
    whole: bool = field(default=True)


def sight(market: Market, seed: int = 0) -> Sight:
    """Make a market ready: O(people + skills + listed pairs), nothing per pair."""
    lowest, highest = range_of(market)
    there, back = views(market)
    ties = (_scatter(market.n, seed), _scatter(market.m, ~seed))
    return Sight(market, there, back, lowest - 1, highest, *ties)


def look(
    view: View, ties: NDArray[np.uint64], lowest: int, asked: Asked, step: Step | None
) -> Seen:
    """The best columns of each asked row; ties between columns fall by `ties`."""
    rows = np.arange(view.rows, dtype=np.int32) if asked.rows is None else asked.rows
    rows = rows[np.argsort(view.group[rows], kind="stable")]
    marks = np.flatnonzero(np.diff(view.group[rows])) + 1
    starts = np.concatenate(([0], marks, [len(rows)])).astype(np.int64)
    cheapest = np.arange(view.columns, dtype=np.int32)
    if len(rows) > _FEW or view.columns < _MANY:
        cheapest = np.lexsort((ties, asked.price)).astype(np.int32)
    terms = Terms(asked.worth, lowest, asked.price, asked.least, cheapest, asked.margin, asked.both)
    found = _nothing(len(rows), asked.most)
    done = _sweep(view, rows, starts, terms, found, step)
    return Seen(rows, found, done, done == len(rows))


def _sweep(
    view: View,
    rows: NDArray[np.int32],
    starts: NDArray[np.int64],
    terms: Terms,
    found: Found,
    step: Step | None,
) -> int:
    room = _room(view)
    groups, begin = len(starts) - 1 if len(rows) else 0, 0
    while begin < groups:
        end = int(np.searchsorted(starts, starts[begin] + _ROWS_A_STEP, side="left"))
        end = min(max(end, begin + 1), groups)
        looking.look(view.side, rows, starts, begin, end, terms, room, found)
        begin = end
        if step is not None and begin < groups and not step(float(starts[begin]) / len(rows)):
            return int(starts[begin])
    return len(rows)


def fits(seen: Sight, seekers: NDArray[np.int32], givers: NDArray[np.int32]) -> NDArray[np.int32]:
    """The fit of each listed pair, NEVER where it is not allowed: int32[k]."""
    out = np.empty(len(seekers), np.int32)
    looking.fits(seen.seekers.side, seekers.astype(np.int32), givers.astype(np.int32), out)
    return out


def _nothing(rows: int, most: int) -> Found:
    return Found(
        np.full((rows, most), -1, np.int32),
        np.zeros((rows, most), np.int32),
        np.zeros((rows, most), np.int64),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int64),
    )


def _room(view: View) -> Room:
    side, m = view.side, view.columns
    slots = int(side.soft_first[-1])
    return Room(
        np.zeros(m, np.int32),
        np.full(m, -1, np.int32),
        np.zeros(m, np.int32),
        np.zeros(m, np.int32),
        np.zeros((slots, m), np.int32),
        np.full(slots, -1, np.int64),
        np.zeros(m // looking.BLOCK + 1, np.int64),
    )


def _scatter(size: int, seed: int) -> NDArray[np.uint64]:
    """An order by the seed (splitmix64, Steele et al. 2014): uint64[size], all different."""
    x = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x = x + np.uint64(seed * 0xD1342543DE82EF95 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    return x ^ (x >> np.uint64(31))
