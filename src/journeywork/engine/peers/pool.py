"""Who can meet whom, who has met before, and who sat out: what a round is made from.

People are numbers from 0 on; whoever asks knows their names. Rounds are numbers that grow.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

#: Two who must not be paired, whatever their fit.
NEVER = -1
#: The most that a fit may be.
MOST_FIT = 1_000_000


class Unfit(ValueError):
    """What is given contradicts itself; says where."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two people met in a round."""

    left: int
    right: int
    round: int


@dataclass(frozen=True, slots=True)
class SatOut:
    """Somebody had nobody to meet in a round."""

    person: int
    round: int


@dataclass(frozen=True)
class Pool:
    """The people of a round and their history.

    `fits` is an int32 matrix [people, people], the same both ways: how well two fit, from 0 on,
    `NEVER` for those who must not be paired. What stands in the diagonal is not read.
    `by_rules` bool [people, people]: whom the rules of which may be told leave to each other, at
    least all who may be paired; None: just those. What is said of a round is said by these.
    Raises Unfit where that does not hold, or where history names somebody who is not there.
    """

    fits: NDArray[np.int32]
    met: Sequence[Meeting] = field(default=())
    sat_out: Sequence[SatOut] = field(default=())
    by_rules: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        high, *wide = self.fits.shape
        if wide != [high]:
            raise Unfit(f"fits must be as wide as high, not {self.fits.shape}")
        if (self.fits < NEVER).any() or (self.fits > MOST_FIT).any():
            raise Unfit(f"a fit is from 0 to {MOST_FIT}, or {NEVER}")
        if not np.array_equal(self.fits, self.fits.T):
            raise Unfit("fits must be the same both ways")
        if self.by_rules is not None and (self.allowed & ~self.by_rules).any():
            raise Unfit("who may be paired must be left by the rules, too")
        for each in self.met:
            if each.left == each.right:
                raise Unfit(f"{each.left} cannot meet themselves")
        self._check_people({at for each in self.met for at in (each.left, each.right)})
        self._check_people({each.person for each in self.sat_out})

    @property
    def size(self) -> int:
        """Return how many people there are."""
        return int(self.fits.shape[0])

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Tell of each two whether they may be paired; nobody with themselves."""
        may: NDArray[np.bool_] = self.fits != NEVER
        np.fill_diagonal(may, val=False)
        return may

    @cached_property
    def told(self) -> NDArray[np.bool_]:
        """Tell of each two whether it may be said that they may be paired; of nobody alone."""
        if self.by_rules is None:
            return self.allowed
        may: NDArray[np.bool_] = self.by_rules & ~np.eye(self.size, dtype=np.bool_)
        return may

    @cached_property
    def times(self) -> NDArray[np.int32]:
        """Return how often each two have met."""
        return self._counted(lambda _met: 1, np.add)

    @cached_property
    def last(self) -> NDArray[np.int32]:
        """Return in which round each two met last, counted from 1; 0: never."""
        return self._counted(lambda each: self._place[each.round], np.maximum)

    @cached_property
    def waited(self) -> NDArray[np.int64]:
        """Return how much each is owed: who sat out more often, then more lately, ranks higher.

        Ranks from 0 on; the same history, the same rank.
        """
        often = np.zeros(self.size, dtype=np.int64)
        lately = np.zeros(self.size, dtype=np.int64)
        for each in self.sat_out:
            often[each.person] += 1
            lately[each.person] = max(lately[each.person], self._place[each.round])
        owed = often * (len(self._place) + 1) + lately
        ranks: NDArray[np.int64] = np.unique(owed, return_inverse=True)[1].astype(np.int64)
        return ranks

    def fresh(self) -> NDArray[np.bool_]:
        """Tell of each two who may be paired whether no others of them have met less often."""
        if not self.allowed.any():
            return self.allowed
        fewest = self.times[self.allowed].min()
        found: NDArray[np.bool_] = self.allowed & (self.times == fewest)
        return found

    @cached_property
    def _place(self) -> dict[int, int]:
        """Return the place of each round among those that there were, from 1."""
        rounds = {each.round for each in self.met} | {each.round for each in self.sat_out}
        return {round: place for place, round in enumerate(sorted(rounds), start=1)}

    def _counted(self, value: Callable[[Meeting], int], join: np.ufunc) -> NDArray[np.int32]:
        found = np.zeros((self.size, self.size), dtype=np.int32)
        for each in self.met:
            for one, other in ((each.left, each.right), (each.right, each.left)):
                found[one, other] = join(found[one, other], value(each))
        return found

    def _check_people(self, named: Iterable[int]) -> None:
        wrong = sorted(at for at in named if not 0 <= at < self.size)
        if wrong:
            raise Unfit(f"{wrong[0]} is nobody of these {self.size}")
