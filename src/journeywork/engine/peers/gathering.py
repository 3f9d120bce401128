"""Who is to sit in circles, how large circles are, and what may be in one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.peers.pool import NEVER, Unfit

LEAST, USUAL, MOST = 4, 5, 6
FEWEST = 2


@dataclass(frozen=True)
class Gathering:
    """Who is to sit in circles.

    `fits` is an int32 matrix [people, people], the same both ways, from 0 on; NEVER for those
    who must not sit together. `kinds` int32 [people] says of which kind each is, and `most_alike`
    how many of one kind a circle may have; None: any number. `least` to `most` sit in a circle,
    `usual` where it can be. `by_rules` bool [people, people]: whom the rules of which may be told
    let sit together, as in `Pool`; None: all whom `fits` do. Raises Unfit.
    """

    fits: NDArray[np.int32]
    kinds: NDArray[np.int32] | None = None
    most_alike: int | None = None
    least: int = LEAST
    usual: int = USUAL
    most: int = MOST
    by_rules: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if not FEWEST <= self.least <= self.usual <= self.most <= MOST:
            raise Unfit(
                f"a circle has from {FEWEST} to {MOST}: least, usual and most in this order"
            )
        if not np.array_equal(self.fits, self.fits.T):
            raise Unfit("fits must be the same both ways")
        if self.kinds is not None and len(self.kinds) != self.size:
            raise Unfit("kinds must name one for each person")
        if self.by_rules is not None and np.triu((self.fits >= 0) & ~self.by_rules, k=1).any():
            raise Unfit("who may sit together must be let by the rules, too")
        if self.most_alike is not None and self.most_alike < 1:
            raise Unfit("at least one of a kind may sit in a circle")

    @property
    def size(self) -> int:
        """Return how many people there are."""
        return len(self.fits)

    @property
    def told(self) -> "Gathering":
        """The gathering as it may be told of, in which all fit alike."""
        may = self.fits >= 0 if self.by_rules is None else self.by_rules
        return replace(self, fits=np.where(may, 0, NEVER).astype(np.int32), by_rules=None)

    def among(self, people: Sequence[int]) -> "Gathering":
        """Return the gathering of some of the people, in this order."""
        chosen = np.array(people, dtype=np.int64)
        kinds = None if self.kinds is None else self.kinds[chosen]
        square = np.ix_(chosen, chosen)
        by_rules = None if self.by_rules is None else self.by_rules[square]
        return replace(self, fits=self.fits[square], kinds=kinds, by_rules=by_rules)


def sizes(people: int, *, least: int = LEAST, usual: int = USUAL, most: int = MOST) -> list[int]:
    """Return how large circles are, the larger first: as near the usual size as can be, and even.

    Raises Unfit where so many people cannot be split.
    """
    few, many = -(-people // most), people // least
    if not 0 < few <= many:
        raise Unfit(f"{people} people cannot sit in circles of {least} to {most}")
    count = min(max(round(people / usual), few), many)
    whole, more = divmod(people, count)
    return [whole + 1] * more + [whole] * (count - more)


def seats(people: int, *, least: int = LEAST, most: int = MOST) -> int:
    """Return how many of some people, at most, can be split into circles."""
    fitting = (few for few in range(people, 0, -1) if -(-few // most) <= few // least)
    return next(fitting, 0)


def allowed(gathering: Gathering, people: Sequence[int]) -> bool:
    """Tell whether some people may sit in one circle, whatever their number."""
    return troubles(gathering, people).total() == 0


def troubles(gathering: Gathering, people: Sequence[int]) -> Counter[int]:
    """Return how many rules each of a circle breaks."""
    found: Counter[int] = Counter()
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            if gathering.fits[one, other] < 0:
                found.update((one, other))
    if gathering.kinds is not None and gathering.most_alike is not None:
        kinds = Counter(int(gathering.kinds[each]) for each in people)
        for each in people:
            if kinds[int(gathering.kinds[each])] > gathering.most_alike:
                found[each] += 1
    return found
