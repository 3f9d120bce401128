"""The first look at a market: the candidates of everyone, and who watches the work."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.plan import Dial, Progress, Watch
from journeywork.engine.matching.sight import CLOSED, Asked, Seen, Sight, look
from journeywork.engine.matching.working import PAUSED, Edges, Going, Pool, pool_of
from journeywork.engine.matching.worths import FORBIDDEN, worths

A_SEEKER = 24
A_GIVER = 12
"""How many candidates each side brings: measured, a gap of 0.01-0.05 % before any pricing."""


@dataclass(frozen=True, eq=False)
class Start:
    """A market that was looked through once: `best` int64[n] is each seeker's highest fit."""

    sight: Sight
    pool: Pool
    best: NDArray[np.int64]
    whole: bool


@dataclass
class Watching:
    """Passes progress on and remembers that it was told to stop."""

    watch: Watch | None
    stopped: bool = False
    round: int = 0
    gap: int | None = None

    def stage(self, name: str) -> Going | None:
        """What a step of this name reports to."""
        if self.watch is None:
            return None
        return lambda done: self._tell(name, done)

    def _tell(self, name: str, done: float) -> bool:
        if self.watch is not None and not self.stopped:
            self.stopped = not self.watch(Progress(name, done, self.round, self.gap))
        return not self.stopped


def look_through(seen: Sight, watching: Watching) -> Start:
    """The candidates of everyone: each seeker's best givers and each giver's best seekers."""
    market = seen.market
    closed = np.where(market.capacity > 0, 0, CLOSED).astype(np.int64)
    paused = np.where(market.demand > 0, 0, CLOSED).astype(np.int64)
    plain = worths(Dial(exponent=1), seen.lowest, seen.highest)
    least = np.full(market.n, -PAUSED), np.full(market.m, -PAUSED)
    rows = np.flatnonzero(market.demand > 0).astype(np.int32)
    asked = Asked(least[0], closed, plain, rows, A_SEEKER)
    going = watching.stage("candidates")
    there = look(seen.seekers, seen.giver_tie, seen.lowest, asked, _part(going, 0.0))
    givers = np.flatnonzero(market.capacity > 0).astype(np.int32)
    asked = Asked(least[1], paused, plain, givers[: len(givers) * there.whole], A_GIVER)
    back = look(seen.givers, seen.seeker_tie, seen.lowest, asked, _part(going, 0.5))
    best = np.full(market.n, FORBIDDEN)
    first = np.flatnonzero(there.found.kept > 0)
    best[there.rows[first]] = there.found.fit[first, 0]
    pool = pool_of(seen, _edges(there, turned=False), _edges(back, turned=True))
    return Start(seen, pool, best, there.whole)


def _edges(seen: Seen, *, turned: bool) -> Edges:
    at, k = np.nonzero(seen.found.column >= 0)
    row, column = seen.rows[at], seen.found.column[at, k]
    fit = seen.found.fit[at, k]
    return Edges(column, row, fit) if turned else Edges(row, column, fit)


def _part(going: Going | None, first: float) -> Going | None:
    """The half of a stage that begins at `first`."""
    return None if going is None else lambda done: going(first + done / 2)
