"""What a fit is worth: the dial as a table from fit to worth, and the worth of being placed."""

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.market import MOST_DEMAND
from journeywork.engine.matching.plan import Dial

FORBIDDEN = np.int64(-(2**60))
"""The worth of a pair that must not be."""

SCALE = 1_000_000
"""The worth of the highest fit where the dial bends: fine enough to tell single points apart."""

Worths = NDArray[np.int64]
"""Fit f is worth `worths[f - lowest]`; `worths[0]` is FORBIDDEN; never falling."""


def worths(dial: Dial, lowest: int, highest: int) -> Worths:
    """The table of a dial for fits above `lowest` up to `highest`: int64[highest - lowest + 1].

    Exponent 1: a point is a point. e > 1: 1 - (1 - f)^e of the whole, e < 1: f^(1/e), where f is
    the fit as a share of `highest`; rounded once, here. Fits below 0 fall in a straight line.
    """
    fits = np.arange(lowest, highest + 1, dtype=np.int64)
    table = fits if dial.exponent == 1 else _bent(fits, dial.exponent, max(highest, 1))
    if dial.floor is not None:
        table = np.where(fits < dial.floor, FORBIDDEN, table)
    table[0] = FORBIDDEN
    return np.ascontiguousarray(table, np.int64)


def nothing_but_places(floor: int, lowest: int, highest: int) -> Worths:
    """Every pair at or above the floor is worth 0: only being placed counts."""
    table = np.zeros(highest - lowest + 1, np.int64)
    table[: max(floor - lowest, 1)] = FORBIDDEN
    return table


def slots(table: Worths, pairs: int) -> NDArray[np.int64]:
    """The worth of a first, second and third partner at all: int64[5], index 1..3.

    Each is above the next by more than any chain of changes of partners can lose (twice over,
    which leaves room for a bonus for staying). So coverage comes first, everyone's first partner
    before anyone's second; nothing about the fits can outweigh it.
    """
    allowed = table[table != FORBIDDEN]
    span = int(allowed.max() - allowed.min()) if len(allowed) else 0
    step = (pairs + 1) * (2 * span + 1) + (int(np.abs(allowed).max()) if len(allowed) else 0)
    return np.array([0, *((MOST_DEMAND + 1 - k) * step for k in (1, 2, 3)), 0], np.int64)


def _bent(fits: NDArray[np.int64], exponent: float, highest: int) -> NDArray[np.int64]:
    share = np.maximum(fits, 0) / highest
    curve = 1 - (1 - share) ** exponent if exponent > 1 else share ** (1 / exponent)
    slope = max(int(SCALE * max(exponent, 1) / highest), 1)
    bent: NDArray[np.int64] = np.rint(curve * SCALE).astype(np.int64)
    return np.where(fits < 0, fits * slope, bent)
